"""What failed, with its details, and what was done in spite of something that a person should know."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from inspector.gui.background.job import Failed
from inspector.gui.error_texts import Remedy


class WarningsDialog(QMessageBox):
    """What was done, and below it what a person should know about it."""

    def __init__(self, text: str, warnings: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(self.tr("Inspector"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setInformativeText("\n\n".join(warnings))
        close = self.addButton(QMessageBox.StandardButton.Close)
        self.setEscapeButton(close)
        self.setDefaultButton(close)


class ErrorDialog(QMessageBox):
    """What failed and what to do about it; the traceback on demand where it is not an error the program knows.

    Args:
        parent: its property `errors` is the style sheet's role of the sentences, such as afar.
        remedies: offered as buttons, where a screen knows what to do about the error.
    """

    def __init__(self, failed: Failed, parent: QWidget | None, *, remedies: Sequence[Remedy] = ()) -> None:
        super().__init__(parent)
        self._failed = failed
        self.setProperty("role", "" if parent is None else parent.property("errors"))
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
        self._remedies = [(self.addButton(one.text, QMessageBox.ButtonRole.AcceptRole), one) for one in remedies]
        self.buttonClicked.connect(self._answered)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _answered(self, clicked: QAbstractButton) -> None:
        for button, remedy in self._remedies:
            if clicked is button and self._failed.error is not None:
                remedy.apply(self._failed.error)
