"""The clips of a run to choose from, with their events below each."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from inspector.core.operating_point import Decision
from inspector.gui.review.video.event_panel import alarm_word
from inspector.gui.screen import combo_box, label
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.gui.widgets.video.clock import event_span
from inspector.store.listing import list_runs
from inspector.store.workspace import Workspace
from inspector.workflow.review.video import ReviewedVideoRun

_ROLE = int(Qt.ItemDataRole.UserRole)
_ROW, _SHAPE = 26, 18


class ClipList(QFrame):
    """Lists the clips of a run by their worst event or as they were inspected, the events below by peak or by time.

    Signals:
        run_chosen: path of another run.
        clip_chosen (int): place of a clip.
        event_chosen (int): place of an event.
    """

    run_chosen = Signal(object)
    clip_chosen = Signal(int)
    event_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setMinimumWidth(230)
        self._run: ReviewedVideoRun | None = None
        self._clips: dict[int, QTreeWidgetItem] = {}
        self._events: dict[int, QTreeWidgetItem] = {}
        layout = QVBoxLayout(self)
        self.runs = combo_box(self.tr("Run"), self._run_picked)
        self.order = combo_box(self.tr("Order of clips and events"), self.refill)
        self.order.addItems([self.tr("Worst first"), self.tr("In the order of time")])
        self.which = combo_box(self.tr("Which clips"), self.refill)
        for words, decisions in (
            (self.tr("All clips"), None),
            (self.tr("Clips with events"), (Decision.REVIEW, Decision.NG)),
            (self.tr("Clips with NG"), (Decision.NG,)),
        ):
            self.which.addItem(words, decisions)
        for combo in (self.runs, self.order, self.which):
            layout.addWidget(combo)
        self._counted = label("", "muted")
        self._counted.setWordWrap(True)
        layout.addWidget(self._counted)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(12)
        self.tree.setIconSize(QSize(_SHAPE, _SHAPE))
        self.tree.setAccessibleName(self.tr("Clips with their events"))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        header.setSectionResizeMode(1, header.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(self._row_changed)
        self.tree.itemClicked.connect(self._row_clicked)
        layout.addWidget(self.tree, stretch=1)

    def list_runs(self, workspace: Workspace | None) -> None:
        """The runs of clips of a workspace, newest first."""
        self.runs.clear()
        for entry in list_runs(workspace, kind="video") if workspace is not None else ():
            if entry.error is None:
                name = self.tr("{name} (interrupted)").format(name=entry.name) if entry.interrupted else entry.name
                self.runs.addItem(name, str(entry.path))
        self._show_which()

    def newest(self) -> Path | None:
        """The run that was made last."""
        return Path(self.runs.itemData(0)) if self.runs.count() else None

    def take_focus(self) -> None:
        """Let the keys go through the list; no focus proxy, which would take the boxes above out of Tab's round."""
        self.tree.setFocus()

    def show_run(self, run: ReviewedVideoRun | None) -> None:
        """Another run, all its clips."""
        self._run = run
        self.which.setCurrentIndex(0)
        self._show_which()
        self.refill()

    def refill(self) -> None:
        """List again as is chosen above; stay where one is, where that is still listed."""
        current = self.tree.currentItem()
        chosen = None if current is None else current.data(0, _ROLE)
        self.tree.blockSignals(True)
        self.tree.clear()
        self._clips, self._events = {}, {}
        for clip in self.clips() if self._run is not None else ():
            self._add_clip(clip)
        self.tree.blockSignals(False)
        self._count()
        item = self._item(chosen) if chosen is not None else None
        if item is None and self.tree.topLevelItemCount():
            item = self.tree.topLevelItem(0)
            item = item.child(0) or item
        if item is not None:
            self.tree.setCurrentItem(item)

    def clips(self) -> list[int]:
        """The places of the clips that are listed, in their order; those that broke off come first by worst."""
        run, wanted = self._run, self.which.currentData()
        places = [
            place
            for place in range(len(run.clips))
            if wanted is None or any(run.events[event].decision in wanted for event in run.events_of(place))
        ]
        if self._worst_first:
            places.sort(key=lambda place: (run.clips[place].error is None, -run.worst(place)))
        return places

    def alarm_after(self, clip: int, frame: int, sign: int) -> int | None:
        """The next event in time whose peak is after this frame (before it with sign -1), on into the next clips."""
        clips = self.clips()
        if clip not in clips:
            return None
        row = clips.index(clip)
        for at in range(row, len(clips) if sign > 0 else -1, sign):
            events = self._run.events_of(clips[at])[::sign]
            for place in events:
                if at != row or sign * (self._run.events[place].found.event.peak_frame - frame) > 0:
                    return place
        return None

    def show_clip(self, clip: int) -> None:
        """Make a clip the current row without telling."""
        self._go_silently(self._clips.get(clip))

    def show_event(self, place: int) -> None:
        """Make an event the current row without telling."""
        self._go_silently(self._events.get(place))

    def reviewed(self, place: int) -> None:
        """A person decided on an event."""
        if place in self._events:
            self._fill_event(self._events[place], place)
        self._count()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tree"):  # the shapes have the theme's colours
            for clip, item in self._clips.items():
                item.setIcon(0, self._shape(self._clip_decision(clip)))
            for place, item in self._events.items():
                item.setIcon(0, self._shape(self._run.events[place].decision))

    @property
    def _worst_first(self) -> bool:
        return self.order.currentIndex() == 0

    def _add_clip(self, clip: int) -> None:
        record = self._run.clips[clip]
        events = self._run.events_of(clip)
        counted = self.tr("events: {n}").format(n=len(events))
        item = QTreeWidgetItem([f"{Path(record.name).name}  ·  {counted}"])
        item.setData(0, _ROLE, ("clip", clip))
        item.setIcon(0, self._shape(self._clip_decision(clip)))
        facts = [record.name, verdict_word(self._clip_decision(clip)), counted]
        if record.label:
            facts.append(self.tr("label: {label}").format(label=record.label))
        if record.error is not None:
            facts.append(record.error)
        self._dress(item, " · ".join(facts))
        font = self.tree.font()
        font.setBold(True)
        item.setFont(0, font)
        self.tree.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        self._clips[clip] = item
        if self._worst_first:
            events.sort(key=lambda place: -self._run.events[place].found.event.peak)
        for place in events:
            below = QTreeWidgetItem()
            below.setData(0, _ROLE, ("event", place))
            below.setIcon(0, self._shape(self._run.events[place].decision))
            self._fill_event(below, place)
            item.addChild(below)
            self._events[place] = below
        item.setExpanded(True)

    def _fill_event(self, item: QTreeWidgetItem, place: int) -> None:
        event = self._run.events[place]
        found, review = event.found.event, self._run.review_of(place)
        item.setText(0, event_span(event.found))
        word = "" if review is None else alarm_word(review.decision)
        item.setText(1, f"✔ {word}" if word else f"{found.peak:#.3g}")
        facts = (verdict_word(found.decision), item.text(0), self.tr("peak {peak}").format(peak=f"{found.peak:.4g}"))
        self._dress(item, " · ".join(filter(None, (*facts, word))))

    def _dress(self, item: QTreeWidgetItem, words: str) -> None:
        item.setToolTip(0, words)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words)
        item.setSizeHint(0, QSize(0, _ROW))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _clip_decision(self, clip: int) -> Decision | None:
        record = self._run.clips[clip]
        return None if record.error is not None else record.decision

    def _shape(self, decision: Decision | None) -> QIcon:
        shape = verdict_pixmap(decision, _SHAPE, ratio=self.devicePixelRatioF())
        icon = QIcon(shape)
        icon.addPixmap(shape, QIcon.Mode.Selected)  # or Qt would tint it with the selection's colour
        return icon

    def _count(self) -> None:
        if self._run is None:
            self._counted.setText("")
            return
        self._counted.setText(
            self.tr("Clips: {clips} of {all}. Events: {events}, reviewed: {reviewed}").format(
                clips=len(self._clips), all=len(self._run.clips), events=len(self._run.events),
                reviewed=self._run.reviewed(),
            )
        )  # fmt: skip

    def _item(self, chosen: Sequence) -> QTreeWidgetItem | None:
        kind, place = chosen
        return (self._clips if kind == "clip" else self._events).get(place)

    def _go_silently(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item is not self.tree.currentItem():
            self.tree.blockSignals(True)
            self.tree.setCurrentItem(item)
            self.tree.blockSignals(False)
            self.tree.viewport().update()

    def _row_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            kind, place = item.data(0, _ROLE)
            (self.clip_chosen if kind == "clip" else self.event_chosen).emit(place)

    def _row_clicked(self, item: QTreeWidgetItem) -> None:
        """A click on the row where one is already leads back to it."""
        self._row_changed(item)

    def _run_picked(self, index: int) -> None:
        path = self.runs.itemData(index)
        if path is not None and (self._run is None or str(self._run.path) != path):
            self.run_chosen.emit(Path(path))

    def _show_which(self) -> None:
        if self._run is not None:
            self.runs.setCurrentIndex(self.runs.findData(str(self._run.path)))
