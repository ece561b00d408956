from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from inspector.core.errors import SettingError
from inspector.core.metrics.tracks import TrackedRegion, TrackLinker
from inspector.core.metrics.video import DetectionMetrics, box_overlaps, frame_auroc


def test_frame_auroc_micro_and_macro():
    scores = [np.array([0.1, 0.4, 0.3]), np.array([5.0, 6.0]), np.array([2.0, 1.0])]
    abnormal = [np.array([False, True, True]), np.array([False, True]), np.array([False, False])]
    found = frame_auroc(scores, abnormal)
    assert found.macro == 1.0
    assert (found.clips, found.left_out) == (2, 1)
    assert found.micro == pytest.approx(roc_auc_score(np.concatenate(abnormal), np.concatenate(scores)))
    assert found.micro == pytest.approx(6 / 12)


def test_frame_auroc_where_there_is_no_curve():
    normal = frame_auroc([np.arange(3.0)], [np.zeros(3, bool)])
    assert (normal.micro, normal.macro, normal.clips, normal.left_out) == (None, None, 0, 1)
    assert frame_auroc([], []).micro is None


def test_box_overlaps_by_hand():
    boxes = np.array([[0, 0, 2, 2], [5, 5, 5, 9]])
    others = np.array([[1, 1, 3, 3], [0, 0, 2, 2], [2, 0, 4, 2], [5, 5, 5, 9]])
    assert box_overlaps(boxes, others).tolist() == [[1 / 7, 1, 0, 0], [0, 0, 0, 0]]


def test_rbdc_and_tbdc_by_hand():
    """Two frames, two tracks: A in both frames, B in the second.

    By falling score: A in frame 1 (0.9), a false one (0.8), B (0.7), a false one (0.6), A in frame 2 (0.5, too late:
    1 false positive a frame is reached, where it still counts as a step straight up), a third false one (0.4).
    """
    a1, a2, b, far = (0, 0, 10, 10), (2, 0, 12, 10), (50, 50, 60, 60), (80, 80, 90, 90)
    metrics = DetectionMetrics()
    metrics.add(np.array([a1, far]), np.array([0.9, 0.8]), np.array([a1]), ["A"])
    boxes = np.array([b, far, a2, far])
    metrics.add(boxes, np.array([0.7, 0.6, 0.5, 0.4]), np.array([a2, b]), ["A", "B"])
    curve = metrics.curve()
    assert curve.false_positives.tolist() == [0, 0, 0.5, 0.5, 1, 1, 1.5]
    assert curve.regions == pytest.approx(np.array([0, 1, 1, 2, 2, 3, 3]) / 3)
    assert curve.tracks == pytest.approx([0, 0.5, 0.5, 1, 1, 1, 1])
    assert curve.rbdc == pytest.approx(0.5 * 1 / 3 + 0.5 * 2 / 3)
    assert curve.tbdc == pytest.approx(0.5 * 0.5 + 0.5 * 1)


def test_without_false_positives_the_rates_hold_to_the_end():
    metrics = DetectionMetrics()
    box = np.array([[0, 0, 4, 4]])
    metrics.add(box, np.array([1.0]), box, [0])
    metrics.add(np.zeros((0, 4)), np.zeros(0), box, [1])
    curve = metrics.curve()
    assert (curve.rbdc, curve.tbdc) == (0.5, 0.5)


def test_equal_scores_share_a_threshold():
    """One true and two false detections of one score in one frame: a line from (0, 0) to (2, 1), read at 1."""
    metrics = DetectionMetrics()
    true = np.array([[0, 0, 4, 4]])
    metrics.add(np.concatenate([true, true + 50, true + 90]), np.ones(3), true, [0])
    assert metrics.curve().rbdc == pytest.approx(0.25)


def test_a_track_needs_its_share_exactly():
    """Of 30 regions three are a tenth, and two are not, whatever 0.1 is in binary."""
    for detected, expected in ((3, 1.0), (2, 0.0)):
        metrics = DetectionMetrics()
        box = np.array([[0, 0, 4, 4]])
        for frame in range(30):
            metrics.add(box if frame < detected else box + 50, np.array([1.0 - frame / 100]), box, ["track"])
        assert metrics.curve().tracks[detected] == expected


def test_nothing_abnormal_is_not_measured():
    metrics = DetectionMetrics()
    metrics.add(np.array([[0, 0, 1, 1]]), np.array([1.0]), np.zeros((0, 4)), [])
    assert metrics.curve() is None
    with pytest.raises(SettingError, match="track share"):
        DetectionMetrics(track_share=0)


def iou(one, other):
    pixels = [{(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])} for box in (one, other)]
    return Fraction(len(pixels[0] & pixels[1]), len(pixels[0] | pixels[1]))


def slow_curve(frames, alpha=Fraction(1, 10), beta=Fraction(1, 10)):
    """Ramachandra and Jones's definition, threshold by threshold and pixel by pixel."""
    thresholds = sorted({score for detections, _ in frames for _, score in detections}, reverse=True)
    tracks = {track for _, regions in frames for _, track in regions}
    points = [(0.0, 0.0, 0.0)]
    for threshold in thresholds:
        false = 0
        detected = {track: [] for track in tracks}
        for detections, regions in frames:
            kept = [box for box, score in detections if score >= threshold]
            false += sum(all(iou(box, region) < beta for region, _ in regions) for box in kept)
            for region, track in regions:
                detected[track].append(any(iou(box, region) >= beta for box in kept))
        every = [hit for hits in detected.values() for hit in hits]
        found = [Fraction(sum(hits), len(hits)) >= alpha for hits in detected.values()]
        points.append((false / len(frames), sum(every) / len(every), sum(found) / len(found)))
    return points


def slow_area(points, which):
    """Under the straight lines between the points, the last rate held, up to 1."""
    points = [*points, (max(points[-1][0], 1.0), *points[-1][1:])]
    area = 0.0
    for before, after in pairwise(points):
        (x0, y0), (x1, y1) = (before[0], before[which]), (after[0], after[which])
        if x0 >= 1 or x1 == x0:
            continue
        if x1 > 1:
            x1, y1 = 1.0, y0 + (y1 - y0) * (1 - x0) / (x1 - x0)
        area += (x1 - x0) * (y0 + y1) / 2
    return area


boxes = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 6), st.integers(1, 6)).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
)
frames_of_cases = st.lists(
    st.tuples(
        st.lists(st.tuples(boxes, st.integers(0, 6)), max_size=4),
        st.lists(st.tuples(boxes, st.sampled_from("abc")), max_size=3),
    ),
    min_size=1,
    max_size=5,
)


@given(frames=frames_of_cases)
def test_against_a_slow_reference(frames):
    metrics = DetectionMetrics()
    for detections, regions in frames:
        metrics.add(
            np.array([box for box, _ in detections]),
            np.array([score for _, score in detections]),
            np.array([box for box, _ in regions]),
            [track for _, track in regions],
        )
    curve = metrics.curve()
    if not any(regions for _, regions in frames):
        assert curve is None
        return
    points = slow_curve(frames)
    assert curve.rbdc == pytest.approx(slow_area(points, 1))
    assert curve.tbdc == pytest.approx(slow_area(points, 2))


def mask(*boxes):
    drawn = np.zeros((20, 20), bool)
    for left, top, right, bottom in boxes:
        drawn[top:bottom, left:right] = True
    return drawn


def test_places_that_overlap_from_frame_to_frame_are_one_track():
    linker = TrackLinker(smallest_px=2)
    assert linker.add(mask((0, 0, 4, 4), (10, 10, 14, 14))) == [
        TrackedRegion((0, 0, 4, 4), 1),
        TrackedRegion((10, 10, 14, 14), 2),
    ]
    assert [region.track for region in linker.add(mask((2, 0, 6, 4), (12, 10, 16, 14)))] == [1, 2]
    assert [region.track for region in linker.add(mask((2, 0, 6, 4)))] == [1]
    # What comes back begins anew, a speck is left out.
    assert [region.track for region in linker.add(mask((2, 0, 6, 4), (12, 10, 16, 14), (0, 19, 1, 20)))] == [1, 3]


def test_where_places_meet_the_larger_overlap_goes_on_and_where_they_part_a_track_begins():
    linker = TrackLinker(smallest_px=1)
    assert [region.track for region in linker.add(mask((0, 0, 3, 4), (6, 0, 12, 4)))] == [1, 2]
    assert [region.track for region in linker.add(mask((0, 0, 12, 4)))] == [2]
    assert [region.track for region in linker.add(mask((0, 0, 3, 4), (6, 0, 12, 4)))] == [3, 2]
