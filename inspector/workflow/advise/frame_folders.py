"""What is unusual about the images of clips that are folders: their bits per sample, and the numbers in their names."""

from collections.abc import Iterator, Sequence

from inspector.core.errors import ImageError, InspectorError
from inspector.core.images.depth import Depth, noticed_bits
from inspector.data.folders import storable
from inspector.data.images.reading import read_picture
from inspector.data.video.category import Clip
from inspector.data.video.frame_folder import FrameFolder
from inspector.workflow.advise.findings import Finding, FindingKind, listed

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


def frame_number_findings(clips: Sequence[Clip]) -> Iterator[Finding]:
    """Clips of which two images have one number, and clips whose images have none: all their images are frames."""
    doubled: dict[str, tuple[str, str]] = {}
    unnumbered = []
    for clip, folder in _folders(clips):
        if (same := folder.same_name) is not None:
            doubled[clip.name] = storable(same[0].name), storable(same[1].name)
        elif not any(character.isdecimal() for path in folder.files.values() for character in path.stem):
            unnumbered.append(clip.name)
    if doubled:
        first, second = next(iter(doubled.values()))
        yield Finding(
            FindingKind.FRAME_NUMBERS,
            f"Images with the same frame number, such as {first} and {second}, count as two frames in "
            f"{listed([*doubled])}. Where they show the same frame, remove one of them.",
            tuple(doubled),
        )
    if unnumbered:
        yield Finding(
            FindingKind.FRAME_NUMBERS,
            f"The images in {listed(unnumbered)} have no numbers in their names, and are the frames of a clip in the "
            "order of their names. Single images need a model of images.",
            tuple(unnumbered),
        )


def _depths(clips: Sequence[Clip]) -> Iterator[Depth]:
    for _, folder in _folders(clips):
        files = [file for _, file in sorted(folder.files.items())]
        for file in files[:: max(1, len(files) // _SAMPLED)][:_SAMPLED]:
            try:
                yield read_picture(file).depth
            except ImageError:  # it is reported as a lost frame
                continue


def _folders(clips: Sequence[Clip]) -> Iterator[tuple[Clip, FrameFolder]]:
    """The clips that are folders; those that cannot be opened are passed over, as they are reported in their turn."""
    for clip in clips:
        if clip.path.is_dir():
            try:
                yield clip, FrameFolder(clip.path, rate=None, size=None)
            except InspectorError:
                continue
