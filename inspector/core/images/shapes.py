"""Shapes on an image as `category.json` holds them, in shares of its width and height from 0 to 1."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from skimage.draw import polygon2mask

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]


@dataclass(frozen=True)
class Ellipse:
    """The ellipse that fills a box."""

    ellipse: Box


@dataclass(frozen=True)
class Polygon:
    """What lies within a closed line through at least three corners."""

    polygon: tuple[Point, ...]


@dataclass(frozen=True)
class Brush:
    """What a round brush has touched.

    Attributes:
        brush: the strokes, each the places through which the middle of the brush went.
        radius: of the brush, across and down.
    """

    brush: tuple[tuple[Point, ...], ...]
    radius: Point


Shape = Box | Ellipse | Polygon | Brush  # a rectangle is its box
Shapes = Shape | tuple[Shape, ...] | None


def parse_shape(value: object) -> Shape:
    """A shape from JSON's values; shapes stay what they are.

    Raises:
        ValueError: if it is none.
    """
    if isinstance(value, Ellipse | Polygon | Brush):
        return value
    if not isinstance(value, Mapping):
        return _box(value, "a rectangle")
    if value.keys() == {"ellipse"}:
        return Ellipse(_box(value["ellipse"], "an ellipse"))
    if value.keys() == {"polygon"}:
        return Polygon(_points(value["polygon"], "a polygon", least=3))
    if value.keys() == {"brush", "radius"}:
        across, down = _numbers(value["radius"], 2, "a brush's radius is two shares, across and down, above 0")
        strokes = value["brush"]
        if not (0 < across <= 1 and 0 < down <= 1) or not isinstance(strokes, list | tuple) or not strokes:
            raise ValueError("a brush has a list of strokes, and a radius of two shares, across and down, above 0")
        return Brush(tuple(_points(stroke, "a stroke", least=1) for stroke in strokes), (across, down))
    raise ValueError(
        "a shape is a rectangle [left, top, right, bottom], or has the name ellipse, polygon, or brush and radius"
    )


def parse_shapes(value: object) -> Shapes:
    """One shape as it is, several as a tuple, and None for none.

    Raises:
        ValueError: if it is neither.
    """
    if value is None or isinstance(value, Ellipse | Polygon | Brush | Mapping):
        return None if value is None else parse_shape(value)
    if not isinstance(value, list | tuple) or any(isinstance(one, int | float) for one in value):
        return parse_shape(value)
    shapes = tuple(map(parse_shape, value))
    return shapes if len(shapes) > 1 else shapes[0] if shapes else None


def all_shapes(shapes: Shapes) -> tuple[Shape, ...]:
    """What :func:`parse_shapes` returned, always as a tuple."""
    if shapes is None:
        return ()
    if isinstance(shapes, Ellipse | Polygon | Brush):
        return (shapes,)
    several = tuple(one for one in shapes if not isinstance(one, int | float))
    return several or (parse_shape(shapes),)


def json_value(shapes: Shapes) -> object:
    """What :func:`parse_shapes` and :func:`parse_shape` make the shapes of again."""
    if isinstance(shapes, Ellipse | Polygon | Brush):
        return asdict(shapes)
    if shapes is None:
        return None
    return [one if isinstance(one, int | float) else json_value(one) for one in shapes]


def bounds(shape: Shape) -> Box:
    """The box around a shape."""
    if isinstance(shape, tuple):
        return shape
    if isinstance(shape, Ellipse):
        return shape.ellipse
    points, (across, down) = (
        (shape.polygon, (0.0, 0.0))
        if isinstance(shape, Polygon)
        else ([point for stroke in shape.brush for point in stroke], shape.radius)
    )
    x, y = zip(*points, strict=True)
    return min(x) - across, min(y) - down, max(x) + across, max(y) + down


def fitted(shape: Shape, box: Box) -> Shape:
    """The shape moved and stretched so that a box is around it; a brush keeps its radius as far as it has room."""
    if isinstance(shape, tuple):
        return box
    if isinstance(shape, Ellipse):
        return Ellipse(box)
    if isinstance(shape, Polygon):
        return Polygon(tuple(map(_mapping(bounds(shape), box), shape.polygon)))
    across, down = (min(radius, size / 2) for radius, size in zip(shape.radius, _size(box), strict=True))
    before, after = _shrunk(bounds(shape), *shape.radius), _shrunk(box, across, down)
    move = _mapping(before, after)
    return replace(shape, brush=tuple(tuple(map(move, stroke)) for stroke in shape.brush), radius=(across, down))


def shape_mask(shape: Shape, size: tuple[int, int]) -> np.ndarray:
    """(H, W) bool: the pixels whose centres lie in the shape."""
    y, x = np.meshgrid(*((np.arange(side) + 0.5) / side for side in size), indexing="ij", sparse=True)
    if isinstance(shape, Polygon):
        corners = [(down * size[0] - 0.5, across * size[1] - 0.5) for across, down in shape.polygon]
        return polygon2mask(size, corners)
    if isinstance(shape, Brush):
        return _brush_mask(shape, x, y)
    left, top, right, bottom = bounds(shape)
    if isinstance(shape, Ellipse):
        across, down = (right - left) / 2, (bottom - top) / 2
        return ((x - (left + across)) / across) ** 2 + ((y - (top + down)) / down) ** 2 <= 1
    return (top <= y) & (y < bottom) & (left <= x) & (x < right)


def _brush_mask(shape: Brush, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Pixels at most a radius away from a stroke, in a frame in which the brush is round and its radius is 1."""
    across, down = shape.radius
    mask = np.zeros((y.shape[0], x.shape[1]), bool)
    for stroke in shape.brush:
        for start, end in zip(stroke, stroke[1:] or stroke, strict=False):
            near_x = _near(x[0], start[0], end[0], across)
            near_y = _near(y[:, 0], start[1], end[1], down)
            from_x, from_y = (x[:, near_x] - start[0]) / across, (y[near_y] - start[1]) / down
            along_x, along_y = (end[0] - start[0]) / across, (end[1] - start[1]) / down
            length = along_x**2 + along_y**2
            place = np.clip((from_x * along_x + from_y * along_y) / length, 0, 1) if length else 0.0
            touched = (from_x - place * along_x) ** 2 + (from_y - place * along_y) ** 2 <= 1
            mask[near_y, near_x] |= touched
    return mask


def _near(values: np.ndarray, start: float, end: float, radius: float) -> slice:
    low, high = sorted((start, end))
    return slice(int(np.searchsorted(values, low - radius)), int(np.searchsorted(values, high + radius, "right")))


def _mapping(before: Box, after: Box) -> Callable[[Point], Point]:
    """Brings points of one box to another one; a box without width has all its points in the middle of the other."""

    def move(point: Point) -> Point:
        moved = []
        for value, low, high, new_low, new_high in zip(
            point, before[:2], before[2:], after[:2], after[2:], strict=True
        ):
            share = (value - low) / (high - low) if high > low else 0.5
            moved.append(min(1.0, max(0.0, new_low + share * (new_high - new_low))))
        return moved[0], moved[1]

    return move


def _shrunk(box: Box, across: float, down: float) -> Box:
    left, top, right, bottom = box
    return left + across, top + down, right - across, bottom - down


def _size(box: Box) -> Point:
    return box[2] - box[0], box[3] - box[1]


def _box(value: object, kind: str) -> Box:
    rule = f"{kind} is left, top, right, bottom in shares of the image from 0 to 1, left < right, top < bottom"
    left, top, right, bottom = _numbers(value, 4, rule)
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ValueError(rule)
    return left, top, right, bottom


def _points(value: object, kind: str, *, least: int) -> tuple[Point, ...]:
    rule = f"{kind} has at least {least} points [x, y] in shares of the image from 0 to 1"
    if not isinstance(value, list | tuple) or len(value) < least:
        raise ValueError(rule)
    points = []
    for point in value:
        x, y = _numbers(point, 2, rule)
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise ValueError(rule)
        points.append((x, y))
    return tuple(points)


def _numbers(value: Any, count: int, rule: str) -> Sequence[float]:
    if not isinstance(value, list | tuple) or len(value) != count:
        raise ValueError(rule)
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        raise ValueError(rule)
    return [float(one) for one in value]
