"""What a batch came to as a whole, once nothing is inspected any more."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from inspector.core.operating_point import Decision
from inspector.gui.numbers import count
from inspector.gui.widgets.verdict import verdict_word

_WORST_FIRST = (Decision.NG, None, Decision.REVIEW, Decision.OK)


@dataclass(frozen=True)
class BatchOutcome:
    """How many parts or clips had which verdict; at least one had one.

    Attributes:
        counts: None is for those that could not be judged.
        finished: whether all were inspected.
    """

    counts: Mapping[Decision | None, int]
    finished: bool

    @property
    def worst(self) -> Decision | None:
        """The worst verdict; None where some could not be judged and none is NG."""
        return self._found()[0]

    @property
    def is_verdict(self) -> bool:
        """Whether the worst verdict holds for the batch: without the rest, nobody knows that all are OK."""
        return self.finished or self.worst is not Decision.OK

    @property
    def headline(self) -> str:
        """`58 NG`; the verdict alone of a single part."""
        worst = self.worst
        return verdict_word(worst) if sum(self.counts.values()) == 1 else self._counted(worst)

    def rest(self) -> str:
        """What stands below the headline: `2 REVIEW · 15 OK · finished`."""
        others = self._found()[1:] if self.is_verdict else self._found()
        return " · ".join((*map(self._counted, others), self._end()))

    def whole(self) -> str:
        """All of it in one line: `Batch: 58 NG · 2 REVIEW · 15 OK · finished`."""
        text = QCoreApplication.translate("BatchOutcome", "Batch: {outcome}")
        return text.format(outcome=" · ".join((*map(self._counted, self._found()), self._end())))

    def _found(self) -> list[Decision | None]:
        return [decision for decision in _WORST_FIRST if self.counts.get(decision, 0)]

    def _counted(self, decision: Decision | None) -> str:
        return f"{count(self.counts[decision])} {verdict_word(decision)}"

    def _end(self) -> str:
        translate = QCoreApplication.translate
        return translate("BatchOutcome", "finished") if self.finished else translate("BatchOutcome", "stopped")
