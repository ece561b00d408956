"""Training on clips: the methods, the job, and what is shown of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from inspector.core.images.variation import Variation
from inspector.core.methods import Method, method_class, method_from_config, preset_for_video
from inspector.core.video.clip_view import view_of
from inspector.core.video.detection import DetectorSettings
from inspector.data.video.category import VideoCategory
from inspector.gui.train.method_form import MethodForm, MethodOffer
from inspector.gui.train.preview_grid import PREVIEW_INTERVAL_S, painted
from inspector.gui.train.source import AdviceWords, OutcomeWords, TrainSource, with_counts
from inspector.gui.train.video.advice_texts import clip_finding_text, clip_proof_text
from inspector.gui.train.video.fields import VideoFields
from inspector.store.listing import CheckpointEntry
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.advise.suggest import SuggestDone
from inspector.workflow.advise.video.properties import ClipProperties
from inspector.workflow.device import choose_device
from inspector.workflow.evaluate.outcome import ClipTestCount
from inspector.workflow.kinds import VIDEO
from inspector.workflow.train.estimate_video import estimate_video_training
from inspector.workflow.train.video import VideoTrainJob

_METHODS = ("ssmtl", "riad", "frame_permutation", "adacl")  # what fits clips, the strongest first
_PRESETS = ("video", "cpu", "paper")


@dataclass(frozen=True)
class VideoChoice:
    """What a checkpoint does not hold of a training on clips.

    Attributes:
        detector: settings of what finds objects, as JSON values; None where whole frames are evaluated.
    """

    device: str
    max_false_reject: float
    max_review: float
    detector: dict[str, Any] | None
    folder_rate: float | None
    skip_unreadable: bool

    def job_fields(self) -> dict[str, Any]:
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
            "preview_interval_s": PREVIEW_INTERVAL_S,
        }


class VideoTrainSource(TrainSource[VideoCategory, VideoTrainJob]):
    """Its trainings show previews where the method judges each frame by itself."""

    kind = VIDEO
    settings_key = "clip_train"

    def __init__(self) -> None:
        translate = QCoreApplication.translate
        offer = MethodOffer(
            methods=_METHODS,
            comparison=(),
            presets=_presets,
            reject_tip=translate("VideoTraining", "The share of 5-second stretches of good video with an NG frame"),
            review_tip=translate(
                "VideoTraining", "The share of 5-second stretches of good video that may be sent to review"
            ),
        )
        self._fields = VideoFields()
        self.form = MethodForm(offer, self._fields)

    def choice(self) -> VideoChoice:
        """The settings that were typed are taken to be valid; `job` raises where they are not."""
        form, fields = self.form, self._fields
        settings = fields.detector_settings() if view_of(self._method()).needs_objects else None
        return VideoChoice(
            device=form.device.currentData(),
            max_false_reject=form.reject.value() / 100,
            max_review=form.review.value() / 100,
            detector=None if settings is None else settings.model_dump(mode="json"),
            folder_rate=fields.rate.rate,
            skip_unreadable=fields.skip_unreadable.isChecked(),
        )

    def job(self, category: VideoCategory, output: Path) -> VideoTrainJob:
        return VideoTrainJob(
            category=category,
            output=output,
            method=self._method(),
            seed=self.form.seed.value(),
            **self.choice().job_fields(),
        )

    def problem(self) -> str:
        if self._fields.lacks_detector_file:
            return QCoreApplication.translate("VideoTraining", "Choose a detector file (.onnx).")
        return ""

    def files(self) -> Sequence[Path]:
        return [Path(self._fields.detector_file)] if self._fields.detector_file else []

    def interrupted_job(
        self, entry: CheckpointEntry, remembered: dict[str, Any] | None, category: VideoCategory
    ) -> tuple[VideoTrainJob, VideoChoice]:
        choice = self.choice() if remembered is None else VideoChoice(**remembered)
        assert entry.job is not None, "a checkpoint that cannot be read is not offered"
        job = VideoTrainJob(
            category=category,
            output=entry.output,
            method=method_from_config(entry.job["method"], entry.job["config"]),
            variation=Variation.model_validate(entry.job["variation"]),
            samples=entry.job["samples"],
            seed=entry.job["seed"],
            resume=True,
            **choice.job_fields(),
        )
        return job, choice

    def updates(self, job: VideoTrainJob, run: Path) -> Iterator[object]:
        return painted(self.kind.train_and_test(job, run=run))

    def estimate(self, job: VideoTrainJob) -> Iterator[object]:
        return estimate_video_training(job)

    def advise(self, category: VideoCategory) -> Iterator[object]:
        return self.kind.suggest(category, weights=True, available=_METHODS)

    def looking_text(self) -> str:
        return QCoreApplication.translate("VideoTraining", "Looking at the good clips")

    def advice_words(self, found: SuggestDone[ClipProperties]) -> AdviceWords:
        return AdviceWords(
            heading=QCoreApplication.translate("VideoTraining", "For these clips"),
            finding=clip_finding_text(found.properties),
            proof=clip_proof_text(found.properties),
        )

    def fill_in(self, suggestion: Suggestion) -> None:
        self._fields.accept(skip_unreadable=suggestion.skip_unreadable, level=suggestion.settings.get("level"))
        others = {name: value for name, value in suggestion.settings.items() if name not in self._fields.setting_names}
        self.form.take(suggestion.method, suggestion.preset, others)

    def stages(self) -> Mapping[str, str]:
        translate = QCoreApplication.translate
        return {
            "Reading": translate("VideoTraining", "Reading the good clips"),
            "Sampling": translate("VideoTraining", "Choosing training samples"),
            "Training": translate("VideoTraining", "Training"),
            "Calibrating": translate("VideoTraining", "Calibrating on held-out good video"),
            "Inspecting": translate("VideoTraining", "Inspecting the test clips"),
        }

    def test_count(self, category: VideoCategory) -> ClipTestCount:
        return ClipTestCount(category.test)

    def outcome_words(self) -> OutcomeWords:
        translate = QCoreApplication.translate
        learned = translate(
            "VideoTraining",
            "A defect in the good clips that were learned would widen the thresholds like this: play them on the "
            "Category screen, and move a clip that shows one out of its folder.",
        )
        return OutcomeWords(
            untested=translate(
                "VideoTraining",
                "The model is finished. No test clip has a label, so nothing is known of what it finds.",
            ),
            all_good=translate("VideoTraining", "No defective clip was tested, so nothing is known of what it finds."),
            all_found=translate("VideoTraining", "Rejects all defective clips ({defective})."),
            none_missed=translate(
                "VideoTraining",
                "Rejects {found} of {defective} defective clips and sends {review} to review; misses none.",
            ),
            missed=translate("VideoTraining", "Rejects {found} of {defective} defective clips; misses {missed}."),
            missed_and_review=translate(
                "VideoTraining",
                "Rejects {found} of {defective} defective clips and sends {review} to review; misses {missed}.",
            ),
            rejected=translate("VideoTraining", "Rejects {rejected} of {good} good clips."),
            remedy=translate(
                "VideoTraining",
                "Another method may see what this one misses, and more good clips allow narrower thresholds.",
            ),
            learned_defect=learned,
            proven=translate(
                "VideoTraining",
                "{n} stretches of good video that were not learned prove: at most {bound} of such stretches raise a "
                "false alarm (95 % confidence).",
            ),
            expected="",
            no_review=translate("VideoTraining", "Both thresholds are the same: no event goes to REVIEW."),
            way_to_review=translate("VideoTraining", "Train again with more good clips."),
            way_to_review_crossed="",  # clips are always held out
        )

    def summary(self, category: VideoCategory) -> str:
        translate = QCoreApplication.translate
        text = translate(
            "VideoTraining",
            "{good} good clips for training, from {folders}. A fifth of their time is held out to set the thresholds.",
        )
        test = (
            translate("VideoTraining", "Afterwards, the new model inspects {test} test clips.")
            if category.test
            else translate("VideoTraining", "There are no test clips: inspect some to see what the model finds.")
        )
        return with_counts(f"{text}\n{test}", category)

    def _method(self) -> Method:
        return self.form.chosen_method(**self._fields.settings)


def _presets(method: str) -> Sequence[str]:
    if method == "adacl":  # its others judge a part as a whole
        return [preset_for_video(method)]
    return [preset for preset in _PRESETS if preset in method_class(method).presets]
