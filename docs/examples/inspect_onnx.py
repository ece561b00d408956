"""Inspect images with a file that `inspector-cli export` wrote, by ONNX Runtime, numpy and Pillow alone.

python inspect_onnx.py bottle.onnx part1.png part2.png
"""

import sys

import numpy as np
import onnxruntime
from PIL import Image, ImageOps


def main(model: str, images: list[str]) -> None:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    metadata = session.get_modelmeta().custom_metadata_map
    review, reject = float(metadata["review_threshold"]), float(metadata["reject_threshold"])
    fewest_px = int(metadata.get("fewest_px", 0))
    narrowest, widest = (float(value) for value in metadata.get("aspect", "0,inf").split(","))
    outputs = [output.name for output in session.get_outputs()]
    for path in images:
        pixels = read(path)
        if not narrowest <= pixels.shape[1] / pixels.shape[0] <= widest:  # it would be squeezed
            raise ValueError(f"{path} has another shape than the good images")
        image = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])  # (1, 3, height, width)
        result = dict(zip(outputs, session.run(outputs, {"image": image}), strict=True))
        score = float(result["score"][0])
        doubt = ""
        if max(pixels.shape[:2]) < fewest_px:  # a defect may not show
            doubt = "too few pixels"
        elif "unlike" in result and not result["unlike"][0] <= 1:  # the whole picture is unlike all good images
            doubt = "a large defect, or no part here"
        # A score that is no number is never OK.
        verdict = "NG" if score > reject else "OK" if score <= review and not doubt else "REVIEW"
        where = ""
        if "map" in result:
            anomaly_map = result["map"][0]  # (h, w) at the network's input size; higher is worse
            y, x = np.unravel_index(anomaly_map.argmax(), anomaly_map.shape)
            height, width = pixels.shape[:2]
            where = f"  worst at ({x * width // anomaly_map.shape[1]}, {y * height // anomaly_map.shape[0]})"
        print(f"{verdict:<7} {score:>10.4g}  {path}{where}{doubt and '  ' + doubt}")


def read(path: str) -> np.ndarray:
    """(height, width, 3) float32 in [0, 1], upright. Deeper samples would be divided by their highest value."""
    with Image.open(path) as image:
        if getattr(image, "n_frames", 1) > 1 or image.mode not in ("L", "RGB", "RGBA", "P"):
            raise ValueError(f"{path}: expected one image, grey or RGB of 8 bits")
        return np.asarray(ImageOps.exif_transpose(image).convert("RGB"), np.float32) / 255


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
