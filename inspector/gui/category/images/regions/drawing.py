"""What is drawn with, what there is, and what is selected: the state that the mouse, the keys and the bar share."""

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QObject, QPointF, Signal

from inspector.core.images.shapes import Brush, Shape, fitted
from inspector.gui.category.images.regions.region_list import RegionList, within_image
from inspector.gui.widgets.pictures.judged_area import JudgedArea


class Tool(Enum):
    """What a drag does."""

    SELECT = "select"
    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    BRUSH = "brush"


class Drawing(QObject):
    """The regions of an image while they are shown or changed.

    Signals:
        shown: other regions, or another one is selected.
        sketched: the regions of `shown_regions` are others while a drag goes on; nothing is stated yet.
        stated (JudgedArea): the person has changed the regions.

    Attributes:
        editing: whether the person may change them.
        judged: whether what is drawn is judged, or else ignored.
        brush: the brush's diameter as a share of the image's shorter side.
    """

    shown = Signal()
    sketched = Signal()
    stated = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.editing, self.tool, self.judged, self.brush = False, Tool.RECTANGLE, True, 0.05
        self.size: tuple[int, int] | None = None
        self._regions = self._sketch = RegionList()
        self._selected: int | None = None

    @property
    def regions(self) -> RegionList:
        """As they are stated."""
        return self._regions

    @property
    def shown_regions(self) -> RegionList:
        """As they are while a drag goes on."""
        return self._sketch

    @property
    def selected(self) -> int | None:
        """The row of the region that is selected."""
        return self._selected if self.editing else None

    @property
    def selected_shape(self) -> Shape | None:
        return None if self.selected is None else self._regions.rows[self.selected][1]

    @property
    def radius(self) -> tuple[float, float]:
        """The brush's radius, across and down."""
        width, height = self.size or (1, 1)
        radius_px = max(0.5, self.brush * min(width, height) / 2)
        return round(radius_px / width, 5), round(radius_px / height, 5)

    def show(self, area: JudgedArea) -> None:
        """What is stated elsewhere, such as by undo."""
        if area != self._regions.area:
            rows = RegionList(area)
            unchanged = self._selected is not None and len(rows.rows) == len(self._regions.rows)
            self._show(rows, self._selected if unchanged else None)

    def select(self, row: int | None) -> None:
        self._show(self._regions, row)

    def state(self, regions: RegionList, row: int | None) -> None:
        """State other regions, and select one."""
        changed = regions != self._regions
        self._show(regions, row)
        if changed:
            self.stated.emit(regions.area)

    def sketch(self, regions: RegionList) -> None:
        """Show other regions while a drag goes on."""
        self._sketch = regions
        self.sketched.emit()

    def add(self, shape: Shape) -> None:
        """State one more region."""
        self.state(*self._regions.added(shape, judged=self.judged))

    def add_stroke(self, stroke: tuple[tuple[float, float], ...]) -> None:
        """State one more stroke: of the brush that is selected where it is alike, else of a new one."""
        row, shape = self.selected, self.selected_shape
        alike = row is not None and self._regions.rows[row][0] == self.judged
        if alike and row is not None and isinstance(shape, Brush) and shape.radius == self.radius:
            self.state(self._regions.replaced(row, replace(shape, brush=(*shape.brush, stroke))), row)
        else:
            self.add(Brush((stroke,), self.radius))

    def fit_selected(self, left: float, top: float, right: float, bottom: float) -> None:
        """State that the selected region fills a box; nothing happens where next to nothing would be left."""
        row, shape, box = self.selected, self.selected_shape, within_image(left, top, right, bottom)
        if row is not None and shape is not None and box is not None:
            self.state(self._regions.replaced(row, fitted(shape, box)), row)

    def remove_selected(self) -> None:
        if self.selected is not None:
            self.state(self._regions.replaced(self.selected, None), None)

    def in_shares(self, place: QPointF) -> tuple[float, float]:
        """A place in pixels of the image, as shares, at most at its border."""
        width, height = self.size or (1, 1)
        return (
            round(min(1.0, max(0.0, place.x() / width)), 4),
            round(min(1.0, max(0.0, place.y() / height)), 4),
        )

    def _show(self, regions: RegionList, row: int | None) -> None:
        self._regions = self._sketch = regions
        self._selected = row
        self.shown.emit()
