"""From one region of a part to the next, each zoomed to."""

from collections.abc import Callable

from inspector.core.inspection import Inspection
from inspector.gui.widgets.pictures.heat_view import HeatView, Pointed


class RegionWalk:
    """Knows which region of the part a view is zoomed to; `region` is -1 for none.

    Args:
        moved: called when `region` is another.
    """

    def __init__(self, view: HeatView, moved: Callable[[], None]) -> None:
        self._view, self._moved = view, moved
        self._inspection: Inspection | None = None
        self._wanted: int | None = None  # a region of a part that is still to be read
        self.region = -1
        self.zoomed = False  # to a region, perhaps of the part before

    def leave_part(self) -> None:
        """Another part is to be read."""
        self._inspection, self._wanted, self.region = None, None, -1

    def show_part(self, inspection: Inspection | None) -> None:
        """The part's record and picture are there; None while one is missing."""
        self._inspection = inspection
        self.zoomed = self.zoomed and inspection is None
        if self._wanted is not None and inspection is not None and inspection.regions:
            region, self._wanted = self._wanted % len(inspection.regions), None
            self._go(region)

    def step(self, step: int) -> bool:
        """Zoom to the next region (the one before with -1); False where there is none."""
        count = 0 if self._inspection is None else len(self._inspection.regions)
        if not 0 <= self.region + step < count:
            return False
        self._go(self.region + step)
        return True

    def want(self, step: int) -> None:
        """Zoom to the first region of the part that was just chosen, once it is there, or to its last with -1."""
        self._wanted = 0 if step > 0 else -1
        self.show_part(self._inspection)

    def go_to_worst(self) -> None:
        """Zoom to the worst region."""
        self.region = -1
        self.step(1)

    def choose(self, place: Pointed) -> None:
        """The smallest region whose box holds a place, if any does."""
        inspection = self._inspection
        if inspection is None or inspection.size is None:
            return
        height, width = inspection.size
        x, y = place.x * width, place.y * height
        holding = [
            number
            for number, one in enumerate(inspection.regions)
            if one.left <= x < one.left + one.width and one.top <= y < one.top + one.height
        ]
        if holding:
            self.region = min(holding, key=lambda number: inspection.regions[number].area_px)
            self._moved()

    def _go(self, region: int) -> None:
        inspection = self._inspection
        if inspection is not None and inspection.size is not None:
            self.region = region
            self._moved()
            (height, width), found = inspection.size, inspection.regions[region]
            self.zoomed = True
            self._view.zoom_to(found.left / width, found.top / height, found.width / width, found.height / height)
