"""The tasks whose answer is a picture: one part of an image predicted from another."""

import torch
from kornia.color import rgb_to_lab
from pydantic import Field, model_validator
from torch import Tensor
from typing_extensions import TypeVar

from inspector.core.methods.config import Training
from inspector.core.methods.engines.tasked import TaskedConfig
from inspector.core.networks.unet import UNet


class PredictionConfig(TaskedConfig):
    """Settings of methods that predict one part of a picture from another.

    Attributes:
        base_width, depth, fold: of the network (see :class:`UNet`).
    """

    base_width: int = Field(default=32, gt=0, le=1024)
    depth: int = Field(default=4, ge=2, le=12)
    fold: int = Field(default=1, ge=1, le=64)

    @model_validator(mode="after")
    def _divides(self) -> "PredictionConfig":
        divisor = self.fold * 2 ** (self.depth - 1)
        if self.side % divisor:
            raise ValueError(
                f"what is judged has sides of {self.side} px, which depth and fold ({divisor}) do not divide"
            )
        return self

    def network(self, *, skip_connections: bool) -> UNet:
        return UNet(base_width=self.base_width, depth=self.depth, skip_connections=skip_connections, fold=self.fold).to(
            memory_format=torch.channels_last
        )


PredictionConfigT = TypeVar("PredictionConfigT", bound=PredictionConfig)


def on_two_cores(config: type[PredictionConfigT]) -> PredictionConfigT:
    """A configuration for a CPU: a narrow network, a minute or two of training."""
    training = Training(steps=200, batch_size=16, optimizer="adamw", learning_rate=2e-3, schedule="one_cycle")
    return config.model_validate({"image_size": (64, 64), "base_width": 16, "training": training})


def lab(images: Tensor) -> Tensor:
    """(B, 3, H, W): RGB in [0, 1] as CIE L*a*b*, each of the three scaled to [0, 1]."""
    scaled = rgb_to_lab(images) / torch.tensor([100.0, 255.0, 255.0], device=images.device).view(3, 1, 1)
    return scaled + torch.tensor([0.0, 0.5, 0.5], device=images.device).view(3, 1, 1)
