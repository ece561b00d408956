"""What a region is called, the keys by which it is named, and the type that is proposed for it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from inspector.gui.screen import ElidedLabel, button, label

MOST_KEYS = 9


class TypeBar(QWidget):
    """One line below the picture, or three in a narrow panel.

    Args:
        choices: commands that give a type, for the menu.
        others: further commands, below them.
        accept: takes what is proposed.
        narrow: let the types and their keys wrap below the menu, and what is proposed stand below these.
    """

    def __init__(
        self, choices: Sequence[QAction], others: Sequence[QAction], accept: QAction, *, narrow: bool = False
    ) -> None:
        super().__init__()
        menu = QMenu(self)
        menu.addActions(list(choices))
        menu.addSeparator()
        menu.addActions(list(others))
        self.menu = menu
        self._open = QPushButton(self.tr("Type"))
        self._open.setProperty("role", "tool")
        self._open.setObjectName("type-menu")
        self._open.setToolTip(self.tr("Name what is marked here as a type of defect; no verdict changes"))
        self._open.setMenu(menu)
        self.legend = label("") if narrow else ElidedLabel("")
        self.legend.setWordWrap(narrow)
        self.legend.setObjectName("type-legend")
        self.proposal = label("", "muted")
        self.proposal.setObjectName("type-proposal")
        self._accept = button(accept, small=True)
        self._accept.setObjectName("accept-type")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._open, 0, 0)
        grid.addWidget(self.legend, 0, 1)
        row, column = (1, 1) if narrow else (0, 2)
        grid.addWidget(self.proposal, row, column)
        grid.addWidget(self._accept, row + narrow, column + (not narrow), Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        self.show_proposal("", "", accept=False)

    def show_region(self, text: str, types: Sequence[str]) -> None:
        """What is named, such as "Region 2 of 3: scratch", and the types by their keys."""
        named = (f"{number} {name}" for number, name in enumerate(types[:MOST_KEYS], start=1))
        keys = "   ".join(one.replace(" ", "\N{NO-BREAK SPACE}") for one in named)
        keys = self.tr("Keys: {keys}").format(keys=keys) if keys else ""
        self.legend.setText("   ·   ".join(part for part in (text, keys) if part))

    def show_proposal(self, text: str, meaning: str, *, accept: bool) -> None:
        """The type that is proposed and how often that is right; empty for none."""
        self.proposal.setText(text)
        self.proposal.setVisible(bool(text))
        self.proposal.setToolTip(meaning)
        self._accept.setVisible(accept)
