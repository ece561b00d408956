"""The model that a run under review was made with, as far as reviewing needs it: without its weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector.core.images.depth import DEEP, LearnedDepth
from inspector.core.operating_point import OperatingPoint
from inspector.store.listing import list_models
from inspector.store.models.model_folder import read_good_scores
from inspector.store.workspace import Workspace


@dataclass(frozen=True, eq=False)
class ReviewModel:
    """What the card, the calibration and the records of a model say.

    Attributes:
        card: see :func:`inspector.store.models.model_folder.read_card`.
        operating_point: the one in force.
        good_scores: (n,) of the held-out good images, or stretches of good video, it was calibrated on.
    """

    folder: Path
    card: Mapping[str, Any]
    operating_point: OperatingPoint
    good_scores: np.ndarray

    @property
    def bits(self) -> int | None:
        """Bits per sample with which it reads deep files; None for what each states, or all."""
        depth = self.card.get("depth")
        return DEEP if depth is None else LearnedDepth.from_card(depth).bits_per_sample

    @property
    def identity(self) -> str:
        """A hash of the model's content, weights included."""
        return str(self.card["sha256"])

    @property
    def outline(self) -> float | None:
        """The map value at which a region ends; None for a method without maps."""
        outline = self.card["calibration"]["outline"]
        return None if outline is None else float(outline)


def model_of_run(about: Mapping[str, Any], workspace: Workspace) -> ReviewModel | None:
    """The model a run says it was made with; None where the workspace has it no more.

    Raises:
        ModelError: if its calibration cannot be read.
        StorageError: if the workspace cannot be read.
    """
    for entry in list_models(workspace):
        if entry.card is not None and entry.operating_point is not None and entry.card["sha256"] == about.get("model"):
            scores = read_good_scores(entry.folder)
            return ReviewModel(entry.folder, entry.card, entry.operating_point, scores)
    return None
