"""A folder that is watched, on the screen and in the operator's view: what stands there while nothing comes."""

import queue
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef
from inspector.gui.inspect.page import InspectPage
from inspector.store.listing import list_runs
from inspector.store.records import record_operating_point
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.arrivals import Arrived, Idle
from inspector.workflow.inspect.image_batch import ImageBatchStarted
from inspector.workflow.inspect.images import Inspected, inspect_image
from inspector.workflow.kinds import IMAGES
from inspector.workflow.progress import Progress, Warned
from tests.conftest import part
from tests.gui.controls import control, text_of

LONG_MS = 60_000
BAD, GOOD = {"score": 9.0, "decision": Decision.NG}, {"score": 0.1, "decision": Decision.OK}


class Line:
    """Stands in for the inspection of a watched folder: a test says what comes; no model judges it.

    Attributes:
        jobs: those that were begun.
        whole: whether nothing is left to inspect when a person stops it, so that the run is complete.
    """

    def __init__(self, stored, folder: Path) -> None:
        self.jobs, self.whole = [], True
        self._stored, self._folder = stored, folder
        self._coming: queue.Queue[list[object]] = queue.Queue()
        self._count = 0

    def bring(self, name: str, **verdict) -> None:
        """A part comes and is inspected."""
        path = self._folder / name
        Image.fromarray(part(1)).save(path)
        image, place = ImageRef(path, name, ""), self._count
        self._count += 1
        inspected = Inspected(place, Inspection(name, "", size=(48, 48), **verdict))
        self._coming.put([Arrived((image,)), inspected, Progress("Inspecting", self._count, self._count)])

    def warn(self, sentence: str) -> None:
        self._coming.put([Warned(sentence)])

    def inspect_paths(self, _model, paths, job, *, category):
        self.jobs.append((paths, job))
        self._count = 0
        yield ImageBatchStarted(self._stored, (), job.output)
        try:
            while True:
                try:
                    yield from self._coming.get(timeout=0.02)
                except queue.Empty:
                    yield Idle()
        finally:
            if self._count and self.whole:
                job.output.parent.mkdir(exist_ok=True)
                job.output.write_bytes(b"")


@pytest.fixture
def incoming(tmp_path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


@pytest.fixture
def line(stored, incoming, monkeypatch) -> Line:
    line = Line(stored, incoming)
    monkeypatch.setattr(IMAGES, "inspect_paths", line.inspect_paths)
    return line


@pytest.fixture
def page(opened, qtbot, model_folder) -> InspectPage:
    session = opened.session
    shutil.copytree(model_folder, session.workspace.models / "disc-model")
    session.models_changed.emit()
    opened.show_screen("inspect")
    page = opened.screens["inspect"].page
    qtbot.waitUntil(lambda: page.model.count() == 1 and session.idle, timeout=LONG_MS)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return page


def box(page) -> QCheckBox:
    return control(page, QCheckBox, "Watch the folder")


def start_watching(page, qtbot, folder):
    page.choose([folder])
    if not box(page).isChecked():
        qtbot.keyClick(box(page), Qt.Key.Key_Space)
    qtbot.mouseClick(control(page, QPushButton, "Start"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Waiting for the next part" in page.column.progress.text(), timeout=LONG_MS)


def stop(page, qtbot):
    qtbot.mouseClick(control(page, QPushButton, "Stop"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.inspecting.job is None and page.session.idle, timeout=LONG_MS)


def click_row(page, qtbot, row):
    place = page.view.table.visualRect(page.view.table.model().index(row, 0)).center()
    qtbot.mouseClick(page.view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def comes(page, qtbot, line, name, **verdict):
    """A part comes, and its verdict stands large while nothing else comes."""
    line.bring(name, **verdict)
    qtbot.waitUntil(lambda: name in page.view.item.caption.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: "Waiting for the next part" in page.column.progress.text(), timeout=LONG_MS)


def test_the_newest_verdict_stands_while_nothing_comes_and_the_outcome_only_after_stop(page, qtbot, line, incoming):
    start_watching(page, qtbot, incoming)
    assert page.view.item.badge.word() == ""
    assert page.column.progress.text() == "Waiting for the next part"
    comes(page, qtbot, line, "a.png", **BAD)
    comes(page, qtbot, line, "b.png", **BAD)
    assert page.view.item.badge.word() == "NG", "of the part, not “2 NG” of the batch"
    comes(page, qtbot, line, "c.png", **GOOD)
    assert page.view.item.badge.word() == "OK"
    assert text_of(page, "batch-outcome") == ""
    assert page.column.progress.text() == "3 / 3 · Waiting for the next part"
    assert page.column.counts.numbers[Decision.NG].text() == "2"
    assert (page.column.bar.value(), page.column.bar.maximum()) == (3, 3)
    assert not page.column.review.isEnabled()

    stop(page, qtbot)
    assert page.view.item.badge.word() == "2 NG"
    assert text_of(page, "batch-outcome") == "1 OK · finished"
    assert page.column.progress.text() == "3 / 3"
    assert page.column.review.isEnabled()
    assert page.inspecting.run == line.jobs[0][1].output


def test_a_batch_that_is_stopped_in_the_middle_is_not_complete_and_the_next_start_watches_again(
    page, qtbot, line, incoming
):
    line.whole = False
    start_watching(page, qtbot, incoming)
    comes(page, qtbot, line, "a.png", **GOOD)
    stop(page, qtbot)
    assert (page.view.item.badge.word(), text_of(page, "batch-outcome")) == ("", "1 OK · stopped")
    assert not page.column.review.isEnabled()
    page.start_or_stop()  # as the operator's Space
    qtbot.waitUntil(lambda: [bool(job.watched) for _, job in line.jobs] == [True, True], timeout=LONG_MS)
    page.inspecting.stop()
    qtbot.waitUntil(lambda: page.inspecting.job is None, timeout=LONG_MS)


def test_nothing_came_and_there_is_no_run(page, qtbot, line, incoming):
    start_watching(page, qtbot, incoming)
    stop(page, qtbot)
    assert page.inspecting.run is None
    assert page.inspecting.unfinished is None
    assert text_of(page, "batch-outcome") == ""
    assert control(page, QPushButton, "Start").isEnabled()


def test_closing_the_window_ends_the_watch_and_its_run_is_complete(page, qtbot, line, incoming):
    start_watching(page, qtbot, incoming)
    comes(page, qtbot, line, "a.png", **BAD)
    window = page.window()
    window.close_without_asking()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG_MS)
    assert [job.output.exists() for _, job in line.jobs] == [True]


def test_whoever_looks_back_is_told_so(page, qtbot, line, incoming):
    start_watching(page, qtbot, incoming)
    comes(page, qtbot, line, "a.png", **GOOD)
    comes(page, qtbot, line, "b.png", **GOOD)
    click_row(page, qtbot, 1)
    line.bring("c.png", **BAD)
    qtbot.waitUntil(lambda: text_of(page, "batch-outcome") == "Looking back: part 1 of 3 · newest: NG", timeout=LONG_MS)
    assert page.view.item.badge.word() == "OK"
    assert "a.png" in page.view.item.caption.text()
    click_row(page, qtbot, 0)
    qtbot.waitUntil(lambda: text_of(page, "batch-outcome") == "", timeout=LONG_MS)
    qtbot.waitUntil(lambda: page.view.item.badge.word() == "NG", timeout=LONG_MS)
    comes(page, qtbot, line, "d.png", **GOOD)
    stop(page, qtbot)


def test_a_warning_that_repeats_is_shown_once(page, qtbot, line, incoming):
    start_watching(page, qtbot, incoming)
    for sentence in ("The folder is away.", "a.png was replaced.", "The folder is away."):
        line.warn(sentence)
    qtbot.waitUntil(lambda: page.column.message.text() == "a.png was replaced.\nThe folder is away.", timeout=LONG_MS)
    for i in range(20):
        line.warn(f"{i}.png was replaced.")
    qtbot.waitUntil(lambda: "19.png" in page.column.message.text(), timeout=LONG_MS)
    assert len(page.column.message.text().splitlines()) == 6
    stop(page, qtbot)


def test_only_folders_can_be_watched_and_the_box_says_why(page, qtbot, line, incoming, category):
    meaning = "Inspects what is in the folder and then every part that arrives, until you stop."
    assert not box(page).isEnabled()
    assert box(page).toolTip() == f"{meaning} Choose a folder first. (Ctrl+Shift+D)"
    page.choose([incoming])
    assert box(page).isEnabled()
    assert box(page).toolTip() == f"{meaning} (Ctrl+Shift+D)"
    qtbot.keyClick(
        page.view.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert box(page).isChecked()
    assert page.session.settings.value("inspect/watch") is True

    image = next(category.rglob("*.png"))
    for choose in (lambda: page.choose([image]), lambda: page.choose([incoming, image]), page.choose_test):
        choose()
        assert (box(page).isEnabled(), box(page).isChecked()) == (False, False), "these are inspected once"
        assert "Files cannot be watched: choose a folder." in box(page).toolTip()
    page.start()
    qtbot.waitUntil(lambda: [bool(job.watched) for _, job in line.jobs] == [False], timeout=LONG_MS)
    assert not box(page).isChecked()
    page.inspecting.stop()
    qtbot.waitUntil(lambda: page.inspecting.job is None, timeout=LONG_MS)
    page.choose([incoming])
    assert box(page).isChecked(), "as it was wanted before"
    start_watching(page, qtbot, incoming)
    assert (box(page).isEnabled(), box(page).isChecked()) == (False, True)
    assert "Stop the batch to change this." in box(page).toolTip()
    stop(page, qtbot)


def test_the_operator_watches_by_keys_alone(page, qtbot, line, incoming, monkeypatch):
    page.session.settings.setValue("inspect/watch", "true")
    page.operator.enter()
    view = page.operator
    qtbot.waitUntil(view.isActiveWindow, timeout=LONG_MS)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(incoming))
    qtbot.keyClick(view, Qt.Key.Key_O)
    assert view.state.text() == "Ready to watch the folder"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.state.text() == "Waiting for the next part", timeout=LONG_MS)
    for name, verdict in (("a.png", BAD), ("b.png", BAD)):
        line.bring(name, **verdict)
        qtbot.waitUntil(lambda name=name: name in view.view.caption.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: view.state.text() == "Waiting for the next part", timeout=LONG_MS)
    assert view.view.badge.word() == "NG"
    assert view.counts.numbers[Decision.NG].text() == "2"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.inspecting.job is None and page.session.idle, timeout=LONG_MS)
    assert view.view.badge.word() == "2 NG"
    assert view.state.text() == "Ready to watch the folder"
    view.close()


def apart(stored, *paths) -> OperatingPoint:
    """Thresholds that part a good image from a defective one."""
    judged = [inspect_image(stored.model, stored.operating_point, ImageRef(path, path.name, "")) for path in paths]
    good, bad = (inspection.score for inspection in judged)
    assert good < bad
    return OperatingPoint(review=(good + bad) / 2, reject=(good + bad) / 2)


def test_parts_that_are_copied_into_an_empty_folder_are_judged(page, qtbot, stored, incoming, tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.workflow.inspect.arrivals.LOOK_EVERY_S", 0.02)
    monkeypatch.setattr("inspector.workflow.inspect.image_batch.SETTLED_S", 0.05)
    images = [tmp_path / "good.png", tmp_path / "bad.png"]
    for image in images:
        Image.fromarray(part(5000, defect=image.stem == "bad")).save(image)
    model = page.session.workspace.models / "disc-model"
    record_operating_point(model, old=stored.operating_point, new=apart(stored, *images), user="a", reason="b")
    start_watching(page, qtbot, incoming)
    for image, verdict in zip(images, ("OK", "NG"), strict=True):
        shutil.copy(image, incoming)
        qtbot.waitUntil(lambda image=image: image.name in page.view.item.caption.text(), timeout=LONG_MS)
        assert page.view.item.picture.has_picture
        assert page.view.item.badge.word() == verdict
    qtbot.waitUntil(lambda: "Waiting for the next part" in page.column.progress.text(), timeout=LONG_MS)
    stop(page, qtbot)
    assert page.view.item.badge.word() == "1 NG"
    with ImageRun(page.inspecting.run) as run:
        assert not run.interrupted
        assert [name for name, _ in run.batch()] == ["good.png", "bad.png"]
        assert run.path_of("bad.png") == incoming / "bad.png"
    with qtbot.waitSignal(page.session.run_opened) as opened:
        qtbot.mouseClick(page.column.review, Qt.MouseButton.LeftButton)
    assert opened.args == [page.inspecting.run]
    qtbot.waitUntil(lambda: page.session.idle, timeout=LONG_MS)


def test_a_folder_that_is_left_empty_leaves_no_run(page, qtbot, incoming, monkeypatch):
    monkeypatch.setattr("inspector.workflow.inspect.arrivals.LOOK_EVERY_S", 0.02)
    start_watching(page, qtbot, incoming)
    stop(page, qtbot)
    assert page.inspecting.run is None
    assert list_runs(page.session.workspace) == []
