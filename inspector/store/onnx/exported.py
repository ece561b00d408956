"""Exported models: one ONNX file that holds the scoring, the thresholds, and all that inspection needs to know.

What its metadata say is in `metadata.py`.
"""

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
from inspector.core.operating_point import OperatingPoint
from inspector.core.stages.framing import Framed, Framing
from inspector.store.models.card import FORMAT, MISFITS
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.models.schema import check_card
from inspector.store.onnx.graph import IMAGE, PART, TILE
from inspector.store.onnx.metadata import metadata, read_calibration, read_mask
from inspector.store.onnx.safe_reading import checked_graph, depends, read_graph_file
from inspector.store.onnx.stages import Stages, read_stages
from inspector.store.signatures import check_signature, write_signature

SUFFIX = ".onnx"
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
        stages: what surrounds the graph where it judges located parts or tiles; None where it judges whole images.
    """

    method: Method
    calibration: Calibration
    judged: Tensor | None
    content: bytes = field(repr=False)
    depth: LearnedDepth | None = None
    stages: Stages | None = None
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
        return Framing(self.method.config.image_size) if self.stages is None else self.stages.framing

    @property
    def map_size(self) -> tuple[int, int]:
        """(H, W) of an anomaly map that covers a whole picture."""
        return self.method.config.image_size if self.stages is None else self.stages.map_size

    def judge_framed(self, framed: Framed) -> Judgement:
        """Judge one picture as its framing shows it."""
        if self.stages is None:
            return self.judge(framed.pixels[None])
        return _judgement(self.stages.judge(self._run, framed))

    def judge(self, images: Tensor) -> Judgement:
        """Judge images (B, 3, H, W) float32 in [0, 1] of any size, as `Model.judge` does those of the network's."""
        # One image a run: the graph is made for one.
        runs = [self._run({IMAGE: image[None].numpy()}) for image in images.cpu().contiguous()]
        return _judgement({name: np.concatenate([run[name] for run in runs]) for name in runs[0]})

    def _run(self, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The outputs of the graph; inputs that it does not have are left out."""
        session = self._session(torch.get_num_threads())
        known = {node.name for node in session.get_inputs()}
        names = [output.name for output in session.get_outputs()]
        found = session.run(names, {name: value for name, value in inputs.items() if name in known})
        return dict(zip(names, found, strict=True))

    def _session(self, threads: int) -> onnxruntime.InferenceSession:
        with self._lock:
            if threads not in self._sessions:
                self._sessions[threads] = session_of(self.content, threads=threads)
            return self._sessions[threads]


def _judgement(found: Mapping[str, np.ndarray]) -> Judgement:
    """The outputs of a scoring, by name, as a judgement."""
    whole = {name: torch.from_numpy(value) for name, value in found.items()}
    return Judgement(
        whole["score"],
        whole.get("map"),
        tasks=whole.get("tasks"),
        light=whole.get("light"),
        unlike=whole.get("unlike"),
    )


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
    onnx.helper.set_model_props(whole, metadata(graph, stored, precision))
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
    found = {entry.key: entry.value for entry in graph.metadata_props}
    if "inspector_format" not in found:
        raise ModelError(
            "{file} was not exported by this program, so its outputs are unknown.",
            code="export.foreign",
            file=str(path),
        )
    try:
        if int(found["inspector_format"]) > FORMAT:
            raise ModelError(
                "{file} has export format {found}, and this program reads formats up to {supported}.",
                code="export.newer",
                file=str(path),
                found=found["inspector_format"],
                supported=FORMAT,
            )
        if _seal(content[:-seal]) != content[-seal:]:
            raise ModelError(
                "{file} was changed after it was exported, so its verdicts cannot be trusted.",
                code="export.changed",
                file=str(path),
            )
        outputs = {output.name for output in graph.graph.output}
        verdict_of = "score" if "score" in outputs else "map"  # of a tile, the score comes of all their maps
        if not any(depends(graph.graph, verdict_of, name) for name in (IMAGE, PART, TILE)):
            raise ValueError("its score is not computed from the image")
        if signed:
            check_signature(path, signed_content(content))
        model = _model(content, found)
        point = OperatingPoint(float(found["review_threshold"]), float(found["reject_threshold"]))
        model.load()
        return StoredOnnx(path, model, json.loads(found["card"]), point, found["precision"])
    except _READ_ERRORS as error:
        raise ModelError(
            "{file}: the exported model does not fit this version of the program ({reason}).",
            code="export.misfit",
            **failure(path, error),
        ) from error


def _model(content: bytes, found: Mapping[str, str]) -> OnnxModel:
    card = json.loads(found["card"])
    check_card(card)
    method = method_from_config(card["method"], card["config"])
    size = method.config.image_size
    stages = read_stages(found["stages"], size) if "stages" in found else None
    judged = read_mask(found["judged"], size) if "judged" in found else None
    return OnnxModel(
        method,
        read_calibration(json.loads(found["calibration"])),
        judged if stages is None else stages.judged,
        content,
        LearnedDepth.from_card(card["depth"]) if "depth" in card else None,
        stages,
    )


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


def _seal(body: bytes) -> bytes:
    """The last entry of the metadata. Appended bytes are one more entry of a repeated field, so the file stays ONNX."""
    digest = hashlib.sha256(body).hexdigest()
    entry = onnx.StringStringEntryProto(key="sha256", value=digest)
    return onnx.ModelProto(metadata_props=[entry]).SerializeToString()
