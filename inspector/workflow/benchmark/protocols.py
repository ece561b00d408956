"""The protocols of a benchmark: what is normal, what is tested, and how one cell of a table is measured.

Here are those of class-labelled sets; categories are in `category_protocol`.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from inspector.core.building import build_network
from inspector.core.errors import CategoryError, TrainingError
from inspector.core.fitting import FitStep, fit
from inspector.core.images.variation import Variation
from inspector.core.methods import Method, method_from_config
from inspector.core.methods.capabilities import NeedsPretrained
from inspector.core.metrics.image import apcer_at_bpcer, equal_error_rate, image_auroc
from inspector.core.model import Model
from inspector.core.seeding import generator_at
from inspector.data.class_set import ChosenImages, ClassSet, Pictures
from inspector.data.images.batches import TrainingImages
from inspector.data.splits import CALIBRATION_SHARE
from inspector.store.models.weights import load_pretrained
from inspector.workflow.benchmark.recipe import Recipe
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.calibrating import calibrate_model

CALIBRATION_LIMIT = 500  # held out of a class; more would only take images from the training
_PIXELS_A_BATCH = 128 * 32 * 32  # of judged images: a method may make a dozen views of each
_STEADY = Variation(gain=0, offset=0)

MeasureUpdate = Progress | Warned | FitStep
Measured = dict[str, Any]


@dataclass(frozen=True)
class Conditions:
    """What holds for all cells of a benchmark but the seed.

    Attributes:
        limit: caps images, test images and steps.
        weights, download_weights: as in a training, for those methods that have a backbone.
    """

    recipe: Recipe
    device: torch.device
    limit: int | None
    weights: Path | None = None
    download_weights: bool = False

    def pretrained(self, method: Method) -> dict[str, Any]:
        """The weights options of a training: none for a method that learns without."""
        if not isinstance(method, NeedsPretrained):
            return {"weights": None, "download_weights": False}
        return {"weights": self.weights, "download_weights": self.download_weights}


class Protocol(ABC):
    """What is normal and what is tested, class by class.

    Attributes:
        classes: all there are, in the data's order.
    """

    classes: tuple[str, ...]

    @abstractmethod
    def class_named(self, class_name: str) -> str:
        """The class as `classes` calls it.

        Raises:
            CategoryError: if there is none.
        """

    @abstractmethod
    def identity(self, class_name: str) -> dict[str, Any]:
        """The data and all else in the protocol's hands that a cell's figures depend on."""

    @abstractmethod
    def measure(self, method: Method, class_name: str, *, seed: int) -> Generator[MeasureUpdate, None, Measured]:
        """Train, judge the test images once, and return the figures."""


@dataclass(frozen=True)
class _Task:
    """Training images, and test images of either kind, as pictures and the indices that count."""

    train: tuple[Pictures, Sequence[int]]
    normal: tuple[Pictures, Sequence[int]]
    anomalous: tuple[Pictures, Sequence[int]]


class _OfClassSets(Protocol):
    """Trained and calibrated by the functions that every training uses; judged in batches.

    Batches make no difference here: a test set is judged once, on one machine, and no threshold is applied.
    """

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._variation = conditions.recipe.variation or _STEADY
        self._last: tuple[tuple, tuple[Model, Measured]] | None = None

    @abstractmethod
    def _task(self, class_name: str) -> _Task: ...

    @abstractmethod
    def _trained_on(self, class_name: str) -> str:
        """Two classes for which this is the same share one training."""

    def measure(self, method: Method, class_name: str, *, seed: int) -> Generator[MeasureUpdate, None, Measured]:
        task = self._task(class_name)
        key = (method.name, method.config.model_dump_json(), seed, self._trained_on(class_name))
        if self._last is None or self._last[0] != key:
            self._last = None
            self._last = (key, (yield from self._learn(method, *task.train, seed=seed)))
        model, measured = self._last[1]
        scores: list[np.ndarray] = []
        seconds = 0.0
        sides = [self._limited(*side, seed=seed) for side in (task.normal, task.anomalous)]
        total = sum(len(indices) for _, indices in sides)
        size = model.method.config.image_size
        for pictures, indices in sides:
            for batch in ChosenImages(pictures, indices, size=size).batches(_batch_size(size)):
                started = time.perf_counter()
                scores.append(model.judge(batch).scores.numpy())
                seconds += time.perf_counter() - started
                yield Progress("Judging", sum(map(len, scores)), total)
        normal, anomalous = (len(indices) for _, indices in sides)
        defective = np.arange(total) >= normal
        return {
            **score_figures(np.concatenate(scores), defective),
            "normal_images": normal,
            "anomalous_images": anomalous,
            "ms_an_image": round(seconds * 1000 / total, 3),
            **measured,
        }

    def _learn(
        self, method: Method, pictures: Pictures, normal: Sequence[int], *, seed: int
    ) -> Generator[MeasureUpdate, None, tuple[Model, Measured]]:
        limit = self._conditions.limit
        order = torch.randperm(len(normal), generator=generator_at(seed, "split")).tolist()[:limit]
        if len(order) < 2:
            raise CategoryError(
                "A class needs at least two training images, one to train and one to calibrate.",
                code="benchmark.too_few_images",
            )
        images = ChosenImages(pictures, [normal[place] for place in order], size=method.config.image_size)
        held_out = min(CALIBRATION_LIMIT, max(1, round(CALIBRATION_SHARE * len(order))))
        training = range(held_out, len(order))
        method = limit_steps(method, len(training), limit)
        started = time.perf_counter()
        source = TrainingImages(images, training, self._variation)
        network = build_network(method, seed=seed)
        if isinstance(method, NeedsPretrained):
            conditions = self._conditions
            load_pretrained(method.backbone(network), file=conditions.weights, download=conditions.download_weights)
        steps = 0
        for event in fit(method, network, source, seed=seed, device=self._conditions.device):
            if isinstance(event, FitStep):
                steps = event.step
                yield event
                yield Progress("Training", event.step, event.steps)
        model = Model(method, network, source.light_reference, calibration=None)
        size = _batch_size(method.config.image_size)
        judgements = (model.judge(images.stack(range(at, min(at + size, held_out)))) for at in range(0, held_out, size))
        calibration = yield from calibrate_model(
            model, judgements, total=held_out, normalise=self._conditions.recipe.normalise
        )
        return replace(model, calibration=calibration), {
            "seconds": round(time.perf_counter() - started, 1),
            "steps": steps,
            "training_images": len(training),
            "calibration_images": held_out,
            "normalised": calibration.pixels is not None,
            "alignment": calibration.alignment,
        }

    def _limited(self, pictures: Pictures, indices: Sequence[int], *, seed: int) -> tuple[Pictures, Sequence[int]]:
        limit = self._conditions.limit
        if limit is None:
            return pictures, indices
        order = torch.randperm(len(indices), generator=generator_at(seed, "test limit")).tolist()
        return pictures, [indices[place] for place in order[: max(1, limit // 2)]]


class OneVsAll(_OfClassSets):
    """One class is normal: its training images against all test images of the set, its own and the others'."""

    def __init__(self, data: ClassSet, conditions: Conditions) -> None:
        super().__init__(conditions)
        self._data = data
        self.classes = data.classes

    def class_named(self, class_name: str) -> str:
        return self.classes[self._data.class_index(class_name)]

    def identity(self, class_name: str) -> dict[str, Any]:
        variation = self._variation.model_dump(mode="json")
        return {"data": _named(self._data), "class": class_name, "variation": variation}

    def _task(self, class_name: str) -> _Task:
        label = self.classes.index(class_name)
        train, test = self._data.train, self._data.test
        normal, anomalous = np.flatnonzero(test.labels == label), np.flatnonzero(test.labels != label)
        if not len(normal) or not len(anomalous):
            raise CategoryError(
                "{data}: class '{name}' or all others have no test image.",
                code="benchmark.no_test_images",
                data=self._data.name,
                name=class_name,
            )
        return _Task(
            (train.pictures, train.of_class(label)),
            (test.pictures, normal.tolist()),
            (test.pictures, anomalous.tolist()),
        )

    def _trained_on(self, class_name: str) -> str:
        return class_name


class OutOfDistribution(_OfClassSets):
    """A whole set is normal; another set's test images are not."""

    def __init__(self, data: ClassSet, others: Sequence[ClassSet], conditions: Conditions) -> None:
        super().__init__(conditions)
        self._data = data
        self._others = {other.name: other for other in others}
        if not others or len(self._others) < len(others):
            raise CategoryError(
                "Protocol out_of_distribution needs every set that is not normal, each one once.",
                code="benchmark.no_other_sets",
            )
        self.classes = tuple(self._others)

    def class_named(self, class_name: str) -> str:
        if class_name not in self._others:
            raise CategoryError(
                "'{name}' is none of the other sets: {names}.",
                code="benchmark.unknown_class",
                name=class_name,
                names=", ".join(self._others),
            )
        return class_name

    def identity(self, class_name: str) -> dict[str, Any]:
        variation = self._variation.model_dump(mode="json")
        return {"data": _named(self._data), "other": _named(self._others[class_name]), "variation": variation}

    def _task(self, class_name: str) -> _Task:
        sides = (self._data.train, self._data.test, self._others[class_name].test)
        return _Task(*((side.pictures, range(len(side.labels))) for side in sides))

    def _trained_on(self, class_name: str) -> str:  # noqa: ARG002, one training serves all the other sets
        return ""


def limit_steps(method: Method, images: int, limit: int | None) -> Method:
    """The method with a budget of at most `limit` steps."""
    training = method.config.training
    if limit is None or training.total_steps(images) <= limit:
        return method
    values = method.config.model_dump()
    return method_from_config(
        method.name, {**values, "training": {**values["training"], "steps": limit, "epochs": None}}
    )


def score_figures(scores: np.ndarray, defective: np.ndarray) -> Measured:
    """The figures of image scores (n,); `defective` (n,) bool is True where not normal.

    Raises:
        TrainingError: if a score is not a finite number.
    """
    if not np.isfinite(scores).all():
        count = int((~np.isfinite(scores)).sum())
        raise TrainingError(
            "The model returned no finite score for {count} of {total} test images.",
            code="benchmark.score_not_finite",
            count=count,
            total=len(scores),
        )
    return {
        "image_auroc": image_auroc(scores, defective),
        "eer": equal_error_rate(scores, defective),
        "apcer_at_5_bpcer": apcer_at_bpcer(scores, defective, bpcer=0.05),
    }


def _named(data: ClassSet) -> dict[str, str]:
    return {"name": data.name, "fingerprint": data.fingerprint}


def _batch_size(size: tuple[int, int]) -> int:
    return max(1, _PIXELS_A_BATCH // (size[0] * size[1]))
