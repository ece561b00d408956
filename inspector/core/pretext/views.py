"""Views of an image whose transformation is known: what self-supervised methods learn to recognise.

A view is a transformation together with its class in every task that it belongs to. All transformations
take and return images (B, C, H, W) of the same square size.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import torch
import torch.nn.functional as F
from torch import Tensor

PUZZLE_SIDE = 3  # cells along a side of the jigsaw
_MARGIN_SHARE = 1 / 6  # of a puzzle cell's side: how far the patch cut from it is smaller than the cell


Transform = Callable[[Tensor, torch.Generator | None], Tensor]


@dataclass(frozen=True)
class View:
    """One view: `transform(images, generator)` and the class it belongs to in each task that labels it.

    The generator is for transformations with a random part and is None at inference, where there is none.
    """

    transform: Transform
    labels: Mapping[str, int]


def view_images(views: Sequence[View], images: Tensor, *, generator: torch.Generator | None) -> Tensor:
    """(B·V, C, H, W): every view of every image, the views of one image side by side."""
    return torch.stack([view.transform(images, generator) for view in views], dim=1).flatten(0, 1)


def labels_of(views: Sequence[View], task: str) -> dict[int, int]:
    """The class of each view that belongs to the task, by the view's index."""
    return {index: view.labels[task] for index, view in enumerate(views) if task in view.labels}


def translate(images: Tensor, *, down: int, right: int) -> Tensor:
    """Content moved by pixels; the uncovered edge shows its reflection."""
    if not down and not right:
        return images
    height, width = images.shape[-2:]
    padded = F.pad(images, (abs(right), abs(right), abs(down), abs(down)), mode="reflect")
    return padded[..., abs(down) - down :, abs(right) - right :][..., :height, :width]


def turn(images: Tensor, quarters: int) -> Tensor:
    """Turned counter-clockwise by a number of quarter turns."""
    return torch.rot90(images, quarters, dims=(-2, -1))


def translations(axis: str, *, side: int) -> list[View]:
    """Three views for the task `axis`, `vertical` or `horizontal`: in place, and a quarter of the side either way.

    Source: Jézéquel et al., "geometric task".
    """
    step = side // 4
    moves = ((0, 0), (step, 0), (-step, 0)) if axis == "vertical" else ((0, 0), (0, step), (0, -step))
    return [
        View(_ignoring_chance(partial(translate, down=down, right=right)), {axis: label})
        for label, (down, right) in enumerate(moves)
    ]


def rotations() -> list[View]:
    """Four views for the task `rotation`, by 0, 90, 180 and 270 degrees."""
    return [View(_ignoring_chance(partial(turn, quarters=quarters)), {"rotation": quarters}) for quarters in range(4)]


def flips() -> list[View]:
    """Two views for the task `flip`, as it is and mirrored left to right."""
    return [View(lambda images, _: images, {"flip": 0}), View(lambda images, _: images.flip(-1), {"flip": 1})]


def joint(*groups: Sequence[View]) -> list[View]:
    """Every combination of one view from each group, one transformation after the other, the labels together."""
    return [_chain(combination) for combination in product(*groups)]


def _chain(views: Sequence[View]) -> View:
    def transform(images: Tensor, generator: torch.Generator | None) -> Tensor:
        for view in views:
            images = view.transform(images, generator)
        return images

    return View(transform, {task: label for view in views for task, label in view.labels.items()})


def puzzles(orders: Tensor) -> list[View]:
    """A view for the task `jigsaw` for each order (k, 9) of the cells, row by row."""
    return [View(partial(_puzzle_of, order), {"jigsaw": label}) for label, order in enumerate(orders)]


def _puzzle_of(order: Tensor, images: Tensor, generator: torch.Generator | None) -> Tensor:
    return puzzle(images, order, generator=generator)


def _ignoring_chance(transform: Callable[[Tensor], Tensor]) -> Transform:
    """A transformation without a random part, as one that is handed a generator."""
    return lambda images, _: transform(images)


def puzzle(images: Tensor, order: Tensor, *, generator: torch.Generator | None) -> Tensor:
    """The image cut into 3×3 cells and laid out in another order (9,): place i shows cell `order[i]`.

    Of each cell a patch is laid, smaller than the cell by a sixth of its side: cut at a random place inside the
    cell (one for the batch) or from its middle where the generator is None, and laid in the middle of its place.
    The margin around it is black. Without it lines would run on across neighbouring cells of one order and not
    of another; the identity has the same margins, or the gaps alone would give it away.

    Source: Jézéquel et al., jigsaw task; the margins after Noroozi and Favaro (2016).
    """
    side = images.shape[-1]
    cell, margin, patch = puzzle_geometry(side)
    corners = torch.full((len(order), 2), margin // 2)
    if generator is not None:
        corners = torch.randint(margin + 1, corners.shape, generator=generator)
    order, corners = order.to(images.device), corners.to(images.device)
    along = torch.arange(patch, device=images.device)
    rows = (order // PUZZLE_SIDE * cell + corners[:, 0])[:, None] + along  # (9, patch)
    columns = (order % PUZZLE_SIDE * cell + corners[:, 1])[:, None] + along
    patches = images.flatten(-2)[..., rows[:, :, None] * side + columns[:, None]]  # (B, C, 9, patch, patch)
    framed = F.pad(patches, (margin // 2, margin - margin // 2) * 2)  # each in the middle of its place
    framed = framed.unflatten(2, (PUZZLE_SIDE, PUZZLE_SIDE)).transpose(3, 4)  # (B, C, 3, cell, 3, cell)
    rest = side - PUZZLE_SIDE * cell
    return F.pad(framed.flatten(4, 5).flatten(2, 3), (0, rest, 0, rest))


def puzzle_geometry(side: int) -> tuple[int, int, int]:
    """Sides in pixels of a cell, of the margin that its patch leaves, and of the patch."""
    cell = side // PUZZLE_SIDE
    margin = max(1, round(_MARGIN_SHARE * cell))
    return cell, margin, cell - margin


def draw_orders(count: int, *, generator: torch.Generator) -> Tensor:
    """(count, 9) int64: the identity and orders far from it and from one another.

    Each next order is, of 1,000 drawn at random, the one whose nearest chosen order differs in most places
    (the maximal Hamming distance rule of Noroozi and Favaro, 2016).
    """
    cells = PUZZLE_SIDE**2
    device = generator.device
    orders = torch.arange(cells, device=device)[None]
    for _ in range(count - 1):
        candidates = torch.stack([torch.randperm(cells, generator=generator, device=device) for _ in range(1000)])
        distance = (candidates[:, None] != orders[None]).sum(-1).amin(dim=1)
        orders = torch.cat([orders, candidates[distance.argmax()][None]])
    return orders
