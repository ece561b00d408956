"""Decode PNG: every bit, every checksum."""

from io import BytesIO
from pathlib import Path

import kornia_rs.io
import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from inspector.core.errors import ImageError
from inspector.data.folders import storable
from inspector.data.images.decoders.by_pillow import ORIENTATION, pillow_samples, without_pillow_warnings
from inspector.data.images.decoders.decoded import Decoded, Samples, by_kornia
from inspector.data.images.limits import check_single, check_size


def decode_png(path: Path, data: bytes) -> Decoded:
    """(H, W) or (H, W, C) uint8 or uint16."""
    depth, colour = data[24], data[25]
    significant, without_pixels = _chunks(data)
    with without_pillow_warnings():
        header = PngImageFile(BytesIO(without_pixels))
        orientation = Image.Image.getexif(header).get(ORIENTATION, 1)  # a PngImageFile's own looks for pixels
        check_size(path, *header.size)
        check_single(path, several=getattr(header, "n_frames", 1) > 1)
        if depth < 8 or (depth == 8 and colour in (3, 4)):
            # kornia_rs knows no packed bits, palette or grey with alpha; Pillow alone would miss checksums.
            PngImageFile(BytesIO(data)).verify()
            return Decoded(pillow_samples(PngImageFile(BytesIO(data))), orientation)
    if colour == 4:
        raise ImageError(
            "Image {file} cannot be read: expected 16-bit grey or colour, found 16-bit grey with alpha.",
            code="image.grey_alpha",
            file=storable(str(path)),
        )
    mode = {0: "mono", 2: "rgb", 6: "rgba"}[colour]
    decoder = kornia_rs.io.decode_image_png_u16 if depth == 16 else kornia_rs.io.decode_image_png_u8
    width, height = header.size
    samples = by_kornia(decoder, data, (height, width), mode, needs_bytes=width * height * 4 * depth // 8)
    return Decoded(samples, orientation, stated_bits=_stated_bits(significant, samples) if depth == 16 else None)


def _chunks(data: bytes) -> tuple[bytes, bytes]:
    """What the sBIT chunk holds, and the metadata before and after the pixels for Pillow to read without decoding."""
    chunks, significant, start = [data[:8]], b"", 8
    while start < len(data):
        end = start + 12 + int.from_bytes(data[start : start + 4], "big")
        kind = data[start + 4 : start + 8]
        if kind != b"IDAT":
            chunks.append(data[start:end])
        if kind == b"sBIT":
            significant = data[start + 8 : end - 4]
        if kind == b"IEND":
            return significant, b"".join(chunks)
        start = end
    raise ValueError("the file ends too early")


def _stated_bits(significant: bytes, samples: Samples) -> int | None:
    """The bits per sample that sBIT states of 16-bit samples that were not scaled up to 16 bits; None where they were.

    By the standard the significant bits are the upper ones, the others zero or a copy of them. Cameras also write them
    as they are: then the samples stay below the power of two, and their lowest bits are not all zero.
    """
    bits = max(significant[:3], default=16)
    samples = samples[..., :3]  # not alpha
    if not 8 <= bits < 16 or samples.max() >= 1 << bits:
        return None
    return bits if np.any(samples & ((1 << (16 - bits)) - 1)) else None
