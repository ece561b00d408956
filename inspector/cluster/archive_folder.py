"""Archives: the inspections of more images than one run file should hold.

A folder with a manifest, which is written first and names the model and the images; shards, each an ordinary run file
of a contiguous range of the batch; and, when every shard is complete, one index of all images in Parquet:

    archive.json   shards/000000.h5 000001.h5 …   index.parquet

A shard is written, interrupted and resumed like any run. The folder alone shows which are missing.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Self

from inspector.core.errors import RunError, SettingError, failure
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef
from inspector.store.durable import replacing_file, storage_errors
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.run_types import IMAGE_RUN_SUFFIX
from inspector.store.runs.sources import BatchItem, check_same_sources

MANIFEST_FILE, INDEX_FILE, SHARD_FOLDER = "archive.json", "index.parquet", "shards"
_FORMAT = 1
# What a resumed archive must share.
_NAMES = {
    "names_sha256": "list of images",
    "shard_size": "number of images per shard",
    "images": "number of images",
    "runtime": "model folder or exported file",
}
_SAME = ("model", "runtime", "operating_point", "images", "shard_size", "names_sha256")


@dataclass(frozen=True)
class IndexRow:
    """The row of one image in the index.

    Attributes:
        shard, row: the run file, and the record in it, that hold the rest: regions, map, timings.
        score, decision, light, regions: as of the inspection, `regions` their number; None of one that failed.
    """

    image: str
    label: str
    shard: int
    row: int
    score: float | None
    decision: Decision | None
    regions: int | None
    light: float | None
    error: str | None


def names_sha256(names: Iterable[str]) -> str:
    """One hash of all names in their order."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\n")
    return digest.hexdigest()


def begin_archive(folder: Path, manifest: Mapping[str, Any], *, resume: bool) -> None:
    """Write the manifest of a new archive, or make sure that an interrupted one is of the same images and model.

    Args:
        manifest: JSON values: `model` and `operating_point`, `images` (their number), `names_sha256`, `shard_size`, and
            whatever else should be known.

    Raises:
        RunError: if there is an archive that would be lost, or the interrupted one is another.
        StorageError: if the folder cannot be written.
    """
    path = folder / MANIFEST_FILE
    if not path.exists():
        unfinished = f".{MANIFEST_FILE}.*.part"  # left where the archive's first moment was its last
        if folder.exists() and (not folder.is_dir() or any(not entry.match(unfinished) for entry in folder.iterdir())):
            raise RunError(
                "{folder} is something else than an archive.", code="archive.other_folder", folder=str(folder)
            )
        with replacing_file(path) as part:
            part.write_text(json.dumps({"format": _FORMAT, **manifest}, indent=1, ensure_ascii=False), "utf-8")
        return
    if not resume:
        raise RunError(
            "{folder} holds a complete archive already."
            if (folder / INDEX_FILE).exists()
            else "{folder} holds an interrupted archive.",
            code="archive.exists",
            folder=str(folder),
        )
    stored, expected = read_manifest(folder), json.loads(json.dumps(manifest))
    differing = [name for name in _SAME if stored.get(name) != expected.get(name)]
    if differing:
        raise RunError(
            "{folder}: the archive was started with another {what}.",
            code="archive.other_batch",
            folder=str(folder),
            what=", ".join(_NAMES.get(name, name.replace("_", " ")) for name in differing),
        )


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an archive.

    Raises:
        RunError: if it is missing, damaged or belongs to a newer version.
    """
    path = folder / MANIFEST_FILE
    try:
        manifest = json.loads(path.read_text("utf-8"))
        found = int(manifest["format"])
    except FileNotFoundError as error:
        raise RunError("{folder} is not an archive.", code="archive.missing", folder=str(folder)) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(
            "{file} is not an archive's manifest, or it is damaged ({reason}).",
            code="archive.damaged",
            **failure(path, error),
        ) from error
    if found > _FORMAT:
        raise RunError(
            "{file} has archive format {found}, and this program reads formats up to {supported}.",
            code="archive.newer",
            file=str(path),
            found=found,
            supported=_FORMAT,
        )
    return manifest


def shard_file(folder: Path, number: int) -> Path:
    """The run file of a shard when it is complete."""
    return folder / SHARD_FOLDER / f"{number:06d}{IMAGE_RUN_SUFFIX}"


def check_index_writable() -> None:
    """Find out before the work, not after it, that the index cannot be written.

    Raises:
        SettingError: if pyarrow is not installed.
    """
    _parquet()


def check_shard(run: ImageRun, images: Sequence[ImageRef], *, manifest: Mapping[str, Any]) -> str | None:
    """Make sure that a shard is the one that belongs there: of the archive's model, and of these images.

    Returns:
        A sentence of caution where it is not known whether the images are others by now.

    Raises:
        RunError: if it is another, such as a copy of its neighbour, or its images are others by now.
    """
    batch = [BatchItem(image.name, image.label, image.path) for image in images]
    about = json.loads(json.dumps(run.about))
    same_model = all(about.get(key) == manifest.get(key) for key in ("model", "operating_point"))
    if not same_model or [name for name, _ in run.batch()] != [item.name for item in batch]:
        raise _other_shard(run.path)
    return check_same_sources(run.path, batch, base=about.get("base"), fingerprints=run.fingerprints())


def _other_shard(path: Path) -> RunError:
    return RunError(
        "{file} is not the shard that belongs there: it holds other images than the archive lists, or other results.",
        code="archive.other_shard",
        file=str(path),
    )


def write_index(folder: Path, images: Sequence[Sequence[ImageRef]]) -> Iterator[int]:
    """Write the index of an archive whose shards are all complete; yields after each shard how many are done.

    Args:
        images: of each shard.

    Raises:
        RunError, StorageError: if a shard cannot be read or is another, or the index cannot be written.
    """
    manifest = read_manifest(folder)
    arrow, parquet = _parquet()
    schema = arrow.schema(
        [
            arrow.field("image", arrow.string(), nullable=False),
            arrow.field("label", arrow.string(), nullable=False),
            arrow.field("shard", arrow.int32(), nullable=False),
            arrow.field("row", arrow.int32(), nullable=False),
            arrow.field("score", arrow.float64()),
            arrow.field("decision", arrow.string()),
            arrow.field("regions", arrow.int32()),
            arrow.field("light", arrow.float64()),
            arrow.field("error", arrow.string()),
        ]
    )
    with replacing_file(folder / INDEX_FILE) as part, parquet.ParquetWriter(part, schema) as index:
        for number, of_shard in enumerate(images):
            with ImageRun(shard_file(folder, number)) as run:
                check_shard(run, of_shard, manifest=manifest)
                rows = [_row(run.record(row), number, row) for row in run.finished()]
            with storage_errors(folder / INDEX_FILE):
                index.write_table(arrow.Table.from_pylist([vars(row) for row in rows], schema))
            yield number + 1


class Archive:
    """A complete archive opened for reading; its images in the order of the batch.

    Raises:
        RunError: if it is missing, interrupted, damaged, or belongs to a newer version.
        SettingError: if pyarrow is not installed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = read_manifest(folder)
        _, parquet = _parquet()
        if not (folder / INDEX_FILE).exists():
            raise RunError("{folder} holds an interrupted archive.", code="archive.interrupted", folder=str(folder))
        try:
            self._index = parquet.ParquetFile(folder / INDEX_FILE)
        except (OSError, ValueError) as error:  # pyarrow's own errors are of these
            raise RunError(
                "{file} is damaged ({reason}).",
                code="archive.damaged",
                file=str(folder / INDEX_FILE),
                reason=str(error),
            ) from error

    @property
    def operating_point(self) -> OperatingPoint:
        return OperatingPoint(**self.about["operating_point"])

    def __len__(self) -> int:
        return self._index.metadata.num_rows

    def rows(self) -> Iterator[IndexRow]:
        """The index; only one shard at a time is in memory."""
        for batch in self._index.iter_batches():
            for row in batch.to_pylist():
                decision = None if row["decision"] is None else Decision(row["decision"])
                yield IndexRow(**row | {"decision": decision})

    def inspections(self) -> Iterator[Inspection]:
        """Every inspection with all but its map, which stays in its shard.

        Raises:
            RunError: if a shard is missing or damaged, or not the one of the index.
        """
        for number, rows in groupby(self.rows(), key=lambda row: row.shard):
            with ImageRun(shard_file(self.folder, number)) as run:
                for row in rows:
                    yield _checked(run.record(row.row), row, run)

    def inspection(self, row: IndexRow) -> Inspection:
        """The inspection that a row of the index stands for, with its map.

        Raises:
            RunError: if its shard is missing or damaged, or not the one of the index.
        """
        with ImageRun(shard_file(self.folder, row.shard)) as run:
            return run.with_map(_checked(run.record(row.row), row, run))

    def close(self) -> None:
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _checked(inspection: Inspection, row: IndexRow, run: ImageRun) -> Inspection:
    if (inspection.name, inspection.score, inspection.decision) != (row.image, row.score, row.decision):
        raise _other_shard(run.path)
    return inspection


def _row(inspection: Inspection, shard: int, row: int) -> IndexRow:
    return IndexRow(
        image=inspection.name,
        label=inspection.label,
        shard=shard,
        row=row,
        score=inspection.score,
        decision=inspection.decision,
        regions=None if inspection.error is not None else len(inspection.regions),
        light=inspection.light,
        error=inspection.error,
    )


def _parquet() -> tuple[Any, Any]:
    try:  # imported here: only archives need it
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SettingError(
            "The index of an archive needs the package pyarrow.",
            code="package.missing",
            package="pyarrow",
        ) from error
    return pyarrow, pyarrow.parquet
