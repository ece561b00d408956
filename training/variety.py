"""How far good images are from blank ones and from copies of one photograph: training/results/variety.md.

    python training/variety.py ../shared/data

Looks at the good training images of twelve products, in grey levels of 8 bits: the least contrast, of which less than
one is blank, and the least difference between two images without their light, of which less than a half makes them
copies. And counts how many blank pictures, and how many copies of a product's first image, are found.
"""

import argparse
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from no_part import PRODUCTS as LABELS
from PIL import Image
from torch import Tensor

from inspector.core.images.resizing import resize
from inspector.core.images.variety import Glance, blank_ones, copies_of_one, glance
from inspector.data.images.reading import read_image

PRODUCTS = {**LABELS, "paper GLA": "paper/PA_GLA01_TL", "paper ZPB": "paper/PA_ZPB01_RL"}
COPIES = 10  # of one image, each saved otherwise
NOISE = (0.0, 0.005, 0.01, 0.02)  # of a sensor, in [0, 1]
LEVELS = (0.0, 0.03, 0.5, 0.97, 1.0)
QUALITIES = range(50, 100, 5)  # of JPEG
SIZES = ((512, 512), (1200, 1600))
RESULTS = Path(__file__).with_name("results") / "variety.md"


def contrast(image: Tensor) -> float:
    """In grey levels, as `glance` compares it."""
    height, width = image.shape[-2:]
    small = resize(image, (min(height, 128), min(width, 128)))
    return 255 * small.mean(dim=0).std(correction=0).item()


def least_difference(glances: Sequence[Glance]) -> float:
    """Of two images, in grey levels."""
    signatures = torch.stack([one.signature for one in glances])
    contrasts = torch.tensor([one.contrast for one in glances])
    distances = torch.cdist(signatures, signatures, compute_mode="donot_use_mm_for_euclid_dist")
    grey = 255 * distances / signatures.shape[1] ** 0.5 * torch.minimum(contrasts[:, None], contrasts[None])
    return grey.fill_diagonal_(torch.inf).min().item()


def blank_pictures() -> Iterator[Tensor]:
    generator = torch.Generator().manual_seed(0)
    for size in SIZES:
        for level in LEVELS:
            for noise in NOISE:
                yield (level + noise * torch.randn(3, *size, generator=generator)).clamp(0, 1)


def saved_again(image: Tensor) -> Iterator[Tensor]:
    """The image as JPEG of ten qualities."""
    pixels = (255 * image).round().byte().permute(1, 2, 0).numpy()
    for quality in QUALITIES:
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "JPEG", quality=quality)
        yield torch.from_numpy(np.asarray(Image.open(file)).copy()).permute(2, 0, 1) / 255


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--results", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    lines = [
        "# Blank images and copies",
        "",
        "| product | good images | least contrast | called blank | least difference of two | called copies | "
        f"of {COPIES} copies, beside 3 others |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, folder in PRODUCTS.items():
        files = sorted(path for path in (arguments.data / folder / "train" / "good").rglob("*") if path.is_file())
        images = [read_image(file) for file in files]
        glances = [glance(image) for image in images]
        copied = [*map(glance, saved_again(images[0])), *glances[1:4]]
        found = len([place for place in copies_of_one(copied) if place < COPIES])
        cells = (
            name, len(images), f"{min(map(contrast, images)):.1f}", len(blank_ones(glances)),
            f"{least_difference(glances):.2f}", len(copies_of_one(glances)), found,
        )  # fmt: skip
        lines.append(f"| {' | '.join(map(str, cells))} |")
        print(lines[-1], flush=True)
    blank = [glance(picture) for picture in blank_pictures()]
    lines += [
        "",
        f"Of {len(blank)} pictures of one grey level (5 levels, noise of a sensor of up to 2 %, two sizes), "
        f"{len(blank_ones(blank))} are called blank.",
        "Contrast and difference are in grey levels of 8 bits; below 1 an image is called blank, below 0.5 two are",
        "called copies, which is said where more than half of the images are. The copies are JPEG of quality 50 to 95.",
        "Seed 0, device cpu. By `training/variety.py`.",
        "",
        "Of papers, which are 128 px wide, JPEG changes more than half a level. A whole level would find their copies;",
        "it was tried, and takes drawn parts that differ by their noise alone for copies.",
        "",
    ]
    arguments.results.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
