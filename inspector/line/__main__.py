"""`python -m inspect_onnx MODEL.onnx IMAGE…`; exits with 3 if an image could not be inspected."""

import sys
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps

from .exported_model import ExportedModel
from .pixels import Array

_ERROR = 3
_BITS_PER_SAMPLE = 258  # a tag of TIFF
_GREY, _COLOUR = ("1", "L", "LA"), ("P", "RGB", "RGBA")  # as they are stored: what is transparent is looked at, too


def main(model_path: str, paths: Sequence[str]) -> int:
    try:
        model = ExportedModel(model_path)
    except Exception as error:  # of the runtime, which has errors of its own
        print(_one_line(f"{model_path} cannot be used: {error}"), file=sys.stderr)
        return _ERROR
    failed = False
    for path in paths:
        try:
            result = model.inspect(_pixels(path))
        except Exception as error:  # a bad image stops no other one
            print(_one_line(f"{'ERROR':<18}  {path}  {str(error) or type(error).__name__}"))
            failed = True
            continue
        worst = "" if result.worst is None else "  worst at ({:.0f}, {:.0f})".format(*result.worst)
        doubt = "" if result.doubt is None else f"  {result.doubt}"
        print(_one_line(f"{result.verdict:<7} {result.score:>10.4g}  {path}{worst}{doubt}"))
    return _ERROR if failed else 0


def _pixels(path: str) -> Array:
    """(H, W, 3) or (H, W) uint8."""
    with Image.open(path) as image:
        if getattr(image, "n_frames", 1) > 1:
            raise ValueError("expected one image, found several pages or frames")
        if _is_deep(image):
            raise ValueError("pass samples of more than 8 bits to ExportedModel.inspect, as float32 in [0, 1]")
        if image.mode not in (*_GREY, *_COLOUR) and (image.mode, image.format) != ("CMYK", "JPEG"):
            raise ValueError(f"its pixels are {image.mode}; save it as grey or RGB of 8 bits")
        upright = ImageOps.exif_transpose(image)
        return np.asarray(upright.convert("L" if upright.mode in _GREY else "RGB"))


def _is_deep(image: Image.Image) -> bool:
    """Whether its samples may have more than 8 bits; of colours Pillow drops what is beyond 8, and says nothing."""
    if image.format == "JPEG2000":
        return image.mode != "L"
    if image.format == "TIFF":
        return any(bits > 8 for bits in getattr(image, "tag_v2", {}).get(_BITS_PER_SAMPLE, ()))
    tiles = getattr(image, "tile", ())
    stored = [part for tile in tiles for part in (tile.args if isinstance(tile.args, tuple) else (tile.args,))]
    deeper = image.format == "PPM" and any(isinstance(part, int) and part > 255 for part in stored)
    return deeper or image.mode[0] in "IF" or any(";16" in str(part) for part in stored)


def _one_line(text: str) -> str:
    """Whatever is in a file's name, the line stays one line, moves no cursor, and can be written."""
    line = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
    encoding = sys.stdout.encoding or "ascii"
    return line.encode(encoding, "backslashreplace").decode(encoding)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
