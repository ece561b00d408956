"""What a method makes of one frame of a clip: before it is compared with good video, and after."""

from dataclasses import dataclass

from torch import Tensor

from inspector.core.methods.base import Judgement


@dataclass(frozen=True, eq=False)
class FrameJudgement:
    """A method's judgement of one frame together with those around it, not yet compared with good video.

    Attributes:
        index: of the frame in its clip.
        size: (H, W) of the frame at the size of analysis.
        boxes: (N, 4) float32 of the objects, in pixels of that size.
        looks: a judgement on the CPU for each of the method's looks, of its N objects or of the one frame; none if
            the stretch of frames is shorter than a window.
        still: nothing moves, so that a method that needs motion has nothing to judge.
    """

    index: int
    size: tuple[int, int]
    boxes: Tensor
    looks: tuple[Judgement, ...]
    still: bool = False


@dataclass(frozen=True, eq=False)
class ScoredFrame:
    """A frame compared with good video, not yet smoothed over time.

    Attributes:
        judgement: what it was made of.
        scores: whose mean is the frame's score (late fusion).
        boxes: (N, 5) left, top, right, bottom in shares of the frame's width and height, and the object's score; worst
            first.
        anomaly_map: (h, w), or None for methods that show no place.
    """

    judgement: FrameJudgement
    scores: tuple[Tensor, ...]
    boxes: Tensor
    anomaly_map: Tensor | None
