"""Learns the mark that shows the angle of a part that is round but for it, and whether good images prove it."""

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit
from torch import Generator, Tensor

from inspector.core.stages.locate_check import random_move, visible_share
from inspector.line.locate import Locator
from inspector.line.mark import ANGLES, Mark
from inspector.line.pixels import Array
from inspector.line.pose_fit import Poses, Reference, extent_of
from inspector.line.pose_search import symmetries

_SEEDS, _ROUNDS = 4, 4
_TURNS = 2  # of each held-out image
_SURE = 0.999  # share of good parts whose mark must be found, and of parts of which no other place may be taken for it
_WHOLE = 0.95  # share of the part inside the picture, from which a turned image says something


def centre_of(reference: Reference) -> complex:
    """About which a reference is most like itself, whatever the turn; from its middle."""
    poses, _ = symmetries(reference)
    chord = 1 - poses.z
    return complex((chord.conj() * (poses.t - reference.extent / 2)).sum() / np.square(np.abs(chord)).sum())


def turned_alike(reference: Reference, images: Sequence[tuple[Array, complex]], poses: Poses) -> Poses:
    """The poses of round parts after the turns at which they show most alike.

    Args:
        images: relief (h, w) and extent of each picture.
    """
    mark = Mark(reference, centre_of(reference))
    parts = [mark.unrolled(*image, poses[[index]]) for index, image in enumerate(images)]
    weight = mark.weight.mean(axis=1, keepdims=True)
    best, turns = -1.0, np.zeros(len(parts), int)
    for seed in range(min(_SEEDS, len(parts))):
        common = parts[seed]
        for _ in range(_ROUNDS):
            products = [np.fft.irfft(_products(part, weight * common), ANGLES) for part in parts]
            found = np.array([int(one.argmax()) for one in products])
            common = np.mean([np.roll(part, -turn, axis=1) for part, turn in zip(parts, found, strict=True)], axis=0)
        energy = (weight * np.square(common)).sum()
        likeness = [
            (weight * np.roll(part, -turn, axis=1) * common).sum()
            / max(1e-9, float(energy * (weight * np.square(part)).sum()) ** 0.5)
            for part, turn in zip(parts, found, strict=True)
        ]
        if np.median(likeness) > best:
            best, turns = float(np.median(likeness)), found
    turn = np.exp(2j * np.pi / ANGLES * turns)
    return poses.after(turn, mark.centre * (1 - turn))


def _products(part: Array, other: Array) -> Array:
    products: Array = (np.fft.rfft(part) * np.fft.rfft(other).conj()).sum(axis=0)
    return products


def proven_mark(locator: Locator, pictures: Sequence[Tensor], *, generator: Generator) -> Mark | None:
    """The mark of a locator with the share from which it counts as there; None where good images do not prove it.

    Held-out good images (3, H, W), turned, show how much of the mark good parts have, and how much other places of them
    seem to have: the limit lies between, far from either.
    """
    mark = locator.mark
    assert mark is not None
    own, elsewhere = [], []
    for picture in pictures:
        extent = extent_of(picture.shape)
        figures = []
        for _ in range(_TURNS):
            move = random_move(generator, degrees=(-180.0, 180.0), growth=0.0, shift=0.0)
            image = locator.relief(move(picture).numpy())
            poses, qualities, _ = locator.candidates(image, extent)
            pose = poses[[int(qualities.argmax())]]
            if visible_share(locator, extent, (complex(pose.z[0]), complex(pose.t[0]))) >= _WHOLE:
                figures.append(mark.find(image, extent, pose)[1:])
        if figures:
            own.append(min(share for share, _ in figures))
            elsewhere.append(max(share for _, share in figures))
    if len(own) < 2:
        return None
    width = float(stdtrit(len(own) - 1, _SURE)) * (1 + 1 / len(own)) ** 0.5
    least, most = np.mean(own) - width * np.std(own, ddof=1), np.mean(elsewhere) + width * np.std(elsewhere, ddof=1)
    return Mark(mark.reference, mark.centre, float(least + most) / 2) if least > most else None
