"""A finished or interrupted run for other people and programs: a CSV table, or a page that shows it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from inspector.data.category import ImageRef
from inspector.data.video.category import Intervals
from inspector.store.models.model_folder import read_model
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.export.tables import write_csv, write_events_csv
from inspector.workflow.report.images import write_report
from inspector.workflow.report.video import write_video_report


def export_csv(run: Path, target: Path) -> Path:
    """Write the table of :func:`.tables.write_csv`, over whatever is there; returns where it is.

    Raises:
        RunError, StorageError: if the run cannot be read or the file not be written.
    """
    with ImageRun(run) as opened:
        write_csv(target, (opened.record(index) for index in opened.finished()))
    return target


def export_events_csv(run: Path, target: Path) -> Path:
    """Write the table of :func:`inspector.workflow.export.tables.write_events_csv`, as above.

    Raises:
        RunError, StorageError: if the run cannot be read or the file not be written.
    """
    with VideoRun(run) as opened:
        write_events_csv(target, opened)
    return target


def export_video_report(run: Path, target: Path, *, model: Path, title: str, abnormal: Mapping[str, Intervals]) -> Path:
    """Write the page of :func:`inspector.workflow.report.video.write_video_report`, as above.

    Args:
        model: folder of the model that the run was made with.
        abnormal: the frames on which something is wrong, by the names of clips of which that is known.

    Raises:
        ModelError, RunError, StorageError: if model or run cannot be read or the file not be written.
    """
    stored = read_model(model)
    with VideoRun(run) as opened:
        write_video_report(target, title=title, stored=stored, run=opened, abnormal=abnormal, made=_now())
    return target


def export_report(run: Path, target: Path, *, model: Path, title: str) -> Path:
    """Write the page of :func:`.write_report`, over whatever is there; returns where it is.

    Args:
        model: folder of the model that the run was made with.

    Raises:
        ModelError, RunError, StorageError: if model or run cannot be read or the file not be written.
    """
    stored = read_model(model)
    with ImageRun(run) as opened:
        write_report(
            target,
            title=title,
            stored=stored,
            inspections=[opened.record(index) for index in opened.finished()],
            images={name: ImageRef(opened.path_of(name), name, label) for name, label in opened.batch()},
            evaluation=None,
            made=_now(),
            with_map=opened.with_map,
        )
    return target


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
