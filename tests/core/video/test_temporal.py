import math
import weakref

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from inspector.core.errors import SettingError
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.smoothing_windows import TimeWindow, gaussian_window, mean_window
from inspector.core.video.temporal import (
    Event,
    EventFinder,
    MeanFilter3d,
    Smoother,
    find_events,
    mean_filter_3d,
    scale_per_clip,
    smooth,
)

POINT = OperatingPoint(review=1.0, reject=2.0)


def streamed(stream, values):
    """What comes out, and after how many frames each came."""
    found, seen = [], []
    for number, value in enumerate(values, 1):
        if (given := stream.push(value)) is not None:
            found.append(given)
            seen.append(number)
    rest = list(stream.finish())
    return found + rest, seen + [len(values)] * len(rest)


@st.composite
def windows(draw):
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=7))
    latency = draw(st.integers(0, len(weights) - 1))
    return TimeWindow(tuple(weight / sum(weights) for weight in weights), latency, draw(st.booleans()))


@given(window=windows(), count=st.integers(1, 12), seed=st.integers(0, 99))
def test_a_stream_gives_what_the_whole_clip_gives_late_by_its_latency(window, count, seed):
    values = torch.rand(count, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    found, after = streamed(Smoother(window), values)
    assert torch.allclose(torch.stack(found), smooth(values, window), rtol=1e-12)
    assert after == [min(frame + 1 + window.latency, count) for frame in range(count)]


@given(window=windows(), count=st.integers(1, 12), seed=st.integers(0, 99))
def test_smoothing_against_a_slow_reference(window, count, seed):
    values = np.random.default_rng(seed).random(count)
    expected = []
    for frame in range(count):
        total = weight = 0.0
        for place, share in enumerate(window.weights):
            other = frame + place - (len(window.weights) - 1 - window.latency)
            if 0 <= other < count:
                total += share * values[other]
                weight += share
        expected.append(total if window.zero_ends else total / weight)
    assert smooth(torch.from_numpy(values), window).tolist() == pytest.approx(expected)


def test_a_causal_mean_by_hand():
    found = smooth(torch.tensor([3.0, 6.0, 9.0, 0.0]), mean_window(3, latency=0))
    assert found.tolist() == pytest.approx([3, 4.5, 6, 5])


def test_a_gaussian_like_scipys_away_from_the_ends():
    values = np.random.default_rng(0).random(60)
    found = smooth(torch.from_numpy(values), gaussian_window(3.0, past=12, latency=12)).numpy()
    assert found[12:-12] == pytest.approx(ndimage.gaussian_filter1d(values, 3.0, truncate=4.0)[12:-12])


@pytest.mark.parametrize("latency", [0, 1, 2])
def test_the_3d_mean_filter_against_a_slow_reference(latency):
    maps = torch.rand(6, 7, 8, generator=torch.Generator().manual_seed(1))
    found = mean_filter_3d(maps, side=3, window=mean_window(5, latency=latency))
    for t, y, x in np.ndindex(*maps.shape):
        first = max(0, t - 4 + latency)
        around = maps[first : t + latency + 1, max(0, y - 1) : y + 2, max(0, x - 1) : x + 2]
        assert found[t, y, x] == pytest.approx(around.mean().item(), rel=1e-5)
    one_by_one, _ = streamed(MeanFilter3d(side=3, window=mean_window(5, latency=latency)), maps)
    assert torch.allclose(torch.stack(one_by_one), found)


def test_a_stream_keeps_no_more_than_its_window():
    alive = weakref.WeakSet()
    smoother = Smoother(mean_window(4, latency=1))
    for _ in range(30):
        alive.add(value := torch.rand(2, 2))
        smoother.push(value)
        assert len(alive) <= 5


def test_a_window_must_hold_its_own_frame():
    with pytest.raises(SettingError, match="cannot have 3"):
        mean_window(3, latency=3)


def test_scaling_by_clip():
    assert scale_per_clip(torch.tensor([2.0, 4.0, 3.0])).tolist() == [0.0, 1.0, 0.5]
    assert scale_per_clip(torch.tensor([2.0, 2.0])).tolist() == [0.0, 0.0]


def test_events_by_hand():
    scores = np.array([0, 1.5, 2.5, 1.2, 0, 1.1, 0, 0, 0, 1.5, 1.6, 0, 0, 3.0])
    assert find_events(scores, POINT, min_gap=2) == [
        Event(1, 6, 2, 2.5, Decision.NG),
        Event(9, 11, 10, 1.6, Decision.REVIEW),
        Event(13, 14, 13, 3.0, Decision.NG),
    ]
    assert [(event.start, event.end) for event in find_events(scores, POINT, min_gap=1)] == [
        (1, 4), (5, 6), (9, 11), (13, 14),
    ]  # fmt: skip


def test_a_score_at_a_threshold_is_not_above_it():
    assert find_events(np.array([1.0, 2.0, 1.0]), POINT, min_gap=1) == [Event(1, 2, 1, 2.0, Decision.REVIEW)]


def test_frames_that_are_not_judged_are_no_event_and_do_not_prolong_one():
    scores = np.array([math.nan, 1.5, math.nan, math.nan, 0.0])
    assert find_events(scores, POINT, min_gap=2) == [Event(1, 2, 1, 1.5, Decision.REVIEW)]


def slow_events(scores: dict[int, float], min_gap: int) -> list[tuple]:
    groups: list[list[int]] = []
    for frame in sorted(frame for frame, score in scores.items() if score > POINT.review):
        if groups and frame - groups[-1][-1] - 1 < min_gap:
            groups[-1].append(frame)
        else:
            groups.append([frame])
    events = []
    for frames in groups:
        peak = max(scores[frame] for frame in frames)
        first = next(frame for frame in frames if scores[frame] == peak)
        events.append(Event(frames[0], frames[-1] + 1, first, peak, Decision.NG if peak > 2 else Decision.REVIEW))
    return events


@given(
    scores=st.dictionaries(st.integers(0, 40), st.sampled_from([0.0, 1.0, 1.5, 2.0, 2.5, math.nan])),
    min_gap=st.integers(1, 5),
)
def test_events_against_a_slow_reference_with_frames_lost(scores, min_gap):
    finder = EventFinder(POINT, min_gap=min_gap)
    found = [finder.push(frame, scores[frame]) for frame in sorted(scores)]
    assert [event for event in (*found, finder.finish()) if event is not None] == slow_events(scores, min_gap)


def test_an_event_is_given_as_soon_as_the_gap_has_passed_and_seen_before():
    finder = EventFinder(POINT, min_gap=2)
    assert finder.push(0, 1.5) is None
    assert finder.current == Event(0, 1, 0, 1.5, Decision.REVIEW)
    assert finder.push(1, 2.5) is None
    assert finder.current.decision is Decision.NG
    assert finder.push(2, 0.0) is None
    assert finder.push(3, 0.0) == Event(0, 2, 1, 2.5, Decision.NG)
    assert finder.current is None
    assert finder.finish() is None
    with pytest.raises(SettingError, match="at least 1 frame"):
        EventFinder(POINT, min_gap=0)
