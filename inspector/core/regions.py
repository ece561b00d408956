"""From an anomaly map to the regions a person is shown."""

import math
from dataclasses import dataclass

import numpy as np
from skimage.measure import find_contours, label, regionprops
from torch import Tensor

from inspector.core.images.resizing import map_at, within

MOST_PIXELS = 8_000_000  # of a map that is searched: larger ones would take hundreds of megabytes


@dataclass(frozen=True)
class Region:
    """A connected place that is worse than good parts are.

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


def region_mask(anomaly_map: np.ndarray, *, outline: float, peak: float) -> np.ndarray:
    """(H, W) bool: where the regions of :func:`find_regions` are."""
    top, left, labels = _labelled(anomaly_map, outline=outline, peak=peak)
    mask = np.zeros(anomaly_map.shape, bool)
    mask[top : top + labels.shape[0], left : left + labels.shape[1]] = labels > 0
    return mask


def _labelled(anomaly_map: np.ndarray, *, outline: float, peak: float) -> tuple[int, int, np.ndarray]:
    """The part of the map that holds its regions, by its top and left, and which region each of its places is in.

    Regions are what is above `outline` and connected, also by a corner, to a place above `peak` or, if there is none,
    to the worst. Labels are 1 or more, not all of them in use; 0 is in no region.
    """
    # Interpolation to another size may have lowered the peak a little: the place that decided is a region all the same.
    peak = min(peak, float(np.nextafter(anomaly_map.max(), -np.inf)))
    above = anomaly_map > min(outline, peak)
    # A defect is small: only the part of the map around all that is above is looked at closely.
    rows, columns = np.flatnonzero(above.any(axis=1)), np.flatnonzero(above.any(axis=0))
    window = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    labels = label(above[window], connectivity=2)
    reached = np.zeros(labels.max() + 1, bool)
    reached[labels[above[window] & (anomaly_map[window] > peak)]] = True
    return int(rows[0]), int(columns[0]), np.where(reached[labels], labels, 0)


def find_regions(anomaly_map: np.ndarray, *, outline: float, peak: float) -> list[Region]:
    """Connected regions above `outline` whose highest value is above `peak`, worst first.

    Args:
        anomaly_map: (H, W) float.
        outline: where a region ends; at most `peak`.
        peak: what a region must reach somewhere, so that the noise of good parts makes none; to be asked only of
            maps whose score is above it, as the worst place is a region in any case.
    """
    window_top, window_left, labels = _labelled(anomaly_map, outline=outline, peak=peak)
    height, width = labels.shape
    window = anomaly_map[window_top : window_top + height, window_left : window_left + width]
    regions = []
    for found in regionprops(labels, intensity_image=window):
        top, left, bottom, right = np.add(found.bbox, (window_top, window_left) * 2).tolist()
        y, x = np.unravel_index(np.argmax(np.where(found.image, found.image_intensity, -np.inf)), found.image.shape)
        regions.append(
            Region(
                left=left,
                top=top,
                width=right - left,
                height=bottom - top,
                area_px=int(found.area),
                peak=float(found.intensity_max),
                peak_x=int(left + x),
                peak_y=int(top + y),
            )
        )
    return sorted(regions, key=lambda region: -region.peak)


def regions_of(anomaly_map: Tensor, size: tuple[int, int], *, outline: float, peak: float) -> tuple[Region, ...]:
    """The regions of :func:`find_regions` in pixels of an image (H, W), from its map (h, w) at any resolution.

    Images of more than eight million pixels are searched at so many; their regions then start and end at pixels of
    that resolution.
    """
    searched = within(size, most_pixels=MOST_PIXELS)
    found = find_regions(map_at(anomaly_map, searched).numpy(), outline=outline, peak=peak)
    return tuple(found if searched == tuple(size) else (_enlarged(region, searched, size) for region in found))


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


def region_outlines(anomaly_map: np.ndarray, *, outline: float, peak: float) -> list[np.ndarray]:
    """The outlines of the regions as closed lines: (n, 2) float arrays of x and y as shares of width and height.

    Args:
        anomaly_map, outline, peak: as in :func:`find_regions`.
    """
    return mask_outlines(region_mask(anomaly_map, outline=outline, peak=peak))


def mask_outlines(mask: np.ndarray) -> list[np.ndarray]:
    """The outlines of what a mask (H, W) bool marks, as closed lines like those of :func:`region_outlines`."""
    height, width = mask.shape
    # find_contours tells (row, column) of pixel centres; the padding moved all by one.
    return [(line[:, ::-1] - 0.5) / (width, height) for line in find_contours(np.pad(mask, 1).astype(float), 0.5)]
