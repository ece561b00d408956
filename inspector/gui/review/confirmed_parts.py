"""A new model from the good parts or clips that people confirmed in a run, without a new training."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from inspector.core.errors import RunError
from inspector.core.operating_point import Decision
from inspector.gui.background.job import BackgroundJob, Done, Ended, Snapshot, Stopped
from inspector.gui.commands import needs
from inspector.gui.core_texts import remark_text
from inspector.gui.dialogs import NextStep, OutcomeDialog
from inspector.gui.error_texts import Remedy, error_message
from inspector.gui.numbers import count, percent, score_text
from inspector.gui.session import Session
from inspector.store.models.model_folder import read_model
from inspector.store.workspace import Workspace, unused_name
from inspector.workflow.device import choose_device
from inspector.workflow.job_progress import JobProgress
from inspector.workflow.kinds import AnyKind
from inspector.workflow.learn.learned_model import ConfirmedAlone, LearnDone, LearnJob
from inspector.workflow.learn.outliers import (
    MOST_NAMED,
    Outliers,
    OutliersLeftOut,
    RejectChange,
    ScoredPart,
    defects_hidden,
    left_out_text,
    outliers_refused,
)
from inspector.workflow.progress import Progress, Waiting
from inspector.workflow.review.model import ReviewModel
from inspector.workflow.review.reviewed_run import ReviewedRun

_MAX_REVIEW = 0.05  # as a training has it where nobody says
_REFUSALS = {"learn.outliers": outliers_refused, "learn.hides_defects": defects_hidden}


@dataclass(frozen=True)
class LearningWords:
    """What is said of the learning.

    Attributes:
        title: of the job.
        same, anew: that there is a new model `{name}`, whose reject threshold stays, or whose thresholds are others.
    """

    title: str
    same: str
    anew: str


class ConfirmedParts(QObject):
    """Learns in the background what is confirmed in the run that is shown; the window shows the job and its failure.

    Args:
        kind: of the runs.
        show_confirmed: lists the confirmed parts or clips, the worst first.
    """

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        kind: AnyKind,
        *,
        words: LearningWords,
        show_confirmed: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._session, self._parent, self._kind, self._words = session, parent, kind, words
        self._run: ReviewedRun | None = None
        self._model: ReviewModel | None = None
        self._begun: tuple[ReviewedRun, ReviewModel, Workspace] | None = None  # to begin it once more
        self._outliers: Outliers = "refuse"  # what was answered of them
        self._job: BackgroundJob | None = None
        self._whole = JobProgress(())
        look = Remedy(self.tr("Look at them"), lambda _: show_confirmed())
        leave_out = Remedy(self.tr("Leave them out"), lambda _: self._again("leave-out"))
        learn_all = Remedy(self.tr("Learn all"), lambda _: self._again("learn"))
        pass_defects = Remedy(self.tr("Learn all the same"), lambda _: self._again(self._outliers, pass_defects=True))
        self._remedies = {"learn.outliers": (look, leave_out, learn_all), "learn.hides_defects": (look, pass_defects)}

    def show_run(self, run: ReviewedRun | None, model: ReviewModel | None) -> None:
        self._run, self._model = run, model

    @needs(QT_TRANSLATE_NOOP("Needs", "needs parts or clips confirmed as good, and the run's model"))
    def possible(self) -> bool:
        """Whether something is confirmed to be good, the model is there, and nothing is learned already."""
        run = self._run
        return run is not None and self._model is not None and self._job is None and run.confirmed > 0

    def learn(self) -> None:
        """Write a new model beside the one that made the run."""
        run, model, workspace = self._run, self._model, self._session.workspace
        if run is not None and model is not None and workspace is not None:
            # After every decision before it is written, since the job reads the records.
            start = partial(self._start, run, model, workspace)
            self._session.change(lambda: None, lambda _: start())

    def _again(self, outliers: Outliers, *, pass_defects: bool = False) -> None:
        if self._begun is not None:
            self._start(*self._begun, outliers=outliers, pass_defects=pass_defects)

    def _start(
        self,
        run: ReviewedRun,
        model: ReviewModel,
        workspace: Workspace,
        *,
        outliers: Outliers = "refuse",
        pass_defects: bool = False,
    ) -> None:
        if self._job is not None:
            return
        self._begun, self._outliers = (run, model, workspace), outliers
        self._session.remedies |= self._remedies
        others = sum(run.decided(place) is Decision.NG for place in range(run.places))
        self._whole = JobProgress(self._kind.learning_phases(run.confirmed, others=others))
        self._job = self._session.start(
            partial(_learned, self._kind, run, model, workspace, outliers=outliers, pass_defects=pass_defects),
            title=self._words.title,
            updated=self._updated,
            ended=self._ended,
            changes=True,
            result=LearnDone,
        )

    def _updated(self, snapshot: Snapshot) -> None:
        progress = snapshot.latest.get(Progress)
        if progress is not None and self._job is not None:
            self._whole.follow(progress, now_s=time.monotonic())
            self._job.share = self._whole.fraction
        if snapshot.events and isinstance(snapshot.events[-1], Waiting):
            self._session.said.emit(error_message(snapshot.events[-1].reason))

    def _ended(self, ended: Ended) -> None:
        self._job = None
        if isinstance(ended, Stopped):
            self._session.said.emit(self.tr("Stopped: nothing was learned."))
        elif isinstance(ended, Done) and isinstance(ended.result, LearnDone):
            self._session.models_changed.emit()
            done, name = ended.result, ended.result.model.name
            stays = RejectChange(done.before.reject, done.operating_point.reject).stays
            said = (self._words.same if stays else self._words.anew).format(name=name)
            self._session.said.emit(said)
            warnings = tuple(dict.fromkeys((*map(remark_text, done.new_remarks), *ended.warnings)))
            step = NextStep(self.tr("Inspect with the new model"), partial(self._session.inspect_with, name))
            text = said if done.alone is None else f"{said} {self._alone_text(done.alone)}"
            OutcomeDialog(text, warnings, self._parent, next_step=step).open()

    def _alone_text(self, alone: ConfirmedAlone) -> str:
        return self.tr(
            "If the other good images are of another day or lot, only the confirmed parts count ({n}): about {share} "
            "of good parts are expected to be rejected."
        ).format(n=count(alone.parts), share=percent(alone.expected, digits=2))


def _learned(
    kind: AnyKind,
    run: ReviewedRun,
    model: ReviewModel,
    workspace: Workspace,
    *,
    outliers: Outliers,
    pass_defects: bool,
) -> Iterator[object]:
    job = LearnJob(
        stored=read_model(model.folder),
        run=run.path,
        output=unused_name(workspace.models, model.folder.name),
        seed=0,
        device=choose_device("auto"),
        max_false_reject=model.card["threshold_choice"]["wish"],
        max_review=_MAX_REVIEW,
        outliers=outliers,
        pass_defects=pass_defects,
    )
    try:
        for event in kind.learn(job):
            yield left_out_as_read(event, run) if isinstance(event, OutliersLeftOut) else event
    except RunError as error:
        raise as_read(error, run) from error


def as_read(error: RunError, run: ReviewedRun) -> RunError:
    """An error whose scores are those of the screen, and not raw, and that names no more parts than a dialog holds."""
    raw, refused = error.fields.get("raw"), _REFUSALS.get(error.code)
    if refused is None or not isinstance(raw, dict):
        return error
    parts = [ScoredPart(name, score, raw["labels"][name]) for name, score in raw["scores"].items()]
    change = RejectChange(raw["old"], raw["new"], partial(_written, run))
    again = refused(parts, change, run=str(error.fields["run"]))
    return RunError(again.template, code=again.code, **{**again.fields, "parts": _parts_text(parts, run)})


def _written(run: ReviewedRun, score: float) -> str:
    return score_text(run.relative(score), score)


def left_out_as_read(warned: OutliersLeftOut, run: ReviewedRun) -> OutliersLeftOut:
    """The warning with the scores of the screen."""
    return replace(warned, message=left_out_text(_parts_text(warned.parts, run)))


def _parts_text(parts: Sequence[ScoredPart], run: ReviewedRun) -> str:
    text = ", ".join(_part_text(one, run) for one in parts[:MOST_NAMED])
    if len(parts) > MOST_NAMED:
        more = QCoreApplication.translate("ConfirmedParts", "{parts} and {n} more")
        text = more.format(parts=text, n=count(len(parts) - MOST_NAMED))
    return text


def _part_text(part: ScoredPart, run: ReviewedRun) -> str:
    score = _written(run, part.score)
    if not part.label:
        return f"{part.name} ({score})"
    labelled = QCoreApplication.translate("ConfirmedParts", "{name} ({score}, labelled {label})")
    return labelled.format(name=part.name, score=score, label=part.label)
