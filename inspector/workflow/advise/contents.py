"""What a person should know of a folder before its images are used: what is left out, and what has no effect."""

from collections.abc import Iterator

from inspector.data.category import Category
from inspector.data.contents import LeftOut
from inspector.data.video.category import VideoCategory
from inspector.workflow.advise.findings import Finding, FindingKind, listed


def content_findings(category: Category | VideoCategory) -> Iterator[Finding]:
    """Images that may be clips, what is stated without effect, and what is neither learned from nor tested on."""
    if category.clip_like:
        yield Finding(
            FindingKind.CLIP_LIKE,
            f"The images in {listed(category.clip_like)} are numbered as the frames of clips are, and count as single "
            "images. If each folder is a clip, move these folders into the folder 'train' itself.",
        )
    for file, names in category.unmatched_names.items():
        if names:
            yield Finding(
                FindingKind.MARK,
                f"{file} speaks of {category.unit}s that are not there, or are there several times: "
                f"{listed(names)}. That has no effect; correct the names.",
            )
    if category.unused_properties:
        yield Finding(
            FindingKind.PROPERTY,
            f"These properties have no effect on clips: {listed(category.unused_properties)}. Whole frames are judged.",
        )
    for sentence in left_out_sentences(category.left_out, unit=category.unit, use="learned from nor tested on"):
        yield Finding(FindingKind.LEFT_OUT, sentence)


def left_out_sentences(left_out: LeftOut, *, unit: str = "image", use: str = "inspected") -> Iterator[str]:
    """One sentence for each sort of what is left out.

    Args:
        use: what is done with the others, with `neither` before it where it is `nor`.
    """
    if left_out.images:
        neither = f"neither {use}" if " nor " in use else f"not {use}"
        yield f"{_counted(left_out.images, 'image')} in other folders {_are(left_out.images)} {neither}: " + (
            f"{listed(left_out.images)}."
        )
    if left_out.files:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in left_out.suffixes().items())
        yield f"{_counted(left_out.files, 'file')} {_are(left_out.files)} no {unit} and left out ({kinds}): " + (
            f"{listed(left_out.files)}."
        )
    if left_out.folders:
        yield (
            f"{_counted(left_out.folders, 'folder')} {_are(left_out.folders)} left out, as links to folders that are "
            f"read already or as unreadable: {listed(left_out.folders)}."
        )


def _counted(names: tuple[str, ...], noun: str) -> str:
    return f"{len(names)} {noun}" if len(names) == 1 else f"{len(names)} {noun}s"


def _are(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"
