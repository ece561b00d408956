"""What a model that learned confirmed parts remarks: what passes since, and what became of the thresholds."""

from collections.abc import Mapping, Sequence
from typing import Any

from inspector.store.models.model_folder import StoredModel
from inspector.store.records import operating_point_history
from inspector.workflow.advise.findings import listed
from inspector.workflow.learn.outliers import RejectChange

_PASSES = "This model no longer rejects"
_LEARNED = "Confirmed parts that score far above the other good ones were learned"


def remarks_on_passing(card: Mapping[str, Any]) -> list[str]:
    """Those of a card's remarks that say what passes since confirmed parts were learned, also by an earlier model."""
    return [remark for remark in card.get("remarks", ()) if remark.startswith((_PASSES, _LEARNED))]


def no_longer_rejected(names: Sequence[str], *, run: str) -> str:
    """The remark of a model that passes parts that the model which it extends rejected."""
    return (
        f"This model no longer rejects these parts of {run}, which were NG: {listed(names)}. Unless all of them are "
        "good, a part that was confirmed is not."
    )


def outliers_learned(names: Sequence[str], change: RejectChange, *, model: str) -> str:
    """The remark of a model that learned such parts all the same."""
    parts, now = listed(names), change.written(change.new)
    return (
        f"Confirmed parts that score far above the other good ones were learned: {parts}. The reject threshold stays "
        f"{now}, but parts like these are now known as good. If one shows no good part, learn again from {model} "
        "without it."
        if change.stays
        else f"Confirmed parts that score far above the other good ones were learned: {parts}. The reject threshold "
        f"is {now} and was {change.written(change.old)}. If one shows no good part, learn again from {model} without "
        "it."
    )


def thresholds_set_before(stored: StoredModel) -> tuple[str, ...]:
    """A sentence where a person had set the old model's thresholds, which the new one does not keep."""
    changes = operating_point_history(stored.folder)
    if not changes:
        return ()
    set_by, point = changes[-1], stored.operating_point
    return (
        f"The thresholds are chosen anew. Those that {set_by.user} set for {stored.folder.name} (review "
        f"{point.review:.4g}, reject {point.reject:.4g}: {set_by.reason}) do not hold for this model.",
    )
