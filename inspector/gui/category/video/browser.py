"""The clips of a category: a list, the marks that a person gives them, and the chosen clip, which can be played."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.data.properties import CategoryProperties, Mark
from inspector.data.video.category import Clip
from inspector.gui.background.frames import ClipPictures, ShownFrame
from inspector.gui.category.mark_bar import MarkBar
from inspector.gui.category.properties_editor import ClipProperties
from inspector.gui.category.video.clip_facts import ClipFacts
from inspector.gui.category.video.clip_list import ClipListModel, ClipListView
from inspector.gui.category.video.extents import ClipExtentRead
from inspector.gui.commands import CommandGroup, Commands, needs
from inspector.gui.session import Session
from inspector.gui.widgets.layout import GAP, SavedSplitter
from inspector.gui.widgets.pictures.thumbnails import Thumbnails
from inspector.gui.widgets.video.clock import ClipClock
from inspector.gui.widgets.video.middle_frame import middle_frame
from inspector.gui.widgets.video.player import ClipPlayer
from inspector.gui.widgets.video.timeline import TimelineScores
from inspector.gui.widgets.video.tracks import TimelineMarks

_TIMELINE_HEIGHT = 64
_LIST_HEIGHT, _PLAYER_HEIGHT = 210, 400


class ClipBrowser(QWidget):
    """Owns the thumbnails and the extents of the clips; `facts` describes the chosen clip.

    Marks go to the properties editor, and are shown as that has them.
    """

    large_shown = Signal(bool)
    first_group_requested = Signal()

    def __init__(self, session: Session, commands: Commands, properties: ClipProperties) -> None:
        super().__init__()
        self._commands, self._properties = commands, properties
        self._shown: Clip | None = None
        self._row = 0  # of what is shown
        self._thumbnails = Thumbnails(self, make=middle_frame)
        self._model = ClipListModel(self._thumbnails, self)
        self._list = ClipListView(self._model)
        self._list.selectionModel().currentChanged.connect(self._current_changed)
        self._list.selectionModel().selectionChanged.connect(self._selection_changed)
        self.facts = ClipFacts()
        group = self.tr("Category (video)")
        self._mark_bar = MarkBar(commands, self, group=group, enabled=self._can_mark, listed=self.tr("Clips: {total}"))
        self._mark_bar.marked.connect(self._mark)
        properties.changed.connect(self._properties_changed)
        add = CommandGroup(self._commands, self, group).add
        fit = add(self.tr("Zoom to fit"), self._fit, ("F",), self._has_clip)
        self._player = ClipPlayer(add=add, around=((), (fit,)))
        self._player.tracks.hide()
        self._player.timeline.setFixedHeight(_TIMELINE_HEIGHT)  # there are no scores in it
        self._player.timeline.hideAxis("left")
        self._player.shown.connect(self._frame_shown)
        splitter = SavedSplitter(
            Qt.Orientation.Vertical, settings=session.settings, key="clip_category/list_and_player"
        )
        top = QWidget()
        rows = QVBoxLayout(top)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP // 2)
        rows.addWidget(self._list, stretch=1)
        rows.addWidget(self._mark_bar)
        splitter.addWidget(top)
        splitter.addWidget(self._player)
        splitter.setStretchFactor(1, 1)
        splitter.setHandleWidth(GAP)
        splitter.setSizes([_LIST_HEIGHT, _PLAYER_HEIGHT])
        splitter.restore()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(splitter)

    @property
    def widget(self) -> QWidget:
        return self

    def clear(self) -> None:
        self._thumbnails.clear()
        self._model.clear()
        self._show_nothing()

    def show_items(self, items: Sequence[Clip], *, full_names: bool) -> None:
        shown = self._shown
        self._model.set_clips(items, full_names=full_names)
        row = None if shown is None else self._model.row_of(shown.path)
        if row is None:  # what was shown went elsewhere: continue with what follows
            row = min(self._row, len(items) - 1)
        if items:
            self._list.setCurrentIndex(self._model.index(row))
        else:
            self._show_nothing()
        self._selection_changed()

    def show_list(self) -> None:
        """The list is always there; what comes next begins at its top."""
        self._row = 0

    def scroll_to_top(self) -> None:
        self._list.scrollToTop()

    def take_focus(self) -> None:
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_updates(self, updates: Sequence[object]) -> None:
        extents = [update for update in updates if isinstance(update, ClipExtentRead)]
        self._model.add_extents(extents)
        if self._shown is not None and any(read.path == self._shown.path for read in extents):
            self._show(self._shown)

    def _current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            clip, self._row = self._model.clips[index.row()], index.row()
            if clip != self._shown:
                self._show(clip)

    def _selection_changed(self) -> None:
        self._mark_bar.say(len(self._list.selected), len(self._model.clips))
        self._commands.refresh()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected clip"))
    def _can_mark(self) -> bool:
        return bool(self._list.selected)

    def _mark(self, text: str, mark: Mark | None) -> None:
        self._properties.mark(text, [clip.name for clip in self._list.selected], mark)

    def _properties_changed(self, properties: CategoryProperties) -> None:
        """Show marks as they are now, before the groups follow."""
        self._model.show_marks(properties.marks)

    def _show(self, clip: Clip) -> None:
        """Show a clip at its middle, as its row does, or go on with it; as soon as it is known how long it is."""
        again = self._shown is not None and self._shown.path == clip.path and self._player.clock.frames > 0
        self._shown = clip
        read = self._model.extents.get(clip.path)
        self.facts.show_clip(clip, read)
        extent = None if read is None else read.extent
        if extent is None or extent.frames is None:
            self._player.show_nothing()
        else:
            self._player.show_clip(
                partial(ClipPictures, clip.path),
                clock=ClipClock(extent.frame_rate, frames=extent.frames.number),
                scores=TimelineScores(np.zeros(0, np.int64), np.zeros(0), clip.abnormal or ()),
                marks=TimelineMarks.none(),
                point=None,
                scale=None,
                frame=self._player.frame if again else extent.frames.number // 2,
            )
        self._commands.refresh()

    def _show_nothing(self) -> None:
        self._shown = None
        self._player.show_nothing()
        self.facts.clear()
        self._commands.refresh()

    def _frame_shown(self, frame: ShownFrame) -> None:
        self.facts.show_problem(frame.problem)

    def _fit(self) -> None:
        self._player.view.fit()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a clip with frames"))
    def _has_clip(self) -> bool:
        return self._shown is not None and self._player.clock.frames > 0
