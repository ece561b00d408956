"""The groups in which a category's images are shown, and how each image looks in a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from inspector.data.category import GOOD, MARKED, Category, ImageRef
from inspector.data.properties import Mark
from inspector.gui.widgets.image_list import Badge, ImageItem

TRAIN, TEST, IGNORED = "train", "test", "ignored"


@dataclass(frozen=True)
class Group:
    """Images that belong together; `key` is the same as long as the category is."""

    key: str
    title: str
    images: tuple[ImageRef, ...]


def groups_of(category: Category) -> list[Group]:
    """The good images, each defect type, and what is ignored; groups without images only where they always are."""
    types = sorted({image.label for image in category.test if image.defective})
    groups = [
        Group(TRAIN, QCoreApplication.translate("CategoryGroups", "Good, for training"), category.train),
        Group(TEST, QCoreApplication.translate("CategoryGroups", "Good, for testing"), _labelled(category, GOOD)),
    ]
    for label in types:
        title = QCoreApplication.translate("CategoryGroups", "Marked as defective") if label == MARKED else label
        groups.append(Group(f"defect/{label}", title, _labelled(category, label)))
    if category.ignored:
        groups.append(Group(IGNORED, QCoreApplication.translate("CategoryGroups", "Ignored"), category.ignored))
    return groups


def items_of(images: Iterable[ImageRef], marks: dict[str, Mark], *, whole_names: bool) -> list[ImageItem]:
    """The images as they are listed; `data` is the ImageRef.

    Args:
        whole_names: name them with their folders, where they come from several.
    """
    badges = {mark: mark_badge(mark) for mark in ("good", "defective", "ignored")}
    return [
        ImageItem(
            image.path,
            image.name if whole_names else image.name.rpartition("/")[2],
            badge=badges[marks[image.name]] if image.name in marks else None,
            data=image,
        )
        for image in images
    ]


def mark_badge(mark: Mark) -> Badge:
    if mark == "good":
        return Badge(QCoreApplication.translate("CategoryGroups", "marked as good"), "G", "circle", "ok")
    if mark == "defective":
        return Badge(QCoreApplication.translate("CategoryGroups", "marked as defective"), "D", "diamond", "ng")
    return Badge(QCoreApplication.translate("CategoryGroups", "ignored"), "I", "square", "muted")


def _labelled(category: Category, label: str) -> tuple[ImageRef, ...]:
    return tuple(image for image in category.test if image.label == label)
