"""Distance to remembered filter responses of good parts: PatchCore's memory without a trained network.

Sources: J. Bruna, S. Mallat, "Invariant Scattering Convolution Networks", IEEE Transactions on Pattern Analysis and
Machine Intelligence 35(8), 2013, for the features; K. Roth et al., "Towards Total Recall in Industrial Anomaly
Detection", CVPR 2022, for the memory.
"""

from collections.abc import Mapping
from typing import ClassVar

import torch
from pydantic import Field

from inspector.core.methods.engines.feature_memory import FeatureMemory, MemoryConfig, MemoryNetwork
from inspector.core.networks.scattering import Scattering


class ScatteringMemoryConfig(MemoryConfig):
    """Settings; of the memory as in PatchCore.

    Attributes:
        scales: each is half as fine as the one before.
        orientations: of the filters, over half a turn.
    """

    scales: int = Field(default=4, ge=1, le=5)
    orientations: int = Field(default=6, ge=2, le=12)


class ScatteringMemory(FeatureMemory[ScatteringMemoryConfig, Scattering]):
    """Distance to remembered filter responses; see the module."""

    name = "scattering"
    title = "Scattering: distance to remembered filter responses of good parts"
    hint = (
        "Needs no pretrained weights, learns in a minute or so, and is the first choice where such weights may not be "
        "used; it shows where a part is unusual, not what it should look like."
    )
    texts: ClassVar = {
        "de": {
            title: "Scattering: Abstand zu gemerkten Filterantworten von Gutteilen",
            hint: (
                "Braucht keine vortrainierten Gewichte, lernt in etwa einer Minute und ist erste Wahl, wo solche "
                "Gewichte nicht erlaubt sind; zeigt, wo ein Teil ungewöhnlich ist, nicht, wie es aussehen sollte."
            ),
        }
    }
    presets: ClassVar[Mapping[str, ScatteringMemoryConfig]] = {
        "paper": ScatteringMemoryConfig(),
        "cpu": ScatteringMemoryConfig(
            keep_shape=True, moved=0.03, neighbourhood=3, whitening=0.01, largest_bank=2048, score="map"
        ),
    }

    def build(self, *, generator: torch.Generator) -> MemoryNetwork[Scattering]:
        source = Scattering(scales=self.config.scales, orientations=self.config.orientations)
        return MemoryNetwork(source, self.config, channels=source.channels, generator=generator)
