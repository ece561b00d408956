"""Dropout with a generator of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn.modules.dropout import _DropoutNd


class Dropout(nn.Module):
    """In training, sets each value to 0 with probability `p` and divides the others by 1 − p.

    The same as `nn.Dropout`, number for number, except that it draws from the generator that :func:`drawing_dropout`
    provides and not from the process-wide one, which other threads use too.

    Args:
        p: between 0 and 1, 1 excluded.
    """

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p
        self.generator: torch.Generator | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return x
        if self.generator is None:
            raise RuntimeError("Dropout in training mode needs a generator: learn inside `drawing_dropout`")
        keep = torch.empty_like(x).bernoulli_(1 - self.p, generator=self.generator)
        return x * keep.div_(1 - self.p)

    def extra_repr(self) -> str:
        return f"p={self.p}"


@contextmanager
def drawing_dropout(network: nn.Module, generator: torch.Generator) -> Iterator[None]:
    """While this lasts, every :class:`Dropout` in `network` draws from `generator`, which is on the network's device.

    Raises:
        TypeError: if the network has one of torch's dropout layers, which draw from the process-wide generator.
    """
    layers = []
    for name, module in network.named_modules():
        if isinstance(module, _DropoutNd):
            raise TypeError(f"{name} is torch's {type(module).__name__}; use inspector.core.networks.dropout.Dropout")
        if isinstance(module, Dropout):
            layers.append(module)
    for layer in layers:
        layer.generator = generator
    try:
        yield
    finally:
        for layer in layers:
            layer.generator = None
