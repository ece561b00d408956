"""Categories: the images of one product, and what is known about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Literal

from inspector.core.errors import CategoryError
from inspector.data.folders import child_folder, entries, folders, is_folder, printable
from inspector.data.images.formats import is_image_name
from inspector.data.properties import CategoryProperties, read_properties

GOOD = "good"
MARKED = "marked"  # the defect type of images that lie among the good ones and that a person marked defective
GOOD_FOLDERS = ("good", "ok")


@dataclass(frozen=True)
class ImageRef:
    """One image of a category.

    Attributes:
        path: where it is.
        name: its path relative to the category, with forward slashes; the same on every machine.
        label: `good` or the defect type (its folder's name).
        mask: its ground truth, where there is one.
        lies_in: the side of the category its folder belongs to, whatever it is marked; None outside a category.
    """

    path: Path
    name: str
    label: str
    mask: Path | None = None
    lies_in: Literal["train", "test"] | None = None

    @property
    def defective(self) -> bool:
        return self.label != GOOD


@dataclass(frozen=True)
class Category:
    """One product seen by one camera set-up; `train` is all good.

    Attributes:
        ignored: images that a person marked so, with the labels they had; they are on no side.
    """

    root: Path
    train: tuple[ImageRef, ...]
    test: tuple[ImageRef, ...]
    properties: CategoryProperties
    ignored: tuple[ImageRef, ...] = ()

    kind: ClassVar[Literal["images"]] = "images"

    @property
    def name(self) -> str:
        return self.root.name


def scan_category(root: Path, *, properties: CategoryProperties | None = None) -> Category:
    """Find a category's images, in an order that depends on their names alone, and apply the marks.

    It understands the MVTec layout (`train/good`, `test/good`, `test/<defect>`,
    `ground_truth/<defect>/NAME_mask.png`), a folder with `good` beside defect folders, and any folder of good
    images, sub-folders included. `ok` means `good`, in upper or lower case. No image is opened.

    Args:
        properties: in place of those in the category's folder.

    Raises:
        CategoryError: if the folder is missing, cannot be read, or holds no good image.
    """
    root = root.resolve()
    if not root.is_dir():
        raise CategoryError(
            "{file}: expected a folder of images, found a file."
            if root.exists()
            else "{file}: expected a folder of images, found nothing.",
            code="category.no_folder",
            file=printable(str(root)),
        )
    properties = read_properties(root) if properties is None else properties
    train_folder = child_folder(root, ("train",)) or root
    good_folder = child_folder(train_folder, GOOD_FOLDERS)
    train = [ImageRef(path, name, GOOD, None, "train") for path, name in _named(good_folder or train_folder, root)]
    test: list[ImageRef] = []
    test_folder = child_folder(root, ("test",))
    if test_folder is None and train_folder == root and good_folder is not None:
        test_folder = root
    if test_folder is not None:
        masks_root = child_folder(root, ("ground_truth",))
        for folder in folders(test_folder):
            if folder in (good_folder, masks_root):
                continue
            label = GOOD if folder.name.lower() in GOOD_FOLDERS else folder.name
            masks = _masks(masks_root / folder.name) if masks_root and label != GOOD else {}
            test += [
                ImageRef(path, name, label, masks.get(path.stem) if masks else None, "test")
                for path, name in _named(folder, root)
            ]
    if not train:
        raise CategoryError(
            "{file} contains no image (jpg, png, bmp, tif, webp).",
            code="category.no_good_image",
            file=printable(str(good_folder or train_folder)),
        )
    category = Category(root, tuple(train), tuple(test), properties)
    return _with_marks_applied(category) if properties.marks else category


def _with_marks_applied(category: Category) -> Category:
    train: list[ImageRef] = []
    test: list[ImageRef] = []
    moved: list[ImageRef] = []
    ignored: list[ImageRef] = []
    for image in (*category.train, *category.test):
        mark = category.properties.marks.get(image.name)
        if mark == "ignored":
            ignored.append(image)
        elif mark == "defective" and not image.defective:
            (moved if image.lies_in == "train" else test).append(replace(image, label=MARKED))
        elif mark == "good" and image.defective:
            test.append(replace(image, label=GOOD, mask=None))
        else:
            (train if image.lies_in == "train" else test).append(image)
    if not train:
        raise CategoryError(
            "{file}: every good image is marked defective or ignored; at least one is needed to learn from.",
            code="category.no_good_image_left",
            file=printable(str(category.root)),
        )
    return replace(category, train=tuple(train), test=(*test, *moved), ignored=tuple(ignored))


def image_files(folder: Path) -> list[Path]:
    """Every image file in a folder and its sub-folders, by name, hidden ones left out.

    Raises:
        CategoryError: if the folder cannot be listed.
    """
    return [folder / inside for inside in _images_inside(folder, "", above=frozenset())]


def _named(folder: Path, root: Path) -> Iterator[tuple[Path, str]]:
    """The images of a folder, each with its name relative to the category."""
    prefix = "" if folder == root else folder.relative_to(root).as_posix() + "/"
    for inside in _images_inside(folder, "", above=frozenset()):
        yield folder / inside, printable(prefix + inside)


def _images_inside(folder: Path, prefix: str, *, above: frozenset[Path]) -> Iterator[str]:
    """Paths relative to the first folder, with forward slashes.

    Strings from the listing alone: Path objects and a stat of each file would take longer than all the rest.
    """
    real = folder.resolve()
    if real in above:  # a link to a folder that holds it
        return
    for entry in entries(folder):
        if entry.name.startswith("."):
            continue
        if is_folder(entry):
            yield from _images_inside(folder / entry.name, f"{prefix}{entry.name}/", above=above | {real})
        elif is_image_name(entry.name):
            yield prefix + entry.name


def collect_images(paths: Sequence[Path]) -> list[ImageRef]:
    """The images to inspect: each file named, and every image in each folder named, once each.

    Their labels are unknown and left empty; their names are their paths as given.

    Raises:
        CategoryError: if a path does not exist, or there is no image at all.
    """
    refs: dict[Path, ImageRef] = {}
    for path in paths:
        if not path.is_dir() and not path.exists() and not path.is_symlink():
            raise CategoryError(
                "{file}: there is no such file or folder.", code="path.missing", file=printable(str(path))
            )
        for file in image_files(path) if path.is_dir() else [path]:
            refs.setdefault(file.absolute(), ImageRef(file, printable(file.as_posix()), ""))
    if not refs:
        raise CategoryError(
            "{file} contains no image (jpg, png, bmp, tif, webp).",
            code="inspect.no_image",
            file=", ".join(printable(str(path)) for path in paths),
        )
    return list(refs.values())


def _masks(folder: Path) -> dict[str, Path]:
    """Masks by the stem of their image: NAME_mask.png or NAME.png."""
    if not folder.is_dir():
        return {}
    return {path.stem.removesuffix("_mask"): path for path in image_files(folder)}
