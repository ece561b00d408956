"""Review of clips, driven as a person drives it: keys, clicks and drags on the timeline, and what then stands there."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.core.operating_point import OperatingPoint
from inspector.gui.commands import Commands
from inspector.gui.review.video_screen import ClipReviewScreen
from inspector.gui.session import Session
from inspector.gui.theme import apply_theme
from inspector.gui.widgets.video.clock import ClipClock
from inspector.gui.widgets.video.timeline import Timeline, TimelineScores
from inspector.store.records import ReviewDecision, current_reviews
from inspector.store.runs.video_run_writer import VideoRunWriter
from tests.gui.clips import FRAMES, RATE, grey_of, write_clips, write_run

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> Path:
    return write_clips(tmp_path_factory.mktemp("line") / "belt")


@pytest.fixture
def opened_clips(window, qtbot, clips):
    """The window with the small category of clips open."""
    with qtbot.waitSignal(window.session.clips_changed):
        window.session.open_category(clips)
    return window


@pytest.fixture
def screen(qapp, qtbot, settings, tmp_path, clips) -> Iterator[ClipReviewScreen]:
    """The screen alone, of a session with the small category of clips open."""
    apply_theme(qapp, "light")
    session = Session(settings, home=tmp_path / "home")
    screen = ClipReviewScreen(session, Commands())
    qtbot.addWidget(screen)
    with qtbot.waitSignal(session.clips_changed):
        session.open_category(clips)
    screen.resize(1100, 640)
    screen.show()
    screen.activateWindow()
    yield screen
    session.close()
    qtbot.waitUntil(lambda: session.idle)


@pytest.fixture
def run(screen, clips) -> Path:
    path = write_run(clips, screen.session.workspace.runs / "morning.clips")
    screen.session.runs_changed.emit()
    return path


@pytest.fixture
def review(screen, run, qtbot):
    return reviewed(screen, run, qtbot)


def reviewed(screen, run, qtbot):
    screen.session.open_run(run)
    qtbot.waitUntil(lambda: screen.clip is not None)
    settled(screen, qtbot)
    assert screen.list.tree.hasFocus(), "keys work without a click"
    return screen


def settled(screen, qtbot):
    """Wait until the frame that is wanted is shown."""
    qtbot.waitUntil(lambda: screen._wanted is None and not screen.pane.loading)


def press(screen, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(screen.list.tree, key, modifier)


def shown_index(screen) -> int:
    """The index of the frame on the screen, told by its grey."""
    grey = int(screen.pane.view._part.picture.image[0, 0, 0])
    return (grey - grey_of(0)) // (grey_of(1) - grey_of(0))


def test_a_folder_of_clips_opens_the_screens_of_clips_and_one_of_images_those_of_images(opened_clips, category, qtbot):
    window = opened_clips
    window.show_screen("review")
    assert window.clip_screens["review"].isVisible()
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(category)
    assert window.screens["review"].isVisible()
    assert window.session.clips is None


def test_the_worst_event_is_shown_first_at_its_worst_moment(review):
    assert [review.run.clips[clip].name for clip in review.list.clips()] == ["testing/02", "testing/01", "testing/03"]
    assert review.facts.clip.text() == "02"
    assert review.pane.frame == shown_index(review) == 30
    assert review.facts._badge.word() == "NG"
    assert review.facts.score.text() == "score 7"
    assert review.facts.alarm.text() == "NG · 0:02.2 – 0:03.6"
    assert "0:03.0 · frame 30 of 79" in review.pane.time.text()


def test_keys_step_by_a_frame_and_by_a_second_and_go_to_the_ends(review, qtbot):
    press(review, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert review.pane.frame == 31
    press(review, Qt.Key.Key_Right, modifier=SHIFT)
    assert review.pane.frame == 31 + RATE
    press(review, Qt.Key.Key_End, Qt.Key.Key_Right)
    settled(review, qtbot)
    assert review.pane.frame == shown_index(review) == FRAMES - 1
    press(review, Qt.Key.Key_Home)
    settled(review, qtbot)
    assert shown_index(review) == 0
    assert review.alarm is None
    assert review.facts.alarm.text() == "No event at this moment"


def test_alarms_come_in_the_order_of_time_and_go_on_in_the_next_clip(review, qtbot):
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    assert (review.facts.clip.text(), shown_index(review)) == ("01", 14)
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    assert (review.facts.clip.text(), shown_index(review)) == ("01", 50)
    assert review.list.tree.currentItem().text(0) == "0:05.0 – 0:06.0", "the list goes along"
    with qtbot.waitSignal(review.session.said):
        press(review, Qt.Key.Key_N)
    press(review, Qt.Key.Key_P)
    settled(review, qtbot)
    assert shown_index(review) == 14
    press(review, Qt.Key.Key_P)
    settled(review, qtbot)
    assert (review.facts.clip.text(), shown_index(review)) == ("02", 30)


def test_the_list_by_worst_and_by_time_and_only_what_is_wished(review, qtbot):
    def rows():
        tree = review.list.tree
        clips = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
        return [(clip.text(0)[:2], [clip.child(row).text(0)[:6] for row in range(clip.childCount())]) for clip in clips]

    assert rows() == [("02", ["0:02.2"]), ("01", ["0:05.0", "0:01.0"]), ("03", [])]
    qtbot.keyClicks(review.list.order, "in")
    assert rows() == [("01", ["0:01.0", "0:05.0"]), ("02", ["0:02.2"]), ("03", [])]
    qtbot.keyClicks(review.list.which, "clips with e")
    assert [clip for clip, _ in rows()] == ["01", "02"]
    assert review.facts.clip.text() == "02", "one stays where one is"


def test_a_click_and_a_drag_on_the_timeline_scrub(review, qtbot):
    timeline = review.pane.timeline

    def at(frame):
        scene = timeline.plotItem.vb.mapViewToScene(QPointF(frame, 0))
        return QPoint(round(timeline.mapFromScene(scene).x()), 20)

    QTest.mousePress(timeline.viewport(), LEFT, pos=at(60))
    assert review.pane.frame == 60
    for frame in (62, 65, 70):
        QApplication.sendEvent(timeline.viewport(), mouse_move(timeline, at(frame)))
    QTest.mouseRelease(timeline.viewport(), LEFT, pos=at(70))
    settled(review, qtbot)
    assert review.pane.frame == shown_index(review) == 70
    assert "Nothing moves" in review.facts.state.text()


def mouse_move(widget, place):
    where = QPointF(place)
    return QMouseEvent(
        QEvent.Type.MouseMove, where, widget.viewport().mapToGlobal(where), Qt.MouseButton.NoButton, LEFT,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip


def test_the_wheel_zooms_time_about_the_mouse_and_the_view_follows_the_cursor(review):
    timeline = review.pane.timeline
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
    assert (review.pane.lanes._first, review.pane.lanes._last) == pytest.approx((first, last))
    press(review, Qt.Key.Key_End)
    first, last = timeline.plotItem.vb.viewRange()[0]
    assert first <= FRAMES - 1 <= last
    press(review, Qt.Key.Key_0, modifier=Qt.KeyboardModifier.ControlModifier)
    assert timeline.plotItem.vb.viewRange()[0] == pytest.approx([-0.5, FRAMES - 0.5])


def test_a_click_on_an_event_in_the_lanes_goes_to_its_worst_moment(review, qtbot):
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    lanes = review.pane.lanes
    QTest.mouseClick(lanes, LEFT, pos=lanes._bar(0, 50, 60).center().toPoint())
    settled(review, qtbot)
    assert shown_index(review) == 50


def test_labelled_intervals_lost_and_still_frames_are_marked(review, qtbot):
    pane = review.pane
    assert [band.getRegion() for band in pane.timeline._bands] == [(19.5, 34.5)]
    assert pane.lanes._marks.lost.tolist() == [40]
    assert pane.lanes._marks.still.tolist() == list(range(60, FRAMES))
    pane.jump(40)
    settled(review, qtbot)
    assert "damaged" in review.facts.state.text() or "041.png" in review.facts.state.text()
    assert review.facts._badge.word() == "ERROR"


def test_heatmap_and_boxes_lie_over_the_frame(review, qtbot):
    view = review.pane.view
    heat = view._heat
    qtbot.waitUntil(lambda: heat.image is not None)
    low, high = heat.getLevels()
    assert low < 4.0 < high, "one absolute scale, anchored to the thresholds"
    assert view._boxes[1].path().boundingRect().getRect() == (4, 4, 8, 12), "thick: above the review threshold"
    assert view._boxes[0].path().boundingRect().getRect() == (20, 6, 8, 12)
    assert [text.toPlainText() for text in view._scores if text.isVisible()] == ["7.00"]
    press(review, Qt.Key.Key_Space)
    assert heat.opacity() == 0
    assert view._boxes[1].isVisible(), "boxes do not go with the heatmap"
    press(review, Qt.Key.Key_Space, Qt.Key.Key_BracketLeft, Qt.Key.Key_O)
    assert heat.opacity() == pytest.approx(0.7)
    assert not view._boxes[1].isVisible()
    press(review, Qt.Key.Key_Home)
    settled(review, qtbot)
    assert heat.image is None, "no map was kept of a quiet frame"
    press(review, Qt.Key.Key_O)
    assert [text.toPlainText() for text in view._scores if text.isVisible()] == ["1.00"], "the worst, in any case"
    assert heat.getLevels() is not None


def test_a_person_decides_on_events_with_one_key_each_and_takes_it_back(review, run, qtbot):
    press(review, Qt.Key.Key_R)
    settled(review, qtbot)
    assert review.facts.clip.text() == "01", "on to the next alarm"
    press(review, Qt.Key.Key_A)
    settled(review, qtbot)
    assert {key: one.decision for key, one in current_reviews(run).items()} == {
        "testing/02#22": ReviewDecision.REJECT,
        "testing/01#10": ReviewDecision.ACCEPT,
    }
    assert "reviewed: 2" in review.list._counted.text()
    press(review, Qt.Key.Key_P)
    settled(review, qtbot)
    assert review.facts.review.text().startswith("✔ false alarm")
    review.session.undo.undo()
    assert set(current_reviews(run)) == {"testing/02#22"}
    assert review.facts.review.text() == "not reviewed"


def test_an_event_is_played_from_a_second_before_to_its_end(review, qtbot):
    frames = []
    review.pane.moved.connect(frames.append)
    press(review, Qt.Key.Key_Return)
    assert frames == [12]
    qtbot.waitUntil(lambda: not review.pane.playing, timeout=10_000)
    assert frames[-1] == 36
    assert frames == sorted(frames)
    press(review, Qt.Key.Key_K)
    assert review.pane.playing
    qtbot.waitUntil(lambda: review.pane.frame > 36)
    press(review, Qt.Key.Key_K)
    assert not review.pane.playing


def test_a_clip_without_a_known_rate_tells_frames_and_how_fast_it_is_played(screen, clips, qtbot):
    run = screen.session.workspace.runs / "frames.clips"
    reviewed(screen, write_run(clips, run, rate=lambda _: None), qtbot)
    assert screen.facts.alarm.text() == "NG · frames 22 – 35"
    assert screen.pane.time.text() == "frame 30 of 79 · played at 10/s"
    assert screen.pane.time.toolTip() == "The clip's frame rate is unknown."


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
    timeline.show_scores(shown, point=OperatingPoint(review=2, reject=4), clock=ClipClock(25.0, frames=count))
    QApplication.processEvents()
    x, y = timeline._curve.curve.getData()
    assert len(x) < 20_000
    assert y.max() == 9.0
    timeline._go_to(123_400, 100)
    x, y = timeline._curve.curve.getData()
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
    assert screen.facts.clip.text() == "gone"
    assert screen.facts.about.text() == "Clip gone: there is no such file."
    press(screen, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen.facts.clip.text() == "01")
    press(screen, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_K)
    assert screen.pane.frame == 0
