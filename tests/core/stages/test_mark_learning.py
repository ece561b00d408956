"""A part that is round but for one mark is turned by it, and is not found without it."""

import cmath
import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from inspector.core.stages.locate_check import pose_of
from inspector.core.stages.locate_learning import learn_locator, looks_round
from inspector.core.stages.placement import to_canonical
from inspector.line.locate import Locator
from inspector.store.models.locator_card import locator_card, locator_tensors, read_locator

SIDE = 96


def ring(*notches: float, at: tuple[float, float] = (48.0, 48.0), holes: float | None = None, noise: int = 0) -> Tensor:
    """A bright ring on dark ground with notches at some angles (degrees), and six holes from an angle on."""
    y, x = torch.meshgrid(torch.arange(SIDE) + 0.5 - at[1], torch.arange(SIDE) + 0.5 - at[0], indexing="ij")
    radius = torch.hypot(x, y)
    part = (30 - radius).clamp(0, 1) - (15 - radius).clamp(0, 1)
    gone = [(30.0, 4.5, degrees) for degrees in notches]
    gone += [(22.5, 2.5, holes + 60 * number) for number in range(6)] if holes is not None else []
    for far, size, degrees in gone:
        centre = cmath.rect(far, math.radians(degrees))
        part = part * (torch.hypot(x - centre.real, y - centre.imag) - size).clamp(0, 1)
    generator = torch.Generator().manual_seed(noise)
    return (0.2 + 0.5 * part + 0.01 * torch.randn(3, SIDE, SIDE, generator=generator)).clamp(0, 1)


def angles(count: int) -> list[float]:
    return [(97.0 * index + 11 * (index % 3)) % 360 for index in range(count)]


def learned(pictures: list[Tensor]) -> Locator | None:
    return learn_locator(pictures, "auto", generator=torch.Generator().manual_seed(0))


@pytest.fixture(scope="session")
def notched(made_once) -> Locator:
    def learn(_folder: Path) -> Locator | None:
        return learned([ring(degrees, noise=index) for index, degrees in enumerate(angles(15))])

    _, locator = made_once("notched ring", learn)
    assert isinstance(locator, Locator)
    return locator


def test_a_round_part_is_turned_by_its_mark(notched: Locator) -> None:
    assert notched.mark is not None
    assert notched.motion.turns
    canonical = []
    for degrees, at in ((0.0, (48.0, 48.0)), (73.0, (44.0, 50.0)), (200.0, (52.0, 47.0))):
        picture = ring(degrees, at=at, noise=50)
        placement = notched.place(picture.numpy())
        assert placement.found
        turn = pose_of(placement, (SIDE, SIDE))[0] / cmath.rect(1.0, math.radians(degrees))
        canonical.append((turn, to_canonical(picture, placement, (64, 64))[0]))
    for turn, picture in canonical[1:]:
        assert abs(math.degrees(cmath.phase(turn / canonical[0][0]))) < 1
        assert (picture - canonical[0][1]).abs().mean() < 0.02


@pytest.mark.parametrize("notches", [(), (30.0, 150.0)])
def test_a_round_part_without_its_mark_or_with_two_is_not_found(notched: Locator, notches: tuple[float, ...]) -> None:
    placement = notched.place(ring(*notches, noise=60).numpy())
    assert placement.quality > notched.least_quality
    assert placement.agreement > notched.least_agreement
    assert placement.stable
    assert not placement.marked
    assert not placement.found


def test_a_defect_elsewhere_leaves_the_mark_as_it_is(notched: Locator) -> None:
    picture = ring(30.0, noise=61)
    picture[:, 60:63, 20:40] = 0.95
    assert notched.place(picture.numpy()).found


def test_a_mark_is_read_as_it_was_written(notched: Locator) -> None:
    card = json.loads(json.dumps(locator_card(notched)))
    again = read_locator(card, locator_tensors(notched))
    for picture in (ring(130.0), ring()):
        own, read = notched.place(picture.numpy()), again.place(picture.numpy())
        assert own.found == read.found
        np.testing.assert_array_equal(own.matrix, read.matrix)
    card["mark"]["centre"] = [9.0, 0.0]
    with pytest.raises(ValueError, match="centre"):
        read_locator(card, locator_tensors(notched))


@pytest.mark.parametrize("kind", ["plain", "two notches", "holes"])
def test_a_part_that_many_angles_suit_is_not_turned(kind: str) -> None:
    def picture(degrees: float, *, noise: int) -> Tensor:
        at = (48.0 + 12 * math.cos(noise), 48.0 + 12 * math.sin(noise))
        notches = (degrees, degrees + 180) if kind == "two notches" else ()
        return ring(*notches, at=at, holes=degrees if kind == "holes" else None, noise=noise)

    locator = learned([picture(degrees, noise=index) for index, degrees in enumerate(angles(15))])
    assert locator is not None
    assert locator.mark is None
    assert not locator.motion.turns
    assert locator.place(picture(17.0, noise=90).numpy()).found


def test_a_mark_that_lies_at_one_angle_in_good_images_needs_no_locator() -> None:
    assert learned([ring(40.0, noise=index) for index in range(15)]) is None


def test_round_parts_are_known_where_they_lie() -> None:
    assert looks_round([ring(degrees) for degrees in angles(6)])
    square = torch.full((3, SIDE, SIDE), 0.2)
    square[:, 30:66, 24:72] = 0.8
    assert not looks_round([square] * 6)
    assert not looks_round([torch.full((3, SIDE, SIDE), 0.5)] * 6)
