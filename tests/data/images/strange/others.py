"""JPEG, BMP, WebP, GIF, PNM, JPEG 2000 and AVIF."""

import struct
from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import Image

from tests.data.images.bad_files import encoded, tiff
from tests.data.images.strange.picture import BITS, DEPTHS, G8, G12, G16, RGB8, RGB16, SMOOTH, H, Strange, W, X

TURNED = {  # what EXIF says of how the stored samples are to be turned
    1: lambda image: image,
    2: lambda image: image[:, ::-1],
    3: lambda image: image[::-1, ::-1],
    4: lambda image: image[::-1],
    5: lambda image: image.transpose(1, 0, 2),
    6: lambda image: image.transpose(1, 0, 2)[:, ::-1],
    7: lambda image: image.transpose(1, 0, 2)[::-1, ::-1],
    8: lambda image: image.transpose(1, 0, 2)[::-1],
}
BEHIND = {"save_all": True, "append_images": [Image.fromarray(255 - RGB8)]}


def by_pillow(content: bytes) -> np.ndarray:
    """What Pillow makes of a lossy file."""
    with Image.open(BytesIO(content)) as image:
        return np.asarray(image.convert("RGB")) / 255


def jpegs() -> Iterator[Strange]:
    for name, options in {
        "4:4:4": {"subsampling": 0},
        "4:2:0": {"subsampling": 2},
        "progressive": {"progressive": True},
        "restarts": {"restart_marker_rows": 1},
        "optimised": {"optimize": True},
    }.items():
        for mode in ("RGB", "L"):
            content = encoded(Image.fromarray(SMOOTH).convert(mode), "JPEG", quality=95, **options)
            yield f"jpeg {mode} {name}", content, by_pillow(content)
    for orientation, turned in TURNED.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        content = encoded(Image.fromarray(SMOOTH), "JPEG", quality=95, exif=exif)
        yield f"jpeg turned {orientation}", content, turned(by_pillow(content))
        yield (
            f"webp turned {orientation}",
            encoded(Image.fromarray(RGB8), "WEBP", lossless=True, exif=exif),
            turned(RGB8 / 255),
        )
    cmyk = encoded(Image.fromarray(SMOOTH).convert("CMYK"), "JPEG", quality=95)
    yield "jpeg cmyk", cmyk, by_pillow(cmyk)
    plain = encoded(Image.fromarray(SMOOTH), "JPEG", quality=95)
    yield "jpeg and bytes behind it", plain + b"\0made by a camera" * 9, by_pillow(plain)
    yield "jpeg without its end", plain[:-2], "damage"
    yield "jpeg cut", plain[: len(plain) * 2 // 3], "damage"
    pixels = plain.index(b"\xff\xda")
    yield "jpeg with a hole", plain[: pixels + 30] + plain[pixels + 60 :], "damage"
    yield "jpeg of two pictures", encoded(Image.fromarray(SMOOTH), "MPO", **BEHIND), "several pages"
    yield "jpeg in tiff", (content := encoded(Image.fromarray(SMOOTH), "TIFF", compression="jpeg")), by_pillow(content)
    yield "jpeg of no height", plain.replace(struct.pack(">HH", H, W), struct.pack(">HH", 0, W)), "px|damage"
    yield "jpeg of 65000 x 65000", plain.replace(struct.pack(">HH", H, W), struct.pack(">HH", 65000, 65000)), "pixels"


def bmp(
    bits: int, rows: bytes, *, palette: bytes = b"", compression: int = 0, height: int = H, masks: bytes = b""
) -> bytes:
    offset = 54 + len(masks) + len(palette)
    header = struct.pack("<IiiHHIIiiII", 40, W, height, 1, bits, compression, len(rows), 0, 0, len(palette) // 4, 0)
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + header + masks + palette + rows


def padded(rows: np.ndarray, *, upwards: bool = True) -> bytes:
    """Rows of bytes, from the lowest to the highest, each filled up to four bytes."""
    filled = (row.tobytes() + bytes(-len(row.tobytes()) % 4) for row in (rows[::-1] if upwards else rows))
    return b"".join(filled)


def bmps() -> Iterator[Strange]:
    greys = b"".join(bytes([value] * 3 + [0]) for value in range(256))
    falling = b"".join(bytes([255 - value] * 3 + [0]) for value in range(256))
    colour = padded(RGB8[..., ::-1].reshape(H, -1))
    four = np.dstack([RGB8[..., ::-1], np.zeros((H, W, 1), np.uint8)]).reshape(H, -1)
    yield "bmp 8 bits", bmp(8, padded(G8), palette=greys), G8 / 255
    yield "bmp 8 bits, downwards", bmp(8, padded(G8, upwards=False), palette=greys, height=-H), G8 / 255
    yield "bmp 8 bits, falling palette", bmp(8, padded(G8), palette=falling), 1 - G8 / 255
    yield "bmp 24 bits", bmp(24, colour), RGB8 / 255
    downwards = padded(RGB8[..., ::-1].reshape(H, -1), upwards=False)
    yield "bmp 24 bits, downwards", bmp(24, downwards, height=-H), RGB8 / 255
    yield "bmp 32 bits", bmp(32, padded(four)), RGB8 / 255
    masks = struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)
    yield "bmp 32 bits, masks", bmp(32, padded(four), compression=3, masks=masks), RGB8 / 255
    two = bytes([0, 0, 0, 0, 255, 255, 255, 0])
    yield "bmp 1 bit", bmp(1, padded(np.packbits(BITS, axis=1)), palette=two), BITS * 1.0
    yield "bmp 1 bit, white first", bmp(1, padded(np.packbits(BITS, axis=1)), palette=two[4:] + two[:4]), 1.0 - BITS
    yield "bmp with two bytes more", bmp(24, colour) + b"\0\0", RGB8 / 255
    yield "bmp cut", bmp(24, colour)[:-60], "damage"
    narrow = bytearray(bmp(24, colour))
    narrow[18] = 11
    yield "bmp with another width", bytes(narrow), "damage"
    moved = bytearray(bmp(8, padded(G8), palette=greys))
    moved[10] = 40
    moved[11] = 0
    yield "bmp whose pixels lie in its header", bytes(moved), "damage"
    yield "dib", encoded(Image.fromarray(RGB8), "DIB"), RGB8 / 255


def other_formats() -> Iterator[Strange]:
    yield "webp", encoded(Image.fromarray(RGB8), "WEBP", lossless=True), RGB8 / 255
    see_through = np.dstack([RGB8, (X * 13) % 256]).astype(np.uint8)
    webp = encoded(Image.fromarray(see_through), "WEBP", lossless=True, exact=True)
    yield "webp with alpha", webp, RGB8 / 255
    lossy = encoded(Image.fromarray(SMOOTH), "WEBP", quality=90)
    yield "webp, lossy", lossy, by_pillow(lossy)
    yield "webp animation", encoded(Image.fromarray(RGB8), "WEBP", lossless=True, **BEHIND), "several pages"
    yield "webp cut", lossy[:-20], "damage"
    yield "webp with a wrong length", lossy[:4] + struct.pack("<I", len(lossy) + 50) + lossy[8:], "damage"
    palette = Image.fromarray(RGB8).quantize(64)
    yield "gif", encoded(palette, "GIF"), np.asarray(palette.convert("RGB")) / 255
    yield "gif grey", encoded(Image.fromarray(G8), "GIF"), G8 / 255
    yield "gif animation", encoded(Image.fromarray(RGB8), "GIF", **BEHIND), "several pages"
    yield "gif cut", encoded(Image.fromarray(G8), "GIF")[:-40], "damage"
    for kind, samples, highest in (("g8", G8, 255), ("g16", G16, 65535), ("rgb8", RGB8, 255), ("rgb16", RGB16, 65535)):
        binary, text = (b"P6", b"P3") if samples.ndim == 3 else (b"P5", b"P2")
        size = b" %d %d\n%d\n" % (W, H, highest)
        raw = samples.astype(">u2").tobytes() if highest > 255 else samples.tobytes()
        yield f"pnm {kind}", binary + size + raw, DEPTHS[kind]
        yield f"pnm {kind}, text", text + size + b" ".join(b"%d" % value for value in samples.ravel()), DEPTHS[kind]
        yield f"pnm {kind}, cut", binary + size + raw[:-1], "damage"
    size = b" %d %d\n" % (W, H)
    yield "pnm 12 bits", b"P5" + size + b"4095\n" + G12.astype(">u2").tobytes(), G12 / 4095
    yield "pnm to 1000", b"P5" + size + b"1000\n" + (G12 // 5).astype(">u2").tobytes(), (G12 // 5) / 1000
    yield "pnm bits", b"P4" + size + np.packbits(~BITS, axis=1).tobytes(), BITS * 1.0
    yield "pnm of two", (b"P5" + size + b"255\n" + G8.tobytes()) * 2, "several pages"
    yield "pnm and more", b"P5" + size + b"255\n" + G8.tobytes() + b"more", "damage"
    yield "jpeg 2000", encoded(Image.fromarray(RGB8), "JPEG2000"), RGB8 / 255
    yield "jpeg 2000 g16", encoded(Image.fromarray(G16), "JPEG2000"), G16 / 65535
    yield "jpeg 2000, codestream", encoded(Image.fromarray(G8), "JPEG2000", no_jp2=True), G8 / 255
    yield "jpeg 2000 cut", encoded(Image.fromarray(G8), "JPEG2000")[:-40], "damage"
    avif = encoded(Image.fromarray(SMOOTH), "AVIF", quality=95)
    yield "avif", avif, by_pillow(avif)
    yield "avif animation", encoded(Image.fromarray(RGB8), "AVIF", **BEHIND), "several pages"
    yield "avif cut", avif[:-40], "damage"
    for name, content in {
        "text": b"P5 is a grade of steel",
        "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "jpeg xl": b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(40),
        "dicom": bytes(128) + b"DICM" + bytes(40),
        "pdf": b"%PDF-1.7\n",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "openexr": b"v/1\x01" + bytes(60),
        "photoshop": b"8BPS\0\1" + bytes(60),
    }.items():
        yield name, content, "found something else|damage"
    yield "tiff named otherwise", tiff(G16), G16 / 65535
