"""Compare models with their float32 and int8 exports: size, time, AUROC and flipped verdicts on the test images.

    python training/export.py MODEL=CATEGORY … --results training/results/export.md

Each model is exported to a temporary folder as `inspector-cli export` does, with the category's training images for
the parity check. Then all three judge each test image in turn, so that other load on the machine slows all of them
alike. Verdicts use the model's operating point.
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

from inspector.core.methods import Judgement
from inspector.core.model import Judge
from inspector.data.category import Category, scan_category
from inspector.data.images.reading import read_image
from inspector.store.models.model_folder import WEIGHTS_FILE, StoredModel, read_model
from inspector.store.onnx.exported import open_model
from inspector.workflow.export.models import ExportDone, ExportJob, ParityReport, export_onnx

_HEADS = ("category", "by", "MB", "ms per image", "image AUROC", "flips on test images", "largest difference",
          "median difference", "false rejects, proven")  # fmt: skip


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
    with tempfile.TemporaryDirectory() as folder:
        reports = [_exported(stored, category, Path(folder) / f"{int8}.onnx", int8=int8) for int8 in (False, True)]
        exported = [open_model(Path(folder) / f"{int8}.onnx").model for int8 in (False, True)]
    judges: dict[str, Callable[[Tensor], Judgement]] = {
        "torch": partial(_judge, stored.model),
        **{
            f"ONNX Runtime, {report.precision}": partial(_judge, model)
            for report, model in zip(reports, exported, strict=True)
        },
    }
    scores, times = _judged(judges, category)
    point = stored.operating_point
    verdicts = {name: np.digitize(values, [point.review, point.reject], right=True) for name, values in scores.items()}
    labels = [image.defective for image in category.test]
    weights = (stored.folder / WEIGHTS_FILE).stat().st_size
    bound = stored.card["threshold_choice"]["bound_95"]
    facts = [(weights, "", "", f"{bound:.1%}")] + [
        (one.size_bytes, f"{one.largest_difference:.4f}", f"{one.median_difference:.5f}", _bound(one))
        for one in reports
    ]
    rows = []
    for name, (size_bytes, largest, median, proven) in zip(judges, facts, strict=True):
        flips = "" if name == "torch" else f"{int((verdicts[name] != verdicts['torch']).sum())} of {len(labels)}"
        cells = [category.name, name, f"{size_bytes / 1e6:.1f}", f"{np.median(times[name]):.1f}",
                 f"{roc_auc_score(labels, scores[name]):.4f}", flips, largest, median, proven]  # fmt: skip
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def _judge(model: Judge, image: Tensor) -> Judgement:
    return model.judge_framed(model.framing.frame(image))


def _bound(report: ParityReport) -> str:
    return "" if report.false_reject_bound_95 is None else f"{report.false_reject_bound_95:.1%}"


def _exported(stored: StoredModel, category: Category, output: Path, *, int8: bool) -> ParityReport:
    job = ExportJob(stored, output, category.train, int8=int8, allow_flips=len(category.train))
    done = list(export_onnx(job))[-1]
    assert isinstance(done, ExportDone)
    return done.report


def _judged(
    judges: dict[str, Callable[[Tensor], Judgement]], category: Category
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Scores and milliseconds of every test image, by judge."""
    scores: dict[str, list[float]] = {name: [] for name in judges}
    times: dict[str, list[float]] = {name: [] for name in judges}
    for image in category.test:
        pixels = read_image(image.path)
        for name, judge in judges.items():
            started = time.perf_counter()
            judgement = judge(pixels)
            times[name].append((time.perf_counter() - started) * 1000)
            scores[name].append(judgement.scores.item())
    return scores, times


if __name__ == "__main__":
    main()
