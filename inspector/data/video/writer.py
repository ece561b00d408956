"""Write video files picture by picture."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
import numpy as np
from av.codec import Codec
from av.codec.codec import UnknownCodecError
from av.container import OutputContainer
from av.video.stream import VideoStream

# First the one that every player supports, last the one that every build of FFmpeg has.
ENCODERS: Mapping[str, Mapping[str, str]] = {
    "libx264": {"crf": "20", "preset": "veryfast"},
    "libopenh264": {},
    "mpeg4": {},
}
_BITS_PER_PIXEL = 0.25  # for encoders that take a bit rate and no quality
_TICKS = 60000  # per second; divisible by the usual frame rates, and MPEG-4 allows at most 65535


class VideoWriter:
    """Writes an MP4 file picture by picture; a context manager."""

    def __init__(self, path: Path, rate: float) -> None:
        self._path, self._rate = path, rate
        self._stream: VideoStream | None = None
        self._first_s = 0.0
        self._last = -1

    def __enter__(self) -> Self:
        self._container: OutputContainer = av.open(
            str(self._path), "w", format="mp4", options={"movflags": "faststart"}
        )
        return self

    def add(self, pixels: np.ndarray, time_s: float) -> None:
        """The next picture, (H, W, 3) uint8 with even sides, all of one size."""
        if self._stream is None:
            self._stream = self._add_stream(pixels.shape[:2])
            self._first_s = time_s
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
        self._last = max(self._last + 1, round((time_s - self._first_s) * _TICKS))
        frame.pts, frame.time_base = self._last, Fraction(1, _TICKS)
        self._container.mux(self._stream.encode(frame))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._container:
            if self._stream is not None and kind is None:
                self._container.mux(self._stream.encode())

    def _add_stream(self, size: tuple[int, int]) -> VideoStream:
        encoder = next(filter(_is_available, ENCODERS))
        rate = Fraction(self._rate).limit_denominator(1001)
        stream = self._container.add_stream(encoder, rate=rate, options=dict(ENCODERS[encoder]))
        assert isinstance(stream, VideoStream)  # all of the encoders are of video
        stream.height, stream.width = size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, _TICKS)
        if not ENCODERS[encoder]:
            stream.bit_rate = round(size[0] * size[1] * self._rate * _BITS_PER_PIXEL)
        return stream


def _is_available(encoder: str) -> bool:
    try:
        return bool(Codec(encoder, "w"))
    except UnknownCodecError:
        return False
