"""The Category screen: which images there are, what stands out, and what a person states about them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inspector.data.category import Category
from inspector.data.properties import CategoryProperties, Mark
from inspector.gui.category.findings import FindingsPanel
from inspector.gui.category.images.mark_bar import MarkBar
from inspector.gui.category.images.properties_editor import PropertiesEditor
from inspector.gui.category.images.properties_form import PropertiesForm
from inspector.gui.category.images.source import TRAIN, Group, groups_of, items_of
from inspector.gui.category.images.viewer import ImageViewer
from inspector.gui.category.start_page import StartPage
from inspector.gui.category.summary import CategorySummary
from inspector.gui.commands import Commands
from inspector.gui.screen import GAP, EmptyState, Screen, Switch, card, label
from inspector.gui.session import Session
from inspector.gui.widgets.image_list import ITEM_ROLE, ImageItem, ImageListModel, image_grid
from inspector.gui.widgets.thumbnails import Thumbnails
from inspector.workflow.advise.findings import Finding

_GROUPS_WIDTH, _PANEL_WIDTH = 200, 340
_ROW = 30


class CategoryScreen(Screen):
    """Groups, images of the chosen group, and the panel with findings and properties.

    Signals `open_wanted`, `demo_wanted`: the person wants to choose a folder, or to see the demonstration.
    """

    key = "category"
    open_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self._category: Category | None = None
        self._groups: list[Group] = []
        self._finding: Group | None = None
        self.keeper = PropertiesEditor(session, self)
        self.thumbnails = Thumbnails(self)
        self._build()
        session.category_changed.connect(self._category_changed)
        self.keeper.changed.connect(self._stated)

    def title(self) -> str:
        return self.tr("Category")

    # Layout

    def _build(self) -> None:
        self._start = StartPage(self.session)
        self._start.open_wanted.connect(self.open_wanted)
        self._start.demo_wanted.connect(self.demo_wanted)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._build_groups())
        splitter.addWidget(self._build_centre())
        splitter.addWidget(self._build_panel())
        splitter.setStretchFactor(1, 1)
        splitter.setHandleWidth(GAP)
        state = self.session.settings.value("category/splitter")
        if state is None or not splitter.restoreState(state):
            splitter.setSizes([_GROUPS_WIDTH, 1000, _PANEL_WIDTH])
        splitter.splitterMoved.connect(self._keep_splitter)
        self._splitter = splitter
        content = QWidget()
        frame = QVBoxLayout(content)
        frame.setContentsMargins(GAP, GAP, GAP, GAP)
        frame.addWidget(splitter)
        self._switch = Switch(self._start, content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._switch)

    def _build_groups(self) -> QWidget:
        self._tree = QTreeWidget()
        self._tree.setColumnCount(2)
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setUniformRowHeights(True)
        self._tree.setAccessibleName(self.tr("Groups of images"))
        self._tree.header().setStretchLastSection(False)
        self._tree.header().setSectionResizeMode(0, self._tree.header().ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, self._tree.header().ResizeMode.ResizeToContents)
        self._tree.currentItemChanged.connect(self._group_chosen)
        self._name = label("", "title")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        train = QPushButton(self.tr("Train a model"))
        train.setProperty("role", "primary")
        train.clicked.connect(partial(self.session.screen_wanted.emit, "train"))
        side = QWidget()
        side.setMinimumWidth(160)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._name)
        column.addWidget(self._tree, stretch=1)
        column.addWidget(train)
        return side

    def _build_centre(self) -> QWidget:
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(self.tr("Part of a name"))
        self._filter.setAccessibleName(self.tr("Show only images with this in their name"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setMaximumWidth(260)
        self._filter.textChanged.connect(self._show_images)
        self._heading = label("", "heading")
        self._heading.setMinimumWidth(40)
        self._back_to_group = QPushButton(self.tr("Show the group again"))
        self._back_to_group.clicked.connect(self._leave_finding)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self._heading, stretch=1)
        top.addWidget(self._back_to_group)
        top.addWidget(self._filter, stretch=1)

        self._grid = image_grid(self.tr("Images"), lines=1)
        self._images = ImageListModel(self.thumbnails, self)
        self._grid.setModel(self._images)
        self._grid.activated.connect(self._open_viewer)
        self._grid.selectionModel().selectionChanged.connect(self._selection_changed)
        self._none = EmptyState(self.tr("No images here"), "")
        self._list = QStackedWidget()
        self._list.addWidget(self._grid)
        self._list.addWidget(self._none)
        browser = QWidget()
        column = QVBoxLayout(browser)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(self._list, stretch=1)

        self._viewer = ImageViewer(self.session, self.commands, group=self.title())
        self._viewer.left.connect(self._close_viewer)
        self._viewer.moved.connect(self._viewer_moved)
        self._viewer.places_changed.connect(self._places_drawn)
        self._pages = QStackedWidget()
        self._pages.addWidget(browser)
        self._pages.addWidget(self._viewer)
        self._centre = QWidget()
        whole = QVBoxLayout(self._centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP)
        whole.addWidget(self._pages, stretch=1)
        self._mark_bar = MarkBar(self.commands, self._centre, group=self.title(), enabled=self._can_mark)
        self._mark_bar.marked.connect(self._mark)
        whole.addWidget(self._mark_bar)
        return self._centre

    def _build_panel(self) -> QWidget:
        self._summary = CategorySummary()
        self._findings = FindingsPanel(self.session)
        self._findings.wanted.connect(self._show_finding)
        self._findings.examined.connect(self._summary.show_examined)
        self._form = PropertiesForm(self.keeper)
        self._form.region_wanted.connect(self._draw_region)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, GAP // 2, 0)
        column.setSpacing(GAP)
        for title, content in (
            (self.tr("Summary"), self._summary),
            (self.tr("What stands out"), self._findings),
            (self.tr("What is known of the parts"), self._form),
        ):
            column.addWidget(_section(title, content))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(panel)
        area.setMinimumWidth(_PANEL_WIDTH - 20)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _keep_splitter(self) -> None:
        self.session.settings.setValue("category/splitter", self._splitter.saveState())

    # What is open

    def _category_changed(self, _category: object) -> None:
        category = self.session.images
        known = self._category is not None and category is not None and category.root == self._category.root
        self._category = category
        self._switch.show_content(category is not None)
        if not known:
            self._forget()
        if category is None:
            self._start.refresh()
            return
        self._groups = groups_of(category)
        self._name.setText(category.name)
        self._name.setToolTip(str(category.root))
        self._summary.show_category(category)
        self._findings.set_category(category)
        self._form.set_category(category)
        self._fill_tree()
        if not known:
            self._findings.examine(category)

    def _forget(self) -> None:
        """Drop what belongs to the category that was open."""
        self._close_viewer()
        self._viewer.clear()
        self._findings.clear()
        self.thumbnails.clear()
        self._images.set_items(())
        self._finding = None
        self._tree.blockSignals(True)
        self._tree.clear()
        self._tree.blockSignals(False)
        self._filter.clear()
        self._summary.clear()

    def _fill_tree(self) -> None:
        chosen = self._tree.currentItem()
        key = chosen.data(0, ITEM_ROLE) if chosen else TRAIN
        self._tree.blockSignals(True)
        self._tree.clear()
        for group in self._groups:
            row = QTreeWidgetItem([group.title, str(len(group.images))])
            row.setData(0, ITEM_ROLE, group.key)
            row.setToolTip(0, group.title)
            row.setSizeHint(0, QSize(0, _ROW))
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._tree.addTopLevelItem(row)
            if group.key == key or self._tree.currentItem() is None:
                self._tree.setCurrentItem(row)
        self._tree.blockSignals(False)
        self._show_images()

    # The images in the middle

    def _group_chosen(self) -> None:
        self._finding = None
        self._close_viewer()
        self._show_images()
        self._grid.scrollToTop()

    def _group(self) -> Group | None:
        """The group in the middle, which may be that of a finding."""
        row = self._tree.indexOfTopLevelItem(self._tree.currentItem()) if self._tree.currentItem() else -1
        return self._finding or (self._groups[row] if row >= 0 else None)

    def _show_images(self) -> None:
        """List the group's images as far as the filter lets them through; place and selection stay where they can."""
        group = self._group()
        if group is None:
            return
        wanted = self._filter.text().casefold()
        images = [image for image in group.images if wanted in image.name.casefold()] if wanted else group.images
        items = items_of(images, dict(self.keeper.stated.marks), whole_names=self._finding is not None)
        if [item.path for item in items] == [item.path for item in self._images.items]:
            self._images.update_items(items)
        else:
            self._replace_items(items)
        self._list.setCurrentIndex(0 if items else 1)
        self._none.say(
            self.tr("No images here"),
            self.tr("No image of this group has “{text}” in its name.").format(text=self._filter.text())
            if wanted
            else self.tr("There is no image in this group."),
        )
        self._heading.setText(group.title)
        self._heading.setToolTip(group.title)
        self._back_to_group.setVisible(self._finding is not None)
        if self._viewing:
            self._viewer.update_items(self._again(self._viewer.items))
        self._selection_changed()

    def _replace_items(self, items: list[ImageItem]) -> None:
        chosen = {item.path for item in self._chosen_items()}
        rows = [index.row() for index in self._grid.selectionModel().selectedRows()]
        row, place = min(rows, default=-1), self._grid.verticalScrollBar().value()
        self._images.set_items(items)
        selection = QItemSelection()
        for number, item in enumerate(items if chosen else ()):
            if item.path in chosen:
                selection.select(self._images.index(number), self._images.index(number))
        if selection.isEmpty() and row >= 0 and items:  # what was selected went elsewhere: go on with what follows
            row = min(row, len(items) - 1)
            self._grid.setCurrentIndex(self._images.index(row))
        else:
            self._grid.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._grid.verticalScrollBar().setValue(place)

    def _again(self, items: Sequence[ImageItem]) -> list[ImageItem]:
        """The same images with the marks they have now."""
        marks = dict(self.keeper.stated.marks)
        return items_of([item.data for item in items], marks, whole_names=self._finding is not None)

    def _show_finding(self, title: str, findings: tuple[Finding, ...]) -> None:
        named = {image.name: image for group in self._groups for image in group.images}
        names = dict.fromkeys(name for finding in findings for name in finding.images)
        images = tuple(named[name] for name in names if name in named)
        self._close_viewer()
        self._filter.clear()
        self._finding = Group("finding", title, images)
        self._show_images()
        self._grid.scrollToTop()

    def _leave_finding(self) -> None:
        self._finding = None
        self._show_images()

    # One image, large

    @property
    def _viewing(self) -> bool:
        return self._pages.currentWidget() is self._viewer

    def _open_viewer(self) -> None:
        row = max(0, self._grid.currentIndex().row())
        self._pages.setCurrentWidget(self._viewer)
        self._viewer.show_places(self.keeper.stated)
        self._viewer.show_items(list(self._images.items), row)
        self.commands.refresh()

    def _close_viewer(self) -> None:
        if self._viewing:
            self._viewer.stop_drawing()
            self._pages.setCurrentIndex(0)
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.commands.refresh()

    def _viewer_moved(self, row: int) -> None:
        listed = self._images.row_of(self._viewer.items[row].path)
        if listed is not None:
            self._grid.setCurrentIndex(self._images.index(listed))
        self._selection_changed()

    def _draw_region(self) -> None:
        if not self._images.items:
            self._leave_finding()
            self._filter.clear()
            self._tree.setCurrentItem(self._tree.topLevelItem(0))
        if not self._viewing:
            self._open_viewer()
        self._viewer.draw_places()

    def _places_drawn(self, region: object, ignore: object) -> None:
        self.keeper.state(self.tr("Change what is judged"), region_of_interest=region, ignore=ignore)

    # Marks

    def _chosen_items(self) -> list[ImageItem]:
        return [self._images.items[index.row()] for index in self._grid.selectionModel().selectedRows()]

    def _to_mark(self) -> list[ImageItem]:
        if self._viewing:
            return [self._viewer.item] if self._viewer.item else []
        return self._chosen_items()

    def _can_mark(self) -> bool:
        return self._category is not None and bool(self._to_mark())

    def _mark(self, text: str, mark: Mark | None) -> None:
        self.keeper.mark(text, [item.data.name for item in self._to_mark()], mark)

    def _selection_changed(self) -> None:
        self._mark_bar.say(len(self._to_mark()), len(self._images.items))
        self.commands.refresh()

    def _stated(self, properties: CategoryProperties) -> None:
        self._viewer.show_places(properties)
        if self._category is not None and self._groups:
            self._show_images()


def _section(title: str, content: QWidget | QLabel) -> QFrame:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(GAP, GAP, GAP, GAP)
    column.setSpacing(GAP // 2)
    column.addWidget(label(title, "heading"))
    column.addWidget(content)
    return frame
