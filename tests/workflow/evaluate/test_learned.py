"""Parts that a model learned since are no test of it: no figure counts them, and their number is said."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
import torch

from inspector.core.operating_point import OperatingPoint
from inspector.data.category import scan_category
from inspector.store.workspace import Workspace
from inspector.workflow.evaluate.images import EvaluateDone, evaluate
from inspector.workflow.evaluate.learned import learned_parts
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.kinds import IMAGES, PageHead
from inspector.workflow.progress import Warned
from inspector.workflow.review.comparison.models import ModelComparison, compare_models
from inspector.workflow.review.model_overview import image_test_result
from inspector.workflow.review.scores import LabelledScores


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def confirming(card, images, *, earlier=None):
    """The card of a model that learned these images, which people confirmed."""
    rows = [{"image": image.name, "sha256": digest(image.path), "by": "anna", "at": "now"} for image in images]
    return {**card, "confirmed": {"run": "monday.h5", "images": rows, "earlier": earlier}}


@pytest.fixture
def test_images(category):
    return scan_category(category).test


@pytest.fixture
def good(test_images):
    """The first good test image, and the others."""
    first, *others = (image for image in test_images if not image.defective)
    return first, others


@pytest.fixture
def extended(stored, good):
    """The model, as if it had learned the first good test image."""
    return replace(stored, card=confirming(stored.card, good[:1]))


def test_what_people_confirmed_is_known_by_its_content(tmp_path):
    files = [tmp_path / f"{number}.png" for number in range(4)]
    for number, path in enumerate(files):
        path.write_bytes(bytes([number]))
    (tmp_path / "else").mkdir()
    moved, other = tmp_path / "else" / "0.png", tmp_path / "else" / "2.png"
    moved.write_bytes(bytes([0]))
    other.write_bytes(b"another part of the same name")
    row = {"by": "anna", "at": "now"}
    card = {
        "split": {"training": ["train/3.png"], "training_sha256": [digest(files[3])], "calibration": ["train/4.png"]},
        "confirmed": {
            "images": [{"image": "monday/0.png", "sha256": digest(files[0]), **row}],
            "earlier": {"images": [{"image": "2.png", "sha256": digest(files[2]), **row}], "earlier": None},
        },
    }
    parts = [
        ("0.png", files[0]),
        ("1.png", files[1]),
        ("2.png", files[2]),
        ("else/0.png", moved),
        ("else/2.png", other),
        ("train/3.png", files[3]),
        ("train/4.png", tmp_path / "gone.png"),
    ]
    assert learned_parts(card, parts) == {"0.png", "2.png", "else/0.png", "train/3.png", "train/4.png"}
    assert learned_parts({}, parts) == set()


def test_an_evaluation_leaves_out_what_the_model_learned(stored, extended, category, good):
    *events, done = evaluate(extended, scan_category(category), device=torch.device("cpu"))
    assert isinstance(done, EvaluateDone)
    assert (done.evaluation.n_good, done.evaluation.false_reject.total) == (len(good[1]), len(good[1]))
    assert done.evaluation.learned == 1
    assert done.learned == {good[0].name}
    assert len(done.inspections) == len(scan_category(category).test), "it is shown all the same"
    said = [event.message for event in events if isinstance(event, Warned)]
    assert any(line.startswith("1 image was learned by this model as good") for line in said)
    *_, whole = evaluate(stored, scan_category(category), device=torch.device("cpu"))
    assert (whole.evaluation.n_good, whole.evaluation.learned) == (len(good[1]) + 1, 0)


def test_the_page_of_an_evaluation_and_of_a_run_says_so(extended, category, good, test_images, tmp_path):
    strict = replace(extended, operating_point=OperatingPoint(-1e6, -1e6))  # every good part is rejected
    *_, done = evaluate(strict, scan_category(category), device=torch.device("cpu"))
    IMAGES.write_evaluation(tmp_path / "evaluation.html", PageHead("E", strict), scan_category(category), done)
    list(inspect_batch(strict, test_images, output=tmp_path / "run.h5", device=torch.device("cpu"), base=category))
    with IMAGES.read_run(tmp_path / "run.h5") as run:
        IMAGES.write_report(tmp_path / "run.html", PageHead("R", strict), run)
    for name in ("evaluation.html", "run.html"):
        page = (tmp_path / name).read_text("utf-8")
        assert "This model learned 1 image of this page as good" in page
        assert f"{len(good[1])} overkill" in page


def test_models_are_measured_and_compared_without_what_one_of_them_learned(
    stored, extended, category, good, model_folder, test_images, tmp_path, monkeypatch
):
    workspace = Workspace(tmp_path / "workspace")
    workspace.runs.mkdir(parents=True)
    run = workspace.runs / "disc-test.h5"
    list(inspect_batch(stored, test_images, output=run, device=torch.device("cpu"), base=category))
    runs, scanned = IMAGES.list_runs(workspace), scan_category(category)
    assert image_test_result(stored.card, runs, scanned).learned == 0
    found = image_test_result(extended.card, runs, scanned)
    assert (found.run, found.learned) == (run, 1)
    models = iter((stored, extended))
    monkeypatch.setattr("inspector.workflow.review.comparison.models.read_model", lambda _: next(models))
    *_, compared = compare_models(
        model_folder, model_folder, kind=IMAGES, category=scanned, workspace=workspace, device=torch.device("cpu")
    )
    assert isinstance(compared, ModelComparison)
    assert compared.learned == 1
    assert compared.comparison.summary["compared"] == len(test_images) - 1


def test_counts_and_rates_leave_out_what_is_no_test():
    scores = np.array([0.5, 2.5, 3.0])
    known, defective = np.ones(3, bool), np.array([False, False, True])
    parts = LabelledScores(["a", "b", "c"], scores, known, defective, learned=np.array([False, True, False]))
    outcome = parts.outcome(OperatingPoint(1.0, 2.0))
    assert outcome.counts.tolist() == [[1, 0, 0], [0, 0, 1]]
    assert outcome.overkill.total == 1
