"""The fields that only a training on clips has: what is evaluated, what finds objects, and the frame rate."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.core.methods import method_class
from inspector.core.video.detection import DetectorSettings
from inspector.gui.widgets.fields import ComboBox, DoubleSpinBox
from inspector.gui.widgets.frame_rate_box import FrameRateBox
from inspector.gui.widgets.layout import GAP
from inspector.store.models.detectors import detector_kinds

_TORCHVISION = ("fasterrcnn_mobilenet_v3_large_320_fpn", "ssdlite320_mobilenet_v3_large", "fasterrcnn_resnet50_fpn_v2")


class VideoFields(QWidget):
    """Level and detector, for the methods that have them, and the frame rate of clips that do not state it."""

    changed = Signal()
    setting_names: Collection[str] = ("level",)

    def __init__(self) -> None:
        super().__init__()
        self.skip_unreadable = QCheckBox(self.tr("Leave out unreadable clips"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._build_level())
        column.addWidget(self._build_detector())
        self.rate = FrameRateBox()
        rate = QFormLayout()
        rate.setHorizontalSpacing(GAP)
        rate.addRow(self.tr("Frame rate of image sequences"), self.rate)
        column.addLayout(rate)
        self.level.currentIndexChanged.connect(self._refresh)
        self.detector.currentIndexChanged.connect(self._refresh)
        for signal in (
            self.file.textChanged, self.confidence.valueChanged, self.rate.valueChanged, self.skip_unreadable.toggled,
        ):  # fmt: skip
            signal.connect(self.changed)

    @property
    def widget(self) -> QWidget:
        return self

    @property
    def settings(self) -> dict[str, object]:
        """What the fields set of the method."""
        return {} if self._level_box.isHidden() else {"level": self.level.currentData()}

    @property
    def detector_file(self) -> str:
        """The file of the chosen detector; empty where it needs none."""
        needed = not self._detector_box.isHidden() and self.detector.currentData() == "onnx"
        return self.file.text().strip() if needed else ""

    @property
    def lacks_detector_file(self) -> bool:
        """Whether a detector is chosen that is in a file, and no file."""
        needed = not self._detector_box.isHidden() and self.detector.currentData() == "onnx"
        return needed and not self.file.text().strip()

    def detector_settings(self) -> DetectorSettings:
        """The detector as it is chosen; whether the method uses one is not asked."""
        chosen = self.detector.currentData()
        if chosen == "background":
            return DetectorSettings()
        confidence = self.confidence.value() / 100
        if chosen == "onnx":
            return DetectorSettings(kind="onnx", path=self.file.text().strip(), confidence=confidence)
        return DetectorSettings(kind="torchvision", name=chosen, confidence=confidence)

    def accept(self, *, skip_unreadable: bool, level: object) -> None:
        """Choose what was suggested: each object, where no level is; the detector stays."""
        self.skip_unreadable.setChecked(skip_unreadable)
        self.level.setCurrentIndex(self.level.findData(level or "objects"))

    def checks(self) -> Sequence[QCheckBox]:
        return (self.skip_unreadable,)

    def show_method(self, name: str) -> None:
        self._level_box.setVisible("level" in method_class(name).config_type().model_fields)
        self._refresh()

    def show_preset(self, _preset: str) -> None:
        """A preset makes none of them superfluous."""

    def values(self) -> dict[str, Any]:
        return {
            "level": self.level.currentData(),
            "detector": self.detector.currentData(),
            "detector_file": self.file.text(),
            "folder_rate": self.rate.value(),
        }

    def restore(self, values: dict[str, Any]) -> None:
        for box, key in ((self.level, "level"), (self.detector, "detector")):
            place = box.findData(values.get(key, box.currentData()))
            if place >= 0:
                box.setCurrentIndex(place)
        self.file.setText(values.get("detector_file", ""))
        self.rate.setValue(values.get("folder_rate", 0.0))

    def _build_level(self) -> QGroupBox:
        self._level_box = QGroupBox(self.tr("Evaluated"))
        self.level = _combo_box(self.tr("Evaluated"))
        for text, level in (
            (self.tr("Each object"), "objects"),
            (self.tr("The whole frame"), "frame"),
            (self.tr("Both"), "fusion"),
        ):
            self.level.addItem(text, level)
        QVBoxLayout(self._level_box).addWidget(self.level)
        return self._level_box

    def _build_detector(self) -> QGroupBox:
        self._detector_box = QGroupBox(self.tr("Object detector"))
        inside = QVBoxLayout(self._detector_box)
        self.detector = _combo_box(self.tr("Object detector"))
        self.detector.addItem(self.tr("Difference from the empty scene"), "background")
        self.detector.addItem(self.tr("YOLOX from a file (ONNX)"), "onnx")
        for name in _TORCHVISION if "torchvision" in detector_kinds() else ():
            self.detector.addItem(f"torchvision: {name}", name)
        inside.addWidget(self.detector)
        self.file = QLineEdit()
        self.file.setPlaceholderText(self.tr("File (.onnx)"))
        self.file.setAccessibleName(self.tr("Detector file"))
        self._choose_file = QPushButton(self.tr("Choose …"))
        self._choose_file.setAccessibleName(self.tr("Choose a detector file"))
        self._choose_file.clicked.connect(self._ask_for_file)
        row = QHBoxLayout()
        row.addWidget(self.file, stretch=1)
        row.addWidget(self._choose_file)
        inside.addLayout(row)
        self.confidence = DoubleSpinBox()
        self.confidence.setRange(1, 99)
        self.confidence.setDecimals(0)
        self.confidence.setSuffix(" %")
        self.confidence.setValue(100 * DetectorSettings().confidence)
        self.confidence.setAccessibleName(self.tr("Minimum confidence"))
        self._confidence_row = QFormLayout()
        self._confidence_row.addRow(self.tr("Minimum confidence"), self.confidence)
        inside.addLayout(self._confidence_row)
        return self._detector_box

    def _refresh(self) -> None:
        """Show of the fields what belongs to the chosen level and detector."""
        self._detector_box.setVisible(not self._level_box.isHidden() and self.level.currentData() != "frame")
        for widget in (self.file, self._choose_file):
            widget.setVisible(self.detector.currentData() == "onnx")
        self._confidence_row.setRowVisible(self.confidence, self.detector.currentData() != "background")
        self.changed.emit()

    def _ask_for_file(self) -> None:
        start = self.file.text() or str(Path.home())
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Object detector"), start, self.tr("Detectors (*.onnx)"))
        if path:
            self.file.setText(path)


def _combo_box(name: str) -> QComboBox:
    box = ComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
