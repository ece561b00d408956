import pytest
import torch
from torch import nn

from inspector.core.building import build_network, load_network
from inspector.core.errors import SettingError
from inspector.core.methods import METHODS, create_method
from inspector.core.networks.dropout import Dropout, drawing_dropout
from inspector.core.seeding import InitialisedBy, generator_at


@pytest.mark.parametrize("name", METHODS)
def test_a_network_takes_stored_weights_without_drawing_any(name):
    method = create_method(name, preset="cpu")
    built = build_network(method, seed=3).eval()
    state = torch.random.get_rng_state()
    loaded = load_network(method, {key: value.contiguous() for key, value in built.state_dict().items()})
    assert torch.equal(torch.random.get_rng_state(), state)
    assert not loaded.training
    mine, theirs = (dict([*one.named_parameters(), *one.named_buffers()]) for one in (built, loaded))
    assert mine.keys() == theirs.keys()
    for key, value in mine.items():
        torch.testing.assert_close(value, theirs[key], rtol=0, atol=0, equal_nan=True)
        assert value.stride() == theirs[key].stride(), key  # channels last stays channels last
        assert value.requires_grad == theirs[key].requires_grad, key


def test_weights_of_another_shape_or_name_are_refused():
    method = create_method("riad", preset="cpu", image_size=(16, 16), base_width=4, depth=2, region_sizes=(2,))
    stored = build_network(method, seed=0).state_dict()
    with pytest.raises(RuntimeError, match="size mismatch"):
        load_network(method, stored | {"unet.head.bias": torch.zeros(5)})
    with pytest.raises(RuntimeError, match="Missing key"):
        load_network(method, {name: value for name, value in stored.items() if name != "unet.head.bias"})
    with pytest.raises(RuntimeError, match="Unexpected key"):
        load_network(method, stored | {"other": torch.zeros(1)})


def test_layers_draw_their_weights_from_the_given_generator_alone():
    state = torch.random.get_rng_state()
    with InitialisedBy(generator_at(1, "weights")):
        drawn = nn.Sequential(nn.Linear(3, 4), nn.Conv2d(2, 3, 3), nn.Embedding(3, 2))
    assert torch.equal(torch.random.get_rng_state(), state)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.set_state(generator_at(1, "weights").get_state())
        expected = nn.Sequential(nn.Linear(3, 4), nn.Conv2d(2, 3, 3), nn.Embedding(3, 2))
    for mine, theirs in zip(drawn.parameters(), expected.parameters(), strict=True):
        assert torch.equal(mine, theirs)


@pytest.mark.parametrize("p", [0.3, 0.5])
def test_dropout_is_that_of_torch_with_its_own_generator(p):
    layer, x = Dropout(p), torch.randn(40, 30, generator=generator_at(0, "x"))
    state = torch.random.get_rng_state()
    with drawing_dropout(layer, generator_at(2, "layers")):
        dropped = layer(x)
        assert not torch.equal(layer(x), dropped)  # the next draw
    assert torch.equal(torch.random.get_rng_state(), state)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.set_state(generator_at(2, "layers").get_state())
        assert torch.equal(nn.functional.dropout(x, p), dropped)
    assert torch.equal(layer.eval()(x), x)


def test_dropout_in_training_needs_a_generator():
    with pytest.raises(RuntimeError, match="needs a generator"):
        Dropout(0.5)(torch.ones(3))


def test_dropout_that_draws_from_the_process_wide_generator_is_refused():
    network = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    with pytest.raises(TypeError, match="1 is torch's Dropout"), drawing_dropout(network, generator_at(0, "layers")):
        pass


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("setting", [{"image_size": 100_000}, {"training": {"batch_size": 10**9}}])
def test_settings_that_no_computer_has_memory_for_are_refused(method, setting):
    with pytest.raises(SettingError, match="cannot be used"):
        create_method(method, preset="cpu", **setting)


@pytest.mark.parametrize(
    ("method", "settings"), [("riad", {"base_width": 1024, "depth": 12}), ("multitask", {"width": 64, "depth": 1000})]
)
def test_a_network_of_too_many_weights_is_refused_before_any_is_allocated(method, settings):
    wide = create_method(method, preset="cpu", image_size=4096, **settings)
    with pytest.raises(SettingError) as refused:
        build_network(wide, seed=0)
    assert refused.value.code == "method.too_large"
