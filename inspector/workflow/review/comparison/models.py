"""Two models on the same images or clips: what the second decides otherwise than the first, and the pictures of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import torch

from inspector.core.calibration import Calibration
from inspector.core.errors import CategoryError
from inspector.core.operating_point import Decision, OperatingPoint, ScoreScale
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.workspace import Workspace, unused_name
from inspector.workflow.inspect.depth import bits_of
from inspector.workflow.inspect.images import InspectDone
from inspector.workflow.kinds.jobs import InspectJob
from inspector.workflow.review.comparison.verdicts import Comparison, Verdicts, compare_verdicts

if TYPE_CHECKING:
    from inspector.workflow.kinds import AnyKind

FileT = TypeVar("FileT", contravariant=True)


@dataclass(frozen=True)
class ComparedModel:
    """One of the two models with its run.

    Attributes:
        bits: bits per sample with which it reads deep files.
    """

    name: str
    run: Path
    point: OperatingPoint
    calibration: Calibration
    bits: int | None

    def relative(self, score: float) -> float:
        """A raw score on the readable scale, on which those of different models can be compared."""
        return ScoreScale.of(self.calibration.good_scores.numpy()).relative(score, self.point)


@dataclass(frozen=True)
class ModelComparison:
    """Two models were compared: `second` is measured against `first`.

    Attributes:
        paths: where the images or clips are on which they differ.
        learned: how many are left out, as one of the models learned them or was calibrated on them.
        kind: of what they judge.
    """

    first: ComparedModel
    second: ComparedModel
    comparison: Comparison
    paths: Mapping[str, Path]
    learned: int
    kind: "AnyKind"


@dataclass(frozen=True)
class VerdictPicture:
    """What one model says of an image, or of the worst frame of a clip.

    Attributes:
        pixels: (H, W, 3) uint8 with its heatmap, where it has one.
        frame: the frame's number, and `time_s` its time where that is known; None for images.
    """

    name: str
    decision: Decision
    score: float
    pixels: np.ndarray
    frame: int | None = None
    time_s: float | None = None


class Comparing(Protocol[FileT]):
    """How runs of one kind are compared."""

    def no_test_set(self, category: Path) -> CategoryError:
        """That there is nothing to compare models on."""

    def verdicts(self, run: FileT, point: OperatingPoint) -> Verdicts:
        """What is decided by this operating point, whatever it was when the run was made."""

    def learned(self, card: Mapping[str, Any], parts: Sequence[tuple[str, Path]]) -> frozenset[str]:
        """Names of the images or clips that a model learned or was calibrated on, which are no test of it."""

    def path_of(self, run: FileT, name: str) -> Path:
        """Where an image or a clip of a run is."""

    def picture(self, run: FileT, name: str, judge: ComparedModel) -> VerdictPicture:
        """What a model says of an image or clip that it has judged.

        Raises:
            ImageError, VideoError: if that cannot be read any more.
            RunError: if the run cannot be read.
        """


def compare_models(
    first: Path,
    second: Path,
    *,
    kind: "AnyKind",
    category: Category | VideoCategory,
    workspace: Workspace,
    device: torch.device,
) -> Iterator[object]:
    """Compare two models on what the category has to test on; a model without a run of that inspects it first.

    Both are judged by the operating point that is in force now, whatever it was when the run was made. Ends with a
    `ModelComparison`.

    Args:
        first, second: the models' folders.

    Raises:
        CategoryError: if the category has nothing to test on.
        InspectorError: what reading the models, their runs and inspecting raise.
    """
    how = kind.comparing()
    if not category.test:
        raise how.no_test_set(category.root)
    judges: list[ComparedModel] = []
    cards: list[Mapping[str, Any]] = []
    for folder in (first, second):
        stored = read_model(folder)
        run = kind.test_result(stored.card, kind.list_runs(workspace), category).run
        if run is None:
            run, interrupted = _place(workspace, stored, len(category.test), kind=kind)
            job = InspectJob(output=run, device=device, resume=interrupted, base=category.root)
            with closing(kind.inspect(stored, category.test, job)) as updates:  # type: ignore[type-var]
                yield from (update for update in updates if not isinstance(update, InspectDone))
        cards.append(stored.card)
        judges.append(
            ComparedModel(folder.name, run, stored.operating_point, stored.calibration, bits_of(stored.model))
        )
    with kind.read_run(judges[0].run) as before, kind.read_run(judges[1].run) as after:
        first_verdicts, second_verdicts = how.verdicts(before, judges[0].point), how.verdicts(after, judges[1].point)
        files = [(name, how.path_of(after, name)) for name in second_verdicts if name in first_verdicts]
        learned = frozenset[str]().union(*(how.learned(card, files) for card in cards))
        comparison = compare_verdicts(_without(first_verdicts, learned), _without(second_verdicts, learned))
        flips = (*comparison.fixes, *comparison.breaks, *comparison.differs)
        paths = {name: how.path_of(after, name) for name in flips}
    yield ModelComparison(judges[0], judges[1], comparison, paths, len(learned), kind)


def _without(verdicts: Verdicts, names: Collection[str]) -> Verdicts:
    return {name: verdict for name, verdict in verdicts.items() if name not in names}


def verdict_pictures(compared: ModelComparison, name: str) -> tuple[VerdictPicture, VerdictPicture]:
    """What both models say of one image or clip that both have judged.

    Raises:
        ImageError, VideoError: if that cannot be read any more.
        RunError: if a run cannot be read.
    """
    how, found = compared.kind.comparing(), []
    for judge in (compared.first, compared.second):
        with compared.kind.read_run(judge.run) as run:
            found.append(how.picture(run, name, judge))
    return found[0], found[1]


def _place(workspace: Workspace, stored: StoredModel, tested: int, *, kind: "AnyKind") -> tuple[Path, bool]:
    """Where the run of what a model is tested on goes, and whether an interrupted one is there."""
    suffix = kind.run_suffix
    for entry in kind.list_runs(workspace):
        if (
            entry.interrupted
            and entry.about is not None
            and entry.images == tested
            and entry.name.endswith(f"-test{suffix}")
            and entry.about.get("model") == stored.identity
            and entry.about.get("operating_point") == asdict(stored.operating_point)
        ):
            return entry.path.with_name(entry.name), True
    return unused_name(workspace.runs, f"{stored.folder.name}-test", suffix=suffix), False
