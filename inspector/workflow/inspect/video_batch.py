"""Inspecting the clips that a person chose, and resuming that where it was interrupted."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from inspector.core.errors import VideoError
from inspector.data.video.category import Clip, VideoCategory, find_clips
from inspector.data.video.reader import ClipReader
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.inspect.added import naming_added
from inspector.workflow.inspect.arrivals import FolderWatch
from inspector.workflow.inspect.batch import (
    finished_path,
    model_of_run,
    named_below_shared,
    shared_folder,
)
from inspector.workflow.inspect.video import InspectVideoUpdate, inspect_video

SETTLED_S = 10.0  # for which a clip that has come must not change: cameras write in bursts


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
    watched: Sequence[Path] = (),
) -> Iterator[VideoBatchStarted | InspectVideoUpdate]:
    """Inspect files and folders into a run; the clips' names are relative to the folder that all of them share.

    Args:
        folder_rate: see :func:`inspect_video`.
        category: whose clips keep the names and labels they have in it, where all that are inspected are of it.
        watched: folders that are watched, in place of any other path: what lies there, and whatever comes, until the
            job is stopped.

    Raises:
        CategoryError: if there is no clip, and no folder is watched.
        ModelError, RunError, StorageError: if the model cannot be read or the run not be written.
    """
    if watched:
        folders = [path.absolute() for path in watched]
        base = shared_folder(folders)
        watch = clip_watch(folders, base=base)
        stored, found = read_model(model), watch.look()
        yield VideoBatchStarted(stored, tuple(found), _frames(found), output)
        yield from inspect_video(
            stored, found, output=output, device=device, folder_rate=folder_rate, base=base, watch=watch
        )
        return
    collect = partial(find_clips, [path.absolute() for path in paths])
    collected = collect()
    clips = collected.items
    known = {} if category is None else {clip.path: clip for clip in (*category.train, *category.test)}
    if category is not None and all(clip.path in known for clip in clips):
        clips, base = [known[clip.path] for clip in clips], category.root
    else:
        clips, base = named_below_shared(clips)
    stored = read_model(model)
    yield VideoBatchStarted(stored, tuple(clips), _frames(clips), output)
    updates = inspect_video(
        stored,
        clips,
        output=output,
        device=device,
        folder_rate=folder_rate,
        base=base,
        left_out=collected.left_out,
    )
    yield from naming_added(updates, clips, collect)


def clip_watch(folders: Sequence[Path], *, base: Path | None = None, known: Collection[Path] = ()) -> FolderWatch[Clip]:
    """A watch over folders of clips; see :class:`FolderWatch`."""
    return FolderWatch(find_clips, folders, settled_s=SETTLED_S, base=base, known=known)


def resume_video_run(
    part: Path, *, models: Sequence[Path], device: torch.device
) -> Iterator[VideoBatchStarted | InspectVideoUpdate]:
    """Resume an interrupted run; the unfinished clip begins anew.

    Args:
        part: its file.
        models: folders among which its model is.

    Raises:
        ModelError: if its model is no longer among them.
        RunError, StorageError: if the run cannot be resumed.
    """
    with VideoRun(part) as run:
        clips = [Clip(record.path, record.name, record.label) for record in run.clips]
        ended = frozenset(place for place, record in enumerate(run.clips) if record.finished)
        about = run.about
    stored, output = model_of_run(part, about, models), finished_path(part)
    yield VideoBatchStarted(stored, tuple(clips), _frames(clips), output, ended)
    yield from inspect_video(
        stored,
        clips,
        output=output,
        device=device,
        resume=True,
        base=Path(about["base"]),
    )


def _frames(clips: Sequence[Clip]) -> tuple[int | None, ...]:
    return tuple(map(_frames_of, clips))


def _frames_of(clip: Clip) -> int | None:
    try:
        with ClipReader(clip.path, folder_rate=None) as reader:
            return None if reader.frame_count is None else reader.frame_count.number
    except VideoError:  # is reported when it is the clip's turn
        return None
