"""Finds a command by what it is called."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.commands import Command, Commands, keys
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import resize_on_screen

_WIDTH, _HEIGHT = 560, 420
_AROUND = 60  # the columns: margins and the bar that scrolls them


class CommandPalette(QDialog):
    """Finds a command by what it is called, and runs it.

    As a popup it has every key at once: the desktop gives a new window the focus a moment later, and what is typed
    before that would be lost.

    Signal `chosen` (QAction): the person wants to run it; the dialog is closed then.
    """

    chosen = Signal(object)

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setWindowTitle(self.tr("Find a command"))
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Find a command"))
        self._search.setAccessibleName(self.tr("Find a command"))
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._run)
        self._search.installEventFilter(self)
        self._list = QTreeWidget()
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.itemActivated.connect(self._run)
        self._list.itemClicked.connect(self._run)
        listed = [(group, command) for group, found in commands.by_group().items() for command in found]
        self._items = [_row(group, command) for group, command in sorted(listed, key=_distance)]
        self._list.addTopLevelItems(self._items)
        self._nothing = label(self.tr("No command has these words in its name."), "muted")
        frame = QFrame()
        frame.setObjectName("card")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        layout = QVBoxLayout(frame)
        layout.addWidget(self._search)
        layout.addWidget(self._nothing)
        layout.addWidget(self._list)
        columns = sum(self._list.sizeHintForColumn(column) for column in (0, 1))
        resize_on_screen(self, min(max(_WIDTH, columns + _AROUND), parent.width()), _HEIGHT)
        self._filter("")
        self._search.setFocus()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Up and down move in the list while a person types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        """Show the commands in which every typed word occurs."""
        words = text.casefold().split()
        for item in self._items:
            searched = f"{item.text(0)} {item.text(1) if _possible(item) else ''}".casefold()
            item.setHidden(not all(word in searched for word in words))
        self._nothing.setVisible(all(item.isHidden() for item in self._items))
        self._list.selectionModel().clear()
        self._move(1)

    def _move(self, step: int) -> None:
        """To the next command that is shown and can be run."""
        row = self._list.currentIndex().row() + step
        while 0 <= row < len(self._items):
            item = self._items[row]
            if not item.isHidden() and _possible(item):
                self._list.setCurrentItem(item)
                return
            row += step

    def _run(self) -> None:
        item = self._list.currentItem()
        if item is not None and not item.isHidden() and _possible(item):
            self.accept()
            self.chosen.emit(item.data(0, Qt.ItemDataRole.UserRole))


def _row(group: str, command: Command) -> QTreeWidgetItem:
    """A command with its keys, or with what it needs."""
    possible = command.action.isEnabled()
    row = QTreeWidgetItem([f"{group}: {command.title}", keys(command.action) if possible else command.needs])
    row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.setData(0, Qt.ItemDataRole.UserRole, command.action)
    if not possible:
        row.setFlags(Qt.ItemFlag.NoItemFlags)
    return row


def _possible(row: QTreeWidgetItem) -> bool:
    return bool(row.flags() & Qt.ItemFlag.ItemIsEnabled)


def _distance(listed: tuple[str, Command]) -> tuple[bool, bool]:
    """What can be done comes first, and of that what can be done on the screen that is shown."""
    command = listed[1]
    return not command.action.isEnabled(), not command.owner.isVisible()
