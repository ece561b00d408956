"""SSMTL: what each task is shown, what it is scored by, and that it learns."""

import math
from itertools import pairwise

import pytest
import torch
from torch import nn

from inspector.core.building import build_network
from inspector.core.errors import SettingError
from inspector.core.methods import create_method
from inspector.core.methods.video.ssmtl import around, draw_gaps, irregular_frames, regular_frames
from inspector.core.networks.video import VideoNetwork, VideoTrunk, picture_head
from inspector.core.statistics import TaskStatistics
from inspector.core.video.windows import ClipBatch, Windows

EVERY = ("arrow_of_time", "irregularity", "middle_frame", "distillation")


def ssmtl(**settings):
    small = {"object_size": 16, "image_size": (16, 32), "width": 4, "fold": 1, "depth": 3}
    return create_method("ssmtl", preset="cpu", **(small | settings))


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def random_batch(method, count: int = 3) -> ClipBatch:
    draw = generator(1)
    taught = torch.rand(count, method.config.taught, generator=draw) if method.config.taught else None
    return ClipBatch(
        tuple(
            Windows(torch.rand(count, 3, len(look.learned), *look.size, generator=draw), taught)
            for look in method.looks
        )
    )


def numbered(count: int, frames: int) -> torch.Tensor:
    """Windows whose frames hold their offset from the middle."""
    offsets = torch.arange(frames) - frames // 2
    return offsets.float().view(1, 1, -1, 1, 1).expand(count, 3, -1, 8, 8)


def shown(frames: torch.Tensor) -> list[list[int]]:
    return frames[:, 0, :, 0, 0].int().tolist()


def test_the_regular_window_and_what_is_around_its_middle():
    regular = regular_frames(numbered(1, 25))
    assert shown(regular) == [[-3, -2, -1, 0, 1, 2, 3]]
    assert shown(around(regular)) == [[-3, -2, -1, 1, 2, 3]]
    assert shown(regular_frames(numbered(1, 7))) == shown(regular)  # a window to judge is taken as it is


def test_irregular_frames_are_as_far_apart_as_the_gaps_say():
    gaps = torch.tensor([[[1, 2, 3], [4, 1, 1]], [[4, 4, 4], [4, 4, 4]]])  # to the past, to what comes
    assert shown(irregular_frames(numbered(2, 25), gaps)) == [[-6, -3, -1, 0, 4, 5, 6], [-12, -8, -4, 0, 4, 8, 12]]


def test_gaps_are_random_and_never_regular():
    gaps = draw_gaps(500, longest=2, generator=generator())
    assert gaps.shape == (500, 2, 3)
    assert set(gaps.unique().tolist()) == {1, 2}
    assert not (gaps == 1).flatten(1).all(dim=1).any()  # of 500 draws about 8 would be
    assert 0.4 < (gaps == 2).float().mean() < 0.6


class Recorder(nn.Module):
    """A trunk that keeps what it is shown and answers with the means of the frames."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[list[list[int]]] = []

    def forward(self, frames):
        self.seen.append(shown(frames))
        return frames.mean(dim=(1, 3, 4))


def test_each_task_is_shown_the_windows_of_the_paper():
    method = ssmtl(taught=4, longest_gap=2)
    recorder = Recorder()
    answers = {"arrow_of_time": 2, "irregularity": 2, "distillation": 4}
    heads = {task: nn.LazyLinear(count) for task, count in answers.items()}
    heads["middle_frame"] = nn.Sequential(nn.LazyLinear(3 * 64), nn.Unflatten(1, (3, 8, 8)))
    network = nn.ModuleList([VideoNetwork(recorder, heads)])
    batch = ClipBatch((Windows(numbered(2, 13), torch.zeros(2, 4)),))
    losses = method.learn(network, batch, generator=generator())
    assert tuple(losses) == tuple(f"objects {task}" for task in EVERY)
    together, middle = recorder.seen
    forward = [-3, -2, -1, 0, 1, 2, 3]
    assert together[:4] == [forward, forward, forward[::-1], forward[::-1]]
    for window in together[4:]:
        assert window != forward
        assert window[3] == 0
        assert {after - before for before, after in pairwise(window)} <= {1, 2}
    assert middle == [[-3, -2, -1, 1, 2, 3]] * 2


class Constant(nn.Module):
    """A head that answers the same to whatever it is given."""

    def __init__(self, answer: torch.Tensor) -> None:
        super().__init__()
        self.answer = answer

    def forward(self, features):
        return self.answer.expand(len(features), *self.answer.shape)


def constant_network(method) -> nn.ModuleList:
    heads = {
        "arrow_of_time": Constant(torch.tensor([math.log(3.0), 0.0])),  # backward: 1/4
        "irregularity": Constant(torch.tensor([0.0, math.log(9.0)])),  # irregular: 9/10
        "middle_frame": Constant(torch.full((3, 16, 16), 0.5)),
        "distillation": Constant(torch.tensor([0.1, 0.2, 0.3, 7.0])),
    }
    trunk = VideoTrunk(depth=3, width=4, fold=1)
    return nn.ModuleList([VideoNetwork(trunk, {task: heads[task] for task in method.tasks_of(0)})]).eval()


def test_errors_and_the_paper_s_score_by_hand():
    method = ssmtl(taught=4, score="paper")
    frames = torch.zeros(2, 3, 7, 16, 16)
    frames[:, :, 3] = torch.tensor([0.2, 0.5]).view(2, 1, 1, 1)
    taught = torch.tensor([[0.0, 0.0, 0.0, 7.0], [0.1, 0.2, 0.3, 7.4]])
    judged = method.judge_look(constant_network(method), 0, Windows(frames, taught))
    expected = torch.tensor([[0.25, 0.9, 0.3, 0.15], [0.25, 0.9, 0.0, 0.1]])
    torch.testing.assert_close(judged.tasks[:, 0], expected)
    torch.testing.assert_close(judged.scores, expected.mean(dim=1))
    assert judged.maps is None
    unbounded = ssmtl(taught=4, score="log_probability")
    logs = unbounded.judge_look(constant_network(unbounded), 0, Windows(frames, taught)).tasks[0, 0, :2]
    torch.testing.assert_close(logs, torch.tensor([math.log(4 / 3), math.log(10.0)]))
    first = method.judge_look(constant_network(method), 0, Windows(frames, taught[:, :3]))  # one teacher of two
    torch.testing.assert_close(first.tasks[:, 0, 3], torch.tensor([0.2, 0.0]))


def test_how_well_tasks_are_solved_by_hand():
    method = ssmtl(taught=4)
    solved = method.solved(constant_network(method), 0, random_batch(method).looks[0], generator=generator())
    assert solved["arrow_of_time"].tolist() == [0.5] * 3  # forward is always the answer: right once of two times
    assert solved["irregularity"].tolist() == [0.5] * 3
    windows = random_batch(method).looks[0]
    torch.testing.assert_close(solved["middle_frame"], (windows.frames[:, :, 12] - 0.5).abs().mean(dim=(1, 2, 3)))
    answered = torch.tensor([0.1, 0.2, 0.3, 7.0])
    torch.testing.assert_close(solved["distillation"], (windows.taught - answered).abs().mean(dim=1))


@pytest.mark.parametrize("level", ["objects", "frame", "fusion"])
@pytest.mark.parametrize(
    "settings", [{}, {"taught": 5, "depth": 6}, {"asked": "middle_frame", "object_size": 32, "fold": 2}]
)
def test_every_level_and_subset_learns_and_judges(level, settings):
    method = ssmtl(level=level, **({"image_size": (32, 64)} | settings))
    expected = {"objects": ["objects"], "frame": ["frame"], "fusion": ["objects", "frame"]}[level]
    assert [look.subject for look in method.looks] == expected
    network = build_network(method, seed=0)
    batch = random_batch(method)
    losses = method.learn(network, batch, generator=generator())
    asked = [f"{look.subject} {task}" for place, look in enumerate(method.looks) for task in method.tasks_of(place)]
    assert list(losses) == asked
    assert all(loss.isfinite() for loss in losses.values())
    sum(losses.values()).backward()
    assert all(parameter.grad is not None for parameter in network.parameters())
    network.eval()
    for place, look in enumerate(method.looks):
        frames = regular_frames(batch.looks[place].frames)
        assert frames.shape[2] == len(look.judged)
        windows = Windows(frames, batch.looks[place].taught)
        with torch.inference_mode():
            judged = method.judge_look(network, place, windows)
            again = method.judge_look(network, place, windows)
            alone = method.judge_look(
                network, place, Windows(frames[1:2], None if windows.taught is None else windows.taught[1:2])
            )
        assert judged.tasks.shape == (3, 1, len(method.tasks_of(place)))
        assert torch.equal(judged.tasks, again.tasks)
        torch.testing.assert_close(alone.tasks, judged.tasks[1:2], atol=1e-5, rtol=1e-4)
        assert len(method.chance_of(place)) == len(method.tasks_of(place))


@pytest.mark.parametrize("fold", [1, 2])
def test_a_frame_without_objects_has_no_scores(fold):
    method = ssmtl(fold=fold, object_size=16 * fold, image_size=(16 * fold, 32 * fold))
    network = build_network(method, seed=0).eval()
    judged = method.judge_look(network, 0, Windows(torch.zeros(0, 3, 7, 16 * fold, 16 * fold)))
    assert judged.scores.shape == (0,)
    assert judged.tasks.shape == (0, 1, 3)


def test_without_a_teacher_nothing_is_distilled():
    assert ssmtl().tasks_of(0) == EVERY[:3]
    assert ssmtl(taught=80).tasks_of(0) == EVERY
    fusion = ssmtl(level="fusion", taught=80)
    assert fusion.tasks_of(0) == EVERY
    assert fusion.tasks_of(1) == EVERY[:3]  # of frames nobody is taught
    assert fusion.chance_of(1).isnan().tolist() == [False, False, True]


def test_a_teacher_that_is_missing_is_explained():
    method = ssmtl(taught=5)
    with pytest.raises(SettingError, match="objects come without classes"):
        method.judge_look(build_network(method, seed=0).eval(), 0, Windows(torch.rand(1, 3, 7, 16, 16)))


def test_the_same_generator_gives_the_same_losses():
    method = ssmtl()
    network = build_network(method, seed=0)
    one, two, other = (
        method.learn(network, random_batch(method), generator=generator(seed))["objects irregularity"].item()
        for seed in (0, 0, 5)
    )
    assert one == two
    assert one != other


def moving(count: int, frames: int = 25, *, speed: float = 0.7) -> torch.Tensor:
    """A bright bar with a tail on one side that moves to the right."""
    x = torch.arange(16.0)
    start = torch.rand(count, 1, generator=generator(3)) * 16
    place = start + speed * (torch.arange(frames) - frames // 2)
    behind = (place[..., None] - x) % 16  # 0 at the bar, growing to its left
    rows = (-behind / 3).exp()
    return rows[:, None, :, None, :].expand(count, 3, frames, 16, 16)


def test_in_a_few_steps_it_knows_which_way_and_how_fast_things_move():
    method = ssmtl(width=8, longest_gap=4)
    network = build_network(method, seed=0).train()
    optimizer = torch.optim.Adam(network.parameters(), lr=5e-3)
    for step in range(30):
        losses = method.learn(network, ClipBatch((Windows(moving(16)),)), generator=generator(step))
        optimizer.zero_grad()
        sum(losses.values()).backward()
        optimizer.step()
    network.eval()
    with torch.inference_mode():
        good = method.judge_look(network, 0, Windows(regular_frames(moving(8)))).tasks.mean(dim=(0, 1))
        reversed_ = method.judge_look(network, 0, Windows(regular_frames(moving(8)).flip(2))).tasks.mean(dim=(0, 1))
        fast = method.judge_look(network, 0, Windows(regular_frames(moving(8, speed=2.0)))).tasks.mean(dim=(0, 1))
    assert good[0] < 0.3 < 0.7 < reversed_[0]
    assert good[1] < 0.3 < 0.7 < fast[1]
    solved = method.solved(network, 0, Windows(moving(8)), generator=generator(9))
    assert solved["arrow_of_time"].mean() > 0.9
    assert solved["irregularity"].mean() > 0.9


def test_a_window_alone_has_the_features_that_it_has_among_others():
    trunk = VideoTrunk(depth=3, width=4, fold=1).eval()
    frames = torch.rand(3, 3, 7, 16, 16, generator=generator())
    features = trunk(frames)
    alone = trunk(frames[:1])
    assert alone.shape == (1, 8, 2, 2)
    torch.testing.assert_close(alone, features[:1])
    assert trunk(frames[:0]).shape == (0, 8, 2, 2)


def test_a_fold_sees_every_pixel_and_draws_at_full_size():
    trunk = VideoTrunk(depth=3, width=4, fold=2)
    frames = torch.rand(2, 3, 7, 32, 48, generator=generator())
    features = trunk(frames)
    assert features.shape == (2, 8, 2, 3)
    assert picture_head(trunk.features, fold=2)(features).shape == (2, 3, 32, 48)
    odd = frames.clone()
    odd[..., 1::2, 1::2] = 0
    assert not torch.equal(trunk(odd), features)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"object_size": 60}, "2, 3, … times 8 px"),
        ({"image_size": (96, 100)}, "not 100 px"),
        ({"object_size": 24, "fold": 2}, "16 px"),
        ({"depth": 4}, "depth"),
        ({"longest_gap": 1}, "longest_gap"),
        ({"asked": ()}, "asked"),
        ({"asked": "distillation"}, "teacher"),
        ({"asked": "distillation", "taught": 80, "level": "fusion"}, "objects"),
        ({"level": "pixels"}, "level"),
    ],
)
def test_settings_that_do_not_fit_are_refused(settings, message):
    with pytest.raises(SettingError, match=message):
        ssmtl(**settings)


def test_tasks_of_both_kinds_are_compared_with_good_video():
    # Chance 0.5 and a median of 0.1: weight 0.8; where nothing can be guessed: weight 1, and the usual spread.
    steps = torch.linspace(-1, 1, 21)[:, None]
    tasks = torch.cat([0.1 + 0.05 * steps, 4.0 + steps, 0.45 + 0.02 * steps], dim=1)[:, None]
    statistics = TaskStatistics.from_errors(tasks, torch.tensor([0.5, torch.nan, 0.5]))
    torch.testing.assert_close(statistics.weight, torch.tensor([0.8, 1.0, 0.1]))
    assert statistics.near_chance.tolist() == [False, False, True]
    assert statistics.trivial.tolist() == [False, False, False]
    mads = 1.4826 * torch.tensor([0.025, 0.5, 0.01])
    torch.testing.assert_close(statistics.sigma[0], mads + torch.tensor([0.025, 3 * mads[1], 0.025]))
    (remark,) = statistics.remarks(EVERY[:3])
    assert remark.startswith("The task middle_frame is near chance")


def test_by_the_tail_one_is_what_the_worst_hundredth_of_good_windows_reach():
    # Of 201 windows 4 fail: the MAD would be 0, the 99th percentile is of a window that fails.
    tasks = torch.zeros(201, 1, 2)
    tasks[:4] = torch.tensor([0.8, 3.0])
    statistics = TaskStatistics.from_errors(tasks, torch.tensor([0.5, torch.nan]), by_tail=True)
    torch.testing.assert_close(statistics.sigma, torch.tensor([[0.825, 3.000001]]))
    assert statistics.weight.tolist() == [1, 1]
    normal, failing = statistics.normalise(torch.tensor([[[0.0, 0.0]], [[0.8, 6.0]]]))
    assert normal.tolist() == [[0, 0]]
    torch.testing.assert_close(failing, torch.tensor([[0.8 / 0.825, 2.0]]), atol=1e-4, rtol=1e-4)


def test_tasks_without_chance_are_alike_however_that_is_said():
    tasks = torch.rand(30, 2, 3, generator=generator())
    said = TaskStatistics.from_errors(tasks, torch.full((3,), torch.nan))
    unsaid = TaskStatistics.from_errors(tasks, None)
    for name in ("median", "sigma", "weight", "near_chance", "trivial"):
        assert torch.equal(getattr(said, name), getattr(unsaid, name))
    assert unsaid.weight.tolist() == [1, 1, 1]
