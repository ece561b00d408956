"""A method as somebody would add it: all of it is in this file. See test_add_a_method.py for the one line more."""

from collections.abc import Mapping
from typing import ClassVar

import torch
from torch import Tensor, nn

from inspector.core.methods.base import Judgement, Method
from inspector.core.methods.capabilities import Memorises
from inspector.core.methods.config import MethodConfig, Training


class MeanImageConfig(MethodConfig):
    """Settings.

    Attributes:
        exponent: of the difference from the mean image.
    """

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=1, batch_size=4, optimizer=None)
    exponent: float = 1.0


class MeanImageNetwork(nn.Module):
    """No network: the sum of all images, and their number."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__()
        self.sum: Tensor
        self.count: Tensor
        self.register_buffer("sum", torch.zeros(3, *size))
        self.register_buffer("count", torch.zeros(()))


class MeanImage(Method[MeanImageConfig, MeanImageNetwork], Memorises[MeanImageNetwork]):
    """Judges by the difference from the mean of all good images."""

    name = "mean_image"
    title = "Mean image: the difference from it"
    hint = "Finds what is far from the mean image; only for parts that never move."
    texts: ClassVar = {
        "de": {
            title: "Mittelbild: der Unterschied zu ihm",
            hint: "Findet, was vom Mittelbild weit entfernt ist; nur für Teile, die nie verrutschen.",
            "mean": "Mittelbild",
        }
    }
    presets: ClassVar[Mapping[str, MeanImageConfig]] = {"paper": MeanImageConfig(), "cpu": MeanImageConfig()}
    has_map = True

    def build(self, *, generator: torch.Generator) -> MeanImageNetwork:
        return MeanImageNetwork(self.config.image_size)

    def learn(self, network: MeanImageNetwork, batch: Tensor, *, generator: torch.Generator) -> Mapping[str, Tensor]:
        network.sum += batch.sum(dim=0)
        network.count += len(batch)
        return {}

    def finish(self, network: MeanImageNetwork, *, generator: torch.Generator) -> None:
        network.sum /= network.count
        network.count.fill_(1)

    def judge(self, network: MeanImageNetwork, batch: Tensor, *, evidence: bool = False) -> Judgement:
        maps = (batch - network.sum).abs().mean(dim=1) ** self.config.exponent
        shown = {"mean": network.sum.expand_as(batch)} if evidence else {}
        return Judgement(maps.flatten(1).amax(dim=1), maps, shown)
