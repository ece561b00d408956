"""What a disk holds after a power cut: what was synced, and any part of what was written since.

A recorded journal (see shim.c) is played up to some call. Of each file, every 4 KiB page that was written since the
file's last sync is on the disk or not, by chance, and so is its new size. Renames and removals since the last sync of a
folder have happened up to some point.
"""

import ctypes
import random
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

PAGE = 4096
_SOURCE = Path(__file__).with_name("shim.c")


def build_shim(folder: Path) -> Path | None:
    """The shim as a library; None where no compiler makes it."""
    compiler = shutil.which("cc")
    library = folder / "shim.so"
    command = [compiler or "", "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl"]
    if compiler is None or subprocess.run(command, capture_output=True, check=False).returncode:
        return None
    return library


def arm(library: str, folder: Path, *, after: int, error: int, once: bool) -> None:
    ctypes.CDLL(library).fault_arm(str(folder).encode(), ctypes.c_long(after), error, int(once))


def record(library: str, folder: Path, journal: Path) -> None:
    ctypes.CDLL(library).fault_record(str(folder).encode(), str(journal).encode())


@dataclass
class _File:
    cached: bytearray = field(default_factory=bytearray)
    durable: bytearray = field(default_factory=bytearray)
    dirty: set[int] = field(default_factory=set)

    def write(self, offset: int, content: bytes) -> None:
        end = offset + len(content)
        if end > len(self.cached):
            self.cached.extend(bytes(end - len(self.cached)))
        self.cached[offset:end] = content
        self.dirty.update(range(offset // PAGE, (end - 1) // PAGE + 1))

    def resize(self, size: int) -> None:
        del self.cached[size:]
        self.cached.extend(bytes(size - len(self.cached)))

    def sync(self) -> None:
        self.durable = bytearray(self.cached)
        self.dirty.clear()

    def after_cut(self, rng: random.Random) -> bytes:
        size = rng.choice([len(self.cached), len(self.durable)])
        content = bytearray(self.durable[:size]).ljust(size, b"\0")
        for page in sorted(self.dirty):
            place = slice(page * PAGE, min((page + 1) * PAGE, size, len(self.cached)))
            if rng.random() < 0.5 and place.stop > place.start:
                content[place] = self.cached[place]
        return bytes(content)


Call = tuple[str, str, int, int, bytes]


def read_journal(path: Path) -> list[Call]:
    calls, content, place = [], path.read_bytes(), 0
    while place < len(content):
        end = content.index(b"\n", place)
        op, name, offset, length = content[place:end].decode().split("\t")
        place = end + 1
        size = int(length) if op in ("write", "rename") else 0
        calls.append((op, name, int(offset), int(length), content[place : place + size]))
        place += size
    return calls


def cut(calls: list[Call], until: int, folder: Path, rng: random.Random) -> None:
    """Put into an empty folder what the disk holds when the power fails before the call `until`."""
    names: dict[str, _File] = {}  # as the program sees them
    durable: dict[str, _File] = {}
    pending: list[tuple[str, str, str]] = []  # changes of names since the last sync of a folder

    def apply(on: dict[str, _File], op: str, name: str, other: str) -> None:
        if op == "rename" and name in on:
            on[other] = on.pop(name)
        elif op == "unlink":
            on.pop(name, None)

    for op, name, offset, length, content in calls[:until]:
        if op in ("make", "empty"):
            file = names.setdefault(name, _File())
            durable.setdefault(name, file)
            if op == "empty":
                file.resize(0)
        elif op == "write":
            names.setdefault(name, _File()).write(offset, content)
        elif op == "size":
            names.setdefault(name, _File()).resize(length)
        elif op == "sync" and name in names:
            names[name].sync()
        elif op == "sync":
            for change in pending:
                apply(durable, *change)
            pending.clear()
        else:
            change = (op, name, content.decode())
            apply(names, *change)
            pending.append(change)
    for change in pending[: rng.randint(0, len(pending))]:
        apply(durable, *change)
    for name, file in durable.items():
        (folder / Path(name).name).write_bytes(file.after_cut(rng))
