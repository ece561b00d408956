"""Inspecting clips: frame by frame, in constant memory, and as a batch that becomes a run."""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from inspector.core.errors import ModelError, VideoError
from inspector.core.model import Model, calibration_of
from inspector.core.operating_point import Decision, OperatingPoint, at_least_review
from inspector.core.regions import find_regions
from inspector.core.video.clip_view import view_of
from inspector.core.video.detection import Detector
from inspector.core.video.inspection import ClipEvent, FrameRecord
from inspector.core.video.knowledge import frames_of
from inspector.core.video.scoring import ClipJudge, FrameVerdict, Mode
from inspector.core.video.temporal import Event, EventFinder
from inspector.data.contents import NOTHING, LeftOut
from inspector.data.video.category import Clip
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader
from inspector.store.models.detectors import open_detector
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.lifecycle import part_of
from inspector.store.runs.sources import BatchItem
from inspector.store.runs.video_run import VideoRun
from inspector.store.runs.video_run_writer import VideoRunWriter
from inspector.workflow.advise.contents import left_out_sentences
from inspector.workflow.advise.frame_folders import frame_number_findings
from inspector.workflow.analysis_frames import analysis_image
from inspector.workflow.inspect.arrivals import Arrived, FolderWatch, Idle
from inspector.workflow.inspect.batch import RunOpened, run_about
from inspector.workflow.inspect.frame_rates import other_rates, rate_of_folders
from inspector.workflow.inspect.images import InspectDone
from inspector.workflow.inspect.unlike_frames import check_frame_size, why_covered
from inspector.workflow.inspect.video_progress import ClipBegun, ClipEnded, EventFound, FrameJudged
from inspector.workflow.progress import Progress, Warned

EVENT_GAP_S = 1.0  # good video between two events that are not one

InspectVideoUpdate = (
    Progress | Warned | RunOpened | Arrived | Idle | ClipBegun | FrameJudged | EventFound | ClipEnded | InspectDone
)


def detector_of(stored: StoredModel) -> Detector | None:
    """The detector that a model was trained with; None where it looks at whole frames.

    Raises:
        ModelError: if it is a model of images, or its detector is gone or another by now.
    """
    known = stored.model.clips
    if known is None:
        raise ModelError(
            "{model} is a model of images, not of clips; inspect images with it.",
            code="model.of_images",
            model=stored.folder,
        )
    if known.detector is None:
        return None
    return open_detector(known.detector, background=known.background, recorded=stored.card["detector"])


def inspect_video(
    stored: StoredModel,
    clips: Sequence[Clip],
    *,
    output: Path,
    device: torch.device,
    folder_rate: float | None = None,
    resume: bool = False,
    base: Path | None = None,
    left_out: LeftOut = NOTHING,
    watch: FolderWatch[Clip] | None = None,
) -> Iterator[InspectVideoUpdate]:
    """Inspect clips into a run, one after the other.

    Stopped at any moment, the run holds what was judged until then; `resume` keeps finished clips and begins the
    unfinished one anew. A clip that breaks off has its events up to there, and its error.

    Args:
        folder_rate: frame rate of clips that are folders, in frames per second; None for that of the run that is
            resumed, or else for the one that the model has learned.
        left_out: what lies beside them and is not inspected; the run says so.
        base: the folder that clips' names are relative to; None for the current one.
        watch: what brings more clips, until the job is stopped; the run is complete then if none was at work.

    Raises:
        ModelError: if the model is one of images, or its detector cannot be had.
        RunError, StorageError: if the run cannot be written or would replace another.
    """
    detector = detector_of(stored)
    model, point = stored.model.to(device), stored.operating_point
    if folder_rate is None:
        folder_rate = _resumed_rate(output) if resume and part_of(output).exists() else rate_of_folders(model)
    about = run_about(stored, base=base, left_out=left_out) | {"folder_rate": folder_rate}
    for sentence in left_out_sentences(left_out, unit="clip"):
        yield Warned(sentence)
    if watch is not None and not clips:
        clips = yield from watch.wait()
    clips = list(clips)
    named, sources = [(clip.name, clip.label) for clip in clips], [clip.path for clip in clips]
    growing = watch is not None
    with VideoRunWriter(output, clips=named, about=about, resume=resume, sources=sources, growing=growing) as run:
        yield RunOpened(run.about)
        for caution in run.cautions:
            yield Warned(caution)
        while True:
            pending = [clips[number] for number in run.pending()]
            for sentence in other_rates(model, pending, folder_rate=folder_rate):
                yield Warned(sentence)
            for finding in frame_number_findings(pending):
                yield Warned(finding.message)
            for number in run.pending():
                clip = clips[number]
                yield from _inspect_clip(model, detector, point, clip, number, run=run, folder_rate=folder_rate)
            if watch is None:
                break
            more = yield from watch.wait()
            run.grow([BatchItem(clip.name, clip.label, clip.path) for clip in more])
            clips += more
    yield InspectDone(output)


def _resumed_rate(output: Path) -> float | None:
    """The frame rate of folders by which the interrupted run of this final name was begun."""
    with VideoRun(part_of(output)) as run:
        return run.about.get("folder_rate")


def _inspect_clip(
    model: Model,
    detector: Detector | None,
    point: OperatingPoint,
    clip: Clip,
    number: int,
    *,
    run: VideoRunWriter,
    folder_rate: float | None,
) -> Iterator[InspectVideoUpdate]:
    error: str | None = None
    events: _Events | None = None
    try:
        with ClipReader(clip.path, folder_rate=folder_rate) as reader:
            count = reader.frame_count
            total = 0 if count is None else count.number
            yield ClipBegun(number, clip.name, total or None, reader.frame_rate)
            for _, record, size in judged_frames(model, detector, reader, modes=("streaming",), point=point):
                if events is None:
                    run.begin(number, frame_rate=reader.frame_rate, size=size if any(size) else None)
                    events = _Events(model, point, reader.frame_rate)
                run.frame(number, record)
                yield FrameJudged(number, record)
                for event in events.push(record, size):
                    run.event(number, event)
                    yield EventFound(number, event)
                yield Progress("Inspecting", record.index + 1, max(record.index + 1, total))
    except VideoError as broken:
        error = str(broken)
        if clip.name not in error:  # what a detector says does not know of which clip it speaks
            error = f"Clip {clip.name}: {error}"
    for event in () if events is None else events.finish():
        run.event(number, event)
        yield EventFound(number, event)
    run.end(number, error=error)
    yield ClipEnded(number, error)


def judged_frames(
    model: Model,
    detector: Detector | None,
    reader: ClipReader,
    *,
    modes: Sequence[Mode],
    point: OperatingPoint,
    every_map: bool = False,
) -> Iterator[tuple[Mode, FrameRecord, tuple[int, int]]]:
    """The record of every frame of a clip in order, with the size (H, W) of its frames, in constant memory.

    Args:
        every_map: give the maps of all frames, not only of those above the review threshold.

    Raises:
        VideoError: before the first, if its size is not that of the camera; after the last one, if the clip breaks off.
    """
    judge = ClipJudge(model, detector, modes=modes)
    times: dict[int, float | None] = {}  # of the frames whose verdict is still to come
    doubtful: set[int] = set()  # of these
    size = (0, 0)
    broken: VideoError | None = None

    def records(verdicts: Iterator[FrameVerdict]) -> Iterator[tuple[Mode, FrameRecord, tuple[int, int]]]:
        for verdict in verdicts:
            record = _record(verdict, times[verdict.index], size, point, every_map)
            if verdict.index in doubtful:
                record = replace(record, doubtful=True, decision=at_least_review(record.decision))
            yield verdict.mode, record, size

    frames = reader.frames()
    while True:
        try:
            frame = next(frames, None)
        except VideoError as error:
            broken, frame = error, None
        if frame is None:
            break
        if isinstance(frame, Frame):
            image = analysis_image(frame.image)
            if not any(size):
                size = (frame.image.shape[-2], frame.image.shape[-1])
                check_frame_size(size, model)
            covered = why_covered(image, model, clip=reader.path, index=frame.index)
            if covered is not None:
                frame = LostFrame(frame.index, frame.time_s, covered)
        if isinstance(frame, LostFrame):
            yield from records(judge.finish())
            for mode in modes:
                yield mode, FrameRecord(frame.index, frame.time_s, None, None, error=frame.reason), size
            continue
        times[frame.index] = frame.time_s
        if frame.doubtful:
            doubtful.add(frame.index)
        past = frame.index - judge.longest_wait - 1
        times.pop(past, None)
        doubtful.discard(past)
        yield from records(judge.push(frame.index, image))
    yield from records(judge.finish())
    if broken is not None:
        raise broken


def _record(
    verdict: FrameVerdict, time_s: float | None, size: tuple[int, int], point: OperatingPoint, every_map: bool
) -> FrameRecord:
    height, width = size
    decision = None if verdict.score is None else point.decide(verdict.score)
    shown = every_map or decision not in (None, Decision.OK)
    return FrameRecord(
        verdict.index,
        time_s,
        verdict.score,
        decision,
        boxes=verdict.boxes.numpy() * np.array([width, height, width, height, 1], np.float32),
        anomaly_map=verdict.map.numpy() if shown and verdict.map is not None else None,
        still=verdict.still,
    )


class _Events:
    """Finds the events of a clip, each with its place at its peak."""

    def __init__(self, model: Model, point: OperatingPoint, frame_rate: float | None) -> None:
        self._model, self._point, self._rate = model, point, frame_rate
        self._finder = EventFinder(point, min_gap=frames_of(EVENT_GAP_S, frame_rate))
        smoothing = view_of(model.method).smoothing
        # The records whose boxes have a part in a frame's score, which is smoothed by what comes before.
        span = len(smoothing.map_streaming.weights) + len(smoothing.score_streaming.weights) - 1
        self._recent: deque[FrameRecord] = deque(maxlen=span)
        # The record at the peak of the current event, and of those that make its score that of the worst box.
        self._peak: tuple[FrameRecord, FrameRecord] | None = None
        self._start_s: float | None = None
        self._end_s: float | None = None
        self._size = (0, 0)

    def push(self, record: FrameRecord, size: tuple[int, int]) -> Iterator[ClipEvent]:
        """Take the next record; give the event that has ended, if one has."""
        if record.score is None:
            self._recent.clear()  # what comes next is smoothed anew
            return
        self._recent.append(record)
        before = self._finder.current
        ended = self._finder.push(record.index, record.score)
        if ended is not None:
            yield self._placed(ended)
        now = self._finder.current
        if now is None:
            return
        self._size = size
        if before is None or ended is not None:
            self._start_s = record.time_s
        if now.end == record.index + 1:
            self._end_s = record.time_s
        if now.peak_frame == record.index:
            worst = max(self._recent, key=lambda one: float(one.boxes[0, 4]) if len(one.boxes) else -math.inf)
            self._peak = record, worst

    def finish(self) -> Iterator[ClipEvent]:
        """The event that lasts to the clip's end, if one does."""
        last = self._finder.finish()
        if last is not None:
            yield self._placed(last)

    def _placed(self, event: Event) -> ClipEvent:
        assert self._peak is not None  # an event has a peak
        end_s = None if self._end_s is None or self._rate is None else self._end_s + 1 / self._rate
        return ClipEvent(event, self._start_s, end_s, self._peak[0].time_s, self._place(*self._peak))

    def _place(self, record: FrameRecord, worst_box: FrameRecord) -> tuple[float, float, float, float] | None:
        """Of what made the peak: the worst box of the frames that have a part in its score, or the worst region."""
        if len(worst_box.boxes):
            left, top, right, bottom = worst_box.boxes[0, :4].tolist()
            return left, top, right, bottom
        outline = calibration_of(self._model).outline
        if record.anomaly_map is None or outline is None:
            return None
        worst = find_regions(record.anomaly_map, outline=outline, peak=self._point.review)[0]
        across = self._size[1] / record.anomaly_map.shape[1]
        down = self._size[0] / record.anomaly_map.shape[0]
        left, top = worst.left * across, worst.top * down
        return left, top, left + worst.width * across, top + worst.height * down
