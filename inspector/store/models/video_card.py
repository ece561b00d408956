"""What a model's folder holds of its clips: settings in the card, tensors beside the weights."""

from collections.abc import Mapping
from typing import Any

from torch import Tensor

from inspector.core.statistics import TaskStatistics
from inspector.core.video.detection import DetectorSettings
from inspector.core.video.knowledge import LookStatistics, VideoKnowledge

_PLAIN = ("lowest", "typical", "spread")


def video_card(knowledge: VideoKnowledge) -> dict[str, Any]:
    """The JSON values of what a model knows of its clips."""
    detector = knowledge.detector
    return {
        "frame_rate": knowledge.frame_rate,
        "stretch": knowledge.stretch,
        "detector": None if detector is None else detector.model_dump(mode="json"),
        "looks": [{name: getattr(look, name) for name in _PLAIN} for look in knowledge.looks],
    }


def video_tensors(knowledge: VideoKnowledge) -> dict[str, Tensor]:
    """Its tensors by name."""
    tensors = {} if knowledge.background is None else {"background": knowledge.background}
    for place, look in enumerate(knowledge.looks):
        if look.tasks is not None:
            tensors |= {f"looks.{place}.{name}": value for name, value in vars(look.tasks).items()}
    return tensors


def read_knowledge(card: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> VideoKnowledge:
    """The knowledge again.

    Raises:
        KeyError, TypeError, ValueError: if something is missing or is of another version.
    """
    looks = []
    for place, plain in enumerate(card["looks"]):
        tasks = below(tensors, f"looks.{place}.")
        looks.append(LookStatistics(TaskStatistics(**tasks) if tasks else None, **plain))
    detector = card["detector"]
    return VideoKnowledge(
        looks=tuple(looks),
        detector=None if detector is None else DetectorSettings.model_validate(detector),
        background=tensors.get("background"),
        frame_rate=card["frame_rate"],
        stretch=card["stretch"],
    )


def below(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The tensors whose names begin with a prefix, without it."""
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
