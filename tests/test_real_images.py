"""The whole way on real images, small enough for a test; figures that count come from `inspector-cli benchmark`."""

import torch

from inspector.core.methods import create_method
from inspector.data.category import scan_category
from inspector.store.models.model_folder import read_model
from inspector.workflow.evaluate.images import EvaluateDone, evaluate
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import small_job


def test_paper_with_defects_is_told_from_good_paper(real_data, tmp_path):
    root = real_data / "paper" / "PA_GLA01_TL"
    method = create_method(
        "riad", preset="cpu", image_size=(64, 64), base_width=8, depth=3,
        training={"steps": 120, "learning_rate": 5e-3},
    )  # fmt: skip
    job = small_job(root, tmp_path / "m", method=method, group_by=r"_(\d+)_\d+\.png$")
    done = next(event for event in train(job) if isinstance(event, TrainDone))
    assert done.calibration_groups == 2
    events = evaluate(read_model(tmp_path / "m"), scan_category(root), device=torch.device("cpu"))
    evaluation = next(event.evaluation for event in events if isinstance(event, EvaluateDone))
    assert (evaluation.n_good, evaluation.n_defective, evaluation.n_with_mask) == (12, 48, 48)
    assert evaluation.image_auroc > 0.9
    assert evaluation.pixel_auroc > 0.9


def test_images_of_900_pixels_get_regions_at_their_own_resolution(real_data, stored):
    from inspector.data.category import collect_images
    from inspector.workflow.inspect.images import inspect_image

    for image in collect_images([real_data / "bottle_900px" / "test"]):
        inspection = inspect_image(stored.model, stored.operating_point, image)
        assert inspection.error is None
        assert inspection.size == (900, 900)
        assert all(region.left + region.width <= 900 for region in inspection.regions)
