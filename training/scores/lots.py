"""Good parts unlike those that calibrated: how many are rejected, by what is held out; writes training/results/lots.md.

    nice python training/scores/lots.py --work WORK --lots '(lot[0-9]+)_' DEMONSTRATION …
    nice python training/scores/lots.py --work WORK ../shared/data/elpv_mono ../shared/data/wood

Of the good training images of a category some are put aside and stand for the line: a random quarter, a quarter that
follow one another by name, as parts of a lot or a day do, a quarter that looks alike, or two lots. Memories of the
others are calibrated in several ways, and judge what was put aside, with and without a made-up defect. This chooses.
Then the same ways judge the test images, once.

A memory here is every place of its images at 128 px, whitened by all good training images and not condensed, so that
the distances between each two images are measured once.
"""

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from scipy.cluster.hierarchy import fcluster, linkage
from scoring import judgement_of
from torch import Tensor
from usual import with_defects

from inspector.core.building import build_network
from inspector.core.calibration import calibrate, default_scoring
from inspector.core.images.light import brightness_quantiles, correct_light, light_gain
from inspector.core.images.resizing import resize
from inspector.core.methods import create_method
from inspector.core.methods.engines.feature_memory import whitening_matrix
from inspector.core.methods.images.patchcore import Patchcore
from inspector.core.model import Model
from inspector.data.category import ImageRef, scan_category
from inspector.data.images.reading import read_image
from inspector.data.splits import held_out_of
from inspector.store.models.weights import load_pretrained
from inspector.workflow.export.parity import evenly
from inspector.workflow.train.calibrating import FOLDS_OF_LEARNED

PARTS = 8  # folds
SIDE = 128
ASIDE = 0.25
MOST = 100  # good training images; as many test images of either kind at most
RESULTS = Path(__file__).parents[1] / "results" / "lots.md"
Judged = Sequence[int]  # good, of these rejected; defective, of these not rejected
Way = tuple[list[int], Tensor, Tensor | None, int]  # learned; maps that calibrate, and say what is usual; rank
KINDS = {
    "random": "random quarter",
    "by name": "quarter by name",
    "alike": "quarter that looks alike",
    "lots": "two lots",
    "test": "test images",
}


TOGETHER = {"PA_": "five papers", "demo": "demonstration"}  # by the beginning of the folder's name
NOTE = f"""Good images rejected / defects missed, in per cent. Each part of the good training images (at most {MOST})
stands for the line in turn; models of the others judge it, and the same with one made-up defect in each image. A fifth
is held out, so that one in n + 1 good parts is expected above the largest of its n scores: about 6 % (papers 14 %; lots
of the demonstration 8 %, of papers 20 %; of their test images 4 and 11 %). In turn: {PARTS} parts, or every lot, each
judged by a memory of the others, so that 1 or 2 % are expected (papers 4 %). Same share: as many above the threshold as
the held-out fifth lets expect. Groups alike: by Ward's method on the mean features of whole images. Lots are specimens
(papers), commutators (kolektor) and those of the demonstration (seeds 0 to 2 together), which follow one another by
name. Test images were looked at once, at the end. EfficientNet-Lite0 at {SIDE} px, memories that are not condensed,
maps of 16×16 places, seed 0, device cpu, one thread. By `training/scores/lots.py`."""


class Line:
    """The images of a category and the distances between them.

    Attributes:
        train, made, good, bad: rows of good training images, of the same with a made-up defect, and of test images.
        distances: (rows, training images, h, w), of each place to the nearest place of a training image.
        lots: of each training image; None where they are not known.
    """

    def __init__(self, root: Path, lots: str | None) -> None:
        category = scan_category(root)
        train = evenly(sorted(category.train, key=_by_number), MOST)
        good, bad = (
            evenly([image for image in category.test if image.defective == kind], MOST) for kind in (False, True)
        )
        self.lots = None if lots is None else [re.findall(lots, image.name)[0] for image in train]
        method = create_method("patchcore", preset="features", image_size=SIDE, keep_shape=False, moved=0.0)
        assert isinstance(method, Patchcore)
        self.method = method
        network = build_network(method, seed=0).eval()
        load_pretrained(method.backbone(network), file=None, download=False)
        network.projection = None
        images = torch.stack([resize(read_image(one.path), (SIDE, SIDE)) for one in (*train, *good, *bad)])
        light = brightness_quantiles(images[: len(train)]).median(dim=0).values
        images = torch.cat([images[: len(train)], with_defects(images[: len(train)], 1, seed=0), images[len(train) :]])
        with torch.inference_mode():
            even = correct_light(images, light_gain(images, light))
            features = torch.cat([network.embed(image[None]) for image in even])
            ends = np.cumsum([len(train), len(train), len(good), len(bad)]).tolist()
            self.train, self.made, self.good, self.bad = (
                list(range(first, end)) for first, end in zip([0, *ends], ends, strict=False)
            )
            learned = features[: len(train)].flatten(0, 2)
            sums = torch.cat([learned.sum(dim=0, keepdim=True), learned.T @ learned]).double()
            features = features @ whitening_matrix(sums, len(learned), floor=0.01)
            self.whole = features[: len(train)].mean(dim=(1, 2))
            self.distances = torch.stack([_to_each(one, features[: len(train)]) for one in features])

    def maps(self, learned: Sequence[int], images: Sequence[int]) -> Tensor:
        """What a memory of some training images makes of images."""
        return self.distances[list(images)][:, list(learned)].amin(dim=1)

    def asides(self) -> Mapping[str, list[list[int]]]:
        """What stands for the line, several times a kind."""
        count = round(ASIDE * len(self.train))
        starts = [round(part * ASIDE * len(self.train)) for part in range(round(1 / ASIDE))]
        shuffled = np.random.default_rng(0).permutation(self.train).tolist()
        found = {
            "random": [shuffled[start : start + count] for start in starts],
            "by name": [self.train[start : start + count] for start in starts],
            "alike": self.alike(self.train, round(1 / ASIDE)),
        }
        if self.lots is not None:
            names = sorted(set(self.lots))
            pairs = [names[place : place + 2] for place in range(0, len(names), 2)]
            found["lots"] = [[one for one in self.train if self.lots[one] in pair] for pair in pairs]
        return found

    def alike(self, images: Sequence[int], parts: int) -> list[list[int]]:
        """Images in so many groups that look alike, by Ward's method on the means of their features."""
        group = fcluster(linkage(self.whole[list(images)].numpy(), "ward"), parts, "maxclust")
        return [[image for image, one in zip(images, group, strict=True) if one == number] for number in set(group)]

    def ways(self, images: list[int]) -> Mapping[str, Way]:
        """The ways to calibrate a model of training images."""
        shuffled = np.random.default_rng(1).permutation(images).tolist()
        stretches = [part.tolist() for part in np.array_split(images, PARTS)]
        order = np.random.default_rng(2).permutation(PARTS).tolist()
        apart = [image for place in order[:2] for image in stretches[place]]
        found = {
            "random fifth": self.held_out(images, shuffled[: held_out_of(len(images))]),
            "two stretches of names": self.held_out(images, apart),
            "random folds": self.in_folds([shuffled[place::PARTS] for place in range(PARTS)]),
            "stretches of names in turn": self.in_folds(stretches),
            "groups alike in turn": self.in_folds(self.alike(images, PARTS)),
        }
        if self.lots is not None:
            lots = sorted({self.lots[image] for image in images})
            by_lot = [[image for image in images if self.lots[image] == lot] for lot in lots]
            order = np.random.default_rng(2).permutation(len(by_lot)).tolist()
            apart = [image for place in order[: max(1, round(len(lots) / 5))] for image in by_lot[place]]
            found["a fifth of the lots"] = self.held_out(images, apart)
            found["every lot in turn"] = in_turn = self.in_folds(by_lot)
            # As many good parts rejected as the held-out ones let one expect
            found["every lot in turn, same share"] = (*in_turn[:3], (len(images) + 1) // (len(apart) + 1))
        return found

    def held_out(self, images: Sequence[int], apart: Sequence[int]) -> Way:
        learned = [image for image in images if image not in apart]
        folds = [learned[place::FOLDS_OF_LEARNED] for place in range(FOLDS_OF_LEARNED)]
        return learned, self.maps(learned, apart), self.in_folds(folds)[1], 1

    def in_folds(self, folds: Sequence[Sequence[int]]) -> Way:
        every = [image for fold in folds for image in fold]
        maps = [self.maps([one for one in every if one not in fold], fold) for fold in folds]
        return every, torch.cat(maps), None, 1

    def line(self, way: Way, good: Sequence[int], bad: Sequence[int]) -> Judged:
        """How many good and defective parts a model and its reject threshold judge wrongly."""
        learned, maps, usual, rank = way
        calibration = calibrate(
            self.method,
            judgement_of(maps),
            normalise=None,
            scoring=default_scoring(self.method),
            learned=None if usual is None else judgement_of(usual),
        )
        threshold = calibration.good_scores.sort(descending=True).values[rank - 1]
        model = Model(self.method, torch.nn.Identity(), None, calibration)
        rejected, found = (
            (model.calibrated(judgement_of(self.maps(learned, rows))).scores > threshold).tolist()
            for rows in (good, bad)
        )
        return len(good), sum(rejected), len(bad), len(bad) - sum(found)


def _by_number(image: ImageRef) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", image.name)]


def _to_each(features: Tensor, learned: Tensor) -> Tensor:
    """(h, w, D) and (n, h, w, D) to (n, h, w): the distance of each place to the nearest of each image."""
    points, places = features.flatten(0, 1), learned.flatten(0, 2)
    squares = torch.addmm(places.square().sum(dim=1)[None], points, places.T, alpha=-2)
    nearest = squares.view(len(points), len(learned), -1).amin(dim=2) + points.square().sum(dim=1)[:, None]
    return nearest.clamp_min(0).sqrt().T.reshape(len(learned), *features.shape[:2])


def measured(line: Line) -> Mapping[str, Mapping[str, Judged]]:
    """By what stands for the line and the way to calibrate: sums over what was put aside."""
    found: dict[str, dict[str, Judged]] = {}
    for kind, asides in line.asides().items():
        for aside in asides:
            rest = [image for image in line.train if image not in aside]
            for way, made in line.ways(rest).items():
                figures = line.line(made, aside, [line.made[image] for image in aside])
                before = found.setdefault(kind, {}).get(way, (0, 0, 0, 0))
                found[kind][way] = np.add(before, figures).tolist()
    found["test"] = {way: line.line(made, line.good, line.bad) for way, made in line.ways(line.train).items()}
    return found


def table_of(files: Sequence[Path]) -> list[str]:
    """Lines of Markdown: of each product and way, good images rejected and defects missed, in per cent."""
    products: dict[str, dict[str, dict[str, Judged]]] = {}
    for file in files:
        name = file.stem.removeprefix("lots ")
        together = next((title for first, title in TOGETHER.items() if name.startswith(first)), name)
        found = products.setdefault(together, {})
        for kind, ways in json.loads(file.read_text("utf-8")).items():
            for way, judged in ways.items():
                before = found.setdefault(way, {}).get(kind, (0, 0, 0, 0))
                found[way][kind] = np.add(before, judged).tolist()
    lines = [f"| product, way | {' | '.join(KINDS.values())} |", "| --- |" + " --- |" * len(KINDS)]
    for product, by_way in products.items():
        for way, kinds in by_way.items():
            lines.append(f"| {product}, {way} | {' | '.join(_cell(kinds.get(kind)) for kind in KINDS)} |")
    return [*lines, "", NOTE]


def _cell(judged: Judged | None) -> str:
    if judged is None:
        return "–"
    good, rejected, bad, missed = judged
    return f"{100 * rejected / good:.0f} / {100 * missed / bad:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("categories", type=Path, nargs="*")
    parser.add_argument("--lots", help="pattern of the lot in an image's name, its first group")
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    for root in arguments.categories:
        file = arguments.work / f"lots {root.name}.json"
        if not file.exists():
            file.write_text(json.dumps(measured(Line(root, arguments.lots))), "utf-8")
            print("\n".join(table_of([file])), flush=True)
    RESULTS.write_text("\n".join(table_of(sorted(arguments.work.glob("lots *.json")))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
