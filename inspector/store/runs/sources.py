"""What a run was made of: the images or clips themselves, not only their names.

Their size and time of change are taken when a run begins and compared when it is resumed, so that another day's parts
under the same names are not mixed into it.
"""

import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.core.errors import RunError

FINGERPRINT_BYTES = 64
_UNKNOWN = (
    "{file} was begun by a version that did not record the size and time of its images or clips: make sure that they "
    "are the same as then."
)


@dataclass(frozen=True)
class BatchItem:
    """An image or clip of a batch.

    Attributes:
        name, label: as in the run.
        source: its file or folder; None where it is not known, and nothing is compared.
    """

    name: str
    label: str
    source: Path | None = None

    @property
    def fingerprint(self) -> str:
        return "" if self.source is None else fingerprint(self.source)


def fingerprint(path: Path) -> str:
    """Size and time of change of a file, or of the files in a folder; empty where there is nothing, or only
    what a full disk or a broken copy leaves: a file of no bytes."""
    try:
        found = path.stat()
        if not stat.S_ISDIR(found.st_mode):
            return f"{found.st_size} {found.st_mtime_ns}" if found.st_size else ""
        digest = hashlib.sha256()
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if not entry.name.startswith("."):
                    file = entry.stat()
                    digest.update(f"{entry.name}\0{file.st_size} {file.st_mtime_ns}\n".encode(errors="surrogateescape"))
        return f"folder {digest.hexdigest()[:32]}"
    except (OSError, ValueError):
        return ""


def replaced(paths: Sequence[Path], fingerprints: Sequence[str] | None) -> list[Path]:
    """Which of a batch's files are others than were inspected, by what the run recorded; none where it did not.

    One that is gone is not.
    """
    recorded = fingerprints or [""] * len(paths)
    return [
        path
        for path, before in zip(paths, recorded, strict=True)
        if before and (now := fingerprint(path)) and now != before
    ]


def check_same_sources(
    part: Path, batch: Sequence[BatchItem], *, base: str | None, fingerprints: Sequence[str] | None
) -> str | None:
    """Make sure that a run is resumed with the images or clips that it was begun with.

    What is gone, or was not there, is not compared: it has, or gets, an error of its own.

    Args:
        base: the folder that the run's names are relative to; None where it does not say.
        fingerprints: as the run recorded them; None where it did not.

    Returns:
        A sentence of caution where this cannot be known.

    Raises:
        RunError: if they lie in another folder, or one of them is another.
    """
    items = [item for item in batch if item.source is not None]
    if base is not None:
        for item in items:
            _check_place(part, item, base)
    if fingerprints is None:
        return _UNKNOWN.format(file=part) if items else None
    differing = [
        item.name
        for item, before in zip(batch, fingerprints, strict=True)
        if before and (now := item.fingerprint) and now != before
    ]
    if differing:
        raise RunError(
            "{file} is a run of other files of these names: {name} has another size or time of change than when the "
            "run was begun ({count} of {total} differ).",
            code="run.other_sources",
            file=str(part),
            name=differing[0],
            count=len(differing),
            total=len(batch),
        )
    return None


def _check_place(part: Path, item: BatchItem, base: str) -> None:
    """Refuse an item whose name means another file of the run's own folder; one that was moved is no other."""
    assert item.source is not None
    before, now = Path(base, item.name), item.source.absolute()
    if os.path.normpath(before) != os.path.normpath(now) and _are_two(before, now):
        raise RunError(
            "{file} was begun with {expected}, not with {found}.",
            code="run.other_sources",
            file=str(part),
            expected=str(before),
            found=str(now),
        )


def _are_two(one: Path, other: Path) -> bool:
    try:
        return not one.samefile(other)
    except (OSError, ValueError):
        return False
