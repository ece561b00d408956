"""Work that was interrupted and can be gone on with, offered at the top of a screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from inspector.gui.screen import GAP, card, label

_MOST = 3


@dataclass(frozen=True)
class Interrupted:
    """One piece of work; `text` says what it is and how far it came."""

    path: Path
    text: str
    can_continue: bool


class InterruptedCard(QWidget):
    """A line with Continue and Discard for each, the newest first; hidden where there is none.

    Args:
        go_on, throw_away: what the buttons do, with the path.
    """

    def __init__(self, go_on: Callable[[Path], None], throw_away: Callable[[Path], None]) -> None:
        super().__init__()
        self._go_on, self._throw_away = go_on, throw_away
        self._frame = card()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._frame)
        self._column = QVBoxLayout(self._frame)
        self._column.setSpacing(GAP // 2)
        self.items: list[Interrupted] = []
        self.hide()

    def show_items(self, items: Sequence[Interrupted]) -> None:
        self.items = list(items)
        _empty(self._column)
        for item in self.items[:_MOST]:
            text = label(item.text)
            text.setWordWrap(True)
            self._column.addWidget(text)
            row = QHBoxLayout()
            continued, discarded = QPushButton(self.tr("Continue")), QPushButton(self.tr("Discard"))
            continued.setEnabled(item.can_continue)
            continued.setAccessibleName(self.tr("Continue: {what}").format(what=item.text))
            discarded.setAccessibleName(self.tr("Discard: {what}").format(what=item.text))
            continued.clicked.connect(partial(self._go_on, item.path))
            discarded.clicked.connect(partial(self._throw_away, item.path))
            row.addWidget(continued)
            row.addWidget(discarded)
            row.addStretch()
            self._column.addLayout(row)
        self.setVisible(bool(self.items))


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if item.widget() is not None:
            item.widget().hide()
            item.widget().deleteLater()
        elif item.layout() is not None:
            _empty(item.layout())
            item.layout().deleteLater()
