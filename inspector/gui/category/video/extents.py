"""How long and large the clips of a category are, read in the background."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.core.errors import InspectorError
from inspector.data.video.category import Clip
from inspector.data.video.extent import ClipExtent, read_extent
from inspector.gui.error_texts import error_text


@dataclass(frozen=True)
class ClipExtentRead:
    """The extent of one clip.

    Attributes:
        extent: None where the clip cannot be read.
        problem: why not; empty where it can.
    """

    path: Path
    extent: ClipExtent | None
    problem: str = ""


def read_extents(clips: Sequence[Clip]) -> Iterator[ClipExtentRead]:
    """Open one clip after the other; run off the GUI thread."""
    for clip in clips:
        try:
            yield ClipExtentRead(clip.path, read_extent(clip.path))
        except InspectorError as error:
            yield ClipExtentRead(clip.path, None, error_text(error))
