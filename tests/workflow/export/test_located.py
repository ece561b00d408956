"""A model that locates parts becomes a file that gives its verdicts, and is never OK where no part is found."""

import numpy as np
import pytest

from inspector.core.operating_point import Decision
from inspector.data.category import collect_images
from inspector.store.onnx.exported import open_model
from inspector.store.onnx.line import ExportedModel
from inspector.workflow.export.models import ExportDone, ExportJob, export_onnx
from inspector.workflow.inspect.images import inspect_image
from tests.core.stages.test_locate import bracket
from tests.workflow.train.test_locating import CALM, located, write

__all__ = ["located"]  # the fixture


@pytest.fixture(scope="module")
def exported(located, tmp_path_factory) -> ExportDone:
    stored, _ = located
    folder = tmp_path_factory.mktemp("line")
    for index, degrees in enumerate((0.0, 75.0, 200.0)):
        write(folder / "good" / f"{index}.png", bracket(degrees=degrees))
    done = list(export_onnx(ExportJob(stored, folder / "brackets.onnx", collect_images([folder / "good"]))))[-1]
    assert isinstance(done, ExportDone)
    return done


def test_the_gate_also_compares_parts_that_are_moved_or_cut_off(exported):
    report = exported.report
    assert report.flips == report.outside_tolerance == 0
    assert 0 < report.not_found < report.images
    assert report.largest_map_difference < 1e-3


def test_the_program_of_tiles_does_not_take_it(exported):
    with pytest.raises(ValueError, match="finding them needs Inspector's library"):
        ExportedModel(str(exported.output))


def test_the_file_finds_the_part_and_judges_alike(located, exported, tmp_path):
    stored, _ = located
    again = open_model(exported.output)
    for picture in (bracket(degrees=140.0), bracket(at=(8.0, 48.0))):
        image = write(tmp_path / "part.png", picture)
        own, found = (inspect_image(model, CALM, image) for model in (stored.model, again.model))
        assert (found.error, found.located, found.decision) == (None, own.located, own.decision)
        assert found.doubt == own.doubt
        np.testing.assert_allclose(found.anomaly_map, own.anomaly_map, atol=1e-3)
    assert (found.located, found.decision) == (False, Decision.REVIEW)
