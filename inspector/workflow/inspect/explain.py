"""Why an image got its score: everything a screen can draw of one judgement."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from inspector.core.images.light import correct_light
from inspector.core.methods.capabilities import PosesTasks
from inspector.core.model import Model
from inspector.data.category import ImageRef
from inspector.data.images.reading import displayed, read_picture
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.inspect.depth import bits_of

_RECONSTRUCTION = "reconstruction"


@dataclass(frozen=True)
class Explanation:
    """What a model makes of one image, at the network's input size (h, w).

    Attributes:
        image: (h, w, 3) uint8, under the light it has.
        score, anomaly_map: as the inspection's; the map (h, w) float32, None for methods without one.
        reconstruction: (h, w, 3) uint8, of the image under the training's light; None for methods that redraw nothing.
        residual: (h, w) float32 in [0, 1], how far the reconstruction is from the image under that light: the mean
            absolute difference over channels.
        pictures, maps: the method's further evidence by its names, (h, w, 3) uint8 and (h, w) float32.
        values: its evidence on the image as a whole, such as `task rotation`: each task's error, higher is worse.
        excess: by how much each task fails, by the task's name, where it fails most: in spreads of good images above
            their median at the same place, weighted by how much the task tells, as in :class:`FailedTask`. Of methods
            whose score is calibrated and that judge the image as a whole, the score is their mean.
    """

    image: np.ndarray
    score: float
    anomaly_map: np.ndarray | None
    reconstruction: np.ndarray | None
    residual: np.ndarray | None
    pictures: Mapping[str, np.ndarray]
    maps: Mapping[str, np.ndarray]
    values: Mapping[str, float]
    excess: Mapping[str, float]


def explain(stored: StoredModel, image: ImageRef, *, device: torch.device) -> Explanation:
    """Judge one image once more and keep what the judgement rests on.

    Raises:
        ImageError: if it cannot be read.
    """
    model = stored.model.to(device)
    framed = model.framing.frame(read_picture(image.path, bits=bits_of(model)).samples)
    judgement = model.judge_framed(framed, evidence=True)
    evidence = {name: value[0] for name, value in judgement.evidence.items()}
    reconstruction = evidence.pop(_RECONSTRUCTION, None)
    residual = None
    if reconstruction is not None:
        shown = framed.pixels[None]
        judged = correct_light(shown, model.gain(shown))[0]
        residual = (judged - reconstruction).abs().mean(dim=0).clamp(0, 1).numpy()
    return Explanation(
        image=displayed(framed.pixels),
        score=judgement.scores[0].item(),
        anomaly_map=None if judgement.maps is None else judgement.maps[0].numpy(),
        reconstruction=None if reconstruction is None else displayed(reconstruction),
        residual=residual,
        pictures={name: displayed(value) for name, value in evidence.items() if value.ndim == 3},
        maps={name: value.float().numpy() for name, value in evidence.items() if value.ndim == 2},
        values={name: value.item() for name, value in evidence.items() if value.ndim == 0},
        excess=_excess(model, judgement.tasks),
    )


def _excess(model: Model, tasks: Tensor | None) -> dict[str, float]:
    method = model.method
    if not isinstance(method, PosesTasks) or tasks is None or model.calibration is None or not model.calibration.tasks:
        return {}
    worst = model.calibration.tasks.normalise(tasks[0]).amax(dim=0)  # (P, T) to (T,)
    return dict(zip(method.tasks, worst.tolist(), strict=True))
