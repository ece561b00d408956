"""Defects drawn into good images."""

import pytest
import torch
from torch import Tensor

from inspector.core.pretext.made_up_defects import DEFECTS, DefectName, make_defects


def _good(count: int = 6, side: int = 48) -> Tensor:
    return torch.rand(count, 3, side, side, generator=torch.Generator().manual_seed(0)) * 0.2 + 0.4


@pytest.mark.parametrize("kind", DEFECTS)
def test_a_defect_changes_its_own_places_and_no_others(kind: DefectName) -> None:
    images = _good()
    before = images.clone()

    made, masks = make_defects(images, generator=torch.Generator().manual_seed(1), kinds=[kind])

    assert torch.equal(images, before)
    assert made.shape == images.shape
    assert made.min() >= 0
    assert made.max() <= 1
    changed = (made - images).abs().amax(dim=1)
    for image_changed, mask in zip(changed, masks, strict=True):
        assert mask.any()
        assert not mask.all()
        assert image_changed[mask].mean() > 0.005  # at its faintest
        assert image_changed[~mask].mean() < 0.25 * image_changed[mask].mean()


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_defect_shows_on_black_and_on_white(value: float) -> None:
    images = torch.full((20, 3, 48, 48), value)
    kinds: list[DefectName] = ["scratch", "spot", "stain", "discolouration"]

    made, _ = make_defects(images, generator=torch.Generator().manual_seed(0), kinds=kinds)

    assert ((made - images).abs().flatten(1).amax(dim=1) > 0.01).all()


def test_the_middle_of_a_defect_lies_where_it_may() -> None:
    where = torch.zeros(48, 48, dtype=torch.bool)
    where[8:12, 30:34] = True

    _, masks = make_defects(_good(), generator=torch.Generator().manual_seed(2), kinds=["spot"], where=where)

    for mask in masks:
        y, x = mask.nonzero().float().mean(dim=0).tolist()
        assert 6 < y < 14
        assert 28 < x < 36


def test_kinds_take_turns_and_the_generator_decides() -> None:
    images = _good(10)
    one, _ = make_defects(images, generator=torch.Generator().manual_seed(3))
    same, _ = make_defects(images, generator=torch.Generator().manual_seed(3))
    other, masks = make_defects(images, generator=torch.Generator().manual_seed(4))

    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    areas = masks.flatten(1).float().mean(dim=1).reshape(2, 5).mean(dim=0)
    assert areas.argmax() == list(DEFECTS).index("discolouration")


def test_grey_images_stay_grey() -> None:
    images = _good(10)[:, :1].repeat(1, 3, 1, 1)

    made, _ = make_defects(images, generator=torch.Generator().manual_seed(0))

    assert torch.equal(made[:, 0], made[:, 1])
    assert torch.equal(made[:, 0], made[:, 2])
