"""Inspecting a batch as a person at the line does it, on the screen and in the operator's view."""

import csv
import shutil

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef
from inspector.gui.inspect.page import InspectPage
from inspector.store.listing import list_runs
from inspector.store.records import record_operating_point
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.images import inspect_image
from tests.conftest import part, write_category
from tests.gui.controls import control, text_of

LONG_MS = 60_000


@pytest.fixture
def batch(tmp_path):
    """Two good parts, a file that is no image, and two defective parts."""
    folder = tmp_path / "batch"
    folder.mkdir()
    for i in range(2):
        Image.fromarray(part(3000 + i)).save(folder / f"a{i}.png")
        Image.fromarray(part(4000 + i, defect=True)).save(folder / f"c{i}.png")
    (folder / "b.png").write_bytes(b"no image")
    return folder


def between(stored, batch):
    """Thresholds that part the good images of the batch from the defective ones."""
    good, bad = (
        [inspect_image(stored.model, stored.operating_point, ImageRef(path, path.name, "")).score for path in paths]
        for paths in (batch.glob("a*.png"), batch.glob("c*.png"))
    )
    assert max(good) < min(bad)
    return OperatingPoint(review=(2 * max(good) + min(bad)) / 3, reject=(max(good) + 2 * min(bad)) / 3)


@pytest.fixture
def screen(opened, qtbot, model_folder, stored, batch) -> InspectPage:
    """The page of images of the Inspect screen, with one model to choose."""
    session = opened.session
    folder = shutil.copytree(model_folder, session.workspace.models / "disc-model")
    record_operating_point(folder, old=stored.operating_point, new=between(stored, batch), user="a", reason="b")
    session.models_changed.emit()
    opened.show_screen("inspect")
    screen = opened.screens["inspect"].page
    qtbot.waitUntil(lambda: screen.model.count() == 1 and session.idle, timeout=LONG_MS)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    screen.model.setFocus()
    return screen


def settle(screen, qtbot):
    qtbot.waitUntil(lambda: screen.inspecting.job is None and screen.session.idle, timeout=LONG_MS)


def inspect(screen, qtbot, folder):
    screen.choose([folder])
    qtbot.keyClick(screen.model, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.inspecting.job is not None
    settle(screen, qtbot)


def table(screen):
    model = screen.view.table.model()
    return [tuple(model.index(row, column).data() for column in range(2)) for row in range(model.rowCount())]


def test_a_folder_with_a_bad_file_is_inspected_to_its_end(screen, qtbot, batch):
    inspect(screen, qtbot, batch)
    rows = dict(table(screen))
    assert [name for name, _ in table(screen)] == ["c1.png", "c0.png", "b.png", "a1.png", "a0.png"]
    assert rows["b.png"] == "ERROR"
    assert rows["c0.png"] == rows["c1.png"] == "NG"
    shown = {decision: int(number.text()) for decision, number in screen.column.counts.numbers.items()}
    assert shown[None] == 1
    assert shown[Decision.NG] == 2
    assert sum(shown.values()) == 5
    assert screen.view.item.picture.has_picture
    with ImageRun(screen.inspecting.run) as run:
        assert not run.interrupted
        assert run.path_of("a0.png") == batch / "a0.png"
        assert {name: run.record(i).decision for i, (name, _) in enumerate(run.batch())}["c0.png"] is Decision.NG


def names(screen) -> list[str]:
    return [name for name, _ in table(screen)]


def test_a_click_on_a_column_sorts_and_a_third_brings_back_the_order_of_the_batch(screen, qtbot, batch):
    inspect(screen, qtbot, batch)
    newest_first = names(screen)
    header = screen.view.table.horizontalHeader()
    at_score = QPoint(header.sectionViewportPosition(2) + 40, header.height() // 2)
    for expected in (lambda: names(screen)[-1] == "b.png", lambda: names(screen)[0] == "b.png"):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at_score)
        assert expected()  # what could not be judged is the worst
    assert {*names(screen)[1:3]} == {"c0.png", "c1.png"}
    place = screen.view.table.visualRect(screen.view.table.model().index(3, 0)).center()
    with qtbot.waitSignal(screen.view.content.shown, timeout=LONG_MS):
        qtbot.mouseClick(screen.view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(screen)[3] in screen.view.item.caption.text()
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at_score)
    assert names(screen) == newest_first


def test_the_count_cards_filter(screen, qtbot, batch):
    inspect(screen, qtbot, batch)
    card = control(screen, QPushButton, "NG")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert {*names(screen)} == {"c0.png", "c1.png"}
    errors = control(screen, QPushButton, "Errors")
    qtbot.keyClick(errors, Qt.Key.Key_Space)
    assert names(screen) == ["b.png"]
    assert not card.isChecked()
    qtbot.keyClick(errors, Qt.Key.Key_Space)
    assert len(names(screen)) == 5


def test_the_worst_stay_on_top_while_more_are_inspected(screen, qtbot, batch):
    qtbot.keyClick(screen.model, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    inspect(screen, qtbot, batch)
    assert names(screen)[0] == "b.png"
    assert {*names(screen)[1:3]} == {"c0.png", "c1.png"}


def test_images_are_dropped_and_pasted_anywhere_in_the_window_and_never_moved(opened, screen, qtbot, batch):
    opened.show_screen("models")
    images = sorted(batch.glob("c*.png"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(image)) for image in images])
    either = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    drop = QDropEvent(QPointF(5, 5), either, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    drop.setDropAction(Qt.DropAction.MoveAction)
    opened.dropEvent(drop)
    assert drop.dropAction() is Qt.DropAction.CopyAction
    assert screen.isVisible()
    assert screen.paths == images
    screen.choose([batch])
    opened.show_screen("models")
    picture = QImage(24, 24, QImage.Format.Format_RGB888)
    picture.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(picture)
    qtbot.keyClick(opened, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.paths != [batch], timeout=LONG_MS)
    (pasted,) = screen.paths
    assert pasted.parent == screen.session.workspace.folder / "pasted"
    with Image.open(pasted) as written:
        assert written.size == (24, 24)


def test_what_is_left_out_is_said(screen, qtbot, batch):
    (batch / "notes.txt").touch()
    inspect(screen, qtbot, batch)
    assert screen.column.message.isVisible()
    assert "1 file is no image and left out (1 .txt)" in screen.column.message.text()
    with ImageRun(screen.inspecting.run) as run:
        assert run.about["left_out"]["files"] == 1


def test_a_click_looks_back_at_a_part(screen, qtbot, batch):
    inspect(screen, qtbot, batch)
    assert (screen.view.item.badge.word(), text_of(screen, "batch-outcome")) == ("2 NG", "1 ERROR · 2 OK · finished")
    for row, word in ((2, "ERROR"), (0, "NG")):
        place = screen.view.table.visualRect(screen.view.table.model().index(row, 0)).center()
        qtbot.mouseClick(screen.view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.waitUntil(lambda word=word: screen.view.item.badge.word() == word, timeout=LONG_MS)
    assert "c1.png" in screen.view.item.caption.text()


def test_parts_that_are_no_longer_in_memory_are_read_from_the_run(screen, qtbot, batch, monkeypatch):
    monkeypatch.setattr("inspector.gui.inspect.images.content.IN_MEMORY", 1)
    inspect(screen, qtbot, batch)
    with qtbot.waitSignal(screen.view.content.shown, timeout=LONG_MS):
        screen.view.content.look_at(0)
    from_memory = screen.view.item.picture.pixmap.toImage()
    screen.view.content._recent.clear()
    with qtbot.waitSignal(screen.view.content.shown, timeout=LONG_MS):
        screen.view.content.look_at(0)
    assert screen.view.item.picture.pixmap.size() == from_memory.size()
    with qtbot.waitSignal(screen.view.content.shown, timeout=LONG_MS):
        screen.view.content.look_at(1)  # c0, defective: its heatmap is drawn, as it is from memory
    assert screen.view.item.caption.text().startswith("NG · c0.png")
    pixel = screen.view.item.picture.pixmap.toImage().pixelColor(28, 18)
    assert pixel.red() != pixel.blue()


def test_a_batch_is_stopped_and_gone_on_with(screen, qtbot, batch):
    for i in range(100):
        shutil.copy(batch / "a0.png", batch / f"d{i:03d}.png")
    screen.choose([batch])
    qtbot.keyClick(screen.model, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.view.content.done > 0, timeout=LONG_MS)
    qtbot.mouseClick(screen.column.buttons[1], Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    (entry,) = list_runs(screen.session.workspace)
    assert entry.interrupted
    assert screen.view.content.done < 105
    assert not screen.column.review.isEnabled()
    qtbot.waitUntil(lambda: screen.column.interrupted.isVisible(), timeout=LONG_MS)
    (button,) = [b for b in screen.column.interrupted.findChildren(QPushButton) if b.text() == "Resume"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    assert screen.view.content.done == 105
    assert sum(int(number.text()) for number in screen.column.counts.numbers.values()) == 105
    (entry,) = list_runs(screen.session.workspace)
    assert not entry.interrupted
    qtbot.waitUntil(lambda: not screen.column.interrupted.isVisible(), timeout=LONG_MS)


def test_a_run_opens_in_review_and_is_exported(screen, qtbot, batch, tmp_path, monkeypatch):
    inspect(screen, qtbot, batch)
    targets = {"CSV": tmp_path / "out.csv", "HTML": tmp_path / "out.html"}
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        lambda _parent, title, *_: (str(targets[title.split()[-1 if "CSV" in title else 0]]), ""),
    )
    screen.setFocus()
    for key in (Qt.Key.Key_E, Qt.Key.Key_H):
        qtbot.keyClick(screen.view.table, key, Qt.KeyboardModifier.ControlModifier)
        settle(screen, qtbot)
    with targets["CSV"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["decision"] for row in rows if row["image"] in ("b.png", "c0.png")] == ["ERROR", "NG"]
    assert "c0.png" in targets["HTML"].read_text("utf-8")
    with qtbot.waitSignal(screen.session.run_opened) as opened:
        qtbot.mouseClick(screen.column.review, Qt.MouseButton.LeftButton)
    assert opened.args == [screen.inspecting.run]


def test_what_is_dropped_is_chosen(screen, batch):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(batch))])
    rest = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), *rest)
    screen.dragEnterEvent(enter)
    assert enter.isAccepted()
    screen.dropEvent(QDropEvent(QPointF(5, 5), *rest))
    assert screen.paths == [batch]
    assert screen.column.buttons[0].isEnabled()


def test_nothing_else_is_chosen_during_a_batch(screen, qtbot, batch):
    screen.choose([batch])
    qtbot.keyClick(screen.model, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    choosing = [b for b in screen.findChildren(QPushButton) if b.text() in ("Test images", "Folder …", "Images …")]
    assert [button.isEnabled() for button in (screen.model, *choosing)] == [False] * 4
    settle(screen, qtbot)
    assert [button.isEnabled() for button in (screen.model, *choosing)] == [True] * 4


def test_what_was_chosen_is_forgotten_with_its_category(screen, qtbot, batch, tmp_path):
    screen.choose([batch])
    with qtbot.waitSignal(screen.session.category_changed):
        screen.session.open_category(write_category(tmp_path / "other", train_good=2, test_good=1, defective=1))
    settle(screen, qtbot)
    assert screen.paths == []
    assert str(batch) not in screen.column.what.text()
    assert screen.model.count() == 0
    assert screen.column.thresholds.text().startswith("No model yet: train one first.")


def test_a_model_that_cannot_be_read_is_told(opened, screen, qtbot, batch):
    (screen.session.workspace.models / "disc-model" / "model.safetensors").write_bytes(b"damaged")
    with qtbot.waitSignal(screen.session.failed, timeout=LONG_MS) as failed:
        inspect(screen, qtbot, batch)
    assert "model.safetensors" in failed.args[0].message
    assert screen.column.buttons[0].isEnabled()


def test_the_operator_works_with_keys_alone(screen, qtbot, batch, monkeypatch):
    qtbot.keyClick(screen.model, Qt.Key.Key_F11)
    view = screen.operator
    qtbot.waitUntil(lambda: view.isVisible() and view.isActiveWindow(), timeout=LONG_MS)
    assert view.isFullScreen()
    assert view.model.text() == "disc-model"
    asked: list[QFileDialog.Option] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: asked.append(given[-1]) or str(batch))
    qtbot.keyClick(view, Qt.Key.Key_O)
    for option in (QFileDialog.Option.ReadOnly, QFileDialog.Option.DontUseNativeDialog):
        assert option in asked[0], "nothing can be renamed or deleted in it"
    assert str(batch) in view.what.text()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert screen.inspecting.job is not None
    settle(screen, qtbot)
    assert view.counts.numbers[Decision.NG].text() == "2"
    assert view.view.badge.word() == "2 NG"
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: view.view.badge.word() == "ERROR", timeout=LONG_MS)
    assert "3" in view.back.text()
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.view.badge.word() == "2 NG", timeout=LONG_MS)
    assert view.back.text() == ""
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_the_operator_cannot_train_or_move_a_threshold(screen, qtbot):
    screen.operator.enter()
    qtbot.waitUntil(screen.operator.isActiveWindow, timeout=LONG_MS)
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Return, Qt.Key.Key_O):
        qtbot.keyClick(screen.operator, key, Qt.KeyboardModifier.ControlModifier)
    assert screen.session.settings.value("screen") == "inspect"
    assert not screen.session.shown_jobs
    assert not screen.operator.findChildren(QPushButton)
    screen.operator.close()


def test_the_test_images_keep_their_names_and_labels(screen, qtbot):
    qtbot.keyClick(screen.model, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    tested = screen.session.category.test
    assert screen.column.what.text() == f"The test images of the category: {len(tested)}"
    qtbot.keyClick(screen.model, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(screen, qtbot)
    with ImageRun(screen.inspecting.run) as run:
        assert run.batch() == [(image.name, image.label) for image in tested]


def test_no_other_model_takes_the_place_of_one_that_is_gone(screen, qtbot, batch):
    session = screen.session
    first = session.workspace.models / "disc-model"
    shutil.copytree(first, session.workspace.models / "a-model")
    session.models_changed.emit()
    qtbot.waitUntil(lambda: screen.model.count() == 2 and session.idle, timeout=LONG_MS)
    screen.model.choose("disc-model")
    screen.choose([batch])
    shutil.rmtree(first)
    session.models_changed.emit()
    qtbot.waitUntil(lambda: screen.model.count() == 1 and session.idle, timeout=LONG_MS)
    assert screen.model.currentText() == ""
    assert screen.column.thresholds.text() == "The model disc-model is no longer there: choose another one."
    qtbot.keyClick(screen.model, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.inspecting.job is None
    session.models_changed.emit()  # nor does it after a while
    qtbot.waitUntil(lambda: session.idle, timeout=LONG_MS)
    assert screen.model.currentText() == ""
    screen.model.choose("a-model")
    assert screen.column.thresholds.text().startswith("Review above ")
