"""Colorization: what colour has each place, given its lightness?

Source: R. Zhang, P. Isola, A. Efros, "Colorful image colorization" (2016); as anomaly detection, Ali, Khan,
Kyung. Open: squared error in a*b* instead of classes of colours, which needs no palette.
"""

from collections.abc import Mapping
from typing import ClassVar

import torch
from torch import Tensor

from inspector.core.methods.config import Training
from inspector.core.methods.engines.prediction import PredictionConfig, lab, on_two_cores
from inspector.core.methods.engines.tasked import Tasked
from inspector.core.networks.unet import UNet


class ColorizationConfig(PredictionConfig):
    """Settings; the defaults are the paper's 100 epochs and batches of 64."""

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=64, optimizer="adam", learning_rate=1e-3)


class Colorization(Tasked[ColorizationConfig, UNet]):
    """One task, the colours; see the module."""

    name = "colorization"
    title = "Colorization"
    hint = "Scores colour given shape: finds wrong colours, but nothing at all on grey images."
    texts: ClassVar = {
        "de": {
            title: "Colorization: Farbe aus der Form",
            hint: "Beurteilt die Farbe anhand der Form: findet falsche Farben, aber auf Graubildern gar nichts.",
            "colour": "Farbe",
        }
    }
    presets: ClassVar[Mapping[str, ColorizationConfig]] = {
        "paper": ColorizationConfig(),
        "cpu": on_two_cores(ColorizationConfig),
    }
    tasks = ("colour",)

    def build(self, *, generator: torch.Generator) -> UNet:
        return self.config.network(skip_connections=True)

    def losses(self, network: UNet, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """(B, 1): mean squared error of a* and b*, predicted from L* alone."""
        picture = lab(images)
        predicted = network(picture[:, :1].expand(-1, 3, -1, -1))
        return (predicted - picture)[:, 1:].square().mean(dim=(1, 2, 3))[:, None]
