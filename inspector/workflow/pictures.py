"""Pictures of inspections: the heatmap over the image, on the model's absolute scale."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from skimage.segmentation import find_boundaries

from inspector.core.calibration import Calibration, OperatingPoint
from inspector.core.inspection import Inspection
from inspector.data.images import read_image, resize
from inspector.store.durable import replacing_file
from inspector.workflow.inspect import map_at

# The middle of inferno (Smith, van der Walt 2015) in even stops: brightness rises throughout, so that it reads with any
# colour vision and in grey; the ends are left out, as the dark one vanishes on dark parts and the pale one on white.
_HEAT = np.array(
    [(147, 38, 103), (188, 55, 84), (221, 81, 58), (243, 120, 25), (252, 165, 10), (246, 215, 70)], np.float32
)
_STRONGEST = 0.8  # opacity of the worst place; the part stays visible below
_CONTOUR = (0, 255, 255)  # a colour that neither the heat nor hardly any part has
_HEADROOM = 2.0  # the scale ends this many times the distance from quiet to reject


@dataclass(frozen=True)
class HeatScale:
    """The absolute colour scale of one model: nothing is drawn up to `low`, the brightest colour from `high`.

    Anchored to good images: `low` is the value that 99.5 % of good pixels stay below, and the reject threshold
    lies half-way to `high`. A good part therefore looks quiet, and the same colour means the same
    in every image.
    """

    low: float
    high: float

    @classmethod
    def of(cls, calibration: Calibration, operating_point: OperatingPoint) -> "HeatScale":
        low = min(calibration.outline, operating_point.reject)
        return cls(low, low + _HEADROOM * max(operating_point.reject - low, 1e-6))


def colours(values: np.ndarray) -> np.ndarray:
    """Values in [0, 1] (…) to RGB (…, 3) float32 in [0, 255]."""
    stops = np.linspace(0, 1, len(_HEAT))
    return np.stack([np.interp(values, stops, _HEAT[:, channel]) for channel in range(3)], axis=-1)


def overlay(image: np.ndarray, anomaly_map: np.ndarray, *, scale: HeatScale, contour_at: float | None) -> np.ndarray:
    """Heatmap over the image, with the outline of what is above `contour_at`.

    Args:
        image: (H, W, 3) uint8.
        anomaly_map: (H, W) float.

    Returns:
        (H, W, 3) uint8.
    """
    heat = np.clip((anomaly_map - scale.low) / (scale.high - scale.low), 0, 1)[..., None]
    # The image fades to grey where heat is drawn: colour there then means heat and nothing else.
    grey = image.mean(axis=-1, keepdims=True)
    opacity = _STRONGEST * np.sqrt(heat)
    mixed = image + np.minimum(1, 2 * opacity) * (grey - image)
    mixed = mixed + opacity * (colours(heat[..., 0]) - mixed)
    if contour_at is not None:
        thickness = max(1, round(min(image.shape[:2]) / 256))
        mixed[find_boundaries(_grown(anomaly_map > contour_at, thickness), mode="inner")] = _CONTOUR
    return mixed.round().astype(np.uint8)


def heatmap_picture(
    path: Path, inspection: Inspection, *, scale: HeatScale, outline: float, max_side: int | None = None
) -> np.ndarray:
    """The picture of one inspection, (H, W, 3) uint8: the image with its heatmap and its regions' outline.

    Args:
        max_side: the picture is no larger than this; None keeps the image's resolution.

    Raises:
        ImageError: if the image cannot be read any more.
    """
    image = picture(path, max_side=max_side)
    full = map_at(torch.from_numpy(inspection.anomaly_map), image.shape[:2]).numpy()
    return overlay(image, full, scale=scale, contour_at=outline if inspection.regions else None)


def picture(path: Path, *, max_side: int | None = None) -> np.ndarray:
    """An image as (H, W, 3) uint8, no larger than `max_side`.

    Raises:
        ImageError: if it cannot be read.
    """
    image = read_image(path)
    if max_side is not None and max(image.shape[-2:]) > max_side:
        factor = max_side / max(image.shape[-2:])
        image = resize(image, (max(1, round(image.shape[-2] * factor)), max(1, round(image.shape[-1] * factor))))
    return (image.permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)


def write_picture(path: Path, pixels: np.ndarray) -> None:
    """Write (H, W, 3) uint8 as PNG.

    Raises:
        StorageError: if it cannot be written.
    """
    with replacing_file(path) as part:
        Image.fromarray(pixels).save(part, format="PNG")


def _grown(mask: np.ndarray, thickness: int) -> np.ndarray:
    for _ in range(thickness - 1):
        mask = mask | np.roll(mask, 1, 0) | np.roll(mask, 1, 1)
    return mask
