"""Masks, sizes, and every kind of file that is bad: one clear sentence each, and nothing printed."""

import errno
import logging
import struct
import warnings
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.cli.ways_out import way_out
from inspector.core.errors import ImageError
from inspector.core.images.resizing import resize
from inspector.data.images import limits
from inspector.data.images import reading as images
from inspector.data.images.decoders import decoded, png, tiff
from inspector.data.images.formats import is_image_name
from inspector.data.images.masks import read_mask
from inspector.data.images.reading import read_image
from tests.data.images.bad_files import encoded, make_bad_files
from tests.data.images.bad_files import png as png_file
from tests.data.images.bad_files import tiff as tiff_file
from tests.data.images.good_files import LOSSLESS, ORANGE, RGB, pil

with TemporaryDirectory() as _folder:
    BAD_KINDS = sorted(make_bad_files(Path(_folder)))


def test_names():
    suffixes = "jpg JPEG jfif jpe Png bmp dib TIF tiff webp gif pgm ppm pnm pbm jp2 avif"
    assert all(is_image_name(f"part 1.{suffix}") for suffix in suffixes.split())
    assert not any(is_image_name(name) for name in ("._a.png", ".png", ".a.jpg", "png", "a.txt", "a.png.part"))


def test_mask_is_any_non_zero_pixel(tmp_path):
    path = tmp_path / "000_mask.png"
    faint = np.zeros((2, 3, 4), np.uint8)
    faint[0, 1, 2], faint[..., 3] = 1, 255  # the opaque alpha is no defect
    for content in (pil(faint, "PNG"), tiff_file((faint[..., 2] > 0).astype(np.uint16)), pil(faint[..., 2] > 0, "PNG")):
        path.write_bytes(content)
        assert read_mask(path, size=(2, 3)).tolist() == [[False, True, False], [False, False, False]]
    with pytest.raises(ImageError, match=r"000_mask\.png .* expected .* 2 x 3 px, found 3 x 2 px\.$"):
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
    assert way_out(error), "what to do about it"
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize("kind", BAD_KINDS)
def test_bad_file_is_one_clear_sentence(bad_files, kind, capfd):
    assert is_image_name(bad_files[kind].name)
    with pytest.raises(ImageError) as caught:
        read_image(bad_files[kind])
    assert_clear(caught.value, bad_files[kind])
    assert tuple(capfd.readouterr()) == ("", "")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("wav", "expected JPEG, PNG, BMP, TIFF, WebP, GIF, PNM, JPEG 2000 or AVIF data"),
        ("jp2_deep_colour", "of 8 bits in colour or with alpha, found 12 bits"),
        ("pgm_two_images", "several pages"),
        ("truncated", "the file ends too early"),
        ("signature_only", "its structure is broken"),
        ("bomb", "expected at most 200 million pixels, found 100000 x 100000 px"),
        ("grey_alpha_16", "found 16-bit grey with alpha"),
        ("webp_bomb", "expected at most 200 million pixels"),
        ("tiff_zero_width", "expected at least 1 x 1 px, found 0 x 24 px"),
        ("tiff_bomb_in_a_tile", "expected at most 200 million pixels"),
        ("tiff_bomb_deflated", "pixel data are larger than the image"),
        ("tiff_two_pages", "expected one image, found several pages or frames"),
        ("tiff_strip_past_the_end", "pixel data are missing"),
        ("tiff_no_palette", "expected an 8-bit palette"),
        ("tiff_bits_reversed", "found FillOrder 2"),
        ("tiff_unreadable_tag", "tags are unreadable"),
        ("tiff_float_to_255", r"within \[0, 1\], found 0.0 to 255.0"),
        ("folder", "found a folder"),
        ("pipe", "found a pipe, socket or device"),
        ("empty", "an empty file"),
    ],
)
def test_the_message_names_the_fault(bad_files, kind, message):
    if kind not in bad_files:
        pytest.skip("this platform has none")
    with pytest.raises(ImageError, match=message):
        read_image(bad_files[kind])


def test_without_more_codecs_the_compression_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(tiff, "MORE_CODECS", False)
    (tmp_path / "a.tif").write_bytes(encoded(Image.new("1", (9, 9)), "TIFF", compression="group4"))
    with pytest.raises(ImageError, match="found CCITTFAX4, for which there is no decoder"):
        read_image(tmp_path / "a.tif")


def test_an_image_of_hardly_any_bytes_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(pil(np.zeros((500, 500), np.uint8), "PNG"))
    assert read_image(path).shape == (3, 500, 500)
    monkeypatch.setattr(limits, "LARGE_PIXELS", 500 * 500 - 1)
    with pytest.raises(ImageError, match="expected at most 100 pixels per byte in an image of 500 x 500 px, found"):
        read_image(path)
    path.write_bytes(pil(np.random.default_rng(0).integers(0, 256, (500, 500), np.uint8), "PNG"))
    assert read_image(path).shape == (3, 500, 500)


def _huge(format: str) -> bytes:
    """A file of a few hundred bytes that says it holds 196 million pixels or more."""
    small = encoded(Image.new("L", (16, 16)), format)
    if format == "PNG":
        return png_file((20_000, 10_000, 8, 2), b"")
    if format == "GIF":
        return small[:6] + struct.pack("<HH", 14_000, 14_000) + small[10:]
    if format == "JPEG":
        return small.replace(struct.pack(">HH", 16, 16), struct.pack(">HH", 14_000, 14_000))
    if format == "BMP":
        run_length = struct.pack("<iiHHI", 14_000, 14_000, 1, 8, 1)
        return small[:18] + run_length + small[34:]
    return small.replace(struct.pack(">II", 16, 16), struct.pack(">II", 14_000, 14_000))


@pytest.mark.parametrize("format", ["PNG", "GIF", "JPEG", "BMP", "JPEG2000"])
def test_a_small_file_of_200_megapixels_is_refused_by_its_header(tmp_path, format):
    (tmp_path / "a.png").write_bytes(_huge(format))
    with pytest.raises(ImageError, match="expected at most 100 pixels per byte in an image of"):
        read_image(tmp_path / "a.png")


def test_there_are_many_kinds_of_bad_file():
    assert len(BAD_KINDS) >= 60


@pytest.mark.parametrize("name", ["missing.png", "n" * 300 + ".png", "nul\0.png", "missing folder/a.png"])
def test_no_such_file(tmp_path, name):
    with pytest.raises(ImageError) as caught:
        read_image(tmp_path / name)
    assert_clear(caught.value, tmp_path / name)


def test_a_name_that_is_not_unicode_can_be_printed(tmp_path):
    with pytest.raises(ImageError, match="bad") as caught:
        read_image(tmp_path / "bad\udcff.png")
    assert str(caught.value).encode()


def test_a_huge_file_is_not_read(tmp_path):
    with (tmp_path / "huge.png").open("wb") as file:
        file.write(pil(RGB, "PNG"))
        file.truncate(images.MAX_FILE_BYTES + 1)
    with pytest.raises(ImageError, match="expected at most 3200000000 bytes"):
        read_image(tmp_path / "huge.png")


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (MemoryError(), "fits in memory"),
        (OSError(errno.EIO, "Input/output error"), "'Input/output error'"),
        (PermissionError(errno.EACCES, "Permission denied"), "'Permission denied'"),
    ],
)
def test_failure_of_the_machine(tmp_path, monkeypatch, failure, message):
    def fail(*_):
        raise failure

    monkeypatch.setattr(images, "decode", fail)
    path = tmp_path / "image.png"
    path.write_bytes(pil(RGB, "PNG"))
    with pytest.raises(ImageError, match=message) as caught:
        read_image(path)
    assert_clear(caught.value, path)


def test_memory_is_asked_for_before_kornia_panics_for_want_of_it(tmp_path, monkeypatch):
    def no_memory(*_):
        raise MemoryError

    monkeypatch.setattr(decoded.np, "empty", no_memory)
    monkeypatch.setattr(png.kornia_rs.io, "decode_image_png_u8", lambda *_: pytest.fail("it was called"))
    path = tmp_path / "image.png"
    path.write_bytes(pil(RGB, "PNG"))
    with pytest.raises(ImageError, match="fits in memory"):
        read_image(path)


def test_what_tifffile_logs_is_not_printed(bad_files):
    log = logging.getLogger("tifffile")
    assert any(type(handler) is logging.NullHandler for handler in log.handlers)  # or Python prints it
    printed = StringIO()
    handler = logging.StreamHandler(printed)
    logging.getLogger().addHandler(handler)
    try:
        with pytest.raises(ImageError):
            read_image(bad_files["tiff_bomb"])
    finally:
        logging.getLogger().removeHandler(handler)
    assert printed.getvalue() == ""


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
    assert (found[1].permute(1, 2, 0) * 255).round().int().tolist() == RGB.tolist()
    assert warnings.filters == filters


def test_a_link_that_leads_nowhere_is_called_that(tmp_path):
    (link := tmp_path / "a.png").symlink_to(tmp_path / "gone.png")
    with pytest.raises(
        ImageError, match=r"a\.png cannot be read: .* found a link to .*gone\.png, which does not exist"
    ):
        read_image(link)
