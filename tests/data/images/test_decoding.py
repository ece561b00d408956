"""Every format and depth with values worked out by hand, and files that end early or are damaged at random."""

import logging
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import ImageError
from inspector.data.images import limits
from inspector.data.images.reading import read_image
from tests.data.images.bad_files import chunk, encoded, tiff
from tests.data.images.good_files import GREY, GREY16, LOSSLESS, LOSSY, RGB, pil, png16

# What EXIF orientations 1 to 8 make of the stored rows 123 and 456, worked out on a sheet of paper.
UPRIGHT = ["123 456", "321 654", "654 321", "456 123", "14 25 36", "41 52 63", "63 52 41", "36 25 14"]


def oriented(format: str, orientation: int) -> bytes:
    """Six squares of 8 px, two rows of three, each as grey as 40 times its number."""
    squares = np.kron(np.array([[1, 2, 3], [4, 5, 6]]) * 40, np.ones((8, 8))).astype(np.uint8)
    exif = Image.Exif()
    exif[0x0112] = orientation
    after_pixels = chunk(b"eXIf", exif.tobytes()[6:])
    if format == "PNG, 16 bits":
        return png16(np.dstack([squares] * 3).astype(np.uint16) * 257, 2, more=after_pixels)
    if format == "PNG, palette":
        return encoded(Image.fromarray(squares).convert("P"), "PNG")[:-12] + after_pixels + chunk(b"IEND", b"")
    if format == "TIFF, deflate":
        return pil(squares, "TIFF", compression="tiff_adobe_deflate", exif=exif)
    return pil(squares, format, exif=exif, **({"lossless": True} if format == "WEBP" else {}))


def read(folder: Path, content: bytes, name: str = "image.png") -> torch.Tensor:
    (folder / name).unlink(missing_ok=True)  # far faster than overwriting on some file systems
    (folder / name).write_bytes(content)
    return read_image(folder / name)


def expected(samples: np.ndarray) -> torch.Tensor:
    full_scale = {"uint8": 255, "uint16": 65535}.get(samples.dtype.name, 1)
    values = np.atleast_3d(samples).astype(np.float32) / np.float32(full_scale)
    return torch.from_numpy(values).permute(2, 0, 1).expand(3, -1, -1)


@pytest.mark.parametrize("kind", LOSSLESS)
def test_every_bit_of_a_lossless_file_is_kept(tmp_path, kind):
    content, samples = LOSSLESS[kind]
    image = read(tmp_path, content)
    assert image.dtype == torch.float32
    assert image.is_contiguous()
    assert torch.equal(image, expected(samples))


def test_values_worked_out_by_hand(tmp_path):
    grey = read(tmp_path, pil(GREY, "PNG"))
    assert grey.shape == (3, 2, 3)
    np.testing.assert_allclose(grey[2], [[0, 0.2, 1], [0.4, 0.003921569, 0.996078431]], rtol=1e-6)
    deep = read(tmp_path, tiff(GREY16))
    np.testing.assert_allclose(deep[0], [[0, 1.5259022e-05, 1], [0.00390631, 0.00392157, 0.2]], rtol=1e-5)
    colour = read(tmp_path, pil(RGB, "PNG"))
    np.testing.assert_allclose(colour[:, 1, 0], [0.4, 0.003921569, 0.996078431], rtol=1e-6)


@pytest.mark.parametrize("kind", LOSSY)
def test_lossy_colours_are_close(tmp_path, kind):
    content, samples = LOSSY[kind]
    image = read(tmp_path, content)
    assert image.shape == (3, 16, 16)
    assert (image - expected(samples)).abs().max() <= 3 / 255


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["PNG", "PNG, 16 bits", "PNG, palette", "JPEG", "WEBP", "TIFF", "TIFF, deflate"])
def test_orientation_is_applied(tmp_path, format, orientation):
    image = read(tmp_path, oriented(format, orientation))
    numbers = (image[0, 4::8, 4::8] * 255 / 40).round().int().tolist()
    assert image.is_contiguous()
    assert " ".join("".join(map(str, row)) for row in numbers) == UPRIGHT[orientation - 1]


def test_a_senseless_orientation_is_none(tmp_path):
    assert torch.equal(read(tmp_path, oriented("PNG", 9)), read(tmp_path, oriented("PNG", 1)))


def test_one_pixel_is_an_image_and_content_decides_the_format(tmp_path):
    assert read(tmp_path, pil(RGB[:1, :1], "PNG"), "PNG named.jpg").tolist() == [[[1]], [[0]], [[0]]]
    assert read(tmp_path, pil(RGB[:1, :1], "BMP"), "BMP named.tiff").tolist() == [[[1]], [[0]], [[0]]]


@pytest.mark.parametrize("kind", ["png rgb", "png palette", "bmp rgb", "webp rgb", "tiff rgb", "tiff rgb, lzw"])
def test_pixel_limit(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(limits, "MAX_PIXELS", 6)
    assert read(tmp_path, LOSSLESS[kind][0]).shape == (3, 2, 3)
    monkeypatch.setattr(limits, "MAX_PIXELS", 5)
    with pytest.raises(ImageError, match="found 3 x 2 px"):
        read(tmp_path, LOSSLESS[kind][0])


@pytest.mark.parametrize("kind", LOSSLESS)
def test_a_missing_end_is_noticed(tmp_path, kind):
    content, samples = LOSSLESS[kind]
    for length in range(1, len(content), max(1, len(content) // 16)):
        try:
            image = read(tmp_path, content[:length])
        except ImageError:
            continue
        assert torch.equal(image, expected(samples)), f"half an image from the first {length} bytes"


def test_damage_at_random_ends_in_an_image_error(tmp_path, capfd, caplog):
    caplog.set_level(logging.CRITICAL, logger="tifffile")  # pytest would keep thousands of records
    dice, counts = random.Random(0), Counter()
    seeds = {**LOSSLESS, **LOSSY}
    for kind in dice.choices(sorted(seeds), k=2000):
        damaged = bytearray(seeds[kind][0])
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(len(damaged))] = dice.choice((0, 1, 255, dice.randrange(256)))
        try:
            image = read(tmp_path, bytes(damaged))
        except ImageError as error:
            counts["refused"] += "image.png cannot be read: expected" in str(error)
        else:
            assert image.shape[0] == 3
            assert 0 <= image.min() <= image.max() <= 1
            if kind.startswith("png"):
                assert torch.equal(image, expected(seeds[kind][1])), "PNG has checksums: no pixel changes unseen"
            counts["read"] += 1
    assert counts.total() == 2000
    assert min(counts["refused"], counts["read"]) > 500
    assert tuple(capfd.readouterr()) == ("", "")
