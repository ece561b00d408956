"""The sizes of regions stand where they hide neither the part nor each other."""

from itertools import combinations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, QRectF

from inspector.gui.widgets.pictures.heat_view import HeatView


@pytest.fixture
def view(qtbot):
    view = HeatView()
    qtbot.addWidget(view)
    view.resize(420, 440)
    with qtbot.waitExposed(view):
        view.show()
    return view


def note_rects(view: HeatView) -> list[QRectF]:
    texts = [item for item in view.scene().items() if isinstance(item, pg.TextItem) and item.isVisible()]
    return [text.mapRectToScene(text.boundingRect()).adjusted(1, 1, -1, -1) for text in texts]


def test_notes_of_a_wide_part_stand_above_it(view):
    view.show_part(np.full((200, 3000, 3), 90, np.uint8), keep_view=False)
    view.show_notes(
        [(0.0, 0.0, 1.0, "499 × 200 px"), (0.05, 0.8, 1.0, "121 × 54 px"), (0.3, 0.0, 1.0, "▸ 241 × 200 px")]
    )
    part = QRectF(view.main.mapViewToScene(QPointF(0, 0)), view.main.mapViewToScene(QPointF(3000, 200)))
    rects = note_rects(view)
    assert len(rects) == 3
    assert not any(rect.intersects(part) for rect in rects)
    assert not any(first.intersects(second) for first, second in combinations(rects, 2))
    view.set_outlined(False)
    assert note_rects(view) == []


def test_notes_hide_no_other_and_stay_in_the_picture(view):
    view.show_part(np.full((300, 300, 3), 90, np.uint8), keep_view=False)
    view.show_notes([(0.4, 0.01, 0.11, "30 × 30 px"), (0.42, 0.02, 0.09, "20 × 20 px"), (0.9, 0.5, 0.53, "9 × 9 px")])
    shown = view.main.sceneBoundingRect()
    rects = note_rects(view)
    assert len(rects) == 3
    assert all(shown.top() <= rect.top() and rect.right() <= shown.right() for rect in rects)
    starts = sorted(rect.left() - 1 for rect in rects)  # above where its region begins, if there is room
    places = [view.main.mapViewToScene(QPointF(300 * x, 0)).x() for x in (0.4, 0.42)]
    assert starts[:2] == pytest.approx(places)
    assert not any(first.intersects(second) for first, second in combinations(rects, 2))
    view.zoom_to(0.45, 0.45, 0.1, 0.1)
    assert not any(first.intersects(second) for first, second in combinations(note_rects(view), 2))


def test_a_note_hides_not_its_own_region_where_there_is_no_room_above(view):
    view.resize(300, 300)
    view.show_part(np.full((300, 300, 3), 90, np.uint8), keep_view=False)
    view.show_notes([(0.2, 0.0, 0.2, "60 × 60 px")])
    top, bottom = (view.main.mapViewToScene(QPointF(60, y)) for y in (0, 60))
    (rect,) = note_rects(view)
    assert rect.bottom() <= top.y() or rect.top() >= bottom.y()
