"""The tasks whose answer is the transformation of a view: views with labels, a trunk, one head per task."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence

import torch
import torch.nn.functional as F
from pydantic import Field, model_validator
from torch import Tensor, nn
from typing_extensions import TypeVar

from inspector.core.methods.config import Training
from inspector.core.methods.engines.tasked import Tasked, TaskedConfig
from inspector.core.networks.dropout import Dropout
from inspector.core.networks.wide_resnet import WideResNet
from inspector.core.pretext.views import View, labels_of, view_images


class RecognitionConfig(TaskedConfig):
    """Settings of the network that recognises views; the defaults are Jézéquel et al.'s.

    Attributes:
        depth, width, fold: of the trunk (see :class:`WideResNet`).
        dropout: share of the features omitted in training, before the heads.
        members: networks that learn side by side and whose errors are averaged; 1 in the papers. How badly one
            network fails on images unlike any it has seen depends on its first weights; the mean of a few does so less.
    """

    depth: int = Field(default=16, ge=10, le=1000)
    width: int = Field(default=4, ge=1, le=64)
    fold: int = Field(default=1, ge=1, le=64)
    dropout: float = Field(default=0.3, ge=0, lt=1)
    members: int = Field(default=1, ge=1, le=100)

    @model_validator(mode="after")
    def _depth_fits(self) -> "RecognitionConfig":
        if (self.depth - 4) % 6:
            raise ValueError(f"depth must be 10, 16, 22, … (6·n + 4), not {self.depth}")
        if self.side % self.fold:
            raise ValueError(f"sides of {self.side} px are not divisible by fold {self.fold}")
        return self


RecognitionConfigT = TypeVar("RecognitionConfigT", bound=RecognitionConfig)


def on_two_cores(config: type[RecognitionConfigT], *, batch_size: int = 16, **settings: object) -> RecognitionConfigT:
    """A configuration for a CPU: a shallow, narrow network at half the resolution, a minute or two of training.

    Args:
        settings: of this method, in addition.
    """
    training = Training(steps=200, batch_size=batch_size, optimizer="adam", learning_rate=1e-3, schedule="one_cycle")
    values = {"image_size": (64, 64), "depth": 10, "width": 1, "fold": 2, "training": training}
    return config.model_validate(values | settings)


class RecognitionNetwork(nn.Module):
    """M members, each a trunk and the heads of all tasks in one layer: (N, 3, h, w) to (M, N, Σ classes)."""

    def __init__(self, config: RecognitionConfig, *, classes: int) -> None:
        super().__init__()
        self.members = nn.ModuleList(_member(config, classes) for _ in range(config.members))

    def forward(self, images: Tensor) -> Tensor:
        return torch.stack([member(images) for member in self.members])


class PuzzleNetwork(RecognitionNetwork):
    """The same with the orders (k, 9) of a jigsaw's cells, drawn once."""

    def __init__(self, config: RecognitionConfig, *, classes: int, orders: Tensor) -> None:
        super().__init__(config, classes=classes)
        self.orders: Tensor
        self.register_buffer("orders", orders)


def _member(config: RecognitionConfig, classes: int) -> nn.Sequential:
    trunk = WideResNet(depth=config.depth, width=config.width, fold=config.fold)
    return nn.Sequential(trunk, Dropout(config.dropout), nn.Linear(trunk.features, classes))


RecognitionNetworkT = TypeVar("RecognitionNetworkT", bound=RecognitionNetwork)


class Recognition(Tasked[RecognitionConfigT, RecognitionNetworkT]):
    """Recognises which view of an image it sees. A method of this kind says which views there are."""

    @property
    @abstractmethod
    def classes(self) -> Mapping[str, int]:
        """The number of classes of each task."""

    @property
    def tasks(self) -> tuple[str, ...]:
        return tuple(self.classes)

    def chance(self) -> Tensor:
        classes = torch.tensor(list(self.classes.values()), dtype=torch.float32)
        return 1 - 1 / classes if self.config.score == "paper" else classes.log()

    @abstractmethod
    def views(self, network: RecognitionNetworkT) -> Sequence[View]:
        """Every view, with its labels; what was drawn once is read from the network's buffers."""

    def losses(self, network: RecognitionNetworkT, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """Cross-entropy of each task, averaged over the views that it labels (eq. 7 is their sum)."""
        return torch.stack([loss.mean(dim=1) for loss in self._entropies(network, images, generator)], dim=1)

    def errors(self, network: RecognitionNetworkT, images: Tensor) -> Tensor:
        """As the losses; for the score `paper` one minus the true class's probability (eq. 5-6, sign reversed)."""
        entropies = self._entropies(network, images, None)
        if self.config.score == "paper":
            entropies = [1 - torch.exp(-entropy) for entropy in entropies]
        return torch.stack([error.mean(dim=1) for error in entropies], dim=1)

    def _entropies(
        self, network: RecognitionNetworkT, images: Tensor, generator: torch.Generator | None
    ) -> list[Tensor]:
        """For each task (B, views that it labels): −log p of the true class, averaged over members."""
        views = self.views(network)
        logits = network(view_images(views, images, generator=generator))  # (M, B·V, Σ classes)
        logits = logits.unflatten(1, (len(images), len(views)))
        entropies = []
        for task, own in zip(self.tasks, logits.split(list(self.classes.values()), dim=-1), strict=True):
            labels = labels_of(views, task)
            truth = torch.tensor(list(labels.values()), device=images.device)
            truth = truth.expand(*own.shape[:2], -1)  # (M, B, views)
            entropy = F.cross_entropy(own[:, :, list(labels)].flatten(0, 2), truth.flatten(), reduction="none")
            entropies.append(entropy.view(truth.shape).mean(dim=0))
        return entropies
