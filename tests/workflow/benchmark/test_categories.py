import numpy as np
import pytest
import torch

from inspector.workflow.benchmark import categories
from inspector.workflow.evaluate.images import EvaluateDone, evaluate
from tests.conftest import write_category
from tests.workflow.benchmark.test_run import finish, job_for


def test_images_that_are_judged_side_by_side_take_their_share_of_the_time_each(tmp_path, monkeypatch):
    inspections = []

    def spied(*arguments, **named):
        for update in evaluate(*arguments, **named):
            inspections.extend(update.inspections if isinstance(update, EvaluateDone) else ())
            yield update

    monkeypatch.setattr(categories, "evaluate", spied)
    root, threads = write_category(tmp_path / "disc"), torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        _, (cell,) = finish(job_for(root, tmp_path / "r.json", protocol="category", classes=[], seeds=[0]))
    finally:
        torch.set_num_threads(threads)
    in_its_lane = np.mean([sum(inspection.timings_ms.values()) for inspection in inspections])
    assert cell.measured["ms_an_image"] == pytest.approx(in_its_lane / 2, abs=0.1)
