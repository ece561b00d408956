"""Decode PBM, PGM and PPM of any depth; Pillow drops the low byte of 16-bit colour and reads text value by value."""

import re
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from inspector.data.images.decoders.decoded import Decoded
from inspector.data.images.limits import check_single, check_size

_BLANK = rb"(?:\s|#[^\r\n]*[\r\n])+"
_BITMAP = re.compile(rb"P([14])" + _BLANK + rb"(\d{1,9})" + _BLANK + rb"(\d{1,9})\s")
_GREY_OR_COLOUR = re.compile(rb"P([2356])" + _BLANK + rb"(\d{1,9})" + _BLANK + rb"(\d{1,9})" + _BLANK + rb"(\d{1,5})\s")


def decode_pnm(path: Path, file: BinaryIO) -> Decoded:
    """(H, W) or (H, W, 3): bool, uint8 or uint16; float32 in [0, 1] where the highest value is not one of some bits.

    Raises:
        ImageError: if there are too many pixels, or several images.
        ValueError: if the file is damaged or ends too early.
    """
    data = file.read()
    header = _BITMAP.match(data) or _GREY_OR_COLOUR.match(data)
    if header is None:
        raise ValueError("its header is broken")
    kind, width, height = (int(header[index]) for index in (1, 2, 3))
    check_size(path, width, height)
    body = memoryview(data)[header.end() :]
    if kind == 1:
        return Decoded(_text_bits(bytes(body), width * height).reshape(height, width) == 0)
    if kind == 4:
        rows = _first(path, body, height * -(-width // 8)).reshape(height, -1)
        return Decoded(np.unpackbits(rows, axis=1, count=width) == 0)  # 1 is black
    highest = int(header[4])
    if not 0 < highest <= 65535:
        raise ValueError(f"its highest value is {highest}")
    channels = 3 if kind in (3, 6) else 1
    count = width * height * channels
    values: NDArray[np.generic]
    if kind in (2, 3):
        values = _text_numbers(bytes(body), count)
    elif highest < 256:
        values = _first(path, body, count)
    else:
        values = _first(path, body, 2 * count).view(">u2")
    if np.max(values) > highest:
        raise ValueError(f"a sample is {np.max(values):g} where the highest value is {highest}")
    shape = (height, width, channels) if channels == 3 else (height, width)
    bits = highest.bit_length()
    if highest & (highest + 1) == 0 and bits >= 8:  # as many bits as a camera has
        samples = values.astype(np.uint8 if bits == 8 else np.uint16)
        return Decoded(samples.reshape(shape), stated_bits=None if bits in (8, 16) else bits)
    unit = np.divide(values, np.float32(highest), dtype=np.float32, casting="unsafe")
    return Decoded(unit.reshape(shape), stated_bits=16)


def _first(path: Path, body: memoryview, count: int) -> NDArray[np.uint8]:
    """The first bytes of the pixels."""
    if len(body) < count:
        raise ValueError("the file ends too early")
    check_single(path, several=re.match(rb"\s*P[1-6]\s", bytes(body[count : count + 64])) is not None)
    if bytes(body[count:]).strip():
        raise ValueError("pixel data are larger than the image")
    return np.frombuffer(body, np.uint8, count)


def _text_bits(body: bytes, count: int) -> NDArray[np.uint8]:
    digits = re.sub(rb"#[^\r\n]*|\s", b"", body)[:count]
    if len(digits) < count or digits.strip(b"01"):
        raise ValueError("the file ends too early or holds something else than 0 and 1")
    return np.frombuffer(digits, np.uint8) - ord("0")


def _text_numbers(body: bytes, count: int) -> NDArray[np.float64]:
    text = re.sub(rb"#[^\r\n]*", b"", body)
    if not re.fullmatch(rb"\s*\d[\d\s]*", text):  # of anything else numpy would warn only
        raise ValueError("it holds something else than numbers")
    values = np.fromstring(text.decode("ascii"), dtype=np.float64, sep=" ", count=-1)[:count]
    if len(values) < count:
        raise ValueError("the file ends too early")
    return values
