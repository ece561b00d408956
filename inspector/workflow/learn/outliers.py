"""Confirmed parts that score so far above the other good ones that the reject threshold would rest on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from inspector.core.errors import RunError
from inspector.core.operating_point import OperatingPoint
from inspector.core.thresholds import FEWEST_TO_COMPARE, far_out_limit
from inspector.workflow.progress import Warned

Outliers = Literal["refuse", "leave-out", "learn"]
MOST_NAMED = 8  # parts in one sentence
_FAR = 1.5  # times as far from a typical good part as the reject threshold: less is how good parts differ


class ScoredPart(NamedTuple):
    """An image's name, its raw score, and how its category labels it; empty where it does not."""

    name: str
    score: float
    label: str


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
    """`a.png (raw score 2.7, labelled scratch), b.png (raw score 1.9) and 3 more`."""
    texts = [f"{one.name} (raw score {one.score:.4g}{_labelled(one)})" for one in parts]
    more = f" and {len(texts) - MOST_NAMED} more" if len(texts) > MOST_NAMED else ""
    return ", ".join(texts[:MOST_NAMED]) + more


def _labelled(part: ScoredPart) -> str:
    return f", labelled {part.label}" if part.label else ""


def raw_text(score: float) -> str:
    """A score as it is stored."""
    return f"{score:.4g}"


@dataclass(frozen=True)
class RejectChange:
    """The reject threshold before and after learning, and how scores are written."""

    old: float
    new: float
    written: Callable[[float], str] = raw_text

    @property
    def stays(self) -> bool:
        """Whether both read the same."""
        return self.written(self.old) == self.written(self.new)


def outliers_refused(parts: Sequence[ScoredPart], change: RejectChange, *, run: str) -> RunError:
    """The refusal that names the parts, and what would pass from then on."""
    return RunError(
        "Parts confirmed in {run} score far above the other good ones: {parts}. With them the reject threshold "
        "would stay {new}, but parts like these would be known as good, and defects like theirs would pass."
        if change.stays
        else "Parts confirmed in {run} score far above the other good ones: {parts}. With them the reject threshold "
        "would be {new} and not {old}, and defects like theirs would pass.",
        code="learn.outliers",
        **_fields(parts, change, run),
    )


def defects_hidden(parts: Sequence[ScoredPart], change: RejectChange, *, run: str) -> RunError:
    """The refusal that names parts known to be defective that would pass."""
    fields = _fields(parts, change, run)
    if change.stays:
        return RunError(
            "After learning the parts confirmed in {run}, the model would no longer reject parts of it that are known "
            "to be defective: {parts}. The reject threshold would stay {new}, but parts like the confirmed ones would "
            "be known as good.",
            code="learn.hides_defects",
            **fields,
        )
    return RunError(
        "After learning the parts confirmed in {run}, the model would no longer reject parts of it that are known to "
        "be defective: {parts}. The reject threshold would be {new}, and was {old}.",
        code="learn.hides_defects",
        **fields,
    )


def _fields(parts: Sequence[ScoredPart], change: RejectChange, run: str) -> dict[str, Any]:
    scores, labels = {one.name: one.score for one in parts}, {one.name: one.label for one in parts}
    return {
        "run": run,
        "parts": parts_text(parts),
        "old": change.written(change.old),
        "new": change.written(change.new),
        "raw": {"scores": scores, "labels": labels, "old": change.old, "new": change.new},
    }
