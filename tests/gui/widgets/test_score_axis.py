"""Ticks of the histogram's axes."""

import pytest

from inspector.gui.widgets.score_axis import whole_steps


@pytest.mark.parametrize(
    ("highest", "named"),
    [(0, [0]), (2, [0, 1, 2]), (5, [0, 1, 2, 3, 4, 5]), (17, [0, 5, 10, 15]), (2400, [0, 500, 1000, 1500, 2000])],
)
def test_counts_are_named_by_whole_numbers(highest, named):
    assert list(whole_steps(highest)) == named
