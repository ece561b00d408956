"""What becomes of images whose files were damaged: read as they were, refused, or judged on other pixels.

    python training/faults/mutated_images.py --files 1500 --results training/results/mutated_images.md

One picture of a made-up part is written in each format; each copy is damaged in one of the ways that cables, disks and
interrupted copies have, and read. A picture is changed where more than 1 % of its pixels differ by more than two of 255
levels. Seeded: the same files each time.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from inspector.core.errors import ImageError
from inspector.data.images.reading import read_image

CHANGED_SHARE, CHANGED_LEVELS = 0.01, 2
SIDE = 128

UNKNOWABLE: Mapping[str, str] = {
    "png": "nothing: each part has a checksum (CRC-32), and so have the pixels (Adler-32)",
    "tiff deflate": "other values in the tags: the checksum (Adler-32) covers the pixels alone",
    "tiff lzw": "other pixels: no checksum; data that end too early or too late are noticed",
    "tiff": "other pixels, zeros for black ones: no checksum; missing data are noticed",
    "jpeg": "data that decode to another picture and end where they should: no checksum",
    "jpeg progressive": "the same",
    "jpeg restarts": "the same, between two restart markers",
    "webp": "other pixels: no checksum, and any data decode; lengths and long zeros are noticed",
    "webp lossless": "the same; data that end too early are noticed",
    "bmp": "other pixels, another palette: no checksum; the sizes in the header are checked",
    "gif": "data that decode to another picture: no checksum",
    "jpeg 2000": "data that decode to another picture: no checksum; long zeros and a missing end are noticed",
    "avif": "data that decode to another picture: no checksum; lengths and long zeros are noticed",
    "pgm": "other pixels, zeros for black ones: no checksum; the number of bytes is checked",
}


def picture() -> np.ndarray:
    """(SIDE, SIDE, 3) uint8: a disc with a texture, as noisy as a camera's."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
    image = 60 + 110 * (np.hypot(x, y) < 0.38) + 12 * np.sin(30 * x)
    return (image[..., None] * [1.0, 0.95, 0.9] + rng.normal(0, 3, (SIDE, SIDE, 3))).clip(0, 255).astype(np.uint8)


def originals() -> dict[str, bytes]:
    """The picture in each format."""
    samples = picture()
    image = Image.fromarray(samples)

    def saved(format: str, **options: object) -> bytes:
        file = BytesIO()
        image.save(file, format, **options)
        return file.getvalue()

    def tiff(compression: str | None) -> bytes:
        file = BytesIO()
        tifffile.imwrite(file, samples, photometric="rgb", compression=compression)
        return file.getvalue()

    return {
        "png": saved("PNG"),
        "tiff deflate": tiff("zlib"),
        "tiff lzw": tiff("lzw"),
        "tiff": tiff(None),
        "jpeg": saved("JPEG", quality=90),
        "jpeg progressive": saved("JPEG", quality=90, progressive=True),
        "jpeg restarts": saved("JPEG", quality=90, restart_marker_rows=1),
        "webp": saved("WEBP", quality=90),
        "webp lossless": saved("WEBP", lossless=True),
        "bmp": saved("BMP"),
        "gif": saved("GIF"),
        "jpeg 2000": saved("JPEG2000"),
        "avif": saved("AVIF", quality=90),
        "pgm": saved("PPM"),
    }


def _flip(content: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 4)):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def _overwrite(content: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 4)):
        content[dice.randrange(len(content))] = dice.randrange(256)


def _zeros(content: bytearray, dice: random.Random) -> None:
    start, length = dice.randrange(len(content)), dice.choice((64, 512, 4096))
    content[start : start + length] = bytes(len(content[start : start + length]))


def _zeros_to_the_end(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content) // 4, len(content))
    content[start:] = bytes(len(content) - start)


def _cut(content: bytearray, dice: random.Random) -> None:
    del content[dice.randrange(len(content) // 4, len(content)) :]


def _hole(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    del content[start : start + dice.choice((1, 16, 512))]


def _twice(content: bytearray, dice: random.Random) -> None:
    start, length = dice.randrange(len(content)), dice.choice((16, 512))
    content[start:start] = content[start : start + length]


DAMAGES: Mapping[str, Callable[[bytearray, random.Random], None]] = {
    "1 to 4 bits flipped": _flip,
    "1 to 4 bytes overwritten": _overwrite,
    "a block of zeros": _zeros,
    "zeros to the end": _zeros_to_the_end,
    "cut off": _cut,
    "a hole": _hole,
    "a block twice": _twice,
}


@dataclass(frozen=True)
class Outcome:
    """What came of one damaged file: `same`, `refused` or `changed`."""

    format: str
    damage: str
    result: str


def outcomes(files: int, *, seed: int) -> Iterator[Outcome]:
    """Damage and read so many files, the formats and damages in turn."""
    dice = random.Random(seed)
    pictures = originals()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged"
        intact = {}
        for name, content in pictures.items():
            path.write_bytes(content)
            intact[name] = read_image(path).numpy()
        for index in range(files):
            name = list(pictures)[index % len(pictures)]
            damage = list(DAMAGES)[index // len(pictures) % len(DAMAGES)]
            content = bytearray(pictures[name])
            DAMAGES[damage](content, dice)
            path.unlink()
            path.write_bytes(content)
            yield Outcome(name, damage, _result(path, intact[name]))


def _result(path: Path, intact: np.ndarray) -> str:
    try:
        image = read_image(path).numpy()
    except ImageError:
        return "refused"
    if image.shape != intact.shape:
        return "changed"
    share = (np.abs(image - intact).max(axis=0) > CHANGED_LEVELS / 255).mean()
    return "changed" if share > CHANGED_SHARE else "same"


def table(found: list[Outcome], *, by: str) -> list[str]:
    """Rows of Markdown: files by format or by damage, and what came of them."""
    groups = dict.fromkeys(getattr(outcome, by) for outcome in found)
    last = by == "format"
    lines = [
        f"| {by} | files | read as before | refused | other pixels, silently |" + " what cannot be known |" * last,
        "|---|---|---|---|---|" + "---|" * last,
    ]
    for group in groups:
        counts = Counter(outcome.result for outcome in found if getattr(outcome, by) == group)
        row = f"| {group} | {counts.total()} | {counts['same']} | {counts['refused']} | {counts['changed']} |"
        lines.append(row + (f" {UNKNOWABLE[group]} |" if last else ""))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    started = time.perf_counter()
    found = list(outcomes(arguments.files, seed=arguments.seed))
    counts = Counter(outcome.result for outcome in found)
    lines = [
        "# Damaged images",
        "",
        f"{len(found)} files, seed {arguments.seed}: {counts['same']} read as before (at most 1 % of the pixels "
        f"differ by more than two levels), {counts['refused']} refused, {counts['changed']} read with other pixels.",
        "",
        *table(found, by="format"),
        "",
        *table(found, by="damage"),
        "",
        f"`python training/faults/mutated_images.py --files {arguments.files} --seed {arguments.seed}`",
    ]
    print("\n".join(lines))
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    if arguments.results is not None:
        arguments.results.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
