"""An exported file, ready to inspect."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .located import Located
from .pixels import Array
from .placement import Placement
from .tiles import Tiles

_ROUNDING = 1e-3


@dataclass(frozen=True)
class Result:
    """What is said of one image.

    Attributes:
        verdict: NG if the score is above the reject threshold, else REVIEW if it is above the review threshold or the
            image is doubtful, else OK.
        score: higher is worse; it says nothing where the part is not found.
        map: (h, w) float32 at the resolution of `matrix`; higher is worse. None without maps.
        matrix: (2, 3), brings (x, y, 1) in pixels of the map to pixels of the image.
        light: brightness as a multiple of the training images', which was corrected for; None where it is not.
        unlike: how unlike all good images the whole picture is; above 1 it shows no part. None where that is not known.
        placement: where the part lies and whether it was found; None where parts are not located.
        doubt: why the image is not OK whatever its score; None where nothing is doubtful.
    """

    verdict: str
    score: float
    map: Array | None
    matrix: Array
    light: float | None
    unlike: float | None
    placement: Placement | None
    doubt: str | None

    @property
    def worst(self) -> tuple[float, float] | None:
        """(x, y) of the map's highest value, in pixels of the image."""
        if self.map is None:
            return None
        row, column = np.unravel_index(self.map.argmax(), self.map.shape)
        x, y = self.matrix @ (column + 0.5, row + 0.5, 1)
        return float(x), float(y)


class ExportedModel:
    """An exported file, ready to inspect."""

    def __init__(self, model: str | bytes, *, threads: int = 0) -> None:
        import onnxruntime  # here, since Inspector imports this package at every start

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads  # 0: as many as there are cores
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        metadata = self._session.get_modelmeta().custom_metadata_map
        if "stages" not in metadata:
            raise ValueError("the graph of this file takes the whole image; it needs nothing around it")
        self.review, self.reject = float(metadata["review_threshold"]), float(metadata["reject_threshold"])
        self.bits_per_sample = int(metadata["bits_per_sample"]) if "bits_per_sample" in metadata else None
        self.fewest_px = int(metadata.get("fewest_px", 0))
        height, width = (int(side) for side in metadata["image_size"].split(","))
        values = json.loads(metadata["stages"])
        stages: type[Located] | type[Tiles] = Located if values["kind"] == "locate" else Tiles
        self._stages = stages(values, side=(height, width))

    def inspect(self, pixels: Array) -> Result:
        """Judge an image (height, width, 3) or (height, width), uint8 or float32 in [0, 1], RGB.

        Raises:
            TypeError, ValueError: if it is none.
            ValueError: if nothing of it is judged, or the graph gives no score.
        """
        if pixels.dtype not in (np.uint8, np.float32):
            raise TypeError(f"pixels must be uint8 or float32 in [0, 1], not {pixels.dtype}")
        if pixels.size == 0 or pixels.shape[2:] not in ((), (3,)) or pixels.ndim < 2:
            raise ValueError(f"pixels must be (height, width, 3) or (height, width), not {pixels.shape}")
        if pixels.dtype == np.float32 and not (pixels.min() >= -_ROUNDING and pixels.max() <= 1 + _ROUNDING):
            raise ValueError(f"float32 pixels must lie in [0, 1], not from {pixels.min()} to {pixels.max()}")
        samples = pixels[None] if pixels.ndim == 2 else np.moveaxis(pixels, -1, 0)
        if isinstance(self._stages, Located):
            return self._located(self._stages, samples)
        return self._tiled(self._stages, samples)

    def _tiled(self, tiles: Tiles, samples: Array) -> Result:
        frame = tiles.frame(samples)
        judgement = tiles.judge(lambda tile: self._run({"tile": tile})["map"][0], *frame)
        rows, columns = tiles.map_of(frame[2])
        height, width = samples.shape[1:]
        matrix = np.array([[width / columns, 0.0, 0.0], [0.0, height / rows, 0.0]])
        return self._result(judgement, judgement["map"][0, :rows, :columns], matrix, None, (height, width))

    def _located(self, located: Located, samples: Array) -> Result:
        part, judged, placement = located.frame(samples)
        judgement = located.judge(self._run, part, judged)
        of_map = judgement["map"][0] if "map" in judgement else None
        pitch = np.array([placement.size[1] / located.side[1], placement.size[0] / located.side[0], 1.0])
        size = (samples.shape[1], samples.shape[2])
        return self._result(judgement, of_map, placement.matrix * pitch, placement, size)

    def _result(
        self,
        judgement: Mapping[str, Array],
        of_map: Array | None,
        matrix: Array,
        placement: Placement | None,
        size: tuple[int, int],
    ) -> Result:
        score = float(judgement["score"][0])
        if score == -np.inf:
            raise ValueError("nothing of it is judged: it lies outside of what the model looks at")
        if not np.isfinite(score):
            raise ValueError("the model returned no score for it")
        light, unlike = (float(judgement[name][0]) if name in judgement else None for name in ("light", "unlike"))
        doubt = None
        if placement is not None and not placement.found:
            doubt = "part not found"
        elif max(size) < self.fewest_px:
            doubt = "too few pixels"
        elif unlike is not None and not unlike <= 1:
            doubt = "a large defect, or no part here"
        verdict = "NG" if score > self.reject else "OK" if score <= self.review and doubt is None else "REVIEW"
        return Result(verdict, score, of_map, matrix, light, unlike, placement, doubt)

    def _run(self, inputs: Mapping[str, Array]) -> dict[str, Array]:
        """The outputs of the graph; inputs that it does not have are left out."""
        known = {node.name for node in self._session.get_inputs()}
        names = [node.name for node in self._session.get_outputs()]
        found = self._session.run(names, {name: value for name, value in inputs.items() if name in known})
        return dict(zip(names, found, strict=True))
