"""Adding a method is one file (mean_image.py) and one line (see `mean_image` in conftest.py): the program has it.

That the desktop offers it is in gui/test_add_a_method.py.
"""

import json
from pathlib import Path

import pytest

from inspector.store.models.model_folder import read_model
from tests.mean_image import MeanImage

pytestmark = pytest.mark.usefixtures("mean_image")


def test_it_is_trained_calibrated_stored_read_and_judges(category: Path, tmp_path: Path, cli) -> None:
    folder = tmp_path / "model"
    code, _, err = cli("train", category, "--output", folder, "--method", "mean_image", "--set", "exponent=2")
    assert code == 0, err
    stored = read_model(folder)
    assert type(stored.model.method) is MeanImage
    assert stored.model.method.config.exponent == 2
    assert stored.model.calibration is not None
    assert len(stored.model.calibration.good_scores) > 0
    code, out, err = cli("inspect", folder, category / "test", "--output", tmp_path / "run.h5", "--json")
    assert code == 0, err
    scores = [(record["score"], "blob" in record["image"]) for record in json.loads(out)["inspections"]]
    assert [blob for _, blob in sorted(scores)] == [False] * 4 + [True] * 4


def test_it_is_listed(cli) -> None:
    code, out, _ = cli("methods")
    assert code == 0
    assert f"mean_image: {MeanImage.title}" in out
    assert "exponent=1" in out
    assert json.loads(cli("methods", "--json")[1])["mean_image"]["hint"] == MeanImage.hint
