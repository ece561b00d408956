"""How well parts are located: good images that were not learned from, moved by known amounts.

    python training/pose/locate.py ../shared/data --moves 40 > training/results/locate.md

Each image is turned by any angle, shifted by up to 20 % of its longer side and, for `similarity`, scaled by up to 20 %;
what comes in from outside has the border's colour. Moves that push more than a tenth of the part out of the image are
drawn anew, since a part that is cut off is to be "not found". The error is the longest way that a point of the part is
off, as a share of its length; turns that nobody can tell of a symmetric part do not count.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from skimage.measure import label, moments, moments_central
from torch import Tensor

from inspector.core.images.resizing import resize
from inspector.core.stages.locate import Locator
from inspector.core.stages.locate_check import PoseError, pose_of, random_move, visible_share
from inspector.core.stages.locate_learning import MotionChoice, learn_locator
from inspector.core.stages.part_outline import part_mask
from inspector.core.stages.pose_search import Poses, extent_of, likeness, refine
from inspector.data.images.reading import read_image

PRODUCTS = ("toy_aliens", "bottle", "casting")
ANY_ANGLE = (-180.0, 180.0)
SEED, LEARNED, SIDE, TIMED_SIDE = 0, 45, 512, 900
Pose = tuple[complex, complex]


@dataclass(frozen=True)
class Found:
    pose: Pose
    is_found: bool
    ms: float


def by_search(locator: Locator, picture: Tensor) -> Found:
    """As the product does."""
    started = time.process_time()
    placement = locator.place(picture)
    ms = 1000 * (time.process_time() - started)
    return Found(pose_of(placement, (picture.shape[1], picture.shape[2])), placement.found, ms)


def by_outline(locator: Locator, picture: Tensor) -> Found:
    """By the part's outline: its centre, its principal axis (both ways round) and its area, then refined alike."""
    started = time.process_time()
    mask = part_mask(picture)
    if mask is None:
        return Found((1 + 0j, 0.5 + 0.5j), False, 1000 * (time.process_time() - started))
    shape = locator.reference.relief.shape
    reference = (locator.reference.weight / locator.reference.weight.max() > 0.05).numpy()
    z, centre = _axes(mask.numpy(), max(mask.shape))
    own_z, own_centre = _axes(reference, max(shape) / locator.reference.length)
    own_centre -= locator.reference.extent / 2
    scale = abs(z) / abs(own_z) if locator.motion.grows else 1.0
    turn = z / abs(z) * (own_z / abs(own_z)).conjugate()
    turns = torch.tensor([turn * scale, -turn * scale], dtype=torch.complex64)
    image, extent = locator.relief(picture), extent_of(picture)
    start = Poses(turns, centre - turns * own_centre)
    grows = locator.motion.grows
    poses = refine(image, extent, start, locator.reference, steps=12, turns=locator.motion.turns, scales=grows)
    quality, _ = likeness(image, extent, poses, locator.reference)
    best = int(quality.argmax())
    ms = 1000 * (time.process_time() - started)
    return Found((complex(poses.z[best]), complex(poses.t[best])), float(quality[best]) >= locator.least_quality, ms)


def _axes(mask: np.ndarray, density: float) -> tuple[complex, complex]:
    """The principal axis of a mask's largest piece, as long as its root mean square radius, and its centre."""
    pieces = label(mask)
    largest = pieces == 1 + np.argmax(np.bincount(pieces.ravel())[1:])
    m = moments(largest, order=1)
    row, column = m[1, 0] / m[0, 0], m[0, 1] / m[0, 0]
    mu = moments_central(largest, center=(row, column), order=2) / m[0, 0]
    angle = 0.5 * np.angle(mu[0, 2] - mu[2, 0] + 2j * mu[1, 1])
    radius = np.sqrt(mu[0, 2] + mu[2, 0]) / density
    return complex(radius * np.exp(1j * angle)), complex(column + 0.5, row + 0.5) / density


WAYS: dict[str, Callable[[Locator, Tensor], Found]] = {"search": by_search, "outline and axes": by_outline}


def pictures(folder: Path, most: int) -> list[Tensor]:
    files = sorted(folder.iterdir())
    chosen = files[:: max(1, len(files) // most)][:most]
    images = [read_image(file) for file in chosen]
    return [resize(image, _within(image, SIDE)) for image in images]


def _within(image: Tensor, side: int) -> tuple[int, int]:
    scale = side / max(image.shape[1:])
    return round(image.shape[1] * scale), round(image.shape[2] * scale)


def rows(data: Path, product: str, motion: MotionChoice, *, moves: int) -> list[str]:
    generator = torch.Generator().manual_seed(SEED)
    locator = learn_locator(pictures(data / product / "train/good", LEARNED), motion, generator=generator)
    if locator is None:
        return [f"| {product} | {motion} | – | refused: locating does not hold on held-out good images | | | | | |"]
    tests = pictures(data / product / "test/good", 40)
    error = PoseError(locator)
    found: dict[str, list[tuple[float, Found]]] = {way: [] for way in WAYS}
    drawn = 0
    while len(found["search"]) < moves and drawn < 20 * moves:
        picture = tests[drawn % len(tests)]
        drawn += 1
        extent, size = extent_of(picture), (picture.shape[1], picture.shape[2])
        plain = pose_of(locator.place(picture), size)
        growth = 0.2 if motion == "similarity" else 0.0
        move = random_move(generator, degrees=ANY_ANGLE, growth=growth, shift=0.2)
        expected = move.of(plain, extent)
        if visible_share(locator, extent, expected) < 0.9:
            continue
        moved = move(picture)
        moved = resize(moved, _within(moved, TIMED_SIDE))
        for way, locate in WAYS.items():
            one = locate(locator, moved)
            found[way].append((error(one.pose, expected), one))
    lines = []
    for way, results in found.items():
        errors = np.array([value for value, _ in results])
        is_found = np.array([one.is_found for _, one in results])
        ms = np.array([one.ms for _, one in results])
        right = is_found & (errors <= 0.01)
        silent = is_found & (errors > 0.02)
        lines.append(
            f"| {product} | {motion} | {way} | {len(results)} | {right.mean():.0%} | {(~is_found).mean():.0%} | "
            f"{silent.mean():.0%} | {np.median(errors):.2%} | {np.median(ms):.0f} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--moves", type=int, default=100, help="per row")
    parser.add_argument("--products", nargs="+", default=PRODUCTS)
    arguments = parser.parse_args()
    data = arguments.data
    torch.set_num_threads(1)
    print("# Locating parts\n")
    print(f"`python training/pose/locate.py ../shared/data --moves {arguments.moves}`, seed {SEED}, one thread.\n")
    print(" ".join((__doc__ or "").split("\n\n")[2].split()) + "\n")
    print(
        f"Times are processor time at {TIMED_SIDE} px. `outline and axes`: a start from the segmented outline instead"
    )
    print("of a search, refined alike.\n")
    print("| product | motion | way | moves | found within 1 % | not found | found, off by > 2 % | median error | ms |")
    print("|---|---|---|---|---|---|---|---|---|")
    motions: tuple[MotionChoice, ...] = ("rigid", "similarity")
    for product in arguments.products:
        for motion in motions:
            for line in rows(data, product, motion, moves=arguments.moves):
                print(line, flush=True)


if __name__ == "__main__":
    main()
