"""Decode the packets of a video stream to pictures in display order, and report the lost ones."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import av
import numpy as np
import torch
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from torch import Tensor

from inspector.data.video.file_end import CUT
from inspector.data.video.frame_times import FrameTimes

MOST_WAITING = 64  # packets ahead of a picture; no codec reorders by more than 16
_HIDDEN_PICTURES = "vp8"  # has packets that are never shown and are not marked as such
_DAMAGED = "its data are damaged"
_NO_PICTURE = "the decoder made no picture of it"
_MISSING = "the file does not hold it"
_JOINED = "another recording begins here, and what lies between is not known"
_GAP = 1.5  # of an interval, between two packets
_BACK_S = 0.5  # packets are not out of order by more


@dataclass(frozen=True, eq=False)
class Decoded:
    """One place of the stream: its picture, or None and the reason; `pts` is None where the stream has no times."""

    index: int
    pts: int | None
    picture: VideoFrame | None
    reason: str = ""
    doubtful: bool = False


def is_timed(container: InputContainer, stream: VideoStream) -> bool:
    """Whether the packets' times are those at which their pictures are shown.

    AVI stores only the decoding order, which is the display order only without B frames. In an MPEG program stream
    the demuxer guesses the times of most packets, and guesses differently after a seek.
    """
    if stream.codec_context.codec.canonical_name == _HIDDEN_PICTURES:
        return False
    if container.format.name == "avi":
        return not stream.codec_context.has_b_frames
    return container.format.name != "mpeg"


def packets_of(container: InputContainer, stream: VideoStream) -> Iterator[av.Packet]:
    """A stream's packets, then an empty one without a time, which flushes the decoder.

    Reading on would make PyAV fail on streams that appear midway, as in damaged transport streams.
    """
    for packet in container.demux(stream):
        if packet.stream is stream:
            yield packet
            if not packet.size and packet.pts is None:
                return


class Decoder:
    """Decodes one pass over a stream, from wherever its container stands, in constant memory.

    Every packet that carries a time waits until its picture comes. Pictures come in the order of time, so a packet
    of an earlier time that still waits then will never have one: it is a lost frame, with its own index. In streams
    without times pictures are counted as they come; once a packet could not be decoded, a frame is lost whenever more
    packets wait than ever before, so that its index may be off by as many as wait.

    Where packets are lost, as the damage, the packets' order or a gap in the times shows, what the file lacks is lost
    frames, and pictures are doubtful until the next key frame. Where the times start anew, another recording begins: a
    lost frame stands between the two, and the times go on.

    Attributes:
        packets: how many were read.
        ended_at: the latest end of a packet, in the stream's time base; None where the packets have no times.
        broken: what stopped the reading before the end of the file; empty if nothing did.
    """

    def __init__(
        self,
        container: InputContainer,
        stream: VideoStream,
        *,
        times: Callable[[], FrameTimes | None],
        from_start: bool,
        cut: bool,
    ) -> None:
        """
        Args:
            times: of all frames, which may take reading the file; called where they are needed.
            from_start: the pass begins at the start of the stream.
            cut: the file ends too early, so that its last packet is not whole.
        """
        self._container, self._stream, self._times, self._cut = container, stream, times, cut
        self._rank = None if from_start else times
        self._timed = is_timed(container, stream)
        self._next = 0
        self._latest: int | None = None
        self._damaged = False
        self._doubtful_until: int | float | None = None  # a key frame of a later time
        self._offset = 0  # to the times of the second recording in a file, and the next
        self._key: int | None = None  # the latest time of a key frame's packet
        self._decoded_at: int | None = None  # of the latest packet
        self._waiting: list[int] = []
        self._reasons: dict[int, str] = {}  # what is wrong with the waiting packets, by time
        self._uncounted = 0  # packets without a time that wait,
        self._most_uncounted = 0  # the most that ever did while nothing was wrong,
        self._failure = ""  # and what went wrong since
        self._last_cut: av.Packet | None = None
        self.packets = 0
        self.ended_at: int | None = None
        self.broken = ""

    def __iter__(self) -> Iterator[Decoded]:
        cut = False
        for packet in self._read():
            if packet is not None and packet.pts is not None and not packet.size:
                self.packets += 1  # "as before", of AVI; to the decoder it would say that this is the end
                continue
            if packet is not None and packet.size:
                self.packets += 1
                cut = packet.is_corrupt
                if self._begins_anew(packet):
                    yield from self._decode(None)
                    self._stream.codec_context.flush_buffers()
                    yield from self._join(packet)
                self._expect(packet)
                if cut or packet is self._last_cut:
                    self._note_failure(packet, CUT if packet is self._last_cut else _DAMAGED)
            yield from self._decode(packet)
            yield from self._expired()
        while self._waiting:
            yield self._lost_first()
        for _ in range(self._uncounted if self._failure else 0):
            yield self._lost(None, self._failure)
        if cut and not self.broken and self._container.format.name != "mpegts":
            self.broken = "its last packet is cut off"

    def _read(self) -> Iterator[av.Packet | None]:
        """The packets; None stands for the last one where reading fails."""
        held: av.Packet | None = None  # until it is known whether it is the last
        try:
            for packet in packets_of(self._container, self._stream):
                if held is not None:
                    if self._cut and not packet.size and packet.pts is None:
                        self._last_cut = held
                    yield held
                held = packet
        except av.FFmpegError as error:
            self.broken = _reason_of(error)
            if held is not None:
                yield held
            held = None
            yield None
        if held is not None:
            yield held

    def _decode(self, packet: av.Packet | None) -> Iterator[Decoded]:
        try:
            pictures = self._stream.decode(packet)
        except av.FFmpegError as error:
            self._note_failure(packet, _reason_of(error))
            return
        for picture in pictures:
            yield from self._receive(picture)

    def _begins_anew(self, packet: av.Packet) -> bool:
        """Whether the packet is of another recording: its time lies before those that were decoded long ago."""
        if not self._timed or packet.dts is None or packet.time_base is None or self._decoded_at is None:
            return False
        back_s = float((self._decoded_at - packet.dts - self._offset) * packet.time_base)
        return back_s > (0 if packet.is_keyframe else _BACK_S)

    def _join(self, packet: av.Packet) -> Iterator[Decoded]:
        while self._waiting:
            yield self._lost_first()
        if packet.pts is None or self.ended_at is None:
            return
        begins = self.ended_at + (packet.duration or 1)
        yield self._lost(self.ended_at, _JOINED)
        self._offset, self._decoded_at = begins - packet.pts, None

    def _expect(self, packet: av.Packet) -> None:
        if self._offset and packet.pts is not None:
            packet.pts += self._offset
            packet.dts = None if packet.dts is None else packet.dts + self._offset
        self._note_gap(packet)
        if packet.pts is not None:
            self.ended_at = max(self.ended_at or packet.pts, packet.pts + (packet.duration or 0))
        if packet.is_discard:
            return
        if self._timed and packet.pts is None:
            self._ignore_times()
        if self._timed and packet.pts is not None:
            heapq.heappush(self._waiting, packet.pts)
        else:
            self._uncounted += 1

    def _note_gap(self, packet: av.Packet) -> None:
        """In a transport stream packets that are missing were lost on the way: what refers to them is doubtful."""
        before, self._decoded_at = self._decoded_at, packet.dts
        rate = self._stream.average_rate
        if (
            self._container.format.name == "mpegts"
            and rate
            and before is not None
            and packet.dts is not None
            and packet.time_base is not None
            and (packet.dts - before) * packet.time_base > _GAP / rate
            and self._key is not None
            and (times := self._times()) is not None
            and times.interval is not None
        ):
            self._doubt(self._key)
        if packet.is_keyframe and packet.pts is not None:
            self._key = packet.pts

    def _doubt(self, pts: int | None) -> None:
        """What is shown from now on may be of an earlier moment, until a key frame after this time."""
        self._damaged = True
        before = -float("inf") if self._doubtful_until is None else self._doubtful_until
        self._doubtful_until = before if pts is None else max(before, pts)

    def _ignore_times(self) -> None:
        """From here on, count pictures and ignore times."""
        self._timed = False
        self._uncounted = self._most_uncounted = len(self._waiting)
        self._waiting.clear()

    def _note_failure(self, packet: av.Packet | None, reason: str) -> None:
        if packet is None or not packet.size:
            return
        self._doubt(packet.pts)
        if self._timed and packet.pts in self._waiting:
            self._reasons[packet.pts] = reason
        else:
            self._failure = reason

    def _expired(self) -> Iterator[Decoded]:
        """The waiting packets that will never have a picture."""
        while len(self._waiting) > MOST_WAITING:
            yield self._lost_first()
        if not self._failure:
            self._most_uncounted = max(self._most_uncounted, self._uncounted)
        while self._uncounted > self._most_uncounted:
            self._uncounted -= 1
            yield self._lost(None, self._failure)

    def _receive(self, picture: VideoFrame) -> Iterator[Decoded]:
        pts, reason = picture.pts, _DAMAGED if picture.is_corrupt else ""
        if self._timed and (pts is None or (self._latest is not None and pts <= self._latest)):
            if pts is not None and self._damaged:
                return  # after damage a decoder may return a picture late: its frame was already reported as lost
            self._ignore_times()
        if self._timed and pts is not None:
            missing = self._missing_before(pts)
            while self._waiting and self._waiting[0] < pts:
                while missing and missing[0] < self._waiting[0]:
                    yield self._lost(missing.pop(0), _MISSING)
                yield self._lost_first()
            for time in missing:
                yield self._lost(time, _MISSING)
            if self._waiting and self._waiting[0] == pts:
                heapq.heappop(self._waiting)
                reason = self._reasons.pop(pts, reason)  # of a damaged packet the decoder may still make a picture
        else:
            pts = None
            self._uncounted = max(0, self._uncounted - 1)
        if reason:
            yield self._lost(pts, reason)
            return
        if self._doubtful_until is not None and picture.key_frame and (pts is None or pts > self._doubtful_until):
            self._doubtful_until = None
        yield Decoded(self._index(pts), pts, picture, doubtful=self._doubtful_until is not None)

    def _missing_before(self, pts: int) -> list[int]:
        """The times since the latest frame at which the file lacks one."""
        rate, base = self._stream.average_rate, self._stream.time_base
        if self._latest is None or not rate or base is None or (pts - self._latest) * base < _GAP / rate:
            return []
        times = self._times()
        return [] if times is None else times.missing_between(self._latest, pts - 1)

    def _lost_first(self) -> Decoded:
        pts = heapq.heappop(self._waiting)
        return self._lost(pts, self._reasons.pop(pts, _NO_PICTURE))

    def _lost(self, pts: int | None, reason: str) -> Decoded:
        self._doubt(pts)
        return Decoded(self._index(pts), pts, None, reason)

    def _index(self, pts: int | None) -> int:
        if self._rank is not None and pts is not None and (times := self._rank()) is not None:
            self._next = times.rank(pts)
        self._latest = pts if pts is not None else self._latest
        self._next += 1
        return self._next - 1


def to_tensor(picture: VideoFrame) -> Tensor:
    """A picture as (3, H, W) float32 RGB in [0, 1], turned as its rotation says.

    More than 8 bits are kept. Grey pictures get three equal channels, alpha is left out. Mirroring and pixels that
    are not square are left as they are.

    Raises:
        av.FFmpegError, ValueError: if the picture's format cannot be converted.
    """
    components = picture.format.components
    deep = any(component.bits > 8 for component in components)
    grey = len(components) == 1 and picture.format.name.startswith("gray")
    layout = ("gray16le" if deep else "gray") if grey else ("rgb48le" if deep else "rgb24")
    planes = np.atleast_3d(picture.to_ndarray(format=layout)).transpose(2, 0, 1)
    image = np.empty((3, *planes.shape[1:]), np.float32)
    np.divide(planes, np.float32(65535 if deep else 255), out=image, casting="same_kind")
    # FFmpeg gives the angle by which to turn counter-clockwise, as rot90 does from rows to columns.
    return torch.from_numpy(image).rot90(round(picture.rotation / 90), dims=(1, 2)).contiguous()


def _reason_of(error: av.FFmpegError) -> str:
    if isinstance(error, av.error.InvalidDataError):
        return _DAMAGED
    return (error.strerror or "it cannot be decoded").rstrip(".")
