"""What changes of light do to a model's verdicts.

    python training/light.py MODEL CATEGORY --results training/results/light_bottle.md

Test images are changed, clipped and rounded to 8 bits, in two ways. First only the good ones: the harder case, since
good parts must not rise into the scores of the defective ones. Then all of them, as when a lamp dims. Models correct a
gain only; the other rows show how much the variation in training compensates.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from inspector.core.images.resizing import resize
from inspector.core.metrics.image import image_auroc
from inspector.data.category import scan_category
from inspector.data.images.reading import read_image
from inspector.store.models.model_folder import read_model


def _ramp(image: Tensor) -> Tensor:
    return torch.linspace(0, 1, image.shape[-1])


CHANGES: Mapping[str, Callable[[Tensor], Tensor]] = {
    "none": lambda image: image,
    "8 % darker": lambda image: image * 0.92,
    "8 % brighter": lambda image: image * 1.08,
    "20 % darker": lambda image: image * 0.8,
    "offset −10/255": lambda image: image - 10 / 255,
    "offset +10/255": lambda image: image + 10 / 255,
    "gamma 1.15": lambda image: image**1.15,
    "gamma 0.87": lambda image: image**0.87,
    "contrast × 0.92 about mid-grey": lambda image: (image - 0.5) * 0.92 + 0.5,
    "8 % darker towards the right": lambda image: image * (1 - 0.08 * _ramp(image)),
    "white balance: red × 0.92, blue × 1.05": lambda image: image * torch.tensor([0.92, 1, 1.05])[:, None, None],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("category", type=Path)
    parser.add_argument("--changes", nargs="+", choices=CHANGES, default=list(CHANGES), metavar="CHANGE")
    parser.add_argument("--results", type=Path, required=True)
    arguments = parser.parse_args()
    stored = read_model(arguments.model)
    model, reject = stored.model, stored.operating_point.reject
    images = [(read_image(image.path), image.defective) for image in scan_category(arguments.category).test]
    defective = np.array([is_defective for _, is_defective in images])

    def scores(change: Callable[[Tensor], Tensor], *, of_defective: bool) -> np.ndarray:
        chosen = [(change(image).clamp(0, 1) * 255).round() / 255 for image, bad in images if bad == of_defective]
        size = model.method.config.image_size
        return np.array([model.judge(resize(image, size)[None]).scores.item() for image in chosen])

    def auroc(good: np.ndarray, bad: np.ndarray) -> float:
        every = np.empty(len(images))
        every[defective], every[~defective] = bad, good
        found = image_auroc(every, defective)
        if found is None:
            raise SystemExit("The category needs good and defective test images.")
        return found

    bad = scores(CHANGES["none"], of_defective=True)
    lines = [
        "| change | image AUROC, good images changed | image AUROC, all changed | good above reject |",
        "| --- | --- | --- | --- |",
    ]
    for name in arguments.changes:
        change = CHANGES[name]
        good = scores(change, of_defective=False)
        alone, every = auroc(good, bad), auroc(good, scores(change, of_defective=True))
        lines.append(f"| {name} | {alone:.4f} | {every:.4f} | {(good > reject).sum()} of {len(good)} |")
        print(lines[-1], flush=True)
    card = stored.card
    lines += ["", f"Model: {card['method']} on {card['category']['name']}, seed {card['training']['seed']}, "]
    lines[-1] += f"{card['training']['steps']} steps; by `training/light.py` on {torch.get_num_threads()} threads."
    arguments.results.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
