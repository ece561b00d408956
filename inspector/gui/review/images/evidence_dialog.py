"""The pictures behind a verdict, one at a time, as large as the window allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.numbers import count
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.pictures.picture_view import PictureView

_SHARE = 0.85  # of the window
_SMALLEST = QSize(240, 180)
_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Evidence:
    """One picture; `meaning` is a sentence on what it shows, or empty."""

    name: str
    meaning: str
    image: QImage


class EvidenceButton(QToolButton):
    """A small picture with its name below; a click, Enter or Space asks for it large."""

    def __init__(self, evidence: Evidence, *, height: int) -> None:
        super().__init__()
        pixmap = QPixmap.fromImage(evidence.image)
        pixmap = pixmap.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
        self.setIcon(pixmap)
        self.setIconSize(pixmap.size())
        self.setText(evidence.name)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the list
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("\n".join(filter(None, (evidence.meaning, self.tr("Click to enlarge")))))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _PRESS:
            event.accept()  # before the screen's commands have it
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in _PRESS and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class EvidenceDialog(QDialog):
    """Shows one of the pictures beside the part; the arrow keys and two buttons go through them, Esc closes."""

    def __init__(self, part: QImage, pictures: Sequence[Evidence], first: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Why?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pictures, self._shown = pictures, first
        self.view = PictureView("", smallest=_SMALLEST)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrow keys are for the pictures, not for the buttons
        self.part = PictureView(self.tr("Part"), smallest=_SMALLEST)
        self.part.show_picture(part)
        self._name, self._meaning = label("", "heading"), label("", "muted")
        self._name.setObjectName("evidence-name")
        self._meaning.setObjectName("evidence-meaning")
        self._meaning.setWordWrap(True)
        column = QVBoxLayout(self)
        both = QGridLayout()
        both.addWidget(self.part, 0, 0)
        both.addWidget(self.view, 0, 1)
        both.addWidget(label(self.tr("Part"), "heading"), 1, 0)
        both.addWidget(self._name, 1, 1)
        both.setRowStretch(0, 1)
        for side in (0, 1):
            both.setColumnStretch(side, 1)
        column.addLayout(both, stretch=1)
        column.addWidget(self._meaning)
        row = QHBoxLayout()
        for text, step in ((self.tr("Previous picture"), -1), (self.tr("Next picture"), 1)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.setVisible(len(pictures) > 1)
            button.clicked.connect(partial(self._step, step))
            row.addWidget(button)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        row.addWidget(close, stretch=1)
        column.addLayout(row)
        self.resize(parent.window().size() * _SHARE)
        self.view.setFocus()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(
            Qt.Key(event.key())
        )
        if step is None:
            super().keyPressEvent(event)
        else:
            self._step(step)

    def _step(self, step: int) -> None:
        self._shown = (self._shown + step) % len(self._pictures)
        self._show()

    def _show(self) -> None:
        shown = self._pictures[self._shown]
        self.view.show_picture(shown.image)
        self.view.setAccessibleName(shown.name)
        number, every = count(self._shown + 1), count(len(self._pictures))
        text = self.tr("{name} ({number} of {all})").format(name=shown.name, number=number, all=every)
        self._name.setText(text if len(self._pictures) > 1 else shown.name)
        self._meaning.setText(shown.meaning)
        self._meaning.setVisible(bool(shown.meaning))
