"""What is judged, drawn on an image with the mouse and the keyboard."""

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QGraphicsPathItem,
    QLabel,
    QPushButton,
    QToolButton,
)

from inspector.data.properties import judged_mask, read_properties
from inspector.gui.category.images import browser
from inspector.gui.category.images.regions.image_box import ImageBox
from inspector.gui.category.images.regions.located_area import area_around
from tests.gui.controls import control, is_shown, text_of
from tests.gui.screens.category.looking import (
    canvas,
    drag_along,
    drag_between,
    drawn,
    grid,
    large,
    on_canvas,
    send_mouse,
    stated,
)

NEAR = 0.012  # a pixel of the canvas or two, as a share of the image


@pytest.fixture
def drawing(screen, qtbot, root):
    """The first image, large, with nothing drawn yet."""
    click_on(screen, QPushButton, "Draw regions …", qtbot)
    qtbot.waitUntil(lambda: large(screen) is not None)
    qtbot.waitUntil(lambda: visible(screen).contains(QRectF(0, 0, 48, 48)))
    QApplication.processEvents()  # the bar has taken its room
    return screen


@pytest.fixture
def region(drawing, qtbot, root):
    """A rectangle to evaluate was dragged."""
    drag_between(drawing, (0.2, 0.2), (0.8, 0.7))
    qtbot.waitUntil(lambda: stated(root).get("region_of_interest") == near([0.2, 0.2, 0.8, 0.7]))
    return drawing


def test_a_key_begins_to_draw_and_the_first_drag_draws(drawing, window, qtbot, root):
    choose(drawing, qtbot, "Select and move")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for _ in range(2):  # ends drawing, leaves the image
        qtbot.keyClick(canvas(drawing), Qt.Key.Key_Escape)
    assert grid(drawing).isVisible()
    qtbot.keyClick(grid(drawing), Qt.Key.Key_E)
    qtbot.waitUntil(canvas(drawing).isVisible)
    QApplication.processEvents()  # the bar has taken its room
    drag_between(drawing, (0.2, 0.2), (0.8, 0.7))
    qtbot.waitUntil(lambda: "region_of_interest" in stated(root))


def near(numbers):
    return pytest.approx(numbers, abs=NEAR)


def click_on(screen, kind, name, qtbot) -> None:
    qtbot.mouseClick(control(screen, kind, name), Qt.MouseButton.LeftButton)


def click(screen, qtbot, x: float, y: float) -> None:
    place = on_canvas(screen, x, y).toPoint()
    qtbot.mouseClick(canvas(screen).viewport(), Qt.MouseButton.LeftButton, pos=place)


def choose(screen, qtbot, tool: str, use: str = "Evaluate") -> None:
    click_on(screen, QToolButton, tool, qtbot)
    click_on(screen, QPushButton, use, qtbot)


def undo(screen, qtbot, also=Qt.KeyboardModifier.NoModifier) -> None:
    """Ctrl+Z; with Shift it is redo."""
    qtbot.keyClick(screen.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | also)


def visible(screen) -> QRectF:
    """What can be seen, in pixels of the image."""
    (picture,) = drawn(screen, pyqtgraph.ImageItem)
    return picture.getViewBox().viewRect()


def is_shaded(screen, x: float, y: float) -> bool:
    place = QPointF(x * 48, y * 48)
    return any(
        item.brush().style() != Qt.BrushStyle.NoBrush and item.path().contains(place)
        for item in drawn(screen, QGraphicsPathItem)
    )


def which(screen) -> QComboBox:
    return control(screen, QComboBox, "Region")


def judged(root, size=(100, 100)) -> np.ndarray:
    """What a training would judge."""
    return judged_mask(read_properties(root), size)


def test_a_region_is_added_and_moved_by_keys_alone(drawing, window, qtbot, root):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    add = control(drawing, QPushButton, "Add")
    add.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(add, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stated(root).get("region_of_interest") == near([0.1, 0.1, 0.9, 0.9]))
    for _ in range(5):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"] == near([0.1, 0.15, 0.9, 0.95]))


def test_numbers_of_a_region_are_labelled_in_full(drawing):
    for label in drawing.findChildren(QLabel):
        if label.text() in ("&Left", "&Top", "&Right", "&Bottom"):
            spread = sum(label.fontMetrics().horizontalAdvance(letter) for letter in label.text().replace("&", ""))
            assert label.contentsRect().width() >= spread, label.text()  # an underlined letter ends the kerning


@pytest.mark.parametrize("size", [(900, 120), (120, 900), (500, 400)])
def test_an_image_fits_into_a_view_of_any_shape(qtbot, size):
    view, box = pyqtgraph.GraphicsView(), ImageBox()
    qtbot.addWidget(view)
    view.setCentralItem(box)
    view.resize(400, 400)
    view.show()
    box.show_size(512, 480)
    view.resize(*size)
    QApplication.processEvents()
    assert box.viewRect().contains(QRectF(0, 0, 512, 480))


def test_a_drag_draws_and_does_not_pan(drawing, qtbot, root):
    before = visible(drawing)
    drag_between(drawing, (0.8, 0.7), (0.2, 0.2))  # from the lower right
    qtbot.waitUntil(lambda: stated(root).get("region_of_interest") == near([0.2, 0.2, 0.8, 0.7]))
    assert visible(drawing) == before
    assert [is_shaded(drawing, *place) for place in ((0.1, 0.5), (0.5, 0.9), (0.5, 0.5))] == [True, True, False]


def test_several_regions_are_evaluated_or_ignored(region, qtbot, root):
    drag_between(region, (0.85, 0.8), (0.95, 0.9))
    choose(region, qtbot, "Ellipse", "Ignore")
    drag_between(region, (0.4, 0.3), (0.6, 0.6))  # within the first one
    qtbot.waitUntil(lambda: len(stated(root).get("ignore", [])) == 1)
    assert stated(root)["region_of_interest"] == [near([0.2, 0.2, 0.8, 0.7]), near([0.85, 0.8, 0.95, 0.9])]
    assert stated(root)["ignore"] == [{"ellipse": near([0.4, 0.3, 0.6, 0.6])}]
    assert [which(region).itemText(row) for row in range(3)] == ["Region 1", "Region 2", "Ignored 1"]
    for x, y in ((0.1, 0.5), (0.5, 0.45), (0.3, 0.3), (0.41, 0.31), (0.9, 0.85)):
        assert is_shaded(region, x, y) == (not judged(root)[int(100 * y), int(100 * x)]), (x, y)
    qtbot.keyClick(canvas(region), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: stated(root)["ignore"] == [])
    qtbot.keyClick(canvas(region), Qt.Key.Key_Delete)  # none is selected now
    assert len(stated(root)["region_of_interest"]) == 2
    undo(region, qtbot)
    qtbot.waitUntil(lambda: len(stated(root)["ignore"]) == 1)
    undo(region, qtbot, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: stated(root)["ignore"] == [])


def test_corners_of_a_polygon_are_clicked(drawing, qtbot, root):
    choose(drawing, qtbot, "Polygon")
    for place in ((0.2, 0.2), (0.8, 0.2), (0.5, 0.8)):
        click(drawing, qtbot, *place)
    assert stated(root) == {}
    qtbot.keyClick(canvas(drawing), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "region_of_interest" in stated(root))
    corners = stated(root)["region_of_interest"]["polygon"]
    assert corners == [near([0.2, 0.2]), near([0.8, 0.2]), near([0.5, 0.8])]
    assert [is_shaded(drawing, *place) for place in ((0.5, 0.5), (0.25, 0.7))] == [False, True]
    drag_between(drawing, (0.5, 0.8), (0.6, 0.9))  # a corner by its handle
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"]["polygon"][2] == near([0.6, 0.9]))
    drag_between(drawing, (0.5, 0.2), (0.5, 0.05))  # the middle of an edge becomes a corner
    qtbot.waitUntil(lambda: len(stated(root)["region_of_interest"]["polygon"]) == 4)
    assert stated(root)["region_of_interest"]["polygon"][1] == near([0.5, 0.05])


def test_a_polygon_is_drawn_with_a_free_hand(drawing, qtbot, root):
    choose(drawing, qtbot, "Polygon")
    turn = np.linspace(0, 2 * np.pi, 60)
    drag_along(drawing, [(0.5 + 0.3 * np.cos(angle), 0.5 + 0.3 * np.sin(angle)) for angle in turn])
    qtbot.waitUntil(lambda: "region_of_interest" in stated(root))
    assert len(stated(root)["region_of_interest"]["polygon"]) < 40
    assert judged(root).mean() == pytest.approx(np.pi * 0.3**2, rel=0.05)


def test_a_brush_paints_what_is_ignored(drawing, qtbot, root):
    choose(drawing, qtbot, "Brush", "Ignore")
    size = control(drawing, QDoubleSpinBox, "Brush size, as a share of the image's shorter side")
    size.setFocus()
    size.selectAll()
    qtbot.keyClicks(size, "20")
    qtbot.keyClick(size, Qt.Key.Key_Return)
    drag_along(drawing, [(0.2, 0.5), (0.5, 0.5), (0.8, 0.5)])
    qtbot.waitUntil(lambda: len(stated(root).get("ignore", [])) == 1)
    drag_along(drawing, [(0.5, 0.2), (0.5, 0.3)])  # one more stroke of the same brush
    qtbot.waitUntil(lambda: len(stated(root)["ignore"][0]["brush"]) == 2)
    mask = judged(root)
    assert [bool(mask[y, x]) for x, y in ((50, 50), (13, 50), (50, 58), (50, 62), (50, 25), (70, 30))] == [
        False, False, False, True, False, True,
    ]  # fmt: skip
    assert mask.mean() == pytest.approx(1 - (0.6 * 0.2 + 0.1 * 0.2 + 2 * np.pi * 0.1**2), abs=0.01)


def test_edges_and_corners_have_handles(region, qtbot, root):
    drag_between(region, (0.8, 0.45), (0.9, 0.9))  # the right edge goes to the right alone
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"] == near([0.2, 0.2, 0.9, 0.7]))
    drag_between(region, (0.2, 0.2), (0.1, 0.3))
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"] == near([0.1, 0.3, 0.9, 0.7]))


def test_escape_gives_up_a_drag_then_ends(region, qtbot, root):
    before = stated(root)
    send_mouse(region, "Press", on_canvas(region, 0.1, 0.1))
    send_mouse(region, "Move", on_canvas(region, 0.6, 0.6))
    qtbot.keyClick(canvas(region), Qt.Key.Key_Escape)
    send_mouse(region, "Release", on_canvas(region, 0.6, 0.6))
    assert is_shown(region, QPushButton, "Done")
    choose(region, qtbot, "Polygon")
    click(region, qtbot, 0.3, 0.3)
    qtbot.keyClick(canvas(region), Qt.Key.Key_Escape)
    qtbot.keyClick(canvas(region), Qt.Key.Key_Return)
    assert stated(root) == before
    qtbot.keyClick(canvas(region), Qt.Key.Key_Escape)
    assert not is_shown(region, QPushButton, "Done")
    assert "Evaluated: 30\u00a0% of the image." in text_of(region, "region-summary")
    assert is_shaded(region, 0.1, 0.1)  # still to be seen
    qtbot.keyClick(canvas(region), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: large(region).name == "lot00_001.png")
    assert is_shaded(region, 0.1, 0.1)


def test_a_region_is_made_by_the_keyboard_alone(drawing, qtbot, root):
    add = control(drawing, QPushButton, "Add")
    add.setFocus()
    qtbot.keyClick(add, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "region_of_interest" in stated(root))
    left, top, right, bottom = stated(root)["region_of_interest"]
    qtbot.keyClick(canvas(drawing), Qt.Key.Key_Right)
    qtbot.keyClick(canvas(drawing), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"][3] > bottom)
    moved = [left + 0.01, top, right + 0.01, bottom + 0.01]
    assert stated(root)["region_of_interest"] == pytest.approx(moved, abs=1e-4)
    assert large(drawing).name == "lot00_000.png"  # not the next image
    field = control(drawing, QDoubleSpinBox, "Left")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"][0] == 0.25)


def test_a_region_is_selected_with_a_click_and_moved_with_a_drag(region, qtbot, root):
    click(region, qtbot, 0.1, 0.1)
    assert which(region).currentIndex() == -1
    choose(region, qtbot, "Select and move", "Evaluate")
    drag_between(region, (0.5, 0.5), (0.6, 0.55))
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"] == near([0.3, 0.25, 0.9, 0.75]))
    assert which(region).currentText() == "Region 1"
    drag_between(region, (0.5, 0.5), (0.9, 0.5))  # as far as the image reaches
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"] == near([0.4, 0.25, 1, 0.75]))


def test_the_image_cannot_be_lost(region, qtbot):
    choose(region, qtbot, "Select and move", "Evaluate")
    for _ in range(6):
        drag_between(region, (0.1, 0.1), (0.9, 0.9), button=Qt.MouseButton.MiddleButton)
    middle = visible(region).center()
    assert middle.x() == pytest.approx(0, abs=0.5)
    assert middle.y() == pytest.approx(0, abs=0.5)


def test_thumbnails_are_shaded(region, qtbot):
    for _ in range(2):  # ends drawing, then goes back to the list
        qtbot.keyClick(canvas(region), Qt.Key.Key_Escape)
    shaded = brightness(region, qtbot)
    region.session.undo.undo()
    assert brightness(region, qtbot) > 1.2 * shaded


def brightness(screen, qtbot) -> float:
    """Of the upper left part of the first thumbnail."""
    qtbot.waitUntil(lambda: grid(screen).model().index(0, 0).data(Qt.ItemDataRole.DecorationRole) is not None)
    cell = grid(screen).visualRect(grid(screen).model().index(0, 0))
    picture = grid(screen).viewport().grab(cell).toImage()
    middle = picture.width() // 2
    return sum(picture.pixelColor(middle - dx, 14).lightness() for dx in range(30))


def test_a_region_is_made_from_the_located_part(drawing, qtbot, root, monkeypatch):
    made = control(drawing, QPushButton, "Add a region from the located part")
    drawing.session.properties_requested.emit("Do not locate", {"locate": "off"})
    qtbot.waitUntil(lambda: not made.isEnabled())
    assert "State in the part properties" in made.toolTip()
    outlines = [np.array([[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]) + shift for shift in (0, 0.3, 0.6)]
    monkeypatch.setattr(browser, "located_area", lambda *_: area_around(outlines))
    drawing.session.properties_requested.emit("Locate", {"locate": "rigid"})
    click_on(drawing, QPushButton, "Add a region from the located part", qtbot)
    qtbot.waitUntil(lambda: "region_of_interest" in stated(root))
    mask = judged(root)
    assert [bool(mask[y, x]) for x, y in ((15, 15), (45, 15), (99, 99), (30, 60), (90, 20))] == [
        True, True, True, True, False,
    ]  # fmt: skip
