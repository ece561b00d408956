"""How a map becomes a score: the maximum, or areas of several sizes; writes training/results/scoring.md.

    nice python training/scores/scoring.py maps ../shared/data --weights squeezenet1_0.safetensors --work WORK
    python training/scores/scoring.py table --work WORK

`maps` trains each method once on each product and stores the maps of its held-out good images, of defects drawn into
these, and of the test images; what is stored already is not trained again. `table` compares scores made of those maps.
The test images are in the table and choose nothing: what is used was chosen by the made-up defects.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from inspector.core.calibration import calibrate
from inspector.core.images.resizing import resize
from inspector.core.images.variation import Variation
from inspector.core.methods import Judgement, create_method
from inspector.core.metrics.image import image_auroc
from inspector.core.model import Model
from inspector.core.pretext.made_up_defects import DEFECTS, make_defects
from inspector.core.stages.scoring import ScoringName
from inspector.data.category import ImageRef, scan_category
from inspector.data.images.reading import read_image
from inspector.store.models.model_folder import read_model
from inspector.workflow.export.parity import evenly
from inspector.workflow.train.images import ImageTrainJob, train

PAPERS = ("PA_BDP01_TL", "PA_BFT01_TL", "PA_BRG01_RL", "PA_GLA01_TL", "PA_ZPB01_RL")
PRODUCTS = {
    "wood": "wood",
    "casting": "casting",
    "kolektor": "kolektor",
    "elpv": "elpv_mono",
    "bottle": "bottle",
    **{f"paper {name[3:6]}": f"paper/{name}" for name in PAPERS},
}
MOST_GOOD, MOST_MADE_UP_OF, MOST_TEST = 40, 16, 120
METHODS = ("patchcore", "riad")
SCORINGS: tuple[ScoringName, ScoringName] = ("maximum", "areas")
RESULTS = Path(__file__).parents[1] / "results" / "scoring.md"
NOTE = """Image AUROC by one set of maps. Of each product at most 40 held-out good images calibrate, 5 defects are drawn
into each of 16 of these, and at most 120 test images are judged; "good above" is the share of good test
images above all held-out good ones. Preset cpu, seed 0; of riad 200 steps. With fewer than 10 good images both
are the maximum. Areas were chosen by the made-up defects, on which patchcore gains and riad loses no more than
chance explains; the test images chose nothing. By `training/scores/scoring.py`."""
SPECIMEN = r"_(\d+)_\d+\.png$"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    maps = commands.add_parser("maps")
    maps.add_argument("data", type=Path)
    maps.add_argument("--weights", type=Path, required=True)
    maps.add_argument("--methods", nargs="+", default=METHODS)
    maps.add_argument("--products", nargs="+", default=list(PRODUCTS))
    maps.add_argument("--work", type=Path, required=True)
    maps.add_argument("--riad-steps", type=int, help="of RIAD's training (default: the preset's)")
    table = commands.add_parser("table")
    table.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.command == "table":
        RESULTS.write_text("\n".join(table_of(sorted(arguments.work.glob("*.pt")))) + "\n", "utf-8")
        print(RESULTS.read_text("utf-8"))
        return
    for method in arguments.methods:
        steps = arguments.riad_steps if method == "riad" else None
        settings = {} if steps is None else {"training": {"steps": steps}}
        for product in arguments.products:
            file = arguments.work / f"{method} {product}.pt"
            if not file.exists():
                store_maps(
                    file, method, arguments.data / PRODUCTS[product], weights=arguments.weights, settings=settings
                )
                print(file.stem, flush=True)


def store_maps(file: Path, method: str, root: Path, *, weights: Path, settings: Mapping[str, Any]) -> None:
    """Train a method on a category, and store the raw maps."""
    category = scan_category(root)
    folder = file.with_suffix("")
    job = ImageTrainJob(
        category=category,
        output=folder,
        method=create_method(method, preset="cpu", **settings),
        variation=Variation(),
        seed=0,
        device=torch.device("cpu"),
        max_false_reject=0.02,
        max_review=0.1,
        group_by=SPECIMEN if root.parent.name == "paper" else None,
        weights=weights if method == "patchcore" else None,
    )
    for _ in train(job):
        pass
    stored = read_model(folder)
    model = stored.model
    held_out = set(stored.card["split"]["calibration"])
    good = images_of(model, evenly([image for image in category.train if image.name in held_out], MOST_GOOD))
    repeated = good[:MOST_MADE_UP_OF].repeat_interleave(len(DEFECTS), dim=0)
    made, masks = make_defects(repeated, generator=torch.Generator().manual_seed(0))
    test = evenly(category.test, MOST_TEST)
    values = {
        "good": maps_of(model, good),
        "made": maps_of(model, made),
        "masks": masks,
        "test": maps_of(model, images_of(model, test)),
        "defective": torch.tensor([image.defective for image in test]),
    }
    torch.save(values, file)


def images_of(model: Model, images: list[ImageRef]) -> Tensor:
    return torch.stack([resize(read_image(image.path), model.method.config.image_size) for image in images])


@torch.inference_mode()
def maps_of(model: Model, images: Tensor) -> Tensor:
    """(n, H, W): what the method makes of images, before any statistics of good images."""
    found = []
    for image in images:
        maps = model.raw(image[None]).maps
        assert maps is not None
        found.append(maps)
    return torch.cat(found)


def table_of(files: Sequence[Path]) -> list[str]:
    """Lines of Markdown: each scoring on each product, and their means."""
    lines = [
        "| method, product | good | made-up defects, maximum | areas | test images, maximum | areas "
        "| good above, maximum | areas |",
        "| --- |" + " --- |" * 7,
    ]
    measured = []
    for file in files:
        stored = torch.load(file)
        figures = [figures_of(file.stem.split()[0], stored, scoring) for scoring in SCORINGS]
        measured.append(figures)
        lines.append(row(file.stem, str(len(stored["good"])), figures))
        print(lines[-1], flush=True)
    means = [tuple(np.mean(values, axis=0)) for values in zip(*measured, strict=True)]
    return [*lines, row("mean", "", means), "", NOTE]


def row(name: str, good: str, figures: Sequence[Sequence[float]]) -> str:
    (made, test, above), (made_by_areas, test_by_areas, above_by_areas) = figures
    return (
        f"| {name} | {good} | {made:.3f} | {made_by_areas:.3f} | {test:.3f} | {test_by_areas:.3f} "
        f"| {100 * above:.0f} % | {100 * above_by_areas:.0f} % |"
    )


def figures_of(method_name: str, stored: Mapping[str, Tensor], scoring: ScoringName) -> tuple[float, float, float]:
    """Image AUROC on made-up defects and on test images, and the share of good test images above all held-out ones."""
    method = create_method(method_name, preset="cpu")
    calibration = calibrate(method, judgement_of(stored["good"]), normalise=None, scoring=scoring)
    model = Model(method, torch.nn.Identity(), None, calibration)
    made, test = (model.calibrated(judgement_of(stored[name])).scores for name in ("made", "test"))
    good, defective = calibration.good_scores, stored["defective"]
    of_made = auroc(torch.cat([good, made]), torch.arange(len(good) + len(made)) >= len(good))
    return of_made, auroc(test, defective), (test[~defective] > good.max()).float().mean().item()


def judgement_of(maps: Tensor) -> Judgement:
    return Judgement(maps.flatten(1).amax(dim=1), maps)


def auroc(scores: Tensor, defective: Tensor) -> float:
    found = image_auroc(scores.numpy(), defective.numpy())
    assert found is not None
    return found


if __name__ == "__main__":
    main()
