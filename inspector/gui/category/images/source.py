"""What is in a category of images: its groups, counts and findings, and how each image looks in a list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import overload

from PySide6.QtCore import QCoreApplication

from inspector.data.category import GOOD, MARKED, Category, ImageRef
from inspector.data.natural_order import natural_key, natural_order
from inspector.data.properties import Mark
from inspector.gui.category.mark_bar import mark_badge
from inspector.gui.category.views import CategorySource, Group, stated_elsewhere
from inspector.gui.numbers import folders_text
from inspector.gui.widgets.pictures.image_list import ImageItem
from inspector.workflow.advise.examine import examine

_FOLDERS = 5  # that are named; more are counted


class ImageCategorySource(CategorySource[Category, ImageRef]):
    """Good images to learn from and to test on, each defect type, and what is ignored."""

    def groups(self, category: Category) -> list[Group[ImageRef]]:
        """Groups without images are there only where they always are."""
        translate = QCoreApplication.translate
        types = sorted({image.label for image in category.test if image.defective}, key=natural_key)
        groups = [
            Group("train", translate("ImageCategory", "Good, for training"), _listed(category.train)),
            Group("test", translate("ImageCategory", "Good, for testing"), _labelled(category, GOOD)),
        ]
        for label in types:
            title = translate("ImageCategory", "Marked as defective") if label == MARKED else label
            groups.append(Group(f"defect/{label}", title, _labelled(category, label)))
        if category.ignored:
            groups.append(Group("ignored", translate("ImageCategory", "Ignored"), _listed(category.ignored)))
        return groups

    def counts(self, category: Category) -> list[str]:
        translate = QCoreApplication.translate
        defective = [image for image in category.test if image.defective]
        lines = [
            translate("ImageCategory", "Good images for training: {count}").format(count=len(category.train)),
            translate("ImageCategory", "To learn from: {folders}").format(
                folders=folders_text(category.learned_folders, most=_FOLDERS)
            ),
            translate("ImageCategory", "Test images: {good} good, {defective} defective").format(
                good=len(category.test) - len(defective), defective=len(defective)
            ),
        ]
        if defective:
            lines.append(
                translate("ImageCategory", "Defect types: {types}; images with a mask: {masks}").format(
                    types=len({image.label for image in defective}),
                    masks=sum(image.mask is not None for image in defective),
                )
            )
        if category.ignored:
            lines.append(translate("ImageCategory", "Ignored: {count}").format(count=len(category.ignored)))
        return [*lines, *stated_elsewhere(category.stated_in)]

    def examine(self, category: Category) -> Iterator[object]:
        return examine(category)


class ListedImages(Sequence[ImageItem]):
    """The images as they are listed, each made when it is asked for: of tens of thousands few are in sight.

    Args:
        full_names: name them with their folders, where they come from several.
    """

    def __init__(self, images: Sequence[ImageRef], marks: Mapping[str, Mark], *, full_names: bool) -> None:
        self.images = images
        self._marks = dict(marks)
        self._full_names = full_names

    def __len__(self) -> int:
        return len(self.images)

    @overload
    def __getitem__(self, place: int) -> ImageItem: ...
    @overload
    def __getitem__(self, place: slice) -> list[ImageItem]: ...
    def __getitem__(self, place: int | slice) -> ImageItem | list[ImageItem]:
        if isinstance(place, slice):
            return list(map(self._item, self.images[place]))
        return self._item(self.images[place])

    def __iter__(self) -> Iterator[ImageItem]:
        return map(self._item, self.images)

    def _item(self, image: ImageRef) -> ImageItem:
        """`data` is the ImageRef."""
        mark = self._marks.get(image.name)
        name = image.name if self._full_names else image.name.rpartition("/")[2]
        return ImageItem(image.path, name, badge=None if mark is None else mark_badge(mark), data=image)


def _labelled(category: Category, label: str) -> tuple[ImageRef, ...]:
    return _listed(image for image in category.test if image.label == label)


def _listed(images: Iterable[ImageRef]) -> tuple[ImageRef, ...]:
    """By their names, as people count; the category itself keeps the order that trainings go by."""
    return tuple(natural_order(images, attrgetter("name")))
