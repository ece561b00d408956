"""The outcome on one image."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from inspector.core.explanation import FailedTask
from inspector.core.operating_point import Decision
from inspector.core.regions import Region

OTHER_SCALE = 4  # times smaller or larger than the good images: not of one camera set-up
_OTHER_SHAPE = 1.1  # times wider or narrower: brought to the network's input, a part would be distorted


def shows_no_part(unlike: float | None) -> bool:
    """Whether a picture that is so unlike good images does not show the product; None where it is not known."""
    return unlike is not None and not unlike <= 1  # what is no number says nothing good


def lacks_detail(size: tuple[int, int], least_px: int | None) -> bool:
    """Whether an image (H, W) is so small that one camera set-up cannot have taken it and the good images.

    Args:
        least_px: the longer side of the smallest good image; None where it is not known.
    """
    return least_px is not None and max(size) < fewest_px(least_px)


def allowed_aspect(aspect: tuple[float, float]) -> tuple[float, float]:
    """The least and the greatest width by height of images that are judged, where those of good images are known."""
    return aspect[0] / _OTHER_SHAPE, aspect[1] * _OTHER_SHAPE


def is_other_shape(size: tuple[int, int], aspect: tuple[float, float]) -> bool:
    """Whether an image (H, W) has another shape than all good ones, and would be squeezed until it looks like them.

    Args:
        aspect: the least and the greatest width of good images as a multiple of the height.
    """
    least, greatest = allowed_aspect(aspect)
    return not least <= size[1] / size[0] <= greatest


def fewest_px(least_px: int) -> int:
    """The longer side below which an image lacks detail, where the longer side of the smallest good image is known."""
    return -(-least_px // OTHER_SCALE)


@dataclass(frozen=True)
class Inspection:
    """What came of inspecting one image, or the error that prevented it.

    Attributes:
        name: the image's path as it was given.
        label: `good` or the defect type where that is known, else empty.
        score: raw, higher is worse; None on error, as are decision and size.
        regions: in pixels of the image; empty where the decision is OK.
        failed: the tasks that failed, worst first, for methods that judge by tasks; empty where the decision is OK.
        size: (H, W) of the image.
        anomaly_map: (h, w) float32 at the model's input size; None for methods without a map.
        unlike: how unlike all good images the whole picture is; above 1 it does not show the product, and the
            decision is never OK. None where that was not checked.
        located: whether the part was found in the image; where it was not, the decision is never OK. None where parts
            are not located.
        least_px: the longer side of the smallest good image, where images are not judged at one scale; an image that
            is much smaller lacks the detail that a defect shows in, and its decision is never OK.
        light: brightness relative to training, 1 for the same; None where light is not corrected.
        timings_ms: by stage: `decode`, `model`, `post`.
        file_bits: of a sample in the file: 8, 16 or 32; None on error, and where it is read from a run.
        error: one sentence; None when the image was judged.
    """

    name: str
    label: str
    score: float | None = None
    decision: Decision | None = None
    regions: tuple[Region, ...] = ()
    failed: tuple[FailedTask, ...] = ()
    size: tuple[int, int] | None = None
    anomaly_map: np.ndarray | None = None
    light: float | None = None
    unlike: float | None = None
    located: bool | None = None
    least_px: int | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    file_bits: int | None = None
    error: str | None = None

    @property
    def no_part(self) -> bool:
        """Whether the picture as a whole is unlike all good images."""
        return shows_no_part(self.unlike)

    @property
    def coarse(self) -> bool:
        """Whether the image is so small that detail is missing which all good images have."""
        return self.size is not None and lacks_detail(self.size, self.least_px)

    @property
    def doubtful(self) -> bool:
        """Whether something else than the score says that this may be no good part, so that it is never OK."""
        return self.no_part or self.located is False or self.coarse

    @property
    def failed_words(self) -> str:
        """The task that failed most, in plain words: `the top left corner looks turned`; empty where none did."""
        return " ".join(self.failed[0].words(self.size)) if self.failed and self.size is not None else ""

    @property
    def doubt(self) -> str | None:
        """Why the part is not OK whatever its score, in one sentence; None where nothing is doubtful."""
        if self.located is False:
            return (
                "Part not found: it is missing, cut off by the image's border, looks or lies like no good part, or its "
                "angle is unclear."
            )
        if self.coarse and self.size is not None:
            height, width = self.size
            return (
                f"Too few pixels: the image has {width}×{height} px, and that of every good part has "
                f"{self.least_px} px or more along its longer side."
            )
        if not self.no_part:
            return None
        return (
            "A large defect, or no part here: the whole picture is "
            f"{self.unlike:.2f} times as unlike good images as is allowed."
        )
