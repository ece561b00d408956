"""What was measured on the good images of a category, and what it is called.

The thresholds are what the words mean; they are not fitted to any data.
"""

from dataclasses import dataclass
from enum import StrEnum

from inspector.core.calibration import ALIGNMENT_NEEDED
from inspector.core.images.pose import Pose

EVEN = 2 / 3  # of the mean detail: under a lamp that fades so far texture still counts as even; less is a ground
REGULAR = 0.5  # more than half of the variance repeats itself
TOLD_APART = 0.05  # lost likeness: less is a lamp's reflection on a round part, or chance between two textures
SEVERAL_POSES = 0.2  # of the pairs: more than a few parts that someone laid down wrongly
ANY_ANGLE = 135  # degrees; turned by more, parts come as they fall
FAINT = 2 / 255  # two grey levels: sensor noise
FINE_DETAIL = 0.1  # a tenth of what an image shows is gone at 128 px: textures whose threads no longer resolve
LARGER_SIZE_PX = 256
_MOST = 0.5  # of the image


class Kind(StrEnum):
    """What good images show, as far as the choice of a method depends on it."""

    ALIGNED = "aligned part"
    REGULAR_TEXTURE = "regular texture"
    STOCHASTIC_TEXTURE = "stochastic texture"
    FREE_POSE = "part in free pose"
    BLANK = "hardly anything but noise"


@dataclass(frozen=True)
class Properties:
    """What was measured on good images; shares in [0, 1] unless said.

    Attributes:
        images, measured, unreadable: good images that can be used, those looked at, those refused among them.
        copies: images that are the same file as another one.
        height_px, width_px: the typical size; `mixed_sizes` where training would refuse how they differ.
        colourfulness, contrast, light_spread, evenness, periodicity: see `inspector.core.images.appearance`.
        alignment: share that the place in the image explains; at most 1, about 0 or below for texture.
        aligned_share: of the image, in 8×8 cells, in which the place explains most of what each shows.
        detail_lost_at_128_px: share of the variation that goes when the images are shrunk to that.
        pose: see :class:`inspector.core.images.pose.Pose`.
        held_out: images that training keeps out to calibrate on.
        false_reject_bound_95: the smallest share of false rejects that they can prove.
        more_images_for_1_percent: good images to add to the category for a proof of 1 %.
    """

    images: int
    measured: int
    unreadable: int
    copies: int
    height_px: int
    width_px: int
    mixed_sizes: bool
    colourfulness: float
    contrast: float
    light_spread: float
    alignment: float
    aligned_share: float
    evenness: float
    periodicity: float
    detail_lost_at_128_px: float
    pose: Pose
    held_out: int
    false_reject_bound_95: float
    more_images_for_1_percent: int

    @property
    def kind(self) -> Kind:
        """Alignment first, as a part in a fixed pose may fill the frame or be regular too."""
        if self.alignment > ALIGNMENT_NEEDED:
            return Kind.ALIGNED
        if self.contrast < FAINT:  # noise repeats nothing and is even, as a texture is
            return Kind.BLANK
        if self.evenness < EVEN:
            return Kind.FREE_POSE
        return Kind.REGULAR_TEXTURE if self.periodicity > REGULAR else Kind.STOCHASTIC_TEXTURE

    @property
    def has_whole(self) -> bool:
        """They show a part, and no texture that fills the frame."""
        return self.kind in (Kind.ALIGNED, Kind.FREE_POSE)

    @property
    def aligned_in_part(self) -> bool:
        """Only some of the image is aligned, such as the outline of a plank, whose grain is in no other one."""
        return self.kind is Kind.ALIGNED and self.aligned_share < _MOST

    @property
    def wants_larger(self) -> bool:
        """128 px are too few, and there are more."""
        return min(self.height_px, self.width_px) >= LARGER_SIZE_PX and self.detail_lost_at_128_px > FINE_DETAIL

    @property
    def poses_vary(self) -> bool:
        return self.pose.turned_pairs > SEVERAL_POSES

    @property
    def any_angle(self) -> bool:
        return self.pose.turned_degrees >= ANY_ANGLE

    @property
    def may_need_locating(self) -> bool:
        """There is a part, and it does not lie in one pose."""
        return self.has_whole and (self.poses_vary or self.kind is Kind.FREE_POSE)

    def passes(self, likeness: float) -> bool:
        """Whether an image so turned or mirrored that this share of likeness is kept looks like a good one."""
        return self.pose.likeness * (1 - likeness) < TOLD_APART
