"""Choices of trainings, remembered with the settings: the last one, and those of unfinished trainings."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.train.source import AnyTrainSource, Choice
from inspector.workflow.kinds import KindName


class RememberedChoices:
    """Stored below a key, as JSON."""

    def __init__(self, settings: QSettings, key: str) -> None:
        self._settings, self._key = settings, key

    def last(self) -> dict[str, Any]:
        """The values of the form as they were when a training was started last; none at first."""
        return self._read("last")

    def was_of(self, category: Category | VideoCategory) -> bool:
        """Whether the training that was started last was of this category."""
        return self.last().get("category") == str(category.root)

    def remember_last(self, values: dict[str, Any], category: Category | VideoCategory) -> None:
        self._write("last", values | {"category": str(category.root)})

    def of(self, output: Path) -> dict[str, Any] | None:
        """What a checkpoint does not hold of the training into this folder; None where it was not remembered."""
        remembered = self._read("interrupted").get(str(output))
        return remembered if isinstance(remembered, dict) else None

    def remember(self, output: Path, choice: Choice) -> None:
        """Remember a choice until the training is finished."""
        self._write("interrupted", self._read("interrupted") | {str(output): asdict(choice)})

    def forget(self, output: Path) -> None:
        """The training into this folder is finished."""
        choices = self._read("interrupted")
        choices.pop(str(output), None)
        self._write("interrupted", choices)

    def _read(self, name: str) -> dict[str, Any]:
        try:
            values = json.loads(str(self._settings.value(f"{self._key}/{name}", "{}")))
        except (ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}

    def _write(self, name: str, values: dict[str, Any]) -> None:
        self._settings.setValue(f"{self._key}/{name}", json.dumps(values))


class TrainSources(QObject):
    """Owns the sources that are made, and what is remembered of their choices.

    Signals: `changed` and `stem_changed`, as those of their forms.
    """

    changed = Signal()
    stem_changed = Signal()

    def __init__(
        self, kinds: Mapping[KindName, Callable[[], AnyTrainSource]], settings: QSettings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._kinds, self._settings = kinds, settings
        self.made: dict[KindName, AnyTrainSource] = {}
        self.remembered: dict[AnyTrainSource, RememberedChoices] = {}

    def of(self, kind: KindName) -> AnyTrainSource:
        """That of a kind, with the choices of last time."""
        if kind not in self.made:
            self.made[kind] = source = self._kinds[kind]()
            self.remembered[source] = RememberedChoices(self._settings, source.settings_key)
            self._restore(source)
            source.form.changed.connect(self.changed)
            source.form.stem_changed.connect(self.stem_changed)
        return self.made[kind]

    def restore(self, source: AnyTrainSource, *, of: Category | VideoCategory) -> None:
        """Choose as last time, where that was for this category."""
        if self.remembered[source].was_of(of):
            self._restore(source)

    def _restore(self, source: AnyTrainSource) -> None:
        with suppress(TypeError, ValueError, OverflowError):  # values that no form gave
            source.form.restore(self.remembered[source].last())
