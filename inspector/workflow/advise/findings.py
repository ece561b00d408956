"""What may be wrong with the images or clips of a category, one sentence per finding: what it is and what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inspector.core.calibration import MIN_IMAGES_FOR_PIXEL_STATISTICS
from inspector.core.images.light import GAIN_LIMIT
from inspector.core.images.quality import Quality, exceeding, far_above, far_below
from inspector.core.thresholds import false_reject_bound, images_needed
from inspector.data.category import ImageRef
from inspector.data.splits import held_out_of, images_to_add
from inspector.data.video.category import Clip
from inspector.workflow.analysis_frames import OTHER_PACE
from inspector.workflow.train.image_reading import other_set_ups

_FEWEST_GOOD = MIN_IMAGES_FOR_PIXEL_STATISTICS
_FEWEST_TO_COMPARE = 10  # fewer do not show what is usual
_BLURRED = 2.0  # times less sharp
_CLIPPED = 0.1  # of the image, more than usual
_WISH = 0.05  # a share of false rejects that many a line can live with
_NAMED = 3


class FindingKind(StrEnum):
    CORRUPT = "corrupt"
    MIXED_SIZES = "mixed sizes"
    MIXED_RATES = "mixed frame rates"
    EXACT_DUPLICATE = "exact duplicate"
    NEAR_DUPLICATE = "near duplicate"
    TRAIN_TEST_OVERLAP = "train-test overlap"
    BLURRED = "blurred"
    EXPOSURE = "exposure"
    BLANK = "blank"
    NO_VARIETY = "no variety"
    DEPTH = "depth"
    FRAME_NUMBERS = "frame numbers"
    TOO_FEW = "too few"
    MASK = "mask"
    MARK = "mark without effect"
    PROPERTY = "property without effect"
    LEFT_OUT = "left out"
    CLIP_LIKE = "perhaps clips"


@dataclass(frozen=True)
class Finding:
    """Something about the images or clips of a category that a person should look at.

    Attributes:
        message: one sentence that says what, and what to do.
        images: their names in the category; none where it is about all of them.
    """

    kind: FindingKind
    message: str
    images: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExamineDone:
    """All that was found, and totals.

    Attributes:
        counts: images or clips by side (`train`, `test`) and label.
        learned_from: those of the training side by folder.
        sizes: the same by (H, W), the commonest first; unreadable ones are in none.
        bytes: of all files.
        held_out: good images that training will hold out to calibrate on; 0 for clips.
        false_reject_bound_95: the smallest share of false rejects that they can prove; None where there are none, and
            for clips, which are held out by stretches.
        findings: in the order in which they were found.
    """

    counts: Mapping[str, Mapping[str, int]]
    learned_from: Mapping[str, int]
    sizes: Mapping[tuple[int, int], int]
    bytes: int
    held_out: int
    false_reject_bound_95: float | None
    findings: tuple[Finding, ...]


def too_few(good_images: int) -> Iterator[Finding]:
    """Whether good images are too few to learn from; `good_images` are those that are readable and different."""
    if good_images >= _FEWEST_GOOD:
        return
    if good_images < 2:
        proof = "and at least two are needed, one to learn from and one to calibrate with"
    else:
        held_out = held_out_of(good_images)
        bound = round(false_reject_bound(1, held_out) * 100)
        proof = (
            f"of which a fifth, {held_out}, can prove at best that no more than {bound} % of good parts are falsely "
            "rejected"
        )
    enough = images_to_add(images_needed(_WISH))
    yield Finding(
        FindingKind.TOO_FEW,
        f"There are {good_images} different good images, {proof}. Add more: at least {_FEWEST_GOOD} for a first model, "
        f"and {enough} to prove {_WISH * 100:.0f} %.",
    )


def mixed_sizes(images: Sequence[ImageRef | Clip], sizes: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """Images or clips that one camera set-up cannot have taken."""
    if not images:
        return
    (height, width), differing = other_set_ups(sizes)
    if differing:
        names = tuple(images[index].name for index in differing)
        first = sizes[differing[0]]
        verb = "has" if len(names) == 1 else "have"
        yield Finding(
            FindingKind.MIXED_SIZES,
            f"{listed(names)} {verb} a different shape or scale from the others ({first[1]}×{first[0]} px, not "
            f"{width}×{height} px): that is not one camera set-up. Remove them, or crop all images alike.",
            names,
        )


def mixed_rates(clips: Sequence[Clip], rates: Sequence[float]) -> Iterator[Finding]:
    """Clips whose frame rate is so different from the others' that motion is another in them."""
    if not clips:
        return
    typical = sorted(rates)[len(rates) // 2]
    differing = [place for place, rate in enumerate(rates) if max(rate / typical, typical / rate) >= OTHER_PACE]
    if differing:
        names = tuple(clips[place].name for place in differing)
        verb = "has" if len(names) == 1 else "have"
        yield Finding(
            FindingKind.MIXED_RATES,
            f"{listed(names)} {verb} a different frame rate from the others ({rates[differing[0]]:g}, not {typical:g} "
            "frames per second), so everything seems to move at another speed. Record all clips at one rate.",
            names,
        )


def duplicates(
    images: Sequence[ImageRef | Clip], *, learned: frozenset[str], exact: bool, unit: str = "image"
) -> Finding:
    """One group of images or clips that are the same.

    Args:
        learned: names of those that are learned from; the others are to test.
        exact: the same to the last byte, and not only the same photograph.
        unit: what they are.
    """
    names = tuple(image.name for image in images)
    same = "the same file" if exact else "the same photograph, saved again"
    if len({name in learned for name in names}) == 2:
        return Finding(
            FindingKind.TRAIN_TEST_OVERLAP,
            f"{listed(names)} are {same}, and it is in both training and test, so figures on the test {unit}s look "
            "too good. Keep it on one side.",
            names,
        )
    labels = sorted({image.label for image in images})
    advice = "keep one of them"
    if len(labels) > 1:
        advice = f"it is labelled {' and '.join(labels)}: keep the right one"
    kind = FindingKind.EXACT_DUPLICATE if exact else FindingKind.NEAR_DUPLICATE
    return Finding(kind, f"{listed(names)} are {same}; {advice}.", names)


def taken_badly(
    images: Sequence[ImageRef | Clip], qualities: Sequence[Quality], *, unit: str = "image"
) -> Iterator[Finding]:
    """Good images or clips that stand out from the other good ones by blur or exposure."""
    if len(images) < _FEWEST_TO_COMPARE:
        return
    sharpness, brightness, clipped = (
        np.array([getattr(quality, name) for quality in qualities]) for name in ("sharpness", "brightness", "clipped")
    )
    for index in np.flatnonzero(far_below(sharpness, factor=_BLURRED)).tolist():
        share = sharpness[index] / np.median(sharpness)
        what = f"is {share * 100:.0f} % as sharp as good {unit}s here"
        yield _of_one(FindingKind.BLURRED, images[index], what, "blurred", unit)
    # Nearer ones are brought to the training images' brightness before they are judged.
    dark, bright = far_below(brightness, factor=1 / (1 - GAIN_LIMIT)), far_above(brightness, factor=1 + GAIN_LIMIT)
    burnt = exceeding(clipped, by=_CLIPPED)
    for index in np.flatnonzero(dark | bright | burnt).tolist():
        if dark[index] or bright[index]:
            share = brightness[index] / np.median(brightness)
            what = f"is {share * 100:.0f} % as bright as good {unit}s here"
        else:
            excess = (clipped[index] - np.median(clipped)) * 100
            what = f"is black or white over {excess:.0f} % more of its area than good {unit}s here"
        yield _of_one(FindingKind.EXPOSURE, images[index], what, "badly exposed", unit)


def _of_one(kind: FindingKind, image: ImageRef | Clip, what: str, how: str, unit: str) -> Finding:
    advice = f"check it, and remove it if the part is good and only the {unit} is {how}"
    return Finding(kind, f"{image.name} {what}; {advice}.", (image.name,))


def listed(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    if len(names) <= _NAMED:
        return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
