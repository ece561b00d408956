"""An event, or a stretch of a clip, as a video for people: heatmap and boxes over the frames, and a strip below."""

import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import takewhile
from pathlib import Path

import numpy as np

from inspector.core.calibration import Calibration
from inspector.core.errors import SettingError, VideoError
from inspector.core.images.resizing import resize
from inspector.core.operating_point import OperatingPoint
from inspector.core.video.inspection import ClipEvent, FrameRecord
from inspector.core.video.knowledge import ASSUMED_RATE, frames_of
from inspector.data.images.reading import displayed
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader, needing_pyav
from inspector.store.durable import replacing_file
from inspector.store.runs.video_run import VideoRun
from inspector.store.targets import refuse_input
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.report.video_pictures import LONG_SIDE, Strip, frame_picture, shown_size

AROUND_S = 2.0  # what is shown before and after an event
_GREY, _NO_SIZE = 64, (240, 320)  # what is shown before the first frame that can be read


def export_event(
    run: VideoRun, clip: int, event: ClipEvent, target: Path, *, calibration: Calibration, point: OperatingPoint
) -> Iterator[Progress | Warned]:
    """Write an event as :func:`export_stretch` does, with two seconds before and after it."""
    around = frames_of(AROUND_S, run.clips[clip].frame_rate)
    start, end = max(0, event.event.start - around), event.event.end + around
    return export_stretch(run, clip, target, start=start, end=end, calibration=calibration, point=point)


def export_stretch(
    run: VideoRun, clip: int, target: Path, *, start: int, end: int, calibration: Calibration, point: OperatingPoint
) -> Iterator[Progress | Warned]:
    """Write frames [start, end) of a clip of a run as an MP4 video, at the clip's frame rate.

    Each frame is shown with its heatmap, which a run keeps of frames above its review threshold, and its boxes; below
    are its time, score and decision, and the scores of the whole stretch. Frames that are lost are dark. H.264, or
    MPEG-4 where there is no encoder for it. Where the clip's frame rate is not known, it is 10 frames per second.

    Args:
        calibration, point: of the model that the run was made with; what colours mean.

    Raises:
        SettingError: if the run has no record of any of these frames.
        VideoError: if the clip cannot be read any more, or this installation has no PyAV.
        StorageError: if the video cannot be written.
    """
    with needing_pyav(target):
        from inspector.data.video.writer import VideoWriter

    record, scores = run.clips[clip], run.scores(clip)
    refuse_input(target, [run.path, *(one.path for one in run.clips)])
    start, end = max(start, 0), min(end, int(scores.index[-1]) + 1 if len(scores) else 0)
    if start >= end:
        raise SettingError(
            "{clip}: the run has none of the frames {start} to {end}; choose others.",
            code="run.no_frames",
            clip=record.name,
            start=start,
            end=end,
        )
    rate = record.frame_rate
    if rate is None:
        rate = ASSUMED_RATE
        yield Warned(f"{record.name}: its frame rate is not known; the video shows {rate:.0f} frames per second.")
    with (
        ClipReader(record.path, folder_rate=record.frame_rate) as reader,
        replacing_file(target) as part,
        closing(_stretch(reader, start, end)) as frames,
        VideoWriter(part, rate) as video,
    ):
        size = record.size or _size_from(reader, start)
        picture = np.full((*shown_size(size), 3), _GREY, np.uint8)
        strip: Strip | None = None
        for done, frame in enumerate(frames, start=1):
            judged = run.frame(clip, frame.index) or FrameRecord(frame.index, frame.time_s, None, None)
            if isinstance(frame, Frame):
                picture = displayed(resize(frame.image, picture.shape[:2]))
                shown = frame_picture(picture, judged, size=size, calibration=calibration, point=point)
            else:
                shown = picture // 3
            if strip is None:
                strip = Strip(
                    picture.shape[1],
                    name=record.name,
                    scores=scores,
                    start=start,
                    end=end,
                    calibration=calibration,
                    point=point,
                )
            time_s = frame.index / rate if frame.time_s is None else frame.time_s
            video.add(np.concatenate([shown, strip.at(judged)]), time_s)
            yield Progress("Exporting", done, end - start)
        if strip is None:
            raise VideoError(
                "Clip {file} ends before frame {start}; it is not the clip that was inspected.",
                code="video.other_clip",
                file=record.path,
                start=start,
            )


def event_picture(
    reader: ClipReader,
    run: VideoRun,
    clip: int,
    event: ClipEvent,
    *,
    calibration: Calibration,
    point: OperatingPoint,
    longest: int = LONG_SIDE,
) -> np.ndarray:
    """The worst frame of an event, as :func:`judged_frame`."""
    peak = event.event.peak_frame
    return judged_frame(
        reader, run, clip, peak, calibration=calibration, point=point, place=event.place, longest=longest
    )


def judged_frame(
    reader: ClipReader,
    run: VideoRun,
    clip: int,
    index: int,
    *,
    calibration: Calibration,
    point: OperatingPoint,
    place: tuple[float, float, float, float] | None = None,
    longest: int = LONG_SIDE,
) -> np.ndarray:
    """A frame with its heatmap and its boxes, (H, W, 3) uint8.

    Args:
        reader: of the clip.
        calibration, point: of the model that the run was made with.
        place: as in :func:`inspector.workflow.report.video_pictures.frame_picture`.
        longest: the most pixels that either side has.

    Raises:
        VideoError: if the frame cannot be read any more.
    """
    frame, judged = reader.frame(index), run.frame(clip, index)
    if isinstance(frame, LostFrame) or judged is None:
        reason = frame.reason if isinstance(frame, LostFrame) else "the run has no record of it"
        raise VideoError(
            "Clip {file}: frame {index} cannot be shown: {reason}.",
            code="video.frame_not_shown",
            file=reader.path,
            index=index,
            reason=reason.rstrip("."),
        )
    size = run.clips[clip].size or (frame.image.shape[-2], frame.image.shape[-1])
    pixels = displayed(resize(frame.image, shown_size(size, longest=longest)))
    return frame_picture(pixels, judged, size=size, calibration=calibration, point=point, place=place)


def _stretch(reader: ClipReader, start: int, end: int) -> Generator[Frame | LostFrame, None, None]:
    """Frames [start, end), as far as the clip goes: that it breaks off, the run says already."""
    try:
        yield from takewhile(lambda frame: frame.index < end, reader.frames(start))
    except VideoError:
        return


def _size_from(reader: ClipReader, start: int) -> tuple[int, int]:
    """(H, W) of a clip's first frame from `start` on that can be read, where the run does not know it."""
    found = next((frame for frame in _stretch(reader, start, sys.maxsize) if isinstance(frame, Frame)), None)
    return _NO_SIZE if found is None else (found.image.shape[-2], found.image.shape[-1])
