"""The current row of a list stays wholly visible, whatever grows beside it."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView


class RowInSight(QObject):
    """Scrolls to the current row when a list has got smaller: a line above it that wraps would half hide the row."""

    def __init__(self, shown: QAbstractItemView) -> None:
        super().__init__(shown)
        self._shown = shown
        self._scrolling = QTimer(self, interval=0, singleShot=True)  # once the list is laid out for its size
        self._scrolling.timeout.connect(self._scroll)
        shown.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self._scrolling.start()
        return super().eventFilter(watched, event)

    def _scroll(self) -> None:
        self._shown.scrollTo(self._shown.currentIndex())
