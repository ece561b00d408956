"""Runs a frozen program where no Python is to be found but its own, and looks whether it took code from elsewhere."""

import os
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_PYTHONS = ("usr/lib/python3*", "usr/local/lib/python3*")
_SYSTEM = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")  # what a Linux desktop brings: libc, drivers, X11
_POLL_S = 0.02
_HIDE = 'while [ "$1" != -- ]; do "$0" -t tmpfs none "$1" || exit 125; shift; done; shift; exec "$@"'
_TRAP = 'raise SystemExit("this module lies outside the bundle: the frozen program must not find it")\n'


class Isolation:
    """An environment with nothing of this one in it, below a folder of its own.

    `PYTHONPATH` and `PYTHONHOME` name a folder of modules that end the program when they are imported. Where the system
    lets this process have mounts of its own (Linux), the folders of this Python, of the system's and of the repository
    are empty for the frozen program.

    Attributes:
        home: the frozen program's home folder.
        hidden: the folders that are empty for it.
    """

    def __init__(self, folder: Path) -> None:
        self.home, trap = folder / "home", folder / "trap"
        for name in ("torch", "numpy", "PySide6", "inspector", "site"):
            (trap / name).mkdir(parents=True)
            (trap / name / "__init__.py").write_text(_TRAP, "utf-8")
        self.home.mkdir()
        self._trap = trap
        self._mounts = _own_mounts()
        self.hidden = _pythons() if self._mounts else []

    def start(self, command: Sequence[str | Path], **streams: int) -> subprocess.Popen[str]:
        """Start a program; its process id is that of the process returned.

        Args:
            streams: `stdout` and `stderr`, as for `subprocess.Popen`.
        """
        hide = [*self._mounts, *self.hidden, "--"] if self._mounts else []
        return subprocess.Popen([*hide, *command], cwd=self._trap, env=self._environment(), text=True, **streams)

    def _environment(self) -> dict[str, str]:
        kept = ("DISPLAY", "OMP_NUM_THREADS", "OMP_WAIT_POLICY", "SYSTEMROOT", "WINDIR", "NUMBER_OF_PROCESSORS")
        return {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "PATH": str(self._trap),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(self._trap),
            "PYTHONHOME": str(self._trap),
        } | {name: os.environ[name] for name in kept if name in os.environ}


def _pythons() -> list[Path]:
    """The folders of this Python, of the system's and of the repository, none inside another."""
    own = (Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    found = {_ROOT, *own, *(path for pattern in _PYTHONS for path in Path("/").glob(pattern))}
    return sorted(path for path in found if path.is_dir() and found.isdisjoint(path.parents))


def _own_mounts() -> list[str | Path]:
    """The beginning of a command line that hides folders; empty where the system does not allow it."""
    unshare, mount = shutil.which("unshare"), shutil.which("mount")
    if unshare is None or mount is None:
        return []
    own = [unshare, "--mount"] if os.geteuid() == 0 else [unshare, "--mount", "--map-root-user"]
    allowed = subprocess.run([*own, "true"], capture_output=True, check=False).returncode == 0
    return [*own, "/bin/sh", "-c", _HIDE, mount] if allowed else []


def foreign_code(maps: Iterable[str], bundle: Path) -> set[str]:
    """Files that a process runs code of and that are neither the bundle's nor the system's.

    Args:
        maps: the lines of its `/proc/PID/maps`.
    """
    found = set()
    for line in maps:
        _, rights, _, _, _, *path = line.split(maxsplit=5)
        if "x" not in rights or not path or not path[0].startswith("/"):
            continue
        file = path[0].strip().removesuffix(" (deleted)")
        of_system = file.startswith(_SYSTEM) and "/python" not in file
        if not of_system and not file.startswith(f"{bundle}/"):
            found.add(file)
    return found


def watch(process: subprocess.Popen[str], bundle: Path) -> set[str]:
    """Wait until a program of `bundle` ends; the files outside it that the process ran code of meanwhile.

    The launcher's own code, before it becomes the frozen program, does not count. Empty where there is no /proc.
    """
    found: set[str] = set()
    while process.poll() is None:
        found |= code_outside(process.pid, bundle)
        time.sleep(_POLL_S)
    return found


def code_outside(pid: int, bundle: Path) -> set[str]:
    """`foreign_code` of a process now; empty where it cannot be seen, or is not of the bundle (yet)."""
    try:
        lines = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
    except OSError:
        return set()
    return foreign_code(lines, bundle) if any(f" {bundle}/" in line for line in lines) else set()
