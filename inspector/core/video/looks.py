"""What any method is shown of a clip, and how its scores are smoothed: methods of images see single frames."""

from inspector.core.methods.base import AnyMethod
from inspector.core.methods.capabilities import TakesClips
from inspector.core.video.smoothing_windows import OVER_PAST_FRAMES, Smoothing
from inspector.core.video.windows import Look


def looks_of(method: AnyMethod) -> tuple[Look, ...]:
    """What a method sees of each moment of a clip: the frame alone, for methods of images."""
    if isinstance(method, TakesClips):
        return method.looks
    return (Look("frame", method.config.image_size, judged=(0,), learned=(0,)),)


def needs_objects(method: AnyMethod) -> bool:
    """Whether a detector must find the objects that it judges."""
    return any(look.of == "objects" for look in looks_of(method))


def smoothing_of(method: AnyMethod) -> Smoothing:
    """The windows by which its maps and scores are smoothed over a clip's frames."""
    return method.smoothing if isinstance(method, TakesClips) else OVER_PAST_FRAMES
