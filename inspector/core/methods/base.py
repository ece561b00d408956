"""What a method is: a way of learning what good looks like."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Literal, TypeVar, get_args, get_origin

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from torch import Tensor, nn

from inspector.core.networks.backbone import Backbone
from inspector.core.video.smoothing_windows import OVER_PAST_FRAMES, Smoothing
from inspector.core.video.windows import ClipBatch, Look

_SMALLEST_SIDE = 16  # four scales of halving and an 11 px window need so many pixels


class Training(BaseModel):
    """How long and how a method learns. Exactly one of `steps` and `epochs` is the budget.

    Attributes:
        steps, epochs: the fixed budget; it does not depend on scores, so that no data set can choose it.
        batch_size: images (or clips) a step.
        optimizer: None for methods that remember instead of descending a loss.
        learning_rate: the peak of the schedule.
        schedule: `one_cycle` rises over the first 15 % and falls to 0 as a cosine; `step` drops to a tenth
            at `step_at`, a share of the budget; `cyclic` rises from and falls to a tenth five times, each time half
            as high (triangular2 of Smith, 2017); `constant` stays.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: int | None = Field(default=None, gt=0)
    epochs: int | None = Field(default=None, gt=0)
    batch_size: int = Field(gt=0)
    optimizer: Literal["adam", "adamw", "sgd"] | None
    learning_rate: float = Field(default=1e-3, gt=0)
    schedule: Literal["constant", "step", "one_cycle", "cyclic"] = "constant"
    step_at: float = Field(default=5 / 6, gt=0, le=1)

    @model_validator(mode="after")
    def _one_budget(self) -> "Training":
        if (self.steps is None) == (self.epochs is None):
            raise ValueError("give either steps or epochs")
        return self

    def total_steps(self, images: int) -> int:
        """Steps of the whole budget with this many training images."""
        return self.steps if self.steps is not None else self.epochs * self.steps_per_epoch(images)

    def steps_per_epoch(self, images: int) -> int:
        """Full batches, or for a method that remembers as many as show it every image."""
        if self.optimizer is None:
            return max(1, math.ceil(images / self.batch_size))
        return max(1, images // self.batch_size)


def _takes_several(annotation: object) -> bool:
    if get_origin(annotation) is tuple:
        return get_args(annotation)[-1] is Ellipsis
    return any(_takes_several(option) for option in get_args(annotation))


class MethodConfig(BaseModel):
    """What every method's configuration has; methods add their own settings.

    Attributes:
        image_size: (H, W) of the network's input in pixels; one number stands for a square.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    image_size: tuple[int, int]
    training: Training

    @field_validator("*", mode="before")
    @classmethod
    def _one_of_several(cls, value: object, info: ValidationInfo) -> object:
        """A single value where there may be several, as `--set region_sizes=8` gives it."""
        several = _takes_several(cls.model_fields[info.field_name].annotation)
        return (value,) if several and isinstance(value, str | int) else value

    @field_validator("image_size", mode="before")
    @classmethod
    def _square(cls, value: object) -> object:
        return (value, value) if isinstance(value, int) else value

    @field_validator("image_size")
    @classmethod
    def _large_enough(cls, value: tuple[int, int]) -> tuple[int, int]:
        if min(value) < _SMALLEST_SIDE:
            raise ValueError(f"sides of at least {_SMALLEST_SIDE} px are needed, not {value[0]}×{value[1]}")
        return value


@dataclass(frozen=True)
class Judgement:
    """What a method makes of a batch.

    Attributes:
        scores: (B,) float32, higher is worse.
        maps: (B, H, W) float32 at the network's input size, higher is worse; None for methods that judge
            the image as a whole.
        evidence: what a person can look at to understand the score, by name: pictures (B, 3, H, W), maps
            (B, H, W) or values (B,).
        tasks: (B, P, T) float32, how badly each of the method's tasks fails at each of its places, for
            methods that pose tasks.
        light: (B,) float32, brightness as a multiple of the training images'; None where light is not corrected.
    """

    scores: Tensor
    maps: Tensor | None
    evidence: Mapping[str, Tensor] = field(default_factory=dict)
    tasks: Tensor | None = None
    light: Tensor | None = None

    def cpu(self) -> "Judgement":
        def moved(tensor: Tensor | None) -> Tensor | None:
            return None if tensor is None else tensor.cpu()

        seen = {name: value.cpu() for name, value in self.evidence.items()}
        return Judgement(self.scores.cpu(), moved(self.maps), seen, moved(self.tasks), moved(self.light))

    @classmethod
    def together(cls, judgements: Sequence["Judgement"]) -> "Judgement":
        """One judgement of the images of several, without their evidence."""

        def joined(parts: list[Tensor | None]) -> Tensor | None:
            return None if parts[0] is None else torch.cat(parts)

        return cls(
            scores=torch.cat([one.scores for one in judgements]),
            maps=joined([one.maps for one in judgements]),
            tasks=joined([one.tasks for one in judgements]),
            light=joined([one.light for one in judgements]),
        )


C = TypeVar("C", bound=MethodConfig)


class Method(ABC, Generic[C]):
    """One way of learning what good looks like; knows nothing of files, devices, progress or thresholds.

    All that a method remembers between calls is in the network's parameters and buffers: they are what a
    model file holds.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    hint: ClassVar[str]  # one honest sentence: what it is good and bad at
    has_map: bool  # of the class, or of a configuration
    takes: ClassVar[Literal["images", "clips"]] = "images"  # methods of images take the frames of clips, too
    extendable: ClassVar[bool] = False  # `learn` may go on, on new images alone, after `finish`
    presets: ClassVar[Mapping[str, MethodConfig]]
    watch_interval: ClassVar[int] = 0  # steps from one call of `watch` to the next; 0 for methods that watch nothing
    map_is_relative: ClassVar[bool] = False  # maps are measured against good parts already, whatever the place
    smoothing: ClassVar[Smoothing] = OVER_PAST_FRAMES  # of maps and scores of a clip's frames
    judges_by_task: bool = False  # whether scores are made of tasks that were compared with those of good images

    def __init__(self, config: C) -> None:
        self.config = config

    @abstractmethod
    def build(self, *, generator: torch.Generator) -> nn.Module:
        """The untrained network, with whatever is drawn once and kept (masks, permutations) in buffers."""

    def pretrained(self, network: nn.Module) -> Backbone | None:
        """The part of an untrained network that must be given pretrained weights before it learns."""
        return None

    @abstractmethod
    def learn(
        self, network: nn.Module, batch: Tensor | ClipBatch, *, generator: torch.Generator
    ) -> Mapping[str, Tensor] | None:
        """Learn from good images or clips: loss terms by name whose sum is to be descended, or None when the batch
        was remembered in the network's buffers.

        Args:
            batch: what `takes` says, images as (B, 3, H, W) float32 in [0, 1] at the configuration's image size.
            generator: CPU generator for everything random in this step.
        """

    def watch(self, network: nn.Module, images: Tensor, *, generator: torch.Generator) -> None:
        """Look at good images that `learn` never gets, and remember in the network's buffers what follows.

        Args:
            images: (B, …) as a batch; always the same ones, up to 150 or a tenth of the training images.
        """

    def finish(self, network: nn.Module, *, generator: torch.Generator) -> None:
        """Close the learning, once, after the last batch: a memory is condensed here."""

    @abstractmethod
    def judge(self, network: nn.Module, batch: Tensor, *, evidence: bool = False) -> Judgement:
        """Score a batch; the same batch gives the same judgement, always."""

    @property
    def looks(self) -> tuple[Look, ...]:
        """What the method is shown at each moment of a clip: the frame alone, for methods of images."""
        return (Look("frame", self.config.image_size, judged=(0,), learned=(0,)),)

    @property
    def tasks(self) -> tuple[str, ...]:
        """Names of the tasks that are posed; none for methods that judge otherwise."""
        return ()

    def chance(self) -> Tensor | None:
        """(T,): the error of each task for one who guesses, NaN where that could be any; None for all such tasks."""
        return None

    def places(self) -> Sequence[tuple[int, int]]:
        """Top left corners (y, x) of what tasks are posed on, in pixels of the network's input."""
        return ()

    def combine(self, tasks: Tensor) -> tuple[Tensor, Tensor | None]:
        """Scores (B,) and maps (B, H, W) or None from tasks (B, P, T), as they are or compared with good images'."""
        raise NotImplementedError(f"{self.name} poses no tasks")

    def remarks(self, network: nn.Module) -> tuple[str, ...]:
        """Sentences for the user on what the training found out."""
        return ()
