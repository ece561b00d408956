"""Looks at the open category's good images or clips in the background, for the trainings that suit them."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector.core.errors import InspectorError
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import BackgroundJob, Ended, Snapshot
from inspector.gui.session import Session
from inspector.gui.train.source import AnyTrainSource
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.advise.suggest import SuggestDone


class CategoryAdvice(QObject):
    """What was suggested for the category that was looked at last.

    Signals:
        changed: `found` is another one now.
        idle: no images are looked at any more.
    """

    changed = Signal()
    idle = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._category: Category | VideoCategory | None = None
        self._running: BackgroundJob | None = None
        self.found: SuggestDone[Any] | None = None
        self.source: AnyTrainSource | None = None  # of the category that was looked at
        self._before: object = None  # what the form held then
        self._choose = False  # what is suggested, unless a person chose something meanwhile
        session.opening.connect(self.stop)

    @property
    def busy(self) -> bool:
        return self._running is not None

    def beside(self, method: str) -> Suggestion | None:
        """The first suggestion of another method, which is not only there to compare; None where there is none."""
        suggestions = () if self.found is None else self.found.advice.suggestions
        return next((one for one in suggestions if one.method != method and not one.comparison), None)

    def look(self, source: AnyTrainSource, category: Category | VideoCategory, *, choose: bool) -> None:
        """Look at a category, unless that was done or something is looked at already.

        Args:
            choose: the first suggestion that asks for nothing, unless a person has chosen something by then.
        """
        if category is self._category or self._running is not None:
            return
        self._category, self.source = category, source
        self._before, self._choose = source.form.chosen(), choose
        looking = source.advise(category)
        if looking is not None:
            self._running = self._session.start(
                partial(_updates, looking),
                title=source.looking_text(),
                updated=self._updated,
                ended=self._ended,
                quietly=True,
            )
        self._tell(None)

    def stop(self) -> None:
        """Look at nothing (any more); `idle` follows when that is so, if it is not already."""
        if self._running is not None:
            self._category = None  # it is to be looked at again
            self._running.stop()

    def _updated(self, snapshot: Snapshot) -> None:
        if self._category is not None and SuggestDone in snapshot.latest and self.found is None:
            found: SuggestDone[Any] = snapshot.latest[SuggestDone]
            self._take_first(found)
            self._tell(found)

    def _take_first(self, found: SuggestDone[Any]) -> None:
        source = self.source
        ready = next((one for one in found.advice.suggestions if _asks_nothing(one)), None)
        if self._choose and ready is not None and source is not None and source.form.chosen() == self._before:
            source.take(ready)

    def _ended(self, _ended: Ended) -> None:
        self._running = None
        self.changed.emit()
        self.idle.emit()

    def _tell(self, found: SuggestDone[Any] | None) -> None:
        self.found = found
        self.changed.emit()


def _asks_nothing(suggestion: Suggestion) -> bool:
    """Whether it can be trained without weights, a consent or a property that a person would have to add."""
    consent = suggestion.skip_unreadable or suggestion.mixed_sizes or suggestion.locate is not None
    return not consent and (suggestion.installed or not suggestion.pretrained)


def _updates(looking: Iterator[object]) -> Iterator[object]:
    try:
        yield from looking
    except InspectorError:  # too few images, or none that can be read: the training will report it, if it is started
        return
