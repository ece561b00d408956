"""From good clips to what they look like, and so to the method to try."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from statistics import fmean, median
from typing import TypeGuard

import torch
from pydantic import JsonValue
from torch import Tensor

from inspector.core.errors import CategoryError, VideoError
from inspector.core.images.light import brightness_quantiles, shows_nothing
from inspector.core.methods import create_method, preset_for_video
from inspector.core.thresholds import false_reject_bound
from inspector.core.video.background import BackgroundDifference, dark_share, median_background, standing_share
from inspector.core.video.clip_view import ClipView, view_of
from inspector.core.video.detection import DetectorSettings
from inspector.core.video.motion import MovingShare
from inspector.core.video.windows import resized
from inspector.data.video.category import Clip, VideoCategory
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader
from inspector.data.video.splits import split_video
from inspector.workflow.advise.suggest import SuggestDone
from inspector.workflow.advise.video.methods import advise_video, choose_video_methods
from inspector.workflow.advise.video.properties import MOST, ClipProperties
from inspector.workflow.analysis_frames import analysis_image
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.video import stretch_frames
from inspector.workflow.train.video_reading import check_proportions, window_extent

_PLACES = 24  # windows of frames that are looked at, of all clips together: reading them takes seconds


@dataclass
class _Looks:
    """What was read of the clips so far.

    Attributes:
        sizes: (H, W) of frames, by the clips.
        windows: (3, M, h, w) of each place, as `frame_permutation` sees them.
        scenes: of each place its first, middle and last frame, as they are analysed.
    """

    clips: list[Clip] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    rates: list[float | None] = field(default_factory=list)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    unreadable: int = 0
    windows: list[Tensor] = field(default_factory=list)
    scenes: list[tuple[Tensor, Tensor, Tensor]] = field(default_factory=list)


def suggest_video(
    category: VideoCategory, *, available: Collection[str]
) -> Iterator[Progress | Warned | SuggestDone[ClipProperties]]:
    """Look at some frames of good clips, and of no others, and choose a method.

    Args:
        available: names of the methods to choose from.

    Raises:
        CategoryError: if the clips are too short for any method.
        VideoError: if none can be read.
    """
    looks = _Looks()
    clips = category.train
    for number, clip in enumerate(clips):
        first, last = (_PLACES * one // len(clips) for one in (number, number + 1))
        try:
            for place in _look(clip, looks, places=last - first):
                yield Progress("Reading", number + first + place, len(clips) + _PLACES)
        except VideoError as error:
            looks.unreadable += 1
            yield Warned(f"{error} It is left out here.")
        yield Progress("Reading", number + 1 + last, len(clips) + _PLACES)
    yield Progress("Measuring", 0, 1)
    if not looks.windows:
        if looks.clips:
            _held_out(looks, "ssmtl", {})  # raises where clips are too short, and says how long they must be
        raise VideoError(
            "No frame of the good clips can be read; record or copy them again.", code="video.no_frame_readable"
        )
    measured = _measure(looks)
    ((method, settings), *_) = choose_video_methods(measured, available=available)
    try:
        stretches = _held_out(looks, method, settings)
        measured = replace(measured, stretches=stretches, false_alarm_bound_95=false_reject_bound(1, stretches))
    except CategoryError:
        pass  # too short, which is a finding
    yield Progress("Measuring", 1, 1)
    yield SuggestDone(measured, advise_video(measured, available=available))


def _look(clip: Clip, looks: _Looks, *, places: int) -> Iterator[int]:
    """Read some places of a clip; yields how many are read.

    Raises:
        VideoError: if it cannot be read, or shows other proportions than the clips before.
    """
    _, span = window_extent(_windows().looks)
    windows, scenes = [], []
    with ClipReader(clip.path, folder_rate=None) as reader:
        count = 0 if reader.frame_count is None else reader.frame_count.number
        first = reader.frame(0)
        size = (first.image.shape[-2], first.image.shape[-1]) if isinstance(first, Frame) else None
        if size is not None:
            check_proportions(looks.sizes, clip, size)
        for place in range(places):
            start = max(0, count - span) * (2 * place + 1) // (2 * places)
            frames = [one.image for one in islice(reader.frames(start), span) if _is_sound(one)]
            if len(frames) == span:
                images = [analysis_image(frame) for frame in frames]
                windows.append(_window(images))
                scenes.append((images[0], images[span // 2], images[-1]))
            yield place + 1
        looks.rates.append(reader.frame_rate)
    looks.clips.append(clip)
    looks.counts.append(count)
    looks.windows += windows
    looks.scenes += scenes


def _is_sound(frame: Frame | LostFrame) -> TypeGuard[Frame]:
    return isinstance(frame, Frame) and not frame.doubtful


def _windows() -> ClipView:
    """How `frame_permutation` looks at a clip, since its measure of motion is used."""
    return view_of(create_method("frame_permutation", preset=preset_for_video("frame_permutation")))


def _window(images: Sequence[Tensor]) -> Tensor:
    (look,) = _windows().looks
    frames = torch.stack([images[offset - look.judged[0]] for offset in look.judged])
    return resized(frames, look.size).transpose(0, 1)


def _measure(looks: _Looks) -> ClipProperties:
    windows = torch.stack(looks.windows)
    motion = MovingShare()
    motion.learn(windows)
    shares = motion(windows)
    background = median_background(frame for scene in looks.scenes for frame in scene)
    detector = BackgroundDifference(background, DetectorSettings())
    counts = []
    for (_, middle, _), share in zip(looks.scenes, shares.tolist(), strict=True):
        if share:
            detector.restart()
            counts.append(len(detector.detect(middle)))
    quantiles = torch.stack([brightness_quantiles(middle[None])[0] for _, middle, _ in looks.scenes])
    usual = quantiles.median(dim=0).values
    covered = [shows_nothing(middle[None], usual).item() for _, middle, _ in looks.scenes]
    height, width = next(iter(looks.sizes.values()), looks.scenes[0][0].shape[-2:])
    return ClipProperties(
        clips=len(looks.clips),
        unreadable=looks.unreadable,
        frames=sum(looks.counts),
        frame_rate=looks.rates[0],
        height_px=height,
        width_px=width,
        places=len(shares),
        moving=(shares > 0).float().mean().item(),
        everywhere=(shares > MOST).float().mean().item(),
        standing=standing_share([frame for scene in looks.scenes for frame in scene], background),
        with_objects=fmean(count > 0 for count in counts) if counts else 0.0,
        objects=round(median(counts)) if counts else 0,
        covered=fmean(covered),
        dark=dark_share(background),
    )


def _held_out(looks: _Looks, name: str, settings: Mapping[str, JsonValue]) -> int:
    """How many stretches of good video a training of a method holds out.

    Raises:
        CategoryError: if the clips are too short for it.
    """
    method = create_method(name, preset=preset_for_video(name), **settings)
    _, span = window_extent(view_of(method).looks)
    stretch = stretch_frames(method, looks.rates[0])
    split = split_video(looks.clips, looks.counts, stretch=stretch, shortest=span, seed=0)  # the seed of `train`
    return len(split.calibration)
