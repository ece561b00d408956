"""Which good images train and which are held out to calibrate, by lot and never by frame."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.core.errors import CategoryError
from inspector.data.category import ImageRef

GROUP_BY_FOLDER = "folder"
CALIBRATION_SHARE = 0.2


@dataclass(frozen=True)
class Split:
    """Indices of good images on either side; `calibration_groups` counts the lots held out."""

    training: tuple[int, ...]
    calibration: tuple[int, ...]
    calibration_groups: int


def group_of(image: ImageRef, group_by: str | None) -> str:
    """The lot or specimen an image belongs to; its own name where images are parts of their own.

    Args:
        group_by: `folder`, or a regular expression searched in the image's name; the lot is its groups
            joined, or the whole match where it has none.

    Raises:
        CategoryError: if the expression is not valid or does not match.
    """
    if group_by is None:
        return image.name
    if group_by == GROUP_BY_FOLDER:
        return image.name.rpartition("/")[0]
    try:
        match = re.search(group_by, image.name)
    except re.error as error:
        raise CategoryError(f"'{group_by}' is not a regular expression ({error}); see --group-by.") from error
    if match is None:
        raise CategoryError(
            f"{image.path}: its lot cannot be told, as '{group_by}' does not match '{image.name}'; correct --group-by."
        )
    return "\x1f".join(part or "" for part in match.groups()) if match.groups() else match.group(0)


def split_good(images: Sequence[ImageRef], *, digests: Sequence[str], group_by: str | None, seed: int) -> Split:
    """Hold out whole lots until a fifth of the images is for calibration.

    The same names, contents and seed give the same split on any machine. Identical files count as one group,
    so that no image is on both sides.

    Args:
        digests: a hash of each image's file.

    Raises:
        CategoryError: if there are fewer than two groups, one for each side.
    """
    first_with: dict[str, str] = {}
    groups: dict[str, list[int]] = {}
    for index, (image, digest) in enumerate(zip(images, digests, strict=True)):
        group = group_of(image, group_by)
        if group_by is None:
            group = first_with.setdefault(digest, group)
        groups.setdefault(group, []).append(index)
    if len(groups) < 2:
        what = "image" if group_by is None else f"lot (by '{group_by}')"
        raise CategoryError(
            f"All {len(images)} good images are one {what}; at least two are needed, one to train and one to "
            "calibrate. Add good images, or state another --group-by."
        )
    ordered = sorted(groups, key=lambda group: hashlib.sha256(f"{seed}\x1f{group}".encode()).digest())
    wanted = max(1, round(CALIBRATION_SHARE * len(images)))
    held_out: set[str] = set()
    count = 0
    for group in ordered[:-1]:
        if count >= wanted:
            break
        if held_out and count + len(groups[group]) > 2 * wanted:
            continue
        held_out.add(group)
        count += len(groups[group])
    calibration = sorted(index for group in held_out for index in groups[group])
    return Split(
        training=tuple(sorted(set(range(len(images))) - set(calibration))),
        calibration=tuple(calibration),
        calibration_groups=len(held_out),
    )
