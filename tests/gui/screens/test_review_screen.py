"""Review, driven as a person drives it: keys, clicks, and what then stands in the files."""

import csv
import shutil
import threading

import numpy as np
import pyqtgraph
import pytest
import torch
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QInputDialog, QListView

from inspector.core.errors import StorageError
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef, scan_category
from inspector.store.models.model_folder import read_model
from inspector.store.records import ReviewDecision, current_reviews, operating_point_history, review_history
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.review.images import ReviewedImageRun
from tests.conftest import write_category
from tests.gui.looking import action_of, answer, drag, label_text


@pytest.fixture
def run(opened, model_folder, category):
    """The test images of the small category, and one that cannot be read, inspected by a model of the workspace."""
    workspace = opened.session.workspace
    folder = workspace.models / "disc"
    shutil.copytree(model_folder, folder)
    broken = category.parent / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    images = (*scan_category(category).test, ImageRef(broken, str(broken), ""))
    path = workspace.runs / "disc-test.h5"
    list(inspect_batch(read_model(folder), images, output=path, device=torch.device("cpu"), base=category))
    opened.session.models_changed.emit()
    opened.session.runs_changed.emit()
    return path


@pytest.fixture
def review(opened, run, qtbot):
    opened.activateWindow()
    opened.session.open_run(run)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None)
    assert gallery(screen).hasFocus(), "keys work without a click"
    settled(opened, qtbot)
    return screen


def settled(window, qtbot):
    """Wait until what was asked in the background is there."""
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)


def gallery(screen):
    return screen.view.findChild(QListView, "inspections")


def order(screen):
    """The places of the run as they are listed."""
    model = gallery(screen).model()
    return [screen.run.names.index(model.index(row, 0).data()) for row in range(model.rowCount())]


def row(screen):
    return gallery(screen).currentIndex().row()


def outcome(screen, row, decision):
    return label_text(screen.view, f"outcome-{row}-{decision}")


def image(screen):
    return screen.view.pane


def press(screen, *keys):
    for key in keys:
        QTest.keyClick(gallery(screen), key)


def names(screen):
    return [screen.run.names[place] for place in order(screen)]


def test_what_cannot_be_judged_comes_first_and_then_the_worst(review):
    scores = [review.run.scores[place] for place in order(review)]
    assert scores[0] != scores[0]
    assert scores[1:] == sorted(scores[1:], reverse=True)
    assert image(review).badge.word() == "ERROR"
    assert "broken.png" in label_text(review, "image-facts")


def test_a_person_decides_with_one_key_a_part_and_takes_it_back(review, run, opened, qtbot):
    press(review, Qt.Key.Key_J)
    first, second = order(review)[1], order(review)[2]
    press(review, Qt.Key.Key_R, Qt.Key.Key_U)
    assert review.view.place == order(review)[3]
    settled(opened, qtbot)
    reviews = current_reviews(run)
    assert reviews[review.run.names[first]].decision is ReviewDecision.REJECT
    assert reviews[review.run.names[second]].decision is ReviewDecision.UNSURE
    QTest.keyClick(review.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(opened, qtbot)
    assert set(current_reviews(run)) == {review.run.names[first]}
    assert [review.decision for review in review_history(run)] == [
        ReviewDecision.REJECT,
        ReviewDecision.UNSURE,
        None,
    ]


def test_parts_not_reviewed_yet_vanish_as_they_are_reviewed(review, qtbot):
    review.findChild(QComboBox, "filter-review").setFocus()
    qtbot.keyClicks(review.findChild(QComboBox, "filter-review"), "no")
    before = names(review)
    press(review, Qt.Key.Key_A)
    assert names(review) == before[1:]
    assert review.run.names[review.view.place] == before[1]


def test_filters_by_label_and_verdict(review, qtbot):
    review.findChild(QComboBox, "filter-label").setFocus()
    qtbot.keyClicks(review.findChild(QComboBox, "filter-label"), "bl")
    assert names(review)
    assert all(name.startswith("test/blob/") for name in names(review))
    qtbot.keyClicks(review.findChild(QComboBox, "filter-verdict"), "co")
    assert names(review) == []
    assert label_text(review, "image-name") == "No part matches the filters."


def test_the_keyboard_walks_and_shows(review, qtbot):
    press(review, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_K)
    assert row(review) == 1
    view = image(review).view
    qtbot.waitUntil(lambda: view.heat.image is not None)
    assert view.heat.opacity() == pytest.approx(0.8)
    press(review, Qt.Key.Key_BracketLeft)
    assert view.heat.opacity() == pytest.approx(0.7)
    shown = view.heat.image
    press(review, Qt.Key.Key_Space)
    assert view.heat.opacity() == 0
    press(review, Qt.Key.Key_Space, Qt.Key.Key_BracketRight)
    assert view.heat.opacity() == pytest.approx(0.8)
    assert view.heat.image is shown, "a slider computes no map again"


def test_why_shows_what_the_method_saw_at_each_region_size(review, qtbot):
    press(review, Qt.Key.Key_J, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: image(review).why.explanation is not None, timeout=20_000)
    assert {"map k=4", "map k=8"} <= set(image(review).why.explanation.maps)
    press(review, Qt.Key.Key_S)
    assert image(review).view.beside[0].picture.image is not None


def test_dragging_a_threshold_shows_what_it_does_and_changes_nothing(review, run, opened, monkeypatch):
    monkeypatch.setitem(pyqtgraph.CONFIG_OPTIONS, "mouseRateLimit", -1)  # or quick moves would be left out
    panel, histogram = review.thresholds, review.thresholds.histogram
    labelled = review.run.labelled_scores()
    known, defective = labelled.known, labelled.defective
    scores = review.run.scores[known]
    panel.set_point(OperatingPoint(review=scores.min() - 1, reject=scores.min()))
    before = panel.point

    def at(value):
        scene = histogram.plotItem.vb.mapViewToScene(QPointF(value, 0.5))
        return QPointF(histogram.mapFromScene(scene))

    drag(histogram.viewport(), at(before.reject), at(scores.max()))
    assert panel.point.reject == pytest.approx(scores.max(), abs=0.05 * np.ptp(scores))
    assert panel.point.review == before.review
    ng = scores > panel.point.reject
    assert outcome(review, "good", "NG") == str(sum(ng & ~defective[known]))
    assert outcome(review, "defective", "NG") == str(sum(ng & defective[known]))
    assert panel.changed
    middle = (scores.min() + scores.max()) / 2
    panel.set_point(OperatingPoint(review=middle, reject=scores.max()))
    drag(histogram.viewport(), at(scores.max()), at(scores.min()))
    assert panel.point.review == panel.point.reject < middle, "one line pushes the other"
    assert operating_point_history(opened.session.workspace.models / "disc") == []


def test_a_wish_sets_the_threshold_that_proves_most_and_says_what_is_missing(review):
    panel = review.thresholds
    panel.set_point(OperatingPoint(review=0, reject=0))
    panel.budget.setFocus()
    panel.budget.selectAll()
    QTest.keyClicks(panel.budget, "2")
    QTest.keyClick(panel.budget, Qt.Key.Key_Return)
    good = review.model.good_scores
    assert panel.point.reject == good.max().item(), "exactly the largest good score, not what the field rounds it to"
    assert f"{len(good)} good calibration images" in label_text(panel, "threshold-proof")
    wanted = 149 - len(good)  # (1 − 0.02)^149 < 0.05
    assert f"add {5 * wanted} good images to the category" in label_text(panel, "threshold-proof")


def test_a_review_threshold_typed_too_high_stops_at_the_reject_threshold(review):
    panel = review.thresholds
    panel.set_point(OperatingPoint(review=0.1, reject=0.2))
    panel.review.setFocus()
    panel.review.selectAll()
    QTest.keyClicks(panel.review, panel.review.locale().toString(5.0))
    QTest.keyClick(panel.review, Qt.Key.Key_Return)
    assert panel.point.review <= panel.point.reject == 0.2
    panel.set_point(OperatingPoint(review=0.2, reject=0.2))
    assert "no part goes to REVIEW" in label_text(panel, "threshold-proof")


def test_thresholds_are_applied_with_a_reason_recorded_and_taken_back(review, opened, qtbot):
    folder = opened.session.workspace.models / "disc"
    before = review.run.point
    panel = review.thresholds
    worst_defect = max(score for score in review.run.scores if score == score)
    panel.set_point(OperatingPoint(review=worst_defect + 1, reject=worst_defect + 2))
    review.apply_thresholds()
    answer(qtbot, review, "  ")
    assert review.findChildren(QInputDialog)[-1].isVisible(), "it waits for a reason"
    assert operating_point_history(folder) == []
    answer(qtbot, review, "new lamp")
    settled(opened, qtbot)
    assert len(operating_point_history(folder)) == 1
    change = operating_point_history(folder)[-1]
    assert change.reason == "new lamp"
    assert change.new == panel.point
    assert review.run.decision(order(review)[1]) is Decision.OK
    assert not panel.changed
    opened.activateWindow()  # again, after the dialog
    qtbot.waitUntil(opened.isActiveWindow)
    QTest.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(opened, qtbot)
    assert operating_point_history(folder)[-1].new == before
    assert "new lamp" in operating_point_history(folder)[-1].reason
    assert review.run.point == before


def test_a_person_without_labels_makes_the_figures_by_reviewing(opened, run, category, qtbot):
    workspace = opened.session.workspace
    images = [ImageRef(image.path, str(image.path), "") for image in scan_category(category).test]
    path = workspace.runs / "monday.h5"
    list(inspect_batch(read_model(workspace.models / "disc"), images, output=path, device=torch.device("cpu")))
    opened.session.open_run(path)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None and screen.run.path == path)
    assert label_text(screen.thresholds, "overkill") == "no good parts are known"
    gallery(screen).setFocus()
    press(screen, Qt.Key.Key_End)
    press(screen, Qt.Key.Key_A)
    assert sum(int(outcome(screen, "good", decision)) for decision in Decision) == 1
    assert "%" in label_text(screen.thresholds, "overkill")


def test_a_run_whose_model_is_gone_can_be_reviewed_but_not_changed(opened, run, qtbot):
    shutil.rmtree(opened.session.workspace.models / "disc")
    opened.session.open_run(run)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None)
    gallery(screen).setFocus()
    press(screen, Qt.Key.Key_J, Qt.Key.Key_R)
    settled(opened, qtbot)
    assert len(current_reviews(run)) == 1
    assert "not in this workspace" in label_text(screen.thresholds, "threshold-proof")
    screen.thresholds.set_point(OperatingPoint(review=0, reject=1))
    assert not action_of(screen, "Apply thresholds …").isEnabled()


def test_a_damaged_run_is_told_and_the_screen_stays(opened, run, qtbot):
    damaged = run.with_name("damaged.h5")
    damaged.write_bytes(b"nothing")
    with qtbot.waitSignal(opened.session.failed) as told:
        opened.session.open_run(damaged)
    assert "damaged.h5" in told.args[0].message
    assert told.args[0].expected


def test_a_run_that_is_read_when_another_category_opens_never_appears(
    opened, run, category, tmp_path, qtbot, monkeypatch
):
    gate = threading.Event()
    read = ReviewedImageRun.__init__

    def slow(self, path):
        gate.wait(10)
        read(self, path)

    monkeypatch.setattr(ReviewedImageRun, "__init__", slow)
    screen = opened.screens["review"]
    opened.session.open_run(run)
    other = write_category(tmp_path / "other", train_good=2, test_good=1, defective=1)
    with qtbot.waitSignal(opened.session.category_changed):
        opened.session.open_category(other)
    gate.set()
    settled(opened, qtbot)
    assert screen.run is None
    assert screen.findChild(QComboBox, "runs").count() == 0
    assert opened.session.category.root == other


def test_applying_thresholds_reads_no_weights(review, opened, qtbot, monkeypatch):
    """The desktop stood still for as long as the whole model took to load."""
    weights = opened.session.workspace.models / "disc" / "model.safetensors"
    loaded = []
    monkeypatch.setattr("inspector.store.models.model_folder.load_file", lambda *arguments: loaded.append(arguments))
    review.thresholds.set_point(OperatingPoint(review=1.0, reject=2.0))
    QTest.keyClick(gallery(review), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    answer(qtbot, review, "new lamp")
    settled(opened, qtbot)
    assert operating_point_history(weights.parent)[-1].new == OperatingPoint(review=1.0, reject=2.0)
    assert loaded == []


def test_a_decision_that_cannot_be_written_is_reported_and_undone_without_harm(review, run, opened, qtbot, monkeypatch):
    def refuse(*_arguments, **_named):
        raise StorageError("The disk is full.", code="storage.test")

    monkeypatch.setattr("inspector.gui.review.screen.record_review", refuse)
    place = order(review)[1]
    press(review, Qt.Key.Key_J)
    with qtbot.waitSignal(opened.session.failed):
        press(review, Qt.Key.Key_R)
    settled(opened, qtbot)
    assert review.run.review_of(place) is None, "what is shown is what the records hold"
    with qtbot.waitSignal(opened.session.failed):
        opened.session.undo.undo()
    settled(opened, qtbot)
    opened.session.undo.redo()
    settled(opened, qtbot)
    assert current_reviews(run) == {}


def test_reviews_are_exported_as_a_table(review, opened, tmp_path, qtbot, monkeypatch):
    press(review, Qt.Key.Key_J, Qt.Key.Key_R, Qt.Key.Key_A)
    target = tmp_path / "reviews.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    QTest.keyClick(gallery(review), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    settled(opened, qtbot)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    first, second = (review.run.names[place] for place in order(review)[1:3])
    assert [(row["image"], row["decision"]) for row in rows] == [(first, "reject"), (second, "accept")]
    assert all(row["reviewer"] and row["time"] for row in rows)


def test_a_run_of_any_day_is_exported(review, opened, tmp_path, qtbot, monkeypatch):
    """Nothing was inspected since the program was started."""
    targets = {"CSV": tmp_path / "out.csv", "HTML": tmp_path / "out.html"}
    semicolons = "Table with semicolons and decimal commas (*.csv)"
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        lambda _parent, title, _name, kinds: (
            str(targets[title.split()[-1 if "CSV" in title else 0]]),
            semicolons if semicolons in kinds else "",
        ),
    )
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "pictures"))
    for text in ("Export CSV …", "HTML report …", "Export pictures …"):
        action = action_of(review, text)
        assert action.isEnabled()
        action.trigger()
        settled(opened, qtbot)
    with targets["CSV"].open(encoding="utf-8-sig", newline="") as file:
        scores = [row["score"] for row in csv.DictReader(file, delimiter=";")]
    assert sum("," in score for score in scores) == 8
    assert "blob" in targets["HTML"].read_text("utf-8")
    assert len(list((tmp_path / "pictures").rglob("*.png"))) == 8


def test_a_save_dialog_never_replaces_the_run_or_one_of_its_images(review, opened, category, qtbot, monkeypatch):
    image = category / "test" / "good" / "000.png"
    for path in (review.run.path, image):
        before = path.read_bytes()
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        for text in ("Export CSV …", "HTML report …"):
            with qtbot.waitSignal(opened.session.failed):
                action_of(review, text).trigger()
            settled(opened, qtbot)
        assert path.read_bytes() == before


def test_pictures_of_a_run_never_replace_its_images(review, opened, category, qtbot, monkeypatch):
    before = {path: path.read_bytes() for path in (category / "test").rglob("*.png")}
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(category.parent))
    with qtbot.waitSignal(opened.session.failed) as failed:
        action_of(review, "Export pictures …").trigger()
    assert "to be read" in failed.args[0].message
    settled(opened, qtbot)
    assert {path: path.read_bytes() for path in (category / "test").rglob("*.png")} == before
