"""Exported models: one ONNX file that holds the scoring, the thresholds, and all that inspection needs to know.

The metadata of the file, each a string, is for whoever runs it:

    inspector_format    version of this layout
    method, category    of the model; `model_sha256` is the model's own
    precision           `float32` or `int8`
    bits_per_sample     where the model learned from files of 16 bits: a sample divided by 2^bits - 1 is the input
    input               what `image` is: shape, type, range, order of colours
    output_NAME         the same of `score`, `map`, `light`, `tasks` and `unlike`, as far as there are these
    image_size          height,width of the network's input, to which the graph brings every image
    review_threshold,
    reject_threshold    NG iff score > reject_threshold, else REVIEW iff score > review_threshold or
                        unlike > 1, else OK
    outline, lowest     of a map: the value at which a region ends; the lowest of good parts
    versions            JSON: programs that made the file
    card, calibration   JSON: the model's card, and what held-out good images say
    judged              where not all is judged: deflated bits of the mask, row by row, in base64
    sha256              of all bytes of the file before this entry, which is its last
"""

import base64
import hashlib
import json
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor

from inspector import __version__
from inspector.core.calibration import Calibration
from inspector.core.errors import ModelError, failure
from inspector.core.images.depth import LearnedDepth
from inspector.core.methods import Judgement, Method, method_from_config
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint
from inspector.core.stages.framing import Framed, Framing
from inspector.core.statistics import TaskStatistics
from inspector.store.models.card import MISFITS
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.onnx.graph import IMAGE
from inspector.store.onnx.safe_reading import checked_graph, depends, read_graph_file
from inspector.store.signatures import check_signature, write_signature

FORMAT = 1
SUFFIX = ".onnx"
_MEANINGS = {
    "score": "float32 (1,); higher is worse",
    "map": "float32 (1, h, w) at image_size; higher is worse",
    "light": "float32 (1,); brightness as a multiple of the training images'; it was corrected for",
    "tasks": "float32 (1, places, tasks); how badly each task fails at each place",
    "unlike": "float32 (1,); how unlike all good images the whole picture is; above 1 it shows no part and is never OK",
}
_READ_ERRORS = (*MISFITS, zlib.error, RecursionError)


@dataclass(frozen=True)
class OnnxModel:
    """The model in an exported file, which judges as the model that it was made of.

    One session for each number of threads that torch has where it is asked, so that lanes share the processor.

    Attributes:
        method: of the model, for its names, places and sizes; its network is in the file alone.
        calibration: without the statistics by place, which the graph applies.
        judged: (H, W) bool, the places of the maps that are judged; None for all.
        depth: how the images that it learned from were stored; None for models that do not record it.
    """

    method: Method
    calibration: Calibration
    judged: Tensor | None
    content: bytes = field(repr=False)
    depth: LearnedDepth | None = None
    _sessions: dict[int, onnxruntime.InferenceSession] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def to(self, _device: torch.device) -> "OnnxModel":
        """Itself: it judges on the CPU wherever torch would."""
        return self

    def load(self) -> None:
        """Find out now whether the runtime can compute it.

        Raises:
            ValueError: if it cannot.
        """
        try:
            self._session(torch.get_num_threads())
        except Exception as error:  # the runtime has an exception of its own for each kind of damage, and no base
            raise ValueError(str(error).strip().splitlines()[-1]) from error

    @property
    def framing(self) -> Framing:
        """What of a picture it judges, and at which size."""
        return Framing(self.method.config.image_size)

    @property
    def map_size(self) -> tuple[int, int]:
        """(H, W) of an anomaly map that covers a whole picture."""
        return self.method.config.image_size

    def judge_framed(self, framed: Framed) -> Judgement:
        """Judge one picture as its framing shows it."""
        return self.judge(framed.pixels[None])

    def judge(self, images: Tensor) -> Judgement:
        """Judge images (B, 3, H, W) float32 in [0, 1] of any size, as `Model.judge` does those of the network's."""
        session = self._session(torch.get_num_threads())
        names = [output.name for output in session.get_outputs()]
        # One image a run: the graph is made for one.
        runs = [session.run(names, {"image": image[None].numpy()}) for image in images.cpu().contiguous()]
        whole = {
            name: torch.from_numpy(np.concatenate(parts))
            for name, parts in zip(names, zip(*runs, strict=True), strict=True)
        }
        return Judgement(
            whole["score"],
            whole.get("map"),
            tasks=whole.get("tasks"),
            light=whole.get("light"),
            unlike=whole.get("unlike"),
        )

    def _session(self, threads: int) -> onnxruntime.InferenceSession:
        with self._lock:
            if threads not in self._sessions:
                self._sessions[threads] = session_of(self.content, threads=threads)
            return self._sessions[threads]


@dataclass(frozen=True)
class StoredOnnx(StoredModel):
    """An exported model as read from its file, which `folder` names; its card is that of the model it was made of."""

    model: OnnxModel  # type: ignore[assignment]  # which judges as a Model does, without its network
    precision: str

    @property
    def runtime(self) -> str:
        return f"onnx {self.precision}"


def open_model(path: Path) -> StoredModel:
    """A model folder, or a file that was exported from one.

    Raises:
        ModelError: if it is neither, or not as it was written.
    """
    return read_onnx(path) if path.suffix.lower() == SUFFIX and not path.is_dir() else read_model(path)


def session_of(content: bytes, *, threads: int) -> onnxruntime.InferenceSession:
    """A session on the CPU that gives the same answer each time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    # Threads that spin between two images take the processor from decoding, which then takes twice as long.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def file_content(graph: onnx.ModelProto, stored: StoredModel, *, precision: str) -> bytes:
    """The bytes of an exported file: the graph, its metadata, and the hash of both."""
    whole = onnx.ModelProto()
    whole.CopyFrom(graph)
    whole.producer_name, whole.producer_version = "inspector", __version__
    whole.doc_string = "Visual inspection: image in, score and anomaly map out. See the metadata."
    onnx.helper.set_model_props(whole, _metadata(graph, stored, precision))
    body = whole.SerializeToString()
    return body + _seal(body)


def read_onnx(path: Path, *, signed: bool = True) -> StoredOnnx:
    """Read an exported model and check that it is what was written.

    Args:
        signed: whether it has to be, where that is asked for.

    Raises:
        ModelError: if it is missing, changed, of a newer version, or no export of this program.
    """
    try:
        content = read_graph_file(path)
    except OSError as error:
        raise ModelError(
            "{file}: the exported model cannot be read ({reason}).",
            code="export.unreadable",
            file=str(path),
            reason=error.strerror or str(error),
        ) from error
    seal = len(_seal(b""))
    try:
        graph = checked_graph(content)
    except ValueError as error:
        raise ModelError(
            "{file} is not a complete ONNX file, or not a safe one: {reason}.",
            code="export.damaged",
            **failure(path, error),
        ) from error
    metadata = {entry.key: entry.value for entry in graph.metadata_props}
    if "inspector_format" not in metadata:
        raise ModelError(
            "{file} was not exported by this program, so its outputs are unknown.",
            code="export.foreign",
            file=str(path),
        )
    try:
        if int(metadata["inspector_format"]) > FORMAT:
            raise ModelError(
                "{file} has export format {found}, and this program reads formats up to {supported}.",
                code="export.newer",
                file=str(path),
                found=metadata["inspector_format"],
                supported=FORMAT,
            )
        if _seal(content[:-seal]) != content[-seal:]:
            raise ModelError(
                "{file} was changed after it was exported, so its verdicts cannot be trusted.",
                code="export.changed",
                file=str(path),
            )
        if not depends(graph.graph, "score", IMAGE):
            raise ValueError("its score is not computed from the image")
        if signed:
            check_signature(path, signed_content(content))
        card = json.loads(metadata["card"])
        method = method_from_config(card["method"], card["config"])
        model = OnnxModel(
            method,
            _calibration(json.loads(metadata["calibration"])),
            _mask(metadata["judged"], method.config.image_size) if "judged" in metadata else None,
            content,
            LearnedDepth.from_card(card["depth"]) if "depth" in card else None,
        )
        point = OperatingPoint(float(metadata["review_threshold"]), float(metadata["reject_threshold"]))
        model.load()
        return StoredOnnx(path, model, card, point, metadata["precision"])
    except _READ_ERRORS as error:
        raise ModelError(
            "{file}: the exported model does not fit this version of the program ({reason}).",
            code="export.misfit",
            **failure(path, error),
        ) from error


def signed_content(content: bytes) -> dict[str, Any]:
    """What a signature of an exported file covers: all of it."""
    return {"format": 1, "file": hashlib.sha256(content).hexdigest()}


def sign_export(path: Path, *, key: Path) -> Path:
    """Sign an exported file as it is; returns the signature's file.

    Raises:
        ModelError: if it is no export, or the key cannot be read.
        StorageError: if the signature cannot be written.
    """
    read = read_onnx(path, signed=False)
    return write_signature(path, signed_content(read.model.content), key=key)


def _metadata(graph: onnx.ModelProto, stored: StoredModel, precision: str) -> dict[str, str]:
    model: Model = stored.model
    calibration, point = stored.calibration, stored.operating_point
    height, width = model.method.config.image_size
    of_map = {} if calibration.outline is None else {"outline": calibration.outline, "lowest": calibration.lowest}
    values: dict[str, Any] = {
        "inspector_format": FORMAT,
        "method": model.method.name,
        "category": stored.card["category"]["name"],
        "model_sha256": stored.identity,
        "precision": precision,
        "input": "image: float32 (1, 3, height, width) of any height and width, RGB, 0 to 1",
        **{f"output_{output.name}": _MEANINGS[output.name] for output in graph.graph.output},
        "image_size": f"{height},{width}",
        "review_threshold": point.review,
        "reject_threshold": point.reject,
        **of_map,
        "versions": json.dumps(
            {"inspector": __version__, "torch": torch.__version__, "onnx": onnx.__version__}
            | {"onnxruntime": onnxruntime.__version__}
        ),
        "card": json.dumps(dict(stored.card), ensure_ascii=False),
        "calibration": json.dumps(_calibration_values(calibration)),
    }
    if model.depth is not None and model.depth.bits_per_sample is not None:
        values["bits_per_sample"] = model.depth.bits_per_sample
    if model.judged is not None:
        values["judged"] = base64.b64encode(zlib.compress(np.packbits(model.judged.numpy()).tobytes())).decode()
    return {name: str(value) for name, value in values.items()}


def _calibration_values(calibration: Calibration) -> dict[str, Any]:
    tasks = calibration.tasks
    return {
        "good_scores": calibration.good_scores.tolist(),
        "alignment": calibration.alignment,
        "outline": calibration.outline,
        "lowest": calibration.lowest,
        "tasks": None if tasks is None else {name: value.tolist() for name, value in vars(tasks).items()},
    }


def _calibration(values: Mapping[str, Any]) -> Calibration:
    tasks = values["tasks"]
    return Calibration(
        torch.tensor(values["good_scores"]),
        pixels=None,
        alignment=values["alignment"],
        outline=values["outline"],
        lowest=values["lowest"],
        tasks=None if tasks is None else TaskStatistics(**{name: torch.tensor(value) for name, value in tasks.items()}),
    )


def _mask(text: str, size: tuple[int, int]) -> Tensor:
    unpacking, length = zlib.decompressobj(), -(-size[0] * size[1] // 8)
    bits = np.frombuffer(unpacking.decompress(base64.b64decode(text), length), np.uint8)
    if len(bits) != length or not unpacking.eof:
        raise ValueError("its mask is not of the network's input size")
    return torch.from_numpy(np.unpackbits(bits, count=size[0] * size[1]).astype(bool).reshape(size))


def _seal(body: bytes) -> bytes:
    """The last entry of the metadata. Appended bytes are one more entry of a repeated field, so the file stays ONNX."""
    digest = hashlib.sha256(body).hexdigest()
    entry = onnx.StringStringEntryProto(key="sha256", value=digest)
    return onnx.ModelProto(metadata_props=[entry]).SerializeToString()
