"""`python -m inspect_onnx MODEL.onnx IMAGE…`"""

import sys
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps

from .exported_model import ExportedModel


def main(model_path: str, paths: Sequence[str]) -> None:
    model = ExportedModel(model_path)
    for path in paths:
        image = ImageOps.exif_transpose(Image.open(path))
        if model.bits_per_sample is not None or image.mode not in ("L", "RGB", "RGBA", "P"):
            raise SystemExit(
                f"{path}: pass samples of more than 8 bits to ExportedModel.inspect, as float32 in [0, 1]."
            )
        result = model.inspect(np.asarray(image.convert("L" if image.mode == "L" else "RGB")))
        no_part = "  no part here" if result.unlike is not None and result.unlike > 1 else ""
        x, y = result.worst
        print(f"{result.verdict:<7} {result.score:>10.4g}  {path}  worst at ({x:.0f}, {y:.0f}){no_part}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
