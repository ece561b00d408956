"""The images of a category: a grid, one image large, and the marks that a person gives them."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector.core.images.shapes import Polygon, parse_shapes
from inspector.data.category import ImageRef
from inspector.data.properties import CategoryProperties, Mark
from inspector.gui.category.images.regions.located_area import located_area
from inspector.gui.category.images.source import ListedImages
from inspector.gui.category.images.viewer import ImageViewer
from inspector.gui.category.mark_bar import MarkBar
from inspector.gui.category.properties_editor import ImageProperties
from inspector.gui.commands import Commands, needs
from inspector.gui.session import Session
from inspector.gui.widgets.layout import GAP
from inspector.gui.widgets.pictures.image_list import ImageItem, ImageListModel, image_grid
from inspector.gui.widgets.pictures.judged_area import JudgedArea
from inspector.gui.widgets.pictures.thumbnails import Thumbnails

_LOCATING = "area of the located part"  # key of `Session.latest`


class ImageBrowser(QWidget):
    """Owns the thumbnails; marks and drawn regions go to the properties editor, and are shown as that has them."""

    large_shown = Signal(bool)
    first_group_requested = Signal()

    def __init__(self, session: Session, commands: Commands, properties: ImageProperties) -> None:
        super().__init__()
        self._session, self._commands, self._properties = session, commands, properties
        self._full_names = False
        self._shown_marks: Mapping[str, Mark] = {}
        self._images: Sequence[ImageRef] = ()  # that are listed
        self._grid = image_grid(self.tr("Images"), lines=1)
        self._thumbnails = Thumbnails(self)
        self._model = ImageListModel(self._thumbnails, self)
        self._grid.setModel(self._model)
        self._viewer = ImageViewer(session, commands, group=self.tr("Category"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._grid)
        self._pages.addWidget(self._viewer)
        draw = commands.add(
            self, self.tr("Draw regions"), self.draw_regions, group=self.tr("Category"), shortcuts=("E",),
            enabled=self._has_images,
        )  # fmt: skip
        self._viewer.show_button(draw)
        self._mark_bar = MarkBar(
            commands, self, group=self.tr("Category"), enabled=self._can_mark, listed=self.tr("Images: {total}")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._pages, stretch=1)
        column.addWidget(self._mark_bar)
        self._grid.activated.connect(self._show_large)
        self._grid.selectionModel().selectionChanged.connect(self._selection_changed)
        self._viewer.left.connect(self.show_list)
        self._viewer.moved.connect(self._viewer_moved)
        self._viewer.regions_changed.connect(self._regions_drawn)
        self._viewer.located_requested.connect(self._locate)
        self._mark_bar.marked.connect(self._mark)
        properties.changed.connect(self._properties_changed)

    @property
    def widget(self) -> QWidget:
        return self

    def clear(self) -> None:
        self.show_list()
        self._viewer.clear()
        self._images = ()
        self._model.set_items(())

    def show_items(self, items: Sequence[ImageRef], *, full_names: bool) -> None:
        self._full_names = full_names
        same, self._images = _same_images(items, self._images), items
        listed = self._items(items)
        if same:
            self._model.update_items(listed)
        else:
            self._replace_items(listed)
        self._refresh_viewer()

    def show_list(self) -> None:
        if self._large:
            self._viewer.stop_drawing()
            self._pages.setCurrentWidget(self._grid)
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.large_shown.emit(False)
            self._commands.refresh()

    def scroll_to_top(self) -> None:
        self._grid.scrollToTop()

    def take_focus(self) -> None:
        if self._large:
            self._viewer.take_focus()
        else:
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_updates(self, updates: Sequence[object]) -> None:
        """An examination finds nothing that the list shows."""

    def draw_regions(self) -> None:
        """Let the person draw on an image what is judged."""
        if not self._model.items:
            self.first_group_requested.emit()
        if not self._large:
            self._show_large()
        self._viewer.draw_regions()

    # The grid

    def _items(self, images: Sequence[ImageRef]) -> ListedImages:
        self._shown_marks = self._properties.current.marks
        return ListedImages(images, self._shown_marks, full_names=self._full_names)

    def _replace_items(self, items: ListedImages) -> None:
        chosen = {item.path for item in self._chosen_items()}
        rows = [index.row() for index in self._grid.selectionModel().selectedRows()]
        row, place = min(rows, default=-1), self._grid.verticalScrollBar().value()
        self._model.set_items(items)
        selection = QItemSelection()
        for number, image in enumerate(items.images if chosen else ()):
            if image.path in chosen:
                selection.select(self._model.index(number), self._model.index(number))
        if selection.isEmpty() and row >= 0 and items:  # what was selected went elsewhere: continue with what follows
            row = min(row, len(items) - 1)
            self._grid.setCurrentIndex(self._model.index(row))
        else:
            self._grid.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._grid.verticalScrollBar().setValue(place)

    def _chosen_items(self) -> list[ImageItem]:
        return [self._model.items[index.row()] for index in self._grid.selectionModel().selectedRows()]

    def _selection_changed(self) -> None:
        self._mark_bar.say(len(self._to_mark()), len(self._model.items))
        self._commands.refresh()

    # One image, large

    @property
    def _large(self) -> bool:
        return self._pages.currentWidget() is self._viewer

    def _show_large(self) -> None:
        row = max(0, self._grid.currentIndex().row())
        self._pages.setCurrentWidget(self._viewer)
        self._viewer.show_properties(self._properties.current)
        self._viewer.show_items(list(self._model.items), row)
        self.large_shown.emit(True)
        self._commands.refresh()

    def _viewer_moved(self, row: int) -> None:
        listed = self._model.row_of(self._viewer.items[row].path)
        if listed is not None:
            self._grid.setCurrentIndex(self._model.index(listed))
        self._selection_changed()

    def _refresh_viewer(self) -> None:
        if self._large:
            self._viewer.update_items(self._items([item.data for item in self._viewer.items]))
        self._selection_changed()

    def _regions_drawn(self, area: JudgedArea) -> None:
        region = parse_shapes(area.judged)
        self._properties.change(self.tr("Change the regions"), region_of_interest=region, ignore=area.ignored)

    def _locate(self) -> None:
        category = self._properties.category
        if category is not None:
            self._session.said.emit(self.tr("Looking for the part in the good images …"))
            work = partial(located_area, category, self._properties.current)
            self._session.latest(_LOCATING, work, self._located)

    def _located(self, area: Polygon | None) -> None:
        if area is None:
            self._session.said.emit(self.tr("Nothing is located: the good parts lie in one pose, or none stands out."))
        elif self._viewer.drawing:
            self._session.said.emit(self.tr("A region around where the part lies in the good images was added."))
            self._viewer.add_region(area)

    # What a person states

    def _to_mark(self) -> list[ImageItem]:
        if self._large:
            return [self._viewer.item] if self._viewer.item else []
        return self._chosen_items()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a category of images"))
    def _has_images(self) -> bool:
        return self._properties.category is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected image"))
    def _can_mark(self) -> bool:
        return bool(self._to_mark())

    def _mark(self, text: str, mark: Mark | None) -> None:
        self._properties.mark(text, [item.data.name for item in self._to_mark()], mark)

    def _properties_changed(self, properties: CategoryProperties) -> None:
        """Show marks and regions as they are now, before the groups follow."""
        self._viewer.show_properties(properties)
        area = JudgedArea.of(properties)
        self._grid.show_area(area)
        self._thumbnails.read_with(properties.bits_per_sample, folded=area.is_whole)
        if properties.marks != self._shown_marks:
            self._model.update_items(self._items(self._images))
        self._refresh_viewer()


def _same_images(images: Sequence[ImageRef], listed: Sequence[ImageRef]) -> bool:
    """Whether these are listed already; by their names, as to compare as many paths would take ten times as long."""
    if len(images) != len(listed) or (images and images[0].path != listed[0].path):
        return False
    return all(image.name == other.name for image, other in zip(images, listed, strict=True))
