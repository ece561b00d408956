"""Multi-task: translations, rotation and a jigsaw, recognised independently.

Source: L. Jézéquel, N.-S. Vu, J. Beaudet, A. Histace, "Fine-grained anomaly detection via multi-task
self-supervision" (2021).
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

import torch
from pydantic import Field

from inspector.core.methods.config import Training
from inspector.core.methods.engines.recognition import PuzzleNetwork, Recognition, RecognitionConfig, on_two_cores
from inspector.core.methods.engines.tasked import ScoreName
from inspector.core.pretext.views import View, draw_orders, puzzles, rotations, translations

TaskName = Literal["vertical", "horizontal", "rotation", "jigsaw"]


class MultitaskConfig(RecognitionConfig):
    """Settings of the multi-task method; the defaults are the paper's.

    Attributes:
        asked: the tasks; without `jigsaw` it is the paper's geometric variant, and the other way round.
        puzzles: k, orders of the jigsaw's cells, the identity among them.
    """

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=32, optimizer="sgd", learning_rate=0.1, schedule="one_cycle")
    asked: tuple[TaskName, ...] = Field(default=("vertical", "horizontal", "rotation", "jigsaw"), min_length=1)
    puzzles: int = Field(default=3, ge=2, le=100)
    score: ScoreName = "paper"


class Multitask(Recognition[MultitaskConfig, PuzzleNetwork]):
    """Independent tasks in 11 views; see the module."""

    name = "multitask"
    title = "Multi-task: translation, rotation and jigsaw"
    hint = (
        "Scores the part in overlapping crops and names the place and the task that fails: wrong parts, orientation or "
        "assembly; weak on small defects, on texture, and on parts that look the same when rotated."
    )
    texts: ClassVar = {
        "de": {
            title: "Multi-Task: Verschiebung, Drehung und Puzzle",
            hint: (
                "Bewertet das Teil in überlappenden Ausschnitten und nennt die Stelle und die Aufgabe, die misslingt: "
                "falsches Teil, falsche Lage, falsche Montage; schwach bei kleinen Fehlern, bei Textur und bei Teilen, "
                "die gedreht gleich aussehen."
            ),
            "vertical": "senkrecht",
            "horizontal": "waagerecht",
            "rotation": "Drehung",
            "jigsaw": "Puzzle",
        }
    }
    presets: ClassVar[Mapping[str, MultitaskConfig]] = {
        "paper": MultitaskConfig(),
        "balanced": MultitaskConfig(
            image_size=(192, 192),
            crop_side="auto",
            width=2,
            fold=2,
            score="calibrated",
            training=Training(steps=2000, batch_size=16, optimizer="adam", learning_rate=1e-3, schedule="one_cycle"),
        ),
        "cpu": on_two_cores(MultitaskConfig, image_size=(128, 128), crop_side="auto", score="calibrated"),
    }

    @property
    def classes(self) -> Mapping[str, int]:
        every = {"vertical": 3, "horizontal": 3, "rotation": 4, "jigsaw": self.config.puzzles}
        return {task: every[task] for task in every if task in self.config.asked}

    def build(self, *, generator: torch.Generator) -> PuzzleNetwork:
        orders = draw_orders(self.config.puzzles, generator=generator)
        return PuzzleNetwork(self.config, classes=sum(self.classes.values()), orders=orders)

    def views(self, network: PuzzleNetwork) -> Sequence[View]:
        """One view for each class of each task; the image as it is stands for three tasks at once: 11 in all."""
        side = self.config.side
        geometric = {
            "vertical": translations("vertical", side=side),
            "horizontal": translations("horizontal", side=side),
            "rotation": rotations(),
        }
        posed = [views for task, views in geometric.items() if task in self.classes]
        views = [view for _, *changed in posed for view in changed]
        if posed:
            unchanged = {task: label for first, *_ in posed for task, label in first.labels.items()}
            views.insert(0, View(lambda images, _: images, unchanged))
        return views + (puzzles(network.orders) if "jigsaw" in self.classes else [])
