"""Inspect: a batch of parts or clips with a finished model, each with its verdict, into a run."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.commands import Commands, needs
from inspector.gui.inspect.page import InspectPage
from inspector.gui.inspect.view import MakeInspectView
from inspector.gui.screen import EmptyState, Screen, Switch
from inspector.gui.session import Session
from inspector.workflow.kinds import KindName


class InspectScreen(Screen):
    """Shows the page of the kind that is open; what is at work on another one goes on.

    Args:
        views: what makes the view of each kind, by its name; its page is made when it is first needed.
    """

    key = "inspect"

    def __init__(self, session: Session, commands: Commands, views: Mapping[KindName, MakeInspectView]) -> None:
        super().__init__(session, commands, title=QCoreApplication.translate("InspectScreen", "Inspect"))
        self._pages = {name: commands.later(partial(self._make_page, name, make)) for name, make in views.items()}
        self._kind = next(iter(self._pages))  # that is open
        self._to_operator = commands.add(
            self, self.tr("Operator view"), self.enter_operator, group=self.title, shortcuts=("F11",),
            enabled=self._is_open, anywhere=True,
        )  # fmt: skip
        pages = QWidget()
        self._stack = QStackedLayout(pages)
        choose = commands.add(self, self.tr("Choose a category"), self._go_to_category, group=self.title)
        empty = EmptyState(
            self.tr("No category is open"),
            self.tr("Open a folder of images of good parts and train a model on them; then inspect parts here."),
            [choose],
        )
        self._switch = Switch(empty, pages)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._switch)
        session.category_changed.connect(self._category_changed)
        session.paths_requested.connect(self._choose)
        session.model_requested.connect(self._choose_model)
        session.jobs_changed.connect(self._jobs_changed)
        self._category_changed(session.category)

    @property
    def page(self) -> InspectPage:
        """That of the kind that is open."""
        return self._pages[self._kind].get()

    def entered(self) -> None:
        if self.session.category is not None:
            self._show_page()
            self.page.entered()

    def enter_operator(self) -> None:
        """From whatever screen."""
        self.session.screen_requested.emit("inspect")  # where the person is when the view is left
        self.page.operator.enter()

    def _category_changed(self, category: Category | VideoCategory | None) -> None:
        self._switch.show_content(category is not None)
        if category is not None:
            self._kind = category.kind
            self.window().addAction(self._to_operator)  # on every screen
        for name, page in self._pages.items():
            if page.made is not None:
                page.made.category_changed(category if name == self._kind else None)
        if self.isVisible() and category is not None:
            self._show_page()

    def _show_page(self) -> None:
        self._stack.setCurrentWidget(self.page)

    def _make_page(self, name: KindName, make: MakeInspectView) -> InspectPage:
        page = InspectPage(self.session, self.commands, make(self.session), to_operator=self._to_operator)
        self._stack.addWidget(page)
        category = self.session.category
        page.category_changed(category if category is not None and category.kind == name else None)
        return page

    def _choose(self, paths: Sequence[Path]) -> None:
        if self.session.category is not None:
            self.page.choose(paths)

    def _jobs_changed(self) -> None:
        """A page that knows the models of before chooses the one that a training adds."""
        if self.session.shown_jobs and self.session.category is not None:
            self._pages[self._kind].get()

    def _choose_model(self, name: str) -> None:
        self.page.model.choose(name)

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a category"))
    def _is_open(self) -> bool:
        return self.session.category is not None

    def _go_to_category(self) -> None:
        self.session.screen_requested.emit("category")
