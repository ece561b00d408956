"""The engine: losses, scores and maps of methods that pose tasks, against values worked out by hand."""

import math

import pytest
import torch
from torch import nn

from inspector.core.building import build_network
from inspector.core.calibration import calibrate
from inspector.core.errors import SettingError
from inspector.core.explanation import failed_tasks
from inspector.core.methods import METHODS, create_method
from inspector.core.methods.base import Judgement
from inspector.core.methods.capabilities import PosesTasks
from inspector.core.model import Model
from inspector.core.networks.dropout import drawing_dropout
from tests.conftest import IMAGE_METHODS

TASKED = [name for name in IMAGE_METHODS if issubclass(METHODS[name], PosesTasks)]


class Answers(nn.Module):
    """Answers every view alike, whatever it shows."""

    def __init__(self, logits: list[float], **buffers: torch.Tensor) -> None:
        super().__init__()
        self.logits = nn.Parameter(torch.tensor(logits))
        for name, value in buffers.items():
            self.register_buffer(name, value)

    def forward(self, views: torch.Tensor) -> torch.Tensor:
        return self.logits.expand(1, len(views), -1)


def rotnet(**settings):
    return create_method("rotnet", preset="cpu", width=1, **settings)


def images(count: int = 2, side: int = 64) -> torch.Tensor:
    return torch.rand(count, 3, side, side, generator=torch.Generator().manual_seed(3))


def test_the_loss_and_the_scores_of_one_task_by_hand():
    # p = 1/2, 1/6, 1/6, 1/6 for every view; each of the four views has another truth.
    network = Answers([math.log(3), 0.0, 0.0, 0.0])
    entropy = (math.log(2) + 3 * math.log(6)) / 4
    losses = rotnet().learn(network, images(), generator=torch.Generator())
    assert losses["rotation"].item() == pytest.approx(entropy)
    by_log = rotnet(score="log_probability").judge(network, images())
    assert by_log.scores.tolist() == pytest.approx([entropy] * 2)
    by_paper = rotnet(score="paper").judge(network, images())  # 1 − mean probability of the true class
    assert by_paper.scores.tolist() == pytest.approx([1 - (1 / 2 + 3 / 6) / 4] * 2)


def test_the_logarithm_of_errors_lets_small_ones_count():
    method = rotnet(score="log_error")
    tasks = torch.tensor([[[0.999, 0.0]], [[0.499, 0.009]]])  # two images, judged whole, by two tasks
    scores, _ = method.combine(tasks)
    assert torch.allclose(scores, torch.tensor([math.log(1.0 * 0.001), math.log(0.5 * 0.01)]) / 2)


def test_the_loss_of_many_tasks_is_the_sum_of_their_means_over_their_own_views():
    method = create_method("multitask", preset="cpu", width=1, image_size=64, score="log_probability")
    orders = build_network(method, seed=0).orders
    # Certain of the first class of the jigsaw, undecided elsewhere.
    network = Answers([0.0] * 10 + [100.0, 0.0, 0.0], orders=orders)
    losses = method.learn(network, images(), generator=torch.Generator().manual_seed(0))
    expected = {"vertical": math.log(3), "horizontal": math.log(3), "rotation": math.log(4), "jigsaw": 200 / 3}
    assert {name: loss.item() for name, loss in losses.items()} == pytest.approx(expected)
    assert method.judge(network, images()).scores[0].item() == pytest.approx(sum(expected.values()) / 4)


def test_the_error_of_members_is_the_mean_of_theirs():
    class Two(nn.Module):  # one certain and right of the first view, one that guesses
        def forward(self, views):
            certain = torch.tensor([50.0, 0, 0, 0]).expand(len(views), -1)
            return torch.stack([certain, torch.zeros_like(certain)])

    judged = rotnet(score="log_probability").judge(Two(), images(1)).scores.item()
    assert judged == pytest.approx(((0 + 3 * 50) / 4 + math.log(4)) / 2)


def test_chance_is_what_one_who_guesses_is_scored():
    for score in ("log_probability", "paper"):
        method = create_method("multitask", preset="cpu", width=1, image_size=64, score=score)
        network = Answers([0.0] * 13, orders=build_network(method, seed=0).orders)
        torch.testing.assert_close(method.judge(network, images(1)).tasks[0, 0], method.chance())


@pytest.mark.parametrize("name", TASKED)
@pytest.mark.parametrize("settings", [{"image_size": 64}, {"image_size": (96, 128), "crop_side": 64}])
def test_every_method_learns_and_judges_whole_images_and_crops(name, settings):
    small = {"width": 1} if "width" in type(METHODS[name].presets["cpu"]).model_fields else {"base_width": 4}
    method = create_method(name, preset="cpu", **small, **settings)
    network = build_network(method, seed=0)
    height, width = method.config.image_size
    batch = torch.rand(4, 3, height, width, generator=torch.Generator().manual_seed(0))
    with drawing_dropout(network, torch.Generator().manual_seed(0)):
        losses = method.learn(network, batch, generator=torch.Generator().manual_seed(0))
    assert tuple(losses) == method.tasks
    sum(losses.values()).backward()
    assert all(parameter.grad is not None for parameter in network.parameters())
    network.eval()
    with torch.inference_mode():
        judgement = method.judge(network, batch, evidence=True)
        again = method.judge(network, batch[2:3])
    assert torch.isfinite(judgement.scores).all()
    crops = width == 128
    places = 6 if crops else 1
    assert judgement.tasks.shape == (4, places, len(method.tasks))
    assert method.has_map is crops
    if crops:
        assert judgement.maps.shape == (4, 96, 128)
        assert judgement.evidence[f"task {method.tasks[0]}"].shape == (4, 96, 128)
    torch.testing.assert_close(again.scores, judgement.scores[2:3])


def test_several_crops_of_each_image_are_learned_from():
    class Counts(nn.Module):
        def forward(self, views):
            self.seen = len(views)
            return torch.zeros(1, len(views), 4)

    network = Counts()
    method = rotnet(image_size=(80, 96), crop_side=32, crop_draws=5)
    method.learn(network, torch.rand(3, 3, 80, 96), generator=torch.Generator())
    assert network.seen == 3 * 5 * 4  # four turns of each crop


def test_of_crops_the_worst_one_is_the_score_and_the_map_shows_where():
    method = rotnet(image_size=128, crop_side=64, score="log_probability")

    class Bright(nn.Module):  # is certain and right of dark views, undecided on bright ones
        def forward(self, views):
            certainty = 50 * (1 - views.mean(dim=(1, 2, 3)))
            truth = torch.eye(4).repeat(len(views) // 4, 1)
            return (certainty[:, None] * truth)[None]

    image = torch.zeros(1, 3, 128, 128)
    image[..., 64:, 64:] = 1
    judgement = method.judge(Bright(), image)
    assert judgement.tasks.shape == (1, 9, 1)
    assert judgement.scores.item() == pytest.approx(math.log(4))
    assert judgement.maps[0, -1, -1].item() == pytest.approx(math.log(4))
    assert judgement.maps[0, 0, 0].item() < 1e-6
    assert judgement.maps[0, 64:, 64:].mean() > 3 * judgement.maps[0, :64, :].mean()


def statistics_of(method, tasks: torch.Tensor):
    judgement = Judgement(tasks.mean(dim=(1, 2)), None, tasks=tasks)
    return calibrate(method, judgement, normalise=None)


def test_tasks_near_chance_and_trivially_solved_are_named_and_weighted():
    method = create_method("multitask", preset="cpu", width=1, image_size=64)  # score: calibrated
    draws = torch.rand(60, 1, 4, generator=torch.Generator().manual_seed(0))
    chance = method.chance()
    level = torch.tensor([0.3, 0.0, 0.95, 0.3])  # of chance: solved, trivial, near chance, solved
    tasks = chance * level * (0.9 + 0.2 * draws)
    calibration = statistics_of(method, tasks)
    assert calibration.tasks.near_chance.tolist() == [False, False, True, False]
    assert calibration.tasks.trivial.tolist() == [False, True, False, False]
    near, trivial = calibration.tasks.remarks(method.tasks)
    assert "rotation is near chance" in near
    assert "horizontal is trivially solved" in trivial
    worse = tasks[:1].clone()
    worse[0, 0, 2] *= 10  # a task that tells nothing does not change the score
    both = calibration.tasks.normalise(torch.cat([tasks[:1], worse]))
    scores, maps = method.combine(both)
    assert maps is None
    assert scores[0] == scores[1]
    failing = tasks[:1].clone()
    failing[0, 0, 0] = chance[0]
    assert method.combine(calibration.tasks.normalise(failing))[0] > calibration.good_scores.max()


def test_a_training_that_learned_nothing_says_so():
    method = create_method("multitask", preset="cpu", width=1, image_size=64)
    tasks = method.chance() * (0.95 + 0.1 * torch.rand(30, 1, 4, generator=torch.Generator().manual_seed(0)))
    calibration = statistics_of(method, tasks)
    (remark,) = calibration.tasks.remarks(method.tasks)
    assert "train longer" in remark
    assert calibration.good_scores.std() > 0  # and still tells one image from another


def test_a_calibrated_score_is_the_weighted_mean_of_excesses_by_hand():
    method = create_method("multitask", preset="cpu", width=1, image_size=64, asked=["rotation", "jigsaw"])
    chance = method.chance()
    good = torch.linspace(0.1, 0.3, 21)[:, None, None] * chance  # median 0.2, MAD 0.05 of chance for both tasks
    statistics = statistics_of(method, good).tasks
    sigma = (1.4826 * 0.05 + 0.05) * chance
    torch.testing.assert_close(statistics.sigma[0], sigma)
    torch.testing.assert_close(statistics.weight, torch.tensor([0.8, 0.8]))
    tested = torch.tensor([[[0.6, 0.2]]]) * chance
    expected = ((0.6 - 0.2) * chance[0] / sigma[0] + 0) / 2
    assert method.combine(statistics.normalise(tested))[0].item() == pytest.approx(expected.item(), rel=1e-5)


def test_good_scores_are_those_that_new_images_would_get():
    method = create_method("multitask", preset="cpu", width=1, image_size=64)
    tasks = torch.rand(40, 1, 4, generator=torch.Generator().manual_seed(0)) * 0.2
    calibration = statistics_of(method, tasks)
    own = method.combine(calibration.tasks.normalise(tasks))[0]
    assert calibration.good_scores.max() > own.max()  # each image is compared with the others alone
    torch.testing.assert_close(calibration.good_scores, own, atol=1.0, rtol=0.5)


def test_a_model_judges_by_tasks_as_its_calibration_says():
    method = create_method("multitask", preset="cpu", width=1, image_size=64)
    network = build_network(method, seed=0).eval()
    model = Model(method, network, None, None)
    good = images(30)
    calibration = calibrate(method, model.judge(good), normalise=None)
    judged = Model(method, network, None, calibration).judge(good[:2])
    expected = method.combine(calibration.tasks.normalise(model.judge(good[:2]).tasks))[0]
    torch.testing.assert_close(judged.scores, expected)


def test_the_failed_task_is_named_with_its_place_in_the_image():
    method = create_method("multitask", preset="cpu", width=1, image_size=128, crop_side=64)
    generator = torch.Generator().manual_seed(0)
    good = torch.rand(40, 9, 4, generator=generator) * 0.1
    statistics = statistics_of(method, good).tasks
    bad = good[0].clone()
    bad[4, 3], bad[8, 2] = 20.0, 10.0  # crop 4 is at (32, 32), crop 8 at (64, 64)
    first, second = failed_tasks(method, statistics, bad, size=(256, 512))
    assert (first.task, first.left, first.top, first.width, first.height) == ("jigsaw", 128, 64, 256, 128)
    assert (second.task, second.left, second.top) == ("rotation", 256, 128)
    assert first.excess > second.excess > 3
    assert failed_tasks(method, statistics, statistics.median, size=(256, 512)) == ()


def test_the_only_task_of_a_method_has_a_place_and_no_name():
    method = create_method("adacl", preset="cpu", image_size=64, crop_side=32)
    good = torch.rand(40, 9, 1, generator=torch.Generator().manual_seed(0)) * 0.1
    statistics = statistics_of(method, good).tasks
    bad = good[0].clone()
    bad[4] = 20.0  # the crop at (16, 16)
    (failed,) = failed_tasks(method, statistics, bad, size=(128, 128))
    assert (failed.task, failed.left, failed.top, failed.width, failed.height) == ("", 32, 32, 64, 64)


def test_of_a_whole_image_every_failed_task_is_named_worst_first():
    method = create_method("multitask", preset="cpu", width=1, image_size=64)
    good = torch.rand(40, 1, 4, generator=torch.Generator().manual_seed(0)) * 0.1
    statistics = statistics_of(method, good).tasks
    bad = good[0].clone()
    bad[0, 1], bad[0, 2] = 1.0, 2.0
    failed = failed_tasks(method, statistics, bad, size=(900, 900))
    assert [one.task for one in failed] == ["rotation", "horizontal"]
    assert (failed[0].left, failed[0].top, failed[0].width, failed[0].height) == (0, 0, 900, 900)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"image_size": (64, 96)}, "square"),
        ({"image_size": 64, "crop_side": 80}, "larger than the image"),
        ({"depth": 12}, "10, 16, 22"),
        ({"image_size": 63}, "not divisible by fold 2"),
        ({"score": "best"}, "score"),
    ],
)
def test_settings_out_of_range_are_refused(settings, message):
    with pytest.raises(SettingError, match=message):
        create_method("multitask", preset="cpu", **settings)


@pytest.mark.parametrize(("size", "crop", "places"), [(28, None, 1), (64, None, 1), (96, 64, 4), ((64, 64), None, 1)])
def test_crops_are_judged_where_the_image_is_larger_than_64_px(size, crop, places):
    method = create_method("multitask", preset="cpu", width=1, image_size=size)
    assert method.config.crop == crop
    assert method.has_map == (crop is not None)
    assert len(method.places()) == places


@pytest.mark.parametrize("preset", ["cpu", "balanced"])
def test_the_presets_for_inspection_have_a_map_and_the_papers_has_none(preset):
    assert create_method("multitask", preset=preset).has_map
    assert not create_method("multitask", preset="paper").has_map


@pytest.mark.parametrize(("size", "fold"), [(28, 2), (512, 8)])
def test_from_28_px_grey_to_512_px_colour(size, fold):
    method = create_method("multitask", preset="cpu", width=1, image_size=size, fold=fold, crop_side=None)
    network = build_network(method, seed=0).eval()
    picture = torch.rand(1, 1 if size == 28 else 3, size, size).expand(1, 3, -1, -1)
    with torch.inference_mode():
        assert torch.isfinite(method.judge(network, picture).scores).all()
