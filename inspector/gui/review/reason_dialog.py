"""Why thresholds are changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QInputDialog, QWidget

from inspector.core.operating_point import OperatingPoint


class ReasonDialog(QInputDialog):
    """Asks for the reason of new thresholds, without which they cannot be applied.

    Args:
        written: a threshold as the panel shows it.
    """

    def __init__(self, parent: QWidget, point: OperatingPoint, written: Callable[[float], str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Apply the thresholds"))
        self.setLabelText(
            self.tr("Review above {review}, reject above {reject}. Why? The reason is recorded.").format(
                review=written(point.review), reject=written(point.reject)
            )
        )
        self.textValueChanged.connect(self._typed)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._typed(self.textValue())  # Qt has made the buttons by now

    def _typed(self, reason: str) -> None:
        buttons = self.findChild(QDialogButtonBox)
        if buttons is not None:
            buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(reason.strip()))
