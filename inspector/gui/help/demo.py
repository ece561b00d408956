"""The demonstration category, one click away."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from inspector.gui.background.job import BackgroundJob, Done, Ended
from inspector.gui.session import Session
from inspector.workflow.demo import render_category


class DemoRenderer(QObject):
    """Renders the demonstration below the workspaces' home once, and opens it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._job: BackgroundJob | None = None

    @property
    def root(self) -> Path:
        """The folder of the demonstration, whether it is there yet or not."""
        return self._session.home / "demonstration" / "bearing-cover"

    def open(self) -> None:
        if self._job not in self._session.jobs:
            render = partial(_render, self.root)
            self._job = self._session.start(render, title=self.tr("Rendering the demonstration"), ended=self._rendered)

    def _rendered(self, ended: Ended) -> None:
        if isinstance(ended, Done):
            self._session.open_category(self.root)


def _render(root: Path) -> Iterator[object]:
    """Render it unless it is there already; run off the GUI thread."""
    if root.exists():
        yield None
    else:
        yield from render_category(root, seed=0)
