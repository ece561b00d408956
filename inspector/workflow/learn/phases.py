"""What learning the confirmed parts consists of, and a guess how long each stage takes beside the others."""

from collections.abc import Sequence

from inspector.workflow.job_progress import Phase
from inspector.workflow.learn.confirmed_parts import FOLDS
from inspector.workflow.learn.consequences import MOST_COMPARED

_READ, _LEARN, _JUDGE = 0.03, 0.03, 0.05  # seconds of an image, of which only the proportions count


def learning_phases(confirmed: int, *, others: int) -> Sequence[Phase]:
    """The stages of :func:`inspector.workflow.learn.confirmed_parts.learn_confirmed`.

    Args:
        confirmed: parts that are learned.
        others: parts of the run that are NG and not confirmed; the new model judges some of them.
    """
    folds = min(FOLDS, confirmed)
    return (
        Phase("Reading", confirmed * _READ, computes=False, parts=2),  # first to know them, then to learn them
        Phase("Calibrating", confirmed * ((folds - 1) * _LEARN + _JUDGE)),
        Phase("Training", confirmed * _LEARN),
        Phase("Comparing", min(others, MOST_COMPARED) * _JUDGE),
    )


def clip_learning_phases(confirmed: int, *, others: int) -> Sequence[Phase]:
    """The stages of :func:`inspector.workflow.learn.confirmed_clips.learn_confirmed_clips`, of the run's own model.

    Args:
        confirmed: clips that calibrate it.
        others: events of the run that are NG.
    """
    return (
        Phase("Reading", confirmed * _READ, computes=False),
        Phase("Calibrating", confirmed * _JUDGE),
        Phase("Comparing", others * _JUDGE),
    )
