"""The regions of a run with their types, as a table for others."""

from pathlib import Path

from inspector.core.regions import Region
from inspector.store.records import current_reviews, types_of_run
from inspector.store.runs.image_run import ImageRun
from inspector.store.targets import refuse_input
from inspector.workflow.export.csv_file import CsvForm, csv_file, figure

_COLUMNS = (
    "image", "label", "decision", "review", "region", "left_px", "top_px", "width_px", "height_px", "area_px", "peak",
    "relative_peak", "type", "named_by", "named_at",
)  # fmt: skip


def export_defects(run: Path, target: Path, *, form: CsvForm = CsvForm.COMMA) -> Path:
    """Write every region of a run of images, over whatever is there; returns where it is.

    Columns: `image` and its `label`; the model's `decision` and a person's (`review`: `accept`, `reject`, `unsure` or
    empty) on the image; the `region`'s number, 1 for the worst; its box and area in pixels of the image; its highest
    map value, raw and on the readable scale; its `type`, and who gave it when (UTC, ISO 8601); see :func:`csv_file`.

    Raises:
        RunError, StorageError: if run or records cannot be read or the file not be written.
    """
    with ImageRun(run) as opened:
        reviews = current_reviews(run, moved_from=opened.moved_from)
        named = types_of_run(run, moved_from=opened.moved_from)
        refuse_input(target, [run, *(opened.path_of(name) for name, _ in opened.batch())])
        with csv_file(target, form=form) as write:
            write(_COLUMNS)
            for index in opened.finished():
                part = opened.record(index)
                review = reviews.get(part.name)
                decided = "" if review is None or review.decision is None else str(review.decision)
                for number, region in enumerate(part.regions):
                    found = named.get(part.name, {}).get(number)
                    who = ("", "", "") if found is None else (found.type, found.user, found.time)
                    values = (figure(region.peak, ".9g"), figure(opened.relative(region.peak), ".6g"))
                    write(
                        [part.name, part.label, part.decision or "", decided, number + 1, *_box(region), *values, *who]
                    )
    return target


def _box(region: Region) -> tuple[int, int, int, int, int]:
    return region.left, region.top, region.width, region.height, region.area_px
