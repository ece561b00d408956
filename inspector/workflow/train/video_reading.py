"""The good clips of a training: surveyed once, sampled for what is learned from, and judged for what is held out."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor

from inspector.core.errors import VideoError
from inspector.core.images.light import brightness_quantiles, correct_light
from inspector.core.model import Model
from inspector.core.seeding import generator_at
from inspector.core.video.background import median_background, same_proportions
from inspector.core.video.clip_view import view_of
from inspector.core.video.detection import Detections, Detector
from inspector.core.video.frame_judgements import FrameJudgement
from inspector.core.video.judging import FrameJudge
from inspector.core.video.windows import Look, cut_objects, resized
from inspector.data.video.category import Clip
from inspector.data.video.frame_folder import FrameFolder
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader
from inspector.data.video.samples import Samples, is_grey, most_samples
from inspector.data.video.splits import Stretch, VideoSplit
from inspector.store.models.model_folder import file_sha256
from inspector.workflow.advise.findings import mixed_rates
from inspector.workflow.advise.frame_folders import frame_depth_remark, frame_number_findings
from inspector.workflow.analysis_frames import analysis_frame, analysis_image
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.learning import contents_hash
from inspector.workflow.train.preview import SHOWN, Previewer, PreviewImage, in_turn

_SURVEYED = 64  # frames of all clips together, for the background and the light
_MOMENTS = 6000  # that are looked at for objects while samples are drawn; further ones are passed over


@dataclass(frozen=True, eq=False)
class Survey:
    """What a first look at the good clips found.

    Attributes:
        clips, counts, digests: those that can be read, how many frames each has, and a hash of its content.
        frame_rate: of the first clip; None where it is not known.
        background: the empty scene, by `median_background` of the frames looked at.
        light: (19,) brightness quantiles of the typical one.
        grey: whether all of them are without colour.
        sizes: (H, W) of frames, in one clip or another.
    """

    clips: tuple[Clip, ...]
    counts: tuple[int, ...]
    digests: tuple[str, ...]
    frame_rate: float | None
    background: Tensor
    light: Tensor
    grey: bool
    sizes: frozenset[tuple[int, int]]


def frames_surveyed(clips: int) -> int:
    """How many frames of each of so many clips a survey looks at."""
    return max(2, _SURVEYED // clips)


def survey(
    clips: Sequence[Clip], *, folder_rate: float | None, some: int, skip_unreadable: bool
) -> Generator[Progress | Warned, None, Survey]:
    """Look at `some` frames of every good clip.

    Raises:
        VideoError: if one cannot be read and is not to be left out, or none can.
    """
    readable: list[tuple[Clip, int, str]] = []
    frames: list[Tensor] = []
    rates: list[float | None] = []
    sizes: dict[str, tuple[int, int]] = {}  # of frames, by the clips that are learned from
    for number, clip in enumerate(clips):
        try:
            with ClipReader(clip.path, folder_rate=folder_rate) as reader:
                count = _count(reader)
                looked = [reader.frame(count * (2 * place + 1) // (2 * some)) for place in range(min(some, count))]
                images = [frame.image for frame in looked if isinstance(frame, Frame)]
                for image in images[:1]:
                    check_proportions(sizes, clip, (image.shape[-2], image.shape[-1]))
                frames += map(analysis_image, images)
                rates.append(reader.frame_rate)
            readable.append((clip, count, clip_digest(clip.path)))
        except VideoError as error:
            if not skip_unreadable:
                raise VideoError(error.template, code="training.unreadable_clip", **error.fields) from error
            yield Warned(f"{error} It is left out of the training.")
        yield Progress("Reading", number + 1, len(clips))
    if not frames:
        raise VideoError(
            "No frame of the good clips can be read; record or copy them again.", code="video.no_frame_readable"
        )
    timed = [(clip, rate) for (clip, _, _), rate in zip(readable, rates, strict=True) if rate is not None]
    rates_found = mixed_rates([clip for clip, _ in timed], [rate for _, rate in timed])
    for finding in (*rates_found, *frame_number_findings([clip for clip, _, _ in readable])):
        yield Warned(finding.message)
    remark = frame_depth_remark([clip for clip, _, _ in readable])
    if remark is not None:
        yield Warned(remark)
    quantiles = torch.stack([brightness_quantiles(frame[None])[0] for frame in frames])
    return Survey(
        clips=tuple(clip for clip, _, _ in readable),
        counts=tuple(count for _, count, _ in readable),
        digests=tuple(digest for _, _, digest in readable),
        frame_rate=rates[0],
        background=median_background(frames),
        light=quantiles.median(dim=0).values,
        grey=all(map(is_grey, frames)),
        sizes=frozenset(sizes.values()),
    )


def check_proportions(sizes: dict[str, tuple[int, int]], clip: Clip, size: tuple[int, int]) -> None:
    """Add the size of a clip's frames to those of others.

    Raises:
        VideoError: if it has other proportions than the first.
    """
    for first, expected in islice(sizes.items(), 1):
        if not same_proportions(size, expected):
            raise VideoError(
                "Clip {clip} has frames of {width}×{height} px, other proportions than {first} with {first_width}×"
                "{first_height} px: one camera takes all clips of a category.",
                clip=clip.name,
                width=size[1],
                height=size[0],
                first=first,
                first_width=expected[1],
                first_height=expected[0],
                code="clip.mixed_proportions",
            )
    sizes[clip.name] = size


def clip_digest(path: Path) -> str:
    """A hash of a video file, or of the frames of a folder with their names."""
    if path.is_file():
        return file_sha256(path)
    files = FrameFolder(path, rate=None, size=None).files
    frames = [file for _, file in sorted(files.items())]
    return contents_hash([frame.name for frame in frames], [file_sha256(frame) for frame in frames])


def draw_samples(
    model: Model, detector: Detector | None, stretches: Sequence[Stretch], *, seed: int, most: int, grey: bool
) -> Generator[Progress, None, list[Samples]]:
    """A sample of the windows of each look of the method, at most `most` and of what memory there is for.

    Args:
        grey: whether the clips are without colour, so that more of them fit.
    """
    looks = view_of(model.method).looks
    drawn = [
        Samples(most_samples(look.size, len(look.learned), most, grey=grey), generator_at(seed, "samples", place))
        for place, look in enumerate(looks)
    ]
    total = sum(map(len, stretches))
    every = sampled_every(total)
    done = 0
    past, span = window_extent(looks)
    for stretch in stretches:
        window: list[Frame] = []
        if detector is not None:
            detector.restart()
        for frame in frames_in(stretch, folder_rate=None):
            done += 1
            if isinstance(frame, LostFrame):
                window.clear()
                continue
            window = [*window[-(span - 1) :], frame] if span > 1 else [frame]
            if len(window) == span and done % every == 0:
                _draw(model, detector, drawn, [one.image for one in window], past)
            if done % 20 == 0 or done == total:
                yield Progress("Sampling", done, total)
    return drawn


def sampled_every(frames: int) -> int:
    """Of how many frames one is looked at while samples are drawn from so many."""
    return -(-frames // _MOMENTS)


def window_extent(looks: Sequence[Look]) -> tuple[int, int]:
    """How many frames before its moment a training window needs, and how many it spans."""
    offsets = [offset for look in looks for offset in look.learned]
    return -min(offsets), max(offsets) - min(offsets) + 1


def _draw(model: Model, detector: Detector | None, drawn: Sequence[Samples], images: list[Tensor], past: int) -> None:
    """Offer the windows of one moment to the samples of each look; only those that are taken are cut."""
    gain = model.gain(images[past][None])
    for look, samples in zip(view_of(model.method).looks, drawn, strict=True):
        found: Detections | None = None
        if look.subject == "objects":
            assert detector is not None  # methods that look at objects have one
            found = detector.detect(images[past])
        offered = 1 if found is None else len(found)
        taken = [(number, place) for number in range(offered) if (place := samples.place()) is not None]
        if not taken:
            continue
        numbers = [number for number, _ in taken]
        frames = torch.stack([images[past + offset] for offset in look.learned])
        if found is None:
            windows = resized(frames, look.size).transpose(0, 1)[None]
        else:
            windows = cut_objects(frames, found.boxes[numbers], look.size)
        windows = correct_light(windows, gain.expand(len(windows)))
        taught = None if found is None else found.classes
        for (number, place), window in zip(taken, windows, strict=True):
            samples.put(place, window, None if taught is None else taught[number])


def judge_stretches(
    model: Model, detector: Detector | None, stretches: Sequence[Stretch]
) -> Generator[Progress, None, list[list[FrameJudgement]]]:
    """The moments of each stretch of good video."""
    total = sum(map(len, stretches))
    done = 0
    judged: list[list[FrameJudgement]] = []
    for stretch in stretches:
        judgements: list[FrameJudgement] = []
        stream = FrameJudge(model, detector)
        for frame in frames_in(stretch, folder_rate=None):
            done += 1
            if isinstance(frame, LostFrame):
                judgements += stream.finish()
                stream = FrameJudge(model, detector)
            else:
                judgements += stream.push(frame.index, frame.image)
            if done % 10 == 0 or done == total:
                yield Progress("Calibrating", done, total)
        judgements += stream.finish()
        judged.append(judgements)
    return judged


def previewer_of_frames(
    model: Model, split: VideoSplit, test: Sequence[Clip], *, interval_s: float
) -> Previewer | None:
    """Shows frames that are not learned from: good ones held out, and defective ones of which that is known.

    None where the method judges objects or motion, of which a single frame shows nothing, or no frame can be read.
    """
    if not view_of(model.method).sees_single_frames:
        return None
    of_type: dict[str, list[tuple[Clip, int]]] = {}
    for clip in test:
        for start, end in clip.abnormal or ():
            of_type.setdefault(clip.label, []).append((clip, (start + end) // 2))
    defective = in_turn({label: _readable_frames(places, model) for label, places in of_type.items()})
    count = SHOWN - len(defective)
    some = split.calibration[:: -(-len(split.calibration) // count)]
    good = _readable_frames([(one.clip, (one.start + one.end) // 2) for one in some], model)
    shown = list(islice(good, count))
    return Previewer(model, shown, defective, interval_s=interval_s) if shown else None


def _readable_frames(places: Iterable[tuple[Clip, int]], model: Model) -> Iterator[PreviewImage]:
    for clip, index in places:
        try:
            with ClipReader(clip.path, folder_rate=None) as reader:
                frame = analysis_frame(reader.frame(index))
        except VideoError:
            continue
        if isinstance(frame, Frame):
            yield PreviewImage(f"{clip.name} · {index}", clip.label, model.framing.frame(frame.image))


def frames_in(stretch: Stretch, *, folder_rate: float | None) -> Iterator[Frame | LostFrame]:
    """The frames of a stretch, at the size at which they are analysed; nothing is learned from doubtful ones."""
    with ClipReader(stretch.clip.path, folder_rate=folder_rate) as reader:
        for frame in reader.frames(stretch.start):
            if frame.index >= stretch.end:
                return
            if isinstance(frame, Frame) and frame.doubtful:
                yield LostFrame(frame.index, frame.time_s, "a frame before it is lost")
            else:
                yield analysis_frame(frame)


def _count(reader: ClipReader) -> int:
    """How many frames a clip has: as it says, or by reading them."""
    count = reader.frame_count
    if count is not None and count.known != "estimated":
        return count.number
    return sum(1 for _ in reader.frames())
