"""What a person chooses of any training: method, preset, name, budgets, seed, device, and the fields of its kind."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from inspector.core.methods import METHODS, Method, create_method, method_class
from inspector.gui.core_texts import core_text
from inspector.gui.train.settings.form import SettingsForm
from inspector.gui.widgets.fields import ComboBox, DoubleSpinBox, SpinBox
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP

_NAMES = re.compile(r'[^<>:"/\\|?*\x00-\x1f\x7f. ]([^<>:"/\\|?*\x00-\x1f\x7f]*[^<>:"/\\|?*\x00-\x1f\x7f. ])?')
_LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class MethodOffer:
    """What there is to choose from.

    Attributes:
        methods: names, the recommended one first.
        comparison: names of those that are there for comparison.
        presets: of a method, the suggested one first.
        reject_tip, review_tip: what the two budgets are shares of.
    """

    methods: Sequence[str]
    comparison: Sequence[str]
    presets: Callable[[str], Sequence[str]]
    reject_tip: str
    review_tip: str


class KindFields(Protocol):
    """The fields that only trainings of one kind have; shown between the preset and the name.

    Signal `changed`: something was chosen that makes another training of it.

    Attributes:
        setting_names: of the method's settings that are among these fields.
    """

    setting_names: Collection[str]

    @property
    def changed(self) -> SignalInstance: ...

    @property
    def widget(self) -> QWidget:
        """What is shown."""

    def checks(self) -> Sequence[QCheckBox]:
        """What can be ticked below the settings."""

    def show_method(self, name: str) -> None:
        """Show of the fields what belongs to a method."""

    def show_preset(self, preset: str) -> None:
        """Hide of the method's fields what a preset makes superfluous."""

    def values(self) -> dict[str, Any]:
        """The choices worth remembering, as JSON values; never the consent to a download."""

    def restore(self, values: dict[str, Any]) -> None:
        """The choices of last time, as `values` gave them."""


class MethodForm(QWidget):
    """Owns the fields of any training, and shows those of its kind among them.

    Signals:
        changed: something was chosen that makes another training of it.
        stem_changed: method or preset were chosen, after which the model is named.
    """

    changed = Signal()
    stem_changed = Signal()

    def __init__(self, offer: MethodOffer, fields: KindFields) -> None:
        super().__init__()
        self._offer, self._fields = offer, fields
        self._suggested = ""
        self._build()
        self._method_chosen()

    @property
    def stem(self) -> str:
        """What a model of the chosen method and preset is called, before a number."""
        return f"{self.method.currentData()}-{self.preset.currentData()}"

    @property
    def model_name(self) -> str:
        return self.name.text().strip()

    def suggest_name(self, name: str) -> None:
        """Put a name into its field, unless the person typed one."""
        if self.name.text() in ("", self._suggested):
            self._suggested = name
            self.name.setText(name)

    def restore(self, values: dict[str, Any]) -> None:
        """The choices of last time, as :meth:`values` gave them."""
        for box, key in ((self.method, "method"), (self.preset, "preset")):
            place = box.findData(values.get(key, box.currentData()))
            if place >= 0:
                box.setCurrentIndex(place)
        self.reject.setValue(values.get("reject_percent", self.reject.value()))
        self.review.setValue(values.get("review_percent", self.review.value()))
        self._fields.restore(values)

    def values(self) -> dict[str, Any]:
        """The choices worth remembering, as JSON values."""
        return {
            "method": self.method.currentData(),
            "preset": self.preset.currentData(),
            "reject_percent": self.reject.value(),
            "review_percent": self.review.value(),
            **self._fields.values(),
        }

    def chosen(self) -> object:
        """What makes another training of it, to compare: method, preset, settings and the fields of its kind."""
        settings = self.settings.settings()
        return self.method.currentData(), self.preset.currentData(), settings, self._fields.values()

    def take(self, method: str, preset: str, settings: Mapping[str, Any]) -> None:
        """Choose a method, a preset, and settings by names as in `training.steps`."""
        self.method.setCurrentIndex(self.method.findData(method))
        self.preset.setCurrentIndex(self.preset.findData(preset))
        self.settings.reset()
        self.settings.apply(settings)
        self.changed.emit()

    def reset(self) -> None:
        """For another category: nothing that was typed for the one before, save what `values` remembers."""
        self.name.clear()
        self.seed.setValue(0)
        self.settings.reset()
        for check in self._fields.checks():
            check.setChecked(False)

    def name_problem(self) -> str:
        """Why no model can have the name; empty where one can."""
        if _NAMES.fullmatch(self.model_name):
            return ""
        return self.tr('"{name}" is not a valid model name; use letters, digits, - and _.').format(name=self.model_name)

    def chosen_method(self, **settings: object) -> Method:
        """The method with its preset and whatever differs from that.

        Raises:
            SettingError: if a setting does not exist or is out of range.
        """
        return create_method(
            self.method.currentData(),
            preset=self.preset.currentData(),
            **(settings | self.settings.settings()),
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.method, self.preset = ComboBox(), ComboBox()
        self.hint, self.preset_hint = label("", "muted"), label("", "muted")
        self.hint.setObjectName("method-hint")
        self.preset_hint.setObjectName("preset-hint")
        for box, hint, title in (
            (self.method, self.hint, self.tr("Method")),
            (self.preset, self.preset_hint, self.tr("Preset")),
        ):
            hint.setWordWrap(True)
            group = QVBoxLayout()
            group.setSpacing(GAP // 3)
            heading = label(title, "heading")
            heading.setBuddy(box)
            box.setAccessibleName(title)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            for widget in (heading, box, hint):
                group.addWidget(widget)
            column.addLayout(group)
        self._fill_methods()
        column.addWidget(self._fields.widget)
        self._build_common(column)
        self._build_advanced(column)
        self.method.currentIndexChanged.connect(self._method_chosen)
        self.preset.currentIndexChanged.connect(self._preset_chosen)
        self._fields.changed.connect(self.changed)

    def _fill_methods(self) -> None:
        for name in self._offer.methods:
            self.method.addItem(core_text(METHODS[name].title), name)
        if not self._offer.comparison:
            return
        self.method.insertSeparator(self.method.count())
        self.method.addItem(self.tr("For comparison:"), None)
        model = self.method.model()
        if isinstance(model, QStandardItemModel):
            model.item(self.method.count() - 1).setEnabled(False)
        for name in self._offer.comparison:
            self.method.addItem(core_text(METHODS[name].title), name)

    def _build_common(self, column: QVBoxLayout) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(GAP)
        form.setVerticalSpacing(GAP * 2 // 3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name = QLineEdit()
        self.reject, self.review = DoubleSpinBox(), DoubleSpinBox()
        for field, value, tip in (
            (self.reject, 1.0, self._offer.reject_tip),
            (self.review, 5.0, self._offer.review_tip),
        ):
            field.setRange(0.01, 99.0)
            field.setDecimals(2)
            field.setSuffix(" %")
            field.setValue(value)
            field.setToolTip(tip)
            field.valueChanged.connect(self.changed)
        self.seed = SpinBox()
        self.seed.setRange(0, _LARGEST_SEED)
        self.seed.setToolTip(self.tr("The same seed gives the same model"))
        self.device = ComboBox()
        self.device.addItem(self.tr("Automatic"), "auto")
        self.device.addItem(self.tr("Processor (CPU)"), "cpu")
        if torch.cuda.is_available():
            self.device.addItem(self.tr("Graphics card (CUDA)"), "cuda")
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Model name"), self.name),
            (self.tr("False-reject budget"), self.reject),
            (self.tr("Review budget"), self.review),
            (self.tr("Seed"), self.seed),
            (self.tr("Device"), self.device),
        )
        for text, widget in rows:
            widget.setAccessibleName(text)
            form.addRow(text, widget)
        column.addLayout(form)
        self.name.textChanged.connect(self.changed)
        self.seed.valueChanged.connect(self.changed)
        self.device.currentIndexChanged.connect(self.changed)

    def _build_advanced(self, column: QVBoxLayout) -> None:
        box = QGroupBox(self.tr("Advanced"))
        inside = QVBoxLayout(box)
        self.settings = SettingsForm()
        inside.addWidget(self.settings)
        for check in self._fields.checks():
            inside.addWidget(check)
        column.addWidget(box)
        self.settings.changed.connect(self.changed)

    def _method_chosen(self) -> None:
        name = self.method.currentData()
        if name is None:
            return
        self.hint.setText(core_text(method_class(name).hint))
        before, was_first = self.preset.currentData(), self.preset.currentIndex() <= 0
        self.preset.blockSignals(True)
        self.preset.clear()
        for preset in self._offer.presets(name):
            self.preset.addItem(preset, preset)
        self.preset.setCurrentIndex(0 if was_first else max(0, self.preset.findData(before)))
        self.preset.blockSignals(False)
        self._fields.show_method(name)
        self._preset_chosen()

    def _preset_chosen(self) -> None:
        texts = {
            "video": self.tr("For video frames: small and quick."),
            "features": self.tr("With the pretrained network that is installed: about a minute on an office computer."),
            "cpu": self.tr("Small and quick: minutes on an office computer, less sharp on the finest defects."),
            "balanced": self.tr("Larger images and longer training: sharper, but slow without a graphics card."),
            "paper": self.tr("As published, for comparison; takes hours without a graphics card."),
        }
        one_pass = {
            "cpu": self.tr("Small and quick: one pass over the good images, less sharp on the finest defects."),
            "balanced": self.tr("Larger images: sharper, but slower and with more memory."),
            "paper": self.tr("As published, for comparison; one pass, but slow without a graphics card."),
        }
        preset = self.preset.currentData()
        if method_class(self.method.currentData()).presets[preset].training.optimizer is None:
            texts |= one_pass
        self.preset_hint.setText(texts[preset])
        self.settings.show_method(
            self.method.currentData(), self.preset.currentData(), without=self._fields.setting_names
        )
        self._fields.show_preset(self.preset.currentData())
        self.stem_changed.emit()
        self.changed.emit()
