"""What a person chose to inspect, and whether it is watched."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings
from PySide6.QtGui import QAction

from inspector.gui.inspect.batch import Batch
from inspector.gui.numbers import count


@dataclass(frozen=True)
class Choice:
    """Files and folders; none at first.

    Attributes:
        text: says what is chosen.
        watchable: whether it is folders alone, in which more may come.
    """

    paths: tuple[Path, ...] = ()
    text: str = ""
    watchable: bool = False


def chosen(paths: Sequence[Path]) -> Choice:
    """At least one file or folder."""
    text = str(paths[0])
    if len(paths) > 1:
        several = QCoreApplication.translate("Choice", "Chosen: {n}, from {folder}")
        text = several.format(n=count(len(paths)), folder=paths[0].parent)
    # The dialog or file manager has just looked at these, in this thread, too; files are known by the first of them.
    return Choice(tuple(paths), text, watchable=all(path.is_dir() for path in paths))


class Watching(QObject):
    """Whether folders are watched: the setting, and the tick that says what Start does.

    Args:
        explanation: what it means to watch a folder.
    """

    def __init__(self, settings: QSettings, key: str, explanation: str, *, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._key, self._explanation = settings, key, explanation

    @property
    def setting(self) -> bool:
        """Whether folders are watched, as the person who chose last has it."""
        return str(self._settings.value(self._key, "")).lower() == "true"

    def remember(self, watch: bool) -> None:
        self._settings.setValue(self._key, watch)

    def applies(self, choice: Choice) -> bool:
        """Whether Start watches what is chosen."""
        return choice.watchable and self.setting

    def show(self, action: QAction, choice: Choice, batch: Batch) -> None:
        """The tick and the reason why it cannot be changed; of what cannot be watched, there is no tick."""
        reason = ""
        if batch.job is not None:
            reason = self.tr("Stop the batch to change this.")
        elif not choice.paths:
            reason = self.tr("Choose a folder first.")
        elif not choice.watchable:
            reason = self.tr("Files cannot be watched: choose a folder.")
        ticked = self.setting and (choice.watchable or not choice.paths)
        action.setChecked(ticked if batch.job is None else batch.watches)
        action.setToolTip(f"{self._explanation} {reason}".strip())
