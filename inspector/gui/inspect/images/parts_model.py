"""The finished parts of a batch as a table, the newest first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from inspector.core.operating_point import Decision
from inspector.data.natural_order import natural_key
from inspector.gui.inspect.table import SORT_ROLE, VERDICT_ROLE, severity_of
from inspector.gui.numbers import raw_score_text, score_text
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word

_ICON = 16
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Part:
    """One finished part; `index` is its place in the batch. Without a decision it could not be judged.

    Attributes:
        relative: the score on the readable scale.
        no_part: the picture as a whole is unlike all good images.
        not_found: the part was not found in the image.
        coarse: the image is much smaller than all good ones.
    """

    index: int
    name: str
    decision: Decision | None
    score: float | None
    relative: float | None = None
    error: str | None = None
    no_part: bool = False
    not_found: bool = False
    coarse: bool = False


class PartsModel(QAbstractTableModel):
    """Name, verdict and score; rows are only ever added at the top."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        self._icons: dict[Decision | None, QPixmap] = {}

    def restart(self, parts: Sequence[Part] = ()) -> None:
        """Begin with these, oldest first."""
        self.beginResetModel()
        self._parts = list(parts)
        self.endResetModel()

    def add(self, parts: Sequence[Part]) -> None:
        """More that were finished, oldest first."""
        if parts:
            self.beginInsertRows(QModelIndex(), 0, len(parts) - 1)
            self._parts += parts
            self.endInsertRows()

    def part(self, row: int) -> Part:
        return self._parts[len(self._parts) - 1 - row]

    def repaint(self) -> None:
        """Take on the colours of the theme in force."""
        self._icons.clear()
        if self._parts:
            self.dataChanged.emit(self.index(0, 1), self.index(len(self._parts) - 1, 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._parts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 2:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("Part"), self.tr("Verdict"), self.tr("Score"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        part = self.part(index.row())
        if role == VERDICT_ROLE:
            return part.decision
        if role == SORT_ROLE:
            badness = math.inf if part.score is None else part.score
            return (natural_key(part.name), severity_of(part.decision), badness)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            score = "–" if part.score is None else score_text(part.relative, part.score)
            return (part.name, verdict_word(part.decision), score)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            if part.decision not in self._icons:
                self._icons[part.decision] = verdict_pixmap(part.decision, _ICON, ratio=2)
            return self._icons[part.decision]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 2 and part.score is not None:
            return raw_score_text(part.score)
        if role == Qt.ItemDataRole.ToolTipRole:
            if part.not_found:
                return self.tr("Part not found: missing, cut off, not as good parts lie, or its angle is unclear.")
            if part.coarse:
                return self.tr("Too few pixels: far fewer than all good images have.")
            return part.error or (
                self.tr("A large defect, or no part here: the whole picture is unlike good parts.")
                if part.no_part
                else part.name
            )
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 2:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None
