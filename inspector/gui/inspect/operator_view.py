"""The operator's view: full screen, keyboard alone, and nothing on it that changes a model or a threshold.

Where the engineer has set a PIN, the view is left by it alone, and the window behind it is out of reach until then.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from inspector.gui.commands import Commands, keys
from inspector.gui.inspect.batch import Batch
from inspector.gui.inspect.counts import Counts
from inspector.gui.inspect.pin_dialogs import LeaveDialog, stored_pin
from inspector.gui.inspect.view import InspectView, looking_back
from inspector.gui.numbers import duration
from inspector.gui.screen import GAP, label
from inspector.gui.session import Session
from inspector.gui.widgets.labels import Notice
from inspector.gui.widgets.layout import scrolled

_BADGE_HEIGHT = 190
_SIDE_WIDTH = 340


class OperatorView(QWidget):
    """A window of its own over the same batch as the page of the Inspect screen.

    Args:
        view: of the kind; it has the words, and makes the view of what is looked at.
        start_or_stop, choose: what Space and O do; Space resumes what it has stopped.
        summary: the model, what is inspected, and a warning of the model, which may be empty.
        ready: what has to be done before a batch can start, or that it can.
    """

    def __init__(
        self,
        batch: Batch,
        session: Session,
        commands: Commands,
        view: InspectView,
        *,
        start_or_stop: Callable[[], None],
        choose: Callable[[], None],
        summary: Callable[[], tuple[str, str, str]],
        ready: Callable[[], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._session = session
        self._batch, self._content = batch, view.content
        self._summary, self._ready = summary, ready
        self._kind, self._words = view, view.words.operator
        self.setWindowTitle(self.tr("Inspector – operator view"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("errors", "afar")
        group = self._words.group

        def add(text: str, run: Callable[[], object], *shortcuts: str) -> QAction:
            return commands.add(self, text, run, group=group, shortcuts=shortcuts)

        actions = [
            add(self.tr("Start, stop or resume"), start_or_stop, "Space"),
            add(self.tr("Choose a folder"), choose, "O"),
            add(self._words.before, self.earlier, "Left", "Up"),
            add(self._words.next, self.later, "Right", "Down"),
            add(self._words.newest, self.newest, "End"),
            add(self.tr("Leave"), self.leave, "Esc", "F11"),
        ]
        self._build(actions)
        batch.changed.connect(self.refresh)
        view.content.shown.connect(self.view.show_item)
        batch.warned.connect(self.message.say)

    def enter(self) -> None:
        """Cover the screen."""
        self._session.front = self
        self.refresh()
        self.setGeometry(self.screen().geometry())  # for screens without a window manager, such as kiosks
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()
        self._session.lock(bool(stored_pin(self._session)))
        self.setEnabled(True)  # which the window behind it may not be

    def leave(self) -> None:
        """Leave the view, by the PIN where there is one."""
        if not self._session.locked:
            self.close()
            return
        dialog = LeaveDialog(self._session, self)
        dialog.right.connect(self._leave)
        dialog.open()

    def _leave(self) -> None:
        self._session.lock(False)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self._session.locked:  # Alt+F4, or the window manager
            event.ignore()
            self.leave()
        else:
            self._session.front = None
            super().closeEvent(event)

    def refresh(self) -> None:
        model, what, beware = self._summary()
        self.model.setText(model)
        self.what.setText(what)
        self.beware.say(beware)
        batch, content = self._batch, self._content
        self.counts.show_counts(content.counts)
        self.bar.setMaximum(max(1, content.total))
        self.bar.setValue(content.done)
        self.progress.setText("\n".join(self._kind.progress(batch)) or "–")
        if not batch.begun:
            self.view.clear()
        self.view.show_outcome(batch.outcome)
        self.state.setText(self._state())
        self.back.setText(looking_back(self._kind, batch))

    def earlier(self) -> None:
        self._look_at(self._content.row + 1)

    def later(self) -> None:
        self._look_at(self._content.row - 1)

    def newest(self) -> None:
        self._look_at(0)

    def _look_at(self, row: int) -> None:
        self._content.look_at(row)
        self.view.choose(self._content.row > 0)
        self.refresh()

    def _state(self) -> str:
        batch = self._batch
        if batch.job is None and batch.begun and batch.run is None:
            return self.tr("Stopped")
        if batch.job is None:
            return self._ready()
        if batch.waiting:
            return self._kind.words.waiting
        if batch.seconds_left is None:
            return self.tr("Inspecting")
        return self.tr("Inspecting · {time} left").format(time=duration(batch.seconds_left))

    def _build(self, actions: list[QAction]) -> None:
        self.view = self._kind.item_view(badge_height=_BADGE_HEIGHT, afar=True)
        self.counts = Counts(columns=2, large=True)
        self.model, self.what, self.state, self.progress, self.back = (_line() for _ in range(5))
        self.beware, self.message = Notice("afar-warning"), Notice("afar-warning")
        self.beware.setObjectName("model-warning")
        self.model.setProperty("role", "title")
        self.state.setProperty("role", "afar")
        self.back.setProperty("role", "afar-warning")
        self.progress.setProperty("role", "afar")
        self.what.setProperty("role", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self.model, self.what, self.counts, self.bar, self.progress, self.state, self.back):
            column.addWidget(widget)
        column.addStretch()
        listed = QVBoxLayout()
        listed.setSpacing(GAP // 4)  # all in sight beside the large letters
        for action in actions:
            row = QHBoxLayout()
            row.addWidget(label(action.text(), "muted"))
            row.addStretch()
            row.addWidget(label(keys(action), "muted"))
            listed.addLayout(row)
        column.addLayout(listed)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        whole.setSpacing(2 * GAP)
        judged = QVBoxLayout()
        judged.setSpacing(GAP)
        judged.addWidget(self.view, stretch=1)
        for warning in (self.beware, self.message):  # which may be long, and would push the keys out of sight beside it
            judged.addWidget(warning)
        whole.addLayout(judged, stretch=1)
        beside = scrolled(side, across=False)  # or a low screen with large letters would cut the whole view
        beside.setFixedWidth(_SIDE_WIDTH)
        whole.addWidget(beside)


def _line() -> QLabel:
    made = label("")
    made.setWordWrap(True)
    return made
