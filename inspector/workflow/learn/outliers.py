"""Confirmed parts that score so far above the other good ones that the reject threshold would rest on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inspector.core.errors import RunError
from inspector.core.operating_point import OperatingPoint
from inspector.core.thresholds import FEWEST_TO_COMPARE, far_out_limit
from inspector.workflow.progress import Warned

Outliers = Literal["refuse", "leave-out", "learn"]
ScoredPart = tuple[str, float]  # a confirmed image's name, and its raw score

_FAR = 1.5  # times as far from a typical good part as the reject threshold: less is how good parts differ


@dataclass(frozen=True)
class OutliersLeftOut(Warned):
    """The warning that such parts were left out.

    Attributes:
        parts: the worst first.
    """

    parts: tuple[ScoredPart, ...]


def outliers_left_out(parts: Sequence[ScoredPart]) -> OutliersLeftOut:
    """With raw scores, as parts are named elsewhere here."""
    return OutliersLeftOut(left_out_text(parts_text(parts)), tuple(parts))


def left_out_text(parts: str) -> str:
    """The sentence that names the parts that were left out."""
    return f"These confirmed parts score far above the other good ones and are left out: {parts}."


def outliers_among(known: np.ndarray, added: np.ndarray, point: OperatingPoint) -> list[int]:
    """Places in `added` of scores well above the reject threshold of `point`, and far above all good ones, worst first.

    Each is compared with the known scores and with those of the added that are not suspicious themselves: several
    defective parts that were confirmed would otherwise vouch for one another.

    Args:
        known: (n,) raw scores of good images that the model was calibrated on before. Few do not say what is far.
        added: (m,) those of the confirmed parts.
    """
    typical = float(np.median(known))
    if typical >= point.reject:  # as of a single score: nobody knows how good parts differ
        return []
    limit = typical + _FAR * (point.reject - typical)
    others = np.concatenate([known, added[added <= limit]])
    if len(others) >= FEWEST_TO_COMPARE:
        limit = max(limit, far_out_limit(others))
    return [int(place) for place in np.argsort(-added, kind="stable") if added[place] > limit]


def parts_text(parts: Sequence[ScoredPart]) -> str:
    """`a.png (raw score 2.7), b.png (raw score 1.9)`."""
    return ", ".join(f"{name} (raw score {score:.4g})" for name, score in parts)


def outliers_refused(parts: Sequence[ScoredPart], *, run: str, old: float, new: float) -> RunError:
    """The refusal that names the parts, and what would pass from then on."""
    return RunError(
        "Parts confirmed in {run} score far above the other good ones: {parts}. With them the reject threshold would "
        "be {new} and not {old}, and defects like theirs would pass.",
        code="learn.outliers",
        run=run,
        parts=parts_text(parts),
        old=f"{old:.4g}",
        new=f"{new:.4g}",
        raw={"scores": dict(parts), "old": old, "new": new},
    )


def outliers_learned(parts: Sequence[ScoredPart], *, model: str, old: float, new: float) -> str:
    """The remark of a model that learned such parts all the same."""
    return (
        f"Confirmed parts that score far above the other good ones were learned: {parts_text(parts)}. The reject "
        f"threshold is {new:.4g} and was {old:.4g}. If one shows no good part, learn again from {model} without it."
    )
