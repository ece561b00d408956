"""Inspecting the clips that a person chose, going on where that was interrupted, and testing a model just trained."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from inspector.core.errors import ModelError, VideoError
from inspector.data.video.category import Clip, VideoCategory, collect_clips
from inspector.data.video.reader import ClipReader
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.runs.lifecycle import PART_SUFFIX
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.inspect.video import InspectVideoUpdate, inspect_video
from inspector.workflow.train.learning import TrainDone, TrainUpdate
from inspector.workflow.train.video import VideoTrainJob, train_video


@dataclass(frozen=True)
class VideoBatchStarted:
    """What is inspected now, and with what.

    Attributes:
        frames: how many each clip has, as far as that is known before it is read.
        run: the file's name when it is complete.
        ended: places of the clips that had ended when the run was interrupted.
    """

    stored: StoredModel
    clips: tuple[Clip, ...]
    frames: tuple[int | None, ...]
    run: Path
    ended: frozenset[int] = frozenset()


def inspect_video_paths(
    model: Path,
    paths: Sequence[Path],
    *,
    output: Path,
    device: torch.device,
    folder_rate: float | None,
    category: VideoCategory | None,
) -> Iterator[VideoBatchStarted | InspectVideoUpdate]:
    """Inspect files and folders into a run; the clips' names are relative to the folder that all of them share.

    Args:
        folder_rate: frames a second of clips that are folders; None where it is not known.
        category: whose clips keep the names and labels they have in it, where all that are inspected are of it.

    Raises:
        CategoryError: if there is no clip.
        ModelError, RunError, StorageError: if the model cannot be read or the run not be written.
    """
    clips = collect_clips([path.absolute() for path in paths])
    known = {} if category is None else {clip.path: clip for clip in (*category.train, *category.test)}
    if category is not None and all(clip.path in known for clip in clips):
        clips, base = [known[clip.path] for clip in clips], category.root
    else:
        base = Path(os.path.commonpath([clip.path.parent for clip in clips]))
        prefix = base.as_posix().rstrip("/") + "/"
        clips = [replace(clip, name=clip.name.removeprefix(prefix)) for clip in clips]
    stored = read_model(model)
    yield VideoBatchStarted(stored, tuple(clips), _frames(clips), output)
    yield from inspect_video(stored, clips, output=output, device=device, folder_rate=folder_rate, base=base)


def resume_video_run(
    part: Path, *, models: Sequence[Path], device: torch.device
) -> Iterator[VideoBatchStarted | InspectVideoUpdate]:
    """Go on with an interrupted run; the clip it was at begins anew.

    Args:
        part: its file.
        models: folders among which its model is.

    Raises:
        ModelError: if its model is not among them any more.
        RunError, StorageError: if the run cannot be gone on with.
    """
    with VideoRun(part) as run:
        clips = [Clip(record.path, record.name, record.label) for record in run.clips]
        ended = frozenset(place for place, record in enumerate(run.clips) if record.finished)
        about = run.about
    named = [folder for folder in models if folder.name == about["model_folder"]]
    stored = next((one for one in map(read_model, named) if one.identity == about["model"]), None)
    if stored is None:
        raise ModelError(
            f"{part}: was made with the model '{about['model_folder']}', which is not there any more; put it back, or "
            "inspect the clips again with another."
        )
    output = part.with_name(part.name.removesuffix(PART_SUFFIX))
    yield VideoBatchStarted(stored, tuple(clips), _frames(clips), output, ended)
    yield from inspect_video(
        stored,
        clips,
        output=output,
        device=device,
        folder_rate=about["folder_rate"],
        resume=True,
        base=Path(about["base"]),
    )


def train_and_test_video(job: VideoTrainJob, *, run: Path) -> Iterator[TrainUpdate | InspectVideoUpdate]:
    """The events of a training, then those of inspecting the category's test clips, if there are any.

    The model is written before the inspection begins: stopped there, nothing of it is lost, and the run can be gone
    on with.

    Args:
        run: the file to write the inspections to; names are relative to the category.

    Raises:
        InspectorError: what :func:`train_video` and :func:`inspect_video` raise.
    """
    with closing(train_video(job)) as training:
        for event in training:
            yield event
            if isinstance(event, TrainDone):
                model = event.model
    category = job.category
    if category.test:
        yield from inspect_video(
            read_model(model),
            category.test,
            output=run,
            device=job.device,
            folder_rate=job.folder_rate,
            base=category.root,
        )


def _frames(clips: Sequence[Clip]) -> tuple[int | None, ...]:
    return tuple(map(_frames_of, clips))


def _frames_of(clip: Clip) -> int | None:
    try:
        with ClipReader(clip.path, folder_rate=None) as reader:
            return None if reader.frame_count is None else reader.frame_count.number
    except VideoError:  # is told when it is the clip's turn
        return None
