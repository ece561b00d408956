"""What the picture of a part answers: values under the pointer, lines, ground truth, good parts, copies."""

import threading
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from inspector.core.operating_point import Decision, relative_text
from inspector.core.regions import searched_map
from inspector.gui.review.images import pane
from inspector.gui.widgets.pictures.heat_view import COLOUR_MAPS
from inspector.workflow.review.model import model_of_run
from tests.gui.looking import action_of, label_text
from tests.gui.screens.review.looking import gallery, image, order, press, settled


@pytest.fixture
def defective(review, qtbot):
    """The worst part that has regions, with its picture and map."""
    press(review, Qt.Key.Key_J)
    pane = image(review)
    qtbot.waitUntil(lambda: pane.view.heat.image is not None and pane.view.main.picture.image is not None)
    assert review.run.decision(review.view.place) is Decision.NG
    return review.run.inspection(review.view.place)


def place_on(view, x, y):
    """Where a pixel of the part is in the view."""
    return QPoint(view.mapFromScene(view.main.mapViewToScene(QPointF(x + 0.5, y + 0.5))))


def move_to(view, place):
    QTest.mouseMove(view.viewport(), place)
    QGuiApplication.processEvents()


def test_the_value_under_the_pointer_is_said(review, defective, qtbot):
    pane = image(review)
    found = searched_map(torch.from_numpy(defective.anomaly_map), defective.size)  # as its regions are found
    y, x = map(int, np.unravel_index(found.argmax(), found.shape))
    move_to(pane.view, QPoint(1, 1))
    move_to(pane.view, place_on(pane.view, x, y))
    qtbot.waitUntil(lambda: f"x {x}, y {y} px" in label_text(pane, "pointer-readout"))
    share = relative_text(review.run.relative(float(found.max())))
    assert f"{share} (1 = reject threshold)" in label_text(pane, "pointer-readout")


def test_the_thresholds_stand_beside_the_colours(review, defective):
    texts = " ".join(image(review).colour_bar.texts)
    assert "reject" in texts
    assert "review" in texts
    assert image(review).colour_bar.isVisible()
    assert "the brighter, the less like good parts" in image(review).colour_bar.toolTip()


def test_the_worst_place_has_the_strongest_heat_through_which_the_defect_is_seen(review):
    for name in COLOUR_MAPS:
        image(review).view.set_colour_map(name)
        table = image(review).view.colour_table.astype(int)
        alpha, brightness = table[:, 3], table[:, :3] @ [0.299, 0.587, 0.114]
        assert alpha[0] == 0
        assert (np.diff(alpha) >= 0).all(), "the worse, the stronger"
        assert alpha[-1] < 128, "the heat does not hide the defect itself"
        assert brightness.argmax() > 0.9 * len(brightness)


@pytest.mark.parametrize("ground", [20, 128, 255])
def test_where_the_map_passes_the_reject_threshold_stands_out_on_any_part(review, defective, opened, ground, qtbot):
    """A line of its own, seen beside the heat and whatever the part looks like."""
    pane = image(review)
    pane.view.main.picture.setImage(np.full((*defective.size, 3), ground, np.uint8), levels=(0, 255))
    place = pane.view.mapFromScene(pane.view.main.mapViewToScene(pane.view.lines.reject.pointAtPercent(0.3)))
    qtbot.wait(1)
    shown = pane.view.grab(QRect(place - QPoint(3, 3), QSize(7, 7))).toImage()
    colours = {shown.pixelColor(x, y).getRgb()[:3] for x in range(7) for y in range(7)}
    assert any(red > 180 and green > 150 and blue < 90 for red, green, blue in colours), "yellow"
    assert any(max(colour) < 90 for colour in colours), "with a black edge"


def test_outlines_stay_without_the_heatmap(review, defective):
    lines = image(review).view.lines
    assert not lines.regions.isEmpty()
    assert not lines.reject.isEmpty()
    press(review, Qt.Key.Key_Space)
    assert not lines.regions.isEmpty()
    press(review, Qt.Key.Key_O)
    assert lines.regions.isEmpty()
    assert lines.reject.isEmpty()


def test_the_ground_truth_lies_over_the_part(review, defective, opened, qtbot):
    lines = image(review).view.lines
    assert lines.truth.isEmpty()
    press(review, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: not lines.truth.isEmpty())
    shown = next(one for one in opened.session.category.test if one.name == review.run.names[review.view.place])
    rows, columns = np.nonzero(np.asarray(Image.open(shown.mask)))
    box = lines.truth.boundingRect()
    assert box.left() == pytest.approx(columns.min(), abs=1)
    assert box.bottom() == pytest.approx(rows.max() + 1, abs=1)
    press(review, Qt.Key.Key_T)
    assert lines.truth.isEmpty()


def test_keys_zoom_to_one_defect_after_the_other(review, defective, qtbot):
    pane, place = image(review), review.view.place
    press(review, Qt.Key.Key_Z)
    (left, right), (top, bottom) = pane.view.main.viewRange()
    worst = defective.regions[0]
    assert left < worst.left < worst.left + worst.width < right
    assert top < worst.top < worst.top + worst.height < bottom
    assert right - left < defective.size[1] or bottom - top < defective.size[0]
    for _ in defective.regions:
        press(review, Qt.Key.Key_N)
    following = order(review)[order(review).index(place) + 1]
    assert review.view.place == following, "after its last defect comes the next part"
    press(review, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: pane.walk.region == 0)
    press(review, Qt.Key.Key_P)
    assert review.view.place == place
    qtbot.waitUntil(lambda: pane.walk.region == len(defective.regions) - 1)


def test_after_a_zoom_to_a_defect_the_next_part_is_shown_whole(review, defective, qtbot):
    pane = image(review)
    press(review, Qt.Key.Key_Z)
    press(review, Qt.Key.Key_J)
    (height, width) = defective.size
    qtbot.waitUntil(lambda: np.ptp(pane.view.main.viewRange()[0]) >= width - 1)
    assert np.ptp(pane.view.main.viewRange()[1]) >= height - 1


def test_a_good_part_is_shown_while_a_key_is_held(review, defective, opened, qtbot):
    pane = image(review)
    part = pane.view.main.picture.image.copy()
    QTest.keyPress(gallery(review), Qt.Key.Key_C)
    qtbot.waitUntil(lambda: not np.array_equal(pane.view.main.picture.image, part), timeout=20_000)
    assert pane.view.heat.opacity() == 0
    assert pane.view.lines.regions.isEmpty()
    assert label_text(pane, "pointer-readout").startswith("Most similar good part: ")
    QTest.keyRelease(gallery(review), Qt.Key.Key_C)
    assert np.array_equal(pane.view.main.picture.image, part)
    assert "similar" not in label_text(pane, "pointer-readout")
    assert pane.view.heat.opacity() > 0
    settled(opened, qtbot)


def test_who_chose_it_in_the_menu_ends_it_with_a_click(review, defective, opened, qtbot):
    """There no key is held whose release would end it."""
    pane = image(review)
    part = pane.view.main.picture.image.copy()
    action_of(review, "Compare with a good part (hold)").trigger()
    qtbot.waitUntil(lambda: not np.array_equal(pane.view.main.picture.image, part), timeout=20_000)
    QTest.mouseClick(pane.head.badge, Qt.MouseButton.LeftButton)
    assert np.array_equal(pane.view.main.picture.image, part)
    settled(opened, qtbot)


def test_panes_beside_the_part_are_as_large_as_its_own(review, defective, qtbot):
    pane = image(review)
    press(review, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: pane.why.explanation is not None, timeout=20_000)
    panes = [pane.view.main, *pane.view.beside]  # what it should look like, the nearest good part, the difference
    assert len(panes) == 4
    qtbot.waitUntil(lambda: all(one.picture.image is not None for one in panes), timeout=20_000)
    qtbot.waitUntil(lambda: len({(one.width(), one.height()) for one in panes}) == 1)
    for other in panes[1:]:
        assert np.allclose(other.viewRange(), panes[0].viewRange())


def test_a_very_wide_part_is_shown_whole(review, defective, qtbot):
    view = image(review).view
    view.show_part(np.zeros((40, 8000, 3), np.uint8), keep_view=False)
    press(review, Qt.Key.Key_F)
    (left, right), (top, bottom) = view.main.viewRange()
    assert left <= 0 < 8000 <= right
    assert top <= 0 < 40 <= bottom
    assert right - left < 8000 * 1.1


def test_the_picture_is_copied_and_saved_as_it_is_shown(review, defective, opened, tmp_path, qtbot, monkeypatch):
    QGuiApplication.clipboard().clear()
    QTest.keyClick(gallery(review), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settled(opened, qtbot)
    copied = QGuiApplication.clipboard().image()
    assert (copied.height(), copied.width()) == defective.size
    target = tmp_path / "shown.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(review, Qt.Key.Key_Space, Qt.Key.Key_O)
    QTest.keyClick(
        gallery(review), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    settled(opened, qtbot)
    path = review.run.image_path(review.view.place)
    assert np.array_equal(np.asarray(Image.open(target)), np.asarray(Image.open(path).convert("RGB")))


def test_a_part_is_marked_in_the_category_from_its_menu(own_category, review, defective, opened, qtbot):
    pane, name = image(review), review.run.names[review.view.place]
    pane.view.customContextMenuRequested.emit(QPoint(5, 5))
    (menu,) = {action.menu() for action in pane.menu.actions() if action.menu() is not None}
    qtbot.waitUntil(pane.menu.isVisible)
    next(action for action in menu.actions() if action.text() == "as good").trigger()
    pane.menu.close()
    settled(opened, qtbot)
    assert opened.session.category.properties.marks == {name: "good"}
    assert opened.session.undo.undoText().endswith(name.rpartition("/")[2])
    opened.session.undo.undo()
    settled(opened, qtbot)
    assert opened.session.category.properties.marks == {}


def test_a_scale_bar_is_drawn_where_the_pitch_is_known(review, defective, opened, qtbot):
    pane = image(review)
    assert not pane.view.scale_bar.isVisible()
    pane.view.set_pitch(20.0)
    assert pane.view.scale_bar.isVisible()
    before = pane.view.scale_bar.text
    press(review, *[Qt.Key.Key_Plus] * 8)
    assert pane.view.scale_bar.text != before
    assert action_of(review.view, "Zoom to fit").isEnabled()


def test_what_the_model_does_not_judge_is_shaded(review, defective, opened, qtbot):
    card = {"judged": {"region_of_interest": [0.25, 0, 1, 1], "ignore": [{"ellipse": [0.5, 0.5, 0.75, 0.75]}]}}
    model = model_of_run(review.run.about, opened.session.workspace)
    shown, earlier = image(review).view, review.view.picture_key(review.view.place)
    qtbot.waitUntil(lambda: review.view.thumbnails.get(earlier) is not None)
    before = review.view.thumbnails.get(earlier)
    review.view.show_run(review.run, replace(model, card={**model.card, **card}), keep_place=True)
    qtbot.waitUntil(lambda: not shown.shade.path.isEmpty())
    places = ((0.1, 0.5), (0.3, 0.5), (0.6, 0.6), (0.52, 0.52))
    assert [shown.shade.path.contains(QPointF(48 * x, 48 * y)) for x, y in places] == [True, False, True, False]
    key = review.view.picture_key(review.view.place)
    qtbot.waitUntil(lambda: review.view.thumbnails.get(key) is not None)
    small, bare = review.view.thumbnails.get(key).toImage(), before.toImage()
    left, right = bare.width() // 8, bare.width() // 3
    assert small.pixelColor(left, 20).lightness() < 0.6 * bare.pixelColor(left, 20).lightness()
    assert small.pixelColor(right, 4) == bare.pixelColor(right, 4)


def test_a_picture_of_another_file_than_was_inspected_is_said_to_be_so(review, own_category, qtbot):
    """Its verdict and its heatmap are of the file as it was."""
    shown = label_text(image(review), "image-failure")
    press(review, Qt.Key.Key_J)
    settled(review, qtbot)
    assert label_text(image(review), "image-failure") == ""
    Image.new("RGB", (48, 48)).save(review.run.image_path(order(review)[2]))
    press(review, Qt.Key.Key_J)
    settled(review, qtbot)
    assert "changed or replaced after the inspection" in label_text(image(review), "image-failure")
    press(review, Qt.Key.Key_K)
    settled(review, qtbot)
    assert label_text(image(review), "image-failure") == ""
    press(review, Qt.Key.Key_K)
    settled(review, qtbot)
    assert label_text(image(review), "image-failure") == shown != ""


def test_esc_shows_the_part_alone_again(review, defective, qtbot):
    press(review, Qt.Key.Key_S)
    shown = action_of(review.view, "Side by side")
    assert shown.isChecked()
    review.thresholds.budget.setFocus()
    QTest.keyClick(review.thresholds.budget, Qt.Key.Key_Escape)
    assert not shown.isChecked()
    press(review, Qt.Key.Key_Escape)
    assert not shown.isChecked(), "it is no second switch"


def test_a_run_just_opened_offers_what_can_be_done_with_its_picture(opened, run, qtbot, monkeypatch):
    """The commands were asked before the picture was there, and not again until another part was chosen."""
    gate, read = threading.Event(), pane.picture

    def slow(path, *, bits):
        gate.wait(10)
        return read(path, bits=bits)

    monkeypatch.setattr(pane, "picture", slow)
    opened.session.open_run(run)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None)
    gallery(screen).setCurrentIndex(gallery(screen).model().index(1, 0))  # the first cannot be read
    settled(opened, qtbot)
    copy = action_of(screen, "Copy picture")
    assert not copy.isEnabled()
    gate.set()
    qtbot.waitUntil(copy.isEnabled)
