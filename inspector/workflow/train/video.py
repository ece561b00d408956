"""From good clips to a calibrated model."""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from inspector.core.building import build_network
from inspector.core.errors import CategoryError, SettingError
from inspector.core.images.depth import learned_depth
from inspector.core.methods.base import AnyMethod
from inspector.core.methods.capabilities import Remarks
from inspector.core.model import Model
from inspector.core.video.calibration import calibrate_video
from inspector.core.video.clip_view import view_of
from inspector.core.video.detection import Detector, DetectorSettings
from inspector.core.video.knowledge import VideoKnowledge, frames_of
from inspector.data.video.category import Clip, VideoCategory
from inspector.data.video.samples import TrainingWindows
from inspector.data.video.splits import VideoSplit, split_video
from inspector.store.models.detectors import detector_identity, open_detector
from inspector.workflow.progress import Warned
from inspector.workflow.train.job import TrainJob
from inspector.workflow.train.learning import (
    TrainUpdate,
    agreed_start,
    contents_hash,
    finish,
    learn,
    named_before,
)
from inspector.workflow.train.output import TrainingOutput
from inspector.workflow.train.video_reading import (
    Survey,
    draw_samples,
    frames_surveyed,
    judge_stretches,
    previewer_of_frames,
    survey,
    window_extent,
)

SAMPLES = 6000  # windows of each look that are learned from, unless others are wished for
STRETCH_S = 5.0  # of good video, whose highest score counts once


@dataclass(frozen=True, kw_only=True)
class VideoTrainJob(TrainJob):
    """What to train on clips.

    Raises:
        SettingError: as for every training; if a detector is named that the method does not use, or the method cannot
            learn from clips.

    Attributes:
        detector: what finds objects, for methods that look at them; None for the background difference.
        folder_rate: frame rate of clips that are folders, in frames per second.
        samples: windows of each look to learn from, at the most.
    """

    category: VideoCategory
    detector: DetectorSettings | None = None
    folder_rate: float | None = None
    samples: int = SAMPLES

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.detector is not None and not self.looks_at_objects:
            raise SettingError(
                "Method '{method}' scores whole frames here and needs no detector.",
                code="detector.unused",
                method=self.method.name,
            )
        if self.method.config.training.optimizer is None:
            raise SettingError(
                "Method '{method}' stores features of images and does not learn from clips.",
                code="method.takes_images",
                method=self.method.name,
            )

    @property
    def looks_at_objects(self) -> bool:
        return view_of(self.method).needs_objects


def train_video(job: VideoTrainJob) -> Generator[TrainUpdate, None, None]:
    """Train on good clips, calibrate and write a model; stopped and resumed as for images.

    Raises:
        CategoryError, VideoError: if the good clips cannot be used.
        ModelError, StorageError: if the detector cannot be read or the model written, or the checkpoint does not fit.
        TrainingError: if the loss is no longer a number.
    """
    with TrainingOutput(job) as output:
        yield from _train(job, output)


def _train(job: VideoTrainJob, output: TrainingOutput) -> Generator[TrainUpdate, None, None]:
    started = time.monotonic()
    if job.processes.first:
        yield from named_before(job)
    named = None if _by_background(job) else open_job_detector(job)  # refused before anything is read, where unusable
    some = frames_surveyed(len(job.category.train))
    surveyed = yield from survey(
        job.category.train, folder_rate=job.folder_rate, some=some, skip_unreadable=job.skip_unreadable
    )
    model, detector = untrained(job, surveyed), named or open_job_detector(job, surveyed.background)
    network = model.network
    split = split_clips(job, surveyed.clips, surveyed.counts, stretch=model.knowledge.stretch)
    identity = _identity(job, surveyed)
    state = agreed_start(job, identity)
    drawn = yield from draw_samples(
        model, detector, split.training, seed=job.seed, most=job.samples, grey=surveyed.grey
    )
    if not all(map(len, drawn)):
        raise CategoryError(
            "{category}: no object was found in the good clips to learn from. Lower the detector's confidence, choose "
            "another detector, or the level frame.",
            code="training.no_objects",
            category=job.category.root,
        )
    source = TrainingWindows(drawn, job.variation, images=not view_of(job.method).sees_motion)
    previewer = None
    if job.preview_interval_s is not None:
        previewer = previewer_of_frames(model, split, job.category.test, interval_s=job.preview_interval_s)
    learned = yield from learn(job, output, network, source, identity=identity, state=state, previewer=previewer)
    if not job.processes.first:
        return
    if previewer is not None:
        yield previewer.show(learned.steps)
    stretches = yield from judge_stretches(model, detector, split.calibration)
    if all(judgement.still for judgements in stretches for judgement in judgements):
        yield Warned("Nothing moves in the good clips held out, and the method needs motion to learn what is normal.")
    model = calibrate_video(model, stretches, normalise=job.normalise)
    method = job.method
    remarks = method.remarks(network) if isinstance(method, Remarks) else ()
    for place, look in enumerate(model.knowledge.looks):
        if look.tasks is not None:
            remarks += look.tasks.remarks(view_of(method).tasks_of(place))
    yield from finish(
        job,
        output,
        model,
        _data_card(job, surveyed, split, [len(samples) for samples in drawn]),
        groups=len({one.clip.name for one in split.calibration}),
        remarks=remarks,
        learned=learned,
        started=started,
    )


def untrained(job: VideoTrainJob, surveyed: Survey) -> Model:
    """The model before it learns."""
    known = VideoKnowledge(
        looks=(),
        detector=_detector_settings(job),
        background=surveyed.background if _by_background(job) else None,
        frame_rate=surveyed.frame_rate,
        stretch=stretch_frames(job.method, surveyed.frame_rate),
    )
    light = surveyed.light if job.variation.light_varies else None
    depth = learned_depth([]).of_sizes(surveyed.sizes)
    network = build_network(job.method, seed=job.seed)
    return Model(job.method, network, light, calibration=None, clips=known, depth=depth)


def stretch_frames(method: AnyMethod, frame_rate: float | None) -> int:
    """How many frames of good video count as one in a calibration."""
    _, span = window_extent(view_of(method).looks)
    return max(2 * span, frames_of(STRETCH_S, frame_rate))


def split_clips(job: VideoTrainJob, clips: Sequence[Clip], counts: Sequence[int], *, stretch: int) -> VideoSplit:
    """Which stretches of the clips, of these numbers of frames, are learned from and which calibrate.

    Raises:
        CategoryError: if they are too short for both.
    """
    _, span = window_extent(view_of(job.method).looks)
    return split_video(clips, counts, stretch=stretch, shortest=span, seed=job.seed)


def _detector_settings(job: VideoTrainJob) -> DetectorSettings | None:
    return (job.detector or DetectorSettings()) if job.looks_at_objects else None


def _by_background(job: VideoTrainJob) -> bool:
    settings = _detector_settings(job)
    return settings is not None and settings.kind == "background"


def open_job_detector(job: VideoTrainJob, background: Tensor | None = None) -> Detector | None:
    """What finds the objects of a training; None where it looks at whole frames.

    Args:
        background: the empty scene, which only the background difference uses.

    Raises:
        ModelError: if it cannot be had.
    """
    settings = _detector_settings(job)
    if settings is None:
        return None
    return open_detector(settings, background=background, download=job.download_weights)


def _identity(job: VideoTrainJob, surveyed: Survey) -> dict[str, Any]:
    """What two trainings must have in common to end in the same model."""
    detector = {}
    if job.looks_at_objects:
        settings = job.detector or DetectorSettings()
        detector = {"detector": settings.model_dump(mode="json") | detector_identity(settings)}
    return detector | {
        "method": job.method.name,
        "config": job.method.config.model_dump(mode="json"),
        "seed": job.seed,
        "variation": job.variation.model_dump(mode="json"),
        "samples": job.samples,
        "clips": contents_hash([clip.name for clip in surveyed.clips], surveyed.digests),
    }


def _data_card(job: VideoTrainJob, surveyed: Survey, split: VideoSplit, samples: list[int]) -> dict[str, Any]:
    detector = {}
    if job.looks_at_objects:
        detector = {"detector": detector_identity(job.detector or DetectorSettings())}
    return detector | {
        "category": {
            "name": job.category.name,
            "fingerprint": contents_hash([clip.name for clip in surveyed.clips], surveyed.digests),
            "clips": len(surveyed.clips),
            "frames": sum(surveyed.counts),
        },
        "split": {
            "training": [[one.clip.name, one.start, one.end] for one in split.training],
            "calibration": [[one.clip.name, one.start, one.end] for one in split.calibration],
            "whole_clips": split.whole_clips,
            "clips_sha256": list(surveyed.digests),
        },
        "samples": samples,
        "variation": job.variation.model_dump(mode="json"),
    }
