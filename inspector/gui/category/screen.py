"""The Category screen: what there is of a product, what may be wrong with it, and what a person states about it."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inspector.core.errors import InspectorError
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.category.findings import FindingsPanel
from inspector.gui.category.group_tree import GroupTree
from inspector.gui.category.start_page import StartPage
from inspector.gui.category.summary import CategorySummary
from inspector.gui.category.views import AnyCategoryViews, Group, MakeCategoryViews, Section
from inspector.gui.commands import Commands
from inspector.gui.error_texts import Remedy
from inspector.gui.screen import Screen
from inspector.gui.session import Session
from inspector.gui.widgets.controls import filter_box
from inspector.gui.widgets.focus import tab_into
from inspector.gui.widgets.labels import ElidedLabel, label
from inspector.gui.widgets.layout import GAP, EmptyState, SavedSplitter, Switch, card, scrolled
from inspector.workflow.advise.findings import Finding
from inspector.workflow.category import state_learned_folders
from inspector.workflow.kinds import KindName

_GROUPS_WIDTH, _PANEL_WIDTH = 200, 340


class CategoryScreen(Screen):
    """Groups, what the chosen group holds, and the panel with findings; the views come from the category's kind.

    Args:
        kinds: what makes the views of each kind, by its name; they are made when they are first needed.
    """

    key = "category"

    def __init__(self, session: Session, commands: Commands, kinds: Mapping[KindName, MakeCategoryViews]) -> None:
        super().__init__(session, commands, title=QCoreApplication.translate("CategoryScreen", "Category"))
        self._kinds = {name: commands.later(partial(self._make_views, name, make)) for name, make in kinds.items()}
        self._kind = next(iter(self._kinds))  # that is open
        self._category: Category | VideoCategory | None = None
        self._groups: Sequence[Group] = ()
        self._finding: Group | None = None
        self._nothing_listed = False
        self._sections: dict[KindName, list[QWidget]] = {}
        self._build()
        session.category_changed.connect(self._category_changed)
        session.remedies["category.suspicious"] = (Remedy(self.tr("They hold good parts"), self._learn_from),)

    @property
    def _views(self) -> AnyCategoryViews:
        """Those of the kind that is open."""
        return self._kinds[self._kind].get()

    def entered(self) -> None:
        if self._category is not None:
            self._views.browser.take_focus()
        else:
            self._start.take_focus()

    # What is open

    def _category_changed(self, category: Category | VideoCategory | None) -> None:
        same = self._category is not None and category is not None and category.root == self._category.root
        if not same:
            self._clear()
        self._category = category
        self._switch.show_content(category is not None)
        if category is None:
            self._start.refresh()
            return
        self._show_views(category.kind)
        source = self._views.source
        self._name.setText(category.name)
        self._name.setToolTip(str(category.root))
        self._summary.show_counts(source.counts(category))
        before = self._names() if same else None
        self._groups = source.groups(category)
        self._tree.show_groups(self._groups)
        self._show_group()
        examine = partial(source.examine, category)
        if before is not None and before == self._names():
            self._findings.set_work(examine)
        else:
            self._findings.examine(examine)
        if not same and self.isVisible():
            self.entered()

    def _names(self) -> set[str]:
        """Of all that the category holds, whatever it is marked as."""
        return {item.name for group in self._groups for item in group.items}

    def _make_views(self, kind: KindName, make: MakeCategoryViews) -> AnyCategoryViews:
        views = make()
        views.browser.large_shown.connect(self._large_shown)
        views.browser.first_group_requested.connect(self._show_first_group)
        self._browsers.addWidget(views.browser.widget)
        tab_into(self._filter, views.browser.widget)
        self._sections[kind] = [_card(section) for section in views.sections]
        for frame in self._sections[kind]:
            self._section_column.addWidget(frame)  # first: without a parent it would be a window
            frame.setVisible(kind == self._kind)
        return views

    def _show_views(self, kind: KindName) -> None:
        self._kind = kind
        self._browsers.setCurrentWidget(self._views.browser.widget)
        for name, frames in self._sections.items():
            for frame in frames:
                frame.setVisible(name == kind)

    def _clear(self) -> None:
        """Drop what belongs to the category that was open."""
        self._findings.clear()
        views = self._kinds[self._kind].made
        if views is not None:
            views.browser.clear()
        self._groups, self._finding = (), None
        self._tree.show_groups(())
        self._filter.clear()
        self._summary.clear()
        self._panel.verticalScrollBar().setValue(0)

    # What is listed

    def _group_chosen(self) -> None:
        self._finding = None
        self._views.browser.show_list()
        self._show_group()
        self._views.browser.scroll_to_top()

    def _group(self) -> Group | None:
        """What is listed, which may be what a finding is about."""
        chosen = [group for group in self._groups if group.key == self._tree.current_key]
        return self._finding or (chosen[0] if chosen else None)

    def _show_group(self) -> None:
        """List the group as far as the filter lets it through."""
        group = self._group()
        if group is None:
            return
        query = self._filter.text().casefold()
        items = [item for item in group.items if query in item.name.casefold()] if query else group.items
        self._views.browser.show_items(items, full_names=self._finding is not None)
        self._nothing_listed = not items
        self._show_list_or_empty()
        self._empty.say(
            self.tr("Nothing here"),
            self.tr("No name in this group contains “{text}”.").format(text=self._filter.text())
            if query
            else self.tr("This group is empty."),
        )
        self._heading.setText(group.title)
        self._back.setVisible(self._finding is not None)

    def _show_finding(self, title: str, findings: tuple[Finding, ...]) -> None:
        named = {item.name: item for group in self._groups for item in group.items}
        names = dict.fromkeys(name for finding in findings for name in finding.images)
        self._views.browser.show_list()
        self._filter.clear()
        self._finding = Group("finding", title, tuple(named[name] for name in names if name in named))
        self._show_group()
        self._views.browser.scroll_to_top()

    def _leave_finding(self) -> None:
        self._finding = None
        self._show_group()

    def _show_first_group(self) -> None:
        self._filter.clear()
        self._tree.choose_first()
        self._leave_finding()

    def _large_shown(self, large: bool) -> None:
        self._header.setVisible(not large)
        self._show_list_or_empty()

    def _show_list_or_empty(self) -> None:
        large = self._header.isHidden()  # it stays, also when it is the last one and was marked away
        self._list.setCurrentIndex(1 if self._nothing_listed and not large else 0)

    def _add_updates(self, updates: Sequence[object]) -> None:
        self._views.browser.add_updates(updates)

    def _learn_from(self, error: InspectorError) -> None:
        """State that the folders of an error hold good parts, and open their category again."""
        root, names = error.fields["root"], error.fields["names"]
        assert isinstance(root, Path)
        assert isinstance(names, tuple)
        self.session.change(
            partial(state_learned_folders, root, names, home=self.session.home), self.session.open_category
        )

    def _go_to_train(self) -> None:
        self.session.screen_requested.emit("train")

    # Layout

    def _build(self) -> None:
        self._start = StartPage(self.session)
        self._start.open_requested.connect(self.session.folder_requested)
        self._start.demo_requested.connect(self.session.demo_requested)
        splitter = SavedSplitter(Qt.Orientation.Horizontal, settings=self.session.settings, key="category/splitter")
        splitter.addWidget(self._build_groups())
        splitter.addWidget(self._build_centre())
        splitter.addWidget(self._build_panel())
        splitter.setStretchFactor(1, 1)
        splitter.setHandleWidth(GAP)
        splitter.setSizes([_GROUPS_WIDTH, 1000, _PANEL_WIDTH])
        splitter.restore()
        content = QWidget()
        frame = QVBoxLayout(content)
        frame.setContentsMargins(GAP, GAP, GAP, GAP)
        frame.addWidget(splitter)
        self._switch = Switch(self._start, content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._switch)

    def _build_groups(self) -> QWidget:
        self._name = ElidedLabel("title")
        self._name.setObjectName("category-name")
        self._tree = GroupTree()
        self._tree.group_chosen.connect(self._group_chosen)
        train = QPushButton(self.tr("Train a model"))
        train.setProperty("role", "primary")
        train.clicked.connect(self._go_to_train)
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
        self._filter = filter_box(self.tr("Filter by name"), self._show_group)
        self._filter.setMaximumWidth(260)
        self._heading = ElidedLabel("heading")
        self._heading.setMinimumWidth(40)
        self._heading.setObjectName("group-heading")
        self._back = QPushButton(self.tr("Back to the group"))
        self._back.clicked.connect(self._leave_finding)
        self._header = QWidget()
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._heading, stretch=1)
        row.addWidget(self._back)
        row.addWidget(self._filter, stretch=1)
        self._browsers = QStackedWidget()
        self._empty = EmptyState("", "")
        self._list = QStackedWidget()
        self._list.addWidget(self._browsers)
        self._list.addWidget(self._empty)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._header)
        column.addWidget(self._list, stretch=1)
        return centre

    def _build_panel(self) -> QWidget:
        self._summary = CategorySummary()
        self._findings = FindingsPanel(self.session)
        self._findings.chosen.connect(self._show_finding)
        self._findings.updated.connect(self._add_updates)
        self._findings.examined.connect(self._summary.show_examined)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(_card(Section(self.tr("Summary"), self._summary)))
        column.addWidget(_card(Section(self.tr("Findings"), self._findings)))
        self._section_column = QVBoxLayout()
        self._section_column.setSpacing(GAP)
        column.addLayout(self._section_column)
        column.addStretch(1)
        panel.setMinimumWidth(_PANEL_WIDTH - 40)
        self._panel = scrolled(panel, across=False)
        return self._panel


def _card(section: Section) -> QWidget:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(GAP, GAP, GAP, GAP)
    column.setSpacing(GAP // 2)
    column.addWidget(label(section.title, "heading"))
    column.addWidget(section.widget)
    return frame
