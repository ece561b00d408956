"""The wheel over a form scrolls it, and changes no field that a person is not at."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

import inspector.gui
from inspector.gui.widgets.fields import ComboBox, DoubleSpinBox, Slider, SpinBox
from tests.gui.screens.category.looking import turn_wheel

PLAIN = {"QComboBox", "QSpinBox", "QDoubleSpinBox", "QSlider", "QDial", "QDateEdit", "QTimeEdit", "QDateTimeEdit"}


def combo() -> ComboBox:
    made = ComboBox()
    made.addItems(["a", "b", "c"])
    made.setCurrentIndex(1)
    return made


def with_value(field: SpinBox | DoubleSpinBox | Slider) -> QWidget:
    field.setRange(0, 10)
    field.setValue(5)
    return field


MAKE = {
    "combo box": combo,
    "spin box": lambda: with_value(SpinBox()),
    "decimal spin box": lambda: with_value(DoubleSpinBox()),
    "slider": lambda: with_value(Slider(Qt.Orientation.Horizontal)),
}


def value_of(field: QWidget) -> float:
    return field.currentIndex() if isinstance(field, ComboBox) else field.value()


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
def test_the_wheel_scrolls_the_form_and_changes_a_field_only_with_the_focus(make, qtbot):
    field, other, form = make(), SpinBox(), QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    column.addWidget(field)
    column.addWidget(other)
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()
    other.setFocus()
    before = value_of(field)
    assert not turn_wheel(field)
    assert value_of(field) == before
    assert not field.hasFocus()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert turn_wheel(field)
    assert value_of(field) != before


def test_every_screen_takes_its_fields_from_one_place():
    found = []
    for path in Path(inspector.gui.__file__).parent.rglob("*.py"):
        if path.name == "fields.py" and path.parent.name == "widgets":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            made = [node.func] if isinstance(node, ast.Call) else node.bases if isinstance(node, ast.ClassDef) else []
            found += [f"{path.name}: {name.id}" for name in made if isinstance(name, ast.Name) and name.id in PLAIN]
    assert found == []


def test_a_text_that_does_not_fit_ends_in_dots(qtbot):
    field = ComboBox()
    qtbot.addWidget(field)
    field.addItems(["PatchCore: distance to remembered features of good parts", "RIAD"])
    field.resize(200, 30)
    field.show()
    assert field.shown_text().endswith("…")
    assert len(field.shown_text()) > 10
    field.resize(600, 30)
    assert field.shown_text() == field.currentText()
    field.resize(200, 30)
    field.setCurrentIndex(1)
    assert field.shown_text() == "RIAD"
