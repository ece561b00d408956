"""Changes of files with undo: in order, off the GUI thread, and harmless where they fail."""

import threading
from pathlib import Path

import pytest

from inspector.core.errors import StorageError
from inspector.gui.file_changes import FileChange, discarding, renaming
from inspector.gui.session import Session


@pytest.fixture
def session(qapp, settings, tmp_path: Path):
    made = Session(settings, home=tmp_path / "home")
    yield made
    made.close()


class Disk:
    """Files that somebody may hold fast, with a record of what was done to them, and in which thread."""

    def __init__(self) -> None:
        self.held = False
        self.done: list[str] = []
        self.threads: set[threading.Thread] = set()
        self.changes = 0

    def do(self) -> None:
        self._change("do")

    def take_back(self) -> None:
        self._change("take back")

    def changed(self) -> None:
        self.changes += 1

    def _change(self, what: str) -> None:
        self.threads.add(threading.current_thread())
        if self.held:
            raise StorageError("somebody holds it")
        self.done.append(what)


@pytest.fixture
def disk() -> Disk:
    return Disk()


def push(session, disk) -> None:
    session.undo.push(FileChange(session, "change", do=disk.do, take_back=disk.take_back, changed=disk.changed))


def settle(session, qtbot) -> None:
    qtbot.waitUntil(lambda: session.idle)


def test_a_change_is_done_taken_back_and_done_again_off_the_gui_thread(session, disk, qtbot):
    push(session, disk)
    session.undo.undo()
    session.undo.redo()
    settle(session, qtbot)
    assert disk.done == ["do", "take back", "do"]
    assert disk.changes == 3
    assert threading.current_thread() not in disk.threads


def test_a_change_that_fails_is_shown_and_leaves_nothing_to_undo(session, disk, qtbot):
    disk.held = True
    with qtbot.waitSignal(session.failed) as failed:
        push(session, disk)
    assert "holds it" in failed.args[0].message
    assert session.undo.count() == 0


def test_undo_after_a_redo_that_failed_changes_nothing(session, disk, qtbot):
    push(session, disk)
    session.undo.undo()
    settle(session, qtbot)
    disk.held = True
    session.undo.redo()
    session.undo.undo()  # before anybody knows that the redo failed
    with qtbot.waitSignal(session.failed):
        settle(session, qtbot)
    session.undo.undo()
    session.undo.redo()
    settle(session, qtbot)
    assert disk.done == ["do", "take back"]
    assert session.undo.count() == 0


def test_an_undo_that_fails_leaves_the_change_as_it_is(session, disk, qtbot):
    push(session, disk)
    settle(session, qtbot)
    disk.held = True
    with qtbot.waitSignal(session.failed):
        session.undo.undo()
    assert session.undo.count() == 0
    assert disk.done == ["do"]


def test_a_failure_after_the_stack_was_cleared_is_still_shown(session, disk, qtbot):
    disk.held = True
    gate = threading.Event()
    session.change(gate.wait)
    push(session, disk)
    session.undo.clear()
    with qtbot.waitSignal(session.failed):
        gate.set()


def test_interrupted_work_that_is_gone_already_is_refused_and_undo_does_nothing(session, tmp_path, qtbot):
    gone = tmp_path / "runs" / "run.h5.part"
    gone.parent.mkdir()
    with qtbot.waitSignal(session.failed):
        session.undo.push(discarding(session, gone, "Discard", session.runs_changed.emit))
    session.undo.undo()
    settle(session, qtbot)
    assert not session.undo.canUndo()
    assert not session.undo.canRedo()


def test_a_model_is_renamed_and_put_aside_in_the_order_of_the_keys(session, tmp_path, qtbot):
    folder = tmp_path / "models" / "one"
    folder.mkdir(parents=True)
    session.undo.push(renaming(session, folder, "two", "Rename"))
    session.undo.push(discarding(session, folder.with_name("two"), "Delete", session.models_changed.emit))
    settle(session, qtbot)
    assert [path.name for path in folder.parent.iterdir()] == [".discarded"]
    session.undo.undo()
    session.undo.undo()
    settle(session, qtbot)
    assert folder.is_dir()
