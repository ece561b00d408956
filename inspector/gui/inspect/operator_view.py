"""The operator's view: full screen, keyboard alone, and nothing on it that changes a model or a threshold."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from inspector.gui.commands import Commands, keys
from inspector.gui.inspect.counts import Counts
from inspector.gui.inspect.images.batch import Inspecting
from inspector.gui.inspect.item_view import PartView
from inspector.gui.numbers import duration
from inspector.gui.screen import GAP, label

_BADGE_HEIGHT = 190
_SIDE_WIDTH = 340


class OperatorView(QWidget):
    """A window of its own over the same batch as the Inspect screen.

    Args:
        start_or_stop, choose: what Space and O do.
        told: what is inspected with what, in two lines.
    """

    def __init__(
        self,
        inspecting: Inspecting,
        commands: Commands,
        *,
        start_or_stop: Callable[[], None],
        choose: Callable[[], None],
        told: Callable[[], tuple[str, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._inspecting, self._told = inspecting, told
        self.setWindowTitle(self.tr("Inspector – operator view"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        group = self.tr("Operator view")

        def add(text: str, run: Callable[[], None], *shortcuts: str) -> QAction:
            return commands.add(self, text, run, group=group, shortcuts=shortcuts)

        actions = [
            add(self.tr("Start or stop"), start_or_stop, "Space"),
            add(self.tr("Choose a folder"), choose, "O"),
            add(self.tr("Part before"), self.earlier, "Left", "Up"),
            add(self.tr("Next part"), self.later, "Right", "Down"),
            add(self.tr("Newest part"), self.newest, "End"),
            add(self.tr("Leave"), self.close, "Esc", "F11"),
        ]
        self._build(actions)
        inspecting.changed.connect(self.refresh)
        inspecting.shown.connect(self.view.show_part)
        inspecting.warned.connect(self.message.setText)

    def enter(self) -> None:
        """Cover the screen."""
        self.refresh()
        self.setGeometry(self.screen().geometry())  # for screens without a window manager, such as kiosks
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()

    def refresh(self) -> None:
        model, what = self._told()
        self.model.setText(model)
        self.what.setText(what)
        self.counts.show_counts(self._inspecting.counts)
        total, done = self._inspecting.total, self._inspecting.done
        self.bar.setMaximum(max(1, total))
        self.bar.setValue(done)
        self.progress.setText(f"{done} / {total}" if total else "–")
        if self._inspecting.batch is None:
            self.view.clear()
        if self._inspecting.job is None:
            self.state.setText(self.tr("Stopped") if done < total else self.tr("Ready"))
        elif self._inspecting.seconds_left is None:
            self.state.setText(self.tr("Inspecting"))
        else:
            left = duration(self._inspecting.seconds_left)
            self.state.setText(self.tr("Inspecting · {time} left").format(time=left))
        looking_back = self._inspecting.row > 0
        self.back.setText(
            self.tr("Looking back: part {n} of {all}").format(n=done - self._inspecting.row, all=done)
            if looking_back
            else ""
        )

    def earlier(self) -> None:
        self._inspecting.look_at(self._inspecting.row + 1)
        self.refresh()

    def later(self) -> None:
        self._inspecting.look_at(self._inspecting.row - 1)
        self.refresh()

    def newest(self) -> None:
        self._inspecting.look_at(0)
        self.refresh()

    def _build(self, actions: list[QAction]) -> None:
        self.view = PartView(badge_height=_BADGE_HEIGHT)
        self.counts = Counts(columns=2, large=True)
        self.model, self.what, self.state, self.progress, self.back, self.message = (_line() for _ in range(6))
        self.model.setProperty("role", "title")
        self.state.setProperty("role", "heading")
        self.what.setProperty("role", "muted")
        self.message.setProperty("role", "warning")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self.model, self.what, self.counts, self.bar, self.progress, self.state, self.back):
            column.addWidget(widget)
        column.addWidget(self.message)
        column.addStretch()
        for action in actions:
            row = QHBoxLayout()
            row.addWidget(label(action.text(), "muted"))
            row.addStretch()
            row.addWidget(label(keys(action), "muted"))
            column.addLayout(row)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        whole.setSpacing(2 * GAP)
        whole.addWidget(self.view, stretch=1)
        whole.addWidget(side)


def _line() -> QLabel:
    made = label("")
    made.setWordWrap(True)
    return made
