"""From an anomaly map to the regions a person is shown."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import find_objects
from skimage.measure import find_contours, label
from skimage.morphology import local_maxima, reconstruction
from torch import Tensor

from inspector.core.images.resizing import map_at, within

MOST_PIXELS = 8_000_000  # of a map that is searched: larger ones would take hundreds of megabytes
# A region ends where the map falls below this share of what it reaches there above good parts. Maps are smooth, so that
# around a strong defect much more is worse than good parts are. By the ground truth of the demonstration
# (training/results/regions.md).
SHARE_OF_PEAK = 0.25
_PEAKS_PX = 128  # the longer side, at most, of a map in which peaks are told apart


@dataclass(frozen=True)
class Region:
    """A connected place that is worse than good parts are, as far as the defect itself seems to reach.

    Attributes:
        left, top, width, height: bounding box in pixels of the map.
        area_px: pixels inside.
        peak: the map's highest value inside.
        peak_x, peak_y: where that is.
    """

    left: int
    top: int
    width: int
    height: int
    area_px: int
    peak: float
    peak_x: int
    peak_y: int


def region_labels(
    anomaly_map: np.ndarray, *, outline: float, peak: float, share_of_peak: float = SHARE_OF_PEAK
) -> np.ndarray:
    """(H, W) int32: which of the regions of :func:`find_regions` each place is in, by any numbers; 0 for none."""
    top, left, found = _labelled(anomaly_map, outline=outline, peak=peak, share_of_peak=share_of_peak)
    labels = np.zeros(anomaly_map.shape, np.int32)
    labels[top : top + found.shape[0], left : left + found.shape[1]] = found
    return labels


def _labelled(
    anomaly_map: np.ndarray, *, outline: float, peak: float, share_of_peak: float
) -> tuple[int, int, np.ndarray]:
    """The part of the map that holds its regions, by its top and left, and which region each of its places is in.

    Regions are connected, also by a corner, and reach above `peak` or, if nothing does, hold the worst place. Labels
    are 1 or more, not all of them in use; 0 is in no region.
    """
    # Interpolation to another size may have lowered the peak a little: the place that decided is a region all the same.
    peak = min(peak, float(np.nextafter(anomaly_map.max(), -np.inf)))
    quiet = min(outline, peak)
    above = anomaly_map > quiet
    # A defect is small: only the part of the map around all that is above is looked at closely.
    rows, columns = np.flatnonzero(above.any(axis=1)), np.flatnonzero(above.any(axis=0))
    window = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    values = anomaly_map[window]
    labels = _reaching(label(above[window], connectivity=2), values > peak)
    if share_of_peak:
        excess = np.subtract(values, quiet, out=np.zeros_like(values), where=labels > 0)
        del labels  # of a large image, memory that nothing needs meanwhile
        around, tops = _around_peaks(excess, share_of_peak)
        labels = _reaching(label(around, connectivity=2), tops & (values > peak))
    return int(rows[0]), int(columns[0]), labels


def _reaching(labels: np.ndarray, peaks: np.ndarray) -> np.ndarray:
    """The labels without those that hold no peak."""
    renamed = np.zeros(labels.max() + 1, labels.dtype)
    reached = labels[peaks]
    renamed[reached] = reached
    return labels if renamed[1:].all() else renamed[labels]


def _around_peaks(excess: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """(h, w) bool twice: where a map is above this share of the peak around it, and where the peaks are.

    A peak counts by itself where the way to any higher one leads below this share of it: in logarithms, these are the
    plateaus of the h-maxima transform (P. Soille, "Morphological Image Analysis", 2nd ed., 2003, section 6.3.4).

    Args:
        excess: (h, w), 0 outside regions.
    """
    height, width = excess.shape
    step = math.ceil(max(height, width) / _PEAKS_PX)
    padded = np.pad(excess, ((0, -height % step), (0, -width % step)))
    strips = padded.reshape(padded.shape[0] // step, step, -1)
    coarse = strips.max(axis=1)  # rows first, of which processors compare many pixels at a time
    coarse = np.pad(coarse.reshape(len(coarse), -1, step).max(axis=2), 1)
    inside = coarse > 0
    lowest = share**2 * coarse[inside].min()  # lower than anything inside: a plateau that is all there is counts, too
    logarithm = np.log(np.where(inside, coarse, lowest))
    lowered = reconstruction(logarithm + math.log(share), logarithm)
    peaks = label(local_maxima(lowered) & inside, connectivity=2)
    highest = np.full(peaks.max() + 1, np.inf)
    highest[1:] = 0
    np.maximum.at(highest, peaks[peaks > 0], coarse[peaks > 0])
    tops = np.repeat(highest[peaks[1:-1, 1:-1]], step, axis=1)[:, None]  # of each strip's pixels
    above, at_top = ((strips >= limit).reshape(padded.shape)[:height, :width] for limit in (share * tops, tops))
    return above, at_top


def find_regions(
    anomaly_map: np.ndarray, *, outline: float, peak: float, share_of_peak: float = SHARE_OF_PEAK
) -> list[Region]:
    """Connected regions above `outline` whose highest value is above `peak`, worst first.

    Places and sizes are in pixels of the map; :func:`regions_of` converts them to pixels of the image.

    Args:
        anomaly_map: (H, W) float; higher is worse.
        outline: map value at which every region ends, such as the highest of good parts; at most `peak`.
        peak: map value that a region must exceed somewhere, so that noise of good parts is no region. Call this only
            for maps whose score is above it, as the worst place is always a region.
        share_of_peak: a region ends where the map, above `outline`, falls below this share of its peak; 0 for all that
            is connected above `outline`.
    """
    window_top, window_left, labels = _labelled(anomaly_map, outline=outline, peak=peak, share_of_peak=share_of_peak)
    height, width = labels.shape
    window = anomaly_map[window_top : window_top + height, window_left : window_left + width]
    regions = []
    for number, box in enumerate(find_objects(labels), start=1):
        if box is None:
            continue
        inside = labels[box] == number
        values = np.where(inside, window[box], -np.inf)
        y, x = np.unravel_index(np.argmax(values), values.shape)
        top, left = window_top + box[0].start, window_left + box[1].start
        regions.append(
            Region(
                left=left,
                top=top,
                width=inside.shape[1],
                height=inside.shape[0],
                area_px=int(np.count_nonzero(inside)),
                peak=float(values[y, x]),
                peak_x=int(left + x),
                peak_y=int(top + y),
            )
        )
    return sorted(regions, key=lambda region: -region.peak)


def in_half_precision(anomaly_map: Tensor) -> Tensor:
    """A map as runs keep it, in half precision, so that its regions end at the same pixels before and after."""
    if anomaly_map.max() > torch.finfo(torch.half).max:
        return anomaly_map
    return anomaly_map.half().float()


def regions_of(anomaly_map: Tensor, size: tuple[int, int], *, outline: float, peak: float) -> tuple[Region, ...]:
    """The regions of :func:`find_regions` in pixels of an image (H, W), from its map (h, w) at any resolution.

    Images of more than eight million pixels are searched at so many; their regions then start and end at pixels of
    that resolution.
    """
    searched = searched_map(anomaly_map, size)
    found = find_regions(searched, outline=outline, peak=peak)
    near = (searched.shape[0], searched.shape[1])
    return tuple(found if near == tuple(size) else (_enlarged(region, near, size) for region in found))


def searched_map(anomaly_map: Tensor, size: tuple[int, int]) -> np.ndarray:
    """A map (h, w) as :func:`regions_of` searches it for an image (H, W): of that size, or smaller where it is large.

    Whoever draws regions takes this one. Interpolation lowers peaks a little, so that at another resolution a place
    near the threshold may be a region, or be none.
    """
    return map_at(in_half_precision(anomaly_map), within(size, most_pixels=MOST_PIXELS)).numpy()


def _enlarged(region: Region, searched: tuple[int, int], size: tuple[int, int]) -> Region:
    down, across = size[0] / searched[0], size[1] / searched[1]
    left, top = math.floor(region.left * across), math.floor(region.top * down)
    right = min(size[1], math.ceil((region.left + region.width) * across))
    bottom = min(size[0], math.ceil((region.top + region.height) * down))
    return Region(
        left=left,
        top=top,
        width=right - left,
        height=bottom - top,
        area_px=round(region.area_px * down * across),
        peak=region.peak,
        peak_x=math.floor((region.peak_x + 0.5) * across),
        peak_y=math.floor((region.peak_y + 0.5) * down),
    )


def region_outlines(
    anomaly_map: np.ndarray, *, outline: float, peak: float, share_of_peak: float = SHARE_OF_PEAK
) -> list[np.ndarray]:
    """The outlines of the regions as closed lines: (n, 2) float arrays of x and y as shares of width and height.

    Args:
        anomaly_map, outline, peak, share_of_peak: as in :func:`find_regions`.
    """
    return mask_outlines(region_labels(anomaly_map, outline=outline, peak=peak, share_of_peak=share_of_peak) > 0)


def mask_outlines(mask: np.ndarray) -> list[np.ndarray]:
    """The outlines of what a mask (H, W) bool marks, as closed lines like those of :func:`region_outlines`."""
    height, width = mask.shape
    # find_contours tells (row, column) of pixel centres; the padding moved all by one.
    return [(line[:, ::-1] - 0.5) / (width, height) for line in find_contours(np.pad(mask, 1).astype(float), 0.5)]
