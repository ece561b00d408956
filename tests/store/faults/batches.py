"""A batch of images and one of clips that are written, and what must be in their runs after whatever happened."""

from pathlib import Path

import numpy as np

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.core.regions import Region
from inspector.core.video.inspection import FrameRecord
from inspector.store.runs import image_run_writer, video_run_writer
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.store.runs.video_run import VideoRun
from inspector.store.runs.video_run_writer import VideoRunWriter
from tests.store.faults.power_cut import record

ABOUT = {"model": "m", "operating_point": {"review": 1.0, "reject": 2.0}}
IMAGES = [f"{index}.png" for index in range(60)]
CLIPS = [("a.mp4", ""), ("b.mp4", ""), ("c.mp4", "")]
FRAMES = 12
SIDE = 48


def map_of(index: int) -> np.ndarray:
    return np.full((SIDE, SIDE), index + 1, np.float32)


def write_images(folder: Path, *, resume: bool = False) -> None:
    with ImageRunWriter(
        folder / "r.h5", names=IMAGES, labels=[""] * len(IMAGES), map_size=(SIDE, SIDE), about=ABOUT, resume=resume
    ) as run:
        for index in run.pending():
            regions = (Region(1, 2, 3, 4, 5, float(index), 6, 7),)
            run.write(
                index,
                Inspection(
                    IMAGES[index], "", score=float(index), decision=Decision.NG, size=(9, 9), regions=regions,
                    anomaly_map=map_of(index),
                ),
            )  # fmt: skip


def write_clips(folder: Path, *, resume: bool = False) -> None:
    with VideoRunWriter(folder / "r.clips", clips=CLIPS, about=ABOUT, resume=resume) as run:
        for clip in run.pending():
            run.begin(clip, frame_rate=None, size=(9, 9))
            for index in range(FRAMES):
                boxes = np.full((1, 5), index, np.float32)
                run.frame(clip, FrameRecord(index, None, float(index), Decision.NG, boxes, map_of(index)))
            run.end(clip, error=None)


def check_images(folder: Path) -> int:
    """How many records count as finished; each of them must be whole."""
    with ImageRun(folder / "r.h5") as run:
        finished = run.finished()
        for index in finished:
            found = run[index]
            assert (found.name, found.score, found.regions[0].peak) == (IMAGES[index], index, index)
            assert found.anomaly_map is not None
            assert (found.anomaly_map == index + 1).all(), f"the map of {index} is gone"
        return len(finished)


def check_clips(folder: Path) -> int:
    with VideoRun(folder / "r.clips") as run:
        ended = [number for number, clip in enumerate(run.clips) if clip.finished]
        for number in range(len(CLIPS)):
            count = len(run.scores(number))
            assert number not in ended or count == FRAMES
            for index in range(count):
                found = run.frame(number, index)
                assert found is not None
                assert found.score == index
                assert found.anomaly_map is not None
                assert (found.anomaly_map == index + 1).all()
        return len(ended)


def write_recorded(library: str, folder: Path, journal: Path) -> None:
    """Write both, and record the calls that do; a process that has the shim loaded and ends then."""
    image_run_writer.SYNC_INTERVAL_S = video_run_writer.SYNC_INTERVAL_S = 0.004
    record(library, folder, journal)
    write_images(folder)
    write_clips(folder)
