"""The PIN that leaves the operator's view: setting it, and asking for it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from inspector.gui.background.job import Failed
from inspector.gui.session import Session
from inspector.gui.widgets.labels import WrappedLabel
from inspector.store.pin import SHORTEST, hash_pin, is_pin

_SETTING = "operator/pin"
_CHECKING = "operator pin"
_WIDTH = 380


def stored_pin(session: Session) -> str:
    """The hash of the PIN that leaves the operator's view; empty where none is set."""
    return str(session.settings.value(_SETTING, "") or "")


class _PinDialog(QDialog):
    """Owns a form of PINs with a line for what is wrong; PINs are hashed and checked in the background."""

    def __init__(self, session: Session, parent: QWidget, *, title: str) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(title)
        self.message = WrappedLabel("warning")
        self.form = QFormLayout()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    @property
    def file(self) -> str:
        """Where the PIN is stored."""
        return self._session.settings.fileName()

    def check(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        """Hash or check a PIN in the background; a damaged one is a line of the form."""
        self._session.latest(_CHECKING, work, done, failed=self._failed)

    def _failed(self, failed: Failed) -> None:
        self.message.setText(failed.message)

    def add_field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(name)
        self.form.addRow(name, field)
        after: QWidget = field  # the buttons, which were made before it
        for button in self.buttons.buttons():
            self.setTabOrder(after, button)
            after = button
        return field

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.findChildren(QLineEdit)[0].setFocus()  # Qt gives it to the buttons, and what is typed would be lost


class LeaveDialog(_PinDialog):
    """Asks for the PIN; `right` says that it was given. Closed in any other way, nothing happens."""

    right = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, title=self.tr("Leave the operator view"))
        self.pin = self.add_field(self.tr("PIN"))
        self.buttons.accepted.connect(self._check)

    def _check(self) -> None:
        self.check(partial(is_pin, self.pin.text(), stored_pin(self._session), file=self.file), self._checked)

    def _checked(self, right: bool) -> None:
        if right:
            self.right.emit()
            self.accept()
        else:
            self.pin.clear()
            self.message.setText(self.tr("This is not the PIN."))


class SetPinDialog(_PinDialog):
    """Sets, changes or removes the PIN; who changes it must know the one that is set."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, title=self.tr("PIN of the operator view"))
        self.before = self.add_field(self.tr("Present PIN")) if stored_pin(session) else None
        self.pin, self.again = self.add_field(self.tr("New PIN")), self.add_field(self.tr("New PIN again"))
        self.message.setText(self.tr("Without a new PIN, anyone can leave the operator view."))
        self.buttons.accepted.connect(self._check)

    def _check(self) -> None:
        if self.pin.text() != self.again.text():
            self.message.setText(self.tr("The two new PINs differ."))
        elif self.pin.text() and len(self.pin.text()) < SHORTEST:
            self.message.setText(self.tr("A PIN has at least {n} characters.").format(n=SHORTEST))
        else:
            before = None if self.before is None else self.before.text()
            stored = stored_pin(self._session)
            self.check(partial(_changed, before, stored, self.pin.text(), file=self.file), self._changed)

    def _changed(self, stored: str | None) -> None:
        if stored is None:
            self.message.setText(self.tr("The present PIN is another one."))
            return
        self._session.settings.setValue(_SETTING, stored)
        self._session.settings.sync()
        self.accept()


def _changed(before: str | None, stored: str, pin: str, *, file: str) -> str | None:
    """What to store; None where the present PIN is not known."""
    if before is not None and not is_pin(before, stored, file=file):
        return None
    return hash_pin(pin) if pin else ""
