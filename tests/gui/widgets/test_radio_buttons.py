"""Radio buttons in the program's own style."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QRadioButton, QVBoxLayout, QWidget

from inspector.gui.theme import apply_theme

_LEAST = 3.0  # contrast of what is no text, WCAG 2.2, 1.4.11


def luminance(colour: QColor) -> float:
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("appearance", ["dark", "light"])  # what tests begin with comes last
def test_both_states_of_a_radio_button_can_be_made_out(qtbot, qapp, request, appearance):
    before = qapp.styleSheet(), qapp.palette()
    request.addfinalizer(lambda: (qapp.setStyleSheet(before[0]), qapp.setPalette(before[1])))
    apply_theme(qapp, appearance)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    chosen, other = QRadioButton("a"), QRadioButton("b")
    for button in (chosen, other):
        column.addWidget(button)
    chosen.setChecked(True)
    window.show()
    window.setFocus()
    QApplication.processEvents()
    for button in (chosen, other):
        image = window.grab(button.geometry()).toImage()
        ground = image.pixelColor(0, 0)
        row = [image.pixelColor(x, image.height() // 2) for x in range(17)]
        assert max(contrast(colour, ground) for colour in row) >= _LEAST
