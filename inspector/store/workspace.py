"""Workspaces: the folder that holds a category's models, runs and records, and what is in it.

What is discarded goes to a folder `.discarded` beside what stays, from which it can be restored.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from inspector.core.errors import ModelError, StorageError
from inspector.store.category_id import ID_FILE, give_id, has_damaged_id, read_id
from inspector.store.claims import Claim, find_claim, read_claims
from inspector.store.durable import creating_folder, replacing_file, storage_errors, sync_folder
from inspector.store.models.model_folder import CHECKPOINT_SUFFIX
from inspector.store.moved import WORKSPACE_FILE
from inspector.store.owner import refuse_in_use
from inspector.store.records import reviewed_runs
from inspector.store.runs.lifecycle import PART_SUFFIX, final_name

_DISCARDED = ".discarded"
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # what one of the systems cannot have in a file's name


@dataclass(frozen=True)
class Workspace:
    """Where a category's models, runs and records are kept; the two folders appear with what is first put there.

    Attributes:
        doubt: why the category may have an earlier workspace, which could not be found.
    """

    folder: Path
    doubt: StorageError | None = field(default=None, compare=False)

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
    moved or renamed keeps its workspace; a copy gets one of its own. Where the identity is damaged and nothing else
    says for certain which workspace it had, it gets another, with a doubt.

    Raises:
        StorageError: if it cannot be read or written, or belongs to a newer version.
    """
    root = category_root.resolve()
    stem, before = _stem(root), read_id(root)
    claims = read_claims(home, stem)
    found = find_claim(claims, root, before)
    known = None if found is None else claims[found].identity
    identity = before or give_id(root, known)
    now = Claim(root, identity, () if found is None else claims[found].places_before(root))
    if found is None:
        found = _first(home, stem, taken=lambda path: path.exists() or path.is_symlink())
        with creating_folder(found) as part:
            (part / WORKSPACE_FILE).write_text(now.as_json(), "utf-8")
    elif claims[found] != now and now.identity is not None:
        with replacing_file(found / WORKSPACE_FILE) as part:
            part.write_text(now.as_json(), "utf-8")
    return Workspace(found, _doubt(root, found))


def find_workspace(category_root: Path, *, home: Path) -> Workspace | None:
    """The workspace of a category below `home`; None where there is none yet. Nothing is written.

    Raises:
        StorageError: if it cannot be read, or belongs to a newer version.
    """
    root = category_root.resolve()
    found = find_claim(read_claims(home, _stem(root)), root, read_id(root))
    return None if found is None else Workspace(found)


def _doubt(root: Path, workspace: Path) -> StorageError | None:
    if not has_damaged_id(root):
        return None
    return StorageError(
        "{file} is damaged. If the folder was moved or renamed, the models and reviews that it had are not found; "
        "{workspace} is used.",
        code="workspace.identity_damaged",
        file=str(root / ID_FILE),
        workspace=str(workspace),
    )


def _stem(root: Path) -> str:
    return root.name or "category"  # the root of a disk has no name


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
