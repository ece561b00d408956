"""What may be wrong with the images of a category, one sentence a finding: what it is, and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inspector.core.calibration import MIN_IMAGES_FOR_PIXEL_STATISTICS
from inspector.core.images.light import GAIN_LIMIT
from inspector.core.images.quality import Quality, exceeding, far_above, far_below
from inspector.core.thresholds import false_reject_bound, images_needed
from inspector.data.category import ImageRef
from inspector.data.splits import held_out_of, images_to_add
from inspector.workflow.train.image_reading import other_set_ups

_FEWEST_GOOD = MIN_IMAGES_FOR_PIXEL_STATISTICS
_FEWEST_TO_COMPARE = 10  # what is usual cannot be told from fewer
_BLURRED = 2.0  # times less sharp
_CLIPPED = 0.1  # of the image, more than usual
_WISH = 0.05  # a share of false rejects that many a line can live with
_NAMED = 3


class FindingKind(StrEnum):
    CORRUPT = "corrupt"
    MIXED_SIZES = "mixed sizes"
    EXACT_DUPLICATE = "exact duplicate"
    NEAR_DUPLICATE = "near duplicate"
    TRAIN_TEST_OVERLAP = "train-test overlap"
    BLURRED = "blurred"
    EXPOSURE = "exposure"
    TOO_FEW = "too few"


@dataclass(frozen=True)
class Finding:
    """Something about a category's images that a person should look at.

    Attributes:
        message: one sentence that says what, and what to do.
        images: their names in the category; none where it is about all of them.
    """

    kind: FindingKind
    message: str
    images: tuple[str, ...] = ()


def too_few(good_images: int) -> Iterator[Finding]:
    """Whether good images are too few to learn from; `good_images` are those that are readable and different."""
    if good_images >= _FEWEST_GOOD:
        return
    if good_images < 2:
        proof = "and at least two different ones are needed, one to learn from and one to calibrate with"
    else:
        kept = held_out_of(good_images)
        bound = round(false_reject_bound(1, kept) * 100)
        proof = f"of which training holds out {kept}, and these prove at best that no more than {bound} % of good parts"
        proof += " are falsely rejected"
    enough = images_to_add(images_needed(_WISH))
    yield Finding(
        FindingKind.TOO_FEW,
        f"There are {good_images} different good images to learn from, {proof}; add some, {_FEWEST_GOOD} at least for "
        f"a first model and {enough} to prove {_WISH * 100:.0f} %.",
    )


def mixed_sizes(images: Sequence[ImageRef], sizes: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """Images that training would refuse beside the others."""
    if not images:
        return
    (height, width), differing = other_set_ups(sizes)
    if differing:
        names = tuple(images[index].name for index in differing)
        first = sizes[differing[0]]
        verb = "has" if len(names) == 1 else "have"
        yield Finding(
            FindingKind.MIXED_SIZES,
            f"{_listed(names)} {verb} another shape or scale than the other images ({first[1]}×{first[0]} px beside "
            f"{width}×{height} px), which is not one camera set-up; take them out or crop them alike.",
            names,
        )


def duplicates(images: Sequence[ImageRef], *, learned: frozenset[str], exact: bool) -> Finding:
    """One group of images that are the same.

    Args:
        learned: names of the images that are learned from; the others are to test.
        exact: the same to the last byte, and not only the same photograph.
    """
    names = tuple(image.name for image in images)
    same = "the same file" if exact else "the same photograph, saved again"
    if len({name in learned for name in names}) == 2:
        return Finding(
            FindingKind.TRAIN_TEST_OVERLAP,
            f"{_listed(names)} are {same}, and it is both learned from and tested on, so that figures on the test "
            "images are too good; keep it on one side.",
            names,
        )
    labels = sorted({image.label for image in images})
    advice = "keep one of them"
    if len(labels) > 1:
        advice = f"it is labelled {' and '.join(labels)}: keep the right one"
    kind = FindingKind.EXACT_DUPLICATE if exact else FindingKind.NEAR_DUPLICATE
    return Finding(kind, f"{_listed(names)} are {same}; {advice}.", names)


def taken_badly(images: Sequence[ImageRef], qualities: Sequence[Quality]) -> Iterator[Finding]:
    """Good images that stand out from the other good ones by blur or exposure."""
    if len(images) < _FEWEST_TO_COMPARE:
        return
    sharpness, brightness, clipped = (
        np.array([getattr(quality, name) for quality in qualities]) for name in ("sharpness", "brightness", "clipped")
    )
    for index in np.flatnonzero(far_below(sharpness, factor=_BLURRED)):
        share = sharpness[index] / np.median(sharpness)
        what = f"has {share * 100:.0f} % of the sharpness that good images have here"
        yield _of_one(FindingKind.BLURRED, images[index], what, "blurred")
    # Nearer ones are brought to the training images' brightness before they are judged.
    dark, bright = far_below(brightness, factor=1 / (1 - GAIN_LIMIT)), far_above(brightness, factor=1 + GAIN_LIMIT)
    burnt = exceeding(clipped, by=_CLIPPED)
    for index in np.flatnonzero(dark | bright | burnt):
        if dark[index] or bright[index]:
            share = brightness[index] / np.median(brightness)
            what = f"has {share * 100:.0f} % of the brightness that good images have here"
        else:
            excess = (clipped[index] - np.median(clipped)) * 100
            what = f"is black or white on {excess:.0f} % more of its area than good images are here"
        yield _of_one(FindingKind.EXPOSURE, images[index], what, "badly exposed")


def _of_one(kind: FindingKind, image: ImageRef, what: str, how: str) -> Finding:
    advice = f"look at it, and take it out if the part is fine and only the image is {how}"
    return Finding(kind, f"{image.name} {what}; {advice}.", (image.name,))


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
