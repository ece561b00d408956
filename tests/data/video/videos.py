"""Small videos whose frames are told apart at a glance."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import torch
from PIL import Image

from inspector.core.errors import VideoError
from inspector.data.video.frames import Frame, LostFrame
from inspector.data.video.reader import ClipReader

SIZE = (48, 64)  # height, width
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


def picture(index: int) -> np.ndarray:
    """(48, 64, 3) uint8: a bar that moves with the index, and the index in eight squares, white for a one."""
    image = np.full((*SIZE, 3), 40, np.uint8)
    image[24:, (5 * index) % 60 : (5 * index) % 60 + 4] = (200, 120, 60)
    for bit in range(8):
        image[:16, 8 * bit : 8 * bit + 8] = 230 * (index >> bit & 1)
    return image


def index_in(image: np.ndarray) -> int:
    """The index that a (3, 48, 64) image in [0, 1] shows."""
    return sum(int(image[:, 4:12, 8 * bit + 2 : 8 * bit + 6].mean() > 0.5) << bit for bit in range(8))


def write_video(
    path: Path,
    codec: str,
    *,
    frames: int = 50,
    key_every: int = 20,
    times: Sequence[int] | None = None,
    rotation: int = 0,
    pix_fmt: str = "yuv420p",
    pictures: Sequence[av.VideoFrame] | None = None,
    codec_options: dict[str, str] | None = None,
    **options: str,
) -> Path:
    """A video of ten frames a second, or with each frame at its time in tenths of a second."""
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream(codec, rate=10, options=codec_options or {})
        stream.height, stream.width = (pictures[0].height, pictures[0].width) if pictures else SIZE
        stream.pix_fmt = pix_fmt
        stream.codec_context.gop_size = key_every
        stream.codec_context.time_base = Fraction(1, 10)
        stream.codec_context.thread_count = 1
        if rotation:
            stream.set_display_rotation(rotation)
        shown = pictures or (av.VideoFrame.from_ndarray(picture(index), format="rgb24") for index in range(frames))
        for index, frame in enumerate(shown):
            frame.pts, frame.time_base = (index if times is None else times[index]), Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def write_folder(path: Path, indices: Sequence[int], *, name: str = "{:03d}.png") -> Path:
    path.mkdir(parents=True)
    for index in indices:
        Image.fromarray(picture(index)).save(path / name.format(index))
    return path


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
