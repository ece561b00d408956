"""What people decide and name in the run under review: shown at once, written in the background; and how quickly."""

import time
from collections import deque
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from inspector.gui.background.job import Failed
from inspector.gui.numbers import count, duration
from inspector.gui.review.undo import Decide, NameRegion
from inspector.gui.session import Session
from inspector.store.owner import current_user
from inspector.store.records import ReviewDecision, record_defect_type, record_review
from inspector.workflow.review.reviewed_run import NOT_REVIEWED, ReviewedRun

_PAUSE_S = 60.0  # longer between two decisions is a break
_NEWEST, _FEWEST = 20, 3


class RunRecords(QObject):
    """Writes the records of `run`, the one that is open; each change can be undone, also when another run is open.

    Signals:
        changed (list of places): what is recorded of them is another.
        requested (int): a place to show, where something was undone.
        failed: what is shown could not be written.
    """

    changed = Signal(object)
    requested = Signal(int)
    failed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.run: ReviewedRun | None = None

    def decide(self, places: Sequence[int], decision: ReviewDecision, text: str) -> None:
        """Record one decision on everything at these places; `text` names it where it can be undone."""
        run = self.run
        if run is None:
            return
        old = {}
        for place in places:
            before = run.review_of(place)
            old[run.record_name(place)] = None if before is None else before.decision
        self._session.undo.push(Decide(self, run.path, old=old, new=decision, text=text))

    def name_region(self, place: int, region: int, type_name: str | None) -> bool:
        """Record the type of a region of what is at a place, None for none; returns whether it was another before."""
        run = self.run
        if run is None:
            return False
        old = run.types_at(place).get(region)
        if old == type_name:
            return False
        where = (run.typed_name(place), region)
        self._session.undo.push(NameRegion(self, run.path, where, old=old, new=type_name))
        return True

    def record_reviews(self, run: Path, decisions: Mapping[str, ReviewDecision | None]) -> None:
        """Write decisions to the records of a run, and show them where that run is open; for the undo commands."""
        opened = self._opened(run)
        if opened is not None:
            for name, decision in decisions.items():
                opened.show_review(name, decision)
            self.changed.emit([place for place in map(opened.place_of, decisions) if place is not None])
        self._session.change(partial(_record_reviews, run, dict(decisions)), failed=self._not_recorded)

    def record_type(self, run: Path, name: str, region: int, type_name: str | None) -> None:
        """Write the type of a region to the records of a run, and show it likewise; for the undo commands."""
        opened = self._opened(run)
        if opened is not None:
            opened.show_type(name, region, type_name)
            self.changed.emit(opened.places_typed(name))
        self._session.change(partial(_record_type, run, name, region, type_name), failed=self._not_recorded)

    def show_record(self, run: Path, name: str) -> None:
        """Show what a record is on, where that run is open; for the undo commands."""
        opened = self._opened(run)
        place = None if opened is None else opened.place_of(name)
        if place is not None:
            self.requested.emit(place)

    def _opened(self, run: Path) -> ReviewedRun | None:
        return self.run if self.run is not None and self.run.path == run else None

    def _not_recorded(self, failed: Failed) -> None:
        self._session.failed.emit(failed)
        self.failed.emit()


def _record_reviews(run: Path, decisions: Mapping[str, ReviewDecision | None]) -> None:
    """Run off the GUI thread."""
    for name, decision in decisions.items():
        record_review(run, image=name, decision=decision, user=current_user())


def _record_type(run: Path, name: str, region: int, type_name: str | None) -> None:
    """Run off the GUI thread."""
    record_defect_type(run, image=name, region=region, type_name=type_name, user=current_user())


def review_word(decision: ReviewDecision) -> str:
    """What a person decided, in the language of the screen."""
    return {
        ReviewDecision.ACCEPT: QCoreApplication.translate("Review", "good"),
        ReviewDecision.REJECT: QCoreApplication.translate("Review", "defective"),
        ReviewDecision.UNSURE: QCoreApplication.translate("Review", "unsure"),
    }[decision]


def review_mark(decision: ReviewDecision) -> str:
    """The sign of a decision, each of another shape."""
    return {ReviewDecision.ACCEPT: "✔", ReviewDecision.REJECT: "✖", ReviewDecision.UNSURE: "?"}[decision]


def marked_review(decision: ReviewDecision, *, label: str) -> str:
    """A decision with its sign, and the label that it contradicts; empty where it does not."""
    word = f"{review_mark(decision)} {review_word(decision)}"
    if not label:
        return word
    return QCoreApplication.translate("Review", "⚠ {decision}, but labelled {label}").format(decision=word, label=label)


def review_states() -> list[tuple[str, str | None]]:
    """What a list can be filtered by, in words and as :meth:`ReviewedRun.is_in_state` has it."""
    return [
        (QCoreApplication.translate("Review", "Reviewed or not"), None),
        (QCoreApplication.translate("Review", "not reviewed"), NOT_REVIEWED),
        *((review_word(decision), str(decision)) for decision in ReviewDecision),
    ]


class DecisionPace:
    """The times between the newest decisions."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._gaps: deque[float] = deque(maxlen=_NEWEST)

    def note(self, now: float | None = None) -> None:
        """A person decided now."""
        now = time.monotonic() if now is None else now
        if self._last is not None and now - self._last < _PAUSE_S:
            self._gaps.append(now - self._last)
        self._last = now

    def seconds(self, left: int) -> float | None:
        """How long so many more will take; None after too few decisions to say, and for none."""
        return left * sum(self._gaps) / len(self._gaps) if left and len(self._gaps) >= _FEWEST else None

    def queue_text(self, left: int, *, reviewed: int) -> str:
        """How many are left to decide on, and for about how long; empty before the first decision."""
        if not reviewed:
            return ""
        seconds = self.seconds(left)
        if seconds is None:
            return QCoreApplication.translate("Review", "{n} left").format(n=count(left))
        text = QCoreApplication.translate("Review", "{n} left, about {time}")
        return text.format(n=count(left), time=duration(seconds))
