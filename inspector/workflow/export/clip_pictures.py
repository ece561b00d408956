"""The pictures of a run of clips: the worst frame of each event with its heatmap, and each event as a video."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from inspector.core.errors import StorageError, VideoError
from inspector.data.video.reader import ClipReader
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.video_run import VideoRun
from inspector.store.targets import Targets, names_below
from inspector.workflow.export.run_pictures import NotWritten, PictureFolders, RunPictures, made_by, refuse_among_images
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.report.event_video import event_picture, export_event
from inspector.workflow.report.pictures import write_picture

_EVENT = r"-\d+-(ok|review|ng)\.(png|mp4)"  # what follows a clip's name


class ClipPictures(RunPictures[VideoRun]):
    """Of the clips at these paths, in the order of the batch; an event's number and decision follow the clip's name."""

    def __init__(self, paths: Sequence[Path], folders: PictureFolders) -> None:
        self._folders = folders
        self._names = names_below(paths, lambda name: name)

    def claim(self, targets: Targets, *, run_id: str | None = None) -> None:
        """How many events there will be is not known: a clip takes all names that begin with its own."""
        for folder in filter(None, (self._folders.heatmaps, self._folders.clips)):
            for name in self._names:
                targets.claim_series(folder / name, _EVENT, own=made_by(run_id))
            refuse_among_images((folder / name).parent for name in self._names)

    def write(
        self, stored: StoredModel, run: VideoRun, *, without: Collection[int] = ()
    ) -> Iterator[Progress | Warned]:
        for folder, write in ((self._folders.heatmaps, self._write_frames), (self._folders.clips, self._write_videos)):
            if folder is not None:
                for clip in range(len(run)):
                    if clip not in without:
                        yield from write(folder, stored, run, clip)

    def _write_frames(self, folder: Path, stored: StoredModel, run: VideoRun, clip: int) -> Iterator[Progress | Warned]:
        events, record = run.events(clip), run.clips[clip]
        if not events:
            return
        calibration, point = stored.calibration, run.operating_point
        try:
            with ClipReader(record.path, folder_rate=record.frame_rate) as reader:
                for number, event in enumerate(events, start=1):
                    target = folder / f"{self._names[clip]}-{number:03d}-{event.event.decision}.png"
                    try:
                        pixels = event_picture(reader, run, clip, event, calibration=calibration, point=point)
                        write_picture(target, pixels, run_id=run.about.get("id"))
                    except (VideoError, StorageError) as error:
                        yield NotWritten(str(error))
                    yield Progress("Pictures", number, len(events))
        except VideoError as error:
            yield NotWritten(str(error))

    def _write_videos(self, folder: Path, stored: StoredModel, run: VideoRun, clip: int) -> Iterator[Progress | Warned]:
        for number, event in enumerate(run.events(clip), start=1):
            target = folder / f"{self._names[clip]}-{number:03d}-{event.event.decision}.mp4"
            try:
                yield from export_event(
                    run, clip, event, target, calibration=stored.calibration, point=run.operating_point
                )
            except (VideoError, StorageError) as error:
                yield NotWritten(str(error))
