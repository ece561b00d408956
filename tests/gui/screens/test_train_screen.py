"""Training as a person does it: choose, start, watch, pause, cancel, go on."""

import shutil
import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QSpinBox,
)

from inspector.core.errors import TrainingError
from inspector.gui.dialogs import ErrorDialog
from inspector.gui.train.loss_plot import LossPlot
from inspector.gui.train.method_form import MethodForm
from inspector.gui.train.preview_grid import PreviewGrid
from inspector.gui.train.settings.form import SettingsForm
from inspector.gui.widgets.pictures.picture_view import PictureView
from inspector.store.listing import list_checkpoints, list_models
from inspector.store.models.model_folder import checkpoint_of, read_model
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.train import learning
from inspector.workflow.train.estimate import Estimate
from inspector.workflow.train.images import train
from tests.conftest import small_job
from tests.gui.controls import choose_method, control, is_shown, text_of

SMALL = {"image_size": 32, "base_width": 4, "depth": 3, "region_sizes": [4, 8], "training.learning_rate": 0.01}
LONG_MS = 180_000  # of a busy machine


@pytest.fixture
def screen(opened, qtbot):
    """The Train screen with the small category, set to a training of a second or two."""
    opened.show_screen("train")
    screen = opened.screens["train"]
    set_steps(screen, 20)
    qtbot.waitUntil(lambda: name_field(screen).text() != "")
    return screen


def name_field(screen) -> QLineEdit:
    return control(screen, QLineEdit, "Model name")


def settings_form(screen) -> SettingsForm:
    (form,) = [form for form in screen.findChildren(SettingsForm) if form.isVisible()]
    return form


def set_steps(screen, steps: int) -> None:
    choose_method(screen, "riad")
    settings_form(screen).apply(SMALL | {"training.steps": steps})


def press(screen, qtbot, text: str) -> None:
    qtbot.mouseClick(control(screen, QPushButton, text), Qt.MouseButton.LeftButton)


def losses(screen) -> dict[str, int]:
    """How many points each line of the plot has."""
    return screen.findChild(LossPlot).lines()


def press_start(screen, qtbot):
    screen.window().activateWindow()
    qtbot.waitUntil(screen.window().isActiveWindow)
    qtbot.keyClick(name_field(screen), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.job is not None, timeout=LONG_MS)


def settle(screen, qtbot):
    qtbot.waitUntil(lambda: screen.job is None and screen.session.idle, timeout=LONG_MS)


def question(screen) -> QMessageBox:
    return screen.findChild(QMessageBox)


def test_a_training_ends_in_a_run_that_is_opened_in_review(measured, looked_at, screen, qtbot, category, tmp_path):
    assert name_field(screen).text() == "riad-cpu"
    shares, shares_below, renamed = [], [], []
    name_field(screen).textChanged.connect(lambda _name: renamed.append(screen.job))
    bars = {bar.accessibleName(): bar for bar in screen.window().findChildren(QProgressBar)}  # shown once it starts
    bar, below = bars["Progress of the whole training"], bars["Background progress"]
    bar.valueChanged.connect(lambda value: shares.append(value / max(1, bar.maximum())))
    below.valueChanged.connect(lambda value: shares_below.append(value / below.maximum()))
    with qtbot.waitSignals([screen.session.models_changed, screen.session.runs_changed], timeout=LONG_MS):
        press_start(screen, qtbot)
        assert not name_field(screen).isEnabled()
    settle(screen, qtbot)
    assert set(renamed) <= {None}, "the name of what is trained stays until its test images are inspected"
    going = [share for share in shares if 0 < share <= 1]
    assert going == sorted(going)  # one bar for all stages: it never starts anew
    assert bar.value() == bar.maximum()
    assert shares_below == sorted(shares_below)  # the status bar says the same
    with qtbot.waitSignal(screen.session.run_opened) as opened:
        qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Space)  # the next step has the focus
    (path,) = opened.args
    workspace = screen.session.workspace
    assert path == workspace.runs / "riad-cpu-test.h5"
    with ImageRun(path) as run:
        assert {label for _, label in run.batch()} == {"good", "blob"}
        assert all(name.startswith("test/") for name, _ in run.batch())
        assert len(run) == 8
        assert all(run.path_of(name).is_file() for name, _ in run.batch())
        assert not run.interrupted
    assert losses(screen)
    assert all(points == 20 for points in losses(screen).values())
    settle(screen, qtbot)
    screen.window().show_screen("train")
    assert text_of(screen, "train-estimate") == "Next training: measuring …"
    assert name_field(screen).isEnabled()
    assert name_field(screen).text() == "riad-cpu-2"


def test_previews_show_six_good_and_defective_parts_at_a_small_size(screen, qtbot):
    screen.window().resize(1280, 720)
    grid = screen.findChild(PreviewGrid)

    def in_view() -> bool:
        views = grid.findChildren(PictureView)
        return len(views) == 18 and all(view.visibleRegion().boundingRect() == view.rect() for view in views)

    press_start(screen, qtbot)
    qtbot.waitUntil(in_view, timeout=LONG_MS)
    settle(screen, qtbot)
    texts = [label.text() for label in grid.findChildren(QLabel)]
    assert [text for text in texts if text in ("good", "blob")] == 2 * ["good"] + 4 * ["blob"]
    views = grid.findChildren(PictureView)
    assert all(view.has_picture for view in views)
    kinds = sorted(view.accessibleName() for view in views)
    assert kinds == 6 * ["Heatmap"] + 6 * ["Original"] + 6 * ["Reconstruction"]


def test_a_paused_training_waits_and_goes_on(screen, qtbot):
    set_steps(screen, 60)
    press_start(screen, qtbot)
    qtbot.keyClick(screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert screen.job.paused
    assert is_shown(screen, QPushButton, "Resume")
    screen.entered()  # which looks at the name again
    assert text_of(screen, "train-problem") == ""  # its own name is not taken
    qtbot.keyClick(screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not screen.job.paused
    settle(screen, qtbot)
    assert [entry.name for entry in list_models(screen.session.workspace)] == ["riad-cpu"]


def stopped(screen, qtbot, answer: str):
    """Start, cancel after a few steps, and answer the question."""
    set_steps(screen, 120)
    press_start(screen, qtbot)
    qtbot.waitUntil(lambda: losses(screen) != {}, timeout=LONG_MS)
    press(screen, qtbot, "Cancel")
    assert screen.job.paused
    press(question(screen), qtbot, answer)
    settle(screen, qtbot)


def resume_buttons(screen) -> list[QPushButton]:
    """Of the interrupted trainings that are offered."""
    return [
        button
        for button in screen.findChildren(QPushButton)
        if button.isVisible() and button.accessibleName().startswith("Resume: ")
    ]


def test_what_is_cancelled_and_kept_is_continued_to_the_same_model(
    measured, looked_at, screen, qtbot, category, tmp_path
):
    stopped(screen, qtbot, "Stop and keep")
    (entry,) = list_checkpoints(screen.session.workspace)
    assert 0 < entry.step < 120
    (resume,) = resume_buttons(screen)
    assert f"step {entry.step} of 120" in resume.accessibleName()
    assert name_field(screen).text() == "riad-cpu-2"  # the interrupted one keeps its name
    settings_form(screen).reset()  # what was chosen then counts, not what is chosen now
    with qtbot.waitSignal(screen.session.runs_changed, timeout=LONG_MS):
        qtbot.mouseClick(resume, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    folder = screen.session.workspace.models / "riad-cpu"
    assert not checkpoint_of(folder).exists()
    screen.window().show_screen("train")
    settle(screen, qtbot)
    assert resume_buttons(screen) == []
    list(train(small_job(category, tmp_path / "straight", steps=120)))
    resumed, straight = (read_model(path).model.network.state_dict() for path in (folder, tmp_path / "straight"))
    assert all(np.array_equal(resumed[name], straight[name]) for name in straight)


def test_what_is_good_enough_is_calibrated_and_saved_as_it_is(screen, qtbot):
    set_steps(screen, 5000)
    press_start(screen, qtbot)
    qtbot.waitUntil(lambda: is_shown(screen, QPushButton, "Good enough: stop now"), timeout=LONG_MS)
    press(screen, qtbot, "Pause")  # to look; what is good enough then needs no Resume
    with qtbot.waitSignal(screen.session.runs_changed, timeout=LONG_MS):
        press(screen, qtbot, "Good enough: stop now")
        assert not is_shown(screen, QPushButton, "Good enough: stop now")
    settle(screen, qtbot)
    card = read_model(screen.session.workspace.models / "riad-cpu").card
    assert 0 < card["training"]["steps"] < 5000
    texts = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    assert "stopped early, at step" in " ".join(texts)
    press(screen, qtbot, "Train to the end")
    assert screen.focusWidget().text() == "Start"
    assert card["remarks"][0] == f"Learning was stopped by hand at step {card['training']['steps']} of 5000."


def test_what_is_cancelled_and_discarded_is_gone_and_can_be_had_back(screen, qtbot):
    stopped(screen, qtbot, "Stop and discard")
    qtbot.waitUntil(screen.session.undo.canUndo, timeout=LONG_MS)
    settle(screen, qtbot)
    assert not list_checkpoints(screen.session.workspace)
    screen.session.undo.undo()
    qtbot.waitUntil(lambda: len(list_checkpoints(screen.session.workspace)) == 1, timeout=LONG_MS)
    qtbot.waitUntil(lambda: len(resume_buttons(screen)) == 1, timeout=LONG_MS)


def press_escape(dialog: QMessageBox) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize("close", [press_escape, QMessageBox.close], ids=["escape", "the X of the window"])
def test_cancelling_can_be_thought_better_of(screen, qtbot, close):
    set_steps(screen, 60)
    press_start(screen, qtbot)
    press(screen, qtbot, "Cancel")
    close(question(screen))
    assert not screen.job.paused
    settle(screen, qtbot)
    assert len(list_models(screen.session.workspace)) == 1


def test_a_failure_shows_one_dialog_and_the_screen_is_ready_again(measured, opened, screen, qtbot, monkeypatch):
    started = threading.Event()  # or it may have failed before anybody looks

    def fail(*_args, **_kwargs):
        assert started.wait(LONG_MS / 1000)
        raise TrainingError("The loss is not a number at step 1.")
        yield

    monkeypatch.setattr(learning, "fit", fail)
    press_start(screen, qtbot)
    started.set()
    settle(screen, qtbot)
    (dialog,) = opened.findChildren(ErrorDialog)
    assert "not a number" in dialog.text()
    dialog.reject()
    assert name_field(screen).isEnabled()
    monkeypatch.undo()
    with qtbot.waitSignal(screen.session.runs_changed, timeout=LONG_MS):
        press_start(screen, qtbot)
    settle(screen, qtbot)


def test_the_time_is_measured_and_told(measured, screen, qtbot):
    qtbot.waitUntil(lambda: "learning " in text_of(screen, "train-estimate"), timeout=LONG_MS)
    assert text_of(screen, "train-estimate").startswith("about ")


def test_nothing_is_measured_while_something_is_trained(screen, qtbot, monkeypatch):
    running = []
    ended, go_on = threading.Event(), threading.Event()

    def slow(job):
        running.append(screen.job)
        try:
            while True:
                yield Estimate(1.0, 1.0, 1, 0.0, 0.0, 0.0, False)
        finally:
            go_on.wait(20)
            ended.set()

    monkeypatch.setattr("inspector.gui.train.images.source.estimate_training", slow)
    screen.window().activateWindow()
    control(screen, QSpinBox, "Seed").setValue(3)
    qtbot.waitUntil(lambda: bool(running), timeout=LONG_MS)
    assert control(screen, QPushButton, "Start").isEnabled()
    qtbot.keyClick(name_field(screen), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not control(screen, QPushButton, "Start").isEnabled()  # at once, though it waits for the measuring
    go_on.set()
    qtbot.waitUntil(lambda: screen.job is not None, timeout=LONG_MS)
    assert ended.is_set()
    settle(screen, qtbot)
    assert set(running) == {None}


@pytest.mark.parametrize("name", ["a/b", ""])
def test_a_name_that_no_model_can_have_is_refused_at_once(screen, name):
    name_field(screen).setText(name)
    assert "is not a valid model name" in text_of(screen, "train-problem")
    assert not control(screen, QPushButton, "Start").isEnabled()


def test_patchcore_asks_for_weights(screen, qtbot, untrained_weights):
    choose_method(screen, "patchcore")
    settings_form(screen).apply({"image_size": 64, "search_dimension": 16})
    qtbot.waitUntil(lambda: name_field(screen).text() == "patchcore-cpu")
    weights = control(screen, QLineEdit, "Weights file")
    weights.setText("nowhere.safetensors")
    qtbot.waitUntil(lambda: text_of(screen, "train-problem") == "nowhere.safetensors does not exist.")
    weights.setText(str(untrained_weights))
    with qtbot.waitSignal(screen.session.runs_changed, timeout=LONG_MS):
        press_start(screen, qtbot)
    settle(screen, qtbot)


def test_a_name_that_exists_is_refused_and_one_that_is_free_is_suggested(screen, qtbot):
    (screen.session.workspace.models / "taken").mkdir(parents=True)
    name_field(screen).setText("taken")
    qtbot.waitUntil(lambda: "already exists" in text_of(screen, "train-problem"))
    assert not control(screen, QPushButton, "Start").isEnabled()
    name_field(screen).setText("free")
    assert text_of(screen, "train-problem") == ""


def test_unreadable_images_are_left_out_at_the_press_of_a_button(opened, screen, category, tmp_path, qtbot):
    with qtbot.waitSignal(opened.session.category_changed):
        opened.session.open_category(shutil.copytree(category, tmp_path / "torn"))
    settle(screen, qtbot)  # nothing reads the image while it is torn
    set_steps(screen, 20)
    torn = screen.session.category.train[0].path
    torn.write_bytes(torn.read_bytes()[:100])
    press_start(screen, qtbot)
    settle(screen, qtbot)
    dialog = opened.findChild(ErrorDialog)
    assert torn.name in dialog.text()
    with qtbot.waitSignal(screen.session.runs_changed, timeout=LONG_MS):
        press(dialog, qtbot, "Leave out and train")
    settle(screen, qtbot)
    assert [entry.name for entry in list_models(screen.session.workspace)] == ["riad-cpu"]


def test_the_form_is_as_high_as_it_has_to_be(screen):
    """The form of the other kind, which is higher, is not shown and must not stretch it."""
    form = screen.findChild(MethodForm)
    assert form.isVisible()
    assert form.height() <= form.sizeHint().height() + 2
