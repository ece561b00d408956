"""`inspector-cli export-run` and `inspector-cli report`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli.console import EXIT_BAD_INPUT, JSON, counted, print_json, say
from inspector.cli.options import refuse_other_options
from inspector.cli.run_outputs import CLIPS, CSV, CSV_FORMAT, HEATMAPS, MAPS, REPORT, RunOutputs
from inspector.core.errors import SettingError
from inspector.workflow.export.csv_file import CsvForm

if TYPE_CHECKING:
    from inspector.workflow.export.run_pictures import PictureFolders

RUN = typer.Argument(help="Run file that `inspect` wrote, complete or interrupted.")
CATEGORY = typer.Option(
    None, help="New folder for a category of the parts that people decided on: train/good, test/good, test/<type>."
)
DEFECTS = typer.Option(None, help="Also write a CSV table with one row per region: place, size, type, who named it.")
MODEL = typer.Option(None, help="Model that made the run (default: where it was, or near the run).")


def export_run(
    context: typer.Context,
    run: Annotated[Path, RUN],
    csv: Path | None = CSV,
    csv_format: CsvForm = CSV_FORMAT,
    heatmaps: Path | None = HEATMAPS,
    clips: Path | None = CLIPS,
    maps: Path | None = MAPS,
    report: Path | None = REPORT,
    category: Path | None = CATEGORY,
    defects: Path | None = DEFECTS,
    model: Path | None = MODEL,
    json: bool = JSON,
) -> None:
    """Write the table, pictures and page of a run once more, without inspecting anything."""
    from inspector.workflow.export.run_pictures import PictureFolders
    from inspector.workflow.kinds import kind_of_run

    refuse_other_options(context, kind_of_run(run), f"{run} is a run of")
    folders = PictureFolders(heatmaps, maps, clips)
    if category is not None:
        _write_category(run, category)
    if defects is not None:
        _write_defects(run, defects, csv_format)
    nothing = csv is None and report is None and folders == PictureFolders()
    if nothing and (category is not None or defects is not None):
        return
    if nothing:
        raise SettingError(
            "Nothing is to be written: give --csv, --report, --heatmaps, --maps, --clips, --defects or --category.",
            code="option.no_output",
        )
    _write(run, csv=csv, csv_form=csv_format, report=report, folders=folders, model=model, json=json)


def _write_category(run: Path, target: Path) -> None:
    from inspector.workflow.export.decided_category import CategoryWritten, export_category

    for update in export_category(run, target):
        if isinstance(update, CategoryWritten):
            say(*(f"{update.folder / folder}: {counted(images, 'image')}" for folder, images in update.images.items()))


def _write_defects(run: Path, target: Path, form: CsvForm) -> None:
    from inspector.workflow.export.defects import export_defects

    say(f"{'defects':<10} {export_defects(run, target, form=form)}")


def report(
    run: Annotated[Path, RUN],
    output: Annotated[Path | None, typer.Option(help="Page to write (default: RUN.html beside the run).")] = None,
    model: Path | None = MODEL,
    json: bool = JSON,
) -> None:
    """Write a run as a self-contained HTML page."""
    from inspector.store.runs.lifecycle import final_name
    from inspector.workflow.export.run_pictures import PictureFolders

    page = output or run.with_name(final_name(run)).with_suffix(".html")
    _write(run, csv=None, csv_form=CsvForm.COMMA, report=page, folders=PictureFolders(), model=model, json=json)


def _write(
    path: Path,
    *,
    csv: Path | None,
    csv_form: CsvForm,
    report: Path | None,
    folders: "PictureFolders",
    model: Path | None,
    json: bool,
) -> None:
    from inspector.store.targets import Targets
    from inspector.workflow.export.run_model import model_for_run
    from inspector.workflow.export.run_pictures import PictureFolders
    from inspector.workflow.kinds import kind_of_run

    kind = kind_of_run(path)
    with kind.read_run(path) as run:
        paths = [item.path for item in kind.items(run)]
        outputs = RunOutputs(csv, csv_form, report, kind.pictures(paths, folders))
        outputs.claim(Targets([run.path, *paths]), run_id=run.about.get("id"))
        shown = report is not None or folders != PictureFolders()
        stored = model_for_run(run, given=model) if shown else None
        title = f"Inspection of {counted(len(run), kind.unit)}"
        missing = outputs.write(kind, run, stored, title=title)
        places = {"csv": csv, "report": report} | vars(folders)
        written = {name: str(place) for name, place in places.items() if place is not None}
        if json:
            print_json({"run": str(run.path), "interrupted": run.interrupted, "pictures_missing": missing, **written})
        else:
            say(*(f"{name:<10} {place}" for name, place in written.items()))
    if missing:
        raise typer.Exit(EXIT_BAD_INPUT)
