"""The parts of `kills.py` that make and change models and categories: train, threshold, learn, export and review."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from inspector.core.methods import create_method
from inspector.core.operating_point import OperatingPoint
from inspector.data.category import ImageRef, scan_category
from inspector.store.models.card import change_operating_point, read_card
from inspector.store.models.model_folder import StoredModel, checkpoint_of, read_checkpoint_job, read_model
from inspector.store.onnx.exported import read_onnx
from inspector.store.owner import refuse_in_use
from inspector.store.records import ReviewDecision, operating_point_history, record_review, review_history
from inspector.workflow.export.decided_category import export_category
from inspector.workflow.export.models import ExportDone, ExportJob, export_onnx, report_of
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.learn.confirmed_parts import learn_confirmed
from inspector.workflow.learn.learned_model import LearnJob
from inspector.workflow.train import learning
from inspector.workflow.train.images import ImageTrainJob, train
from inspector.workflow.train.learning import FitStep, TrainDone

STEPS = 40
CONFIRMED = 6
CHANGES = 60


class Training:
    """A small training that saves a checkpoint at each step."""

    name = "train"

    def __init__(self, category: Path) -> None:
        self._category, self._weights = category, ""
        learning.CHECKPOINT_INTERVAL_S = 0

    def _job(self, output: Path, *, resume: bool) -> ImageTrainJob:
        small = {"image_size": 32, "base_width": 4, "depth": 3, "region_sizes": (4, 8), "training": {"steps": STEPS}}
        return ImageTrainJob(
            category=scan_category(self._category),
            output=output,
            method=create_method("riad", preset="cpu", **small),
            group_by=None,
            seed=0,
            device=torch.device("cpu"),
            max_false_reject=0.01,
            max_review=0.05,
            resume=resume,
        )

    def prepare(self, folder: Path) -> None:
        if not self._weights:
            list(train(self._job(folder / "alone", resume=False)))
            self._weights = read_card(folder / "alone")["weights_sha256"]

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        for update in train(self._job(folder / "m", resume=False)):
            if isinstance(update, FitStep):
                report(str(update.step))
            elif isinstance(update, TrainDone):
                report("model")

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        if (folder / "m").exists():
            read_model(folder / "m")
        elif reported:
            assert "model" not in reported
            step, _ = read_checkpoint_job(checkpoint_of(folder / "m"))
            assert step >= int(reported[-1]), (step, reported[-1])

    def resume(self, folder: Path) -> None:
        if not (folder / "m").exists():
            list(train(self._job(folder / "m", resume=True)))
        assert read_card(folder / "m")["weights_sha256"] == self._weights
        left = [path.name for path in folder.iterdir() if path.name.endswith((".part", ".owner"))]
        assert not left, left


class Thresholding:
    """Changes of a model's thresholds, one after the other."""

    name = "threshold"

    def __init__(self, stored: StoredModel) -> None:
        self._stored = stored

    def _change(self, folder: Path, number: int) -> None:
        point = OperatingPoint(review=0.0, reject=1.0 + number)
        change_operating_point(folder / "m", new=point, user="kills", reason=str(number))

    def prepare(self, folder: Path) -> None:
        shutil.copytree(self._stored.folder, folder / "m")

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        for number in range(CHANGES):
            self._change(folder, number)
            report(str(number))

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        changes = operating_point_history(folder / "m")
        expected = [str(number) for number in range(len(changes))]
        assert [change.reason for change in changes] == expected
        assert len(reported) <= len(changes) <= len(reported) + 1, (len(reported), len(changes))
        stored = read_model(folder / "m")
        assert stored.identity == self._stored.identity
        assert stored.operating_point == (changes[-1].new if changes else self._stored.operating_point)

    def resume(self, folder: Path) -> None:
        number = len(operating_point_history(folder / "m"))
        self._change(folder, number)
        assert read_model(folder / "m").operating_point.reject == 1.0 + number
        assert read_card(folder / "m")["records"]["count"] == number + 1


class Learning:
    """The parts of a run that were confirmed to be good, into a new model."""

    name = "learn"

    def __init__(self, stored: StoredModel, images: Sequence[ImageRef]) -> None:
        self._stored, self._images = stored, images[:CONFIRMED]
        self._scores: list[float] = []

    def _learn(self, folder: Path, name: str) -> None:
        job = LearnJob(
            stored=self._stored,
            run=folder / "r.h5",
            output=folder / name,
            seed=0,
            device=torch.device("cpu"),
            max_false_reject=0.05,
            max_review=0.1,
        )
        list(learn_confirmed(job))

    def prepare(self, folder: Path) -> None:
        list(inspect_batch(self._stored, self._images, output=folder / "r.h5", device=torch.device("cpu")))
        for image in self._images:
            record_review(folder / "r.h5", image=image.name, decision=ReviewDecision.ACCEPT, user="kills")
        if not self._scores:
            self._learn(folder, "alone")
            self._scores = read_model(folder / "alone").calibration.good_scores.tolist()

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        self._learn(folder, "m")
        report("model")

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        assert (folder / "m").exists() or not reported
        if (folder / "m").exists():
            assert read_model(folder / "m").calibration.good_scores.tolist() == self._scores
        assert len(review_history(folder / "r.h5")) == CONFIRMED

    def resume(self, folder: Path) -> None:
        if not (folder / "m").exists():
            self._learn(folder, "m")
        refuse_in_use(folder / "m")  # an owner's record that is left is of a process that has ended
        self.check(folder, ["model"])
        left = [path.name for path in folder.iterdir() if path.name.endswith(".part")]
        assert not left, left


class Exporting:
    """A model into an ONNX file, with the report beside it."""

    name = "export"

    def __init__(self, stored: StoredModel, images: Sequence[ImageRef]) -> None:
        self._stored, self._images = stored, images

    def prepare(self, folder: Path) -> None:
        pass

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        for update in export_onnx(ExportJob(self._stored, folder / "m.onnx", self._images)):
            if isinstance(update, ExportDone):
                report("file")

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        assert (folder / "m.onnx").exists() or not reported
        if (folder / "m.onnx").exists():
            assert read_onnx(folder / "m.onnx").identity == self._stored.identity
            assert report_of(folder / "m.onnx").exists()

    def resume(self, folder: Path) -> None:
        if not (folder / "m.onnx").exists():
            list(export_onnx(ExportJob(self._stored, folder / "m.onnx", self._images)))
        self.check(folder, ["file"])
        assert not list(folder.glob(".*.part"))


class Reviewing:
    """A person's decisions on the images of a run."""

    name = "review"

    def prepare(self, folder: Path) -> None:
        pass

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        for number in range(CHANGES):
            record_review(folder / "r.h5", image=f"{number}.png", decision=ReviewDecision.REJECT, user="kills")
            report(str(number))

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        found = [review.image for review in review_history(folder / "r.h5")]
        assert found == [f"{number}.png" for number in range(len(found))]
        assert len(reported) <= len(found) <= len(reported) + 1, (len(reported), len(found))

    def resume(self, folder: Path) -> None:
        before = len(review_history(folder / "r.h5"))
        record_review(folder / "r.h5", image="last.png", decision=None, user="kills")
        assert len(review_history(folder / "r.h5")) == before + 1


class ExportingCategory:
    """The parts of a run that people decided on, into a new category."""

    name = "export-run --category"

    def __init__(self, stored: StoredModel, images: Sequence[ImageRef]) -> None:
        self._stored, self._images = stored, images

    def prepare(self, folder: Path) -> None:
        list(inspect_batch(self._stored, self._images, output=folder / "r.h5", device=torch.device("cpu")))
        for image in self._images:
            record_review(folder / "r.h5", image=image.name, decision=ReviewDecision.ACCEPT, user="kills")

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        list(export_category(folder / "r.h5", folder / "c"))
        report("category")

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        assert (folder / "c").exists() or not reported
        if (folder / "c").exists():
            found = [path.stat().st_size for path in (folder / "c").rglob("*") if path.is_file()]
            assert sorted(found) == sorted(image.path.stat().st_size for image in self._images)

    def resume(self, folder: Path) -> None:
        if not (folder / "c").exists():
            list(export_category(folder / "r.h5", folder / "c"))
        self.check(folder, ["category"])
        left = [path.name for path in folder.iterdir() if path.name.endswith(".part")]
        assert not left, left
