"""The axis beside raw scores, which says how they read: 0 a typical good part, 1 the reject threshold."""

import math
from collections.abc import Sequence
from itertools import count

import pyqtgraph as pg

from inspector.core.operating_point import ReadableScores
from inspector.gui.numbers import number

_PIXELS_A_TICK = 44
_MOST_STEPS = 5


class ScoreAxis(pg.AxisItem):
    """Its places are raw scores, or their logarithms; its ticks are at round readable values."""

    def __init__(self, side: str = "bottom") -> None:
        super().__init__(side)
        self._readable, self._logarithmic = ReadableScores.raw_scores(), False

    def show_scale(self, readable: ReadableScores) -> None:
        self._readable = readable
        self._redraw()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Whether the places are logarithms of raw scores."""
        self._logarithmic = logarithmic
        self._redraw()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802
        readable = self._readable
        if not self._logarithmic:
            ticks = super().tickValues(readable.relative(low), readable.relative(high), size)
            return [
                (spacing * readable.unit, [readable.raw(float(value)) for value in values]) for spacing, values in ticks
            ]
        most = max(1, int(size / _PIXELS_A_TICK))
        apart = (high - low) / most
        places: list[float] = []
        for value in _round_values(readable.relative(10**high)):
            raw = readable.raw(value)
            place = math.log10(raw) if raw > 0 else -math.inf
            if low <= place <= high and all(abs(place - other) >= apart for other in places):
                places.append(place)
        return [(apart, places)]

    def tickStrings(self, places: Sequence[float], _scale: float, _spacing: float) -> list[str]:  # noqa: N802
        raw = [10**place if self._logarithmic else place for place in places]
        return [number(round(self._readable.relative(score), 6) + 0.0, digits=4) for score in raw]

    def _redraw(self) -> None:
        self.picture = None
        self.update()


def _round_values(highest: float) -> list[float]:
    """Values for a logarithmic axis, the most telling first: the thresholds' 1, a typical part's 0, powers of ten, and
    what lies between."""
    powers = [10.0**exponent for exponent in range(-2, max(0, math.ceil(math.log10(max(highest, 1)))) + 1)]
    return [1.0, 0.0, *powers[::-1], *(factor * power for factor in (5, 2, 3) for power in powers[::-1])]


def whole_steps(highest: int) -> range:
    """0 and at most five round whole numbers up to the highest, for an axis that counts."""
    round_numbers = (factor * 10**power for power in count() for factor in (1, 2, 5))
    apart = next(step for step in round_numbers if highest <= _MOST_STEPS * step)
    return range(0, highest + 1, apart)
