"""What the Review screen needs of a kind: one view of its runs, made from the parts that the screen hands it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, QSettings, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector.gui.commands import Commands
from inspector.gui.screen import GAP, EmptyState, SavedSplitter
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.heat_controls import AddCommand
from inspector.gui.widgets.pictures.thumbnails import Thumbnails
from inspector.store.records import ReviewDecision
from inspector.workflow.export.csv_file import CsvForm
from inspector.workflow.review.model import ReviewModel
from inspector.workflow.review.reviewed_run import ReviewedRun


@dataclass(frozen=True)
class ThresholdWords:
    """What the threshold panel says of a kind.

    Attributes:
        good, defective, unlabelled: names of the rows that count them.
        no_good, no_defective: why there is no share of them.
        proof: what the calibration proves, of `{n}` good scores at most `{bound}`.
        more: how to prove `{wish}`, with `{more}` more held-out good scores, or `{images}` more good images.
        no_review: that both thresholds are the same.
        raw_column, relative_column: of tables, with the scores that thresholds are compared with.
    """

    good: str
    defective: str
    unlabelled: str
    no_good: str
    no_defective: str
    proof: str
    more: str
    no_review: str
    raw_column: str
    relative_column: str


@dataclass(frozen=True)
class ReviewParts:
    """What the screen hands the view of a kind.

    Attributes:
        runs: the choice of the run, for the head of the list.
        thresholds: histogram, thresholds and what they do.
        applied: which thresholds the picture is shown by, while others are tried; for the line below it.
        decide: records a person's decision on what is shown.
        decide_group: records one on everything at some places; its last argument names it where it can be undone.
        name_region: records the type of a region by its place and number; None for none.
    """

    session: Session
    commands: Commands
    runs: QWidget
    thresholds: QWidget
    applied: QWidget
    decide: Callable[[ReviewDecision], None]
    decide_group: Callable[[Sequence[int], ReviewDecision, str], None]
    name_region: Callable[[int, int, str | None], None]


def decisions_in_words() -> tuple[tuple[str, ReviewDecision, tuple[str, ...]], ...]:
    """What people decide, as a button says it, and its keys."""
    translate = QCoreApplication.translate
    return (
        (translate("Review", "Good"), ReviewDecision.ACCEPT, ("A", "G")),
        (translate("Review", "Defective"), ReviewDecision.REJECT, ("R", "D")),
        (translate("Review", "Unsure"), ReviewDecision.UNSURE, ("U",)),
    )


def decision_commands(
    add: AddCommand, decide: Callable[[ReviewDecision], None], enabled: Callable[[], bool]
) -> tuple[QAction, ...]:
    """The commands that decide on what is shown."""
    return tuple(add(text, partial(decide, decision), keys, enabled) for text, decision, keys in decisions_in_words())


RunT_contra = TypeVar("RunT_contra", bound=ReviewedRun, contravariant=True)


class ReviewView(Protocol[RunT_contra]):
    """A list of what a run holds, what is chosen in it large, and the thresholds.

    Attributes:
        splitter: the view on the screen.
        words: for the thresholds.
        run_counts: what is said of a run with `{n}` parts or clips, `{ng}` of them NG.
        place: of the record that a decision would be on; None where there is none.
        exports: further commands for the menu of exports.
        thumbnails: pictures of what is near a threshold, by `picture_key`.
        selected: signal that `place` is another.
    """

    words: ThresholdWords
    run_counts: str
    place: int | None
    exports: Sequence[QAction]
    thumbnails: Thumbnails

    @property
    def splitter(self) -> QWidget: ...
    @property
    def selected(self) -> SignalInstance: ...

    def export_reviews(self, run: Path, target: Path, /, *, form: CsvForm) -> Path:
        """Write the decisions on a run as a table; returns where it is. Run off the GUI thread."""

    def empty_state(self, train: QAction, inspect: QAction) -> EmptyState:
        """What to do where there is no run."""

    def show_run(self, run: RunT_contra | None, model: ReviewModel | None, *, keep_place: bool) -> None:
        """Show a run, or nothing.

        Args:
            model: that made it; None where the workspace has it no more.
            keep_place: it is the run that was shown, read again.
        """

    def show_review(self, place: int) -> None:
        """A decision on what is at a place changed, or the type of one of its regions."""

    def advance(self, place: int) -> None:
        """Go on to what follows, after a decision on what is at this place."""

    def show_place(self, place: int) -> None:
        """Show what a decision is on."""

    def name_of(self, place: int) -> str:
        """What people call it, short."""

    def word_of(self, decision: ReviewDecision) -> str:
        """What the kind calls a decision on what is shown."""

    def show_scored(self, place: int) -> None:
        """Show an image or a clip, by its place among the scores that thresholds are set on."""

    def picture_key(self, place: int) -> Hashable:
        """By which `thumbnails` know the picture of an image or a clip, by its place as above."""

    def take_focus(self) -> None:
        """Let the keys go through the list; no focus proxy, which would remove the boxes above from the tab order."""


class ReviewSplitter(SavedSplitter):
    """The widget of a view, whose parts stand beside each other, and the place that is selected in it."""

    selected = Signal()

    exports: Sequence[QAction] = ()

    def __init__(self, parts: ReviewParts, *, settings_key: str) -> None:
        super().__init__(Qt.Orientation.Horizontal, settings=parts.session.settings, key=f"{settings_key}/splitter")
        self.setHandleWidth(GAP)
        self.session = parts.session
        self.place: int | None = None

    @property
    def splitter(self) -> QWidget:
        return self

    @property
    def settings(self) -> QSettings:
        return self.session.settings

    def _select(self, place: int | None) -> None:
        self.place = place
        self.selected.emit()


# The screen holds the view of any kind, and hands each only runs of its kind.
AnyReviewView: TypeAlias = ReviewView[Any]


class MakeView(Protocol):
    """Makes the view of a kind."""

    def __call__(self, parts: ReviewParts) -> AnyReviewView: ...
