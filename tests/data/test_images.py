"""Images of every format and depth, with values worked out by hand, and every kind of file that is bad."""

import errno
import random
import warnings
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import torch
from PIL import Image
from tifffile import TiffWriter

from inspector.core.errors import ImageError
from inspector.data import decoding, images
from inspector.data.images import is_image_name, read_image, read_mask, resize
from tests.data.bad_files import chunk, encoded, make_bad_files, png, tiff

with TemporaryDirectory() as _folder:
    BAD_KINDS = sorted(make_bad_files(Path(_folder)))

# Two rows of three pixels; over 255 the grey ones are 0, 0.2, 1 and 0.4, 1/255, 254/255.
GREY = np.array([[0, 51, 255], [102, 1, 254]], np.uint8)
RGB = np.array([[[255, 0, 0], [0, 51, 0], [0, 0, 255]], [[102, 1, 254], [255, 255, 255], [0, 0, 0]]], np.uint8)
ALPHA = np.array([[0, 128, 255], [255, 7, 0]], np.uint8)
RGBA, GREY_ALPHA = np.dstack([RGB, ALPHA]), np.dstack([GREY, ALPHA])
BITS = np.array([[0, 1, 1], [1, 0, 1]], bool)
FOUR_BITS = np.array([[0, 51, 255], [102, 17, 238]], np.uint8)  # 0, 3, 15 and 6, 1, 14 of 15
# Two pixels apart by the lowest bit, which 8-bit decoding would make equal.
GREY16 = np.array([[0, 1, 65535], [256, 257, 13107]], np.uint16)
RGB16 = np.dstack([GREY16, GREY16[::-1], GREY16[:, ::-1]])
RGBA16 = np.dstack([RGB16, GREY16])
UNIT = np.array([[0, 0.25, 1], [0.5, 1e-3, 0.75]], np.float32)


def png16(samples: np.ndarray, colour: int, *, more: bytes = b"") -> bytes:
    """A 16-bit PNG, which Pillow cannot write in colour."""
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    return png((samples.shape[1], samples.shape[0], 16, colour), zlib.compress(rows), more=more)


def pil(samples: np.ndarray, format: str, **options: object) -> bytes:
    return encoded(Image.fromarray(samples), format, **options)


def palette(format: str, **options: object) -> bytes:
    return encoded(Image.fromarray(RGB).quantize(6), format, **options)


def two_pages(subfiletype: int) -> bytes:
    file = BytesIO()
    with TiffWriter(file) as writer:
        writer.write(RGB, photometric="rgb")
        writer.write(RGB[:1, :1], photometric="rgb", subfiletype=subfiletype)
    return file.getvalue()


def read(folder: Path, content: bytes, name: str = "image.png") -> torch.Tensor:
    (folder / name).write_bytes(content)
    return read_image(folder / name)


LOSSLESS = {
    "png grey": (pil(GREY, "PNG"), GREY),
    "png grey, 1 bit": (pil(BITS, "PNG"), BITS),
    "png grey, 4 bits": (png((3, 2, 4, 0), zlib.compress(b"\0\x03\xf0\0\x61\xe0")), FOUR_BITS),
    "png grey and alpha": (pil(GREY_ALPHA, "PNG"), GREY),
    "png rgb": (pil(RGB, "PNG"), RGB),
    "png rgb with a transparent colour": (pil(RGB, "PNG", transparency=(0, 0, 255)), RGB),
    "png rgba": (pil(RGBA, "PNG"), RGB),
    "png palette": (palette("PNG"), RGB),
    "png palette with alpha": (palette("PNG", transparency=b"\0\x80\xff\0\0\0"), RGB),
    "png palette with a transparent colour": (palette("PNG", transparency=2), RGB),
    "png grey, 16 bits": (pil(GREY16, "PNG"), GREY16),
    "png rgb, 16 bits": (png16(RGB16, 2), RGB16),
    "png rgba, 16 bits": (png16(RGBA16, 6), RGB16),
    "png with something after its end": (pil(RGB, "PNG") + b"\0" * 30, RGB),
    "bmp grey": (pil(GREY, "BMP"), GREY),
    "bmp rgb": (pil(RGB, "BMP"), RGB),
    "bmp 1 bit": (pil(BITS, "BMP"), BITS),
    "bmp palette": (palette("BMP"), RGB),
    "webp rgb": (pil(RGB, "WEBP", lossless=True), RGB),
    "webp rgba": (pil(RGBA, "WEBP", lossless=True, exact=True), RGB),
    "tiff grey": (tiff(GREY), GREY),
    "tiff white is zero": (tiff(255 - GREY, photometric="miniswhite"), GREY),
    "tiff 1 bit": (pil(BITS, "TIFF"), BITS),
    "tiff 1 bit, deflate": (pil(BITS, "TIFF", compression="tiff_adobe_deflate"), BITS),
    "tiff palette": (palette("TIFF"), RGB),
    "tiff palette, deflate": (palette("TIFF", compression="tiff_adobe_deflate"), RGB),
    "tiff rgb": (tiff(RGB, photometric="rgb"), RGB),
    "tiff rgb, lzw": (pil(RGB, "TIFF", compression="tiff_lzw"), RGB),
    "tiff rgb, packbits": (pil(RGB, "TIFF", compression="packbits"), RGB),
    "tiff rgb, deflate, strips": (tiff(RGB, photometric="rgb", compression="zlib", rowsperstrip=1), RGB),
    "tiff rgb, tiles": (tiff(RGB, photometric="rgb", tile=(16, 16)), RGB),
    "tiff rgb, planes": (tiff(RGB.transpose(2, 0, 1), photometric="rgb", planarconfig="separate"), RGB),
    "tiff rgb, big": (tiff(RGB, photometric="rgb", bigtiff=True, byteorder=">"), RGB),
    "tiff rgba": (tiff(RGBA, photometric="rgb", extrasamples=["unassalpha"]), RGB),
    "tiff rgba, deflate": (pil(RGBA, "TIFF", compression="tiff_adobe_deflate"), RGB),
    "tiff grey and alpha": (pil(GREY_ALPHA, "TIFF"), GREY),
    "tiff grey, 16 bits": (tiff(GREY16), GREY16),
    "tiff grey, 16 bits, big-endian": (tiff(GREY16, byteorder=">"), GREY16),
    "tiff grey, 16 bits, lzw": (pil(GREY16, "TIFF", compression="tiff_lzw"), GREY16),
    "tiff rgb, 16 bits, big-endian": (tiff(RGB16, photometric="rgb", byteorder=">"), RGB16),
    "tiff rgb, 16 bits, deflate": (tiff(RGB16, photometric="rgb", compression="zlib", predictor=True), RGB16),
    "tiff rgba, 16 bits": (tiff(RGBA16, photometric="rgb", extrasamples=["unassalpha"]), RGB16),
    "tiff float": (tiff(UNIT), UNIT),
    "tiff float, big-endian, deflate": (tiff(UNIT, byteorder=">", compression="zlib"), UNIT),
    "tiff double": (tiff(UNIT.astype(np.float64)), UNIT),
    "tiff with a preview": (two_pages(subfiletype=1), RGB),
}

# Lossy, so of one colour each: orange, and twice the same red in CMYK, as Adobe inverts it and as the standard does.
ORANGE = np.full((16, 16, 3), (200, 100, 50), np.uint8)
RED = np.full((16, 16, 3), (255, 0, 0), np.uint8)
ADOBE_CMYK = encoded(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", quality=100)
PLAIN_CMYK = encoded(Image.new("CMYK", (16, 16), (255, 0, 0, 255)), "JPEG", quality=100)
LOSSY = {
    "jpeg rgb": (pil(ORANGE, "JPEG"), ORANGE),
    "jpeg rgb, progressive": (pil(ORANGE, "JPEG", progressive=True), ORANGE),
    "jpeg grey": (pil(ORANGE[..., 0], "JPEG"), ORANGE[..., :1]),
    "jpeg cmyk, adobe": (ADOBE_CMYK, RED),
    "jpeg cmyk": (PLAIN_CMYK[:2] + PLAIN_CMYK[18:], RED),  # less the 16 bytes of Adobe's marker
    "webp": (pil(ORANGE, "WEBP"), ORANGE),
    "tiff jpeg": (pil(ORANGE, "TIFF", compression="jpeg"), ORANGE),
}

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


def test_names():
    assert all(
        is_image_name(Path(f"a/part 1.{suffix}")) for suffix in ("jpg", "JPEG", "Png", "bmp", "TIF", "tiff", "webp")
    )
    assert not any(
        is_image_name(Path(f"a/{name}")) for name in ("._a.png", ".png", ".a.jpg", "png", "a.gif", "a.png.part")
    )


def test_mask_is_any_non_zero_pixel(tmp_path):
    path = tmp_path / "000_mask.png"
    faint = np.zeros((2, 3, 4), np.uint8)
    faint[0, 1, 2], faint[..., 3] = 1, 255  # the opaque alpha is no defect
    for content in (pil(faint, "PNG"), tiff((faint[..., 2] > 0).astype(np.uint16)), pil(faint[..., 2] > 0, "PNG")):
        path.write_bytes(content)
        assert read_mask(path, size=(2, 3)).tolist() == [[False, True, False], [False, False, False]]
    with pytest.raises(ImageError, match=r"000_mask\.png .* expected .* 2 x 3 px, found 3 x 2 px; .*\.$"):
        read_mask(path, size=(3, 2))


def test_resize():
    stripes = torch.tensor([0.0, 1, 0, 1]).expand(3, 2, 4)
    assert resize(stripes, (2, 4)) is stripes
    # A triangle of radius 2 about x = 1 weighs the pixels 0.75, 0.75, 0.25 and 0: (0.75 * 1) / 1.75.
    torch.testing.assert_close(resize(stripes, (2, 2))[0, 0], torch.tensor([3 / 7, 4 / 7]))
    assert resize(stripes, (5, 7)).shape == (3, 5, 7)
    torch.testing.assert_close(resize(torch.full((3, 9, 9), 0.3), (4, 20)), torch.full((3, 4, 20), 0.3))


@pytest.fixture(scope="module")
def bad_files(tmp_path_factory):
    return make_bad_files(tmp_path_factory.mktemp("bad"))


def assert_clear(error: ImageError, path: Path) -> None:
    message = str(error)
    assert message.startswith(f"Image {path} cannot be read: expected ")
    assert ", found " in message
    assert "; " in message
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize("kind", BAD_KINDS)
def test_bad_file_is_one_clear_sentence(bad_files, kind, capfd, caplog):
    assert is_image_name(bad_files[kind])
    with pytest.raises(ImageError) as caught:
        read_image(bad_files[kind])
    assert_clear(caught.value, bad_files[kind])
    assert tuple(capfd.readouterr()) == ("", "")
    assert not caplog.records


def test_there_are_many_kinds_of_bad_file():
    assert len(BAD_KINDS) >= 55


@pytest.mark.parametrize("name", ["missing.png", "n" * 300 + ".png", "nul\0.png", "missing folder/a.png"])
def test_no_such_file(tmp_path, name):
    with pytest.raises(ImageError) as caught:
        read_image(tmp_path / name)
    assert_clear(caught.value, tmp_path / name)


def test_a_name_that_is_not_unicode_can_be_printed(tmp_path):
    with pytest.raises(ImageError, match="bad") as caught:
        read_image(tmp_path / "bad\udcff.png")
    assert str(caught.value).encode()


@pytest.mark.parametrize("kind", ["png rgb", "png palette", "bmp rgb", "webp rgb", "tiff rgb", "tiff rgb, lzw"])
def test_pixel_limit(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(decoding, "MAX_PIXELS", 6)
    assert read(tmp_path, LOSSLESS[kind][0]).shape == (3, 2, 3)
    monkeypatch.setattr(decoding, "MAX_PIXELS", 5)
    with pytest.raises(ImageError, match="found 3 x 2 px"):
        read(tmp_path, LOSSLESS[kind][0])


def test_a_huge_file_is_not_read(tmp_path):
    with (tmp_path / "huge.png").open("wb") as file:
        file.write(LOSSLESS["png rgb"][0])
        file.truncate(images._MAX_FILE_BYTES + 1)
    with pytest.raises(ImageError, match="expected at most 3200000000 bytes"):
        read_image(tmp_path / "huge.png")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (MemoryError(), "fits in memory"),
        (OSError(errno.EIO, "Input/output error"), "'Input/output error'"),
        (PermissionError(errno.EACCES, "Permission denied"), "'Permission denied'"),
    ],
)
def test_failure_of_the_machine(tmp_path, monkeypatch, failure, said):
    def fail(path, file):
        raise failure

    monkeypatch.setattr(images, "decode", fail)
    with pytest.raises(ImageError, match=said) as caught:
        read(tmp_path, LOSSLESS["png rgb"][0])
    assert_clear(caught.value, tmp_path / "image.png")


def test_several_threads_and_no_warning(tmp_path):
    bad_exif = b"Exif\0\0II*\0\x08\0\0\0\x09\0"
    content = pil(ORANGE, "JPEG", exif=bad_exif)
    with pytest.warns(UserWarning, match="Corrupt EXIF"):
        Image.open(BytesIO(content)).getexif()
    (tmp_path / "a.jpg").write_bytes(content)
    (tmp_path / "b.png").write_bytes(LOSSLESS["png palette with alpha"][0])
    filters = list(warnings.filters)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(read_image, [tmp_path / "a.jpg", tmp_path / "b.png"] * 40))
    assert all(torch.equal(image, found[i % 2]) for i, image in enumerate(found))
    assert torch.equal(found[1], expected(RGB))
    assert warnings.filters == filters


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
    dice, counts = random.Random(0), Counter()
    seeds = {**LOSSLESS, **LOSSY}
    for kind in dice.choices(sorted(seeds), k=3000):
        damaged = bytearray(seeds[kind][0])
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(len(damaged))] = dice.choice((0, 1, 255, dice.randrange(256)))
        try:
            image = read(tmp_path, bytes(damaged))
        except ImageError as error:
            assert_clear(error, tmp_path / "image.png")
            counts["refused"] += 1
        else:
            assert image.shape[0] == 3
            assert 0 <= image.min() <= image.max() <= 1
            if kind.startswith("png"):
                assert torch.equal(image, expected(seeds[kind][1])), "PNG has checksums: no pixel changes unseen"
            counts["read"] += 1
    assert min(counts["refused"], counts["read"]) > 500
    assert tuple(capfd.readouterr()) == ("", "")
    assert not caplog.records
