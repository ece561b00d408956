"""What is kept whatever happens: the application is killed at any moment, and closed with work at hand."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from tests.gui.application import ROOT, environment_of, settings_file, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and the settings' place are Linux's")

CLOSING_AT_WORK = """
import sys, time
from pathlib import Path
import torch
from PySide6.QtCore import QSettings, QTimer
from inspector.gui.app import create_application, create_window

def slow():
    try:
        yield 1
        time.sleep(1)  # one step of work that cannot be interrupted
        print("the step was finished", flush=True)
        yield 2
        print("went on", flush=True)
    finally:
        print("closed", flush=True)

application = create_application(["inspector"])
settings = QSettings(sys.argv[1] + "/settings.ini", QSettings.Format.IniFormat)
window = create_window(application, settings, home=Path(sys.argv[1]))
window.show()
job = window.session.start(slow, title="slow", ended=window.commands.refresh, quietly=True)
job.updated.connect(window.close)
sys.exit(application.exec())
"""


def recent(home: Path) -> str:
    """The most recent category in the settings as they are on the disk."""
    value = QSettings(str(settings_file(home)), QSettings.Format.IniFormat).value("recent")
    return value if isinstance(value, str) else (value or [""])[0]


def workspaces(home: Path) -> list[Path]:
    return sorted((home / "Documents" / "Inspector").glob("[!.]*/workspace.json"))


def complaints(home: Path) -> list[str]:
    """What the application wrote to stderr."""
    lines = (home / "stderr").read_text("utf-8").splitlines()
    # Qt without a screen says so when a window closes before its first picture was shown; it is harmless.
    return [line for line in lines if "QBackingStore::flush()" not in line]


def test_the_application_starts_and_ends_when_it_is_told_to(tmp_path, category, qtbot):
    with (tmp_path / "stderr").open("ab") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "inspector", category], cwd=ROOT, env=environment_of(tmp_path), stderr=stderr
        )
    try:
        qtbot.waitUntil(lambda: recent(tmp_path) == str(category), timeout=60_000)
        process.terminate()  # as a desktop does when a person logs out
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
    assert complaints(tmp_path) == []


def test_killed_at_the_moments_it_writes_it_loses_nothing_and_opens_the_last_category_again(tmp_path, category, qtbot):
    moments = (
        lambda: settings_file(tmp_path).exists(),
        lambda: (tmp_path / "Documents" / "Inspector").exists(),
        lambda: recent(tmp_path) == str(category),
    )
    for written in moments:
        with started(tmp_path, category) as process:
            qtbot.waitUntil(written, timeout=60_000)
            process.kill()
            process.join(20)
            assert process.exitcode == -signal.SIGKILL
    assert recent(tmp_path) == str(category)
    (workspace,) = workspaces(tmp_path)  # no kill left a second one or half of one
    assert json.loads(workspace.read_text("utf-8"))["category"] == str(category)
    shutil.rmtree(workspace.parent)  # opening the category makes it anew, which is seen from here
    with started(tmp_path) as process:
        qtbot.waitUntil(lambda: workspaces(tmp_path) == [workspace], timeout=60_000)
        process.terminate()
        process.join(60)
        assert process.exitcode == 0
    assert recent(tmp_path) == str(category)
    assert complaints(tmp_path) == []


def test_closing_waits_for_the_thread_that_is_at_work(tmp_path):
    process = subprocess.run(
        [sys.executable, "-c", CLOSING_AT_WORK, tmp_path], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert process.stderr == ""  # such as "QThread: Destroyed while thread is still running"
    assert process.returncode == 0
    assert process.stdout.splitlines() == ["the step was finished", "closed"]
