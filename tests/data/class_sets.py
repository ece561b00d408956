"""Small class-labelled sets: class k has a bar at its own place, so that one class is unlike the others."""

from pathlib import Path

import numpy as np
from PIL import Image


def bars(label: int, count: int, *, seed: int, side: int = 20) -> np.ndarray:
    """(count, side, side) uint8."""
    rng = np.random.default_rng([seed, label])
    images = rng.integers(0, 30, (count, side, side))
    images[:, 3 + 5 * label : 6 + 5 * label, 2:-2] += 200
    return images.astype(np.uint8)


def class_arrays(*, classes: int = 3, train: int = 14, test: int = 5) -> dict[str, np.ndarray]:
    arrays = {}
    for side, count, seed in (("train", train, 0), ("test", test, 1)):
        arrays[f"{side}_images"] = np.concatenate([bars(label, count, seed=seed) for label in range(classes)])
        arrays[f"{side}_labels"] = np.repeat(np.arange(classes, dtype=np.uint8), count)
    return arrays


def write_npz(path: Path, **changes: np.ndarray) -> Path:
    np.savez(path, **class_arrays() | changes)
    return path


def write_class_folders(root: Path, *, names=("bar_a", "bar_b"), count: int = 10) -> Path:
    for label, name in enumerate(names):
        (root / name).mkdir(parents=True)
        for index, image in enumerate(bars(label, count, seed=2)):
            Image.fromarray(image).save(root / name / f"{index:03d}.png")
    return root
