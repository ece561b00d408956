"""Hostile files, a hundred and more: each is refused in a sentence, within 10 s and 1 GiB."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.store.models.model_folder import StoredModel
from tests.hostile.limited import REFUSED  # which imports all cases
from tests.hostile.registry import CASES
from tests.store.faults.batches import write_clips, write_images
from tests.workflow.export.test_tiles import exported, tiled
from tests.workflow.train.test_locating import located

__all__ = ["exported", "located", "tiled"]  # the fixtures
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and devices are those of Linux")
FEWEST = 100


@pytest.fixture(scope="module")
def outcomes(stored, exported_content, tiled, exported, located, made_once) -> dict[str, str]:
    """What came of each file, by its name."""

    def attack(folder: Path) -> dict[str, str]:
        good, bad = folder / "good", folder / "bad"
        models: dict[str, StoredModel] = {"model": stored, "tiled": tiled[0], "located": located[0]}
        for name, model in models.items():
            shutil.copytree(model.folder, good / name)
        (good / "m.onnx").write_bytes(exported_content)
        shutil.copy(exported.output, good / "tiled.onnx")
        write_images(good)
        write_clips(good)
        bad.mkdir()
        command = [sys.executable, "-m", "tests.hostile.limited", str(good), str(bad)]
        process = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2])
        assert process.returncode == 0, process.stderr[-3000:]
        lines = map(json.loads, filter(lambda line: line.startswith("{"), process.stdout.splitlines()))
        return {line["name"]: line["outcome"] for line in lines}

    return made_once("hostile files", attack)[1]


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_a_sentence(outcomes, name):
    assert outcomes[name] == REFUSED


def test_bad_images_are_refused_within_the_limits_too(outcomes):
    images = {name: outcome for name, outcome in outcomes.items() if name.startswith("image_")}
    assert {name: outcome for name, outcome in images.items() if outcome != REFUSED} == {}
    assert len(images) + len(CASES) >= FEWEST
