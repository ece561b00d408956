"""RotNet: by how many quarter turns is the image turned?

Source: S. Gidaris, P. Singh, N. Komodakis, "Unsupervised representation learning by predicting image
rotations" (2018); as anomaly detection, Ali, Khan, Kyung.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import torch

from inspector.core.methods.config import Training
from inspector.core.methods.engines.recognition import Recognition, RecognitionConfig, RecognitionNetwork, on_two_cores
from inspector.core.pretext.views import View, rotations


class RotnetConfig(RecognitionConfig):
    """Settings; the defaults are the paper's: 100 epochs, batches of 64."""

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=64, optimizer="sgd", learning_rate=0.1, schedule="one_cycle")


class Rotnet(Recognition[RotnetConfig, RecognitionNetwork]):
    """One task in 4 views; see the module."""

    name = "rotnet"
    title = "RotNet: rotation"
    hint = "Scores the whole image by its orientation: quick, but pointless on parts that look the same when rotated."
    texts: ClassVar = {
        "de": {
            title: "RotNet: Drehung",
            hint: (
                "Bewertet das ganze Bild nach seiner Ausrichtung: schnell, aber nutzlos bei Teilen, die gedreht "
                "gleich aussehen."
            ),
            "rotation": "Drehung",
        }
    }
    presets: ClassVar[Mapping[str, RotnetConfig]] = {"paper": RotnetConfig(), "cpu": on_two_cores(RotnetConfig)}
    classes: ClassVar[Mapping[str, int]] = {"rotation": 4}

    def build(self, *, generator: torch.Generator) -> RecognitionNetwork:
        return RecognitionNetwork(self.config, classes=sum(self.classes.values()))

    def views(self, network: RecognitionNetwork) -> Sequence[View]:
        return rotations()
