"""How a surface becomes a photograph: the lamps and how metal reflects them, the lens, the tone curve, the sensor."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from inspector.data.demo.scene import (
    AWAY,
    BORE_RADIUS,
    BUSH_RADIUS,
    KEY,
    PART_RADIUS,
    Array,
    Part,
    Surface,
    grid,
    inside,
    norm,
    rgb,
)

_BAND = 32  # rows
_KEY_COLOUR, _DOME_COLOUR = rgb(1.05, 1.0, 0.93), rgb(0.96, 1.0, 1.06)
# As the key lamp's: the slopes at which a facet throws the other lamps into the camera.
_FILL = np.array([-0.33, 0.10], np.float32)
_RING_SLOPE = np.float32(0.30)


def _lobe(along: Array, across: Array, width_along: Array | float, width_across: float) -> Array:
    """Share of facets at that slope from the mean one, along and across the turning marks; 1 at the peak.

    The long-tailed GGX distribution in slopes, one width an axis.
    Source: Walter et al., "Microfacet models for refraction through rough surfaces", EGSR 2007, equation 33.
    """
    q = np.square(along / width_along)
    q += np.square(across * np.float32(1 / width_across))
    q += 1
    return np.reciprocal(np.square(q, out=q), out=q)


def reflect(surface: Surface, part: Part, *, mat: Array) -> Array:
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


def _shine(surface: Surface, slope_x: Array, slope_y: Array, rough: float, mat: Array) -> Array:
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
    matt_key = np.maximum(1 + 2.2 * (slope_x * KEY[0] + slope_y * KEY[1]), 0) * facing
    matt = 1 - surface.turned
    key = surface.light * (surface.turned * 1.5 * lamp(KEY, 1.0) + matt * 0.26 * matt_key)
    key += surface.turned * 0.4 * lamp(_FILL, 0.9)
    dome = surface.turned * (0.27 * ring + 0.05 * facing) + matt * 0.17 * facing
    lit = key * _KEY_COLOUR
    lit += dome * _DOME_COLOUR
    lit *= surface.colour
    lit -= mat
    lit *= surface.cover
    lit += mat
    return lit


def shade(part: Part, mat: Array) -> Array:
    """The mat with the part's shadow on it."""
    x, y = grid(mat.shape[1])
    dx, dy = x - np.float32(part.centre[0]), y - np.float32(part.centre[1])
    radius = norm(dx, dy)
    cast = norm(dx - 0.06 * AWAY[0], dy - 0.06 * AWAY[1])
    open_sky = (1 - 0.6 * inside(cast - PART_RADIUS, 0.13)) * (1 - 0.6 * inside(radius - PART_RADIUS, 0.09))
    through_bore = 0.28 * inside(cast - BORE_RADIUS, 0.06) * (radius < BUSH_RADIUS)
    return mat * (open_sky + through_bore)


def expose(light: Array, part: Part) -> Array:
    """Lens and tone curve: (3, 2H, 2W) linear light to (3, H, W) in [0, 1], free of noise."""
    size = light.shape[1] // 2
    image = (light[:, ::2, ::2] + light[:, 1::2, ::2] + light[:, ::2, 1::2] + light[:, 1::2, 1::2]) / 4
    image = ndimage.gaussian_filter(image, (0, 0.55, 0.55))
    glow = ndimage.gaussian_filter(np.maximum(image[1, ::4, ::4] - 0.5, 0), 2)
    image += 0.1 * np.asarray(Image.fromarray(glow).resize((size, size), Image.Resampling.BILINEAR))
    x, y = grid(size)
    image *= np.float32(part.exposure) * (1 - np.float32(0.14) * (x * x + y * y))
    # Film's shoulder: highlights roll off and keep their tint where clipping would cut them white.
    return (1 - np.exp(np.float32(-1.7) * image)) ** np.float32(1 / 2.2)


def develop(rng: Generator, exposed: Array) -> NDArray[np.uint8]:
    """Sensor noise and quantisation: (3, H, W) in [0, 1] to (H, W, 3)."""
    sigma = np.float32(0.004) + np.float32(0.005) * np.sqrt(exposed)
    noisy = exposed + sigma * rng.standard_normal(exposed.shape, dtype=np.float32)
    return np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8).transpose(1, 2, 0)
