"""From an image file to its verdict: milliseconds of a trained model's folder and of its exports.

    inspector-cli export MODEL --images CATEGORY --output bottle.onnx
    inspector-cli export MODEL --images CATEGORY --output bottle.int8.onnx --int8
    python training/speed/verdict_times.py IMAGE MODEL bottle.onnx bottle.int8.onnx --threads 2

Each model inspects the image in turn, as `inspector-cli inspect` does, so that other load on the machine slows all of
them alike; processor time depends on it less. Give a defective image: its map is enlarged and its regions are outlined,
which a good image does not need.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from inspector.core.operating_point import Decision
from inspector.data.category import ImageRef
from inspector.store.onnx.exported import open_model
from inspector.workflow.inspect.images import Inspection, inspect_image

STAGES = ("decode", "model", "post")
WARM_UP = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("image", type=Path)
    parser.add_argument("models", type=Path, nargs="+", help="model folders and exported files")
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    image = ImageRef(arguments.image, arguments.image.name, "")
    opened = [open_model(path) for path in arguments.models]
    found: list[list[tuple[Inspection, float]]] = [[] for _ in opened]
    for _ in range(WARM_UP + arguments.repeats):
        for stored, inspections in zip(opened, found, strict=True):
            started = time.process_time()
            inspection = inspect_image(stored.model, stored.operating_point, image)
            inspections.append((inspection, 1000 * (time.process_time() - started)))
    width, height = Image.open(arguments.image).size
    print(f"{width}×{height} {arguments.image.suffix[1:]}, {arguments.repeats} times, {arguments.threads} threads\n")
    print("| by | verdict | decode, resize ms | model ms | map, regions ms | file to verdict p50 | p95 | p99 "
          "| processor p50 | p95 |")  # fmt: skip
    print("| --- " * 10 + "|")
    for path, inspections in zip(arguments.models, found, strict=True):
        print(row(path.name, inspections[WARM_UP:]))


def row(name: str, inspections: list[tuple[Inspection, float]]) -> str:
    """The table's line for one model, from its inspections and the processor's milliseconds of each."""
    first = inspections[0][0]
    if first.error is not None:
        raise SystemExit(first.error)
    if first.decision is not Decision.NG:
        raise SystemExit(f"{name} does not reject the image, so the cost of its regions cannot be measured.")
    stages = [np.median([one.timings_ms[stage] for one, _ in inspections]) for stage in STAGES]
    totals = [sum(one.timings_ms.values()) for one, _ in inspections]
    cells = [*stages, *np.percentile(totals, (50, 95, 99)), *np.percentile([ms for _, ms in inspections], (50, 95))]
    return f"| {name} | {first.decision} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |"


if __name__ == "__main__":
    main()
