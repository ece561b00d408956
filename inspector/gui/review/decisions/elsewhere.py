"""What the status bar says of decisions that others made on the run under review."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from inspector.gui.numbers import count
from inspector.gui.review.decisions.records import RunRecords
from inspector.gui.review.view import AnyReviewView
from inspector.gui.session import Session
from inspector.store.records import Review


class DecidedElsewhere(QObject):
    """Says, for as long as `records` lives, what others decided on its run.

    Args:
        view: the view that shows the run of `records`.
    """

    def __init__(self, session: Session, records: RunRecords, *, view: Callable[[], AnyReviewView]) -> None:
        super().__init__(records)
        self._session, self._records, self._view = session, records, view
        records.decided_elsewhere.connect(self._say_decided)
        records.replaced.connect(self._say_replaced)
        records.overtaken.connect(self._say_overtaken)

    def _say_decided(self, places: Sequence[int]) -> None:
        run, view = self._records.run, self._view()
        if run is None:
            return
        if len(places) > 1:
            text = self.tr("{n} decisions were made elsewhere and are shown now.").format(n=count(len(places)))
            self._session.said.emit(text)
            return
        review, name = run.review_of(places[0]), view.name_of(places[0])
        if review is None or review.decision is None:
            text = self.tr("{name} was changed elsewhere: no decision is in force.").format(name=name)
        else:
            text = self.tr("{name} was decided elsewhere: {decision}, by {user}.").format(
                name=name, decision=view.word_of(review.decision), user=review.user
            )
        self._session.said.emit(text)

    def _say_replaced(self, place: int, review: Review) -> None:
        view = self._view()
        if review.decision is not None:
            text = self.tr("{user} had decided elsewhere that {name} is {decision}. Press Ctrl+Z to restore that.")
            decision = view.word_of(review.decision)
            self._session.said.emit(text.format(user=review.user, name=view.name_of(place), decision=decision))

    def _say_overtaken(self, place: int) -> None:
        text = self.tr("Not undone: {name} was decided anew elsewhere.")
        self._session.said.emit(text.format(name=self._view().name_of(place)))
