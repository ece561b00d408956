"""Which run to review."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from inspector.gui.screen import combo_box
from inspector.store.listing import RunEntry


class RunChoice(QWidget):
    """The runs of a workspace, newest first.

    Args:
        exports: write what the one that is shown holds, and what was decided on it.

    Signals: `chosen` (Path) when a person chooses another run than the one that is shown.
    """

    chosen = Signal(object)

    def __init__(self, exports: Sequence[QAction]) -> None:
        super().__init__()
        self._shown: Path | None = None
        self.box = combo_box(self.tr("Run"), self._picked)
        self.box.setObjectName("runs")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self._menu = menu = QMenu(self)
        self.add_exports(exports)
        export = QPushButton(self.tr("Export"))
        export.setProperty("role", "tool")
        export.setMenu(menu)
        layout.addWidget(export)

    def add_exports(self, exports: Sequence[QAction]) -> None:
        """Put further commands into the menu of exports."""
        self._menu.addActions(list(exports))

    def show_runs(self, entries: Sequence[RunEntry]) -> None:
        """List these, those that cannot be read left out."""
        self.box.clear()
        for entry in entries:
            if entry.error is None:
                name = self.tr("{name} (interrupted)").format(name=entry.name) if entry.interrupted else entry.name
                self.box.addItem(name, str(entry.path))
        self._select()

    def newest(self) -> Path | None:
        """The run that was made last."""
        return Path(self.box.itemData(0)) if self.box.count() else None

    def show_run(self, path: Path | None) -> None:
        """This run is under review."""
        self._shown = path
        self._select()

    def _select(self) -> None:
        if self._shown is not None:
            self.box.setCurrentIndex(self.box.findData(str(self._shown)))

    def _picked(self, index: int) -> None:
        path = self.box.itemData(index)
        if path is not None and str(self._shown) != path:
            self.chosen.emit(Path(path))
