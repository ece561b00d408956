"""What a method of clips is: it is shown windows of several frames, under one look or several."""

from abc import abstractmethod
from typing import TypeVar

from torch import Tensor, nn

from inspector.core.methods.base import Judgement, Method, MethodConfig
from inspector.core.video.smoothing_windows import AROUND_THE_MOMENT
from inspector.core.video.windows import Look, Windows

C = TypeVar("C", bound=MethodConfig)


class VideoMethod(Method[C]):
    """A method that judges by what happens between frames.

    `learn` is given a :class:`ClipBatch`. Scores of several looks, and of objects that are painted into one map, are
    made comparable by what held-out good video shows: a method only tells how badly each of its tasks fails.
    """

    takes = "clips"
    has_map = False
    smoothing = AROUND_THE_MOMENT

    @property
    @abstractmethod
    def looks(self) -> tuple[Look, ...]: ...

    @abstractmethod
    def judge_look(self, network: nn.Module, place: int, windows: Windows) -> Judgement:
        """Judge windows of the look at `place`; the same windows give the same judgement, always.

        Args:
            windows: frames (B, 3, T, h, w), T and the size as the look says.

        Returns:
            A judgement with scores (B,) as published and tasks (B, 1, T), the errors of the look's tasks, in the order
            of `tasks_of`. Its evidence has `still` (B,) bool where windows without motion cannot be judged.
        """

    def tasks_of(self, place: int) -> tuple[str, ...]:
        """Names of the tasks that are posed under the look at `place`."""
        return self.tasks

    def chance_of(self, place: int) -> Tensor | None:
        """(T,): what `chance` says of the tasks that are posed under the look at `place`."""
        chance = self.chance()
        return None if chance is None else chance[[self.tasks.index(task) for task in self.tasks_of(place)]]

    def judge(self, network: nn.Module, batch: Tensor, *, evidence: bool = False) -> Judgement:
        """Judge windows (B, 3, T, h, w) of the first look."""
        return self.judge_look(network, 0, Windows(batch))
