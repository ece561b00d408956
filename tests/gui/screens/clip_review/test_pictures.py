"""The frame under review: its colours, the value under the pointer and its menu; and the list that is searched."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.gui.review.video.words import FrameFacts
from inspector.gui.widgets.pictures.colour_bar import ColourBar
from inspector.store.records import ReviewDecision, current_reviews
from inspector.workflow.report.pictures import HeatScale
from tests.gui.looking import action_of
from tests.gui.screens.clip_review.looking import mouse_move, player, press, rows, says, settled, tree


def test_the_colour_bar_shows_both_thresholds_and_the_pointer_its_value(review, qtbot):
    view = player(review).view
    qtbot.waitUntil(lambda: view.heat.image is not None)
    bar, run = review.view.findChild(ColourBar), review.run
    assert bar.isVisible()
    assert [text.partition("\n")[0] for text in bar.texts] == ["reject", "review"]
    height, width = view.main.picture.image.shape[:2]
    place = view.mapFromScene(view.main.mapViewToScene(QPointF(width // 2 + 0.5, height // 2 + 0.5)))
    view.mouseMoveEvent(mouse_move(view, place))
    assert "map value" in says(review, "pointer-readout")
    assert says(review, "pointer-readout").startswith(f"x {width // 2}, y {height // 2} px")
    assert run.point.reject > run.point.review


def test_a_frame_that_was_ok_by_the_thresholds_before_says_why_it_has_no_heatmap(with_model, qtbot):
    assert "heatmap" not in says(with_model, "pointer-readout")
    with_model.threshold_changes.record_thresholds(
        with_model.model.folder, OperatingPoint(review=0.5, reject=6.5), "new lamp"
    )
    qtbot.waitUntil(lambda: with_model.run.point.review == 0.5)
    settled(with_model, qtbot)
    with_model.view.show_clip(2)  # with scores of 1 throughout
    settled(with_model, qtbot)
    assert "36 × 24 px · no heatmap: this frame was OK when it was inspected" in says(with_model, "pointer-readout")
    with_model.view.show_clip(1)
    settled(with_model, qtbot)
    with_model.view.show_event(with_model.run.events_of(1)[0])
    settled(with_model, qtbot)
    assert "heatmap" not in says(with_model, "pointer-readout"), "frame 30, which has one"


def test_equal_thresholds_have_the_room_that_their_words_need(qtbot):
    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.show_scale(HeatScale(0.0, 2.0), OperatingPoint(review=1.0, reject=1.0))
    assert bar.texts == ["reject = review\n1"]
    colours = bar.sizeHint().width() - bar.fontMetrics().horizontalAdvance("reject = review")
    assert colours > 20, "the bar of colours stands beside the words"


def test_the_picture_is_copied_from_its_menu_and_by_its_key(review, qtbot):
    qtbot.waitUntil(lambda: player(review).view.heat.image is not None)
    review.view.picture.menu.aboutToShow.emit()
    texts = [action.text() for action in review.view.picture.menu.actions() if action.isVisible()]
    assert {"Copy picture", "Save picture …", "Show in folder", "Play event", "Mark in the category"} <= set(texts)
    QGuiApplication.clipboard().clear()
    assert action_of(review.view, "Copy picture").isEnabled()
    press(review, Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull())
    height, width = player(review).view.main.picture.image.shape[:2]
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (width, height)


def test_the_keys_are_those_of_images(review, run, qtbot):
    first = review.view.place
    press(review, Qt.Key.Key_J)
    settled(review, qtbot)
    second = review.view.place
    assert second != first
    press(review, Qt.Key.Key_K)
    settled(review, qtbot)
    assert review.view.place == first
    name = review.run.record_name(first)
    press(review, Qt.Key.Key_G)
    settled(review, qtbot)
    assert current_reviews(run)[name].decision is ReviewDecision.ACCEPT
    review.view.show_place(first)
    settled(review, qtbot)
    press(review, Qt.Key.Key_D)
    settled(review, qtbot)
    assert current_reviews(run)[name].decision is ReviewDecision.REJECT


def test_inside_an_event_the_badge_is_that_of_the_event(review):
    panel, event = review.view.panel, review.run.events[review.view.place].found
    assert event.event.decision is Decision.NG
    for found, word in ((event, "NG"), (None, "OK")):
        panel.show_frame(FrameFacts(0.5, Decision.OK, state="", lost=False), written=str)
        panel.show_event(found, None, position=1, count=1, clock=player(review).clock, written=str)
        assert panel.badge.word() == word
        assert says(review, "frame-score") == "this frame: OK, score 0.5"


def test_clips_are_searched_by_name_and_sorted_as_people_count(review, qtbot):
    every = [name for name, _ in rows(review)]
    search = review.view.findChild(QLineEdit, "filter-name")
    QTest.keyClicks(search, every[0])
    assert [name for name, _ in rows(review)] == [every[0]]
    search.clear()
    qtbot.keyClicks(review.view.findChild(QComboBox, "order"), "by")
    assert [name for name, _ in rows(review)] == sorted(every)
    assert tree(review).topLevelItemCount() == len(every)
