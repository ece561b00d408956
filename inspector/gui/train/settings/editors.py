"""One field for each type of setting; each has a value as JSON has it, and tells when a person changes it."""

import json
import re
from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from inspector.core.methods.config import LARGEST_SIDE_PX, SMALLEST_SIDE_PX
from inspector.gui.core_texts import word_text
from inspector.gui.numbers import number
from inspector.gui.widgets.fields import ComboBox, DoubleSpinBox, SpinBox
from inspector.workflow.setting_fields import SettingField
from inspector.workflow.settings import parse_value

_LARGEST = 2**31 - 1
_DECIMALS = 8
_DIGITS = 6
_NONE = "–"


class Editor(QWidget):
    """A field of a setting.

    Signal `changed`: a person changed the value.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)

    @abstractmethod
    def value(self) -> Any:
        """As JSON has it."""

    @abstractmethod
    def show_value(self, value: Any) -> None:
        """Show a value; `changed` may follow."""

    @abstractmethod
    def inputs(self) -> list[QWidget]:
        """The widgets that take the focus."""


def editor(field: SettingField, unit: str) -> Editor:
    """The field of a setting, with its unit behind the number."""
    makers = {
        "whole": lambda: (_NumberOrWord if field.choices else _Whole)(field, unit),
        "number": lambda: (_NumberOrWord if field.optional else _Number)(field, unit),
        "switch": _Switch,
        "choice": lambda: _Choice(field),
        "choices": lambda: _Choices(field),
        "size": _Size,
        "list": lambda: _List(field, unit),
        "text": _Text,
    }
    return makers[field.kind]()


class _Whole(Editor):
    """A whole number; one below the smallest stands for none where there may be none."""

    def __init__(self, field: SettingField, unit: str) -> None:
        super().__init__()
        low = int(field.low or 0) + field.open_low
        self._none = low - 1 if field.optional else None
        self._box = SpinBox()
        self._box.setRange(low - field.optional, _LARGEST if field.high is None else int(field.high))
        self._box.setSuffix(f" {unit}" if unit else "")
        self._box.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        if field.optional:
            self._box.setSpecialValueText(_NONE)
        self._box.valueChanged.connect(self.changed)
        self.row.addWidget(self._box, stretch=1)

    def value(self) -> int | None:
        return None if self._box.value() == self._none else self._box.value()

    def show_value(self, value: int | None) -> None:
        self._box.setValue(self._box.minimum() if value is None else value)

    def inputs(self) -> list[QWidget]:
        return [self._box]


class _NumberBox(DoubleSpinBox):
    """Shows as many digits as the number has."""

    def textFromValue(self, value: float) -> str:  # noqa: N802
        return number(value, digits=_DIGITS)


class _Number(Editor):
    def __init__(self, field: SettingField, unit: str) -> None:
        super().__init__()
        smallest = 10.0**-_DECIMALS
        low = (field.low or 0.0) + (smallest if field.open_low else 0.0)
        self._box = _NumberBox()
        self._box.setDecimals(_DECIMALS)
        self._box.setRange(low, 1e6 if field.high is None else field.high)
        self._box.setSuffix(f" {unit}" if unit else "")
        self._box.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self._box.valueChanged.connect(self.changed)
        self._shown = 0.0
        self.row.addWidget(self._box, stretch=1)

    def value(self) -> float:
        # What was shown and not touched is given back as it was, not as the box rounds it.
        return self._shown if abs(self._box.value() - self._shown) < 10.0**-_DECIMALS else self._box.value()

    def show_value(self, value: float) -> None:
        self._shown = value
        self._box.setValue(value)

    def inputs(self) -> list[QWidget]:
        return [self._box]


class _Switch(Editor):
    def __init__(self) -> None:
        super().__init__()
        self._box = QCheckBox()
        self._box.toggled.connect(self.changed)
        self.row.addWidget(self._box)
        self.row.addStretch()

    def value(self) -> bool:
        return self._box.isChecked()

    def show_value(self, value: bool) -> None:
        self._box.setChecked(value)

    def inputs(self) -> list[QWidget]:
        return [self._box]


class _Choice(Editor):
    def __init__(self, field: SettingField) -> None:
        super().__init__()
        self._box = ComboBox()
        self._box.setMinimumContentsLength(8)
        if field.optional:
            self._box.addItem(_NONE, None)
        for choice in field.choices:
            self._box.addItem(_spoken(choice), choice)
        self._box.currentIndexChanged.connect(self.changed)
        self.row.addWidget(self._box, stretch=1)

    def value(self) -> Any:
        return self._box.currentData()

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(max(0, self._box.findData(value)))

    def inputs(self) -> list[QWidget]:
        return [self._box]


class _Choices(Editor):
    """Some of several, each with its check box."""

    def __init__(self, field: SettingField) -> None:
        super().__init__()
        column = QVBoxLayout()
        column.setSpacing(2)
        self._boxes = {choice: QCheckBox(_spoken(choice)) for choice in field.choices}
        self._shown: list[str | int] = []
        for box in self._boxes.values():
            box.toggled.connect(self.changed)
            column.addWidget(box)
        self.row.addLayout(column)

    def value(self) -> list[str | int]:
        chosen = [choice for choice, box in self._boxes.items() if box.isChecked()]
        return self._shown if set(chosen) == set(self._shown) else chosen

    def show_value(self, value: list[str | int]) -> None:
        self._shown = value
        for choice, box in self._boxes.items():
            box.setChecked(choice in value)

    def inputs(self) -> list[QWidget]:
        return [*self._boxes.values()]


class _Size(Editor):
    """Width × height in pixels; stored as height and width."""

    def __init__(self) -> None:
        super().__init__()
        self._width, self._height = SpinBox(), SpinBox()
        for place, box in enumerate((self._width, self._height)):
            box.setRange(SMALLEST_SIDE_PX, LARGEST_SIDE_PX)
            box.setSingleStep(32)
            box.setSuffix(" px")
            box.valueChanged.connect(self.changed)
            if place:
                self.row.addWidget(QLabel("×"))
            self.row.addWidget(box, stretch=1)

    def value(self) -> list[int]:
        return [self._height.value(), self._width.value()]

    def show_value(self, value: int | list[int]) -> None:
        height, width = (value, value) if isinstance(value, int) else value
        self._height.setValue(height)
        self._width.setValue(width)

    def inputs(self) -> list[QWidget]:
        return [self._width, self._height]


class _Text(Editor):
    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.textChanged.connect(self.changed)
        self.row.addWidget(self.line, stretch=1)

    def value(self) -> Any:
        return self.line.text().strip()

    def show_value(self, value: Any) -> None:
        self._show(value)

    def inputs(self) -> list[QWidget]:
        return [self.line]

    def _show(self, text: str) -> None:
        self.line.setText(text)
        if not self.line.hasFocus():
            self.line.setCursorPosition(0)  # a longer text is read from its beginning


class _List(_Text):
    """Several values, separated by commas, semicolons or blanks; empty stands for none where there may be none.

    Numbers have the decimal point of the language; where that is the comma, semicolons separate decimal numbers.
    """

    def __init__(self, field: SettingField, unit: str) -> None:
        super().__init__()
        self._optional = field.optional
        self._decimal_comma = False
        if field.optional:
            self.line.setPlaceholderText(QCoreApplication.translate("Settings", "automatic"))
        if unit:
            self.row.addWidget(QLabel(unit))

    def value(self) -> Any:
        text, separators = self.line.text(), r"[;,\s]+"
        if self._decimal_comma:
            text, separators = _with_point(re.sub(r",(?=\s|$)", ";", text)), r"[;\s]+"
        values = [parse_value(part) for part in re.split(separators, text) if part]
        return None if self._optional and not values else values

    def show_value(self, value: Any) -> None:
        decimals = any(isinstance(one, float) for one in value or ())
        self._decimal_comma |= decimals and QLocale().decimalPoint() == ","
        shown = [one if isinstance(one, str) else json.dumps(one) for one in value or ()]
        self._show("; ".join(map(_with_locale_point, shown)) if self._decimal_comma else ", ".join(shown))


class _NumberOrWord(_Text):
    """A number, one of some words, or – for none where there may be none; each can be typed or chosen."""

    def __init__(self, field: SettingField, unit: str) -> None:
        super().__init__()
        self._optional = field.optional
        self.line.setPlaceholderText(_NONE)
        words = [str(word) for word in field.choices] + ([_NONE] if field.optional else [])
        completer = QCompleter(words, self.line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.line.setCompleter(completer)
        if unit:
            self.row.addWidget(QLabel(unit))

    def value(self) -> Any:
        text = self.line.text().strip()
        if self._optional and text in ("", _NONE):
            return None
        return parse_value(_with_point(text))

    def show_value(self, value: Any) -> None:
        shown = str(value)
        if isinstance(value, float):
            shown = _with_locale_point(shown)
        self.line.setText(_NONE if value is None else shown)


def _with_point(number: str) -> str:
    return number.replace(QLocale().decimalPoint(), ".")


def _with_locale_point(number: str) -> str:
    return number.replace(".", QLocale().decimalPoint())


def _spoken(choice: str | int) -> str:
    return word_text(choice) if isinstance(choice, str) else QLocale().toString(choice)
