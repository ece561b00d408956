"""The kind of video."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from inspector.workflow.kinds.jobs import InspectJob, PageHead
from inspector.workflow.kinds.kind import Kind

if TYPE_CHECKING:
    import torch

    from inspector.core.errors import ModelError
    from inspector.core.operating_point import OperatingPoint
    from inspector.data.contents import Collected
    from inspector.data.properties import CategoryProperties
    from inspector.data.video.category import Clip, Intervals, VideoCategory
    from inspector.store.listing import RunEntry
    from inspector.store.models.model_folder import StoredModel
    from inspector.store.runs.video_run import VideoRun
    from inspector.workflow.evaluate.video import EvaluateVideoDone
    from inspector.workflow.export.clip_pictures import ClipPictures
    from inspector.workflow.export.csv_file import CsvForm
    from inspector.workflow.export.decided_items import DecidedItem
    from inspector.workflow.export.run_pictures import PictureFolders
    from inspector.workflow.job_progress import Phase
    from inspector.workflow.learn.learned_model import LearnJob
    from inspector.workflow.review.comparison.video import ComparingClips
    from inspector.workflow.review.model_overview import TestResult
    from inspector.workflow.review.video import ReviewedVideoRun
    from inspector.workflow.train.video import VideoTrainJob


@final
class Video(Kind["VideoCategory", "Clip", "VideoTrainJob", "ReviewedVideoRun", "VideoRun", "EvaluateVideoDone"]):
    name = "video"
    unit = "clip"
    run_suffix = ".clips"
    takes_pictures = False

    @property
    def default_method(self) -> str:
        return "ssmtl"

    def default_preset(self, method: str) -> str:
        from inspector.core.methods import preset_for_video

        return preset_for_video(method)

    def scan(self, root: Path, *, learn_from: Sequence[str] = (), stated_in: Path | None = None) -> "VideoCategory":
        from inspector.data.video.category import scan_video

        return scan_video(root, learn_from=learn_from, stated_in=stated_in)

    def scan_as(self, root: Path, properties: "CategoryProperties") -> "VideoCategory":
        from inspector.data.video.category import scan_video

        return scan_video(root, properties=properties)

    def collect(self, paths: Sequence[Path]) -> "Collected[Clip]":
        from inspector.data.video.category import find_clips

        return find_clips(paths)

    def train(self, job: "VideoTrainJob") -> Iterator[object]:
        from inspector.workflow.train.video import train_video

        return train_video(job)

    def train_and_test(self, job: "VideoTrainJob", *, run: Path) -> Iterator[object]:
        from inspector.workflow.train.train_and_test import train_and_test_video

        return train_and_test_video(job, run=run)

    def phases(self, job: "VideoTrainJob", *, tested: bool) -> "Sequence[Phase]":
        from inspector.workflow.training_phases import video_phases

        return video_phases(job, tested=tested)

    def inspect(self, stored: "StoredModel", items: "Sequence[Clip]", job: InspectJob) -> Iterator[object]:
        from inspector.workflow.inspect.video import inspect_video
        from inspector.workflow.inspect.video_batch import clip_watch

        known = [item.path for item in items]
        watch = clip_watch(job.watched, known=known) if job.watched else None
        return inspect_video(
            stored,
            items,
            output=job.output,
            device=job.device,
            folder_rate=job.folder_rate,
            resume=job.resume,
            base=job.base,
            left_out=job.left_out,
            watch=watch,
        )

    def inspect_paths(
        self, model: Path, paths: Sequence[Path], job: InspectJob, *, category: "VideoCategory | None" = None
    ) -> Iterator[object]:
        from inspector.workflow.inspect.video_batch import inspect_video_paths

        return inspect_video_paths(
            model,
            paths,
            output=job.output,
            device=job.device,
            folder_rate=job.folder_rate,
            category=category,
            watched=job.watched,
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

    def examine(self, category: "VideoCategory") -> Iterator[object]:
        from inspector.workflow.advise.examine_video import examine_video

        return examine_video(category)

    def suggest(self, category: "VideoCategory", *, weights: bool, available: Collection[str]) -> Iterator[object]:
        from inspector.workflow.advise.video.suggest import suggest_video

        return suggest_video(category, available=available)

    def comparing(self) -> "ComparingClips":
        from inspector.workflow.review.comparison.video import ComparingClips

        return ComparingClips()

    def model_out_of_place(self, model: str) -> "ModelError":
        from inspector.core.errors import ModelError

        return ModelError(
            "{model} is a model of images, in a category of clips. Move its folder to a category of images.",
            code="model.other_kind",
            model=model,
        )

    def check_exportable(self, model: Path) -> None:
        from inspector.core.errors import SettingError

        raise SettingError(
            "{model} is a model of clips, whose scores depend on earlier frames. It cannot be exported as one file "
            "yet; inspect with the model folder.",
            code="export.of_clips",
            model=model,
        )

    def learning_phases(self, confirmed: int, *, others: int) -> "Sequence[Phase]":
        from inspector.workflow.learn.phases import clip_learning_phases

        return clip_learning_phases(confirmed, others=others)

    def learn(self, job: "LearnJob") -> Iterator[object]:
        from inspector.workflow.learn.confirmed_clips import learn_confirmed_clips

        return learn_confirmed_clips(job)

    def open_run(self, path: Path, *, category: "VideoCategory | None" = None) -> "ReviewedVideoRun":
        from inspector.workflow.review.video import ReviewedVideoRun

        return ReviewedVideoRun(path, category=category)

    def test_result(
        self, card: Mapping[str, Any], runs: "Sequence[RunEntry]", category: "VideoCategory"
    ) -> "TestResult":
        from inspector.workflow.review.model_overview import video_test_result

        return video_test_result(card, runs, category)

    def read_run(self, path: Path) -> "VideoRun":
        from inspector.store.runs.video_run import VideoRun

        return VideoRun(path)

    def items(self, run: "VideoRun") -> "list[Clip]":
        from inspector.data.video.category import Clip

        return [Clip(record.path, record.name, record.label) for record in run.clips]

    def pictures(self, paths: Sequence[Path], folders: "PictureFolders") -> "ClipPictures":
        from inspector.workflow.export.clip_pictures import ClipPictures

        return ClipPictures(paths, folders)

    def decided(self, run: "VideoRun", *, point: "OperatingPoint | None") -> "Iterable[DecidedItem]":
        from inspector.workflow.export.decided_items import decided_clips

        return decided_clips(run, point=point)

    def copy(self, path: Path, target: Path) -> None:
        from inspector.data.copying import copy_clip

        copy_clip(path, target)

    def write_table(self, target: Path, run: "VideoRun", *, form: "CsvForm | None" = None) -> None:
        from inspector.workflow.export.csv_file import CsvForm
        from inspector.workflow.export.tables import write_events_csv

        write_events_csv(target, run, form=form or CsvForm.COMMA)

    def write_report(
        self, target: Path, head: PageHead, run: "VideoRun", *, category: "VideoCategory | None" = None
    ) -> None:
        from inspector.store.records import current_defect_types, current_reviews
        from inspector.workflow.report.video import write_video_report

        write_video_report(
            target,
            title=head.title,
            stored=head.stored,
            run=run,
            abnormal=_abnormal(category),
            made=head.language.now(),
            language=head.language,
            types=current_defect_types(run.path, moved_from=run.moved_from),
            reviews=current_reviews(run.path, moved_from=run.moved_from),
        )

    def write_evaluation(
        self, target: Path, head: PageHead, category: "VideoCategory", done: "EvaluateVideoDone"
    ) -> None:
        from inspector.workflow.report.video_evaluation import write_video_evaluation

        write_video_evaluation(
            target, title=head.title, stored=head.stored, done=done, made=head.language.now(), language=head.language
        )


def _abnormal(category: "VideoCategory | None") -> "dict[str, Intervals]":
    """The frames on which something is wrong, by the names of the clips of which that is known."""
    clips = () if category is None else (*category.train, *category.test, *category.ignored)
    return {clip.name: clip.abnormal for clip in clips if clip.abnormal is not None}
