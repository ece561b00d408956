"""Tasks that only good images solve: an image, or overlapping crops of it, is judged by how badly they fail."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import torch
from pydantic import Field, model_validator
from torch import Tensor
from typing_extensions import TypeVar

from inspector.core.images.crops import crop_places, cut, cut_anywhere, spread
from inspector.core.methods.base import Judgement, Method, Network
from inspector.core.methods.capabilities import PosesTasks
from inspector.core.methods.config import MethodConfig

ScoreName = Literal["log_probability", "log_error", "paper", "calibrated"]

_SMALLEST_ERROR = 1e-3  # that counts, of -log p: a probability of 99.9 %
_CROPS_PER_PASS = 16  # of one image, so that a large one needs no more memory than a small one
_AUTO_CROP_SIDE = 64  # the papers' images have 28 to 64 px


class TaskedConfig(MethodConfig):
    """Settings of every method that poses tasks.

    Attributes:
        crop_side: judge overlapping square crops of this many pixels of the network's input, which gives a coarse
            map and the place where a task failed; None scores the whole image; `auto` judges crops of 64 px where the
            network's input is larger than that, else the whole image.
        crop_draws: crops per image that are learned from in one step, where crops are judged.
        score: `log_probability` averages the tasks' errors (for recognition −log p of the true class), `log_error`
            the logarithms of these errors, so that a task that fails a hundred times as badly as on good images
            counts however small its error is, `paper` is the method's published score, `calibrated` compares each
            task's error with that of held-out good images and omits tasks that carry no information.
    """

    crop_side: Annotated[int, Field(ge=16, le=4096)] | Literal["auto"] | None = None
    crop_draws: int = Field(default=1, ge=1, le=1000)
    score: ScoreName = "log_probability"

    @model_validator(mode="after")
    def _judgeable(self) -> "TaskedConfig":
        if self.crop is None and self.image_size[0] != self.image_size[1]:
            raise ValueError("what is judged must be square: give one number for image_size, or a crop_side")
        if self.crop is not None and self.crop > min(self.image_size):
            raise ValueError(f"crop_side {self.crop} is larger than the image, {min(self.image_size)} px")
        return self

    @property
    def crop(self) -> int | None:
        """Side in pixels of the crops that are judged; None where the whole image is."""
        if self.crop_side == "auto":
            return _AUTO_CROP_SIDE if min(self.image_size) > _AUTO_CROP_SIDE else None
        return self.crop_side

    @property
    def side(self) -> int:
        """Side in pixels of what is judged: the image or a crop."""
        return self.crop or self.image_size[0]


C = TypeVar("C", bound=TaskedConfig)


class Tasked(Method[C, Network], PosesTasks):
    """A method of images that judges by how badly its tasks fail."""

    texts: ClassVar = {
        "de": {
            "task": "Aufgabe",
            "the whole part": "das ganze Teil",
            "the top left corner": "die Ecke oben links",
            "the top": "der obere Bereich",
            "the top right corner": "die Ecke oben rechts",
            "the left side": "die linke Seite",
            "the middle": "die Mitte",
            "the right side": "die rechte Seite",
            "the bottom left corner": "die Ecke unten links",
            "the bottom": "der untere Bereich",
            "the bottom right corner": "die Ecke unten rechts",
            "looks moved up or down": "sieht nach oben oder unten verschoben aus",
            "looks moved sideways": "sieht seitlich verschoben aus",
            "looks turned": "sieht gedreht aus",
            "looks mirrored": "sieht gespiegelt aus",
            "looks put together wrongly": "sieht falsch zusammengesetzt aus",
            "looks unusual": "sieht ungewöhnlich aus",
        }
    }

    def __init__(self, config: C) -> None:
        super().__init__(config)
        self.has_map = config.crop is not None
        self.judges_by_task = config.score == "calibrated"

    @property
    def side(self) -> int:
        return self.config.side

    @abstractmethod
    def losses(self, network: Network, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """(B, T): what is descended for each task on square images; without a generator nothing is drawn."""

    def errors(self, network: Network, images: Tensor) -> Tensor:
        """(B, T): how badly each task fails, higher is worse."""
        return self.losses(network, images, generator=None)

    def learn(self, network: Network, batch: Tensor, *, generator: torch.Generator) -> Mapping[str, Tensor]:
        """Each task's mean loss over the batch, or over crops at random places of its images."""
        squares = self.cut_anywhere(batch, count=self.config.crop_draws, generator=generator)
        losses = self.losses(network, squares, generator=generator).mean(dim=0)
        return dict(zip(self.tasks, losses, strict=True))

    def cut_anywhere(self, images: Tensor, *, count: int, generator: torch.Generator) -> Tensor:
        """`count` crops of each image at random places, where crops are judged; else the images."""
        side = self.config.crop
        return images if side is None else cut_anywhere(images, side, count=count, generator=generator)

    def judge(self, network: Network, batch: Tensor, *, evidence: bool = False) -> Judgement:
        """Score and, with crops, a map from the tasks' errors; the score is the worst crop's.

        Evidence: each task's error, `task NAME`, as values (B,) or maps (B, H, W).
        """
        places = self.places()
        crops = cut(batch, places, self.side).split(_CROPS_PER_PASS)
        tasks = torch.cat([self.errors(network, crop) for crop in crops]).unflatten(0, (len(batch), len(places)))
        shown = {}
        if evidence:
            for index, task in enumerate(self.tasks):
                shown[f"task {task}"] = self._spread(tasks[..., index]) if self.has_map else tasks[:, 0, index]
        scores, maps = self.combine(tasks)
        return Judgement(scores, maps, shown, tasks=tasks)

    def combine(self, tasks: Tensor) -> tuple[Tensor, Tensor | None]:
        values = (tasks + _SMALLEST_ERROR).log() if self.config.score == "log_error" else tasks
        values = values.mean(dim=-1)  # (B, P)
        return values.amax(dim=1), self._spread(values) if self.has_map else None

    def places(self) -> list[tuple[int, int]]:
        return crop_places(self.config.image_size, self.side)

    def _spread(self, values: Tensor) -> Tensor:
        return spread(values, self.places(), side=self.side, size=self.config.image_size)
