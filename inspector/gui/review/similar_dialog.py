"""Parts or events like one of them: looked for, looked at side by side, and decided on together."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from inspector.gui.numbers import count, percent
from inspector.gui.review.decisions.words import marked_review, review_word
from inspector.gui.review.view import decisions_in_words
from inspector.gui.screen import GAP, label
from inspector.gui.session import Session
from inspector.gui.theme import current_theme
from inspector.gui.widgets.layout import resize_on_screen
from inspector.gui.widgets.painting import with_border
from inspector.gui.widgets.pictures.thumbnails import SIDE, Thumbnails
from inspector.store.records import ReviewDecision
from inspector.workflow.review.reviewed_run import ReviewedRun
from inspector.workflow.review.similar import SimilarPart

_SEEKING = "review similar"
_CHOSEN_FROM = 0.5  # likeness from which a part is selected at first
_CELL = QSize(SIDE + 24, SIDE + 64)
_PLACE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class SimilarWords:
    """What is said of the parts or events of a kind.

    Attributes:
        name: by which the sheet is known, in no language.
        title: of the sheet, with the `{name}` of what others are like.
        sheet, hint: what the sheet is, and how others are selected.
        incomparable, alone: there is nothing to compare by, or no other.
        decided: of `{n}` that are like `{name}`, a `{decision}`.
    """

    name: str
    title: str
    sheet: str
    hint: str
    incomparable: str
    alone: str
    decided: str


@dataclass(frozen=True)
class SimilarSource:
    """Where the similar ones of a kind come from.

    Attributes:
        find: those like what is at a place of a run, itself first; None where there is nothing to compare by. Run off
            the GUI thread.
        name_of: what people call what is at a place, short.
        thumbnails, picture_key: its picture, and by which they know it.
        decide: records one decision on several; see :class:`ReviewParts`.
    """

    find: Callable[[Any, int], list[SimilarPart] | None]
    name_of: Callable[[int], str]
    thumbnails: Thumbnails
    picture_key: Callable[[int], Hashable]
    decide: Callable[[Sequence[int], ReviewDecision, str], None]


class SimilarItems(QObject):
    """Looks for what is similar in the run that is shown, and opens the sheet.

    Args:
        place: of what is shown; None for nothing.
    """

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        source: SimilarSource,
        words: SimilarWords,
        *,
        place: Callable[[], int | None],
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._session, self._parent, self._source, self._words = session, parent, source, words
        self._run: ReviewedRun | None = None

    def show_run(self, run: ReviewedRun | None) -> None:
        self._session.outdate(_SEEKING)
        self._run = run

    def show(self) -> None:
        """Look for those like what is shown, to decide on all of them together."""
        place = self._place()
        if self._run is not None and place is not None:
            self._session.latest(_SEEKING, partial(self._source.find, self._run, place), self._found)

    def _found(self, parts: list[SimilarPart] | None) -> None:
        run = self._run
        if parts is None or run is None:
            self._session.said.emit(self._words.incomparable)
            return
        if len(parts) == 1:
            self._session.said.emit(self._words.alone)
            return
        dialog = SimilarDialog(run, parts, source=self._source, words=self._words, parent=self._parent)
        dialog.decided.connect(partial(self._decided, run, parts[0].place))
        dialog.open()

    def _decided(self, run: ReviewedRun, place: int, places: list[int], decision: ReviewDecision) -> None:
        if self._run is not None and self._run.path == run.path:
            text = self._words.decided.format(
                n=count(len(places)), name=self._source.name_of(place), decision=review_word(decision)
            )
            self._source.decide(places, decision, text)
            self._session.said.emit(self.tr("Decided: {text}").format(text=text))


class SimilarDialog(QDialog):
    """A sheet of parts, the most similar first; one decision is on all that are selected, and closes the dialog.

    Signals: `decided` (list of places, ReviewDecision).
    """

    decided = Signal(object, object)

    def __init__(
        self,
        run: ReviewedRun,
        parts: Sequence[SimilarPart],
        *,
        source: SimilarSource,
        words: SimilarWords,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._source, thumbnails = source, source.thumbnails
        self.setWindowTitle(words.title.format(name=source.name_of(parts[0].place)))
        self._thumbnails = thumbnails
        self._items: dict[Hashable, QListWidgetItem] = {}
        self.sheet = QListWidget()
        self.sheet.setObjectName(words.name)
        self.sheet.setAccessibleName(words.sheet)
        self.sheet.setViewMode(QListWidget.ViewMode.IconMode)
        self.sheet.setMovement(QListWidget.Movement.Static)
        self.sheet.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.sheet.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.sheet.setIconSize(QSize(SIDE, SIDE))
        self.sheet.setGridSize(_CELL)
        self.sheet.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for part in parts:
            self._add(run, part, source.picture_key(part.place))
        self.sheet.setCurrentRow(0, QItemSelectionModel.SelectionFlag.NoUpdate)
        thumbnails.ready.connect(self._ready)
        self._chosen = label("")
        self._chosen.setObjectName("similar-chosen")
        hint = label(words.hint, "muted")
        hint.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._chosen, stretch=1)
        self._buttons = [self._button(text, keys[0], decision) for text, decision, keys in decisions_in_words()]
        for one in self._buttons:
            row.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addWidget(self.sheet, stretch=1)
        layout.addWidget(hint)
        layout.addLayout(row)
        self.sheet.itemSelectionChanged.connect(self._count)
        self._count()
        resize_on_screen(self, 5 * _CELL.width(), 520)
        self.sheet.setFocus()

    def places(self) -> list[int]:
        """The places of the parts that are selected."""
        return [int(item.data(_PLACE)) for item in self.sheet.selectedItems()]

    def _add(self, run: ReviewedRun, part: SimilarPart, key: Hashable) -> None:
        review = run.review_of(part.place)
        facts = [self.tr("{share} similar").format(share=percent(part.likeness, digits=2))]
        if review is not None and review.decision is not None:
            facts.append(marked_review(review.decision, label=run.contradicted_label(part.place, review.decision)))
        item = QListWidgetItem(f"{self._source.name_of(part.place)}\n{' · '.join(facts)}", self.sheet)
        item.setData(_PLACE, part.place)
        item.setToolTip(run.record_name(part.place))
        item.setSizeHint(_CELL)  # or Qt lines them up by the width of their texts
        item.setSelected(part.likeness >= _CHOSEN_FROM)
        self._items[key] = item
        self._ready(key)

    def _ready(self, key: Hashable) -> None:
        item = self._items.get(key)
        picture: QPixmap | None = None if item is None else self._thumbnails.get(key)
        if item is not None and picture is not None:
            picture = with_border(picture, current_theme())
            icon = QIcon(picture)
            icon.addPixmap(picture, QIcon.Mode.Selected)  # or Qt would tint it with the selection's colour
            item.setIcon(icon)

    def _button(self, text: str, key: str, decision: ReviewDecision) -> QPushButton:
        made = QPushButton(text)
        made.setShortcut(QKeySequence(key))
        made.setToolTip(f"{text} ({key})")
        made.setAutoDefault(False)

        def decide() -> None:
            self.decided.emit(self.places(), decision)
            self.accept()

        made.clicked.connect(decide)
        return made

    def _count(self) -> None:
        chosen = len(self.sheet.selectedItems())
        text = self.tr("{chosen} of {all} selected").format(chosen=count(chosen), all=count(self.sheet.count()))
        self._chosen.setText(text)
        for one in self._buttons:
            one.setEnabled(chosen > 0)
