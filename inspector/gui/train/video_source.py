"""Train on clips."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import SignalInstance

from inspector.data.video.category import VideoCategory
from inspector.gui.train.screen import TrainScreen
from inspector.gui.train.video_fields import VideoChoice, VideoTrainForm, interrupted_video_job
from inspector.store.listing import CheckpointEntry
from inspector.store.runs.run_types import VIDEO_RUN_SUFFIX
from inspector.workflow.train.train_and_test import train_and_test_video
from inspector.workflow.train.video import VideoTrainJob


class ClipTrainScreen(TrainScreen):
    """The Train screen of clips; how long a training takes is not measured before it, but told once it learns."""

    _run_suffix = VIDEO_RUN_SUFFIX
    _settings_key = "clip_train"

    def _make_form(self) -> VideoTrainForm:
        return VideoTrainForm()

    def _category(self) -> VideoCategory | None:
        return self.session.clips

    def _category_signal(self) -> SignalInstance:
        return self.session.clips_changed

    def _interrupted_job(
        self, entry: CheckpointEntry, stored: dict[str, Any] | None
    ) -> tuple[VideoTrainJob, VideoChoice]:
        choice = self.form.choice() if stored is None else VideoChoice(**stored)
        return interrupted_video_job(entry, choice, self._category()), choice

    def _job_events(self, job: VideoTrainJob, run: Path) -> Iterator[object]:
        return train_and_test_video(job, run=run)

    def _stages(self) -> dict[str, str]:
        return {
            "Reading": self.tr("Reading the good clips"),
            "Sampling": self.tr("Choosing what to learn from"),
            "Training": self.tr("Learning"),
            "Calibrating": self.tr("Calibrating on good video that was held out"),
            "Inspecting": self.tr("Inspecting the test clips"),
        }

    def _what_is_learned(self) -> str:
        return self.tr(
            "Good clips to learn from: {good}. A fifth of their time is held out to set the thresholds.\n"
            "Clips inspected afterwards with the new model, and opened in Review: {test}."
        )
