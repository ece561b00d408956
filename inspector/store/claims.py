"""Which category each workspace belongs to."""

import json
import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from inspector.core.errors import ModelError, StorageError, failure
from inspector.store.category_id import has_damaged_id, read_id
from inspector.store.models.card import read_card
from inspector.store.models.model_folder import file_sha256
from inspector.store.moved import WORKSPACE_FILE

FORMAT = 1
_COMPARED = 3  # images that a model has learned: one may be an empty file or the like


@dataclass(frozen=True)
class Claim:
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


def read_claims(home: Path, stem: str) -> dict[Path, Claim]:
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


def _claim(folder: Path) -> Claim:
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
        return Claim(Path(category), None if identity is None else str(uuid.UUID(str(identity))), before)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StorageError(
            "{file} does not say which category the workspace belongs to ({reason}).",
            code="workspace.damaged",
            **failure(path, error),
        ) from error


def find_claim(claims: Mapping[Path, Claim], root: Path, identity: str | None) -> Path | None:
    """The workspace of the category in a folder, or of the one that was moved there.

    Where the identity of the folder is damaged, it is the one whose category is gone and whose model has learned
    images of this folder, if there is just one.
    """
    here = [folder for folder, claim in claims.items() if claim.is_of(root, identity)]
    known = [folder for folder in here if identity is None or claims[folder].identity == identity]
    found = known or [folder for folder, claim in claims.items() if claim.moved_from_there(identity)] or here
    if not found and has_damaged_id(root):
        gone = [folder for folder, claim in claims.items() if claim.moved_from_there(claim.identity)]
        found = [folder for folder in gone if _has_learned_from(root, folder)]
        return found[0] if len(found) == 1 else None
    return found[0] if found else None


def _has_learned_from(root: Path, workspace: Path) -> bool:
    """Whether the first images that a model of a workspace has learned lie in a folder, unchanged."""
    for model in entries(workspace / "models"):
        try:
            split = read_card(model)["split"]
            learned = list(zip(split["training"], split["training_sha256"], strict=True))[:_COMPARED]
            if learned and all(file_sha256(root / name) == digest for name, digest in learned):
                return True
        except (ModelError, KeyError, TypeError, ValueError, OSError):
            continue  # another model may say it
    return False


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
