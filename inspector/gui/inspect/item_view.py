"""The part or clip that is looked at, with its verdict, or that of the whole batch, above it."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.core.operating_point import Decision
from inspector.gui.inspect.outcome import BatchOutcome
from inspector.gui.screen import GAP
from inspector.gui.widgets.labels import WrappedLabel, label, set_role
from inspector.gui.widgets.pictures.picture_view import PictureView
from inspector.gui.widgets.verdict import VerdictBadge, verdict_word

_SMALLEST = QSize(200, 140)


@dataclass(frozen=True)
class ItemPicture:
    """A part or clip as it is shown.

    Attributes:
        decision: None where there is none yet, or, with `error`, where it could not be judged.
        image: None where there is none to show; `text` then stands in its place.
        caption: a line below it.
    """

    decision: Decision | None
    error: bool
    image: QImage | None
    text: str
    caption: str


class ItemView(QWidget):
    """Verdict, picture, and a line with name and score.

    After a batch, the verdict is that of the batch until a person chooses a part: that of the last part would be
    read as the batch's.

    Args:
        name: of the picture.
        empty: what stands in its place while there is nothing to show.
        badge_height: in pixels; the verdict is read from about thirty times as far as it is high.
        afar: the texts are read from two metres.
    """

    def __init__(self, *, name: str, empty: str, badge_height: int, afar: bool = False) -> None:
        super().__init__()
        self._empty = empty
        self._item: ItemPicture | None = None
        self._outcome: BatchOutcome | None = None
        self._chosen, self._afar = False, afar
        self._back = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.badge = VerdictBadge()
        self.badge.setFixedHeight(badge_height)
        self.picture = PictureView(name, smallest=_SMALLEST)
        self.caption = label("", "afar") if afar else WrappedLabel("muted")
        self.caption.setWordWrap(True)
        if afar:
            self.picture.setProperty("role", "afar")
        self.outcome = label("", "afar") if afar else WrappedLabel("heading")
        self.outcome.setWordWrap(True)
        self.outcome.setObjectName("batch-outcome")
        column.addWidget(self.badge)
        column.addWidget(self.outcome)
        column.addWidget(self.picture, stretch=1)
        column.addWidget(self.caption)
        self.clear()

    def clear(self) -> None:
        self._item = self._outcome = None
        self.picture.show_picture(None, text=self._empty)
        self._show_words()

    def show_item(self, item: ItemPicture) -> None:
        self._item = item
        self.picture.show_picture(item.image, text=item.text)
        self._show_words()

    def show_outcome(self, outcome: BatchOutcome | None) -> None:
        """The batch came to this; None while it runs."""
        if outcome != self._outcome:
            self._outcome, self._chosen = outcome, False
            self._show_words()

    def show_back(self, text: str) -> None:
        """While the batch runs, that this is an earlier one; empty where it is the newest."""
        if text != self._back:
            self._back = text
            self._show_words()

    def choose(self, chosen: bool) -> None:
        """Whether a person chose the part that is shown, whose verdict then counts."""
        self._chosen = chosen
        self._show_words()

    def _show_words(self) -> None:
        item, outcome = self._item, self._outcome
        of_part = outcome is None or self._chosen
        if outcome is not None and not of_part and outcome.is_verdict:
            self.badge.show_batch(outcome.worst, outcome.headline)
        elif item is not None and of_part:
            self.badge.show_decision(item.decision, error=item.error)
        else:
            self.badge.clear()
        below = self._back if outcome is None else outcome.whole() if self._chosen else outcome.rest()
        self.outcome.setText(below)
        if not self._afar:
            set_role(self.outcome, "warning" if outcome is None else "heading")
        self.outcome.setVisible(bool(below))
        caption = " " if item is None else item.caption
        if item is not None and not of_part and (item.error or item.decision is not None):
            caption = f"{verdict_word(item.decision)} · {caption}"
        self.caption.setText(caption)
