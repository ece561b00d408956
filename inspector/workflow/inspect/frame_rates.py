"""Frame rates of clips beside the one that a model has learned."""

from collections.abc import Iterator, Mapping, Sequence

from inspector.core.errors import VideoError
from inspector.core.model import Model
from inspector.core.video.clip_view import view_of
from inspector.data.video.category import Clip
from inspector.data.video.reader import ClipReader
from inspector.workflow.advise.findings import listed
from inspector.workflow.analysis_frames import OTHER_PACE

_SAME_RATE = 1.01  # ratio up to which rates are one: 29.97 frames per second count as 30


def rate_of_folders(model: Model) -> float | None:
    """The frame rate of clips that are folders, where none is stated: that of the clips the model has learned.

    Folders do not say at which rate they were taken, and one camera takes all clips of a category.
    """
    return model.knowledge.frame_rate


def other_rates(model: Model, clips: Sequence[Clip], *, folder_rate: float | None) -> Iterator[str]:
    """One sentence on the clips in which everything moves at another speed than in those that the model has learned,
    and one on the others of another frame rate. Clips that cannot be opened are passed over.

    Args:
        folder_rate: of clips that are folders of frames.
    """
    learned = model.knowledge.frame_rate
    if learned is None:
        return
    faster, close = {}, {}
    for clip in clips:
        rate = _rate(clip, folder_rate)
        if rate is None:
            continue
        ratio = max(learned / rate, rate / learned)
        if view_of(model.method).sees_motion and ratio >= OTHER_PACE:
            faster[clip.name] = rate
        elif ratio > _SAME_RATE:
            close[clip.name] = rate
    if faster:
        yield (
            f"{_with_rates(faster, learned)}, so that everything seems to move at another speed; record at that rate, "
            "or train on clips of this one."
        )
    if close:
        yield f"{_with_rates(close, learned)}."


def _with_rates(rates: Mapping[str, float], learned: float) -> str:
    if len(rates) == 1:
        [(name, rate)] = rates.items()
        return f"{name}: has {rate:g} frames per second where the model learned from {learned:g}"
    names = listed([f"{name} ({rate:g})" for name, rate in rates.items()])
    return f"{len(rates)} clips have other frame rates than the {learned:g} per second that the model learned: {names}"


def _rate(clip: Clip, folder_rate: float | None) -> float | None:
    try:
        with ClipReader(clip.path, folder_rate=folder_rate) as reader:
            return reader.frame_rate
    except VideoError:  # is reported when it is the clip's turn
        return None
