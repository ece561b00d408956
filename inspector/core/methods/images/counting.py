"""Counting: what is counted in the four quarters adds up to what is counted in the whole.

Source: M. Noroozi, H. Pirsiavash, P. Favaro, "Representation learning by learning to count" (2017); as
anomaly detection, Ali, Khan, Kyung.
"""

from collections.abc import Mapping
from typing import ClassVar

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from inspector.core.methods.config import Training
from inspector.core.methods.engines.recognition import RecognitionConfig, RecognitionNetwork, on_two_cores
from inspector.core.methods.engines.tasked import Tasked


class CountingConfig(RecognitionConfig):
    """Settings; the defaults are the paper's 100 epochs and batches of 64.

    Attributes:
        counts: how many things are counted, the length of φ.
        margin: M, by how much the counts of another image must miss, or counting nothing would be right.
    """

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=64, optimizer="adam", learning_rate=1e-3)
    counts: int = Field(default=64, ge=1, le=65_536)
    margin: float = Field(default=10.0, gt=0)


class Counting(Tasked[CountingConfig, nn.Sequential]):
    """One task, the sum; see the module."""

    name = "counting"
    title = "Counting: the quarters add up to the whole"
    hint = "Scores whether the quarters of an image add up; for comparison, weaker than rotation and jigsaw."
    texts: ClassVar = {
        "de": {
            title: "Counting: Die Viertel ergeben das Ganze",
            hint: (
                "Beurteilt, ob die Viertel eines Bildes das Ganze ergeben; zum Vergleich: schwächer als Drehung und "
                "Puzzle."
            ),
            "sum": "Summe",
        }
    }
    presets: ClassVar[Mapping[str, CountingConfig]] = {
        "paper": CountingConfig(),
        "cpu": on_two_cores(CountingConfig),
    }
    tasks = ("sum",)

    def build(self, *, generator: torch.Generator) -> nn.Sequential:
        return nn.Sequential(RecognitionNetwork(self.config, classes=self.config.counts), nn.ReLU())

    def losses(self, network: nn.Sequential, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """(B, 1): ‖φ(D∘x) − Σ φ(T_j∘x)‖², and in training max(0, M − ‖φ(D∘y) − Σ φ(T_j∘x)‖²) for another image y."""
        half = images.shape[-1] // 2
        quarters = torch.stack([images[..., y : y + half, x : x + half] for y in (0, half) for x in (0, half)], dim=1)
        small = F.interpolate(images, (half, half), mode="area")
        counts = network(torch.cat([small, quarters.flatten(0, 1)]))  # (M, 5·B, counts), of M members
        whole, parts = counts[:, : len(images)], counts[:, len(images) :].unflatten(1, (-1, 4)).sum(dim=2)
        loss = (whole - parts).square().sum(dim=-1)
        if generator is not None:
            other = (whole.roll(1, dims=1) - parts).square().sum(dim=-1)
            loss = loss + F.relu(self.config.margin - other)
        return loss.mean(dim=0)[:, None]
