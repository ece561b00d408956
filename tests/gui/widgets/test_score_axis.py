"""Ticks of the histogram's axes."""

import numpy as np
import pytest

from inspector.core.operating_point import OperatingPoint, ScoreScale
from inspector.gui.widgets.histogram import Fill, ScoreGroup, ThresholdHistogram
from inspector.gui.widgets.score_axis import whole_steps


@pytest.mark.parametrize(
    ("highest", "named"),
    [(0, [0]), (2, [0, 1, 2]), (5, [0, 1, 2, 3, 4, 5]), (17, [0, 5, 10, 15]), (2400, [0, 500, 1000, 1500, 2000])],
)
def test_counts_are_named_by_whole_numbers(highest, named):
    assert list(whole_steps(highest)) == named


def test_small_raw_scores_have_no_factor_beside_the_title(qtbot):
    """The ticks read 0 to 1 whatever the raw scores are."""
    point, scores = OperatingPoint(review=0.002, reject=0.002), np.linspace(0.0005, 0.003, 9)
    histogram = ThresholdHistogram()
    qtbot.addWidget(histogram)
    histogram.show()
    histogram.show_scores(
        [ScoreGroup("good", scores, "#0b5cad", Fill.SOLID)], point, readable=ScoreScale.of(scores).at(point)
    )
    axis = histogram.getAxis("bottom")
    assert axis.range[1] < 0.01
    assert axis.label.toPlainText().strip() == "Score"
