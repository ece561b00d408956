"""What PatchCore may remember, and how it may compare; writes training/results/memories.md.

    nice python training/scores/memories.py measure ../shared/data --work WORK
    python training/scores/memories.py table --work WORK

`measure` computes the features of each product's images once: of learned good images and their copies, of held-out
ones, of defects drawn into these, of both on made-up other days, and of test images. Each way to remember and compare
them is then a memory of the same features, calibrated as a training does. Made-up defects choose, on the day of
training and on other days. The columns of test images are for a look at the end.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from kornia.filters import gaussian_blur2d
from scoring import PRODUCTS, SPECIMEN, auroc, judgement_of, measure_or_table
from torch import Tensor
from usual import another_day, told_apart, with_defects

from inspector.core.building import build_network
from inspector.core.calibration import calibrate
from inspector.core.images.light import correct_light, light_gain
from inspector.core.images.resizing import resize
from inspector.core.images.variation import Variation, moved
from inspector.core.methods import create_method
from inspector.core.methods.capabilities import KeepsShape, NeedsPretrained
from inspector.core.methods.engines.coreset import greedy_coreset, squared_distances
from inspector.core.methods.engines.feature_memory import random_projection, whitening_matrix
from inspector.core.methods.engines.nearest import nearest
from inspector.core.model import Model, calibration_of
from inspector.core.pretext.made_up_defects import DEFECTS
from inspector.core.stages.framing import Framing
from inspector.core.statistics import PixelStatistics
from inspector.data.category import scan_category
from inspector.data.images.batches import GoodImages, TrainingImages
from inspector.data.images.reading import read_image
from inspector.data.splits import split_good
from inspector.store.models.model_folder import file_sha256
from inspector.store.models.weights import load_pretrained
from inspector.workflow.export.parity import evenly
from inspector.workflow.train.calibrating import FOLDS_OF_LEARNED

COMPARED_ON = ("elpv", "wood", "casting", "aliens", "kolektor", "dobot", "bottle")
MOST_LEARNED, MOST_GOOD, MOST_MADE_UP_OF, MOST_TEST = 48, 24, 12, 80
DAYS, STRENGTH, DEFECTS_A_DAY, OWN_DAYS = 2, 2.0, 2, 1000
BANK, FLOOR, SMOOTHING_PX = 1024, 0.01, 4.0  # half the bank of the presets, else as there
LEVELS = ("features.2", "features.3", "features.4", "features.5")
FINEST = 24  # channels of the first level, which the preset leaves out
RESULTS = Path(__file__).parents[1] / "results" / "memories.md"
METHOD = create_method("patchcore", preset="features")

NOTE = f"""Made-up: image AUROC of defects drawn into held-out good images / of these and of defects on {DAYS} made-up
days, good images of all days together / good images of those days above every held-out one. Test: image AUROC of at
most {MOST_TEST} test images / good ones above; looked at once, at the end. Joined: the features of both, whitened
together. Sum of maps: each in units of its spread at a place; bounded: of scattering up to the highest value that a
learned image has anywhere. Both: each image's features moved so that their mean is
the same, and copies of other days, which are drawn as the made-up days are. At most {MOST_LEARNED} learned and
{MOST_GOOD} held-out images, {len(DEFECTS)} defects in each of {MOST_MADE_UP_OF}, memories of {BANK}, seed 0, on one
thread; – is not measured. By `training/scores/memories.py`."""

Features = Mapping[str, Tensor]  # of each set of images, (n, h, w, D)
Compare = Callable[[Tensor, Tensor], Tensor]  # features (N, D), memory (M, D) to distances (N,)


def measure(data: Path, work: Path) -> None:
    for product in COMPARED_ON:
        file = work / f"features {product}.pt"
        if not file.exists():
            torch.save(features_of(data / PRODUCTS[product]), file)
            print(file.stem, flush=True)
        stored = torch.load(file)
        maps: dict[str, Mapping[str, Tensor]] = {}
        for way, judged in WAYS.items():
            figures = work / f"{way}, {product}.json"
            if not figures.exists():
                figures.write_text(json.dumps(figures_of(judged(stored, maps), stored["defective"])), "utf-8")
                print(figures.stem, figures.read_text("utf-8"), flush=True)


def features_of(root: Path) -> Mapping[str, Tensor]:
    """Features of every set of images by either source, float16, by `network NAME` and `scattering NAME`."""
    sources = {
        "network": create_method("patchcore", preset="features", layers=LEVELS),
        "scattering": create_method("scattering", preset="cpu"),
    }
    sets, values = images_of(root)
    with torch.inference_mode():
        for source, method in sources.items():
            network = build_network(method, seed=0).eval()
            if isinstance(method, NeedsPretrained):
                load_pretrained(method.backbone(network), file=None, download=False)
            network.projection = None  # of features as they are; each memory learns its own
            for name, images in sets.items():
                values[f"{source} {name}"] = torch.cat([network.embed(image[None]).half() for image in images])
    return values


def images_of(root: Path) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Sets of images at the input's size under the light of the training, and which test images are defective."""
    category = scan_category(root)
    good = list(category.train)
    digests = [file_sha256(image.path) for image in good]
    split = split_good(good, digests=digests, group_by=SPECIMEN if root.parent.name == "paper" else None, seed=0)
    first = read_image(good[0].path)
    assert isinstance(METHOD, KeepsShape)
    size = METHOD.shaped_for((first.shape[1], first.shape[2])).config.image_size
    learned = evenly([good[index] for index in split.training], MOST_LEARNED)
    loaded = GoodImages([image.path for image in learned], framing=Framing(size), bits=None)
    for index in range(len(learned)):
        loaded.load(index)
    source = TrainingImages(loaded, range(len(learned)), Variation())
    varied = source.batch(list(range(len(learned))), generator=torch.Generator().manual_seed(0))
    held_out = evenly([good[index] for index in split.calibration], MOST_GOOD)
    test = evenly(category.test, MOST_TEST)
    own, shown = (torch.stack([resize(read_image(one.path), size) for one in some]) for some in (learned, held_out))
    some = shown[:MOST_MADE_UP_OF]
    sets = {"usual": own, "good": shown, "made": with_defects(some, len(DEFECTS), seed=0)}
    for day in range(1, DAYS + 1):
        sets[f"good {day}"] = another_day(some, day, strength=STRENGTH)
        sets[f"made {day}"] = with_defects(sets[f"good {day}"], DEFECTS_A_DAY, seed=day)
    sets["test"] = torch.stack([resize(read_image(one.path), size) for one in test])
    light = source.light_reference
    assert light is not None
    sets = {name: correct_light(images, light_gain(images, light)) for name, images in sets.items()}
    sets["learned"] = varied
    sets["copies"] = moved(varied, 0.03, generator=torch.Generator().manual_seed(1))
    far = moved(varied, 0.06, generator=torch.Generator().manual_seed(2))
    lit = [another_day(image[None], OWN_DAYS + index, strength=STRENGTH) for index, image in enumerate(far)]
    copies = torch.cat(lit)
    sets["other copies"] = correct_light(copies, light_gain(copies, light))
    return sets, {"defective": torch.tensor([image.defective for image in test]), "size": torch.tensor(size)}


def network(stored: Features, *, levels: int = 3) -> dict[str, Tensor]:
    skipped = FINEST if levels == 3 else 0
    return {name.removeprefix("network "): one[..., skipped:] for name, one in stored.items() if "network" in name}


def scattering(stored: Features) -> dict[str, Tensor]:
    return {name.removeprefix("scattering "): one for name, one in stored.items() if "scattering" in name}


def joined(stored: Features) -> dict[str, Tensor]:
    first, second = network(stored), scattering(stored)
    return {name: torch.cat([first[name], second[name]], dim=-1) for name in first}


def moved_to_mean(features: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each image's features moved so that their mean is that of the learned images; an even shift of all is none."""
    return {name: (one.float() - one.float().mean(dim=(1, 2), keepdim=True)).half() for name, one in features.items()}


def maps_by(features: Features, size: Tensor, *, copies: Sequence[str] = ("copies",), compare: Compare) -> Features:
    """Maps of every judged set of images, and of the learned images by memories of the other folds."""
    sides = [int(side) for side in size]
    learned = torch.stack([features[name] for name in ("learned", *copies)], dim=1)  # (n, 1 + copies, h, w, D)
    fold = torch.arange(len(learned)) % FOLDS_OF_LEARNED
    usual = torch.empty(len(learned), *sides)
    for number in range(FOLDS_OF_LEARNED):
        others = Memory(learned[fold != number])
        usual[fold == number] = others.maps(features["usual"][fold == number], sides, compare)
    whole = Memory(learned)
    judged = {name: one for name, one in features.items() if name.partition(" ")[0] in ("good", "made", "test")}
    return {"usual": usual} | {name: whole.maps(one, sides, compare) for name, one in judged.items()}


class Memory:
    """Features of good images, whitened and condensed as `FeatureMemory` does."""

    def __init__(self, learned: Tensor) -> None:
        features = learned.flatten(0, -2).float()
        products = torch.cat([features.sum(dim=0, keepdim=True, dtype=torch.float64), (features.T @ features).double()])
        self.projection = whitening_matrix(products, len(features), floor=FLOOR)
        points = features @ self.projection
        generator = torch.Generator().manual_seed(0)
        drawn = points @ random_projection(points.shape[1], METHOD.config.coreset_dimension, generator=generator)
        self.bank = points[greedy_coreset(drawn, BANK)].half().float()

    def maps(self, features: Tensor, sides: Sequence[int], compare: Compare) -> Tensor:
        found = []
        for one in features:
            distances = compare(one.flatten(0, 1).float() @ self.projection, self.bank).view(1, 1, *one.shape[:2])
            raw = F.interpolate(distances, list(sides), mode="bilinear", align_corners=False)
            found.append(gaussian_blur2d(raw, (25, 25), (SMOOTHING_PX, SMOOTHING_PX), border_type="reflect")[:, 0])
        return torch.cat(found)


def to_nearest(features: Tensor, bank: Tensor) -> Tensor:
    return nearest(features, bank)[0]


def to_three(features: Tensor, bank: Tensor) -> Tensor:
    """The mean of the distances to the three nearest."""
    squares = torch.cat([squared_distances(some, bank).topk(3, largest=False).values for some in features.split(256)])
    return squares.sqrt().mean(dim=1)


def by_neighbourhood(features: Tensor, bank: Tensor) -> Tensor:
    """The distance to the nearest, divided by the mean distance of that one to the five nearest to it."""
    distances, index = nearest(features, bank)
    near = torch.cat([squared_distances(some, bank).topk(6, largest=False).values for some in bank.split(256)])
    around = near[:, 1:].sqrt().mean(dim=1)
    return distances / around[index] * around.mean()


def sum_of_maps(first: Features, second: Features) -> Features:
    added = in_units(second)
    return {name: one + added[name] for name, one in in_units(first).items()}


def bounded_sum(first: Features, second: Features) -> Features:
    """The sum, but of the second up to the highest value that a learned image has anywhere."""
    added = in_units(second)
    highest = added["usual"].amax().item()
    return {name: one + added[name].clamp_max(highest) for name, one in in_units(first).items()}


def product_of_maps(first: Features, second: Features) -> Features:
    return {name: one * second[name] for name, one in first.items()}


def in_units(maps: Features) -> Features:
    """Maps in units of the spread of learned images at a place."""
    usual = maps["usual"]
    statistics = PixelStatistics.from_maps(usual, floor=8 / len(usual) ** 0.5)
    crossed = torch.empty_like(usual)
    fold = torch.arange(len(usual)) % 10
    for number in fold.unique():
        others = PixelStatistics.from_maps(usual[fold != number], floor=8 / len(usual) ** 0.5)
        crossed[fold == number] = others.normalise(usual[fold == number])
    return {"usual": crossed} | {name: statistics.normalise(one) for name, one in maps.items() if name != "usual"}


def _of(
    name: str,
    make: Callable[[Features], dict[str, Tensor]],
    copies: Sequence[str] = ("copies",),
    compare: Compare = to_nearest,
) -> Callable[[Features, dict[str, Features]], Features]:
    def judged(stored: Features, maps: dict[str, Features]) -> Features:
        if name not in maps:
            maps[name] = maps_by(make(stored), stored["size"], copies=copies, compare=compare)
        return maps[name]

    return judged


_network, _scattering = _of("network", network), _of("scattering", scattering)
BOTH_COPIES = ("copies", "other copies")
WAYS: Mapping[str, Callable[[Features, dict[str, Features]], Features]] = {
    "network": _network,
    "scattering": _scattering,
    "joined": _of("joined", joined),
    "sum of maps": lambda stored, maps: sum_of_maps(_network(stored, maps), _scattering(stored, maps)),
    "bounded sum": lambda stored, maps: bounded_sum(_network(stored, maps), _scattering(stored, maps)),
    "product of maps": lambda stored, maps: product_of_maps(_network(stored, maps), _scattering(stored, maps)),
    "both": _of("both", lambda stored: moved_to_mean(network(stored)), BOTH_COPIES),
    "levels 2 to 5": _of("levels", lambda stored: network(stored, levels=4)),
    "moved to the mean": _of("mean", lambda stored: moved_to_mean(network(stored))),
    "copies of other days": _of("days", network, BOTH_COPIES),
    "three nearest": _of("three", network, compare=to_three),
    "by neighbourhood": _of("neighbourhood", network, compare=by_neighbourhood),
}


def figures_of(maps: Features, defective: Tensor) -> Mapping[str, float]:
    calibration = calibrate(
        METHOD, judgement_of(maps["good"]), normalise=True, scoring="areas", learned=judgement_of(maps["usual"])
    )
    model = Model(METHOD, torch.nn.Identity(), None, calibration)
    scores = {name: model.calibrated(judgement_of(one)).scores for name, one in maps.items() if name != "usual"}
    scores["good"] = calibration_of(model).good_scores
    days = range(1, DAYS + 1)
    good, made = (torch.cat([scores[f"{what} {day}"] for day in days]) for what in ("good", "made"))
    test = scores["test"]
    return {
        "made": told_apart(scores["good"], scores["made"]),
        "on other days": told_apart(torch.cat([scores["good"], good]), torch.cat([scores["made"], made])),
        "good above": (good > scores["good"].max()).float().mean().item(),
        "test": auroc(test, defective),
        "test good above": (test[~defective] > scores["good"].max()).float().mean().item(),
    }


def table_of(work: Path) -> Sequence[str]:
    products = [product for product in COMPARED_ON if (work / f"network, {product}.json").exists()]
    lines = [f"| way | {' | '.join(products)} |", "| --- |" + " --- |" * len(products)]
    columns = {"made-up": ("made", "on other days", "good above"), "test": ("test", "test good above")}
    for title, keys in columns.items():
        for way in WAYS:
            rows = [figures(work / f"{way}, {product}.json", keys) for product in products]
            if any(rows):
                lines.append(f"| {title}: {way} | {' | '.join(text(row) for row in rows)} |")
    return [*lines, "", NOTE]


def figures(file: Path, keys: Sequence[str]) -> Sequence[float] | None:
    if not file.exists():
        return None
    found = json.loads(file.read_text("utf-8"))
    return [found[key] for key in keys]


def text(row: Sequence[float] | None) -> str:
    if row is None:
        return "–"
    return " / ".join([*(f"{value:.3f}" for value in row[:-1]), f"{100 * row[-1]:.0f} %"])


if __name__ == "__main__":
    measure_or_table(__doc__, RESULTS, measure, table_of)
