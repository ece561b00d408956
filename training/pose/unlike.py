"""How parts are located that are unlike all good ones: held-out good images, changed and then moved.

    python training/pose/unlike.py ../shared/data

Good images of the training folder that were not learned from are bent, tilted, made larger or smaller, stretched,
lit otherwise, or get a blob of another colour; and then moved as by `locate.py`. The error is against where the changed
image's part was found.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from locate import moved_places, pictures
from torch import Tensor

from inspector.core.stages.locate_check import Move
from inspector.core.stages.locate_learning import MotionChoice, learn_locator

PRODUCTS = ("toy_aliens", "bottle", "dobot_cubes")
CHANGES = ("bent", "tilted", "sized", "stretched", "lit", "blob")
SEED, HELD_OUT, LEARNED = 0, 12, 45


def changed(picture: Tensor, change: str, generator: torch.Generator) -> Tensor:
    """A good image (3, H, W) as if its part, its camera or its light were another."""
    height, width = picture.shape[1:]
    u = torch.rand(6, generator=generator).tolist()
    sign = 1 if u[0] > 0.5 else -1
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    side = max(height, width)
    x, y = (x - width / 2) / side, (y - height / 2) / side
    if change == "lit":
        return (picture * (1 + 2 * (u[1] - 0.5) * x + 2 * (u[2] - 0.5) * y) * (0.7 + 0.6 * u[3])).clamp(0, 1)
    if change == "blob":
        radius = 0.04 + 0.08 * u[1]
        is_blob = torch.hypot(x - 0.4 * (u[2] - 0.5), y - 0.3 * (u[3] - 0.5)) < radius
        return torch.where(is_blob, torch.tensor(u[3:])[:, None, None], picture)
    if change == "sized":
        return Move(0.0, 1 + sign * (0.04 + 0.1 * u[1]), 0j)(picture)
    if change == "bent":
        coarse = 0.012 * (0.5 + 1.5 * u[1]) * torch.randn(1, 2, 4, 4, generator=generator)
        off = F.interpolate(coarse, size=(height, width), mode="bicubic")[0]
        x, y = x + off[0], y + off[1]
    elif change == "tilted":
        depth = 1 + 0.7 * (u[1] - 0.5) * x + 0.7 * (u[2] - 0.5) * y
        x, y = x / depth, y / depth
    else:
        turn = torch.polar(torch.tensor(1.0), torch.tensor(math.pi * u[1]))
        along = torch.complex(x, y) * turn
        at = torch.complex(along.real * (1 + sign * (0.02 + 0.08 * u[2])), along.imag) / turn
        x, y = at.real, at.imag
    where = torch.stack([x * (2 * side / width), y * (2 * side / height)], dim=-1)
    return F.grid_sample(picture[None], where[None], padding_mode="border", align_corners=False)[0]


def row(data: Path, product: str, motion: MotionChoice) -> str:
    """The table's line."""
    generator = torch.Generator().manual_seed(SEED)
    good = pictures(data / product / "train/good", HELD_OUT + LEARNED)
    order = torch.randperm(len(good), generator=generator).tolist()
    locator = learn_locator([good[index] for index in order[HELD_OUT:]], motion, generator=generator)
    if locator is None:
        return f"| {product} | {motion} | refused | | | | |"
    tests = [changed(good[index], change, generator) for change in CHANGES for index in order[:HELD_OUT]]
    places = moved_places(locator, tests, motion, generator=generator, moves=2 * len(tests))
    errors = np.array([place.error for place in places])
    is_found = np.array([place.is_found for place in places])
    shares = (is_found & (errors <= 0.01), ~is_found & (errors <= 0.01), ~is_found & (errors > 0.01))
    columns = " | ".join(f"{share.mean():.1%}" for share in (*shares, is_found & (errors > 0.01)))
    return f"| {product} | {motion} | {len(places)} | {columns} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--products", nargs="+", default=PRODUCTS)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    print(
        "| product | motion | moves | found within 1 % | not found, within 1 % | not found, off | found, off by > 1 % |"
    )
    print("|---|---|---|---|---|---|---|")
    motions: tuple[MotionChoice, ...] = ("rigid", "similarity")
    for product in arguments.products:
        for motion in motions:
            print(row(arguments.data, product, motion), flush=True)


if __name__ == "__main__":
    main()
