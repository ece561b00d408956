"""Views and their labels: each proved right by undoing what its label says."""

from collections import Counter

import pytest
import torch

from inspector.core.building import build_network
from inspector.core.methods import create_method
from inspector.core.pretext.views import (
    draw_orders,
    flips,
    joint,
    labels_of,
    puzzle,
    puzzle_geometry,
    puzzles,
    rotations,
    translate,
    translations,
    turn,
    view_images,
)

SIDE = 24


def numbered(side: int = SIDE) -> torch.Tensor:
    """(1, 1, side, side): every pixel has its own value."""
    return torch.arange(side * side, dtype=torch.float32).view(1, 1, side, side) / side**2


def seen(view, images, generator=None):
    return view.transform(images, generator)


def test_a_translation_by_hand():
    image = torch.tensor([[[[1.0, 2, 3], [4, 5, 6], [7, 8, 9]]]])
    assert translate(image, down=1, right=0)[0, 0].tolist() == [[4, 5, 6], [1, 2, 3], [4, 5, 6]]
    assert translate(image, down=0, right=-1)[0, 0].tolist() == [[2, 3, 2], [5, 6, 5], [8, 9, 8]]
    assert translate(image, down=0, right=0) is image


def test_a_turn_by_hand_is_counter_clockwise():
    assert turn(torch.tensor([[[[1.0, 2], [3, 4]]]]), 1)[0, 0].tolist() == [[2, 4], [1, 3]]


@pytest.mark.parametrize(("axis", "dimension"), [("vertical", -2), ("horizontal", -1)])
def test_translation_labels_say_which_way_a_quarter_of_the_side(axis, dimension):
    image = numbered()
    moved = {view.labels[axis]: seen(view, image) for view in translations(axis, side=SIDE)}
    step = SIDE // 4
    assert torch.equal(moved[0], image)
    kept = SIDE - step
    assert torch.equal(moved[1].narrow(dimension, step, kept), image.narrow(dimension, 0, kept))
    assert torch.equal(moved[2].narrow(dimension, 0, kept), image.narrow(dimension, step, kept))


def test_rotation_labels_are_undone_by_turning_back():
    image = numbered()
    for view in rotations():
        assert torch.equal(turn(seen(view, image), -view.labels["rotation"]), image)


def undone(image: torch.Tensor, labels: dict[str, int]) -> torch.Tensor:
    """A view turned, moved and mirrored back by its labels."""
    image = turn(image, -labels["rotation"])
    step = {0: 0, 1: -(SIDE // 4), 2: SIDE // 4}
    image = torch.roll(image, (step[labels["vertical"]], step[labels["horizontal"]]), dims=(-2, -1))
    return image.flip(-1) if labels.get("flip") else image


def test_joint_labels_are_undone_one_by_one():
    image = numbered()
    both = (translations("vertical", side=SIDE), translations("horizontal", side=SIDE), rotations())
    for views, count in ((joint(*both), 36), (joint(flips(), *both), 72)):
        assert len({tuple(sorted(view.labels.items())) for view in views}) == len(views) == count
        for view in views:
            middle = undone(seen(view, image), view.labels)[..., 6:-6, 6:-6]  # the edges were reflected
            assert torch.equal(middle, image[..., 6:-6, 6:-6])


def test_puzzle_labels_are_undone_by_laying_the_cells_back():
    image, orders = numbered(), draw_orders(8, generator=torch.Generator().manual_seed(1))
    cell, margin, patch = puzzle_geometry(SIDE)
    for view in puzzles(orders):
        laid = seen(view, image)
        for place, source in enumerate(orders[view.labels["jigsaw"]].tolist()):
            (y, x), (from_y, from_x) = (
                (cell * (index // 3) + margin // 2, cell * (index % 3) + margin // 2) for index in (place, source)
            )
            expected = image[..., from_y : from_y + patch, from_x : from_x + patch]
            assert torch.equal(laid[..., y : y + patch, x : x + patch], expected)


def test_the_identity_puzzle_has_the_margins_of_the_others():
    views = puzzles(draw_orders(6, generator=torch.Generator().manual_seed(0)))
    generator = torch.Generator().manual_seed(2)
    for side in (24, 28, 64):
        white = torch.ones(1, 1, side, side)
        for drawn in (None, generator):  # on a plain image nothing but the margins is left to see
            first, *others = [seen(view, white, drawn) for view in views]
            assert (first == 0).any()
            assert all(torch.equal(first, other) for other in others)


def test_the_identity_puzzle_is_not_the_image_and_its_patches_move_in_training():
    image, order = numbered(), torch.arange(9)
    generator = torch.Generator().manual_seed(0)
    fixed = puzzle(image, order, generator=None)
    assert not torch.equal(fixed, image)
    assert torch.equal(fixed, puzzle(image, order, generator=None))
    drawn = {puzzle(image, order, generator=generator).sum().item() for _ in range(20)}
    assert len(drawn) > 5


def test_orders_are_the_identity_and_far_apart():
    orders = draw_orders(3, generator=torch.Generator().manual_seed(0))
    assert orders[0].tolist() == list(range(9))
    assert all(sorted(order) == list(range(9)) for order in orders.tolist())
    for a in range(3):
        for b in range(a):
            assert (orders[a] != orders[b]).sum() >= 8


def test_views_of_one_image_are_side_by_side():
    images = torch.stack([numbered()[0], 1 - numbered()[0]])
    views = view_images(rotations(), images, generator=None)
    assert torch.equal(views[4], images[1])
    assert torch.equal(views[5], turn(images[1:], 1)[0])


@pytest.mark.parametrize(
    ("name", "views", "per_task"),
    [
        ("multitask", 11, {"vertical": 3, "horizontal": 3, "rotation": 4, "jigsaw": 3}),
        ("rotnet", 4, {"rotation": 4}),
        ("jigsaw", 12, {"jigsaw": 12}),
        ("mhrot", 36, {"vertical": 36, "horizontal": 36, "rotation": 36}),
        ("geotrans", 72, {"transformation": 72}),
    ],
)
def test_each_method_asks_what_its_paper_asks(name, views, per_task):
    method = create_method(name, preset="cpu", width=1)
    network = build_network(method, seed=0)
    made = method.views(network)
    assert len(made) == views
    for task in method.tasks:
        asked = Counter(labels_of(made, task).values())
        assert sum(asked.values()) == per_task[task]
        assert set(asked) == set(range(method.classes[task]))  # every class is asked, as often as the others
        assert len(set(asked.values())) == 1


def test_multitask_views_are_all_different():
    method = create_method("multitask", preset="cpu", width=1, image_size=24, fold=2)
    views = method.views(build_network(method, seed=0))
    images = view_images(views, numbered().expand(1, 3, -1, -1), generator=None)
    assert len({tuple(image.flatten().tolist()) for image in images}) == 11


def test_single_tasks_of_multitask():
    for asked, views in ((["jigsaw"], 3), (["vertical", "horizontal", "rotation"], 8), (["rotation"], 4)):
        method = create_method("multitask", preset="cpu", width=1, asked=asked)
        assert len(method.views(build_network(method, seed=0))) == views
        assert method.tasks == tuple(asked)
