"""Defects hidden among good images: are they named as suspects, and which good images are named without reason?

For each product the first good training images alone, and the same with defective test images copied among them.

    python training/scores/suspects.py DATA --products bottle casting

With `--without-features` the images are judged as where no pretrained network is installed.
"""

import argparse
import tempfile
import time
from pathlib import Path

import torch

from inspector.core.methods import AnyMethod
from inspector.data.category import Category, scan_category
from inspector.workflow.advise.suspects import SuspectsDone, find_suspects, suspects_method

HIDDEN = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the products, in MVTec layout")
    parser.add_argument("--products", nargs="+", required=True)
    parser.add_argument("--images", type=int, default=60, help="good images of each product (default 60)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without-features", action="store_true")
    options = parser.parse_args()
    print("| product | good images | hidden | found | rank of the hidden | good images named (times) | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for product in options.products:
        category = scan_category(options.data / product)
        for count in (0, HIDDEN):
            method = suspects_method(features=False) if options.without_features else None
            row = _row(product, category, method, hidden=count, images=options.images, seed=options.seed)
            print(row, flush=True)


def _row(product: str, category: Category, method: AnyMethod | None, *, hidden: int, images: int, seed: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / product
        good = root / "train" / "good"
        good.mkdir(parents=True)
        for image in category.train[:images]:
            (good / image.path.name).symlink_to(image.path.resolve())
        for number, image in enumerate(_defective(category, hidden)):
            (good / f"hidden{number}{image.suffix}").symlink_to(image.resolve())
        started = time.monotonic()
        *_, done = find_suspects(scan_category(root), device=torch.device("cpu"), method=method, seed=seed)
        seconds = time.monotonic() - started
    assert isinstance(done, SuspectsDone)
    names = [suspect.image.name.rpartition("/")[2] for suspect in done.suspects]
    ranks = [rank for rank, name in enumerate(names, start=1) if name.startswith("hidden")]
    named = [
        f"{name} ({suspect.times:.1f})"
        for name, suspect in zip(names, done.suspects, strict=True)
        if not name.startswith("hidden")
    ]
    cells = (
        product,
        done.images - hidden,
        hidden,
        f"{len(ranks)} of {hidden}" if hidden else "–",
        ", ".join(map(str, ranks)) or "–",
        ", ".join(named) or "none",
        f"{seconds:.0f}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def _defective(category: Category, count: int) -> list[Path]:
    """Defective test images from all over the defect types."""
    images = [image.path for image in category.test if image.defective]
    return [images[place * len(images) // count] for place in range(count)]


if __name__ == "__main__":
    main()
