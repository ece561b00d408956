"""The protocol of MVTec-style categories: the workflows `train` and `evaluate`, timed, one cell at a time."""

import tempfile
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict

import numpy as np

from inspector.core.errors import CategoryError
from inspector.core.images.variation import Variation
from inspector.core.methods import Method
from inspector.data.category import Category, ImageRef, scan_category
from inspector.data.images.masks import mask_files
from inspector.data.properties import Locate, Tile
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import file_sha256, read_model
from inspector.workflow.benchmark.protocols import (
    Conditions,
    Measured,
    MeasureUpdate,
    Protocol,
    limit_steps,
    score_figures,
)
from inspector.workflow.evaluate.images import EvaluateDone, evaluate
from inspector.workflow.inspect.images import image_lanes
from inspector.workflow.train.images import ImageTrainJob, train
from inspector.workflow.train.learning import TrainDone, fingerprint


class _Stages(TypedDict):
    locate: Locate
    tile: Tile


class Categories(Protocol):
    """Products in MVTec layout, by the workflows `train` and `evaluate`."""

    def __init__(self, root: Path, conditions: Conditions) -> None:
        if not root.is_dir():
            raise CategoryError(
                "{folder}: there is no such folder; name a category, or a folder of categories.",
                code="benchmark.no_folder",
                folder=root,
            )
        self._root, self._conditions = root.resolve(), conditions
        self._fingerprints: dict[str, str] = {}
        if (root / "train").is_dir():
            self.classes = (self._root.name,)
        else:
            folders = sorted(path.name for path in root.iterdir() if (path / "train").is_dir())
            self.classes = tuple(folders)

    def class_named(self, class_name: str) -> str:
        if not self._folder(class_name).is_dir():
            raise CategoryError(
                "{folder} has no category '{name}'; it has {names}.",
                code="benchmark.unknown_class",
                folder=self._root,
                name=class_name,
                names=", ".join(self.classes) or "none",
            )
        return class_name

    def identity(self, class_name: str) -> dict[str, Any]:
        category = scan_category(self._folder(class_name))
        if class_name not in self._fingerprints:
            masks = [
                ImageRef(file, f"mask of {image.name}", "")
                for image in category.test
                if image.mask is not None
                for file in mask_files(image.mask)
            ]
            images = [*category.train, *category.test, *masks]
            digests = [file_sha256(image.path) for image in images]
            self._fingerprints[class_name] = fingerprint(images, digests)
        # They change figures, and hashes of files do not tell them.
        stated = category.properties.model_dump(
            mode="json", include={"marks", "region_of_interest", "ignore"}, exclude_defaults=True
        )
        return stated | {
            "data": {"name": class_name, "fingerprint": self._fingerprints[class_name]},
            "class": class_name,
            "variation": self._variation(category).model_dump(mode="json"),
            "group_by": self._group_by(category, class_name),
            **{name: value for name, value in self._stages(category).items() if value != "off"},
        }

    def measure(self, method: Method, class_name: str, *, seed: int) -> Generator[MeasureUpdate, None, Measured]:
        category = scan_category(self._folder(class_name))
        group_by = self._group_by(category, class_name)
        variation = self._variation(category)
        limit = self._conditions.limit
        if limit is not None:
            category = _limited_category(category, limit)
            method = limit_steps(method, len(category.train), limit)
        with tempfile.TemporaryDirectory() as folder:
            job = ImageTrainJob(
                category=category,
                output=Path(folder) / "model",
                method=method,
                variation=variation,
                group_by=group_by,
                seed=seed,
                device=self._conditions.device,
                max_false_reject=0.01,
                max_review=0.05,
                normalise=self._conditions.recipe.normalise,
                **self._stages(category),
                **self._conditions.pretrained(method),
            )
            for update in train(job):
                if isinstance(update, TrainDone):
                    trained = update
                elif isinstance(update, MeasureUpdate):
                    yield update
            stored = read_model(job.output)
            megabytes = sum(file.stat().st_size for file in job.output.iterdir()) / 1e6
        for result in evaluate(stored, category, device=job.device):
            if isinstance(result, EvaluateDone):
                evaluated = result
            elif isinstance(result, MeasureUpdate):
                yield result
        learned = len(category.train) - (0 if is_crossed(stored.card) else trained.calibrated_on)
        lanes = image_lanes(stored.model, len(category.test))
        return _of_category(trained, evaluated, learned, lanes) | {"model_mb": round(megabytes, 2)}

    def _folder(self, class_name: str) -> Path:
        return self._root if self.classes == (self._root.name,) == (class_name,) else self._root / class_name

    def _variation(self, category: Category) -> Variation:
        return self._conditions.recipe.variation or category.properties.variation

    def _stages(self, category: Category) -> _Stages:
        recipe, properties = self._conditions.recipe, category.properties
        stated = properties.model_fields_set  # what nobody stated stays off, so that figures stay comparable
        locate: Locate = properties.locate if "locate" in stated else "off"
        tile: Tile = properties.tile if "tile" in stated else "off"
        return {"locate": recipe.locate or locate, "tile": recipe.tile or tile}

    def _group_by(self, category: Category, class_name: str) -> str | None:
        stated = self._conditions.recipe.group_by
        stated = stated.get(class_name) if isinstance(stated, dict) else stated
        return stated or category.properties.group_by


def _of_category(trained: TrainDone, evaluated: EvaluateDone, learned: int, lanes: int) -> Measured:
    judged = [inspection for inspection in evaluated.inspections if inspection.error is None]
    evaluation = evaluated.evaluation
    defective = np.array([inspection.label != "good" for inspection in judged], bool)
    milliseconds = [sum(inspection.timings_ms.values()) / lanes for inspection in judged]  # as many are side by side
    rates = {name: getattr(evaluation, name) for name in ("false_reject", "good_in_review", "escape")}
    return {
        **score_figures(np.array([inspection.score for inspection in judged]), defective),
        "pixel_auroc": evaluation.pixel_auroc,
        "aupro": evaluation.aupro,
        "f1": evaluation.f1,
        **{name: None if rate is None else rate.value for name, rate in rates.items()},
        "normal_images": evaluation.n_good,
        "anomalous_images": evaluation.n_defective,
        "errors": len(evaluation.errors),
        "ms_an_image": round(float(np.mean(milliseconds)), 1) if judged else None,
        "seconds": round(trained.seconds, 1),
        "steps": trained.steps,
        "training_images": learned,
        "calibration_images": trained.calibrated_on,
        "normalised": trained.normalised,
        "alignment": trained.alignment,
    }


def _limited_category(category: Category, limit: int) -> Category:
    """So many training images and test images; of the latter, half of each kind, spread over the list."""

    def some(images: Sequence[ImageRef], count: int) -> tuple[ImageRef, ...]:
        step = max(1, len(images) // count)
        return tuple(images[::step][:count])

    good = [image for image in category.test if not image.defective]
    bad = [image for image in category.test if image.defective]
    test = some(good, max(1, limit // 2)) + some(bad, max(1, limit // 2))
    return replace(category, train=some(category.train, max(2, limit)), test=test)
