"""Image files of every format and depth that the product reads, and the samples in them."""

import zlib
from io import BytesIO

import numpy as np
from PIL import Image
from tifffile import TiffWriter

from tests.data.images.bad_files import encoded, png, tiff

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
OF_4095 = np.array([[0, 4095, 1], [2, 3, 4]], np.float32) / np.float32(4095)
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
    "dib rgb": (pil(RGB, "DIB"), RGB),
    "gif": (palette("GIF"), RGB),
    "gif grey": (pil(GREY, "GIF"), GREY),
    "pbm": (pil(BITS, "PPM"), BITS),
    "pbm, text": (b"P1 # upper row first\n3 2\n100\n0 1 0\n", BITS),
    "pgm": (pil(GREY, "PPM"), GREY),
    "pgm, text": (b"P2\n3 2\n# white\n255\n0 51 255 # first row\n102 1 254", GREY),
    "pgm, 16 bits": (b"P5\n3 2\n65535\n" + GREY16.astype(">u2").tobytes(), GREY16),
    "pgm, 12 bits": (b"P5 3 2 4095 " + np.array([[0, 4095, 1], [2, 3, 4]], ">u2").tobytes(), OF_4095),
    "ppm": (pil(RGB, "PPM"), RGB),
    "ppm, 16 bits": (b"P6\n3 2\n65535\n" + RGB16.astype(">u2").tobytes(), RGB16),
    "ppm, text": (b"P3 3 2 65535\n" + b" ".join(b"%d" % value for value in RGB16.ravel()), RGB16),
    "jpeg 2000": (pil(RGB, "JPEG2000"), RGB),
    "jpeg 2000, grey, 16 bits": (pil(GREY16, "JPEG2000"), GREY16),
    "jpeg 2000, codestream alone": (pil(RGB, "JPEG2000", no_jp2=True), RGB),
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
    "tiff rgb, planes, deflate": (
        tiff(RGB.transpose(2, 0, 1), photometric="rgb", planarconfig="separate", compression="zlib"),
        RGB,
    ),
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
    "avif": (pil(ORANGE, "AVIF"), ORANGE),
    "jpeg 2000, lossy": (pil(ORANGE, "JPEG2000", irreversible=True, quality_layers=[20]), ORANGE),
    "tiff jpeg": (pil(ORANGE, "TIFF", compression="jpeg"), ORANGE),
}
