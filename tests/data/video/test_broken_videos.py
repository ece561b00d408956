"""Videos that are damaged, cut off, or none at all."""

import shutil
from types import SimpleNamespace

import av
import numpy as np
import pytest

from inspector.core.errors import VideoError
from inspector.data.video.decoding import Decoder
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader
from tests.data.video.videos import KINDS, read, same, write_video


@pytest.mark.parametrize("name", ["h264.mp4", "h264.avi", "mpeg4.mp4", "ffv1.mkv", "mjpeg.avi"])
def test_a_video_that_breaks_off_gives_its_frames_and_then_an_error(videos, tmp_path, name):
    whole = videos[name]
    if name.endswith("mp4"):  # as a camera writes it that does not wait for the end: the index comes first
        codec, more = KINDS[name]
        whole = write_video(tmp_path / f"whole_{name}", codec, movflags="+faststart", **more)
    expected, _ = read(whole)
    cut = tmp_path / name
    with av.open(str(whole)) as container:
        middle = [packet.pos for packet in container.demux(video=0) if packet.size][30]
    cut.write_bytes(whole.read_bytes()[: middle + 20])
    found, error = read(cut)
    assert "expected a whole video, found an end after" in str(error)
    frames = [item for item in found if isinstance(item, Frame)]
    assert 24 < len(frames) <= 30
    assert all(same(frame, expected[frame.index]) for frame in frames if not frame.doubtful)
    with ClipReader(cut, folder_rate=None) as reader:
        assert same(reader.frame(10), expected[10])


def test_damaged_frames_are_told_and_skipped_and_what_depends_on_them_is_doubtful(videos, tmp_path):
    expected, _ = read(videos["h264.mp4"])
    data = bytearray(videos["h264.mp4"].read_bytes())
    with av.open(str(videos["h264.mp4"])) as container:
        packets = sorted((packet for packet in container.demux(video=0) if packet.size), key=lambda one: one.pts)
        place, size = packets[24].pos, packets[24].size
    data[place + 4 : place + size] = bytes(255 - byte for byte in data[place + 4 : place + size])
    (damaged := tmp_path / "damaged.mp4").write_bytes(data)
    found, error = read(damaged)
    assert error is None
    assert [item.index for item in found] == list(range(50))
    lost = [item for item in found if isinstance(item, LostFrame)]
    assert 24 in [item.index for item in lost]
    assert lost[0].time_s == pytest.approx(lost[0].index / 10)
    assert "damaged" in next(item for item in lost if item.index == 24).reason
    trusted = [item for item in found if isinstance(item, Frame) and not item.doubtful]
    assert all(same(frame, expected[frame.index]) for frame in trusted)
    assert len(trusted) >= 30


def test_a_disk_that_fails_in_the_middle_gives_the_frames_up_to_there_and_an_error(videos):
    def demux(stream):
        for number, packet in enumerate(container.demux(stream)):
            if number == 30:
                raise av.error.OSError(5, "Input/output error")
            yield packet

    with av.open(str(videos["h264.mp4"])) as container:
        failing = SimpleNamespace(demux=demux, format=container.format)
        decoder = Decoder(failing, container.streams.video[0], times=lambda: None, from_start=True, cut=False)
        decoded = list(decoder)
    assert [item.index for item in decoded] == list(range(len(decoded)))
    assert 26 <= sum(item.picture is not None for item in decoded) <= 30
    assert decoder.broken == "Input/output error"


@pytest.mark.parametrize(("name", "flips"), [("mjpeg.avi", 40), ("h264.avi", 40), ("h264.h264", 12)])
def test_flipped_bytes_never_stop_the_reading(videos, tmp_path, name, flips):
    data = bytearray(videos[name].read_bytes())
    for place in np.random.default_rng(3).integers(len(data) // 3, len(data) * 2 // 3, flips):
        data[place] ^= 0xFF
    (flipped := tmp_path / name).write_bytes(data)
    found, error = read(flipped)
    assert [item.index for item in found] == list(range(len(found)))
    assert 35 <= len(found) <= 52
    assert error is not None or any(isinstance(item, LostFrame) for item in found)


def test_a_stream_that_cannot_be_decoded_at_all_is_read_in_bounded_memory(videos, tmp_path):
    data = bytearray(videos["mjpeg.avi"].read_bytes())
    with av.open(str(videos["mjpeg.avi"])) as container:
        for packet in container.demux(video=0):
            if packet.size:
                data[packet.pos : packet.pos + packet.size] = bytes(packet.size)
    (ruined := tmp_path / "ruined.avi").write_bytes(data)
    found, _ = read(ruined)
    assert [item.index for item in found] == list(range(50))
    assert all(isinstance(item, LostFrame) for item in found)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("empty.mp4", b"", "found an empty file"),
        ("text.mp4", b"no video at all\n" * 50, "cannot be opened"),
        ("list.mp4", b"ffconcat version 1.0\nfile 'h264.mp4'\n", "cannot be opened"),
        ("page.mkv", b"#EXTM3U\n#EXTINF:5,\nh264.ts\n", "cannot be opened"),
    ],
)
def test_what_is_no_video_is_refused(tmp_path, capfd, name, content, complaint):
    (path := tmp_path / name).write_bytes(content)
    with pytest.raises(VideoError, match=complaint):
        ClipReader(path, folder_rate=None)
    (link := tmp_path / "link.mp4").symlink_to(tmp_path / "gone.mp4")
    with pytest.raises(VideoError, match="found a link to a file that does not exist"):
        ClipReader(link, folder_rate=None)
    with pytest.raises(VideoError, match="found no such file"):
        ClipReader(tmp_path / "nothing.mp4", folder_rate=None)
    assert capfd.readouterr() == ("", "")


def test_the_content_decides_and_not_the_suffix(videos, tmp_path):
    shutil.copy(videos["h264.mp4"], path := tmp_path / "clip.avi")
    assert len(read(path)[0]) == 50


def test_sound_alone_is_no_video(tmp_path):
    with av.open(str(tmp_path / "sound.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=44100, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with pytest.raises(VideoError, match="found none that can be decoded"):
        ClipReader(tmp_path / "sound.mp4", folder_rate=None)
