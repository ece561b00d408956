"""What evaluations of images and of clips have in common."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of an evaluation.

    Attributes:
        errors: of images, clips and frames that could not be judged; they are in none of the figures.
    """

    errors: tuple[str, ...]


@dataclass(frozen=True)
class Evaluated:
    """An evaluation has ended, with these figures."""

    evaluation: Figures
