"""What `inspect` writes of a run besides the run, and `report` and `export-run` write of a finished one."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from inspector.cli.console import follow, note
from inspector.core.errors import InspectorError
from inspector.workflow.export.csv_file import CsvForm

if TYPE_CHECKING:
    from inspector.store.models.model_folder import StoredModel
    from inspector.store.runs.lifecycle import StoredRun
    from inspector.store.targets import Targets
    from inspector.workflow.export.run_pictures import RunPictures
    from inspector.workflow.kinds import AnyKind
    from inspector.workflow.progress import Progress, Warned

_MOST_NOTED = 10

CSV = typer.Option(None, help="Write a CSV table: one row per image, or per event of a clip.")
CSV_FORMAT = typer.Option(
    CsvForm.COMMA,
    help="Separator of the CSV table; semicolon also writes decimal commas, as spreadsheets in Germany read it.",
)
HEATMAPS = typer.Option(
    None, help="Folder for pictures: each image, or the worst frame of each event, with its heatmap."
)
CLIPS = typer.Option(None, help="Folder for videos: each event of a clip with its heatmap.")
MAPS = typer.Option(None, help="Folder for anomaly maps as float32 TIFF.")
REPORT = typer.Option(None, help="Write a self-contained HTML page.")


@contextmanager
def noting_written(done: Sequence[Path]) -> Iterator[None]:
    """Where something stops the writing, say what is written whole: it stays, and a second try does not replace it."""
    try:
        yield
    except (InspectorError, KeyboardInterrupt) as stopped:
        if done:
            places = ", ".join(map(str, done))
            note(f"Written before that: {places}.")
            if isinstance(stopped, InspectorError):
                stopped.fields["written"] = places
        raise


@dataclass(frozen=True)
class RunOutputs:
    """What is written of a run besides the run; None for what nobody asked for."""

    csv: Path | None
    csv_form: CsvForm
    report: Path | None
    pictures: "RunPictures[Any]"

    def claim(self, targets: "Targets", *, run_id: str | None = None) -> None:
        """Note every file to be written; see :meth:`RunPictures.claim`."""
        for path in (self.csv, self.report):
            if path is not None:
                targets.claim(path)
        self.pictures.claim(targets, run_id=run_id)

    def write(
        self,
        kind: "AnyKind",
        run: "StoredRun",
        stored: "StoredModel | None",
        *,
        title: str,
        done: list[Path],
        without: Collection[int] = (),
    ) -> int:
        """Write everything, pictures last; returns how many of these could not be written.

        Args:
            stored: the model that the run was made with; None where only a table is asked for.
            done: gets each file once it is whole.
            without: places in the batch whose pictures are written already.
        """
        from inspector.workflow.kinds import PageHead

        if self.csv is not None:
            kind.write_table(self.csv, run, form=self.csv_form)
            done.append(self.csv)
        if stored is None:
            return 0
        if self.report is not None:
            kind.write_report(self.report, PageHead(title, stored), run)
            done.append(self.report)
            note(f"Page       {self.report.resolve()}")
        return note_missing(self.pictures.write(stored, run, without=without))


def note_missing(updates: "Iterator[Progress | Warned]") -> int:
    """Follow the writing of pictures; returns how many could not be written.

    What it warns of is said once, however many events of a clip it is true of, and no more than ten times.
    """
    from inspector.workflow.export.run_pictures import NotWritten
    from inspector.workflow.progress import Warned

    warnings: set[str] = set()
    missing = 0

    def noted() -> "Iterator[Progress | Warned]":
        nonlocal missing
        for update in updates:
            missing += isinstance(update, NotWritten)
            if isinstance(update, Warned):
                if update.message in warnings or len(warnings) == _MOST_NOTED:
                    continue
                warnings.add(update.message)
            yield update

    for _ in follow(noted()):
        pass
    if missing:
        note(f"Error: {missing} of the pictures could not be written.")
    return missing
