"""Calibration of a model of clips: thresholds and units from good video that the training has not seen.

Neighbouring frames resemble one another, so that a frame is no trial of its own: one good score is the highest of a
stretch of some seconds. What good video proves is then a share of such stretches with a false alarm.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import torch
from torch import Tensor

from inspector.core.calibration import OUTLINE_QUANTILE
from inspector.core.errors import CategoryError
from inspector.core.model import Model
from inspector.core.video.clip_view import MAP_SAMPLES, view_of
from inspector.core.video.frame_judgements import FrameJudgement
from inspector.core.video.scoring import FrameScorer, FrameVerdict, Mode

_VALUES = 2_000_000  # of maps, for a quantile


def calibrate_video(model: Model, stretches: Sequence[Sequence[FrameJudgement]], *, normalise: bool | None) -> Model:
    """The model with what good video says of it: statistics of its looks or maps, and good scores, one per stretch.

    Each stretch is scored by the statistics of the other half of them, as new video will be.

    Args:
        model: trained, with its `clips` and without a calibration.
        stretches: the judgements of the frames of each stretch of good video.
        normalise: whether the maps of methods of images are normalised by place. None does so, since the camera is
            fixed, unless the method's maps are relative to good parts already.

    Raises:
        CategoryError: if no stretch can be judged, or a method that judges objects never finds any in them.
    """
    judged = [[frame for frame in stretch if frame.looks] for stretch in stretches]
    judged = [stretch for stretch in judged if stretch]
    if not judged:
        raise CategoryError("The held-out good clips are shorter than the method's windows.", code="clips.too_short")
    view = view_of(model.method)
    fitted = view.with_statistics(model, list(chain.from_iterable(judged)), normalise=normalise)
    halves = [fitted, fitted]
    if len(judged) > 1:
        halves = [
            view.with_statistics(model, list(chain.from_iterable(judged[half::2])), normalise=normalise)
            for half in (0, 1)
        ]
    peaks: list[float] = []
    maps: list[Tensor] = []
    for number, stretch in enumerate(judged):
        verdicts = list(score_frames(halves[1 - number % 2], stretch, mode="streaming"))
        peaks.append(max(verdict.score for verdict in verdicts if verdict.score is not None))
        sample = verdicts[:: max(1, len(verdicts) * len(judged) // MAP_SAMPLES)]
        maps += [verdict.map for verdict in sample if verdict.map is not None]
    assert fitted.calibration is not None
    calibration = replace(fitted.calibration, good_scores=torch.tensor(peaks))
    if maps:
        values = torch.stack(maps).flatten()
        outline = torch.quantile(values[:: max(1, len(values) // _VALUES)], OUTLINE_QUANTILE).item()
        calibration = replace(calibration, outline=outline, lowest=values.min().item())
    return replace(fitted, calibration=calibration)


def score_frames(model: Model, judgements: Iterable[FrameJudgement], *, mode: Mode) -> Iterator[FrameVerdict]:
    """The verdicts on one unbroken stretch."""
    scorer = FrameScorer(model, mode)
    for judgement in judgements:
        yield from scorer.push(judgement)
    yield from scorer.finish()
