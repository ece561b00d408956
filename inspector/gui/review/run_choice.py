"""Which run to review."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from inspector.gui.numbers import count
from inspector.gui.screen import combo_box
from inspector.gui.widgets.run_names import entry_title
from inspector.store.listing import RunEntry

_BESIDE_TEXT = 40  # of a row: margins and the scroll bar


class RunChoice(QWidget):
    """The runs of a workspace, newest first: when, by which model, how many parts; the file's name is a tooltip.

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
        menu.setToolTipsVisible(True)  # they say what each writes
        self.add_exports(exports)
        export = QPushButton(self.tr("Export"))
        export.setProperty("role", "tool")
        export.setMenu(menu)
        layout.addWidget(export)

    def add_exports(self, exports: Sequence[QAction]) -> None:
        """Put further commands into the menu of exports."""
        self._menu.addActions(list(exports))

    def show_runs(self, entries: Sequence[RunEntry], counts: str) -> None:
        """List these, those that cannot be read left out.

        Args:
            counts: what is said of `{n}` parts or clips of which `{ng}` were decided NG.
        """
        self.box.clear()
        for entry in entries:
            if entry.error is None:
                text = f"{entry_title(entry)} · {counts.format(n=count(entry.images or 0), ng=count(entry.ng or 0))}"
                if entry.interrupted:
                    text = self.tr("{run} (interrupted)").format(run=text)
                self.box.addItem(text, str(entry.path))
                about = self.tr("{run}\nFile: {file}. The number of NG is that of the inspection.")
                self.box.setItemData(
                    self.box.count() - 1, about.format(run=text, file=entry.name), Qt.ItemDataRole.ToolTipRole
                )
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
        self.box.setToolTip(self.box.currentData(Qt.ItemDataRole.ToolTipRole) or self.box.accessibleName())
        # The list that drops down is as wide as the longest text; the box itself is not.
        self.box.view().setMinimumWidth(self.box.view().sizeHintForColumn(0) + _BESIDE_TEXT)

    def _picked(self, index: int) -> None:
        path = self.box.itemData(index)
        if path is not None and str(self._shown) != path:
            self.chosen.emit(Path(path))
