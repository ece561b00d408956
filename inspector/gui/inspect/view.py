"""What the Inspect screen needs of a kind: a view of its batches, and the words for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from inspector.gui.inspect.batch import Batch, BatchContent
from inspector.gui.inspect.item_view import ItemView
from inspector.gui.inspect.table import BatchTable
from inspector.gui.numbers import count, duration
from inspector.gui.screen import GAP, SavedSplitter
from inspector.gui.session import Session
from inspector.workflow.kinds import AnyKind


@dataclass(frozen=True)
class OperatorWords:
    """What the operator's view says of a kind.

    Attributes:
        group: heading of its commands.
        before, next, newest: commands that look at others.
        back: that one looks back at number `{n}` of `{all}`.
    """

    group: str
    before: str
    next: str
    newest: str
    back: str


@dataclass(frozen=True)
class InspectWords:
    """What the page says of a kind.

    Attributes:
        group: heading of the commands.
        interrupted: a run, by its `{name}`, of so many, `{n}`.
        test: command that chooses what the category has to test on.
        tests_chosen: that `{n}` of them are chosen.
        watching: what it means to watch a folder.
        waiting: that there is nothing to inspect just now in the folder that is watched.
        files: command that chooses files.
        folder_title, files_title: of the dialogs.
        file_types: what the dialog for files offers, with their patterns.
    """

    group: str
    no_model: str
    nothing_chosen: str
    interrupted: str
    test: str
    tests_chosen: str
    watching: str
    waiting: str
    files: str
    folder_title: str
    files_title: str
    file_types: str
    operator: OperatorWords


class InspectView(Protocol):
    """The table of a batch, and what is seen beside it.

    Attributes:
        splitter: the view on the screen.
        kind: of what is inspected.
        settings_key: below which the choices are remembered.
        words: for the page and the operator's view.
        content: of the batch.
        item: shows what is looked at, and after the batch what came of it.
        table: of the content.
        options: what else is asked of what is chosen; None for nothing.
        folder_rate: frame rate that was chosen for clips that are folders of frames.
    """

    settings_key: str
    words: InspectWords
    table: BatchTable
    item: ItemView
    options: QWidget | None

    @property
    def splitter(self) -> QWidget: ...
    @property
    def kind(self) -> AnyKind: ...
    @property
    def content(self) -> BatchContent: ...
    @property
    def folder_rate(self) -> float | None: ...

    def model_chosen(self, card: Mapping[str, Any]) -> None:
        """Another model is chosen; this is its card."""

    def test_paths(self, category: Any) -> Sequence[Path]:
        """What the category has to test on."""

    def progress(self, batch: Batch) -> list[str]:
        """How far the batch is; nothing where there is none."""

    def item_view(self, *, badge_height: int, afar: bool = False) -> ItemView:
        """A new view of what is looked at."""

    def show_batch(self, batch: Batch) -> None:
        """Show what came of the batch, and whether an earlier one is looked at."""

    def clear(self) -> None:
        """Take away what was shown of the batch before."""


def facts_of(view: InspectView, batch: Batch) -> str:
    """How far the batch is, and what it waits for or how long the rest of it takes."""
    facts = view.progress(batch)
    if batch.waiting:
        facts.append(view.words.waiting)
    elif batch.seconds_left is not None:
        left = QCoreApplication.translate("InspectView", "{time} left")
        facts.append(left.format(time=duration(batch.seconds_left)))
    return " · ".join(facts)


def looking_back(view: InspectView, batch: Batch) -> str:
    """Which of the earlier ones is looked at, and while the batch runs the newest verdict; empty for the newest one."""
    row, among, newest = view.content.row, view.content.looked_through, view.content.newest
    if row == 0:
        return ""
    back = view.words.operator.back.format(n=count(among - row), all=count(among))
    if batch.job is None or not newest:
        return back
    return QCoreApplication.translate("InspectView", "{back} · newest: {verdict}").format(back=back, verdict=newest)


class InspectSplitter(SavedSplitter):
    """The widget of a view, one part above the other, of a kind without options."""

    item: ItemView
    options: QWidget | None = None

    def __init__(self, session: Session, *, settings_key: str) -> None:
        super().__init__(Qt.Orientation.Vertical, settings=session.settings, key=f"{settings_key}/splitter")
        self.setHandleWidth(GAP)
        self.settings_key = settings_key

    @property
    def splitter(self) -> QWidget:
        return self

    @property
    def folder_rate(self) -> float | None:
        return None

    def model_chosen(self, card: Mapping[str, Any]) -> None:
        """No option depends on the model."""

    def show_batch(self, batch: Batch) -> None:
        self.item.show_outcome(batch.outcome)

    def _fill(self, above: QWidget, below: QWidget, *, stretches: tuple[int, int]) -> None:
        for place, (widget, stretch) in enumerate(zip((above, below), stretches, strict=True)):
            self.addWidget(widget)
            self.setStretchFactor(place, stretch)
        self.restore()


MakeInspectView = Callable[[Session], InspectView]
