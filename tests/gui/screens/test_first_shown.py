"""Train and Inspect are made when they are first shown, and miss nothing that happens before."""

import json
import shutil
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QObject, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from inspector.gui.commands import Commands
from inspector.gui.inspect.page import InspectPage
from inspector.gui.inspect.screen import InspectScreen
from inspector.gui.kinds import INSPECT_VIEWS
from inspector.gui.train.method_form import MethodForm
from tests.gui.window.test_palette import opened_palette, shown

LONG_MS = 20_000


@pytest.fixture
def models(opened, model_folder):
    """The folder of the models, with an older and a newer one."""
    folder = opened.session.workspace.models
    for name in ("1-older", "2-newer"):
        shutil.copytree(model_folder, folder / name)
    opened.session.models_changed.emit()
    return folder


def test_what_nobody_has_shown_yet_is_not_made(opened):
    assert not opened.findChildren(InspectPage)
    assert not opened.findChildren(MethodForm)
    opened.show_screen("train")
    assert len(opened.findChildren(MethodForm)) == 1
    opened.show_screen("inspect")
    assert len(opened.findChildren(InspectPage)) == 1


@pytest.mark.parametrize(("screen", "made"), [("train", MethodForm), ("inspect", InspectPage)])
def test_a_category_that_is_opened_on_a_screen_is_shown_there(window, qtbot, category, screen, made):
    window.show_screen(screen)
    assert not window.findChildren(made)
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(category)
    assert window.findChild(made).isVisible()


def test_the_key_of_the_operators_view_works_before_inspect_was_shown(opened, qtbot):
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    qtbot.keyClick(opened.screens["category"], Qt.Key.Key_F11)
    view = opened.screens["inspect"].page.operator
    qtbot.waitUntil(view.isActiveWindow, timeout=LONG_MS)
    qtbot.keyClick(view, Qt.Key.Key_F11)
    qtbot.waitUntil(view.isHidden, timeout=LONG_MS)
    assert opened.screens["inspect"].isVisible()


def test_keys_that_earlier_versions_gave_to_the_operators_view_hold(window, settings):
    settings.setValue("keys", json.dumps({"InspectPage: InspectPage._enter_operator()": ["Ctrl+F11"]}))
    screen = InspectScreen(window.session, Commands(settings), INSPECT_VIEWS)
    (action,) = [one for one in screen.actions() if one.text() == "Operator view"]
    assert action.shortcut().toString() == "Ctrl+F11"


def test_a_pasted_folder_is_inspected_and_not_opened_as_a_category(opened, tmp_path):
    (tmp_path / "incoming").mkdir()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "incoming"))])
    QApplication.clipboard().setMimeData(mime)
    category, screen = opened.session.category, opened.screens["inspect"]
    opened.show_screen("models")
    opened.paste()
    assert (screen.isVisible(), screen.page.paths) == (True, [tmp_path / "incoming"])
    assert opened.session.category is category


def test_a_model_is_chosen_elsewhere_before_inspect_was_shown(opened, models, qtbot):
    opened.session.inspect_with("1-older")
    chosen = opened.screens["inspect"].page.model
    qtbot.waitUntil(lambda: chosen.count() == 2, timeout=LONG_MS)
    assert chosen.currentText() == "1-older"


class Learner(QObject):
    """Something that takes time and adds a model."""

    def __init__(self, session, folder, models) -> None:
        super().__init__(session)
        self.session, self.folder, self.models = session, folder, models
        self.learned = Event()
        session.start(self.events, title="Learning", ended=self.ended)

    def events(self):
        self.learned.wait()
        shutil.copytree(self.folder, self.models / "3-latest")
        yield 1

    def ended(self, _ended) -> None:
        self.session.models_changed.emit()


def test_a_model_that_was_added_before_inspect_was_shown_is_the_one_to_try(opened, models, qtbot):
    session = opened.session
    session.settings.setValue("inspect/model", "1-older")
    qtbot.waitUntil(lambda: session.idle, timeout=LONG_MS)
    learner = Learner(session, models / "2-newer", models)
    (page,) = opened.findChildren(InspectPage)
    chosen = page.model
    qtbot.waitUntil(lambda: chosen.count() == 2, timeout=LONG_MS)
    learner.learned.set()
    qtbot.waitUntil(lambda: chosen.count() == 3 and session.idle, timeout=LONG_MS)
    opened.show_screen("inspect")
    qtbot.waitUntil(lambda: session.idle, timeout=LONG_MS)
    assert chosen.currentText() == "3-latest"


def test_a_training_starts_from_the_palette_before_train_was_shown(opened, qtbot):
    palette = opened_palette(opened, qtbot)
    QTest.keyClicks(palette.findChild(QLineEdit), "train: start")
    assert [text.strip() for text in shown(palette)] == ["Train: Start Ctrl+Return · Ctrl+Enter"]
    QTest.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Return)
    assert opened.screens["train"].isVisible()
    qtbot.waitUntil(lambda: len(opened.session.shown_jobs) == 1, timeout=LONG_MS)
