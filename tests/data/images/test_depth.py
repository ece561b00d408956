"""Bits per sample that a file states, that a caller states, and that do not fit what is in the file."""

import numpy as np
import pytest
import torch

from inspector.core.errors import ImageError
from inspector.core.images.depth import Depth
from inspector.data.images.reading import read_image, read_picture
from tests.data.images.bad_files import chunk, tiff
from tests.data.images.good_files import png16

TWELVE = np.array([[0, 1, 4095], [2048, 257, 819]], np.uint16)  # 0.2 of 4095 is 819
IN_TEN = TWELVE >> 2
OME = (
    '<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels '
    'ID="Pixels:0" SizeX="3" SizeY="2" SizeZ="1" SizeC="1" SizeT="1" Type="uint16" DimensionOrder="XYZCT" '
    'SignificantBits="12"><TiffData/></Pixels></Image></OME>'
)


def with_sbit(samples: np.ndarray, *bits: int) -> bytes:
    content = png16(samples, 0 if samples.ndim == 2 else 2)
    return content[:33] + chunk(b"sBIT", bytes(bits)) + content[33:]


STATED = {
    "png": with_sbit(TWELVE, 12),
    "png, colour": with_sbit(np.dstack([TWELVE] * 3), 12, 12, 12),
    "tiff, MaxSampleValue": tiff(TWELVE, extratags=[(281, "H", 1, 4095, True)]),
    "tiff, MaxSampleValue, deflate": tiff(TWELVE, compression="zlib", extratags=[(281, "H", 1, 4095, True)]),
    "tiff, SignificantBits": tiff(TWELVE, description=OME, metadata=None),
    "tiff, white is zero": tiff(4095 - TWELVE, photometric="miniswhite", extratags=[(281, "H", 1, 4095, True)]),
    "pgm": b"P5 3 2 4095\n" + TWELVE.astype(">u2").tobytes(),
}
SILENT = {
    "png": png16(TWELVE, 0),
    "tiff": tiff(TWELVE),
    "tiff, a highest sample that is no depth": tiff(TWELVE, extratags=[(281, "H", 1, 4000, True)]),
    "tiff, float": tiff((TWELVE / 65535).astype(np.float32)),
}


def written(folder, content):
    path = folder / "image"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", STATED)
def test_a_file_is_read_at_the_depth_it_states(tmp_path, kind):
    picture = read_picture(written(tmp_path, STATED[kind]))
    torch.testing.assert_close(picture.pixels[0], torch.from_numpy((TWELVE / 4095).astype(np.float32)))
    assert (picture.depth.file_bits, picture.depth.white_bits, picture.depth.brightest) == (16, 12, 1)
    assert picture.depth.mean == pytest.approx((TWELVE / 4095).mean())


@pytest.mark.parametrize("kind", SILENT)
def test_a_silent_file_is_read_at_all_its_bits_or_at_those_that_the_caller_states(tmp_path, kind):
    path = written(tmp_path, SILENT[kind])
    as_it_is = read_picture(path)
    torch.testing.assert_close(as_it_is.pixels[0], torch.from_numpy((TWELVE / 65535).astype(np.float32)))
    assert as_it_is.depth.white_bits == 16
    stated = read_image(path, bits=12)
    torch.testing.assert_close(stated[0], torch.from_numpy((TWELVE / 4095).astype(np.float32)), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    "samples", [TWELVE << 4, (TWELVE << 4) | (TWELVE >> 8), np.array([[0, 16, 4080]], np.uint16)], ids=str
)
def test_samples_that_png_scaled_up_stay_as_they_are(tmp_path, samples):
    picture = read_picture(written(tmp_path, with_sbit(samples, 12)))
    torch.testing.assert_close(picture.pixels[0], torch.from_numpy((samples / 65535).astype(np.float32)))


@pytest.mark.parametrize("kind", STATED)
def test_a_file_that_states_another_depth_is_refused(tmp_path, kind):
    with pytest.raises(ImageError, match="expected 10 bits per sample, found a file that states 12"):
        read_image(written(tmp_path, STATED[kind]), bits=10)


@pytest.mark.parametrize("content", [tiff(TWELVE), tiff(np.array([[1.0]], np.float32)), png16(TWELVE, 0)])
def test_samples_beyond_the_depth_are_refused(tmp_path, content):
    with pytest.raises(ImageError, match=r"expected samples of 10 bits, at most .*, found"):
        read_image(written(tmp_path, content), bits=10)


def test_files_of_8_bits_have_8_bits_whatever_is_stated_of_deep_ones(tmp_path):
    picture = read_picture(written(tmp_path, tiff(np.array([[0, 51, 255]], np.uint8))), bits=12)
    assert picture.pixels[0].tolist() == [[0, pytest.approx(0.2), 1]]
    assert picture.depth == Depth(8)
