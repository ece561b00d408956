"""PNG by depth and colour, with what may lie beside the pixels."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

from tests.data.images.bad_files import chunk, encoded
from tests.data.images.strange.picture import ALPHA, DEPTHS, G8, G12, G16, RGB8, RGB16, H, Strange, W, flipped


def png(samples: np.ndarray, depth: int, colour: int, *, extra: bytes = b"") -> bytes:
    """A PNG from rows that are packed already."""
    rows = b"".join(b"\0" + row.tobytes() for row in samples)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def packed(samples: np.ndarray, bits: int) -> np.ndarray:
    """The lowest bits of each sample side by side, each row from a new byte on."""
    digits = np.unpackbits(samples[..., None], axis=2)[..., 8 - bits :]
    return np.packbits(digits.reshape(H, -1), axis=1)


def pngs() -> Iterator[Strange]:
    for bits in (1, 2, 4):
        reduced = G8 >> (8 - bits)
        yield f"png {bits} bits", png(packed(reduced, bits), bits, 0), reduced / ((1 << bits) - 1)
    wide, wide_colour = G16.astype(">u2"), RGB16.astype(">u2")
    opaque = np.full((H, W, 1), 100, ">u2")
    yield "png g8", png(G8, 8, 0), G8 / 255
    yield "png g16", png(wide, 16, 0), G16 / 65535
    yield "png rgb8", png(RGB8, 8, 2), RGB8 / 255
    yield "png rgb16", png(wide_colour, 16, 2), RGB16 / 65535
    yield "png rgba8", png(np.concatenate([RGB8, ALPHA], axis=-1), 8, 6), RGB8 / 255
    yield "png rgba16", png(np.concatenate([wide_colour, opaque], axis=-1).astype(">u2"), 16, 6), RGB16 / 65535
    yield "png grey and alpha", png(np.dstack([G8, ALPHA]), 8, 4), G8 / 255
    yield "png grey and alpha, 16 bits", png(np.dstack([wide, opaque]).astype(">u2"), 16, 4), "alpha"
    palette = chunk(b"PLTE", bytes(range(255, -1, -1)) * 3)
    yield "png palette", png(G8, 8, 3, extra=palette), np.frombuffer(palette[8:-4], np.uint8).reshape(-1, 3)[G8] / 255
    for kind, samples, depth, colour, transparent in (
        ("g8", G8, 8, 0, struct.pack(">H", 40)),
        ("g16", wide, 16, 0, struct.pack(">H", 40)),
        ("rgb8", RGB8, 8, 2, struct.pack(">HHH", 1, 2, 3)),
        ("rgb16", wide_colour, 16, 2, struct.pack(">HHH", 1, 2, 3)),
    ):
        content = png(samples, depth, colour, extra=chunk(b"tRNS", transparent))
        yield f"png {kind}, a transparent colour", content, DEPTHS[kind]
    yield "png gamma", png(RGB8, 8, 2, extra=chunk(b"gAMA", struct.pack(">I", 100_000))), RGB8 / 255
    yield "png 12 bits, sBIT", png(G12.astype(">u2"), 16, 0, extra=chunk(b"sBIT", b"\x0c")), G12 / 4095
    yield (
        "png 12 bits scaled up, sBIT",
        png((G12 << 4).astype(">u2"), 16, 0, extra=chunk(b"sBIT", b"\x0c")),
        ((G12 << 4) / 65535),
    )
    yield "png interlaced", encoded(Image.fromarray(RGB8), "PNG", interlace=1), RGB8 / 255
    yield "png wrong checksum", flipped(png(G8, 8, 0), 60), "damage"
    yield "png cut", png(G8, 8, 0)[:-30], "damage"
    yield (
        "png animation",
        encoded(Image.fromarray(RGB8), "PNG", save_all=True, append_images=[Image.fromarray(255 - RGB8)]),
        "several pages",
    )
