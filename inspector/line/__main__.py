"""`python -m inspect_onnx MODEL.onnx IMAGE…`; exits with 3 if an image could not be inspected."""

import sys
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps

from .exported_model import ExportedModel
from .pixels import Array

_ERROR = 3


def main(model_path: str, paths: Sequence[str]) -> int:
    model = ExportedModel(model_path)
    failed = False
    for path in paths:
        try:
            result = model.inspect(_pixels(path, model.bits_per_sample))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            print(f"{'ERROR':<18}  {path}  {error}")
            failed = True
            continue
        worst = "" if result.worst is None else "  worst at ({:.0f}, {:.0f})".format(*result.worst)
        doubt = "" if result.doubt is None else f"  {result.doubt}"
        print(f"{result.verdict:<7} {result.score:>10.4g}  {path}{worst}{doubt}")
    return _ERROR if failed else 0


def _pixels(path: str, bits_per_sample: int | None) -> Array:
    """(H, W, 3) or (H, W) uint8."""
    with Image.open(path) as image:
        if getattr(image, "n_frames", 1) > 1:
            raise ValueError("expected one image, found several pages or frames")
        if bits_per_sample is not None or image.mode not in ("L", "RGB", "RGBA", "P"):
            raise ValueError("pass samples of more than 8 bits to ExportedModel.inspect, as float32 in [0, 1]")
        upright = ImageOps.exif_transpose(image)
        return np.asarray(upright.convert("L" if upright.mode == "L" else "RGB"))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
