"""A folder of image files that no batch inspection may stumble over, one of each kind of badness."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NOISE = np.random.default_rng(7).integers(0, 256, (24, 32, 3), dtype=np.uint8)
_SUFFIXES = {"jpeg": ".jpg", "tiff": ".TIF"} | {
    kind: f".{kind}" for kind in ("bmp", "webp", "avif", "jp2", "gif", "pgm")
}


def make_bad_files(folder: Path) -> dict[str, Path]:
    """Write every kind of bad file into `folder` and return kind -> path; each is named like an image.

    Kinds that the platform cannot make, or that the user who runs the tests can read all the same (root and
    permissions), are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for kind, content in {**_not_images(), **_pngs(), **_other_formats(), **_tiffs()}.items():
        suffix = _SUFFIXES.get(kind.split("_")[0], ".png")
        files[kind] = folder / f"{kind}{suffix}"
        files[kind].write_bytes(content)
    return files | _not_regular(folder)


def png(header: tuple[int, int, int, int], pixels: bytes, *, more: bytes = b"") -> bytes:
    """A PNG of (width, height, bit depth, colour type) from already compressed pixels, `more` chunks after them."""
    start = PNG_SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", *header, 0, 0, 0))
    return start + chunk(b"IDAT", pixels) + more + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    """The bytes of a file as Pillow writes it."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def tiff(samples: np.ndarray, **options: object) -> bytes:
    """The bytes of a file as tifffile writes it."""
    file = BytesIO()
    tifffile.imwrite(file, samples, **options)
    return file.getvalue()


def _not_images() -> dict[str, bytes]:
    return {
        "empty": b"",
        "one_byte": b"\x89",
        "text": b"This is not an image.\n",
        "html": b"<!DOCTYPE html><html><body>404 Not Found</body></html>",
        "git_lfs_pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n",
        "zeros": bytes(4096),
        "noise": _NOISE.tobytes(),
        "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "wav": b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(28),
    }


def _pngs() -> dict[str, bytes]:
    good = encoded(Image.fromarray(_NOISE), "PNG")
    palette = encoded(Image.fromarray(_NOISE).quantize(64), "PNG")
    middle = good.index(b"IDAT") + 4 + len(good) // 2
    frames = [Image.fromarray(_NOISE), Image.fromarray(255 - _NOISE)]
    row = zlib.compress(b"\0" + bytes(3 * 8))
    return {
        "signature_only": PNG_SIGNATURE,
        "header_only": good[:33],
        "truncated": good[: len(good) // 2],
        "no_end": good[:-12],
        "no_pixels": good[:33] + chunk(b"IEND", b""),
        "too_few_pixels": png((8, 8, 8, 2), row),
        "wrong_checksum": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "palette_wrong_checksum": palette[:-14] + bytes([palette[-14] ^ 1]) + palette[-13:],
        "not_compressed": png((8, 1, 8, 2), bytes(25)),
        "wrong_bit_depth": png((8, 1, 7, 2), row),
        "wrong_colour_type": png((8, 1, 8, 5), row),
        "grey_alpha_16": png((1, 1, 16, 4), zlib.compress(bytes(5))),
        "zero_width": png((0, 1, 8, 2), row),
        "bomb": png((100_000, 100_000, 8, 2), row),
        "bomb_in_the_palette": png((100_000, 100_000, 8, 3), row),
        "bomb_in_a_text": png((8, 1, 8, 2), row, more=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2 << 20)))),
        "animation": encoded(frames[0], "PNG", save_all=True, append_images=frames[1:]),
    }


def _other_formats() -> dict[str, bytes]:
    image = Image.fromarray(_NOISE)
    jpeg, bmp, webp = (encoded(image, format) for format in ("JPEG", "BMP", "WEBP"))
    size = jpeg.index(b"\xff\xc0") + 5
    huge_bmp = bmp[:18] + struct.pack("<ii", 50_000, 50_000) + bmp[26:]
    empty_bmp = bmp[:18] + struct.pack("<ii", 0, 24) + bmp[26:]
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (16_382).to_bytes(3, "little") * 2
    huge_webp = b"RIFF" + struct.pack("<I", len(webp) + 10) + b"WEBP" + canvas + webp[12:]
    grey, deep = image.convert("L"), Image.fromarray(_NOISE[..., 0].astype(np.uint16) * 257)
    pgm, jp2, avif = encoded(grey, "PPM"), encoded(deep, "JPEG2000"), encoded(image, "AVIF")
    gif, jp2_colour = encoded(grey, "GIF"), encoded(image, "JPEG2000", no_jp2=True)
    animation = {"save_all": True, "append_images": [image.rotate(180)]}
    return {
        "gif_animation": encoded(image, "GIF", **animation),
        "gif_truncated": gif[: len(gif) // 2],
        "avif_animation": encoded(image, "AVIF", **animation),
        "avif_truncated": avif[: len(avif) // 2],
        "jp2_truncated": jp2[: len(jp2) // 2],
        "jp2_deep_colour": jp2_colour[:42] + bytes([11]) + jp2_colour[43:],
        "pgm_two_images": pgm * 2,
        "pgm_truncated": pgm[:-1],
        "pgm_beyond_its_highest": b"P5 1 1 100 \xff",
        "pgm_text_of_letters": b"P2 1 1 100 a",
        "pgm_bomb": b"P5 100000 100000 255 \0",
        "ppm_without_a_height": b"P6 1 # and no more",
        "jpeg_truncated": jpeg[: len(jpeg) // 2],
        "jpeg_header_only": jpeg[:20],
        "jpeg_without_pixels": jpeg[: jpeg.index(b"\xff\xda")],
        "jpeg_bomb": jpeg[:size] + struct.pack(">HH", 65_000, 65_000) + jpeg[size + 4 :],
        "jpeg_zero_height": jpeg[:size] + struct.pack(">HH", 0, 32) + jpeg[size + 4 :],
        "bmp_truncated": bmp[:-40],
        "bmp_bomb": huge_bmp,
        "bmp_zero_width": empty_bmp,
        "bmp_text": b"BMW, a text that begins like a bitmap",
        "webp_truncated": webp[: len(webp) // 2],
        "webp_bomb": huge_webp,
        "webp_animation": encoded(image, "WEBP", save_all=True, append_images=[image.rotate(180)]),
    }


def _tiffs() -> dict[str, bytes]:
    grey, unit = _NOISE[..., 0], _NOISE[..., 0].astype(np.float32) / 255
    plain = tiff(_NOISE, photometric="rgb", metadata=None)
    deflated = tiff(_NOISE, photometric="rgb", compression="zlib")
    lzw = encoded(Image.fromarray(_NOISE), "TIFF", compression="tiff_lzw")
    strips = tiff(_NOISE, photometric="rgb", rowsperstrip=8)
    with tifffile.TiffFile(BytesIO(strips)) as opened:
        first, second, last = opened.pages[0].dataoffsets
    tiles = tiff(_NOISE[..., :2], photometric="minisblack", planarconfig="contig", tile=(16, 16), compression="zlib")
    palette = encoded(Image.fromarray(_NOISE).quantize(256), "TIFF")
    middle = len(deflated) // 2
    return {
        "tiff_signature_only": plain[:4],
        "tiff_truncated": plain[: len(plain) // 2],
        "tiff_truncated_lzw": lzw[: len(lzw) // 2],
        "tiff_damaged_deflate": deflated[:middle] + bytes(64) + deflated[middle + 64 :],
        "tiff_strip_missing": _with_tag(strips, 273, (first, 0, last)),
        "tiff_strip_past_the_end": _with_tag(strips, 273, (first, 1 << 30, last)),
        "tiff_too_few_strips": _with_tag(_with_tag(strips, 273, (last, second, first)), 278, (4,)),
        "tiff_unreadable_tag": _with_entry(deflated, 270, (257, 2, 1 << 30)),
        "tiff_bomb": _with_tag(_with_tag(plain, 256, (100_000,)), 257, (100_000,)),
        "tiff_bomb_deflated": _deflate_bomb(),
        "tiff_zero_width": _with_tag(plain, 256, (0,)),
        "tiff_bomb_in_a_tile": _with_tag(_with_tag(tiles, 322, (1 << 20,)), 323, (1 << 20,)),
        "tiff_volume": tiff(
            np.stack([_NOISE, _NOISE])[:, :16, :16], photometric="rgb", volumetric=True, tile=(16, 16, 16)
        ),
        "tiff_no_palette": _with_entry(palette, 320, (40_000, 3, 768)),
        "tiff_bits_reversed": _with_tag(_with_entry(deflated, 296, (266, 3, 1)), 266, (2,)),
        "tiff_packed": _with_tag(tiff(grey), 258, (12,)),
        "tiff_two_pages": tiff(np.stack([_NOISE, _NOISE]), photometric="rgb"),
        "tiff_nan": tiff(np.where(unit > 0.9, np.float32(np.nan), unit)),
        "tiff_infinite": tiff(np.where(unit > 0.9, np.float32(np.inf), unit)),
        "tiff_negative": tiff(unit - np.float32(0.5)),
        "tiff_float_to_255": tiff(unit * 255),
        "tiff_signed": tiff(grey.astype(np.int16)),
        "tiff_32_bit": tiff(grey.astype(np.uint32)),
        "tiff_complex": tiff(unit.astype(np.complex64)),
        "tiff_six_channels": tiff(
            np.concatenate([_NOISE, _NOISE], axis=-1), photometric="minisblack", planarconfig="contig"
        ),
        "tiff_cmyk": encoded(Image.fromarray(_NOISE).convert("CMYK"), "TIFF"),
    }


def _with_tag(content: bytes, code: int, values: tuple[int, ...]) -> bytes:
    """The TIFF with the values of one of its tags replaced."""
    file = BytesIO(content)
    with tifffile.TiffFile(file) as opened:
        opened.pages[0].tags[code].overwrite(values if len(values) > 1 else values[0])
    return file.getvalue()


def _with_entry(content: bytes, code: int, becomes: tuple[int, int, int]) -> bytes:
    """The little-endian TIFF with the code, data type and number of values of one of its tags replaced."""
    with tifffile.TiffFile(BytesIO(content)) as opened:
        place = opened.pages[0].tags[code].offset
    return content[:place] + struct.pack("<HHI", *becomes) + content[place + 8 :]


def _deflate_bomb() -> bytes:
    """Sixteen megabytes in the strip of an image of 128 bytes."""
    small = tiff(_NOISE[:8, :8, :2], photometric="minisblack", planarconfig="contig", compression="zlib")
    strip = zlib.compress(bytes(16 << 20))
    return _with_tag(_with_tag(small, 273, (len(small),)), 279, (len(strip),)) + strip


def _not_regular(folder: Path) -> dict[str, Path]:
    """Folders, links, pipes, and a file that may not be read."""
    files = {"folder": folder / "folder.png"}
    files["folder"].mkdir(exist_ok=True)
    if hasattr(os, "mkfifo"):
        files["pipe"] = folder / "pipe.png"
        os.mkfifo(files["pipe"])
    try:
        for kind, target in (("link_to_itself", "link_to_itself.png"), ("link_to_nothing", "gone.png")):
            (folder / f"{kind}.png").symlink_to(target)
            files[kind] = folder / f"{kind}.png"
    except OSError:
        pass  # Windows lets only some users make links
    forbidden = folder / "forbidden.png"
    forbidden.write_bytes(encoded(Image.fromarray(_NOISE), "PNG"))
    forbidden.chmod(0)
    if os.access(forbidden, os.R_OK):
        forbidden.unlink()
    else:
        files["forbidden"] = forbidden
    return files
