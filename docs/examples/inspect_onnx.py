"""Inspect images with a file that `inspector-cli export` wrote, by ONNX Runtime, numpy and Pillow alone.

python inspect_onnx.py bottle.onnx part1.png part2.png
"""

import sys

import numpy as np
import onnxruntime
from PIL import Image


def main(model: str, images: list[str]) -> None:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    metadata = session.get_modelmeta().custom_metadata_map
    review, reject = float(metadata["review_threshold"]), float(metadata["reject_threshold"])
    outputs = [output.name for output in session.get_outputs()]
    for path in images:
        pixels = np.asarray(Image.open(path).convert("RGB"), np.float32) / 255  # (height, width, 3), any size
        image = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])  # (1, 3, height, width)
        result = dict(zip(outputs, session.run(outputs, {"image": image}), strict=True))
        score = float(result["score"][0])
        no_part = "unlike" in result and result["unlike"][0] > 1  # the whole picture is unlike all good images
        # A score that is no number is never OK.
        verdict = "NG" if score > reject else "OK" if score <= review and not no_part else "REVIEW"
        where = ""
        if "map" in result:
            anomaly_map = result["map"][0]  # (h, w) at the network's input size; higher is worse
            y, x = np.unravel_index(anomaly_map.argmax(), anomaly_map.shape)
            height, width = pixels.shape[:2]
            where = f"  worst at ({x * width // anomaly_map.shape[1]}, {y * height // anomaly_map.shape[0]})"
        where += "  no part here" if no_part else ""
        print(f"{verdict:<7} {score:>10.4g}  {path}{where}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
