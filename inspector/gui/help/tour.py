"""A tour of the screens: a callout beside what each step is about, which follows a person and never stops them."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.gui.help.tour_steps import tour_steps
from inspector.gui.theme import current_theme
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP

_WIDTH = 320
_ARROW = 12  # px, from the callout to what it points at
_FOLLOW_MS = 150


class Tour(QWidget):
    """The callout, which owns the frame around what it points at; Esc leaves it wherever the focus is.

    Args:
        window: holds the screens and the callout.
        buttons: the screens' buttons on the rail, by the screens' keys.
        show_screen: called with the key of a step's screen.
    """

    def __init__(
        self,
        window: QWidget,
        screens: Mapping[str, QWidget],
        buttons: Mapping[str, QWidget],
        show_screen: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._screens, self._buttons, self._show_screen = window, screens, buttons, show_screen
        self._steps, self._place = tour_steps(), 0
        self._frame = _Frame(window)
        self._tip = QPoint()  # of the arrow, in the callout
        self._build()
        self._timer = QTimer(self, interval=_FOLLOW_MS)  # what it points at may move, or be hidden
        self._timer.timeout.connect(self._follow)
        window.installEventFilter(self)
        self.hide()

    def start(self) -> None:
        self._timer.start()
        self._go(0)

    def leave(self) -> None:
        had_focus = self.isAncestorOf(self._window.focusWidget() or self._window)
        self._timer.stop()
        self._frame.hide()
        self.hide()
        if had_focus:
            self._window.setFocus()

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802
        if self.isHidden():
            return False
        if event.type() == QEvent.Type.Resize:
            self._follow()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.leave()  # nothing in the window had a use for it
            return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(QColor(theme.card))
        body = self._body()
        painter.drawRoundedRect(QRectF(body).adjusted(1, 1, -1, -1), 8, 8)
        arrow = self._arrow(body)
        if arrow is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawPolygon(arrow)
        painter.end()

    def _build(self) -> None:
        self._number, self._title, self._text = label("", "muted"), label("", "heading"), label("")
        self._title.setObjectName("tour-title")
        self._text.setWordWrap(True)
        leave = QPushButton(self.tr("Leave the tour"))
        leave.clicked.connect(self.leave)
        self._back = QPushButton(self.tr("Back"))
        self._back.clicked.connect(self._step_back)
        self._next = QPushButton()
        self._next.setProperty("role", "primary")
        self._next.clicked.connect(self._step_on)
        buttons = QHBoxLayout()
        buttons.addWidget(leave)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [GAP + _ARROW]))
        column.setSpacing(GAP // 2)
        column.addWidget(self._number)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH + 2 * _ARROW)
        self.setAccessibleName(self.tr("Tour"))

    def _step_on(self) -> None:
        if self._place + 1 < len(self._steps):
            self._go(self._place + 1)
        else:
            self.leave()

    def _step_back(self) -> None:
        self._go(max(0, self._place - 1))

    def _go(self, place: int) -> None:
        self._say(place)
        self._show_screen(self._steps[place].screen)
        self._frame.show()
        self.show()
        self._follow()
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, place: int) -> None:
        self._place, step = place, self._steps[place]
        self._number.setText(self.tr("Step {number} of {count}").format(number=place + 1, count=len(self._steps)))
        self._title.setText(step.title)
        self._text.setText(step.text)
        self._back.setEnabled(place > 0)
        self._next.setText(self.tr("Next") if place + 1 < len(self._steps) else self.tr("Done"))

    def _target(self) -> QWidget:
        step = self._steps[self._place]
        found = self._screens[step.screen].findChildren(QWidget, step.target)
        return next((widget for widget in found if widget.isVisible()), self._buttons[step.screen])

    def _follow(self) -> None:
        """Place the callout beside what it points at, and the frame around that; speak of the screen that is shown."""
        if not self._screens[self._steps[self._place].screen].isVisible():  # the person went elsewhere
            places = (place for place, step in enumerate(self._steps) if self._screens[step.screen].isVisible())
            self._say(next(places, self._place))
        target = self._target()
        area = visible_area(target, self._window)
        self.resize(self.width(), self.heightForWidth(self.width()))
        place = beside(area, self.size(), self._window.rect())
        self.move(place)
        self._tip = area.center() - place
        self._frame.setGeometry(area.adjusted(-3, -3, 3, 3))
        self._frame.raise_()
        self.raise_()
        self.update()

    def _body(self) -> QRect:
        return self.rect().adjusted(_ARROW, _ARROW, -_ARROW, -_ARROW)

    def _arrow(self, body: QRect) -> QPolygon | None:
        """A triangle at the side that faces what it points at; none where the callout lies over that."""
        x = min(max(self._tip.x(), body.left() + 20), body.right() - 20)
        y = min(max(self._tip.y(), body.top() + 20), body.bottom() - 20)
        if self._tip.x() < 0:
            return QPolygon([QPoint(0, y), QPoint(body.left(), y - 9), QPoint(body.left(), y + 9)])
        if self._tip.x() > self.width():
            return QPolygon([QPoint(self.width(), y), QPoint(body.right(), y - 9), QPoint(body.right(), y + 9)])
        if self._tip.y() < 0:
            return QPolygon([QPoint(x, 0), QPoint(x - 9, body.top()), QPoint(x + 9, body.top())])
        if self._tip.y() > self.height():
            return QPolygon([QPoint(x, self.height()), QPoint(x - 9, body.bottom()), QPoint(x + 9, body.bottom())])
        return None


class _Frame(QWidget):
    """A frame around what the callout points at; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().accent), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 8, 8)
        painter.end()


def visible_area(widget: QWidget, window: QWidget) -> QRect:
    """Where a widget can be seen in a window: what lies around it may scroll."""
    area = widget.rect()
    around: QWidget | None = widget
    while around is not None and around is not window:
        area = area.intersected(around.rect()).translated(around.pos())
        around = around.parentWidget()
    return area.intersected(window.rect())


def beside(area: QRect, size: QSize, window: QRect) -> QPoint:
    """Where a callout of this size stands: on the right of an area, on its left, below or above it, within the
    window; over its lower right corner where there is no room."""
    middle = area.center() - QPoint(size.width() // 2, size.height() // 2)
    inside = window.adjusted(0, 0, -size.width(), -size.height())
    x = min(max(middle.x(), 0), max(0, inside.right()))
    y = min(max(middle.y(), 0), max(0, inside.bottom()))
    for place in (
        QPoint(area.right(), y),
        QPoint(area.left() - size.width(), y),
        QPoint(x, area.bottom()),
        QPoint(x, area.top() - size.height()),
    ):
        if window.contains(QRect(place, size)):
            return place
    return QPoint(max(0, area.right() - size.width()), max(0, area.bottom() - size.height()))
