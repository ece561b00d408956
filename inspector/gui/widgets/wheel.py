"""The wheel over a form scrolls the form."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget


def scroll_past_fields(form: QWidget) -> None:
    """Let the wheel change a field of the form only while the field has the focus; the fields must be in it already."""
    wheel_filter = _WheelFilter(form)
    for kind in (QComboBox, QAbstractSpinBox):
        for field in form.findChildren(kind):
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # which the wheel alone does not give
            field.installEventFilter(wheel_filter)


class _WheelFilter(QObject):
    def eventFilter(self, field: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Wheel and isinstance(field, QWidget) and not field.hasFocus():
            event.ignore()  # whoever scrolls, around it, gets it
            return True
        return False
