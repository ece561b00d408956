"""Categories: the images of one product, and what is known about each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

from inspector.core.errors import CategoryError
from inspector.data.contents import NOTHING, Collected, LeftOut, folder_counts
from inspector.data.folder_names import may_be_clip, stem_of
from inspector.data.folders import storable
from inspector.data.layout import GOOD
from inspector.data.marks import MARKED, matched_marks, sides_by_marks
from inspector.data.properties import PROPERTIES_FILE, CategoryProperties, properties_path, read_properties
from inspector.data.sides import others_of, sort_tree
from inspector.data.tree import Parts, list_tree, readable_tree
from inspector.data.video.frame_folder import frame_numbers

__all__ = ["GOOD", "MARKED", "Category", "ImageRef", "collect_images", "find_images", "image_files", "scan_category"]


@dataclass(frozen=True)
class ImageRef:
    """One image of a category.

    Attributes:
        path: where it is.
        name: its path relative to the category, with forward slashes; the same on every machine.
        label: `good` or the defect type (its folder's name).
        mask: its ground truth, where there is one: a file, or a folder of files that count together.
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
        left_out: every file of the folder that is none of these, nor a mask.
        unmatched_masks: masks that fit no image.
        unmatched_marks: marks that name no image, or several.
        stated_in: the file of the properties; None for that in the folder, if there is one.
    """

    root: Path
    train: tuple[ImageRef, ...]
    test: tuple[ImageRef, ...]
    properties: CategoryProperties
    ignored: tuple[ImageRef, ...] = ()
    left_out: LeftOut = NOTHING
    unmatched_masks: tuple[str, ...] = ()
    unmatched_marks: tuple[str, ...] = ()
    stated_in: Path | None = None

    kind: ClassVar[Literal["images"]] = "images"
    unit: ClassVar[str] = "image"
    unused_properties: ClassVar[tuple[str, ...]] = ()  # all have an effect on images

    @property
    def name(self) -> str:
        return self.root.name

    @cached_property
    def learned_folders(self) -> dict[str, int]:
        """How many images of each folder are learned from."""
        return folder_counts([image.name for image in self.train])

    @property
    def unmatched_names(self) -> dict[str, tuple[str, ...]]:
        """Names of images that are not there, by the file that speaks of them."""
        return {PROPERTIES_FILE: self.unmatched_marks}

    @cached_property
    def clip_like(self) -> tuple[str, ...]:
        """The folders of what is learned where each may be a clip: numbered images, in folders that no name explains.

        Where there are images to test on, these lie as images do, and it is none.
        """
        if any(image.lies_in == "test" for image in (*self.test, *self.ignored)):
            return ()
        names: dict[str, list[str]] = {}
        for image in self.train:
            folder, _, name = image.name.rpartition("/")
            names.setdefault(folder, []).append(name)
        clips = all(
            may_be_clip(folder.rpartition("/")[2]) and len(files) > 1 and frame_numbers(map(stem_of, files)) is not None
            for folder, files in names.items()
        )
        return tuple(sorted(names)) if clips else ()


def scan_category(
    root: Path,
    *,
    properties: CategoryProperties | None = None,
    learn_from: Sequence[str] = (),
    stated_in: Path | None = None,
) -> Category:
    """Find a category's images, in an order that depends on their names alone, and apply the marks.

    Which images are good, which are defective, and which are masks, goes by the names of their folders; see
    :mod:`inspector.data.layout` and :mod:`inspector.data.masks`. A mask is opened only where nothing but the mask says
    whether its image is good. Every other file is in `left_out`.

    Args:
        properties: in place of those in the file.
        learn_from: folders that hold good parts whatever their names, besides those in the properties.
        stated_in: the file of the properties, where it is not in the category's folder.

    Raises:
        CategoryError: if the folder is missing, cannot be read, or holds no good image, or if images would be learned
            whose folders' names speak of defects or masks.
    """
    root = root.resolve()
    if not root.is_dir():
        raise CategoryError(
            "{file}: expected a folder of images, found a file."
            if root.exists()
            else "{file}: expected a folder of images, found nothing.",
            code="category.no_folder",
            file=storable(str(root)),
        )
    properties = read_properties(root, stated_in=stated_in) if properties is None else properties
    stated = tuple(dict.fromkeys((*properties.learn_from, *learn_from)))
    sides = sort_tree(list_tree(root), learn_from=stated, known_files=(properties_path(root).name,))
    if not sides.train:
        raise CategoryError(
            "{file} contains no image in a format that can be read.",
            code="category.no_good_image",
            file=storable(str(root)),
        )
    folders = _Folders(root)
    train = [_ref(folders, image, GOOD, None, "train") for image in sorted(sides.train)]
    test = [
        _ref(folders, image, storable(label), sides.masks.get(image) if label != GOOD else None, "test")
        for image, label in sorted(sides.test.items())
    ]
    return _with_marks_applied(
        Category(
            root,
            tuple(train),
            tuple(test),
            properties,
            left_out=sides.left_out,
            unmatched_masks=tuple(storable("/".join(mask)) for mask in sides.unmatched_masks),
            stated_in=stated_in,
        )
    )


class _Folders(dict[Parts, tuple[Path, str]]):
    """The folders of a category, and what names of images in them begin with, by their parts.

    An image's path is its folder's with one part more: to parse all parts of many paths takes longer than all the rest.
    """

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, parts: Parts) -> tuple[Path, str]:
        self[parts] = self._root.joinpath(*parts), storable("".join(f"{part}/" for part in parts))
        return self[parts]


def _ref(
    folders: _Folders, parts: Parts, label: str, mask: Parts | None, lies_in: Literal["train", "test"]
) -> ImageRef:
    folder, above = folders[parts[:-1]]
    mask_path = None if mask is None else folders[mask[:-1]][0] / mask[-1]
    file = parts[-1]
    return ImageRef(folder / file, above + storable(file), label, mask_path, lies_in)


def _with_marks_applied(category: Category) -> Category:
    if not category.properties.marks:
        return category
    images = (*category.train, *category.test)
    marks, unmatched = matched_marks(category.properties.marks, [image.name for image in images])
    category = replace(
        category,
        properties=category.properties.model_copy(update={"marks": marks}),
        unmatched_marks=unmatched,
    )
    sides = sides_by_marks(images, marks, labelled=lambda image, label: replace(image, label=label, mask=None))
    if not sides.train:
        raise CategoryError(
            "{file}: every good image is marked defective or ignored; at least one is needed to learn from.",
            code="category.no_good_image_left",
            file=storable(str(category.root)),
        )
    return replace(category, train=sides.train, test=sides.test, ignored=sides.ignored)


def image_files(folder: Path) -> list[Path]:
    """Every image file in a folder and its sub-folders, by name.

    Raises:
        CategoryError: if the folder, or one in it, cannot be listed.
    """
    tree = readable_tree(folder)
    return [folder / "/".join(image) for image in tree.images()]


def collect_images(paths: Sequence[Path]) -> list[ImageRef]:
    """The images to inspect, as :func:`find_images` finds them."""
    return find_images(paths).items


def find_images(paths: Sequence[Path]) -> Collected[ImageRef]:
    """The images to inspect: each file named, and every image in each folder named, once each.

    Their labels are unknown and left empty; their names, and those of what is left out, are their paths as given.

    Raises:
        CategoryError: if a path does not exist, a folder cannot be listed, or there is no image at all.
    """
    refs: dict[Path, ImageRef] = {}
    left_out = NOTHING
    for path in paths:
        if not path.is_dir() and not path.exists() and not path.is_symlink():
            raise CategoryError(
                "{file}: there is no such file or folder.", code="path.missing", file=storable(str(path))
            )
        files = [path]
        if path.is_dir():
            tree = readable_tree(path)
            files = [path / "/".join(image) for image in tree.images()]
            left_out += others_of(tree, named_below=path)
        for file in files:
            refs.setdefault(file.absolute(), ImageRef(file, storable(file.as_posix()), ""))
    if not refs:
        raise CategoryError(
            "{file} contains no image in a format that can be read.",
            code="inspect.no_image",
            file=", ".join(storable(str(path)) for path in paths),
        )
    return Collected(list(refs.values()), left_out)
