"""Inspecting more images than one run file should hold, shard by shard, here or by workers on many machines."""

import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from inspector import __version__
from inspector.cluster.archive_folder import (
    Archive,
    begin_archive,
    check_index_writable,
    check_shard,
    names_sha256,
    read_manifest,
    shard_file,
    write_index,
)
from inspector.cluster.ray_workers import Answer, RayWorkers
from inspector.core.errors import ModelError, RunError, RunInUseError, SettingError
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef
from inspector.store.models.model_folder import StoredModel
from inspector.store.onnx.exported import open_model
from inspector.store.owner import STALE_S
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.device import choose_device
from inspector.workflow.inspect.images import drift, inspect_batch
from inspector.workflow.progress import Progress, Warned

_REPORT_INTERVAL_S = 0.5
IN_USE_S = STALE_S + 60  # a worker that is believed lost may write for this long, or seem to


@dataclass(frozen=True)
class ArchiveJob:
    """What to inspect into an archive.

    Attributes:
        images: in the order of the archive.
        shard_size: images a run file.
        device: name of the device that each worker chooses for itself: `auto`, `cpu` or `cuda`.

    Raises:
        SettingError: if shards would hold no image.
    """

    stored: StoredModel
    images: Sequence[ImageRef]
    output: Path
    shard_size: int
    device: str
    resume: bool = False

    def __post_init__(self) -> None:
        if self.shard_size < 1:
            raise SettingError(
                "A shard holds one image or more, not {count}.", code="archive.shard_size", count=self.shard_size
            )

    @property
    def shards(self) -> int:
        return -(-len(self.images) // self.shard_size)

    def shard(self, number: int) -> "Shard":
        first = number * self.shard_size
        images = self.images[first : first + self.shard_size]
        # A worker need not have this process's current folder.
        return Shard(number, tuple(replace(image, path=image.path.absolute()) for image in images))

    def images_in(self, number: int) -> int:
        return min(self.shard_size, len(self.images) - number * self.shard_size)


@dataclass(frozen=True)
class Shard:
    """A contiguous part of the images, which becomes one run file."""

    number: int
    images: tuple[ImageRef, ...]


@dataclass(frozen=True)
class ShardProgress:
    """How many images of a shard are inspected: all of them when its run file is complete."""

    number: int
    done: int


@dataclass(frozen=True)
class ShardSettings:
    """What every worker of an archive must know.

    Attributes:
        identity: of the model, which must be the one in the worker's folder.
        version: of this program, which must be every worker's: scores of two may differ in their last digits.
        base: see :func:`inspector.workflow.inspect.images.inspect_batch`.
    """

    model: Path
    identity: str
    operating_point: OperatingPoint
    folder: Path
    base: Path
    device: str
    version: str = __version__


class ShardInspector:
    """One worker: loads the model once and inspects shard after shard."""

    def __init__(self, settings: ShardSettings) -> None:
        self._settings = settings

    def load(self, *, threads: int | None = None) -> None:
        """Read the model; None leaves the number of threads as it is.

        Raises:
            ModelError: if it cannot be read here, or is another.
            SettingError: if there is no such device, or the program has another version here.
        """
        if self._settings.version != __version__:
            raise SettingError(
                "A worker on {machine} has version {found} of this program, and the archive is made with {expected}.",
                code="worker.other_version",
                machine=platform.node(),
                found=__version__,
                expected=self._settings.version,
            )
        if threads is not None:
            torch.set_num_threads(threads)
        self._device = choose_device(self._settings.device)
        stored = open_model(self._settings.model)
        if stored.identity != self._settings.identity:
            raise ModelError(
                "{folder}: a worker has another model in this folder.",
                code="worker.other_model",
                folder=str(self._settings.model),
            )
        self._stored = replace(stored, operating_point=self._settings.operating_point)

    def work(self, shard: Shard) -> Iterator[ShardProgress]:
        """Inspect what is missing of a shard; report its progress now and then, and when it is complete.

        Raises:
            RunError, StorageError: if the shard's run file cannot be written.
        """
        target = shard_file(self._settings.folder, shard.number)
        deadline = time.monotonic() + IN_USE_S
        while not target.exists():
            try:
                yield from self._inspect_missing(shard, target)
            except RunInUseError:  # by a worker that was believed lost, and that may even finish
                if time.monotonic() > deadline:
                    raise
                time.sleep(1)
        yield ShardProgress(shard.number, len(shard.images))

    def _inspect_missing(self, shard: Shard, target: Path) -> Iterator[ShardProgress]:
        reported = time.monotonic()
        for event in inspect_batch(
            self._stored, shard.images, output=target, device=self._device, resume=True, base=self._settings.base
        ):
            if (
                isinstance(event, Progress)
                and time.monotonic() - reported > _REPORT_INTERVAL_S
                and event.done < event.total
            ):
                reported = time.monotonic()
                yield ShardProgress(shard.number, event.done)


Engine = Callable[[ShardSettings, Iterable[Shard]], Iterator[ShardProgress | Warned]]


def inspect_here(settings: ShardSettings, shards: Iterable[Shard]) -> Iterator[ShardProgress | Warned]:
    """The engine `local`: one shard after the other in this process."""
    worker = ShardInspector(settings)
    worker.load()
    for shard in shards:
        yield from worker.work(shard)


@dataclass(frozen=True)
class RayEngine:
    """The engine `ray`: workers inspect a shard each.

    A lost worker loses nothing: what it has finished is in the shard's file, and another continues there. The model,
    the images and the archive must have the same paths on every machine.
    """

    workers: RayWorkers

    def __call__(self, settings: ShardSettings, shards: Iterable[Shard]) -> Iterator[ShardProgress | Warned]:
        """Inspect the shards in any order.

        Raises:
            InspectorError: as :meth:`RayWorkers.run`; what a worker raises.
            RunError: if a shard has cost several workers; after all others were inspected.
        """
        given_up: list[str] = []
        for event in self.workers.run(ShardInspector, settings, shards, gpu=settings.device != "cpu"):
            if isinstance(event, Answer):
                yield event.value
                continue
            where = "while it loaded the model" if event.item is None else f"in shard {event.item.number}"
            then = "this shard is left for the end" if event.given_up else "another continues where it stopped"
            yield Warned(f"A worker was lost {where} ({event.reason}); {then}.")
            if event.given_up and event.item is not None:
                given_up.append(f"{shard_file(settings.folder, event.item.number)}.part")
        if given_up:
            raise RunError(
                "{files}: several workers were lost, one after the other, while they inspected these images; the first "
                "image without a record may be the cause.",
                code="worker.shard_given_up",
                files=", ".join(given_up),
            )


@dataclass(frozen=True)
class ArchiveDone:
    """A complete archive, and the number of images per decision; None for those that could not be judged."""

    archive: Path
    decisions: dict[Decision | None, int]


def inspect_archive(job: ArchiveJob, engine: Engine) -> Iterator[Progress | Warned | ArchiveDone]:
    """Inspect images into an archive.

    Stopped or killed at any moment, the folder holds every finished inspection; `resume` does only what is missing,
    whichever engine began it. Every image is in the archive once.

    Raises:
        SettingError: if something that the engine or the index needs is not installed.
        ModelError: if a worker finds no such model.
        RunError, StorageError: if the archive cannot be written, would replace another, or is one of other images.
    """
    check_index_writable()
    begin_archive(
        job.output,
        {
            "model": job.stored.identity,
            "runtime": job.stored.runtime,
            "model_folder": job.stored.folder.name,
            "operating_point": asdict(job.stored.operating_point),
            "images": len(job.images),
            "names_sha256": names_sha256(image.name for image in job.images),
            "shard_size": job.shard_size,
            "base": Path.cwd().as_posix(),
            "version": __version__,
            "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        },
        resume=job.resume,
    )
    folder = job.output.absolute()
    missing, cautions = [], []
    for number in range(job.shards):
        if not shard_file(folder, number).exists():
            missing.append(number)
            continue
        with ImageRun(shard_file(folder, number)) as run:
            cautions.append(check_shard(run, job.shard(number).images, manifest=read_manifest(folder)))
    for caution in list(filter(None, cautions))[:1]:  # it is the same for all
        yield Warned(caution)
    settings = ShardSettings(
        model=job.stored.folder.absolute(),
        identity=job.stored.identity,
        operating_point=job.stored.operating_point,
        folder=folder,
        base=Path.cwd(),
        device=job.device,
    )
    total = len(job.images)
    complete = total - sum(job.images_in(number) for number in missing)
    under_way: dict[int, int] = {}
    yield Progress("Inspecting", complete, total)
    if missing:
        for event in engine(settings, (job.shard(number) for number in missing)):
            if isinstance(event, Warned):
                yield event
                continue
            under_way[event.number] = event.done
            if event.done == job.images_in(event.number):
                complete += under_way.pop(event.number)
            yield Progress("Inspecting", complete + sum(under_way.values()), total)
    for done in write_index(folder, [job.shard(number).images for number in range(job.shards)]):
        yield Progress("Indexing", done, job.shards)
    decisions: dict[Decision | None, int] = dict.fromkeys([*Decision, None], 0)
    lights = []
    with Archive(folder) as archive:
        for row in archive.rows():
            decisions[row.decision] += 1
            if row.light is not None:
                lights.append(row.light)
    if (change := drift(lights)) is not None:
        yield Warned(change)
    yield ArchiveDone(job.output, decisions)
