"""The six kinds of defect: each alters only the surface of a part, so that the picture changes as light would."""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import ndimage

from inspector.data.demo.scene import (
    AWAY,
    FLANGE_FACE,
    HOLE_RADIUS,
    HOLES,
    HUB_FACE,
    SINK_RADIUS,
    Array,
    Box,
    Part,
    Point,
    Surface,
    bell,
    cloud,
    inside,
    norm,
    rgb,
    sink,
)

_GREASE, _RUST, _OIL = rgb(0.42, 0.38, 0.32), rgb(0.52, 0.25, 0.10), rgb(0.36, 0.29, 0.19)
_STRAW, _BLUE = rgb(0.92, 0.84, 0.70), rgb(0.54, 0.54, 0.60)  # hot swarf tempers from one to the other


def _place(part: Part, rng: Generator) -> Point:
    """Anywhere on the hub or the flange, clear of the holes."""
    inner, outer = HUB_FACE if rng.random() < 0.3 else FLANGE_FACE
    gap = 2 * np.pi / HOLES * (rng.integers(HOLES) + rng.uniform(-0.25, 0.25))
    return part.at(rng.uniform(inner, outer), gap)


def _follow(
    surface: Surface, points: NDArray[np.float64], margin: float
) -> tuple[Box, Array, Array, NDArray[np.int64]]:
    """For each pixel near a dense curve (n, 2): the offset from its closest point, x and y, and that point's index."""
    low, high = points.min(0), points.max(0)
    centre = (low + high) / 2
    box, dx, dy = surface.around(tuple(centre), float((high - low).max()) / 2 + margin)
    relative = points - centre
    nearest = np.full((dy.size, dx.size), -1)
    columns = np.clip(np.searchsorted(dx[0], relative[:, 0]), 0, dx.size - 1)
    rows = np.clip(np.searchsorted(dy[:, 0], relative[:, 1]), 0, dy.size - 1)
    nearest[rows, columns] = np.arange(len(points))
    closest = ndimage.distance_transform_edt(nearest < 0, return_distances=False, return_indices=True)
    index = nearest[tuple(closest)]
    offset_x, offset_y = (relative[index, i].astype(np.float32) for i in (0, 1))
    return box, dx - offset_x, dy - offset_y, index


def _chip(surface: Surface, part: Part, rng: Generator) -> None:
    """The rim has broken away along a few facets; at its edge the mat is seen."""
    centre = part.at(rng.uniform(0.79, 0.82), rng.uniform(0, 2 * np.pi))
    radius = rng.uniform(0.07, 0.17)
    box, dx, dy = surface.around(centre, 1.8 * radius)
    facets = [
        (dx * np.cos(heading) + dy * np.sin(heading)) / (radius * rng.uniform(0.7, 1.1))
        for heading in rng.uniform(0, 2 * np.pi) + np.cumsum(rng.uniform(0.4, 1.3, 7))
    ]
    ragged = 0.07 * cloud(rng, (dy.size, dx.size), grain_px=6) + 0.03 * cloud(rng, (dy.size, dx.size), grain_px=2)
    distance = np.maximum(np.max(facets, 0), norm(dx, dy) / (1.2 * radius)) + ragged - 1
    broken = inside(distance, 0.08)
    surface.height[box] += 0.5 * radius * np.minimum(distance, 0)
    surface.turned[box] *= 1 - 0.9 * broken
    surface.colour[:, *box] *= 1 - 0.1 * broken
    surface.cover[box] *= 1 - inside(distance + 0.5, 0.06)


def _dent(surface: Surface, part: Part, rng: Generator) -> None:
    """A blow has pushed the face in and thrown up a low rim; the turning marks run through it."""
    radius, flattening, turn = rng.uniform(0.035, 0.095), rng.uniform(0.65, 1), rng.uniform(0, np.pi)
    box, dx, dy = surface.around(_place(part, rng), 3 * radius)
    along, across = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    distance = norm(along, across / flattening) / radius
    depth = radius * rng.uniform(0.35, 0.55)
    surface.height[box] += depth * (0.22 * bell(distance - 1.5, 0.45) - bell(distance, 1))
    surface.turned[box] *= 1 - 0.45 * bell(distance, 0.8)


def _scratch(surface: Surface, part: Part, rng: Generator) -> None:
    """Something hard was dragged over the part: a groove of changing depth with a burr on either side."""
    t = np.linspace(-0.5, 0.5, 800)

    def wander(width: int) -> NDArray[np.float64]:
        return ndimage.gaussian_filter1d(rng.standard_normal(t.size), width, mode="nearest") * np.sqrt(width)

    length, heading = rng.uniform(0.3, 0.75), rng.uniform(0, 2 * np.pi)
    run, sway = length * t, length * rng.normal(0, 0.4) * t * t + 0.003 * wander(60)
    cos, sin = np.cos(heading), np.sin(heading)
    points = np.column_stack([run * cos - sway * sin, run * sin + sway * cos]) + _place(part, rng)
    pressure = np.minimum(2 * np.cos(np.pi * t), 1) * np.clip(0.8 + 0.5 * wander(40), 0.25, 1.3)
    width = max(rng.uniform(0.005, 0.008), 3 / len(surface.height))
    box, dx, dy, index = _follow(surface, points, 6 * width)
    distance = norm(dx, dy)
    strength = pressure.astype(np.float32)[index] * inside(distance - 4 * width, width)
    groove = bell(distance, width)
    surface.height[box] += 0.9 * width * strength * (0.45 * bell(distance - 2 * width, width) - groove)
    surface.turned[box] *= 1 - np.clip(0.9 * strength * groove, 0, 0.9)


def _screw_hole(surface: Surface, part: Part, rng: Generator) -> None:
    """A screw hole without its countersink, or one that is plugged with grease and fines."""
    centre = part.hole(int(rng.integers(HOLES)))
    box, dx, dy = surface.around(centre, SINK_RADIUS)
    if rng.random() < 0.5:
        sink(surface, centre, depth=-1)  # filled up again
        outward_x, outward_y = (d + np.float32(c - o) for d, c, o in zip((dx, dy), centre, part.centre, strict=True))
        distance = norm(outward_x, outward_y)
        surface.axis_x[box], surface.axis_y[box] = outward_x / distance, outward_y / distance
        return
    lumps = cloud(rng, (dy.size, dx.size), grain_px=4)
    plug = inside(norm(dx, dy) - HOLE_RADIUS * (1.3 + 0.12 * lumps), 0.012)
    surface.height[box] += plug * (0.012 + 0.007 * lumps)
    surface.cover[box] = np.maximum(surface.cover[box], plug)
    surface.turned[box] *= 1 - plug
    surface.colour[:, *box] += (_GREASE - surface.colour[:, *box]) * plug


def _stain(surface: Surface, part: Part, rng: Generator) -> None:
    """Rust or dried oil: a soft, irregular patch with a darker margin and a few splashes."""
    radius = rng.uniform(0.05, 0.17)
    x, y = _place(part, rng)
    tint = _RUST if rng.random() < 0.5 else _OIL
    drops = [(0.0, 0.0, 1.0), *rng.uniform((-1.5, -1.5, 0.12), (1.5, 1.5, 0.3), (rng.integers(2, 5), 3))]
    for away_x, away_y, share in drops:
        size = share * radius
        box, dx, dy = surface.around((x + away_x * radius, y + away_y * radius), 2 * size)
        blotches = cloud(rng, (dy.size, dx.size), grain_px=0.09 * dx.size)
        grain = cloud(rng, (dy.size, dx.size), grain_px=2)
        distance = norm(dx, dy) / size + 0.2 * blotches + 0.04 * grain - 1
        dried = 0.35 * bell(distance + 0.12, 0.14)  # what the liquid carried to its margin
        soaked = inside(distance, 0.35) * np.clip(0.72 + 0.13 * blotches + 0.08 * grain + dried, 0, 1)
        surface.colour[:, *box] *= 1 - (1 - tint) * soaked
        surface.turned[box] *= 1 - 0.55 * soaked


def _swarf(surface: Surface, part: Part, rng: Generator) -> None:
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
    distance = norm(dx, dy) + np.float32(1e-6)
    chip = inside(distance - width, 3 / size)
    lift = rng.uniform(0.014, 0.026) * size / 2  # pixels
    shadow = ndimage.shift(chip, lift * AWAY[::-1], order=1) * 0.9
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


DEFECTS: dict[str, Callable[[Surface, Part, Generator], None]] = {
    "chip": _chip,
    "dent": _dent,
    "scratch": _scratch,
    "screw_hole": _screw_hole,
    "stain": _stain,
    "swarf": _swarf,
}
