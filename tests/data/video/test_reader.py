import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

import av
import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import VideoError
from inspector.data.video import decoding
from inspector.data.video.decoding import packets_of
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader
from tests.data.video.videos import KINDS, SIZE, index_in, picture, read, same, write_folder, write_video


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


def test_a_frame_of_another_size_than_the_first_is_lost(tmp_path):
    folder = write_folder(tmp_path / "clip", range(6))
    (folder / "000.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    for index in (3, 5):
        Image.fromarray(picture(index)).resize((32, 24)).save(folder / f"{index:03d}.png")
    with ClipReader(folder, folder_rate=None) as reader:
        found = list(reader.frames())
    assert [type(frame) for frame in found] == [LostFrame, Frame, Frame, LostFrame, Frame, LostFrame]
    assert "frame 3 has 32×24 px, where the first one has 64×48 px" in found[3].reason
    with ClipReader(folder, folder_rate=None) as reader:  # which one is met first does not matter
        assert isinstance(reader.frame(5), LostFrame)
        assert isinstance(reader.frame(4), Frame)
    with ClipReader(folder, folder_rate=None, size=(24, 32)) as reader:
        assert [type(frame) for frame in reader.frames(1)] == [Frame] * 5


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
