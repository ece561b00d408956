"""How a map becomes a score: by maximum or areas, as it is or by place; writes training/results/scoring.md.

    nice python training/scores/scoring.py maps ../shared/data --work WORK
    python training/scores/scoring.py table --work WORK

`maps` trains each method once on each product and stores the maps of its held-out good images, of defects drawn into
these, and of the test images; what is stored already is not trained again. `table` compares scores made of those maps.
The test images are in the table and choose nothing: what is used was chosen by the made-up defects. A defect drawn into
a good image is compared with what the other good images say, without those of the same fold.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from inspector.core.calibration import FOLDS, calibrate
from inspector.core.images.resizing import resize
from inspector.core.images.variation import Variation
from inspector.core.methods import Judgement, create_method
from inspector.core.metrics.image import image_auroc
from inspector.core.model import Model, calibration_of
from inspector.core.pretext.made_up_defects import DEFECTS, make_defects
from inspector.core.stages.scoring import ScoringName
from inspector.data.category import Category, ImageRef, scan_category
from inspector.data.images.reading import read_image
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.workflow.export.parity import evenly
from inspector.workflow.train.images import ImageTrainJob, train

PAPERS = ("PA_BDP01_TL", "PA_BFT01_TL", "PA_BRG01_RL", "PA_GLA01_TL", "PA_ZPB01_RL")
PRODUCTS = {
    "wood": "wood",
    "casting": "casting",
    "kolektor": "kolektor",
    "elpv": "elpv_mono",
    "bottle": "bottle",
    "aliens": "toy_aliens",
    "dobot": "dobot_cubes",
    **{f"paper {name[3:6]}": f"paper/{name}" for name in PAPERS},
}
Figures = tuple[float, float, float]
MOST_GOOD, MOST_MADE_UP_OF, MOST_TEST = 40, 16, 120
PRESETS = {"patchcore": "features", "riad": "cpu", "scattering": "cpu"}
SCORINGS: Mapping[str, tuple[ScoringName, bool]] = {
    "maximum": ("maximum", False),
    "areas": ("areas", False),
    "maximum by place": ("maximum", True),
    "areas by place": ("areas", True),
}
RESULTS = Path(__file__).parents[1] / "results" / "scoring.md"
NOTE = """Image AUROC by one set of maps, seed 0. Of each product at most 40 held-out good images calibrate, 5 defects
are drawn into each of 16 of these, and at most 120 test images are judged; "good above" is the share of good test
images above all held-out good ones. By place: maps are normalised by the held-out good images, whatever their
alignment. With fewer than 10 good images areas are the maximum. A mean is of the products listed with its method. The
made-up defects chose; the test images chose nothing. By `training/scores/scoring.py`."""
SPECIMEN = r"_(\d+)_\d+\.png$"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    maps = commands.add_parser("maps")
    maps.add_argument("data", type=Path)
    maps.add_argument("--methods", nargs="+", default=list(PRESETS))
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
                store_maps(file, method, arguments.data / PRODUCTS[product], settings=settings)
                print(file.stem, flush=True)


def measure_or_table(
    description: str | None,
    results: Path,
    measure: Callable[[Path, Path], None],
    table: Callable[[Path], Sequence[str]],
) -> None:
    """The command of a script that stores what it measures in a folder and makes a table of it at another time.

    Args:
        results: file of the table.
        measure: by the folder of the data, into the folder of what is stored.
        table: lines of Markdown from the latter.
    """
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    measuring = commands.add_parser("measure")
    measuring.add_argument("data", type=Path)
    for command in (measuring, commands.add_parser("table")):
        command.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.command == "measure":
        measure(arguments.data, arguments.work)
        return
    results.write_text("\n".join(table(arguments.work)) + "\n", "utf-8")
    print(results.read_text("utf-8"))


def store_maps(file: Path, method: str, root: Path, *, settings: Mapping[str, Any]) -> None:
    """Train a method on a category, and store the raw maps."""
    category, stored = trained(method, root, file.with_suffix(""), settings=settings)
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


def trained(method: str, root: Path, folder: Path, *, settings: Mapping[str, Any]) -> tuple[Category, StoredModel]:
    """A category, and a model of it in a folder, which is trained if it is not there yet.

    It never learns the good images that it is calibrated on, however few they are.
    """
    category = scan_category(root)
    if folder.exists():
        return category, read_model(folder)
    job = ImageTrainJob(
        category=category,
        output=folder,
        method=create_method(method, preset=PRESETS[method], **settings),
        variation=Variation(),
        seed=0,
        device=torch.device("cpu"),
        max_false_reject=0.02,
        max_review=0.1,
        calibrate="held-out",
        group_by=SPECIMEN if root.parent.name == "paper" else None,
    )
    for _ in train(job):
        pass
    return category, read_model(folder)


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
    """Lines of Markdown: each scoring on each product, and the means of each method."""
    lines = [
        f"| method, product | good | {' | '.join(f'made-up defects, {name}' for name in SCORINGS)} "
        f"| {' | '.join(f'test images, {name}' for name in SCORINGS)} "
        f"| {' | '.join(f'good above, {name}' for name in SCORINGS)} |",
        "| --- |" + " --- |" * (1 + 3 * len(SCORINGS)),
    ]
    measured: dict[str, list[Sequence[Figures]]] = {}
    for file in files:
        stored, method = torch.load(file), file.stem.split()[0]
        figures = [figures_of(method, stored, *scoring) for scoring in SCORINGS.values()]
        measured.setdefault(method, []).append(figures)
        lines.append(row(file.stem, str(len(stored["good"])), figures))
        print(lines[-1], flush=True)
    for method, rows in measured.items():
        means = [tuple(np.mean(values, axis=0)) for values in zip(*rows, strict=True)]
        lines.append(row(f"{method}, mean", "", means))
    return [*lines, "", NOTE]


def row(name: str, good: str, figures: Sequence[Figures]) -> str:
    made, test, above = zip(*figures, strict=True)
    shares = [f"{100 * share:.0f} %" for share in above]
    return f"| {' | '.join([name, good, *(f'{value:.3f}' for value in (*made, *test)), *shares])} |"


def figures_of(name: str, stored: Mapping[str, Tensor], scoring: ScoringName, by_place: bool) -> Figures:
    """Image AUROC on made-up defects and on test images, and the share of good test images above all held-out ones."""
    method = create_method(name, preset=PRESETS[name])

    def calibrated_by(good: Tensor) -> Model:
        calibration = calibrate(method, judgement_of(good), normalise=by_place, scoring=scoring)
        return Model(method, torch.nn.Identity(), None, calibration)

    good, made, defective = stored["good"], stored["made"].unflatten(0, (-1, len(DEFECTS))), stored["defective"]
    scores_of_made = torch.empty(made.shape[:2])
    for fold in range(min(FOLDS, len(good))):
        own = torch.arange(len(good)) % min(FOLDS, len(good)) == fold
        model = calibrated_by(good[~own])
        for place in own[: len(made)].nonzero()[:, 0].tolist():
            scores_of_made[place] = model.calibrated(judgement_of(made[place])).scores
    model = calibrated_by(good)
    reached = calibration_of(model).good_scores
    test = model.calibrated(judgement_of(stored["test"])).scores
    of_made = torch.cat([reached, scores_of_made.flatten()])
    made_up = auroc(of_made, torch.arange(len(of_made)) >= len(good))
    return made_up, auroc(test, defective), (test[~defective] > reached.max()).float().mean().item()


def judgement_of(maps: Tensor) -> Judgement:
    return Judgement(maps.flatten(1).amax(dim=1), maps)


def auroc(scores: Tensor, defective: Tensor) -> float:
    found = image_auroc(scores.numpy(), defective.numpy())
    assert found is not None
    return found


if __name__ == "__main__":
    main()
