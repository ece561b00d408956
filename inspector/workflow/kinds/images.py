"""The kind of images."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from inspector.workflow.kinds.jobs import InspectJob, PageHead
from inspector.workflow.kinds.kind import Kind

if TYPE_CHECKING:
    import torch

    from inspector.core.errors import ModelError
    from inspector.core.operating_point import OperatingPoint
    from inspector.data.category import Category, ImageRef
    from inspector.data.contents import Collected
    from inspector.data.properties import CategoryProperties
    from inspector.store.listing import RunEntry
    from inspector.store.models.model_folder import StoredModel
    from inspector.store.runs.image_run import ImageRun
    from inspector.workflow.evaluate.images import EvaluateDone
    from inspector.workflow.export.csv_file import CsvForm
    from inspector.workflow.export.decided_items import DecidedItem
    from inspector.workflow.export.image_pictures import ImagePictures
    from inspector.workflow.export.run_pictures import PictureFolders
    from inspector.workflow.job_progress import Phase
    from inspector.workflow.learn.learned_model import LearnJob
    from inspector.workflow.review.comparison.images import ComparingImages
    from inspector.workflow.review.images import ReviewedImageRun
    from inspector.workflow.review.model_overview import TestResult
    from inspector.workflow.train.images import ImageTrainJob


_FEATURES = ("patchcore", "features")  # the method and its preset that compare features of the installed network


@final
class Images(Kind["Category", "ImageRef", "ImageTrainJob", "ReviewedImageRun", "ImageRun", "EvaluateDone"]):
    name = "images"
    unit = "image"
    run_suffix = ".h5"
    takes_pictures = True
    method_without_weights, method_with_weights = "scattering", _FEATURES[0]

    @property
    def default_method(self) -> str:
        return _FEATURES[0] if self.has_features else self.method_without_weights

    def default_preset(self, method: str) -> str:
        return _FEATURES[1] if method == _FEATURES[0] and self.has_features else "cpu"

    def preset_with(self, backbone: str | None) -> str:
        """That of `patchcore` where weights are stated, and this backbone or none."""
        from inspector.core.networks.efficientnet_lite import LITE_SCALES

        return _FEATURES[1] if backbone in LITE_SCALES else "cpu"

    @property
    def has_features(self) -> bool:
        """Whether a network trained on ImageNet is installed, with which `patchcore` needs no other weights."""
        from inspector.store.models.weights import packaged_weights

        return packaged_weights() is not None

    def scan(self, root: Path, *, learn_from: Sequence[str] = (), stated_in: Path | None = None) -> "Category":
        from inspector.data.category import scan_category

        return scan_category(root, learn_from=learn_from, stated_in=stated_in)

    def scan_as(self, root: Path, properties: "CategoryProperties") -> "Category":
        from inspector.data.category import scan_category

        return scan_category(root, properties=properties)

    def collect(self, paths: Sequence[Path]) -> "Collected[ImageRef]":
        from inspector.data.category import find_images

        return find_images(paths)

    def train(self, job: "ImageTrainJob") -> Iterator[object]:
        from inspector.workflow.train.images import train

        return train(job)

    def train_and_test(self, job: "ImageTrainJob", *, run: Path) -> Iterator[object]:
        from inspector.workflow.train.train_and_test import train_and_test

        return train_and_test(job, run=run)

    def phases(self, job: "ImageTrainJob", *, tested: bool) -> "Sequence[Phase]":
        from inspector.workflow.training_phases import image_phases

        return image_phases(job, tested=tested)

    def inspect(self, stored: "StoredModel", items: "Sequence[ImageRef]", job: InspectJob) -> Iterator[object]:
        from inspector.workflow.inspect.image_batch import image_watch
        from inspector.workflow.inspect.images import inspect_batch

        known = [item.path for item in items]
        watch = image_watch(job.watched, known=known) if job.watched else None
        return inspect_batch(
            stored,
            items,
            output=job.output,
            device=job.device,
            resume=job.resume,
            base=job.base,
            left_out=job.left_out,
            watch=watch,
        )

    def inspect_paths(
        self, model: Path, paths: Sequence[Path], job: InspectJob, *, category: "Category | None" = None
    ) -> Iterator[object]:
        from inspector.workflow.inspect.image_batch import inspect_paths

        return inspect_paths(model, paths, output=job.output, device=job.device, category=category, watched=job.watched)

    def resume_run(self, part: Path, *, models: Sequence[Path], device: "torch.device") -> Iterator[object]:
        from inspector.workflow.inspect.image_batch import resume_run

        return resume_run(part, models=models, device=device)

    def evaluate(
        self,
        stored: "StoredModel",
        category: "Category",
        *,
        device: "torch.device",
        folder_rate: float | None = None,
    ) -> Iterator[object]:
        from inspector.workflow.evaluate.images import evaluate

        return evaluate(stored, category, device=device)

    def examine(self, category: "Category") -> Iterator[object]:
        from inspector.workflow.advise.examine import examine

        return examine(category)

    def suggest(self, category: "Category", *, weights: bool, available: Collection[str]) -> Iterator[object]:
        from inspector.workflow.advise.suggest import suggest

        return suggest(category, weights=weights, available=available)

    def comparing(self) -> "ComparingImages":
        from inspector.workflow.review.comparison.images import ComparingImages

        return ComparingImages()

    def model_out_of_place(self, model: str) -> "ModelError":
        from inspector.core.errors import ModelError

        return ModelError(
            "{model} is a model of clips, in a category of images. Move its folder to a category of clips.",
            code="model.other_kind",
            model=model,
        )

    def learning_phases(self, confirmed: int, *, others: int) -> "Sequence[Phase]":
        from inspector.workflow.learn.phases import learning_phases

        return learning_phases(confirmed, others=others)

    def learn(self, job: "LearnJob") -> Iterator[object]:
        from inspector.workflow.learn.confirmed_parts import learn_confirmed

        return learn_confirmed(job)

    def open_run(self, path: Path, *, category: "Category | None" = None) -> "ReviewedImageRun":
        from inspector.workflow.review.images import ReviewedImageRun

        return ReviewedImageRun(path)

    def test_result(self, card: Mapping[str, Any], runs: "Sequence[RunEntry]", category: "Category") -> "TestResult":
        from inspector.workflow.review.model_overview import image_test_result

        return image_test_result(card, runs, category)

    def read_run(self, path: Path) -> "ImageRun":
        from inspector.store.runs.image_run import ImageRun

        return ImageRun(path)

    def items(self, run: "ImageRun") -> "list[ImageRef]":
        from inspector.data.category import ImageRef

        return [ImageRef(run.path_of(name), name, label) for name, label in run.batch()]

    def pictures(self, paths: Sequence[Path], folders: "PictureFolders") -> "ImagePictures":
        from inspector.workflow.export.image_pictures import ImagePictures

        return ImagePictures(paths, folders)

    def unremarkable(self, run: "ImageRun") -> Collection[int]:
        from inspector.core.operating_point import Decision
        from inspector.store.records import current_reviews

        table, reviews = run.table(), current_reviews(run.path, moved_from=run.moved_from)
        rows = zip(run.finished(), table.names, table.decisions, strict=True)
        decided = {name for name, review in reviews.items() if review.decision is not None}
        return {place for place, name, verdict in rows if verdict is Decision.OK and name not in decided}

    def decided(self, run: "ImageRun", *, point: "OperatingPoint | None") -> "Iterable[DecidedItem]":
        from inspector.workflow.export.decided_items import decided_images

        return decided_images(run)

    def copy(self, path: Path, target: Path) -> None:
        from inspector.data.copying import copy_image

        copy_image(path, target)

    def write_table(self, target: Path, run: "ImageRun", *, form: "CsvForm | None" = None) -> None:
        from inspector.store.records import current_defect_types, current_reviews
        from inspector.workflow.export.csv_file import CsvForm
        from inspector.workflow.export.tables import write_csv

        write_csv(
            target,
            (run.record(index) for index in run.finished()),
            relative=run.relative,
            types=current_defect_types(run.path, moved_from=run.moved_from),
            reviews=current_reviews(run.path, moved_from=run.moved_from),
            form=form or CsvForm.COMMA,
        )

    def write_report(
        self, target: Path, head: PageHead, run: "ImageRun", *, category: "Category | None" = None
    ) -> None:
        from inspector.store.records import current_defect_types, current_reviews
        from inspector.store.runs.sources import replaced
        from inspector.workflow.evaluate.learned import learned_parts
        from inspector.workflow.report.images import write_report

        images = self.items(run)
        write_report(
            target,
            title=head.title,
            stored=head.stored,
            point=run.operating_point,
            inspections=[run.record(index) for index in run.finished()],
            images={image.name: image for image in images},
            evaluation=None,
            learned=learned_parts(head.stored.card, ((image.name, image.path) for image in images)),
            made=head.language.now(),
            language=head.language,
            with_map=run.with_map,
            types=current_defect_types(run.path, moved_from=run.moved_from),
            reviews=current_reviews(run.path, moved_from=run.moved_from),
            replaced=replaced([image.path for image in images], run.fingerprints()),
        )

    def write_evaluation(self, target: Path, head: PageHead, category: "Category", done: "EvaluateDone") -> None:
        from inspector.workflow.report.images import write_report

        write_report(
            target,
            title=head.title,
            stored=head.stored,
            point=head.stored.operating_point,
            inspections=done.inspections,
            images={image.name: image for image in category.test},
            evaluation=done.evaluation,
            learned=done.learned,
            made=head.language.now(),
            language=head.language,
        )
