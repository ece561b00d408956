"""The pictures of a run as files: where each goes, which run made it, and writing them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PIL import ExifTags, Image

from inspector.core.errors import StorageError
from inspector.data.images.formats import is_image_name
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.lifecycle import StoredRun
from inspector.store.targets import Targets
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.report.pictures import RUN_KEY

_DESCRIPTION = ExifTags.Base.ImageDescription

RunT = TypeVar("RunT", bound=StoredRun)


@dataclass(frozen=True)
class PictureFolders:
    """Where the pictures of a run go; None for what nobody asked for.

    Attributes:
        heatmaps: each image, or the worst frame of each event, with its heatmap.
        maps: each image's anomaly map.
        clips: each event of a clip as a video.
    """

    heatmaps: Path | None = None
    maps: Path | None = None
    clips: Path | None = None


@dataclass(frozen=True)
class NotWritten(Warned):
    """A picture that could not be written; the others are."""


@dataclass(frozen=True)
class PicturesWritten:
    """So many pictures of a run are in this folder; `missing` says of each that is not why."""

    folder: Path
    count: int
    missing: tuple[str, ...]


class RunPictures(ABC, Generic[RunT]):
    """The pictures of one batch, whose places are worked out before the first is written."""

    @abstractmethod
    def claim(self, targets: Targets, *, run_id: str | None = None) -> None:
        """Note every file to be written.

        Args:
            run_id: of the interrupted run that made some of them already.

        Raises:
            StorageError: if one would replace what this run did not make.
        """

    @abstractmethod
    def write(self, stored: StoredModel, run: RunT, *, without: Collection[int] = ()) -> Iterator[Progress | Warned]:
        """Write those of a run, each for itself: one that cannot be written is a :class:`NotWritten`.

        Args:
            stored: the model that the run was made with.
            without: places in the batch whose pictures are written already.
        """


def made_by(run_id: str | None) -> Callable[[Path], bool]:
    """Whether the run with this id made a picture or a map that is there."""
    return lambda path: run_id is not None and run_of_picture(path) == run_id


def refuse_among_images(folders: Iterable[Path]) -> None:
    """Refuse to write pictures where images of others are: they would be taken for images, and learned from.

    Raises:
        StorageError: if one of the folders holds an image that no run made.
    """
    for folder in set(folders):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file() and is_image_name(path.name) and run_of_picture(path) is None:
                raise among_images(folder, path.name)


def among_images(folder: Path, name: str) -> StorageError:
    """Why no pictures are written to a folder in which this image of others is."""
    return StorageError(
        "{folder} holds images that no inspection made, such as {name}. Pictures written there would be taken for "
        "images later.",
        code="output.among_images",
        folder=folder,
        name=name,
    )


def run_of_picture(path: Path) -> str | None:
    """The id of the run that made a picture or a map; None of other files."""
    try:
        with Image.open(path) as opened:
            if RUN_KEY in opened.info:
                return str(opened.info[RUN_KEY])
            description = str(opened.getexif().get(_DESCRIPTION, ""))  # of a map, which is a TIFF
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    key, _, run_id = description.partition(" ")
    return run_id if key == RUN_KEY else None
