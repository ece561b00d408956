"""GeoTrans: which of 72 compositions of flip, translation and rotation is it?

Source: I. Golan, R. El-Yaniv, "Deep anomaly detection using geometric transformations" (2018). Open: the
score is the mean over the 72 views without the paper's Dirichlet normalisation.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import torch

from inspector.core.methods.config import Training
from inspector.core.methods.engines.recognition import Recognition, RecognitionConfig, RecognitionNetwork, on_two_cores
from inspector.core.pretext.views import View, flips, joint, rotations, translations


class GeotransConfig(RecognitionConfig):
    """Settings; the defaults are the paper's WideResNet 16-8 and 200 epochs shared among 72 views: 3."""

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=3, batch_size=2, optimizer="adam", learning_rate=1e-3)
    width: int = 8


class Geotrans(Recognition[GeotransConfig, RecognitionNetwork]):
    """One task of 72 classes; see the module."""

    name = "geotrans"
    title = "GeoTrans: 72 geometric transformations"
    hint = "Scores the whole image like multi-task, but in 72 views instead of 11: for comparison, six times slower."
    texts: ClassVar = {
        "de": {
            title: "GeoTrans: 72 geometrische Transformationen",
            hint: (
                "Bewertet das ganze Bild wie Multi-Task, aber in 72 statt 11 Ansichten: zum Vergleich, "
                "sechsmal langsamer."
            ),
            "transformation": "Transformation",
        }
    }
    presets: ClassVar[Mapping[str, GeotransConfig]] = {
        "paper": GeotransConfig(),
        "cpu": on_two_cores(GeotransConfig, batch_size=3),
    }
    classes: ClassVar[Mapping[str, int]] = {"transformation": 72}

    def build(self, *, generator: torch.Generator) -> RecognitionNetwork:
        return RecognitionNetwork(self.config, classes=sum(self.classes.values()))

    def views(self, network: RecognitionNetwork) -> Sequence[View]:
        side = self.config.side
        every = joint(flips(), translations("vertical", side=side), translations("horizontal", side=side), rotations())
        return [View(view.transform, {"transformation": label}) for label, view in enumerate(every)]
