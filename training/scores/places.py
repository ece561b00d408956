"""Whether PatchCore finds missing features by what good images show near a place; writes training/results/places.md.

    nice python training/scores/places.py measure ../shared/data --work WORK
    python training/scores/places.py table --work WORK

`measure` computes the features of each product's images once, and for each way to compare them how well defects are
told apart that are drawn into held-out good images, and features that are missing there: something that stands out is
covered by the evenest of what is beside it. What is stored already is not measured again. No test image is judged.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from kornia.filters import gaussian_blur2d
from memories import METHOD, MOST_MADE_UP_OF, Features, Memory, images_of, in_units, maps_by, to_nearest
from scoring import PRODUCTS, judgement_of, measure_or_table
from torch import Tensor
from usual import told_apart

from inspector.core.building import build_network
from inspector.core.calibration import alignment, calibrate
from inspector.core.images.appearance import light_gains, relief
from inspector.core.images.variation import moved
from inspector.core.methods import create_method
from inspector.core.methods.capabilities import NeedsPretrained
from inspector.core.model import Model, calibration_of
from inspector.store.models.weights import load_pretrained
from inspector.workflow.train.calibrating import FOLDS_OF_LEARNED

COMPARED_ON = ("bottle", "elpv", "dobot", "aliens", "casting", "kolektor", "paper BRG", "wood")
MISSING_OF_EACH, MOVED = 4, 0.02
SETS = ("learned", "copies", "usual", "good", "made", "missing", "moved", "good 1", "good 2")
RESULTS = Path(__file__).parents[1] / "results" / "places.md"
NOTE = f"""Image AUROC of defects drawn into held-out good images / of {MISSING_OF_EACH} missing features in each of
{MOST_MADE_UP_OF} / share of held-out good images, moved by up to {100 * MOVED:.0f} % of their sides, above all of them
as they are / of those on made-up other days. Now: distance to the nearest feature of the memory. Near: to the nearest
that learned images have within one place, or two. Absent: from each learned image's feature to the nearest of the
image's within one place, of the learned image that fits best, or of the median one. Sums and the larger of two: each in
units of its spread at a place. Alignment: share of what good images show that the place explains. At most 48 learned
and 24 held-out images, seed 0, on one thread. By `training/scores/places.py`."""

Way = Callable[[Features, dict[str, Features]], Features]


def measure(data: Path, work: Path) -> None:
    for product in COMPARED_ON:
        file = work / f"places {product}.pt"
        if not file.exists():
            torch.save(features_of(data / PRODUCTS[product]), file)
            print(file.stem, flush=True)
        stored = torch.load(file)
        maps: dict[str, Features] = {}
        for way, judged in WAYS.items():
            figures = work / f"{way}, {product}.json"
            if not figures.exists():
                figures.write_text(json.dumps(figures_of(judged(stored, maps), stored)), "utf-8")
                print(figures.stem, figures.read_text("utf-8"), flush=True)


@torch.inference_mode()
def features_of(root: Path) -> Features:
    sets, values = images_of(root)
    some = sets["good"][:MOST_MADE_UP_OF]
    sets["missing"] = torch.cat([without_feature(some, seed=seed) for seed in range(MISSING_OF_EACH)])
    sets["moved"] = moved(sets["good"], MOVED, generator=torch.Generator().manual_seed(0))
    small = F.interpolate(sets["good"], (64, 64), mode="area")
    values["alignment"] = torch.tensor(alignment(relief(small, light_gains(small))))
    method = create_method("patchcore", preset="features")
    network = build_network(method, seed=0).eval()
    assert isinstance(method, NeedsPretrained)
    load_pretrained(method.backbone(network), file=None, download=False)
    network.projection = None
    for name in SETS:
        values[name] = torch.cat([network.embed(image[None]).half() for image in sets[name]])
    return values


def without_feature(images: Tensor, *, seed: int) -> Tensor:
    """Good images (n, 3, H, W), in each of which something that stands out is covered by the evenest of what is beside
    it."""
    generator = torch.Generator().manual_seed(seed)
    side = min(images.shape[-2:])
    ys, xs = torch.meshgrid(*(torch.arange(n) + 0.5 for n in images.shape[-2:]), indexing="ij")
    covered = []
    for image in images:
        radius = side * (0.03 + 0.05 * torch.rand((), generator=generator).item())
        structure = (image - blurred(image, radius)).square().mean(dim=0)
        structure = blurred(structure[None], radius / 2)[0]
        inner = torch.zeros_like(structure, dtype=torch.bool)
        border = math.ceil(1.5 * radius)
        inner[border:-border, border:-border] = True
        best = structure.flatten() * inner.flatten() >= structure[inner].quantile(0.9)
        places = best.nonzero()[:, 0]
        row, column = divmod(int(places[torch.randint(len(places), (), generator=generator)]), image.shape[-1])
        opacity = ((radius + 1 - torch.hypot(ys - row, xs - column)) / 2).clamp(0, 1)
        shifts = [
            (2.3 * radius * math.sin(turn), 2.3 * radius * math.cos(turn)) for turn in torch.arange(8) * math.pi / 4
        ]
        beside = [image.roll((round(dy), round(dx)), dims=(-2, -1)) for dy, dx in shifts]
        patch = min(beside, key=lambda one: float((opacity * (one - blurred(one, radius)).square().mean(dim=0)).sum()))
        covered.append(image * (1 - opacity) + patch * opacity)
    return torch.stack(covered)


def blurred(image: Tensor, sigma: float) -> Tensor:
    size = 2 * min(math.ceil(2 * sigma), min(image.shape[-2:]) // 2 - 1) + 1
    return gaussian_blur2d(image[None], (size, size), (sigma, sigma), border_type="reflect")[0]


def now(stored: Features) -> Features:
    return maps_by({name: stored[name] for name in SETS}, stored["size"], compare=to_nearest) | {
        name: Memory(learned_of(stored)).maps(stored[name], sides_of(stored), to_nearest)
        for name in ("missing", "moved")
    }


def learned_of(stored: Features) -> Tensor:
    """(n, 2, h, w, D)."""
    return torch.stack([stored["learned"], stored["copies"]], dim=1)


def sides_of(stored: Features) -> list[int]:
    return [int(side) for side in stored["size"]]


def by_place(stored: Features, compare: Callable[[Tensor, Tensor, Tensor], Tensor], places: int) -> Features:
    """Maps of what compares an image's features with those of learned images near each place.

    Args:
        compare: squared distances (n, k, m, k'), between features of images and of learned ones at the k places near
            one, what the middle of either is, and which learned images count (n, m), to (n,).
    """
    learned = learned_of(stored)
    projection = Memory(learned).projection
    judged = [name for name in SETS if name not in ("learned", "copies")]
    images = torch.cat([stored[name] for name in judged]).float() @ projection
    known = learned.flatten(0, 1).float() @ projection
    rows, columns = images.shape[1:3]
    # A learned image is compared with those of the other folds.
    fold = torch.arange(len(learned)) % FOLDS_OF_LEARNED
    counts = torch.ones(len(images), len(known), dtype=torch.bool)
    counts[: len(fold)] = fold[:, None] != fold.repeat_interleave(2)[None]
    found = torch.empty(images.shape[:3])
    for row in range(rows):
        for column in range(columns):
            near = (
                slice(max(0, row - places), row + places + 1),
                slice(max(0, column - places), column + places + 1),
            )
            found[:, row, column] = compare(images, known, counts, (row, column), near)
    maps = F.interpolate(found[:, None], sides_of(stored), mode="bilinear", align_corners=False)
    maps = gaussian_blur2d(maps, (25, 25), (4.0, 4.0), border_type="reflect")[:, 0]
    return dict(zip(judged, maps.split([len(stored[name]) for name in judged]), strict=True))


def near(images: Tensor, known: Tensor, counts: Tensor, at: tuple[int, int], around: tuple[slice, slice]) -> Tensor:
    features, others = images[:, at[0], at[1]], known[:, around[0], around[1]].flatten(1, 2)
    distances = torch.cdist(features, others.flatten(0, 1)).view(len(features), len(known), -1).amin(dim=2)
    return distances.masked_fill(~counts, math.inf).amin(dim=1)


def absent(
    images: Tensor, known: Tensor, counts: Tensor, at: tuple[int, int], around: tuple[slice, slice], *, median: bool
) -> Tensor:
    others, features = known[:, at[0], at[1]], images[:, around[0], around[1]].flatten(1, 2)
    distances = torch.cdist(features.flatten(0, 1), others).view(len(features), -1, len(known)).amin(dim=1)
    if median:
        return distances.masked_fill(~counts, math.nan).nanmedian(dim=1).values
    return distances.masked_fill(~counts, math.inf).amin(dim=1)


def added(first: Features, second: Features) -> Features:
    others = in_units(second)
    return {name: one + others[name] for name, one in in_units(first).items()}


def larger(first: Features, second: Features) -> Features:
    others = in_units(second)
    return {name: torch.maximum(one, others[name]) for name, one in in_units(first).items()}


def alone(name: str) -> Way:
    def maps_of(stored: Features, maps: dict[str, Features]) -> Features:
        if name not in maps:
            maps[name] = SOURCES[name](stored)
        return maps[name]

    return maps_of


def both(combine: Callable[[Features, Features], Features], name: str) -> Way:
    return lambda stored, maps: combine(alone("now")(stored, maps), alone(name)(stored, maps))


SOURCES: Mapping[str, Callable[[Features], Features]] = {
    "now": now,
    "near, one place": lambda stored: by_place(stored, near, 1),
    "near, two places": lambda stored: by_place(stored, near, 2),
    "absent, best": lambda stored: by_place(stored, lambda *given: absent(*given, median=False), 1),
    "absent, median": lambda stored: by_place(stored, lambda *given: absent(*given, median=True), 1),
}
WAYS: Mapping[str, Way] = {
    **{name: alone(name) for name in SOURCES},
    **{f"sum of now and {name}": both(added, name) for name in SOURCES if name != "now"},
    **{f"larger of now and {name}": both(larger, name) for name in SOURCES if name != "now"},
}


def figures_of(maps: Features, stored: Features) -> Mapping[str, float]:
    usual = judgement_of(maps["usual"])
    calibration = calibrate(METHOD, judgement_of(maps["good"]), normalise=True, scoring="areas", learned=usual)
    model = Model(METHOD, torch.nn.Identity(), None, calibration)
    scores = {name: model.calibrated(judgement_of(one)).scores for name, one in maps.items() if name != "usual"}
    good = calibration_of(model).good_scores
    other_days = torch.cat([scores["good 1"], scores["good 2"]])
    return {
        "made": told_apart(good, scores["made"]),
        "missing": told_apart(good, scores["missing"]),
        "moved": (scores["moved"] > good.max()).float().mean().item(),
        "other days": (other_days > good.max()).float().mean().item(),
        "alignment": stored["alignment"].item(),
    }


def table_of(work: Path) -> Sequence[str]:
    found = {
        product: {way: json.loads((work / f"{way}, {product}.json").read_text("utf-8")) for way in WAYS}
        for product in COMPARED_ON
        if all((work / f"{way}, {product}.json").exists() for way in WAYS)
    }
    lines = [f"| way | {' | '.join(found)} | mean |", "| --- |" + " --- |" * (len(found) + 1)]
    shares = " | ".join(f"{ways['now']['alignment']:.2f}" for ways in found.values())
    lines.append(f"| alignment | {shares} | |")
    for way in WAYS:
        rows = [[ways[way][key] for key in ("made", "missing", "moved", "other days")] for ways in found.values()]
        rows.append([sum(column) / len(rows) for column in zip(*rows, strict=True)])
        lines.append(f"| {way} | {' | '.join(entry(row) for row in rows)} |")
    return [*lines, "", NOTE]


def entry(row: Sequence[float]) -> str:
    return f"{row[0]:.3f} / {row[1]:.3f} / {100 * row[2]:.0f} % / {100 * row[3]:.0f} %"


if __name__ == "__main__":
    measure_or_table(__doc__, RESULTS, measure, table_of)
