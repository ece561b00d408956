"""Review, driven as a person drives it: keys, clicks, and what then stands in the files."""

import shutil
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

from inspector.core.errors import StorageError
from inspector.core.operating_point import Decision
from inspector.gui.numbers import moment_text
from inspector.gui.review.images.evidence_dialog import EvidenceDialog
from inspector.store.records import ReviewDecision, current_reviews, review_history
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.explain import explain
from inspector.workflow.review.images import ReviewedImageRun
from tests.conftest import write_category
from tests.gui.controls import is_shown
from tests.gui.looking import label_text
from tests.gui.screens.review.looking import choose_from_list, filter_of, gallery, image, names, order, press, settled


def test_what_cannot_be_judged_comes_first_and_then_the_worst(review):
    scores = [review.run.scores[place] for place in order(review)]
    assert scores[0] != scores[0]
    assert scores[1:] == sorted(scores[1:], reverse=True)
    assert image(review).head.badge.word() == "ERROR"
    assert "broken.png" in label_text(review, "image-failure")


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
    choose_from_list(filter_of(review, "review"), "not reviewed", qtbot)
    before = names(review)
    press(review, Qt.Key.Key_A)
    assert names(review) == before[1:]
    assert review.run.names[review.view.place] == before[1]


def test_filters_by_label_and_verdict(review, qtbot):
    choose_from_list(filter_of(review, "label"), "blob", qtbot)
    assert names(review)
    assert all(name.startswith("test/blob/") for name in names(review))
    choose_from_list(filter_of(review, "verdict"), "could not be inspected", qtbot)
    assert names(review) == []
    assert label_text(review, "image-name") == "No part matches the filters."


def enlarged(review, qtbot) -> EvidenceDialog:
    qtbot.waitUntil(lambda: review.findChild(EvidenceDialog) is not None, timeout=20_000)
    dialog = review.findChild(EvidenceDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def leave(dialog, review, qtbot) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: review.findChild(EvidenceDialog) is None)
    review.window().activateWindow()
    qtbot.waitUntil(review.window().isActiveWindow)


def test_why_shows_what_the_method_saw_at_each_region_size(review, qtbot):
    press(review, Qt.Key.Key_J, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: image(review).why.explanation is not None, timeout=20_000)
    assert {"map k=4", "map k=8"} <= set(image(review).why.explanation.maps)
    why = image(review).why
    (button,) = [one for one in why.findChildren(QToolButton) if one.text() == "map k=8"]
    qtbot.waitUntil(button.isVisible)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = enlarged(review, qtbot)
    assert dialog.view.height() > 2 * button.iconSize().height()
    assert dialog.part.has_picture, "the part stands beside it"
    assert "a good part has bright places, too" in label_text(dialog, "evidence-meaning")
    shown, pixels = label_text(dialog, "evidence-name"), dialog.view.pixmap.toImage()
    assert shown.startswith("map k=8 (")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Left)
    assert label_text(dialog, "evidence-name").startswith("map k=4 (")
    assert dialog.view.pixmap.toImage() != pixels
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Right)
    assert label_text(dialog, "evidence-name") == shown
    leave(dialog, review, qtbot)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    dialog = enlarged(review, qtbot)
    assert label_text(dialog, "evidence-name") == shown
    leave(dialog, review, qtbot)
    press(review, Qt.Key.Key_J)
    QTest.keyClick(gallery(review), Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)  # before it is explained
    leave(enlarged(review, qtbot), review, qtbot)
    press(review, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: image(review).view.beside[0].picture.image is not None)


def test_a_single_picture_of_why_says_what_it_shows(review, monkeypatch, qtbot):
    def one_map(stored, image, *, device):
        found = explain(stored, image, device=device)
        return replace(found, pictures={}, maps={"distance": found.anomaly_map})

    monkeypatch.setattr("inspector.gui.review.images.why_panel.explain", one_map)
    press(review, Qt.Key.Key_J, Qt.Key.Key_W)
    why = image(review).why
    qtbot.waitUntil(lambda: why.explanation is not None, timeout=20_000)

    def is_said(label):
        return label.isVisible() and label.width() > 100 and "from the most similar place" in label.text()

    qtbot.waitUntil(lambda: any(map(is_said, why.findChildren(QLabel))))


def test_runs_are_listed_by_when_and_by_which_model(review, run, opened, qtbot):
    other = Path(shutil.copy(run, run.with_name("2026-11-28-morning.h5")))
    opened.session.runs_changed.emit()
    box = review.view.findChild(QComboBox, "runs")
    qtbot.waitUntil(lambda: box.count() == 2)
    with ImageRun(run) as stored:
        started, counts = datetime.fromisoformat(stored.about["started"]), stored.counts()
        text = f"disc · {moment_text(started)} · {len(stored)} parts, {counts[Decision.NG]} NG"
    assert counts[Decision.NG] > 0
    assert box.currentText() == text
    assert "disc-test.h5" in box.toolTip()
    names = [box.itemData(row, Qt.ItemDataRole.ToolTipRole) for row in range(2)]
    row = next(row for row, name in enumerate(names) if other.name in name)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down if row > box.currentIndex() else Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: review.run.path == other)
    assert other.name in box.toolTip()


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


def test_a_run_that_is_being_opened_is_announced(opened, run, qtbot, monkeypatch):
    settled(opened, qtbot)
    gate, read = threading.Event(), ReviewedImageRun.__init__

    def slow(self, path):
        gate.wait(10)
        read(self, path)

    monkeypatch.setattr(ReviewedImageRun, "__init__", slow)
    screen = opened.screens["review"]
    opened.show_screen("review")
    assert is_shown(screen, QLabel, "Opening the run …")
    assert not is_shown(screen, QLabel, "Nothing to review yet")
    assert not is_shown(screen, QPushButton, "Train a model"), "Return would leave the screen"
    gate.set()
    qtbot.waitUntil(lambda: screen.run is not None)
    assert not is_shown(screen, QLabel, "Opening the run …")


def test_where_no_run_can_be_opened_it_is_said_what_to_do(opened, run, qtbot):
    run.write_bytes(b"nothing")
    screen = opened.screens["review"]
    with qtbot.waitSignal(opened.session.failed):
        opened.session.open_run(run)
    assert is_shown(screen, QLabel, "Nothing to review yet")
    assert is_shown(screen, QPushButton, "Train a model")


def test_a_decision_that_cannot_be_written_is_reported_and_undone_without_harm(review, run, opened, qtbot, monkeypatch):
    def refuse(*_arguments, **_named):
        raise StorageError("The disk is full.", code="storage.test")

    monkeypatch.setattr("inspector.gui.review.decisions.change.record_review", refuse)
    place = order(review)[1]
    press(review, Qt.Key.Key_J)
    with qtbot.waitSignal(opened.session.failed):
        press(review, Qt.Key.Key_R)
    settled(opened, qtbot)
    assert review.run.review_of(place) is None, "what is shown is what the records hold"
    opened.session.undo.undo()  # of which nothing was written
    settled(opened, qtbot)
    with qtbot.waitSignal(opened.session.failed):
        opened.session.undo.redo()
    settled(opened, qtbot)
    assert current_reviews(run) == {}
