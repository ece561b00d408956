"""What a kind brings to the Train screen."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar

from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.numbers import count, folders_text, percent
from inspector.gui.train.method_form import MethodForm

if TYPE_CHECKING:
    from inspector.store.listing import CheckpointEntry
    from inspector.workflow.advise.methods import Suggestion
    from inspector.workflow.advise.suggest import SuggestDone
    from inspector.workflow.evaluate.outcome import TestCount, TestOutcome
    from inspector.workflow.kinds import AnyKind
    from inspector.workflow.train.learning import TrainDone

CategoryT = TypeVar("CategoryT")
JobT = TypeVar("JobT")


class Choice(Protocol):
    """What a checkpoint does not hold of a training: a dataclass of JSON values, remembered while it is interrupted."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def skip_unreadable(self) -> bool: ...


@dataclass(frozen=True)
class OutcomeWords:
    """How a new model did on the test set, in the words of a kind.

    Attributes:
        untested: there is a run, but nothing in it that says how good the model is.
        all_good: nothing defective was tested.
        all_found: all `{defective}` are NG.
        none_missed: `{found}` of `{defective}` are NG, and `{review}` REVIEW.
        missed: `{found}` of `{defective}` are NG, and `{missed}` OK.
        missed_and_review: both of these.
        rejected: `{rejected}` of `{good}` are NG.
        remedy: what helps against misses.
        learned_defect: what a defect that was learned does, and where to look for one.
        proven: `{n}` good ones that were not learned prove that at most the share `{bound}` is rejected.
        expected: `{n}` good ones, judged by models of the others, let the share `{share}` be expected.
        no_review: both thresholds are the same.
        way_to_review, way_to_review_crossed: what helps then; and where models of the others judged all good ones.
    """

    untested: str
    all_good: str
    all_found: str
    none_missed: str
    missed: str
    missed_and_review: str
    rejected: str
    remedy: str
    learned_defect: str
    proven: str
    expected: str
    no_review: str
    way_to_review: str
    way_to_review_crossed: str

    def promise(self, done: "TrainDone") -> str:
        """What its good images say of the thresholds of a model."""
        reject, point = done.reject, done.operating_point
        text = (self.expected if done.crossed else self.proven).format(
            n=count(reject.images), bound=percent(reject.bound_95), share=percent(reject.expected)
        )
        if point.review < point.reject:
            return text
        return " ".join((text, self.no_review, self.way_to_review_crossed if done.crossed else self.way_to_review))

    def text(self, outcome: "TestOutcome") -> str:
        """A sentence or two about an outcome."""
        if not outcome.defective + outcome.good:
            text = self.untested
        elif not outcome.defective:
            text = self.all_good
        elif not outcome.missed:
            text = self.none_missed if outcome.in_review else self.all_found
        else:
            text = self.missed_and_review if outcome.in_review else self.missed
        if outcome.good:
            text = f"{text} {self.rejected}"
        return text.format(
            found=count(outcome.found),
            defective=count(outcome.defective),
            review=count(outcome.in_review),
            missed=count(outcome.missed),
            rejected=count(outcome.rejected),
            good=count(outcome.good),
        )


@dataclass(frozen=True)
class AdviceWords:
    """What was found before a training, in the words of a kind.

    Attributes:
        heading: of what it is.
        finding: what the good images or clips show.
        proof: what those that are held out can prove; empty where nothing.
    """

    heading: str
    finding: str
    proof: str


class TrainSource(ABC, Generic[CategoryT, JobT]):
    """The form of a kind, and what becomes of it. Only what `updates` and `estimate` return works with files.

    Attributes:
        kind: of the categories that are trained on.
        settings_key: below which the choices are remembered.
        form: the left column.
    """

    kind: "AnyKind"
    settings_key: str
    form: MethodForm
    _taken: tuple["Suggestion", object] | None = None  # and what the form held then

    @abstractmethod
    def choice(self) -> Choice:
        """What is chosen, as far as a checkpoint will not hold it."""

    @abstractmethod
    def job(self, category: CategoryT, output: Path) -> JobT:
        """The training that is chosen.

        Raises:
            InspectorError: if a setting cannot be used.
        """

    @abstractmethod
    def problem(self) -> str:
        """What is missing in the kind's own fields, in a sentence; empty where nothing is."""

    @abstractmethod
    def files(self) -> Sequence[Path]:
        """Files that the training will read and that a person has named."""

    @abstractmethod
    def interrupted_job(
        self, entry: "CheckpointEntry", remembered: dict[str, Any] | None, category: CategoryT
    ) -> tuple[JobT, Choice]:
        """An interrupted training with what was chosen for it, which is what is chosen now if that was not remembered.

        Raises:
            InspectorError: if it cannot be resumed here.
        """

    @abstractmethod
    def updates(self, job: JobT, run: Path) -> Iterator[object]:
        """Train, and inspect the test set into a run; off the GUI thread."""

    @abstractmethod
    def estimate(self, job: JobT) -> Iterator[object]:
        """Measure how long the training will take, off the GUI thread."""

    @abstractmethod
    def looking_text(self) -> str:
        """What is done while the good images or clips are looked at."""

    @abstractmethod
    def advice_words(self, found: "SuggestDone[Any]") -> AdviceWords:
        """What was found, in words."""

    @abstractmethod
    def advise(self, category: CategoryT) -> Iterator[object] | None:
        """Look at the good images and suggest trainings, off the GUI thread; None where nothing can be suggested."""

    @abstractmethod
    def fill_in(self, suggestion: "Suggestion") -> None:
        """Set the fields of the form to what was suggested."""

    def take(self, suggestion: "Suggestion") -> None:
        """Choose what was suggested."""
        self.fill_in(suggestion)
        self._taken = suggestion, self.form.chosen()
        self.form.changed.emit()

    def has_taken(self, suggestion: "Suggestion") -> bool:
        """Whether it is what is chosen."""
        return self._taken == (suggestion, self.form.chosen())

    @abstractmethod
    def stages(self) -> Mapping[str, str]:
        """What the stages of the work are called; "Inspecting" is what follows the training."""

    @abstractmethod
    def test_count(self, category: CategoryT) -> "TestCount":
        """Counts how a new model does on the test set, from the updates of a training."""

    @abstractmethod
    def outcome_words(self) -> OutcomeWords:
        """How it did, in words."""

    @abstractmethod
    def summary(self, category: CategoryT) -> str:
        """What there is to learn from and to test on."""


# The screen holds the source of any kind and does not know which types go together; each kind does.
AnyTrainSource: TypeAlias = TrainSource[Any, Any]
MakeTrainSource: TypeAlias = Callable[[], AnyTrainSource]


def with_counts(text: str, category: Category | VideoCategory) -> str:
    """A text with what there is in a category: `{good}` to learn from, in `{folders}`, and `{test}` to test on."""
    return text.format(
        good=count(len(category.train)),
        folders=folders_text(category.learned_folders),
        test=count(len(category.test)),
    )
