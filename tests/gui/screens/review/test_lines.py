"""What is drawn over a part in review is what its record and its verdict say."""

from types import SimpleNamespace

import pytest
import torch

from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint
from inspector.core.regions import regions_of
from inspector.gui.review.pictures.lined_part import read_lined_part
from inspector.workflow.review.images import ReadPart

SIZE, OUTLINE, POINT = (38, 55), 1.0, OperatingPoint(4.79, 4.79)


@pytest.fixture
def anomaly_map():
    """A defect, and a place that is above the threshold at the resolution of the map and not at that of the image."""
    values = torch.zeros(22, 32)
    values[4:7, 4:7], values[15, 25] = 6.0, 4.85
    return values


def lined(anomaly_map, *, score):
    found = Inspection("a.png", "", score=score, size=SIZE, anomaly_map=anomaly_map.numpy())
    run = SimpleNamespace(read_part=lambda _place: ReadPart(found, replaced=False))
    return read_lined_part(run, 0, outline=OUTLINE, point=POINT)


def test_as_many_regions_are_outlined_as_the_record_has(anomaly_map):
    (region,) = regions_of(anomaly_map, SIZE, outline=OUTLINE, peak=POINT.review)
    part = lined(anomaly_map, score=6.0)
    (outline,) = part.outlines
    left, top = outline.min(axis=0) * (SIZE[1], SIZE[0])
    assert (left, top) == pytest.approx((region.left, region.top), abs=0.5)
    assert len(part.reject) == 1, "nor does the map pass the reject threshold there"


def test_a_doubtful_part_whose_score_is_that_of_good_ones_has_no_lines(anomaly_map):
    """It is in REVIEW, and its record has no region."""
    part = lined(anomaly_map, score=4.0)
    assert (part.labels, part.outlines, part.reject) == (None, (), ())
