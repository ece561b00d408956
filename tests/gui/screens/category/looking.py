"""What stands on the Category screen, and the mouse that works on it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyqtgraph
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QPushButton,
    QTreeWidget,
)

from inspector.gui.category.images.viewer import ImageViewer
from tests.gui.controls import control, is_shown

LEFT = Qt.MouseButton.LeftButton


def wait_for_check(screen, qtbot) -> None:
    """Until every file was examined."""
    qtbot.waitUntil(lambda: is_shown(screen, QPushButton, "Check again"), timeout=20_000)


def drop(window, folder: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(folder))])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(100, 100).toPoint(), actions, dropped, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(100, 100), actions, dropped, buttons, keys))


def stated(root: Path) -> dict:
    path = root / "category.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def tree(screen) -> QTreeWidget:
    return control(screen, QTreeWidget, "Groups")


def grid(screen) -> QListView:
    return control(screen, QListView, "Images")


def groups(screen) -> list[tuple[str, str]]:
    rows = [tree(screen).topLevelItem(row) for row in range(tree(screen).topLevelItemCount())]
    return [(row.text(0), row.text(1)) for row in rows]


def names(screen) -> list[str]:
    model = grid(screen).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def selected(screen) -> list[str]:
    return [index.data() for index in grid(screen).selectedIndexes()]


def first_said(screen) -> str:
    """What a screen reader says of the first image."""
    return grid(screen).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def choose_first(screen, qtbot) -> None:
    """Go to the first image of the list with the keyboard."""
    grid(screen).setFocus()
    qtbot.keyClick(grid(screen), Qt.Key.Key_Home)


def canvas(screen) -> pyqtgraph.GraphicsView:
    return control(screen, pyqtgraph.GraphicsView, "Image")


def large(screen) -> Path | None:
    """The image that is on the screen."""
    return screen.findChild(ImageViewer).shown


def drawn(screen, kind: type) -> list:
    """What is drawn on the image, without the handles of rectangles."""
    return [item for item in canvas(screen).scene().items() if type(item) is kind]


def drag_between(screen, start: tuple[float, float], end: tuple[float, float], *, button: Any = LEFT) -> None:
    """Drag from one place of the image to another, in shares of its width and height."""
    drag_along(screen, [start, end], button=button)


def drag_along(screen, places: Sequence[tuple[float, float]], *, button: Any = LEFT) -> None:
    """Drag through places of the image, in shares of its width and height, and let go."""
    points = [on_canvas(screen, *place) for place in places]
    points = [points[0], (points[0] + points[1]) / 2, *points[1:]]
    send_mouse(screen, "Press", points[0], button)
    for point in points[1:]:
        send_mouse(screen, "Move", point, button)
    send_mouse(screen, "Release", points[-1], button)


def send_mouse(screen, kind: str, place: QPointF, button: Any = LEFT) -> None:
    """One event of the mouse at a place on the canvas."""
    viewport = canvas(screen).viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove if kind == "Move" else getattr(QEvent.Type, f"MouseButton{kind}"),
        place,
        viewport.mapToGlobal(place),
        Qt.MouseButton.NoButton if kind == "Move" else button,
        Qt.MouseButton.NoButton if kind == "Release" else button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def on_canvas(screen, x: float, y: float) -> QPointF:
    """A place in shares of the image, on the canvas."""
    (picture,) = drawn(screen, pyqtgraph.ImageItem)
    height, width = picture.image.shape[:2]
    return QPointF(canvas(screen).mapFromScene(picture.mapToScene(QPointF(x * width, y * height))))


def turn_wheel(field) -> bool:
    """Whether the field took it; else what is around it gets it."""
    place = QPointF(field.rect().center())
    event = QWheelEvent(
        place, field.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, event)
    return event.isAccepted()
