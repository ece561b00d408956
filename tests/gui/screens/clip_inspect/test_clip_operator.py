"""The operator's view of clips, as a person at the line uses it: by keys alone."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from inspector.core.operating_point import Decision, ScoreScale
from inspector.core.video.inspection import ClipEvent, FrameRecord
from inspector.core.video.temporal import find_events
from inspector.gui.inspect.page import InspectPage
from inspector.store.listing import ModelEntry
from inspector.workflow.inspect.arrivals import Arrived, Idle
from inspector.workflow.inspect.images import InspectDone
from inspector.workflow.inspect.video_batch import VideoBatchStarted
from inspector.workflow.inspect.video_progress import ClipBegun, ClipEnded, EventFound, FrameJudged
from inspector.workflow.kinds import VIDEO
from tests.gui.clips import FRAMES, POINT, grey_of, scores_of, write_clips
from tests.gui.controls import text_of

LONG_MS = 60_000
SCALE = ScoreScale(typical=POINT.reject - 2, spread=0.5)  # a raw score of 2 above it reads 2
OUTSIDE = (30, 20)  # a pixel of the frame that no outline covers


def judge(model, paths, job, *, category) -> Iterator[object]:
    """Two defective clips, and one that breaks off, as if a model had judged them."""
    clips = tuple(category.test)
    stored = SimpleNamespace(folder=model, score_scale=SCALE, operating_point=POINT)
    yield VideoBatchStarted(stored, clips, (FRAMES,) * len(clips), job.output)
    for place, clip in enumerate(clips):
        yield ClipBegun(place, clip.name, FRAMES, None)
        scores = scores_of(place)
        for index, score in enumerate(scores.tolist()):
            yield FrameJudged(place, FrameRecord(index, None, score, POINT.decide(score)))
        for event in find_events(scores, POINT, min_gap=3):
            yield EventFound(place, ClipEvent(event, None, None, None, place=(4.0, 4.0, 12.0, 16.0)))
        yield ClipEnded(place, "It breaks off." if place == 2 else None)
    yield InspectDone(job.output)


@pytest.fixture
def page(window, qtbot, tmp_path, monkeypatch) -> InspectPage:
    """The page of video of the Inspect screen, with one model to choose."""
    card = {"clips": {"frame_rate": None}}
    entry = ModelEntry(tmp_path, "riad-cpu", datetime.now().astimezone(), card=card, operating_point=POINT)
    monkeypatch.setattr("inspector.gui.inspect.model_choice.list_models", lambda _workspace: [entry])
    monkeypatch.setattr(VIDEO, "inspect_paths", judge)
    window.activateWindow()
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(write_clips(tmp_path / "belt"))
    window.show_screen("inspect")
    page = window.screens["inspect"].page
    qtbot.waitUntil(lambda: page.model.count() == 1 and window.session.idle, timeout=LONG_MS)
    qtbot.waitUntil(window.isActiveWindow)
    return page


def pixel(view) -> int:
    """How grey the frame is that is shown, 0 where there is none."""
    picture = view.view.picture
    return picture.pixmap.toImage().pixelColor(*OUTSIDE).red() if picture.has_picture else 0


def inspected(page, qtbot, folder: Path, monkeypatch):
    """The operator's view after a batch, reached and started by keys."""
    qtbot.keyClick(page.model, Qt.Key.Key_F11)
    view = page.operator
    qtbot.waitUntil(lambda: view.isVisible() and view.isActiveWindow(), timeout=LONG_MS)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.keyClick(view, Qt.Key.Key_O)
    assert str(folder) in view.what.text()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.inspecting.run is not None and page.session.idle, timeout=LONG_MS)
    return view


def test_each_clip_has_one_verdict_and_its_worst_event(page, qtbot, monkeypatch):
    view = inspected(page, qtbot, page.session.category.root, monkeypatch)
    assert view.isFullScreen()
    assert view.model.text() == "riad-cpu"
    assert (view.counts.numbers[Decision.NG].text(), view.counts.numbers[None].text()) == ("2", "1")
    assert view.progress.text() == f"{3 * FRAMES} of {3 * FRAMES} frames"
    assert view.view.badge.word() == "2 NG", "of the batch, whatever the last clip is"
    assert text_of(view, "batch-outcome") == "1 ERROR · finished"
    assert view.view.caption.text() == "ERROR · testing/03"
    assert view.view.picture.text == "It breaks off."

    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.view.badge.word() == "NG"
    qtbot.waitUntil(lambda: pixel(view) == grey_of(30), timeout=LONG_MS)
    assert view.view.caption.text() == "testing/02 · frames 22 – 35 · peak 2.50"
    assert view.back.text() == "Looking back: clip 2 of 3"

    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.view.badge.word() == "NG"
    qtbot.waitUntil(lambda: pixel(view) == grey_of(50), timeout=LONG_MS)
    assert view.view.caption.text() == "testing/01 · frames 50 – 59 · peak 1.25"
    qtbot.keyClick(view, Qt.Key.Key_Left)  # there is none before
    assert view.back.text() == "Looking back: clip 1 of 3"

    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.view.badge.word() == "2 NG"
    assert not view.view.picture.has_picture
    assert view.back.text() == ""
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_the_event_shown_is_one_that_the_verdict_comes_from(page, qtbot, monkeypatch):
    scores = np.ones(FRAMES)
    scores[10:20], scores[40:50] = 6.0, 3.0  # NG, then REVIEW
    monkeypatch.setattr("tests.gui.screens.clip_inspect.test_clip_operator.scores_of", lambda _clip: scores)
    shown = []
    page.view.content.shown.connect(shown.append)
    updates = judge(Path("model"), [], SimpleNamespace(output=Path("run")), category=page.session.category)
    updates = [update for update in updates if not isinstance(update, EventFound | ClipEnded | InspectDone)]
    begin, frames = updates[:2], updates[2:]

    def caption_after(count: int) -> tuple[Decision | None, str]:
        page.view.content.restart()
        page.view.content.follow([*begin, *frames[:count]])
        return shown[-1].decision, shown[-1].caption

    assert caption_after(10) == (None, "testing/01")
    assert shown[-1].text == "No event so far."
    assert caption_after(11) == (Decision.NG, "testing/01 · since frame 10")
    qtbot.waitUntil(lambda: shown[-1].image is not None and shown[-1].text == "", timeout=LONG_MS)

    for event in find_events(scores, POINT, min_gap=3):
        page.view.content.follow([EventFound(0, ClipEvent(event, None, None, None, place=None))])
    assert (shown[-1].decision, shown[-1].caption) == (Decision.NG, "testing/01 · frames 10 – 19 · peak 2.00")
    page.view.content.follow([ClipEnded(0, "It breaks off.")])
    assert shown[-1].error
    assert shown[-1].caption == "testing/01 · frames 10 – 19 · peak 2.00\nIt breaks off."


def test_an_event_that_lasts_gets_worse(page):
    scores = np.ones(FRAMES)
    scores[10:15], scores[15:30] = 3.0, 6.0
    shown = []
    page.view.content.shown.connect(shown.append)
    stored = SimpleNamespace(folder=Path("model"), score_scale=SCALE, operating_point=POINT)
    content, clips = page.view.content, tuple(page.session.category.test)
    content.follow(
        [VideoBatchStarted(stored, clips, (FRAMES,) * 3, Path("run")), ClipBegun(0, clips[0].name, FRAMES, 10)]
    )
    for index, score in enumerate(scores[:20].tolist()):
        boxes = np.asarray([(4, 4, 12, 16, score)], np.float32)
        content.follow([FrameJudged(0, FrameRecord(index, index / 10, score, POINT.decide(score), boxes))])
    captions = [(item.decision, item.caption) for item in shown]
    assert (Decision.REVIEW, "testing/01 · since 0:01.0") in captions
    assert captions[-1] == (Decision.NG, "testing/01 · since 0:01.0")


def test_the_place_of_the_event_is_outlined(page, qtbot, monkeypatch):
    view = inspected(page, qtbot, page.session.category.root, monkeypatch)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: pixel(view) == grey_of(30), timeout=LONG_MS)
    image = view.view.picture.pixmap.toImage()
    coloured = {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).red() != image.pixelColor(x, y).blue()
    }
    assert coloured
    assert all(x < 18 and y < 20 for x, y in coloured)
    assert (8, 10) not in coloured, "what is wrong can be seen"


def test_a_good_clip_has_no_event(page, qtbot, monkeypatch):
    good = scores_of(2)
    monkeypatch.setattr("tests.gui.screens.clip_inspect.test_clip_operator.scores_of", lambda _clip: good)
    shown = []
    page.view.content.shown.connect(shown.append)
    job = SimpleNamespace(output=Path("run"))
    begun = itertools.islice(judge(Path("model"), [], job, category=page.session.category), 20)
    page.view.content.follow(list(begun))
    assert shown[-1].text == "No event so far.", "the clip has not ended"
    view = inspected(page, qtbot, page.session.category.root, monkeypatch)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.view.badge.word() == "OK"
    assert view.view.picture.text == "No event found."


def test_an_event_that_is_chosen_shows_its_worst_frame(page, qtbot):
    page.choose([page.session.category.root])
    page.start()
    qtbot.waitUntil(lambda: page.inspecting.run is not None and page.session.idle, timeout=LONG_MS)
    events, item = page.view.events, page.view.item
    assert not item.picture.has_picture
    assert item.badge.word() == "2 NG", "of the batch, as long as no event is chosen"
    events.setFocus()
    events.setCurrentRow(0)
    qtbot.waitUntil(lambda: pixel(SimpleNamespace(view=item)) == grey_of(30), timeout=LONG_MS)
    assert (item.badge.word(), item.caption.text()) == ("NG", "testing/02 · frames 22 – 35 · peak 2.50")
    qtbot.keyClick(events, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: pixel(SimpleNamespace(view=item)) == grey_of(50), timeout=LONG_MS)
    page.start()
    assert not item.picture.has_picture, "of the batch before"


def test_space_resumes_the_run_that_it_stopped(page, qtbot, monkeypatch):
    begun, resumed = [], []

    def stopped(model, paths, job, *, category):
        begun.append(job.output)
        yield from itertools.islice(judge(model, paths, job, category=category), 20)  # as if a person had stopped it

    def resume(part, *, models, device):
        resumed.append(part)
        yield from judge(models[0], [], SimpleNamespace(output=begun[0]), category=page.session.category)

    monkeypatch.setattr(VIDEO, "inspect_paths", stopped)
    monkeypatch.setattr(VIDEO, "resume_run", resume)
    page.operator.enter()
    qtbot.waitUntil(page.operator.isActiveWindow, timeout=LONG_MS)
    page.choose([page.session.category.root])
    qtbot.keyClick(page.operator, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(begun) == 1 and page.inspecting.job is None, timeout=LONG_MS)
    assert page.operator.state.text() == "Stopped"

    qtbot.keyClick(page.operator, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.inspecting.run is not None, timeout=LONG_MS)
    assert resumed == [begun[0].with_name(begun[0].name + ".part")]

    qtbot.keyClick(page.operator, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(begun) == 2 and page.inspecting.job is None, timeout=LONG_MS)
    page.choose([page.session.category.root / "testing"])
    qtbot.keyClick(page.operator, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(begun) == 3 and page.inspecting.job is None, timeout=LONG_MS)
    assert len(resumed) == 1, "something else was chosen since"
    page.operator.close()


def test_clips_that_come_to_a_watched_folder_join_the_batch(page, qtbot, monkeypatch):
    arrived, never = threading.Event(), threading.Event()

    def watch(model, paths, job, *, category):
        assert job.watched == paths
        begun, *rest = judge(model, paths, job, category=category)
        yield replace(begun, clips=(), frames=())
        while not arrived.wait(timeout=0.02):
            yield Idle()
        yield Arrived(begun.clips[:2])
        yield from (update for update in rest if getattr(update, "clip", 2) < 2)
        job.output.parent.mkdir(exist_ok=True)
        job.output.touch()
        while not never.wait(timeout=0.02):
            yield Idle()

    monkeypatch.setattr(VIDEO, "inspect_paths", watch)
    page.choose([page.session.category.root])
    page.session.settings.setValue("clip_inspect/watch", True)
    page.operator.enter()
    view = page.operator
    qtbot.waitUntil(view.isActiveWindow, timeout=LONG_MS)
    assert view.state.text() == "Ready to watch the folder"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.state.text() == "Waiting for the next clip", timeout=LONG_MS)
    assert page.view.table.model().rowCount() == 0
    arrived.set()
    qtbot.waitUntil(lambda: "testing/02" in view.view.caption.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: view.state.text() == "Waiting for the next clip", timeout=LONG_MS)
    assert view.view.badge.word() == "NG", "of the clip"
    assert view.progress.text() == f"{2 * FRAMES} of {2 * FRAMES} frames", "nothing is fast or slow while it waits"
    assert page.view.table.model().rowCount() == 2
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.back.text() == "Looking back: clip 1 of 2 · newest: NG"
    qtbot.waitUntil(lambda: pixel(view) == grey_of(50), timeout=LONG_MS)
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.inspecting.job is None, timeout=LONG_MS)
    assert (view.view.badge.word(), text_of(view, "batch-outcome")) == ("2 NG", "finished")
    view.close()


def test_the_operator_of_clips_changes_nothing(page, qtbot):
    page.operator.enter()
    qtbot.waitUntil(page.operator.isActiveWindow, timeout=LONG_MS)
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Return, Qt.Key.Key_O):
        qtbot.keyClick(page.operator, key, Qt.KeyboardModifier.ControlModifier)
    assert page.session.settings.value("screen") == "inspect"
    assert not page.session.shown_jobs
    assert not page.operator.findChildren(QPushButton)
    page.operator.close()


def test_pages_of_both_kinds_keep_apart(page, window, qtbot, category):
    page.choose([page.session.category.root])
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(category)
    screen = window.screens["inspect"]
    assert screen.page is not page
    assert screen.page.isVisible()
    assert not page.isVisible()
    assert page.paths == []
    qtbot.waitUntil(lambda: window.session.idle, timeout=LONG_MS)
    assert screen.page.model.count() == 0, "the model is one of clips"
    assert screen.page.column.thresholds.text().startswith("No model yet: train one first.")
