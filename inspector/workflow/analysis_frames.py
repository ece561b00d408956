"""Frames of clips as they are analysed."""

from torch import Tensor

from inspector.core.images.resizing import resize
from inspector.core.video.judging import analysis_size
from inspector.data.video.frames import Frame, LostFrame

OTHER_PACE = 1.2  # ratio of frame rates from which motion is another


def analysis_image(image: Tensor) -> Tensor:
    """A frame's image (3, H, W) at the size at which it is analysed."""
    return resize(image, analysis_size((image.shape[-2], image.shape[-1])))


def analysis_frame(frame: Frame | LostFrame) -> Frame | LostFrame:
    """The same of a frame; a lost one stays as it is."""
    if isinstance(frame, LostFrame):
        return frame
    return Frame(frame.index, frame.time_s, analysis_image(frame.image), frame.doubtful)
