"""Jigsaw: in which order are the nine cells laid out?

Source: M. Noroozi, P. Favaro, "Unsupervised learning of visual representations by solving jigsaw puzzles"
(2016); as anomaly detection, Ali, Khan, Kyung. Open: the papers look at the nine patches one by one; here
the laid out puzzle is looked at as one image, as multi-task does.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import torch
from pydantic import Field

from inspector.core.methods.config import Training
from inspector.core.methods.engines.recognition import PuzzleNetwork, Recognition, RecognitionConfig, on_two_cores
from inspector.core.pretext.views import View, draw_orders, puzzles


class JigsawConfig(RecognitionConfig):
    """Settings; the defaults are the paper's 100 epochs and batches of 64.

    Attributes:
        puzzles: orders of the cells, the identity among them.
    """

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=64, optimizer="sgd", learning_rate=0.1, schedule="one_cycle")
    puzzles: int = Field(default=12, ge=2, le=100)


class Jigsaw(Recognition[JigsawConfig, PuzzleNetwork]):
    """One task in as many views as there are orders; see the module."""

    name = "jigsaw"
    title = "Jigsaw: order of nine cells"
    hint = "Scores how a part is put together: good on structure, weak on small defects inside a cell."
    texts: ClassVar = {
        "de": {
            title: "Jigsaw: Anordnung von neun Feldern",
            hint: (
                "Beurteilt, wie ein Teil zusammengesetzt ist: stark beim Aufbau, schwach bei kleinen Fehlern innerhalb "
                "eines Feldes."
            ),
            "jigsaw": "Puzzle",
        }
    }
    presets: ClassVar[Mapping[str, JigsawConfig]] = {"paper": JigsawConfig(), "cpu": on_two_cores(JigsawConfig)}

    @property
    def classes(self) -> Mapping[str, int]:
        return {"jigsaw": self.config.puzzles}

    def build(self, *, generator: torch.Generator) -> PuzzleNetwork:
        orders = draw_orders(self.config.puzzles, generator=generator)
        return PuzzleNetwork(self.config, classes=sum(self.classes.values()), orders=orders)

    def views(self, network: PuzzleNetwork) -> Sequence[View]:
        return puzzles(network.orders)
