"""Inpainting by a context encoder: what is in the hole, given what is around it?

Source: D. Pathak et al., "Context encoders: feature learning by inpainting" (2016); as anomaly detection,
Ali, Khan, Kyung. RIAD is what became of it: many small holes at once, and a map.
"""

from collections.abc import Mapping
from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor

from inspector.core.methods.config import Training
from inspector.core.methods.engines.prediction import PredictionConfig, on_two_cores
from inspector.core.methods.engines.tasked import Tasked
from inspector.core.networks.unet import UNet


class InpaintingConfig(PredictionConfig):
    """Settings; the defaults are the paper's 100 epochs and batches of 64.

    Attributes:
        holes: along a side; each cell of this grid is a hole once.
    """

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=64, optimizer="adam", learning_rate=1e-3)
    holes: int = Field(default=4, ge=2, le=1000)


class Inpainting(Tasked[InpaintingConfig, UNet]):
    """One task, the hole; see the module."""

    name = "inpainting"
    title = "Inpainting: a context encoder"
    hint = "Finds large missing or added pieces; for comparison: RIAD grew out of it, and has a map."
    texts: ClassVar = {
        "de": {
            title: "Inpainting: Lücken aus der Umgebung füllen",
            hint: (
                "Findet große fehlende oder zusätzliche Stücke; zum Vergleich: RIAD ist daraus entstanden und hat "
                "eine Karte."
            ),
            "hole": "Lücke",
        }
    }
    presets: ClassVar[Mapping[str, InpaintingConfig]] = {
        "paper": InpaintingConfig(),
        "cpu": on_two_cores(InpaintingConfig),
    }
    tasks = ("hole",)

    def build(self, *, generator: torch.Generator) -> UNet:
        return self.config.network(skip_connections=False)

    def losses(self, network: UNet, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """(B, 1): mean squared error in the holes: of one drawn for each image, or over all where nothing is drawn."""
        cells = self.config.holes**2
        if generator is None:
            return torch.stack(
                [self._in_hole(network, images, torch.full((len(images),), i)) for i in range(cells)]
            ).mean(0)
        return self._in_hole(network, images, torch.randint(cells, (len(images),), generator=generator))

    def _in_hole(self, network: UNet, images: Tensor, cells: Tensor) -> Tensor:
        side = self.config.side
        bands = (torch.arange(side) * self.config.holes).div(side, rounding_mode="floor")  # cell of each row or column
        rows, columns = cells // self.config.holes, cells % self.config.holes
        hole = (bands == rows[:, None])[:, None, :, None] & (bands == columns[:, None])[:, None, None, :]
        hole = hole.to(images.device, images.dtype)  # (B, 1, side, side)
        error = (network(images * (1 - hole)) - images).square() * hole
        return (error.sum(dim=(1, 2, 3)) / (3 * hole.sum(dim=(1, 2, 3))))[:, None]
