"""What a walk over the screens finds: controls without a name or a role, jumps of Tab, texts cut or hard to read."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QGroupBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollArea,
    QScrollBar,
    QSplitter,
    QSplitterHandle,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from inspector.gui.widgets.labels import ElidedLabel

SCREENS = ("category", "train", "review", "inspect", "models")
_TEXTS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QLabel)
_NO_ROLES = {QAccessible.Role.NoRole, QAccessible.Role.Client}
_READABLE = 4.5  # WCAG 2.1, AA

# What Qt makes of its own inside a control that is itself checked, or that the keyboard reaches in another way.
_INTERNAL = {
    QScrollBar: "the keys of the view scroll it",
    QHeaderView: "sorting is by click; the order of the columns carries no information",
    QMenuBar: "reached by Alt and F10 on every desktop",
    QMenu: "reached through the menu bar",
    QSplitterHandle: "changes the layout alone",
}


def controls(window: QWidget) -> list[QWidget]:
    """The visible and enabled widgets that a person acts on."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and not isinstance(widget, tuple(_INTERNAL))
        and not is_part_of_a_control(widget)
        and (is_control(widget) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus)
    ]


def is_control(widget: QWidget) -> bool:
    kinds = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView, QTabBar)
    return isinstance(widget, kinds)


def is_part_of_a_control(widget: QWidget) -> bool:
    """Whether Qt made it inside another control: the line of a spin box, the viewport of a view."""
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractScrollArea) and widget is parent.viewport():
        return True
    if isinstance(parent, QAbstractItemView) and isinstance(widget, QAbstractButton):
        return True  # the corner of a table
    return isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QKeySequenceEdit)


def name_of(widget: QWidget) -> str:
    """What a screen reader says of it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QGroupBox):
        return (widget.text() if isinstance(widget, QAbstractButton) else widget.title()).replace("&", "").strip()
    labels = widget.window().findChildren(QLabel)
    return next((label.text() for label in labels if label.buddy() is widget), "")


def said(widget: QWidget) -> str:
    """Enough to find a control by."""
    path = []
    while widget is not None:
        path.append(f"{type(widget).__name__}({widget.objectName() or name_of(widget)!r})")
        widget = widget.parentWidget()
    return " in ".join(path[:4])


def reached_by_tab(window: QWidget) -> set[QWidget]:
    """The widgets that Tab comes by, all the way round."""
    first = window
    found = {first}
    widget = first.nextInFocusChain()
    while widget is not first:
        found.add(widget)
        widget = widget.nextInFocusChain()
    return found


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops there; of a group of exclusive buttons it stops at one, and the arrows lead on."""
    together = widget.group().buttons() if in_exclusive_group(widget) and widget.group() is not None else [widget]
    return any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in together)


def screens(window, qtbot) -> Iterator[str]:
    """Show one screen after the other."""
    for key in SCREENS:
        window.show_screen(key)
        qtbot.waitUntil(window.screens[key].isVisible)
        yield key


def in_exclusive_group(widget: QWidget) -> bool:
    """Tab stops at one button of such a group, and the arrows lead to the others."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return False
    return widget.autoExclusive() or (widget.group() is not None and widget.group().exclusive())


def in_view(widget: QWidget) -> bool:
    """Whether a widget lies within all that surrounds it, or can be scrolled into view."""
    parent, child = widget.parentWidget(), widget
    while parent is not None and not child.isWindow():
        area = parent.parentWidget()
        if isinstance(area, QScrollArea) and parent is area.viewport():  # its content is as large as it has to be
            across = area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            return (across or child.width() <= parent.width()) and in_view(area)
        if not parent.rect().contains(QRect(child.pos(), child.size())):
            return False
        parent, child = parent.parentWidget(), parent
    return True


def is_cut(widget: QWidget) -> bool:
    """Whether a widget is smaller than its text needs."""
    if isinstance(widget, ElidedLabel) or not widget.size().isValid():
        return False
    if isinstance(widget, QLabel):
        if not widget.text() or widget.pixmap().isNull() is False:
            return False
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width()) - 1
        return widget.width() < widget.sizeHint().width() - 1
    if isinstance(widget, QAbstractButton) and not widget.text() and not widget.icon().isNull():
        return False
    if isinstance(widget, QAbstractButton):
        return widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height()
    return widget.height() < widget.fontMetrics().height() + 4


def measured(window: QWidget) -> list[QWidget]:
    return [
        widget
        for kind in _TEXTS
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and not isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox | QScrollBar | QSplitterHandle)
        and not (
            isinstance(widget.parentWidget().parentWidget(), QAbstractScrollArea)
            and not isinstance(widget.parentWidget().parentWidget(), QScrollArea)
        )
    ]


def described(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    place = widget.mapTo(widget.window(), QPoint(0, 0))
    return f"{type(widget).__name__} {widget.accessibleName() or text[:40]!r} at {place.x()}, {place.y()}"


def role_of(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def without_role(window: QWidget) -> list[QWidget]:
    """Controls of which a screen reader cannot say what they are; a picture has its name alone."""
    return [one for one in controls(window) if role_of(one) in _NO_ROLES and not isinstance(one, QAbstractScrollArea)]


def tab_jumps(window: QWidget) -> list[str]:
    """Steps of Tab within one panel that go against reading: back to the left in a line, or up in a column."""
    shown = set(controls(window))
    chain, widget = [], window.nextInFocusChain()
    while widget is not window:
        if widget in shown and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            chain.append(widget)
        widget = widget.nextInFocusChain()
    return jumps([(said(one), panel_of(one), place_of(one)) for one in chain])


def jumps(stops: Sequence[tuple[str, object, QRect]]) -> list[str]:
    """The steps against reading, of stops with a name, a panel and a place."""
    found = []
    for (name, panel, place), (after, next_panel, there) in pairwise(stops):
        above = there.bottom() < place.top() and there.left() <= place.right()
        same_line = there.top() < place.bottom() and place.top() < there.bottom()
        if panel is next_panel and (above or (same_line and there.right() < place.left())):
            found.append(f"{name} → {after}")
    return found


def panel_of(widget: QWidget) -> QWidget:
    """The card, the side of a splitter, the scrolled form or the page that holds a control."""
    parent = widget.parentWidget()
    while not parent.isWindow():
        above = parent.parentWidget()
        if isinstance(above, QSplitter | QStackedWidget) or isinstance(parent, QScrollArea):
            break
        if type(parent) is QFrame and parent.objectName():
            break
        parent = above
    return parent


def place_of(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def hard_to_read(window: QWidget) -> list[str]:
    """Visible, enabled texts whose colour stands out too little from what is painted behind them."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    ratio = image.devicePixelRatio()
    found = []
    for widget in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
        text = widget.text()
        if not (text and widget.isVisible() and widget.isEnabled()) or "<" in text:
            continue
        seen = widget.visibleRegion().boundingRect()
        place = QRect(widget.mapTo(window, seen.topLeft()) * ratio, seen.size() * ratio)
        painted = pixels[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
        if painted.size:
            values, counts = np.unique(painted, return_counts=True)
            ground = QColor(int(values[counts.argmax()]) & 0xFFFFFF)
            colour = widget.palette().color(widget.foregroundRole())
            if contrast(colour.name(), ground.name()) < _READABLE:
                found.append(f"{described(widget)}: {colour.name()} on {ground.name()}")
    return found


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb. Source: WCAG 2.1, "relative luminance"."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21. Source: WCAG 2.1, "contrast ratio"."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
