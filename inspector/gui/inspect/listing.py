"""The models to inspect with, and the interrupted runs to resume."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from inspector.core.operating_point import ScoreScale
from inspector.gui.inspect.column import InspectColumn
from inspector.gui.inspect.model_choice import models_of_kind
from inspector.gui.inspect.view import InspectView
from inspector.gui.numbers import count
from inspector.gui.session import Session
from inspector.gui.widgets.interrupted import Interrupted
from inspector.gui.widgets.run_names import entry_title
from inspector.store.listing import ModelEntry, RunEntry


class Listing(QObject):
    """Looks for them in the workspace, in the background, and shows them in the column.

    Signal `models_listed`: the models are those that are there now.
    """

    models_listed = Signal()

    def __init__(self, session: Session, view: InspectView, column: InspectColumn, *, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._view, self._column = session, view, column
        session.models_changed.connect(self.update)
        session.runs_changed.connect(self.update)

    def update(self) -> None:
        """Look again, where a category of this kind is open."""
        session, kind, key = self._session, self._view.kind, self._view.settings_key
        workspace, category = session.workspace, session.category
        if workspace is not None and category is not None and category.kind == kind.name:
            session.latest(f"{key}/models", partial(models_of_kind, workspace, kind), self._found_models)
            session.latest(f"{key}/runs", partial(kind.list_runs, workspace), self._found_runs)

    def _found_models(self, found: list[tuple[ModelEntry, ScoreScale | None]]) -> None:
        last = self._session.settings.value(f"{self._view.settings_key}/model")
        self._column.model.offer(found, last=None if last is None else str(last))
        self.models_listed.emit()

    def _found_runs(self, found: list[RunEntry]) -> None:
        # While something is at work, a run that is not complete may be the one it writes.
        unfinished = [] if self._session.shown_jobs else [entry for entry in found if entry.interrupted]
        self._column.interrupted.show_items([self._item(entry) for entry in unfinished])

    def _item(self, entry: RunEntry) -> Interrupted:
        if entry.owner is not None:
            text = self.tr("{name}: being written by {user} on {host} since {since}").format(
                name=entry_title(entry), user=entry.owner.user, host=entry.owner.host, since=entry.owner.local_since
            )
            return Interrupted(entry.path, text, can_continue=False, can_discard=False)
        if entry.error is not None:
            return Interrupted(entry.path, entry.error, can_continue=False)
        text = self._view.words.interrupted.format(name=entry_title(entry), n=count(entry.images or 0))
        return Interrupted(entry.path, text, can_continue=True)
