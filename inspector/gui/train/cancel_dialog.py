"""The question what is to become of a training that is cancelled."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget


class CancelDialog(QMessageBox):
    """Asks before a training is stopped.

    Signals, one of them however the dialog is closed: `keep_chosen`, `discard_chosen`, `continue_chosen`.
    """

    keep_chosen = Signal()
    discard_chosen = Signal()
    continue_chosen = Signal()

    def __init__(self, model: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(self.tr("Cancel the training?"))
        self.setText(self.tr('The training of "{name}" is not finished.').format(name=model))
        self.setInformativeText(self.tr("Its progress can be kept, so that you can resume it later."))
        self._keep = self.addButton(self.tr("Stop and keep"), QMessageBox.ButtonRole.AcceptRole)
        self._discard = self.addButton(self.tr("Stop and discard"), QMessageBox.ButtonRole.DestructiveRole)
        stay = self.addButton(self.tr("Continue training"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(stay)
        self.setEscapeButton(stay)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.finished.connect(self._finished)

    def _finished(self) -> None:
        clicked = self.clickedButton()
        if clicked is self._keep:
            self.keep_chosen.emit()
        elif clicked is self._discard:
            self.discard_chosen.emit()
        else:
            self.continue_chosen.emit()
