"""What a method is: a way of learning what good looks like."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic

import torch
from torch import Tensor, nn
from typing_extensions import TypeVar  # with defaults, which typing has from Python 3.13 on

from inspector.core.methods.config import MethodConfig
from inspector.core.video.windows import ClipBatch

Config = TypeVar("Config", bound=MethodConfig)
Network = TypeVar("Network", bound=nn.Module)
Batch = TypeVar("Batch", Tensor, ClipBatch, default=Tensor)


@dataclass(frozen=True)
class Judgement:
    """What a method makes of a batch.

    Attributes:
        scores: (B,) float32, higher is worse.
        maps: (B, H, W) float32 at the network's input size, higher is worse; None for methods that score the whole
            image.
        evidence: what a person can look at to understand the score, by name: pictures (B, 3, H, W), maps
            (B, H, W) or values (B,).
        tasks: (B, P, T) float32, how badly each of the method's T tasks fails at each of its P places, for methods
            that pose tasks.
        light: (B,) float32, brightness as a multiple of the training images'; None where light is not corrected.
        unlike: (B,) float32, how unlike all good images the whole picture is, above 1 where it does not show the
            product; None for models that do not check it.
        places: (B, H, W) bool, the places of the maps that are judged; None for all.
    """

    scores: Tensor
    maps: Tensor | None
    evidence: Mapping[str, Tensor] = field(default_factory=dict)
    tasks: Tensor | None = None
    light: Tensor | None = None
    unlike: Tensor | None = None
    places: Tensor | None = None

    def cpu(self) -> "Judgement":
        def moved(tensor: Tensor | None) -> Tensor | None:
            return None if tensor is None else tensor.cpu()

        return Judgement(
            scores=self.scores.cpu(),
            maps=moved(self.maps),
            evidence={name: value.cpu() for name, value in self.evidence.items()},
            tasks=moved(self.tasks),
            light=moved(self.light),
            unlike=moved(self.unlike),
            places=moved(self.places),
        )

    @classmethod
    def together(cls, judgements: Sequence["Judgement"]) -> "Judgement":
        """One judgement of the images of several, without their evidence."""

        def joined(parts: list[Tensor | None]) -> Tensor | None:
            tensors = [part for part in parts if part is not None]
            return torch.cat(tensors) if tensors else None

        return cls(
            scores=torch.cat([one.scores for one in judgements]),
            maps=joined([one.maps for one in judgements]),
            tasks=joined([one.tasks for one in judgements]),
            light=joined([one.light for one in judgements]),
            unlike=joined([one.unlike for one in judgements]),
            places=joined([one.places for one in judgements]),
        )


class Method(ABC, Generic[Config, Network, Batch]):
    """One way of learning what good looks like; knows nothing of files, devices, progress or thresholds.

    A method builds a network, learns from batches of good images, and judges batches. What only some methods can do
    they declare, by deriving from a class of :mod:`inspector.core.methods.capabilities`; callers ask with
    `isinstance(method, PosesTasks)`. All that a method remembers between calls is in the network's parameters and
    buffers: they are what a model file holds.

    Attributes:
        name: by which it is looked up.
        title: what people call it.
        hint: one honest sentence: what it is good and bad at.
        texts: for each language but English the title, the hint and the names of tasks and evidence, word by
            word; a subclass adds to those of its bases.
        presets: configurations by name; `cpu` and `paper` are always there.
        has_map: whether it shows where an image is bad; of the class, or of a configuration.
        map_is_relative: whether maps are distances to good images already, whatever the place.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    hint: ClassVar[str]
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    presets: ClassVar[Mapping[str, MethodConfig]]
    has_map: bool = False
    map_is_relative: bool = False

    def __init__(self, config: Config) -> None:
        self.config = config

    @abstractmethod
    def build(self, *, generator: torch.Generator) -> Network:
        """The untrained network, with whatever is drawn once and kept (masks, permutations) in buffers.

        It may be called under `torch.device("meta")`: what is drawn is drawn on the generator's device.
        """

    @abstractmethod
    def learn(self, network: Network, batch: Batch, *, generator: torch.Generator) -> Mapping[str, Tensor]:
        """Learn from good images or clips: loss terms by name whose sum is to be descended; none when the batch
        was memorised in the network's buffers.

        Args:
            batch: images as (B, 3, H, W) float32 in [0, 1] at the configuration's image size, or a `ClipBatch`.
            generator: CPU generator for everything random in this step.
        """

    @abstractmethod
    def judge(self, network: Network, batch: Tensor, *, evidence: bool = False) -> Judgement:
        """Score a batch; the same batch gives the same judgement, always."""

    @classmethod
    def config_type(cls) -> type[MethodConfig]:
        """The type of its configurations."""
        return type(next(iter(cls.presets.values())))

    @classmethod
    def texts_in(cls, language: str) -> dict[str, str]:
        """English texts and words of this method, and what they are in another language."""
        texts: dict[str, str] = {}
        for base in reversed(cls.__mro__):
            texts |= vars(base).get("texts", {}).get(language, {})
        return texts


AnyMethod = Method[Any, Any, Any]
