"""Lines of text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

_END, _MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle


def label(text: str, role: str = "") -> QLabel:
    """A label; roles are the style sheet's: title, heading, muted, warning, error, number, large-number."""
    made = QLabel(text)
    made.setProperty("role", role)
    return made


def set_role(shown: QLabel, role: str) -> None:
    """Another role of the style sheet's for a label that is shown already."""
    if shown.property("role") != role:
        shown.setProperty("role", role)
        shown.style().polish(shown)


class WrappedLabel(QLabel):
    """Whole sentences, in as many lines as they take, none of which gives way where there is little room."""

    def __init__(self, role: str = "", text: str = "") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        self._keep_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._keep_lines()

    def _keep_lines(self) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class SteadyLabel(WrappedLabel):
    """A wrapped label that keeps the room of its longest text at its width, so that nothing around it moves."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        if event.size().width() != event.oldSize().width():
            self.setMinimumHeight(0)
        super().resizeEvent(event)

    def _keep_lines(self) -> None:
        self.setMinimumHeight(max(self.minimumHeight(), self.heightForWidth(self.width())))


class Notice(WrappedLabel):
    """A wrapped label that is hidden while there is nothing to say."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.hide()

    def say(self, text: str) -> None:
        self.setText(text)
        self.setVisible(bool(text))


class ElidedLabel(QLabel):
    """A line that takes the room it gets, is shortened with … where that is too little, and is whole in its tooltip.

    Args:
        middle: shorten in the middle, as for names of files, whose ends tell them apart.
    """

    def __init__(self, role: str, *, middle: bool = False) -> None:
        super().__init__()
        self._mode = _MIDDLE if middle else _END
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter, area = QPainter(self), self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._mode, area.width())
        align, role = self.alignment(), self.foregroundRole()
        self.style().drawItemText(painter, area, align, self.palette(), self.isEnabled(), text, role)
        painter.end()
