"""Copies of images and of clips, each a video file or a folder of frames."""

from pathlib import Path

from inspector.core.errors import ImageError, VideoError
from inspector.data.folders import check_regular, entries
from inspector.data.images.formats import is_image_name
from inspector.data.images.reading import check_file

_BLOCK_BYTES = 1024**2  # a video may not fit into memory


def copy_image(path: Path, target: Path) -> None:
    """Copy an image to a place where there is nothing yet.

    Raises:
        ImageError: if it cannot be read.
        OSError: if the target cannot be written.
    """
    check_file(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImageError(
            "Image {file} cannot be read: expected a file that can be opened, found '{reason}'.",
            code="image.not_opened",
            file=path,
            reason=error.strerror or str(error),
        ) from error
    target.write_bytes(content)


def copy_clip(path: Path, target: Path) -> None:
    """Copy a clip to a place where there is nothing yet; of a folder its images alone.

    Raises:
        VideoError: if it cannot be read; nothing of it is left at the target then.
        OSError: if the target cannot be written.
    """
    try:
        names = [entry.name for entry in entries(path) if is_image_name(entry.name)] if path.is_dir() else None
    except OSError as error:
        raise _unreadable(path, error) from error
    if names is None:
        _copy_file(path, target)
        return
    target.mkdir()
    done: list[Path] = []
    try:
        for name in names:
            _copy_file(path / name, target / name)
            done.append(target / name)
    except VideoError:
        for file in done:
            file.unlink()
        target.rmdir()
        raise


def _copy_file(path: Path, target: Path) -> None:
    try:
        check_regular(path)
        source = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    with source, target.open("xb") as copy:
        while True:
            try:
                block = source.read(_BLOCK_BYTES)
            except OSError as error:
                copy.close()
                target.unlink()
                raise _unreadable(path, error) from error
            if not block:
                return
            copy.write(block)


def _unreadable(path: Path, error: OSError) -> VideoError:
    return VideoError(
        "Clip {file} cannot be read ({reason}).", code="clip.not_copied", file=path, reason=error.strerror or str(error)
    )
