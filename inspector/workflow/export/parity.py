"""Whether an exported model gives the verdicts of the model it was made of."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from inspector.core.images.light import correct_light
from inspector.core.inspection import shows_no_part
from inspector.core.model import Model
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.stages.locate_check import Move
from inspector.data.category import ImageRef
from inspector.data.images.reading import read_image
from inspector.workflow.inspect.depth import bits_of

IMAGES = 50  # at least
NOT_FOUND = "NOT FOUND"  # the verdict on an image in which no part is found
_MOST_GIVEN = 100  # but for those held out, which prove something together
_MADE_UP = 20  # at least: good images alone would leave the far side of the thresholds unseen
_MAD_TO_SIGMA = 1.4826
_OF_SPREAD, _OF_SCORE = 0.01, 1e-5
# What is made of an image in turn: another light, or a patch of its negative laid over it, so strong.
_GAINS, _STRENGTHS = (0.85, 1.15), (0.1, 0.2, 0.4, 0.8)
_PATCH_SHARE = 0.15  # of a side
_OF_PICTURE = len(_GAINS) + len(_STRENGTHS)
_MOVES = ((4.0, 0.02 + 0.01j), (0.0, 0.55 + 0j))  # degrees and shift in longer sides: where parts are located


@dataclass(frozen=True)
class Judged:
    """What an exported file says of an image.

    Attributes:
        map: (h, w), without what is padded; None without maps.
        found: whether the part was found, where parts are located.
        unlike: how unlike all good images it is; None where that is not known.
    """

    score: float
    map: np.ndarray | None = None
    found: bool = True
    unlike: float | None = None


@dataclass(frozen=True)
class Compared:
    """One image, judged by both.

    Attributes:
        image: its name, with what was done to it.
        model_score, exported_score: raw.
        model_verdict, exported_verdict: at the same operating point.
        model_found, exported_found: the part; where neither finds it, scores and maps say nothing.
        on_threshold: the model's score is so near a threshold that rounding alone decides the verdict.
        map_difference: largest difference of the maps; None without maps.
        model_ms, exported_ms: from the decoded image to the score.
    """

    image: str
    model_score: float
    exported_score: float
    model_verdict: Decision
    exported_verdict: Decision
    model_found: bool
    exported_found: bool
    on_threshold: bool
    map_difference: float | None
    model_ms: float
    exported_ms: float

    @property
    def difference(self) -> float:
        if self.exported_score == self.model_score:  # also where nothing is judged, which is -inf
            return 0.0
        return self.exported_score - self.model_score if self.model_found or self.exported_found else 0.0

    @property
    def flipped(self) -> bool:
        if self.model_found != self.exported_found or self.exported_score != self.exported_score:
            return True  # a score that is no number gives no verdict
        return self.model_found and self.model_verdict != self.exported_verdict and not self.on_threshold


def spread_of(good_scores: np.ndarray) -> float:
    """1.4826 · MAD of good images' scores; of so few that it is 0, a thousandth of their median's size."""
    middle = float(np.median(good_scores))
    spread = _MAD_TO_SIGMA * float(np.median(np.abs(good_scores - middle)))
    return spread or 1e-3 * abs(middle) or 1e-6


def tolerance(score: float, spread: float) -> float:
    """How far the scores of one image may lie apart where both are float32: a hundredth of the spread of good images'
    scores, which no threshold can tell, and a hundred-thousandth of the score, for those far outside it."""
    return _OF_SPREAD * spread + _OF_SCORE * abs(score)


def evenly(images: Sequence[ImageRef], count: int) -> list[ImageRef]:
    """So many of the images, evenly spaced; all where there are no more."""
    return [images[round(i)] for i in np.linspace(0, len(images) - 1, min(len(images), count))]


def gate_images(
    held_out: Sequence[ImageRef], others: Sequence[ImageRef], *, moved: bool = False
) -> list[tuple[ImageRef, int | None]]:
    """The images to compare on, `IMAGES` at least: as they are (None), or made up in the numbered way.

    All that the model was calibrated on, and of the others as many as make a hundred; made up are as many as are
    missing, and some in any case.

    Args:
        moved: some are turned, and some cut off by the border, too: where parts are located.
    """
    chosen = [*held_out, *evenly(others, max(0, _MOST_GIVEN - len(held_out)))]
    ways = _OF_PICTURE + (len(_MOVES) if moved else 0)
    missing = max(_MADE_UP, IMAGES - len(chosen))
    made_up: list[tuple[ImageRef, int | None]] = [
        (chosen[i % len(chosen)], (i % len(chosen) + i // len(chosen)) % ways) for i in range(missing)
    ]
    return [*((image, None) for image in chosen), *made_up]


def made_up(image: Tensor, way: int | None) -> tuple[Tensor, str]:
    """An image (3, H, W) as it is, under another light, with a patch laid over it or moved, and a word for that."""
    if way is None:
        return image, ""
    if way >= _OF_PICTURE:
        turned, shift = _MOVES[way - _OF_PICTURE]
        return Move(turned, 1.0, shift)(image), f" turned by {turned:.0f}°" if turned else " cut off"
    if way < len(_GAINS):
        return correct_light(image, torch.tensor([1 / _GAINS[way]])), f" under light × {_GAINS[way]}"
    strength = _STRENGTHS[way - len(_GAINS)]
    height, width = (max(1, round(_PATCH_SHARE * side)) for side in image.shape[1:])
    top, left = image.shape[1] // 2 - height // 2, image.shape[2] // 2 - width // 2
    laid = image.clone()
    place = laid[:, top : top + height, left : left + width]
    place += strength * (1 - 2 * place)
    return laid, f" with a patch of strength {strength}"


def compare(
    model: Model,
    exported: Callable[[Tensor], Judged],
    images: Sequence[tuple[ImageRef, int | None]],
    *,
    point: OperatingPoint,
    spread: float,
) -> Iterator[Compared]:
    """Judge each image by the model and by what was exported, from its own resolution on.

    Args:
        exported: what it says of an image (3, H, W).

    Raises:
        ImageError: if one cannot be read.
    """
    for reference, way in images:
        pixels, what = made_up(read_image(reference.path, bits=bits_of(model)), way)
        started = time.perf_counter()
        framed = model.framing.frame(pixels)
        judgement = model.judge_framed(framed)
        half = time.perf_counter()
        found = exported(pixels)
        ended = time.perf_counter()
        own = judgement.scores.item()
        unlike = None if judgement.unlike is None else judgement.unlike.item()
        located = framed.placement is None or framed.placement.found
        near = tolerance(own, spread)
        map_difference = None
        if found.map is not None and judgement.maps is not None and located:
            rows, columns = found.map.shape
            map_difference = float(np.abs(found.map - judgement.maps[0, :rows, :columns].numpy()).max())
        yield Compared(
            image=reference.name + what,
            model_score=own,
            exported_score=found.score,
            model_verdict=point.decide(own, doubtful=shows_no_part(unlike)),
            exported_verdict=point.decide(found.score, doubtful=shows_no_part(found.unlike)),
            model_found=located,
            exported_found=found.found,
            on_threshold=min(abs(own - point.review), abs(own - point.reject)) <= near,
            map_difference=map_difference,
            model_ms=(half - started) * 1000,
            exported_ms=(ended - half) * 1000,
        )
