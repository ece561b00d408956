"""`inspector-cli export-run` and `inspector-cli report`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.cli.console import EXIT_BAD_INPUT, JSON, counted, note, print_json, result_of, say
from inspector.cli.kinds import commands_of
from inspector.cli.options import refuse_other_options
from inspector.cli.run_outputs import CLIPS, CSV, CSV_FORMAT, HEATMAPS, MAPS, REPORT, RunOutputs, noting_written
from inspector.core.errors import SettingError
from inspector.workflow.export.csv_file import CsvForm

if TYPE_CHECKING:
    from inspector.workflow.export.decided_category import CategoryWritten
    from inspector.workflow.export.run_pictures import PictureFolders

RUN = typer.Argument(help="Run file that `inspect` wrote, complete or interrupted.")
CATEGORY = typer.Option(
    None,
    "--category",
    help="New folder for a category of the parts or clips that people decided on: train/good, test/good, test/<type>.",
)
DEFECTS = typer.Option(None, help="Write a CSV table with one row per region: place, size, type, who named it.")
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
    new_category: Path | None = CATEGORY,
    defects: Path | None = DEFECTS,
    model: Path | None = MODEL,
    json: bool = JSON,
) -> None:
    """Write the table, pictures and page of a run again.

    Inspects nothing: everything comes from the run file.
    """
    from inspector.workflow.export.run_pictures import PictureFolders
    from inspector.workflow.kinds import kind_of_run

    refuse_other_options(context, kind_of_run(run), f"{run} is a run of")
    folders = PictureFolders(heatmaps, maps, clips)
    nothing = csv is None and report is None and folders == PictureFolders()
    if nothing and new_category is None and defects is None:
        raise SettingError(
            "Nothing is to be written: give --csv, --report, --heatmaps, --maps, --clips, --defects or --category.",
            code="option.no_output",
        )
    rows, missing = _write(
        run,
        csv=csv,
        csv_form=csv_format,
        report=report,
        folders=folders,
        model=model,
        category=new_category,
        defects=defects,
    )
    _report(run, rows, missing, json=json)


def _report(run: Path, rows: dict[str, Any], missing: int, *, json: bool) -> None:
    """Say what was written, and exit with an error where some of it could not be."""
    from inspector.workflow.kinds import kind_of_run

    if json:
        print_json(rows)
    else:
        kind = kind_of_run(run)
        copied: dict[str, int] = rows.get(commands_of(kind).copied, {})
        say(*(f"{rows['category']}/{name}: {counted(count, kind.unit)}" for name, count in copied.items()))
        say(
            *(
                f"{name:<10} {rows[name]}"
                for name in ("defects", "csv", "report", "heatmaps", "maps", "clips")
                if name in rows
            )
        )
    if missing:
        raise typer.Exit(EXIT_BAD_INPUT)


def _write_category(run: Path, target: Path) -> "CategoryWritten":
    from inspector.workflow.export.decided_category import CategoryWritten, export_category

    written = result_of(export_category(run, target), CategoryWritten)
    for problem in written.missing:
        note(f"Error: {problem} It is left out.")
    return written


def _write_defects(run: Path, target: Path, form: CsvForm) -> Path:
    from inspector.workflow.export.defects import export_defects

    return export_defects(run, target, form=form)


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
    rows, missing = _write(run, csv=None, csv_form=CsvForm.COMMA, report=page, folders=PictureFolders(), model=model)
    _report(run, rows, missing, json=json)


def _write(
    path: Path,
    *,
    csv: Path | None,
    csv_form: CsvForm,
    report: Path | None,
    folders: "PictureFolders",
    model: Path | None,
    category: Path | None = None,
    defects: Path | None = None,
) -> tuple[dict[str, Any], int]:
    """Write the outputs of a run; returns where they are, and how many images or pictures are missing in them.

    Whether all of them can be written is found out before the first of them is.
    """
    from inspector.store.runs.sources import replaced
    from inspector.store.targets import Targets
    from inspector.workflow.export.run_model import model_for_run
    from inspector.workflow.export.run_pictures import PictureFolders
    from inspector.workflow.kinds import kind_of_run
    from inspector.workflow.report.page import replaced_notice

    kind = kind_of_run(path)
    rows: dict[str, Any] = {}
    missing = 0
    done: list[Path] = []
    with kind.read_run(path) as run, noting_written(done):
        paths = [item.path for item in kind.items(run)]
        outputs = RunOutputs(csv, csv_form, report, kind.pictures(paths, folders))
        targets = Targets([run.path, *paths])
        for target in (category, defects):
            if target is not None:
                targets.claim(target)
        outputs.claim(targets, run_id=run.about.get("id"))
        shown = report is not None or folders != PictureFolders()
        stored = model_for_run(run, given=model) if shown else None
        if category is not None:
            copied = _write_category(path, category)
            done.append(category)
            missing = len(copied.missing)
            name = commands_of(kind).copied
            rows |= {"category": str(category), name: dict(copied.copied), f"{name}_missing": missing}
        if defects is not None:
            rows["defects"] = str(_write_defects(path, defects, csv_form))
            done.append(defects)
        if csv is None and not shown:
            return rows, missing
        if shown:
            others = replaced(paths, run.fingerprints())
            if others:
                note(replaced_notice([str(path) for path in others], kind.unit))
        title = f"Inspection of {counted(len(run), kind.unit)}"
        unwritten = outputs.write(kind, run, stored, title=title, done=done)
        places = {"csv": csv, "report": report} | vars(folders)
        written = {name: str(place) for name, place in places.items() if place is not None}
        rows |= {"run": str(run.path), "interrupted": run.interrupted, "pictures_missing": unwritten, **written}
        return rows, missing + unwritten
