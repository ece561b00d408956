"""Train: from what is good to a model, watched while it learns, and opened in Review when it is done."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QScrollArea, QVBoxLayout, QWidget

from inspector.core.errors import InspectorError
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import BackgroundJob, Done, Ended, Failed, Snapshot, Stopped, once
from inspector.gui.commands import Commands
from inspector.gui.file_changes import discarding
from inspector.gui.screen import GAP, EmptyState, Screen, Switch, button, label
from inspector.gui.session import Session
from inspector.gui.train.expected_time import ExpectedTime
from inspector.gui.train.method_form import MethodForm
from inspector.gui.train.progress import TrainProgress
from inspector.gui.train.remembered_choices import RememberedChoices
from inspector.gui.widgets.interrupted import Interrupted, InterruptedCard
from inspector.store.listing import CheckpointEntry, list_checkpoints
from inspector.store.models.model_folder import checkpoint_of
from inspector.store.workspace import Workspace, unused_name
from inspector.workflow.inspect.images import InspectDone
from inspector.workflow.train.images import ImageTrainJob
from inspector.workflow.train.learning import TrainDone
from inspector.workflow.train.video import VideoTrainJob

_COLUMN_WIDTH = 372


class TrainScreen(Screen):
    """Owns the training that runs, and the measuring of the one that is chosen.

    Its subclasses say in the methods at the end what is trained on, and how.
    """

    key = "train"
    _run_suffix: str
    _settings_key: str

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.job: BackgroundJob | None = None
        self._training: ImageTrainJob | VideoTrainJob | None = None
        self._workspace: Workspace | None = None  # of what is trained, which may not be the one open
        self._waiting: ImageTrainJob | VideoTrainJob | None = None
        self._throw_away = False
        self._done: TrainDone | None = None
        self._problem = ""
        self._entries: dict[Path, CheckpointEntry] = {}
        self.form = self._make_form()
        self._kept = RememberedChoices(session.settings, self._settings_key)
        self.form.restore(self._kept.last())
        self.expected = ExpectedTime(session, self._chosen, parent=self)
        self._add_commands()
        self._build()
        self.form.changed.connect(self._changed)
        self.expected.told.connect(self.estimate.setText)
        self.expected.idle.connect(self._launch)
        self._category_signal().connect(self._category_changed)
        session.models_changed.connect(self._models_changed)
        self._category_changed(self._category())

    def title(self) -> str:
        return self.tr("Train")

    def entered(self) -> None:
        (self.form.method if self.job is None else self.buttons[1]).setFocus()
        self._changed()
        self._look_for_interrupted()

    def start(self) -> None:
        """Train what is chosen."""
        self._refresh_problem()
        if not self._can_start():
            return
        self._kept.keep_last(self.form.values())
        self._begin(self.form.job(self._category(), self.session.workspace), self.form.choice())

    def pause(self) -> None:
        """Pause, or go on."""
        if self.job.paused:
            self.job.go_on()
        else:
            self.job.pause()
        self._show_paused()

    def cancel(self) -> None:
        """Ask what is to become of the training, which waits meanwhile."""
        if self._done is not None:  # the model is finished, only the inspection of the test images is not
            self.job.stop()
            return
        was_paused = self.job.paused
        self.job.pause()
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Cancel the training?"))
        box.setText(self.tr('The training of "{name}" is not finished.').format(name=self._training.output.name))
        box.setInformativeText(self.tr("What it has learned can be kept, to continue later from this step."))
        self.keep_button = box.addButton(self.tr("Stop and keep"), QMessageBox.ButtonRole.AcceptRole)
        self.discard_button = box.addButton(self.tr("Stop and discard"), QMessageBox.ButtonRole.DestructiveRole)
        self.go_on_button = box.addButton(self.tr("Go on training"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(self.go_on_button)
        box.setEscapeButton(self.go_on_button)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(partial(self._cancel_answered, was_paused))
        box.open()

    def continue_training(self, path: Path) -> None:
        """Go on with an interrupted training."""
        entry = self._entries.get(path)
        if entry is None or self.job is not None or self._waiting is not None:
            return
        stored = self._kept.of(entry.output)
        try:
            job, choice = self._interrupted_job(entry, stored)
        except InspectorError as error:
            self.session.failed.emit(Failed.of(error))
            return
        self._begin(job, choice)

    def discard_training(self, path: Path) -> None:
        """Put an interrupted training aside; Undo brings it back until the application ends."""
        text = self.tr("Discard an interrupted training")
        self.session.undo.push(discarding(self.session, path, text, self._models_changed))
        self.session.said.emit(self.tr("The interrupted training is discarded; Undo brings it back."))

    def _cancel_answered(self, was_paused: bool, clicked: QWidget) -> None:
        if self.job is None:
            return
        if clicked is self.go_on_button:
            if not was_paused:
                self.job.go_on()
            return
        self._throw_away = clicked is self.discard_button
        self.job.stop()

    def _begin(self, job: ImageTrainJob | VideoTrainJob, choice: Any) -> None:
        self._waiting, self._workspace = job, self.session.workspace
        self._kept.keep(job.output, choice)
        self.form.setEnabled(False)
        self.interrupted.hide()
        self.progress.begin(job)
        self._right.show_content(True)
        self.expected.stop()
        self._launch()

    def _launch(self) -> None:
        """Start when nothing is measured any more: both would disturb each other's time and random numbers."""
        if self._waiting is None or self.expected.busy:
            return
        job, self._waiting = self._waiting, None
        self._training, self._done, self._throw_away = job, None, False
        run = unused_name(self._workspace.runs, f"{job.output.name}-test", suffix=self._run_suffix)

        def events() -> Iterator[object]:
            return self._job_events(job, run)

        self.job = self.session.start(
            events,
            title=self.tr("Training {name}").format(name=job.output.name),
            updated=self._updated,
            ended=self._ended,
        )
        self.commands.refresh()
        self.buttons[1].setFocus()

    def _updated(self, snapshot: Snapshot) -> None:
        self.progress.follow(snapshot)
        if self._done is None and TrainDone in snapshot.latest:
            self._done = snapshot.latest[TrainDone]
            self._kept.keep(self._done.model, None)
            self.session.models_changed.emit()
        if self.job is not None and self.job.paused:
            self.progress.paused(True)

    def _ended(self, ended: Ended) -> None:
        training, here = self._training, self._workspace == self.session.workspace
        self.job = self._training = None
        self._pause.setText(self.tr("Pause"))
        self.form.setEnabled(True)
        if isinstance(ended, Done):
            self.progress.ended(self.tr("Done"))
            self.session.said.emit(self.tr('The model "{name}" is finished.').format(name=training.output.name))
            self.session.runs_changed.emit()
            if here and isinstance(ended.result, InspectDone):
                self.session.open_run(ended.result.run)
        elif isinstance(ended, Stopped) and self._done is None:
            self.progress.ended(self.tr("Cancelled"))
            if self._throw_away and checkpoint_of(training.output).exists():
                self.discard_training(checkpoint_of(training.output))
        elif isinstance(ended, Stopped):
            self.progress.ended(self.tr("The model is finished; the test images were not all inspected"))
            self.session.runs_changed.emit()
        else:
            self.progress.ended(self.tr("The training failed"))
        self._models_changed()
        self._changed()
        self.form.method.setFocus()  # the button that had it is no longer enabled, and keys must go on working here

    def _chosen(self) -> ImageTrainJob | VideoTrainJob | None:
        """What would be trained now; None while there is no such thing, or something is trained."""
        if self._busy() or self._category() is None or self._problem:
            return None
        try:
            return self.form.job(self._category(), self.session.workspace)
        except InspectorError:
            return None

    def _changed(self) -> None:
        self._refresh_problem()
        self.warning.setText(self._problem)
        self.warning.setVisible(bool(self._problem))
        if not self._busy() and self.isVisible() and self._can_estimate():
            self.expected.ask()
        self.commands.refresh()

    def _refresh_problem(self) -> None:
        self._problem = ""
        if self._category() is not None:
            self._problem = self.form.problem(self._category(), self.session.workspace)

    def _category_changed(self, _category: object) -> None:
        category = self._category()
        self._switch.show_content(category is not None)
        self.form.set_workspace(self.session.workspace)
        if category is not None and not self._busy():
            self._right.show_content(False)
            self.ready.say(
                self.tr('Ready to learn "{name}"').format(name=category.name),
                self._what_is_learned().format(good=len(category.train), test=len(category.test)),
            )
        self._changed()
        self._look_for_interrupted()

    def _models_changed(self) -> None:
        self.form.set_workspace(self.session.workspace)
        self._look_for_interrupted()

    def _look_for_interrupted(self) -> None:
        workspace = self.session.workspace
        if workspace is not None:
            self.session.start(
                once(partial(list_checkpoints, workspace)),
                title=self.tr("Looking for interrupted trainings"),
                ended=self._found_interrupted,
                quietly=True,
            )

    def _found_interrupted(self, ended: Ended) -> None:
        if not isinstance(ended, Done):
            return
        running = None if self._training is None else checkpoint_of(self._training.output)
        self._entries = {entry.path: entry for entry in ended.result if entry.path != running}
        self.interrupted.show_items([self._item(entry) for entry in self._entries.values()])
        self.interrupted.setVisible(bool(self._entries) and not self._busy())

    def _item(self, entry: CheckpointEntry) -> Interrupted:
        if entry.error is not None:
            return Interrupted(entry.path, entry.error, can_continue=False)
        text = self.tr('Training "{name}" stopped at step {step}.').format(name=entry.output.name, step=entry.step)
        steps = (entry.job["config"].get("training") or {}).get("steps")
        if steps:
            text = self.tr('Training "{name}" stopped at step {step} of {steps}.').format(
                name=entry.output.name, step=entry.step, steps=steps
            )
        return Interrupted(entry.path, text, can_continue=True)

    def _busy(self) -> bool:
        return self.job is not None or self._waiting is not None

    def _can_start(self) -> bool:
        return not self._busy() and self._category() is not None and not self._problem

    def _running(self) -> bool:
        return self.job is not None

    def _show_paused(self) -> None:
        self._pause.setText(self.tr("Resume") if self.job.paused else self.tr("Pause"))
        self.progress.paused(self.job.paused)

    # What is trained on, and how

    def _make_form(self) -> MethodForm:
        raise NotImplementedError

    def _category(self) -> Category | VideoCategory | None:
        """The category that is open."""
        raise NotImplementedError

    def _category_signal(self) -> SignalInstance:
        """Tells when another one is."""
        raise NotImplementedError

    def _interrupted_job(self, entry: CheckpointEntry, stored: dict[str, Any] | None) -> tuple[Any, Any]:
        """An interrupted training with what was chosen for it, which is what is chosen now where nothing was stored.

        Raises:
            InspectorError: if it cannot be gone on with.
        """
        raise NotImplementedError

    def _job_events(self, job: Any, run: Path) -> Iterator[object]:
        """The training and what follows; run off the GUI thread."""
        raise NotImplementedError

    def _what_is_learned(self) -> str:
        """What there is to learn from and to test on, with their numbers as {good} and {test}."""
        raise NotImplementedError

    def _stages(self) -> dict[str, str]:
        """What the stages of the work are called."""
        raise NotImplementedError

    def _can_estimate(self) -> bool:
        """Whether the time of a training can be measured before it."""
        return False

    def _go_to_category(self) -> None:
        self.session.screen_wanted.emit("category")

    def _add_commands(self) -> None:
        group = self.title()
        add = self.commands.add
        self._start = add(
            self, self.tr("Start"), self.start, group=group, shortcuts=("Ctrl+Return", "Ctrl+Enter"),
            enabled=self._can_start,
        )  # fmt: skip
        self._pause = add(self, self.tr("Pause"), self.pause, group=group, shortcuts=("Ctrl+P",), enabled=self._running)
        self._cancel = add(self, self.tr("Cancel"), self.cancel, group=group, enabled=self._running)

    def _build(self) -> None:
        self.interrupted = InterruptedCard(self.continue_training, self.discard_training)
        self.warning = label("", "warning")
        self.warning.setWordWrap(True)
        self.estimate = label("–")
        self.estimate.setWordWrap(True)
        self.estimate.setAccessibleName(self.tr("Expected time on this machine"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(self.interrupted)
        column.addWidget(self.form)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        row = QHBoxLayout()
        self.buttons = [
            button(action, primary=place == 0) for place, action in enumerate((self._start, self._pause, self._cancel))
        ]
        for one in self.buttons:
            row.addWidget(one, stretch=1)
        left = QWidget()
        left.setFixedWidth(_COLUMN_WIDTH)
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, GAP, 0)  # as the form has it, for its scroll bar
        below.setSpacing(GAP // 2)
        below.addWidget(self.warning)
        self._expected = QWidget()
        expected = QVBoxLayout(self._expected)
        expected.setContentsMargins(0, 0, 0, GAP // 2)
        expected.setSpacing(GAP // 2)
        expected.addWidget(label(self.tr("Expected time on this machine"), "muted"))
        expected.addWidget(self.estimate)
        if not self._can_estimate():
            self._expected.hide()
        below.addWidget(self._expected)
        below.addLayout(row)
        outer = QVBoxLayout(left)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP // 2)
        outer.addWidget(area, stretch=1)
        outer.addLayout(below)
        self.progress = TrainProgress(self._stages())
        self.ready = EmptyState("", "")
        self._right = Switch(self.ready, self.progress)
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        across.setSpacing(GAP)
        across.addWidget(left)
        across.addWidget(self._right, stretch=1)
        choose = self.commands.add(
            self, self.tr("Choose a category"), self._go_to_category, group=self.title(), enabled=None
        )
        empty = EmptyState(
            self.tr("No category is open"),
            self.tr("Open a folder of images of good parts first; then a model can be trained on them here."),
            [choose],
        )
        self._switch = Switch(empty, content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._switch)
