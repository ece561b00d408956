"""What a person is asked about good parts that look like this, and what is good to know of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from inspector.core.images.light import GAIN_LIMIT
from inspector.core.images.variation import Variation
from inspector.workflow.advise.properties import FAINT, LARGER_SIZE_PX, SEVERAL_POSES, Kind, Properties
from inspector.workflow.advise.tiles import affordable_tile, tile_count

TASKS_WITHOUT_ROTATION = ("vertical", "horizontal", "jigsaw")  # the tasks of `multitask` but that one
_COARSE = 4  # image pixels in one of the input's: a scratch so wide is one faint pixel
_FEW_IMAGES = 10  # a tenth of them is one image


def percent(share: float) -> str:
    """A measured share in whole per cent; estimates below 0 are 0."""
    return f"{max(0.0, share) * 100:.0f} %"


@dataclass(frozen=True)
class Question:
    """How good parts seem to vary, which only a person can confirm; the command line and the screen word it.

    Attributes:
        kind: good parts are `rotated` against each other, `mirrored`, or look the same when mirrored (`symmetric`); of
            clips whether there is a `moving camera`.
        share: of the pairs of good images in which it was found; of the likeness that remains, where `symmetric`; of
            the frames in which the scene moves, where the camera may.
        degrees: by which they are rotated, at most.
        axes: along which they are mirrored, those that are stated already among them.
    """

    kind: Literal["rotated", "mirrored", "symmetric", "moving camera"]
    share: float
    degrees: int | None = None
    axes: tuple[str, ...] = ()


def questions(properties: Properties, stated: Variation, *, located: bool) -> list[Question]:
    """How good parts vary, as far as the images suggest it and `stated` does not say so already.

    Args:
        located: parts are turned back before they are judged, so it does not matter how they lie.
    """
    pose = properties.pose
    suggested = []
    if properties.poses_vary and not stated.rotation_degrees and not located:
        degrees = 180 if properties.any_angle else round(pose.turned_degrees)
        suggested.append(Question("rotated", pose.turned_pairs, degrees=degrees))
    axes = {
        "horizontal": (pose.mirrored_pairs_horizontal, pose.kept_mirrored_horizontal, stated.flip_horizontal),
        "vertical": (pose.mirrored_pairs_vertical, pose.kept_mirrored_vertical, stated.flip_vertical),
    }
    known = [axis for axis, (_, _, stated_already) in axes.items() if stated_already]
    come = [axis for axis, (pairs, _, _) in axes.items() if pairs > SEVERAL_POSES and axis not in known]
    same = [axis for axis, (_, likeness, _) in axes.items() if properties.passes(likeness) and axis not in known]
    if come:
        pairs = max(axes[axis][0] for axis in come)
        suggested.append(Question("mirrored", pairs, axes=(*come, *known)))
    elif same and not properties.poses_vary and properties.kind is Kind.ALIGNED:
        lowest = min(axes[axis][1] for axis in same)
        suggested.append(Question("symmetric", min(lowest, 1), axes=(*same, *known)))
    return suggested


def why_located(properties: Properties) -> str:
    """Why to find the parts first, in a sentence."""
    if not properties.poses_vary:
        lie = "in different places"
    elif properties.any_angle:
        lie = "at any angle"
    else:
        lie = f"turned by up to {properties.pose.turned_degrees:.0f}°"
    return (
        f"Good parts lie {lie}; located, they all show in one pose, so that each place is judged by good parts there. "
        "On a sample of the good images the part is found reliably."
    )


def notes(
    properties: Properties, suggested: Mapping[str, Collection[str]], *, tiled: Collection[str] = ()
) -> list[str]:
    """What would mislead someone who does not know it.

    Args:
        suggested: names of the settings of each suggested method, by its name; nothing is said of other methods.
        tiled: the methods that judge such images in tiles, which keep their resolution.
    """
    pose = properties.pose
    known = []
    half, quarter = properties.passes(pose.kept_turned_180), properties.passes(pose.kept_turned_90)
    if (half or quarter) and "multitask" in suggested:
        turn = "90° or 180°" if half and quarter else "180°" if half else "90°"
        if "asked" in suggested["multitask"]:
            left_out = "the suggested `multitask` leaves out its rotation task"
        else:
            left_out = "leave out the rotation task of `multitask`"
        why = "good parts come rotated" if properties.poses_vary else "the part looks the same"
        known.append(
            f"Images rotated by {turn} look like other good images ({why}). Such rotations can hardly be learned, so "
            f"{left_out}; the tasks that remain are {', '.join(TASKS_WITHOUT_ROTATION)}."
        )
    if properties.measured < _FEW_IMAGES:
        known.append(
            f"{properties.measured} images are too few to show how good parts vary; ask again when there are more."
        )
    if properties.more_images_for_1_percent:
        known.append(
            f"To prove at most 1 % false rejects, add {properties.more_images_for_1_percent} good images to the "
            "category; a fifth of them is held out for calibration."
        )
    shrunk = "riad" in suggested and "riad" not in tiled
    if properties.wants_larger and shrunk:
        known.append(
            f"At 128 px, {percent(properties.detail_lost_at_128_px)} of what the images show is lost, so "
            f"{LARGER_SIZE_PX} px are suggested for `riad`, which take about four times as long."
        )
    side = LARGER_SIZE_PX if properties.wants_larger else 128
    pixels = min(properties.height_px, properties.width_px) / side
    if pixels >= _COARSE and shrunk:
        known.append(
            f"One pixel of `riad`'s input covers {pixels:.0f} px of the image, and a defect must be several of these "
            f"wide to be found; narrower ones vanish. {_in_tiles(properties, side)}"
        )
    if properties.light_spread > Variation().gain:
        at_least = "at least " * (properties.light_spread > 0.99 * GAIN_LIMIT)
        known.append(
            f"The brightness of good images varies by {at_least}{percent(properties.light_spread)}, more than the "
            f"{percent(Variation().gain)} that training adds. Stabilise the lamp or the exposure, unless the parts "
            "differ."
        )
    if properties.contrast < FAINT:
        known.append("The images show hardly anything but noise; check exposure and focus.")
    if properties.copies:
        copies = "1 good image is a copy" if properties.copies == 1 else f"{properties.copies} good images are copies"
        known.append(f"{copies} of others, byte for byte, and prove{'s' * (properties.copies == 1)} nothing more.")
    return known


def _in_tiles(properties: Properties, side: int) -> str:
    """What tiles change, and their price."""
    size, input_size = (properties.height_px, properties.width_px), (side, side)
    few, all_of_it = affordable_tile(size, side=input_size), tile_count(size, side, side=input_size)
    full = (
        f"In tiles of {side} px it covers 1 px; there are {all_of_it} of them per image, which take about as many "
        "times as long."
    )
    if few == side:
        return full
    tiles = tile_count(size, few, side=input_size)
    return f"{full} In {tiles} tiles of {few} px it covers {few / side:.1f} px. Or move the camera closer."
