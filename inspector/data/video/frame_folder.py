"""A clip as a folder of numbered images."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from torch import Tensor

from inspector.core.errors import ImageError, VideoError
from inspector.core.images.resizing import resize
from inspector.data.folders import entries, storable
from inspector.data.images.formats import is_image_name
from inspector.data.images.reading import read_image
from inspector.data.natural_order import natural_key
from inspector.data.video.frames import Frame, FrameCount, LostFrame

_NUMBER = re.compile(r"\d+(?=\D*$)")  # the last number of a name


class FrameFolder:
    """Reads the images of a folder as the frames of a clip, in the order of the numbers in their names.

    The last number of a name counts, so that `frame_9` comes before `frame_10`; the smallest is frame 0. Missing
    numbers are lost frames, unless more are missing than present or a number is duplicated: such numbers count
    something else, and the images are consecutive frames.

    Args:
        rate: frames per second; None where it is not known.
        size: (H, W) to bring every frame to; None keeps their own.

    Attributes:
        files: the image of each index that is there.
        numbered: whether the numbers in the names are those of the frames.

    Raises:
        VideoError: if there is no image in the folder.
        CategoryError: if the folder cannot be listed.
    """

    def __init__(self, path: Path, *, rate: float | None, size: tuple[int, int] | None) -> None:
        self.path, self.frame_rate, self._size = path, rate, size
        files = [path / entry.name for entry in entries(path) if is_image_name(entry.name)]
        if not files:
            raise VideoError(
                "Clip {file}: expected a folder of numbered images (jpg, png, bmp, tif, webp), found none.",
                code="clip.no_frames",
                file=storable(str(path)),
            )
        numbers = frame_numbers(file.stem for file in files)
        self.numbered = numbers is not None
        if numbers is None:
            self.files = dict(enumerate(sorted(files, key=lambda path: natural_key(path.name))))
        else:
            self.files = {number - min(numbers): path for number, path in zip(numbers, files, strict=True)}

    @property
    def same_name(self) -> tuple[Path, Path] | None:
        """Two images whose names are the same but for their suffixes and for zeros before the number."""
        first: dict[str, Path] = {}
        for _, path in sorted(self.files.items()):
            name = _NUMBER.sub(lambda number: str(int(number.group())), path.stem)
            if (other := first.setdefault(name, path)) != path:
                return other, path
        return None

    @property
    def frame_count(self) -> FrameCount:
        return FrameCount(max(self.files) + 1, "counted")

    def frames(self, start: int = 0) -> Iterator[Frame | LostFrame]:
        """The frames from index `start` on, one in memory at a time; damaged and missing ones as `LostFrame`."""
        for index in range(start, self.frame_count.number):
            time_s = None if self.frame_rate is None else index / self.frame_rate
            try:
                yield Frame(index, time_s, self._read(index))
            except ImageError as error:
                yield LostFrame(index, time_s, str(error))

    def _read(self, index: int) -> Tensor:
        if index not in self.files:
            raise ImageError(
                "Clip {file}: the image of frame {index} is missing.",
                code="clip.frame_missing",
                file=storable(str(self.path)),
                index=index,
            )
        image = read_image(self.files[index])
        return image if self._size is None else resize(image, self._size)

    def close(self) -> None:
        """Nothing stays open between frames."""


def frame_numbers(stems: Iterable[str]) -> list[int] | None:
    """The number in the stem of each file of a folder; None where these count something else than frames."""
    names = list(stems)
    numbers = [int(found.group()) for name in names if (found := _NUMBER.search(name))]
    if len(set(numbers)) < len(names) or max(numbers) - min(numbers) >= 2 * len(names):
        return None
    return numbers
