"""What a person can set of a method: its budget of learning, and the settings that every method has."""

import math
from typing import Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

SMALLEST_SIDE_PX = 16  # four scales of halving and an 11 px window need so many pixels
LARGEST_SIDE_PX = 4096  # the features of one such image are gigabytes


class Training(BaseModel):
    """How long and how a method learns. Exactly one of `steps` and `epochs` is the budget.

    Attributes:
        steps, epochs: the fixed budget; it does not depend on scores, so that no data set can choose it.
        batch_size: images (or windows of clips) per step.
        optimizer: None for memory-bank methods, which descend no loss.
        learning_rate: the peak of the schedule.
        schedule: `one_cycle` rises over the first 15 % and falls to 0 as a cosine; `step` drops to a tenth
            at `step_at`, a share of the budget; `cyclic` rises from and falls to a tenth five times, each time half
            as high (triangular2 of Smith, 2017); `constant` stays.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    steps: int | None = Field(default=None, gt=0, le=10**9)
    epochs: int | None = Field(default=None, gt=0, le=10**6)
    batch_size: int = Field(gt=0, le=65_536)
    optimizer: Literal["adam", "adamw", "sgd"] | None
    learning_rate: float = Field(default=1e-3, gt=0, le=1000)
    schedule: Literal["constant", "step", "one_cycle", "cyclic"] = "constant"
    step_at: float = Field(default=5 / 6, gt=0, le=1)

    @model_validator(mode="after")
    def _one_budget(self) -> "Training":
        if (self.steps is None) == (self.epochs is None):
            raise ValueError("give either steps or epochs")
        return self

    def total_steps(self, images: int) -> int:
        """Steps of the whole budget with this many training images."""
        if self.steps is not None:
            return self.steps
        assert self.epochs is not None  # one of the two is given
        return self.epochs * self.steps_per_epoch(images)

    def steps_per_epoch(self, images: int) -> int:
        """The number of full batches; for a memory-bank method the number of batches that show every image."""
        if self.optimizer is None:
            return max(1, math.ceil(images / self.batch_size))
        return max(1, images // self.batch_size)


class MethodConfig(BaseModel):
    """The settings that every method has; methods add their own.

    Attributes:
        image_size: (H, W) of the network's input in pixels; one number stands for a square.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    image_size: tuple[int, int]
    training: Training

    @field_validator("*", mode="before")
    @classmethod
    def _one_of_several(cls, value: object, info: ValidationInfo) -> object:
        """A single value where there may be several, as `--set region_sizes=8` gives it."""
        several = info.field_name is not None and _takes_several(cls.model_fields[info.field_name].annotation)
        return (value,) if several and isinstance(value, str | int) else value

    @field_validator("image_size", mode="before")
    @classmethod
    def _square(cls, value: object) -> object:
        return (value, value) if isinstance(value, int) else value

    @field_validator("image_size")
    @classmethod
    def _in_range(cls, value: tuple[int, int]) -> tuple[int, int]:
        if min(value) < SMALLEST_SIDE_PX:
            raise ValueError(f"sides of at least {SMALLEST_SIDE_PX} px are needed, not {value[0]}×{value[1]}")
        if max(value) > LARGEST_SIDE_PX:
            raise ValueError(f"sides of at most {LARGEST_SIDE_PX} px are possible, not {value[0]}×{value[1]}")
        return value


def _takes_several(annotation: object) -> bool:
    if get_origin(annotation) is tuple:
        return get_args(annotation)[-1] is Ellipsis
    return any(_takes_several(option) for option in get_args(annotation))
