"""Choices about trainings that are kept with the settings: the last one, and those of unfinished trainings."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings


class RememberedChoices:
    """Kept below a key, as JSON."""

    def __init__(self, settings: QSettings, key: str) -> None:
        self._settings, self._key = settings, key

    def last(self) -> dict[str, Any]:
        """The values of the form as they were when a training was started last; none at first."""
        return self._read("last")

    def keep_last(self, values: dict[str, Any]) -> None:
        self._write("last", values)

    def of(self, output: Path) -> dict[str, Any] | None:
        """What a training into this folder is not told by its checkpoint; None where it was not kept."""
        return self._read("interrupted").get(str(output))

    def keep(self, output: Path, choice: Any) -> None:
        """Keep a choice, a dataclass of JSON values; None forgets it, when the training is finished."""
        kept = self._read("interrupted")
        kept.pop(str(output), None)
        if choice is not None:
            kept[str(output)] = asdict(choice)
        self._write("interrupted", kept)

    def _read(self, name: str) -> dict[str, Any]:
        try:
            return dict(json.loads(str(self._settings.value(f"{self._key}/{name}", "{}"))))
        except ValueError:
            return {}

    def _write(self, name: str, values: dict[str, Any]) -> None:
        self._settings.setValue(f"{self._key}/{name}", json.dumps(values))
