"""Two windows on one category: the second is told who works on it, and may only look."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.core.errors import InUseError
from inspector.gui.session import Session
from inspector.store.listing import list_checkpoints
from inspector.store.models.model_folder import checkpoint_of
from inspector.store.owner import owner_of
from inspector.store.workspace import discard, workspace_of
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import FitStep
from tests.conftest import small_job

_OWNER = """
import sys, time
from pathlib import Path
from inspector.store.owner import Claim
with Claim(Path(sys.argv[1]), user="ann"):
    print("owned", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path, category):
    """Another process that has the category's workspace open; closing its input ends it."""
    workspace = workspace_of(category, home=tmp_path / "home")
    process = subprocess.Popen(
        [sys.executable, "-c", _OWNER, str(workspace.folder)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout.readline() == b"owned\n"
        yield process
        process.stdin.close()


@pytest.fixture
def session(qapp, qtbot, settings, tmp_path):
    made = Session(settings, home=tmp_path / "home")
    made.failures = []
    made.failed.connect(made.failures.append)
    yield made
    made.close()


def opened(session: Session, category: Path, qtbot) -> None:
    with qtbot.waitSignal(session.category_changed):
        session.open_category(category)
    qtbot.waitUntil(lambda: session.idle)


def test_a_second_window_is_told_and_changes_nothing(session, category, other, qtbot, tmp_path):
    opened(session, category, qtbot)
    (told,) = session.failures
    assert told.error.code == "workspace.in_use"
    assert "ann" in told.message
    assert str(other.pid) in told.message
    done = []
    session.change(lambda: done.append("changed"))
    ended = []
    session.start(lambda: iter([done.append("started")]), title="t", ended=ended.append, changes=True)
    session.change(lambda: done.append("exported"), elsewhere=True)
    session.start(lambda: iter([done.append("looked")]), title="t", ended=ended.append)
    qtbot.waitUntil(lambda: session.idle)
    assert sorted(done) == ["exported", "looked"]
    assert len(session.failures) == 3


def test_it_may_change_when_the_first_is_closed(session, category, other, qtbot):
    opened(session, category, qtbot)
    other.stdin.close()
    other.wait()
    done = []
    session.change(lambda: done.append("changed"))
    qtbot.waitUntil(lambda: session.idle)
    assert done == ["changed"]
    assert owner_of(session.workspace.folder).process == os.getpid()


def test_a_window_owns_what_is_open_until_it_is_closed(session, category, qtbot):
    opened(session, category, qtbot)
    assert session.failures == []
    folder = session.workspace.folder
    assert owner_of(folder).process == os.getpid()
    opened(session, category, qtbot)
    assert session.failures == []
    session.close()
    assert owner_of(folder) is None


def test_a_training_that_runs_elsewhere_is_neither_resumed_nor_discarded(category, tmp_path):
    workspace = workspace_of(category, home=tmp_path / "home")
    running = train(small_job(category, workspace.models / "m", steps=4))
    next(update for update in running if isinstance(update, FitStep))
    checkpoint = checkpoint_of(workspace.models / "m")
    if not checkpoint.exists():
        checkpoint.touch()
    (entry,) = list_checkpoints(workspace)
    assert entry.owner.process == os.getpid()
    with pytest.raises(InUseError):
        discard(checkpoint)
    assert checkpoint.exists()
    running.close()
    (entry,) = list_checkpoints(workspace)
    assert entry.owner is None
    discard(checkpoint)
