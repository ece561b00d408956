"""The engine of the self-supervised methods: tasks that are solved well on good parts alone.

`Tasked` judges an image, or overlapping crops of it, by how badly each task fails. `Recognition` is the kind
of task whose answer is the transformation of a view: views with labels, a trunk, one head a task.
`PredictionConfig` is for the kind whose answer is a picture.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar

import torch
import torch.nn.functional as F
from kornia.color import rgb_to_lab
from pydantic import Field, model_validator
from torch import Tensor, nn

from inspector.core.images.crops import crop_places, cut, cut_anywhere, spread
from inspector.core.methods.base import Judgement, Method, MethodConfig, Training
from inspector.core.networks.dropout import Dropout
from inspector.core.networks.unet import UNet
from inspector.core.networks.wide_resnet import WideResNet
from inspector.core.pretext.views import View, labels_of, view_images

ScoreName = Literal["log_probability", "log_error", "paper", "calibrated"]

_SMALLEST_ERROR = 1e-3  # that counts, of -log p: a probability of 99.9 %
_CROPS_AT_ONCE = 16  # of one image, so that a large one needs no more memory than a small one


class TaskedConfig(MethodConfig):
    """Settings of every method that poses tasks.

    Attributes:
        crop_side: judge overlapping square crops of so many pixels of the network's input, which gives a coarse
            map and the place where a task failed; None judges the image as a whole.
        crop_draws: crops of each image that are learned from in one step, where crops are judged.
        score: `log_probability` averages the tasks' errors (for recognition −log p of the true class), `log_error`
            the logarithms of these errors, so that a task that fails a hundred times as badly as on good images
            counts however small its error is, `paper` is the method's published score, `calibrated` compares each
            task's error with that of held-out good images and leaves tasks that tell nothing out.
    """

    crop_side: int | None = Field(default=None, ge=16)
    crop_draws: int = Field(default=1, ge=1)
    score: ScoreName = "log_probability"

    @model_validator(mode="after")
    def _judgeable(self) -> "TaskedConfig":
        if self.crop_side is None and self.image_size[0] != self.image_size[1]:
            raise ValueError("what is judged must be square: give one number for image_size, or a crop_side")
        if self.crop_side is not None and self.crop_side > min(self.image_size):
            raise ValueError(f"crop_side {self.crop_side} is larger than the image, {min(self.image_size)} px")
        return self

    @property
    def side(self) -> int:
        """Side in pixels of what is judged: the image or a crop."""
        return self.crop_side or self.image_size[0]


C = TypeVar("C", bound=TaskedConfig)


class Tasked(Method[C]):
    """A method that poses tasks and judges by how badly they fail."""

    def __init__(self, config: C) -> None:
        super().__init__(config)
        self.has_map = config.crop_side is not None
        self.judges_by_task = config.score == "calibrated"

    @abstractmethod
    def losses(self, network: nn.Module, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """(B, T): what is descended for each task on square images; no randomness where the generator is None."""

    def errors(self, network: nn.Module, images: Tensor) -> Tensor:
        """(B, T): how badly each task fails, higher is worse."""
        return self.losses(network, images, generator=None)

    def learn(self, network: nn.Module, batch: Tensor, *, generator: torch.Generator) -> Mapping[str, Tensor]:
        """Each task's mean loss over the batch, or over crops at random places of its images."""
        seen = self.cut_anywhere(batch, count=self.config.crop_draws, generator=generator)
        losses = self.losses(network, seen, generator=generator).mean(dim=0)
        return dict(zip(self.tasks, losses, strict=True))

    def cut_anywhere(self, images: Tensor, *, count: int, generator: torch.Generator) -> Tensor:
        """`count` crops of each image at random places, where crops are judged; else the images."""
        side = self.config.crop_side
        return images if side is None else cut_anywhere(images, side, count=count, generator=generator)

    def judge(self, network: nn.Module, batch: Tensor, *, evidence: bool = False) -> Judgement:
        """Score and, with crops, a map from the tasks' errors; the score is the worst crop's.

        Evidence: each task's error, `task NAME`, as values (B,) or maps (B, H, W).
        """
        side = self.config.side
        places = self.places()
        crops = cut(batch, places, side).split(_CROPS_AT_ONCE)
        tasks = torch.cat([self.errors(network, crop) for crop in crops]).unflatten(0, (len(batch), len(places)))
        seen = {}
        if evidence:
            for index, task in enumerate(self.tasks):
                seen[f"task {task}"] = self._spread(tasks[..., index]) if self.has_map else tasks[:, 0, index]
        scores, maps = self.combine(tasks)
        return Judgement(scores, maps, seen, tasks=tasks)

    def combine(self, tasks: Tensor) -> tuple[Tensor, Tensor | None]:
        values = (tasks + _SMALLEST_ERROR).log() if self.config.score == "log_error" else tasks
        values = values.mean(dim=-1)  # (B, P)
        return values.amax(dim=1), self._spread(values) if self.has_map else None

    def places(self) -> list[tuple[int, int]]:
        return crop_places(self.config.image_size, self.config.side)

    def _spread(self, values: Tensor) -> Tensor:
        return spread(values, self.places(), side=self.config.side, size=self.config.image_size)


class RecognitionConfig(TaskedConfig):
    """Settings of the network that recognises views; the defaults are Jézéquel et al.'s.

    Attributes:
        depth, width, fold: of the trunk (see :class:`WideResNet`).
        dropout: share of the features left out in training, before the heads.
        members: networks that learn side by side and whose errors are averaged; 1 in the papers. How badly one
            network fails on what is unlike all it has seen depends on how it began, the mean of a few less so.
    """

    depth: int = Field(default=16, ge=10)
    width: int = Field(default=4, ge=1)
    fold: int = Field(default=1, ge=1)
    dropout: float = Field(default=0.3, ge=0, lt=1)
    members: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _depth_fits(self) -> "RecognitionConfig":
        if (self.depth - 4) % 6:
            raise ValueError(f"depth must be 10, 16, 22, … (6·n + 4), not {self.depth}")
        if self.side % self.fold:
            raise ValueError(f"sides of {self.side} px are not divisible by fold {self.fold}")
        return self


# For two cores: a shallow and narrow network at half the resolution, a minute or two of training.
ON_CPU = {
    "image_size": (64, 64),
    "depth": 10,
    "width": 1,
    "fold": 2,
    "training": Training(steps=200, batch_size=16, optimizer="adam", learning_rate=1e-3, schedule="one_cycle"),
}


# The same for the methods that predict pictures.
ON_CPU_PREDICTING = {
    "image_size": (64, 64),
    "base_width": 16,
    "training": Training(steps=200, batch_size=16, optimizer="adamw", learning_rate=2e-3, schedule="one_cycle"),
}


class RecognitionNetwork(nn.Module):
    """M members, each a trunk and the heads of all tasks in one layer: (N, 3, h, w) to (M, N, Σ classes)."""

    def __init__(self, config: RecognitionConfig, *, classes: int) -> None:
        super().__init__()
        self.members = nn.ModuleList(_member(config, classes) for _ in range(config.members))

    def forward(self, images: Tensor) -> Tensor:
        return torch.stack([member(images) for member in self.members])


def _member(config: RecognitionConfig, classes: int) -> nn.Sequential:
    trunk = WideResNet(depth=config.depth, width=config.width, fold=config.fold)
    return nn.Sequential(trunk, Dropout(config.dropout), nn.Linear(trunk.features, classes))


R = TypeVar("R", bound=RecognitionConfig)


class Recognition(Tasked[R]):
    """Recognise which view of an image one looks at. A method of this kind says which views there are."""

    @property
    @abstractmethod
    def classes(self) -> Mapping[str, int]:
        """How many classes each task has."""

    @property
    def tasks(self) -> tuple[str, ...]:
        return tuple(self.classes)

    def chance(self) -> Tensor:
        classes = torch.tensor(list(self.classes.values()), dtype=torch.float32)
        return 1 - 1 / classes if self.config.score == "paper" else classes.log()

    @abstractmethod
    def views(self, network: nn.Module) -> Sequence[View]:
        """Every view, with its labels; what was drawn once is read from the network's buffers."""

    def build(self, *, generator: torch.Generator) -> RecognitionNetwork:
        return RecognitionNetwork(self.config, classes=sum(self.classes.values()))

    def losses(self, network: nn.Module, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """Cross-entropy of each task, averaged over the views it is asked of (eq. 7 is their sum)."""
        return torch.stack([loss.mean(dim=1) for loss in self._entropies(network, images, generator)], dim=1)

    def errors(self, network: nn.Module, images: Tensor) -> Tensor:
        """As the losses; for the score `paper` one minus the true class's probability (eq. 5-6, turned)."""
        entropies = self._entropies(network, images, None)
        if self.config.score == "paper":
            entropies = [1 - torch.exp(-entropy) for entropy in entropies]
        return torch.stack([error.mean(dim=1) for error in entropies], dim=1)

    def _entropies(self, network: nn.Module, images: Tensor, generator: torch.Generator | None) -> list[Tensor]:
        """For each task (B, views it is asked of): −log p of the true class, averaged over members."""
        views = self.views(network)
        logits = network(view_images(views, images, generator=generator))  # (M, B·V, Σ classes)
        logits = logits.unflatten(1, (len(images), len(views)))
        entropies = []
        for task, of_task in zip(self.tasks, logits.split(list(self.classes.values()), dim=-1), strict=True):
            labels = labels_of(views, task)
            truth = torch.tensor(list(labels.values()), device=images.device)
            truth = truth.expand(*of_task.shape[:2], -1)  # (M, B, views)
            entropy = F.cross_entropy(of_task[:, :, list(labels)].flatten(0, 2), truth.flatten(), reduction="none")
            entropies.append(entropy.view(truth.shape).mean(dim=0))
        return entropies


class PredictionConfig(TaskedConfig):
    """Settings of methods that predict one part of a picture from another.

    Attributes:
        base_width, depth, fold: of the network (see :class:`UNet`).
    """

    base_width: int = Field(default=32, gt=0)
    depth: int = Field(default=4, ge=2)
    fold: int = Field(default=1, ge=1)

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


def lab(images: Tensor) -> Tensor:
    """(B, 3, H, W): RGB in [0, 1] as CIE L*a*b*, each of the three brought to [0, 1]."""
    scaled = rgb_to_lab(images) / torch.tensor([100.0, 255.0, 255.0], device=images.device).view(3, 1, 1)
    return scaled + torch.tensor([0.0, 0.5, 0.5], device=images.device).view(3, 1, 1)
