"""How well pictures without a part are told from good parts: training/results/no_part.md.

    python training/no_part.py ../shared/data

The check does not depend on the method, so it is learned alone. A second table looks at its margin on good training
images alone: it learns from four fifths of them, and counts the others and pictures made of them.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
import torch.nn.functional as F
from kornia.geometry.transform import rotate, translate
from torch import Tensor

from inspector.core.images.part_check import PartCheck, learn_part_check, thumbnail
from inspector.core.images.resizing import resize
from inspector.core.images.variation import Variation
from inspector.core.seeding import generator_at
from inspector.data.images.reading import read_image

PRODUCTS = {
    "bottle": "bottle",
    "casting": "casting",
    "wood": "wood",
    "toy aliens": "toy_aliens",
    "dobot cubes": "dobot_cubes",
    "kolektor": "kolektor",
    "elpv": "elpv_mono",
    "paper BDP": "paper/PA_BDP01_TL",
    "paper BFT": "paper/PA_BFT01_TL",
    "paper BRG": "paper/PA_BRG01_RL",
}
SIDE = 224
MARGIN = 2.5  # of the check
MARGINS = (1.5, 2.0, 2.5, 3.0, 4.0)
RESULTS = Path(__file__).with_name("results") / "no_part.md"


def load(folder: Path) -> Tensor:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return torch.cat([thumbnail(resize(read_image(path), (SIDE, SIDE))[None]) for path in files])


def other_days(good: Tensor) -> Mapping[str, Tensor]:
    """Good parts as other days have them."""
    shift = torch.tensor([[0.08, -0.06]]).repeat(len(good), 1) * good.shape[-1]
    turn = torch.full((len(good),), 8.0)
    return {
        "as they are": good,
        "moved": translate(good, shift, padding_mode="reflection"),
        "turned": rotate(good, turn, padding_mode="reflection"),
        "20 % darker": 0.8 * good,
    }


def without_part(good: Tensor) -> Mapping[str, Tensor]:
    """Pictures that show no part; "background" is a corner of a good image over the whole picture."""
    generator = torch.Generator().manual_seed(0)
    size = good.shape[1:]

    def noise(*, around: float, spread: float) -> Tensor:
        return (around + spread * torch.randn(size, generator=generator)).clamp(0, 1)

    corners = [good[:8, :, :16, :16], good[:8, :, :16, -16:], good[:8, :, -16:, :16], good[:8, :, -16:, -16:]]
    return {
        "white": torch.stack([torch.ones(size), noise(around=0.95, spread=0.01)]),
        "black": torch.stack([torch.zeros(size), noise(around=0.0, spread=0.02)]),
        "grey": torch.stack([noise(around=value, spread=0.005) for value in (0.2, 0.35, 0.5, 0.65, 0.8)]),
        "noise": torch.stack([torch.rand(size, generator=generator), noise(around=0.5, spread=0.2)]),
        "background": torch.cat([F.interpolate(corner, good.shape[-2:], mode="bilinear") for corner in corners]),
    }


def counted(data: Path, report: Callable[[str], None]) -> list[str]:
    """The table of test images."""
    test = {name: load(data / folder / "test" / "good") for name, folder in PRODUCTS.items()}
    rows: list[str] = []
    for name, folder in PRODUCTS.items():
        check = learned(load(data / folder / "train" / "good"))
        defective = [path for path in (data / folder / "test").iterdir() if path.is_dir() and path.name != "good"]
        pictures = {
            **other_days(test[name]),
            "defective": torch.cat([load(path) for path in sorted(defective)]),
            **without_part(test[name]),
            "another product": torch.cat([images for other, images in test.items() if other != name]),
        }
        counts = {what: (int((check.unlike(images) > 1).sum()), len(images)) for what, images in pictures.items()}
        if not rows:
            rows += ["| product | " + " | ".join(counts) + " |", "|---" * (len(counts) + 1) + "|"]
        rows.append(f"| {name} | " + " | ".join(f"{told} / {total}" for told, total in counts.values()) + " |")
        report(rows[-1])
    return rows


def by_margin(data: Path, report: Callable[[str], None]) -> list[str]:
    """The table of margins: of all products together, on training images that were held out."""
    folds = {name: load(data / folder / "train" / "good") for name, folder in PRODUCTS.items()}
    held_out = {name: images[::5] for name, images in folds.items()}
    unlike: dict[str, list[Tensor]] = defaultdict(list)
    for name, images in folds.items():
        check = learned(torch.cat([images[start::5] for start in range(1, 5)]))
        pictures = {
            **other_days(held_out[name]),
            **without_part(held_out[name]),
            "another product": torch.cat([others for other, others in held_out.items() if other != name]),
        }
        for what, shown in pictures.items():
            unlike[what].append(check.unlike(shown))
    rows = ["| margin | " + " | ".join(unlike) + " |", "|---" * (len(unlike) + 1) + "|"]
    for margin in MARGINS:
        shares = (torch.cat(found) * MARGIN / margin > 1 for found in unlike.values())
        rows.append(f"| {margin} | " + " | ".join(f"{int(told.sum())} / {len(told)}" for told in shares) + " |")
        report(rows[-1])
    return rows


def learned(good: Tensor) -> PartCheck:
    check = learn_part_check(good, Variation(), generator=generator_at(0, "part check"))
    assert check is not None
    return check


def main(data: Path, report: Callable[[str], None]) -> None:
    tables = ["\n".join(table(data, report)) for table in (counted, by_margin)]
    RESULTS.write_text(HEADING + tables[0] + "\n" + ON_TRAINING_IMAGES + tables[1] + "\n", "utf-8")


HEADING = """# Pictures without a part

How many pictures the part check says show no part, of how many. The first four columns are good test images, which
should not be among them; "defective" ones show the part and should not be either, though the verdict REVIEW does no
harm; the columns after that should all be told. Background is a corner of a good image over the whole picture: of a
texture that is the texture, nearer. Papers and solar cells resemble other products among these as whole pictures.

Each limit comes of the product's good training images alone. The quantile (0.9) and the margin (2.5), which are the
same for all products, were chosen by someone who had also read earlier versions of this table: it is optimistic, and
other products must show what holds. Made by `python training/no_part.py DATA`.

"""

ON_TRAINING_IMAGES = """
## The margin, on training images alone

Learned from four fifths of the good training images; the last fifth, and pictures made of it, counted over all
products. The margin in force, 2.5, is the widest of these by which every made-up picture without a part is found.

"""

if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    main(arguments.parse_args().data, print)
