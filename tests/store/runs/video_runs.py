"""Small runs of video, for tests to write."""

import numpy as np

from inspector.core.operating_point import Decision
from inspector.core.video.inspection import ClipEvent, FrameRecord
from inspector.core.video.temporal import Event
from inspector.store.runs.video_run_writer import VideoRunWriter

ABOUT = {"model": "abc", "operating_point": {"review": 1.0, "reject": 2.0}}
CLIPS = [("clips/ünï.mp4", "good"), ("clips/b", "cart"), ("clips/c.avi", "")]
EVENT = ClipEvent(Event(4, 9, 6, 3.25, Decision.NG), 0.4, 0.9, 0.6, (1.5, 2.0, 30.0, 40.25))


def about_at(path):
    """What a run says of itself that was written here."""
    return ABOUT | {"written_to": str(path)}


def writer(path, *, clips=CLIPS, about=ABOUT, resume=False):
    return VideoRunWriter(path, clips=clips, about=about, resume=resume)


def record(index, **changes):
    boxes = np.array([[1, 2, 3, 4, index], [5, 6, 7, 8, -1]], np.float32)
    values = {"score": index / 2, "decision": Decision.OK, "boxes": boxes}
    return FrameRecord(index, **({"time_s": index / 10} | values | changes))


def write_clip(run, clip, *, frames=5, error=None, events=()):
    run.begin(clip, frame_rate=10.0, size=(480, 640))
    for index in range(frames):
        run.frame(clip, record(index))
    for event in events:
        run.event(clip, event)
    run.end(clip, error=error)
