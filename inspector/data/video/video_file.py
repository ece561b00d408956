"""A clip as a video file."""

import re
from array import array
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from inspector.core.errors import VideoError
from inspector.core.images.resizing import resize
from inspector.data.folders import storable
from inspector.data.video.decoding import Decoded, Decoder, is_timed, packets_of, to_tensor
from inspector.data.video.file_end import is_cut
from inspector.data.video.frame_times import FrameTimes
from inspector.data.video.frames import Frame, FrameCount, LostFrame

# No playlists, which would open other files and addresses, and nothing that takes text or a single image for a video.
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,mjpeg,h264,hevc,m4v,flv,asf,ogg,nut,mxf,ivf,"
    "yuv4mpegpipe,gif"
)
_DURATION = re.compile(r"(\d+):(\d+):(\d+(?:\.\d+)?)")
_NEAR = 8  # up to this many frames ahead, decoding is cheaper than seeking
MAX_FRAME_PIXELS = 40_000_000  # 8K has 35 million
_TOLERANCE_S = 1.0  # a last frame is often shown shorter or longer than the file says


class VideoFile:
    """Reads the frames of a video file, one in memory at a time.

    An index is a frame's place in the order of times; reaching one needs the times of all frames, eight bytes each,
    read (without decoding) when a frame other than the next is first requested. Frames are exact whatever the key
    frames: decoding begins at the key frame before, or, where the file has no times to go by, at the start.

    Args:
        size: (H, W) to bring every frame to; None keeps the video's.

    Raises:
        VideoError: if the file is missing or holds no video that can be read.
    """

    def __init__(self, path: Path, *, size: tuple[int, int] | None) -> None:
        self.path, self._size = path, size
        self._cut = False
        self._open()
        self.frame_rate = float(self._stream.average_rate) if self._stream.average_rate else None
        self._counted: int | None = None

    def close(self) -> None:
        self._container.close()

    @property
    def frame_count(self) -> FrameCount | None:
        """None where the file allows no estimate."""
        if self._counted is not None:
            return FrameCount(self._counted, "counted")
        if self._stated_packets():
            return FrameCount(self._stated_packets(), "stated")
        end_s = self._stated_end_s()
        if end_s is None or self.frame_rate is None:
            return None
        return FrameCount(round((end_s - self._start_s) * self.frame_rate), "estimated")

    def frames(self, start: int = 0) -> Iterator[Frame | LostFrame]:
        """The frames from index `start` on; damaged ones as `LostFrame`.

        Raises:
            VideoError: after the last frame there is, if the file breaks off.
        """
        index = start
        while (decoded := self._at(index)) is not None:
            index = decoded.index + 1
            yield self._frame(decoded)

    def _open(self) -> None:
        self._container = _opened(self.path)
        stream = _video_of(self._container)
        if stream is None:
            self._container.close()
            raise VideoError(
                "Clip {file} cannot be read: expected a video, found none that can be decoded.",
                code="clip.no_video",
                file=storable(str(self.path)),
            )
        width, height = stream.codec_context.width, stream.codec_context.height
        if width * height > MAX_FRAME_PIXELS:
            self._container.close()
            raise VideoError(
                "Clip {file} cannot be read: expected frames of at most {limit} megapixels, found {width}×{height} px.",
                code="clip.too_large",
                file=storable(str(self.path)),
                limit=MAX_FRAME_PIXELS // 10**6,
                width=width,
                height=height,
            )
        self._stream = stream
        self._cut = is_cut(self.path, container=self._container.format.name, stream_id=stream.id)
        # Report damage; do not conceal it with the previous picture.
        self._stream.codec_context.options = {"err_detect": "explode"}
        self._pass(None)

    def _pass(self, times: FrameTimes | None) -> None:
        self._decoder = Decoder(
            self._container, self._stream, times=lambda: self._times, from_start=times is None, cut=self._cut
        )
        self._decoding = iter(self._decoder)
        self._from_start = times is None
        self._ended: int | None = None  # the index after the last frame in the file, once it was reached
        self._next = 0

    def _at(self, index: int) -> Decoded | None:
        """What is at an index, or, past a gap, after it; None past the end."""
        if self._next <= index <= self._next + _NEAR:
            return self._read_up_to(index)
        times = self._times
        if times is not None:
            if index >= len(times.shown):
                return None
            keys = times.keys_before(index)
            if self._next <= index and (not keys or times.rank(keys[0]) < self._next):
                return self._read_up_to(index)
            for key in keys:
                try:
                    self._container.seek(key, stream=self._stream)
                except av.FFmpegError:
                    continue  # some files cannot seek backwards
                self._pass(times)
                decoded = self._read_up_to(index)
                # What is lost here may only lack what came before the key frame.
                if decoded is not None and decoded.index == index and decoded.picture is not None:
                    return decoded
        if self._next > index or not self._from_start:
            self._container.close()
            self._open()
        return self._read_up_to(index)

    def _read_up_to(self, index: int) -> Decoded | None:
        while (decoded := self._read()) is not None and decoded.index < index:
            pass
        return decoded

    def _read(self) -> Decoded | None:
        decoded = next(self._decoding, None)
        if decoded is None and self._next < self._announced_frames():
            decoded = Decoded(self._next, None, None, "the file ends before it")
        if decoded is not None:
            self._next = decoded.index + 1
            return decoded
        self._check_end()
        return None

    def _announced_frames(self) -> int:
        """How many frames there are, with those that a cut file lacks at its end, up to a second of them."""
        if not self._cut or self._decoder.broken or not self.frame_rate:
            return 0
        end_s, ended = self._stated_end_s(), self._decoder.ended_at
        missing_s = 0.0 if end_s is None or ended is None else end_s - self._seconds(ended)
        if not 0 < missing_s <= _TOLERANCE_S:
            return 0
        if self._ended is None:
            self._ended = self._next
        return self._ended + round(missing_s * self.frame_rate)

    def _frame(self, decoded: Decoded) -> Frame | LostFrame:
        if decoded.pts is not None:
            time_s: float | None = self._seconds(decoded.pts) - self._start_s
        else:
            time_s = decoded.index / self.frame_rate if self.frame_rate else None
        if decoded.picture is None:
            return LostFrame(decoded.index, time_s, decoded.reason)
        if decoded.picture.width * decoded.picture.height > MAX_FRAME_PIXELS:  # unlike what the file announces
            return LostFrame(decoded.index, time_s, "it is larger than a frame may be")
        try:
            image = to_tensor(decoded.picture)
        except (av.FFmpegError, ValueError) as error:
            return LostFrame(decoded.index, time_s, f"its pixels cannot be converted ({error})")
        if self._size is not None:
            image = resize(image, self._size)
        return Frame(decoded.index, time_s, image, decoded.doubtful)

    def _check_end(self) -> None:
        """Note how many frames there were; refuse an end that came before it should."""
        if self._from_start:
            self._counted = self._next
        file, frames = storable(str(self.path)), self._next
        stated, end_s, ended = self._stated_packets(), self._stated_end_s(), self._decoder.ended_at
        if self._decoder.broken:
            raise VideoError(
                "Clip {file} cannot be read: expected a whole video, found an end after {frames} frames ({reason}).",
                code="clip.cut_off",
                file=file,
                frames=frames,
                reason=self._decoder.broken,
            )
        if stated:
            if not self._from_start or self._decoder.packets >= stated:
                return
            raise VideoError(
                "Clip {file} cannot be read: expected a whole video, found an end after {frames} frames, {packets} of "
                "the {stated} packets that the file announces.",
                code="clip.cut_off",
                file=file,
                frames=frames,
                packets=self._decoder.packets,
                stated=stated,
            )
        if end_s is None or ended is None or end_s - self._seconds(ended) <= _TOLERANCE_S:
            return
        raise VideoError(
            "Clip {file} cannot be read: expected a whole video, found an end after {frames} frames, {missing_s} s "
            "before the end that the file announces.",
            code="clip.cut_off",
            file=file,
            frames=frames,
            missing_s=f"{end_s - self._seconds(ended):.1f}",
        )

    @property
    def _start_s(self) -> float:
        return self._seconds(self._stream.start_time or 0)

    def _seconds(self, ticks: int) -> float:
        """A time of the stream, in seconds."""
        assert self._stream.time_base is not None  # every stream that FFmpeg opens has one
        return float(ticks * self._stream.time_base)

    def _stated_packets(self) -> int:
        """How many packets the file announces; 0 where it does not."""
        if self._container.format.name.startswith("mov") and self._stream.frames:
            return len(self._stream.index_entries)  # without those that its editing cut away
        return self._stream.frames

    def _stated_end_s(self) -> float | None:
        if self._stream.duration:
            return self._start_s + self._seconds(self._stream.duration)
        if found := _DURATION.fullmatch(self._stream.metadata.get("DURATION", "")):  # of Matroska
            hours, minutes, seconds = map(float, found.groups())
            return 3600 * hours + 60 * minutes + seconds
        if self._container.duration and len(self._container.streams) == 1:
            return self._start_s + self._container.duration / av.time_base
        return None

    @cached_property
    def _times(self) -> FrameTimes | None:
        """When each frame is shown; None where the file lacks the time of any frame, or its times start anew."""
        shown, keys = array("q"), array("q")
        decoded_at: int | None = None
        with _opened(self.path) as container:
            stream = _video_of(container)
            if stream is None or not is_timed(container, stream):
                return None
            try:
                for packet in packets_of(container, stream):
                    if packet.size and not packet.is_discard:
                        if packet.pts is None:
                            return None
                        if (
                            packet.is_keyframe
                            and packet.dts is not None
                            and decoded_at is not None
                            and packet.dts < decoded_at
                        ):
                            return None
                        decoded_at = packet.dts
                        shown.append(packet.pts)
                        if packet.is_keyframe:
                            keys.append(packet.pts)
            except av.FFmpegError:
                pass  # reading the frames reports it
        once = np.unique(np.array(shown, np.int64))
        return FrameTimes.of_packets(once, np.unique(np.array(keys, np.int64))) if len(once) == len(shown) else None


def _opened(path: Path) -> InputContainer:
    if not path.is_file():
        raise VideoError(
            "Clip {file} cannot be read: expected a video file, found a folder."
            if path.is_dir()
            else "Clip {file} cannot be read: expected a video file, found a link to a file that does not exist."
            if path.is_symlink() and not path.exists()
            else "Clip {file} cannot be read: expected a video file, found no such file."
            if not path.exists()
            else "Clip {file} cannot be read: expected a video file, found something else.",
            code="clip.no_file",
            file=storable(str(path)),
        )
    try:
        if path.stat().st_size == 0:
            raise VideoError(
                "Clip {file} cannot be read: expected a video, found an empty file (0 bytes).",
                code="clip.empty",
                file=storable(str(path)),
            )
        return av.open(str(path.absolute()), options={"format_whitelist": _FORMATS}, metadata_errors="replace")
    except (av.FFmpegError, OSError) as error:
        raise VideoError(
            "Clip {file} cannot be read: expected a video (such as MP4, MKV, AVI), found what cannot be opened "
            "({reason}).",
            code="clip.not_opened",
            file=storable(str(path)),
            reason=error.strerror,
        ) from error


def _video_of(container: InputContainer) -> VideoStream | None:
    for stream in container.streams.video:
        if stream.codec_context is not None and not stream.disposition & Disposition.attached_pic:
            return stream
    return None
