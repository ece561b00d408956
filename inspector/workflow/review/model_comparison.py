"""Two models on the same images: what the second decides otherwise than the first, and the pictures of it."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from inspector.core.calibration import Calibration
from inspector.core.errors import CategoryError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint, ScoreScale
from inspector.data.category import Category
from inspector.store.listing import list_runs
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.run_types import IMAGE_RUN_SUFFIX
from inspector.store.workspace import Workspace, unused_name
from inspector.workflow.inspect.depth import bits_of
from inspector.workflow.inspect.images import InspectDone, InspectUpdate, inspect_batch
from inspector.workflow.report.pictures import heatmap, picture
from inspector.workflow.review.model_overview import test_run_of
from inspector.workflow.review.run_comparison import Comparison, compare_runs

_PICTURE_SIDE = 1024
_TEST_RUN = f"-test{IMAGE_RUN_SUFFIX}"


@dataclass(frozen=True)
class ComparedModel:
    """One of the two models with its run.

    Attributes:
        bits: bits per sample with which it reads deep files.
    """

    name: str
    run: Path
    point: OperatingPoint
    calibration: Calibration
    bits: int | None

    def relative(self, score: float) -> float:
        """A raw score on the readable scale, on which those of different models can be compared."""
        return ScoreScale.of(self.calibration.good_scores.numpy()).relative(score, self.point)


@dataclass(frozen=True)
class ModelComparison:
    """Two models were compared: `second` is measured against `first`.

    Attributes:
        paths: where the images are on which they differ.
    """

    first: ComparedModel
    second: ComparedModel
    comparison: Comparison
    paths: Mapping[str, Path]


@dataclass(frozen=True)
class VerdictPicture:
    """What one model says of an image: (H, W, 3) uint8 with its heatmap, where it has one."""

    inspection: Inspection
    pixels: np.ndarray


def compare_models(
    first: Path, second: Path, *, category: Category, workspace: Workspace, device: torch.device
) -> Iterator[InspectUpdate | ModelComparison]:
    """Compare two models on the category's test images; a model without a run of them inspects them first.

    Both are judged by the operating point that is in force now, whatever it was when the run was made.

    Args:
        first, second: the models' folders.

    Raises:
        CategoryError: if the category has no test images.
        InspectorError: what reading the models, their runs and inspecting raise.
    """
    if not category.test:
        raise CategoryError(
            "{category} has no test images to compare models on. Put some into test/good and test/<defect>.",
            code="category.no_test_images",
            category=category.root,
        )
    judges = []
    for folder in (first, second):
        stored = read_model(folder)
        run = test_run_of(stored.identity, list_runs(workspace, kind="images"), category)
        if run is None:
            run, interrupted = _place(workspace, stored, len(category.test))
            inspecting = inspect_batch(
                stored, category.test, output=run, device=device, resume=interrupted, base=category.root
            )
            with closing(inspecting) as updates:
                yield from (update for update in updates if not isinstance(update, InspectDone))
        judges.append(
            ComparedModel(folder.name, run, stored.operating_point, stored.calibration, bits_of(stored.model))
        )
    with ImageRun(judges[0].run) as before, ImageRun(judges[1].run) as after:
        comparison = compare_runs(before, after, points=(judges[0].point, judges[1].point))
        flips = (*comparison.fixes, *comparison.breaks, *comparison.differs)
        paths = {name: after.path_of(name) for name in flips}
    yield ModelComparison(judges[0], judges[1], comparison, paths)


def verdict_pictures(compared: ModelComparison, name: str) -> tuple[VerdictPicture, VerdictPicture]:
    """What both models say of one image that both have judged.

    Raises:
        ImageError: if the image cannot be read any more.
        RunError: if a run cannot be read.
    """
    found = []
    for judge in (compared.first, compared.second):
        with ImageRun(judge.run) as run:
            table = run.table()
            inspection = run[int(table.index[table.names.index(name)])]
            pixels = picture(run.path_of(name), max_side=_PICTURE_SIDE, bits=judge.bits)
        assert inspection.score is not None  # both models have judged it
        inspection = replace(inspection, decision=judge.point.decide(inspection.score, doubtful=inspection.doubtful))
        if inspection.anomaly_map is not None:
            pixels = heatmap(pixels, inspection, calibration=judge.calibration, point=judge.point)
        found.append(VerdictPicture(inspection, pixels))
    return found[0], found[1]


def _place(workspace: Workspace, stored: StoredModel, images: int) -> tuple[Path, bool]:
    """Where the run of a model's test images goes, and whether an interrupted one is there."""
    for entry in list_runs(workspace, kind="images"):
        if (
            entry.interrupted
            and entry.about is not None
            and entry.images == images
            and entry.name.endswith(_TEST_RUN)
            and entry.about.get("model") == stored.identity
            and entry.about.get("operating_point") == asdict(stored.operating_point)
        ):
            return entry.path.with_name(entry.name), True
    return unused_name(workspace.runs, f"{stored.folder.name}-test", suffix=IMAGE_RUN_SUFFIX), False
