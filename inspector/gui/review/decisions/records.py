"""What people decide and name in the run under review: shown at once, written in the background."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.gui.background.job import Failed
from inspector.gui.review.decisions.change import DecisionChange
from inspector.gui.review.decisions.undo import Decide, NameRegion
from inspector.gui.review.decisions.watch import RecordsWatch
from inspector.gui.review.opened_run import OpenedRun
from inspector.gui.session import Session
from inspector.store.owner import current_user
from inspector.store.records import Review, ReviewDecision, record_defect_type, records_state
from inspector.workflow.review.reviewed_run import RecordsOfRun, ReviewedRun, read_run_records


class RunRecords(QObject):
    """Writes the records of `run`, the one that is open; each change can be undone, also when another run is open.

    What others record meanwhile is shown, too: a decision of one's own is written before that is read, and shown as it
    is until then.

    Signals:
        changed (list of places): what is recorded of them is another.
        requested (int): a place to show, where something was undone.
        decided_elsewhere (list of places): others decided on them; they are shown by that now.
        replaced (int, Review): the decision just made on a place replaces this one, which was not shown.
        overtaken (int): a decision on a place was not undone, as others decided on it since.
        thresholds_changed: others recorded something about the thresholds of the run's model.
        failed: what is shown could not be written.
    """

    changed = Signal(object)
    requested = Signal(int)
    decided_elsewhere = Signal(object)
    replaced = Signal(int, object)
    overtaken = Signal(int)
    thresholds_changed = Signal()
    failed = Signal()

    def __init__(self, session: Session, owner: QWidget) -> None:
        super().__init__(owner)
        self._session = session
        self.run: ReviewedRun | None = None
        self._written = 0  # changes that were handed to the worker
        self._watch = RecordsWatch(session, owner)
        self._watch.reviews_changed.connect(self._read_again)
        self._watch.thresholds_changed.connect(self.thresholds_changed)

    def show_run(self, opened: OpenedRun | None, *, same_reviews: bool = False) -> None:
        """Another run is open, or none.

        Args:
            same_reviews: it is the same, and shows what it showed, and not what was read.
        """
        self.run = None if opened is None else opened.run
        if opened is None:
            self._watch.unwatch()
        else:
            model = None if opened.model is None else opened.model.folder
            self._watch.watch(opened.run.path, model, opened.records, same_reviews=same_reviews)

    def decide(self, places: Sequence[int], decision: ReviewDecision, text: str) -> None:
        """Record one decision on everything at these places; `text` names it where it can be undone."""
        run = self.run
        if run is None:
            return
        before = {run.record_name(place): run.review_of(place) for place in places}
        change = DecisionChange(text, run.path, run.moved_from, tuple(before), decision, before)
        self._session.undo.push(Decide(self, change))

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

    def record_decision(self, change: DecisionChange) -> None:
        """Write a decision to the records of its run, and show it where that is open; for the undo commands."""
        self._show(change, dict.fromkeys(change.names, change.decision), {})
        self._change(partial(_write, change), self._decision_written)

    def take_back_decision(self, change: DecisionChange) -> None:
        """Let the decisions before be in force again, and show them likewise; for the undo commands."""
        before = {name: None if review is None else review.decision for name, review in change.before.items()}
        self._show(change, before, {name: review.user for name, review in change.before.items() if review is not None})
        self._change(partial(_take_back, change), self._decision_taken_back)

    def record_type(self, run: Path, name: str, region: int, type_name: str | None) -> None:
        """Write the type of a region to the records of a run, and show it likewise; for the undo commands."""
        opened = self._opened(run)
        if opened is not None:
            opened.show_type(name, region, type_name)
            self.changed.emit(opened.places_typed(name))
        self._change(partial(_record_type, run, name, region, type_name), self._type_written)

    def show_record(self, run: Path, name: str) -> None:
        """Show what a record is on, where that run is open; for the undo commands."""
        opened = self._opened(run)
        place = None if opened is None else opened.place_of(name)
        if place is not None:
            self.requested.emit(place)

    def _show(
        self, change: DecisionChange, decisions: Mapping[str, ReviewDecision | None], users: Mapping[str, str]
    ) -> None:
        opened = self._opened(change.run)
        if opened is not None:
            for name, decision in decisions.items():
                opened.show_review(name, decision, by=users.get(name))
            self.changed.emit(_places(opened, decisions))

    def _change(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._written += 1
        self._session.change(work, done, failed=self._not_recorded)

    def _type_written(self, _: object) -> None:
        self._watch.look()

    def _decision_written(self, written: tuple[DecisionChange, Mapping[str, Review | None]]) -> None:
        change, found = written
        opened = self._opened(change.run)
        for name, review in found.items():
            shown, change.before[name] = change.before[name], review
            place = None if opened is None else opened.place_of(name)
            if place is not None and review is not None and (shown is None or shown.decision != review.decision):
                self.replaced.emit(place, review)
        self._watch.look()

    def _decision_taken_back(self, taken_back: tuple[DecisionChange, Sequence[str]]) -> None:
        change, overtaken = taken_back
        opened = self._opened(change.run)
        if not overtaken:
            self._session.said.emit(self.tr("Undone: {text}").format(text=change.text))
        for place in () if opened is None else _places(opened, overtaken):
            self.overtaken.emit(place)
        self._watch.look()

    def _read_again(self) -> None:
        """Read what the records hold after all that was handed to the worker is written."""
        run = self.run
        if run is not None:
            work = partial(_read, run.path, run.moved_from, self._written)
            self._session.change(work, self._read_records, elsewhere=True)

    def _read_records(self, read: "_Read") -> None:
        run = self._opened(read.run)
        if run is None:
            return
        if read.written != self._written:  # something was decided meanwhile, which may not be written yet
            self._read_again()
            return
        self._watch.reviews_read(read.state)
        places = run.take_records(read.records)
        if places:
            self.changed.emit(places)
            self.decided_elsewhere.emit(places)

    def _opened(self, run: Path) -> ReviewedRun | None:
        return self.run if self.run is not None and self.run.path == run else None

    def _not_recorded(self, failed: Failed) -> None:
        self._session.failed.emit(failed)
        self.failed.emit()


@dataclass(frozen=True, eq=False)
class _Read:
    """The records of a run, read after so many changes were handed to the worker, in this state or a later one."""

    run: Path
    written: int
    state: tuple[int, int] | None
    records: RecordsOfRun


def _write(change: DecisionChange) -> tuple[DecisionChange, Mapping[str, Review | None]]:
    """Run off the GUI thread; with what was in force before."""
    return change, change.write()


def _take_back(change: DecisionChange) -> tuple[DecisionChange, Sequence[str]]:
    """Run off the GUI thread; with the names on which others decided since."""
    return change, change.take_back()


def _read(run: Path, moved_from: Path | None, written: int) -> _Read:
    """Run off the GUI thread."""
    state = records_state(run.parent)
    return _Read(run, written, state, read_run_records(run, moved_from=moved_from))


def _places(run: ReviewedRun, names: Iterable[str]) -> list[int]:
    return [place for place in map(run.place_of, names) if place is not None]


def _record_type(run: Path, name: str, region: int, type_name: str | None) -> None:
    """Run off the GUI thread."""
    record_defect_type(run, image=name, region=region, type_name=type_name, user=current_user())
