"""The Models screen: the list, what can be done with a model, and the comparison of two."""

import shutil
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableView,
    QToolButton,
)

from inspector.core.operating_point import OperatingPoint
from inspector.gui.models.comparison import ComparisonView
from inspector.gui.models.details import ModelDetails
from inspector.gui.models.export_dialog import ExportDialog, ExportedDialog
from inspector.gui.models.wording import ImageModelWording
from inspector.gui.numbers import number, percent
from inspector.gui.widgets.verdict import VerdictBadge
from inspector.store.listing import list_models
from inspector.store.models.model_folder import read_model
from inspector.store.onnx.exported import read_onnx
from inspector.store.records import record_operating_point
from inspector.workflow.export import models as model_export
from tests.conftest import small_job, trained
from tests.gui.controls import control
from tests.gui.looking import label_text


@pytest.fixture(scope="session")
def other_model(category, made_once):
    """A model of another seed, so that it is another one by its content."""
    return made_once("models/other", lambda output: trained(small_job(category, output, seed=1)))[0]


@pytest.fixture
def screen(opened, qtbot, model_folder, other_model):
    """The Models screen with two sound models, `disc` and `other`, and a damaged one."""
    models = opened.session.workspace.models
    models.mkdir(parents=True)
    for folder in (model_folder, other_model):
        shutil.copytree(folder, models / folder.name)
    opened.session.models_changed.emit()
    (models / "scratched").mkdir()
    (models / "scratched" / "model.json").write_text("{", "utf-8")
    opened.show_screen("models")
    shown = opened.screens["models"]
    qtbot.waitUntil(lambda: table(shown).model().rowCount() == 3, timeout=10_000)
    return shown


def table(screen) -> QTableView:
    return screen.findChild(QTableView)


def cell(screen, name: str, title: str) -> str:
    model = table(screen).model()
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data().split(" ")[0] == name)
    return model.index(row, titles.index(title)).data()


def select(screen, *names: str) -> None:
    view = table(screen)
    view.clearSelection()
    flags = view.selectionModel().SelectionFlag
    for name in names:
        index = view.model().index(view.model().row_of(name), 0)
        view.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
    view.setFocus()


def names(screen) -> list[str]:
    model = table(screen).model()
    return sorted(model.model_at(row).entry.name for row in range(model.rowCount()))


def texts(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def button(screen, text: str) -> QPushButton:
    """The visible button of this text."""
    (found,) = [made for made in screen.findChildren(QPushButton) if made.text() == text and made.isVisible()]
    return found


def press(screen, text: str, qtbot) -> None:
    assert button(screen, text).isEnabled()
    qtbot.mouseClick(button(screen, text), Qt.MouseButton.LeftButton)


def test_without_models_the_way_leads_to_training(opened, qtbot):
    opened.show_screen("models")
    shown = opened.screens["models"]
    qtbot.waitUntil(lambda: "No models yet" in texts(shown))
    with qtbot.waitSignal(opened.session.screen_requested, check_params_cb=lambda key: key == "train"):
        press(shown, "Train a model", qtbot)
    assert opened.screens["train"].isVisible()


def test_the_list_says_what_is_known_and_hides_no_damaged_model(screen, qtbot):
    assert cell(screen, "disc", "Method") == "riad · cpu, changed"
    assert cell(screen, "disc", "AUROC") == "–"
    assert cell(screen, "scratched", "Name") == "scratched (unusable)"
    select(screen, "scratched")
    assert "model.json" in texts(screen.findChild(ModelDetails))
    select(screen, "disc")
    details = texts(screen.findChild(ModelDetails))
    assert "riad · cpu, changed" in details
    assert "Steps: " in details, "as Train calls it, with its value"
    assert "training.steps" not in details


def test_the_details_say_whether_parts_are_located_and_images_are_tiled(screen, qtbot):
    select(screen, "disc")
    (model,) = screen.selected
    assert "located" not in texts(screen.findChild(ModelDetails))
    assert "Tiles" not in texts(screen.findChild(ModelDetails))
    staged = model.entry.card | {"locator": {}, "tiling": {"scale": 0.25, "overlap_px": 4}}
    staged["config"] = staged["config"] | {"image_size": [64, 96]}
    details = ModelDetails()
    qtbot.addWidget(details)
    details.show()
    details.show_models([replace(model, entry=replace(model.entry, card=staged))], ImageModelWording())
    assert "Part\nlocated before it is judged" in texts(details)
    assert "Tiles\neach shows 256 px of the image along a side" in texts(details)


def test_what_people_confirmed_stands_in_the_details(screen, qtbot):
    select(screen, "disc")
    (model,) = screen.selected
    confirmed = {
        "run": "tuesday.h5",
        "images": [{"image": "a.png", "by": "Ada"}],
        "earlier": {"run": "monday.h5", "images": [{"image": "b.png", "by": "Eve"}] * 3},
    }
    card = model.entry.card | {"confirmed": confirmed, "split": model.entry.card["split"] | {"calibrate": "cross"}}
    details = ModelDetails()
    qtbot.addWidget(details)
    details.show()
    shown = replace(model, entry=replace(model.entry, card=card), false_rejects=0.25)
    details.show_models([shown], ImageModelWording())
    assert "3 of monday.h5, by Eve\n1 of tuesday.h5, by Ada" in texts(details)
    assert f"Expected false rejects\nabout {percent(0.25)}, not proven" in texts(details)


def test_details_that_are_read_stay_where_they_are_when_the_list_is_read_again(screen, qtbot, opened):
    select(screen, "disc")
    opened.resize(opened.minimumSize())
    details = screen.findChild(ModelDetails)
    bar = details.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    place = bar.value()
    opened.session.models_changed.emit()
    qtbot.waitUntil(lambda: opened.session.idle)
    QApplication.processEvents()
    assert bar.value() == place > 0


def test_the_history_of_thresholds_is_told(screen, qtbot, opened):
    folder = opened.session.workspace.models / "disc"
    old = read_model(folder).operating_point
    new = OperatingPoint(review=old.review, reject=old.reject * 2)
    record_operating_point(folder, old=old, new=new, user="Ada", reason="too many scraps")
    opened.session.models_changed.emit()
    select(screen, "disc")
    details = screen.findChild(ModelDetails)
    qtbot.waitUntil(lambda: "too many scraps" in texts(details))
    assert f"{number(old.reject)} → {number(new.review)} / {number(new.reject)}" in texts(details)
    assert number(new.reject) in texts(details).splitlines()


def test_a_model_is_renamed_by_key_and_undo_gives_the_old_name(screen, qtbot, opened, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, text, **__: (f"{text} of May", True))
    select(screen, "disc")
    qtbot.keyClick(table(screen), Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: names(screen) == ["disc of May", "other", "scratched"])
    assert [model.entry.name for model in screen.selected] == ["disc of May"]
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(screen) == ["disc", "other", "scratched"])


def test_a_name_that_is_taken_is_refused_and_nothing_is_there_to_undo(screen, qtbot, opened, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("other", True))
    select(screen, "disc")
    qtbot.keyClick(table(screen), Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: opened.findChild(QMessageBox) is not None)
    box = opened.findChild(QMessageBox)
    assert "already exists" in box.text()
    box.close()
    assert not opened.session.undo.canUndo()
    assert (opened.session.workspace.models / "disc").is_dir()


def test_models_are_deleted_by_key_and_come_back_by_undo(screen, qtbot, opened):
    select(screen, "disc", "scratched")
    qtbot.keyClick(table(screen), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(screen) == ["other"])
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(screen) == ["disc", "other", "scratched"])
    assert len(list_models(opened.session.workspace)) == 3


def test_two_models_are_compared_on_the_test_images_and_one_flip_is_seen(screen, qtbot, opened, category):
    blind = opened.session.workspace.models / "disc"
    old = read_model(blind).operating_point
    record_operating_point(blind, old=old, new=OperatingPoint(1e6, 1e6), user="Ada", reason="blind")
    sharp = opened.session.workspace.models / "other"
    old = read_model(sharp).operating_point
    record_operating_point(sharp, old=old, new=OperatingPoint(-1.0, -1.0), user="Ada", reason="sharp")
    select(screen, "disc", "other")
    with qtbot.waitSignal(opened.session.runs_changed, timeout=20_000):
        qtbot.keyClick(table(screen), Qt.Key.Key_C)
    view = screen.findChild(ComparisonView)
    assert view.isVisible()
    # One model passes all, the other rejects all: 4 defective parts are caught and 4 good ones lost.
    assert "B fixes 4, breaks 4" in texts(view)
    qtbot.waitUntil(lambda: texts(view).count("Score") == 2)
    assert texts(view).count("NG above 1.00") == 2  # on the scale of each, or they could not be compared
    words = [badge.word() for badge in view.findChildren(VerdictBadge)]
    assert words == ["OK", "NG"]
    press(screen, "Swap A and B", qtbot)
    qtbot.waitUntil(lambda: "A is other, B is disc" in texts(view))
    assert "B fixes 4, breaks 4" in texts(view)
    press(screen, "Back to the models", qtbot)
    qtbot.waitUntil(lambda: cell(screen, "disc", "AUROC") != "–")
    assert {path.name for path in opened.session.workspace.runs.glob("*.h5")} == {"disc-test.h5", "other-test.h5"}
    select(screen, "disc")
    with qtbot.waitSignal(opened.session.run_opened) as wanted:
        press(screen, "Open test results", qtbot)
    assert wanted.args[0].name == "disc-test.h5"


def test_while_models_are_compared_no_key_deletes_them(screen, qtbot, opened):
    opened.activateWindow()
    select(screen, "disc", "other")
    with qtbot.waitSignal(opened.session.runs_changed, timeout=20_000):
        press(screen, "Compare", qtbot)
        assert opened.focusWidget() is table(screen), "not the next button, which is Delete"
    assert names(screen) == ["disc", "other", "scratched"]


def test_after_a_comparison_without_a_difference_return_leads_back(screen, qtbot, opened):
    opened.activateWindow()
    select(screen, "disc", "other")
    for name in ("disc", "other"):
        folder = opened.session.workspace.models / name
        point = OperatingPoint(1e6, 1e6)
        record_operating_point(folder, old=read_model(folder).operating_point, new=point, user="Ada", reason="blind")
    with qtbot.waitSignal(opened.session.runs_changed, timeout=20_000):
        qtbot.keyClick(table(screen), Qt.Key.Key_C)
    assert "No difference" in texts(screen.findChild(ComparisonView))
    assert opened.focusWidget() is control(screen, QPushButton, "Back to the models")


def test_esc_leaves_the_comparison_wherever_the_focus_is(screen, qtbot, opened):
    opened.activateWindow()
    select(screen, "disc", "other")
    comparison, rail = screen.findChild(ComparisonView), control(opened, QToolButton, "Models")
    for focus_rail in (False, True):
        with qtbot.waitSignal(opened.session.runs_changed, timeout=20_000):
            qtbot.keyClick(table(screen), Qt.Key.Key_C)
        if focus_rail:
            opened.show_screen("models")
            assert comparison.isAncestorOf(opened.focusWidget())
            rail.setFocus()
        qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Escape)
        assert not comparison.isVisible()
        assert table(screen).hasFocus()


def test_inspecting_with_a_model_leads_to_the_screen_with_that_model_chosen(screen, qtbot, opened):
    choice = opened.screens["inspect"].page.model
    qtbot.waitUntil(lambda: choice.count() == 2, timeout=20_000)
    for name in ("other", "disc"):
        opened.show_screen("models")
        select(screen, name)
        press(screen, "Inspect with this model", qtbot)
        assert opened.screens["inspect"].isVisible()
        assert choice.currentText() == name


def test_a_model_is_exported_and_what_the_comparison_found_is_told(screen, graph, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(model_export, "scoring_graph", lambda _model: graph)  # traced once for all tests
    folder, blind = screen.session.workspace.models / "disc", OperatingPoint(1e6, 1e6)
    record_operating_point(folder, old=read_model(folder).operating_point, new=blind, user="Ada", reason="blind")
    target = tmp_path / "line" / "disc.onnx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    select(screen, "disc")
    press(screen, "Export for the line …", qtbot)
    screen.findChild(ExportDialog).accept()
    assert not button(screen, "Export for the line …").isEnabled()
    qtbot.waitUntil(lambda: screen.findChild(ExportedDialog) is not None, timeout=240_000)
    told = screen.findChild(ExportedDialog)
    assert any(text.text().startswith("0 of ") for text in told.findChildren(QLabel))
    assert "lie on one side of the thresholds only" in label_text(told, "export-warnings")
    assert read_onnx(target).identity == read_model(screen.session.workspace.models / "disc").identity
    assert button(screen, "Export for the line …").isEnabled()


def test_an_export_that_is_called_off_writes_nothing(screen, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("asked for a file"))
    select(screen, "disc")
    press(screen, "Export for the line …", qtbot)
    screen.findChild(ExportDialog).reject()
    assert button(screen, "Export for the line …").isEnabled()


def test_a_narrow_table_leaves_the_names_room(screen, qtbot):
    view = table(screen)
    view.setFixedWidth(400)
    longest = max("disc", "other", "scratched (unusable)", key=view.fontMetrics().horizontalAdvance)
    assert view.columnWidth(0) >= view.fontMetrics().horizontalAdvance(longest)
    assert view.model().columnCount() == 5
    view.setFixedWidth(1600)
    assert sum(view.columnWidth(column) for column in range(view.model().columnCount())) == view.viewport().width()


def test_the_list_has_the_focus_and_says_what_a_model_learned_from(screen, qtbot):
    screen.window().activateWindow()
    qtbot.waitUntil(table(screen).hasFocus)
    card = next(entry for entry in list_models(screen.session.workspace) if entry.name == "disc").card
    assert cell(screen, "disc", "Learned from") == str(len(card["split"]["training"]))
    assert card["split"]["calibration"]  # which it did not learn from
