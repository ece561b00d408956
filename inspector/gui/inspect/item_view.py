"""The part that is looked at, with its verdict above it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.gui.inspect.images.painting import PaintedPart
from inspector.gui.numbers import number
from inspector.gui.screen import GAP, label
from inspector.gui.widgets.picture_view import PictureView
from inspector.gui.widgets.verdict import VerdictBadge

_SMALLEST = QSize(200, 140)


class PartView(QWidget):
    """Verdict, picture with heatmap, and a line with name and score.

    Args:
        badge_height: in pixels; the verdict is read from about thirty times as far as it is high.
    """

    def __init__(self, *, badge_height: int) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.badge = VerdictBadge()
        self.badge.setFixedHeight(badge_height)
        self.picture = PictureView(self.tr("The part with its heatmap"), smallest=_SMALLEST)
        self.caption = label("", "muted")
        self.caption.setWordWrap(True)
        column.addWidget(self.badge)
        column.addWidget(self.picture, stretch=1)
        column.addWidget(self.caption)
        self.clear()

    def clear(self) -> None:
        self.badge.clear()
        self.picture.show_picture(None, text=self.tr("The part that is inspected appears here."))
        self.caption.setText(" ")

    def show_part(self, painted: PaintedPart) -> None:
        part = painted.part
        self.badge.show_decision(part.decision, error=part.decision is None)
        self.picture.show_picture(painted.image, text=painted.problem)
        if part.score is None:
            self.caption.setText(part.name if painted.image is None else f"{part.name} · {part.error or ''}")
        else:
            self.caption.setText(self.tr("{name} · score {score}").format(name=part.name, score=number(part.score)))
