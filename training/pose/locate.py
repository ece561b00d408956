"""How well parts are located: good images that were not learned from, moved by known amounts.

    python training/pose/locate.py ../shared/data --moves 40 > training/results/locate.md

Each image is turned by any angle, shifted by up to 20 % of its longer side and, for `similarity`, scaled by up to 20 %;
what comes in from outside has the border's colour. Moves that push more than a tenth of the part out of the image are
drawn anew, since a part that is cut off is to be "not found". The error is the longest way that a point of the part is
off, as a share of its length; turns that nobody can tell of a symmetric part do not count.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from inspector.core.images.resizing import resize
from inspector.core.stages.locate_check import PoseError, pose_of, random_move, visible_share
from inspector.core.stages.locate_learning import MotionChoice, learn_locator
from inspector.data.images.reading import read_image
from inspector.line.locate import Locator
from inspector.line.pose_fit import extent_of

PRODUCTS = ("toy_aliens", "bottle", "casting", "dobot_cubes")
ANY_ANGLE = (-180.0, 180.0)
SEEDS, LEARNED, SIDE, TIMED_SIDE = (0, 1, 2), 45, 512, 900


def pictures(folder: Path, most: int) -> list[Tensor]:
    files = sorted(folder.iterdir())
    chosen = files[:: max(1, len(files) // most)][:most]
    images = [read_image(file) for file in chosen]
    return [resize(image, _within(image, SIDE)) for image in images]


def _within(image: Tensor, side: int) -> tuple[int, int]:
    scale = side / max(image.shape[1:])
    return round(image.shape[1] * scale), round(image.shape[2] * scale)


@dataclass(frozen=True)
class Moved:
    error: float
    is_found: bool
    ms: float


def placed(data: Path, product: str, motion: MotionChoice, *, seed: int, moves: int, folder: str) -> list[Moved] | None:
    """How moved images are placed by a locator of one seed; None where it is refused."""
    generator = torch.Generator().manual_seed(seed)
    locator = learn_locator(pictures(data / product / "train/good", LEARNED), motion, generator=generator)
    if locator is None:
        return None
    tests = pictures(data / product / folder, 40)
    return moved_places(locator, tests, motion, generator=generator, moves=moves)


def moved_places(
    locator: Locator, tests: Sequence[Tensor], motion: MotionChoice, *, generator: torch.Generator, moves: int
) -> list[Moved]:
    """How images are placed that are moved, one after the other, so many moves in all."""
    error = PoseError(locator)
    results: list[Moved] = []
    drawn = 0
    while len(results) < moves and drawn < 20 * moves:
        picture = tests[drawn % len(tests)]
        drawn += 1
        extent, size = extent_of(picture.shape), (picture.shape[1], picture.shape[2])
        plain = pose_of(locator.place(picture.numpy()), size)
        growth = 0.2 if motion == "similarity" else 0.0
        move = random_move(generator, degrees=ANY_ANGLE, growth=growth, shift=0.2)
        expected = move.of(plain, extent)
        if visible_share(locator, extent, expected) < 0.9:
            continue
        moved = move(picture)
        moved = resize(moved, _within(moved, TIMED_SIDE))
        samples = moved.numpy()
        started = time.process_time()
        placement = locator.place(samples)
        ms = 1000 * (time.process_time() - started)
        off = error(pose_of(placement, (moved.shape[1], moved.shape[2])), expected)
        results.append(Moved(off, placement.found, ms))
    return results


def row(data: Path, product: str, motion: MotionChoice, *, moves: int, folder: str) -> str:
    """The table's line for all seeds together."""
    by_seed = [placed(data, product, motion, seed=seed, moves=moves, folder=folder) for seed in SEEDS]
    results = [moved for of_seed in by_seed for moved in of_seed or ()]
    refused = sum(of_seed is None for of_seed in by_seed)
    if not results:
        return f"| {product} | {motion} | {refused} of {len(SEEDS)} | | | | | | | |"
    errors = np.array([moved.error for moved in results])
    is_found = np.array([moved.is_found for moved in results])
    shares = (is_found & (errors <= 0.01), ~is_found, is_found & (errors > 0.01), is_found & (errors > 0.02))
    columns = " | ".join(f"{share.mean():.1%}" for share in shares)
    ms = np.median([moved.ms for moved in results])
    return (
        f"| {product} | {motion} | {refused} of {len(SEEDS)} | {len(results)} | {columns} | {np.median(errors):.2%} | "
        f"{ms:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--moves", type=int, default=40, help="per product, motion and seed")
    parser.add_argument("--products", nargs="+", default=PRODUCTS)
    parser.add_argument("--folder", default="test/good", help="of the product, whose images are moved")
    arguments = parser.parse_args()
    data = arguments.data
    torch.set_num_threads(1)
    print("# Locating parts\n")
    command = f"python training/pose/locate.py ../shared/data --moves {arguments.moves} --folder {arguments.folder}"
    print(f"`{command}`, seeds 0-2, one thread.\n")
    print(" ".join((__doc__ or "").split("\n\n")[2].split()) + "\n")
    print(f"Times are processor time at {TIMED_SIDE} px. A locator is refused where it does not hold on good images.\n")
    print(
        "| product | motion | refused | moves | found within 1 % | not found | found, off by > 1 % | by > 2 % "
        "| median error | ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    motions: tuple[MotionChoice, ...] = ("rigid", "similarity")
    for product in arguments.products:
        for motion in motions:
            print(row(data, product, motion, moves=arguments.moves, folder=arguments.folder), flush=True)


if __name__ == "__main__":
    main()
