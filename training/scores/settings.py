"""PatchCore's settings, compared without any test image; writes training/results/patchcore_settings.md.

    nice python training/scores/settings.py measure ../shared/data --work WORK
    python training/scores/settings.py table --work WORK

`measure` trains PatchCore with each setting on each product and stores how well it tells defects that are drawn into
its held-out good images, and how many of these it rejects once they are moved by up to 2 % of their sides; and how
much more processor time the larger networks take. What is stored already is not measured again. `table` leaves the
lines of settings of which nothing is stored as they are.
"""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scoring import (
    MOST_GOOD,
    MOST_MADE_UP_OF,
    PRODUCTS,
    auroc,
    images_of,
    judgement_of,
    maps_of,
    measure_or_table,
    trained,
)
from torch import Tensor

from inspector.core.calibration import FOLDS, calibrate
from inspector.core.images.variation import moved
from inspector.core.methods import AnyMethod, create_method
from inspector.core.model import Model, calibration_of
from inspector.core.pretext.made_up_defects import DEFECTS, make_defects
from inspector.store.models.model_folder import read_model
from inspector.workflow.export.parity import evenly

COMPARED_ON = ("bottle", "casting", "elpv", "wood", "aliens", "dobot")
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "preset features": {},
    "squeezed into a square": {"keep_shape": False},
    "no moved copies": {"moved": 0.0},
    "not whitened": {"whitening": None},
    "levels 3 and 5": {"layers": ("features.3", "features.5")},
    "moved by 6 %": {"moved": 0.06},
    "levels 2 to 5": {"layers": ("features.2", "features.3", "features.4", "features.5")},
    "levels 3 to 6": {"layers": ("features.3", "features.4", "features.5", "features.6")},
    "neighbourhood 3": {"neighbourhood": 3},
    "bank of 4096": {"largest_bank": 4096},
    "smoothed by 2 px": {"smoothing_px": 2.0},
    "input of 384 px": {"image_size": (384, 384)},
    "lite0": {"backbone": "efficientnet_lite0"},
    "lite1": {"backbone": "efficientnet_lite1"},
    "lite2": {"backbone": "efficientnet_lite2"},
}
TIMED, TIMED_ON, TIMES = ("lite0", "lite1", "lite2"), "aliens", 40
TIMES_LINE = "Processor time of judging an image, in units of lite0's"
MOVED = 0.02
RESULTS = Path(__file__).parents[1] / "results" / "patchcore_settings.md"
NOTE = f"""At most {MOST_GOOD} held-out good images of each product calibrate, scores by areas and by place, and
{len(DEFECTS)} defects are drawn into each of {MOST_MADE_UP_OF} of them. Image AUROC of these defects against the
held-out good images; in the last column the share of held-out good images that lie above all of them once they are
moved by up to 2 % of their sides. No test image is read. Seed 0, device cpu. By `training/scores/settings.py`; lite0
(the preset's EfficientNet), lite1 and lite2 on 2026-11-30 beside other work, the others before."""


def measure(data: Path, work: Path) -> None:
    for name, settings in SETTINGS.items():
        for product in COMPARED_ON:
            file = work / f"{name}, {product}.json"
            if not file.exists():
                figures = measured(data / PRODUCTS[product], file.with_suffix(""), settings)
                file.write_text(json.dumps(figures), "utf-8")
                print(file.stem, figures, flush=True)
    if not (work / "times.json").exists():
        (work / "times.json").write_text(json.dumps(times(work)), "utf-8")


def times(work: Path) -> Mapping[str, float]:
    """Processor time of judging an image by the larger networks, in units of Lite0's; measured in turn."""
    models = [read_model(work / f"{name}, {TIMED_ON}").model for name in TIMED]
    image = torch.rand(1, 3, *models[0].method.config.image_size, generator=torch.Generator().manual_seed(0))
    seconds = np.array([[seconds_of(model, image) for model in models] for _ in range(TIMES)])
    ratios = np.median(seconds[1:, 1:] / seconds[1:, :1], axis=0)  # the first ones find nothing in memory
    return dict(zip(TIMED[1:], ratios.tolist(), strict=True))


@torch.inference_mode()
def seconds_of(model: Model, image: Tensor) -> float:
    started = time.process_time()
    model.judge(image)
    return time.process_time() - started


def measured(root: Path, folder: Path, settings: Mapping[str, Any]) -> tuple[float, float]:
    """Image AUROC on made-up defects, and the share of moved good images above all good ones."""
    category, stored = trained("patchcore", root, folder, settings=settings)
    model = stored.model
    held_out = set(stored.card["split"]["calibration"])
    good = images_of(model, evenly([image for image in category.train if image.name in held_out], MOST_GOOD))
    count = min(MOST_MADE_UP_OF, len(good))
    made, _ = make_defects(
        good[:count].repeat_interleave(len(DEFECTS), dim=0), generator=torch.Generator().manual_seed(0)
    )
    maps = maps_of(model, good)
    maps_of_made = maps_of(model, made).unflatten(0, (count, len(DEFECTS)))
    maps_of_moved = maps_of(model, moved(good, MOVED, generator=torch.Generator().manual_seed(0)))
    method = create_method("patchcore", preset="features", **settings)
    reached, scores, of_moved = scores_by_others(method, maps, maps_of_made, maps_of_moved)
    return separation(reached, scores), (of_moved > reached.max()).float().mean().item()


def scores_by_others(
    method: AnyMethod, good: Tensor, made: Tensor, moved_too: Tensor | None = None
) -> tuple[Tensor, Tensor, Tensor]:
    """Scores by areas and by place of good images, of what is made of them, and of the same moved.

    Args:
        good: (n, H, W), maps of the good images.
        made: (m, defects, H, W), of defects drawn into the first m of them, each judged by what the others say.
        moved_too: (n, H, W), of the good images moved, each judged by what the others say; None for none.
    """

    def calibrated_by(maps: Tensor) -> Model:
        calibration = calibrate(method, judgement_of(maps), normalise=True, scoring="areas")
        return Model(method, torch.nn.Identity(), None, calibration)

    scores, of_moved = torch.empty(made.shape[:2]), torch.empty(0 if moved_too is None else len(good))
    folds = min(FOLDS, len(good))
    for fold in range(folds):
        own = torch.arange(len(good)) % folds == fold
        judge = calibrated_by(good[~own])
        for place in own.nonzero()[:, 0].tolist():
            if moved_too is not None:
                of_moved[place] = judge.calibrated(judgement_of(moved_too[place : place + 1])).scores[0]
            if place < len(made):
                scores[place] = judge.calibrated(judgement_of(made[place])).scores
    return calibration_of(calibrated_by(good)).good_scores, scores, of_moved


def separation(good: Tensor, made: Tensor) -> float:
    """Image AUROC of the scores of defects against those of good images."""
    together = torch.cat([good, made.flatten()])
    return auroc(together, torch.arange(len(together)) >= len(good))


def table_of(work: Path) -> Sequence[str]:
    """Lines of Markdown: each setting on each product, their mean, and the moved good images above."""
    before = RESULTS.read_text("utf-8").splitlines()
    lines = [
        f"| settings | {' | '.join(COMPARED_ON)} | mean | moved good images above |",
        "| --- |" + " --- |" * (len(COMPARED_ON) + 2),
    ]
    for name in SETTINGS:
        files = [work / f"{name}, {product}.json" for product in COMPARED_ON]
        if not any(file.exists() for file in files):
            lines += [line for line in before if line.startswith(f"| {name} |")]
            continue
        measured = [json.loads(file.read_text("utf-8")) if file.exists() else (None, None) for file in files]
        found, above = zip(*measured, strict=True)
        values = " | ".join("not measured" if value is None else f"{value:.3f}" for value in (*found, mean(found)))
        share = mean(above)
        lines.append(f"| {name} | {values} | {'not measured' if share is None else f'{100 * share:.0f} %'} |")
    lines.append("")
    if (work / "times.json").exists():
        ratios = json.loads((work / "times.json").read_text("utf-8"))
        before = [f"{TIMES_LINE}: {', '.join(f'{name} {ratio:.2f}' for name, ratio in ratios.items())}."]
    timed = [line for line in before if line.startswith(TIMES_LINE)]
    return [*lines, *([*timed, ""] if timed else []), NOTE]


def mean(values: Sequence[float | None]) -> float | None:
    """None where one is missing."""
    return None if None in values else float(np.mean(values))


if __name__ == "__main__":
    measure_or_table(__doc__, RESULTS, measure, table_of)
