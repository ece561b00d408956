"""Python processes that start at once: forked from one that has the application imported already.

They are processes like any other, with memory, files, signals and an end of their own. What a start from nothing does
is tested elsewhere, by processes that import everything.
"""

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path

_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"  # Windows cannot fork
_CONTEXT = multiprocessing.get_context(_START)
_IMPORTED = (
    "inspector.gui.app",
    "inspector.workflow.train.images",
    "inspector.store.runs.video_run_writer",
    "torch._dynamo",  # which every optimizer imports
)


def start_python(
    *arguments: object, stderr: Path, stdout: Path | None = None, environment: Mapping[str, str] | None = None
) -> multiprocessing.process.BaseProcess:
    """Start what `python ARGUMENTS` runs: `-m MODULE …`, `-c CODE …` or `SCRIPT …`.

    Args:
        stderr, stdout: files that what it writes is appended to.
        environment: without it, that of this process.
    """
    _CONTEXT.set_forkserver_preload([*_IMPORTED])
    streams = {2: str(stderr)} | ({1: str(stdout)} if stdout else {})
    options = (list(map(str, arguments)), streams, dict(environment or os.environ), list(sys.path))
    process = _CONTEXT.Process(target=_run, args=options)
    process.start()
    return process


def run_python(*arguments: object, stderr: Path, stdout: Path | None = None, timeout_s: float = 120) -> int:
    """Run such a process to its end; the exit code, or the negative number of the signal that killed it."""
    process = start_python(*arguments, stderr=stderr, stdout=stdout)
    try:
        process.join(timeout_s)
        assert process.exitcode is not None, f"{arguments} did not end in {timeout_s} s"
        return process.exitcode
    finally:
        process.kill()


def _run(arguments: list[str], streams: dict[int, str], environment: dict[str, str], path: list[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:] = path
    for number, file in streams.items():
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    match arguments:
        case ["-m", module, *_]:
            sys.argv = arguments[1:]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-c", code, *_]:
            sys.argv = ["-c", *arguments[2:]]
            exec(code, {"__name__": "__main__"})
        case [script, *_]:
            sys.argv = arguments
            runpy.run_path(script, run_name="__main__")
