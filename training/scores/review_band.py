"""Few good images: what is NG, REVIEW and OK by what calibrates; writes training/results/review_band.md.

    nice python training/scores/review_band.py ../shared/data --work WORK

Of the good training images of a product so many are drawn that a quarter stands for the line and the others are learned
from, as `lots.py` does. The thresholds are set as `train` sets them, by a held-out fifth or by all images in folds.
No test image is read.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from lots import ASIDE, Line, Way
from scoring import PRODUCTS, SPECIMEN, judgement_of

from inspector.core.calibration import calibrate, default_scoring
from inspector.core.model import Model
from inspector.core.thresholds import choose_review, choose_threshold, set_aside
from inspector.data.splits import FOLDS, held_out_of

FALSE_REJECT, REVIEW = 0.01, 0.05  # as `train` asks for
COUNTS = (20, 40, 60, 75)
WAYS = ("a held-out fifth", "all, in folds")
RESULTS = Path(__file__).parents[1] / "results" / "review_band.md"
Shares = Sequence[float]
NOTE = f"""Of the line's good parts, and of the same with a made-up defect, per cent that are NG, that are REVIEW, and
that pass as OK; means over {round(1 / ASIDE)} parts of the training images that stand for the line in turn. Reject
threshold for {FALSE_REJECT:.0%} of good parts, {REVIEW:.0%} between the thresholds. Images: those that are learned from
and calibrate. No test image is read. EfficientNet-Lite0 at 128 px, memories that are not condensed, seed 0, device cpu,
one thread. By `training/scores/review_band.py`."""


def shares(line: Line, way: Way, good: Sequence[int], bad: Sequence[int]) -> Shares:
    """Of good and of defective parts the share above the reject threshold, and that above the review threshold."""
    learned, maps, usual, _ = way
    crossed = usual is None
    calibration = calibrate(
        line.method,
        judgement_of(maps),
        normalise=None,
        scoring=default_scoring(line.method),
        learned=None if usual is None else judgement_of(usual),
        crossed=crossed,
    )
    model = Model(line.method, torch.nn.Identity(), None, calibration)
    reached = calibration.good_scores.numpy()
    aside = set_aside(reached) if crossed else None
    reject = choose_threshold(reached, wish=FALSE_REJECT, aside=aside).threshold
    review = choose_review(reached, wish=REVIEW, reject=reject).threshold
    found = [model.calibrated(judgement_of(line.maps(learned, rows))).scores.numpy() for rows in (good, bad)]
    return [float((scores > limit).mean()) for scores in found for limit in (reject, review)]


def measured(line: Line) -> Mapping[str, Mapping[str, Shares]]:
    """By the number of images that are learned from, and the way to calibrate."""
    figures: dict[str, dict[str, Shares]] = {}
    order = np.random.default_rng(0).permutation(line.train).tolist()
    for count in COUNTS:
        aside_count = round(count * ASIDE / (1 - ASIDE))
        if count + aside_count > len(order):
            continue
        found: dict[str, list[Shares]] = {way: [] for way in WAYS}
        for turn in range(round(1 / ASIDE)):
            mixed = np.roll(order, -turn * (len(order) // round(1 / ASIDE))).tolist()
            aside, rest = mixed[:aside_count], mixed[aside_count : aside_count + count]
            ways = (
                line.held_out(rest, rest[: held_out_of(count)]),
                line.in_folds([rest[place::FOLDS] for place in range(FOLDS)]),
            )
            for name, way in zip(WAYS, ways, strict=True):
                found[name].append(shares(line, way, aside, [line.made[image] for image in aside]))
        figures[str(count)] = {way: np.mean(each, axis=0).tolist() for way, each in found.items()}
    return figures


def table_of(files: Mapping[str, Path]) -> Sequence[str]:
    head = "| images | calibrated on | product | good: NG | REVIEW | OK | with a made-up defect: NG | REVIEW | OK |"
    lines, sums = [head, "| --- " * 9 + "|"], dict[tuple[int, str], list[Shares]]()
    for product, file in files.items():
        for number, ways in json.loads(file.read_text("utf-8")).items():
            for way, found in ways.items():
                sums.setdefault((int(number), way), []).append(found)
                lines.append(_row(int(number), way, product, found))
    for (count, way), each in sorted(sums.items()):
        lines.append(_row(count, way, f"**mean of {len(each)}**", np.mean(each, axis=0).tolist()))
    return [*lines, "", NOTE]


def _row(count: int, way: str, product: str, found: Shares) -> str:
    good_ng, good_above, bad_ng, bad_above = (100 * share for share in found)
    cells = [good_ng, good_above - good_ng, 100 - good_above, bad_ng, bad_above - bad_ng, 100 - bad_above]
    return f"| {count} | {way} | {product} | " + " | ".join(f"{cell:.0f}" for cell in cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    files = {}
    for product, folder in PRODUCTS.items():
        files[product] = arguments.work / f"{product}.json"
        if not files[product].exists():
            lots = SPECIMEN if product.startswith("paper") else None
            files[product].write_text(json.dumps(measured(Line(arguments.data / folder, lots))), "utf-8")
            print(product, flush=True)
    RESULTS.write_text("\n".join(table_of(files)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
