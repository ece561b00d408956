"""Looking at every clip of a category before anything is learned from it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from inspector.core.errors import VideoError
from inspector.core.images.quality import Quality, measure_quality
from inspector.data.video.category import Clip, VideoCategory
from inspector.data.video.extent import read_extent
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader
from inspector.workflow.advise.contents import content_findings
from inspector.workflow.advise.findings import (
    ExamineDone,
    Finding,
    FindingKind,
    duplicates,
    mixed_rates,
    mixed_sizes,
    taken_badly,
)
from inspector.workflow.advise.frame_folders import frame_depth_remark, frame_number_findings
from inspector.workflow.progress import Progress
from inspector.workflow.train.video_reading import clip_digest

_SAMPLED = 8  # frames of each clip, from all over it


@dataclass(frozen=True)
class _Look:
    """What is kept of a clip once it was looked at; `quality` is the median of its sampled frames."""

    clip: Clip
    size: tuple[int, int]
    frame_rate: float | None
    quality: Quality
    digest: str


def examine_video(category: VideoCategory) -> Iterator[Progress | Finding | ExamineDone]:
    """Look at some frames of each clip that is learned from or tested on, in the order of their names."""
    clips = sorted((*category.train, *category.test), key=lambda clip: clip.name)
    learned = frozenset(clip.name for clip in category.train)
    looks: list[_Look] = []
    findings = list(content_findings(category))
    yield from findings
    for done, clip in enumerate(clips, start=1):
        try:
            look, lost = _look(clip)
            looks.append(look)
            reason = None if lost is None else f"{clip.name}: frame {lost.index} cannot be read: {lost.reason}"
        except VideoError as error:
            reason = str(error)
        if reason is not None:
            findings.append(Finding(FindingKind.CORRUPT, reason, (clip.name,)))
            yield findings[-1]
        yield Progress("Reading", done, len(clips))
    good = [look for look in looks if not look.clip.defective]
    timed = [(look.clip, look.frame_rate) for look in looks if look.frame_rate is not None]
    depth = frame_depth_remark([look.clip for look in good])
    compared = [
        *([] if depth is None else [Finding(FindingKind.DEPTH, depth)]),
        *frame_number_findings(clips),
        *mixed_sizes([look.clip for look in looks], [look.size for look in looks]),
        *mixed_rates([clip for clip, _ in timed], [rate for _, rate in timed]),
        *(duplicates(group, learned=learned, exact=True, unit="clip") for group in _copies(looks)),
        *taken_badly([look.clip for look in good], [look.quality for look in good], unit="clip"),
    ]
    findings += compared
    yield from compared
    yield ExamineDone(
        counts={"train": _labels(category.train), "test": _labels(category.test)},
        learned_from=category.learned_folders,
        sizes=dict(Counter(look.size for look in looks).most_common()),
        bytes=sum(_bytes(clip.path) for clip in clips),
        held_out=0,
        false_reject_bound_95=None,
        findings=tuple(findings),
    )


def _look(clip: Clip) -> tuple[_Look, LostFrame | None]:
    """What is seen of a clip, and the first of its sampled frames that is lost.

    Raises:
        VideoError: if none of the frames looked at can be read.
    """
    count = read_extent(clip.path).frames
    number = 1 if count is None else max(1, count.number)
    images = []
    lost: LostFrame | None = None
    with ClipReader(clip.path, folder_rate=None) as reader:
        for place in range(min(_SAMPLED, number)):
            frame = reader.frame(number * (2 * place + 1) // (2 * min(_SAMPLED, number)))
            if isinstance(frame, Frame):
                images.append(frame.image)
            else:
                lost = lost or frame
        rate = reader.frame_rate
    if not images:
        raise VideoError(
            "{clip}: none of the sampled frames can be read.", code="video.no_frame_readable", clip=clip.name
        )
    qualities = [measure_quality(image) for image in images]
    quality = Quality(
        sharpness=median(one.sharpness for one in qualities),
        brightness=median(one.brightness for one in qualities),
        clipped=median(one.clipped for one in qualities),
    )
    size = (images[0].shape[-2], images[0].shape[-1])
    return _Look(clip, size, rate, quality, clip_digest(clip.path)), lost


def _copies(looks: Sequence[_Look]) -> list[list[Clip]]:
    groups: dict[str, list[Clip]] = defaultdict(list)
    for look in looks:
        groups[look.digest].append(look.clip)
    return [group for group in groups.values() if len(group) > 1]


def _labels(clips: Sequence[Clip]) -> Mapping[str, int]:
    return dict(sorted(Counter(clip.label or "unlabelled" for clip in clips).items()))


def _bytes(path: Path) -> int:
    """Of a video, or of all frames of a folder."""
    try:
        files = [path] if path.is_file() else [file for file in path.iterdir() if file.is_file()]
        return sum(file.stat().st_size for file in files)
    except OSError:
        return 0
