"""When each frame of a video is shown, and which frames are missing between them."""

from dataclasses import dataclass

import numpy as np

_MISSING_FROM = 1.6  # intervals between two frames
_REGULAR_SHARE, _REGULAR_WITHIN = 0.8, 0.25  # so many intervals within so much of the usual one make a rate constant
_MOST_MISSING = 10_000  # in one gap; a longer one is a pause, and counts as one missing frame


@dataclass(frozen=True, eq=False)
class FrameTimes:
    """Of all frames, missing ones counted, and of the key frames: ascending, int64, in the stream's time base.

    Attributes:
        missing: those of `shown` that the file lacks, as the gaps in a constant frame rate show.
        interval: between two frames; None where the frame rate varies, and a gap says nothing.
    """

    shown: np.ndarray
    keys: np.ndarray
    missing: np.ndarray
    interval: float | None

    @classmethod
    def of_packets(cls, shown: np.ndarray, keys: np.ndarray) -> "FrameTimes":
        """From the times of a stream's packets, ascending, each once."""
        steps = np.diff(shown)
        interval = _interval(steps)
        if interval is None:
            return cls(shown, keys, shown[:0], None)
        places = np.flatnonzero(steps > _MISSING_FROM * interval)
        missing = [_between(int(shown[place]), int(shown[place + 1]), interval) for place in places]
        filled = np.concatenate([shown[:0], *missing])
        return cls(np.union1d(shown, filled), keys, filled, interval)

    def rank(self, pts: int) -> int:
        return int(np.searchsorted(self.shown, pts))

    def keys_before(self, index: int) -> list[int]:
        """The last key frame at or before an index, and the one before that."""
        end = int(np.searchsorted(self.keys, self.shown[index], side="right"))
        return self.keys[max(0, end - 2) : end][::-1].tolist()

    def missing_between(self, start: int, end: int) -> list[int]:
        """The times of missing frames after `start` and before `end`."""
        first, last = np.searchsorted(self.missing, [start, end], side="right")
        return self.missing[first:last].tolist()


def _interval(steps: np.ndarray) -> float | None:
    if not len(steps):
        return None
    usual = float(np.median(steps))
    regular = np.abs(steps - usual) <= _REGULAR_WITHIN * usual
    return usual if regular.mean() >= _REGULAR_SHARE else None


def _between(start: int, end: int, interval: float) -> np.ndarray:
    count = round((end - start) / interval) - 1
    count = count if count <= _MOST_MISSING else 1
    return np.round(start + (end - start) * np.arange(1, count + 1) / (count + 1)).astype(np.int64)
