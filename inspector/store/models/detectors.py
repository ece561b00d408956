"""Detectors as their settings name them: with the background of a model, from a file, or from torchvision."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnxruntime
import torch
from torch import Tensor, nn

from inspector.core.errors import ModelError, SettingError
from inspector.core.video.background import BackgroundDifference
from inspector.core.video.detection import Detections, Detector, DetectorSettings, as_set, without_doubles
from inspector.core.video.yolox import decode, letterbox, places
from inspector.store.models.model_folder import file_sha256
from inspector.store.models.weights import cached_weights, read_cached
from inspector.store.onnx.exported import session_of
from inspector.store.onnx.safe_reading import checked_graph, read_graph_file

if TYPE_CHECKING:
    from torchvision.models import WeightsEnum

OPERATORS = "_C*"  # torchvision's library of compiled operators, whatever the system and version call it


def open_detector(
    settings: DetectorSettings,
    *,
    background: Tensor | None,
    recorded: Mapping[str, Any] | None = None,
    download: bool = False,
) -> Detector:
    """The detector that the settings describe.

    Args:
        background: (2, 3, h, w) of `median_background`, which background difference needs and others do not.
        recorded: the `detector_identity` when a model was made; any other detector is refused.
        download: fetch torchvision's weights into torch's cache if they are not there.

    Raises:
        SettingError: if background difference has no background, or torchvision no such detector.
        ModelError: if a file or weights are missing or others than recorded, or torchvision's operators are missing.
    """
    if settings.kind == "background":
        if background is None:
            raise SettingError(
                "Finding objects by background difference needs a background learned from good clips; there is none.",
                code="detector.no_background",
            )
        detector: Detector = BackgroundDifference(background, settings)
    elif settings.kind == "onnx":
        detector = YoloxDetector(Path(settings.path or ""), settings)
    else:
        detector = _torchvision_detector(settings, download=download)
    if recorded is not None and (found := detector_identity(settings)) != recorded:
        raise ModelError(
            "The model was made with the detector {expected}, and this is {found}: the scores would mean "
            "something else.",
            code="detector.other",
            expected=_description(recorded),
            found=_description(found),
        )
    return detector


def detector_kinds() -> tuple[str, ...]:
    """The kinds of detectors that work in this installation; torchvision is not loaded for it.

    The bundle leaves torchvision's compiled operators out, and without these none of its detectors works.
    """
    spec = find_spec("torchvision")
    folders = spec.submodule_search_locations if spec is not None else None
    compiled = any(file for folder in folders or () for file in Path(folder).glob(OPERATORS))
    return ("background", "onnx", "torchvision") if compiled else ("background", "onnx")


def detector_identity(settings: DetectorSettings) -> dict[str, Any]:
    """Which detector it is, for the model's card: its kind and, where it was trained, its weights by name and hash.

    Raises:
        SettingError: if torchvision has no such detector.
        ModelError: if the file cannot be read, or the weights are not in torch's cache.
    """
    if settings.kind == "background":
        return {"kind": "background"}
    if settings.kind == "onnx":
        path = Path(settings.path or "")
        try:
            return {"kind": "onnx", "file": path.name, "sha256": file_sha256(path)}
        except OSError as error:
            raise _unreadable(path, error) from error
    path, url = _torchvision_weights(settings.name or "", download=False)
    return {"kind": "torchvision", "name": settings.name, "url": url, "sha256": file_sha256(path)}


class YoloxDetector:
    """A YOLOX detector in an ONNX file: a :class:`Detector` whose classes are its probabilities where an object is.

    It runs on the CPU, with as many threads as torch has when it is opened. Small frames are enlarged to its input.

    Raises:
        ModelError: if the file is missing, is no ONNX file, or is not of YOLOX's shapes.
    """

    def __init__(self, path: Path, settings: DetectorSettings) -> None:
        self._path, self._settings = path, settings
        try:
            content = read_graph_file(path)
        except OSError as error:
            raise _unreadable(path, error) from error
        try:
            checked_graph(content)
            self._session = session_of(content, threads=torch.get_num_threads())
        except Exception as error:  # the runtime's exceptions, one for each kind of damage, have no base
            raise ModelError(
                "{file} is not a complete ONNX file, or not a safe one: {reason}.",
                code="detector.damaged",
                file=str(path),
                reason=(str(error).strip().splitlines() or ["it is damaged"])[-1],
            ) from error
        self._input, self._size, self.classes = self._check(self._session)

    def _check(self, session: onnxruntime.InferenceSession) -> tuple[str, tuple[int, int], int]:
        """Name of the input, its height and width, and the number of classes."""
        shapes = [[entry.shape for entry in side] for side in (session.get_inputs(), session.get_outputs())]
        match shapes:
            case [[[1, 3, int(height), int(width)]], [[1, int(count), int(values)]]] if (
                count == places((height, width)) and values > 5
            ):
                return session.get_inputs()[0].name, (height, width), values - 5
        raise ModelError(
            "{file}: expected a YOLOX detector (one input 1×3×height×width, one output 1×places×(5 + classes), of "
            "fixed sizes), found inputs {inputs} and outputs {outputs}.",
            code="detector.not_yolox",
            file=str(self._path),
            inputs=shapes[0],
            outputs=shapes[1],
        )

    def restart(self) -> None:
        """Nothing: it remembers no frame."""

    @torch.no_grad()
    def detect(self, frame: Tensor) -> Detections:
        boxed, scale = letterbox(frame, self._size)
        (output,) = self._session.run(None, {self._input: boxed.numpy()})
        found = without_doubles(decode(torch.from_numpy(output[0]), self._size), self._settings)
        found.boxes.div_(scale)
        return as_set(found, self._settings, size=(frame.shape[1], frame.shape[2]))


class TorchvisionDetector:
    """One of torchvision's detectors: a :class:`Detector` that gives each box one class, the others probability 0.

    Args:
        network: as `torchvision.models.detection` builds it, with its weights.
        classes: how many it tells apart, its class 0 (background) counted.
    """

    def __init__(self, network: nn.Module, settings: DetectorSettings, *, classes: int) -> None:
        self._network, self._settings, self.classes = network.eval().requires_grad_(False), settings, classes

    def restart(self) -> None:
        """Nothing: it remembers no frame."""

    @torch.no_grad()
    def detect(self, frame: Tensor) -> Detections:
        (out,) = self._network([frame])
        classes = torch.zeros(len(out["labels"]), self.classes)
        classes[torch.arange(len(classes)), out["labels"]] = out["scores"]
        found = without_doubles(Detections(out["boxes"], out["scores"], classes), self._settings)
        return as_set(found, self._settings, size=(frame.shape[1], frame.shape[2]))


def _torchvision_detector(settings: DetectorSettings, *, download: bool) -> TorchvisionDetector:
    from torchvision.models import get_model

    name = settings.name or ""
    if "torchvision" not in detector_kinds():
        raise ModelError(
            "Detector '{name}' does not work in this installation, which lacks torchvision's operators.",
            code="detector.no_operators",
            name=name,
        )
    path, _ = _torchvision_weights(name, download=download)
    classes = len(_weights_of(name).meta["categories"])
    network = get_model(name, weights=None, weights_backbone=None, num_classes=classes)
    try:
        network.load_state_dict(read_cached(path))
    except RuntimeError as error:
        raise ModelError(
            "{file}: the weights in torch's cache are not those of {name}.",
            code="weights.cache_damaged",
            file=str(path),
            name=name,
        ) from error
    return TorchvisionDetector(network, settings, classes=classes)


def _torchvision_weights(name: str, *, download: bool) -> tuple[Path, str]:
    return cached_weights(
        _weights_of(name),
        missing=lambda size, host: ModelError(
            "Detector '{name}' needs weights that were trained on COCO, and they are not on this computer ({size}, "
            "from {host}).",
            code="detector.weights_missing",
            name=name,
            size=size,
            host=host,
        ),
        download=download,
    )


def _weights_of(name: str) -> "WeightsEnum":
    from torchvision.models import detection, get_model_weights, list_models

    known = [one for one in list_models(detection) if not one.startswith("keypointrcnn")]
    if name not in known:
        raise SettingError(
            "torchvision has no detector named '{name}'; it has {known}.",
            code="detector.unknown",
            name=name,
            known=", ".join(known),
        )
    return get_model_weights(name).DEFAULT


def _description(identity: Mapping[str, Any]) -> str:
    name = identity.get("file") or identity.get("name") or "by background difference"
    return f"{name} ({identity['sha256'][:12]}…)" if "sha256" in identity else name


def _unreadable(path: Path, error: OSError) -> ModelError:
    return ModelError(
        "{file}: the detector cannot be read ({reason}).",
        code="detector.unreadable",
        file=str(path),
        reason=error.strerror or str(error),
    )
