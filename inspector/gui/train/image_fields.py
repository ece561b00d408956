"""What a person says about a training on images."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QGroupBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from inspector.core.errors import SettingError
from inspector.core.images.variation import Variation
from inspector.core.methods import METHODS, method_class, method_from_config
from inspector.core.methods.capabilities import TakesClips
from inspector.data.category import Category
from inspector.gui.core_texts import core_text
from inspector.gui.train.method_form import MethodForm
from inspector.store.workspace import Workspace
from inspector.workflow.device import choose_device
from inspector.workflow.train.images import ImageTrainJob

PREVIEW_INTERVAL_S = 4.0
_FIRST = ("riad", "patchcore", "multitask", "adacl")
_PRESETS = ("cpu", "balanced", "paper")


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
        """The fields of :class:`ImageTrainJob` that follow from it.

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


class ImageTrainForm(MethodForm):
    """The left column of the Train screen of images."""

    def restore(self, values: dict[str, Any]) -> None:
        super().restore(values)
        self.weights.setText(values.get("weights", ""))

    def values(self) -> dict[str, Any]:
        return super().values() | {"weights": self.weights.text()}

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

    def job(self, category: Category, workspace: Workspace) -> ImageTrainJob:
        return ImageTrainJob(
            category=category,
            output=self._output(workspace),
            method=self._chosen_method(),
            variation=category.properties.variation,
            group_by=category.properties.group_by,
            seed=self.seed.value(),
            **self.choice().rest_of_job(),
        )

    def problem(self, category: Category, workspace: Workspace) -> str:
        found = super().problem(category, workspace)
        if found:
            return found
        if not self._weights_box.isHidden() and self.weights.text() and not Path(self.weights.text()).is_file():
            return self.tr("There is no weights file {name}.").format(name=self.weights.text())
        return ""

    def _fill_methods(self) -> None:
        for name in _FIRST:
            self.method.addItem(core_text(METHODS[name].title), name)
        self.method.insertSeparator(self.method.count())
        self.method.addItem(self.tr("For comparison:"), None)
        self.method.model().item(self.method.count() - 1).setEnabled(False)
        for name, kind in METHODS.items():
            if name not in _FIRST and not issubclass(kind, TakesClips):
                self.method.addItem(core_text(kind.title), name)

    def _presets_of(self, name: str) -> Sequence[str]:
        return [preset for preset in _PRESETS if preset in method_class(name).presets]

    def _wish_texts(self) -> tuple[tuple[str, str], tuple[str, str]]:
        return (
            (self.tr("Good parts rejected, at most"), self.tr("Share of good parts that may be rejected")),
            (self.tr("Good parts to review, at most"), self.tr("Share of good parts that may be sent to review")),
        )

    def _own_checks(self) -> Sequence[QCheckBox]:
        self.skip_unreadable = QCheckBox(self.tr("Leave unreadable images out"))
        self.mixed_sizes = QCheckBox(self.tr("Accept images of very different shapes"))
        for check in (self.skip_unreadable, self.mixed_sizes):
            check.toggled.connect(self.changed)
        return self.skip_unreadable, self.mixed_sizes

    def _build_own(self, column: QVBoxLayout) -> None:
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

    def _choose_weights(self) -> None:
        start = self.weights.text() or str(Path.home())
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Weights trained on ImageNet"), start, self.tr("Weights (*.safetensors)")
        )
        if path:
            self.weights.setText(path)

    def _show_own(self, name: str) -> None:
        config = method_class(name).config_type()
        self._weights_box.setVisible("backbone" in config.model_fields)


def interrupted_job(entry: Any, choice: Choice, category: Category) -> ImageTrainJob:
    """The rest of an interrupted training, from its checkpoint and what was chosen for it.

    Args:
        entry: a :class:`inspector.store.listing.CheckpointEntry` without an error.

    Raises:
        SettingError: if it is of a method or setting that this version does not have.
    """
    if "extended model" in entry.job:
        raise SettingError(f"{entry.path}: extends a model; continue it with `inspector-cli train --extend --resume`.")
    return ImageTrainJob(
        category=category,
        output=entry.output,
        method=method_from_config(entry.job["method"], entry.job["config"]),
        variation=Variation.model_validate(entry.job["variation"]),
        group_by=entry.job["group_by"],
        seed=entry.job["seed"],
        resume=True,
        **choice.rest_of_job(),
    )
