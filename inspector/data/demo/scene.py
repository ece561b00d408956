"""The demonstration part before it is lit: its geometry, what varies from lot to lot and part to part, its surface."""

from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

Array = NDArray[np.float32]
Box = tuple[slice, slice]
Point = tuple[float, float]

# Lengths are in half image widths: x and y run from −1 to 1, y downwards. Slopes are height over length.
PART_RADIUS, BORE_RADIUS, BUSH_RADIUS = 0.80, 0.20, 0.285
HUB_FACE, FLANGE_FACE = (0.32, 0.44), (0.55, 0.75)  # inner and outer radius
HOLES, _HOLE_CIRCLE, HOLE_RADIUS = 6, 0.65, 0.042
SINK_RADIUS, _SINK_SLOPE = 0.084, 0.6
_MARKING, _MARKING_RADIUS, _MARKING_HEIGHT = "BC 6204-K", 0.380, 0.10
# radius, height: bush, seam, hub, undercut, flange, chamfered rim
_PROFILE = (
    *((0.0, 0.030), (0.200, 0.030), (0.218, 0.048), (0.279, 0.048), (0.285, 0.045), (0.291, 0.053)),
    *((0.304, 0.064), (0.456, 0.064), (0.478, 0.046), (0.488, 0.006), (0.496, -0.008), (0.514, -0.008)),
    *((0.522, 0.0), (0.768, 0.0), (0.800, -0.026), (1.6, -0.676)),
)
_TABLE_SIZE, _TABLE_RADIUS = 1 << 14, 1.6  # tables by radius

# The slope at which a facet throws the key lamp into the camera, which looks straight down.
KEY = np.array([0.21, 0.27], np.float32)
AWAY = KEY / np.hypot(*KEY)  # where shadows fall


def rgb(red: float, green: float, blue: float) -> Array:
    return np.array([red, green, blue], np.float32)[:, None, None]


_ALUMINIUM, _BRONZE, _MAT = rgb(0.83, 0.85, 0.88), rgb(0.93, 0.68, 0.38), rgb(0.046, 0.050, 0.057)


@dataclass(frozen=True)
class Lot:
    """What parts of one lot share: the tool, the bar stock and the coolant of that day."""

    tint: Array  # (3, 1, 1)
    roughness: float
    groove: Array  # (_TABLE_SIZE,) slope of the turning marks by radius
    streak: Array  # (_TABLE_SIZE,) how far a mark spreads light along itself, by radius


@dataclass(frozen=True)
class Part:
    """One good part as it lies in the fixture."""

    lot: Lot
    centre: Point
    angle: float  # radians
    runout: Point  # offset of the turning marks' centre
    dust: NDArray[np.float64]  # (n, 3) x, y and size of specks
    exposure: float

    def at(self, radius: float, angle: float) -> Point:
        """Image coordinates of a point given in polar coordinates of the part."""
        turned = angle + self.angle
        return self.centre[0] + radius * np.cos(turned), self.centre[1] + radius * np.sin(turned)

    def hole(self, index: int) -> Point:
        return self.at(_HOLE_CIRCLE, 2 * np.pi * (index + 0.5) / HOLES)


@dataclass(frozen=True)
class Surface:
    """What the light meets at every supersampled pixel, (H, W). The steps that make a part write into it."""

    height: Array
    colour: Array  # (3, H, W) reflectance
    turned: Array  # 1: turning marks reflect, 0: matt
    axis_x: Array  # unit vector across the turning marks
    axis_y: Array
    groove: Array  # slope of the marks along that vector
    streak: Array  # spread of light along the marks
    cover: Array  # 1: part, 0: the mat below shows
    light: Array  # share of the key light that arrives

    def rows(self, rows: slice) -> "Surface":
        return Surface(*(getattr(self, field.name)[..., rows, :] for field in fields(self)))

    def around(self, centre: Point, margin: float) -> tuple[Box, Array, Array]:
        """The pixels within a margin around a point, and their coordinates relative to that point."""
        x, y = grid(len(self.height))
        columns = slice(*np.searchsorted(x[0], (centre[0] - margin, centre[0] + margin)))
        rows = slice(*np.searchsorted(y[:, 0], (centre[1] - margin, centre[1] + margin)))
        return (rows, columns), x[:, columns] - np.float32(centre[0]), y[rows] - np.float32(centre[1])


def grid(size: int) -> tuple[Array, Array]:
    """Coordinates of pixel centres: x (1, size) and y (size, 1)."""
    line = (np.arange(size, dtype=np.float32) + np.float32(0.5)) * np.float32(2 / size) - np.float32(1)
    return line[None, :], line[:, None]


def inside(distance: Array, softness: float) -> Array:
    """1 where distance is well below 0, 0 well above, and a smooth step of that width between."""
    t = np.float32(0.5) - distance * np.float32(1 / softness)
    np.clip(t, 0, 1, out=t)
    smooth = 3 - 2 * t
    smooth *= t
    smooth *= t
    return smooth


def norm(dx: Array, dy: Array) -> Array:
    return np.sqrt(dx * dx + dy * dy)  # several times as fast as numpy's hypot


def bell(distance: Array, width: float) -> Array:
    return np.exp(-np.square(distance * np.float32(1 / width)))


def cloud(rng: Generator, shape: tuple[int, ...], *, grain_px: float) -> Array:
    """Smooth noise of unit variance."""
    white = rng.standard_normal(shape, dtype=np.float32)
    return ndimage.gaussian_filter(white, grain_px) * np.float32(2 * np.sqrt(np.pi) * grain_px)


def _soften(table: NDArray[np.float64], width: float) -> Array:
    return ndimage.gaussian_filter1d(table, width / _TABLE_RADIUS * _TABLE_SIZE, mode="nearest").astype(np.float32)


@lru_cache(maxsize=4)
def _heights(size: int) -> Array:
    """Height by radius; every edge has the small radius that glints, and none is finer than a pixel."""
    radii = np.linspace(0, _TABLE_RADIUS, _TABLE_SIZE)
    knots = np.array(_PROFILE)
    return _soften(np.interp(radii, knots[:, 0], knots[:, 1]), 2.2 / size)


@lru_cache(maxsize=4)
def _stamp(height_px: int) -> Array:
    """The laser marking as it is read, 1 where burnt."""
    font = ImageFont.load_default(size=height_px)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(_MARKING, stroke_width=1))
    stamp = Image.new("L", (right - left + 4, bottom - top + 4))
    ImageDraw.Draw(stamp).text((2 - left, 2 - top), _MARKING, fill=255, font=font, stroke_width=height_px / 28)
    return np.asarray(stamp, np.float32) / np.float32(255)


def make_lot(rng: Generator, size: int, *, programme: Generator) -> Lot:
    """A lot: the turning marks of the machine's programme, the same for all lots, with this lot's tool wear on them."""

    def marks(pitch: float) -> NDArray[np.float64]:
        number = int(_TABLE_RADIUS / pitch)
        knots = 0.95 * programme.standard_normal(number) + 0.3 * rng.standard_normal(number)
        return np.interp(np.linspace(0, len(knots) - 1, _TABLE_SIZE), np.arange(len(knots)), knots)

    feed = programme.uniform(0.013, 0.016)
    return Lot(
        tint=rgb(*(1 + rng.normal(0, 0.008, 3))),
        roughness=rng.uniform(0.95, 1.06),
        groove=_soften(0.05 * marks(feed) + 0.03 * marks(4 * feed), 2 / size),
        streak=_soften(0.085 * np.exp(0.28 * marks(feed) + 0.16 * marks(5 * feed)), 2 / size),
    )


def make_part(rng: Generator, lot: Lot) -> Part:
    specks = rng.poisson(2.0)
    return Part(
        lot=lot,
        centre=tuple(rng.normal(0, 0.006, 2)),
        angle=np.deg2rad(rng.normal(0, 0.7)),
        runout=tuple(rng.normal(0, 0.002, 2)),
        dust=np.column_stack([rng.uniform(-0.8, 0.8, (specks, 2)), rng.uniform(0.004, 0.007, specks)]),
        exposure=rng.normal(1, 0.015),
    )


def make_mat(rng: Generator, size: int) -> Array:
    """The dark mat of the fixture, (3, H, W): the same one below every part."""
    x, y = grid(size)
    texture = 1 + 0.05 * cloud(rng, (size, size), grain_px=1.5) + 0.03 * cloud(rng, (size, size), grain_px=size / 25)
    return (_MAT * (texture * (1 - 0.22 * (x * 0.6 + y * 0.8)))).astype(np.float32, copy=False)


def good_surface(part: Part, size: int) -> Surface:
    x, y = grid(size)
    dx, dy = x - np.float32(part.centre[0]), y - np.float32(part.centre[1])
    radius = norm(dx, dy) + np.float32(1e-6)
    axis_x, axis_y = dx / radius, dy / radius
    marked_radius = radius + np.float32(part.runout[0]) * axis_x + np.float32(part.runout[1]) * axis_y
    per_length = np.float32(_TABLE_SIZE / _TABLE_RADIUS)
    mark = (np.maximum(marked_radius, 0) * per_length).astype(np.int32)
    bronze = inside(radius - BUSH_RADIUS, 2 / size)
    hub_shadow = norm(dx - 0.05 * AWAY[0], dy - 0.05 * AWAY[1]) - np.float32(0.488)
    surface = Surface(
        height=_heights(size)[(radius * per_length).astype(np.int32)],
        colour=_ALUMINIUM * part.lot.tint + (_BRONZE - _ALUMINIUM) * bronze,
        turned=np.ones_like(radius),
        axis_x=axis_x,
        axis_y=axis_y,
        groove=part.lot.groove[mark],
        streak=part.lot.streak[mark],
        cover=inside(radius - PART_RADIUS, 3 / size) - inside(radius - BORE_RADIUS, 3 / size),
        light=1 - np.float32(0.65) * inside(hub_shadow, 0.05) * inside(0.482 - radius, 0.01),
    )
    for hole in range(HOLES):
        sink(surface, part.hole(hole), depth=1)
        box, dx, dy = surface.around(part.hole(hole), SINK_RADIUS)
        surface.cover[box] *= 1 - inside(norm(dx, dy) - HOLE_RADIUS, 3 / size)
    _burn_marking(surface, part)
    for speck_x, speck_y, width in part.dust:
        box, dx, dy = surface.around((speck_x, speck_y), 3 * width)
        surface.colour[:, *box] *= 1 - 0.15 * bell(norm(dx, dy), width)
    return surface


def sink(surface: Surface, centre: Point, *, depth: float) -> None:
    """Countersink a screw hole, whose marks run round its own axis; a depth of 1 is the whole countersink."""
    box, dx, dy = surface.around(centre, SINK_RADIUS)
    distance = norm(dx, dy) + np.float32(1e-6)
    surface.height[box] -= depth * _SINK_SLOPE * np.maximum(SINK_RADIUS - distance, 0)
    sunk = distance < SINK_RADIUS
    surface.axis_x[box][sunk] = (dx / distance)[sunk]
    surface.axis_y[box][sunk] = (dy / distance)[sunk]
    surface.groove[box][sunk] *= 0.4


def _burn_marking(surface: Surface, part: Part) -> None:
    scale = len(surface.height) / 2  # pixels per unit
    stamp = _stamp(max(round(_MARKING_HEIGHT * scale), 4))
    box, dx, dy = surface.around(part.centre, HUB_FACE[1])
    column = (np.arctan2(dx, -dy) - part.angle) * _MARKING_RADIUS * scale + stamp.shape[1] / 2
    row = (_MARKING_RADIUS - norm(dx, dy)) * scale + stamp.shape[0] / 2
    burnt = ndimage.map_coordinates(stamp, np.stack([row, column]), order=1)
    surface.turned[box] *= 1 - burnt
    surface.colour[:, *box] *= 1 - np.float32(0.8) * burnt
