"""Cut the power, and make writes fail, while runs are written: no record may count whose map is gone.

    python training/faults/power_cuts.py --cuts 100 --errors 100 --results training/results/power_cuts.md

The calls by which a run of images and a run of video are written are recorded once. Each cut plays them up to a random
one, and leaves any part of what was not synced (tests/store/faults). Each error lets a call by chance, and all that
follow or only that one, fail with EIO or ENOSPC; the process must end by a sentence.
"""

import argparse
import ctypes
import errno
import os
import random
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from inspector.core.errors import InspectorError
from tests.store.faults.batches import check_clips, check_images, write_clips, write_images, write_recorded
from tests.store.faults.power_cut import arm, build_shim, cut, read_journal

KINDS: dict[str, tuple[Callable[..., None], Callable[[Path], int]]] = {
    "r.h5": (write_images, check_images),
    "r.clips": (write_clips, check_clips),
}


def cuts(library: Path, count: int, *, rng: random.Random) -> Counter[str]:
    """Outcomes of so many power cuts."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="cuts-") as base:
        whole = Path(base, "whole")
        whole.mkdir()
        journal = Path(base, "journal")
        writer = get_context("fork").Process(target=write_recorded, args=(str(library), whole, journal))
        writer.start()  # forked, as this process has the shim loaded
        writer.join()
        if writer.exitcode:
            sys.exit(f"The runs could not be written ({writer.exitcode}).")
        calls = read_journal(journal)
        for number in range(count):
            folder = Path(base, str(number))
            folder.mkdir()
            cut(calls, rng.randint(1, len(calls)), folder, rng)
            for name, (write, check) in KINDS.items():
                outcomes.update(_outcome(folder, name, write, check))
    return outcomes


def _outcome(folder: Path, name: str, write: Callable[..., None], check: Callable[[Path], int]) -> list[str]:
    for record in folder.glob(".*.owner*"):
        record.unlink()  # its process is gone, with the machine
    try:
        found = [f"{name}: cuts", f"{name}: complete"] if (folder / name).exists() else [f"{name}: cuts"]
        if (folder / name).exists() or (folder / f"{name}.part").exists():
            check(folder)
        if not (folder / name).exists():
            write(folder, resume=True)
            check(folder)
    except AssertionError as error:
        return [f"{name}: records without their map ({error})"]
    except InspectorError as error:
        return [f"{name}: refused ({error})"]
    return [*found, f"{name}: whole"]


def errors(library: Path, count: int, *, rng: random.Random) -> Counter[str]:
    """Outcomes of so many failing calls, each in a process of its own; this one has the shim loaded."""
    outcomes: Counter[str] = Counter()
    for number in range(count):
        name = rng.choice(list(KINDS))
        error, once = rng.choice([errno.EIO, errno.ENOSPC]), rng.random() < 0.5
        with tempfile.TemporaryDirectory(prefix="errors-") as base:
            child = os.fork()
            if child == 0:
                os._exit(_failing(library, Path(base), name, after=rng.randint(0, 40) if number % 2 else
                                  rng.randint(0, 300), error=error, once=once))  # fmt: skip
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            ended = {0: "not reached, or survived", 3: "a sentence", 70: "a traceback"}.get(code, f"a crash ({code})")
            outcomes[f"{name}: {ended}"] += 1
            outcomes.update(one for one in _outcome(Path(base), name, *KINDS[name]) if not one.endswith("cuts"))
    return outcomes


def _failing(library: Path, folder: Path, name: str, *, after: int, error: int, once: bool) -> int:
    try:
        arm(str(library), folder, after=after, error=error, once=once)
        KINDS[name][0](folder)
    except InspectorError:
        code = 3
    except BaseException:
        traceback.print_exc()
        code = 70
    else:
        code = 0
    sys.stderr.flush()
    ctypes.CDLL(None).exit(code)  # as a process ends: HDF5 closes what is still open
    return code


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--errors", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--shim", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.shim is None:
        with tempfile.TemporaryDirectory(prefix="shim-") as folder:
            library = build_shim(Path(folder))
            if library is None:
                sys.exit("No compiler (cc) makes the shim.")
            command = [sys.executable, *sys.argv, "--shim", str(library)]
            sys.exit(subprocess.run(command, env=os.environ | {"LD_PRELOAD": str(library)}, check=False).returncode)
    rows = [*cuts(arguments.shim, arguments.cuts, rng=random.Random(arguments.seed)).items()]
    rows += errors(arguments.shim, arguments.errors, rng=random.Random(arguments.seed)).items()
    table = [f"| {outcome} | {count} |" for outcome, count in rows]
    command = f"python training/faults/power_cuts.py --cuts {arguments.cuts} --errors {arguments.errors}"
    head = ["# Power cuts, I/O errors and full disks", "", f"`{command}` --seed {arguments.seed}", ""]
    text = "\n".join([*head, "| outcome | times |", "|---|---|", *table, ""])
    print(text)
    if arguments.results is not None:
        arguments.results.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
