"""How many parts had which verdict, in big numbers."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from inspector.core.operating_point import Decision
from inspector.gui.numbers import count
from inspector.gui.screen import GAP, card, label
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word

_VERDICTS = (Decision.OK, Decision.REVIEW, Decision.NG, None)
_ICON = 18


class Counts(QWidget):
    """A card a verdict.

    Args:
        columns: how many stand side by side.
        large: to be read from afar.
    """

    def __init__(self, *, columns: int, large: bool = False) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        self.numbers: dict[Decision | None, QLabel] = {}
        self._icons: dict[Decision | None, QLabel] = {}
        for place, decision in enumerate(_VERDICTS):
            frame = card()
            inside = QGridLayout(frame)
            inside.setHorizontalSpacing(GAP // 2)
            number = label("0", "large-number" if large else "number")
            icon = QLabel()
            word = self.tr("Errors") if decision is None else verdict_word(decision)
            number.setAccessibleName(word)
            inside.addWidget(icon, 0, 0)
            inside.addWidget(label(word, "muted"), 0, 1)
            inside.addWidget(number, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
            inside.setColumnStretch(1, 1)
            grid.addWidget(frame, place // columns, place % columns)
            self.numbers[decision], self._icons[decision] = number, icon
        self._paint()

    def show_counts(self, counts: Mapping[Decision | None, int]) -> None:
        for decision, number in self.numbers.items():
            number.setText(count(counts.get(decision, 0)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icons"):
            self._paint()

    def _paint(self) -> None:
        for decision, icon in self._icons.items():
            icon.setPixmap(verdict_pixmap(decision, _ICON, ratio=2))
