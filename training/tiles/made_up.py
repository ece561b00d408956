"""Whether tiles find small defects better than whole images do: good images against the same with made-up defects.

    python training/tiles/made_up.py split CATEGORY LEARN HELD_OUT --learn 40 --hold 20
    inspector-cli train LEARN --output WHOLE --method patchcore --preset features --tile off
    inspector-cli train LEARN --output TILED --method patchcore --preset features --tile auto
    python training/tiles/made_up.py compare HELD_OUT WHOLE TILED

`split` links good training images of a category into two folders. `compare` draws a scratch or a spot into each image
of the second, as large as in a window of the image: all of its shorter side, or a half or a quarter of that. It prints
each model's image AUROC by that size, and the milliseconds of an image. No test image is looked at.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from inspector.core.metrics.image import image_auroc
from inspector.core.pretext.made_up_defects import DefectName, make_defects
from inspector.core.seeding import generator_at
from inspector.data.images.reading import read_image
from inspector.store.models.model_folder import read_model

WINDOWS = (1.0, 0.5, 0.25)  # of an image's shorter side
KINDS: tuple[DefectName, ...] = ("scratch", "spot")


def split(category: Path, learn: Path, held_out: Path, *, to_learn: int, to_hold: int) -> None:
    """Link the first and the last good images."""
    paths = sorted((category / "train/good").iterdir())
    assert to_learn + to_hold <= len(paths)
    for folder, chosen in ((learn, paths[:to_learn]), (held_out, paths[-to_hold:])):
        folder.mkdir(parents=True)
        for path in chosen:
            (folder / path.name).symlink_to(path.resolve())


def with_defect(image: Tensor, share: float, *, index: int, seed: int) -> Tensor:
    """An image (3, H, W) with a defect of the size that one has in a window of this share of its shorter side."""
    generator = generator_at(seed, "defect", index)
    side = round(min(image.shape[1:]) * share)
    top, left = (int(torch.randint(whole - side + 1, (), generator=generator)) for whole in image.shape[1:])
    made = image.clone()
    window = made[:, top : top + side, left : left + side]
    window.copy_(make_defects(window[None], generator=generator, kinds=[KINDS[index % len(KINDS)]])[0][0])
    return made


def compare(folder: Path, model_folder: Path, *, seed: int) -> str:
    """A row of the table."""
    stored = read_model(model_folder)
    paths = sorted(folder.iterdir())
    scores: dict[float, list[float]] = {share: [] for share in (0.0, *WINDOWS)}
    started = time.perf_counter()
    for index, path in enumerate(paths):
        image = read_image(path)
        for share, found in scores.items():
            shown = image if share == 0 else with_defect(image, share, index=index, seed=seed)
            found.append(stored.model.judge_framed(stored.model.framing.frame(shown)).scores.item())
    took_ms = 1000 * (time.perf_counter() - started) / (len(paths) * len(scores))
    good = scores.pop(0.0)
    labels = np.repeat([False, True], len(paths))
    found = [image_auroc(np.array([*good, *defective]), labels) for defective in scores.values()]
    return f"| {model_folder.name} | " + " | ".join(f"{value:.3f}" for value in found) + f" | {took_ms:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    folders = commands.add_parser("split")
    for name in ("category", "learn", "held_out"):
        folders.add_argument(name, type=Path)
    folders.add_argument("--learn", dest="to_learn", type=int, default=40)
    folders.add_argument("--hold", dest="to_hold", type=int, default=20)
    compared = commands.add_parser("compare")
    compared.add_argument("held_out", type=Path)
    compared.add_argument("models", type=Path, nargs="+")
    compared.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.command == "split":
        split(
            arguments.category,
            arguments.learn,
            arguments.held_out,
            to_learn=arguments.to_learn,
            to_hold=arguments.to_hold,
        )
        return
    torch.set_num_threads(1)
    print("| model |" + "".join(f" {share:g} |" for share in WINDOWS) + " ms |")
    print("| --- |" + " --- |" * (len(WINDOWS) + 1))
    for model in arguments.models:
        print(compare(arguments.held_out, model, seed=arguments.seed), flush=True)


if __name__ == "__main__":
    main()
