"""Large images: whether a scratch of 5 px is found, and what memory and time an inspection takes by the image's size.

    python training/tiles/huge_image.py images WOOD FOLDER [--width 4000] [--height 3000]
    inspector-cli train FOLDER --output MODEL --method patchcore --backbone squeezenet1_0 --weights FILE --tile 256
    python training/tiles/huge_image.py inspect MODEL WOOD WIDTH HEIGHT [--grey] [--format png|tif|jpg]

`images` writes a category of ten good images, and a good and a scratched test image: each a photograph of WOOD's good
ones, mirrored side by side until it has that size. `inspect` writes one more and inspects it in a fresh process, of
which it prints the largest resident memory.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

SCRATCH_PX = (5, 60)


def texture(photograph: Path, width: int, height: int, *, channels: int) -> np.ndarray:
    """(height, width, channels) uint8: a photograph, mirrored side by side."""
    image = np.asarray(Image.open(photograph).convert("RGB"))[..., :channels]
    both = np.concatenate([image, image[:, ::-1]], axis=1)
    patch = np.concatenate([both, both[::-1]], axis=0)
    return np.tile(patch, (-(-height // patch.shape[0]), -(-width // patch.shape[1]), 1))[:height, :width]


def scratch(image: np.ndarray, *, left: int, top: int) -> None:
    """Draw a dark line into an image in place."""
    across, along = SCRATCH_PX
    place = image[top : top + along, left : left + across]
    place[:] = (place * 0.45).astype(np.uint8)


def write(
    path: Path, photograph: Path, width: int, height: int, *, channels: int, defect: tuple[int, int] | None
) -> None:
    """Write a large image, with a scratch whose left and top are given."""
    image = texture(photograph, width, height, channels=channels)
    if defect is not None:
        scratch(image, left=defect[0], top=defect[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(image[..., 0] if channels == 1 else image).save(path)


def write_images(wood: Path, folder: Path, width: int, height: int) -> None:
    """Write the category."""
    photographs = sorted((wood / "train/good").iterdir())
    for index, photograph in enumerate(photographs[:10]):
        write(folder / f"train/good/{index}.png", photograph, width, height, channels=3, defect=None)
    place = place_in(width, height)
    write(folder / "test/good/0.png", photographs[10], width, height, channels=3, defect=None)
    write(folder / "test/scratch/0.png", photographs[11], width, height, channels=3, defect=place)


def place_in(width: int, height: int) -> tuple[int, int]:
    """Left and top of the scratch."""
    return width * 2 // 3, height // 3


def inspect(model: Path, image: Path) -> dict[str, object]:
    """Inspect it in this process; its memory at the end is that of the whole."""
    from inspector.data.category import ImageRef
    from inspector.store.models.model_folder import read_model
    from inspector.workflow.inspect.images import inspect_image

    stored = read_model(model)
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    inspection = inspect_image(
        stored.model, stored.operating_point, ImageRef(path=image, name=image.name, label="scratch", mask=None)
    )
    return {
        "error": inspection.error,
        "decision": str(inspection.decision),
        "score": inspection.score,
        "reject": stored.operating_point.reject,
        "timings_ms": {name: round(value) for name, value in inspection.timings_ms.items()},
        "regions": [[one.left, one.top, one.width, one.height] for one in inspection.regions[:5]],
        "map": None if inspection.anomaly_map is None else list(inspection.anomaly_map.shape),
        "program_mb": loaded // 1024,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    images = commands.add_parser("images")
    images.add_argument("wood", type=Path)
    images.add_argument("folder", type=Path)
    images.add_argument("--width", type=int, default=4000)
    images.add_argument("--height", type=int, default=3000)
    one = commands.add_parser("inspect")
    one.add_argument("model", type=Path)
    one.add_argument("wood", type=Path)
    one.add_argument("width", type=int)
    one.add_argument("height", type=int)
    one.add_argument("--format", default="png")
    one.add_argument("--grey", action="store_true")
    one.add_argument("--image", type=Path, help=argparse.SUPPRESS)  # of the process that inspects
    arguments = parser.parse_args()
    if arguments.command == "images":
        write_images(arguments.wood, arguments.folder, arguments.width, arguments.height)
    elif arguments.image is not None:
        print(json.dumps(inspect(arguments.model, arguments.image)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            image = Path(folder) / f"image.{arguments.format}"
            place = place_in(arguments.width, arguments.height)
            photograph = sorted((arguments.wood / "train/good").iterdir())[12]
            channels = 1 if arguments.grey else 3
            write(image, photograph, arguments.width, arguments.height, channels=channels, defect=place)
            print(f"scratch at {place}, file {image.stat().st_size / 2**20:.0f} MB", flush=True)
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--image", str(image)], check=True)


if __name__ == "__main__":
    main()
