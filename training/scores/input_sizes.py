"""PatchCore by the size of its input, compared without any test image; writes training/results/input_sizes.md.

    nice python training/scores/input_sizes.py measure ../shared/data --work WORK
    python training/scores/input_sizes.py table --work WORK

`measure` trains PatchCore with each input on each product and stores how well it tells defects that are drawn into its
held-out good images at these images' own size, before they are brought to the input: so that a larger input sees more
of the same defect. What is stored already is not measured again.
"""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from scoring import MOST_GOOD, MOST_MADE_UP_OF, PRODUCTS, maps_of, measure_or_table, trained
from settings import scores_by_others, separation

from inspector.core.images.resizing import resize
from inspector.core.methods import create_method
from inspector.core.pretext.made_up_defects import DEFECTS, make_defects
from inspector.data.images.reading import read_image
from inspector.workflow.export.parity import evenly

SIDES = (256, 384)
RESULTS = Path(__file__).parents[1] / "results" / "input_sizes.md"
NOTE = f"""Inputs have about as many pixels as a square of this side, in the shape of the product's images. At most
{MOST_GOOD} held-out good images of each product calibrate, scores by areas and by place, and {len(DEFECTS)} defects are
drawn into each of {MOST_MADE_UP_OF} of them at their own size. Image AUROC of these defects against the held-out good
images; below, seconds of processor time of one image from the input to the map, and of the training. No test image is
read. Seed 0, device cpu, 1 thread, beside other work; – is not measured. By `training/scores/input_sizes.py`.

384 px are not used: they take twice the time, and gain on some products what they lose on others."""
Figures = Mapping[str, float]


def measure(data: Path, work: Path) -> None:
    for side in SIDES:
        for product in PRODUCTS:
            file = work / f"{side}, {product}.json"
            if not file.exists():
                figures = measured(data / PRODUCTS[product], file.with_suffix(""), side)
                file.write_text(json.dumps(figures), "utf-8")
                print(file.stem, figures, flush=True)


def measured(root: Path, folder: Path, side: int) -> Figures:
    """Image AUROC on made-up defects, and seconds of an image and of the training."""
    started = time.process_time()
    category, stored = trained("patchcore", root, folder, settings={"image_size": (side, side)})
    training_s = time.process_time() - started
    model = stored.model
    held_out = set(stored.card["split"]["calibration"])
    chosen = evenly([image for image in category.train if image.name in held_out], MOST_GOOD)
    pictures = [read_image(image.path) for image in chosen]
    good = maps_of(model, torch.stack([resize(picture, model.method.config.image_size) for picture in pictures]))
    generator = torch.Generator().manual_seed(0)
    drawn = [
        make_defects(picture.expand(len(DEFECTS), -1, -1, -1), generator=generator)[0]
        for picture in pictures[:MOST_MADE_UP_OF]
    ]
    inputs = [torch.stack([resize(one, model.method.config.image_size) for one in images]) for images in drawn]
    started = time.process_time()
    made = torch.stack([maps_of(model, images) for images in inputs])
    image_s = (time.process_time() - started) / (len(inputs) * len(DEFECTS))
    reached, scores, _ = scores_by_others(create_method("patchcore", preset="features"), good, made)
    return {"auroc": separation(reached, scores), "image_s": image_s, "training_s": training_s}


def table_of(work: Path) -> Sequence[str]:
    """Lines of Markdown: each input on each product and their mean, and what it costs."""
    head = f"| input | {' | '.join(PRODUCTS)} | mean of those with both |"
    lines = [head, "| --- |" + " --- |" * (len(PRODUCTS) + 1)]
    both = [product for product in PRODUCTS if all((work / f"{side}, {product}.json").exists() for side in SIDES)]
    kinds = (("", "auroc", 3), (", s an image", "image_s", 3), (", s of training", "training_s", 0))
    for title, figure, digits in kinds:
        for side in SIDES:
            files = {product: work / f"{side}, {product}.json" for product in PRODUCTS}
            found = {
                product: json.loads(file.read_text("utf-8"))[figure] for product, file in files.items() if file.exists()
            }
            values = [f"{found[product]:.{digits}f}" if product in found else "–" for product in PRODUCTS]
            mean = np.mean([found[product] for product in both])
            lines.append(f"| {side} px{title} | {' | '.join(values)} | {mean:.{digits}f} |")
    return [*lines, "", NOTE]


if __name__ == "__main__":
    measure_or_table(__doc__, RESULTS, measure, table_of)
