import numpy as np

from inspector.core.operating_point import OperatingPoint
from inspector.workflow.review.scores import LabelledScores


def test_a_doubtful_part_does_not_change_side_where_it_is_reviewed_before_and_after():
    known = np.ones(3, bool)
    scores = LabelledScores("abc", np.array([0.4, 0.4, 0.9]), known, ~known, doubtful=np.array([True, False, True]))
    before, after = OperatingPoint(0.5, 1.0), OperatingPoint(0.3, 0.8)
    assert [scores.names[place] for place in scores.changed(before, after)] == ["c", "b"]
