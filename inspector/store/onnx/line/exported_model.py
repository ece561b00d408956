"""An exported file, ready to inspect."""

import json
from dataclasses import dataclass

import numpy as np
import onnxruntime

from .pixels import Array
from .tiles import Tiles

_ROUNDING = 1e-3


@dataclass(frozen=True)
class Result:
    """What is said of one image.

    Attributes:
        verdict: NG if the score is above the reject threshold, else REVIEW if it is above the review threshold or the
            image shows no part or nothing of it is judged, else OK.
        score: higher is worse; -inf where nothing of the image is judged.
        map: (h, w) float32 at the resolution of `matrix`; higher is worse.
        matrix: (2, 3), brings (x, y, 1) in pixels of the map to pixels of the image.
        light: brightness as a multiple of the training images', which was corrected for; None where it is not.
        unlike: how unlike all good images the whole picture is; above 1 it shows no part. None where that is not known.
    """

    verdict: str
    score: float
    map: Array
    matrix: Array
    light: float | None
    unlike: float | None

    @property
    def worst(self) -> tuple[float, float]:
        """(x, y) of the map's highest value, in pixels of the image."""
        row, column = np.unravel_index(self.map.argmax(), self.map.shape)
        x, y = self.matrix @ (column + 0.5, row + 0.5, 1)
        return float(x), float(y)


class ExportedModel:
    """An exported file, ready to inspect."""

    def __init__(self, model: str | bytes, *, threads: int = 0) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads  # 0: as many as there are cores
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        metadata = self._session.get_modelmeta().custom_metadata_map
        if "stages" not in metadata:
            raise ValueError("the graph of this file takes the whole image; it needs nothing around it")
        self.review, self.reject = float(metadata["review_threshold"]), float(metadata["reject_threshold"])
        self.bits_per_sample = int(metadata["bits_per_sample"]) if "bits_per_sample" in metadata else None
        height, width = (int(side) for side in metadata["image_size"].split(","))
        stages = json.loads(metadata["stages"])
        if stages["kind"] != "tiles":
            raise ValueError("this file is of a model that locates parts, and finding them needs Inspector's library")
        self._tiles = Tiles(stages, side=(height, width))

    def inspect(self, pixels: Array) -> Result:
        """Judge an image (height, width, 3) or (height, width), uint8 or float32 in [0, 1], RGB."""
        if pixels.dtype not in (np.uint8, np.float32):
            raise TypeError(f"pixels must be uint8 or float32 in [0, 1], not {pixels.dtype}")
        if pixels.dtype == np.float32 and not (pixels.min() >= -_ROUNDING and pixels.max() <= 1 + _ROUNDING):
            raise ValueError(f"float32 pixels must lie in [0, 1], not from {pixels.min()} to {pixels.max()}")
        samples = pixels[None] if pixels.ndim == 2 else np.moveaxis(pixels, -1, 0)
        frame = self._tiles.frame(samples)
        judgement = self._tiles.judge(self._map, *frame)
        score = float(judgement["score"][0])
        no_part = "unlike" in judgement and judgement["unlike"][0] > 1
        # A score that is no number is never OK, nor is one of an image of which nothing is judged.
        good = -np.inf < score <= self.review and not no_part
        verdict = "NG" if score > self.reject else "OK" if good else "REVIEW"
        of_map = judgement["map"][0]
        height, width = pixels.shape[:2]
        rows, columns = self._tiles.map_of(frame[2])
        return Result(
            verdict,
            score,
            of_map[:rows, :columns],
            np.array([[width / columns, 0.0, 0.0], [0.0, height / rows, 0.0]]),
            *(float(judgement[name][0]) if name in judgement else None for name in ("light", "unlike")),
        )

    def _map(self, tile: Array) -> Array:
        (found,) = self._session.run(["map"], {"tile": tile})
        return found[0]
