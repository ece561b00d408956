"""Runs of images in a comparison of two models."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from inspector.core.errors import CategoryError
from inspector.core.metrics.image import image_auroc
from inspector.core.operating_point import OperatingPoint
from inspector.data.layout import GOOD
from inspector.store.runs.image_run import ImageRun, RunTable
from inspector.workflow.evaluate.learned import learned_parts
from inspector.workflow.report.pictures import heatmap, picture
from inspector.workflow.review.comparison.models import ComparedModel, VerdictPicture
from inspector.workflow.review.comparison.verdicts import Verdicts

_PICTURE_SIDE = 1024


class ComparingImages:
    """As :class:`inspector.workflow.review.comparison.models.Comparing` has it."""

    def no_test_set(self, category: Path) -> CategoryError:
        return CategoryError(
            "{category} has no test images to compare models on. Put some into test/good and test/<defect>.",
            code="category.no_test_images",
            category=category,
        )

    def verdicts(self, run: ImageRun, point: OperatingPoint) -> Verdicts:
        return table_verdicts(run.table().judged_by(point))

    def learned(self, card: Mapping[str, Any], parts: Sequence[tuple[str, Path]]) -> frozenset[str]:
        return learned_parts(card, parts)

    def path_of(self, run: ImageRun, name: str) -> Path:
        return run.path_of(name)

    def picture(self, run: ImageRun, name: str, judge: ComparedModel) -> VerdictPicture:
        table = run.table()
        found = run[int(table.index[table.names.index(name)])]
        pixels = picture(run.path_of(name), max_side=_PICTURE_SIDE, bits=judge.bits)
        assert found.score is not None  # both models have judged it
        decision = judge.point.decide(found.score, doubtful=found.doubtful)
        if found.anomaly_map is not None:
            inspection = replace(found, decision=decision)
            pixels = heatmap(pixels, inspection, calibration=judge.calibration, point=judge.point)
        return VerdictPicture(name, decision, found.score, pixels)


def table_verdicts(table: RunTable) -> Verdicts:
    """Label and decision of each image that could be judged."""
    rows = zip(table.names, table.labels, table.decisions, strict=True)
    return {name: (label, decision) for name, label, decision in rows if decision is not None}


def run_auroc(table: RunTable) -> float | None:
    """Image AUROC of the judged images whose label is known; None unless good and defective ones are among them."""
    labels = np.array(table.labels, dtype=str)
    known = (labels != "") & ~np.isnan(table.scores)
    return image_auroc(table.scores[known], labels[known] != GOOD)
