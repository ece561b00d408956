"""Networks of methods: new ones with weights drawn from a seed, and ones that take weights that were stored."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from inspector.core.errors import SettingError
from inspector.core.methods.base import AnyMethod
from inspector.core.seeding import InitialisedBy, generator_at

_MOST_WEIGHTS = 2 * 10**9


def build_network(method: AnyMethod, *, seed: int) -> nn.Module:
    """The method's untrained network; the same seed gives the same weights and the same masks.

    Raises:
        SettingError: if its settings make a network of billions of weights.
    """
    with torch.device("meta"):  # where nothing is allocated
        weights = sum(one.numel() for one in method.build(generator=generator_at(seed, "drawn once")).parameters())
    if weights > _MOST_WEIGHTS:
        raise SettingError(
            "Method '{method}' with these settings would have {found} million weights, and at most {limit} million are "
            "possible.",
            code="method.too_large",
            method=method.name,
            found=weights // 10**6,
            limit=_MOST_WEIGHTS // 10**6,
        )
    with InitialisedBy(generator_at(seed, "weights")):
        return method.build(generator=generator_at(seed, "drawn once"))


def load_network(method: AnyMethod, tensors: Mapping[str, Tensor]) -> nn.Module:
    """The method's network with stored weights and buffers, in evaluation mode.

    It is built without memory for weights and without drawing any, then takes the tensors as they are.

    Args:
        tensors: its whole `state_dict`, on one device.

    Raises:
        RuntimeError: if names or shapes are not those of the network.
    """
    with torch.device("meta"):
        network = method.build(generator=generator_at(0, "drawn once"))
    layout = network.state_dict()
    network.load_state_dict(
        {name: _laid_out(value, layout[name]) if name in layout else value for name, value in tensors.items()},
        assign=True,
    )
    missing = [name for name, value in network.named_buffers() if value.is_meta]
    if missing:
        raise RuntimeError(f"{missing[0]} is not stored with the weights: create it on the CPU, or make it persistent")
    return network.eval()


def _laid_out(value: Tensor, like: Tensor) -> Tensor:
    """A stored tensor in the memory layout of the network's own, such as channels last."""
    if value.shape != like.shape or value.stride() == like.stride():
        return value
    return torch.empty_like(like, device=value.device, dtype=value.dtype).copy_(value)
