"""Updates that every job has in common."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspector.core.errors import InspectorError


@dataclass(frozen=True)
class Progress:
    """`done` of `total` units of a stage (`Reading`, `Training`, `Calibrating`, `Inspecting`, …) are finished."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True)
class LearnsFrom:
    """What a training learns from, before any of it is read: how many images or clips of each folder."""

    folders: Mapping[str, int]


@dataclass(frozen=True)
class Warned:
    """Something a person should know; the job continues."""

    message: str


@dataclass(frozen=True)
class Waiting:
    """The job pauses until `reason` holds no more, and says so again every second."""

    reason: InspectorError
