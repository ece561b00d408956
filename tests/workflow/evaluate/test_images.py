import shutil
from dataclasses import asdict

import pytest
import torch
from PIL import Image

from inspector.core.errors import CategoryError
from inspector.data.category import scan_category
from inspector.workflow.evaluate import images
from inspector.workflow.evaluate.images import EvaluateDone, evaluate
from inspector.workflow.progress import Warned
from tests.conftest import defect_mask


def figures(stored, root):
    events = list(evaluate(stored, scan_category(root), device=torch.device("cpu")))
    assert isinstance(events[-1], EvaluateDone)
    return events[-1].evaluation, [event.message for event in events if isinstance(event, Warned)]


@pytest.fixture
def copy(category, tmp_path):
    return shutil.copytree(category, tmp_path / "copy")


def test_figures_of_a_category(stored, category):
    evaluation, _ = figures(stored, category)
    assert evaluation.image_auroc == 1
    assert evaluation.pixel_auroc > 0.9
    assert evaluation.aupro > 0.5
    assert (evaluation.n_good, evaluation.n_defective, evaluation.n_with_mask) == (4, 4, 4)
    assert evaluation.errors == ()
    blob = evaluation.per_defect["blob"]
    assert blob.n == 4
    assert blob.ng + blob.review + blob.ok == 4
    assert evaluation.escape.count == blob.ok
    assert asdict(evaluation)["false_reject"]["total"] == 4


def test_without_masks_pixel_figures_are_not_measured(stored, copy):
    shutil.rmtree(copy / "ground_truth")
    evaluation, _ = figures(stored, copy)
    assert evaluation.pixel_auroc is None
    assert evaluation.aupro is None
    assert evaluation.image_auroc == 1


def test_without_defective_images_escapes_are_not_measured(stored, copy):
    shutil.rmtree(copy / "test" / "blob")
    evaluation, _ = figures(stored, copy)
    assert evaluation.escape is None
    assert evaluation.image_auroc is None
    assert evaluation.f1 is None
    assert evaluation.false_reject.total == 4
    assert evaluation.per_defect == {}


def test_without_good_test_images_false_rejects_are_not_measured(stored, copy):
    shutil.rmtree(copy / "test" / "good")
    evaluation, _ = figures(stored, copy)
    assert evaluation.false_reject is None
    assert evaluation.escape.total == 4


def test_without_test_images_there_is_a_sentence(stored, copy):
    shutil.rmtree(copy / "test")
    with pytest.raises(CategoryError, match="no test images"):
        figures(stored, copy)


def test_an_unreadable_test_image_is_in_no_figure(stored, copy):
    (copy / "test" / "good" / "zzz.png").write_bytes(b"")
    evaluation, _ = figures(stored, copy)
    assert evaluation.n_good == 4
    assert len(evaluation.errors) == 1


def test_a_mask_of_another_size_is_told_and_left_out(stored, copy):
    Image.fromarray(defect_mask(20)).save(copy / "ground_truth" / "blob" / "000_mask.png")
    evaluation, warnings = figures(stored, copy)
    assert evaluation.n_with_mask == 3
    assert evaluation.n_defective == 4
    assert len(warnings) == 1


def test_the_pixels_of_large_images_are_measured_at_a_lower_resolution(stored, category, monkeypatch):
    whole, _ = figures(stored, category)
    monkeypatch.setattr(images, "MOST_PIXELS", 24 * 24)
    lower, _ = figures(stored, category)
    assert lower.pixel_auroc != whole.pixel_auroc
    assert lower.pixel_auroc == pytest.approx(whole.pixel_auroc, abs=0.05)
    assert lower.image_auroc == whole.image_auroc
