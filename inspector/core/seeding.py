"""Random numbers that depend on a place in the work, not on what was drawn before.

Each step of a training has its own generator, made from (seed, stream, index). A training that is resumed
at step 200 therefore draws exactly what one never interrupted draws there, and no generator state is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch


def generator_at(seed: int, stream: str, index: int = 0) -> torch.Generator:
    """A CPU generator for one place in the work; different streams and indices are independent."""
    words = np.random.SeedSequence([seed, index, *stream.encode()]).generate_state(2, np.uint32)
    return torch.Generator().manual_seed(int(words[0]) << 31 | int(words[1]) >> 1)


@contextmanager
def default_generator_at(seed: int, stream: str, index: int = 0) -> Iterator[None]:
    """The same for code that can draw from torch's default generator only: layer initialisation, dropout.

    The default generator's state is put back afterwards, so that no caller notices.
    """
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.set_state(generator_at(seed, stream, index).get_state())
        yield
