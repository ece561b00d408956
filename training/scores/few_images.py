"""PatchCore with few good images: AUROC, and observed against promised false rejects; writes few_images.md.

    nice python training/scores/few_images.py ../shared/data --resamplings 50

Of the good images of a product, training and test together, so many are drawn at random to make a model; the others,
and the defective test images, are judged by it. Features are computed once. Two ways to calibrate: on a fifth that is
held out, where from eight learned images on these say what is usual, or on all images, each judged by a model that
learned the other nine tenths (`train --calibrate cross`). Copies of the images that were moved are not learned here.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.stats import betabinom
from torch import Tensor

from inspector.core.building import build_network
from inspector.core.calibration import calibrate, default_scoring
from inspector.core.images.resizing import resize
from inspector.core.methods import Judgement, create_method
from inspector.core.methods.engines.feature_memory import MemoryNetwork
from inspector.core.methods.images.patchcore import Patchcore
from inspector.core.metrics.image import image_auroc
from inspector.core.model import Model
from inspector.core.networks.backbone import Backbone
from inspector.core.thresholds import CONFIDENCE, choose_threshold
from inspector.data.category import scan_category
from inspector.data.images.reading import read_image
from inspector.data.splits import FOLDS, held_out_of
from inspector.store.models.weights import load_pretrained
from inspector.workflow.train.calibrating import FOLDS_OF_LEARNED, learned_to_judge, some_of

PRODUCTS = {"casting": "casting", "bottle": "bottle", "paper BRG": "paper/PA_BRG01_RL"}
SIDE = 128
MOST_JUDGED = 40  # of good and of defective images, so that 50 resamplings end
RESULTS = Path(__file__).parents[1] / "results" / "few_images.md"
HEAD = (
    "| product | good images | calibrated on | image AUROC | promised: expected | at most (95 %) | observed, mean "
    "| observed ≤ at most | ≤ at most of so many |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)

NOTE = """PatchCore, preset features at {side} px without moved copies, {resamplings} resamplings (seeds from {first}),
device cpu, torch threads: {threads}. Observed on up to {most} other good images, AUROC on these and up to {most}
defective ones. "At most" holds for all good parts; the share among up to {most} of them scatters around it, so "at
most of so many" is the beta-binomial 95 % bound for as many parts as were observed. Calibrated on all images, "at most"
is what as many held-out images would prove; it is not proven there.
By `training/scores/few_images.py`."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--resamplings", type=int, default=50)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--counts", type=int, nargs="+", default=[10, 20, 50])
    parser.add_argument("--results", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    products = {name: Product(arguments.data / folder) for name, folder in PRODUCTS.items()}
    lines = [HEAD]
    for count in arguments.counts:
        for name, product in products.items():
            if len(product.good) < count + 20:
                continue
            started = time.perf_counter()
            seeds = range(arguments.first_seed, arguments.first_seed + arguments.resamplings)
            drawn = [product.resampled(count, seed=seed) for seed in seeds]
            for way, figures in zip(("a held-out fifth", "all, in folds"), zip(*drawn, strict=True), strict=True):
                auroc, expected, bound, predicted, observed = np.array(figures).T
                inside, foreseen = (int((observed <= most).sum()) for most in (bound, predicted))
                shares = " | ".join(f"{100 * values.mean():.1f} %" for values in (expected, bound, observed))
                cells = f"{name} | {count} | {way} | {auroc.mean():.3f} ± {auroc.std():.3f} | {shares}"
                lines.append(f"| {cells} | {inside} of {len(drawn)} | {foreseen} of {len(drawn)} |")
                print(lines[-1], f"{time.perf_counter() - started:.0f} s", flush=True)
            note = NOTE.format(
                side=SIDE,
                resamplings=arguments.resamplings,
                first=arguments.first_seed,
                most=MOST_JUDGED,
                threads=torch.get_num_threads(),
            )
            arguments.results.write_text("\n".join([*lines, "", note, ""]), "utf-8")


class Product:
    """The features of a category's images.

    Attributes:
        good, defective: places of the images among the features.
    """

    def __init__(self, root: Path) -> None:
        category = scan_category(root)
        images = [*category.train, *category.test]
        self.good = [place for place, image in enumerate(images) if not image.defective]
        self.defective = [place for place, image in enumerate(images) if image.defective]
        method = create_method("patchcore", preset="features", image_size=SIDE, keep_shape=False, moved=0.0)
        assert isinstance(method, Patchcore)
        self.method = method
        self.network = build_network(method, seed=0).eval()
        load_pretrained(method.backbone(self.network), file=None, download=False)
        self.network.projection = None  # of features as they are; each model learns its own
        with torch.inference_mode():
            pictures = (resize(read_image(image.path), (SIDE, SIDE))[None] for image in images)
            self.features = torch.cat([self.network.embed(picture) for picture in pictures])

    def resampled(self, count: int, *, seed: int) -> tuple[Sequence[float], Sequence[float]]:
        """AUROC, expected, proven, foreseen and observed share of false rejects, by either way to calibrate."""
        order = np.random.default_rng(seed).permutation(self.good)
        drawn, rest = order[:count].tolist(), order[count : count + MOST_JUDGED].tolist()
        bad = np.random.default_rng(seed).permutation(self.defective)[:MOST_JUDGED].tolist()
        cut = held_out_of(count)
        learned = drawn[cut:]
        held_out = self.judged(learned, drawn[:cut])
        compared = learned_to_judge(self.method, len(learned), tiled=False, normalise=None, scoring=None)
        usual = self.crossed(some_of(learned, compared), FOLDS_OF_LEARNED) if compared else None
        return (
            self.figures(learned, held_out, usual, rest, bad),
            self.figures(drawn, self.crossed(drawn, FOLDS), None, rest, bad),
        )

    def crossed(self, images: list[int], most: int) -> Judgement:
        """What models that learned the other folds make of images."""
        folds = [images[place :: min(most, len(images))] for place in range(min(most, len(images)))]
        return Judgement.together([self.judged([one for one in images if one not in fold], fold) for fold in folds])

    def figures(
        self, learned: list[int], calibrating: Judgement, usual: Judgement | None, good: list[int], bad: list[int]
    ) -> Sequence[float]:
        calibration = calibrate(
            self.method, calibrating, normalise=None, scoring=default_scoring(self.method), learned=usual
        )
        choice = choose_threshold(calibration.good_scores.numpy(), wish=0.01)
        model = Model(self.method, self.network, None, calibration)
        scores = model.calibrated(self.judged(learned, good + bad)).scores.numpy()
        defective = np.arange(len(scores)) >= len(good)
        auroc = image_auroc(scores, defective)
        assert auroc is not None
        observed = float((scores[~defective] > choice.threshold).mean())
        foreseen = betabinom.ppf(CONFIDENCE, len(good), choice.rank, choice.images - choice.rank + 1) / len(good)
        return auroc, choice.expected, choice.bound_95, foreseen, observed

    @torch.inference_mode()
    def judged(self, learned: list[int], images: list[int]) -> Judgement:
        """What a model that learned some of the images makes of others."""
        network = _Remembered(self.network, self.features)
        for place in learned:
            self.method.learn(network, _named([place]), generator=torch.Generator())
        self.method.finish(network, generator=torch.Generator().manual_seed(0))
        return Judgement.together([self.method.judge(network, _named([place])) for place in images])


class _Remembered(MemoryNetwork[Backbone]):
    """A network that looks features up: its "images" hold their place among them in every pixel."""

    def __init__(self, network: MemoryNetwork[Backbone], features: Tensor) -> None:
        torch.nn.Module.__init__(self)
        self.register_buffer("bank", network.bank.new_zeros(0, features.shape[-1]))
        self.register_buffer("seen", torch.zeros((), dtype=torch.int64))
        self.register_buffer("moments", torch.zeros(0, features.shape[-1], dtype=torch.float64))
        self.register_buffer("projection", None)
        self._features = features

    def embed(self, images: Tensor) -> Tensor:
        features = self._features[images[:, 0, 0, 0].long()]
        return features if self.projection is None else features @ self.projection


def _named(places: list[int]) -> Any:
    return torch.tensor(places, dtype=torch.float32)[:, None, None, None].expand(len(places), 3, SIDE, SIDE)


if __name__ == "__main__":
    main()
