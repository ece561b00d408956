"""What was measured on the good clips of a category, and what it is called."""

from dataclasses import dataclass
from enum import StrEnum

MOST = 0.5  # of a picture, of the sampled places, of a background: more than half


class Scene(StrEnum):
    """What good clips show, as far as the choice of a method depends on it."""

    OBJECTS = "moving objects"
    MOTION = "motion without objects"
    EVERYTHING_MOVES = "most of the picture moves"
    STILL = "nothing moves"


@dataclass(frozen=True)
class ClipProperties:
    """What was measured on good clips; shares in [0, 1] unless said.

    Attributes:
        clips, unreadable: good clips that can be read, and those that cannot.
        frames: of the clips that can be read, as far as that is known without reading them.
        frame_rate: of the first clip; None where it is not known.
        height_px, width_px: of its frames.
        places: short windows of frames that were looked at, from all over the clips.
        moving: the share of the places where something moves.
        everywhere: the share of the places where most of the picture moves.
        standing: the share of the frames in which the empty scene lies where it lay; None where none shows an edge.
        with_objects: of the places where something moves, the share where the background difference finds an object.
        objects: found in one frame, in the median of these places.
        covered: the share of the places that show hardly anything beside the others.
        dark: the share of the empty scene that is too dark to know its light.
        stretches: of good video that a training of the first suggestion holds out; 0 where the clips are too short.
        false_alarm_bound_95: the smallest share of such stretches with a false alarm that they can prove.
    """

    clips: int
    unreadable: int
    frames: int
    frame_rate: float | None
    height_px: int
    width_px: int
    places: int
    moving: float
    everywhere: float
    standing: float | None
    with_objects: float
    objects: int
    covered: float
    dark: float
    stretches: int = 0
    false_alarm_bound_95: float | None = None

    @property
    def scene(self) -> Scene:
        if not self.moving:
            return Scene.STILL
        if self.everywhere > MOST:
            return Scene.EVERYTHING_MOVES
        return Scene.OBJECTS if self.with_objects > MOST else Scene.MOTION

    @property
    def camera_stands(self) -> bool:
        """Whether the frames show that; where they do not, the scene may be plain, or the camera may move."""
        return self.standing is not None and self.standing > MOST and self.everywhere <= MOST

    @property
    def too_dark(self) -> bool:
        return self.dark > MOST
