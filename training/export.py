"""Compare models with their float32 and int8 exports: size, time, AUROC and flipped verdicts.

    python training/export.py MODEL=CATEGORY … --results training/results/export.md

Each model is exported to a temporary folder as `inspector-cli export` does, with the category's training images for
the parity check. Then all three judge each test image in turn, so that other load on the machine slows all of them
alike; the exports of models that tile or locate by the program that is shipped beside them. Verdicts use the model's
operating point; that a part is not found is a verdict of its own.
"""

import argparse
import platform
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor

from inspector.core.inspection import shows_no_part
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint
from inspector.data.category import Category, scan_category
from inspector.data.images.reading import read_image
from inspector.store.models.model_folder import WEIGHTS_FILE, StoredModel, read_model
from inspector.workflow.export.judging import judge_of
from inspector.workflow.export.models import ExportDone, ExportJob, ParityReport, export_onnx
from inspector.workflow.export.parity import NOT_FOUND, Judged

_HEADS = ("category", "by", "MB", "ms per image", "image AUROC", "flips on test images", "flips in the gate",
          "not found there", "largest difference", "median difference", "false rejects, proven")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", metavar="MODEL=CATEGORY")
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    rows: list[str] = []
    for pair in arguments.models:
        model, category = pair.rsplit("=", 1)
        rows += _rows(read_model(Path(model)), scan_category(Path(category)))
        arguments.results.write_text(_page(rows, threads=arguments.threads), "utf-8")  # after each model
    print(arguments.results.read_text("utf-8"))


def _page(rows: list[str], *, threads: int) -> str:
    lines = [
        "# Exported models",
        "",
        "| " + " | ".join(_HEADS) + " |",
        "| --- " * len(_HEADS) + "|",
        *rows,
        "",
        "Differences are between scores, in spreads (1.4826 · MAD) of good images' scores, on the parity gate's "
        "images. False rejects, proven: the held-out good images prove with 95 % confidence that no larger share is "
        "rejected.",
        f"Measured by `training/export.py` on {platform.machine()}, {threads} threads, torch "
        f"{torch.__version__}, ONNX Runtime {onnxruntime.__version__}; the time runs from the decoded "
        "image to the score.",
        "",
    ]
    return "\n".join(lines)


def _rows(stored: StoredModel, category: Category) -> list[str]:
    judges: dict[str, Callable[[Tensor], Judged]] = {"torch": partial(_judge, stored.model)}
    reports: list[ParityReport] = []
    with tempfile.TemporaryDirectory() as folder:
        for int8 in (False, True):
            output = Path(folder) / f"{int8}.onnx"
            reports.append(_exported(stored, category, output, int8=int8))
            judges[f"ONNX Runtime, {reports[-1].precision}"] = judge_of(output.read_bytes(), stored.model)
    judged, times = _judged(judges, category)
    point = stored.operating_point
    verdicts = {name: [_verdict(one, point) for one in found] for name, found in judged.items()}
    labels = [image.defective for image in category.test]
    weights = (stored.folder / WEIGHTS_FILE).stat().st_size
    bound = stored.card["threshold_choice"]["bound_95"]
    facts = [(weights, "", "", "", "", f"{bound:.1%}")] + [
        (
            one.size_bytes,
            f"{one.flips} of {one.images}",
            str(one.not_found),
            f"{one.largest_difference:.4f}",
            f"{one.median_difference:.5f}",
            _bound(one),
        )
        for one in reports
    ]
    rows = []
    for name, (size_bytes, *parity) in zip(judges, facts, strict=True):
        flips = sum(own != found for own, found in zip(verdicts["torch"], verdicts[name], strict=True))
        scores = [one.score for one in judged[name]]
        cells = [category.name, name, f"{size_bytes / 1e6:.1f}", f"{np.median(times[name]):.1f}",
                 f"{roc_auc_score(labels, scores):.4f}", "" if name == "torch" else f"{flips} of {len(labels)}",
                 *parity]  # fmt: skip
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def _judge(model: Model, image: Tensor) -> Judged:
    framed = model.framing.frame(image)
    judgement = model.judge_framed(framed)
    unlike = None if judgement.unlike is None else judgement.unlike.item()
    found = framed.placement is None or framed.placement.found
    return Judged(judgement.scores.item(), found=found, unlike=unlike)


def _verdict(judged: Judged, point: OperatingPoint) -> str:
    return str(point.decide(judged.score, doubtful=shows_no_part(judged.unlike))) if judged.found else NOT_FOUND


def _bound(report: ParityReport) -> str:
    return "" if report.false_reject_bound_95 is None else f"{report.false_reject_bound_95:.1%}"


def _exported(stored: StoredModel, category: Category, output: Path, *, int8: bool) -> ParityReport:
    job = ExportJob(stored, output, category.train, int8=int8, allow_flips=len(category.train))
    done = list(export_onnx(job))[-1]
    assert isinstance(done, ExportDone)
    return done.report


def _judged(
    judges: dict[str, Callable[[Tensor], Judged]], category: Category
) -> tuple[dict[str, list[Judged]], dict[str, list[float]]]:
    """What each judge says of every test image, and the milliseconds that it took."""
    judged: dict[str, list[Judged]] = {name: [] for name in judges}
    times: dict[str, list[float]] = {name: [] for name in judges}
    for image in category.test:
        pixels = read_image(image.path)
        for name, judge in judges.items():
            started = time.perf_counter()
            judged[name].append(judge(pixels))
            times[name].append((time.perf_counter() - started) * 1000)
    return judged, times


if __name__ == "__main__":
    main()
