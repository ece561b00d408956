"""Inspections for other programs: CSV, and anomaly maps as float32 TIFF."""

import csv
from collections.abc import Iterable
from pathlib import Path

import tifffile
import torch

from inspector.core.inspection import Inspection
from inspector.store.durable import replacing_file
from inspector.workflow.inspect import map_at

_COLUMNS = (
    "image", "label", "decision", "score", "regions", "worst_left_px", "worst_top_px", "worst_width_px",
    "worst_height_px", "worst_area_px", "failed_task", "failed_left_px", "failed_top_px", "failed_width_px",
    "failed_height_px", "light", "decode_ms", "model_ms", "post_ms", "error",
)  # fmt: skip


def write_csv(path: Path, inspections: Iterable[Inspection]) -> None:
    """One row an image, UTF-8 with a byte-order mark, so that spreadsheets show every name rightly.

    Raises:
        StorageError: if it cannot be written.
    """
    with replacing_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        rows.writerows(_row(inspection) for inspection in inspections)


def write_map(path: Path, inspection: Inspection) -> None:
    """The anomaly map as float32 TIFF at the image's resolution.

    Raises:
        StorageError: if it cannot be written.
    """
    full = map_at(torch.from_numpy(inspection.anomaly_map), inspection.size)
    with replacing_file(path) as part:
        tifffile.imwrite(part, full.numpy(), compression="zlib")


def _row(inspection: Inspection) -> list[object]:
    worst = inspection.regions[0] if inspection.regions else None
    box = [worst.left, worst.top, worst.width, worst.height, worst.area_px] if worst else [""] * 5
    failed = inspection.failed[0] if inspection.failed else None
    crop = [""] * 4
    if failed is not None and (failed.height, failed.width) != inspection.size:
        crop = [failed.left, failed.top, failed.width, failed.height]
    timings = [_number(inspection.timings_ms.get(stage), ".1f") for stage in ("decode", "model", "post")]
    return [
        inspection.name,
        inspection.label,
        inspection.decision or "ERROR",
        _number(inspection.score, ".9g"),
        len(inspection.regions),
        *box,
        failed.task if failed else "",
        *crop,
        _number(inspection.light, ".3f"),
        *timings,
        inspection.error or "",
    ]


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
