"""Pictures of inspections: the heatmap over the image, on the model's absolute scale."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from scipy.ndimage import binary_dilation

from inspector.core.calibration import Calibration
from inspector.core.images.resizing import map_at, resized_to_unit_range
from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint
from inspector.core.regions import in_half_precision, region_labels, searched_map
from inspector.data.images.reading import displayed, read_picture
from inspector.store.durable import replacing_file

# The middle of inferno (Smith, van der Walt 2015) in even stops: brightness rises throughout, so that it reads with any
# colour vision and in grey; the ends are left out, as the dark one vanishes on dark parts and the pale one on white.
_HEAT = np.array(
    [(147, 38, 103), (188, 55, 84), (221, 81, 58), (243, 120, 25), (252, 165, 10), (246, 215, 70)], np.float32
)
STRIP_PIXELS = 2**18
MOST_PIXELS = 2**23  # of a picture with a heatmap, which takes some 60 bytes a pixel while it is drawn
RUN_KEY = "inspector-run"  # the entry of a picture's metadata that names its run
_STRONGEST = 0.8  # opacity of the worst place of solid heat
_CONTOUR = (0, 255, 255)  # a colour that neither the heat nor hardly any part has
REJECT_LINE = (255, 221, 0)  # beside black, where the map passes the reject threshold: seen on bright and dark parts
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
        assert calibration.outline is not None  # the method has maps
        return cls.between(min(calibration.outline, operating_point.reject), operating_point.reject)

    @classmethod
    def between(cls, quiet: float, reject: float) -> "HeatScale":
        """The scale that begins at `quiet` and has `reject` in its middle."""
        return cls(quiet, quiet + _HEADROOM * max(reject - quiet, 1e-6))

    @property
    def reject(self) -> float:
        """The reject threshold."""
        return self.low + (self.high - self.low) / _HEADROOM


def colours(values: np.ndarray) -> np.ndarray:
    """Values in [0, 1] (…) to RGB (…, 3) float32 in [0, 255]."""
    stops = np.linspace(0, 1, len(_HEAT))
    return np.stack([np.interp(values, stops, _HEAT[:, channel]) for channel in range(3)], axis=-1)


def heat_opacity(heat: np.ndarray) -> np.ndarray:
    """Opacity for heat in [0, 1]: the worse, the stronger, and never so strong that it hides the defect."""
    return np.interp(heat, [0, 0.5, 1], [0, 0.4, 0.48])


def overlay(
    image: np.ndarray,
    anomaly_map: np.ndarray,
    *,
    scale: HeatScale,
    regions: np.ndarray | None,
    rejected: bool = False,
    solid: bool = False,
) -> np.ndarray:
    """Heatmap over the image, with the outline of its regions, and of where it passes the reject threshold.

    Args:
        image: (H, W, 3) uint8.
        anomaly_map: (H, W) float.
        regions: (h, w) of :func:`region_labels` at any resolution, to draw the regions' outlines; None for none.
        rejected: the part is NG: with `regions`, draw also where the map passes the reject threshold.
        solid: cover the worst places, so that a small picture shows them; else the defect is seen below the heat.

    Returns:
        (H, W, 3) uint8.
    """
    mixed = image.copy()
    hot = anomaly_map > scale.low
    rows, columns = np.flatnonzero(hot.any(axis=1)), np.flatnonzero(hot.any(axis=0))
    if len(rows):  # heat is in few places: only what is around all of it is mixed
        across = slice(columns[0], columns[-1] + 1)
        height = max(1, STRIP_PIXELS // (across.stop - across.start))
        for top in range(rows[0], rows[-1] + 1, height):  # in strips: a mixed pixel takes a hundred bytes meanwhile
            window = slice(top, min(top + height, rows[-1] + 1)), across
            heat = np.clip((anomaly_map[window] - scale.low) / (scale.high - scale.low), 0, 1)[..., None]
            mixed[window] = _mixed(image[window], heat, solid=solid).round()
    if regions is not None:
        width = round(min(image.shape[:2]) / 256)
        labels = _labels_at(regions, (image.shape[0], image.shape[1]))
        above = (anomaly_map > scale.reject) & (labels > 0) & rejected
        ends = _ends(above)
        mixed[_widened(ends & ~above, width)] = 0
        mixed[_widened(_ends(labels) & (labels > 0), width)] = _CONTOUR
        mixed[_widened(ends & above, width)] = REJECT_LINE  # what matters most lies above
    return mixed


def _ends(labels: np.ndarray) -> np.ndarray:
    """Where labels (H, W) differ from one beside, above or below."""
    ends = np.zeros(labels.shape, bool)
    for one, other in ((np.s_[1:], np.s_[:-1]), (np.s_[:, 1:], np.s_[:, :-1])):
        differs = labels[one] != labels[other]
        ends[one] |= differs
        ends[other] |= differs
    return ends


def _widened(lines: np.ndarray, width: int) -> np.ndarray:
    """Lines (H, W) of one pixel in about that width."""
    return binary_dilation(lines, iterations=width - 1) if width > 1 else lines


def _labels_at(labels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Labels (h, w) at another resolution (H, W); no region is lost where it is lower."""
    if labels.shape == size:
        return labels
    return F.adaptive_max_pool2d(torch.from_numpy(labels)[None].float(), size)[0].numpy().astype(np.int32)


def _mixed(image: np.ndarray, heat: np.ndarray, *, solid: bool) -> np.ndarray:
    """An image (H, W, 3) with heat (H, W, 1) in [0, 1] over it."""
    # The image fades to grey where heat is drawn: colour there then means heat and nothing else.
    grey = image.mean(axis=-1, keepdims=True)
    opacity = _STRONGEST * np.sqrt(heat) if solid else heat_opacity(heat)
    mixed = image + np.minimum(1, 2 * opacity) * (grey - image)
    return mixed + opacity * (colours(heat[..., 0]) - mixed)


def heatmap(
    pixels: np.ndarray, inspection: Inspection, *, calibration: Calibration, point: OperatingPoint
) -> np.ndarray:
    """The picture of one inspection: its image, of any size, with the heatmap and the outlines of its regions.

    Args:
        pixels: (H, W, 3) uint8 from :func:`picture`.
        inspection: one with an anomaly map.
    """
    assert inspection.anomaly_map is not None
    found = in_half_precision(torch.from_numpy(inspection.anomaly_map))
    full = map_at(found, (pixels.shape[0], pixels.shape[1])).numpy()
    regions = None
    rejected = inspection.score is not None and inspection.score > point.reject
    if inspection.regions and inspection.size is not None and calibration.outline is not None:
        searched = searched_map(torch.from_numpy(inspection.anomaly_map), inspection.size)
        regions = region_labels(searched, outline=calibration.outline, peak=point.review)
    return overlay(pixels, full, scale=HeatScale.of(calibration, point), regions=regions, rejected=rejected)


def picture(path: Path, *, max_side: int | None = None, bits: int | None = None) -> np.ndarray:
    """An image as (H, W, 3) uint8, scaled down to at most `max_side` and :data:`MOST_PIXELS`.

    Args:
        bits: bits per sample of deep files; None for what each states, or all.

    Raises:
        ImageError: if it cannot be read.
    """
    image = read_picture(path, bits=bits).samples
    height, width = image.shape[-2:]
    factor = min(1.0, math.sqrt(MOST_PIXELS / (height * width)), (max_side or math.inf) / max(height, width))
    if factor < 1:
        image = resized_to_unit_range(image, (max(1, round(height * factor)), max(1, round(width * factor))))
    return displayed(image)


def write_picture(path: Path, pixels: np.ndarray, *, run_id: str | None = None) -> None:
    """Write (H, W, 3) uint8 as PNG.

    Args:
        run_id: of the run that it belongs to, which the file says.

    Raises:
        StorageError: if it cannot be written.
    """
    with replacing_file(path) as part:
        about = PngInfo()
        if run_id is not None:
            about.add_text(RUN_KEY, run_id)
        Image.fromarray(pixels).save(part, format="PNG", pnginfo=about)
