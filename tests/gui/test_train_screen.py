"""Training as a person does it: choose, start, watch, pause, cancel, go on."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from inspector.core.errors import TrainingError
from inspector.gui.dialogs import ErrorDialog
from inspector.store.listing import list_checkpoints, list_models
from inspector.store.models.model_folder import checkpoint_of, read_model
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.train import learning
from inspector.workflow.train.estimate import Estimate
from inspector.workflow.train.images import train
from tests.conftest import small_job

SMALL = "image_size=32, base_width=4, depth=3, region_sizes=4,8 training.learning_rate=0.01"
LONG_MS = 60_000


@pytest.fixture
def screen(opened, qtbot):
    """The Train screen with the small category, set to a training of a second or two."""
    opened.show_screen("train")
    screen = opened.screens["train"]
    screen.form.advanced.setText(f"{SMALL}, training.steps=20")
    return screen


def press_start(screen, qtbot):
    screen.window().activateWindow()
    qtbot.waitUntil(screen.window().isActiveWindow)
    qtbot.keyClick(screen.form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.job is not None, timeout=LONG_MS)


def settle(screen, qtbot):
    qtbot.waitUntil(lambda: screen.job is None and screen.session.idle, timeout=LONG_MS)


def box_of(screen):
    return screen.findChild(QMessageBox)


def test_a_training_ends_in_a_run_that_is_opened_in_review(screen, qtbot, category, tmp_path):
    assert screen.form.name.text() == "riad-cpu"
    with (
        qtbot.waitSignal(screen.session.run_opened, timeout=LONG_MS) as opened,
        qtbot.waitSignals([screen.session.models_changed, screen.session.runs_changed], timeout=LONG_MS),
    ):
        press_start(screen, qtbot)
        assert not screen.form.isEnabled()
    (path,) = opened.args
    workspace = screen.session.workspace
    assert path == workspace.runs / "riad-cpu-test.h5"
    with ImageRun(path) as run:
        assert {label for _, label in run.batch()} == {"good", "blob"}
        assert all(name.startswith("test/") for name, _ in run.batch())
        assert len(run) == 8
        assert all(run.path_of(name).is_file() for name, _ in run.batch())
        assert not run.interrupted
    assert screen.progress.plot.lines()
    assert all(points == 20 for points in screen.progress.plot.lines().values())
    settle(screen, qtbot)
    assert screen.form.isEnabled()
    assert screen.form.name.text() == "riad-cpu-2"


def test_previews_show_a_good_and_defective_parts(screen, qtbot):
    press_start(screen, qtbot)
    settle(screen, qtbot)
    rows = screen.progress.previews._rows
    assert [text.lines[1].text() for text, _ in rows] == ["good", "blob", "blob"]
    assert all(view.has_picture for _, views in rows for view in views)
    assert {len(views) for _, views in rows} == {3}


def test_a_paused_training_waits_and_goes_on(screen, qtbot):
    screen.form.advanced.setText(f"{SMALL}, training.steps=60")
    press_start(screen, qtbot)
    qtbot.keyClick(screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert screen.job.paused
    assert screen.buttons[1].text() == "Resume"
    qtbot.keyClick(screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not screen.job.paused
    settle(screen, qtbot)
    assert [entry.name for entry in list_models(screen.session.workspace)] == ["riad-cpu"]


def stopped(screen, qtbot, choose):
    """Start, cancel after a few steps, and answer the question."""
    screen.form.advanced.setText(f"{SMALL}, training.steps=120")
    press_start(screen, qtbot)
    qtbot.waitUntil(lambda: screen.progress.plot.lines() != {}, timeout=LONG_MS)
    qtbot.mouseClick(screen.buttons[2], Qt.MouseButton.LeftButton)
    assert screen.job.paused
    qtbot.mouseClick(choose(screen), Qt.MouseButton.LeftButton)
    settle(screen, qtbot)


def test_what_is_cancelled_and_kept_is_continued_to_the_same_model(screen, qtbot, category, tmp_path):
    stopped(screen, qtbot, lambda screen: screen.keep_button)
    (entry,) = list_checkpoints(screen.session.workspace)
    assert 0 < entry.step < 120
    assert screen.interrupted.isVisible()
    assert f"step {entry.step} of 120" in screen.interrupted.items[0].text
    assert screen.form.name.text() == "riad-cpu-2"  # the interrupted one keeps its name
    screen.form.advanced.setText("")  # what was chosen then counts, not what is chosen now
    (button,) = [b for b in screen.interrupted.findChildren(QPushButton) if b.text() == "Continue"]
    with qtbot.waitSignal(screen.session.run_opened, timeout=LONG_MS):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    folder = screen.session.workspace.models / "riad-cpu"
    assert not checkpoint_of(folder).exists()
    assert not screen.interrupted.isVisible()
    list(train(small_job(category, tmp_path / "straight", steps=120)))
    resumed, straight = (read_model(path).model.network.state_dict() for path in (folder, tmp_path / "straight"))
    assert all(np.array_equal(resumed[name], straight[name]) for name in straight)


def test_what_is_cancelled_and_discarded_is_gone_and_can_be_had_back(screen, qtbot):
    stopped(screen, qtbot, lambda screen: screen.discard_button)
    assert not list_checkpoints(screen.session.workspace)
    screen.session.undo.undo()
    assert len(list_checkpoints(screen.session.workspace)) == 1
    qtbot.waitUntil(lambda: screen.interrupted.isVisible(), timeout=LONG_MS)


def test_cancelling_can_be_thought_better_of(screen, qtbot):
    screen.form.advanced.setText(f"{SMALL}, training.steps=60")
    press_start(screen, qtbot)
    qtbot.mouseClick(screen.buttons[2], Qt.MouseButton.LeftButton)
    qtbot.keyClick(box_of(screen), Qt.Key.Key_Escape)
    assert not screen.job.paused
    settle(screen, qtbot)
    assert len(list_models(screen.session.workspace)) == 1


def test_a_failure_shows_one_dialog_and_the_screen_is_ready_again(opened, screen, qtbot, monkeypatch):
    def fail(*_args, **_kwargs):
        raise TrainingError("The loss is not a number at step 1.")
        yield

    monkeypatch.setattr(learning, "fit", fail)
    press_start(screen, qtbot)
    settle(screen, qtbot)
    (dialog,) = opened.findChildren(ErrorDialog)
    assert "not a number" in dialog.text()
    dialog.reject()
    assert screen.form.isEnabled()
    monkeypatch.undo()
    with qtbot.waitSignal(screen.session.run_opened, timeout=LONG_MS):
        press_start(screen, qtbot)
    settle(screen, qtbot)


def test_the_time_is_measured_and_told(screen, qtbot):
    qtbot.waitUntil(lambda: "× 20)" in screen.estimate.text(), timeout=LONG_MS)
    assert screen.estimate.text().startswith("about ")


def test_nothing_is_measured_while_something_is_trained(screen, qtbot, monkeypatch):
    at_work = []

    def slow(job):
        at_work.append(screen.job)
        while True:
            yield Estimate(1.0, 1.0, 1, 0.0, 0.0, False)

    monkeypatch.setattr("inspector.gui.train.expected_time.estimate_training", slow)
    screen.form.seed.setValue(3)
    qtbot.waitUntil(lambda: screen.expected.busy, timeout=LONG_MS)
    press_start(screen, qtbot)
    assert not screen.expected.busy
    settle(screen, qtbot)
    assert at_work
    assert set(at_work) == {None}


@pytest.mark.parametrize(
    ("name", "advanced", "said"),
    [
        ("a/b", "", "cannot be a model's name"),
        ("", "", "cannot be a model's name"),
        ("fine", "image_size=3", "image_size"),
        ("fine", "nonsense", "not a setting"),
    ],
)
def test_what_cannot_be_trained_is_said_at_once(screen, qtbot, name, advanced, said):
    screen.form.name.setText(name)
    screen.form.advanced.setText(advanced)
    assert said in screen.warning.text()
    assert not screen.buttons[0].isEnabled()


def test_patchcore_asks_for_weights(screen, qtbot, untrained_weights):
    form = screen.form
    form.advanced.setText("image_size=64, search_dimension=16")
    form.method.setCurrentIndex(form.method.findData("patchcore"))
    assert form.weights.isVisible()
    assert form.name.text() == "patchcore-cpu"
    form.weights.setText(str(untrained_weights))
    with qtbot.waitSignal(screen.session.run_opened, timeout=LONG_MS):
        press_start(screen, qtbot)
    settle(screen, qtbot)


def test_every_method_and_preset_says_what_it_is_good_for(screen):
    form = screen.form
    for place in range(form.method.count()):
        if form.method.itemData(place) is not None:
            form.method.setCurrentIndex(place)
            assert form.hint.text()
            for preset in range(form.preset.count()):
                form.preset.setCurrentIndex(preset)
                assert form.preset_hint.text()
