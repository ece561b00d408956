"""Sort all that lies in a category's folder: what is learned from, what is tested on, which masks are whose."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector.core.errors import CategoryError, ImageError
from inspector.data.contents import NOTHING, LeftOut, listed_counts
from inspector.data.folder_names import path_key
from inspector.data.folders import storable
from inspector.data.images.masks import defect_share
from inspector.data.layout import GOOD, Layout
from inspector.data.masks import masks_beside, match_masks, named_as_masks
from inspector.data.tree import Parts, Tree

DEFECT = "defect"  # the defect type of images that only their masks show to be defective


@dataclass
class Sides:
    """What a category's folder holds.

    Attributes:
        train: images to learn from.
        test: images to test on, with their labels.
        masks: of images, each a file or a folder of several.
        unmatched_masks: that fit no image.
    """

    train: list[Parts] = field(default_factory=list)
    test: dict[Parts, str] = field(default_factory=dict)
    masks: dict[Parts, Parts] = field(default_factory=dict)
    unmatched_masks: list[Parts] = field(default_factory=list)
    left_out: LeftOut = NOTHING


def sort_tree(tree: Tree, *, learn_from: Sequence[str], known_files: Sequence[str]) -> Sides:
    """Sort the images of a tree by the names of their folders, and where these do not say it by their masks.

    Args:
        learn_from: folders that a person says hold good parts, whatever their names.
        known_files: names of files of the root that are no images and are not left out.

    Raises:
        CategoryError: if what is to be learned from lies in a folder that speaks of defects or masks, a folder that
            is needed cannot be listed, a folder of `learn_from` does not exist, or a mask that decides what an image
            is cannot be read.
    """
    layout = Layout(tree, stated_folders(tree, learn_from))
    _check_readable(tree, layout)
    sides, unused = Sides(), []
    unlabelled: list[Parts] = []  # of the test side
    masks: list[Parts] = []
    suspicious: Counter[Parts] = Counter()
    for folder, found in tree.folders.items():
        place = layout.place(folder)
        if place.side == "mask":
            masks += [(*folder, name) for name in found.images]
            continue
        possible = named_as_masks(found.images)
        beside = masks_beside(found.images, possible)
        masks += [(*folder, name) for name in beside]
        images = [(*folder, name) for name in found.images if name not in beside]
        if place.side is None:
            unused += images
        elif place.side == "train":
            sides.train += images
            suspicious[folder] += _suspicious(layout, folder, images, possible)
        elif place.label:
            sides.test |= dict.fromkeys(images, place.label)
        else:
            unlabelled += images
    if masks:
        _match(sides, unlabelled, masks)
        unlabelled = _label_by_masks(tree, sides, unlabelled)
    unused += unlabelled
    check_names(tree, +suspicious)
    if not sides.train and (unused or masks or sides.test):
        raise _nothing_good(tree, [*unused, *masks, *sides.test])
    sides.left_out = _left_out(tree, unused, known_files)
    return sides


def _match(sides: Sides, unlabelled: Sequence[Parts], masks: Sequence[Parts]) -> None:
    defective = {image: label for image, label in sides.test.items() if label != GOOD}
    images = [*sides.train, *sides.test, *unlabelled]
    sides.masks, sides.unmatched_masks = match_masks(images, sorted(masks), labels=defective)


def _label_by_masks(tree: Tree, sides: Sides, unlabelled: Sequence[Parts]) -> list[Parts]:
    """Images whose masks mark something are defective, wherever they lie; returns those that stay without a label."""
    masked = [image for image in sides.train if image in sides.masks]
    defective = {image for image in masked if _is_marked(tree, image, sides.masks[image])}
    sides.train = [image for image in sides.train if image not in defective]
    sides.test |= dict.fromkeys(sorted(defective), DEFECT)
    known = {image[:-1] for image in unlabelled if image in sides.masks}
    left = []
    for image in unlabelled:
        if image in sides.masks:
            sides.test[image] = DEFECT if _is_marked(tree, image, sides.masks[image]) else GOOD
        elif image[:-1] in known:  # only defective ones have masks there
            sides.test[image] = GOOD
        else:
            left.append(image)
    return left


def _is_marked(tree: Tree, image: Parts, mask: Parts) -> bool:
    try:
        return defect_share(tree.root.joinpath(*mask)) > 0
    except ImageError as error:
        raise CategoryError(
            "Whether {file} shows a good part is unknown, because its mask cannot be read. {reason}",
            code="category.mask_unreadable",
            file=_name(image),
            reason=str(error),
        ) from error


def _suspicious(layout: Layout, folder: Parts, images: Sequence[Parts], mask_names: Container[str]) -> int:
    """How many of the images to learn from a name says to be something else."""
    if layout.is_stated(folder):
        return 0
    if layout.suspicious(folder):
        return len(images)
    return sum(image[-1] in mask_names for image in images)


def check_names(tree: Tree, suspicious: Mapping[Parts, int]) -> None:
    """Refuse to learn from folders whose names speak against it; their images or clips are counted.

    Raises:
        CategoryError: if there are any.
    """
    if suspicious:
        counts = {_name(folder) or ".": count for folder, count in sorted(suspicious.items())}
        raise CategoryError(
            "{category}: what is in {folders} would be learned as good, although these names speak of defects, masks "
            "or another category.",
            code="category.suspicious",
            category=storable(str(tree.root)),
            folders=listed_counts({_name(folder) or tree.root.name: count for folder, count in suspicious.items()}),
            names=tuple(counts),
            root=tree.root,
        )


def _nothing_good(tree: Tree, images: Sequence[Parts]) -> CategoryError:
    counts = dict(Counter(_name(image[:-1]) or "." for image in sorted(images)))
    return CategoryError(
        "{category}: no folder is named as one of good parts (such as good, ok or normal) to learn from; there are "
        "images in {folders}.",
        code="category.nothing_good",
        category=storable(str(tree.root)),
        folders=listed_counts(counts),
        names=tuple(counts),
    )


def _check_readable(tree: Tree, layout: Layout) -> None:
    for folder, error in tree.unreadable.items():
        if layout.place(folder).side is not None:
            raise error


def stated_folders(tree: Tree, learn_from: Sequence[str]) -> tuple[Parts, ...]:
    """The folders that a person names to learn from.

    Raises:
        CategoryError: if there is no such folder.
    """
    by_key = {path_key(_name(parts)): parts for parts in tree.folders}
    stated = []
    for name in learn_from:
        if (parts := by_key.get(path_key(name))) is None:
            raise CategoryError(
                "{category} has no folder {folder} to learn from.",
                code="category.no_such_folder",
                category=storable(str(tree.root)),
                folder=storable(name),
            )
        stated.append(parts)
    return tuple(stated)


def others_of(tree: Tree, *, named_below: Path) -> LeftOut:
    """What lies in a tree besides images, by paths that begin with the folder's."""
    found = _left_out(tree, (), ())
    above = storable(named_below.as_posix()).rstrip("/")
    return LeftOut(
        files=tuple(f"{above}/{name}" for name in found.files),
        folders=tuple(f"{above}/{name}" for name in found.folders),
    )


def _left_out(tree: Tree, unused: Sequence[Parts], known_files: Sequence[str]) -> LeftOut:
    known = {(name,) for name in known_files}
    files = [(*folder, name) for folder, found in tree.folders.items() for name in found.others]
    return LeftOut(
        files=tuple(map(_name, sorted(file for file in files if file not in known))),
        images=tuple(map(_name, sorted(unused))),
        folders=tuple(map(_name, sorted([*tree.repeated, *tree.unreadable]))),
    )


def _name(parts: Parts) -> str:
    return storable("/".join(parts))
