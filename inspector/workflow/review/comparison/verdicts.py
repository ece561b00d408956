"""What a second run decides otherwise than a first one on the same images or clips."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from inspector.core.operating_point import Decision
from inspector.data.layout import GOOD

Verdicts = Mapping[str, tuple[str, Decision]]  # labels and decisions by the names of what a run could judge


@dataclass(frozen=True)
class Comparison:
    """Names of the images or clips that both runs judged, each in one group, and the number that only one of them did.

    A decision is right when a good part is not NG, and when a defective one is NG or REVIEW: what waits for a
    person has not escaped.

    Attributes:
        fixes: the second run decides rightly where the first did not.
        breaks: the first run decides rightly where the second does not.
        both_wrong, agree: neither or both decide rightly. Those without a label on which the runs do not differ
            are among those that agree.
        differs: those without a label that one run passes and the other does not; passed is what is not NG.
        not_compared: those that only one run has, or has judged.
    """

    fixes: tuple[str, ...]
    breaks: tuple[str, ...]
    both_wrong: tuple[str, ...]
    agree: tuple[str, ...]
    differs: tuple[str, ...]
    not_compared: int

    @property
    def summary(self) -> Mapping[str, int]:
        """How many are in each group, and `compared` in all of them."""
        groups = {field.name: len(getattr(self, field.name)) for field in fields(self) if field.name != "not_compared"}
        return {"compared": sum(groups.values()), "not_compared": self.not_compared, **groups}


def compare_verdicts(before: Verdicts, after: Verdicts) -> Comparison:
    """Put each image or clip that both runs judged, by its name, into one group, in the order of the second run.

    It has the label that either run knows; the second run's where they know different ones.
    """
    groups: dict[str, list[str]] = {"fixes": [], "breaks": [], "both_wrong": [], "agree": [], "differs": []}
    common = [name for name in after if name in before]
    for name in common:
        (old_label, old), (new_label, new) = before[name], after[name]
        groups[_group(new_label or old_label, old, new)].append(name)
    return Comparison(
        **{group: tuple(names) for group, names in groups.items()},
        not_compared=len(before.keys() | after.keys()) - len(common),
    )


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
