"""Finished cells of a benchmark, stored so that none is computed twice: one JSON file, replaced whole."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspector.core.errors import InUseError, RunError, failure
from inspector.store.durable import replacing_file
from inspector.store.owner import Claim, current_user

_FORMAT = 1
_WAIT_S, _LOOK_S = 150.0, 0.02  # longer than the record of an owner that was stopped is believed


def cell_key(identity: Mapping[str, Any]) -> str:
    """A name for everything that a cell's figures depend on; the same on any machine."""
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:20]


def read_cells(path: Path) -> dict[str, dict[str, Any]]:
    """The finished cells by key; none where there is no file yet.

    Raises:
        RunError: if the file cannot be read or holds something else.
    """
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(
            "{file}: the results cannot be read ({reason}).", code="benchmark.unreadable", **failure(path, error)
        ) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT or not isinstance(content.get("cells"), dict):
        raise RunError(
            "{file} holds no results of a benchmark of this version.", code="benchmark.unreadable", file=str(path)
        )
    return content["cells"]


def keep_cell(path: Path, key: str, cell: Mapping[str, Any]) -> None:
    """Add a finished cell to the file.

    The file is read again first, by one process at a time, so that cells that another run has finished stay in it.

    Raises:
        RunError, StorageError: if the file cannot be read or written.
    """
    with _alone(path):
        cells = read_cells(path) | {key: dict(cell)}
        with replacing_file(path) as part:
            text = json.dumps({"format": _FORMAT, "cells": cells}, ensure_ascii=False, indent=1, allow_nan=False)
            part.write_text(text + "\n", "utf-8")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process adds a cell to the file."""
    started = time.monotonic()
    while True:
        try:
            claim = Claim(path, user=current_user())
            break
        except InUseError:
            if time.monotonic() - started > _WAIT_S:
                raise
            time.sleep(_LOOK_S)
    with claim:
        yield
