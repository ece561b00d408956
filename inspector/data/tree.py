"""All that lies below a folder, each file and each folder once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from inspector.core.errors import CategoryError
from inspector.data.folders import entries, is_folder
from inspector.data.images.formats import is_image_name

Parts = tuple[str, ...]  # a path relative to the tree's root


@dataclass(frozen=True)
class TreeFolder:
    """The files of one folder, by name, without those below it."""

    images: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Tree:
    """What lies below a folder.

    Attributes:
        folders: by their paths; `()` is the root itself.
        repeated: links to folders that are listed already or hold the link; nothing is listed below them.
        unreadable: folders that cannot be listed, with the error.
    """

    root: Path
    folders: dict[Parts, TreeFolder] = field(default_factory=dict)
    repeated: list[Parts] = field(default_factory=list)
    unreadable: dict[Parts, CategoryError] = field(default_factory=dict)

    def children(self, folder: Parts) -> list[str]:
        """Names of the folders in a folder, those that cannot be listed too."""
        depth = len(folder)
        found = {parts[depth] for parts in (*self.folders, *self.unreadable) if _below(parts, folder)}
        return sorted(found)

    def holds_image(self, folder: Parts) -> bool:
        """Whether there is an image in a folder or below it."""
        return any(found.images for parts, found in self.folders.items() if parts[: len(folder)] == folder)

    def images(self) -> Iterator[Parts]:
        """Every image, in the order of their names."""
        return iter(sorted((*parts, name) for parts, found in self.folders.items() for name in found.images))


def list_tree(root: Path) -> Tree:
    """List a folder and all below it; a folder to which links lead is listed once, under its own name where it has one.

    Raises:
        CategoryError: if the folder itself cannot be listed.
    """
    tree = Tree(root)
    real = root.resolve()
    listed = {real, *real.parents}  # a link to a folder that holds it would go round in a circle
    pending: list[Parts] = [()]
    links: list[Parts] = []
    while pending or links:
        parts = pending.pop() if pending else links.pop(0)
        folder = root.joinpath(*parts)
        if parts:
            target = folder.resolve()
            if target in listed:
                tree.repeated.append(parts)
                continue
            listed.add(target)
        try:
            found = entries(folder)
        except CategoryError as error:
            if not parts:
                raise
            tree.unreadable[parts] = error
            continue
        images, others = [], []
        for entry in found:
            if is_folder(entry):
                (links if entry.is_symlink() else pending).append((*parts, entry.name))
            elif is_image_name(entry.name):
                images.append(entry.name)
            else:
                others.append(entry.name)
        tree.folders[parts] = TreeFolder(tuple(images), tuple(others))
    return tree


def readable_tree(root: Path) -> Tree:
    """List a folder and all below it.

    Raises:
        CategoryError: if one of the folders cannot be listed.
    """
    tree = list_tree(root)
    for error in tree.unreadable.values():
        raise error
    return tree


def _below(parts: Parts, folder: Parts) -> bool:
    return len(parts) > len(folder) and parts[: len(folder)] == folder
