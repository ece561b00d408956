"""What Review writes of the open run for others: tables, a page, pictures."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector.gui.commands import CommandGroup, needs
from inspector.gui.review.opened_run import OpenedRun
from inspector.gui.review.view import AnyReviewView
from inspector.gui.session import Session
from inspector.gui.widgets.run_exports import RunExports


class RunFiles(QObject):
    """Owns the commands that write files of `opened`, which is what the screen shows.

    Args:
        view: that which shows the run.

    Attributes:
        actions: the commands, in the order of a menu.
    """

    def __init__(
        self, session: Session, parent: QWidget, *, add: CommandGroup, view: Callable[[], AnyReviewView]
    ) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._exports = RunExports(session, parent)
        self._opened: OpenedRun | None = None
        self.actions = self._commands(add)

    def show_run(self, opened: OpenedRun | None) -> None:
        """Another run, or none."""
        self._opened = opened
        self._exports.other_thresholds = opened is not None and opened.run.other_thresholds

    def _commands(self, group: CommandGroup) -> list[QAction]:
        rows = (
            (
                group.add(self.tr("Export results as CSV …"), self.export_csv, (), self._has_run),
                self.tr("One row per image or event: score, decision, and the review in force"),
            ),
            (
                group.add(self.tr("HTML report …"), self.export_report, (), self._has_model),
                self.tr("One page for a browser: the figures, and what was found with its heatmaps"),
            ),
            (
                group.add(self.tr("Export pictures …"), self.export_pictures, (), self._has_model),
                self.tr("A new folder: what is NG, in REVIEW or decided, with its heatmap"),
            ),
            (
                group.add(self.tr("Export reviews as CSV …"), self.export_reviews, ("Ctrl+E",), self._has_run),
                self.tr("One row per decision of a person, also of those that were changed later"),
            ),
        )
        for action, meaning in rows:
            action.setToolTip(meaning)
        return [action for action, _ in rows]

    def export_csv(self) -> None:
        """Ask where to, and write what the run holds as a table."""
        opened, kind = self._opened, self._session.kind
        if opened is not None and kind is not None:
            self._exports.table(opened.run.path, partial(kind.export_table, opened.run.path))

    def export_report(self) -> None:
        """Ask where to, and write the run as a page."""
        opened, kind = self._opened, self._session.kind
        if opened is not None and opened.model is not None and kind is not None:
            self._exports.report(opened.run.path, kind, model=opened.model.folder, category=self._session.category)

    def export_pictures(self) -> None:
        """Ask where to, and write the run's pictures."""
        opened, kind = self._opened, self._session.kind
        if opened is not None and opened.model is not None and kind is not None:
            path = opened.run.path
            self._exports.pictures(path, partial(kind.export_pictures, path, model=opened.model.folder))

    def export_reviews(self) -> None:
        """Ask where to, and write the decisions as a table."""
        opened = self._opened
        if opened is not None:
            self._exports.reviews(opened.run.path, partial(self._view().export_reviews, opened.run.path))

    @needs(QT_TRANSLATE_NOOP("Needs", "needs an open run"))
    def _has_run(self) -> bool:
        return self._opened is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs an open run and its model"))
    def _has_model(self) -> bool:
        return self._opened is not None and self._opened.model is not None
