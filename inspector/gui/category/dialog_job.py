"""A job of a dialog that shows what comes of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QDialog, QProgressBar

from inspector.core.errors import InspectorError
from inspector.gui.background.job import Ended, Snapshot
from inspector.gui.error_texts import error_message
from inspector.gui.session import Session


@dataclass(frozen=True)
class NotPossible:
    """Why there is no result, in the words of the screen: the last event of a job that `saying_why` wraps."""

    message: str


def busy_bar(name: str) -> QProgressBar:
    """A bar that moves until it is known how much there is to do, with its accessible name."""
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName(name)
    return bar


def run_while_open(
    dialog: QDialog,
    session: Session,
    events: Callable[[], Iterable[Any]],
    *,
    updated: Callable[[Snapshot], None],
    ended: Callable[[Ended], None],
) -> None:
    """Run a job until it ends or the dialog closes, which it also does before another category opens.

    Args:
        updated, ended: bound methods of QObjects of the GUI thread.
    """
    job = session.start(events, title=dialog.windowTitle(), updated=updated, ended=ended, quietly=True)
    dialog.finished.connect(job.stop)
    session.opening.connect(dialog.reject)


def saying_why(events: Iterable[object], refused: type[InspectorError]) -> Iterator[object]:
    """The events, and `NotPossible` in place of an error of this type. Run off the GUI thread."""
    try:
        yield from events
    except refused as error:
        yield NotPossible(error_message(error))
