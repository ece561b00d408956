"""The clips of a batch as a table: how far each is, and its verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from inspector.core.operating_point import Decision, at_least_review
from inspector.data.natural_order import natural_key
from inspector.gui.inspect.table import SORT_ROLE, VERDICT_ROLE, severity_of
from inspector.gui.numbers import count
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word

_ICON = 16
Index = QModelIndex | QPersistentModelIndex


@dataclass
class ClipState:
    """How far a clip is.

    Attributes:
        frames: how many it has; None where that is not known.
        done: how many were judged.
        lost, doubtful: how many frames could not be read, and how many may be of an earlier moment.
        worst: of its events and frames so far; None while nothing was judged.
        state: what becomes of it; `before` ended in the run that is gone on with.
    """

    name: str
    frames: int | None
    done: int = 0
    events: int = 0
    lost: int = 0
    doubtful: int = 0
    worst: Decision | None = None
    error: str | None = None
    state: str = "waiting"  # then "at work", "done"; or "before"

    @property
    def failed(self) -> bool:
        """Whether it could not be judged: it broke off, or ended without a frame that was."""
        return self.error is not None or (self.state == "done" and self.worst is None)

    @property
    def has_verdict(self) -> bool:
        """Whether there is a verdict: a clip that is at work may be OK so far, of which nothing is said yet."""
        if self.failed:
            return True
        return self.worst is not None and (self.worst is not Decision.OK or self.state != "in progress")

    @property
    def decision(self) -> Decision | None:
        """The verdict where there is one; None also where it could not be judged."""
        if not self.has_verdict or self.failed:
            return None
        return at_least_review(self.worst) if self.lost + self.doubtful else self.worst


class ClipStates(QAbstractTableModel):
    """Clip, state, frames, events and verdict, in the order of the batch."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.clips: list[ClipState] = []
        self._icons: dict[Decision | None, QPixmap] = {}

    @property
    def counts(self) -> Mapping[Decision | None, int]:
        """How many clips that ended were decided each way; None for those that broke off or could not be judged."""
        decisions = [clip.decision for clip in self.clips if clip.state == "done"]
        return {decision: decisions.count(decision) for decision in (*Decision, None)}

    def restart(self, clips: Sequence[ClipState] = ()) -> None:
        self.beginResetModel()
        self.clips = list(clips)
        self.endResetModel()

    def add(self, clips: Sequence[ClipState]) -> None:
        """More that came, at the end."""
        if clips:
            first = len(self.clips)
            self.beginInsertRows(QModelIndex(), first, first + len(clips) - 1)
            self.clips += clips
            self.endInsertRows()

    def changed(self, rows: Iterable[int]) -> None:
        """These clips are further by now."""
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def repaint(self) -> None:
        """Take on the colours of the theme in force."""
        self._icons.clear()
        self.changed(range(len(self.clips)))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.clips)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (2, 3):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("Clip"), self.tr("State"), self.tr("Frames"), self.tr("Events"), self.tr("Verdict"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        clip, column = self.clips[index.row()], index.column()
        if role == VERDICT_ROLE:
            return clip.decision if clip.has_verdict else ""
        if role == SORT_ROLE:
            severity = -1 if not clip.has_verdict else severity_of(clip.decision)
            return (natural_key(clip.name), clip.state, clip.done, clip.events, severity)[column]
        if role == Qt.ItemDataRole.DisplayRole:
            frames = "–" if clip.frames is None else count(clip.frames)
            done = frames if clip.state == "before" else f"{count(clip.done)} / {frames}"
            events = "" if clip.state in ("waiting", "before") else count(clip.events)
            verdict = verdict_word(clip.decision) if clip.has_verdict else ""
            return (clip.name, self._state(clip), done, events, verdict)[column]
        if role == Qt.ItemDataRole.DecorationRole and column == 4 and clip.has_verdict:
            decision = clip.decision
            if decision not in self._icons:
                self._icons[decision] = verdict_pixmap(decision, _ICON, ratio=2)
            return self._icons[decision]
        if role == Qt.ItemDataRole.ToolTipRole:
            return clip.error or self.doubt(clip) or clip.name
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (2, 3):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _state(self, clip: ClipState) -> str:
        if clip.error is not None:
            return self.tr("broke off")
        if clip.state == "in progress" and clip.frames:
            return self.tr("{percent} %").format(percent=min(99, 100 * clip.done // clip.frames))
        return {
            "waiting": self.tr("waiting"),
            "in progress": self.tr("in progress"),
            "done": self.tr("done"),
            "before": self.tr("done earlier"),
        }[clip.state]

    def doubt(self, clip: ClipState) -> str:
        """What of a clip was not seen; empty where all was."""
        if clip.failed:
            return self.tr("None of its frames could be judged.")
        if not clip.lost + clip.doubtful:
            return ""
        return self.tr("Not all of it was seen: frames lost: {lost}, of an earlier moment perhaps: {doubtful}.").format(
            lost=count(clip.lost), doubtful=count(clip.doubtful)
        )
