"""Hostile files, a hundred and more: each is refused in a sentence, within 10 s and 1 GiB."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.store.models.model_folder import StoredModel
from inspector.store.onnx.exported import file_content
from inspector.store.onnx.graph import scoring_graph
from tests.hostile.limited import REFUSED  # which imports all cases
from tests.hostile.registry import CASES
from tests.store.faults.batches import write_clips, write_images
from tests.workflow.export.test_tiles import tiled
from tests.workflow.train.test_locating import located

__all__ = ["located", "tiled"]  # the fixtures
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and devices are those of Linux")
FEWEST = 100


@pytest.fixture(scope="module")
def outcomes(stored, exported_content, tiled, located, tmp_path_factory) -> dict[str, str]:
    """What came of each file, by its name."""
    good = tmp_path_factory.mktemp("good")
    models: dict[str, StoredModel] = {"model": stored, "tiled": tiled[0], "located": located[0]}
    for name, model in models.items():
        shutil.copytree(model.folder, good / name)
    (good / "m.onnx").write_bytes(exported_content)
    graph = scoring_graph(tiled[0].model)
    (good / "tiled.onnx").write_bytes(file_content(graph, tiled[0], precision="float32"))
    write_images(good)
    write_clips(good)
    command = [sys.executable, "-m", "tests.hostile.limited", str(good), str(tmp_path_factory.mktemp("hostile"))]
    process = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert process.returncode == 0, process.stderr[-3000:]
    lines = map(json.loads, filter(lambda line: line.startswith("{"), process.stdout.splitlines()))
    return {line["name"]: line["outcome"] for line in lines}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_a_sentence(outcomes, name):
    assert outcomes[name] == REFUSED


def test_bad_images_are_refused_within_the_limits_too(outcomes):
    images = {name: outcome for name, outcome in outcomes.items() if name.startswith("image_")}
    assert {name: outcome for name, outcome in images.items() if outcome != REFUSED} == {}
    assert len(images) + len(CASES) >= FEWEST
