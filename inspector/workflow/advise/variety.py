"""Good images from which nothing is learned: blank ones, and copies of one photograph."""

from collections.abc import Iterator, Sequence

from inspector.core.images.variety import Glance, blank_ones, copies_of_one
from inspector.data.category import ImageRef
from inspector.workflow.advise.findings import Finding, FindingKind, listed


def variety_findings(images: Sequence[ImageRef], glances: Sequence[Glance]) -> Iterator[Finding]:
    """What keeps a model from learning these good images."""
    total, names = len(images), [image.name for image in images]
    if blank := tuple(names[index] for index in blank_ones(glances)):
        yield Finding(FindingKind.BLANK, _blank(blank, total), blank)
    if copies := tuple(names[index] for index in copies_of_one(glances)):
        yield Finding(
            FindingKind.NO_VARIETY,
            f"{len(copies)} of the {total} good images hardly differ, as copies of one photograph do "
            f"({listed(copies)}). The thresholds then say nothing about other good parts. Add images of different "
            "good parts.",
            copies,
        )


def _blank(names: Sequence[str], total: int) -> str:
    if len(names) == total:
        return (
            f"All {total} good images are blank ({listed(names)}): each shows one grey level nearly everywhere. A "
            "model learns nothing from them. Check the lamp, the lens and the exposure."
        )
    if len(names) == 1:
        return (
            f"1 of the {total} good images is blank ({names[0]}): it shows one grey level nearly everywhere. Check the "
            "lamp, the lens and the exposure, and remove it if it shows no part."
        )
    return (
        f"{len(names)} of the {total} good images are blank ({listed(names)}): each shows one grey level nearly "
        "everywhere. Check the lamp, the lens and the exposure, and remove those that show no part."
    )
