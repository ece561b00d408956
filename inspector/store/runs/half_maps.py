"""Anomaly maps in half precision, whose numbers end at 65504."""

import math

import numpy as np

_LARGEST = float(np.finfo(np.float16).max)


def to_half(anomaly_map: np.ndarray) -> tuple[np.ndarray, float]:
    """A map (h, w) as little-endian float16, and the factor that gives its values back.

    The factor is 1 for a map that fits, and else the smallest power of two that makes it fit, which costs no precision.
    Infinite values become the largest.
    """
    largest = float(np.abs(anomaly_map).max(initial=0.0))
    if largest <= _LARGEST:
        return anomaly_map.astype("<f2"), 1.0
    finite = np.abs(anomaly_map[np.isfinite(anomaly_map)])
    ratio = float(finite.max(initial=0.0)) / _LARGEST
    factor = 2.0 ** math.ceil(math.log2(ratio)) if ratio > 1 else 1.0
    return clipped_half(anomaly_map / factor), factor


def clipped_half(anomaly_map: np.ndarray) -> np.ndarray:
    """A map (h, w) as little-endian float16, its values clipped to those that there are."""
    return anomaly_map.clip(-_LARGEST, _LARGEST).astype("<f2")


def from_half(half: np.ndarray, factor: float) -> np.ndarray:
    """The map (h, w) float32 again."""
    values = half.astype(np.float32)
    return values if factor == 1 else values * np.float32(factor)
