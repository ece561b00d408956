import gc
import os
import shutil
import subprocess
import sys
import weakref
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from inspector.core.errors import VideoError
from inspector.data.video import decoding
from inspector.data.video.decoding import Decoder, packets_of
from inspector.data.video.frames import Frame, LostFrame, frame_windows
from inspector.data.video.reader import ClipReader
from tests.data.video.videos import SIZE, index_in, picture, write_folder, write_video

KINDS = {  # file name: codec and what else
    "h264.mp4": ("libx264", {"codec_options": {"bf": "3", "b_strategy": "0"}}),
    "open_gop.mkv": ("libx264", {"codec_options": {"bf": "3", "x264-params": "open-gop=1"}}),
    "no_key_frames.mp4": ("libx264", {"key_every": 1000}),
    "intra_refresh.mkv": ("libx264", {"codec_options": {"x264-params": "intra-refresh=1:keyint=10"}}),
    "h264.avi": ("libx264", {"codec_options": {"bf": "2"}}),
    "h264.ts": ("libx264", {}),
    "h264.h264": ("libx264", {}),
    "mpeg4.mp4": ("mpeg4", {"codec_options": {"bf": "2"}}),
    "mpeg4.avi": ("mpeg4", {"codec_options": {"bf": "2"}}),
    "ffv1.mkv": ("ffv1", {}),
    "mjpeg.avi": ("mjpeg", {"pix_fmt": "yuvj420p"}),
    "vp8.webm": ("libvpx", {"codec_options": {"auto-alt-ref": "1", "lag-in-frames": "16", "deadline": "realtime"}}),
    "variable.mkv": ("libx264", {"times": [index * (index + 3) // 4 for index in range(50)]}),
}


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("videos")
    return {name: write_video(folder / name, codec, **more) for name, (codec, more) in KINDS.items()}


def read(path: Path, **settings) -> tuple[list[Frame | LostFrame], VideoError | None]:
    found: list[Frame | LostFrame] = []
    with ClipReader(path, folder_rate=None, **settings) as reader:
        try:
            found.extend(reader.frames())
        except VideoError as error:
            return found, error
    return found, None


def same(one: Frame | LostFrame, other: Frame | LostFrame) -> bool:
    if isinstance(one, LostFrame) or isinstance(other, LostFrame):
        return one == other
    return (one.index, one.time_s) == (other.index, other.time_s) and torch.equal(one.image, other.image)


@pytest.mark.parametrize("name", KINDS)
def test_every_frame_is_read_in_order_with_its_time(videos, name):
    with ClipReader(videos[name], folder_rate=None) as reader:
        frames = list(reader.frames())
        assert reader.frame_count.number == 50
        assert reader.frame_count.known == "counted"
    assert [frame.index for frame in frames] == list(range(50))
    assert [index_in(frame.image) for frame in frames] == list(range(50))
    assert not any(frame.doubtful for frame in frames)
    rate = 25 if name.endswith("h264.h264") else 10  # a bare stream tells no rate: FFmpeg assumes 25
    times = KINDS[name][1].get("times", range(50))
    assert [frame.time_s for frame in frames] == pytest.approx([time / rate for time in times], abs=2e-3)
    assert all(frame.image.shape == (3, *SIZE) and frame.image.dtype == torch.float32 for frame in frames)


@pytest.mark.parametrize("name", KINDS)
def test_seeking_gives_exactly_what_reading_from_the_start_gives(videos, name):
    expected, _ = read(videos[name])
    order = [*np.random.default_rng(0).permutation(50)[:14].tolist(), 49, 48, 47, 0, 1, 2, 13, 14]
    with ClipReader(videos[name], folder_rate=None) as reader:
        for index in order:
            assert same(reader.frame(index), expected[index]), index
        assert [frame.index for frame in reader.frames(45)] == [45, 46, 47, 48, 49]
        with pytest.raises(VideoError, match="expected a frame 50"):
            reader.frame(50)
        with pytest.raises(VideoError, match="expected a frame -1"):
            reader.frame(-1)


def test_a_video_is_sought_without_decoding_it_all(tmp_path, monkeypatch):
    path = write_video(tmp_path / "long.mp4", "libx264", frames=200, key_every=20)
    with ClipReader(path, folder_rate=None) as reader:
        packets = []

        def watched(*arguments):
            for packet in packets_of(*arguments):
                packets.append(packet)
                yield packet

        monkeypatch.setattr(decoding, "packets_of", watched)
        assert index_in(reader.frame(190).image) == 190
        assert len(packets) < 45
        packets.clear()
        assert index_in(reader.frame(191).image) == 191
        assert index_in(reader.frame(195).image) == 195
        assert len(packets) <= 8


def test_two_iterations_at_once_do_not_mix(videos):
    with ClipReader(videos["h264.mp4"], folder_rate=None) as reader:
        pairs = list(zip(reader.frames(), reader.frames(25), strict=False))
    assert [(index_in(one.image), index_in(other.image)) for one, other in pairs] == [(i, i + 25) for i in range(25)]


def test_what_is_known_of_the_number_of_frames(videos, tmp_path):
    for name, known in {"h264.mp4": "stated", "mjpeg.avi": "stated", "ffv1.mkv": "estimated"}.items():
        with ClipReader(videos[name], folder_rate=None) as reader:
            assert (reader.frame_count.number, reader.frame_count.known) == (50, known)
            assert reader.frame_rate == 10
    with ClipReader(videos["h264.h264"], folder_rate=None) as reader:
        assert reader.frame_count is None
    with ClipReader(write_folder(tmp_path / "clip", range(4)), folder_rate=4.0) as reader:
        assert (reader.frame_count.number, reader.frame_count.known, reader.frame_rate) == (4, "counted", 4.0)


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


@pytest.mark.parametrize("degrees", [90, 180, -90])
def test_the_rotation_that_a_video_states_is_applied(tmp_path, degrees):
    video = write_video(tmp_path / "turned.mp4", "libx264", frames=3, rotation=degrees)
    found, _ = read(video)
    upright = torch.from_numpy(picture(2)).permute(2, 0, 1) / 255
    assert (found[2].image - upright.rot90(degrees // 90, dims=(1, 2))).abs().mean() < 0.03


def grey_ramp(dtype: type, top: int) -> np.ndarray:
    return np.linspace(0, top, SIZE[0] * SIZE[1]).round().astype(dtype).reshape(SIZE)


def test_grey_values_are_kept_exactly(tmp_path):
    ramp = grey_ramp(np.uint8, 255)
    frames = [av.VideoFrame.from_ndarray(ramp, format="gray")]
    found, _ = read(write_video(tmp_path / "grey.mkv", "ffv1", pix_fmt="gray", pictures=frames))
    assert torch.equal(found[0].image, (torch.from_numpy(ramp) / 255).expand(3, -1, -1))


@pytest.mark.parametrize(("bits", "pix_fmt"), [(10, "gray10le"), (16, "gray16le")])
def test_deep_grey_is_kept_in_range(tmp_path, bits, pix_fmt):
    ramp = grey_ramp(np.uint16, 65535)
    frames = [av.VideoFrame.from_ndarray(ramp, format="gray16le").reformat(format=pix_fmt)]
    found, _ = read(write_video(tmp_path / "grey.mkv", "ffv1", pix_fmt=pix_fmt, pictures=frames))
    assert (found[0].image - torch.from_numpy(ramp / 65535).float()).abs().max() < 1.5 / 2**bits


def test_ten_bit_colour_keeps_more_than_eight_bits(tmp_path):
    ramp = np.repeat(grey_ramp(np.uint16, 65535)[..., None], 3, axis=2)
    frames = [av.VideoFrame.from_ndarray(ramp, format="rgb48le").reformat(format="yuv422p10le")]
    found, _ = read(write_video(tmp_path / "deep.mkv", "ffv1", pix_fmt="yuv422p10le", pictures=frames))
    assert len(found[0].image[0].unique()) > 700
    assert (found[0].image - torch.from_numpy(ramp / 65535).float().permute(2, 0, 1)).abs().max() < 0.01


@pytest.mark.parametrize("name", ["h264.mp4", "mjpeg.avi", "ffv1.mkv"])
def test_colours_come_out_as_they_went_in(videos, name):
    found, _ = read(videos[name])
    image = (found[3].image * 255).round()
    assert (image[:, 20, 10] - 40).abs().max() <= 6
    assert (image[:, 4:12, 4].mean() - 230).abs() <= 4


def test_frames_are_resized_on_wish(videos, tmp_path):
    for clip in (videos["h264.mp4"], write_folder(tmp_path / "clip", range(2))):
        found, _ = read(clip, size=(20, 30))
        assert found[1].image.shape == (3, 20, 30)


@pytest.mark.parametrize("kind", ["video", "folder"])
def test_one_frame_at_a_time_is_in_memory(videos, tmp_path, kind):
    clip = videos["h264.mp4"] if kind == "video" else write_folder(tmp_path / "clip", range(12))
    alive = weakref.WeakSet()
    most = 0
    with ClipReader(clip, folder_rate=None) as reader:
        for frame in reader.frames():
            alive.add(frame)
            most = max(most, len(alive))
    assert most <= 2  # the one that was just read and the one before, which the loop still names


@pytest.mark.skipif(sys.platform != "linux", reason="open files are counted as Linux shows them")
def test_many_clips_are_opened_and_closed_without_a_leak(videos, tmp_path):
    def open_files() -> int:
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    (bad := tmp_path / "bad.mp4").write_bytes(videos["h264.mp4"].read_bytes()[:2000])
    before = open_files()
    for _ in range(60):
        with ClipReader(videos["h264.mp4"], folder_rate=None) as reader:
            reader.frame(30)
            reader.frame(5)
        with pytest.raises(VideoError):
            ClipReader(bad, folder_rate=None)
    assert open_files() == before


def test_a_folder_goes_by_the_numbers_in_its_names(tmp_path):
    found, error = read(write_folder(tmp_path / "a", [8, 9, 10, 11], name="cam2_{}.png"))
    assert error is None
    assert [index_in(frame.image) for frame in found] == [8, 9, 10, 11]
    assert [frame.index for frame in found] == [0, 1, 2, 3]
    assert found[0].time_s is None
    missing, _ = read(write_folder(tmp_path / "b", [1, 2, 4]))
    assert [type(frame) for frame in missing] == [Frame, Frame, LostFrame, Frame]
    assert "frame 2 is missing" in missing[2].reason
    stamps, _ = read(write_folder(tmp_path / "c", [10, 100, 200], name="{}.png"))
    assert [frame.index for frame in stamps] == [0, 1, 2]


def test_a_folder_with_a_damaged_image_or_none(tmp_path):
    folder = write_folder(tmp_path / "clip", range(3))
    (folder / "001.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    with ClipReader(folder, folder_rate=5.0) as reader:
        found = list(reader.frames())
        assert [type(frame) for frame in found] == [Frame, LostFrame, Frame]
        assert [frame.time_s for frame in found] == [0.0, 0.2, 0.4]
        assert "001.png" in found[1].reason
        assert index_in(reader.frame(2).image) == 2
    (empty := tmp_path / "empty").mkdir()
    with pytest.raises(VideoError, match="expected a folder of numbered images"):
        ClipReader(empty, folder_rate=None)


@given(
    lost=st.sets(st.integers(0, 24)),
    length=st.integers(1, 4),
    skip=st.integers(0, 3),
    missing=st.sets(st.integers(0, 24)),
)
def test_windows_hold_the_last_frames_and_span_no_gap(lost, length, skip, missing):
    image = torch.zeros(3, 1, 1)
    frames = [
        LostFrame(index, None, "") if index in lost else Frame(index, None, image)
        for index in range(25)
        if index not in missing or index in lost
    ]
    span = (length - 1) * (skip + 1) + 1
    expected = []
    for end in range(25):
        if end in lost:
            expected.append(end)
        elif end >= span - 1 and not any(index in lost | missing for index in range(end - span + 1, end + 1)):
            expected.append(tuple(range(end - span + 1, end + 1))[:: skip + 1])
    windows = frame_windows(frames, length, skip=skip)
    found = [w.index if isinstance(w, LostFrame) else tuple(frame.index for frame in w) for w in windows]
    assert found == expected


def test_windows_keep_no_more_frames_than_they_span():
    alive = weakref.WeakSet()

    def frames():
        for index in range(40):
            alive.add(frame := Frame(index, None, torch.zeros(1)))
            yield frame

    most = max(len(alive) for _ in frame_windows(frames(), 3, skip=2))
    assert most <= 9


def test_a_file_that_cannot_be_sought_in_is_read_from_its_start(videos, monkeypatch):
    class Forwards:
        """A container that goes forwards only."""

        def __init__(self, container):
            self.container = container

        def __getattr__(self, name):
            return getattr(self.container, name)

        def __enter__(self):
            return self

        def __exit__(self, *raised):
            self.container.close()

        def seek(self, *args, **settings):
            raise av.error.OSError(29, "Illegal seek")

    open_container = av.open
    monkeypatch.setattr(av, "open", lambda *args, **settings: Forwards(open_container(*args, **settings)))
    with ClipReader(videos["h264.mp4"], folder_rate=None) as reader:
        assert index_in(reader.frame(40).image) == 40
        assert index_in(reader.frame(2).image) == 2


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_frames_larger_than_a_camera_takes_are_refused_before_they_are_decoded(tmp_path):
    path = tmp_path / "huge.avi"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 9_000, 5_000, "yuvj420p"
        frame = av.VideoFrame(9_000, 5_000, "yuvj420p")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    code = """
import sys
from pathlib import Path
from inspector.core.errors import VideoError
from inspector.data.video.reader import ClipReader
try:
    ClipReader(Path(sys.argv[1]), folder_rate=None)
except VideoError as error:
    print(error.code, error)
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code, path], env=environment, capture_output=True, text=True, timeout=60
    )
    told, kib = done.stdout.splitlines()
    assert told.startswith("clip.too_large ")
    assert "at most 40 megapixels, found 9000×5000 px" in told
    assert int(kib) < 2**20
