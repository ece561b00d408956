"""The types of runs that there are, by the suffixes of their files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.store.runs.lifecycle import final_name

IMAGE_RUN_SUFFIX, VIDEO_RUN_SUFFIX = ".h5", ".clips"


@dataclass(frozen=True)
class RunType:
    """One type of runs.

    Attributes:
        kind: `images` or `video`.
        suffix: of the files.
        read_about: what the run in a file says of itself, and how many images or clips its batch has; no record is
            read. Raises RunError as opening it would.
    """

    kind: str
    suffix: str
    read_about: Callable[[Path], tuple[Mapping[str, Any], int]]


# The libraries of the file formats are loaded when the first run is read.
def _image_run(path: Path) -> tuple[Mapping[str, Any], int]:
    from inspector.store.runs.image_run import read_about

    return read_about(path)


def _video_run(path: Path) -> tuple[Mapping[str, Any], int]:
    from inspector.store.runs.video_run import read_video_about

    return read_video_about(path)


RUN_TYPES = (RunType("images", IMAGE_RUN_SUFFIX, _image_run), RunType("video", VIDEO_RUN_SUFFIX, _video_run))


def run_type_of(path: Path) -> RunType | None:
    """The type of a run by the name of its file, complete or interrupted; None if it is no run's."""
    name = final_name(path)
    return next((run_type for run_type in RUN_TYPES if name.endswith(run_type.suffix)), None)
