"""The pictures of a run of images: each image with its heatmap, and each anomaly map."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from inspector.core.errors import ImageError, StorageError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.image_run import ImageRun
from inspector.store.targets import Targets, names_below
from inspector.workflow.export.run_pictures import NotWritten, PictureFolders, RunPictures, made_by, refuse_among_images
from inspector.workflow.export.tables import write_map
from inspector.workflow.inspect.depth import bits_of
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.report.pictures import heatmap, picture, write_picture


class ImagePictures(RunPictures[ImageRun]):
    """Of the images at these paths, in the order of the batch."""

    def __init__(self, paths: Sequence[Path], folders: PictureFolders) -> None:
        self._paths = paths
        self._heatmaps = _below(folders.heatmaps, paths, _png)
        self._maps = _below(folders.maps, paths, _tif)

    def claim(self, targets: Targets, *, run_id: str | None = None) -> None:
        paths = (*self._heatmaps, *self._maps)
        for path in paths:
            targets.claim(path, own=made_by(run_id))
        refuse_among_images(path.parent for path in paths)

    def write(
        self, stored: StoredModel, run: ImageRun, *, without: Collection[int] = ()
    ) -> Iterator[Progress | Warned]:
        if not self._heatmaps and not self._maps:
            return
        rest = [index for index in run.finished() if index not in without]
        for done, index in enumerate(rest, start=1):
            problem = self.write_one(
                index, run[index], stored=stored, point=run.operating_point, run_id=run.about.get("id")
            )
            if problem is not None:
                yield problem
            yield Progress("Pictures", done, len(rest))

    def write_one(
        self, index: int, inspection: Inspection, *, stored: StoredModel, point: OperatingPoint, run_id: str | None
    ) -> NotWritten | None:
        """Write what is asked for of one image; returns what could not be."""
        if inspection.anomaly_map is None:
            return None
        try:
            if self._heatmaps:
                pixels = picture(self._paths[index], bits=bits_of(stored.model))
                shown = heatmap(pixels, inspection, calibration=stored.calibration, point=point)
                write_picture(self._heatmaps[index], shown, run_id=run_id)
            if self._maps:
                write_map(self._maps[index], inspection, run_id=run_id)
        except (ImageError, StorageError) as error:
            return NotWritten(f"No picture of {inspection.name}: {error}")
        return None


def heatmap_paths(folder: Path, paths: Sequence[Path]) -> list[Path]:
    """Where in a folder the picture of each image with its heatmap is written."""
    return _below(folder, paths, _png)


def _below(folder: Path | None, paths: Sequence[Path], named: Callable[[str], str]) -> list[Path]:
    return [] if folder is None else [folder / name for name in names_below(paths, named)]


def _png(name: str) -> str:
    return name if name.lower().endswith(".png") else f"{name}.png"


def _tif(name: str) -> str:
    return f"{name}.tif"
