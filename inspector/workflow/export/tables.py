"""Inspections for other programs: CSV and JSON values, and anomaly maps as float32 TIFF."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import tifffile
import torch

from inspector.core.images.resizing import map_at
from inspector.core.inspection import Inspection
from inspector.core.video.inspection import ClipEvent
from inspector.store.durable import replacing_file
from inspector.store.records import Review, current_defect_types, current_reviews
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.export.csv_file import CsvForm, csv_file, figure
from inspector.workflow.export.run_model import point_in_force
from inspector.workflow.report.other_events import other_events
from inspector.workflow.report.pictures import RUN_KEY
from inspector.workflow.review.event_names import event_name, whole_clip_name

_REVIEW_COLUMNS = ("review", "reviewer", "reviewed_at", "review_reason")
_COLUMNS = (
    "image", "label", "decision", "score", "regions", "worst_left_px", "worst_top_px", "worst_width_px",
    "worst_height_px", "worst_area_px", "failed_task", "failed_left_px", "failed_top_px", "failed_width_px",
    "failed_height_px", "doubt", "light", "decode_ms", "model_ms", "post_ms", "error", "failed_words",
    "relative_score", "defect_types", *_REVIEW_COLUMNS,
)  # fmt: skip
_EVENT_FORMS = {
    "start_frame": "d", "end_frame": "d", "start_s": ".3f", "end_s": ".3f", "peak_frame": "d", "peak_s": ".3f",
    "peak_score": ".9g", "decision": "", "left": ".1f", "top": ".1f", "right": ".1f", "bottom": ".1f",
}  # fmt: skip


def write_csv(
    path: Path,
    inspections: Iterable[Inspection],
    *,
    relative: Callable[[float], float | None],
    types: Mapping[str, Mapping[int, str]] | None = None,
    reviews: Mapping[str, Review] | None = None,
    form: CsvForm = CsvForm.COMMA,
) -> None:
    """One row per image; see :func:`csv_file`.

    Args:
        relative: a raw score on the readable scale.
        types: of the regions that a person named, by image and region; None where nobody could.
        reviews: a person's decisions in force by image; None for none.

    Raises:
        StorageError: if it cannot be written.
    """
    with csv_file(path, form=form) as write:
        write(_COLUMNS)
        for inspection in inspections:
            above = None if inspection.score is None else relative(inspection.score)
            named = {} if types is None else types.get(inspection.name, {})
            said = _review(None if reviews is None else reviews.get(inspection.name))
            write([*_row(inspection), figure(above, ".6g"), "; ".join(named.values()), *said])


def write_events_csv(path: Path, run: VideoRun, *, form: CsvForm = CsvForm.COMMA) -> None:
    """One row per event of a run of clips: the clip's name and what :func:`event_values` gives; see :func:`write_csv`.

    Verdicts are by the run's own thresholds. Events that people decided on at others have rows, too; see
    :func:`other_events`. A clip that ended without an event has one row with its decision, `ERROR` where it broke off
    or could not be judged.

    Raises:
        RunError: if the run cannot be read.
        StorageError: if it cannot be written, or the records cannot be read.
    """
    with csv_file(path, form=form) as write:
        types = current_defect_types(run.path, moved_from=run.moved_from)
        reviews = current_reviews(run.path, moved_from=run.moved_from)
        others = other_events(run, reviews=reviews, named=types, in_force=partial(point_in_force, run))
        write(["clip", *_EVENT_FORMS, "defect_type", *_REVIEW_COLUMNS, "relative_peak", "error"])
        for clip, record in enumerate(run.clips):
            error, events = record.error or "", others.all_of(run, clip)
            for event in events:
                name = event_name(record.name, event.event.start)
                values, named = event_values(event), types.get(name, {})
                row = [record.name, *(figure(values[name], how) for name, how in _EVENT_FORMS.items())]
                peak = figure(run.relative(event.event.peak), ".6g")
                write([*row, "; ".join(named.values()), *_review(others.reviews.get(name)), peak, error])
            if record.finished and not events:
                decision = "ERROR" if record.error is not None else record.decision or "ERROR"
                cells = {"decision": decision}
                name = whole_clip_name(record.name)
                typed = "; ".join(types.get(name, {}).values())
                said = _review(others.reviews.get(name))
                write([record.name, *(cells.get(column, "") for column in _EVENT_FORMS), typed, *said, "", error])


def event_values(event: ClipEvent) -> dict[str, Any]:
    """An event as JSON values; None where something is not known.

    Frames count from 0, and `end_frame` and `end_s` are those of the frame after the event's last; `left` to `bottom`
    are the place at the peak in pixels of the frame.
    """
    found, (left, top, right, bottom) = event.event, event.place or (None,) * 4
    return {
        "start_frame": found.start,
        "end_frame": found.end,
        "start_s": event.start_s,
        "end_s": event.end_s,
        "peak_frame": found.peak_frame,
        "peak_s": event.peak_s,
        "peak_score": found.peak,
        "decision": str(found.decision),
        "left": left,
        "top": top,
        "right": right,
        "bottom": bottom,
    }


def write_map(path: Path, inspection: Inspection, *, run_id: str | None = None) -> None:
    """The anomaly map as float32 TIFF at the image's resolution.

    Args:
        run_id: of the run that it belongs to, which the file says.

    Raises:
        StorageError: if it cannot be written.
    """
    assert inspection.anomaly_map is not None
    assert inspection.size is not None
    full = map_at(torch.from_numpy(inspection.anomaly_map), inspection.size)
    with replacing_file(path) as part:
        description = None if run_id is None else f"{RUN_KEY} {run_id}"
        tifffile.imwrite(part, full.numpy(), compression="zlib", description=description)


def _review(review: Review | None) -> tuple[str, ...]:
    if review is None or review.decision is None:
        return ("",) * len(_REVIEW_COLUMNS)
    return str(review.decision), review.user, review.time, review.reason


def _row(inspection: Inspection) -> list[object]:
    worst = inspection.regions[0] if inspection.regions else None
    box = [worst.left, worst.top, worst.width, worst.height, worst.area_px] if worst else [""] * 5
    failed = inspection.failed[0] if inspection.failed else None
    crop: list[object] = [""] * 4
    if failed is not None and (failed.height, failed.width) != inspection.size:
        crop = [failed.left, failed.top, failed.width, failed.height]
    timings = [figure(inspection.timings_ms.get(stage), ".1f") for stage in ("decode", "model", "post")]
    return [
        inspection.name,
        inspection.label,
        inspection.decision or "ERROR",
        figure(inspection.score, ".9g"),
        len(inspection.regions),
        *box,
        failed.task if failed else "",
        *crop,
        inspection.doubt or "",
        figure(inspection.light, ".3f"),
        *timings,
        inspection.error or "",
        inspection.failed_words,
    ]
