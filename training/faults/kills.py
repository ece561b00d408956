"""Kill the program at random moments, with SIGKILL, and see that nothing that was finished is lost.

    python training/faults/kills.py parts/bottle models/bottle --kills 100 --results training/results/kills.md

Each kill is of one part: a child process works, and writes down what it has finished; it is killed somewhere between
its start and its end; everything that it had written down must be there; then the work is resumed to its end, and the
outcome must be that of work that nobody killed.

**To add a part**, write a class with the methods of `Part` and add it to the list in `parts`. `work` runs in the
child, which is forked when everything is imported, and calls `report` after each thing that its user may count on from
then on. `check` and `resume` run in this process and raise AssertionError on a loss.
"""

import argparse
import os
import random
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import torch
from kills_of_models import Exporting, ExportingCategory, Learning, Reviewing, Thresholding, Training

from inspector.cluster.archive import ArchiveJob, inspect_archive, inspect_here
from inspector.cluster.archive_folder import Archive, shard_file
from inspector.data.category import ImageRef, collect_images
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.image_batch import resume_run
from inspector.workflow.inspect.images import Inspected, inspect_batch
from inspector.workflow.progress import Progress

CPU = torch.device("cpu")
IMAGES = 40


class Part(Protocol):
    """One kind of work that is killed.

    Attributes:
        name: in the table.
    """

    name: str

    def prepare(self, folder: Path) -> None:
        """Put what the work needs into an empty folder."""

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        """Do it, in the child."""

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        """Everything that was reported before the kill is there; raises AssertionError if it is not."""

    def resume(self, folder: Path) -> None:
        """Do the rest; raises AssertionError if the outcome is not that of work that nobody killed."""


class Inspecting:
    """A batch of images into a run; killed while it begins, or while it is resumed."""

    def __init__(self, stored: StoredModel, images: Sequence[ImageRef], *, resumed: bool) -> None:
        self.name = "resume" if resumed else "inspect"
        self._stored, self._images, self._resumed = stored, images, resumed
        self._scores: dict[str, float | None] = {}

    def prepare(self, folder: Path) -> None:
        if not self._scores:
            list(inspect_batch(self._stored, self._images, output=folder / "alone.h5", device=CPU))
            with ImageRun(folder / "alone.h5") as run:
                self._scores = {one.name: one.score for one in run}
        if self._resumed:
            begun = inspect_batch(self._stored, self._images, output=folder / "r.h5", device=CPU)
            next(update for update in begun if isinstance(update, Inspected) and update.index == IMAGES // 4)
            begun.close()

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        updates = (
            resume_run(folder / "r.h5.part", models=[self._stored.folder], device=CPU)
            if self._resumed
            else inspect_batch(self._stored, self._images, output=folder / "r.h5", device=CPU)
        )
        for update in updates:
            if isinstance(update, Inspected):
                report(update.inspection.name)

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        if not reported and not self._resumed:
            return  # the file may not be there yet
        with ImageRun(folder / "r.h5") as run:
            found = {one.name: one for one in run}
        assert set(reported) <= set(found), set(reported) - set(found)
        for name, one in found.items():
            assert one.score == self._scores[name], name
            assert one.error is not None or (one.anomaly_map is not None and one.anomaly_map.any()), name

    def resume(self, folder: Path) -> None:
        before = []
        if (folder / "r.h5.part").exists():
            with ImageRun(folder / "r.h5.part") as run:
                before = [one.name for one in run]
        if not (folder / "r.h5").exists():
            updates = inspect_batch(self._stored, self._images, output=folder / "r.h5", device=CPU, resume=True)
            again = [update.inspection.name for update in updates if isinstance(update, Inspected)]
            assert not set(before) & set(again), "done twice"
        with ImageRun(folder / "r.h5") as run:
            assert {one.name: one.score for one in run} == self._scores


class Archiving:
    """Images into an archive of several shards."""

    name = "archive"

    def __init__(self, stored: StoredModel, images: Sequence[ImageRef]) -> None:
        self._stored, self._images = stored, images
        self._scores: list[tuple[str, float | None]] = []

    def _job(self, output: Path, *, resume: bool) -> ArchiveJob:
        return ArchiveJob(self._stored, self._images, output, shard_size=IMAGES // 5, device="cpu", resume=resume)

    def prepare(self, folder: Path) -> None:
        if not self._scores:
            list(inspect_archive(self._job(folder / "alone", resume=False), inspect_here))
            self._scores = self._read(folder / "alone")

    def work(self, folder: Path, report: Callable[[str], None]) -> None:
        for update in inspect_archive(self._job(folder / "a", resume=False), inspect_here):
            if isinstance(update, Progress) and update.stage == "Inspecting" and update.done % (IMAGES // 5) == 0:
                report(str(update.done))

    def check(self, folder: Path, reported: Sequence[str]) -> None:
        done = max(map(int, reported), default=0)
        for number in range(done // (IMAGES // 5)):
            with ImageRun(shard_file(folder / "a", number)) as run:
                assert not run.interrupted

    def resume(self, folder: Path) -> None:
        list(inspect_archive(self._job(folder / "a", resume=True), inspect_here))
        assert self._read(folder / "a") == self._scores

    def _read(self, folder: Path) -> list[tuple[str, float | None]]:
        with Archive(folder) as archive:
            return [(row.image, row.score) for row in archive.rows()]


def parts(category: Path, model: Path) -> list[Part]:
    """Everything that is killed."""
    stored = read_model(model)
    images = collect_images([category / "test"])[:IMAGES]
    good = collect_images([category / "test" / "good"])
    return [
        Inspecting(stored, images, resumed=False),
        Inspecting(stored, images, resumed=True),
        Archiving(stored, images),
        Training(category),
        Thresholding(stored),
        Learning(stored, good),
        Exporting(stored, images),
        Reviewing(),
        ExportingCategory(stored, images),
    ]


def killed(part: Part, folder: Path, *, after_s: float | None) -> tuple[list[str], float]:
    """Let a child do the work and kill it; returns what it reported, and how long it lived.

    Args:
        after_s: when it is killed; None lets it come to its end.
    """
    read, told = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            with os.fdopen(told, "w", encoding="utf-8") as lines:
                part.work(folder, lambda line: print(line, file=lines, flush=True))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(told)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read, encoding="utf-8") as lines:
        reported = lines.read().splitlines()
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), f"the child ended with {status}"
    return reported, time.monotonic() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("category", type=Path, help="in MVTec layout")
    parser.add_argument("model", type=Path, help="trained on it")
    parser.add_argument("--kills", type=int, default=100, help="over all parts")
    parser.add_argument("--only", help="the name of one part")
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a forked child has no threads of its parent's
    rng = random.Random(0)
    chosen = [part for part in parts(arguments.category, arguments.model) if arguments.only in (None, part.name)]
    rows = []
    for number, part in enumerate(chosen):
        kills = arguments.kills // len(chosen) + (number < arguments.kills % len(chosen))
        rows.append(_campaign(part, kills, rng))
        print(rows[-1], flush=True)
    text = "\n".join([_HEAD.format(kills=arguments.kills), *rows, ""])
    if arguments.results is not None:
        arguments.results.write_text(text, "utf-8")


_HEAD = """# Kills

`python training/faults/kills.py CATEGORY MODEL --kills {kills}`: SIGKILL at random moments of the work.
Lost: something that had been reported as finished was gone, or the resumed work came to another outcome.

| part | kills | things finished before, on average | lost |
|---|---|---|---|"""


def _campaign(part: Part, kills: int, rng: random.Random) -> str:
    finished, losses, whole_s = [], [], 0.0
    for attempt in range(-1, kills):
        folder = Path(tempfile.mkdtemp(prefix="kills-"))
        try:
            part.prepare(folder)
            after_s = None if attempt < 0 else rng.uniform(0, whole_s)
            reported, lived_s = killed(part, folder, after_s=after_s)
            if attempt < 0:
                whole_s = lived_s
            part.check(folder, reported)
            part.resume(folder)
            if attempt >= 0:
                finished.append(len(reported))
        except AssertionError as error:
            losses.append(error)
            print(f"{part.name}: {error!r} in {folder}", flush=True)
            continue
        shutil.rmtree(folder)
    return f"| {part.name} | {kills} | {sum(finished) / max(1, len(finished)):.1f} | {len(losses)} |"


if __name__ == "__main__":
    main()
