"""Random numbers that depend on a place in the work, not on what was drawn before.

Each step of a training has its own generator, made from (seed, stream, index). A training that is resumed
at step 200 therefore draws exactly what an uninterrupted one draws there, and no generator state is stored.
Nothing here reads or changes torch's default generators: another thread may use them at any time.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch.overrides import TorchFunctionMode

# Functions of torch.nn.init and methods of Tensor that layers draw their first weights by.
_DRAWING = frozenset(
    {
        "uniform_",
        "normal_",
        "trunc_normal_",
        "kaiming_uniform_",
        "kaiming_normal_",
        "xavier_uniform_",
        "xavier_normal_",
        "orthogonal_",
        "sparse_",
    }
)


def generator_at(seed: int, stream: str, index: int = 0, *, device: torch.device | str = "cpu") -> torch.Generator:
    """A generator for one place in the work; different streams and indices are independent.

    Args:
        device: where it draws. The same place gives other numbers on a GPU than on a CPU.
    """
    words = np.random.SeedSequence([seed, index, *stream.encode()]).generate_state(2, np.uint32)
    return torch.Generator(device).manual_seed(int(words[0]) << 31 | int(words[1]) >> 1)


class InitialisedBy(TorchFunctionMode):
    """While this lasts, layers that this thread creates draw their first weights from `generator`.

    The layers of torch and torchvision know no generator but the default one, which belongs to the whole process.

    >>> with InitialisedBy(generator_at(0, "weights")):
    ...     layer = torch.nn.Linear(2, 3)
    """

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self._generator = generator

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        given = dict(kwargs or {})
        if getattr(func, "__name__", "") in _DRAWING and given.get("generator") is None:
            given["generator"] = self._generator
        return func(*args, **given)
