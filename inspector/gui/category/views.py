"""What a kind brings to the Category screen: where its groups come from, and the views that show them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, SignalInstance
from PySide6.QtWidgets import QWidget

CategoryT = TypeVar("CategoryT")
ItemT = TypeVar("ItemT")
ShownT = TypeVar("ShownT", contravariant=True)


@dataclass(frozen=True)
class Group(Generic[ItemT]):
    """Images or clips that belong together; `key` is the same as long as the category is."""

    key: str
    title: str
    items: tuple[ItemT, ...]


class CategorySource(ABC, Generic[CategoryT, ItemT]):
    """What is in a category of one kind. Only `examine` reads files."""

    @abstractmethod
    def groups(self, category: CategoryT) -> list[Group[ItemT]]:
        """The groups of the tree, what is learned from first."""

    @abstractmethod
    def counts(self, category: CategoryT) -> list[str]:
        """How much there is, one line each."""

    @abstractmethod
    def examine(self, category: CategoryT) -> Iterator[object]:
        """Look into every file, off the GUI thread; ends with an `ExamineDone`."""


def stated_elsewhere(file: Path | None) -> list[str]:
    """Where the properties are, as a line below the counts; none where they are in the category's folder."""
    if file is None:
        return []
    text = QCoreApplication.translate(
        "Category", "The folder cannot be written. What is stated about the category is kept in {file}"
    )
    return [text.format(file=file)]


class CategoryBrowser(Protocol[ShownT]):
    """The middle of the screen: lists items, and shows one of them large.

    Signals:
        large_shown (bool): one item takes the place of the list now, or the list is back.
        first_group_requested: the list is empty, and an item is needed.
    """

    @property
    def large_shown(self) -> SignalInstance: ...

    @property
    def first_group_requested(self) -> SignalInstance: ...

    @property
    def widget(self) -> QWidget:
        """What is shown."""

    def clear(self) -> None:
        """Drop what belongs to the category that was open."""

    def show_items(self, items: Sequence[ShownT], *, full_names: bool) -> None:
        """List these; place and selection stay where they can.

        Args:
            full_names: name them with their folders, as they come from several groups.
        """

    def show_list(self) -> None:
        """Go back from one item to the list."""

    def scroll_to_top(self) -> None:
        """Show the first item of the list."""

    def take_focus(self) -> None:
        """The keys are for the list now."""

    def add_updates(self, updates: Sequence[object]) -> None:
        """What `CategorySource.examine` has yielded since the last call."""


@dataclass(frozen=True)
class Section:
    """A part of the panel on the right."""

    title: str
    widget: QWidget


@dataclass(frozen=True)
class CategoryViews(Generic[CategoryT, ItemT]):
    """All that the Category screen is handed of a kind."""

    source: CategorySource[CategoryT, ItemT]
    browser: CategoryBrowser[ItemT]
    sections: Sequence[Section]


# The screen holds the views of any kind and does not know which types go together; each kind does.
AnyCategoryViews: TypeAlias = CategoryViews[Any, Any]

# Makes the views of a kind.
MakeCategoryViews: TypeAlias = Callable[[], AnyCategoryViews]
