"""Large images: whether a scratch of 5 px is found, and what memory and time an inspection takes by the image's size.

    python training/tiles/huge_image.py images KOLEKTOR FOLDER
    python training/tiles/huge_image.py train 1024 FOLDER --output MODEL --method patchcore --preset features --tile 256
    python training/tiles/huge_image.py inspect MODEL FOLDER/test/scratch/0.png
    python training/tiles/huge_image.py one KOLEKTOR 12000 8000 LARGE.png --grey
    python training/tiles/huge_image.py inspect MODEL LARGE.png

`images` writes a category of ten good images, and of good and scratched test images: each a mosaic of pieces of another
surface's photographs, as a line camera would see it. Pieces of test images come from other photographs than those of
good ones. `inspect` prints what a fresh process makes of an image, and its largest resident memory.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

TRAINING_IMAGES = 10
TEST_IMAGES = 3  # good ones
SCRATCH_PX = (5, 60)  # width and length
CONTRASTS = (0.75, 0.5, 0.35)  # of scratches, as shares of the range of the surface's brightness
_LARGEST_PIECE = 320  # px
_SMALLEST_RANGE = 0.2  # as of the product's made-up defects
_MARGIN = 0.12  # of a photograph, where its part may end
_TINT = (1.0, 0.9, 0.75)  # of colour images, whose channels would be equal otherwise and their files small
_LIGHT = 0.04  # by how much light varies, within an image and between images


@dataclass(frozen=True)
class Photographs:
    """The inner parts of photographs of a surface, (h, w) float32 each of mean 0 and variance 1, and what is typical of
    their brightness in [0, 1]: its mean and its standard deviation."""

    parts: list[np.ndarray]
    grey: float
    texture: float


def photographs(folder: Path) -> Photographs:
    """Those of a folder."""
    parts, greys, textures = [], [], []
    for path in sorted(folder.iterdir()):
        whole = np.asarray(Image.open(path).convert("L"), np.float32)
        down, across = (round(_MARGIN * side) for side in whole.shape)
        inner = whole[down : whole.shape[0] - down, across : whole.shape[1] - across]
        parts.append((inner - inner.mean()) / inner.std())
        greys.append(inner.mean() / 255)
        textures.append(inner.std() / 255)
    return Photographs(parts, float(np.median(greys)), float(np.median(textures)))


def surface(known: Photographs, width: int, height: int, *, random: np.random.Generator) -> np.ndarray:
    """(height, width) float32 in [0, 1]: random pieces, mirrored at random and blended without seams."""
    shortest = min(min(part.shape) for part in known.parts)
    side = min(_LARGEST_PIECE, shortest)
    overlap = side // 5
    total, power = (np.zeros((height + side, width + side), np.float32) for _ in range(2))
    ramp = np.minimum(1, (np.arange(side) + 0.5) / overlap).astype(np.float32)
    weight = np.outer(np.minimum(ramp, ramp[::-1]), np.minimum(ramp, ramp[::-1]))
    for top in range(0, height, side - overlap):
        for left in range(0, width, side - overlap):
            whole = known.parts[random.integers(len(known.parts))]
            y, x = (random.integers(length - side + 1) for length in whole.shape)
            piece = whole[y : y + side, x : x + side][:: random.choice((1, -1)), :: random.choice((1, -1))]
            place = slice(top, top + side), slice(left, left + side)
            total[place] += weight * piece
            power[place] += weight**2
    # Divided by the root of the weights' squares, since the contrast would be lower where pieces overlap.
    image = (total / np.sqrt(power.clip(1e-6)))[:height, :width]
    image *= known.texture
    image += known.grey
    shade = 1 + _LIGHT * random.uniform(-1, 1) * np.linspace(-1, 1, width, dtype=np.float32)
    image *= shade * (1 + _LIGHT * random.uniform(-1, 1))
    return image.clip(0, 1)


def scratch(image: np.ndarray, *, contrast: float, random: np.random.Generator) -> np.ndarray:
    """Draw a dark straight line into an image in place; (H, W) bool, where it is."""
    width, length = SCRATCH_PX
    height_px, width_px = image.shape
    y, x = (random.uniform(0.2, 0.8) * side for side in image.shape)
    angle = random.uniform(0, np.pi)
    ys, xs = np.ogrid[:height_px, :width_px]
    along = (xs - x) * np.float32(np.cos(angle)) + (ys - y) * np.float32(np.sin(angle))
    across = (ys - y) * np.float32(np.cos(angle)) - (xs - x) * np.float32(np.sin(angle))
    distance = np.maximum(np.abs(across) - width / 2, np.abs(along) - length / 2)
    opacity = (0.5 - distance).clip(0, 1)  # soft over one pixel
    low, high = np.quantile(image[::7, ::7], (0.05, 0.95))
    image -= opacity * (contrast * max(_SMALLEST_RANGE, high - low))
    image.clip(0, 1, out=image)
    return opacity > 0.5


def save(path: Path, image: np.ndarray, *, grey: bool = True) -> None:
    """Write an image in [0, 1]."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = np.empty((*image.shape, 1 if grey else 3), np.uint8)
    for channel in range(written.shape[2]):
        written[..., channel] = image * (255 * _TINT[channel])
    Image.fromarray(written[..., 0] if grey else written).save(
        path, **({"compress_level": 1} if path.suffix == ".png" else {})
    )


def write_images(source: Path, folder: Path, width: int, height: int) -> None:
    """Write the category."""
    known, unknown = photographs(source / "train/good"), photographs(source / "test/good")
    for index in range(TRAINING_IMAGES):
        random = np.random.default_rng((0, index))
        save(folder / f"train/good/{index}.png", surface(known, width, height, random=random))
    for index in range(TEST_IMAGES):
        random = np.random.default_rng((1, index))
        save(folder / f"test/good/{index}.png", surface(unknown, width, height, random=random))
    for index, contrast in enumerate(CONTRASTS):
        random = np.random.default_rng((2, index))
        image = surface(unknown, width, height, random=random)
        mask = scratch(image, contrast=contrast, random=random)
        save(folder / f"test/scratch/{index}.png", image)
        save(folder / f"ground_truth/scratch/{index}_mask.png", mask.astype(np.float32))


def write_one(source: Path, path: Path, width: int, height: int, *, grey: bool) -> None:
    """Write one good image."""
    image = surface(photographs(source / "test/good"), width, height, random=np.random.default_rng(3))
    save(path, image, grey=grey)


def peak_mb() -> int:
    """The largest resident memory of this process so far."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def inspect(model: Path, path: Path, heat: Path | None) -> dict[str, object]:
    """What a model makes of an image, in this process."""
    from inspector.data.category import ImageRef
    from inspector.store.models.model_folder import read_model
    from inspector.workflow.inspect.images import inspect_image

    torch.set_num_threads(1)
    stored = read_model(model)
    loaded = peak_mb()
    image = ImageRef(path=path, name=path.name, label="", mask=None)
    inspection = inspect_image(stored.model, stored.operating_point, image)
    peak = peak_mb()
    said: dict[str, object] = {
        "image": f"{path.parent.name}/{path.name}",
        "error": inspection.error,
        "decision": str(inspection.decision),
        "score": inspection.score,
        "reject": stored.operating_point.reject,
        "timings_ms": {name: round(value) for name, value in inspection.timings_ms.items()},
        "program_mb": loaded,
        "peak_mb": peak,
    }
    if inspection.anomaly_map is not None and inspection.size is not None:
        said |= {"map": inspection.anomaly_map.shape, "map_max": float(inspection.anomaly_map.max())}
        said["map_median"] = float(np.median(inspection.anomaly_map))
        said["regions"] = [[one.left, one.top, one.width, one.height] for one in inspection.regions]
        mask = path.parent.parent.parent / "ground_truth" / path.parent.name / f"{path.stem}_mask.png"
        if mask.exists():
            said |= at_defect(np.asarray(Image.open(mask)) > 0, inspection.anomaly_map)
        if heat is not None:
            low, high = float(np.median(inspection.anomaly_map)), max(stored.operating_point.reject, 1e-6)
            shown = ((inspection.anomaly_map - low) / (high - low) * 127).clip(0, 255)
            Image.fromarray(shown.astype(np.uint8)).save(heat)
    return said


def at_defect(mask: np.ndarray, anomaly_map: np.ndarray) -> dict[str, object]:
    """Where a defect lies, and the map's maximum there."""
    ys, xs = np.nonzero(mask)
    box = [int(xs.min()), int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1]
    rows = ys * anomaly_map.shape[0] // mask.shape[0]
    columns = xs * anomaly_map.shape[1] // mask.shape[1]
    return {"defect": box, "map_at_defect": float(anomaly_map[rows, columns].max())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    images = commands.add_parser("images")
    images.add_argument("source", type=Path)
    images.add_argument("folder", type=Path)
    images.add_argument("--width", type=int, default=4000)
    images.add_argument("--height", type=int, default=3000)
    one = commands.add_parser("one")
    one.add_argument("source", type=Path)
    one.add_argument("width", type=int)
    one.add_argument("height", type=int)
    one.add_argument("path", type=Path)
    one.add_argument("--grey", action="store_true")
    learned = commands.add_parser("train", help="`inspector-cli train` with another cap on tiles")
    learned.add_argument("most_tiles", type=int)
    learned.add_argument("options", nargs=argparse.REMAINDER)
    looked_at = commands.add_parser("inspect")
    looked_at.add_argument("model", type=Path)
    looked_at.add_argument("path", type=Path)
    looked_at.add_argument("--heat", type=Path, help="write the anomaly map as a picture")
    arguments = parser.parse_args()
    if arguments.command == "images":
        write_images(arguments.source, arguments.folder, arguments.width, arguments.height)
    elif arguments.command == "one":
        write_one(arguments.source, arguments.path, arguments.width, arguments.height, grey=arguments.grey)
    elif arguments.command == "train":
        from inspector.cli import main as command_line
        from inspector.data.images import batches

        batches.MOST_TILES = arguments.most_tiles
        sys.argv = ["inspector-cli", "train", *arguments.options]
        command_line()
    else:
        json.dump(inspect(arguments.model, arguments.path, arguments.heat), sys.stdout)
        print()


if __name__ == "__main__":
    main()
