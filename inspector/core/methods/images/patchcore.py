"""PatchCore: distance to remembered features of good parts.

Source: K. Roth, L. Pemula, J. Zepeda, B. Schölkopf, T. Brox, P. Gehler, "Towards Total Recall in Industrial
Anomaly Detection", CVPR 2022.
"""

from collections.abc import Mapping
from typing import ClassVar

import torch
from pydantic import model_validator

from inspector.core.errors import SettingError
from inspector.core.methods.capabilities import NeedsPretrained
from inspector.core.methods.engines.feature_memory import FeatureMemory, MemoryConfig, MemoryNetwork
from inspector.core.networks.backbone import LITE, Backbone, check_backbone


class PatchcoreConfig(MemoryConfig):
    """Settings of PatchCore; the defaults are the paper's.

    Attributes:
        backbone: the network whose features are compared: `efficientnet_lite0`, 1 or 2, torchvision's name, or timm's
            after `timm/`.
        layers: names of its layers; None for two from its middle (see `middle_layers`).
    """

    backbone: str = "wide_resnet50_2"
    layers: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _has_layers(self) -> "PatchcoreConfig":
        try:
            check_backbone(self.backbone, self.layers)
        except SettingError as error:
            raise ValueError(str(error)) from error
        return self


class Patchcore(FeatureMemory[PatchcoreConfig, Backbone], NeedsPretrained[MemoryNetwork[Backbone]]):
    """Distance to remembered features of a network trained on ImageNet; see the module."""

    name = "patchcore"
    title = "PatchCore: distance to remembered features of good parts"
    hint = (
        "Needs weights trained on ImageNet, learns in a minute or so, and is the first choice where these are allowed; "
        "it shows what is unusual, not what a part should look like, and can overlook that something is missing."
    )
    texts: ClassVar = {
        "de": {
            title: "PatchCore: Abstand zu gemerkten Merkmalen von Gutteilen",
            hint: (
                "Braucht die Gewichte eines mit ImageNet vortrainierten Netzes und lernt in etwa einer Minute; erste "
                "Wahl, wo solche Gewichte erlaubt sind; zeigt, wo ein Teil ungewöhnlich ist, nicht, wie es aussehen "
                "sollte, und kann übersehen, dass etwas fehlt."
            ),
        }
    }
    presets: ClassVar[Mapping[str, PatchcoreConfig]] = {
        "paper": PatchcoreConfig(),
        "balanced": PatchcoreConfig(backbone="resnet18", search_dimension=256, largest_bank=8192, score="map"),
        "features": PatchcoreConfig(
            backbone=LITE,
            keep_shape=True,
            layers=("features.3", "features.4", "features.5"),
            moved=0.03,
            neighbourhood=1,
            whitening=0.01,
            largest_bank=2048,
            score="map",
        ),
        "cpu": PatchcoreConfig(backbone="squeezenet1_0", search_dimension=128, largest_bank=4096, score="map"),
    }

    def build(self, *, generator: torch.Generator) -> MemoryNetwork[Backbone]:
        backbone = Backbone(self.config.backbone, self.config.layers)
        return MemoryNetwork(backbone, self.config, channels=backbone.channels, generator=generator)

    def backbone(self, network: MemoryNetwork[Backbone]) -> Backbone:
        return network.backbone
