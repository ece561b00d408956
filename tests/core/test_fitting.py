import copy
import math

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from inspector.core.building import build_network
from inspector.core.calibration import calibrate
from inspector.core.errors import SettingError, TrainingError
from inspector.core.fitting import FitDone, FitStarted, FitStep, fit, learning_rate
from inspector.core.methods import create_method, method_from_config
from inspector.core.methods.base import Judgement, Method
from inspector.core.methods.capabilities import Memorises
from inspector.core.methods.config import MethodConfig, Training
from inspector.core.model import Model
from inspector.core.networks.dropout import Dropout

CPU = torch.device("cpu")


class Source:
    """Images that are the same at every step but for their order."""

    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def batch(self, indices, *, generator):
        return (self.images[indices] + 0.01 * torch.rand(1, generator=generator)).clamp(max=1)


def images(n=10, shape=(3, 16, 16)):
    return torch.rand(n, *shape, generator=torch.Generator().manual_seed(0))


def small_riad(**training):
    return create_method(
        "riad", preset="cpu", image_size=(16, 16), base_width=4, depth=2, region_sizes=(2, 4),
        training=({} if "epochs" in training else {"steps": 6}) | {"batch_size": 4} | training,
    )  # fmt: skip


def trained(method, source, *, seed=0, resume=None):
    network = build_network(method, seed=seed)
    events = list(fit(method, network, source, seed=seed, device=CPU, resume=resume))
    return network, events


def small_rotnet():
    return create_method(
        "rotnet", preset="cpu", image_size=16, depth=10, width=1, training={"steps": 6, "batch_size": 4}
    )  # fmt: skip


@pytest.mark.parametrize(
    "method",
    [*(small_riad(optimizer=optimizer) for optimizer in ("adam", "adamw", "sgd")), small_rotnet()],
    ids=["adam", "adamw", "sgd", "dropout"],
)
def test_a_resumed_training_ends_in_the_same_weights(method):
    source = Source(images())
    whole, _ = trained(method, source)
    network = build_network(method, seed=0)
    events = fit(method, network, source, seed=0, device=CPU)
    state = next(event for event in events if isinstance(event, FitStep) and event.step == 3).snapshot()
    events.close()
    resumed, continued = trained(method, source, resume=state)
    assert continued[0] == FitStarted(first_step=3, steps=6)
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_snapshot_does_not_change_with_further_training():
    method = small_riad()
    network = build_network(method, seed=0)
    events = fit(method, network, Source(images()), seed=0, device=CPU)
    state = next(event for event in events if isinstance(event, FitStep)).snapshot()
    before = copy.deepcopy(state.tensors)
    list(events)
    assert all(torch.equal(before[name], value) for name, value in state.tensors.items())


def test_the_seed_decides_everything_and_the_global_generator_nothing():
    method, source = small_riad(), Source(images())
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first, _ = trained(method, source, seed=7)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    second, _ = trained(method, source, seed=7)
    other, _ = trained(method, source, seed=8)
    weights = [network.unet.head.weight for network in (first, second, other)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_training_learns():
    method = small_riad(steps=80, learning_rate=1e-2)
    flat = torch.full((4, 3, 16, 16), 0.8)
    _, events = trained(method, Source(flat))
    losses = [sum(event.losses.values()) for event in events if isinstance(event, FitStep)]
    assert sum(losses[-10:]) < 0.3 * sum(losses[:10])
    assert isinstance(events[-1], FitDone)


def test_epochs_see_every_image_once():
    seen = []

    class Recording(Source):
        def batch(self, indices, *, generator):
            seen.extend(indices)
            return super().batch(indices, generator=generator)

    method = small_riad(epochs=3, batch_size=5)
    trained(method, Recording(images()))
    assert len(seen) == 30
    for epoch in range(3):
        assert sorted(seen[epoch * 10 : epoch * 10 + 10]) == list(range(10))


def test_fewer_images_than_a_batch_still_train():
    _, events = trained(small_riad(batch_size=8), Source(images(3)))
    assert events[-1] == FitDone(steps=6, planned=6)


def test_who_has_enough_gets_the_network_as_it_is():
    method, source = small_riad(), Source(images())
    network = build_network(method, seed=0)
    events = list(fit(method, network, source, seed=0, device=CPU, enough=lambda taken: taken >= 2))
    steps = [event for event in events if isinstance(event, FitStep)]
    assert [event.step for event in steps] == [1, 2]
    assert events[-1] == FitDone(steps=2, planned=6)
    assert not network.training
    whole = iter(fit(method, build_network(method, seed=0), source, seed=0, device=CPU))
    second = next(event for event in whole if isinstance(event, FitStep) and event.step == 2).snapshot()
    own = steps[1].snapshot()
    assert all(torch.equal(own.tensors[name], value) for name, value in second.tensors.items())


@pytest.mark.parametrize("spoil", [lambda good: 255 * good, lambda good: 2 * good - 1, lambda good: good / 0 * 0])
def test_images_that_a_model_would_not_judge_are_not_learned(spoil):
    """Values of 0 to 255 would train without a word, and nothing that is judged looks like them."""
    source = Source(images())
    source.batch = lambda indices, *, generator: spoil(images())[indices]
    with pytest.raises(TrainingError) as refused:
        trained(small_riad(steps=2), source)
    assert refused.value.code == "training.not_images"


def test_a_loss_that_is_no_number_ends_with_a_sentence(monkeypatch):
    method = small_riad()
    learn = type(method).learn

    def diverged(self, *arguments, **values):
        return {name: loss * float("nan") for name, loss in learn(self, *arguments, **values).items()}

    monkeypatch.setattr(type(method), "learn", diverged)
    with pytest.raises(TrainingError, match="learning rate"):
        trained(method, Source(images()))


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        ("constant", {0: 1, 50: 1, 99: 1}),
        ("step", {0: 1, 79: 1, 80: 0.1, 99: 0.1}),
        (
            "one_cycle",
            {0: 1 / 15, 14: 1, 15: 1, 32: (1 + math.cos(math.pi / 5)) / 2, 99: (1 - math.cos(math.pi / 85)) / 2},
        ),
    ],
)
def test_schedules(schedule, rates):
    training = Training(steps=100, batch_size=1, optimizer="adam", learning_rate=1, schedule=schedule, step_at=0.8)
    for step, rate in rates.items():
        assert learning_rate(training, step=step, steps=100) == pytest.approx(rate, rel=1e-3)


class MemoryNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("bank", torch.zeros(0, 3))


class Memory(Method[MethodConfig, MemoryNetwork], Memorises[MemoryNetwork]):
    """Learns in one pass without gradients: remembers mean colours, and condenses them at the end."""

    name, title, hint, has_map = "memory", "", "", True
    presets = {"only": MethodConfig(image_size=(16, 16), training=Training(epochs=1, batch_size=4, optimizer=None))}

    def build(self, *, generator):
        return MemoryNetwork()

    def learn(self, network, batch, *, generator):
        network.bank = torch.cat([network.bank, batch.mean(dim=(2, 3))])
        return {}

    def finish(self, network, *, generator):
        network.bank = network.bank[::2]

    def judge(self, network, batch, *, evidence=False):
        nearest = torch.cdist(batch.permute(0, 2, 3, 1).flatten(1, 2), network.bank[None]).amin(dim=-1)
        return Judgement(scores=nearest.amax(dim=1), maps=nearest.view(-1, 16, 16))


class Whole(Method[MethodConfig, nn.Sequential]):
    """Judges clips as a whole, without a map."""

    name, title, hint, has_map = "whole", "", "", False
    presets = {"only": MethodConfig(image_size=(16, 16), training=Training(steps=3, batch_size=2, optimizer="sgd"))}

    def build(self, *, generator):
        return nn.Sequential(nn.Flatten(), Dropout(0.5), nn.Linear(960, 1))

    def learn(self, network, batch, *, generator):
        return {"mse": F.mse_loss(network(batch), torch.zeros(len(batch), 1))}

    def judge(self, network, batch, *, evidence=False):
        return Judgement(scores=network(batch)[:, 0], maps=None, evidence={"speed": batch.mean(dim=(1, 2, 3, 4))})


def test_the_loop_fits_a_method_that_learns_in_one_pass():
    method = Memory(Memory.presets["only"])
    network, events = trained(method, Source(images(8)))
    assert network.bank.shape == (4, 3)
    assert [event.losses for event in events if isinstance(event, FitStep)] == [{}, {}]
    judgement = Model(method, network, None, None).judge(images(4))
    assert calibrate(method, judgement, normalise=None).outline is not None


def test_the_loop_fits_a_method_of_clips_without_a_map_and_with_dropout():
    method, source = Whole(Whole.presets["only"]), Source(images(6, (3, 5, 8, 8)))
    first, _ = trained(method, source)
    second, _ = trained(method, source)
    assert torch.equal(first[2].weight, second[2].weight)  # dropout is drawn from the seed too
    judgement = Model(method, first, None, None).judge(images(6, (3, 5, 8, 8)))
    assert calibrate(method, judgement, normalise=None).pixels is None


def test_a_single_value_stands_for_several():
    assert create_method("riad", preset="cpu", region_sizes=8).config.region_sizes == (8,)
    assert create_method("multitask", preset="cpu", asked="rotation").config.asked == ("rotation",)
    assert create_method("riad", preset="cpu", image_size=64).config.image_size == (64, 64)


def test_settings_are_checked_and_named():
    with pytest.raises(SettingError, match="no method 'raid'"):
        create_method("raid", preset="cpu")
    with pytest.raises(SettingError, match="no preset 'fast'"):
        create_method("riad", preset="fast")
    with pytest.raises(SettingError, match="base_with"):
        create_method("riad", preset="cpu", base_with=3)
    with pytest.raises(SettingError, match="100×128 is not divisible by 8"):
        create_method("riad", preset="cpu", image_size=(100, 128))
    with pytest.raises(SettingError, match="at least 16 px"):
        create_method("riad", preset="cpu", image_size=8)
    with pytest.raises(SettingError, match="steps or epochs"):
        create_method("riad", preset="cpu", training={"steps": 3, "epochs": 3})


def test_a_setting_changes_only_what_it_names():
    method = create_method("riad", preset="paper", training={"epochs": 2})
    paper = create_method("riad", preset="paper").config
    assert method.config.training.epochs == 2
    assert method.config.training.learning_rate == paper.training.learning_rate
    assert create_method("riad", preset="cpu", image_size=256).config.image_size == (256, 256)
    assert method_from_config("riad", method.config.model_dump(mode="json")).config == method.config


def test_the_papers_preset_is_the_papers():
    config = create_method("riad", preset="paper").config
    training = config.training
    assert (config.image_size, config.base_width, config.region_sizes) == ((256, 256), 64, (2, 4, 8, 16))
    assert (config.disjoint_sets, config.score, config.skip_connections) == (3, "msgms", True)
    assert (training.optimizer, training.learning_rate, training.epochs, training.batch_size) == ("adam", 1e-4, 300, 8)
    steps = training.total_steps(209)
    assert learning_rate(training, step=steps * 249 // 300, steps=steps) == 1e-4
    assert learning_rate(training, step=steps * 251 // 300, steps=steps) == pytest.approx(1e-5)
