"""Train on images."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import SignalInstance

from inspector.data.category import Category
from inspector.gui.train.image_fields import Choice, ImageTrainForm, interrupted_job
from inspector.gui.train.preview_grid import painted
from inspector.gui.train.screen import TrainScreen
from inspector.store.listing import CheckpointEntry
from inspector.store.runs.run_types import IMAGE_RUN_SUFFIX
from inspector.workflow.train.images import ImageTrainJob
from inspector.workflow.train.train_and_test import train_and_test


class ImageTrainScreen(TrainScreen):
    """The Train screen of images; it measures how long a training will take, and shows previews."""

    _run_suffix = IMAGE_RUN_SUFFIX
    _settings_key = "train"

    def _make_form(self) -> ImageTrainForm:
        return ImageTrainForm()

    def _category(self) -> Category | None:
        return self.session.images

    def _category_signal(self) -> SignalInstance:
        return self.session.category_changed

    def _interrupted_job(self, entry: CheckpointEntry, stored: dict[str, Any] | None) -> tuple[ImageTrainJob, Choice]:
        choice = self.form.choice() if stored is None else Choice(**stored)
        return interrupted_job(entry, choice, self._category()), choice

    def _job_events(self, job: ImageTrainJob, run: Path) -> Iterator[object]:
        return painted(train_and_test(job, run=run))

    def _what_is_learned(self) -> str:
        return self.tr(
            "Good images to learn from: {good}. A fifth of them is held out to set the thresholds.\n"
            "Images inspected afterwards with the new model, and opened in Review: {test}."
        )

    def _stages(self) -> dict[str, str]:
        return {
            "Reading": self.tr("Reading the good images"),
            "Training": self.tr("Learning"),
            "Calibrating": self.tr("Calibrating on good images that were held out"),
            "Inspecting": self.tr("Inspecting images that were not learned"),
        }

    def _can_estimate(self) -> bool:
        return True
