"""Runs of clips as a method would leave them, made up: something bright passes, and the scores rise with it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from inspector.core.calibration import Calibration
from inspector.core.operating_point import OperatingPoint
from inspector.core.video.inspection import ClipEvent, FrameRecord, no_boxes
from inspector.core.video.temporal import find_events
from inspector.store.runs.video_run import VideoRun
from inspector.store.runs.video_run_writer import VideoRunWriter

POINT = OperatingPoint(review=1.0, reject=2.0)
CALIBRATION = Calibration(torch.linspace(0.2, 1.2, 40), pixels=None, alignment=None, outline=0.8)
ABOUT = {"model": "abc", "operating_point": {"review": 1.0, "reject": 2.0}}


def bump(count: int, peak: int, *, height: float = 3.0, width: float = 5.0) -> np.ndarray:
    """Scores (count,) that rise once, to `height` at the frame `peak`."""
    return 0.4 + (height - 0.4) * np.exp(-0.5 * ((np.arange(count) - peak) / width) ** 2)


def place_at(index: int, *, step: float, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """A box that moves through a frame (H, W) from left to right."""
    left = index * step % (size[1] * 0.8)
    return left, size[0] * 0.4, left + size[1] * 0.12, size[0] * 0.4 + size[1] * 0.2


def write_clip(
    run: VideoRunWriter,
    clip: int,
    scores: np.ndarray,
    *,
    size: tuple[int, int] | None = (48, 64),
    rate: float | None = 10.0,
    lost: Sequence[int] = (),
    boxes: bool = True,
    maps: bool = True,
    step: float = 2.0,
    error: str | None = None,
) -> None:
    run.begin(clip, frame_rate=rate, size=size)
    size = size or (48, 64)
    for index, score in enumerate(scores.tolist()):
        time_s = None if rate is None else index / rate
        if index in lost:
            run.frame(clip, FrameRecord(index, time_s, None, None, error=f"frame {index} is damaged."))
            continue
        box = place_at(index, step=step, size=size)
        found = np.array([(*box, score), (4, 4, 12, 16, 0.3)], np.float32) if boxes else no_boxes()
        kept = _map(box, score, size) if maps and score > POINT.review else None
        run.frame(clip, FrameRecord(index, time_s, score, POINT.decide(score), found, kept))
    for event in find_events(scores, POINT, min_gap=5):
        times = [None if rate is None else frame / rate for frame in (event.start, event.end, event.peak_frame)]
        run.event(clip, ClipEvent(event, *times, place_at(event.peak_frame, step=step, size=size) if boxes else None))
    run.end(clip, error=error)


def made_up_run(
    path: Path, clips: Sequence[tuple[Path, str]], scores: Sequence[np.ndarray], **settings: object
) -> VideoRun:
    """A run of clips by path and label, each with its scores."""
    names = [(str(clip), label) for clip, label in clips]
    with VideoRunWriter(path, clips=names, about=ABOUT) as run:
        for clip, of_clip in enumerate(scores):
            write_clip(run, clip, of_clip, **settings)
    return VideoRun(path)


def _map(box: tuple[float, float, float, float], score: float, size: tuple[int, int]) -> np.ndarray:
    """(H / 2, W / 2): a soft place in the box, the rest quiet."""
    y, x = np.mgrid[: size[0] // 2, : size[1] // 2] * 2
    left, top, right, bottom = box
    far = np.hypot((x - (left + right) / 2) / (right - left), (y - (top + bottom) / 2) / (bottom - top))
    return (0.2 + score * np.exp(-4 * far**2)).astype(np.float32)
