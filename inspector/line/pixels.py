"""Samples of an image as the graph takes them: their range, their size."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

Array = np.ndarray


def unit_range(samples: Array) -> Array:
    """Samples (1 or 3, H, W), uint8 or float32 in [0, 1], as (3, H, W) float32 in [0, 1]."""
    pixels = samples.astype(np.float32) / np.float32(255) if samples.dtype == np.uint8 else samples
    return pixels if len(pixels) == 3 else np.repeat(pixels, 3, axis=0)


def resize(samples: Array, size: tuple[int, int]) -> Array:
    """(C, H, W) to (C, h, w), anti-aliased bilinear: columns, then rows. uint8 is rounded to uint8 after each."""
    narrow = _resized(samples, size[1])
    return _resized(narrow.swapaxes(1, 2), size[0]).swapaxes(1, 2)


def _resized(samples: Array, count: int) -> Array:
    """The last side of (C, H, W) brought to so many."""
    whole = samples.shape[2]
    if whole == count:
        return samples
    pitch = whole / count
    half_width = max(pitch, 1.0)
    centre = (np.arange(count) + 0.5) * pitch
    low = np.maximum((centre - half_width + 0.5).astype(int), 0)
    high = np.minimum((centre + half_width + 0.5).astype(int), whole)
    at = low[:, None] + np.arange((high - low).max())
    weights = np.where(at < high[:, None], (1 - np.abs((at + 0.5 - centre[:, None]) / half_width)).clip(0), 0.0)
    weights /= weights.sum(axis=1, keepdims=True)
    at = np.minimum(at, whole - 1)
    if samples.dtype != np.uint8:
        resized = np.zeros((*samples.shape[:2], count), np.float32)
        for tap in range(at.shape[1]):
            resized += samples[..., at[:, tap]] * weights[:, tap].astype(np.float32)
        return resized
    bits = 0
    while bits < 22 and int(0.5 + weights.max() * 2 ** (bits + 1)) < 2**15:
        bits += 1
    whole_weights = np.floor(weights * 2**bits + 0.5).astype(np.int32)
    summed = np.full((*samples.shape[:2], count), 2**bits // 2, np.int32)
    for tap in range(at.shape[1]):
        summed += samples[..., at[:, tap]] * whole_weights[:, tap]
    return (summed >> bits).clip(0, 255).astype(np.uint8)


def stretch(values: Array, size: tuple[int, ...]) -> Array:
    """(h, w) at another size, bilinear without anti-aliasing."""
    for axis, count in enumerate(size):
        whole = values.shape[axis]
        if whole != count:
            at = ((np.arange(count) + 0.5) * (whole / count) - 0.5).clip(0, whole - 1)
            low = at.astype(int)
            share = (at - low).astype(np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
            above = np.minimum(low + 1, whole - 1)
            values = values.take(low, axis) * (1 - share) + values.take(above, axis) * share
    return values


def array_of(value: Mapping[str, Any]) -> Array:
    """An array of the metadata."""
    return np.frombuffer(base64.b64decode(value["data"]), value["dtype"]).reshape(value["shape"])
