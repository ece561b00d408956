"""A run read for review, with the model that made it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.gui.review.decisions.watch import RecordsState
from inspector.gui.review.threshold_panel import ThresholdBasis
from inspector.store.models.card import is_crossed
from inspector.store.records import records_state
from inspector.store.workspace import Workspace
from inspector.workflow.kinds import AnyKind
from inspector.workflow.learn.remarks import remarks_on_passing
from inspector.workflow.review.model import ReviewModel, model_of_run
from inspector.workflow.review.reviewed_run import ReviewedRun


@dataclass(frozen=True, eq=False)
class OpenedRun:
    """A run that was read, and the model that made it where the workspace has it.

    Attributes:
        records: of both, as they were before they were read.
    """

    run: ReviewedRun
    model: ReviewModel | None
    records: RecordsState


def open_run(kind: AnyKind, path: Path, category: Any, workspace: Workspace) -> OpenedRun:
    """Read a run, and judge it by the thresholds that are in force for its model; run off the GUI thread."""
    before = records_state(path.parent)
    run: ReviewedRun = kind.open_run(path, category=category)
    try:
        model = model_of_run(run.about, workspace)
        thresholds = None if model is None else records_state(model.folder)
        if model is not None:
            run.judge_by(model.operating_point)
            run.find_learned(model.card)
    except BaseException:
        run.close()
        raise
    return OpenedRun(run, model, RecordsState(before, thresholds))


def threshold_basis(run: ReviewedRun, model: ReviewModel | None) -> ThresholdBasis:
    """What the thresholds of a run are set on."""
    good = None if model is None else model.good_scores
    remarks: list[str] = []
    if model is not None:  # only the first has room beside the scores
        remarks = list(dict.fromkeys((*remarks_on_passing(model.card), *model.card.get("remarks", ()))))
    crossed = model is not None and is_crossed(model.card)
    return ThresholdBasis(run.labelled_scores(), run.point, good, run.readable, remarks, crossed)
