"""Which good images train and which are held out to calibrate, whole lots at a time."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from inspector.core.errors import CategoryError, SettingError
from inspector.data.category import GOOD, ImageRef
from inspector.data.folders import storable

GROUP_BY_FOLDER = "folder"
CALIBRATION_SHARE = 0.2
FOLDS = 10
_SEARCH_S = 0.5  # a thousand times what a name takes


@dataclass(frozen=True)
class Split:
    """Indices of good images on either side; `calibration_groups` counts the lots held out."""

    training: tuple[int, ...]
    calibration: tuple[int, ...]
    calibration_groups: int


def held_out_of(good_images: int) -> int:
    """How many of a category's good images a training holds out to calibrate on."""
    return max(1, round(CALIBRATION_SHARE * good_images))


def images_to_add(more_held_out: int) -> int:
    """Good images to add to a category for so many more to be held out of it."""
    return round(more_held_out / CALIBRATION_SHARE)


def group_of(image: ImageRef, group_by: str | None) -> str:
    """The lot or specimen an image belongs to; its own name where images are parts of their own.

    Args:
        group_by: `folder`, or a regular expression searched in the image's name; the lot is its groups
            joined, or the whole match where it has none.

    Raises:
        SettingError: if the expression is not valid, or finds no end.
        CategoryError: if it does not match.
    """
    if group_by is None:
        return image.name
    if group_by == GROUP_BY_FOLDER:
        return image.name.rpartition("/")[0]
    try:
        match = _lot_pattern(group_by).search(image.name, timeout=_SEARCH_S)
    except TimeoutError as error:
        raise SettingError(
            "'{pattern}' cannot name the lots, because it takes too long on {name}: a repetition inside a repetition "
            "tries every way to divide a name.",
            code="lots.endless",
            pattern=group_by,
            name=image.name,
            reason="it takes too long",
        ) from error
    if match is None:
        raise CategoryError(
            "{file}: its lot is unknown, as '{pattern}' does not match '{name}'.",
            code="lots.no_match",
            file=storable(str(image.path)),
            pattern=group_by,
            name=image.name,
        )
    return "\x1f".join(part or "" for part in match.groups()) if match.groups() else match.group(0)


def check_group_by(group_by: str | None) -> None:
    """Check before any image is read that lots can be identified this way.

    Raises:
        SettingError: if it is an expression that is not valid.
    """
    if group_by is not None and group_by != GROUP_BY_FOLDER:
        _lot_pattern(group_by)


def _lot_pattern(group_by: str) -> regex.Pattern[str]:
    try:
        return regex.compile(group_by)
    except (regex.error, RecursionError, OverflowError) as error:
        raise SettingError(
            "'{pattern}' cannot name the lots, as it is not a regular expression ({reason}).",
            code="lots.no_pattern",
            pattern=group_by,
            reason=str(error),
        ) from error


def split_good(images: Sequence[ImageRef], *, digests: Sequence[str], group_by: str | None, seed: int) -> Split:
    """Hold out whole lots until a fifth of the images is for calibration.

    The same names, contents and seed give the same split on any machine. Identical files count as one group,
    so that no image is on both sides.

    Args:
        digests: a hash of each image's file.

    Raises:
        CategoryError: if there are fewer than two groups, one for each side.
    """
    groups = _two_groups(images, digests, group_by)
    held_out = hold_out(groups, seed=seed, target=held_out_of(len(images)))
    calibration = sorted(index for group in held_out for index in groups[group])
    return Split(
        training=tuple(sorted(set(range(len(images))) - set(calibration))),
        calibration=tuple(calibration),
        calibration_groups=len(held_out),
    )


def split_crossed(images: Sequence[ImageRef], *, digests: Sequence[str], group_by: str | None) -> Split:
    """Every good image on both sides; see :func:`folds_of_good`.

    Raises:
        CategoryError: as for :func:`split_good`.
    """
    every = tuple(range(len(images)))
    return Split(every, every, calibration_groups=len(_two_groups(images, digests, group_by)))


def folds_of_good(
    images: Sequence[ImageRef], *, digests: Sequence[str], group_by: str | None, seed: int, most: int = FOLDS
) -> list[list[int]]:
    """Indices of good images in at most so many parts, whole lots at a time and about as many images in each.

    Raises:
        CategoryError: as for :func:`split_good`.
    """
    groups = _two_groups(images, digests, group_by)
    folds: list[list[int]] = [[] for _ in range(min(most, len(groups)))]
    for group in _drawn(groups, seed=seed):
        min(folds, key=len).extend(groups[group])
    return folds


def split_added(
    images: Sequence[ImageRef],
    *,
    digests: Sequence[str],
    group_by: str | None,
    seed: int,
    learned: Mapping[str, str],
    held_out: Mapping[str, str],
) -> Split:
    """Split images of which an earlier training has used some: what it learned is on neither side, what it held
    out stays held out, and new images join their lot or, where it is new, are split as ever.

    Args:
        learned, held_out: the images of the earlier training on either side, digest to name.

    Raises:
        CategoryError: if nothing is left to learn or to calibrate with.
    """
    groups = _groups(images, digests, group_by)
    old_training, old_calibration = (
        # Without lots, only content identifies an image: another image may have taken an old one's name.
        set() if group_by is None else {group_of(ImageRef(Path(name), name, GOOD), group_by) for name in side.values()}
        for side in (learned, held_out)
    )
    sides: dict[str, bool] = {}  # whether a group is held out
    for group, members in groups.items():
        contents = {digests[index] for index in members}
        if group in old_training or contents & learned.keys():
            sides[group] = False
        elif group in old_calibration or contents & held_out.keys():
            sides[group] = True
    fresh = {group: members for group, members in groups.items() if group not in sides}
    target = round(CALIBRATION_SHARE * sum(map(len, fresh.values())))
    if not any(sides.values()):
        target = max(1, target)
    chosen = hold_out(fresh, seed=seed, target=target)
    sides |= {group: group in chosen for group in fresh}
    calibration = [i for group in groups for i in groups[group] if sides[group] and digests[i] not in learned]
    training = [
        index
        for group, members in groups.items()
        for index in members
        if not sides[group] and digests[index] not in learned.keys() | held_out.keys()
    ]
    if not training:
        raise _no_new_image(len(images))
    if not calibration:
        raise CategoryError("There is no good image to calibrate with.", code="category.no_calibration_image")
    return Split(
        training=tuple(sorted(training)),
        calibration=tuple(sorted(calibration)),
        calibration_groups=sum(sides.values()),
    )


def split_added_crossed(
    images: Sequence[ImageRef], *, digests: Sequence[str], group_by: str | None, known: Mapping[str, str]
) -> Split:
    """Split images of which an earlier training has used some, for a model as by :func:`split_crossed`: every new
    one is learned, and those of new lots calibrate.

    Args:
        known: what the earlier training learned or calibrated on, digest to name; on neither side now.

    Raises:
        CategoryError: if nothing is left to learn.
    """
    old = (
        set() if group_by is None else {group_of(ImageRef(Path(name), name, GOOD), group_by) for name in known.values()}
    )
    groups = {
        group: members
        for group, members in _groups(images, digests, group_by).items()
        if group not in old and not {digests[index] for index in members} & known.keys()
    }
    training = tuple(index for index, digest in enumerate(digests) if digest not in known)
    if not training:
        raise _no_new_image(len(images))
    calibration = tuple(sorted(index for members in groups.values() for index in members))
    return Split(training, calibration, calibration_groups=len(groups))


def _no_new_image(count: int) -> CategoryError:
    return CategoryError(
        "There is no new good image to learn among these {count}.", code="category.no_new_image", count=count
    )


def _two_groups(images: Sequence[ImageRef], digests: Sequence[str], group_by: str | None) -> dict[str, list[int]]:
    groups = _groups(images, digests, group_by)
    if len(groups) < 2:
        if group_by is None:
            raise CategoryError(
                "There is one good image; at least two different ones are needed, one to train and one to calibrate."
                if len(images) == 1
                else "All {count} good images are identical; at least two different ones are needed, one to train "
                "and one to calibrate.",
                code="category.one_image",
                count=len(images),
            )
        raise CategoryError(
            "All {count} good images belong to one lot (by '{pattern}'); at least two lots are needed, "
            "one to train and one to calibrate.",
            code="lots.one",
            count=len(images),
            pattern=group_by,
        )
    return groups


def _groups(images: Sequence[ImageRef], digests: Sequence[str], group_by: str | None) -> dict[str, list[int]]:
    first_with: dict[str, str] = {}
    groups: dict[str, list[int]] = {}
    for index, (image, digest) in enumerate(zip(images, digests, strict=True)):
        group = group_of(image, group_by)
        if group_by is None:
            group = first_with.setdefault(digest, group)
        groups.setdefault(group, []).append(index)
    return groups


def hold_out(groups: Mapping[str, Sequence[int]], *, seed: int, target: int) -> set[str]:
    """Groups with about `target` images together, and never all groups."""
    ordered = _drawn(groups, seed=seed)
    held_out: set[str] = set()
    count = 0
    for group in ordered[:-1]:
        if count >= target:
            break
        if held_out and count + len(groups[group]) > 2 * target:
            continue
        held_out.add(group)
        count += len(groups[group])
    return held_out


def _drawn(groups: Iterable[str], *, seed: int) -> list[str]:
    """Groups in an order that is the same on any machine."""
    return sorted(groups, key=lambda group: hashlib.sha256(f"{seed}\x1f{group}".encode()).digest())
