"""Round parts with one mark, and without: drawn rings at any angle, whose mark is missing or there twice.

    python training/pose/marked.py

A locator learns from 40 good rings, or fewer, by `rigid`, as a training does, and places others: good ones, and ones
without their mark, with two of them, and with a scratch. An angle counts where parts are turned by a mark, and is
measured against how the ring was drawn.
"""

import cmath
import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.stages.locate_check import pose_of
from inspector.core.stages.locate_learning import learn_locator
from inspector.line.locate import Locator

SIDE, FINER, LEARNED, TESTED = 320, 2, 40, 40
GROUND, METAL = 0.18, 0.7
OUTER, INNER, SCRATCH = 0.71, 0.44, 0.92  # of half the side; brightness
SHIFT, NOISE = 0.05, 0.016

Blob = tuple[float, float, float, float]  # how far out and at which angle (degrees), radius, brightness
NOTCH: tuple[Blob, ...] = ((0.72, 0.0, 0.07, GROUND),)
PRINT: tuple[Blob, ...] = tuple((0.58, at, size, 0.35) for at, size in ((0.0, 0.04), (8.0, 0.025), (20.0, 0.035)))
HOLES: tuple[Blob, ...] = tuple((0.575, 60.0 * number, 0.055, GROUND) for number in range(6))
TEETH: tuple[Blob, ...] = tuple((0.71, 10.0 * number, 0.028, GROUND) for number in range(36))
DOT, FAINT = ((0.575, 30.0, 0.045, 0.43),), ((0.575, 0.0, 0.03, 0.63),)
TWO_NOTCHES = (*NOTCH, (0.72, 180.0, 0.07, GROUND))
# What is drawn on the ring besides its mark, the mark, and how many good images there are.
PARTS: dict[str, tuple[tuple[Blob, ...], tuple[Blob, ...], int]] = {
    "notch": ((), NOTCH, LEARNED),
    "notch, 8 good images": ((), NOTCH, 8),
    "dot": ((), DOT, LEARNED),
    "print": ((), PRINT, LEARNED),
    "36 teeth, notch": (TEETH, NOTCH, LEARNED),
    "six holes, dot": (HOLES, DOT, LEARNED),
    "faint dot": ((), FAINT, LEARNED),
    "plain": ((), (), LEARNED),
    "two notches": (TWO_NOTCHES, (), LEARNED),
    "six holes": (HOLES, (), LEARNED),
    "36 teeth": (TEETH, (), LEARNED),
}


def ring(blobs: tuple[Blob, ...], *, scratch: bool = False, generator: torch.Generator) -> tuple[Tensor, float]:
    """A picture (3, h, w) of a ring with blobs on it, at any angle; and the angle in degrees."""
    u = torch.rand(4, generator=generator).tolist()
    degrees = 360 * u[0]
    side = SIDE * FINER
    axis = (torch.arange(side) + 0.5) / side * 2 - 1
    y, x = torch.meshgrid(axis - SHIFT * (2 * u[1] - 1), axis - SHIFT * (2 * u[2] - 1), indexing="ij")
    radius = torch.hypot(x, y)
    grey = torch.where((radius < OUTER) & (radius > INNER), METAL, GROUND)
    for far, at, size, brightness in blobs:
        centre = cmath.rect(far, math.radians(at + degrees))
        grey[torch.hypot(x - centre.real, y - centre.imag) < size] = brightness
    if scratch:
        centre = cmath.rect(0.575, 2 * math.pi * u[3])
        along = (x - centre.real) * math.cos(7 * u[3]) + (y - centre.imag) * math.sin(7 * u[3])
        across = (y - centre.imag) * math.cos(7 * u[3]) - (x - centre.real) * math.sin(7 * u[3])
        grey[(along.abs() < 0.1) & (across.abs() < 0.008)] = SCRATCH
    picture = F.avg_pool2d(grey[None], FINER).expand(3, -1, -1)
    return (picture + NOISE * torch.randn(1, SIDE, SIDE, generator=generator)).clamp(0, 1), degrees


def row(name: str, *, seed: int) -> tuple[str, ...]:
    """What the table says of a part."""
    rest, mark, count = PARTS[name]
    generator = torch.Generator().manual_seed(seed)
    draw = lambda blobs, **how: ring(rest + blobs, generator=generator, **how)  # noqa: E731
    locator = learn_locator([draw(mark)[0] for _ in range(count)], "rigid", generator=generator)
    assert locator is not None
    good = [draw(mark) for _ in range(TESTED)]
    places = [locator.place(picture.numpy()) for picture, _ in good]
    turns = np.array(
        [
            pose_of(place, (SIDE, SIDE))[0] / cmath.rect(1.0, math.radians(degrees))
            for place, (_, degrees) in zip(places, good, strict=True)
        ]
    )
    off = np.abs(np.degrees(np.angle(turns / turns.mean())))
    again = tuple((far, at + 140.0, size, brightness) for far, at, size, brightness in mark)
    changed = {
        "without": [draw(())[0] for _ in range(TESTED)],
        "two": [draw(mark + again)[0] for _ in range(TESTED)],
        "scratch": [draw(mark, scratch=True)[0] for _ in range(TESTED)],
    }
    lost = {kind: not_found(locator, pictures) for kind, pictures in changed.items()}
    return (
        name,
        "yes" if locator.mark is not None else "no",
        percent(np.mean([not place.found for place in places])),
        "" if locator.mark is None else f"{off.max():.1f}°",
        *("" if not mark and kind != "scratch" else percent(share) for kind, share in lost.items()),
        "" if locator.mark is None else f"{time_ratio(locator, [picture for picture, _ in good]):.2f}",
    )


def not_found(locator: Locator, pictures: list[Tensor]) -> float:
    return float(np.mean([not locator.place(picture.numpy()).found for picture in pictures]))


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def time_ratio(locator: Locator, pictures: list[Tensor]) -> float:
    """Processor time of placing a part in units of the same without its mark, in turn."""
    unmarked = replace(locator, mark=None, motion=locator.searched)
    times = [[seconds(one.place, picture) for one in (locator, unmarked)] for picture in pictures]
    marked, plain = np.median(times, axis=0)
    return float(marked / plain)


def seconds(place: Callable[..., object], picture: Tensor) -> float:
    started = time.process_time()
    place(picture.numpy())
    return time.process_time() - started


def main() -> None:
    torch.set_num_threads(1)
    print("| part | turned by a mark | good, not found | angle off, at most | without the mark, not found "
          "| with two, not found | scratched, not found | time |")  # fmt: skip
    print("|" + "---|" * 8)
    for name in PARTS:
        for seed in range(3):
            print(f"| {' | '.join(row(name, seed=seed))} |", flush=True)


if __name__ == "__main__":
    main()
