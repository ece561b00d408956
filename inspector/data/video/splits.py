"""Which stretches of good clips train and which are held out to calibrate, by whole clips where there are enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspector.core.errors import CategoryError
from inspector.data.splits import CALIBRATION_SHARE, hold_out
from inspector.data.video.category import Clip

_ENOUGH = 5  # clips, of which whole ones can be held out
_MOST_HELD_OUT = 3000  # frames, so that calibration takes minutes however long the clips are


@dataclass(frozen=True)
class Stretch:
    """Frames [start, end) of a clip."""

    clip: Clip
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class VideoSplit:
    """Stretches of good clips on either side; `whole_clips` tells whether whole clips are held out."""

    training: tuple[Stretch, ...]
    calibration: tuple[Stretch, ...]
    whole_clips: bool


def split_video(clips: Sequence[Clip], counts: Sequence[int], *, stretch: int, shortest: int, seed: int) -> VideoSplit:
    """Hold out a fifth of the frames: whole clips of five or more, else the last fifth of each clip.

    What is held out is cut into stretches, evenly thinned out where it is more than calibration needs. The same names,
    lengths and seed give the same split on any machine.

    Args:
        counts: frames of each clip.
        stretch: frames of a stretch of calibration.
        shortest: frames that a stretch must have to be of use.

    Raises:
        CategoryError: if the clips are too short for both sides.
    """
    whole = len(clips) >= _ENOUGH
    if whole:
        groups = {clip.name: range(count) for clip, count in zip(clips, counts, strict=True)}
        chosen = hold_out(groups, seed=seed, target=round(CALIBRATION_SHARE * sum(counts)))
        first_held_out = [0 if clip.name in chosen else count for clip, count in zip(clips, counts, strict=True)]
    else:
        first_held_out = [count - round(CALIBRATION_SHARE * count) for count in counts]
    training, held_out = [], []
    for clip, count, first in zip(clips, counts, first_held_out, strict=True):
        training.append(Stretch(clip, 0, first))
        parts = max(1, (count - first) // stretch)
        ends = [first + (count - first) * part // parts for part in range(parts + 1)]
        held_out += [Stretch(clip, start, end) for start, end in pairwise(ends)]
    training = [one for one in training if len(one) >= shortest]
    held_out = [one for one in held_out if len(one) >= shortest]
    if not training or not held_out:
        raise CategoryError(
            "The {clips} good clips have {frames} frames in all, which is too short to learn from one part and to "
            "calibrate on another; stretches of at least {shortest} frames are needed on either side.",
            code="clips.too_short_to_split",
            clips=len(clips),
            frames=sum(counts),
            shortest=shortest,
        )
    thinned = -(-sum(map(len, held_out)) // _MOST_HELD_OUT)
    return VideoSplit(tuple(training), tuple(held_out[::thinned]), whole)
