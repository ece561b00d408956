"""What a second run decides otherwise than a first one on the same images."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from inspector.core.metrics.image import image_auroc
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import GOOD
from inspector.store.runs.image_run import ImageRun, RunTable


@dataclass(frozen=True)
class Comparison:
    """Names of the images that both runs judged, each in one group, and the number that only one of them did.

    A decision is right when a good part is not NG, and when a defective one is NG or REVIEW: what waits for a
    person has not escaped.

    Attributes:
        fixes: the second run decides rightly where the first did not.
        breaks: the first run decides rightly where the second does not.
        both_wrong, agree: neither or both decide rightly. Images without a label on which the runs do not differ
            are among those that agree.
        differs: images without a label that one run passes and the other does not; passed is what is not NG.
        not_compared: images that only one run has, or has judged.
    """

    fixes: tuple[str, ...]
    breaks: tuple[str, ...]
    both_wrong: tuple[str, ...]
    agree: tuple[str, ...]
    differs: tuple[str, ...]
    not_compared: int

    @property
    def summary(self) -> Mapping[str, int]:
        """How many images are in each group, and `compared` in all of them."""
        groups = {field.name: len(getattr(self, field.name)) for field in fields(self) if field.name != "not_compared"}
        return {"compared": sum(groups.values()), "not_compared": self.not_compared, **groups}


def compare_runs(
    first: ImageRun, second: ImageRun, *, points: tuple[OperatingPoint, OperatingPoint] | None = None
) -> Comparison:
    """Put each image that both runs judged, matched by its name, into one group, in the order of the second run.

    An image has the label that either run knows; the second run's where they know different ones.

    Args:
        points: the operating points to judge the two runs' scores by; None for those that the runs were made with.
    """
    tables = first.table(), second.table()
    if points is not None:
        tables = tables[0].judged_by(points[0]), tables[1].judged_by(points[1])
    before, after = map(_judged, tables)
    groups: dict[str, list[str]] = {"fixes": [], "breaks": [], "both_wrong": [], "agree": [], "differs": []}
    common = [name for name in after if name in before]
    for name in common:
        (old_label, old), (new_label, new) = before[name], after[name]
        groups[_group(new_label or old_label, old, new)].append(name)
    return Comparison(
        **{group: tuple(names) for group, names in groups.items()},
        not_compared=len(before.keys() | after.keys()) - len(common),
    )


def run_auroc(table: RunTable) -> float | None:
    """Image AUROC of the judged images whose label is known; None unless good and defective ones are among them."""
    labels = np.array(table.labels, dtype=str)
    known = (labels != "") & ~np.isnan(table.scores)
    return image_auroc(table.scores[known], labels[known] != GOOD)


def _judged(table: RunTable) -> dict[str, tuple[str, Decision]]:
    """Label and decision by name."""
    rows = zip(table.names, table.labels, table.decisions, strict=True)
    return {name: (label, decision) for name, label, decision in rows if decision is not None}


def _group(label: str, old: Decision, new: Decision) -> str:
    if label == "":
        return "differs" if (old is Decision.NG) != (new is Decision.NG) else "agree"
    wrong = Decision.NG if label == GOOD else Decision.OK
    return {
        (False, False): "agree",
        (False, True): "breaks",
        (True, False): "fixes",
        (True, True): "both_wrong",
    }[old is wrong, new is wrong]
