"""`inspect --watch`: whatever comes to a folder, until Ctrl-C."""

import os
import shutil
import signal
from functools import partial

import pytest

from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect import arrivals
from tests.workflow.inspect.watched_folders import PlannedClock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
STOP = partial(signal.raise_signal, signal.SIGINT)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "incoming"
    made.mkdir()
    return made


def plan(monkeypatch, *steps):
    monkeypatch.setattr(arrivals, "time", PlannedClock(*steps))


def test_ctrl_c_ends_the_run_and_writes_what_was_asked_for(cli, model_folder, category, folder, monkeypatch):
    copies = [
        partial(shutil.copy, sorted((category / "test" / kind).iterdir())[1], folder / f"{kind}.png")
        for kind in ("good", "blob")
    ]
    plan(monkeypatch, copies[0], None, None, copies[1], None, None, None, STOP)
    code, out, err = cli(
        "inspect", model_folder, "incoming", "--watch", "--output", "r.h5", "--csv", "r.csv", "--heatmaps", "heat",
        "--fail-on-defect",
    )  # fmt: skip
    assert code == 1, err
    first, second, last = out.splitlines()
    assert first.startswith("OK ")
    assert first.split("  ")[-1] == "incoming/good.png"
    assert second.startswith("NG ")
    assert "incoming/blob.png" in second
    assert last == "2 images: 1 OK, 0 REVIEW, 1 NG, 0 errors. Run: r.h5"
    assert "Watching incoming. Ctrl-C ends the run." in err
    assert sorted(path.name for path in folder.parent.iterdir()) == ["heat", "incoming", "r.csv", "r.h5"]
    assert len(list((folder.parent / "heat").iterdir())) == 2
    assert len((folder.parent / "r.csv").read_text("utf-8-sig").splitlines()) == 3


def test_nothing_comes(cli, model_folder, folder, monkeypatch):
    plan(monkeypatch, None, STOP)
    code, out, err = cli("inspect", model_folder, folder, "--watch", "--output", "r.h5")
    assert (code, out) == (0, "")
    assert "No image arrived, so there is no run." in err
    assert list(folder.parent.iterdir()) == [folder]


def test_a_run_that_was_killed_goes_on(cli, model_folder, category, folder, monkeypatch):
    first, second = sorted((category / "test" / "good").iterdir())[:2]
    plan(monkeypatch, partial(shutil.copy, first, folder), None, None, None, STOP)
    cli("inspect", model_folder, "incoming", "--watch", "--output", "r.h5")
    (folder.parent / "r.h5").rename(folder.parent / "r.h5.part")  # as a kill leaves it
    plan(monkeypatch, partial(shutil.copy, second, folder), None, None, None, STOP)
    code, out, err = cli("inspect", model_folder, "incoming", "--watch", "--output", "r.h5", "--resume")
    assert code == 0, err
    assert "2 images: " in out
    with ImageRun(folder.parent / "r.h5") as run:
        assert [name for name, _ in run.batch()] == [f"incoming/{first.name}", f"incoming/{second.name}"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["incoming/a.png", "--watch"], "a.png is not a folder, and only folders can be watched. Name the folders"),
        (["incoming", "--watch", "--heatmaps", "incoming/heat"], "would be inspected, too. Name a folder elsewhere."),
        (["incoming", "--watch", "--shards-of", 5, "--output", "archive"], "and cannot watch a folder."),
    ],
)
def test_what_cannot_be_watched(cli, model_folder, folder, options, words):
    code, out, err = cli("inspect", model_folder, *options)
    assert code == 2
    assert words in err
    assert out == ""
