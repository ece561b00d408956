"""What the model that learned the confirmed parts makes of the other parts of the run, which were rejected before."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.core.model import Model
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef
from inspector.data.layout import GOOD
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import ReviewDecision, current_reviews
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.images import inspect_image
from inspector.workflow.learn.outliers import RejectChange, ScoredPart, defects_hidden
from inspector.workflow.progress import Progress

MOST_COMPARED = 50  # parts that are judged once more


@dataclass(frozen=True)
class _Unconfirmed:
    """A part of the run that nobody confirmed to be good.

    Attributes:
        defective: a person rejected it, or its folder says so and no person anything else.
        score: by the old model; None where another judged the run.
    """

    image: ImageRef
    defective: bool
    score: float | None


def check_consequences(
    run: Path, model: Model, point: OperatingPoint, *, old: StoredModel, pass_defects: bool
) -> Generator[Progress, None, list[str]]:
    """Judge by the new model what of the run is NG by the old one.

    Args:
        pass_defects: somebody wants the confirmed parts to be learned even if such parts would pass.

    Returns:
        Names of the parts that no longer are NG, first those that are known to be defective.

    Raises:
        RunError: if a part that is known to be defective would pass, unless `pass_defects`.
    """
    before = old.operating_point
    parts = _unconfirmed(run, old)
    passing: list[ScoredPart] = []
    defective: list[ScoredPart] = []
    for done, one in enumerate(parts, start=1):
        score = inspect_image(old.model, before, one.image).score if one.score is None else one.score
        if score is not None and score > before.reject:
            found = inspect_image(model, point, one.image)
            if found.score is not None and found.decision is not Decision.NG:
                scored = ScoredPart(one.image.name, found.score, one.image.label)
                (defective if one.defective else passing).append(scored)
        yield Progress("Comparing", done, len(parts))
    if defective and not pass_defects:
        raise defects_hidden(defective, RejectChange(before.reject, point.reject), run=run.name)
    return [one.name for one in (*defective, *passing)]


def _unconfirmed(path: Path, old: StoredModel) -> Sequence[_Unconfirmed]:
    """Those that are known to be defective first, then those nearest to the threshold."""
    with ImageRun(path) as run:
        reviews, table = current_reviews(path, moved_from=run.moved_from), run.table()
        own = run.about["model"] == old.identity
        reject = old.operating_point.reject if own else run.operating_point.reject
        found = []
        for name, label, score in zip(table.names, table.labels, table.scores.tolist(), strict=True):
            said = reviews[name].decision if name in reviews else None
            if score > reject and said is not ReviewDecision.ACCEPT and not run.is_replaced(name):
                defective = said is ReviewDecision.REJECT or (said is None and label not in ("", GOOD))
                part = _Unconfirmed(ImageRef(run.path_of(name), name, label), defective, score if own else None)
                found.append((not defective, score, part))
    return [part for *_, part in sorted(found, key=lambda row: row[:2])][:MOST_COMPARED]
