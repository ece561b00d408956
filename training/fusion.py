"""Whether two models of one category together detect more than either does alone.

    python training/fusion.py MODEL_A MODEL_B CATEGORY --results training/results/fusion_bottle.md

The good images that both models held out normalise the scores and maps of each model (minus the median, divided by the
spread); then these are added. The test images are used once and choose nothing.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from inspector.core.images.resizing import map_at, resize
from inspector.core.model import Model
from inspector.data.category import ImageRef, scan_category
from inspector.data.images.masks import read_mask
from inspector.data.images.reading import read_image
from inspector.store.models.model_folder import StoredModel, read_model

_MAD_TO_SIGMA = 1.4826


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs=2, type=Path)
    parser.add_argument("category", type=Path)
    parser.add_argument("--results", type=Path, required=True)
    arguments = parser.parse_args()

    stored = [read_model(folder) for folder in arguments.models]
    category = scan_category(arguments.category)
    held_out = _held_out_by_both(stored)
    good = [image for image in category.train if image.name in held_out]
    defective = np.array([image.defective for image in category.test])
    masks = [_mask(image) for image in category.test]
    judged = [_judged(one.model, good, category.test) for one in stored]
    names = [one.model.method.name for one in stored]
    (scores_a, maps_a), (scores_b, maps_b) = judged
    both = scores_a + scores_b, maps_a + maps_b
    lines = ["| judged by | image AUROC | pixel AUROC |", "| --- | --- | --- |"]
    for name, (scores, maps) in zip([*names, " + ".join(names)], [*judged, both], strict=True):
        pixels = _pixel_auroc(maps, masks)
        lines.append(f"| {name} | {roc_auc_score(defective, scores):.4f} | {pixels:.4f} |")
    lines.append(f"\n{category.root.name}, normalised by {len(good)} held-out good images; by `training/fusion.py`.\n")
    arguments.results.write_text("\n".join(lines))
    print(arguments.results.read_text())


def _held_out_by_both(stored: list[StoredModel]) -> set[str]:
    sides = [set(one.card["split"]["calibration"]) for one in stored]
    if not sides[0] & sides[1]:
        raise SystemExit("The models held out different good images; train both with the same --seed and --group-by.")
    return sides[0] & sides[1]


def _judged(model: Model, good: list[ImageRef], test: tuple[ImageRef, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Scores (n,) and maps (n, h, w) of the test images in units of the good images' spread."""
    (good_scores, good_maps), (scores, maps) = (_raw(model, images) for images in (good, test))
    return _in_units(scores, good_scores), _in_units(maps, good_maps)


def _raw(model: Model, images: list[ImageRef] | tuple[ImageRef, ...]) -> tuple[np.ndarray, np.ndarray]:
    scores, maps = [], []
    for image in images:
        judgement = model.judge(resize(read_image(image.path), model.method.config.image_size)[None])
        if judgement.maps is None:
            raise SystemExit(f"Method '{model.method.name}' has no map.")
        scores.append(judgement.scores.item())
        maps.append(map_at(judgement.maps[0], (256, 256)).numpy())  # models may differ in their input size
    return np.array(scores), np.stack(maps)


def _in_units(values: np.ndarray, good: np.ndarray) -> np.ndarray:
    median = np.median(good)
    return (values - median) / (_MAD_TO_SIGMA * np.median(np.abs(good - median)) + 1e-12)


def _mask(image: ImageRef) -> np.ndarray | None:
    """(256, 256) bool; None for a defective image without one."""
    if not image.defective:
        return np.zeros((256, 256), bool)
    if image.mask is None:
        return None
    height, width = read_image(image.path).shape[1:]
    return map_at(read_mask(image.mask, size=(height, width)).float(), (256, 256)).numpy() > 0.5


def _pixel_auroc(maps: np.ndarray, masks: list[np.ndarray | None]) -> float:
    pairs = [(one, mask) for one, mask in zip(maps, masks, strict=True) if mask is not None]
    return roc_auc_score(np.stack([mask for _, mask in pairs]).ravel(), np.stack([one for one, _ in pairs]).ravel())


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    main()
