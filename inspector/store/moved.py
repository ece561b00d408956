"""Where the files of a run are now that their category was moved."""

import json
from pathlib import Path

WORKSPACE_FILE = "workspace.json"


def moved_base(base: Path, *, run: Path) -> Path:
    """The folder that the names in a run are relative to, after its category was moved.

    The workspace that holds the run says where the category was before, and where it is.

    Args:
        base: as the run states it.
        run: the run's file.
    """
    try:
        content = json.loads((run.parent.parent / WORKSPACE_FILE).read_text("utf-8"))
        now = Path(content["category"])
        for before in map(Path, content.get("before", ())):
            if base.is_relative_to(before) and (moved := now / base.relative_to(before)).is_dir():
                return moved
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass  # a run outside a workspace, or one of an earlier version
    return base
