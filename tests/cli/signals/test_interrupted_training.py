"""What becomes of an interrupted training: it is resumed, or saved as it is."""

import json
import signal

import pytest

from inspector.core.fitting import FitStep
from inspector.store.models.card import read_card
from inspector.store.models.model_folder import checkpoint_of, read_checkpoint_job, write_checkpoint
from inspector.workflow.train.images import train
from tests.conftest import small_job
from tests.forking import run_python

SMALL = [
    "--set", "image_size=32,32", "--set", "base_width=4", "--set", "depth=3", "--set", "region_sizes=4,8",
    "--set", "training.learning_rate=0.01",
]  # fmt: skip


def test_a_training_killed_is_resumed_to_the_same_weights(cli, category, tmp_path):
    arguments = ["train", category, "--output", tmp_path / "m", *SMALL, "--set", "training.steps=12"]
    killed = run_python("-m", "tests.cli.signals.killed_training", *arguments, stderr=tmp_path / "stderr")
    assert killed == -signal.SIGKILL
    assert not (tmp_path / "m").exists()
    assert cli(*arguments)[0] == 3  # an interrupted training is not thrown away unasked
    assert cli(*arguments, "--resume")[0] == 0
    whole = ["train", category, "--output", tmp_path / "whole", *SMALL, "--set", "training.steps=12"]
    assert cli(*whole)[0] == 0
    weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("m", "whole")]
    assert weights[0] == weights[1]


def test_an_interrupted_training_is_saved_as_it_is(cli, category, tmp_path, monkeypatch):
    arguments = ["train", category, "--output", tmp_path / "m", *SMALL, "--set", "training.steps=9"]
    code, _, err = cli(*arguments, "--stop-here")
    assert code == 2
    assert "nothing to save" in err
    code, _, err = cli("train", category, "--output", tmp_path / "m", "--stop-here")
    assert code == 2
    assert "Method" not in err  # which is of a training that begins

    def interrupted(path, state, *, job):
        write_checkpoint(path, state, job=job)
        if state.step == 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("inspector.workflow.train.output.write_checkpoint", interrupted)
        patched.setattr("inspector.workflow.train.learning.CHECKPOINT_INTERVAL_S", 0.0)
        assert cli(*arguments)[0] == 130
    code, out, _ = cli(*arguments, "--stop-here")
    assert code == 0
    assert "stopped by hand at step 4 of 9" in out


@pytest.mark.parametrize("command", ["--resume", "--stop-here"])
def test_a_training_of_before_tiles_and_locating_is_resumed_without_them(cli, category, tmp_path, command):
    """Its record names neither, and both are `auto` by now; here the category even asks for them."""
    begun = train(small_job(category, tmp_path / "m"))
    next(update for update in begun if isinstance(update, FitStep))
    begun.close()
    assert not {"tiles", "locate"} & set(read_checkpoint_job(checkpoint_of(tmp_path / "m"))[1])
    stated = tmp_path / "stated.json"
    stated.write_text(json.dumps({"tile": 24, "locate": "off"}))

    code, _, err = cli(
        "train",
        category,
        "--output",
        tmp_path / "m",
        *SMALL,
        "--set",
        "training.steps=30",
        "--properties",
        stated,
        command,
    )

    assert code == 0, err
    assert "tiling" not in read_card(tmp_path / "m")
