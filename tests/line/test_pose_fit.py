"""Reliefs are compared with a reference, and poses refined."""

import math

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from inspector.line import pose_fit
from inspector.line.locate import Motion, grey_at
from inspector.line.pose_fit import Poses, Reference, agreement, likeness, refine, sampled


@pytest.mark.parametrize("side", [100, 512, 900])
def test_a_picture_is_reduced_without_moving_it(side: int) -> None:
    ramp = np.tile(((np.arange(side) + 0.5) / side).astype(np.float32), (3, side, 1))
    reduced = grey_at(ramp, np.array([1, 0, 0], np.float32), density=100.0)
    expected = (np.arange(100) + 0.5) / 100
    assert reduced.shape == (100, 100)
    np.testing.assert_allclose(reduced[:, 2:-2], np.tile(expected[2:-2], (100, 1)), atol=1e-3)


def test_a_part_agrees_place_by_place_although_a_piece_is_gone_but_not_beside_its_place() -> None:
    texture = np.random.default_rng(0).normal(size=(60, 60)).astype(np.float32)
    reference = Reference(texture, np.full((60, 60), 1 / 3600, np.float32), 1 + 1j)
    broken = texture.copy()
    broken[:, 40:] = 0
    places = Poses(np.ones(2), np.array([0.5 + 0.5j, 0.55 + 0.5j]))
    at, beside = (agreement(broken, 1 + 1j, places[[index]], reference) for index in range(2))
    assert at == pytest.approx(1)
    assert likeness(broken, 1 + 1j, places[[0]], reference)[0][0] == pytest.approx((2 / 3) ** 0.5, abs=0.02)
    assert beside < 0.3


def test_poses_are_as_far_apart_as_the_corner_that_moves_most() -> None:
    reference = Reference(np.zeros((3, 4), np.float32), np.full((3, 4), 1 / 12, np.float32), 0.4 + 0.3j)
    still = Poses(np.array([2 + 0j]), np.array([0.5 + 0.5j]))
    moved = Poses(np.array([2 + 0j, 2j]), np.array([0.58 + 0.5j, 0.5 + 0.5j]))
    # Half the diagonal is 0.25; a quarter turn moves its end by √2 of that, and both count twice as large here.
    np.testing.assert_allclose(reference.distance(moved, still), [0.08 / 0.8, 0.25 * 2**0.5 / 0.4])


def test_the_inner_part_is_what_lies_farthest_from_the_border_of_the_picture() -> None:
    reference = Reference(np.zeros((4, 4), np.float32), np.full((4, 4), 1 / 16, np.float32), 0.4 + 0.4j)
    turned = Poses(np.array([1j]), np.array([0.21 + 0.5j]))  # its lower row lies at the left border
    weight = reference.inner(turned, 1 + 1j, 0.47).weight
    np.testing.assert_allclose(weight[:2], 1 / 8)
    np.testing.assert_allclose(weight[2:], 0)


def test_momentum_brings_a_part_unlike_the_reference_to_its_place_in_fewer_steps() -> None:
    generator = np.random.default_rng(0)
    texture, other = (gaussian_filter(generator.normal(size=(60, 60)), 3).astype(np.float32) for _ in range(2))
    texture, other = texture / texture.std(), other / other.std()
    reference = Reference(texture, np.full((60, 60), 1 / 3600, np.float32), 1 + 1j)
    beside = Poses(np.ones(1, complex), np.array([0.53 + 0.5j]))

    def place(steps: int, *, momentum: bool) -> Poses:
        picture = texture + 1.5 * other
        return refine(picture, 1 + 1j, beside, reference, steps=steps, turns=True, scales=False, momentum=momentum)

    end = place(100, momentum=False)
    left = [reference.distance(place(8, momentum=momentum), end)[0] for momentum in (False, True)]
    assert left[1] < 0.3 * left[0]
    assert reference.distance(place(100, momentum=True), end)[0] < 1e-3


def test_refinement_ends_where_it_no_longer_moves_a_pose(monkeypatch: pytest.MonkeyPatch) -> None:
    texture = gaussian_filter(np.random.default_rng(0).normal(size=(60, 60)), 3).astype(np.float32)
    reference = Reference(texture / texture.std(), np.full((60, 60), 1 / 3600, np.float32), 1 + 1j)
    beside = Poses(np.ones(1, complex), np.array([0.51 + 0.5j]))
    steps: list[int] = []
    monkeypatch.setattr(pose_fit, "sampled", lambda *given: steps.append(1) or sampled(*given))
    found = refine(reference.relief, 1 + 1j, beside, reference, steps=100, turns=False, scales=False)
    assert found.t[0] == pytest.approx(0.5 + 0.5j, abs=1e-3)
    assert len(steps) < 20


def test_motion_allows_angles_across_the_half_turn() -> None:
    motion = Motion((-20.0, 20.0), (0.9, 1.1))
    assert motion.allows(complex(math.cos(0.3), math.sin(0.3)))
    assert not motion.allows(complex(-1.0, 0.0))
    assert not motion.allows(1.2 + 0j)
