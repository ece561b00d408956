"""Small dialogs: an error with its details, the list of all commands, and finding one of them."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.background.job import Failed
from inspector.gui.commands import Commands, keys
from inspector.gui.error_texts import Remedy
from inspector.gui.screen import GAP, label


class ErrorDialog(QMessageBox):
    """What failed and what to do about it; the traceback on demand where it is not an error the program knows.

    Args:
        remedy: offered as a button, where a screen knows what to do about the error.
    """

    def __init__(self, failed: Failed, parent: QWidget | None, *, remedy: Remedy | None = None) -> None:
        super().__init__(parent)
        self._failed, self._remedy = failed, remedy
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(self.tr("Inspector"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        if failed.expected:
            self.setText(failed.message)
        else:
            self.setText(self.tr("An unexpected error occurred. Everything that was finished is saved."))
            self.setInformativeText(failed.message)
            self.setDetailedText(failed.details)
        close = self.addButton(QMessageBox.StandardButton.Close)
        self.setEscapeButton(close)
        self.setDefaultButton(close)
        self._apply = None if remedy is None else self.addButton(remedy.text, QMessageBox.ButtonRole.AcceptRole)
        self.buttonClicked.connect(self._answered)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _answered(self, clicked: QAbstractButton) -> None:
        if clicked is self._apply and self._remedy is not None and self._failed.error is not None:
            self._remedy.apply(self._failed.error)


class CommandsDialog(QDialog):
    """Every command with its keys, by screen."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Commands and keys"))
        content = QWidget()
        grid = QGridLayout(content)
        grid.setHorizontalSpacing(3 * GAP)
        row = 0
        for group, actions in commands.by_group().items():
            grid.addWidget(label(group, "heading"), row, 0, 1, 2)
            row += 1
            for action in actions:
                grid.addWidget(label(action.text().replace("&", "")), row, 0)
                grid.addWidget(label(keys(action) or "–", "muted"), row, 1)
                row += 1
            grid.setRowMinimumHeight(row, GAP)
            row += 1
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(row, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.setAccessibleName(self.tr("Commands and keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        self.resize(520, 640)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


class CommandPalette(QDialog):
    """Finds a command by what it is called, and runs it.

    Signal `chosen` (QAction): the person wants to run it; the dialog is closed then.
    """

    chosen = Signal(object)

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a command"))
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Find a command"))
        self._search.setAccessibleName(self.tr("Find a command"))
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._run)
        self._search.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.itemActivated.connect(self._run)
        self._list.itemClicked.connect(self._run)
        for group, actions in commands.by_group().items():
            for action in actions:
                text = f"{group}: {action.text().replace('&', '')}"
                item = QListWidgetItem(f"{text}   {keys(action)}".rstrip())
                item.setData(Qt.ItemDataRole.UserRole, action)
                if not action.isEnabled():
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self._list.addItem(item)
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self.resize(520, 420)
        self._filter("")
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
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(not all(word in item.text().casefold() for word in words))
        self._list.setCurrentRow(-1)
        self._move(1)

    def _move(self, step: int) -> None:
        """To the next command that is shown and can be run."""
        row = self._list.currentRow() + step
        while 0 <= row < self._list.count():
            item = self._list.item(row)
            if not item.isHidden() and item.flags() & Qt.ItemFlag.ItemIsEnabled:
                self._list.setCurrentRow(row)
                return
            row += step

    def _run(self) -> None:
        item = self._list.currentItem()
        if item is not None and not item.isHidden() and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.accept()
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
