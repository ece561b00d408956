"""Draw the region of interest and the ignored rectangles on an image."""

from collections.abc import Callable
from dataclasses import dataclass

import pyqtgraph
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from inspector.data.properties import Rectangle
from inspector.gui.theme import current_theme
from inspector.gui.widgets.fields import ComboBox, DoubleSpinBox
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP

_WHOLE: Rectangle = (0.0, 0.0, 1.0, 1.0)
_FIRST_REGION: Rectangle = (0.1, 0.1, 0.9, 0.9)
_FIRST_IGNORED: Rectangle = (0.4, 0.4, 0.6, 0.6)
_SMALLEST = 0.01
_FIELD = QSize(64, 28)


@dataclass(frozen=True)
class _Regions:
    """Rectangles in shares of width and height."""

    region: Rectangle | None = None
    ignore: tuple[Rectangle, ...] = ()

    def all(self) -> list[tuple[bool, Rectangle]]:
        """Each rectangle, the region first, and whether it is the region."""
        region = [] if self.region is None else [(True, self.region)]
        return region + [(False, rectangle) for rectangle in self.ignore]

    def replaced(self, row: int, rectangle: Rectangle | None) -> "_Regions":
        """With another rectangle in a row of `all`, or without it."""
        rows = self.all()
        is_region = rows[row][0]
        rows[row : row + 1] = [] if rectangle is None else [(is_region, rectangle)]
        regions = [place for region, place in rows if region]
        return _Regions(regions[0] if regions else None, tuple(place for region, place in rows if not region))


class RegionEditor(QWidget):
    """A bar with the rectangles in numbers, and the rectangles on the image; both can be changed.

    Signals:
        changed (object, object): region of interest or None, and the tuple of ignored rectangles.
        ended: the person is done.
    """

    changed = Signal(object, object)
    ended = Signal()

    def __init__(self, view: pyqtgraph.ViewBox) -> None:
        super().__init__()
        self._view = view
        self._size: tuple[int, int] | None = None
        self._regions = _Regions()
        self._drawn: list[pyqtgraph.ROI] = []
        self._editing = False
        self._build()

    def show_regions(self, region: Rectangle | None, ignore: tuple[Rectangle, ...]) -> None:
        """Show these rectangles; nothing happens where they are shown already."""
        regions = _Regions(region, ignore)
        if regions != self._regions:
            self._regions = regions
            self.redraw()

    def set_size(self, width: int, height: int) -> None:
        """The image's size in pixels."""
        if self._size != (width, height):
            self._size = (width, height)
            self.redraw()

    def edit(self, on: bool) -> None:
        self._editing = on
        self.redraw()
        if on:
            (self._which if self._drawn else self._add_region).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self._which = ComboBox()
        self._which.setAccessibleName(self.tr("Rectangle"))
        self._which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._which.currentIndexChanged.connect(self._chosen)
        numbers = QHBoxLayout()
        numbers.setSpacing(GAP // 2)
        numbers.addWidget(self._which)
        self._fields: list[QDoubleSpinBox] = []
        for text in (self.tr("&Left"), self.tr("&Top"), self.tr("&Right"), self.tr("&Bottom")):
            field = DoubleSpinBox()
            field.setRange(0, 100)
            field.setDecimals(1)
            field.setSuffix(" %")
            field.setKeyboardTracking(False)
            field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
            field.setFixedSize(_FIELD)
            field.setAccessibleName(text.replace("&", ""))
            field.valueChanged.connect(self._typed)
            buddy = QLabel(text)
            buddy.setBuddy(field)
            buddy.setContentsMargins(0, 0, 4, 0)  # the underlined letter makes it wider than it says
            numbers.addWidget(buddy)
            numbers.addWidget(field)
            self._fields.append(field)
        numbers.addStretch(1)
        self._add_region = self._button(self.tr("Add region of interest"), self._region_added)
        self._add_ignored = self._button(self.tr("Add ignored rectangle"), self._ignored_added)
        self._remove = self._button(self.tr("Remove rectangle"), self._removed)
        done = self._button(self.tr("Done"), self.ended.emit)
        done.setProperty("role", "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP // 2)
        for made in (self._add_region, self._add_ignored, self._remove):
            buttons.addWidget(made)
        buttons.addStretch(1)
        buttons.addWidget(done)
        self._hint = label(
            self.tr("Only the region of interest is evaluated, without the ignored rectangles."), "muted"
        )
        self._hint.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._hint, 0, 0)
        layout.addLayout(buttons, 1, 0)
        layout.addLayout(numbers, 2, 0)

    def _button(self, text: str, run: Callable[[], object]) -> QPushButton:
        made = QPushButton(text)
        made.clicked.connect(run)
        return made

    def redraw(self) -> None:
        """Draw every rectangle anew, in the colours of now, and list them."""
        for roi in self._drawn:
            self._view.removeItem(roi)
            roi.deleteLater()
        self._drawn = []
        rows = self._regions.all()
        if self._size is not None:
            for is_region, rectangle in rows:
                self._drawn.append(self._rectangle_item(is_region, rectangle, self._size))
        chosen = self._which.currentIndex()
        self._which.blockSignals(True)
        self._which.clear()
        ignored = 0
        for is_region, _ in rows:
            ignored += not is_region
            text = self.tr("Region") if is_region else self.tr("Ignored {number}").format(number=ignored)
            self._which.addItem(text)
        self._which.setCurrentIndex(max(0, min(chosen, len(rows) - 1)) if rows else -1)
        self._which.blockSignals(False)
        self._chosen()

    def _rectangle_item(self, is_region: bool, rectangle: Rectangle, size: tuple[int, int]) -> pyqtgraph.ROI:
        theme = current_theme()
        width, height = size
        left, top, right, bottom = rectangle
        style = Qt.PenStyle.SolidLine if is_region else Qt.PenStyle.DashLine
        pen = pyqtgraph.mkPen(theme.accent if is_region else theme.ng, width=2, style=style)
        roi = pyqtgraph.ROI(
            (left * width, top * height),
            ((right - left) * width, (bottom - top) * height),
            pen=pen,
            handlePen=pyqtgraph.mkPen(theme.accent if is_region else theme.ng, width=2),
            maxBounds=QRectF(0, 0, width, height),
            movable=self._editing,
            resizable=self._editing,
            rotatable=False,
        )
        if self._editing:
            for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
                roi.addScaleHandle((x, y), (1 - x, 1 - y))
        else:
            roi.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        roi.setZValue(10)
        roi.sigRegionChangeFinished.connect(self._dragged)
        self._view.addItem(roi, ignoreBounds=True)
        return roi

    def _chosen(self) -> None:
        """Show the numbers of the chosen rectangle."""
        rows = self._regions.all()
        row = self._which.currentIndex()
        rectangle = rows[row][1] if 0 <= row < len(rows) else _WHOLE
        for field, share in zip(self._fields, rectangle, strict=True):
            field.blockSignals(True)
            field.setValue(100 * share)
            field.blockSignals(False)
            field.setEnabled(bool(rows))
        self._which.setEnabled(bool(rows))
        self._remove.setEnabled(bool(rows))
        self._add_region.setEnabled(self._regions.region is None)

    def _typed(self) -> None:
        row = self._which.currentIndex()
        left, top, right, bottom = (field.value() / 100 for field in self._fields)
        if right - left < _SMALLEST or bottom - top < _SMALLEST:
            self._chosen()  # nothing would be left of it: the numbers stay what they were
        else:
            self._set(self._regions.replaced(row, (left, top, right, bottom)))

    def _dragged(self, roi: pyqtgraph.ROI) -> None:
        if self._size is None:  # nothing was drawn then
            return
        width, height = self._size
        x, y = roi.pos()
        w, h = roi.size()
        left, right = sorted((_share(x / width), _share((x + w) / width)))
        top, bottom = sorted((_share(y / height), _share((y + h) / height)))
        row = self._drawn.index(roi)
        self._which.setCurrentIndex(row)
        if right - left < _SMALLEST or bottom - top < _SMALLEST:
            self.redraw()
            return
        self._regions = self._regions.replaced(row, (left, top, right, bottom))
        self._chosen()  # and not drawn anew: the rectangle is where it was dragged, and still at work with the mouse
        self.changed.emit(self._regions.region, self._regions.ignore)

    def _region_added(self) -> None:
        self._set(_Regions(_FIRST_REGION, self._regions.ignore))
        self._which.setCurrentIndex(0)

    def _ignored_added(self) -> None:
        self._set(_Regions(self._regions.region, (*self._regions.ignore, _FIRST_IGNORED)))
        self._which.setCurrentIndex(self._which.count() - 1)

    def _removed(self) -> None:
        self._set(self._regions.replaced(self._which.currentIndex(), None))

    def _set(self, regions: _Regions) -> None:
        if regions != self._regions:
            self._regions = regions
            self.redraw()
            self.changed.emit(regions.region, regions.ignore)


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 4)
