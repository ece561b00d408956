"""Categories: which images there are of one product, and what is known of each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from inspector.core.errors import CategoryError
from inspector.core.variation import Variation
from inspector.data.images import is_image_name

GOOD = "good"
_GOOD_FOLDERS = ("good", "ok")
PROPERTIES_FILE = "category.json"


@dataclass(frozen=True)
class ImageRef:
    """One image of a category.

    Attributes:
        path: where it is.
        name: its path relative to the category, with forward slashes; the same on every machine.
        label: `good` or the defect type (its folder's name).
        mask: its ground truth, where there is one.
    """

    path: Path
    name: str
    label: str
    mask: Path | None = None

    @property
    def defective(self) -> bool:
        return self.label != GOOD


class CategoryProperties(BaseModel):
    """What a user states about a category; read from `category.json` in its folder, where there is one.

    Attributes:
        variation: how good parts may vary on the line.
        group_by: how lots are named: a regular expression whose first group (or whole match) is the lot,
            or `folder`; None where every image is a part of its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    variation: Variation = Variation()
    group_by: str | None = None


@dataclass(frozen=True)
class Category:
    """One product seen by one camera set-up; `train` is all good."""

    root: Path
    train: tuple[ImageRef, ...]
    test: tuple[ImageRef, ...]
    properties: CategoryProperties

    @property
    def name(self) -> str:
        return self.root.name


def scan_category(root: Path) -> Category:
    """Find a category's images, in an order that depends on their names alone.

    Understood are the MVTec layout (`train/good`, `test/good`, `test/<defect>`,
    `ground_truth/<defect>/NAME_mask.png`), a folder with `good` beside defect folders, and any folder of good
    images, sub-folders included. `ok` serves for `good`, in any case. No image is opened.

    Raises:
        CategoryError: if the folder is missing, cannot be read, or holds no good image.
    """
    root = root.resolve()
    if not root.is_dir():
        found = "a file" if root.exists() else "nothing"
        raise CategoryError(f"{root}: expected a folder of images, found {found}; name the category's folder.")
    train_folder = _child(root, ("train",)) or root
    good_folder = _child(train_folder, _GOOD_FOLDERS)
    train = [
        ImageRef(path, _printable(path.relative_to(root)), GOOD) for path in image_files(good_folder or train_folder)
    ]
    test: list[ImageRef] = []
    test_folder = _child(root, ("test",))
    if test_folder is None and train_folder == root and good_folder is not None:
        test_folder = root
    if test_folder is not None:
        masks_root = _child(root, ("ground_truth",))
        for folder in _folders(test_folder):
            if folder in (good_folder, masks_root):
                continue
            label = GOOD if folder.name.lower() in _GOOD_FOLDERS else folder.name
            masks = _masks(masks_root / folder.name) if masks_root and label != GOOD else {}
            test += [
                ImageRef(path, _printable(path.relative_to(root)), label, masks.get(path.stem))
                for path in image_files(folder)
            ]
    if not train:
        where = good_folder or train_folder
        raise CategoryError(
            f"{where}: there is no image in it (jpg, png, bmp, tif, webp); put images of good parts there."
        )
    return Category(root, tuple(train), tuple(test), _properties(root / PROPERTIES_FILE))


def image_files(folder: Path) -> list[Path]:
    """Every image file in a folder and its sub-folders, by name, hidden ones left out.

    Raises:
        CategoryError: if the folder cannot be listed.
    """
    return _image_files(folder, above=frozenset())


def _image_files(folder: Path, *, above: frozenset[Path]) -> list[Path]:
    real = folder.resolve()
    if real in above:  # a link to a folder that holds it
        return []
    files: list[Path] = []
    for entry in _entries(folder):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            files += _image_files(entry, above=above | {real})
        elif is_image_name(entry):
            files.append(entry)
    return files


def collect_images(paths: Sequence[Path]) -> list[ImageRef]:
    """The images to inspect: each file named, and every image in each folder named, once each.

    Their labels are unknown and left empty; their names are their paths as given.

    Raises:
        CategoryError: if a path does not exist, or there is no image at all.
    """
    refs: dict[Path, ImageRef] = {}
    for path in paths:
        if not path.is_dir() and not path.exists() and not path.is_symlink():
            raise CategoryError(f"{path}: there is no such file or folder; check the path.")
        for file in image_files(path) if path.is_dir() else [path]:
            refs.setdefault(file.absolute(), ImageRef(file, _printable(file), ""))
    if not refs:
        where = ", ".join(str(path) for path in paths)
        raise CategoryError(f"{where}: there is no image in it (jpg, png, bmp, tif, webp).")
    return list(refs.values())


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise CategoryError(f"{folder}: this folder cannot be read ({error.strerror}); check its rights.") from error


def _folders(folder: Path) -> list[Path]:
    return [entry for entry in _entries(folder) if entry.is_dir() and not entry.name.startswith(".")]


def _child(folder: Path, names: tuple[str, ...]) -> Path | None:
    for entry in _folders(folder):
        if entry.name.lower() in names:
            return entry
    return None


def _masks(folder: Path) -> dict[str, Path]:
    """Masks by the stem of their image: NAME_mask.png or NAME.png."""
    if not folder.is_dir():
        return {}
    return {path.stem.removesuffix("_mask"): path for path in image_files(folder)}


def _printable(path: Path) -> str:
    # A file name that is no valid Unicode could be neither printed nor stored.
    return path.as_posix().encode("utf-8", "backslashreplace").decode()


def _properties(path: Path) -> CategoryProperties:
    if not path.is_file():
        return CategoryProperties()
    try:
        return CategoryProperties.model_validate(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise CategoryError(f"{path}: the category's properties cannot be read ({reason}).") from error
