"""MHRot: vertical and horizontal translation and rotation, all at once, each told by a head of its own.

Source: D. Hendrycks, M. Mazeika, S. Kadavath, D. Song, "Using self-supervised learning can improve model
robustness and uncertainty" (2019).
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import torch

from inspector.core.methods.config import Training
from inspector.core.methods.engines.recognition import Recognition, RecognitionConfig, RecognitionNetwork, on_two_cores
from inspector.core.pretext.views import View, joint, rotations, translations


class MhrotConfig(RecognitionConfig):
    """Settings; the defaults are the paper's WideResNet 16-4 and batches that its 36 views allow."""

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=32, optimizer="sgd", learning_rate=0.1, schedule="one_cycle")


class Mhrot(Recognition[MhrotConfig, RecognitionNetwork]):
    """Three tasks in 3 · 3 · 4 = 36 views; see the module."""

    name = "mhrot"
    title = "MHRot: translation and rotation, jointly"
    hint = (
        "Scores the whole image like multi-task, but in 36 views instead of 11: for comparison, two "
        "to three times slower."
    )
    texts: ClassVar = {
        "de": {
            title: "MHRot: Verschiebung und Drehung gemeinsam",
            hint: (
                "Bewertet das ganze Bild wie Multi-Task, aber in 36 statt 11 Ansichten: zum Vergleich, zwei- "
                "bis dreimal langsamer."
            ),
            "vertical": "senkrecht",
            "horizontal": "waagerecht",
            "rotation": "Drehung",
        }
    }
    presets: ClassVar[Mapping[str, MhrotConfig]] = {
        "paper": MhrotConfig(),
        "cpu": on_two_cores(MhrotConfig, batch_size=5),
    }
    classes: ClassVar[Mapping[str, int]] = {"vertical": 3, "horizontal": 3, "rotation": 4}

    def build(self, *, generator: torch.Generator) -> RecognitionNetwork:
        return RecognitionNetwork(self.config, classes=sum(self.classes.values()))

    def views(self, network: RecognitionNetwork) -> Sequence[View]:
        side = self.config.side
        return joint(translations("vertical", side=side), translations("horizontal", side=side), rotations())
