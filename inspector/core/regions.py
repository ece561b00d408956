"""From an anomaly map to the regions a person is shown."""

from dataclasses import dataclass

import numpy as np
from skimage.filters import apply_hysteresis_threshold
from skimage.measure import find_contours, label, regionprops


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
    """(H, W) bool: what is above `outline` and connected to a place above `peak` or, if there is none, to the worst."""
    # Interpolation to another size may have lowered the peak a little: the place that decided is a region all the same.
    peak = min(peak, float(np.nextafter(anomaly_map.max(), -np.inf)))
    return apply_hysteresis_threshold(anomaly_map, min(outline, peak), peak)


def find_regions(anomaly_map: np.ndarray, *, outline: float, peak: float) -> list[Region]:
    """Connected regions above `outline` whose highest value is above `peak`, worst first.

    Args:
        anomaly_map: (H, W) float.
        outline: where a region ends; at most `peak`.
        peak: what a region must reach somewhere, so that the noise of good parts makes none; to be asked only of
            maps whose score is above it, as the worst place is a region in any case.
    """
    mask = region_mask(anomaly_map, outline=outline, peak=peak)
    regions = []
    for found in regionprops(label(mask, connectivity=2), intensity_image=anomaly_map):
        top, left, bottom, right = found.bbox
        y, x = np.unravel_index(np.argmax(np.where(found.image, found.image_intensity, -np.inf)), found.image.shape)
        regions.append(
            Region(
                left=int(left),
                top=int(top),
                width=int(right - left),
                height=int(bottom - top),
                area_px=int(found.area),
                peak=float(found.intensity_max),
                peak_x=int(left + x),
                peak_y=int(top + y),
            )
        )
    return sorted(regions, key=lambda region: -region.peak)


def region_outlines(anomaly_map: np.ndarray, *, outline: float, peak: float) -> list[np.ndarray]:
    """The outlines of the regions as closed lines: (n, 2) float arrays of x and y as shares of width and height.

    Args:
        anomaly_map, outline, peak: as in :func:`find_regions`.
    """
    mask = np.pad(region_mask(anomaly_map, outline=outline, peak=peak), 1)
    height, width = anomaly_map.shape
    # find_contours tells (row, column) of pixel centres; the padding moved all by one.
    return [(line[:, ::-1] - 0.5) / (width, height) for line in find_contours(mask.astype(float), 0.5)]
