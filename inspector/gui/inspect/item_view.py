"""The part or clip that is looked at, with its verdict above it."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.core.operating_point import Decision
from inspector.gui.screen import GAP, label
from inspector.gui.widgets.pictures.picture_view import PictureView
from inspector.gui.widgets.verdict import VerdictBadge

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

    Args:
        name: of the picture.
        empty: what stands in its place while there is nothing to show.
        badge_height: in pixels; the verdict is read from about thirty times as far as it is high.
        afar: the texts are read from two metres.
    """

    def __init__(self, *, name: str, empty: str, badge_height: int, afar: bool = False) -> None:
        super().__init__()
        self._empty = empty
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.badge = VerdictBadge()
        self.badge.setFixedHeight(badge_height)
        self.picture = PictureView(name, smallest=_SMALLEST)
        self.caption = label("", "afar" if afar else "muted")
        if afar:
            self.picture.setProperty("role", "afar")
        self.caption.setWordWrap(True)
        column.addWidget(self.badge)
        column.addWidget(self.picture, stretch=1)
        column.addWidget(self.caption)
        self.clear()

    def clear(self) -> None:
        self.badge.clear()
        self.picture.show_picture(None, text=self._empty)
        self.caption.setText(" ")

    def show_item(self, item: ItemPicture) -> None:
        self.badge.show_decision(item.decision, error=item.error)
        self.picture.show_picture(item.image, text=item.text)
        self.caption.setText(item.caption)
