"""Updates of inspecting clips, beside those that every job has in common."""

from dataclasses import dataclass

from inspector.core.video.inspection import ClipEvent, FrameRecord


@dataclass(frozen=True)
class ClipBegun:
    """A clip is opened.

    Attributes:
        clip: its place in the batch.
        name: of the clip.
        frames: how many it has, as far as that is known before it is read.
        frame_rate: frames per second; None where it is not known.
    """

    clip: int
    name: str
    frames: int | None
    frame_rate: float | None


@dataclass(frozen=True)
class FrameJudged:
    """The next frame of a clip has its record."""

    clip: int
    record: FrameRecord


@dataclass(frozen=True)
class EventFound:
    """An event of a clip has ended."""

    clip: int
    event: ClipEvent


@dataclass(frozen=True)
class ClipEnded:
    """A clip is done; `error` says why it broke off, and what came before counts."""

    clip: int
    error: str | None
