"""How many parts had which verdict, in big numbers."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from inspector.core.operating_point import Decision
from inspector.gui.numbers import count
from inspector.gui.screen import GAP, card, label
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word

_VERDICTS = (Decision.OK, Decision.REVIEW, Decision.NG, None)
_ICON, _LARGE_ICON = 18, 30


class _CountButton(QPushButton):
    """A card that is pressed to see only what it counts; as large as what is laid out in it."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(word)
        self._inside = QGridLayout(self)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._inside.minimumSize()


class Counts(QWidget):
    """A card for each verdict.

    Signal `requested`: the verdict of which alone a person wants to see the parts, in a tuple; None for all.

    Args:
        columns: how many stand side by side.
        large: to be read from afar.
        filters: the cards can be pressed.
    """

    requested = Signal(object)

    def __init__(self, *, columns: int, large: bool = False, filters: bool = False) -> None:
        super().__init__()
        self._buttons: dict[Decision | None, _CountButton] = {}
        self._icon_size = _LARGE_ICON if large else _ICON
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        self.numbers: dict[Decision | None, QLabel] = {}
        self._icons: dict[Decision | None, QLabel] = {}
        for place, decision in enumerate(_VERDICTS):
            word = self.tr("Errors") if decision is None else verdict_word(decision)
            frame: QWidget = card()
            if filters:
                frame = self._buttons[decision] = _CountButton(word)
                frame.setToolTip(self.tr("Show only these: {word}").format(word=word))
                frame.clicked.connect(partial(self._pressed, decision))
            inside = frame.layout() or QGridLayout(frame)
            assert isinstance(inside, QGridLayout)
            inside.setHorizontalSpacing(GAP // 2)
            number = label("0", "large-number" if large else "number")
            icon = QLabel()
            number.setAccessibleName(word)
            inside.addWidget(icon, 0, 0)
            inside.addWidget(label(word, "title" if large else "muted"), 0, 1)
            inside.addWidget(number, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
            inside.setColumnStretch(1, 1)
            grid.addWidget(frame, place // columns, place % columns)
            self.numbers[decision], self._icons[decision] = number, icon
        self._paint()

    def show_counts(self, counts: Mapping[Decision | None, int]) -> None:
        for decision, number in self.numbers.items():
            number.setText(count(counts.get(decision, 0)))

    def show_all(self) -> None:
        """No card is pressed any more."""
        for one in self._buttons.values():
            one.setChecked(False)
        self.requested.emit(None)

    def _pressed(self, decision: Decision | None) -> None:
        pressed = self._buttons[decision].isChecked()
        for other, one in self._buttons.items():
            one.setChecked(pressed and other is decision)
        self.requested.emit((decision,) if pressed else None)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icons"):
            self._paint()

    def _paint(self) -> None:
        for decision, icon in self._icons.items():
            icon.setPixmap(verdict_pixmap(decision, self._icon_size, ratio=2))
