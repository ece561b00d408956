"""Changing a model's operating point: recorded, and never touching the weights."""

from pathlib import Path

from inspector.core.errors import SettingError
from inspector.core.operating_point import OperatingPoint
from inspector.core.thresholds import choose_review, choose_threshold
from inspector.store.models import card
from inspector.store.models.model_folder import read_good_scores
from inspector.store.owner import current_user
from inspector.store.records import OperatingPointChange


def change_operating_point(
    folder: Path,
    *,
    review: float | None,
    reject: float | None,
    max_false_reject: float | None,
    max_review: float | None,
    reason: str,
    user: str | None = None,
) -> OperatingPointChange:
    """Set thresholds by value or by wish; what is not named stays as it is. The weights are not looked at.

    Args:
        folder: of the model.

    Raises:
        ModelError: if the model's card cannot be read, or records that it expects are missing.
        SettingError: if nothing or both a value and a wish is given, a value is out of order, or there is no
            reason.
        StorageError: if the change cannot be recorded.
    """
    if review is None and reject is None and max_false_reject is None and max_review is None:
        raise SettingError("There is no new threshold to set.", code="threshold.nothing")
    if not reason.strip():
        raise SettingError("A change of thresholds needs a reason.", code="threshold.no_reason")
    if (reject is not None and max_false_reject is not None) or (review is not None and max_review is not None):
        raise SettingError("Give a threshold or a budget for it, not both.", code="threshold.value_and_budget")
    old = card.operating_point_in_force(folder, card.read_card(folder))
    chosen = choose_threshold(read_good_scores(folder), wish=max_false_reject) if max_false_reject is not None else None
    if chosen is not None:
        reject = chosen.threshold
    elif reject is None:
        reject = old.reject
    if max_review is not None:
        review = choose_review(read_good_scores(folder), wish=max_review, reject=reject).threshold
    elif review is None:
        review = min(old.review, reject) if chosen is not None else old.review
    new = OperatingPoint(review=review, reject=reject)
    return card.change_operating_point(folder, new=new, user=user or current_user(), reason=reason.strip())
