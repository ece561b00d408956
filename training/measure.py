"""Train and evaluate a method on categories and seeds, under the light of training and under changed light.

    python training/measure.py DATA/bottle --seeds 0 1 2 --light 0.92 1.08 --results training/results/riad_bottle.json

A finished cell (category, method, preset, settings, seed) is kept in the results file and not computed again.
The test set is looked at once, after the model is written; nothing is chosen by it.
"""

import argparse
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from inspector.core.methods import create_method
from inspector.core.metrics import image_auroc
from inspector.data.category import Category, scan_category
from inspector.store.model_file import read_model
from inspector.workflow.device import choose_device
from inspector.workflow.evaluate import EvaluateDone, evaluate
from inspector.workflow.train import TrainDone, TrainJob, checkpoint_of, train


def main() -> None:
    arguments = _arguments()
    kept = json.loads(arguments.results.read_text()) if arguments.results.exists() else {}
    for root in arguments.categories:
        for seed in arguments.seeds:
            key = f"{root.name} {arguments.method} {arguments.preset} {arguments.set or ''} seed {seed}"
            if key in kept:
                continue
            kept[key] = _cell(root, seed, arguments)
            print(key, json.dumps(kept[key]), flush=True)
            arguments.results.parent.mkdir(parents=True, exist_ok=True)
            arguments.results.write_text(json.dumps(kept, indent=1) + "\n")
    table = arguments.results.with_suffix(".md")
    table.write_text(_table(kept))
    print(table.read_text())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("categories", nargs="+", type=Path)
    parser.add_argument("--method", default="riad")
    parser.add_argument("--preset", default="cpu")
    parser.add_argument("--set", type=json.loads, default=None, help="settings as a JSON object")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--light", nargs="*", type=float, default=[], help="gains put on the test images")
    parser.add_argument("--group-by", default=None)
    parser.add_argument("--normalise", type=json.loads, default=None, help="true, false or null (the check)")
    parser.add_argument("--weights", type=Path, default=None, help="of the backbone, where the method has one")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--models", type=Path, default=None, help="keep the models in this folder")
    parser.add_argument("--results", type=Path, required=True)
    return parser.parse_args()


def _cell(root: Path, seed: int, arguments: argparse.Namespace) -> dict:
    category = scan_category(root)
    with tempfile.TemporaryDirectory() as folder:
        output = (arguments.models or Path(folder)) / f"{root.name}-{arguments.method}-{seed}"
        shutil.rmtree(output, ignore_errors=True)
        checkpoint_of(output).unlink(missing_ok=True)
        job = TrainJob(
            category=category,
            output=output,
            method=create_method(arguments.method, preset=arguments.preset, **(arguments.set or {})),
            variation=category.properties.variation,
            group_by=arguments.group_by,
            seed=seed,
            device=choose_device(arguments.device),
            max_false_reject=0.01,
            max_review=0.05,
            normalise=arguments.normalise,
            weights=arguments.weights,
        )
        trained = next(event for event in train(job) if isinstance(event, TrainDone))
        stored = read_model(output)
        started = time.perf_counter()
        done = _evaluated(stored, category, job.device)
        milliseconds = (time.perf_counter() - started) * 1000 / len(category.test)
        megabytes = sum(file.stat().st_size for file in output.iterdir()) / 1e6
        light = {}
        for gain in arguments.light:
            changed = _under_light(category, gain, Path(folder) / f"light {gain}")
            light[str(gain)] = _light_figures(done, _evaluated(stored, changed, job.device))
    return {
        "seconds": round(trained.seconds, 1),
        "steps": trained.steps,
        "model_mb": round(megabytes, 1),
        "ms_an_image": round(milliseconds, 1),
        "normalised": trained.normalised,
        "alignment": trained.alignment,
        "calibration_images": trained.calibrated_on,
        **_figures(done),
        "light": light,
        "device": str(job.device),
        "threads": torch.get_num_threads(),
        "cpu": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        "torch": torch.__version__,
    }


def _evaluated(stored, category: Category, device: torch.device) -> EvaluateDone:
    return next(event for event in evaluate(stored, category, device=device) if isinstance(event, EvaluateDone))


def _figures(done: EvaluateDone) -> dict:
    values = asdict(done.evaluation)
    figures = {name: values[name] for name in ("image_auroc", "pixel_auroc", "aupro", "f1")}
    rates = ("false_reject", "good_in_review", "escape")
    return figures | {name: values[name] and values[name]["value"] for name in rates}


def _light_figures(before: EvaluateDone, after: EvaluateDone) -> dict:
    """The figures under changed light, and with the light changed on the good images alone, the harder case."""
    scores = [
        (now if now.label == "good" else then).score
        for then, now in zip(before.inspections, after.inspections, strict=True)
    ]
    defective = np.array([inspection.label != "good" for inspection in before.inspections])
    return _figures(after) | {"image_auroc_good_changed_alone": image_auroc(np.array(scores), defective)}


def _under_light(category: Category, gain: float, folder: Path) -> Category:
    """A copy of the category whose test images are `gain` times as bright, clipped, in 8 bits."""
    (folder / "train").parent.mkdir(parents=True)
    (folder / "train").symlink_to(category.root / "train")
    if (category.root / "ground_truth").is_dir():
        (folder / "ground_truth").symlink_to(category.root / "ground_truth")
    for image in category.test:
        target = folder / image.name
        target.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.asarray(Image.open(image.path).convert("RGB"), np.float32) * gain
        Image.fromarray(pixels.clip(0, 255).round().astype(np.uint8)).save(target)
    return scan_category(folder)


def _table(cells: dict[str, dict]) -> str:
    lights = sorted({gain for cell in cells.values() for gain in cell["light"]})
    head = ["category, method, preset, settings, seed", "image AUROC", "pixel AUROC", "AUPRO", "false reject", "escape"]
    for gain in lights:
        head += [f"AUROC ×{gain}", f"×{gain} on good alone", f"false reject ×{gain}"]
    head += ["train s", "ms/image", "steps"]
    rows = [[key, *_row(cell, lights)] for key, cell in cells.items()]
    numbers = [[float(value) for value in row[1:]] for row in rows if all(value != "–" for value in row[1:])]
    if numbers:
        rows.append(["**mean**", *(f"{mean:.4g}" for mean in np.mean(numbers, axis=0))])
    any_cell = next(iter(cells.values()))
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    machine = (
        f"{any_cell['cpu']}, device {any_cell['device']}, {any_cell['threads']} threads, torch {any_cell['torch']}"
    )
    return "\n".join(lines) + f"\n\nMeasured by `training/measure.py` on {machine}.\n"


def _row(cell: dict, lights: Iterable[str]) -> list[str]:
    names = ("image_auroc", "pixel_auroc", "aupro", "false_reject", "escape")
    row = [_number(cell[name]) for name in names]
    for gain in lights:
        at = cell["light"].get(gain, {})
        row += [_number(at.get(name)) for name in ("image_auroc", "image_auroc_good_changed_alone", "false_reject")]
    return [*row, f"{cell['seconds']:.0f}", f"{cell['ms_an_image']:.0f}", str(cell["steps"])]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    main()
