import pytest
import torch

from inspector.core.building import build_network
from inspector.core.fitting import FitStep, fit
from inspector.core.methods import create_method
from inspector.core.methods.images.adacl import AdaclNetwork
from inspector.core.networks.regressor import Regressor
from inspector.core.pretext.anomalies import ANOMALIES, cut_paste, mix_with_turned, shuffle_quarters, turn_sideways


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def numbered(count: int = 1, side: int = 8) -> torch.Tensor:
    return torch.arange(count * side * side, dtype=torch.float32).view(count, 1, side, side) / (count * side * side)


def adacl(**settings):
    return create_method("adacl", preset="cpu", **{"width": 4, "image_size": 32, **settings})


def test_cut_paste_pastes_one_rectangle_of_the_image_itself():
    image = numbered(side=32)
    for seed in range(20):
        made = cut_paste(image, generator=generator(seed))
        changed = (made != image)[0, 0]
        if not changed.any():
            continue  # pasted where it was cut
        rows, columns = changed.any(dim=1).nonzero(), changed.any(dim=0).nonzero()
        box = changed[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        assert box.all()
        patch = made[0, 0, rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        step = torch.full_like(patch[:, 1:], 1 / 32**2)  # neighbours in the patch are neighbours in the image
        torch.testing.assert_close(patch[:, 1:] - patch[:, :-1], step, atol=1e-6, rtol=0)
        assert 0.01 < box.numel() / 32**2 < 0.4


def test_shuffled_quarters_are_the_quarters_in_another_order():
    image = numbered()
    quarters = {image[0, 0, y : y + 4, x : x + 4].sum().item() for y in (0, 4) for x in (0, 4)}
    for seed in range(30):
        made = shuffle_quarters(image, generator=generator(seed))
        assert not torch.equal(made, image)
        assert {made[0, 0, y : y + 4, x : x + 4].sum().item() for y in (0, 4) for x in (0, 4)} == quarters


def test_sideways_is_a_quarter_turn_either_way():
    images = numbered(40)
    made = turn_sideways(images, generator=generator())
    left = [torch.equal(m, i) for m, i in zip(torch.rot90(made, -1, (-2, -1)), images, strict=True)]
    right = [torch.equal(m, i) for m, i in zip(torch.rot90(made, 1, (-2, -1)), images, strict=True)]
    assert all(a != b for a, b in zip(left, right, strict=True))
    assert 5 < sum(left) < 35


def test_a_mixture_is_a_share_of_the_image_and_the_rest_of_it_turned():
    image = torch.zeros(1, 1, 2, 2)
    image[0, 0, 0, 0] = 1.0
    made = mix_with_turned(image, generator=generator())
    share = made[0, 0, 0, 0].item()
    assert 0 < share < 1
    assert made[0, 0, 1, 1].item() == 0
    assert made.sum().item() == pytest.approx(1)


@pytest.mark.parametrize("make", ANOMALIES.values())
def test_anomalies_leave_the_images_alone_and_stay_in_range(make):
    images = numbered(5, 16)
    before = images.clone()
    made = make(images, generator=generator())
    assert torch.equal(images, before)
    assert made.shape == images.shape
    assert made.min() >= 0
    assert made.max() <= 1
    assert torch.equal(made, make(images, generator=generator()))


def test_the_network_is_below_the_papers_300_000_parameters():
    assert sum(parameter.numel() for parameter in Regressor(width=32).parameters()) == 287_585


class Constant(AdaclNetwork):
    """Answers every image with its brightness times a factor."""

    def forward(self, images):
        return (2 * images.mean(dim=(1, 2, 3)) - 0.25)[None]


def test_the_loss_is_the_squared_error_of_answers_to_drawn_labels():
    method = adacl(anomalies=["turn_sideways"], good_labels=(0.1, 0.1000001), anomaly_labels=(0.9, 0.9000001))
    images = torch.full((3, 3, 32, 32), 0.5)  # answered by 0.75, turned or not
    loss = method.learn(Constant(method.config), images, generator=generator())["likeness"]
    assert loss.item() == pytest.approx((0.65**2 + 0.15**2) / 2, rel=1e-4)
    assert method.judge(Constant(method.config), images).scores.tolist() == pytest.approx([0.75] * 3)
    dark = method.judge(Constant(method.config), torch.zeros(1, 3, 32, 32))
    assert dark.scores.item() == -0.25  # never clipped, so that the order of the worst and the best is kept


def test_labels_are_drawn_anew_from_their_ranges():
    method = adacl()
    drawn = []

    class Zero(AdaclNetwork):
        def forward(self, images):
            return torch.zeros(1, len(images))

    for seed in range(50):
        losses = method.losses(Zero(method.config), torch.rand(8, 3, 32, 32), generator=generator(seed))
        drawn += losses[:, 0].tolist()  # (good² + anomaly²) / 2
    assert 0.7**2 / 2 <= min(drawn) < max(drawn) <= (0.3**2 + 1) / 2
    assert len(set(drawn)) == len(drawn)


class Symmetric:
    """Discs, which look the same after a quarter turn, each with its own brightness."""

    def __init__(self) -> None:
        y, x = torch.meshgrid(torch.arange(32) - 15.5, torch.arange(32) - 15.5, indexing="ij")
        disc = (torch.hypot(x, y) < 10).float()
        self.images = (disc * torch.linspace(0.6, 0.9, 40).view(-1, 1, 1, 1)).expand(-1, 3, -1, -1)

    def __len__(self) -> int:
        return len(self.images)

    def batch(self, indices, *, generator):
        return self.images[indices]


def test_an_augmentation_that_the_part_is_invariant_to_is_dropped_and_named():
    method = adacl(anomalies=["turn_sideways", "shuffle_quarters"], training={"steps": 150, "batch_size": 8})
    network = build_network(method, seed=0)
    for event in fit(method, network, Symmetric(), seed=0, device=torch.device("cpu")):
        if isinstance(event, FitStep) and event.step == 124:
            assert network.active == [0, 1]  # four looks do not suffice
    assert network.active == [1]
    assert network.told_apart[1] > 0.9
    (remark,) = method.remarks(network)
    assert "turn_sideways" in remark
    assert "dropped" in remark


def test_watched_images_are_never_learned_and_the_last_augmentation_is_never_dropped():
    method = adacl(anomalies=["turn_sideways"], training={"steps": 150, "batch_size": 4})
    seen: list[tuple[int, ...]] = []

    class Noted(Symmetric):
        def batch(self, indices, *, generator):
            seen.append(tuple(indices))
            return super().batch(indices, generator=generator)

    network = build_network(method, seed=0)
    list(fit(method, network, Noted(), seed=0, device=torch.device("cpu")))
    watched = max(set(seen), key=seen.count)
    learned = {index for indices in seen if indices != watched for index in indices}
    assert len(watched) == 4  # a tenth
    assert not learned & set(watched)
    assert learned | set(watched) == set(range(40))
    assert network.active == [0]
