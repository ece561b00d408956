"""Workspaces: the folder that holds a category's models, runs and records, and what is in it.

What is discarded goes to a folder `.discarded` beside what stays, from which it can be restored.
"""

import json
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath, PureWindowsPath

from inspector.core.errors import ModelError, StorageError, failure
from inspector.store.category_id import give_id, read_id
from inspector.store.durable import creating_folder, replacing_file, storage_errors, sync_folder
from inspector.store.models.model_folder import CHECKPOINT_SUFFIX
from inspector.store.moved import WORKSPACE_FILE
from inspector.store.owner import refuse_in_use
from inspector.store.records import reviewed_runs
from inspector.store.runs.lifecycle import PART_SUFFIX, final_name

FORMAT = 1
_DISCARDED = ".discarded"
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # what one of the systems cannot have in a file's name


@dataclass(frozen=True)
class Workspace:
    """Where a category's models, runs and records are kept; the two folders appear with what is first put there."""

    folder: Path

    @property
    def models(self) -> Path:
        return self.folder / "models"

    @property
    def runs(self) -> Path:
        return self.folder / "runs"


def workspace_of(category_root: Path, *, home: Path) -> Workspace:
    """The workspace of a category below `home`, made where there is none yet.

    It is named after the category's folder, with a number where another category has that name; `workspace.json`
    in it says whose it is: by the folder, and by the identity that the folder has been given. A category that was
    moved or renamed keeps its workspace; a copy gets one of its own.

    Raises:
        StorageError: if it cannot be read or written, or belongs to a newer version.
    """
    root = category_root.resolve()
    stem, before = _stem(root), read_id(root)
    claims = _claims(home, stem)
    found = _found(claims, root, before)
    known = None if found is None else claims[found].identity
    identity = before or give_id(root, known)
    now = _Claim(root, identity, () if found is None else claims[found].places_before(root))
    if found is None:
        found = _first(home, stem, taken=lambda path: path.exists() or path.is_symlink())
        with creating_folder(found) as part:
            (part / WORKSPACE_FILE).write_text(now.as_json(), "utf-8")
    elif claims[found] != now and now.identity is not None:
        with replacing_file(found / WORKSPACE_FILE) as part:
            part.write_text(now.as_json(), "utf-8")
    return Workspace(found)


def find_workspace(category_root: Path, *, home: Path) -> Workspace | None:
    """The workspace of a category below `home`; None where there is none yet. Nothing is written.

    Raises:
        StorageError: if it cannot be read, or belongs to a newer version.
    """
    root = category_root.resolve()
    found = _found(_claims(home, _stem(root)), root, read_id(root))
    return None if found is None else Workspace(found)


def _stem(root: Path) -> str:
    return root.name or "category"  # the root of a disk has no name


def _found(claims: "Mapping[Path, _Claim]", root: Path, identity: str | None) -> Path | None:
    """The workspace of the category in a folder, or of the one that was moved there."""
    found = next((folder for folder, claim in claims.items() if claim.is_of(root, identity)), None)
    return found or next((folder for folder, claim in claims.items() if claim.moved_from_there(identity)), None)


@dataclass(frozen=True)
class _Claim:
    """What a workspace says of the category that it belongs to.

    Attributes:
        identity: None where the category has none: workspaces from before there were any, and read-only folders.
        before: where the category was earlier.
    """

    category: Path
    identity: str | None
    before: tuple[str, ...] = ()

    def is_of(self, root: Path, identity: str | None) -> bool:
        """Whether it is the category in this folder, and not another that was put in the place of the former."""
        return self.category == root and (identity is None or self.identity in (None, identity))

    def moved_from_there(self, identity: str | None) -> bool:
        """Whether it is the category of this identity, which lies elsewhere by now; else that one is a copy."""
        return identity is not None and identity == self.identity != read_id(self.category)

    def places_before(self, root: Path) -> tuple[str, ...]:
        """Where the category was earlier, now that it is here."""
        return tuple(dict.fromkeys(place for place in (*self.before, str(self.category)) if place != str(root)))

    def as_json(self) -> str:
        content = {"format": FORMAT, "category": str(self.category), "id": self.identity, "before": list(self.before)}
        return json.dumps(content, indent=1)  # ASCII keeps even a path that is no valid Unicode


def _claims(home: Path, stem: str) -> dict[Path, _Claim]:
    """What each workspace says; those that a category of this name may have must say it."""
    named = re.compile(re.escape(stem) + r"(-\d+)?", re.IGNORECASE)
    claims = {}
    for folder in entries(home):
        if os.path.lexists(folder / WORKSPACE_FILE):
            try:
                claims[folder] = _claim(folder)
            except StorageError:
                if named.fullmatch(folder.name):
                    raise
    return claims


def _claim(folder: Path) -> _Claim:
    path = folder / WORKSPACE_FILE
    try:
        if not path.is_file():
            raise ValueError("it is not a file")
        content = json.loads(path.read_text("utf-8"))
        if content["format"] > FORMAT:
            raise StorageError(
                "{file} has workspace format {found}, and this program reads formats up to {supported}.",
                code="workspace.newer",
                file=str(path),
                found=content["format"],
                supported=FORMAT,
            )
        identity = content.get("id")
        before = tuple(map(str, content.get("before", ())))
        category = content["category"]
        if not (PurePosixPath(category).is_absolute() or PureWindowsPath(category).is_absolute()):
            raise ValueError("its category is not the path of a folder")
        return _Claim(Path(category), None if identity is None else str(uuid.UUID(str(identity))), before)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StorageError(
            "{file} does not say which category the workspace belongs to ({reason}).",
            code="workspace.damaged",
            **failure(path, error),
        ) from error


def entries(folder: Path) -> list[Path]:
    """What is in a folder by name, hidden files left out; nothing where there is no folder.

    Raises:
        StorageError: if it cannot be read.
    """
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(
            "{file} cannot be read ({reason}).", code="folder.unreadable", file=str(folder), reason=error.strerror
        ) from error


def unused_name(folder: Path, stem: str, *, suffix: str = "") -> Path:
    """The first of stem, stem-2, stem-3 … (each with the suffix) that names nothing in the folder.

    Neither a finished nor an unfinished model or run, nor one that was discarded and may come back, nor one that
    is gone and left reviews, which would be taken for the new one's.

    Raises:
        StorageError: if the folder cannot be read.
    """
    with storage_errors(folder):
        reviewed = reviewed_runs(folder)
        return _first(
            folder,
            stem,
            suffix=suffix,
            taken=lambda path: _taken(path) or _taken(folder / _DISCARDED / path.name) or final_name(path) in reviewed,
        )


def _first(folder: Path, stem: str, *, suffix: str = "", taken: Callable[[Path], bool]) -> Path:
    names: Iterator[str] = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(path for name in names if not taken(path := folder / f"{name}{suffix}"))


def _taken(path: Path) -> bool:
    final = _final(path)
    names = (final.name, final.name + PART_SUFFIX, final.name + CHECKPOINT_SUFFIX)
    return any(place.exists() or place.is_symlink() for place in map(final.with_name, names))


def _final(path: Path) -> Path:
    """The path that a model or run has when it is complete."""
    return path.with_name(path.name.removesuffix(PART_SUFFIX).removesuffix(CHECKPOINT_SUFFIX))


def rename_model(folder: Path, name: str) -> Path:
    """Give a model's folder another name; returns where it is then.

    Raises:
        ModelError: if the name is taken, empty, or none that every system can have.
        StorageError: if the folder cannot be renamed.
    """
    if not name.strip() or name != name.strip():
        raise ModelError(
            "A model's name cannot be empty, and cannot begin or end with a space.",
            code="model.bad_name",
            file=str(folder),
        )
    if _NOT_IN_NAMES.search(name) or name.startswith(".") or name.endswith((".", PART_SUFFIX, CHECKPOINT_SUFFIX)):
        raise ModelError(
            "A model cannot be named {name}: a name contains none of {forbidden}, neither begins nor "
            "ends with a dot, and does not end in {suffixes}.",
            code="model.bad_name",
            file=str(folder),
            name=name,
            forbidden='< > : " / \\ | ? *',
            suffixes=f"{PART_SUFFIX}, {CHECKPOINT_SUFFIX}",
        )
    target = folder.with_name(name)
    with storage_errors(target):
        same = target.exists() and target.samefile(folder)  # such as by a change of case alone
        if not same and _taken(target):
            raise ModelError(
                "A model or an interrupted training named {name} already exists.",
                code="model.name_taken",
                file=str(target),
                name=name,
            )
        _move(folder, target)
    return target


def discard(path: Path) -> Path:
    """Put a model's folder, a run or an interrupted training aside; returns where it is then.

    The reviews of a run stay where they are and count again when it is restored.

    Raises:
        InUseError: if a process works on it.
        StorageError: if it cannot be moved.
    """
    refuse_in_use(_final(path))
    bin_folder = path.parent / _DISCARDED
    suffix = "" if path.is_dir() else path.name.removeprefix(_final(path).stem)
    with storage_errors(path):
        bin_folder.mkdir(exist_ok=True)
        place = unused_name(bin_folder, path.name.removesuffix(suffix), suffix=suffix)
        _move(path, place)
        _move_log(path, place)
    return place


def restore(discarded: Path, original: Path) -> None:
    """Put back what was discarded.

    Raises:
        StorageError: if the original name is taken by now, or it cannot be moved.
    """
    with storage_errors(original):
        if _taken(original):
            raise StorageError(
                "{file} cannot be restored: its name is now in use.", code="restore.name_taken", file=str(original)
            )
        _move_log(discarded, original)
        _move(discarded, original)


def empty_discarded(workspace: Workspace) -> list[Path]:
    """Delete for good what was discarded from a workspace.

    Returns:
        The folders in which something could not be deleted, such as a file that another program has open.
    """
    remaining = []
    for folder in (workspace.models / _DISCARDED, workspace.runs / _DISCARDED):
        if os.path.lexists(folder):
            shutil.rmtree(folder, ignore_errors=True)
            if os.path.lexists(folder):
                remaining.append(folder)
    return remaining


def _move_log(source: Path, target: Path) -> None:
    """Keep what a killed process left of a run beside its file with it."""
    log = source.with_name(f"{source.name}-wal")
    if log.exists():
        _move(log, target.with_name(f"{target.name}-wal"))


def _move(source: Path, target: Path) -> None:
    source.rename(target)
    for folder in {source.parent, target.parent}:
        sync_folder(folder)
