"""Split-brain: colour from lightness, and lightness from colour.

Source: R. Zhang, P. Isola, A. Efros, "Split-brain autoencoders" (2017); as anomaly detection, Ali, Khan, Kyung.
"""

from collections.abc import Mapping
from typing import ClassVar

import torch
from torch import Tensor, nn

from inspector.core.methods.config import Training
from inspector.core.methods.engines.prediction import PredictionConfig, lab, on_two_cores
from inspector.core.methods.engines.tasked import ScoreName, Tasked


class SplitBrainConfig(PredictionConfig):
    """Settings; the defaults are the paper's 100 epochs and batches of 64. The two errors are z-scored, as there."""

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=64, optimizer="adam", learning_rate=1e-3)
    score: ScoreName = "calibrated"


class SplitBrain(Tasked[SplitBrainConfig, nn.ModuleDict]):
    """Two tasks with a network each; see the module."""

    name = "split_brain"
    title = "Split-brain: colour from lightness and lightness from colour"
    hint = "Scores whether colour and lightness belong together; on grey images it sees only half."
    texts: ClassVar = {
        "de": {
            title: "Split-Brain: Farbe aus Helligkeit und Helligkeit aus Farbe",
            hint: "Beurteilt, ob Farbe und Helligkeit zusammenpassen; sieht auf Graubildern nur die Hälfte.",
            "colour": "Farbe",
            "lightness": "Helligkeit",
        }
    }
    presets: ClassVar[Mapping[str, SplitBrainConfig]] = {
        "paper": SplitBrainConfig(),
        "cpu": on_two_cores(SplitBrainConfig),
    }
    tasks = ("colour", "lightness")

    def build(self, *, generator: torch.Generator) -> nn.ModuleDict:
        return nn.ModuleDict({task: self.config.network(skip_connections=True) for task in self.tasks})

    def losses(self, network: nn.ModuleDict, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """(B, 2): mean squared errors of a* and b* predicted from L*, and of L* predicted from a* and b*."""
        picture = lab(images)
        lightness = torch.tensor([1.0, 0.0, 0.0], device=images.device).view(3, 1, 1)
        colour = (network["colour"](picture * lightness) - picture)[:, 1:].square().mean(dim=(1, 2, 3))
        light = (network["lightness"](picture * (1 - lightness)) - picture)[:, 0].square().mean(dim=(1, 2))
        return torch.stack([colour, light], dim=1)
