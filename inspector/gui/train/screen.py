"""Train: from what is good to a model, watched while it learns, and opened in Review when it is done."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from inspector.core.errors import InspectorError
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import BackgroundJob, Done, Ended, Failed, Snapshot, Stopped
from inspector.gui.commands import Commands, needs
from inspector.gui.error_texts import Remedy
from inspector.gui.screen import Screen
from inspector.gui.session import Session
from inspector.gui.train.advice.category_advice import CategoryAdvice
from inspector.gui.train.cancel_dialog import CancelDialog
from inspector.gui.train.choice_check import ChoiceCheck
from inspector.gui.train.column import TrainContent
from inspector.gui.train.expected_time import ExpectedTime
from inspector.gui.train.interrupted_trainings import InterruptedTrainings
from inspector.gui.train.remembered_choices import TrainSources
from inspector.gui.train.source import AnyTrainSource, MakeTrainSource
from inspector.gui.train.training import Training
from inspector.store.listing import CheckpointEntry
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.kinds import KindName
from inspector.workflow.train.learning import TrainDone

_UNREADABLE = ("training.unreadable_image", "training.unreadable_clip")


class TrainScreen(Screen):
    """Owns the training that runs; the form, the job and the words come from the source of the category's kind.

    Args:
        kinds: what makes the source of each kind, by its name; each is made when it is first needed.
    """

    key = "train"

    def __init__(self, session: Session, commands: Commands, kinds: Mapping[KindName, MakeTrainSource]) -> None:
        super().__init__(session, commands, title=QCoreApplication.translate("TrainScreen", "Train"))
        self._sources = TrainSources(kinds, session.settings, self)
        self._form = commands.later(self._show_category)  # made when the screen is first shown
        self._kind = next(iter(kinds))  # that is open
        self._category: Category | VideoCategory | None = None
        self.job: BackgroundJob | None = None
        self._training: Training | None = None  # the one that runs, or ran last
        self._waiting: Training | None = None  # for the measuring to end
        self._discard_wanted = False  # of what is learned so far, once it is stopped
        self._done: TrainDone | None = None
        self._interrupted = InterruptedTrainings(session, self)
        self._check = ChoiceCheck(session, self)
        self._advice = CategoryAdvice(session, self)
        self._expected = ExpectedTime(session, self, held=lambda: self._advice.busy)
        self._add_commands()
        self._build()
        self._connect()
        self._category_changed(session.category)

    @property
    def _source(self) -> AnyTrainSource:
        """That of the kind that is open."""
        return self._sources.of(self._kind)

    def entered(self) -> None:
        if self._category is not None:
            self._form.get()
            (self._source.form.method if self.job is None else self._column.buttons[1]).setFocus()
        self._look_for_advice()
        self._changed()
        self._interrupted.refresh()

    # Start, pause, cancel

    def start(self) -> None:
        """Train what is chosen, as soon as it is known that nothing is in the way."""
        category, workspace = self._category, self.session.workspace
        if self._check.start_must_wait() or not self._can_start() or category is None or workspace is None:
            return
        source = self._source
        self._sources.remembered[source].remember_last(source.form.values(), category)
        job = source.job(category, workspace.models / source.form.model_name)
        self._begin(Training(source, job, source.choice(), workspace, self._expected.measured))

    def pause(self) -> None:
        """Pause, or continue."""
        if self.job is not None and not self.job.paused:
            self.job.pause()
            self._show_paused()
        else:
            self._go_on()

    def _go_on(self) -> None:
        if self.job is not None:
            self.job.go_on()
            self._show_paused()

    def cancel(self) -> None:
        """Ask what is to become of the training, which waits meanwhile."""
        if self.job is None or self._training is None:
            return
        if self._done is not None:  # the model is finished, only the inspection of the test set is not
            self.job.stop()
            return
        was_paused = self.job.paused
        self.job.pause()
        dialog = CancelDialog(self._training.job.output.name, self)
        dialog.keep_chosen.connect(self.job.stop)
        dialog.discard_chosen.connect(self._stop_and_discard)
        if not was_paused:
            dialog.continue_chosen.connect(self.job.go_on)
        dialog.open()

    def _stop_and_discard(self) -> None:
        self._discard_wanted = True
        if self.job is not None:
            self.job.stop()

    def _resume_interrupted(self, entry: CheckpointEntry) -> None:
        if self._busy() or self.session.workspace is None:
            return
        remembered = self._sources.remembered[self._source].of(entry.output)
        try:
            job, choice = self._source.interrupted_job(entry, remembered, self._category)
        except InspectorError as error:
            self.session.failed.emit(Failed.of(error))
            return
        self._begin(Training(self._source, job, choice, self.session.workspace))

    def _leave_out_and_train(self, _error: InspectorError) -> None:
        """Start the training that failed once more, without the files that cannot be read."""
        failed = self._training
        if failed is None or self._busy():
            return
        job, choice = replace(failed.job, skip_unreadable=True), replace(failed.choice, skip_unreadable=True)
        self._begin(replace(failed, job=job, choice=choice))

    # A training from begin to end

    def _begin(self, training: Training) -> None:
        self._waiting = training
        self._sources.remembered[training.source].remember(training.job.output, training.choice)
        self._source.form.setEnabled(False)
        self._interrupted.set_running(training.job.output)
        self._content.show_progress()
        self._progress.begin(training.job, training.source, training.phases())
        self._expected.stop()
        self._advice.stop()
        self.commands.refresh()  # nothing else starts while the measuring ends
        self._launch()

    def _launch(self) -> None:
        """Start when nothing is measured any more: both would disturb each other's time and random numbers."""
        if self._waiting is None or self._expected.busy or self._advice.busy:
            return
        training, self._waiting = self._waiting, None
        self._training, self._done, self._discard_wanted = training, None, False
        self.job = self.session.start(
            training.updates,
            title=self.tr("Training {name}").format(name=training.job.output.name),
            updated=self._updated,
            ended=self._ended,
            changes=True,
        )
        self.commands.refresh()
        self._column.buttons[1].setFocus()

    def _updated(self, snapshot: Snapshot) -> None:
        self._progress.follow(snapshot)
        if self.job is not None:
            self.job.share = self._progress.share
        if self._done is None and self._training is not None and TrainDone in snapshot.latest:
            self._done = snapshot.latest[TrainDone]
            self._sources.remembered[self._training.source].forget(self._done.model)
            self.session.models_changed.emit()
        if self.job is not None and self.job.paused:
            self._progress.paused(True)

    def _ended(self, ended: Ended) -> None:
        training = self._training
        assert training is not None
        self.job = None
        self._pause.setText(self.tr("Pause"))
        for source in self._sources.made.values():
            source.form.setEnabled(True)
        self._interrupted.set_running(None)
        if isinstance(ended, Done):
            self._progress.ended(self.tr("Done"), complete=True)
            self.session.said.emit(self.tr('The model "{name}" is finished.').format(name=training.job.output.name))
            self.session.runs_changed.emit()
            if training.workspace == self.session.workspace:
                self._progress.outcome.show_outcome(ended.result, self._advice.beside(training.job.method.name))
        elif isinstance(ended, Stopped) and self._done is None:
            self._progress.ended(self.tr("Cancelled"))
            if self._discard_wanted and training.workspace == self.session.workspace:
                self._interrupted.discard_when_found(training.job.output)
        elif isinstance(ended, Stopped):
            self._progress.ended(self.tr("The model is finished; not every test item was inspected"))
            self.session.runs_changed.emit()
        else:
            self._progress.ended(self.tr("The training failed"))
        self._models_changed()
        if not self._progress.outcome.take_focus():
            self._source.form.method.setFocus()  # the button that had it is disabled, and keys must still work here

    # What is chosen

    def _category_changed(self, category: Category | VideoCategory | None) -> None:
        another = category is not None and (self._category is None or category.root != self._category.root)
        self._category = category
        self._content.show_content(category is not None)
        if category is not None:
            self._kind = category.kind
        if self._sources.made:
            self._show_category(another=another)
        elif category is not None and self.isVisible():
            self._form.get()

    def _show_category(self, *, another: bool = True) -> AnyTrainSource | None:
        """Let the form, and what is said beside it, be of the category that is open; its source."""
        source, category = None, self._category
        if category is not None:
            source = self._source
            self._column.show_form(source.form)
            if another:
                source.form.reset()
                self._sources.restore(source, of=category)
            source.form.setEnabled(not self._busy())
            if not self._busy():
                self._content.show_ready(category.name, source.summary(category))
        self._look_for_advice()
        self._models_changed()
        return source

    def _look_for_advice(self) -> None:
        if self._category is not None and self.isVisible() and not self._busy():
            source, remembered = self._source, self._sources.remembered[self._source]
            self._advice.look(source, self._category, choose=not remembered.was_of(self._category))

    def _take(self, suggestion: Suggestion) -> None:
        """Choose what was suggested; Start is the next key."""
        self._source.take(suggestion)
        if suggestion.locate is not None:
            self.session.properties_requested.emit(self.tr("Locate the part"), {"locate": suggestion.locate})
        self._column.buttons[0].setFocus()

    def _show_advice(self) -> None:
        self._ready.show_advice(self._advice.found, self._advice.source, busy=self._advice.busy)

    def _inspect_with_it(self) -> None:
        if self._done is not None:
            self.session.inspect_with(self._done.model.name)

    def _models_changed(self) -> None:
        self._suggest_name()
        self._changed()
        self._interrupted.refresh()

    def _suggest_name(self) -> None:
        training = self._waiting or (None if self.job is None else self._training)
        here = training is not None and training.workspace == self.session.workspace  # its name stays until it ends
        if self._category is not None and self._sources.made and not here:
            self._check.suggest_name(self._source)

    def _changed(self) -> None:
        """Look again whether what is chosen can be trained, and how long it would take."""
        if self._busy() or self._category is None or not self._sources.made:
            return
        self._check.check(self._source, self._category)
        self._show_advice()
        if self.isVisible():
            self._expected.measure(self._chosen, after_another=self._training is not None)

    def _problem_changed(self) -> None:
        self._column.show_problem(self._check.problem)
        self.commands.refresh()

    def _chosen(self) -> Iterator[object] | None:
        """The measuring of what would be trained now; None where there is no such thing."""
        workspace = self.session.workspace
        if self._busy() or self._check.problem or self._category is None or workspace is None:
            return None
        return self._source.estimate(self._source.job(self._category, workspace.models / self._source.form.model_name))

    def _busy(self) -> bool:
        return self.job is not None or self._waiting is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a running training"))
    def _is_training(self) -> bool:
        return self.job is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a category and complete settings, no training"))
    def _can_start(self) -> bool:
        return bool(self._sources.made) and self._category is not None and not (self._busy() or self._check.problem)

    def _show_paused(self) -> None:
        paused = self.job is not None and self.job.paused
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self._progress.paused(paused)

    def _go_to_category(self) -> None:
        self.session.screen_requested.emit("category")

    # Layout

    def _add_commands(self) -> None:
        add, group, running = self.commands.add, self.title, self._is_training
        self._start = add(
            self, self.tr("Start"), self.start, group=group, shortcuts=("Ctrl+Return", "Ctrl+Enter"),
            enabled=self._can_start,
        )  # fmt: skip
        self._pause = add(self, self.tr("Pause"), self.pause, group=group, shortcuts=("Ctrl+P",), enabled=running)
        self._cancel = add(self, self.tr("Cancel"), self.cancel, group=group, enabled=running)

    def _build(self) -> None:
        choose = self.commands.add(self, self.tr("Choose a category"), self._go_to_category, group=self.title)
        actions = (self._start, self._pause, self._cancel)
        self._content = TrainContent(self._interrupted.card, actions, choose)
        self._column, self._ready, self._progress = self._content.column, self._content.ready, self._content.progress
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._content)

    def _connect(self) -> None:
        self._sources.changed.connect(self._changed)
        self._sources.stem_changed.connect(self._suggest_name)
        self._check.changed.connect(self._problem_changed)
        self._check.passed.connect(self.start)
        self._interrupted.resume_requested.connect(self._resume_interrupted)
        self._interrupted.changed.connect(self._models_changed)
        self._expected.text_changed.connect(self._column.show_estimate)
        self._expected.idle.connect(self._launch)
        self._advice.idle.connect(self._launch)
        self._advice.changed.connect(self._show_advice)
        self._ready.advice.taken.connect(self._take)
        self._progress.stopped_early.connect(self._go_on)  # or a paused training would never come to its end
        outcome = self._progress.outcome
        outcome.taken.connect(self._take)
        outcome.results_requested.connect(self.session.open_run)
        outcome.inspection_requested.connect(self._inspect_with_it)
        outcome.images_requested.connect(self._go_to_category)
        outcome.again_requested.connect(self._column.buttons[0].setFocus)  # Start is the next key
        self.session.category_changed.connect(self._category_changed)
        self.session.models_changed.connect(self._models_changed)
        for code in _UNREADABLE:
            self.session.remedies[code] = (Remedy(self.tr("Leave out and train"), self._leave_out_and_train),)
