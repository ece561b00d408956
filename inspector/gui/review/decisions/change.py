"""One decision on parts or events of a run, written off the GUI thread, and its undoing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector.store.owner import current_user
from inspector.store.records import Review, ReviewDecision, current_reviews, record_review


@dataclass(eq=False)
class DecisionChange:
    """A person's decision on what has these names in the records of a run.

    Others may decide on the same meanwhile: what was in force is read when the decision is written, and an undoing
    leaves alone what somebody decided since.

    Attributes:
        text: what undo calls it.
        moved_from: where the run was written, if it was moved since.
        before: the decisions that were in force, as far as the GUI thread knows; None for none.
    """

    text: str
    run: Path
    moved_from: Path | None
    names: Sequence[str]
    decision: ReviewDecision
    before: dict[str, Review | None]
    _found: dict[str, Review | None] = field(default_factory=dict)  # what was in force; the worker's alone
    _written: dict[str, Review] = field(default_factory=dict)  # likewise

    def write(self) -> dict[str, Review | None]:
        """Record it; returns what was in force before."""
        in_force = current_reviews(self.run, moved_from=self.moved_from)
        self._written.clear()
        self._found = {name: in_force.get(name) for name in self.names}
        for name in self.names:
            self._written[name] = record_review(self.run, image=name, decision=self.decision, user=current_user())
        return dict(self._found)

    def take_back(self) -> list[str]:
        """Record anew what was in force before; returns the names on which somebody decided since."""
        in_force = current_reviews(self.run, moved_from=self.moved_from)
        overtaken = []
        for name, written in self._written.items():
            earlier = self._found[name]
            if in_force.get(name) != written:
                overtaken.append(name)
            elif earlier is None:
                record_review(self.run, image=name, decision=None, user=current_user())
            else:  # it is still the decision of who made it
                record_review(self.run, image=name, decision=earlier.decision, user=earlier.user, reason=earlier.reason)
        self._written.clear()
        return overtaken
