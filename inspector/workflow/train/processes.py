"""Who takes part in a training: this process alone, unless a launcher has started several."""

from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from torch import nn

from inspector.core.fitting import Learn, one_process
from inspector.core.methods import Method

T = TypeVar("T")


class Processes(Protocol):
    """Who takes part in a training.

    Attributes:
        count: how many processes there are.
        first: whether this is the one that writes files and reports.
    """

    count: int
    first: bool

    def learner(self, method: Method, network: nn.Module) -> AbstractContextManager[Learn[Any]]:
        """How a method learns in them together; see :func:`inspector.core.fitting.fit`."""

    def broadcast(self, value: T) -> T:
        """What the first process says, in all of them."""


class OneProcess:
    count, first = 1, True
    learner = staticmethod(one_process)

    def broadcast(self, value: T) -> T:
        return value
