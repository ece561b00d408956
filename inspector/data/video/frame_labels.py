"""Which frames of the test clips are abnormal: `frame_labels.csv` in the category's folder."""

import csv
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from inspector.core.errors import CategoryError, failure
from inspector.data.folder_names import match_key
from inspector.data.folders import regular_file, storable

FRAME_LABELS = "frame_labels.csv"
_MOST_FRAMES = 2**31
Intervals = tuple[tuple[int, int], ...]


def read_frame_labels(path: Path) -> dict[str, Intervals]:
    """The abnormal frames by clip (its `match_key`), as ascending intervals [start, end); none if there is no file.

    Raises:
        CategoryError: if it cannot be read or holds something else.
    """
    abnormal: dict[str, set[int]] = defaultdict(set)
    try:
        if not path.exists() and not path.is_symlink():
            return {}
        if not regular_file(path):
            raise ValueError("it is not a file")
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            if not {"clip", "frame", "abnormal"} <= set(rows.fieldnames or ()):
                raise ValueError("these columns are not in its first line")  # or there would be no row to miss them
            for row in rows:
                frames = abnormal[match_key(row["clip"])]
                frame = int(row["frame"])
                if not 0 <= frame < _MOST_FRAMES:
                    raise ValueError(f"no clip has a frame {frame}")
                if {"0": False, "1": True}[row["abnormal"]]:
                    frames.add(frame)
    except (OSError, KeyError, TypeError, AttributeError, ValueError, csv.Error) as error:
        raise CategoryError(
            "{file}: expected the columns clip, frame (from 0) and abnormal (0 or 1), found something else ({reason}).",
            code="category.frame_labels_wrong",
            **failure(storable(str(path)), error),
        ) from error
    return {clip: _intervals(sorted(frames)) for clip, frames in abnormal.items()}


def _intervals(frames: list[int]) -> Intervals:
    starts = [frame for before, frame in pairwise([-2, *frames]) if frame != before + 1]
    ends = [frame + 1 for frame, after in pairwise([*frames, -2]) if after != frame + 1]
    return tuple(zip(starts, ends, strict=True))
