"""Calibration of a model of clips: thresholds and units from good video that the training has not seen.

Frames of one moment resemble one another, so that a frame is no trial of its own: what counts as one good score is the
highest of a stretch of some seconds. What good video proves is then a share of such stretches with a false alarm.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import torch
from torch import Tensor

from inspector.core.calibration import Calibration, calibrate
from inspector.core.errors import CategoryError
from inspector.core.methods.base import Judgement
from inspector.core.methods.capabilities import TakesClips
from inspector.core.model import Model
from inspector.core.statistics import TaskStatistics
from inspector.core.video.knowledge import LookStatistics
from inspector.core.video.moments import Moment
from inspector.core.video.scoring import FrameVerdict, Mode, MomentScorer, window_scores

_OUTLINE_QUANTILE = 0.995  # as for images
_MAPS = 200  # from which statistics of places are taken
_VALUES = 2_000_000  # of maps, for a quantile


def calibrate_video(model: Model, stretches: Sequence[Sequence[Moment]], *, normalise: bool | None) -> Model:
    """The model with what good video says of it: statistics of its looks or maps, and good scores, one a stretch.

    A stretch is scored by the statistics of the other half of them, as new video will be.

    Args:
        model: trained, with its `clips` and without a calibration.
        stretches: the moments of each stretch of good video.
        normalise: whether the maps of methods of images are normalised by place. None does so, since a camera of clips
            is fixed, unless the method's maps are relative to good parts already.

    Raises:
        CategoryError: if no stretch can be judged, or nothing is ever found in them by a method that looks at objects.
    """
    stretches = [kept for moments in stretches if (kept := [one for one in moments if one.looks])]
    if not stretches:
        raise CategoryError("The good clips held out are shorter than what the method looks at; add longer ones.")
    fitted = _fitted(model, chain.from_iterable(stretches), normalise)
    halves = [fitted, fitted]
    if len(stretches) > 1:
        halves = [_fitted(model, chain.from_iterable(stretches[half::2]), normalise) for half in (0, 1)]
    peaks: list[float] = []
    maps: list[Tensor] = []
    for number, stretch in enumerate(stretches):
        verdicts = list(score_moments(halves[1 - number % 2], stretch, mode="streaming"))
        peaks.append(max(verdict.score for verdict in verdicts))
        maps += [verdict.map for verdict in verdicts[:: max(1, len(verdicts) * len(stretches) // _MAPS)]]
    calibration = replace(fitted.calibration, good_scores=torch.tensor(peaks))
    if maps[0] is not None:
        values = torch.stack(maps).flatten()
        outline = torch.quantile(values[:: max(1, len(values) // _VALUES)], _OUTLINE_QUANTILE).item()
        calibration = replace(calibration, outline=outline, lowest=values.min().item())
    return replace(fitted, calibration=calibration)


def score_moments(model: Model, moments: Iterable[Moment], *, mode: Mode) -> Iterator[FrameVerdict]:
    """The verdicts on one unbroken stretch."""
    scorer = MomentScorer(model, mode)
    for moment in moments:
        yield from scorer.push(moment)
    yield from scorer.finish()


def _fitted(model: Model, moments: Iterable[Moment], normalise: bool | None) -> Model:
    """With the statistics of these moments, its good scores still to come."""
    moments = list(moments)
    method = model.method
    if not isinstance(method, TakesClips):
        some = moments[:: -(-len(moments) // _MAPS)]
        judgement = Judgement.together([moment.looks[0] for moment in some])
        normalise = not method.map_is_relative if normalise is None else normalise
        return replace(model, calibration=calibrate(method, judgement, normalise=normalise))
    looks = tuple(_look_statistics(method, place, moments) for place in range(len(method.looks)))
    calibration = Calibration(torch.zeros(0), pixels=None, alignment=None, outline=None)
    return replace(model, clips=replace(model.clips, looks=looks), calibration=calibration)


def _look_statistics(method: TakesClips[Any, Any], place: int, moments: Sequence[Moment]) -> LookStatistics:
    look = method.looks[place]
    # Where nothing moves a method that needs motion says nothing, and nothing is learned of it.
    judged = [moment.looks[place] for moment in moments if look.of == "objects" or not moment.still]
    judged = judged or [moment.looks[place] for moment in moments]
    if not any(len(judgement.scores) for judgement in judged):
        raise CategoryError(
            "No object was found in the good clips held out, so that there is nothing to compare with; lower the "
            "detector's confidence, choose another detector, or the level frame."
        )
    tasks = None
    if judged[0].tasks is not None and judged[0].maps is None:
        errors = torch.cat([judgement.tasks for judgement in judged])
        tasks = TaskStatistics.of(errors, method.chance_of(place), by_tail=True)
    return LookStatistics.of(tasks, [window_scores(judgement, tasks) for judgement in judged])
