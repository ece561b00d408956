"""Held-out good images, or learned ones, say what is usual at a place of the map; writes training/results/usual.md.

    nice python training/scores/usual.py measure ../shared/data --work WORK
    python training/scores/usual.py table --work WORK

`measure` trains PatchCore once on each product and stores maps of its held-out good images, of defects drawn into
these, of both as a camera shows them on other days (moved by up to 2 % of the sides, turned by up to 1.5°, lit and, in
colour, tinted otherwise), and of learned images, each by one of four models that learned the others. What is stored
already is not measured again. No test image is read.
"""

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from scoring import MOST_GOOD, MOST_MADE_UP_OF, PRODUCTS, auroc, images_of, maps_of, measure_or_table, trained
from torch import Tensor
from torch.nn import Module

from inspector.core.building import build_network
from inspector.core.calibration import FOLDS, LEARNED_FLOOR, MIN_IMAGES_FOR_AREAS
from inspector.core.images.variation import Variation
from inspector.core.methods import Judgement
from inspector.core.methods.capabilities import NeedsPretrained
from inspector.core.model import Model
from inspector.core.pretext.made_up_defects import DEFECTS, make_defects
from inspector.core.stages.scoring import AREAS, AreaStatistics, area_levels
from inspector.core.statistics import FLOOR_WEIGHT, PixelStatistics
from inspector.data.images.batches import GoodImages
from inspector.store.models.model_folder import file_sha256
from inspector.store.models.weights import load_pretrained
from inspector.workflow.export.parity import evenly
from inspector.workflow.progress import Progress
from inspector.workflow.train.calibrating import folds_of, folds_of_learned, judge_in_folds, some_of

COMPARED_ON = ("bottle", "casting", "elpv", "wood", "aliens", "dobot", "kolektor", "paper BRG", "paper GLA")
DAYS, MOST_LEARNED, DEFECTS_A_DAY = 6, 80, 2
WAYS = ("held-out", "learned, floor as for held-out", "learned", "learned, ten models")
RESULTS = Path(__file__).parents[1] / "results" / "usual.md"
NOTE = f"""Held-out: at most {MOST_GOOD} held-out good images say what is usual, and each is compared with the
others. Learned: at most {MOST_LEARNED} learned images, each judged by one of four models that learned the others, with
the floor of the spread as for held-out ones (3), or as it is used ({LEARNED_FLOOR:.0f} over the root of their number),
the latter also by one of ten models of the others.
Image AUROC of {len(DEFECTS)} defects drawn into each of {MOST_MADE_UP_OF} held-out images; the same on {DAYS} made-up
other days, all in one; and the share of good images of these days that lie above every held-out one. Scores by areas
(with fewer than {MIN_IMAGES_FOR_AREAS} images to compare with, by the maximum) and by place. No test image is read.
Seed 0, device cpu. By `training/scores/usual.py`."""


def measure(data: Path, work: Path) -> None:
    for product in COMPARED_ON:
        file = work / f"usual {product}.pt"
        if not file.exists():
            torch.save(maps_for(data / PRODUCTS[product], file.with_suffix("")), file)
            print(file.stem, flush=True)


def maps_for(root: Path, folder: Path) -> Mapping[str, Tensor]:
    category, stored = trained("patchcore", root, folder, settings={})
    model, split = replace(stored.model, calibration=None), stored.card["split"]
    good = images_of(
        model, evenly([image for image in category.train if image.name in split["calibration"]], MOST_GOOD)
    )
    some = good[:MOST_MADE_UP_OF]
    maps = {"good": maps_of(model, good), "made": maps_of(model, with_defects(some, len(DEFECTS), seed=0))}
    for day in range(1, DAYS + 1):
        shown = another_day(some, day)
        maps[f"good {day}"] = maps_of(model, shown)
        maps[f"made {day}"] = maps_of(model, with_defects(shown, DEFECTS_A_DAY, seed=day))
    learned = [image for image in category.train if image.name in split["training"]]
    source = GoodImages([image.path for image in learned], framing=model.framing, bits=None)
    chosen = some_of(range(len(learned)), min(MOST_LEARNED, len(learned)))
    digests = [file_sha256(image.path) for image in learned]
    lots = {"digests": digests, "group_by": split["group_by"], "seed": 0}
    in_parts = {"learned": folds_of_learned(learned, chosen, **lots), "in ten": folds_of(learned, chosen, **lots)}
    for name, folds in in_parts.items():
        judging = judge_in_folds(
            model, source, folds, untrained=lambda: untrained(model), variation=Variation(), seed=0
        )
        maps[name] = torch.cat([judgement.maps for judgement in end_of(judging) if judgement.maps is not None])
    return maps


def untrained(model: Model) -> Module:
    network = build_network(model.method, seed=0)
    assert isinstance(model.method, NeedsPretrained)
    load_pretrained(model.method.backbone(network), file=None, download=False)
    return network


def end_of(judging: Generator[Progress, None, list[Judgement]]) -> list[Judgement]:
    while True:
        try:
            next(judging)
        except StopIteration as ended:
            judgements: list[Judgement] = ended.value
            return judgements


def with_defects(images: Tensor, count: int, *, seed: int) -> Tensor:
    return make_defects(images.repeat_interleave(count, dim=0), generator=torch.Generator().manual_seed(seed))[0]


def another_day(images: Tensor, day: int, *, strength: float = 1.0) -> Tensor:
    """Good images (B, 3, H, W) as a camera shows them that has moved a little, under a lamp that has changed.

    Args:
        strength: all changes are so many times as large.
    """
    generator = torch.Generator().manual_seed(day)

    def draw(widest: float) -> float:
        return strength * widest * (2 * torch.rand((), generator=generator).item() - 1)

    count, _, height, width = images.shape
    angle, scale = math.radians(draw(1.5)), 1 + draw(0.01)
    cosine, sine = scale * math.cos(angle), scale * math.sin(angle)
    motion = torch.tensor([[cosine, -sine * height / width, draw(0.04)], [sine * width / height, cosine, draw(0.04)]])
    grid = F.affine_grid(motion.expand(count, 2, 3), list(images.shape), align_corners=False)
    seen = F.grid_sample(images, grid, mode="bicubic", padding_mode="reflection", align_corners=False).clamp(0, 1)
    y, x = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij")
    light = 1 + draw(0.1) + 0.5 * (draw(0.1) * y + draw(0.1) * x)
    grey = bool((images[:, 0] - images[:, 1]).abs().max() < 1 / 255)
    tint = torch.ones(3, 1, 1) if grey else torch.tensor([1 + draw(0.03) for _ in range(3)])[:, None, None]
    return (seen * light * tint).clamp(0, 1) ** (1 + draw(0.08))


def table_of(work: Path) -> Sequence[str]:
    head = [f"{what}, {way}" for what in ("made-up defects", "on other days", "good above") for way in WAYS]
    lines = [f"| product | {' | '.join(head)} |", "| --- |" + " --- |" * len(head)]
    rows = []
    for product in COMPARED_ON:
        file = work / f"usual {product}.pt"
        if file.exists():
            rows.append(figures_of(torch.load(file)))
            lines.append(f"| {product} | {row(rows[-1])} |")
            print(lines[-1], flush=True)
    return [*lines, f"| mean | {row(np.mean(rows, axis=0))} |", "", NOTE]


def row(figures: np.ndarray) -> str:
    made, days, above = figures
    return " | ".join([*(f"{value:.3f}" for value in (*made, *days)), *(f"{100 * value:.0f} %" for value in above)])


def figures_of(maps: Mapping[str, Tensor]) -> np.ndarray:
    """(3, ways): AUROC of made-up defects, the same on other days, and the share of good images above."""
    good, learned = maps["good"], maps["learned"]
    fold = torch.arange(len(good)) % min(FOLDS, len(good))
    floor = LEARNED_FLOOR / math.sqrt(len(learned))
    columns = []
    for judges in (
        [by_usual(good[fold != number], FLOOR_WEIGHT) for number in fold.unique()],
        [by_usual(learned, FLOOR_WEIGHT)],
        [by_usual(learned, floor)],
        [by_usual(maps["in ten"], floor)],
    ):
        scores = {
            name: scored(values, judges, fold) for name, values in maps.items() if name not in ("learned", "in ten")
        }
        days = [torch.cat([scores[f"{what} {day}"] for day in range(1, DAYS + 1)]) for what in ("good", "made")]
        above = (days[0] > scores["good"].max()).float().mean().item()
        columns.append((told_apart(scores["good"], scores["made"]), told_apart(*days), above))
    return np.array(columns).T


def scored(maps: Tensor, judges: Sequence[Callable[[Tensor], Tensor]], fold: Tensor) -> Tensor:
    """Scores of maps that show the held-out good images in their order, one or several maps of each.

    Args:
        judges: one for all of them, or one for each fold of the held-out images, by the images of the other folds.
    """
    if len(judges) == 1:
        return judges[0](maps)
    some = len(fold) if len(maps) == len(fold) else min(len(fold), MOST_MADE_UP_OF)
    scores = torch.empty(len(maps))
    for number, judge in enumerate(judges):
        own = (fold[:some] == number).repeat_interleave(len(maps) // some)
        if own.any():
            scores[own] = judge(maps[own])
    return scores


def by_usual(usual: Tensor, floor: float) -> Callable[[Tensor], Tensor]:
    statistics = PixelStatistics.from_maps(usual, floor=floor)
    fold = torch.arange(len(usual)) % min(FOLDS, len(usual))
    crossed = torch.empty_like(usual)
    for number in fold.unique():
        others = PixelStatistics.from_maps(usual[fold != number], floor=floor)
        crossed[fold == number] = others.normalise(usual[fold == number])
    if len(usual) < MIN_IMAGES_FOR_AREAS:
        return lambda maps: statistics.normalise(maps).flatten(1).amax(dim=1)
    areas = AreaStatistics.from_levels(area_levels(crossed, None, shares=AREAS), AREAS)
    return lambda maps: areas.score(statistics.normalise(maps), None)


def told_apart(good: Tensor, made: Tensor) -> float:
    together = torch.cat([good, made])
    return auroc(together, torch.arange(len(together)) >= len(good))


if __name__ == "__main__":
    measure_or_table(__doc__, RESULTS, measure, table_of)
