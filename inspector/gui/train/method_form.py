"""What a person says about any training: method, preset, name, wishes; what it learns from is its subclasses'."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from inspector.core.errors import InspectorError, ModelError
from inspector.core.methods import Method, create_method, method_class
from inspector.gui.core_texts import core_text
from inspector.gui.screen import GAP, label
from inspector.store.workspace import Workspace, unused_name
from inspector.workflow.settings import parse_settings, split_settings

_NAMES = re.compile(r'[^<>:"/\\|?*\x00-\x1f\x7f. ]([^<>:"/\\|?*\x00-\x1f\x7f]*[^<>:"/\\|?*\x00-\x1f\x7f. ])?')
_LARGEST_SEED = 2**31 - 1


class MethodForm(QWidget):
    """The left column of a Train screen. Subclasses fill in the methods, what these learn from, and the job.

    Signals:
        changed: something was chosen that makes another training of it.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._suggested = ""
        self._workspace: Workspace | None = None
        self._build()
        self._method_chosen()

    def restore(self, values: dict[str, Any]) -> None:
        """The choices of last time, as :meth:`values` gave them."""
        for box, key in ((self.method, "method"), (self.preset, "preset")):
            place = box.findData(values.get(key, box.currentData()))
            if place >= 0:
                box.setCurrentIndex(place)
        self.reject.setValue(values.get("reject_percent", self.reject.value()))
        self.review.setValue(values.get("review_percent", self.review.value()))

    def values(self) -> dict[str, Any]:
        """The choices worth keeping, as JSON values; never the consent to a download."""
        return {
            "method": self.method.currentData(),
            "preset": self.preset.currentData(),
            "reject_percent": self.reject.value(),
            "review_percent": self.review.value(),
        }

    def choice(self) -> Any:
        """What a training is not told by its checkpoint: a frozen dataclass of JSON values."""
        raise NotImplementedError

    def job(self, category: Any, workspace: Workspace) -> Any:
        """The training that was chosen.

        Raises:
            InspectorError: if the name or a setting cannot be used.
        """
        raise NotImplementedError

    def problem(self, category: Any, workspace: Workspace) -> str:
        """Why the choice cannot be trained, in a sentence; empty where it can."""
        try:
            self.job(category, workspace)
        except InspectorError as error:
            return str(error)
        return ""

    def set_workspace(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        self._suggest_name()

    def _fill_methods(self) -> None:
        """Fill the choice of methods."""
        raise NotImplementedError

    def _presets_of(self, name: str) -> Sequence[str]:
        """The presets of a method to choose from, the first one suggested."""
        raise NotImplementedError

    def _build_own(self, column: QVBoxLayout) -> None:
        """Build what belongs to some methods alone."""
        raise NotImplementedError

    def _show_own(self, name: str) -> None:
        """Show of it what belongs to a method."""
        raise NotImplementedError

    def _own_checks(self) -> Sequence[QCheckBox]:
        """What can be ticked besides the advanced settings."""
        raise NotImplementedError

    def _wish_texts(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Text and tip for what may be rejected, and for what may be sent to review, at most so many of all."""
        raise NotImplementedError

    def _output(self, workspace: Workspace) -> Path:
        """The folder of the model to make.

        Raises:
            ModelError: if its name cannot be used.
        """
        name = self.name.text().strip()
        if not _NAMES.fullmatch(name):
            raise ModelError(
                self.tr('"{name}" cannot be a model\'s name; choose one of letters, digits, - and _.').format(name=name)
            )
        if unused_name(workspace.models, name).name != name:
            raise ModelError(
                self.tr('There is a model or an interrupted training named "{name}"; choose another name.').format(
                    name=name
                )
            )
        return workspace.models / name

    def _chosen_method(self, **settings: object) -> Method:
        """The method with its preset and whatever differs from that.

        Raises:
            SettingError: if a setting does not exist or is out of range.
        """
        return create_method(
            self.method.currentData(),
            preset=self.preset.currentData(),
            **(settings | parse_settings(split_settings(self.advanced.text()))),
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.method = QComboBox()
        self.hint = label("", "muted")
        self.preset = QComboBox()
        self.preset_hint = label("", "muted")
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
        self._build_own(column)
        self._build_wishes(column)
        self._build_advanced(column)
        self.method.currentIndexChanged.connect(self._method_chosen)
        self.preset.currentIndexChanged.connect(self._preset_chosen)

    def _build_wishes(self, column: QVBoxLayout) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(GAP)
        form.setVerticalSpacing(GAP * 2 // 3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name = QLineEdit()
        self.reject, self.review = QDoubleSpinBox(), QDoubleSpinBox()
        for box, value in ((self.reject, 1.0), (self.review, 5.0)):
            box.setRange(0.01, 99.0)
            box.setDecimals(2)
            box.setSuffix(" %")
            box.setValue(value)
            box.valueChanged.connect(self.changed)
        self.seed = QSpinBox()
        self.seed.setRange(0, _LARGEST_SEED)
        self.seed.setToolTip(self.tr("The same seed gives the same model"))
        self.device = QComboBox()
        self.device.addItem(self.tr("Automatic"), "auto")
        self.device.addItem(self.tr("Processor (CPU)"), "cpu")
        if torch.cuda.is_available():
            self.device.addItem(self.tr("Graphics card (CUDA)"), "cuda")
        (rejected, reject_tip), (reviewed, review_tip) = self._wish_texts()
        self.reject.setToolTip(reject_tip)
        self.review.setToolTip(review_tip)
        for text, field in (
            (self.tr("Model name"), self.name),
            (rejected, self.reject),
            (reviewed, self.review),
            (self.tr("Seed"), self.seed),
            (self.tr("Device"), self.device),
        ):
            field.setAccessibleName(text)
            form.addRow(text, field)
        column.addLayout(form)
        self.name.textChanged.connect(self.changed)
        self.seed.valueChanged.connect(self.changed)
        self.device.currentIndexChanged.connect(self.changed)

    def _build_advanced(self, column: QVBoxLayout) -> None:
        box = QGroupBox(self.tr("Advanced"))
        inside = QVBoxLayout(box)
        self.advanced = QLineEdit()
        self.advanced.setPlaceholderText("training.steps=300, image_size=192")
        self.advanced.setAccessibleName(self.tr("Settings that differ from the preset"))
        self.advanced.setToolTip(self.tr("Settings that differ from the preset, as NAME=VALUE, NAME=VALUE"))
        for widget in (self.advanced, *self._own_checks()):
            inside.addWidget(widget)
        column.addWidget(box)
        self.advanced.textChanged.connect(self.changed)

    def _method_chosen(self) -> None:
        name = self.method.currentData()
        if name is None:
            return
        self.hint.setText(core_text(method_class(name).hint))
        before = self.preset.currentData()
        self.preset.blockSignals(True)
        self.preset.clear()
        for preset in self._presets_of(name):
            self.preset.addItem(preset, preset)
        self.preset.setCurrentIndex(max(0, self.preset.findData(before)))
        self.preset.blockSignals(False)
        self._show_own(name)
        self._preset_chosen()

    def _preset_chosen(self) -> None:
        texts = {
            "video": self.tr("For the frames of clips: small and quick."),
            "cpu": self.tr("Small and quick: minutes on an office computer, less sharp on the finest defects."),
            "balanced": self.tr("Larger images and a longer training: sharper, and slow without a graphics card."),
            "paper": self.tr("As in the publication: for comparison with it; takes hours without a graphics card."),
        }
        self.preset_hint.setText(texts[self.preset.currentData()])
        self._suggest_name()
        self.changed.emit()

    def _suggest_name(self) -> None:
        if self._workspace is None or self.name.text() not in ("", self._suggested):
            return
        stem = f"{self.method.currentData()}-{self.preset.currentData()}"
        self._suggested = unused_name(self._workspace.models, stem).name
        self.name.setText(self._suggested)
