"""Round lengths of the scale bar."""

import pytest

from inspector.gui.widgets.pictures.scale_bar import bar_length


@pytest.mark.parametrize(("shown", "length"), [(110, 100), (99, 50), (49.9, 20), (0.7, 0.5), (5, 5), (1999, 1000)])
def test_the_longest_round_length_that_fits(shown, length):
    assert bar_length(shown) == pytest.approx(length)
