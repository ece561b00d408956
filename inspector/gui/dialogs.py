"""What failed, with its details, and what was done in spite of something that a person should know."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.background.job import Failed
from inspector.gui.error_texts import Remedy, error_message
from inspector.gui.widgets.labels import WrappedLabel
from inspector.gui.widgets.layout import GAP

_SIGN = 40
_WIDTH = 620
_LEAST_HEIGHT, _MOST_HEIGHT = 150, 460


@dataclass(frozen=True)
class NextStep:
    """What to do with what was done: the text of a button, and what it calls."""

    text: str
    take: Callable[[], object]


class OutcomeDialog(QDialog):
    """What was done, and below it what a person should know about it, which scrolls and can be copied.

    Args:
        next_step: offered beside Close.

    Attributes:
        heading: what was done.
        warnings: each a paragraph; hidden where there are none.
    """

    def __init__(
        self, text: str, warnings: Sequence[str], parent: QWidget | None, *, next_step: NextStep | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Inspector"))
        self.heading = WrappedLabel("heading", text)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.warnings = QPlainTextEdit("\n\n".join(warnings))
        self.warnings.setReadOnly(True)
        self.warnings.setTabChangesFocus(True)
        self.warnings.setAccessibleName(self.tr("Warnings"))
        sign = QLabel()
        signs = QStyle.StandardPixmap
        kind = signs.SP_MessageBoxWarning if warnings else signs.SP_MessageBoxInformation
        sign.setPixmap(self.style().standardIcon(kind).pixmap(_SIGN, _SIGN))
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(sign)
        head.addWidget(self.heading, stretch=1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        if next_step is not None:
            take = buttons.addButton(next_step.text, QDialogButtonBox.ButtonRole.AcceptRole)
            take.clicked.connect(next_step.take)
            buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self.warnings, stretch=1)
        layout.addWidget(buttons)
        self.warnings.setVisible(bool(warnings))
        if warnings:
            height = _LEAST_HEIGHT + _lines(self.warnings) * self.fontMetrics().lineSpacing()
            self.resize(_WIDTH, min(_MOST_HEIGHT, height))
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()


def _lines(text: QPlainTextEdit) -> int:
    """About how many lines a text takes in the dialog."""
    width = _WIDTH - 4 * GAP
    measured = text.fontMetrics().boundingRect(0, 0, width, 0, Qt.TextFlag.TextWordWrap, text.toPlainText())
    return measured.height() // text.fontMetrics().lineSpacing() + 1


class ErrorDialog(QMessageBox):
    """What failed and, in a paragraph of its own, what to do about it.

    Where it is not an error the program knows, the traceback on demand.

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
        if failed.error is not None:
            self.setText(error_message(failed.error, between="\n\n"))
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
