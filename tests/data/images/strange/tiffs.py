"""TIFF as cameras, scanners and exports write it: by layout and depth, and with several pages."""

import struct
from collections.abc import Iterator
from io import BytesIO

import numpy as np
import tifffile
from PIL import Image

from tests.data.images.bad_files import encoded, tiff
from tests.data.images.strange.picture import ALPHA, ARRAYS, BITS, DEPTHS, G8, G12, G16, RGB8, UNIT, Strange, flipped


def tiff_layouts() -> Iterator[Strange]:
    for kind, samples in ARRAYS.items():
        colour = "rgb" if samples.ndim == 3 else "minisblack"
        for compression in ("zlib", "lzw", "packbits", "zstd", "lzma"):
            yield f"tiff {kind} {compression}", tiff(samples, photometric=colour, compression=compression), DEPTHS[kind]
        for layout, options in {
            "big-endian": {"byteorder": ">"},
            "big": {"bigtiff": True},
            "strips": {"rowsperstrip": 4},
            "tiles": {"tile": (16, 16)},
            "tiles deflate": {"tile": (16, 16), "compression": "zlib"},
            "tiles lzw": {"tile": (16, 16), "compression": "lzw"},
            "predictor deflate": {"compression": "zlib", "predictor": True},
            "predictor lzw, big-endian": {"compression": "lzw", "predictor": True, "byteorder": ">"},
        }.items():
            yield f"tiff {kind} {layout}", tiff(samples, photometric=colour, **options), DEPTHS[kind]
        if samples.ndim == 3:
            planes = np.moveaxis(samples, -1, 0)
            for compression in (None, "zlib", "lzw"):
                content = tiff(planes, photometric="rgb", planarconfig="separate", compression=compression)
                yield f"tiff {kind} planes {compression}", content, DEPTHS[kind]
    for kind in ("g8", "g16"):
        for compression in (None, "zlib", "lzw"):
            content = tiff(ARRAYS[kind], photometric="miniswhite", compression=compression)
            yield f"tiff {kind} white is zero {compression}", content, 1 - DEPTHS[kind]
    for compression in (None, "zlib"):
        yield f"tiff float {compression}", tiff(UNIT, compression=compression), UNIT
        yield f"tiff half {compression}", tiff(UNIT.astype(np.float16), compression=compression), UNIT
        yield f"tiff bits {compression}", tiff(BITS, photometric="minisblack", compression=compression), BITS * 1.0
        rgba = np.concatenate([RGB8, ALPHA], axis=-1)
        content = tiff(rgba, photometric="rgb", extrasamples=["unassalpha"], compression=compression)
        yield f"tiff rgba {compression}", content, RGB8 / 255
    yield "tiff float, predictor", tiff(UNIT, compression="zlib", predictor=3), UNIT
    yield "tiff bits, group 4", encoded(Image.fromarray(BITS), "TIFF", compression="group4"), BITS * 1.0
    yield "tiff signed", tiff((G16 >> 1).astype(np.int16)), "floating point"
    yield "tiff 32 bits", tiff(G16.astype(np.uint32)), "floating point"
    yield "tiff mosaic", tiff(G16, photometric="cfa"), "CFA"
    yield "tiff cmyk", encoded(Image.fromarray(RGB8).convert("CMYK"), "TIFF"), "SEPARATED"
    yield "tiff float to 255", tiff(UNIT * 255), "within"
    colours = np.random.default_rng(0).integers(0, 65536, (3, 256)).astype(np.uint16)
    truth = (colours.T // 256)[G8] / 255
    for compression in (None, "zlib", "lzw"):
        content = tiff(G8, photometric="palette", colormap=colours, compression=compression)
        yield f"tiff palette {compression}", content, truth
    low = np.tile(np.arange(256, dtype=np.uint16), (3, 1))
    yield "tiff palette, colour map to 255", tiff(G8, photometric="palette", colormap=low), G8 / 255
    stated = [(281, "H", 1, 4095, True)]
    for compression in (None, "zlib", "lzw"):
        content = tiff(G12, compression=compression, extratags=stated)
        yield f"tiff 12 bits, MaxSampleValue {compression}", content, G12 / 4095
    beyond = tiff(G16, extratags=stated)
    yield "tiff 16 bits, MaxSampleValue of 12", beyond, "12 bits"
    deflated = tiff(G8, compression="zlib")
    with tifffile.TiffFile(BytesIO(deflated)) as opened:
        end = opened.pages[0].dataoffsets[0] + opened.pages[0].databytecounts[0]
    yield "tiff deflate, wrong checksum", flipped(deflated, end - 1), "damage"
    yield "tiff cut", tiff(G16)[:-20], "damage"


def tiff_pages() -> Iterator[Strange]:
    stack = np.stack([G8, 255 - G8, G8 // 2])
    several = "several pages"
    yield "stack, pages", tiff(stack, photometric="minisblack"), several
    yield "stack, OME", tiff(stack, photometric="minisblack", ome=True), several
    yield "stack, ImageJ", tiff(stack, imagej=True), several
    yield "stack, ImageJ in one page", tiff(stack, imagej=True, truncate=True), several
    yield "stack, tifffile in one page", tiff(stack, photometric="minisblack", truncate=True), several
    yield "stack, volume", tiff(stack, photometric="minisblack", volumetric=True), "floating point|several"
    planes = [(33629, 5, 3, (0, 1, 0, 1, 0, 1), True)]
    yield "stack, MetaMorph", tiff(G8, extratags=planes), several
    full, preview = {"photometric": "rgb"}, RGB8[::3, ::3]
    yield "preview last", pages((RGB8, full), (preview, full | {"subfiletype": 1})), RGB8 / 255
    yield "preview first", pages((preview, full | {"subfiletype": 1}), (RGB8, full)), RGB8 / 255
    yield (
        "preview first, picture in its SubIFD",
        pages((preview, full | {"subfiletype": 1, "subifds": 1}), (RGB8, full)),
        RGB8 / 255,
    )
    yield "pyramid", pages((RGB8, full | {"subifds": 1}), (preview, full | {"subfiletype": 1})), RGB8 / 255
    yield "second picture in a SubIFD", pages((RGB8, full | {"subifds": 1}), (255 - RGB8, full)), several
    yield "second picture marked as reduced", pages((RGB8, full), (255 - RGB8, full | {"subfiletype": 1})), several
    yield "pages of a scanner", pages((RGB8, full | {"subfiletype": 2}), (RGB8, full | {"subfiletype": 2})), several
    yield "only page marked as reduced", pages((RGB8, full | {"subfiletype": 1})), RGB8 / 255
    two = tiff(np.stack([G8, G8]), photometric="minisblack", metadata=None)
    with tifffile.TiffFile(BytesIO(two)) as opened:
        second = opened.pages[1].offset
    yield "two pages, cut in the second", two[: second + 40], "damage"
    yield "two pages, cut before the second", two[:second], "damage"
    loop = bytearray(tiff(G8, metadata=None))
    with tifffile.TiffFile(BytesIO(loop)) as opened:
        first, tags = opened.pages[0].offset, len(opened.pages[0].tags)
    struct.pack_into("<I", loop, first + 2 + 12 * tags, first)
    yield "a page that follows itself", bytes(loop), "damage"
    empty = b"II*\0\x08\0\0\0" + b"".join(struct.pack("<HI", 0, 14 + 6 * index) for index in range(5000))
    yield "thousands of empty pages", empty, "damage|several|px"


def pages(*written: tuple[np.ndarray, dict[str, object]]) -> bytes:
    file = BytesIO()
    with tifffile.TiffWriter(file) as writer:
        for samples, options in written:
            writer.write(samples, metadata=None, **options)
    return file.getvalue()
