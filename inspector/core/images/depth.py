"""Bits per sample: how many of those that a file has room for a camera uses, and what a model has learned of it.

A camera of 12 bits writes files of 16 bits. Read as 16 bits, its white is 4095 / 65535, and every image is nearly
black.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

DEEP = 16  # the bits of a file from which its samples may have fewer
CAMERA_BITS = (8, 10, 12, 14)  # that are written into deep files; of 15 and 16, nothing can be noticed
_OTHER = 3.0  # times darker or brighter; two bits are 4


@dataclass(frozen=True)
class Depth:
    """How the samples of one image are stored.

    Attributes:
        file_bits: of a sample in the file: 8, 16, or 32 for floating point.
        white_bits: the bits per sample of white, 16 for all of a deep file; None where the file is not deep.
        brightest, mean: of the samples, where white is 1; 0 where the file is not deep.
    """

    file_bits: int
    white_bits: int | None = None
    brightest: float = 0.0
    mean: float = 0.0


@dataclass(frozen=True)
class LearnedDepth:
    """How the good images of a training are stored, and how large they are.

    Attributes:
        bits_per_sample: how the samples of deep files are read; None where there was no deep file, or each states its
            own.
        file_bits: of their files.
        brightest, mean: the lowest and highest of the deep images; None where there was none.
        least_px: the longer side of the smallest image; None where it was not recorded.
        aspect: the least and the greatest width as a multiple of the height; None where it was not recorded.
    """

    bits_per_sample: int | None
    file_bits: tuple[int, ...]
    brightest: tuple[float, float] | None = None
    mean: tuple[float, float] | None = None
    least_px: int | None = None
    aspect: tuple[float, float] | None = None

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> "LearnedDepth":
        """What :meth:`to_card` wrote."""
        ranges = {name: tuple(card[name]) for name in ("brightest", "mean", "aspect") if card.get(name) is not None}
        return cls(card["bits_per_sample"], tuple(card["file_bits"]), **ranges, least_px=card.get("least_px"))

    def to_card(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "bits_per_sample": self.bits_per_sample,
            "file_bits": list(self.file_bits),
            "brightest": None if self.brightest is None else list(self.brightest),
            "mean": None if self.mean is None else list(self.mean),
            **({} if self.least_px is None else {"least_px": self.least_px}),
            **({} if self.aspect is None else {"aspect": list(self.aspect)}),
        }

    def of_sizes(self, sizes: Collection[tuple[int, int]]) -> "LearnedDepth":
        """The same of images of these sizes (H, W)."""
        aspects = [width / height for height, width in sizes]
        return replace(self, least_px=min(map(max, sizes)), aspect=(min(aspects), max(aspects)))

    @property
    def deep(self) -> bool:
        """Whether it has learned from a deep file."""
        return max(self.file_bits, default=0) >= DEEP

    def differs(self, depth: Depth) -> bool:
        """Whether an image has so much darker or brighter samples than all good ones that its depth must be another.

        Both its brightest sample and its mean must be far off, since a defect may light up, or cover the only light.
        """
        if depth.file_bits < DEEP or self.brightest is None or self.mean is None:
            return False
        (darkest, brightest), (lowest, highest) = self.brightest, self.mean
        darker = depth.brightest * _OTHER < darkest and depth.mean * _OTHER < lowest
        brighter = depth.brightest > _OTHER * brightest and depth.mean > _OTHER * highest
        return darker or brighter

    def together(self, other: "LearnedDepth | None") -> "LearnedDepth":
        """What a model has learned of two sets of images; the depth of deep files is that of the first that has one."""
        if other is None:
            return self
        return LearnedDepth(
            self.bits_per_sample or other.bits_per_sample,
            tuple(sorted({*self.file_bits, *other.file_bits})),
            _widest(self.brightest, other.brightest),
            _widest(self.mean, other.mean),
            min((least for least in (self.least_px, other.least_px) if least is not None), default=None),
            _widest(self.aspect, other.aspect),
        )


def learned_depth(depths: Sequence[Depth]) -> LearnedDepth:
    """What the good images have in common; where deep files state different bits, each is read as it states."""
    deep = [depth for depth in depths if depth.file_bits >= DEEP]
    file_bits = tuple(sorted({depth.file_bits for depth in depths}))
    if not deep:
        return LearnedDepth(None, file_bits)
    bits = {depth.white_bits for depth in deep}
    brightest, means = [depth.brightest for depth in deep], [depth.mean for depth in deep]
    return LearnedDepth(
        bits.pop() if len(bits) == 1 else None, file_bits, (min(brightest), max(brightest)), (min(means), max(means))
    )


def noticed_bits(depths: Sequence[Depth]) -> int | None:
    """The bits of a camera that no sample of deep files exceeds, where none are stated; None where all are used."""
    unstated = [depth.brightest for depth in depths if depth.file_bits >= DEEP and depth.white_bits == DEEP]
    highest = round(max(unstated, default=1.0) * 65535)
    return next((bits for bits in CAMERA_BITS if 0 < highest < 1 << bits), None)


def _widest(one: tuple[float, float] | None, other: tuple[float, float] | None) -> tuple[float, float] | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])
