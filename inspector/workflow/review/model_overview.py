"""What is known of a category's models: their cards, histories, and how well they do where that was measured."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from inspector.core.errors import ModelError, RunError
from inspector.core.methods import METHODS, create_method
from inspector.core.methods.base import AnyMethod
from inspector.core.methods.capabilities import KeepsShape
from inspector.core.metrics.video import frame_auroc
from inspector.core.thresholds import bound_for_threshold, expected_above
from inspector.data.category import Category
from inspector.data.video.category import Clip, VideoCategory
from inspector.store.listing import ModelEntry, RunEntry, list_models
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import read_good_scores
from inspector.store.records import OperatingPointChange, operating_point_history
from inspector.store.runs.image_run import ImageRun, RunTable
from inspector.store.runs.video_run import VideoRun
from inspector.store.workspace import Workspace
from inspector.workflow.evaluate.learned import learned_parts
from inspector.workflow.review.comparison.images import run_auroc
from inspector.workflow.train.video_reading import clip_digest

if TYPE_CHECKING:
    from inspector.workflow.kinds import AnyKind

_BEFORE_ROUNDING = (
    0,
    -12,
    -6,
    6,
    12,
)  # px of a side, from an input's size to the shape of images that it may come from


@dataclass(frozen=True)
class Preset:
    """The preset that a configuration comes from.

    Attributes:
        changed: names of the settings that differ from it, those of the training as `training.NAME`.
    """

    name: str
    changed: tuple[str, ...]


@dataclass(frozen=True)
class TestResult:
    """How a model did on all that its category tests on: see `ModelOverview`."""

    __test__ = False  # no test, for pytest

    run: Path | None = None
    auroc: float | None = None
    learned: int = 0


@dataclass(frozen=True)
class ModelOverview:
    """A model and what was found out about it.

    Attributes:
        preset: None where the method is not known or the card cannot be read.
        history: changes of its operating point, oldest first.
        test_run: the newest complete run of it over all test images or clips of the category, if there is one.
        auroc: of that run's test images, or of all frames of its test clips together; None where it was not measured.
        learned: how many of the test images are left out of it, as the model learned or was calibrated on them.
        false_rejects: what the good images say of the reject threshold in force: held out, they prove that at most
            this share of good parts is above it, with 95 % confidence; where models of the others judged them, about
            this share is expected. None where the scores cannot be read.
    """

    entry: ModelEntry
    preset: Preset | None = None
    history: tuple[OperatingPointChange, ...] = ()
    test_run: Path | None = None
    auroc: float | None = None
    learned: int = 0
    false_rejects: float | None = None


def overview(workspace: Workspace, category: Category | VideoCategory, *, kind: "AnyKind") -> list[ModelOverview]:
    """The models of a workspace, newest first; damaged ones, and those of another kind, with their error.

    Raises:
        StorageError: if the folders cannot be read.
    """
    runs = kind.list_runs(workspace)
    return [_overview(_of_kind(entry, kind), kind, runs, category) for entry in list_models(workspace)]


def _of_kind(entry: ModelEntry, kind: "AnyKind") -> ModelEntry:
    """A model as one that cannot be used where somebody put it into a workspace of another kind."""
    if entry.card is None or kind.judges_by(entry.card):
        return entry
    return replace(entry, card=None, operating_point=None, error=str(kind.model_out_of_place(entry.name)))


def preset_of(card: Mapping[str, Any]) -> Preset | None:
    """The preset that a model's configuration has most in common with; None for an unknown method."""
    method = METHODS.get(card.get("method", ""))
    if method is None:
        return None
    config = _flat(card["config"])
    found = []
    for name in method.presets:
        values = _flat(_shaped(create_method(card["method"], preset=name), config.get("image_size")))
        changed = {key for key in values.keys() | config.keys() if values.get(key) != config.get(key)}
        found.append(Preset(name, tuple(sorted(changed))))
    return min(found, key=lambda preset: len(preset.changed))


def _shaped(method: AnyMethod, size: object) -> dict[str, Any]:
    """A method's configuration; with this input size, (H, W), if a training gives it to images of some shape."""
    if isinstance(method, KeepsShape) and isinstance(size, list):
        for rows, columns in product(_BEFORE_ROUNDING, repeat=2):
            shaped = method.shaped_for((size[0] + rows, size[1] + columns)).config.model_dump(mode="json")
            if shaped["image_size"] == size:
                return shaped
    return method.config.model_dump(mode="json")


def test_run_of(identity: str, runs: Sequence[RunEntry], category: Category) -> Path | None:
    """The newest complete run that a model of this identity made over all test images of the category."""
    for entry in runs:
        if not entry.interrupted and entry.about is not None and entry.about.get("model") == identity:
            try:
                with ImageRun(entry.path) as run:
                    names = set(run.table().names)
            except RunError:  # a damaged run is as good as none
                continue
            if category.test and names.issuperset(image.name for image in category.test):
                return entry.path
    return None


def test_auroc(table: RunTable, category: Category, *, learned: Collection[str]) -> float | None:
    """Image AUROC of the category's test images in a run, which may hold others; those `learned` are left out."""
    test = {image.name for image in category.test} - set(learned)
    keep = [place for place, name in enumerate(table.names) if name in test]
    return run_auroc(
        RunTable(
            index=table.index[keep],
            names=[table.names[place] for place in keep],
            labels=[table.labels[place] for place in keep],
            scores=np.asarray(table.scores)[keep],
            decisions=[table.decisions[place] for place in keep],
            doubtful=table.doubtful[keep],
            not_found=table.not_found[keep],
            coarse=table.coarse[keep],
        )
    )


def image_test_result(card: Mapping[str, Any], runs: Sequence[RunEntry], category: Category) -> TestResult:
    """The newest run over all test images, and the AUROC of those that are a test of the model."""
    path = test_run_of(card["sha256"], runs, category)
    if path is None:
        return TestResult()
    learned = learned_parts(card, ((image.name, image.path) for image in category.test))
    with ImageRun(path) as run:
        return TestResult(path, test_auroc(run.table(), category, learned=learned), len(learned))


def video_test_result(card: Mapping[str, Any], runs: Sequence[RunEntry], category: VideoCategory) -> TestResult:
    """The newest run over all test clips, and the AUROC of the frames of which is known what they are, of those that
    are a test of the model."""
    identity = card["sha256"]
    learned = learned_parts(card, ((clip.name, clip.path) for clip in category.test), digest=clip_digest)
    labelled = {clip.name: clip for clip in category.test}
    for entry in runs:
        if not labelled or entry.interrupted or entry.about is None or entry.about.get("model") != identity:
            continue
        try:
            with VideoRun(entry.path) as run:
                if labelled.keys() - {clip.name for clip in run.clips}:
                    continue
                tested = {name: clip for name, clip in labelled.items() if name not in learned}
                return TestResult(entry.path, _frame_auroc(run, tested), len(learned))
        except RunError:  # a damaged run is as good as none
            continue
    return TestResult()


def _frame_auroc(run: VideoRun, labelled: Mapping[str, Clip]) -> float | None:
    scores, abnormal = [], []
    for place, record in enumerate(run.clips):
        clip, columns = labelled.get(record.name), run.scores(place)
        if clip is None or not len(columns):
            continue
        labels = clip.frame_labels(int(columns.index[-1]) + 1)
        if labels is None:
            continue
        judged = np.isfinite(columns.score)
        scores.append(columns.score[judged])
        abnormal.append(labels[columns.index[judged]])
    return frame_auroc(scores, abnormal).micro


def _overview(
    entry: ModelEntry, kind: "AnyKind", runs: Sequence[RunEntry], category: Category | VideoCategory
) -> ModelOverview:
    if entry.card is None:
        return ModelOverview(entry)
    found = kind.test_result(entry.card, runs, category)
    return ModelOverview(
        entry,
        preset_of(entry.card),
        tuple(operating_point_history(entry.folder)),
        test_run=found.run,
        auroc=found.auroc,
        learned=found.learned,
        false_rejects=_false_rejects(entry),
    )


def _false_rejects(entry: ModelEntry) -> float | None:
    if entry.operating_point is None or entry.card is None:
        return None
    try:
        good_scores = read_good_scores(entry.folder)
    except ModelError:  # damaged weights are reported when the model is used
        return None
    share = expected_above if is_crossed(entry.card) else bound_for_threshold
    return share(good_scores, entry.operating_point.reject)


def _flat(config: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in config.items() if name != "training"} | {
        f"training.{name}": value for name, value in config.get("training", {}).items()
    }
