"""Frames of clips as they are analysed: at which size, and at which pace."""

from torch import Tensor

from inspector.core.images.resizing import resize
from inspector.core.model import Model
from inspector.core.video.clip_view import view_of
from inspector.core.video.judging import analysis_size
from inspector.data.video.frames import Frame, LostFrame

OTHER_PACE = 1.2  # ratio of frame rates from which motion is another
_SAME_RATE = 1.01  # ratio up to which they are: 29.97 frames per second count as 30


def analysis_image(image: Tensor) -> Tensor:
    """A frame's image (3, H, W) at the size at which it is analysed."""
    return resize(image, analysis_size((image.shape[-2], image.shape[-1])))


def analysis_frame(frame: Frame | LostFrame) -> Frame | LostFrame:
    """The same of a frame; a lost one stays as it is."""
    if isinstance(frame, LostFrame):
        return frame
    return Frame(frame.index, frame.time_s, analysis_image(frame.image), frame.doubtful)


def rate_of_folders(model: Model) -> float | None:
    """The frame rate of clips that are folders, where none is stated: that of the clips the model has learned.

    Folders do not say at which rate they were taken, and one camera takes all clips of a category.
    """
    return model.knowledge.frame_rate


def other_rate(model: Model, clip: str, frame_rate: float | None) -> str | None:
    """A sentence where a clip has another frame rate than those that the model has learned; None where it has not."""
    learned = model.knowledge.frame_rate
    if learned is None or frame_rate is None:
        return None
    ratio = max(learned / frame_rate, frame_rate / learned)
    if view_of(model.method).sees_motion and ratio >= OTHER_PACE:
        return (
            f"{clip}: has {frame_rate:g} frames per second where the model learned from {learned:g}, so that "
            "everything seems to move at another speed; record at that rate, or train on clips of this one."
        )
    if ratio <= _SAME_RATE:
        return None
    return f"{clip}: has {frame_rate:g} frames per second where the model learned from {learned:g}."
