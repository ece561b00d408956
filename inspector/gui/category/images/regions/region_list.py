"""The regions of a category as a list that is changed by one region at a time."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from inspector.core.images.shapes import Box, Shape, bounds
from inspector.gui.widgets.pictures.judged_area import JudgedArea, shape_path

SMALLEST = 0.01  # share of a side


@dataclass(frozen=True)
class RegionList:
    """Rows of an area: the judged regions first."""

    area: JudgedArea = field(default_factory=JudgedArea)

    @property
    def rows(self) -> list[tuple[bool, Shape]]:
        """Whether each region is judged, and its shape."""
        return [(True, shape) for shape in self.area.judged] + [(False, shape) for shape in self.area.ignored]

    def replaced(self, row: int, shape: Shape | None) -> "RegionList":
        """With another shape in a row, or without it."""
        rows = self.rows
        rows[row : row + 1] = [] if shape is None else [(rows[row][0], shape)]
        return _of(rows)

    def added(self, shape: Shape, *, judged: bool) -> tuple["RegionList", int]:
        """With one more region, and its row."""
        row = len(self.area.judged) if judged else len(self.rows)
        rows = self.rows
        rows.insert(row, (judged, shape))
        return _of(rows), row

    def row_at(self, x: float, y: float) -> int | None:
        """The row of the smallest region in which a place lies."""
        inside = [
            (_area(bounds(shape)), row)
            for row, (_, shape) in enumerate(self.rows)
            if shape_path(shape, QRectF(0, 0, 1, 1)).contains(QPointF(x, y))
        ]
        return min(inside)[1] if inside else None


def within_image(left: float, top: float, right: float, bottom: float) -> Box | None:
    """A box cut at the image's border, in ten-thousandths; None where next to nothing is left."""
    left, right = sorted((_share(left), _share(right)))
    top, bottom = sorted((_share(top), _share(bottom)))
    return None if right - left < SMALLEST or bottom - top < SMALLEST else (left, top, right, bottom)


def moved(box: Box, across: float, down: float) -> Box:
    """A box moved as far as the image reaches."""
    left, top, right, bottom = box
    across = min(max(across, -left), 1 - right)
    down = min(max(down, -top), 1 - bottom)
    return _share(left + across), _share(top + down), _share(right + across), _share(bottom + down)


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 4)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _of(rows: list[tuple[bool, Shape]]) -> RegionList:
    judged = tuple(shape for is_judged, shape in rows if is_judged)
    ignored = tuple(shape for is_judged, shape in rows if not is_judged)
    return RegionList(JudgedArea(judged, ignored))
