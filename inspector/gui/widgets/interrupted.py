"""Interrupted work that can be resumed, offered at the top of a screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from inspector.gui.screen import GAP, card
from inspector.gui.widgets.labels import WrappedLabel

_MOST = 3


@dataclass(frozen=True)
class Interrupted:
    """One piece of work; `text` says what it is and how far it came."""

    path: Path
    text: str
    can_continue: bool
    can_discard: bool = True


class InterruptedCard(QWidget):
    """A line with Continue and Discard for each, the newest first; hidden where there is none.

    Args:
        resume, discard: what the buttons do, with the path.
    """

    def __init__(self, resume: Callable[[Path], None], discard: Callable[[Path], None]) -> None:
        super().__init__()
        self._resume, self._discard = resume, discard
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
            self._column.addWidget(WrappedLabel(text=item.text))
            row = QHBoxLayout()
            continued, discarded = QPushButton(self.tr("Resume")), QPushButton(self.tr("Discard"))
            continued.setEnabled(item.can_continue)
            discarded.setEnabled(item.can_discard)
            continued.setAccessibleName(self.tr("Resume: {what}").format(what=item.text))
            discarded.setAccessibleName(self.tr("Discard: {what}").format(what=item.text))
            continued.clicked.connect(partial(self._resume, item.path))
            discarded.clicked.connect(partial(self._discard, item.path))
            row.addWidget(continued)
            row.addWidget(discarded)
            row.addStretch()
            self._column.addLayout(row)
        self.setVisible(bool(self.items))


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inside = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inside is not None:
            _empty(inside)
            inside.deleteLater()
