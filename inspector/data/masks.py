"""Which mask is of which image, by their paths."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from inspector.data.folder_names import (
    COLOUR_NAMES,
    TEST_NAMES,
    TRAIN_NAMES,
    VALIDATION_NAMES,
    folder_key,
    is_mask_folder,
    mask_stem,
    match_key,
    stem_of,
)
from inspector.data.tree import Parts

_SIDES = TRAIN_NAMES | TEST_NAMES | VALIDATION_NAMES
_Key = tuple[str, ...]


def named_as_masks(names: Sequence[str]) -> dict[str, str]:
    """The files that are masks by their names, with the stems of what they would be masks of."""
    return {name: stem for name in names if (stem := mask_stem(stem_of(name))) is not None}


def masks_beside(names: Sequence[str], possible: Mapping[str, str]) -> dict[str, str]:
    """The files of one folder that are masks of others there, such as `Part0_label.bmp` of `Part0.jpg`; by the mask.

    Args:
        possible: what :func:`named_as_masks` finds among the names.
    """
    if not possible:
        return {}
    stems = {match_key(stem_of(name)): name for name in names}
    return {name: image for name, stem in possible.items() if (image := stems.get(match_key(stem))) is not None}


def match_masks(
    images: Iterable[Parts], masks: Iterable[Parts], *, labels: Mapping[Parts, str]
) -> tuple[dict[Parts, Parts], list[Parts]]:
    """The mask of each image that has one, and the masks that fit no image.

    A mask fits the image of the same path, apart from folders such as `images`, `masks` and `test`, and from `_mask`,
    `_label` or `_gt` at the end of its name. Several masks in a folder named as an image are that image's; its mask is
    then the folder. A mask that fits none so fits the only defective image of its name, if its folders do not speak
    against that.

    Args:
        labels: the defect type of each image that is defective by its folder.
    """
    index = _Index(images, labels)
    matched: dict[Parts, Parts] = {}
    unmatched: list[Parts] = []
    left: list[Parts] = []
    for mask in masks:
        if (image := index.find(_mask_keys(mask))) is not None:
            if matched.setdefault(image, mask) != mask:
                unmatched.append(mask)
        elif (image := index.find([_key(mask)[:-1]])) is not None:
            matched[image] = mask[:-1]
        else:
            left.append(mask)
    loose: dict[Parts, list[Parts]] = defaultdict(list)
    for mask in left:
        candidates = [image for image in index.alike(mask) if image not in matched]
        if len(candidates) == 1:
            loose[candidates[0]].append(mask)
        else:
            unmatched.append(mask)
    for image, found in loose.items():
        if len(found) == 1:
            matched[image] = found[0]
        else:
            unmatched += found
    return matched, sorted(unmatched)


class _Index:
    def __init__(self, images: Iterable[Parts], labels: Mapping[Parts, str]) -> None:
        self._labels = labels
        self._by_key: dict[_Key, list[Parts]] = defaultdict(list)
        for image in images:
            for key in {_key(image), _without_sides(_key(image))}:
                self._by_key[key].append(image)
        self._by_stem: dict[str, list[Parts]] = defaultdict(list)
        for image in labels:
            self._by_stem[_key(image)[-1]].append(image)

    def find(self, keys: Iterable[_Key]) -> Parts | None:
        """The image of the first of these keys that has one; a defective one where several have it."""
        for key in keys:
            found = self._by_key.get(key, ())
            if len(found) > 1:
                found = [image for image in found if image in self._labels]
            if len(found) == 1:
                return found[0]
        return None

    def alike(self, mask: Parts) -> list[Parts]:
        """The defective images of a mask's name, whose path ends as the mask's or has its defect type."""
        found: dict[Parts, None] = {}
        for *folders, stem in _mask_keys(mask):
            for image in self._by_stem.get(stem, ()):
                below = list(_without_sides(_key(image)))[:-1]
                if not folders or match_key(self._labels[image]) in folders or below[-len(folders) :] == folders:
                    found[image] = None
        return list(found)


def _mask_keys(mask: Parts) -> Iterator[_Key]:
    *folders, stem = _key(mask)
    named = mask_stem(stem)
    if named is not None:
        yield (*folders, named)
    yield (*folders, stem)


def _key(path: Parts) -> _Key:
    """A path without the folders that say nothing of which image it is, and without the suffix."""
    *folders, name = path
    telling = [name for name in folders if folder_key(name) not in COLOUR_NAMES and not is_mask_folder(name)]
    return (*map(match_key, telling), match_key(stem_of(name)))


def _without_sides(key: _Key) -> _Key:
    return (*(name for name in key[:-1] if folder_key(name) not in _SIDES), key[-1])
