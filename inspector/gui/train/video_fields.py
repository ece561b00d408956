"""What a person says about a training on clips: the level that is looked at, and what finds objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    QVBoxLayout,
)

from inspector.core.images.variation import Variation
from inspector.core.methods import METHODS, Method, method_class, method_from_config, preset_for_video
from inspector.core.video.clip_view import view_of
from inspector.core.video.detection import DetectorSettings
from inspector.data.video.category import VideoCategory
from inspector.gui.core_texts import core_text
from inspector.gui.screen import GAP
from inspector.gui.train.method_form import MethodForm
from inspector.gui.widgets.frame_rate_box import FrameRateBox
from inspector.store.models.detectors import detector_kinds
from inspector.store.workspace import Workspace
from inspector.workflow.device import choose_device
from inspector.workflow.train.video import VideoTrainJob

_FIRST = ("ssmtl", "riad", "frame_permutation", "adacl")  # what fits clips, the strongest first
_PRESETS = ("video", "cpu", "paper")
_TORCHVISION = ("fasterrcnn_mobilenet_v3_large_320_fpn", "ssdlite320_mobilenet_v3_large", "fasterrcnn_resnet50_fpn_v2")


@dataclass(frozen=True)
class VideoChoice:
    """What a training on clips is not told by its checkpoint; kept with the settings while it is interrupted.

    Attributes:
        detector: settings of what finds objects, as JSON values; None where whole frames are looked at.
    """

    device: str
    max_false_reject: float
    max_review: float
    detector: dict[str, Any] | None
    folder_rate: float | None
    skip_unreadable: bool

    def rest_of_job(self) -> dict[str, Any]:
        """The fields of :class:`VideoTrainJob` that follow from it.

        Raises:
            SettingError: if there is no such device on this machine.
        """
        return {
            "device": choose_device(self.device),
            "max_false_reject": self.max_false_reject,
            "max_review": self.max_review,
            "detector": None if self.detector is None else DetectorSettings.model_validate(self.detector),
            "folder_rate": self.folder_rate,
            "skip_unreadable": self.skip_unreadable,
        }


class VideoTrainForm(MethodForm):
    """The left column of the Train screen of clips."""

    def restore(self, values: dict[str, Any]) -> None:
        super().restore(values)
        for box, key in ((self.level, "level"), (self.detector, "detector")):
            place = box.findData(values.get(key, box.currentData()))
            if place >= 0:
                box.setCurrentIndex(place)
        self.file.setText(values.get("detector_file", ""))
        self.rate.setValue(values.get("folder_rate", 0.0))

    def values(self) -> dict[str, Any]:
        return super().values() | {
            "level": self.level.currentData(),
            "detector": self.detector.currentData(),
            "detector_file": self.file.text(),
            "folder_rate": self.rate.value(),
        }

    def choice(self) -> VideoChoice:
        """As the base; the settings that were typed are taken to be right (`problem` tells)."""
        settings = self._detector_settings() if self._looks_at_objects(self._method()) else None
        return VideoChoice(
            device=self.device.currentData(),
            max_false_reject=self.reject.value() / 100,
            max_review=self.review.value() / 100,
            detector=None if settings is None else settings.model_dump(mode="json"),
            folder_rate=self.rate.rate,
            skip_unreadable=self.skip_unreadable.isChecked(),
        )

    def job(self, category: VideoCategory, workspace: Workspace) -> VideoTrainJob:
        return VideoTrainJob(
            category=category,
            output=self._output(workspace),
            method=self._method(),
            seed=self.seed.value(),
            **self.choice().rest_of_job(),
        )

    def problem(self, category: VideoCategory, workspace: Workspace) -> str:
        found = super().problem(category, workspace)
        if found or self._objects.isHidden() or self.detector.currentData() != "onnx":
            return found
        if not Path(self.file.text().strip()).is_file():
            return self.tr("Choose the detector's file (.onnx).")
        return ""

    def _method(self) -> Method:
        has_level = not self._level_row.isHidden()
        return self._chosen_method(**({"level": self.level.currentData()} if has_level else {}))

    def _detector_settings(self) -> DetectorSettings:
        chosen = self.detector.currentData()
        if chosen == "background":
            return DetectorSettings()
        confidence = self.confidence.value() / 100
        if chosen == "onnx":
            return DetectorSettings(kind="onnx", path=self.file.text().strip(), confidence=confidence)
        return DetectorSettings(kind="torchvision", name=chosen, confidence=confidence)

    def _fill_methods(self) -> None:
        for name in _FIRST:
            self.method.addItem(core_text(METHODS[name].title), name)

    def _presets_of(self, name: str) -> Sequence[str]:
        if name == "adacl":  # its others judge a part as a whole
            return [preset_for_video(name)]
        return [preset for preset in _PRESETS if preset in method_class(name).presets]

    def _wish_texts(self) -> tuple[tuple[str, str], tuple[str, str]]:
        return (
            (self.tr("False alarms, at most"), self.tr("Share of 5 s of good video in which something may be NG")),
            (self.tr("To review, at most"), self.tr("Share of 5 s of good video that may be sent to review")),
        )

    def _own_checks(self) -> Sequence[QCheckBox]:
        self.skip_unreadable = QCheckBox(self.tr("Leave unreadable clips out"))
        self.skip_unreadable.toggled.connect(self.changed)
        return (self.skip_unreadable,)

    def _build_own(self, column: QVBoxLayout) -> None:
        self._level_row = QGroupBox(self.tr("What is looked at"))
        self.level = _combo(self.tr("What is looked at"))
        for words, level in (
            (self.tr("Each object"), "objects"),
            (self.tr("The whole frame"), "frame"),
            (self.tr("Both together"), "fusion"),
        ):
            self.level.addItem(words, level)
        QVBoxLayout(self._level_row).addWidget(self.level)
        self._objects = QGroupBox(self.tr("What finds objects"))
        inside = QVBoxLayout(self._objects)
        self.detector = _combo(self.tr("Detector"))
        self.detector.addItem(self.tr("Difference from the empty scene"), "background")
        self.detector.addItem(self.tr("YOLOX in a file (ONNX)"), "onnx")
        for name in _TORCHVISION if "torchvision" in detector_kinds() else ():
            self.detector.addItem(f"torchvision: {name}", name)
        inside.addWidget(self.detector)
        self.file = QLineEdit()
        self.file.setPlaceholderText(self.tr("File (.onnx)"))
        self.file.setAccessibleName(self.tr("Detector's file"))
        self._choose_file = QPushButton(self.tr("Choose …"))
        self._choose_file.setAccessibleName(self.tr("Choose a detector's file"))
        self._choose_file.clicked.connect(self._ask_for_file)
        row = QHBoxLayout()
        row.addWidget(self.file, stretch=1)
        row.addWidget(self._choose_file)
        inside.addLayout(row)
        self.confidence = QDoubleSpinBox()
        self.confidence.setRange(1, 99)
        self.confidence.setDecimals(0)
        self.confidence.setSuffix(" %")
        self.confidence.setValue(100 * DetectorSettings().confidence)
        self.confidence.setAccessibleName(self.tr("Least confidence of an object"))
        self._trained = QFormLayout()
        self._trained.addRow(self.tr("Least confidence of an object"), self.confidence)
        inside.addLayout(self._trained)
        for box in (self._level_row, self._objects):
            column.addWidget(box)
        self.rate = FrameRateBox()
        rate = QFormLayout()
        rate.setHorizontalSpacing(GAP)
        rate.addRow(self.tr("Frame rate of image sequences"), self.rate)
        column.addLayout(rate)
        self.level.currentIndexChanged.connect(self._own_chosen)
        self.detector.currentIndexChanged.connect(self._own_chosen)
        for signal in (self.file.textChanged, self.confidence.valueChanged, self.rate.valueChanged):
            signal.connect(self.changed)

    def _show_own(self, name: str) -> None:
        self._level_row.setVisible("level" in method_class(name).config_type().model_fields)
        self._own_chosen()

    def _own_chosen(self) -> None:
        self._objects.setVisible(not self._level_row.isHidden() and self.level.currentData() != "frame")
        for widget in (self.file, self._choose_file):
            widget.setVisible(self.detector.currentData() == "onnx")
        self._trained.setRowVisible(self.confidence, self.detector.currentData() != "background")
        self.changed.emit()

    def _ask_for_file(self) -> None:
        start = self.file.text() or str(Path.home())
        path, _ = QFileDialog.getOpenFileName(self, self.tr("A detector"), start, self.tr("Detectors (*.onnx)"))
        if path:
            self.file.setText(path)

    @staticmethod
    def _looks_at_objects(method: Method) -> bool:
        return view_of(method).needs_objects


def interrupted_video_job(entry: Any, choice: VideoChoice, category: VideoCategory) -> VideoTrainJob:
    """The rest of an interrupted training on clips, from its checkpoint and what was chosen for it.

    Args:
        entry: a :class:`inspector.store.listing.CheckpointEntry` without an error.

    Raises:
        SettingError: if it is of a method or setting that this version does not have.
    """
    return VideoTrainJob(
        category=category,
        output=entry.output,
        method=method_from_config(entry.job["method"], entry.job["config"]),
        variation=Variation.model_validate(entry.job["variation"]),
        samples=entry.job["samples"],
        seed=entry.job["seed"],
        resume=True,
        **choice.rest_of_job(),
    )


def _combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
