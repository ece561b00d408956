"""What a person says about a training: method, preset, name, wishes."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from inspector.core.errors import InspectorError, ModelError, SettingError
from inspector.core.methods import METHODS, create_method, method_class
from inspector.core.variation import Variation
from inspector.data.category import Category
from inspector.gui.core_texts import core_text
from inspector.gui.screen import GAP, label
from inspector.store.workspace import Workspace, unused_name
from inspector.workflow.device import choose_device
from inspector.workflow.settings import parse_settings, split_settings
from inspector.workflow.train import TrainJob

PREVIEW_INTERVAL_S = 4.0
_FIRST = ("riad", "patchcore", "multitask", "adacl")
_PRESETS = ("cpu", "balanced", "paper")
_NAMES = re.compile(r'[^<>:"/\\|?*\x00-\x1f\x7f. ]([^<>:"/\\|?*\x00-\x1f\x7f]*[^<>:"/\\|?*\x00-\x1f\x7f. ])?')
_LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Choice:
    """What a training is not told by its checkpoint; kept with the settings while it is interrupted."""

    device: str
    max_false_reject: float
    max_review: float
    weights: str
    download_weights: bool
    skip_unreadable: bool
    mixed_sizes: bool

    def rest_of_job(self) -> dict[str, Any]:
        """The fields of :class:`TrainJob` that follow from it.

        Raises:
            SettingError: if there is no such device on this machine.
        """
        return {
            "device": choose_device(self.device),
            "max_false_reject": self.max_false_reject,
            "max_review": self.max_review,
            "weights": Path(self.weights) if self.weights else None,
            "download_weights": self.download_weights,
            "skip_unreadable": self.skip_unreadable,
            "mixed_sizes": self.mixed_sizes,
            "preview_interval_s": PREVIEW_INTERVAL_S,
        }


class TrainForm(QWidget):
    """The left column of the Train screen.

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
        self.weights.setText(values.get("weights", ""))

    def values(self) -> dict[str, Any]:
        """The choices worth keeping, as JSON values; never the consent to a download."""
        return {
            "method": self.method.currentData(),
            "preset": self.preset.currentData(),
            "reject_percent": self.reject.value(),
            "review_percent": self.review.value(),
            "weights": self.weights.text(),
        }

    def set_workspace(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        self._suggest_name()

    def choice(self) -> Choice:
        with_weights = not self._weights_box.isHidden()
        return Choice(
            device=self.device.currentData(),
            max_false_reject=self.reject.value() / 100,
            max_review=self.review.value() / 100,
            weights=self.weights.text().strip() if with_weights else "",
            download_weights=with_weights and self.download.isChecked(),
            skip_unreadable=self.skip_unreadable.isChecked(),
            mixed_sizes=self.mixed_sizes.isChecked(),
        )

    def job(self, category: Category, workspace: Workspace) -> TrainJob:
        """The training that was chosen.

        Raises:
            InspectorError: if the name or a setting cannot be used.
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
        return TrainJob(
            category=category,
            output=workspace.models / name,
            method=create_method(
                self.method.currentData(),
                preset=self.preset.currentData(),
                **parse_settings(split_settings(self.advanced.text())),
            ),
            variation=category.properties.variation,
            group_by=category.properties.group_by,
            seed=self.seed.value(),
            **self.choice().rest_of_job(),
        )

    def problem(self, category: Category, workspace: Workspace) -> str:
        """Why the choice cannot be trained, in a sentence; empty where it can."""
        try:
            self.job(category, workspace)
        except InspectorError as error:
            return str(error)
        if not self._weights_box.isHidden() and self.weights.text() and not Path(self.weights.text()).is_file():
            return self.tr("There is no weights file {name}.").format(name=self.weights.text())
        return ""

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
        self._build_weights(column)
        self._build_wishes(column)
        self._build_advanced(column)
        self.method.currentIndexChanged.connect(self._method_chosen)
        self.preset.currentIndexChanged.connect(self._preset_chosen)

    def _fill_methods(self) -> None:
        for name in _FIRST:
            self.method.addItem(core_text(METHODS[name].title), name)
        self.method.insertSeparator(self.method.count())
        self.method.addItem(self.tr("For comparison:"), None)
        self.method.model().item(self.method.count() - 1).setEnabled(False)
        for name, kind in METHODS.items():
            if name not in _FIRST:
                self.method.addItem(core_text(kind.title), name)

    def _build_weights(self, column: QVBoxLayout) -> None:
        self._weights_box = QGroupBox(self.tr("Weights trained on ImageNet"))
        inside = QVBoxLayout(self._weights_box)
        row = QHBoxLayout()
        self.weights = QLineEdit()
        self.weights.setPlaceholderText(self.tr("File (.safetensors)"))
        self.weights.setAccessibleName(self.tr("Weights file"))
        choose = QPushButton(self.tr("Choose …"))
        choose.setAccessibleName(self.tr("Choose a weights file"))
        choose.clicked.connect(self._choose_weights)
        row.addWidget(self.weights, stretch=1)
        row.addWidget(choose)
        inside.addLayout(row)
        self.download = QCheckBox(self.tr("Download them once"))
        self.download.setToolTip(self.tr("From torchvision's server, into torch's cache; nothing of yours is sent."))
        inside.addWidget(self.download)
        column.addWidget(self._weights_box)
        self.weights.textChanged.connect(self.changed)
        self.download.toggled.connect(self.changed)

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
        self.reject.setToolTip(self.tr("Share of good parts that may be rejected"))
        self.review.setToolTip(self.tr("Share of good parts that may be sent to review"))
        self.seed = QSpinBox()
        self.seed.setRange(0, _LARGEST_SEED)
        self.seed.setToolTip(self.tr("The same seed gives the same model"))
        self.device = QComboBox()
        self.device.addItem(self.tr("Automatic"), "auto")
        self.device.addItem(self.tr("Processor (CPU)"), "cpu")
        if torch.cuda.is_available():
            self.device.addItem(self.tr("Graphics card (CUDA)"), "cuda")
        for text, field in (
            (self.tr("Model name"), self.name),
            (self.tr("Good parts rejected, at most"), self.reject),
            (self.tr("Good parts to review, at most"), self.review),
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
        self.skip_unreadable = QCheckBox(self.tr("Leave unreadable images out"))
        self.mixed_sizes = QCheckBox(self.tr("Accept images of very different shapes"))
        for widget in (self.advanced, self.skip_unreadable, self.mixed_sizes):
            inside.addWidget(widget)
        column.addWidget(box)
        self.advanced.textChanged.connect(self.changed)
        self.skip_unreadable.toggled.connect(self.changed)
        self.mixed_sizes.toggled.connect(self.changed)

    def _method_chosen(self) -> None:
        name = self.method.currentData()
        if name is None:
            return
        self.hint.setText(core_text(method_class(name).hint))
        before = self.preset.currentData()
        self.preset.blockSignals(True)
        self.preset.clear()
        for preset in _PRESETS:
            if preset in method_class(name).presets:
                self.preset.addItem(preset, preset)
        self.preset.setCurrentIndex(max(0, self.preset.findData(before)))
        self.preset.blockSignals(False)
        self._weights_box.setVisible(self._needs_weights(name))
        self._preset_chosen()

    def _preset_chosen(self) -> None:
        texts = {
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

    def _choose_weights(self) -> None:
        start = self.weights.text() or str(Path.home())
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Weights trained on ImageNet"), start, self.tr("Weights (*.safetensors)")
        )
        if path:
            self.weights.setText(path)

    @staticmethod
    def _needs_weights(name: str) -> bool:
        return "backbone" in type(next(iter(method_class(name).presets.values()))).model_fields


def interrupted_job(entry: Any, choice: Choice, category: Category) -> TrainJob:
    """The rest of an interrupted training, from its checkpoint and what was chosen for it.

    Args:
        entry: a :class:`inspector.store.listing.CheckpointEntry` without an error.

    Raises:
        SettingError: if it is of a method or setting that this version does not have.
    """
    from inspector.core.methods import method_from_config

    if "extended model" in entry.job:
        raise SettingError(f"{entry.path}: extends a model; continue it with `inspector-cli train --extend --resume`.")
    return TrainJob(
        category=category,
        output=entry.output,
        method=method_from_config(entry.job["method"], entry.job["config"]),
        variation=Variation.model_validate(entry.job["variation"]),
        group_by=entry.job["group_by"],
        seed=entry.job["seed"],
        resume=True,
        **choice.rest_of_job(),
    )
