"""The fields that only a training on images has: pretrained weights, and what is accepted among the images."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.core.methods import method_class


class ImageFields(QWidget):
    """Weights trained on ImageNet, for the methods that need them, and three checks."""

    changed = Signal()
    setting_names: Collection[str] = ()

    def __init__(self) -> None:
        super().__init__()
        self._has_backbone = False
        self.skip_unreadable = QCheckBox(self.tr("Leave out unreadable images"))
        self.mixed_sizes = QCheckBox(self.tr("Accept very different image shapes"))
        self.calibrate_on_all = QCheckBox(self.tr("Always calibrate on all good images"))
        self.calibrate_on_all.setToolTip(
            self.tr(
                "All good images set the thresholds, each judged by a model that learned the others. Takes up to "
                "eleven times as long. PatchCore and Scattering do so by themselves with fewer than 93 good images."
            )
        )
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
        self.download = QCheckBox(self.tr("Download once"))
        self.download.setToolTip(self.tr("From torchvision's server into torch's cache; none of your data is sent."))
        inside.addWidget(self.download)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._weights_box)
        self.weights.textChanged.connect(self.changed)
        for check in (self.download, *self.checks()):
            check.toggled.connect(self.changed)

    @property
    def widget(self) -> QWidget:
        return self

    @property
    def needs_weights(self) -> bool:
        """Whether the chosen method begins with pretrained weights."""
        return not self._weights_box.isHidden()

    def checks(self) -> Sequence[QCheckBox]:
        return self.calibrate_on_all, self.skip_unreadable, self.mixed_sizes

    def accept(self, *, skip_unreadable: bool, mixed_sizes: bool) -> None:
        """Tick what is accepted among the images."""
        self.skip_unreadable.setChecked(skip_unreadable)
        self.mixed_sizes.setChecked(mixed_sizes)

    def show_method(self, name: str) -> None:
        self._has_backbone = "backbone" in method_class(name).config_type().model_fields

    def show_preset(self, preset: str) -> None:
        needed = self._has_backbone and preset != "features"  # which comes with its weights
        self._weights_box.setVisible(needed)
        self.setVisible(needed)

    def values(self) -> dict[str, Any]:
        return {"weights": self.weights.text()}

    def restore(self, values: dict[str, Any]) -> None:
        self.weights.setText(values.get("weights", ""))

    def _choose_weights(self) -> None:
        start = self.weights.text() or str(Path.home())
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Weights trained on ImageNet"), start, self.tr("Weights (*.safetensors)")
        )
        if path:
            self.weights.setText(path)
