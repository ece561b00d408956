"""A finished or interrupted run for other people and programs: a CSV table, or a page that shows it."""

from datetime import datetime
from pathlib import Path

from inspector.data.category import ImageRef
from inspector.store.model_file import read_model
from inspector.store.run_file import Run
from inspector.workflow.export import write_csv
from inspector.workflow.report import write_report


def export_csv(run: Path, target: Path) -> Path:
    """Write the table of :func:`inspector.workflow.export.write_csv`, over whatever is there; returns where it is.

    Raises:
        RunError, StorageError: if the run cannot be read or the file not be written.
    """
    with Run(run) as opened:
        write_csv(target, (opened.record(index) for index in opened.finished()))
    return target


def export_report(run: Path, target: Path, *, model: Path, title: str) -> Path:
    """Write the page of :func:`inspector.workflow.report.write_report`, over whatever is there; returns where it is.

    Args:
        model: folder of the model that the run was made with.

    Raises:
        ModelError, RunError, StorageError: if model or run cannot be read or the file not be written.
    """
    stored = read_model(model)
    with Run(run) as opened:
        write_report(
            target,
            title=title,
            stored=stored,
            inspections=[opened.record(index) for index in opened.finished()],
            images={name: ImageRef(opened.path_of(name), name, label) for name, label in opened.batch()},
            evaluation=None,
            made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
            with_map=opened.with_map,
        )
    return target
