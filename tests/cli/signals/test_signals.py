"""What is saved when a person, the system or a closed terminal stops a command."""

import os
import signal
import subprocess
import sys

import pytest

from inspector.cli.console import follow
from inspector.store.models.model_folder import checkpoint_of, read_checkpoint_job
from inspector.workflow.train.output import TrainingOutput

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
SMALL = ["base_width=4", "depth=3", "region_sizes=4,8", "image_size=32", "training.steps=9"]


@pytest.mark.parametrize("names", [["SIGHUP"], ["SIGINT"], ["SIGINT", "SIGINT"], ["SIGTERM", "SIGHUP", "SIGTERM"]])
def test_a_training_is_saved_in_its_first_half_minute(cli, category, tmp_path, monkeypatch, names):
    step = []

    def check(_output):
        step.append(1)
        if len(step) == 4:
            for name in names:
                signal.raise_signal(getattr(signal, name))
        return ()

    monkeypatch.setattr(TrainingOutput, "check", check)
    settings = [word for one in SMALL for word in ("--set", one)]
    code, _, stderr = cli("train", category, "--output", tmp_path / "m", *settings)
    assert code == 130
    assert "--resume" in stderr
    assert read_checkpoint_job(checkpoint_of(tmp_path / "m"))[0] == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.checkpoint"]


def _saving(saved: list[int], raised: list[signal.Signals]):
    try:
        for number in range(10):
            if number == 3:
                for one in raised:
                    signal.raise_signal(one)
            yield number
    finally:
        saved.append(number)


def test_a_third_signal_stops_at_once():
    saved: list[int] = []
    with pytest.raises(SystemExit) as stopped:
        list(follow(_saving(saved, [signal.SIGINT] * 3)))
    assert stopped.value.code == 130


def test_what_goes_wrong_while_an_update_is_shown_saves_the_job_too():
    saved: list[int] = []
    with pytest.raises(ZeroDivisionError):
        [1 // (2 - number) for number in follow(_saving(saved, []))]
    assert saved == [2]


def test_signals_that_nohup_ignores_stay_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        saved: list[int] = []
        assert list(follow(_saving(saved, [signal.SIGHUP]))) == list(range(10))
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


_IN_TERMINAL = """
import os, pty, signal, sys, time
child, terminal = pty.fork()
if child == 0:
    from inspector.cli.console import follow
    def job():
        try:
            while True:
                print("working", flush=True)
                time.sleep(0.01)
                yield 1
        finally:
            open(sys.argv[1], "w").write("saved")
    try:
        list(follow(job()))
    except KeyboardInterrupt:
        print("a sentence to a terminal that is gone", flush=True)
        os._exit(130)
    os._exit(1)
while b"working" not in os.read(terminal, 1000): pass
os.close(terminal)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_closing_the_terminal_saves(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", _IN_TERMINAL, tmp_path / "file"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
    )
    assert ended.returncode == 130
    assert (tmp_path / "file").read_text() == "saved"
