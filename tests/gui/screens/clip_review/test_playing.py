"""Review of clips, driven as a person drives it: keys, clicks and drags on the timeline, and what then stands there."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from inspector.core.operating_point import OperatingPoint, ReadableScores
from inspector.core.video.inspection import FrameRecord
from inspector.gui.widgets.video.clock import ClipClock
from inspector.gui.widgets.video.timeline import Timeline, TimelineScores
from inspector.store.runs.video_run_writer import VideoRunWriter
from inspector.workflow.kinds import IMAGES
from tests.gui.clips import FRAMES, POINT, RATE, write_run
from tests.gui.controls import control
from tests.gui.screens.clip_review.looking import (
    LEFT,
    SHIFT,
    mouse_move,
    player,
    press,
    reviewed,
    rows,
    says,
    settled,
    shown_index,
    tree,
)


def test_a_folder_of_clips_opens_the_screens_of_clips_and_one_of_images_those_of_images(opened_clips, category, qtbot):
    window = opened_clips
    window.show_screen("review")
    assert window.screens["review"].isVisible()
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(category)
    qtbot.waitUntil(window.screens["category"].isVisible)  # nothing is to be reviewed in it yet
    window.show_screen("review")
    assert window.screens["review"].isVisible()
    assert window.session.kind is IMAGES


def test_the_worst_event_is_shown_first_at_its_worst_moment(review):
    assert [clip for clip, _ in rows(review)] == ["02", "01", "03"]
    assert says(review, "clip-name") == "02"
    assert player(review).frame == shown_index(review) == 30
    assert review.view.panel.badge.word() == "NG"
    assert says(review, "frame-score") == "this frame: NG, score 7"
    assert says(review, "event") == "NG · 0:02.2 – 0:03.6"
    assert "0:03.0 · frame 30 of 79" in says(review, "clip-time")


def test_keys_step_by_a_frame_and_by_a_second_and_go_to_the_ends(review, qtbot):
    press(review, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert player(review).frame == 31
    press(review, Qt.Key.Key_Right, modifier=SHIFT)
    assert player(review).frame == 31 + RATE
    press(review, Qt.Key.Key_End, Qt.Key.Key_Right)
    settled(review, qtbot)
    assert player(review).frame == shown_index(review) == FRAMES - 1
    press(review, Qt.Key.Key_Home)
    settled(review, qtbot)
    assert shown_index(review) == 0
    assert review.view.place is None
    assert says(review, "event") == "No event at this time"


def test_alarms_come_in_the_order_of_time_and_go_on_in_the_next_clip(review, qtbot):
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    assert (says(review, "clip-name"), shown_index(review)) == ("01", 14)
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    assert (says(review, "clip-name"), shown_index(review)) == ("01", 50)
    assert tree(review).currentItem().text(0) == "0:05.0–0:06.0", "the list goes along"
    with qtbot.waitSignal(review.session.said):
        press(review, Qt.Key.Key_N)
    press(review, Qt.Key.Key_P)
    settled(review, qtbot)
    assert shown_index(review) == 14
    press(review, Qt.Key.Key_P)
    settled(review, qtbot)
    assert (says(review, "clip-name"), shown_index(review)) == ("02", 30)


def test_the_keys_of_the_list_go_by_its_order(review, qtbot):
    def go(key, times=1):
        for _ in range(times):
            press(review, key)
            settled(review, qtbot)
        return says(review, "clip-name"), shown_index(review)

    assert go(Qt.Key.Key_J) == ("01", 50), "the worst event of the next clip, which is the later one"
    assert go(Qt.Key.Key_J) == ("01", 14)
    with qtbot.waitSignal(review.session.said) as said:
        press(review, Qt.Key.Key_J)
    assert said.args == ["No event further down the list."]
    assert go(Qt.Key.Key_K, 2) == ("02", 30)
    with qtbot.waitSignal(review.session.said) as said:
        press(review, Qt.Key.Key_K)
    assert said.args == ["No event further up the list."]
    review.view.show_clip(2)  # which has no event
    settled(review, qtbot)
    assert go(Qt.Key.Key_K) == ("01", 14)
    review.view.show_clip(0)
    settled(review, qtbot)
    assert go(Qt.Key.Key_J) == ("01", 50)


def test_the_list_by_worst_and_by_time_and_only_what_is_wished(review, qtbot):
    assert rows(review) == [("02", ["0:02.2"]), ("01", ["0:05.0", "0:01.0"]), ("03", [])]
    qtbot.keyClicks(control(review, QComboBox, "Order of clips and events"), "in")
    assert rows(review) == [("01", ["0:01.0", "0:05.0"]), ("02", ["0:02.2"]), ("03", [])]
    qtbot.keyClicks(review.findChild(QComboBox, "which-clips"), "clips with e")
    assert [clip for clip, _ in rows(review)] == ["01", "02"]
    assert says(review, "clip-name") == "02", "one stays where one is"


def test_a_click_and_a_drag_on_the_timeline_scrub(review, qtbot):
    timeline = player(review).timeline

    def at(frame):
        scene = timeline.plotItem.vb.mapViewToScene(QPointF(frame, 0))
        return QPoint(round(timeline.mapFromScene(scene).x()), 20)

    QTest.mousePress(timeline.viewport(), LEFT, pos=at(60))
    assert player(review).frame == 60
    for frame in (62, 65, 70):
        QApplication.sendEvent(timeline.viewport(), mouse_move(timeline, at(frame)))
    QTest.mouseRelease(timeline.viewport(), LEFT, pos=at(70))
    settled(review, qtbot)
    assert player(review).frame == shown_index(review) == 70
    assert "Nothing moves" in says(review, "frame-state")


def test_the_wheel_zooms_time_about_the_mouse_and_the_view_follows_the_cursor(review):
    timeline = player(review).timeline
    x = timeline.plotItem.vb.mapViewToScene(QPointF(30, 0)).x()
    where = QPointF(x, 20)
    for _ in range(5):
        wheel = QWheelEvent(
            where, timeline.viewport().mapToGlobal(where), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(timeline.viewport(), wheel)
    first, last = timeline.plotItem.vb.viewRange()[0]
    assert last - first < FRAMES / 2
    assert abs(timeline.plotItem.vb.mapViewToScene(QPointF(30, 0)).x() - x) < 12, "what is under the mouse stays"
    assert (player(review).tracks.first, player(review).tracks.last) == pytest.approx((first, last))
    press(review, Qt.Key.Key_End)
    first, last = timeline.plotItem.vb.viewRange()[0]
    assert first <= FRAMES - 1 <= last
    press(review, Qt.Key.Key_0, modifier=Qt.KeyboardModifier.ControlModifier)
    assert timeline.plotItem.vb.viewRange()[0] == pytest.approx([-0.5, FRAMES - 0.5])


def test_a_click_on_an_event_in_the_lanes_goes_to_its_worst_moment(review, qtbot):
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    tracks = player(review).tracks
    QTest.mouseClick(tracks, LEFT, pos=tracks.event_bar(tracks.marks.events[1]).center().toPoint())
    settled(review, qtbot)
    assert shown_index(review) == 50


def test_labelled_intervals_lost_and_still_frames_are_marked(review, qtbot):
    pane = player(review)
    assert [band.getRegion() for band in pane.timeline.bands] == [(19.5, 34.5)]
    assert pane.tracks.marks.lost.tolist() == [40]
    assert pane.tracks.marks.still.tolist() == list(range(60, FRAMES))
    pane.jump(40)
    settled(review, qtbot)
    assert "damaged" in says(review, "frame-state") or "041.png" in says(review, "frame-state")
    assert review.view.panel.badge.word() == "ERROR"


def test_heatmap_and_boxes_lie_over_the_frame(review, qtbot):
    view = player(review).view
    heat = view.heat
    qtbot.waitUntil(lambda: heat.image is not None)
    low, high = heat.getLevels()
    assert low < 4.0 < high, "one absolute scale, anchored to the thresholds"
    assert view.boxes[1].path().boundingRect().getRect() == (4, 4, 8, 12), "thick: above the review threshold"
    assert view.boxes[0].path().boundingRect().getRect() == (20, 6, 8, 12)
    assert [text.toPlainText() for text in view.box_scores if text.isVisible()] == ["7"]
    press(review, Qt.Key.Key_Space)
    assert heat.opacity() == 0
    assert view.boxes[1].isVisible(), "boxes do not go with the heatmap"
    press(review, Qt.Key.Key_Space, Qt.Key.Key_BracketLeft, Qt.Key.Key_O)
    assert heat.opacity() == pytest.approx(0.7)
    assert not view.boxes[1].isVisible()
    press(review, Qt.Key.Key_Home)
    settled(review, qtbot)
    assert heat.image is None, "no map was kept of a quiet frame"
    press(review, Qt.Key.Key_O)
    assert [text.toPlainText() for text in view.box_scores if text.isVisible()] == ["1"], "the worst, in any case"
    assert heat.getLevels() is not None


def test_return_in_a_field_ends_the_typing_and_plays_nothing(review, qtbot):
    panel = review.thresholds
    press(review, Qt.Key.Key_H)
    qtbot.waitUntil(panel.reject.hasFocus)
    before = panel.point.reject
    QTest.keyClicks(panel.reject, "2")
    QTest.keyClick(panel.reject, Qt.Key.Key_Return)
    assert not player(review).playing
    assert panel.point.reject != before
    assert not panel.reject.hasFocus(), "the next key is for the event again"


def test_an_event_is_played_from_a_second_before_to_its_end(review, qtbot):
    frames = []
    player(review).moved.connect(frames.append)
    press(review, Qt.Key.Key_Return)
    assert frames == [12]
    qtbot.waitUntil(lambda: not player(review).playing, timeout=10_000)
    assert frames[-1] == 36
    assert frames == sorted(frames)
    press(review, Qt.Key.Key_V)
    assert player(review).playing
    qtbot.waitUntil(lambda: player(review).frame > 36)
    press(review, Qt.Key.Key_V)
    assert not player(review).playing


def test_a_clip_without_a_known_rate_tells_frames_and_how_fast_it_is_played(screen, clips, qtbot):
    run = screen.session.workspace.runs / "frames.clips"
    reviewed(screen, write_run(clips, run, rate=lambda _: None), qtbot)
    assert says(screen, "event") == "NG · frames 22 – 35"
    assert says(screen, "clip-time") == "frame 30 of 79 · played at 10/s"
    assert player(screen).time.toolTip() == "The clip's frame rate is unknown."


def test_a_damaged_run_is_told_and_the_screen_stays(screen, run, qtbot):
    damaged = run.with_name("damaged.clips")
    damaged.write_bytes(b"nothing")
    with qtbot.waitSignal(screen.session.failed) as told:
        screen.session.open_run(damaged)
    assert "damaged.clips" in told.args[0].message
    assert told.args[0].expected


def test_two_hours_are_drawn_with_as_many_points_as_there_is_room_for_and_no_peak_is_lost(qtbot):
    count = 180_000
    scores = np.ones(count)
    scores[123_456] = 9.0
    scores[100::1000] = np.nan  # lost frames, one near each peak that may be
    scores[123_455] = np.nan
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(900, 150)
    timeline.show()
    shown = TimelineScores(np.arange(count), scores)
    point, clock = OperatingPoint(review=2, reject=4), ClipClock(25.0, frames=count)
    timeline.show_scores(shown, point=point, readable=ReadableScores.raw_scores(), clock=clock)
    QApplication.processEvents()
    x, y = timeline.curve.curve.getData()
    assert len(x) < 20_000
    assert y.max() == 9.0
    timeline.show_from(123_400, 100)
    x, y = timeline.curve.curve.getData()
    assert len(x) <= 104
    assert x[np.argmax(y)] == 123_456


def test_a_clock_prefers_the_frames_own_times():
    clock = ClipClock(10.0, frames=4, index=[0, 1, 2], time_s=[0.0, 0.5, np.nan])
    assert [clock.seconds(frame) for frame in range(4)] == [0.0, 0.5, 0.2, pytest.approx(0.3)]


def test_a_clip_that_could_not_be_opened_is_told_first(screen, clips, qtbot):
    path = screen.session.workspace.runs / "broken.clips"
    about = {"operating_point": {"review": 2.0, "reject": 4.0}, "base": str(clips)}
    with VideoRunWriter(path, clips=[("testing/01", ""), ("testing/gone", "")], about=about) as writer:
        writer.begin(0, frame_rate=None, size=None)
        writer.end(0, error=None)
        writer.end(1, error="Clip gone: there is no such file.")
    reviewed(screen, path, qtbot)
    assert says(screen, "clip-name") == "gone"
    assert says(screen, "clip-about") == "Clip gone: there is no such file."
    assert screen.view.panel.badge.word() == "ERROR"
    press(screen, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: says(screen, "clip-name") == "01")
    press(screen, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_V)
    assert player(screen).frame == 0


def test_a_clip_with_a_lost_frame_comes_before_the_good_ones_and_one_that_was_not_judged_before_all(
    screen, clips, qtbot
):
    path = screen.session.workspace.runs / "mixed.clips"
    about = {"operating_point": {"review": 2.0, "reject": 4.0}, "base": str(clips)}
    named = [("good", ""), ("lost", ""), ("bad", ""), ("nothing", "")]
    with VideoRunWriter(path, clips=named, about=about) as writer:
        for clip, scores in enumerate(([1.5, 1.6], [1.0, None], [1.0, 5.0], [None, None])):
            writer.begin(clip, frame_rate=None, size=(24, 36))
            for index, score in enumerate(scores):
                decision = None if score is None else POINT.decide(score)
                error = "It is missing." if score is None else None
                writer.frame(clip, FrameRecord(index, None, score, decision, error=error))
            writer.end(clip, error=None)
    listed = tree(reviewed(screen, path, qtbot))
    found = [listed.topLevelItem(row).text(0).split()[0] for row in range(listed.topLevelItemCount())]
    assert found == ["nothing", "bad", "lost", "good"]


def test_the_clip_gets_the_room_that_a_larger_window_has(review):
    """A dialog's owner, which was a widget, was the splitter's first part, and the list had the room."""
    review.resize(review.width() + 100, review.height())  # in which the list has the width that it wants
    QApplication.processEvents()
    listed, shown = tree(review).width(), player(review).width()
    review.resize(review.width() + 400, review.height())
    QApplication.processEvents()
    assert tree(review).width() == listed
    assert player(review).width() == shown + 400


def test_the_timeline_and_the_boxes_read_1_at_the_reject_threshold(screen, clips, qtbot):
    scaled = write_run(clips, screen.session.workspace.runs / "scaled.clips", typical=1.0)
    review = reviewed(screen, scaled, qtbot)
    axis = player(review).timeline.getAxis("left")
    assert axis.tickStrings([1.0, 4.0, 7.0], 1.0, 1.0) == ["0", "1", "2"], "a typical part, the threshold, twice as far"
    low, high = player(review).timeline.getViewBox().viewRange()[1]
    places = [place for _, places in axis.tickValues(low, high, 200) for place in places]
    assert any(place == pytest.approx(4.0) for place in places), "the threshold has a tick"
    assert "Reject above 1<" in player(review).timeline.plotItem.titleLabel.text
    view = player(review).view
    qtbot.waitUntil(lambda: view.heat.image is not None)
    assert [text.toPlainText() for text in view.box_scores if text.isVisible()] == ["2.00"]
