"""What only some methods can do. A method declares it by deriving from these; callers ask with `isinstance`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, Self

import torch
from torch import Tensor

from inspector.core.methods.base import Batch, Config, Judgement, Method, Network
from inspector.core.networks.backbone import Backbone
from inspector.core.video.smoothing_windows import AROUND_THE_FRAME, Smoothing
from inspector.core.video.windows import ClipBatch, Look, Windows


class Memorises(ABC, Generic[Network]):
    """Memorises batches in the network's buffers (a memory bank) instead of descending a loss.

    Attributes:
        extendable: whether `learn` can continue after `finish`, on new images alone.
    """

    extendable: ClassVar[bool] = False

    @abstractmethod
    def finish(self, network: Network, *, generator: torch.Generator) -> None:
        """Close the learning, once, after the last batch: the memory is condensed here."""


class Embeds(Memorises[Network]):
    """Memorises features of images, which networks that start alike have in common: they are embedded once for all."""

    @abstractmethod
    def embed(self, network: Network, images: Tensor, *, generator: torch.Generator) -> Tensor:
        """Features (B, N, D) that `remember` takes of images (B, 3, H, W): of each image N, as the bank holds them."""

    @abstractmethod
    def remember(self, network: Network, features: Tensor, *, generator: torch.Generator) -> None:
        """Learn from features (B, N, D); with `embed` it does what `learn` does."""


class NeedsPretrained(ABC, Generic[Network]):
    """Has a part that must be given pretrained weights before it learns."""

    @abstractmethod
    def backbone(self, network: Network) -> Backbone:
        """That part of an untrained network."""


class KeepsShape(ABC):
    """Sees images in their own shape, where its settings say so, and not squeezed into the shape that they state."""

    @abstractmethod
    def shaped_for(self, size: tuple[int, int]) -> Self:
        """The method for images of this size (H, W), with an input of their shape and about as many pixels."""


class Watches(ABC, Generic[Network, Batch]):
    """Observes good images that `learn` never gets.

    Attributes:
        watch_interval: steps from one call of `watch` to the next.
    """

    watch_interval: ClassVar[int]

    @abstractmethod
    def watch(self, network: Network, batch: Batch, *, generator: torch.Generator) -> None:
        """Judge how good images do, and remember in the network's buffers what follows.

        Args:
            batch: always of the same images, up to 150 or a tenth of the training images.
        """


class Remarks(ABC, Generic[Network]):
    """Has something to tell about a finished training."""

    @abstractmethod
    def remarks(self, network: Network) -> tuple[str, ...]:
        """Sentences for the user on what the training found out."""


class PosesTasks(ABC):
    """Judges by how badly tasks fail that good images solve, posed on the image or on squares of it.

    Attributes:
        judges_by_task: whether scores are made of tasks that were compared with those of good images.
    """

    judges_by_task: bool = False

    @property
    @abstractmethod
    def tasks(self) -> tuple[str, ...]:
        """The names of the T tasks."""

    @property
    @abstractmethod
    def side(self) -> int:
        """Side in pixels of the squares that tasks are posed on, at the network's input size."""

    @abstractmethod
    def places(self) -> Sequence[tuple[int, int]]:
        """Top left corners (y, x) of the P squares, in pixels of the network's input."""

    @abstractmethod
    def combine(self, tasks: Tensor) -> tuple[Tensor, Tensor | None]:
        """Scores (B,) and maps (B, H, W) or None from tasks (B, P, T), raw or compared with those of good images."""

    def chance(self) -> Tensor | None:
        """(T,): each task's error when guessing, NaN where it has no bound; None where no task has one."""
        return None


class TakesClips(Method[Config, Network, ClipBatch]):
    """Judges by what happens between frames: it sees windows of several frames, under one look or several.

    Scores of several looks, and of objects that are painted into one map, become comparable by what held-out good
    video shows: a method only reports how badly each of its tasks fails.

    Attributes:
        smoothing: of maps and scores over a clip's frames.
    """

    smoothing: ClassVar[Smoothing] = AROUND_THE_FRAME

    @property
    @abstractmethod
    def looks(self) -> tuple[Look, ...]:
        """What the method sees of each moment of a clip."""

    @abstractmethod
    def tasks_of(self, look: int) -> tuple[str, ...]:
        """The names of the T tasks that are posed under the look of this index."""

    @abstractmethod
    def judge_look(self, network: Network, look: int, windows: Windows) -> Judgement:
        """Judge windows under one look; the same windows give the same judgement, always.

        Args:
            look: index of the look.
            windows: frames (B, 3, T, h, w), T and the size as the look says.

        Returns:
            A judgement with scores (B,) as published and tasks (B, 1, T), the errors of the look's tasks, in the order
            of `tasks_of`. Its evidence has `still` (B,) bool where windows without motion cannot be judged.
        """

    def chance_of(self, look: int) -> Tensor | None:
        """(T,): each task's error when guessing, of the tasks that are posed under a look; see `PosesTasks.chance`."""
        return None

    def judge(self, network: Network, batch: Tensor, *, evidence: bool = False) -> Judgement:
        """Judge windows (B, 3, T, h, w) of the first look."""
        return self.judge_look(network, 0, Windows(batch))
