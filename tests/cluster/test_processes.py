import importlib.util
import json
import os
import socket
import subprocess
import sys

import pytest
import torch

from inspector.cluster.processes import join_processes
from inspector.cluster.row_sharing import shares, sharing_rows
from inspector.core.building import build_network
from inspector.core.errors import SettingError
from inspector.core.methods import create_method
from inspector.store.models.model_folder import checkpoint_of, read_checkpoint, read_checkpoint_job, read_model
from inspector.workflow.train.processes import OneProcess
from tests.cluster.several_processes import METHODS, curve, learned
from tests.forking import start_python

needs_fabric = pytest.mark.skipif(
    importlib.util.find_spec("lightning_fabric") is None, reason="lightning-fabric is not installed"
)


def torchrun(module, *arguments, processes=2):
    # It looks so seldom that a process can say that another has ended before it is ended, too.
    launcher = ["torch.distributed.run", "--nproc-per-node", str(processes), "--monitor-interval", "2"]
    return subprocess.run(
        [sys.executable, "-m", *launcher, "-m", module, *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def start_ranks(module, *arguments, stderr, processes=2):
    """What `torchrun` starts on this machine, without its own process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    everyone = {"WORLD_SIZE": processes, "LOCAL_WORLD_SIZE": processes, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    return [
        start_python(
            "-m", module, *arguments,
            stderr=stderr,
            environment=os.environ
            | {name: str(value) for name, value in everyone.items()}
            | {"RANK": str(rank), "LOCAL_RANK": str(rank), "GROUP_RANK": "0", "TORCHELASTIC_RUN_ID": "test"},
        )
        for rank in range(processes)
    ]  # fmt: skip


@needs_fabric
def test_two_processes_learn_what_one_learns(tmp_path):
    ranks = start_ranks("tests.cluster.several_processes", tmp_path, stderr=tmp_path / "stderr")
    for rank in ranks:
        rank.join(120)
        rank.kill()
    assert [rank.exitcode for rank in ranks] == [0, 0], (tmp_path / "stderr").read_text("utf-8")
    first, second = (json.loads((tmp_path / f"{which}.json").read_text()) for which in ("first", "other"))
    for name in METHODS:
        alone = curve(name, processes=OneProcess())
        for step, values in enumerate(alone):
            assert first[name][step] == pytest.approx(values, rel=1e-7, nan_ok=True), (name, step)
            assert second[name][step] == pytest.approx(values, rel=1e-7, nan_ok=True), (name, step)
    # What two have begun, one continues.
    state = read_checkpoint(tmp_path / "riad.first", job={})
    continued = [dict(event.losses) for event, _ in learned("riad", processes=OneProcess(), resume=state)]
    assert continued == [pytest.approx(values, rel=1e-7) for values in first["riad"][3:-1]]


@needs_fabric
def test_a_process_that_dies_ends_the_training_which_is_then_resumed(cli, category, tmp_path):
    output = tmp_path / "model"
    settings = ["image_size=32,32", "base_width=4", "depth=3", "region_sizes=4,8", "training.steps=12"]
    command = ["train", str(category), "--output", str(output), *(part for one in settings for part in ("--set", one))]
    ended = torchrun("tests.cli.signals.ended_training", "1", "SIGKILL", "own", *command)
    assert ended.returncode != 0
    assert "Another process of this training has ended" in ended.stderr
    assert not output.exists()
    step, _ = read_checkpoint_job(checkpoint_of(output))
    assert 6 <= step <= 8
    code, _, _ = cli(*command, "--resume")
    assert code == 0
    assert read_model(output).card["training"]["steps"] == 12


def test_rows_are_shared_alike_within_one():
    assert shares(7, 3) == [3, 2, 2]
    assert shares(3, 3) == [1, 1, 1]
    with pytest.raises(SettingError, match="2 rows"):
        shares(2, 3)


def test_a_method_that_remembers_is_not_shared():
    network = build_network(create_method("patchcore", preset="cpu"), seed=0)
    with pytest.raises(SettingError, match="no network that several processes"), sharing_rows(network, group=None):
        pass


def test_without_a_launcher_there_is_one_process():
    processes, device = join_processes(torch.device("cpu"))
    assert (processes.count, processes.first, device) == (1, True, torch.device("cpu"))
    assert processes.broadcast("this") == "this"
