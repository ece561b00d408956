"""Inspect many images into an archive: locally, and by Ray workers, one of them killed halfway.

    python training/archive.py models/bottle parts/bottle/test --count 400 --results training/results/archive.md

The images are links to those of the folder, over and over. Each engine inspects all of them into an archive of its
own, and its scores are compared bit for bit with those of the local engine.
"""

import argparse
import os
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from inspector.cluster import archive as archive_jobs
from inspector.cluster.archive import ArchiveJob, Engine, RayEngine, ShardInspector, inspect_archive, inspect_here
from inspector.cluster.archive_folder import Archive
from inspector.cluster.ray_workers import RayWorkers
from inspector.data.category import collect_images, image_files
from inspector.store.models.model_folder import read_model
from inspector.workflow.progress import Progress, Warned


class TraceableWorker(ShardInspector):
    """A worker that writes its process id beside the archive, so that it can be killed."""

    def load(self, *, threads: int | None = None) -> None:
        super().load(threads=threads)
        (self._task.folder.parent / f"{os.getpid()}.pid").touch()


@dataclass
class Measured:
    seconds: float  # total, including the start of the workers
    pace: float  # images per second after the first progress
    scores: dict[str, float]
    images: int
    warnings: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("images", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--shards-of", type=int, default=50)
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    archive_jobs.ShardInspector = TraceableWorker  # type: ignore[misc] # what the engines start
    cores, (load, *_) = os.cpu_count() or 1, os.getloadavg()
    with tempfile.TemporaryDirectory() as folder:
        images = _links(arguments.images, Path(folder) / "images", arguments.count)
        runs: dict[str, tuple[Engine, bool]] = {
            f"local, {torch.get_num_threads()} threads": (inspect_here, False),
            f"ray, 1 worker, {cores} threads": (RayEngine(RayWorkers(1)), False),
            f"ray, 2 workers, {cores // 2} threads each": (RayEngine(RayWorkers(2)), False),
            "ray, 2 workers, one killed after a quarter": (RayEngine(RayWorkers(2)), True),
        }
        measured = {}
        for name, (engine, kill) in runs.items():
            measured[name] = _measure(arguments, Path(folder) / name.replace(" ", "-"), images, engine, kill=kill)
            print(name, f"{measured[name].seconds:.1f} s", *measured[name].warnings, flush=True)
    expected = next(iter(measured.values())).scores
    rows = []
    for name, one in measured.items():
        apart = max(abs(one.scores[image] - score) for image, score in expected.items())
        rows.append(
            f"| {name} | {one.seconds:.1f} | {one.pace:.1f} | {one.images} | {len(one.scores)} | "
            f"{'identical' if apart == 0 else f'within {apart:.1e}'} | {len(one.warnings)} |"
        )
    table = "\n".join(
        [
            "# Inspecting many images into an archive",
            "",
            f"`python training/archive.py {arguments.model.name} {arguments.images.name} --count {arguments.count}`; "
            f"{arguments.count} links to {len(image_files(arguments.images))} images, shards of {arguments.shards_of}, "
            f"{cores} cores, no GPU, torch {torch.__version__}, load average before: {load:.1f}. "
            "Images per second exclude the start of Ray and its workers.",
            "",
            "| | seconds | images per second | records | different images | scores | workers lost |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *rows,
        ]
    )
    print(table)
    if arguments.results is not None:
        arguments.results.write_text(table + "\n", "utf-8")


def _links(source: Path, target: Path, count: int) -> Path:
    target.mkdir()
    files = image_files(source)
    for number in range(count):
        file = files[number % len(files)].absolute()
        (target / f"{number:06d}{file.suffix}").symlink_to(file)
    return target


def _measure(arguments: argparse.Namespace, folder: Path, images: Path, engine: Engine, *, kill: bool) -> Measured:
    folder.mkdir()
    job = ArchiveJob(
        read_model(arguments.model),
        collect_images([images]),
        folder / "archive",
        shard_size=arguments.shards_of,
        device="cpu",
    )
    started = ended = time.perf_counter()
    first: tuple[float, int] | None = None
    warnings: list[str] = []
    for event in inspect_archive(job, engine):
        if isinstance(event, Warned):
            warnings.append(event.message)
        elif isinstance(event, Progress) and event.stage == "Inspecting" and event.done:
            ended = time.perf_counter()
            first = first or (ended, event.done)
            if kill and event.done > event.total / 4:
                os.kill(int(min(folder.glob("*.pid")).stem), signal.SIGKILL)
                kill = False
    with Archive(folder / "archive") as archive:
        rows = list(archive.rows())
    if first is None:
        raise SystemExit("There are too few images to measure the pace.")
    return Measured(
        seconds=time.perf_counter() - started,
        pace=(len(rows) - first[1]) / (ended - first[0]),
        scores={row.image: row.score for row in rows if row.score is not None},
        images=len(rows),
        warnings=[message for message in warnings if "worker" in message],
    )


if __name__ == "__main__":
    main()
