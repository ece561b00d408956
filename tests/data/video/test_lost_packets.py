"""What a video lacks is counted, and what may be of another moment is doubtful; nothing of it passes in silence."""

from pathlib import Path

import av
import numpy as np
import pytest

from inspector.core.errors import VideoError
from inspector.data.video.frame_times import FrameTimes
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader

_TS_PACKET = 188
FRAMES = 60


def picture(number: int) -> np.ndarray:
    """A frame with its number in it, in eight bright or dark bars."""
    image = np.full((96, 160, 3), 128, np.uint8)
    for bit in range(8):
        image[8:32, 8 + 18 * bit : 24 + 18 * bit] = 255 if number >> bit & 1 else 0
    return image


def number_in(frame: Frame) -> int:
    grey = frame.image.mean(0)
    return sum(1 << bit for bit in range(8) if grey[14:26, 12 + 18 * bit : 20 + 18 * bit].mean() > 0.5)


def write(path: Path, *, frames: range = range(FRAMES), key_every: int = 250, codec: str = "libx264") -> bytes:
    with av.open(str(path), "w", format="mpegts" if path.suffix == ".ts" else None) as container:
        stream = container.add_stream(codec, rate=25, options={"g": str(key_every)})
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for number in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture(number), format="rgb24")))
        container.mux(stream.encode(None))
    return path.read_bytes()


def read(path: Path) -> tuple[list[Frame], list[LostFrame]]:
    with ClipReader(path, folder_rate=None) as reader:
        every = list(reader.frames())
    assert [frame.index for frame in every] == list(range(len(every)))
    return [f for f in every if isinstance(f, Frame)], [f for f in every if isinstance(f, LostFrame)]


@pytest.fixture(scope="module")
def streams(tmp_path_factory) -> dict[int, bytes]:
    """Transport streams by the distance of their key frames."""
    folder = tmp_path_factory.mktemp("streams")
    return {key_every: write(folder / f"{key_every}.ts", key_every=key_every) for key_every in (250, 12)}


@pytest.mark.parametrize("key_every", [250, 12])
@pytest.mark.parametrize("place", [0.3, 0.5, 0.8])
def test_packets_lost_on_the_way_are_lost_frames_and_no_wrong_picture_passes(streams, tmp_path, key_every, place):
    content = bytearray(streams[key_every])
    start = int(place * len(content)) // _TS_PACKET * _TS_PACKET
    del content[start : start + 6 * _TS_PACKET]
    (tmp_path / "lost.ts").write_bytes(content)
    shown, lost = read(tmp_path / "lost.ts")
    assert len(shown) + len(lost) == FRAMES
    assert len(lost) >= 3
    assert any(frame.doubtful for frame in shown)
    assert [frame.index for frame in shown if number_in(frame) != frame.index and not frame.doubtful] == []
    if key_every == 12 and place < 0.6:  # the next key frame ends the doubt
        assert not shown[-1].doubtful
        assert sum(frame.doubtful for frame in shown) < 2 * key_every


def test_frames_around_a_gap_are_the_same_by_index(streams, tmp_path):
    content = bytearray(streams[12])
    start = len(content) // 2 // _TS_PACKET * _TS_PACKET
    del content[start : start + 6 * _TS_PACKET]
    path = tmp_path / "lost.ts"
    path.write_bytes(content)
    shown, lost = read(path)
    numbers = {frame.index: number_in(frame) for frame in shown}
    with ClipReader(path, folder_rate=None) as reader:
        for index in (50, lost[-1].index, 5, 35, lost[0].index, 30):
            frame = reader.frame(index)
            assert (number_in(frame) if isinstance(frame, Frame) else None) == numbers.get(index)


def test_two_recordings_joined_are_both_read_with_a_lost_frame_between_them(tmp_path):
    first, second = write(tmp_path / "a.ts"), write(tmp_path / "b.ts", frames=range(60, 120))
    (tmp_path / "joined.ts").write_bytes(first + second)
    shown, lost = read(tmp_path / "joined.ts")
    assert [number_in(frame) for frame in shown] == list(range(120))
    assert [frame.index for frame in lost] == [60]
    assert "another recording begins" in lost[0].reason
    times = [frame.time_s for frame in shown]
    assert times == sorted(times)


@pytest.mark.parametrize("missing", [1, 3 * _TS_PACKET + 10, 7 * _TS_PACKET + 30, 40 * _TS_PACKET + 187])
def test_a_transport_stream_cut_anywhere_ends_with_a_lost_frame(streams, tmp_path, missing):
    path = tmp_path / "cut.ts"
    path.write_bytes(streams[250][:-missing])
    shown, lost = read(path)
    assert lost
    assert lost[-1].reason == "the file ends in the middle of it"
    assert [frame.index for frame in shown if number_in(frame) != frame.index and not frame.doubtful] == []


@pytest.mark.parametrize("packets", [1, 2, 7])
def test_a_frame_that_is_cut_between_two_packets_is_lost(tmp_path, packets):
    path = tmp_path / "noise.ts"
    rng = np.random.default_rng(0)
    with av.open(str(path), "w", format="mpegts") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for _ in range(4):
            noise = rng.integers(0, 256, (96, 160, 3), np.uint8)  # many packets a frame
            container.mux(stream.encode(av.VideoFrame.from_ndarray(noise, format="rgb24")))
        container.mux(stream.encode(None))
    assert read(path)[1] == []
    path.write_bytes(path.read_bytes()[: -packets * _TS_PACKET])
    assert read(path)[1][-1].index == 3


def test_a_matroska_file_cut_up_to_a_second_before_its_end_lacks_frames(tmp_path):
    content = write(tmp_path / "whole.mkv")
    assert read(tmp_path / "whole.mkv")[1] == []
    path = tmp_path / "cut.mkv"
    counts = set()
    for end in range(len(content) - 1, len(content) // 2, -40):
        path.write_bytes(content[:end])
        try:
            shown, lost = read(path)
        except VideoError:  # more than a second is missing
            break
        assert len(shown) + len(lost) == FRAMES
        counts.add(len(lost))
    assert min(counts) <= 1
    assert max(counts) > 20


@pytest.mark.parametrize("key_every", [250, 12])
def test_a_whole_stream_lacks_nothing(streams, tmp_path, key_every):
    (tmp_path / "whole.ts").write_bytes(streams[key_every])
    shown, lost = read(tmp_path / "whole.ts")
    assert ([number_in(frame) for frame in shown], lost) == (list(range(FRAMES)), [])
    assert not any(frame.doubtful for frame in shown)


def test_gaps_are_missing_frames_only_where_the_rate_is_constant():
    regular = FrameTimes.of_packets(np.array([0, 40, 80, 200, 240, 280, 320, 360]), np.array([0]))
    assert (regular.interval, regular.missing.tolist(), regular.rank(200)) == (40, [120, 160], 5)
    assert regular.missing_between(80, 199) == [120, 160]
    varying = FrameTimes.of_packets(np.array([0, 20, 60, 100, 500, 533, 933, 953]), np.array([0]))
    assert (varying.interval, len(varying.missing)) == (None, 0)
    paused = FrameTimes.of_packets(np.array([0, 1, 2, 3, 4, 5, 10**9]), np.array([0]))
    assert len(paused.missing) == 1  # and not a thousand million
