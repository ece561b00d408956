"""What a run is called on the screen: by which model it was made, and when; the name of its file is for tooltips."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspector.gui.numbers import moment_text
from inspector.store.listing import RunEntry


def run_title(about: Mapping[str, Any], started: datetime) -> str:
    """`bottle-patchcore · 28 Nov 2026, 14:05`: a box that is too narrow cuts the time."""
    return " · ".join(part for part in (str(about.get("model_folder", "")), moment_text(started)) if part)


def entry_title(entry: RunEntry) -> str:
    """The same of a listed run; the name of its file where that cannot be read."""
    return entry.name if entry.about is None else run_title(entry.about, entry.started)
