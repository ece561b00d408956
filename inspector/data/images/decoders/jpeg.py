"""Decode JPEG, and refuse one that libjpeg can only guess at.

JPEG has no checksum. What damage often does is to end the pixel data too early or too late; libjpeg warns of it, fills
up and goes on. kornia_rs takes its warnings for errors, and gives the same samples as Pillow.
"""

from io import BytesIO
from pathlib import Path

import kornia_rs.io
import numpy as np
from PIL.JpegImagePlugin import jpeg_factory
from PIL.MpoImagePlugin import MpoImageFile

from inspector.data.images.decoders.by_pillow import ORIENTATION, pillow_samples, without_pillow_warnings
from inspector.data.images.decoders.decoded import Decoded, by_kornia
from inspector.data.images.limits import check_single, check_size

_MP_ENTRIES = 0xB002  # of the pictures in a file, as the Multi-Picture Format of CIPA lists them
_PREVIEWS = ("Large Thumbnail", "Baseline MP Primary Image")


def decode_jpeg(path: Path, data: bytes) -> Decoded:
    """(H, W, 3) or (H, W) uint8."""
    with without_pillow_warnings():
        image = jpeg_factory(BytesIO(data))
        check_size(path, *image.size)
        orientation = image.getexif().get(ORIENTATION, 1)
    check_single(path, several=isinstance(image, MpoImageFile) and _pictures(image) > 1)
    width, height = image.size
    if image.mode not in ("L", "RGB"):
        return Decoded(pillow_samples(image), orientation)
    mode, channels = ("mono", 1) if image.mode == "L" else ("rgb", 3)
    samples = by_kornia(kornia_rs.io.decode_image_jpegturbo, data, mode, needs_bytes=width * height * channels)
    return Decoded(np.asarray(samples), orientation)


def _pictures(image: MpoImageFile) -> int:
    """How many pictures a file holds beside its previews."""
    entries = (image.mpinfo or {}).get(_MP_ENTRIES, ())
    others = [entry for entry in entries if not str(entry["Attribute"]["MPType"]).startswith(_PREVIEWS)]
    return 1 + len(others)
