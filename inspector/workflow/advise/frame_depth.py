"""Frames of clips that are folders of images whose camera used fewer bits than the files have room for."""

from collections.abc import Iterator, Sequence

from inspector.core.errors import ImageError
from inspector.core.images.depth import Depth, noticed_bits
from inspector.data.images.reading import read_picture
from inspector.data.video.category import Clip
from inspector.data.video.frame_folder import FrameFolder

_SAMPLED = 3  # frames of each clip


def frame_depth_remark(clips: Sequence[Clip]) -> str | None:
    """A sentence where no sampled frame of deep files uses more than a camera's bits; None where some do."""
    bits = noticed_bits(list(_depths(clips)))
    if bits is None:
        return None
    return (
        f"No sample of the sampled frames with 16 or more bits exceeds {(1 << bits) - 1} of 65535, as if a camera of "
        f"{bits} bits had written them; they then look {65535 // ((1 << bits) - 1)} times too dark, and events are "
        f"missed. Export them at all 16 bits, or with a tag that states {bits} bits per sample."
    )


def _depths(clips: Sequence[Clip]) -> Iterator[Depth]:
    for clip in clips:
        if not clip.path.is_dir():
            continue
        files = [file for _, file in sorted(FrameFolder(clip.path, rate=None, size=None).files.items())]
        for file in files[:: max(1, len(files) // _SAMPLED)][:_SAMPLED]:
            try:
                yield read_picture(file).depth
            except ImageError:  # it is reported as a lost frame
                continue
