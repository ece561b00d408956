"""The groups of a category with their counts."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from inspector.gui.category.views import Group
from inspector.gui.widgets.pictures.image_list import ITEM_ROLE

_ROW = 30


class GroupTree(QTreeWidget):
    """One row per group.

    Signal `group_chosen`: a person went to another group; `current_key` names it.
    """

    group_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAccessibleName(self.tr("Groups"))
        self.setObjectName("groups")
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._current_changed)

    @property
    def current_key(self) -> str:
        """Key of the group that is chosen; empty where none is."""
        row = self.currentItem()
        return "" if row is None else str(row.data(0, ITEM_ROLE))

    def show_groups(self, groups: Sequence[Group[Any]]) -> None:
        """List other groups; the chosen one stays chosen where it is among them, else the first is."""
        chosen = self.current_key
        self.blockSignals(True)
        self.clear()
        for group in groups:
            row = QTreeWidgetItem([group.title, self.locale().toString(len(group.items))])
            row.setData(0, ITEM_ROLE, group.key)
            row.setToolTip(0, group.title)
            row.setSizeHint(0, QSize(0, _ROW))
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(row)
            if group.key == chosen or self.currentItem() is None:
                self.setCurrentItem(row)
        self.blockSignals(False)

    def choose_first(self) -> None:
        row = self.topLevelItem(0)
        if row is not None:
            self.setCurrentItem(row)

    def _current_changed(self) -> None:
        self.group_chosen.emit()
