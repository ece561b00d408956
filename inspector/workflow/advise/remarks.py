"""What a person is asked about good parts that look like this, and what is good to know of them."""

from collections.abc import Collection, Mapping

from inspector.core.images.light import GAIN_LIMIT
from inspector.core.images.variation import Variation
from inspector.workflow.advise.properties import FAINT, LARGER_SIZE_PX, SEVERAL_POSES, Kind, Properties

WITHOUT_ROTATION = "asked=vertical,horizontal,jigsaw"  # the tasks of `multitask` but that one
_ANY_ANGLE = 135  # degrees; turned by more, parts come as they fall
_COARSE = 4  # image pixels in one of the input's: a scratch so wide is one faint pixel
_FEW_IMAGES = 10  # a tenth of them is one image


def percent(share: float) -> str:
    """A measured share in whole per cent; estimates below 0 are 0."""
    return f"{max(0.0, share) * 100:.0f} %"


def questions(properties: Properties, stated: Variation) -> list[str]:
    """How good parts vary, as far as the images suggest it and `stated` does not say so already."""
    pose = properties.pose
    suggested = []
    if properties.poses_vary and not stated.rotation_degrees:
        degrees = 180 if pose.turned_degrees >= _ANY_ANGLE else round(pose.turned_degrees)
        suggested.append(
            f"In {percent(pose.turned_pairs)} of the pairs one good part lies turned to the other, by up to "
            f"{degrees}°: if that is right, add --rotation {degrees}."
        )
    axes = {
        "horizontal": (pose.mirrored_pairs_horizontal, pose.kept_mirrored_horizontal, stated.flip_horizontal),
        "vertical": (pose.mirrored_pairs_vertical, pose.kept_mirrored_vertical, stated.flip_vertical),
    }
    known = [axis for axis, (_, _, stated_already) in axes.items() if stated_already]
    come = [axis for axis, (pairs, _, _) in axes.items() if pairs > SEVERAL_POSES and axis not in known]
    same = [axis for axis, (_, kept, _) in axes.items() if properties.passes(kept) and axis not in known]
    if come:
        pairs = max(axes[axis][0] for axis in come)
        suggested.append(
            f"In {percent(pairs)} of the pairs one good part is the other mirrored: if that is right, add "
            f"--flip {_flip(come + known)}."
        )
    elif same and not properties.poses_vary and properties.kind is Kind.ALIGNED:
        kept = min(axes[axis][1] for axis in same)
        suggested.append(
            f"Mirrored, the part looks the same ({percent(min(kept, 1))} of the likeness kept): if a mirrored part is "
            f"good, --flip {_flip(same + known)} gives the training more to learn from."
        )
    return suggested


def _flip(axes: list[str]) -> str:
    return "both" if len(axes) > 1 else axes[0]


def notes(properties: Properties, suggested: Mapping[str, Collection[str]]) -> list[str]:
    """What would mislead someone who does not know it.

    Args:
        suggested: the options of each suggested method, by its name; nothing is said of other methods.
    """
    pose = properties.pose
    known = []
    half, quarter = properties.passes(pose.kept_turned_180), properties.passes(pose.kept_turned_90)
    if (half or quarter) and "multitask" in suggested:
        turn = "a quarter or half" if half and quarter else "half" if half else "a quarter"
        if WITHOUT_ROTATION in suggested["multitask"]:
            left_out = "the suggested `multitask` leaves out its rotation task"
        else:
            left_out = "leave out the rotation task of `multitask`"
        why = "as good parts come turned" if properties.poses_vary else "as they look the same"
        known.append(
            f"Images turned by {turn} a turn pass for other good images ({why}): telling such turns apart can "
            f"hardly be learned, so {left_out} with --set {WITHOUT_ROTATION}."
        )
    if properties.measured < _FEW_IMAGES:
        known.append(
            f"{properties.measured} images are few to tell how good parts vary: ask again when there are more."
        )
    if properties.more_images_for_1_percent:
        known.append(
            f"For a proof of at most 1 % false rejects, add {properties.more_images_for_1_percent} good images to the "
            "category, a fifth of which is held out to calibrate on."
        )
    if properties.wants_larger and "riad" in suggested:
        known.append(
            f"{percent(properties.detail_lost_at_128_px)} of what the images show is gone at 128 px, so that "
            f"{LARGER_SIZE_PX} px are suggested for `riad`: about four times the time."
        )
    pixels = min(properties.height_px, properties.width_px) / (LARGER_SIZE_PX if properties.wants_larger else 128)
    if pixels >= _COARSE and "riad" in suggested:
        known.append(
            f"One pixel of `riad`'s input is {pixels:.0f} px of the image: a defect must be some of those "
            "wide to be seen; raise image_size or photograph closer if defects are that small."
        )
    if properties.light_spread > Variation().gain:
        at_least = "at least " * (properties.light_spread > 0.99 * GAIN_LIMIT)
        known.append(
            f"The brightness of good images varies by {at_least}{percent(properties.light_spread)}, more than the "
            f"{percent(Variation().gain)} that training adds: steady the lamp or the exposure, unless the parts differ."
        )
    if properties.contrast < FAINT:
        known.append("There is hardly anything to see in the images but noise; check exposure and focus.")
    if properties.copies:
        copies = "1 good image is a copy" if properties.copies == 1 else f"{properties.copies} good images are copies"
        known.append(f"{copies} of others, file for file, and prove{'s' * (properties.copies == 1)} nothing more.")
    return known
