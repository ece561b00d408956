"""Small dialogs: an error with its details, and the list of all commands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
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
