"""The decision on a score, and the scale people read scores on."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.core.inspection import shows_no_part
from inspector.core.operating_point import Decision, OperatingPoint, ScoreScale, relative_text

GOOD = np.array([10.0, 11.0, 12.0, 13.0, 20.0])  # median 12, MAD 1
SCALE = ScoreScale.of(GOOD)


def test_a_typical_good_part_is_0_and_the_reject_threshold_1() -> None:
    point = OperatingPoint(review=16, reject=22)

    assert [SCALE.relative(score, point) for score in (12, 22, 17, 32)] == [0, 1, 0.5, 2]


def test_another_threshold_changes_the_scale_and_not_the_order() -> None:
    scores = np.linspace(-5, 60, 200)
    for reject in (20.0, 13.0, 12.0, 3.0, -40.0):  # the last ones reject typical good parts
        point = OperatingPoint(review=reject, reject=reject)
        relative = [SCALE.relative(score, point) for score in scores]

        assert (np.diff(relative) > 0).all()
        assert SCALE.relative(reject, point) == 1


@pytest.mark.parametrize("reject", [1e-9, 22.0, 1e12])
def test_above_1_is_rejected_and_nothing_else_is(reject: float) -> None:
    point = OperatingPoint(review=reject, reject=reject)
    for score in (math.nextafter(reject, -math.inf), reject, math.nextafter(reject, math.inf)):
        rejected = point.decide(score) is Decision.NG
        assert (SCALE.relative(score, point) > 1) == rejected


def test_good_images_that_all_score_the_same_have_a_scale() -> None:
    for score in (0.0, 5.0):
        scale = ScoreScale.of(np.full(3, score))
        assert scale.relative(score, OperatingPoint(score, score)) == 1
        assert scale.relative(score + 1, OperatingPoint(score, score)) > 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.00"), (0.29, "0.29"), (0.999, "0.99"), (1, "1.00"), (1.0000000001, "1.01"), (0.9999999999, "0.99"),
        (1.2345, "1.23"), (9.87, "9.87"), (12.34, "12.3"), (1130.2, "1130"), (-0.256, "-0.26"), (-0.001, "0.00"),
        (4.20309, "4.20"), (9.76404, "9.76"), (0.854, "0.85"), (0.856, "0.86"), (1.004, "1.01"), (0.994, "0.99"),
    ],
)  # fmt: skip
def test_what_is_rejected_reads_above_1_and_nothing_else_does(value: float, text: str) -> None:
    assert relative_text(value) == text


@pytest.mark.parametrize("reject", [2.5, 0.3, 1e6 + 0.1])
def test_readable_scores_go_there_and_back(reject):
    point = OperatingPoint(review=0.2, reject=reject)
    readable = SCALE.at(point)
    assert readable.raw(1) == reject, "exactly"
    for score in (-1.0, 0.0, reject, 3 * reject):
        assert readable.relative(score) == pytest.approx(SCALE.relative(score, point))
        assert readable.raw(readable.relative(score)) == pytest.approx(score, abs=1e-6)


def test_what_is_no_number_is_never_ok():
    assert OperatingPoint(1.0, 2.0).decide(math.nan) is Decision.REVIEW
    assert shows_no_part(math.nan)


@given(st.lists(st.tuples(st.floats(-2, 2) | st.sampled_from([0.5, 1.0, math.nan]), st.booleans())))
def test_many_scores_are_decided_as_one_is(parts):
    point = OperatingPoint(review=0.5, reject=1.0)
    scores, doubtful = np.array([score for score, _ in parts]), np.array([doubt for _, doubt in parts], bool)
    names = list(Decision)
    assert [names[level] for level in point.levels(scores, doubtful=doubtful)] == [
        point.decide(score, doubtful=doubt) for score, doubt in parts
    ]
    assert [names[level] for level in point.levels(scores)] == [point.decide(score) for score, _ in parts]
