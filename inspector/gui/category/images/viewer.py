"""One image of a list, large: zoom and pan, and on to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from inspector.core.errors import InspectorError
from inspector.core.images.shapes import Shape
from inspector.data.images.reading import displayed, read_picture
from inspector.data.properties import CategoryProperties
from inspector.gui.category.images.regions.drawing import Drawing, Tool
from inspector.gui.category.images.regions.drawn_regions import DrawnRegions
from inspector.gui.category.images.regions.image_box import ImageBox
from inspector.gui.category.images.regions.region_editor import RegionEditor
from inspector.gui.category.images.regions.region_keys import RegionKeys
from inspector.gui.category.images.regions.region_mouse import RegionMouse
from inspector.gui.commands import Commands
from inspector.gui.session import Session
from inspector.gui.theme import current_theme
from inspector.gui.widgets.controls import KeysInToolTip
from inspector.gui.widgets.labels import ElidedLabel
from inspector.gui.widgets.layout import GAP
from inspector.gui.widgets.pictures.image_list import ImageItem
from inspector.gui.widgets.pictures.judged_area import JudgedArea

_READING = "image of the category"  # key of `Session.latest`


class ImageViewer(QWidget):
    """Shows the images of a list one at a time, read in the background; regions can be drawn on them.

    Signals:
        left: the person wants to go back to the list.
        moved (int): the row that is shown now.
        regions_changed (JudgedArea): the person has changed what is judged.
        located_requested: the person wants a region where parts are located.
    """

    left = Signal()
    moved = Signal(int)
    regions_changed = Signal(object)
    located_requested = Signal()

    def __init__(self, session: Session, commands: Commands, *, group: str) -> None:
        super().__init__()
        self._session = session
        self._items: Sequence[ImageItem] = ()
        self._row = 0
        self._shown: Path | None = None
        self._bits: int | None = None
        self._about = ""
        self._build()
        self._add_commands(commands, group)
        self._drawing.stated.connect(self.regions_changed)
        self.regions.located_requested.connect(self.located_requested)
        self.regions.tool_chosen.connect(self._tool_chosen)
        self.regions.ended.connect(self.stop_drawing)
        self.regions.added.connect(self.take_focus)
        self.regions.hide()

    @property
    def items(self) -> Sequence[ImageItem]:
        return self._items

    @property
    def item(self) -> ImageItem | None:
        return self._items[self._row] if self._items else None

    @property
    def shown(self) -> Path | None:
        """The image that is on the screen; None until it was read."""
        return self._shown

    @property
    def drawing(self) -> bool:
        return not self.regions.isHidden()

    def show_items(self, items: Sequence[ImageItem], row: int) -> None:
        """Show one of these images."""
        self._items = items
        self._go(row)
        self.take_focus()

    def take_focus(self) -> None:
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def update_items(self, items: Sequence[ImageItem]) -> None:
        """The same images with other badges."""
        self._items = items
        self._say()

    def show_properties(self, properties: CategoryProperties) -> None:
        """What is judged and how files are read, as it is stated now."""
        if properties.bits_per_sample != self._bits:
            self._bits = properties.bits_per_sample
            if self._items:
                self._go(self._row)
        self._drawing.show(JudgedArea.of(properties))
        is_off = properties.locate == "off"
        self.regions.allow_located(self.tr("State in the part properties how the part is located") if is_off else "")

    def draw_regions(self) -> None:
        self._drawing.editing = True
        self.regions.begin()
        self.regions.show()
        self._drawing.select(None)
        self.take_focus()

    def stop_drawing(self) -> None:
        self._mouse.cancel()
        self._drawing.editing = False
        self._drawing.select(None)
        self._canvas.unsetCursor()
        self.regions.hide()
        self.take_focus()

    def clear(self) -> None:
        """Forget the images."""
        self._session.outdate(_READING)
        self._items, self._row, self._shown = (), 0, None
        self._image.clear()

    def add_region(self, shape: Shape) -> None:
        """Judge what lies in this shape, too."""
        regions, row = self._drawing.regions.added(shape, judged=True)
        self._drawing.state(regions, row)
        self.take_focus()

    def show_button(self, action: QAction) -> None:
        """Show a command above the image."""
        shown = QToolButton()
        shown.setDefaultAction(action)
        shown.setAccessibleName(action.text())
        KeysInToolTip(shown, action)
        self._bar.addWidget(shown)

    def fit(self) -> None:
        self._view.fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._canvas.setBackground(current_theme().canvas)
            self.regions.paint_icons()
            self._draw()

    def _build(self) -> None:
        self._canvas = pyqtgraph.GraphicsView(background=current_theme().canvas)
        self._canvas.setAccessibleName(self.tr("Image"))
        self._canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view = ImageBox()
        self._image = pyqtgraph.ImageItem(axisOrder="row-major", levels=(0, 255))
        self._view.addItem(self._image)
        self._canvas.setCentralItem(self._view)
        self._drawing, self._drawn = Drawing(), DrawnRegions(self._view)
        self._drawing.shown.connect(self._draw)
        self._drawing.sketched.connect(self._draw)
        self._mouse = RegionMouse(self._canvas, self._view, self._drawing, self._drawn)
        RegionKeys(self._canvas, self._drawing, self._mouse)
        self.regions = RegionEditor(self._drawing, self._view)
        self._title = ElidedLabel("heading", middle=True)
        self._facts = ElidedLabel("muted")
        self._facts.setObjectName("image-facts")
        self._bar = QHBoxLayout()
        self._bar.setSpacing(GAP // 2)
        self._bar.addWidget(self._title, stretch=1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(self._bar)
        layout.addWidget(self._facts)
        layout.addWidget(self.regions)
        layout.addWidget(self._canvas, stretch=1)

    def _add_commands(self, commands: Commands, group: str) -> None:
        def add(owner: QWidget, text: str, run: Callable[[], object], *shortcuts: str) -> QAction:
            return commands.add(owner, text, run, group=group, shortcuts=shortcuts)

        before = add(self._canvas, self.tr("Previous image"), partial(self._step, -1), "Left", "Up", "K")
        after = add(self._canvas, self.tr("Next image"), partial(self._step, 1), "Right", "Down", "J")
        fit = add(self._canvas, self.tr("Zoom to fit"), self.fit, "0")
        add(self._canvas, self.tr("Zoom in"), partial(self._zoom, 0.8), "+", "=")
        add(self._canvas, self.tr("Zoom out"), partial(self._zoom, 1.25), "-")
        add(self, self.tr("Remove the selected region"), self._drawing.remove_selected, "Del", "Backspace")
        back = add(self, self.tr("Back to the list"), self._leave, "Esc")
        for action, short in ((before, "◀"), (after, "▶"), (fit, self.tr("Fit")), (back, self.tr("Back"))):
            action.setIconText(short)
            self.show_button(action)

    def _leave(self) -> None:
        if self._mouse.cancel():
            return
        if self.drawing:
            self.stop_drawing()
        else:
            self.left.emit()

    def _draw(self) -> None:
        self._drawn.show(self._drawing.shown_regions, self._drawing.size, self._drawing.selected)

    def _tool_chosen(self) -> None:
        self._mouse.cancel()
        draws = self._drawing.tool is not Tool.SELECT
        self._canvas.setCursor(Qt.CursorShape.CrossCursor if draws else Qt.CursorShape.ArrowCursor)

    def _zoom(self, factor: float) -> None:
        self._view.scaleBy((factor, factor))

    def _step(self, by: int) -> None:
        row = self._row + by
        if 0 <= row < len(self._items):
            self._go(row)

    def _go(self, row: int) -> None:
        self._row = row
        self._say()
        self.moved.emit(row)
        self._session.latest(_READING, partial(_load, self._items[row].path, bits=self._bits), self._show)

    def _show(self, read: "_LoadedImage") -> None:
        self._shown, self._about = read.path, read.problem
        if read.samples is None:
            self._say()
            self._image.clear()
            return
        height, width = read.samples.shape[:2]
        self._about = f"{width} × {height} px"
        self._say()
        other_size = self._image.image is None or self._image.image.shape[:2] != (height, width)
        self._image.setImage(read.samples, autoLevels=False)
        if other_size:
            self._mouse.cancel()
            self._drawing.size = width, height
            self._draw()
            self._view.show_size(width, height)

    def _say(self) -> None:
        if self.item is None:
            return
        self._title.setText(self.item.name)
        place = self.tr("{number} of {count}").format(number=self._row + 1, count=len(self._items))
        mark = "" if self.item.badge is None else self.item.badge.word
        about = self._about if self._shown == self.item.path else ""
        self._facts.setText(" · ".join(filter(None, (mark, place, about))))


@dataclass(frozen=True)
class _LoadedImage:
    """An image for the screen.

    Attributes:
        samples: (H, W, 3) uint8; None where it cannot be read.
        problem: why not.
    """

    path: Path
    samples: np.ndarray | None
    problem: str = ""


def _load(path: Path, *, bits: int | None) -> _LoadedImage:
    """Run off the GUI thread."""
    try:
        samples = displayed(read_picture(path, bits=bits).samples)
    except InspectorError as error:
        return _LoadedImage(path, None, str(error))
    return _LoadedImage(path, samples)
