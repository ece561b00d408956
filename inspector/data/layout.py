"""Which folders of a category hold what: good parts to learn from, parts to test on, or masks.

It goes by the names of the folders alone. Recognised are MVTec's layout (with `validation`, and with `rgb`, `gt` and
`xyz` as MVTec 3D has them), VisA's (`Data/Images/Normal`, `Data/Images/Anomaly`, `Data/Masks`), folders of good parts
beside folders of defects (`normal`, `abnormal`, `mask`; `OK`, `NG`), below `train` too, and any folder of good images.
"""

from dataclasses import dataclass
from typing import Literal

from inspector.data.folder_names import (
    COLOUR_NAMES,
    DEPTH_NAMES,
    TEST_NAMES,
    TRAIN_NAMES,
    VALIDATION_NAMES,
    folder_key,
    is_good,
    is_good_for_testing,
    is_mask_folder,
    is_suspicious,
)
from inspector.data.tree import Parts, Tree

GOOD = "good"


@dataclass(frozen=True)
class Place:
    """What the images of a folder are.

    Attributes:
        side: None where they are neither learned from, tested on nor masks.
        label: `good` or a defect type; empty where no name says it, and their masks may.
    """

    side: Literal["train", "test", "mask"] | None
    label: str = ""


_UNUSED, _MASKS = Place(None), Place("mask")


class Layout:
    """The layout of a tree.

    Args:
        learn_from: folders that a person says hold good parts to learn from, whatever their names.
        clips: the innermost folders are clips, so that the only folder in another is one, too.
    """

    def __init__(self, tree: Tree, learn_from: tuple[Parts, ...] = (), *, clips: bool = False) -> None:
        self._tree, self._learn_from = tree, learn_from
        self._home = () if clips else self._find_home()
        sides = {name: folder_key(name) for name in tree.children(self._home)}
        self._train = next((name for name, key in sides.items() if key in TRAIN_NAMES), None)
        self._test = [name for name, key in sides.items() if key in TEST_NAMES]
        self._validation = next((name for name, key in sides.items() if key in VALIDATION_NAMES), None)
        self._learned = self._home if self._train is None else (*self._home, self._train)
        self._good = [name for name in tree.children(self._learned) if is_good(name)]
        self._validation_tests = self._validation is not None and (not self._test or self._holds_defects())

    def place(self, folder: Parts) -> Place:
        """What the images in a folder, and not below it, are."""
        if self.is_stated(folder):
            return Place("train", GOOD)
        if any(is_mask_folder(name) and not self._is_defect_type(folder[:end]) for end, name in enumerate(folder, 1)):
            return _MASKS
        depth = len(self._home)
        if folder[:depth] != self._home or self._is_depth(folder):
            return _UNUSED
        first, inside = (folder[depth] if len(folder) > depth else None), folder[depth + 1 :]
        if first in self._test or (first == self._validation and self._validation_tests):
            return _labelled("test", inside)
        if first is not None and first == self._validation:
            return Place("train", GOOD) if inside and is_good(inside[0]) else _UNUSED
        if self._train is None:
            return self._among_good(folder[depth:])
        return self._among_good(inside) if first == self._train else _UNUSED

    def _among_good(self, inside: Parts) -> Place:
        """What lies where the good parts are: all of them good, unless there are folders of this name."""
        if not self._good:
            return Place("train")
        if not inside:
            return _UNUSED
        return Place("train", GOOD) if inside[0] in self._good else _labelled("test", inside)

    def is_stated(self, folder: Parts) -> bool:
        """Whether a person says that the images in a folder are good; of the root, those directly in it."""
        return any(folder[: len(stated)] == stated if stated else not folder for stated in self._learn_from)

    def suspicious(self, folder: Parts) -> bool:
        """Whether a name speaks against learning from a folder that is placed among what is learned from."""
        names = folder[len(self._home) :] if folder else (self._tree.root.name,)
        return not self.is_stated(folder) and any(map(is_suspicious, names))

    def _find_home(self) -> Parts:
        """The folder that has the sides or labels: the root, or where only one folder leads to it."""
        home: Parts = ()
        while home in self._tree.folders and not self._tree.folders[home].images:
            below = [name for name in self._tree.children(home) if not is_mask_folder(name)]
            below = [name for name in below if self._tree.holds_image((*home, name))]
            key = folder_key(below[0]) if len(below) == 1 else ""
            if not key or key in TRAIN_NAMES | TEST_NAMES | VALIDATION_NAMES or _says_label(below[0]):
                break
            home = (*home, below[0])
        return home

    def _holds_defects(self) -> bool:
        """Whether the validation folder holds more than good parts."""
        names = self._tree.children((*self._home, self._validation or ""))
        return any(not is_good(name) and not is_mask_folder(name) for name in names)

    def _is_defect_type(self, folder: Parts) -> bool:
        """Whether a folder whose name may be that of masks is a defect type beside others, such as `test/label`."""
        *above, name = folder
        test = tuple(above)
        if test[:-1] != self._home or not test or test[-1] not in self._test:
            return False
        found = self._tree.folders.get(test)
        return not folder_key(name).endswith(("s", "gt", "truth")) and found is not None and not found.images

    def _is_depth(self, folder: Parts) -> bool:
        """Whether these are the depth maps, or the like, of colour images in a folder beside them."""
        for place, name in enumerate(folder):
            if folder_key(name) in DEPTH_NAMES:
                beside = map(folder_key, self._tree.children(folder[:place]))
                return any(key in COLOUR_NAMES for key in beside)
        return False


def _labelled(side: Literal["train", "test"], inside: Parts) -> Place:
    if not inside:
        return Place(side)
    good = is_good(inside[0]) or is_good_for_testing(inside[0])
    return Place(side, GOOD if good else inside[0])


def _says_label(name: str) -> bool:
    return is_good(name) or is_good_for_testing(name) or is_suspicious(name)
