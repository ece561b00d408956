"""All settings of a method, folded away until a person wants them."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from inspector.core.methods import method_class
from inspector.gui.core_texts import setting_text
from inspector.gui.numbers import number
from inspector.gui.train.settings.editors import Editor, editor
from inspector.gui.widgets.labels import label, set_role
from inspector.gui.widgets.layout import GAP
from inspector.workflow.setting_fields import (
    SettingField,
    changed_settings,
    idle_fields,
    setting_fields,
    setting_values,
)

_BUDGETS = {"training.steps": "training.epochs", "training.epochs": "training.steps"}


class SettingsForm(QWidget):
    """A labelled field for each setting that has an effect; what differs from the preset is in bold.

    Signal `changed`: a setting was changed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._method = ""
        self._preset: dict[str, Any] = {}
        self._editors: dict[str, Editor] = {}
        self._labels: dict[str, QLabel] = {}
        self._showing = False
        self._fold = QToolButton()
        self._fold.setObjectName("settings-fold")
        self._fold.setCheckable(True)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.toggled.connect(self._folded)
        self._reset = QPushButton(self.tr("Reset to the preset"))
        self._reset.clicked.connect(self._reset_pressed)
        self._inside = QWidget()
        self._rows = QFormLayout()
        self._rows.setHorizontalSpacing(GAP)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._rows)
        inside.addWidget(self._reset, alignment=Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._fold)
        column.addWidget(self._inside)
        self._folded(False)

    def show_method(self, method: str, preset: str, *, without: Collection[str]) -> None:
        """Show the settings of a method as a preset has them.

        Args:
            without: names of settings that have their fields elsewhere.
        """
        cls = method_class(method)
        if method != self._method:
            self._method = method
            self._lay_out([field for field in setting_fields(cls.config_type()) if field.name not in without])
        self._preset = setting_values(cls.presets[preset])
        self.reset()

    def settings(self) -> dict[str, Any]:
        """What differs from the preset, as `create_method` takes it."""
        values = {name: one.value() for name, one in self._editors.items()}
        return changed_settings(values, self._preset)

    def apply(self, settings: Mapping[str, Any]) -> None:
        """Set some settings, by names as in `training.steps`, and show that they differ from the preset."""
        for name, value in settings.items():
            self._editors[name].show_value(value)

    def reset(self) -> None:
        """Show the preset's values."""
        self._showing = True
        for name, one in self._editors.items():
            one.show_value(self._preset[name])
        self._showing = False
        self._show()

    def _reset_pressed(self) -> None:
        self.reset()
        self.changed.emit()

    def _lay_out(self, fields: list[SettingField]) -> None:
        while self._rows.rowCount():
            self._rows.removeRow(0)
        self._editors, self._labels = {}, {}
        for field in fields:
            text = setting_text(self._method, field.name)
            made, named = editor(field, text.unit), label(text.label)
            tip = f"{text.explanation} {self._range(field)}".strip()
            for widget in (named, *made.inputs()):
                widget.setToolTip(tip)
            for widget in made.inputs():
                widget.setAccessibleName(text.label)
                widget.setAccessibleDescription(tip)
            named.setBuddy(made.inputs()[0])
            made.changed.connect(partial(self._changed, field.name))
            self._rows.addRow(named, made)
            self._editors[field.name], self._labels[field.name] = made, named

    def _range(self, field: SettingField) -> str:
        if field.low is None or field.high is None:
            return ""
        if field.open_low:
            return self.tr("(at most {high})").format(high=number(field.high, digits=8))
        return self.tr("({low} to {high})").format(low=number(field.low), high=number(field.high, digits=8))

    def _changed(self, name: str) -> None:
        if self._showing:
            return
        other = _BUDGETS.get(name)
        if other is not None:  # exactly one of the two is the budget
            self._showing = True
            stated = self._editors[name].value() is not None
            self._editors[other].show_value(None if stated else self._preset[other] or 1)
            self._showing = False
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """Show how many settings differ from the preset, and hide those without effect."""
        values = {name: one.value() for name, one in self._editors.items()}
        idle = idle_fields(self._preset | values)
        differing = [name for name, value in values.items() if value != self._preset[name]]
        for name, one in self._editors.items():
            self._rows.setRowVisible(one, name not in idle)
            set_role(self._labels[name], "heading" if name in differing else "")
        shown = len([name for name in differing if name not in idle])
        self._reset.setVisible(bool(differing))
        text = self.tr("Settings: as the preset") if not shown else self.tr("Settings changed: {count}")
        self._fold.setText(text.format(count=shown))
        self._fold.setAccessibleName(self._fold.text())

    def _folded(self, open_: bool) -> None:
        self._fold.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self._inside.setVisible(open_)
