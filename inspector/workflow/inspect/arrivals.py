"""What comes to folders while they are watched."""

import time
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from inspector.core.errors import CategoryError
from inspector.data.category import ImageRef
from inspector.data.contents import Collected
from inspector.data.natural_order import natural_key
from inspector.data.video.category import Clip
from inspector.store.runs.sources import fingerprint
from inspector.workflow.inspect.batch import named_below
from inspector.workflow.progress import Warned

LOOK_EVERY_S = 0.5
_MOST_OF_THE_TIME = 0.2  # spent on looking, into folders that take long to list
_LONG_AGO_S = 60.0  # what has not changed for so long when the watch begins is complete
_COMPARED = 100  # of those that came last, whether they were replaced: a share on the network is slow to ask
_NOTHING_THERE = ("inspect.no_image", "inspect.no_clip")

Item = TypeVar("Item", ImageRef, Clip)


@dataclass(frozen=True)
class Arrived:
    """These images or clips have come to the batch, in this order, behind those that it has."""

    items: tuple[ImageRef, ...] | tuple[Clip, ...]


@dataclass(frozen=True)
class Idle:
    """Nothing has come; the job looks again every half a second."""


@dataclass
class _Candidate:
    fingerprint: str
    since: float  # s, of the clock that measures how long it has not changed


class FolderWatch(Generic[Item]):
    """Finds what is complete in folders and was not there before.

    A file is complete when its size and time of change have stayed the same for a while: who copies slowly, or writes
    a clip, is not disturbed.

    Args:
        collect: lists what lies in the folders.
        settled_s: seconds for which what has come must not change.
        base: the folder that names are relative to; None for names as the folders are given.
        known: paths of what was taken before.
    """

    def __init__(
        self,
        collect: Callable[[Sequence[Path]], Collected[Item]],
        folders: Sequence[Path],
        *,
        settled_s: float,
        base: Path | None = None,
        known: Collection[Path] = (),
    ) -> None:
        self._collect: Callable[[Sequence[Path]], Collected[Item]] = collect
        self._folders, self._settled_s, self._base = folders, settled_s, base
        self._taken: dict[Path, str] = {path.absolute(): fingerprint(path) for path in known}
        self._candidates: dict[Path, _Candidate] = {}
        self._warnings: list[str] = []
        self._replaced: dict[Path, str] = {}  # what is there in place of what was taken, as of the last look
        self._unreadable = False
        self._looked_for_s = 0.0
        self._begun = time.time()

    def look(self) -> list[Item]:
        """What is complete and new, by the time of its last change."""
        started = time.monotonic()
        found = {item.path.absolute(): item for item in self._listed()}
        complete = {path: item for path, item in found.items() if path not in self._taken and self._is_complete(path)}
        self._candidates = {path: one for path, one in self._candidates.items() if path in found}
        self._compare()
        self._taken |= {path: self._candidates.pop(path).fingerprint for path in complete}
        self._looked_for_s = time.monotonic() - started
        return [complete[path] for path in sorted(complete, key=lambda path: (_changed(path), natural_key(str(path))))]

    def wait(self) -> Generator[Arrived | Idle | Warned, None, list[Item]]:
        """Look until something has come; returns it."""
        while True:
            arrived = self.look()
            while self._warnings:
                yield Warned(self._warnings.pop(0))
            if arrived:
                yield Arrived(tuple(arrived))
                return arrived
            yield Idle()
            time.sleep(max(LOOK_EVERY_S, self._looked_for_s / _MOST_OF_THE_TIME))

    def _listed(self) -> list[Item]:
        try:
            items = self._collect(self._folders).items
        except CategoryError as error:
            if error.code not in _NOTHING_THERE:
                if not self._unreadable:
                    self._warnings.append(f"{error} It is tried again until it can be read.")
                self._unreadable = True
                return []
            items = []
        self._unreadable = False
        return items if self._base is None else named_below(items, self._base)

    def _is_complete(self, path: Path) -> bool:
        found, now = fingerprint(path), time.monotonic()
        before = self._candidates.get(path)
        if before is None or before.fingerprint != found:
            self._candidates[path] = before = _Candidate(found, now)
        if not found:  # empty, or gone again
            return False
        return now - before.since >= self._settled_s or self._begun - _changed(path) >= _LONG_AGO_S

    def _compare(self) -> None:
        """Warn of what was replaced under a name that was inspected already."""
        for path, before in list(self._taken.items())[-_COMPARED:]:
            now = fingerprint(path)
            if not (before and now and now != before):
                continue
            if self._replaced.get(path) == now:  # it is complete, too
                self._taken[path] = now
                self._warnings.append(
                    f"{path} was replaced after it had been inspected, and the new file is not inspected: give every "
                    "image or clip a name of its own."
                )
            self._replaced[path] = now


def _changed(path: Path) -> float:
    """Time of its last change, in s; that of a folder of frames is when the last one came or went."""
    try:
        return path.stat().st_mtime
    except OSError:
        return float("inf")
