"""The clips of a run to choose from, with their events below each."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from inspector.core.operating_point import Decision
from inspector.data.natural_order import natural_key
from inspector.gui.core_texts import stored_text
from inspector.gui.numbers import score_text
from inspector.gui.review.records import review_word
from inspector.gui.screen import combo_box, label
from inspector.gui.widgets.controls import filter_box
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.gui.widgets.video.clock import event_span, short_span, short_start
from inspector.workflow.review.video import ReviewedVideoRun

_ROLE = int(Qt.ItemDataRole.UserRole)
_ROW, _SHAPE = 26, 18
_WORST, _BY_NAME = 0, 2  # orders
_SEVERE = (Decision.NG, Decision.REVIEW, Decision.OK)


class ClipList(QFrame):
    """Lists the clips of a run by their worst event or as they were inspected, the events below by peak or by time.

    Args:
        head: what stands above the choices.

    Signals:
        clip_chosen (int): place of a clip.
        event_chosen (int): place of an event.
    """

    clip_chosen = Signal(int)
    event_chosen = Signal(int)

    def __init__(self, head: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setMinimumWidth(230)
        self._run: ReviewedVideoRun | None = None
        self._clips: dict[int, QTreeWidgetItem] = {}
        self._events: dict[int, QTreeWidgetItem] = {}
        layout = QVBoxLayout(self)
        self.order = combo_box(self.tr("Order of clips and events"), self.refill)
        self.order.addItems([self.tr("Worst first"), self.tr("In time order"), self.tr("By name")])
        self.which = combo_box(self.tr("Which clips"), self.refill)
        for words, decisions in (
            (self.tr("All clips"), None),
            (self.tr("Clips with events"), (Decision.REVIEW, Decision.NG)),
            (self.tr("Clips with NG"), (Decision.NG,)),
        ):
            self.which.addItem(words, decisions)
        self.by_type = combo_box(self.tr("Type of defect"), self.refill)
        self.by_type.setVisible(False)
        self.search = filter_box(self.tr("Filter by name"), self.refill)
        self.search.returnPressed.connect(self.take_focus)
        layout.addWidget(head)
        layout.addWidget(self.search)
        for name, combo in (("order", self.order), ("which-clips", self.which), ("filter-type", self.by_type)):
            combo.setObjectName(name)
            layout.addWidget(combo)
        self.counted = label("", "muted")
        self.counted.setObjectName("counted")
        self.counted.setWordWrap(True)
        layout.addWidget(self.counted)
        self.tree = QTreeWidget()
        self.tree.setObjectName("clips")
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

    def take_focus(self) -> None:
        """Let the keys go through the list; no focus proxy, which would remove the boxes above from the tab order."""
        self.tree.setFocus()

    def show_run(self, run: ReviewedVideoRun | None, *, keep_place: bool) -> None:
        """Another run, all its clips; or the same one, decided anew, with what is chosen above."""
        self._run = run
        if keep_place:  # the view makes current again what it shows
            self._fill()
            return
        self.which.setCurrentIndex(0)
        self.by_type.clear()
        self.tree.clear()
        self.refill()

    def refill(self) -> None:
        """List what is chosen above; the current row stays, where it is still listed."""
        current = self.tree.currentItem()
        chosen = None if current is None else current.data(0, _ROLE)
        self._fill()
        item = self._item(chosen) if chosen is not None else None
        if item is None and self.tree.topLevelItemCount():
            first = self.tree.topLevelItem(0)
            item = None if first is None else first.child(0) or first
        if item is not None:
            self.tree.setCurrentItem(item)

    def show_type(self, name: str) -> None:
        """List the clips with an event of a type, whatever else is chosen, which gives way."""
        self.which.setCurrentIndex(0)
        self.search.clear()
        self.by_type.setCurrentIndex(self.by_type.findData(name))
        self.refill()

    def _list_types(self) -> None:
        types = [] if self._run is None else sorted(set(self._run.named_places.values()), key=natural_key)
        if types == [self.by_type.itemData(row) for row in range(1, self.by_type.count())]:
            return
        chosen = self.by_type.currentData()
        self.by_type.clear()
        self.by_type.addItem(self.tr("All types"), None)
        for name in types:
            self.by_type.addItem(name, name)
        self.by_type.setCurrentIndex(max(0, self.by_type.findData(chosen)))
        self.by_type.setVisible(bool(types))

    def _fill(self) -> None:
        self._list_types()
        self.tree.blockSignals(True)
        self.tree.clear()
        self._clips, self._events = {}, {}
        if self._run is not None:
            for clip in self.clips():
                self._add_clip(self._run, clip)
        self.tree.blockSignals(False)
        self._count()

    def clips(self) -> list[int]:
        """The places of the clips that are listed, in their order; by worst, those that were not judged come first."""
        run, decisions = self._run, self.which.currentData()
        if run is None:
            return []
        text, type_name = self.search.text().casefold(), self.by_type.currentData()
        places = [
            place
            for place in range(len(run.clips))
            if text in run.clips[place].name.casefold()
            and (decisions is None or any(run.events[event].decision in decisions for event in run.events_of(place)))
            and (type_name is None or self._listed_events(run, place))
        ]
        if self.order.currentIndex() == _BY_NAME:
            places.sort(key=lambda place: natural_key(run.clips[place].name))
        elif self._worst_first:
            places.sort(key=lambda place: (_severity(run, place), -run.peak(place)))
        return places

    def _listed_events(self, run: ReviewedVideoRun, clip: int) -> list[int]:
        """The places of the events of a clip in time, of the chosen type alone."""
        name = self.by_type.currentData()
        return [place for place in run.events_of(clip) if name is None or name in run.types_at(place).values()]

    def event_after(self, clip: int, frame: int, sign: int) -> int | None:
        """The next event in time whose peak is after this frame (before it with sign -1), then in the next clips."""
        run, clips = self._run, self.clips()
        if run is None or clip not in clips:
            return None
        row = clips.index(clip)
        for other in range(row, len(clips) if sign > 0 else -1, sign):
            for place in self._listed_events(run, clips[other])[::sign]:
                if other != row or sign * (run.events[place].found.event.peak_frame - frame) > 0:
                    return place
        return None

    def listed_after(self, clip: int, place: int | None, sign: int) -> int | None:
        """The event below this one in the list (above it with sign -1); of a clip alone, from its row on."""
        listed = list(self._events)
        if place in self._events:
            row = listed.index(place) + sign
        else:
            clips = list(self._clips)
            if self._run is None or clip not in self._clips:
                return None
            above = set(clips[: clips.index(clip)])
            row = sum(self._run.events[event].clip in above for event in listed) - (sign < 0)
        return listed[row] if 0 <= row < len(listed) else None

    def next_undecided(self, place: int) -> int | None:
        """The next listed event without a decision, from this one on, then from the top; None for none."""
        run, listed = self._run, list(self._events)
        if run is None:
            return None
        start = listed.index(place) if place in listed else -1
        following = listed[start + 1 :] + listed[: max(start, 0)]
        return next((other for other in following if run.review_of(other) is None), None)

    def show_clip(self, clip: int) -> None:
        """Make a clip the current row; no signal is sent."""
        self._make_current(self._clips.get(clip))

    def show_event(self, place: int) -> None:
        """Make an event the current row; no signal is sent."""
        self._make_current(self._events.get(place))

    def show_review(self, place: int) -> None:
        """A person decided on an event."""
        if self._run is not None and place in self._events:
            self._fill_event(self._run, self._events[place], place)
        self._list_types()
        self._count()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tree"):  # the shapes have the theme's colours
            for clip, item in self._clips.items():
                item.setIcon(0, self._shape(self._clip_decision(clip)))
            events = () if self._run is None else self._run.events
            for place, item in self._events.items():
                item.setIcon(0, self._shape(events[place].decision))

    @property
    def _worst_first(self) -> bool:
        return self.order.currentIndex() == _WORST

    def _add_clip(self, run: ReviewedVideoRun, clip: int) -> None:
        record = run.clips[clip]
        events = self._listed_events(run, clip)
        counted = self.tr("events: {n}").format(n=len(events))
        item = QTreeWidgetItem([f"{Path(record.name).name}  ·  {counted}"])
        item.setData(0, _ROLE, ("clip", clip))
        item.setIcon(0, self._shape(self._clip_decision(clip)))
        facts = [record.name, verdict_word(self._clip_decision(clip)), counted]
        if record.label:
            facts.append(self.tr("label: {label}").format(label=record.label))
        if record.error is not None:
            facts.append(stored_text(record.error))
        self._describe(item, " · ".join(facts))
        font = self.tree.font()
        font.setBold(True)
        item.setFont(0, font)
        self.tree.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        self._clips[clip] = item
        if self._worst_first:
            events.sort(key=lambda place: -run.events[place].found.event.peak)
        for place in events:
            below = QTreeWidgetItem()
            below.setData(0, _ROLE, ("event", place))
            below.setIcon(0, self._shape(run.events[place].decision))
            self._fill_event(run, below, place)
            item.addChild(below)
            self._events[place] = below
        item.setExpanded(True)

    def _fill_event(self, run: ReviewedVideoRun, item: QTreeWidgetItem, place: int) -> None:
        event = run.events[place]
        found, review = event.found.event, run.review_of(place)
        types = ", ".join(run.types_at(place).values())
        item.setText(0, f"{short_start(event.found)} · {types}" if types else short_span(event.found))
        word = "" if review is None or review.decision is None else review_word(review.decision)
        peak = score_text(run.relative(found.peak), found.peak)
        item.setText(1, f"✔ {word}" if word else peak)
        facts = (verdict_word(found.decision), event_span(event.found), types, self.tr("peak {peak}").format(peak=peak))
        self._describe(item, " · ".join(filter(None, (*facts, word))))

    def _describe(self, item: QTreeWidgetItem, words: str) -> None:
        item.setToolTip(0, words)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words)
        item.setSizeHint(0, QSize(0, _ROW))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _clip_decision(self, clip: int) -> Decision | None:
        return None if self._run is None else self._run.decision(clip)

    def _shape(self, decision: Decision | None) -> QIcon:
        shape = verdict_pixmap(decision, _SHAPE, ratio=self.devicePixelRatioF())
        icon = QIcon(shape)
        icon.addPixmap(shape, QIcon.Mode.Selected)  # or Qt would tint it with the selection's colour
        return icon

    def _count(self) -> None:
        if self._run is None:
            self.counted.setText("")
            return
        self.counted.setText(
            self.tr("Clips: {clips} of {all}. Events: {events}, reviewed: {reviewed}").format(
                clips=len(self._clips), all=len(self._run.clips), events=len(self._run.events),
                reviewed=self._run.reviewed(),
            )
        )  # fmt: skip

    def _item(self, chosen: tuple[str, int]) -> QTreeWidgetItem | None:
        kind, place = chosen
        return (self._clips if kind == "clip" else self._events).get(place)

    def _make_current(self, item: QTreeWidgetItem | None) -> None:
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
        """A click on the current row shows it again."""
        self._row_changed(item)


def _severity(run: ReviewedVideoRun, clip: int) -> int:
    """Where a clip comes by its verdict: what could not be judged first, what is not inspected yet last."""
    if run.failed(clip):
        return 0 if run.clips[clip].error is not None else 1
    decision = run.decision(clip)
    return 2 + (len(_SEVERE) if decision is None else _SEVERE.index(decision))
