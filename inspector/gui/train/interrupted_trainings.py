"""The interrupted trainings of the open workspace, offered to be resumed or discarded."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.gui.file_changes import discarding
from inspector.gui.session import Session
from inspector.gui.widgets.interrupted import Interrupted, InterruptedCard
from inspector.store.listing import CheckpointEntry, list_checkpoints
from inspector.store.models.model_folder import checkpoint_of


class InterruptedTrainings(QObject):
    """Owns the card that lists them, newest first.

    Signals:
        resume_requested (CheckpointEntry): the person wants to resume one.
        changed: one was put aside or brought back.
    """

    resume_requested = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._entries: dict[Path, CheckpointEntry] = {}
        self._running: Path | None = None
        self._unwanted: Path | None = None
        self.card = InterruptedCard(self._resume, self.discard)

    def set_running(self, output: Path | None) -> None:
        """A training into this folder is running, whose checkpoint is not offered; None for none."""
        self._running = None if output is None else checkpoint_of(output)
        self._show()

    def refresh(self) -> None:
        """List them again."""
        workspace = self._session.workspace
        if workspace is not None:
            self._session.latest("interrupted trainings", partial(list_checkpoints, workspace), self._listed)

    def discard(self, path: Path) -> None:
        """Put one aside; Undo brings it back until the category is closed."""
        text = self.tr("Discard an interrupted training")
        self._session.undo.push(discarding(self._session, path, text, self.changed.emit))
        self._session.said.emit(self.tr("The interrupted training is discarded. Undo brings it back."))

    def discard_when_found(self, output: Path) -> None:
        """Put aside what a training into this folder has left, if it has left something."""
        self._unwanted = checkpoint_of(output)
        self.refresh()

    def _listed(self, entries: list[CheckpointEntry]) -> None:
        self._entries = {entry.path: entry for entry in entries}
        unwanted, self._unwanted = self._unwanted, None
        if unwanted in self._entries:
            del self._entries[unwanted]
            self.discard(unwanted)
        self._show()

    def _show(self) -> None:
        entries = [entry for path, entry in self._entries.items() if path != self._running]
        self.card.show_items([self._item(entry) for entry in entries])
        self.card.setVisible(bool(entries) and self._running is None)

    def _item(self, entry: CheckpointEntry) -> Interrupted:
        if entry.owner is not None:
            text = self.tr('"{name}" is being trained: {user} has been working on it on {host} since {since}.').format(
                name=entry.output.name, user=entry.owner.user, host=entry.owner.host, since=entry.owner.local_since
            )
            return Interrupted(entry.path, text, can_continue=False, can_discard=False)
        if entry.error is not None or entry.job is None:
            return Interrupted(entry.path, entry.error or "", can_continue=False)
        text = self.tr('Training "{name}" stopped at step {step}.')
        steps = (entry.job["config"].get("training") or {}).get("steps")
        if steps:
            text = self.tr('Training "{name}" stopped at step {step} of {steps}.')
        text = text.format(name=entry.output.name, step=entry.step, steps=steps)
        return Interrupted(entry.path, text, can_continue=True)

    def _resume(self, path: Path) -> None:
        entry = self._entries.get(path)
        if entry is not None:
            self.resume_requested.emit(entry)
