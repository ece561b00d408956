"""Train on clips."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import SignalInstance

from inspector.data.video.category import ClipCategory
from inspector.gui.train.screen import TrainScreen
from inspector.gui.train.video_form import ClipChoice, ClipTrainForm, interrupted_clip_job
from inspector.store.listing import CheckpointEntry
from inspector.store.runs.video_run import CLIP_RUN_SUFFIX
from inspector.workflow.inspect.video_batch import train_and_test_clips
from inspector.workflow.train.video import ClipTrainJob


class ClipTrainScreen(TrainScreen):
    """The Train screen of clips; how long a training takes is not measured before it, but told once it learns."""

    _run_suffix = CLIP_RUN_SUFFIX
    _settings_key = "clip_train"

    def _make_form(self) -> ClipTrainForm:
        return ClipTrainForm()

    def _category(self) -> ClipCategory | None:
        return self.session.clips

    def _category_signal(self) -> SignalInstance:
        return self.session.clips_changed

    def _interrupted_job(
        self, entry: CheckpointEntry, stored: dict[str, Any] | None
    ) -> tuple[ClipTrainJob, ClipChoice]:
        choice = self.form.choice() if stored is None else ClipChoice(**stored)
        return interrupted_clip_job(entry, choice, self._category()), choice

    def _job_events(self, job: ClipTrainJob, run: Path) -> Iterator[object]:
        return train_and_test_clips(job, run=run)

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
