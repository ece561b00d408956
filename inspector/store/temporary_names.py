"""Names of files and folders that are being written, from which it can be told whether their process still runs."""

import hashlib
import os
import platform
import re
import uuid
from contextlib import suppress
from pathlib import Path

import psutil

_NAME = re.compile(r"\..+\.([0-9a-f]{12})([0-9a-f]{8})[0-9a-f]{12}\.part")


def temporary_name(path: Path) -> Path:
    """A hidden name beside `path` that no process has ever used."""
    return path.with_name(f".{path.name}.{_machine()}{os.getpid():08x}{uuid.uuid4().hex[:12]}.part")


def left_by_dead_process(path: Path) -> bool:
    """Whether a name is a temporary one of a process of this machine that no longer runs."""
    found = _NAME.fullmatch(path.name)
    return found is not None and found[1] == _machine() and not psutil.pid_exists(int(found[2], 16))


def _machine() -> str:
    """Where numbers of processes mean the same: the machine since its start, and the container in it."""
    words = [platform.node()]
    with suppress(OSError):
        words += [Path("/proc/sys/kernel/random/boot_id").read_text("ascii"), str(Path("/proc/self/ns/pid").readlink())]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]
