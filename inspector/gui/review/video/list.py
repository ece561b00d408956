"""The clips of a run to choose from, with their events below each."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QFrame, QTreeWidgetItem, QVBoxLayout, QWidget

from inspector.core.operating_point import Decision
from inspector.gui.numbers import score_text
from inspector.gui.review.decisions.words import DecisionPace, marked_review, review_word
from inspector.gui.review.video.clip_rows import ROW, SHAPE, ClipTree, clip_row, whole_of
from inspector.gui.review.video.filters import ClipFilters
from inspector.gui.screen import label
from inspector.gui.widgets.focus import RowInSight
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.gui.widgets.video.clock import event_span, short_span, short_start
from inspector.store.records import ReviewDecision
from inspector.workflow.review.video import ReviewedVideoRun

_ROLE = int(Qt.ItemDataRole.UserRole)
_LEAST_WIDTH = 260


class ClipList(QFrame):
    """Lists the clips of a run that pass the filters, the events of each below it.

    Args:
        head: what stands above the filters.

    Signals:
        clip_chosen (int): place of a clip.
        event_chosen (int): place of an event.
        emptied: no clip passes the filters.
        menu_requested (QPoint): on the screen, for the current row.
    """

    clip_chosen = Signal(int)
    event_chosen = Signal(int)
    emptied = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, head: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setMinimumWidth(_LEAST_WIDTH)
        self._run: ReviewedVideoRun | None = None
        self._listed: dict[int, list[int]] = {}  # the events of each clip
        self._clips: dict[int, QTreeWidgetItem] = {}
        self._events: dict[int, QTreeWidgetItem] = {}
        self._pace = DecisionPace()
        self._column = layout = QVBoxLayout(self)
        self._filters = ClipFilters(self.refill)
        self._filters.search.returnPressed.connect(self.take_focus)
        layout.addWidget(head)
        layout.addWidget(self._filters)
        self.counted = label("", "muted")
        self.counted.setObjectName("counted")
        self.counted.setWordWrap(True)
        layout.addWidget(self.counted)
        self.tree = ClipTree()
        RowInSight(self.tree)
        self.tree.setObjectName("clips")
        self.tree.setAccessibleName(self.tr("Clips with their events"))
        self.tree.currentItemChanged.connect(self._row_changed)
        self.tree.itemClicked.connect(self._row_clicked)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        layout.addWidget(self.tree, stretch=1)

    def take_focus(self) -> None:
        """Let the keys go through the list; no focus proxy, which would remove the boxes above from the tab order."""
        self.tree.setFocus()

    def show_run(self, run: ReviewedVideoRun | None, *, keep_place: bool) -> None:
        """Another run; or the same one, decided anew, with what is chosen above."""
        self._run = run
        if keep_place:  # the view makes current again what it shows
            self._fill()
            return
        self.tree.clear()
        self._pace = DecisionPace()
        if run is None:
            self._fill()
        else:
            self._filters.start(run)
            self.refill()

    def refill(self) -> None:
        """List what is chosen above; the current row stays, or the next one comes where it is not listed any more."""
        chosen = self._current()
        row = self._row_of(chosen)
        self._fill()
        item = None if chosen is None else self._item(chosen)
        if item is not None:
            self._make_current(item)  # which is shown already
            return
        events = list(self._events.values())
        if row is not None and events:
            item = events[min(row, len(events) - 1)]
        elif self.tree.topLevelItemCount():
            first = self.tree.topLevelItem(0)
            item = None if first is None else first.child(0) or first
        if item is not None:
            self.tree.setCurrentItem(item)
        elif self._run is not None:
            self.emptied.emit()

    def show_type(self, name: str) -> None:
        """List the events of a type, whatever else is chosen, which gives way."""
        self._filters.choose_type(name)
        self.refill()

    def show_decided(self, decision: ReviewDecision) -> None:
        """List the events and whole clips with a decision, worst first, whatever else is chosen, which gives way."""
        self._filters.choose_state(str(decision))
        self.refill()

    def add_button(self, below: QAbstractButton) -> None:
        """A button below the list."""
        self._column.addWidget(below)

    def list_event(self, place: int) -> None:
        """List an event, or a clip without one, whatever is chosen above, which gives way."""
        if self._run is not None and place >= len(self._run.events):
            self.list_clip(self._run.clip_at(place))
        elif place not in self._events:
            self._filters.clear()
            self.refill()

    def list_clip(self, clip: int) -> None:
        """List a clip likewise."""
        if clip not in self._clips:
            self._filters.clear()
            self.refill()

    def _fill(self) -> None:
        run = self._run
        self.tree.blockSignals(True)
        self.tree.clear()
        self._clips, self._events, self._listed = {}, {}, {}
        if run is not None:
            self._filters.show_types(run)
            self._listed = run.select(self._filters.choice)
            for clip in self._listed:
                self._add_clip(run, clip)
        self.tree.fit_columns()
        self.tree.blockSignals(False)
        self._count()

    @property
    def current_clip(self) -> int | None:
        """The clip of the current row, which may be that of one of its events."""
        current = self._current()
        if self._run is None or current is None:
            return None
        kind, place = current
        return place if kind == "clip" else self._run.events[place].clip

    def _open_menu(self, where: QPoint) -> None:
        if self.tree.itemAt(where) is not None:  # which the right button has made current
            self.menu_requested.emit(self.tree.viewport().mapToGlobal(where))

    def _current(self) -> tuple[str, int] | None:
        """What the current row is of, and its place."""
        item = self.tree.currentItem()
        return None if item is None else item.data(0, _ROLE)

    def _row_of(self, chosen: tuple[str, int] | None) -> int | None:
        """Where among the listed events the chosen one is."""
        listed = list(self._events)
        return None if chosen is None or chosen[0] != "event" or chosen[1] not in listed else listed.index(chosen[1])

    def event_after(self, clip: int, frame: int, sign: int) -> int | None:
        """The next event in time whose peak is after this frame (before it with sign -1), then in the next clips."""
        run, clips = self._run, list(self._listed)
        if run is None or clip not in clips:
            return None
        row = clips.index(clip)
        for other in range(row, len(clips) if sign > 0 else -1, sign):
            for place in sorted(self._listed[clips[other]])[::sign]:
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

    def decided(self) -> None:
        """A person decided on an event, which says how long the rest will take."""
        self._pace.note()
        self._count()

    def next_undecided(self, place: int) -> int | None:
        """The next listed event without a decision, from this one on, then from the top; None for none.

        After a clip without an event, such clips count, too. One that a decision took out of the list has been followed
        already: the current event comes next.
        """
        run, listed = self._run, list(self._events)
        if run is None:
            return None
        if place >= len(run.events):
            listed = [other for clip, events in self._listed.items() for other in (*events, *whole_of(run, clip))]
        start = listed.index(place) if place in listed else (self._row_of(self._current()) or 0) - 1
        following = listed[start + 1 :] + listed[: max(start, 0)]
        return next((other for other in following if run.review_of(other) is None), None)

    def show_clip(self, clip: int) -> None:
        """Make a clip the current row, where it is listed; no signal is sent."""
        self._make_current(self._clips.get(clip))

    def show_event(self, place: int) -> None:
        """Make an event the current row, where it is listed; no signal is sent."""
        self._make_current(self._events.get(place))

    def show_review(self, place: int) -> None:
        """A person decided on an event, or named its type: it stays in the list unless a filter says otherwise."""
        run = self._run
        if run is None:
            return
        self._filters.show_types(run)
        if self._filters.drops_decided:
            self.refill()
            return
        if place in self._events:
            self._fill_event(run, self._events[place], place)
            self.tree.fit_columns()
        elif run.clip_at(place) in self._clips:
            self._fill_clip(run, self._clips[run.clip_at(place)], run.clip_at(place))
        self._count()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tree"):  # the shapes have the theme's colours
            for clip, item in self._clips.items():
                item.setIcon(0, self._shape(self._clip_decision(clip)))
            events = () if self._run is None else self._run.events
            for place, item in self._events.items():
                item.setIcon(0, self._shape(events[place].decision))

    def _add_clip(self, run: ReviewedVideoRun, clip: int) -> None:
        events = self._listed[clip]
        item = QTreeWidgetItem()
        item.setData(0, _ROLE, ("clip", clip))
        item.setIcon(0, self._shape(self._clip_decision(clip)))
        self._fill_clip(run, item, clip)
        font = self.tree.font()
        font.setBold(True)
        item.setFont(0, font)
        self.tree.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        self._clips[clip] = item
        for place in events:
            below = QTreeWidgetItem()
            below.setData(0, _ROLE, ("event", place))
            below.setIcon(0, self._shape(run.events[place].decision))
            self._fill_event(run, below, place)
            item.addChild(below)
            self._events[place] = below
        item.setExpanded(True)

    def _fill_clip(self, run: ReviewedVideoRun, item: QTreeWidgetItem, clip: int) -> None:
        text, facts = clip_row(run, clip, events=len(self._listed[clip]), decision=self._clip_decision(clip))
        item.setText(0, text)
        self._describe(item, facts)

    def _fill_event(self, run: ReviewedVideoRun, item: QTreeWidgetItem, place: int) -> None:
        event = run.events[place]
        found, review = event.found.event, run.review_of(place)
        types = ", ".join(run.types_at(place).values())
        item.setText(0, f"{short_start(event.found)} · {types}" if types else short_span(event.found))
        decision = None if review is None else review.decision
        word = "" if decision is None else review_word(decision)
        peak = score_text(run.relative(found.peak), found.peak)
        item.setText(1, peak if decision is None else marked_review(decision, label=""))
        facts = (verdict_word(found.decision), event_span(event.found), types, self.tr("peak {peak}").format(peak=peak))
        self._describe(item, " · ".join(filter(None, (*facts, word))))

    def _describe(self, item: QTreeWidgetItem, words: str) -> None:
        item.setToolTip(0, words)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words)
        item.setSizeHint(0, QSize(0, ROW))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _clip_decision(self, clip: int) -> Decision | None:
        return None if self._run is None else self._run.decision(clip)

    def _shape(self, decision: Decision | None) -> QIcon:
        shape = verdict_pixmap(decision, SHAPE, ratio=self.devicePixelRatioF())
        icon = QIcon(shape)
        icon.addPixmap(shape, QIcon.Mode.Selected)  # or Qt would tint it with the selection's colour
        return icon

    def _count(self) -> None:
        run = self._run
        if run is None:
            self.counted.setText("")
            return
        left = sum(run.review_of(place) is None for place in self._events)
        reviewed = sum(run.review_of(place) is not None for place in range(len(run.events)))
        queue = self._pace.queue_text(left, reviewed=reviewed)
        listed = self.tr("Events: {events} of {all}, reviewed: {reviewed}. Clips: {clips} of {all_clips}").format(
            events=len(self._events), all=len(run.events), reviewed=reviewed,
            clips=len(self._clips), all_clips=len(run.clips),
        )  # fmt: skip
        self.counted.setText(f"{queue} · {listed}" if queue else listed)

    def _item(self, chosen: tuple[str, int]) -> QTreeWidgetItem | None:
        kind, place = chosen
        return (self._clips if kind == "clip" else self._events).get(place)

    def _make_current(self, item: QTreeWidgetItem | None) -> None:
        if item is not self.tree.currentItem():
            self.tree.blockSignals(True)
            self.tree.setCurrentIndex(QModelIndex() if item is None else self.tree.indexFromItem(item))
            self.tree.blockSignals(False)
            self.tree.viewport().update()

    def _row_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            kind, place = item.data(0, _ROLE)
            (self.clip_chosen if kind == "clip" else self.event_chosen).emit(place)

    def _row_clicked(self, item: QTreeWidgetItem) -> None:
        """A click on the current row shows it again."""
        self._row_changed(item)
