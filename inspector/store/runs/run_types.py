"""The types of runs that there are, by the suffixes of their files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector.store.runs.lifecycle import RunHead, final_name

IMAGE_RUN_SUFFIX, VIDEO_RUN_SUFFIX = ".h5", ".clips"


@dataclass(frozen=True)
class RunType:
    """One type of runs.

    Attributes:
        kind: `images` or `video`.
        suffix: of the files.
        read_head: what the run in a file says of itself and counts. Raises RunError as opening it would.
    """

    kind: str
    suffix: str
    read_head: Callable[[Path], RunHead]


# The libraries of the file formats are loaded when the first run is read.
def _image_run(path: Path) -> RunHead:
    from inspector.store.runs.image_run import read_head

    return read_head(path)


def _video_run(path: Path) -> RunHead:
    from inspector.store.runs.video_run import read_video_head

    return read_video_head(path)


RUN_TYPES = (RunType("images", IMAGE_RUN_SUFFIX, _image_run), RunType("video", VIDEO_RUN_SUFFIX, _video_run))


def run_type_of(path: Path) -> RunType | None:
    """The type of a run by the name of its file, complete or interrupted; None if it is no run's."""
    name = final_name(path)
    return next((run_type for run_type in RUN_TYPES if name.endswith(run_type.suffix)), None)
