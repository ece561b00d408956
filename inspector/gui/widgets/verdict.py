"""A verdict that is read from three metres: a word, a shape and a colour."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.core.operating_point import Decision
from inspector.gui.theme import Theme, current_theme

_SMALLEST = QSize(160, 56)
_OCTAGON = 0.2929  # of a side, to where the corners of a square are cut
_STROKE = 0.11  # of the shape's side
_MOST_LETTERS = "REVIEW"


class VerdictBadge(QWidget):
    """Shows one decision as large as its place allows; an empty place before the first."""

    def __init__(self) -> None:
        super().__init__()
        self._decision: Decision | None = None
        self._shown = False
        self._of_batch = ""
        self.setMinimumSize(_SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.clear()

    def show_decision(self, decision: Decision | None, *, error: bool = False) -> None:
        """Show a decision, or that the image could not be judged; None without error for nothing yet."""
        self._decision, self._shown, self._of_batch = decision, error or decision is not None, ""
        self.setAccessibleName(self.tr("Verdict: {word}").format(word=self.word() or self.tr("none")))
        self.update()

    def show_batch(self, worst: Decision | None, text: str) -> None:
        """Show a batch as a whole: how many had the worst verdict, in its colour and shape."""
        self._decision, self._shown, self._of_batch = worst, True, text
        self.setAccessibleName(self.tr("Batch: {outcome}").format(outcome=text))
        self.update()

    def clear(self) -> None:
        self.show_decision(None)

    def word(self) -> str:
        """What it says now."""
        return self._of_batch or (verdict_word(self._decision) if self._shown else "")

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(360, 96)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: object) -> None:  # noqa: N802
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(area, 10, 10)
        if not self._shown:
            painter.fillPath(path, QColor(theme.canvas))
            painter.end()
            return
        painter.fillPath(path, QColor(theme.verdict(self._decision)))
        margin = area.height() * 0.16
        side = area.height() - 2 * margin
        font = QFont(self.font())
        font.setBold(True)
        font.setPixelSize(max(8, int(side * 0.82)))
        room = area.width() - side - 3.2 * margin
        wide = max(map(QFontMetricsF(font).horizontalAdvance, (_MOST_LETTERS, self.word())))
        if wide > room:  # the longest word decides, so that the letters do not change from part to part
            font.setPixelSize(max(8, int(font.pixelSize() * room / wide)))
        text = QFontMetricsF(font).horizontalAdvance(self.word())
        left = area.left() + (area.width() - side - 0.8 * margin - text) / 2
        draw_shape(painter, QRectF(left, margin, side, side), self._decision, ink=theme.card, mark=None)
        painter.setFont(font)
        painter.setPen(QColor(theme.card))
        place = QRectF(left + side + 0.8 * margin, area.top(), text + 2, area.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.word())
        painter.end()


def verdict_word(decision: Decision | None) -> str:
    """The word for a decision; that of an error for None. The same in every language, as it is in every file."""
    return "ERROR" if decision is None else str(decision)


def verdict_pixmap(decision: Decision | None, side: int, *, ratio: float = 1.0, theme: Theme | None = None) -> QPixmap:
    """The shape in its colour, for lists.

    Args:
        side: in pixels that do not depend on the screen.
    """
    theme = theme or current_theme()
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(0, 0, side, side).adjusted(1, 1, -1, -1)
    draw_shape(painter, area, decision, ink=theme.verdict(decision), mark=theme.card)
    painter.end()
    return pixmap


def draw_shape(painter: QPainter, area: QRectF, decision: Decision | None, *, ink: str, mark: str | None) -> None:
    """A circle with a tick, a triangle with !, an octagon with a cross, or a square with ? for an error.

    Args:
        mark: colour of what is in the shape, which then is filled; None for an outline in `ink` alone.
    """
    side = area.width()
    outline = _outline(decision, area)
    pen = QPen(QColor(mark or ink), side * (_STROKE if mark is None else 0.14))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if mark is None:
        inset = pen.widthF() / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(_outline(decision, area.adjusted(inset, inset, -inset, -inset)))
    else:
        painter.fillPath(outline, QColor(ink))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)

    def at(x: float, y: float) -> QPointF:
        return QPointF(area.left() + x * side, area.top() + y * side)

    if decision is Decision.OK:
        painter.drawPolyline(QPolygonF([at(0.3, 0.52), at(0.44, 0.66), at(0.7, 0.36)]))
    elif decision is Decision.NG:
        painter.drawLine(at(0.34, 0.34), at(0.66, 0.66))
        painter.drawLine(at(0.66, 0.34), at(0.34, 0.66))
    elif decision is Decision.REVIEW:
        painter.drawLine(at(0.5, 0.42), at(0.5, 0.62))
        painter.drawPoint(at(0.5, 0.8))
    else:
        painter.drawPath(_question(at))
        painter.drawPoint(at(0.5, 0.76))


def _outline(decision: Decision | None, area: QRectF) -> QPainterPath:
    path = QPainterPath()
    if decision is Decision.OK:
        path.addEllipse(area)
    elif decision is Decision.REVIEW:
        path.addPolygon(QPolygonF([QPointF(area.center().x(), area.top()), area.bottomRight(), area.bottomLeft()]))
        path.closeSubpath()
    elif decision is Decision.NG:
        cut = area.width() * _OCTAGON
        left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
        corners = [
            (left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut),
            (right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut),
        ]  # fmt: skip
        path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        path.closeSubpath()
    else:
        path.addRect(area)
    return path


def _question(at: Callable[[float, float], QPointF]) -> QPainterPath:
    path = QPainterPath(at(0.36, 0.36))
    path.cubicTo(at(0.36, 0.18), at(0.64, 0.18), at(0.64, 0.36))
    path.cubicTo(at(0.64, 0.48), at(0.5, 0.46), at(0.5, 0.6))
    return path
