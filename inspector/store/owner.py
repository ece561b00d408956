"""Who works on an unfinished run or training, so that a second process is told and only looks.

The owner's record is a small hidden file beside the file or folder: user, host, process and since when. The owner
touches it every few seconds. It is no lock of the system, which many network shares lack, and it names whom to ask.
A record counts no longer when its process is gone, or, where that process cannot be seen from here, when it was not
touched for minutes.
"""

import getpass
import json
import os
import platform
import tempfile
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from inspector.core.errors import InUseError
from inspector.store.durable import storage_errors

HEARTBEAT_S = 10.0
STALE_S = 120.0  # an owner on another host that was silent for longer is gone
_MOST_SKEW_S = 86_400.0  # between clocks; a record from further in the future is from before a clock was set back
_SAME_START_S = 2.0


@dataclass(frozen=True)
class Owner:
    """A process that works on something.

    Attributes:
        since: when it began, UTC in ISO 8601.
        machine: what tells its host, and what it sees of processes there, from others.
        started: when the process was started, in seconds since 1970; another process may get its number.
        token: of this claim alone.
    """

    user: str
    host: str
    process: int
    since: str
    machine: str
    started: float
    token: str

    @property
    def local_since(self) -> str:
        """When it began, in this machine's time zone, to the minute."""
        try:
            return f"{datetime.fromisoformat(self.since).astimezone():%Y-%m-%d %H:%M}"
        except ValueError:
            return self.since


class Claim:
    """This process as the owner of an unfinished file or folder, until it is released; to be used `with`.

    Args:
        path: of what is worked on, which need not exist yet.
        user: the name that others are told.

    Attributes:
        taken_from: an owner that has ended without releasing it; None where there was none.

    Raises:
        InUseError: if another process works on it.
        StorageError: if the record cannot be written.
    """

    def __init__(self, path: Path, *, user: str) -> None:
        self._path, self._file = path, _record_of(path)
        self.taken_from: Owner | None = None
        self._mine = Owner(
            user=user,
            host=platform.node(),
            process=os.getpid(),
            since=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=_machine(),
            started=psutil.Process().create_time(),
            token=uuid.uuid4().hex,
        )
        with storage_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            while not self._written():
                self._take_over()
        self._released = threading.Event()
        self._lost_to: Owner | None = None
        threading.Thread(target=self._beat, name=f"owner of {path.name}", daemon=True).start()

    def check(self) -> None:
        """Make sure that nobody has taken it over, as another host does after minutes without a sign of life.

        Raises:
            InUseError: if it has another owner by now.
        """
        if self._lost_to is not None:
            raise _in_use(self._path, self._lost_to)

    def release(self) -> None:
        """Give it up; what is worked on is complete, or may be resumed by anyone."""
        if not self._released.is_set():
            self._released.set()
            with suppress(OSError):
                if _read(self._file) == self._mine:
                    self._file.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _written(self) -> bool:
        try:
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            return False
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(self._mine), file)
        except OSError:  # the disk is full; an empty record would be that of somebody else
            self._file.unlink(missing_ok=True)
            raise
        return True

    def _take_over(self) -> None:
        """Put the record of an owner that is gone aside."""
        found = _read(self._file)
        with suppress(FileNotFoundError):
            if _lives(found, self._file, now=_time_there(self._file.parent)):
                raise _in_use(self._path, found)
            aside = self._file.with_name(f"{self._file.name}.{uuid.uuid4().hex}")
            self._file.rename(aside)
            if _read(aside) == found:
                self.taken_from = found
            else:  # another process was faster, and this is its record
                with suppress(OSError):
                    os.link(aside, self._file)
            aside.unlink()

    def _beat(self) -> None:
        while not self._released.wait(HEARTBEAT_S):
            with suppress(OSError):
                found = _read(self._file)
                if found is not None and found != self._mine:
                    self._lost_to = found
                    return
                os.utime(self._file)


def current_user() -> str:
    """The name of the user who is logged in."""
    try:
        return getpass.getuser()
    except OSError:  # no entry in the password database, as in some containers
        return "unknown"


def owner_of(path: Path) -> Owner | None:
    """Who works on a file or folder now; None where nobody does. Nothing is written."""
    file = _record_of(path)
    with suppress(OSError):
        found = _read(file)
        if _lives(found, file, now=time.time()):
            return found or _unknown()
    return None


def refuse_in_use(path: Path) -> None:
    """Make sure that nobody works on a file or folder.

    Raises:
        InUseError: if another process, or this one, does.
    """
    owner = owner_of(path)
    if owner is not None:
        raise _in_use(path, owner)


def _record_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.owner")


def _read(file: Path) -> Owner | None:
    """The owner in a record; None where it is being written, or what wrote it was stopped in the middle."""
    try:
        return Owner(**json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _lives(owner: Owner | None, file: Path, *, now: float) -> bool:
    """Whether the owner in a record still works.

    Raises:
        FileNotFoundError: if the record is gone.
    """
    touched_lately = -_MOST_SKEW_S < now - file.stat().st_mtime < STALE_S
    if owner is None or owner.machine != _machine():
        return touched_lately
    try:
        process = psutil.Process(owner.process)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        # The clock may have been set since, which moves the start of every process.
        return abs(process.create_time() - owner.started) < _SAME_START_S or touched_lately
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return touched_lately


def _machine() -> str:
    """The host, its start and the processes that can be seen: containers share a host and not its processes."""
    names = [platform.node()]
    with suppress(OSError):
        names.append(Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip())
        names.append(str(Path("/proc/self/ns/pid").readlink()))
    return " ".join(names)


def _time_there(folder: Path) -> float:
    """The time by the clock of the disk or share that holds a folder."""
    with suppress(OSError), tempfile.TemporaryFile(dir=folder) as probe:
        return os.fstat(probe.fileno()).st_mtime
    return time.time()


def _in_use(path: Path, owner: Owner | None) -> InUseError:
    owner = owner or _unknown()
    return InUseError(
        "{file} is in use: {user} has been working on it on {host} since {since} (process {process}).",
        code="in_use",
        file=str(path),
        user=owner.user,
        host=owner.host,
        since=owner.local_since,
        process=owner.process,
    )


def _unknown() -> Owner:
    """Whoever is writing a record at this moment."""
    return Owner("somebody", "another host", 0, datetime.now(UTC).isoformat(timespec="seconds"), "", 0.0, "")
