"""Windows over time by which maps and scores are smoothed."""

from dataclasses import dataclass

import numpy as np

from inspector.core.errors import SettingError


@dataclass(frozen=True)
class TimeWindow:
    """The weights of a frame's neighbours in the mean that replaces its value.

    Attributes:
        weights: oldest first, their sum 1.
        latency: how many of them are of later frames, so that a frame's value is known that many frames after it; 0 is
            causal.
        zero_ends: whether the values beyond a clip's ends count as zeros, as in published code, which lowers the values
            near the ends; otherwise the weights are rescaled to the frames that exist.
    """

    weights: tuple[float, ...]
    latency: int
    zero_ends: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.latency < len(self.weights):
            raise SettingError(
                "A window of {length} frames cannot have {latency} of them after its own frame.",
                code="smoothing.latency",
                length=len(self.weights),
                latency=self.latency,
            )


def mean_window(length: int, *, latency: int) -> TimeWindow:
    """The mean of `length` frames, `latency` of them later: 0 is causal, `length // 2` with an odd length centred."""
    return TimeWindow((1 / length,) * length, latency)


def gaussian_window(sigma: float, *, past: int, latency: int) -> TimeWindow:
    """A Gaussian around the frame, cut off `past` frames before it and `latency` frames after it.

    Args:
        sigma: in frames. SSMTL's predecessor published 20 for Ped2, cut off at 24 to either side, zero beyond the ends.
    """
    weights = np.exp(-0.5 * (np.arange(-past, latency + 1) / sigma) ** 2)
    return TimeWindow(tuple((weights / weights.sum()).tolist()), latency)


UNSMOOTHED = mean_window(1, latency=0)


@dataclass(frozen=True)
class Smoothing:
    """What a method's maps and frame scores are smoothed by, in either mode.

    Attributes:
        filter_side: maps become the mean over squares of so many pixels of the map; 0 leaves them.
        map_streaming, map_offline: the window of the maps over time.
        score_streaming, score_offline: the window of the frame scores, which are taken from the smoothed maps.
    """

    filter_side: int
    map_streaming: TimeWindow
    map_offline: TimeWindow
    score_streaming: TimeWindow
    score_offline: TimeWindow


# For methods of images. Source: Zavrtanik et al., RIAD: the mean of the frame's score and the two before.
OVER_PAST_FRAMES = Smoothing(
    filter_side=0,
    map_streaming=UNSMOOTHED,
    map_offline=UNSMOOTHED,
    score_streaming=mean_window(3, latency=0),
    score_offline=mean_window(3, latency=0),
)

# For methods of clips. Source of `offline`: Georgescu et al., CVPR 2021, section 3.4, with the numbers of the code
# published with its predecessor; `streaming` knows nothing of what comes and looks back by about three frames, since
# whatever is smoothed by the past alone comes late.
AROUND_THE_FRAME = Smoothing(
    filter_side=9,
    map_streaming=mean_window(3, latency=0),
    map_offline=mean_window(9, latency=4),
    score_streaming=gaussian_window(3, past=7, latency=0),
    score_offline=gaussian_window(20, past=24, latency=24),
)
