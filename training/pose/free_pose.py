"""From which motion on locating the part pays; writes training/results/free_pose.md.

    nice python training/pose/free_pose.py measure ../shared/data --work WORK
    python training/pose/free_pose.py table --work WORK

Good images are moved by known amounts, as if the parts lay so under the camera. Some train a model, by each way of
locating; into others, likewise moved, a defect is drawn somewhere on the part. The model judges these with and without
their defect. No test image is read.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1] / "scores"))

from PIL import Image
from scoring import measure_or_table
from torch import Tensor

from inspector.core.errors import CategoryError
from inspector.core.images.resizing import resize
from inspector.core.images.variation import Variation
from inspector.core.methods import create_method
from inspector.core.pretext.made_up_defects import DEFECTS, make_defects
from inspector.core.stages.locate_check import random_move
from inspector.core.stages.part_outline import part_mask
from inspector.data.category import Category, scan_category
from inspector.data.images.reading import read_image
from inspector.data.properties import Locate
from inspector.store.models.model_folder import read_model
from inspector.workflow.evaluate.images import EvaluateDone, evaluate
from inspector.workflow.train.images import ImageTrainJob, train

PRODUCTS, METHODS = ("toy_aliens", "bottle"), {"patchcore": "features"}
MOTIONS = {"as it is": (0.0, 0.0), "4 %, 3°": (0.04, 3.0), "8 %, 8°": (0.08, 8.0), "15 %, any angle": (0.15, 180.0)}
WAYS: tuple[Locate, ...] = ("off", "rigid")
LEARNED, PROBES, SIDE = 60, 13, 512
RESULTS = Path(__file__).parents[1] / "results" / "free_pose.md"
NOTE = f"""Image AUROC of {len(DEFECTS)} defects drawn onto the part of each of {PROBES} good images against these
images, the share of the good ones that are NG, and of all images that are REVIEW. A motion is the largest
shift, as a share of the image's longer side, and the largest turn to either side. At most {LEARNED} images train. Seed
0, device cpu. By `training/pose/free_pose.py`."""


def measure(data: Path, work: Path) -> None:
    torch.set_num_threads(1)
    for product in PRODUCTS:
        for motion, (shift, degrees) in MOTIONS.items():
            root = work / f"{product}, {motion}"
            if not root.exists():
                make_category(data / product / "train/good", root, shift=shift, degrees=degrees)
            for method in METHODS:
                for way in WAYS:
                    file = work / f"{product}, {motion}, {method}, {way}.json"
                    if not file.exists():
                        figures = measured(root, file.with_suffix(""), method, way)
                        file.write_text(json.dumps(figures), "utf-8")
                        print(file.stem, figures, flush=True)


def make_category(good: Path, root: Path, *, shift: float, degrees: float) -> None:
    """A category of moved good images, of which some are held back and shown with and without a defect."""
    generator = torch.Generator().manual_seed(0)
    files = sorted(good.iterdir())
    order = torch.randperm(len(files), generator=generator).tolist()
    probes = set(order[:PROBES])
    for index in order[: PROBES + LEARNED]:
        picture = read_image(files[index])
        scale = min(1.0, SIDE / max(picture.shape[1:]))
        picture = resize(picture, (round(picture.shape[1] * scale), round(picture.shape[2] * scale)))
        move = random_move(generator, degrees=(-degrees, degrees), growth=0.0, shift=shift)
        moved = move(picture)
        if index not in probes:
            write(root / "train/good" / f"{index}.png", moved)
            continue
        write(root / "test/good" / f"{index}.png", moved)
        mask = part_mask(moved)
        where = None if mask is None else resize(torch.from_numpy(mask).float()[None], moved.shape[1:])[0] > 0.5
        made, _ = make_defects(moved[None].repeat(len(DEFECTS), 1, 1, 1), generator=generator, where=where)
        for name, image in zip(DEFECTS, made, strict=True):
            write(root / "test" / name / f"{index}.png", image)


def write(file: Path, picture: Tensor) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    samples = (picture.clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()
    Image.fromarray(samples).save(file)


def measured(root: Path, folder: Path, method: str, way: Locate) -> tuple[float | None, float, float] | None:
    """What comes of one way; None where the part cannot be located."""
    category = scan_category(root)
    if not folder.exists():
        job = ImageTrainJob(
            category=category,
            output=folder,
            method=create_method(method, preset=METHODS[method]),
            variation=Variation(),
            seed=0,
            device=torch.device("cpu"),
            max_false_reject=0.02,
            max_review=0.1,
            group_by=None,
            locate=way,
        )
        try:
            for _ in train(job):
                pass
        except CategoryError:
            return None
    for update in evaluate(read_model(folder), category, device=torch.device("cpu")):
        if isinstance(update, EvaluateDone):
            return figures_of(category, update)
    raise AssertionError("an evaluation ends with its figures")


def figures_of(category: Category, done: EvaluateDone) -> tuple[float | None, float, float]:
    """Image AUROC, and the shares of good images that are NG, and of all that are in REVIEW."""
    decisions = [inspection.decision for inspection in done.inspections]
    good = [decision for image, decision in zip(category.test, decisions, strict=True) if not image.defective]
    ng, review = (float(np.mean([one == what for one in some])) for what, some in (("NG", good), ("REVIEW", decisions)))
    return done.evaluation.image_auroc, ng, review


def table_of(work: Path) -> Sequence[str]:
    """Lines of Markdown: each product, motion and way."""
    lines = [
        "# From which motion on locating pays",
        "",
        "| product | motion | method | locating | image AUROC | good parts NG | in REVIEW |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for product in PRODUCTS:
        for motion in MOTIONS:
            for method in METHODS:
                for way in WAYS:
                    file = work / f"{product}, {motion}, {method}, {way}.json"
                    if file.exists():
                        found = json.loads(file.read_text("utf-8"))
                        values = " | ".join(f"{x:.3f}" for x in found or ()) or "refused | | "
                        lines.append(f"| {product} | {motion} | {method} | {way} | {values} |")
    return [*lines, "", NOTE]


if __name__ == "__main__":
    measure_or_table(__doc__, RESULTS, measure, table_of)
