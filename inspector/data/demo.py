"""A demonstration category: rendered photographs of a turned bearing cover, good parts and six kinds of defect.

Each image starts from a height map, colours and the direction of the turning marks. One reflection model lights
them and one camera photographs them, so that a defect changes the picture only as light would.
Lengths are in half image widths: x and y run from −1 to 1, y downwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

Array = NDArray[np.float32]
Box = tuple[slice, slice]

DEMO_LOT_PATTERN = r"(lot\d+)_"

_TRAIN_LOTS, _TEST_LOTS = 8, 4
_OVERSAMPLING = 2

_PART_RADIUS = 0.80
_BORE_RADIUS = 0.20
_BUSH_RADIUS = 0.285
_HUB = (0.31, 0.45)  # flat face between the chamfers, inner and outer radius
_FLANGE = (0.54, 0.76)
_HOLE_COUNT, _HOLE_CIRCLE = 6, 0.65
_HOLE_RADIUS, _COUNTERSINK_RADIUS, _COUNTERSINK_SLOPE = 0.042, 0.084, 0.6
_MARKING, _MARKING_RADIUS, _MARKING_HEIGHT = "BC 6204-K", 0.380, 0.075

# radius, height: through bush, seam, hub, undercut and flange to the chamfered rim
_PROFILE = np.array(
    [
        (0.0, 0.030), (0.200, 0.030), (0.218, 0.048), (0.280, 0.048), (0.285, 0.036), (0.290, 0.054),
        (0.302, 0.064), (0.456, 0.064), (0.478, 0.046), (0.488, 0.006), (0.496, -0.008), (0.514, -0.008),
        (0.522, 0.0), (0.768, 0.0), (0.800, -0.026), (1.6, -0.676),
    ]
)  # fmt: skip
_TABLE_SIZE = 1 << 15
_TABLE_RADIUS = 1.6

_ALUMINIUM = np.array([0.83, 0.85, 0.88], np.float32)
_BRONZE = np.array([0.93, 0.68, 0.38], np.float32)
_MAT = np.array([0.040, 0.044, 0.051], np.float32)
_KEY_COLOUR = np.array([1.05, 1.0, 0.93], np.float32)
_RING_COLOUR = np.array([0.96, 1.0, 1.06], np.float32)
# the slope that a facet needs to throw each lamp into the camera (camera straight above)
_KEY = np.array([0.21, 0.27], np.float32)
_FILL = np.array([-0.33, 0.10], np.float32)
_AWAY = _KEY / np.hypot(*_KEY)  # where shadows fall
_RING_SLOPE = 0.30


@dataclass(frozen=True)
class _Lot:
    """What parts of one lot share: tool, bar stock and coolant of that day."""

    tint: Array  # (3,)
    roughness: float
    groove: Array  # (_TABLE_SIZE,) slope of the turning marks by radius
    streak: Array  # (_TABLE_SIZE,) how far the marks spread light along themselves, by radius


@dataclass(frozen=True)
class _Part:
    """One good part as it lies in the fixture."""

    lot: _Lot
    centre: tuple[float, float]
    angle: float  # radians
    exposure: float
    runout: tuple[float, float]  # offset of the turning marks' centre

    def hole(self, index: int) -> tuple[float, float]:
        """Centre of a screw hole."""
        return self.at(_HOLE_CIRCLE, 2 * np.pi * (index + 0.5) / _HOLE_COUNT)

    def at(self, radius: float, angle: float) -> tuple[float, float]:
        """Image coordinates of a point given in polar coordinates of the part."""
        turned = angle + self.angle
        return self.centre[0] + radius * np.cos(turned), self.centre[1] + radius * np.sin(turned)


@dataclass(frozen=True)
class _Surface:
    """What the light meets, at every supersampled pixel."""

    height: Array  # (H, W)
    colour: Array  # (3, H, W) reflectance
    turned: Array  # (H, W) 1: turning marks reflect, 0: matt
    axis_x: Array  # (H, W) unit vector away from the axis that the marks run round
    axis_y: Array
    groove: Array  # (H, W) slope of the marks along that vector
    streak: Array  # (H, W) reflection width along the marks
    cover: Array  # (H, W) 1: part, 0: the mat below shows
    light: Array  # (H, W) share of the key light that is not shadowed


def _grid(size: int) -> tuple[Array, Array]:
    """Coordinates of pixel centres: x (1, size) and y (size, 1)."""
    line = ((np.arange(size, dtype=np.float32) + 0.5) * (2 / size) - 1).astype(np.float32)
    return line[None, :], line[:, None]


def _patch(size: int, centre: tuple[float, float], radius: float) -> Box:
    """The slices of a (size, size) image that hold a disc."""
    column, row = ((c + 1) * size / 2 for c in centre)
    reach = radius * size / 2 + 2
    return (
        slice(max(int(row - reach), 0), max(int(row + reach) + 1, 0)),
        slice(max(int(column - reach), 0), max(int(column + reach) + 1, 0)),
    )


def _inside(distance: Array, softness: float) -> Array:
    """1 where distance is well below 0, 0 well above, a smooth step of the given width between."""
    t = np.clip(0.5 - distance / softness, 0, 1)
    return t * t * (3 - 2 * t)


def _cloud(rng: Generator, shape: tuple[int, ...], cells: int) -> Array:
    """Smooth noise of unit variance with about that many bumps across."""
    coarse = Image.fromarray(rng.standard_normal((cells, cells), dtype=np.float32))
    return np.asarray(coarse.resize((shape[1], shape[0]), Image.Resampling.BICUBIC)) * 1.3


@lru_cache(maxsize=4)
def _profile_table(softness: float) -> Array:
    radii = np.linspace(0, _TABLE_RADIUS, _TABLE_SIZE)
    heights = np.interp(radii, _PROFILE[:, 0], _PROFILE[:, 1])
    # tools leave no perfect edge: the small radius is what glints
    return _soften(heights, softness)


@lru_cache(maxsize=4)
def _marking_stamp(height_px: int) -> Array:
    """The laser marking as seen by its reader, (h, w), 1 where burnt."""
    font = ImageFont.load_default(size=height_px)
    left, top, right, bottom = font.getbbox(_MARKING)
    stamp = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4))
    ImageDraw.Draw(stamp).text((2 - left, 2 - top), _MARKING, fill=255, font=font, stroke_width=0.6)
    return np.asarray(stamp, np.float32) / 255


def _soften(table: NDArray[np.float64], softness: float) -> Array:
    return ndimage.gaussian_filter1d(table, softness / _TABLE_RADIUS * _TABLE_SIZE, mode="nearest").astype(np.float32)


def _make_lot(rng: Generator, size: int) -> _Lot:
    pitch = rng.uniform(0.013, 0.016)

    def marks(spacing: float) -> NDArray[np.float64]:
        count = int(_TABLE_RADIUS / spacing)
        knots = rng.standard_normal(count)
        return np.interp(np.linspace(0, count - 1, _TABLE_SIZE), np.arange(count), knots)

    groove = 0.045 * marks(pitch) + 0.03 * marks(4 * pitch)
    streak = 0.085 * np.exp(0.28 * marks(pitch) + 0.16 * marks(5 * pitch))
    return _Lot(
        tint=(1 + rng.normal(0, 0.008, 3)).astype(np.float32),
        roughness=rng.uniform(0.95, 1.06),
        groove=_soften(groove, 2 / size),
        streak=_soften(streak, 2 / size),
    )


def _make_part(rng: Generator, lot: _Lot) -> _Part:
    return _Part(
        lot=lot,
        centre=(rng.normal(0, 0.006), rng.normal(0, 0.006)),
        angle=float(np.deg2rad(rng.normal(0, 0.7))),
        exposure=float(rng.normal(1, 0.015)),
        runout=(rng.normal(0, 0.002), rng.normal(0, 0.002)),
    )


def _good_surface(part: _Part, size: int) -> _Surface:
    x, y = _grid(size)
    dx, dy = x - np.float32(part.centre[0]), y - np.float32(part.centre[1])
    radius = np.sqrt(dx * dx + dy * dy) + np.float32(1e-6)
    to_index = np.float32(_TABLE_SIZE / _TABLE_RADIUS)
    index = (radius * to_index).astype(np.int32)
    axis_x, axis_y = dx / radius, dy / radius
    eccentric = radius + part.runout[0] * axis_x + part.runout[1] * axis_y
    mark_index = (np.maximum(eccentric, 0) * to_index).astype(np.int32)

    pixel = 2 / size
    bronze = _inside(radius - _BUSH_RADIUS, pixel)
    colour = (_ALUMINIUM * part.lot.tint)[:, None, None] + (_BRONZE - _ALUMINIUM)[:, None, None] * bronze
    cover = _inside(radius - _PART_RADIUS, 1.5 * pixel) - _inside(radius - _BORE_RADIUS, 1.5 * pixel)
    # the hub shades a sickle of the flange on the side away from the lamp
    shift = np.float32(0.05)
    from_shifted = np.sqrt((dx - shift * _AWAY[0]) ** 2 + (dy - shift * _AWAY[1]) ** 2)
    light = 1 - 0.65 * _inside(from_shifted - 0.488, 0.05) * _inside(0.482 - radius, 0.01)
    surface = _Surface(
        height=_profile_table(2.2 / size)[index],
        colour=colour,
        turned=np.ones_like(radius),
        axis_x=axis_x,
        axis_y=axis_y,
        groove=part.lot.groove[mark_index],
        streak=part.lot.streak[mark_index],
        cover=cover,
        light=light,
    )
    for hole in range(_HOLE_COUNT):
        _sink_hole(surface, part.hole(hole))
    _burn_marking(surface, part)
    return surface


def _sink_hole(surface: _Surface, centre: tuple[float, float]) -> None:
    """Drill and countersink a screw hole, in place."""
    size = len(surface.height)
    box = _patch(size, centre, _COUNTERSINK_RADIUS)
    x, y = _grid(size)
    dx, dy = x[:, box[1]] - np.float32(centre[0]), y[box[0]] - np.float32(centre[1])
    distance = np.sqrt(dx * dx + dy * dy) + np.float32(1e-6)
    depth = np.maximum(_COUNTERSINK_RADIUS - distance, 0) * _COUNTERSINK_SLOPE
    surface.height[box] -= depth
    sunk = distance < _COUNTERSINK_RADIUS
    surface.axis_x[box][sunk] = (dx / distance)[sunk]
    surface.axis_y[box][sunk] = (dy / distance)[sunk]
    surface.groove[box][sunk] *= 0.4
    surface.cover[box] *= 1 - _inside(distance - _HOLE_RADIUS, 3 / size)


def _burn_marking(surface: _Surface, part: _Part) -> None:
    """Write the marking along an arc of the hub, in place."""
    size = len(surface.height)
    scale = size / 2  # pixels per unit
    stamp = _marking_stamp(max(round(_MARKING_HEIGHT * scale * 1.35), 4))
    half = stamp.shape[1] / 2 / scale / _MARKING_RADIUS  # radians
    centre = part.at(_MARKING_RADIUS, -np.pi / 2)
    box = _patch(size, centre, half * _MARKING_RADIUS + _MARKING_HEIGHT)
    x, y = _grid(size)
    dx, dy = x[:, box[1]] - part.centre[0], y[box[0]] - part.centre[1]
    column = (np.arctan2(dx, -dy) - part.angle) * _MARKING_RADIUS * scale + stamp.shape[1] / 2
    row = (_MARKING_RADIUS - np.sqrt(dx * dx + dy * dy)) * scale + stamp.shape[0] / 2
    burnt = ndimage.map_coordinates(stamp, np.stack(np.broadcast_arrays(row, column)), order=1)
    surface.turned[box] *= 1 - 0.95 * burnt
    surface.colour[:, box[0], box[1]] *= 1 - 0.72 * burnt


def _lobe(along: Array, across: Array, width_along: Array | float, width_across: float) -> Array:
    """Share of facets that lie so far from the mean slope, along and across the turning marks; 1 at the peak.

    The long-tailed GGX distribution, written in slopes. Source: Walter et al., "Microfacet models for refraction
    through rough surfaces", EGSR 2007, equation 33, with one width an axis.
    """
    q = np.square(along / width_along) + np.square(across * np.float32(1 / width_across))
    return 1 / np.square(1 + q)


def _radiance(surface: _Surface, part: _Part, mat: Array) -> Array:
    """Light that reaches the camera, (3, H, W), linear."""
    size = len(surface.height)
    step = np.float32(size / 4)  # central difference over two pixels of 2 / size
    slope_x, slope_y = np.zeros_like(surface.height), np.zeros_like(surface.height)
    slope_x[:, 1:-1] = (surface.height[:, 2:] - surface.height[:, :-2]) * step
    slope_y[1:-1] = (surface.height[2:] - surface.height[:-2]) * step

    across = slope_x * surface.axis_x + slope_y * surface.axis_y
    along = slope_y * surface.axis_x - slope_x * surface.axis_y
    rough = part.lot.roughness
    marked = across + surface.groove

    def reflect(lamp: Array, spread: float) -> Array:
        lamp_across = lamp[0] * surface.axis_x + lamp[1] * surface.axis_y
        lamp_along = lamp[1] * surface.axis_x - lamp[0] * surface.axis_y
        return _lobe(along - lamp_along, marked - lamp_across, surface.streak * spread, 0.42 * rough)

    steepness = np.sqrt(across * across + along * along)
    ring = _lobe(along, np.abs(marked) - np.float32(_RING_SLOPE), 0.5, 0.22 * rough)
    matt_ring = _lobe(along, np.maximum(steepness - np.float32(_RING_SLOPE), 0), 4.0, 0.5)
    facing = 1 / np.sqrt(1 + steepness * steepness)
    matt_key = np.maximum(1 + 1.6 * (slope_x * _KEY[0] + slope_y * _KEY[1]), 0) * facing**2

    key = surface.light * (surface.turned * (1.3 * reflect(_KEY, 1.0)) + (1 - surface.turned) * 0.20 * matt_key)
    key += 0.40 * surface.turned * reflect(_FILL, 0.9)
    dome = surface.turned * (0.30 * ring + 0.075 * facing) + (1 - surface.turned) * (0.22 * matt_ring * facing)
    lit = key * _KEY_COLOUR[:, None, None] + dome * _RING_COLOUR[:, None, None]
    lit *= surface.colour
    lit *= surface.cover
    lit += mat * (1 - surface.cover)
    return lit


def _mat_below(part: _Part, mat: Array) -> Array:
    """The mat with the part's shadow on it."""
    size = mat.shape[1]
    x, y = _grid(size)
    dx, dy = x - part.centre[0], y - part.centre[1]
    radius = np.sqrt(dx * dx + dy * dy)
    offset = np.sqrt((dx - 0.06 * _AWAY[0]) ** 2 + (dy - 0.06 * _AWAY[1]) ** 2)
    cast = 0.55 * _inside(offset - _PART_RADIUS, 0.13)
    contact = 0.55 * _inside(radius - _PART_RADIUS - 0.01, 0.07)
    through = _inside(offset - _BORE_RADIUS, 0.06) * (radius < 0.25)
    return mat * ((1 - cast) * (1 - contact) + 0.28 * through)


def _make_mat(rng: Generator, size: int) -> Array:
    """The dark mat of the fixture, (3, H, W): the same one below every part."""
    x, y = _grid(size)
    falloff = 1 - 0.22 * (x * 0.6 + y * 0.8)
    texture = 1 + 0.05 * _cloud(rng, (size, size), size // 3) + 0.03 * _cloud(rng, (size, size), 9)
    return _MAT[:, None, None] * (falloff * texture)


def _expose(radiance: Array, part: _Part) -> Array:
    """Lens and tone curve: (3, 2H, 2W) linear light to (3, H, W) in [0, 1], free of noise."""
    channels, height, width = radiance.shape
    halves = radiance.reshape(channels, height // 2, 2, width // 2, 2)
    image = halves.mean(axis=(2, 4))
    image = ndimage.gaussian_filter(image, (0, 0.55, 0.55))
    glow = np.clip(image - 0.5, 0, None)[:, ::4, ::4]
    glow = ndimage.zoom(ndimage.gaussian_filter(glow, (0, 2, 2)), (1, 4, 4), order=1)
    image += 0.10 * glow
    x, y = _grid(height // 2)
    image *= part.exposure * 1.25 * (1 - 0.14 * (x * x + y * y))
    # filmic shoulder (Hable would do as well): highlights roll off instead of clipping
    image = 1 - np.exp(-1.35 * image)
    return np.clip(image, 0, 1) ** np.float32(1 / 2.2)


def _develop(rng: Generator, exposed: Array) -> NDArray[np.uint8]:
    """Sensor noise and quantisation: (3, H, W) in [0, 1] to (H, W, 3) uint8."""
    sigma = 0.005 + 0.006 * np.sqrt(exposed)
    noisy = exposed + sigma * rng.standard_normal(exposed.shape, dtype=np.float32)
    return np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8).transpose(1, 2, 0)
