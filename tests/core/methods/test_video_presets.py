"""What methods are on clips: which windows smooth their scores, and the presets for frames."""

import pytest
import torch

from inspector.core.building import build_network
from inspector.core.methods import METHODS, create_method
from inspector.core.video.clip_view import view_of


def smoothing(name):
    return view_of(create_method(name, preset="cpu")).smoothing


@pytest.mark.parametrize("name", METHODS)
def test_streams_are_smoothed_by_the_past_alone_and_a_steady_score_stays(name):
    found = smoothing(name)
    windows = (found.map_streaming, found.map_offline, found.score_streaming, found.score_offline)
    assert found.map_streaming.latency == found.score_streaming.latency == 0
    assert [sum(window.weights) for window in windows] == pytest.approx([1.0] * 4)
    assert not any(window.zero_ends for window in windows)


def test_images_are_scored_with_the_two_before_and_clips_as_published():
    images, clips = smoothing("riad"), smoothing("ssmtl")
    assert images.filter_side == 0
    assert images.score_streaming.weights == images.score_offline.weights == (1 / 3,) * 3
    assert images.score_offline.latency == 0
    assert smoothing("frame_permutation") is clips
    assert (clips.filter_side, len(clips.map_offline.weights), clips.map_offline.latency) == (9, 9, 4)
    assert (len(clips.score_offline.weights), clips.score_offline.latency) == (49, 24)


@pytest.mark.parametrize(("name", "small"), [("riad", {"base_width": 4}), ("adacl", {"width": 2})])
def test_frames_are_learned_and_judged_as_wide_as_they_are(name, small):
    method = create_method(name, preset="video", **small)
    network = build_network(method, seed=0)
    (look,) = view_of(method).looks
    assert 4 / 3 < look.size[1] / look.size[0] < 16 / 9  # between the proportions that cameras have
    frames = torch.rand(2, 3, *look.size, generator=torch.Generator().manual_seed(0))
    losses = method.learn(network, frames, generator=torch.Generator().manual_seed(0))
    sum(losses.values()).backward()
    network.eval()
    with torch.inference_mode():
        judged = method.judge(network, frames[:1])
    assert judged.maps.shape == (1, *look.size)
    assert torch.isfinite(judged.scores).all()
