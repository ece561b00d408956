"""Images or video: what the rest of the program does alike for both, with the kind as an object.

A kind is chosen once, when a category, a model or a run is opened. Elsewhere nobody asks which one it is. Its methods
load what they need when they are called, so that images load nothing of video, and a list of kinds loads nothing.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeAlias, TypeVar, final

if TYPE_CHECKING:
    import torch

    from inspector.data.category import Category, ImageRef
    from inspector.data.video.category import Clip, VideoCategory
    from inspector.store.listing import RunEntry
    from inspector.store.models.model_folder import StoredModel
    from inspector.store.workspace import Workspace
    from inspector.workflow.review.images import ReviewedImageRun
    from inspector.workflow.review.video import ReviewedVideoRun
    from inspector.workflow.train.images import ImageTrainJob
    from inspector.workflow.train.video import VideoTrainJob

KindName = Literal["images", "video"]

CategoryT = TypeVar("CategoryT")
ItemT = TypeVar("ItemT")
JobT = TypeVar("JobT")
RunT = TypeVar("RunT")


class Kind(ABC, Generic[CategoryT, ItemT, JobT, RunT]):
    """What images and video supply in their own way: `CategoryT` of `ItemT`, trained by a `JobT`, reviewed as a `RunT`.

    Attributes:
        name: as `Category.kind` and `VideoCategory.kind` say it.
        unit: one of what is inspected, in English: `image` or `clip`.
        run_suffix: of the files of runs.
        default_method: that is trained where none is named.
    """

    name: ClassVar[KindName]
    unit: ClassVar[str]
    run_suffix: ClassVar[str]
    default_method: ClassVar[str]

    def __repr__(self) -> str:
        return f"<Kind {self.name}>"

    @abstractmethod
    def default_preset(self, method: str) -> str:
        """The preset of a method that is trained where none is named."""

    @abstractmethod
    def scan(self, root: Path) -> CategoryT:
        """The category in a folder.

        Raises:
            CategoryError: if the folder cannot be used as one.
        """

    @abstractmethod
    def collect(self, paths: Sequence[Path]) -> list[ItemT]:
        """What is to be inspected: each file named, and all that is in each folder named, once each.

        Raises:
            CategoryError: if a path does not exist, or there is nothing of this kind.
        """

    @abstractmethod
    def train(self, job: JobT) -> Iterator[object]:
        """Train, calibrate and write a model."""

    @abstractmethod
    def train_and_test(self, job: JobT, *, run: Path) -> Iterator[object]:
        """The same, and then inspect what the category has to test on into a run."""

    @abstractmethod
    def inspect(
        self,
        stored: "StoredModel",
        items: Sequence[ItemT],
        *,
        output: Path,
        device: "torch.device",
        folder_rate: float | None = None,
        resume: bool = False,
        base: Path | None = None,
    ) -> Iterator[object]:
        """Inspect what was collected into a run.

        Args:
            folder_rate: frame rate of clips that are folders of frames; images have none.
            base: the folder that the names are relative to; None for the current one.
        """

    @abstractmethod
    def inspect_paths(
        self,
        model: Path,
        paths: Sequence[Path],
        *,
        output: Path,
        device: "torch.device",
        folder_rate: float | None = None,
        category: CategoryT | None = None,
    ) -> Iterator[object]:
        """Inspect files and folders into a run; begins with what is inspected and with what.

        Args:
            category: whose names and labels are kept where all that is inspected is of it; images do without.
        """

    @abstractmethod
    def resume_run(self, part: Path, *, models: Sequence[Path], device: "torch.device") -> Iterator[object]:
        """Resume an interrupted run.

        Args:
            part: its file.
            models: folders among which its model is.
        """

    @abstractmethod
    def evaluate(
        self,
        stored: "StoredModel",
        category: CategoryT,
        *,
        device: "torch.device",
        folder_rate: float | None = None,
    ) -> Iterator[object]:
        """Compare a model's verdicts with the labels and masks of a category's test set."""

    @abstractmethod
    def open_run(self, path: Path, *, category: CategoryT | None = None) -> RunT:
        """A run under review, to be closed.

        Args:
            category: to know labels of frames from; images do without.

        Raises:
            RunError, StorageError: if run or reviews cannot be read.
        """

    def list_runs(self, workspace: "Workspace") -> "list[RunEntry]":
        """The runs of this kind in a workspace, complete and interrupted, newest first.

        Raises:
            StorageError: if their folder cannot be read.
        """
        from inspector.store.listing import list_runs

        return list_runs(workspace, kind=self.name)

    @abstractmethod
    def export_table(self, run: Path, target: Path) -> Path:
        """Write a run as CSV, over whatever is there; returns where it is."""

    @abstractmethod
    def export_report(
        self, run: Path, target: Path, *, model: Path, title: str, category: CategoryT | None = None
    ) -> Path:
        """Write a run as an HTML page, over whatever is there; returns where it is."""


@final
class _Images(Kind["Category", "ImageRef", "ImageTrainJob", "ReviewedImageRun"]):
    name = "images"
    unit = "image"
    run_suffix = ".h5"
    default_method = "riad"

    def default_preset(self, method: str) -> str:
        return "cpu"

    def scan(self, root: Path) -> "Category":
        from inspector.data.category import scan_category

        return scan_category(root)

    def collect(self, paths: Sequence[Path]) -> "list[ImageRef]":
        from inspector.data.category import collect_images

        return collect_images(paths)

    def train(self, job: "ImageTrainJob") -> Iterator[object]:
        from inspector.workflow.train.images import train

        return train(job)

    def train_and_test(self, job: "ImageTrainJob", *, run: Path) -> Iterator[object]:
        from inspector.workflow.train.train_and_test import train_and_test

        return train_and_test(job, run=run)

    def inspect(
        self,
        stored: "StoredModel",
        items: "Sequence[ImageRef]",
        *,
        output: Path,
        device: "torch.device",
        folder_rate: float | None = None,
        resume: bool = False,
        base: Path | None = None,
    ) -> Iterator[object]:
        from inspector.workflow.inspect.images import inspect_batch

        return inspect_batch(stored, items, output=output, device=device, resume=resume, base=base)

    def inspect_paths(
        self,
        model: Path,
        paths: Sequence[Path],
        *,
        output: Path,
        device: "torch.device",
        folder_rate: float | None = None,
        category: "Category | None" = None,
    ) -> Iterator[object]:
        from inspector.workflow.inspect.image_batch import inspect_paths

        return inspect_paths(model, paths, output=output, device=device)

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

    def open_run(self, path: Path, *, category: "Category | None" = None) -> "ReviewedImageRun":
        from inspector.workflow.review.images import ReviewedImageRun

        return ReviewedImageRun(path)

    def export_table(self, run: Path, target: Path) -> Path:
        from inspector.workflow.export.runs import export_csv

        return export_csv(run, target)

    def export_report(
        self, run: Path, target: Path, *, model: Path, title: str, category: "Category | None" = None
    ) -> Path:
        from inspector.workflow.export.runs import export_report

        return export_report(run, target, model=model, title=title)


@final
class _Video(Kind["VideoCategory", "Clip", "VideoTrainJob", "ReviewedVideoRun"]):
    name = "video"
    unit = "clip"
    run_suffix = ".clips"
    default_method = "ssmtl"

    def default_preset(self, method: str) -> str:
        from inspector.core.methods import preset_for_video

        return preset_for_video(method)

    def scan(self, root: Path) -> "VideoCategory":
        from inspector.data.video.category import scan_video

        return scan_video(root)

    def collect(self, paths: Sequence[Path]) -> "list[Clip]":
        from inspector.data.video.category import collect_clips

        return collect_clips(paths)

    def train(self, job: "VideoTrainJob") -> Iterator[object]:
        from inspector.workflow.train.video import train_video

        return train_video(job)

    def train_and_test(self, job: "VideoTrainJob", *, run: Path) -> Iterator[object]:
        from inspector.workflow.inspect.video_batch import train_and_test_video

        return train_and_test_video(job, run=run)

    def inspect(
        self,
        stored: "StoredModel",
        items: "Sequence[Clip]",
        *,
        output: Path,
        device: "torch.device",
        folder_rate: float | None = None,
        resume: bool = False,
        base: Path | None = None,
    ) -> Iterator[object]:
        from inspector.workflow.inspect.video import inspect_video

        return inspect_video(
            stored, items, output=output, device=device, folder_rate=folder_rate, resume=resume, base=base
        )

    def inspect_paths(
        self,
        model: Path,
        paths: Sequence[Path],
        *,
        output: Path,
        device: "torch.device",
        folder_rate: float | None = None,
        category: "VideoCategory | None" = None,
    ) -> Iterator[object]:
        from inspector.workflow.inspect.video_batch import inspect_video_paths

        return inspect_video_paths(
            model, paths, output=output, device=device, folder_rate=folder_rate, category=category
        )

    def resume_run(self, part: Path, *, models: Sequence[Path], device: "torch.device") -> Iterator[object]:
        from inspector.workflow.inspect.video_batch import resume_video_run

        return resume_video_run(part, models=models, device=device)

    def evaluate(
        self,
        stored: "StoredModel",
        category: "VideoCategory",
        *,
        device: "torch.device",
        folder_rate: float | None = None,
    ) -> Iterator[object]:
        from inspector.workflow.evaluate.video import evaluate_video

        return evaluate_video(stored, category, device=device, folder_rate=folder_rate)

    def open_run(self, path: Path, *, category: "VideoCategory | None" = None) -> "ReviewedVideoRun":
        from inspector.workflow.review.video import ReviewedVideoRun

        return ReviewedVideoRun(path, category=category)

    def export_table(self, run: Path, target: Path) -> Path:
        from inspector.workflow.export.runs import export_events_csv

        return export_events_csv(run, target)

    def export_report(
        self, run: Path, target: Path, *, model: Path, title: str, category: "VideoCategory | None" = None
    ) -> Path:
        from inspector.workflow.export.runs import export_video_report

        return export_video_report(run, target, model=model, title=title, abnormal=_abnormal(category))


def _abnormal(category: "VideoCategory | None") -> "dict[str, tuple[tuple[int, int], ...]]":
    """The frames on which something is wrong, by the names of the clips of which that is known."""
    clips = () if category is None else (*category.train, *category.test)
    return {clip.name: clip.abnormal for clip in clips if clip.abnormal is not None}


# What holds any kind does not know which types go together; each kind does.
AnyKind: TypeAlias = Kind[Any, Any, Any, Any]

IMAGES = _Images()
VIDEO = _Video()
KINDS: Mapping[KindName, AnyKind] = {kind.name: kind for kind in (IMAGES, VIDEO)}


def kind_of_category(root: Path) -> AnyKind:
    """What a folder is a category of.

    Raises:
        CategoryError: if a folder cannot be read.
    """
    from inspector.data.video.category import holds_clips

    return VIDEO if holds_clips(root) else IMAGES


def kind_of_model(model: Mapping[str, Any] | Path) -> AnyKind:
    """What a model judges, by its card or its folder.

    Raises:
        ModelError: if the folder's card cannot be read.
    """
    if isinstance(model, Path):
        from inspector.store.models.model_folder import read_card

        model = read_card(model)
    return VIDEO if "clips" in model else IMAGES


def kind_of_run(path: Path) -> AnyKind:
    """What a run is of, by the name of its file, complete or interrupted."""
    name = path.name.removesuffix(".part")
    return next((kind for kind in KINDS.values() if name.endswith(kind.run_suffix)), IMAGES)
