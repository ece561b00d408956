"""Ground truth masks of video as regions and tracks, where nobody has told which belong together."""

from dataclasses import dataclass

import numpy as np
from skimage.measure import label, regionprops


@dataclass(frozen=True)
class TrackedRegion:
    """One connected place of a mask: its box (left, top, right, bottom; the last two not inside) and its track."""

    box: tuple[int, int, int, int]
    track: int


class TrackLinker:
    """Links the connected places of one clip's masks, frame by frame, into tracks.

    The rule: a place goes on with the track of the place of the frame before with which it shares the most pixels,
    each track with one place only, largest overlap first; a place that is left over begins a track. So where two
    objects touch the larger overlap goes on and the other track ends, where they part a new one begins, and a track
    ends with the first frame without it. Pixels connect by a corner too. Places of fewer than `smallest_px` pixels are
    left out, as specks of a hand-drawn mask would each be a track.

    UCSD's masks tell no objects apart. The tracks and boxes that others drew for Ped1 and Ped2 to publish RBDC and
    TBDC are not these: figures from here are to be compared among each other and with published ones in kind alone.
    """

    def __init__(self, *, smallest_px: int) -> None:
        self._smallest = smallest_px
        self._before: np.ndarray | None = None  # (H, W) the track of every pixel, 0 for none
        self._tracks = 0

    def add(self, mask: np.ndarray) -> list[TrackedRegion]:
        """The regions of the next frame's mask (H, W) bool; tracks are numbered from 1."""
        labels = label(mask, connectivity=2)
        places = [place for place in regionprops(labels) if place.area >= self._smallest]
        linked = self._links(labels, {place.label for place in places})
        tracks = np.zeros(labels.shape, np.int64)
        regions = []
        for place in places:
            if place.label not in linked:
                self._tracks += 1
                linked[place.label] = self._tracks
            tracks[labels == place.label] = linked[place.label]
            top, left, bottom, right = place.bbox
            regions.append(TrackedRegion((left, top, right, bottom), linked[place.label]))
        self._before = tracks
        return regions

    def _links(self, labels: np.ndarray, places: set[int]) -> dict[int, int]:
        """Track by place."""
        if self._before is None:
            return {}
        both = (labels > 0) & (self._before > 0)
        pairs, shared = np.unique(np.stack([labels[both], self._before[both]]), axis=1, return_counts=True)
        linked: dict[int, int] = {}
        for pair in np.argsort(-shared, kind="stable"):
            place, track = pairs[:, pair].tolist()
            if place in places and place not in linked and track not in linked.values():
                linked[place] = track
        return linked
