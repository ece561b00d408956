"""Small videos whose frames are told apart at a glance."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

SIZE = (48, 64)  # height, width


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
