"""How long a training on clips will take, measured on this machine with some frames of them."""

import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from statistics import fmean, median
from typing import Any, TypeVar

from inspector.core.errors import CategoryError
from inspector.core.fitting import Source, fit
from inspector.core.model import Model
from inspector.core.video.clip_view import view_of
from inspector.data.video.samples import Samples, TrainingWindows
from inspector.data.video.splits import Stretch, VideoSplit
from inspector.workflow.progress import Progress
from inspector.workflow.train.estimate import Estimate, seconds_shown, step_times
from inspector.workflow.train.video import VideoTrainJob, open_job_detector, split_clips, untrained
from inspector.workflow.train.video_reading import (
    Survey,
    draw_samples,
    frames_in,
    frames_surveyed,
    judge_stretches,
    sampled_every,
    survey,
    window_extent,
)

_Found = TypeVar("_Found")

_STAGE = "Estimating"
_CLIPS, _SAMPLED, _JUDGED = 4, 16, 6  # that are measured: clips, moments, and frames beside those of a window
_STEPS = 4  # at most; the first one warms up
_PARTS = 5  # of the work


def estimate_video_training(job: VideoTrainJob) -> Iterator[Progress | Estimate]:
    """Read a few good clips, sample and judge some of their frames, and learn a few steps with a fresh network.

    Takes some ten seconds, and writes nothing. How many objects a frame shows is that of the frames measured.

    Raises:
        VideoError: if no good clip can be read.
        CategoryError: if the good clips are too short to be split.
        ModelError: if the detector cannot be had.
        TrainingError: if the loss is not a number from the start.
    """
    yield Progress(_STAGE, 0, _PARTS)
    clips = job.category.train
    some = clips[:: -(-len(clips) // _CLIPS)]
    started = time.perf_counter()
    looked = frames_surveyed(len(clips))
    surveyed = yield from _quietly(survey(some, folder_rate=job.folder_rate, some=looked, skip_unreadable=True))
    reading_s = (time.perf_counter() - started) * len(clips) / len(some)
    yield Progress(_STAGE, 1, _PARTS)

    model, detector = untrained(job, surveyed), open_job_detector(job, surveyed.background)
    split = _split(job, surveyed, model.knowledge.stretch)
    trained, held_out = sum(map(len, split.training)), sum(map(len, split.calibration))
    _, span = window_extent(view_of(job.method).looks)
    stretch = _middle(surveyed, span - 1 + _SAMPLED)
    read_s = _seconds(frames_in(stretch, folder_rate=None)) / len(stretch)
    sampling = draw_samples(model, detector, [stretch], seed=job.seed, most=job.samples, grey=surveyed.grey)
    started = time.perf_counter()
    drawn = yield from _quietly(sampling)
    drawing_s = max(0.0, time.perf_counter() - started - len(stretch) * read_s)
    if not all(map(len, drawn)):
        raise CategoryError(
            "{category}: no object was found in the frames by which the time is measured.",
            code="training.no_objects_measured",
            category=job.category.root,
        )
    share = trained / sampled_every(trained) / (len(stretch) - span + 1)  # moments of the training to those measured
    sampling_s = trained * read_s + share * drawing_s
    yield Progress(_STAGE, 2, _PARTS)

    learned = max(min(samples.most, round(share * samples.offered)) for samples in drawn)
    steps = job.method.config.training.total_steps(max(1, learned))
    step_s = _step_s(job, model, drawn)
    yield Progress(_STAGE, 3, _PARTS)
    judged = _middle(surveyed, span - 1 + _JUDGED)
    started = time.perf_counter()
    yield from _quietly(judge_stretches(model, detector, [judged]))
    judge_s = (time.perf_counter() - started) / len(judged)
    calibration_s = judge_s * held_out
    shown_s = 0.0
    if view_of(job.method).sees_single_frames:
        shown_s = seconds_shown(job, steps, steps * step_s, held_out=len(split.calibration), judge_s=judge_s)
    yield Progress(_STAGE, _PARTS, _PARTS)
    yield Estimate(
        seconds=reading_s + sampling_s + steps * step_s + calibration_s + shown_s,
        step_ms=1000 * step_s,
        steps=steps,
        reading_s=reading_s,
        calibration_s=calibration_s,
        comparing_s=0.0,
        at_least=False,
        sampling_s=sampling_s,
    )


def _split(job: VideoTrainJob, surveyed: Survey, stretch: int) -> VideoSplit:
    """The split of the training, if the clips that were not looked at are as long as the others."""
    known = {clip.name: count for clip, count in zip(surveyed.clips, surveyed.counts, strict=True)}
    typical = round(fmean(surveyed.counts))
    counts = [known.get(clip.name, typical) for clip in job.category.train]
    return split_clips(job, job.category.train, counts, stretch=stretch)


def _middle(surveyed: Survey, frames: int) -> Stretch:
    """So many frames in the middle of the longest clip."""
    count, clip = max(zip(surveyed.counts, surveyed.clips, strict=True), key=lambda one: one[0])
    start = max(0, (count - frames) // 2)
    return Stretch(clip, start, min(count, start + frames))


def _step_s(job: VideoTrainJob, model: Model, drawn: Sequence[Samples]) -> float:
    """Seconds of one step, with as many windows as it will have."""
    source: Source[Any] = TrainingWindows(drawn, job.variation, images=not view_of(job.method).sees_motion)
    batch = job.method.config.training.batch_size
    with closing(fit(job.method, model.network, source, seed=job.seed, device=job.device)) as updates:
        count = min(_STEPS, next(updates).steps)
        times = list(step_times(updates, count=count, device=job.device))
    return median(times[1:] or times) * batch / min(batch, len(source))


def _seconds(work: Iterable[object]) -> float:
    started = time.perf_counter()
    for _ in work:
        pass
    return time.perf_counter() - started


def _quietly(work: Generator[object, None, _Found]) -> Generator[Progress, None, _Found]:
    """Do some work of which only the end counts; between its parts, it can be stopped."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
        yield Progress(_STAGE, 1, _PARTS)
