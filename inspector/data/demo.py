"""A demonstration category: rendered photographs of a turned bearing cover, good ones and six kinds of defect.

Each picture starts from a height map, colours and the direction of the turning marks. One reflection model lights
them and one camera photographs them, so that a defect changes the picture only as light would.
Lengths are in half image widths: x and y run from −1 to 1, y downwards. Slopes are height over length.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import count
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from inspector.core.errors import CategoryError, SettingError

Array = NDArray[np.float32]
Box = tuple[slice, slice]
Point = tuple[float, float]

DEMO_LOT_PATTERN = r"(lot\d+)_"
MIN_SIZE_PX = 48  # below, a screw hole is a pixel

_TRAIN_LOTS, _TEST_LOTS = 8, 4
_VISIBLE = 7 / 255  # about four standard deviations of the sensor noise
_DEFECT_AREA = (0.002, 0.06)  # share of the image

_PART_RADIUS, _BORE_RADIUS, _BUSH_RADIUS = 0.80, 0.20, 0.285
_HUB_FACE, _FLANGE_FACE = (0.32, 0.44), (0.55, 0.75)  # inner and outer radius
_HOLES, _HOLE_CIRCLE, _HOLE_RADIUS = 6, 0.65, 0.042
_SINK_RADIUS, _SINK_SLOPE = 0.084, 0.6
_MARKING, _MARKING_RADIUS, _MARKING_HEIGHT = "BC 6204-K", 0.380, 0.10
# radius, height: bush, seam, hub, undercut, flange, chamfered rim
_PROFILE = (
    *((0.0, 0.030), (0.200, 0.030), (0.218, 0.048), (0.279, 0.048), (0.285, 0.041), (0.291, 0.051)),
    *((0.304, 0.064), (0.456, 0.064), (0.478, 0.046), (0.488, 0.006), (0.496, -0.008), (0.514, -0.008)),
    *((0.522, 0.0), (0.768, 0.0), (0.800, -0.026), (1.6, -0.676)),
)
_TABLE_SIZE, _TABLE_RADIUS = 1 << 14, 1.6  # tables by radius
_BAND = 32  # rows


def _rgb(red: float, green: float, blue: float) -> Array:
    return np.array([red, green, blue], np.float32)[:, None, None]


_ALUMINIUM, _BRONZE, _MAT = _rgb(0.83, 0.85, 0.88), _rgb(0.93, 0.68, 0.38), _rgb(0.046, 0.050, 0.057)
_GREASE, _RUST, _OIL = _rgb(0.42, 0.38, 0.32), _rgb(0.52, 0.25, 0.10), _rgb(0.36, 0.29, 0.19)
_STRAW, _BLUE = _rgb(0.92, 0.84, 0.70), _rgb(0.54, 0.54, 0.60)  # hot swarf tempers from one to the other
_KEY_COLOUR, _DOME_COLOUR = _rgb(1.05, 1.0, 0.93), _rgb(0.96, 1.0, 1.06)
# The slope at which a facet throws each lamp into the camera, which looks straight down.
_KEY = np.array([0.21, 0.27], np.float32)
_FILL = np.array([-0.33, 0.10], np.float32)
_RING_SLOPE = np.float32(0.30)
_AWAY = _KEY / np.hypot(*_KEY)  # where shadows fall


@dataclass(frozen=True)
class _Lot:
    """What parts of one lot share: the tool, the bar stock and the coolant of that day."""

    tint: Array  # (3, 1, 1)
    roughness: float
    groove: Array  # (_TABLE_SIZE,) slope of the turning marks by radius
    streak: Array  # (_TABLE_SIZE,) how far a mark spreads light along itself, by radius


@dataclass(frozen=True)
class _Part:
    """One good part as it lies in the fixture."""

    lot: _Lot
    centre: Point
    angle: float  # radians
    runout: Point  # offset of the turning marks' centre
    dust: Array  # (n, 3) x, y and size of specks
    exposure: float

    def at(self, radius: float, angle: float) -> Point:
        """Image coordinates of a point given in polar coordinates of the part."""
        turned = angle + self.angle
        return self.centre[0] + radius * np.cos(turned), self.centre[1] + radius * np.sin(turned)

    def hole(self, index: int) -> Point:
        return self.at(_HOLE_CIRCLE, 2 * np.pi * (index + 0.5) / _HOLES)


@dataclass(frozen=True)
class _Surface:
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

    def rows(self, rows: slice) -> "_Surface":
        return _Surface(*(getattr(self, field.name)[..., rows, :] for field in fields(self)))

    def around(self, centre: Point, reach: float) -> tuple[Box, Array, Array]:
        """The pixels within reach of a point, and their coordinates relative to that point."""
        x, y = _grid(len(self.height))
        columns = slice(*np.searchsorted(x[0], (centre[0] - reach, centre[0] + reach)))
        rows = slice(*np.searchsorted(y[:, 0], (centre[1] - reach, centre[1] + reach)))
        return (rows, columns), x[:, columns] - np.float32(centre[0]), y[rows] - np.float32(centre[1])


def _grid(size: int) -> tuple[Array, Array]:
    """Coordinates of pixel centres: x (1, size) and y (size, 1)."""
    line = (np.arange(size, dtype=np.float32) + np.float32(0.5)) * np.float32(2 / size) - np.float32(1)
    return line[None, :], line[:, None]


def _inside(distance: Array, softness: float) -> Array:
    """1 where distance is well below 0, 0 well above, and a smooth step of that width between."""
    t = np.float32(0.5) - distance * np.float32(1 / softness)
    np.clip(t, 0, 1, out=t)
    smooth = 3 - 2 * t
    smooth *= t
    smooth *= t
    return smooth


def _length(dx: Array, dy: Array) -> Array:
    return np.sqrt(dx * dx + dy * dy)  # several times as fast as numpy's hypot


def _bell(distance: Array, width: float) -> Array:
    return np.exp(-np.square(distance * np.float32(1 / width)))


def _cloud(rng: Generator, shape: tuple[int, ...], grain_px: float) -> Array:
    """Smooth noise of unit variance."""
    white = rng.standard_normal(shape, dtype=np.float32)
    return ndimage.gaussian_filter(white, grain_px) * np.float32(2 * np.sqrt(np.pi) * grain_px)


def _soften(table: NDArray[np.float64], width: float) -> Array:
    return ndimage.gaussian_filter1d(table, width / _TABLE_RADIUS * _TABLE_SIZE, mode="nearest").astype(np.float32)


@lru_cache(maxsize=4)
def _heights(size: int) -> Array:
    """Height by radius; every edge has the small radius that glints, and none is finer than a pixel."""
    radii = np.linspace(0, _TABLE_RADIUS, _TABLE_SIZE)
    return _soften(np.interp(radii, *zip(*_PROFILE, strict=True)), 2.2 / size)


@lru_cache(maxsize=4)
def _stamp(height_px: int) -> Array:
    """The laser marking as it is read, 1 where burnt."""
    font = ImageFont.load_default(size=height_px)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(_MARKING, stroke_width=1))
    stamp = Image.new("L", (right - left + 4, bottom - top + 4))
    ImageDraw.Draw(stamp).text((2 - left, 2 - top), _MARKING, fill=255, font=font, stroke_width=height_px / 28)
    return np.asarray(stamp, np.float32) / 255


def _make_lot(rng: Generator, size: int) -> _Lot:
    def marks(pitch: float) -> NDArray[np.float64]:
        knots = rng.standard_normal(int(_TABLE_RADIUS / pitch))
        return np.interp(np.linspace(0, len(knots) - 1, _TABLE_SIZE), np.arange(len(knots)), knots)

    feed = rng.uniform(0.013, 0.016)
    return _Lot(
        tint=_rgb(*(1 + rng.normal(0, 0.008, 3))),
        roughness=rng.uniform(0.95, 1.06),
        groove=_soften(0.05 * marks(feed) + 0.03 * marks(4 * feed), 2 / size),
        streak=_soften(0.085 * np.exp(0.28 * marks(feed) + 0.16 * marks(5 * feed)), 2 / size),
    )


def _make_part(rng: Generator, lot: _Lot) -> _Part:
    specks = rng.poisson(2.0)
    return _Part(
        lot=lot,
        centre=tuple(rng.normal(0, 0.006, 2)),
        angle=np.deg2rad(rng.normal(0, 0.7)),
        runout=tuple(rng.normal(0, 0.002, 2)),
        dust=np.column_stack([rng.uniform(-0.8, 0.8, (specks, 2)), rng.uniform(0.004, 0.007, specks)]),
        exposure=rng.normal(1, 0.015),
    )


def _make_mat(rng: Generator, size: int) -> Array:
    """The dark mat of the fixture, (3, H, W): the same one below every part."""
    x, y = _grid(size)
    texture = 1 + 0.05 * _cloud(rng, (size, size), 1.5) + 0.03 * _cloud(rng, (size, size), size / 25)
    return _MAT * (texture * (1 - 0.22 * (x * 0.6 + y * 0.8)))


def _good_surface(part: _Part, size: int) -> _Surface:
    x, y = _grid(size)
    dx, dy = x - np.float32(part.centre[0]), y - np.float32(part.centre[1])
    radius = _length(dx, dy) + np.float32(1e-6)
    axis_x, axis_y = dx / radius, dy / radius
    marked_radius = radius + np.float32(part.runout[0]) * axis_x + np.float32(part.runout[1]) * axis_y
    per_length = np.float32(_TABLE_SIZE / _TABLE_RADIUS)
    mark = (np.maximum(marked_radius, 0) * per_length).astype(np.int32)
    bronze = _inside(radius - _BUSH_RADIUS, 2 / size)
    hub_shadow = _length(dx - 0.05 * _AWAY[0], dy - 0.05 * _AWAY[1]) - np.float32(0.488)
    surface = _Surface(
        height=_heights(size)[(radius * per_length).astype(np.int32)],
        colour=_ALUMINIUM * part.lot.tint + (_BRONZE - _ALUMINIUM) * bronze,
        turned=np.ones_like(radius),
        axis_x=axis_x,
        axis_y=axis_y,
        groove=part.lot.groove[mark],
        streak=part.lot.streak[mark],
        cover=_inside(radius - _PART_RADIUS, 3 / size) - _inside(radius - _BORE_RADIUS, 3 / size),
        light=1 - np.float32(0.65) * _inside(hub_shadow, 0.05) * _inside(0.482 - radius, 0.01),
    )
    for hole in range(_HOLES):
        _sink(surface, part.hole(hole), 1.0)
        box, dx, dy = surface.around(part.hole(hole), _SINK_RADIUS)
        surface.cover[box] *= 1 - _inside(_length(dx, dy) - _HOLE_RADIUS, 3 / size)
    _burn_marking(surface, part)
    for speck_x, speck_y, width in part.dust:
        box, dx, dy = surface.around((speck_x, speck_y), 3 * width)
        surface.colour[:, *box] *= 1 - 0.15 * _bell(_length(dx, dy), width)
    return surface


def _sink(surface: _Surface, centre: Point, depth: float) -> None:
    """Countersink a screw hole, whose marks run round its own axis."""
    box, dx, dy = surface.around(centre, _SINK_RADIUS)
    distance = _length(dx, dy) + np.float32(1e-6)
    surface.height[box] -= depth * _SINK_SLOPE * np.maximum(_SINK_RADIUS - distance, 0)
    sunk = distance < _SINK_RADIUS
    surface.axis_x[box][sunk] = (dx / distance)[sunk]
    surface.axis_y[box][sunk] = (dy / distance)[sunk]
    surface.groove[box][sunk] *= 0.4


def _burn_marking(surface: _Surface, part: _Part) -> None:
    scale = len(surface.height) / 2  # pixels per unit
    stamp = _stamp(max(round(_MARKING_HEIGHT * scale), 4))
    box, dx, dy = surface.around(part.centre, _HUB_FACE[1])
    column = (np.arctan2(dx, -dy) - part.angle) * _MARKING_RADIUS * scale + stamp.shape[1] / 2
    row = (_MARKING_RADIUS - _length(dx, dy)) * scale + stamp.shape[0] / 2
    burnt = ndimage.map_coordinates(stamp, np.stack([row, column]), order=1)
    surface.turned[box] *= 1 - burnt
    surface.colour[:, *box] *= 1 - np.float32(0.8) * burnt


def _lobe(along: Array, across: Array, width_along: Array | float, width_across: float) -> Array:
    """Share of facets at that slope from the mean one, along and across the turning marks; 1 at the peak.

    The long-tailed GGX distribution in slopes, one width an axis.
    Source: Walter et al., "Microfacet models for refraction through rough surfaces", EGSR 2007, equation 33.
    """
    q = np.square(along / width_along)
    q += np.square(across * np.float32(1 / width_across))
    q += 1
    return np.reciprocal(np.square(q, out=q), out=q)


def _reflect(surface: _Surface, part: _Part, mat: Array) -> Array:
    """Light that reaches the camera, (3, H, W), linear."""
    step = np.float32(len(surface.height) / 4)  # central difference over two pixels
    slope_x, slope_y = np.zeros_like(surface.height), np.zeros_like(surface.height)
    slope_x[:, 1:-1] = (surface.height[:, 2:] - surface.height[:, :-2]) * step
    slope_y[1:-1] = (surface.height[2:] - surface.height[:-2]) * step
    light = np.empty_like(mat)
    for top in range(0, len(surface.height), _BAND):  # bands stay in the cache: half the time of the whole at once
        rows = slice(top, top + _BAND)
        light[:, rows] = _shine(surface.rows(rows), slope_x[rows], slope_y[rows], part.lot.roughness, mat[:, rows])
    return light


def _shine(surface: _Surface, slope_x: Array, slope_y: Array, rough: float, mat: Array) -> Array:
    """Light from some rows: a key lamp, a fill lamp, a ring and the room above, on turned and on matt metal."""
    along = slope_y * surface.axis_x - slope_x * surface.axis_y
    across = slope_x * surface.axis_x + slope_y * surface.axis_y
    steepness = np.sqrt(across * across + along * along)
    across += surface.groove

    def lamp(slope: Array, spread: float) -> Array:
        lamp_along = slope[1] * surface.axis_x - slope[0] * surface.axis_y
        lamp_across = slope[0] * surface.axis_x + slope[1] * surface.axis_y
        return _lobe(along - lamp_along, across - lamp_across, surface.streak * np.float32(spread), 0.42 * rough)

    facing = 1 / (1 + steepness * steepness)
    ring = _lobe(along, np.abs(across) - _RING_SLOPE, 0.5, 0.22 * rough)
    matt_key = np.maximum(1 + 2.2 * (slope_x * _KEY[0] + slope_y * _KEY[1]), 0) * facing
    matt = 1 - surface.turned
    key = surface.light * (surface.turned * 1.5 * lamp(_KEY, 1.0) + matt * 0.26 * matt_key)
    key += surface.turned * 0.4 * lamp(_FILL, 0.9)
    dome = surface.turned * (0.27 * ring + 0.05 * facing) + matt * 0.17 * facing
    lit = key * _KEY_COLOUR
    lit += dome * _DOME_COLOUR
    lit *= surface.colour
    lit -= mat
    lit *= surface.cover
    lit += mat
    return lit


def _shade(part: _Part, mat: Array) -> Array:
    """The mat with the part's shadow on it."""
    x, y = _grid(mat.shape[1])
    dx, dy = x - np.float32(part.centre[0]), y - np.float32(part.centre[1])
    radius = _length(dx, dy)
    cast = _length(dx - 0.06 * _AWAY[0], dy - 0.06 * _AWAY[1])
    open_sky = (1 - 0.6 * _inside(cast - _PART_RADIUS, 0.13)) * (1 - 0.6 * _inside(radius - _PART_RADIUS, 0.09))
    through_bore = 0.28 * _inside(cast - _BORE_RADIUS, 0.06) * (radius < _BUSH_RADIUS)
    return mat * (open_sky + through_bore)


def _expose(light: Array, part: _Part) -> Array:
    """Lens and tone curve: (3, 2H, 2W) linear light to (3, H, W) in [0, 1], free of noise."""
    size = light.shape[1] // 2
    image = (light[:, ::2, ::2] + light[:, 1::2, ::2] + light[:, ::2, 1::2] + light[:, 1::2, 1::2]) / 4
    image = ndimage.gaussian_filter(image, (0, 0.55, 0.55))
    glow = ndimage.gaussian_filter(np.maximum(image[1, ::4, ::4] - 0.5, 0), 2)
    image += 0.1 * np.asarray(Image.fromarray(glow).resize((size, size), Image.Resampling.BILINEAR))
    x, y = _grid(size)
    image *= np.float32(part.exposure) * (1 - np.float32(0.14) * (x * x + y * y))
    # Film's shoulder: highlights roll off and keep their tint where clipping would cut them white.
    return (1 - np.exp(np.float32(-1.7) * image)) ** np.float32(1 / 2.2)


def _develop(rng: Generator, exposed: Array) -> NDArray[np.uint8]:
    """Sensor noise and quantisation: (3, H, W) in [0, 1] to (H, W, 3)."""
    sigma = np.float32(0.004) + np.float32(0.005) * np.sqrt(exposed)
    noisy = exposed + sigma * rng.standard_normal(exposed.shape, dtype=np.float32)
    return np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8).transpose(1, 2, 0)


def _place(part: _Part, rng: Generator) -> Point:
    """Anywhere on the hub or the flange, clear of the holes."""
    inner, outer = _HUB_FACE if rng.random() < 0.3 else _FLANGE_FACE
    gap = 2 * np.pi / _HOLES * (rng.integers(_HOLES) + rng.uniform(-0.25, 0.25))
    return part.at(rng.uniform(inner, outer), gap)


def _follow(
    surface: _Surface, points: NDArray[np.float64], reach: float
) -> tuple[Box, Array, Array, NDArray[np.int64]]:
    """For each pixel near a dense curve (n, 2): the offset from its closest point, x and y, and that point's index."""
    low, high = points.min(0), points.max(0)
    centre = (low + high) / 2
    box, dx, dy = surface.around(tuple(centre), float((high - low).max()) / 2 + reach)
    relative = points - centre
    nearest = np.full((dy.size, dx.size), -1)
    columns = np.clip(np.searchsorted(dx[0], relative[:, 0]), 0, dx.size - 1)
    rows = np.clip(np.searchsorted(dy[:, 0], relative[:, 1]), 0, dy.size - 1)
    nearest[rows, columns] = np.arange(len(points))
    closest = ndimage.distance_transform_edt(nearest < 0, return_distances=False, return_indices=True)
    index = nearest[tuple(closest)]
    offset_x, offset_y = (relative[index, i].astype(np.float32) for i in (0, 1))
    return box, dx - offset_x, dy - offset_y, index


def _chip(surface: _Surface, part: _Part, rng: Generator) -> None:
    """The rim has broken away along a few facets; at its edge the mat is seen."""
    centre = part.at(rng.uniform(0.79, 0.82), rng.uniform(0, 2 * np.pi))
    radius = rng.uniform(0.07, 0.17)
    box, dx, dy = surface.around(centre, 1.8 * radius)
    facets = [
        (dx * np.cos(heading) + dy * np.sin(heading)) / (radius * rng.uniform(0.7, 1.1))
        for heading in rng.uniform(0, 2 * np.pi) + np.cumsum(rng.uniform(0.4, 1.3, 7))
    ]
    ragged = 0.07 * _cloud(rng, (dy.size, dx.size), 6) + 0.03 * _cloud(rng, (dy.size, dx.size), 2)
    distance = np.maximum(np.max(facets, 0), _length(dx, dy) / (1.2 * radius)) + ragged - 1
    broken = _inside(distance, 0.08)
    surface.height[box] += 0.5 * radius * np.minimum(distance, 0)
    surface.turned[box] *= 1 - 0.9 * broken
    surface.colour[:, *box] *= 1 - 0.1 * broken
    surface.cover[box] *= 1 - _inside(distance + 0.5, 0.06)


def _dent(surface: _Surface, part: _Part, rng: Generator) -> None:
    """A blow has pushed the face in and thrown up a low rim; the turning marks run through it."""
    radius, flattening, turn = rng.uniform(0.035, 0.095), rng.uniform(0.65, 1), rng.uniform(0, np.pi)
    box, dx, dy = surface.around(_place(part, rng), 3 * radius)
    along, across = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    distance = _length(along, across / flattening) / radius
    depth = radius * rng.uniform(0.35, 0.55)
    surface.height[box] += depth * (0.22 * _bell(distance - 1.5, 0.45) - _bell(distance, 1))
    surface.turned[box] *= 1 - 0.45 * _bell(distance, 0.8)


def _scratch(surface: _Surface, part: _Part, rng: Generator) -> None:
    """Something hard was dragged over the part: a groove of changing depth with a burr on either side."""
    t = np.linspace(-0.5, 0.5, 800)

    def wander(reach: int) -> NDArray[np.float64]:
        return ndimage.gaussian_filter1d(rng.standard_normal(t.size), reach, mode="nearest") * np.sqrt(reach)

    length, heading = rng.uniform(0.3, 0.75), rng.uniform(0, 2 * np.pi)
    run, sway = length * t, length * rng.normal(0, 0.4) * t * t + 0.003 * wander(60)
    cos, sin = np.cos(heading), np.sin(heading)
    points = np.column_stack([run * cos - sway * sin, run * sin + sway * cos]) + _place(part, rng)
    pressure = np.minimum(2 * np.cos(np.pi * t), 1) * np.clip(0.8 + 0.5 * wander(40), 0.25, 1.3)
    width = max(rng.uniform(0.005, 0.008), 3 / len(surface.height))
    box, dx, dy, index = _follow(surface, points, 6 * width)
    distance = _length(dx, dy)
    strength = pressure.astype(np.float32)[index] * _inside(distance - 4 * width, width)
    groove = _bell(distance, width)
    surface.height[box] += 0.9 * width * strength * (0.45 * _bell(distance - 2 * width, width) - groove)
    surface.turned[box] *= 1 - np.clip(0.9 * strength * groove, 0, 0.9)


def _screw_hole(surface: _Surface, part: _Part, rng: Generator) -> None:
    """A screw hole without its countersink, or one that is plugged with grease and fines."""
    centre = part.hole(int(rng.integers(_HOLES)))
    box, dx, dy = surface.around(centre, _SINK_RADIUS)
    if rng.random() < 0.5:
        _sink(surface, centre, -1.0)
        outward_x, outward_y = (d + np.float32(c - o) for d, c, o in zip((dx, dy), centre, part.centre, strict=True))
        distance = _length(outward_x, outward_y)
        surface.axis_x[box], surface.axis_y[box] = outward_x / distance, outward_y / distance
        return
    lumps = _cloud(rng, (dy.size, dx.size), 4)
    plug = _inside(_length(dx, dy) - _HOLE_RADIUS * (1.3 + 0.12 * lumps), 0.012)
    surface.height[box] += plug * (0.012 + 0.007 * lumps)
    surface.cover[box] = np.maximum(surface.cover[box], plug)
    surface.turned[box] *= 1 - plug
    surface.colour[:, *box] += (_GREASE - surface.colour[:, *box]) * plug


def _stain(surface: _Surface, part: _Part, rng: Generator) -> None:
    """Rust or dried oil: a soft, irregular patch with a darker margin and a few splashes."""
    radius = rng.uniform(0.05, 0.17)
    x, y = _place(part, rng)
    tint = _RUST if rng.random() < 0.5 else _OIL
    drops = [(0.0, 0.0, 1.0), *rng.uniform((-1.5, -1.5, 0.12), (1.5, 1.5, 0.3), (rng.integers(2, 5), 3))]
    for away_x, away_y, share in drops:
        reach = share * radius
        box, dx, dy = surface.around((x + away_x * radius, y + away_y * radius), 2 * reach)
        blotches = _cloud(rng, (dy.size, dx.size), 0.09 * dx.size)
        grain = _cloud(rng, (dy.size, dx.size), 2)
        distance = _length(dx, dy) / reach + 0.2 * blotches + 0.04 * grain - 1
        dried = 0.35 * _bell(distance + 0.12, 0.14)  # what the liquid carried to its margin
        soaked = _inside(distance, 0.35) * np.clip(0.72 + 0.13 * blotches + 0.08 * grain + dried, 0, 1)
        surface.colour[:, *box] *= 1 - (1 - tint) * soaked
        surface.turned[box] *= 1 - 0.55 * soaked


def _swarf(surface: _Surface, part: _Part, rng: Generator) -> None:
    """A curl of metal from the lathe lies on the part, glints, and casts a shadow."""
    size = len(surface.height)
    t = np.linspace(-0.5, 0.5, 1500)
    phase = 2 * np.pi * rng.uniform(1.8, 3.5) * t + rng.uniform(0, 2 * np.pi)
    heading = rng.uniform(0, 2 * np.pi) + rng.normal(0, 0.3) * t
    length, curl = rng.uniform(0.12, 0.28), rng.uniform(0.028, 0.048) * (1 - rng.uniform(0, 0.35) * t)
    x = length * t * np.cos(heading) + curl * np.cos(phase)
    y = length * t * np.sin(heading) + curl * np.sin(phase)
    box, dx, dy, index = _follow(surface, np.column_stack([x, y]) + _place(part, rng), 0.09)
    ribbon = rng.uniform(0.010, 0.013) * (0.72 + 0.28 * np.sin(phase + rng.uniform(0, 6)))  # it twists
    width = np.maximum(ribbon, 2.4 / size).astype(np.float32)[index]
    distance = _length(dx, dy) + np.float32(1e-6)
    chip = _inside(distance - width, 3 / size)
    lift = rng.uniform(0.014, 0.026) * size / 2  # pixels
    shadow = ndimage.shift(chip, lift * _AWAY[::-1], order=1) * 0.9
    shadow = ndimage.gaussian_filter(np.maximum(shadow, 0.5 * chip), size / 300)
    surface.light[box] *= 1 - shadow * (1 - chip)
    surface.colour[:, *box] *= 1 - 0.6 * shadow * (1 - chip)
    on = distance < width * 1.15
    surface.height[box][on] = (0.55 * np.sqrt(np.maximum(width**2 - distance**2, 0)))[on]
    surface.axis_x[box][on], surface.axis_y[box][on] = (dx / distance)[on], (dy / distance)[on]
    surface.groove[box][on], surface.streak[box][on] = 0, 0.25
    surface.turned[box] = np.maximum(surface.turned[box], chip)
    surface.cover[box] = np.maximum(surface.cover[box], chip)
    temper = (0.5 + 0.5 * np.sin(9 * t + rng.uniform(0, 6))).astype(np.float32)[index]
    surface.colour[:, *box] += (_STRAW + temper * (_BLUE - _STRAW) - surface.colour[:, *box]) * chip


_DEFECTS = {
    "chip": _chip,
    "dent": _dent,
    "scratch": _scratch,
    "screw_hole": _screw_hole,
    "stain": _stain,
    "swarf": _swarf,
}
DEMO_DEFECTS = tuple(_DEFECTS)


def _changed(clean: Array, defective: Array) -> NDArray[np.bool_]:
    """Where a person can see the difference between two exposures of the same part, (H, W)."""
    seen = np.abs(defective - clean).max(0) > _VISIBLE
    seen = ndimage.binary_opening(ndimage.binary_closing(seen, iterations=2), np.ones((2, 2)))
    return ndimage.binary_dilation(seen)


def _photograph(rng: Generator, lot: _Lot, mat: Array, defect: str | None) -> tuple[NDArray, NDArray | None]:
    """A photograph (H, W, 3) and, of a defective part, its mask (H, W), both uint8.

    The part comes first from the generator, so that the same state gives the same part with and without a defect.
    """
    part = _make_part(rng, lot)
    shaded = _shade(part, mat)
    surface = _good_surface(part, mat.shape[1])
    clean = _expose(_reflect(surface, part, shaded), part)
    if defect is None:
        return _develop(rng, clean), None
    while True:
        _DEFECTS[defect](surface, part, rng)
        exposed = _expose(_reflect(surface, part, shaded), part)
        changed = _changed(clean, exposed)
        if _DEFECT_AREA[0] <= changed.mean() <= _DEFECT_AREA[1]:
            return _develop(rng, exposed), changed.astype(np.uint8) * 255
        surface = _good_surface(part, mat.shape[1])


def _shots(train_good: int, test_good: int, per_defect: int) -> Iterator[tuple[str, str | None, int]]:
    """Folder, defect and lot of every image; each group is spread evenly over its lots, in order."""
    groups = [("train/good", None, train_good), ("test/good", None, test_good)]
    groups += [(f"test/{defect}", defect, per_defect) for defect in DEMO_DEFECTS]
    for folder, defect, number in groups:
        first, lots = (1, _TRAIN_LOTS) if folder.startswith("train") else (1 + _TRAIN_LOTS, _TEST_LOTS)
        for i in range(number):
            yield folder, defect, first + i * lots // number


def render_demo(
    folder: Path,
    *,
    seed: int,
    train_good: int = 96,
    test_good: int = 16,
    per_defect: int = 6,
    size_px: int = 256,
) -> Iterator[Path]:
    """Render a demonstration category in MVTec layout, yielding each image's path once it and its mask are written.

    Images are 8-bit RGB PNG; masks are 8-bit, 255 where the defect visibly changes the part and 0 elsewhere.
    Lots are in the names, see `DEMO_LOT_PATTERN`; the test parts come from lots of their own.
    The same arguments give the same files.

    Args:
        folder: the category; created where it is missing.
        seed: at least 0.
        train_good: how many good images to learn from.
        test_good: how many good images to test with.
        per_defect: how many images of each of `DEMO_DEFECTS`.
        size_px: side of the square images.

    Raises:
        SettingError: if an image would be too small to show the part, or a number is negative.
        CategoryError: if the folder already holds a category.
    """
    if size_px < MIN_SIZE_PX or min(seed, train_good, test_good, per_defect) < 0:
        raise SettingError(
            f"The demonstration needs images of at least {MIN_SIZE_PX} px and numbers of at least 0; got {size_px} px,"
            f" seed {seed}, {train_good} and {test_good} good images and {per_defect} a defect."
        )
    if (folder / "train").exists() or (folder / "test").exists():
        raise CategoryError(f"{folder} already holds a category; choose an empty folder for the demonstration.")
    size = 2 * size_px  # each pixel is the mean of four, so that edges are smooth
    mat = _make_mat(np.random.default_rng([seed, 0]), size)
    lots = {n: _make_lot(np.random.default_rng([seed, 1, n]), size) for n in range(1, 1 + _TRAIN_LOTS + _TEST_LOTS)}
    serial = {n: count(1) for n in lots}
    for index, (place, defect, lot) in enumerate(_shots(train_good, test_good, per_defect)):
        image, mask = _photograph(np.random.default_rng([seed, 2, index]), lots[lot], mat, defect)
        path = folder / place / f"lot{lot:02}_{next(serial[lot]):03}.png"
        if mask is not None:
            _write(folder / "ground_truth" / path.parent.name / f"{path.stem}_mask.png", mask)
        _write(path, image)
        yield path


def _write(path: Path, pixels: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, compress_level=1)
