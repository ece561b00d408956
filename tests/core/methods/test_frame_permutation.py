"""Frame permutation: the fast way through all orders against the slow one, and what stillness does."""

import math
from itertools import permutations

import pytest
import torch
import torch.nn.functional as F

from inspector.core.building import build_network
from inspector.core.errors import SettingError
from inspector.core.fitting import FitStep, fit
from inspector.core.methods import create_method
from inspector.core.networks.dropout import drawing_dropout
from inspector.core.video.windows import ClipBatch, Windows


def frame_permutation(**settings):
    small = {
        "image_size": (32, 48),
        "crop_side": None,
        "frames": 3,
        "skip": 0,
        "width": 4,
        "units": 16,
        "full_share": 0,
    }
    return create_method("frame_permutation", preset="cpu", **{**small, **settings})


def moving(count: int = 4, *, frames: int = 3, size: tuple[int, int] = (32, 48), seed: int = 0) -> torch.Tensor:
    """Windows (B, 3, M, h, w) in which a square goes to the right through the left upper part of the picture."""
    draw = torch.Generator().manual_seed(seed)
    windows = 0.4 + 0.005 * torch.randn(count, 3, frames, *size, generator=draw)
    starts = torch.randint(0, 8, (count, 2), generator=draw).tolist()
    for window, (y, x) in zip(windows, starts, strict=True):
        for place in range(frames):
            window[:, place, y : y + 6, x + 4 * place : x + 4 * place + 6] += 0.4
    return windows


def still(count: int = 4, **kwargs) -> torch.Tensor:
    frames = moving(count, **kwargs)
    draw = torch.Generator().manual_seed(7)
    return frames[:, :, :1] + 0.005 * torch.randn(frames.shape, generator=draw)


def batch(frames: torch.Tensor) -> ClipBatch:
    return ClipBatch((Windows(frames),))


def built(method, *, learned_from: torch.Tensor | None = None):
    """An untrained network whose normalisation and noise have seen something."""
    network = build_network(method, seed=0)
    if learned_from is not None:
        method.learn(network, batch(learned_from), generator=torch.Generator().manual_seed(0))
    return network.eval()


class Source:
    def __init__(self, frames: torch.Tensor) -> None:
        self.frames = frames

    def __len__(self) -> int:
        return len(self.frames)

    def batch(self, indices, *, generator):
        return batch(self.frames[indices])


@pytest.mark.parametrize("frames", [3, 5])
@pytest.mark.parametrize("show_path", [False, True])
def test_all_orders_at_once_are_what_one_after_the_other_gives(frames, show_path):
    method = frame_permutation(frames=frames, show_path=show_path)
    windows = moving(2, frames=frames)
    network = built(method, learned_from=windows)
    orders = list(permutations(range(frames)))
    entropies = torch.zeros(len(windows), len(orders))
    with torch.inference_mode():
        for truth, order in enumerate(orders):
            shown = windows[:, :, list(order)]
            if show_path:
                shown = torch.cat([shown, shown - shown.mean(dim=2, keepdim=True)], dim=1)
            features = torch.cat([network.order.trunk(shown[:, :, slot]) for slot in range(frames)], dim=1)
            truths = torch.full((len(windows),), truth)
            entropies[:, truth] = F.cross_entropy(network.order.head(features), truths, reduction="none")
        judged = method.judge(network, windows)
        torch.testing.assert_close(judged.scores, entropies.mean(dim=1))
        torch.testing.assert_close(judged.tasks, entropies.mean(dim=1)[:, None, None])
        single = frame_permutation(frames=frames, show_path=show_path, score="single")
        expected = entropies[:, network.drawn.item()]
        torch.testing.assert_close(single.judge(network, windows).scores, expected)
        assert not torch.allclose(expected, judged.scores)


def test_the_window_lies_around_the_moment():
    (look,) = create_method("frame_permutation", preset="paper").looks
    assert (look.subject, look.size, look.judged) == ("frame", (225, 225), (-6, -3, 0, 3, 6))
    assert look.learned == look.judged
    assert frame_permutation(frames=4, skip=1).looks[0].judged == (-3, -1, 1, 3)


def test_one_who_guesses_is_scored_as_chance_says():
    method = frame_permutation(frames=5)
    network = built(method)
    with torch.no_grad():
        network.order.head.weight.zero_()
        network.order.head.bias.zero_()
    assert method.chance_of(0).item() == pytest.approx(math.log(120))
    assert method.judge(network, moving(frames=5)).scores.tolist() == pytest.approx([math.log(120)] * 4)


@pytest.mark.parametrize("preset", ["cpu", "paper"])
def test_both_trunks_learn_from_all_their_parameters(preset):
    size = {"image_size": (64, 64)} if preset == "paper" else {"image_size": (32, 48), "crop_side": None}
    method = create_method("frame_permutation", preset=preset, frames=3, units=16, **size)
    network = build_network(method, seed=0)
    shown = batch(moving(size=size["image_size"]))
    with drawing_dropout(network, torch.Generator().manual_seed(0)):
        losses = method.learn(network, shown, generator=torch.Generator().manual_seed(0))
    losses["order"].backward()
    assert all(parameter.grad.abs().sum() > 0 for parameter in network.parameters())


@pytest.mark.parametrize("draws", [1, None])
def test_still_windows_teach_nothing(draws):
    method = frame_permutation(orders_learned=draws)
    windows = torch.stack([moving(), still()], dim=1).flatten(0, 1)  # one moves, the next is still
    gradients = []
    for shown in (windows, torch.stack([moving(), still(seed=5)], dim=1).flatten(0, 1)):
        network = build_network(method, seed=0)
        network.moving.learn(moving())
        method.learn(network, batch(shown), generator=torch.Generator().manual_seed(1))["order"].backward()
        gradients.append([parameter.grad for parameter in network.parameters()])
    assert all(torch.equal(one, other) for one, other in zip(*gradients, strict=True))
    network = build_network(method, seed=0)
    network.moving.learn(moving())
    loss = method.learn(network, batch(still()), generator=torch.Generator())["order"]
    loss.backward()
    assert loss.item() == 0
    assert all(not parameter.grad.any() for parameter in network.parameters())


def test_what_barely_moves_counts_in_proportion():
    windows = moving(2)
    network = built(frame_permutation(), learned_from=windows)
    share = network.moving(windows)
    assert (share > 0).all()
    scores = {full: frame_permutation(full_share=full).judge(network, windows).scores for full in (0, 0.5, 1)}
    torch.testing.assert_close(scores[1], scores[0] * share)
    torch.testing.assert_close(scores[0.5], scores[0] * (share / 0.5).clamp_max(1))


@pytest.mark.parametrize("settings", [{}, {"image_size": (48, 64), "crop_side": 32}])
def test_still_windows_are_flagged_and_score_nothing(settings):
    method = frame_permutation(**settings)
    size = method.config.image_size
    network = built(method, learned_from=moving(size=size))
    shown = torch.cat([moving(2, size=size), still(2, size=size)])
    with torch.inference_mode():
        judged = method.judge(network, shown)
    assert judged.evidence["still"].tolist() == [False, False, True, True]
    assert (judged.scores[:2] > 0).all()
    assert judged.scores[2:].tolist() == [0, 0]


def test_of_crops_the_worst_is_the_score_and_the_map_is_zero_where_all_is_still():
    method = frame_permutation(image_size=(48, 96), crop_side=32)
    assert method.has_map
    windows = moving(2, size=(48, 96))
    network = built(method, learned_from=windows)
    with torch.inference_mode():
        judged = method.judge(network, windows)
        parts = frame_permutation(image_size=32)
        alone = torch.stack([parts.judge(network, windows[..., y : y + 32, x : x + 32]).scores
                             for y, x in method.places()])  # fmt: skip
    torch.testing.assert_close(judged.scores, alone.amax(dim=0))
    assert judged.tasks.shape == (2, 1, 1)
    assert judged.maps.shape == (2, 48, 96)
    assert (judged.maps[:, :, 64:] == 0).all()  # crops that reach there begin at 48 px or more, beyond the square's way
    assert (judged.maps[:, 8, 8] > 0).all()


def test_the_order_of_motion_is_learned_and_what_runs_otherwise_stands_out():
    method = frame_permutation(training={"steps": 60, "batch_size": 8, "learning_rate": 5e-3})
    network = build_network(method, seed=0)
    events = list(fit(method, network, Source(moving(64)), seed=0, device=torch.device("cpu")))
    curve = [event.losses["order"] for event in events if isinstance(event, FitStep)]
    assert curve[0] > 0.8 * math.log(6)
    new = moving(16, seed=1)
    (share,) = method.solved(network, 0, Windows(new), generator=torch.Generator()).values()
    assert share.shape == (16,)
    assert share.mean() > 0.9
    with torch.inference_mode():
        good, backward = (method.judge(network, frames) for frames in (new, new.flip(-1)))
        again = method.judge(network, new[3:4])
    assert good.scores.max() < backward.scores.min()
    torch.testing.assert_close(again.scores, good.scores[3:4])
    assert len(method.solved(network, 0, Windows(still(3)), generator=torch.Generator())["order"]) == 0


def test_crops_larger_than_the_frame_are_refused():
    with pytest.raises(SettingError, match="crop_side 64 is larger than the image, 32 px"):
        frame_permutation(crop_side=64)
