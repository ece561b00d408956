"""The Category screen of clips: which there are, and a look into each."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QListView, QPushButton, QSplitter, QVBoxLayout, QWidget

from inspector.core.errors import InspectorError
from inspector.data.video.category import Clip, VideoCategory
from inspector.data.video.extent import ClipExtent, read_extent
from inspector.gui.background.frames import ClipPictures, ShownFrame
from inspector.gui.background.job import BackgroundJob, Snapshot
from inspector.gui.category.video.rows import ClipExtentRead, ClipRows, frames_text, length_text, middle_frame
from inspector.gui.commands import Commands
from inspector.gui.screen import GAP, ElidedLabel, Screen, combo_box, label
from inspector.gui.session import Session
from inspector.gui.widgets.thumbnails import Thumbnails
from inspector.gui.widgets.video.clock import ClipClock
from inspector.gui.widgets.video.player import ClipPlayer
from inspector.gui.widgets.video.timeline import TimelineScores
from inspector.gui.widgets.video.tracks import TimelineMarks

_BESIDE, _TIMELINE_HEIGHT = 220, 64
_SPLITTER = "clip_category/splitter"


class ClipCategoryScreen(Screen):
    """Owns what was found out about the clips; the one that is chosen is shown beside the list."""

    key = "category"

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self._groups: list[tuple[Clip, ...]] = []
        self._shown: Clip | None = None
        self._reading: BackgroundJob | None = None
        self.thumbnails = Thumbnails(self, make=middle_frame)
        self.rows = ClipRows(self.thumbnails, self)
        self._build()
        session.clips_changed.connect(self._clips_changed)
        session.opening.connect(self._stop_reading)

    def title(self) -> str:
        return self.tr("Category")

    def entered(self) -> None:
        self.list.setFocus()

    def _clips_changed(self, category: VideoCategory | None) -> None:
        self._stop_reading()
        self.thumbnails.clear()
        self.rows.known.clear()
        self._shown = None
        self._groups = [] if category is None else self._grouped(category)
        if category is None:
            self.rows.show(())
            self.pane.show_nothing()
            return
        self._name.setText(category.name)
        self._name.setToolTip(str(category.root))
        self._count(category)
        self._show_group(0)
        clips = (*category.train, *category.test)
        self._reading = self.session.start(
            partial(_extents, clips),
            title=self.tr("Looking at the clips"),
            updated=self._learned,
            ended=self._read,
            quietly=True,
        )

    def _grouped(self, category: VideoCategory) -> list[tuple[Clip, ...]]:
        """Fill the choice of groups: to learn from, to test on, and those of each label."""
        groups = [(self.tr("To learn from"), category.train)]
        if category.test:
            groups.append((self.tr("To test on"), category.test))
        labels = sorted({clip.label for clip in category.test})
        for name in labels if len(labels) > 1 else ():
            clips = tuple(clip for clip in category.test if clip.label == name)
            groups.append((self.tr("To test on: {label}").format(label=name or self.tr("not known")), clips))
        self.group.clear()
        self.group.addItems([f"{title} ({len(clips)})" for title, clips in groups])
        return [clips for _, clips in groups]

    def _count(self, category: VideoCategory) -> None:
        defective = sum(clip.defective for clip in category.test)
        labelled = sum(bool(clip.abnormal) for clip in category.test)
        lines = [self.tr("Good clips to learn from: {n}").format(n=len(category.train))]
        if category.test:
            lines.append(
                self.tr("To test on: {all}, defective: {bad}, with labelled frames: {labelled}").format(
                    all=len(category.test), bad=defective, labelled=labelled
                )
            )
        self._counts.setText("\n".join(lines))

    def _show_group(self, row: int) -> None:
        self.rows.show(self._groups[row])
        self.list.setCurrentIndex(self.rows.index(0))

    def _learned(self, snapshot: Snapshot) -> None:
        found = [event for event in snapshot.events if isinstance(event, ClipExtentRead)]
        self.rows.learn(found)
        if self._shown is not None and any(one.path == self._shown.path for one in found):
            self._show(self._shown)

    def _read(self, _ended: object) -> None:
        self._reading = None

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.stop()

    def _row_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self._show(self.rows.clips[index.row()])

    def _show(self, clip: Clip) -> None:
        """Show a clip at its middle, as its row does; as soon as it is known how long it is."""
        self._shown = clip
        known = self.rows.known.get(clip.path)
        self._title.setText(self.rows.data(self.rows.index(self.rows.clips.index(clip))))
        self._facts.setText("\n".join(self._words(clip, known)))
        self._problem.setText(known if isinstance(known, str) else "")
        if not isinstance(known, ClipExtent) or known.frames is None:
            self.pane.show_nothing()
            self.commands.refresh()
            return
        count = known.frames.number
        self.pane.show_clip(
            partial(ClipPictures, clip.path),
            clock=ClipClock(known.frame_rate, frames=count),
            scores=TimelineScores(np.zeros(0, np.int64), np.zeros(0), clip.abnormal or ()),
            marks=TimelineMarks.none(),
            point=None,
            scale=None,
            frame=count // 2,
        )
        self.commands.refresh()

    def _words(self, clip: Clip, known: ClipExtent | str | None) -> Sequence[str]:
        lines = [clip.label or self.tr("label not known")]
        if isinstance(known, ClipExtent):
            lines += [frames_text(known), length_text(known)]
            if known.size is not None:
                lines.append(f"{known.size[1]} × {known.size[0]} px")
            clock = ClipClock(known.frame_rate, frames=known.frames.number if known.frames else 0)
            lines += [
                self.tr("wrong: {start} – {end}").format(start=clock.text(start), end=clock.text(end))
                for start, end in clip.abnormal or ()
            ]
        if clip.masks is not None:
            lines.append(self.tr("with drawn outlines"))
        return lines

    def _frame_shown(self, found: ShownFrame) -> None:
        self._problem.setText(found.problem)

    def _fit(self) -> None:
        self.pane.view.fit()

    def _to_train(self) -> None:
        self.session.screen_wanted.emit("train")

    def _has_clip(self) -> bool:
        return self._shown is not None and self.pane.clock.frames > 0

    def _keep_sizes(self) -> None:
        self.session.settings.setValue(_SPLITTER, self._splitter.saveState())

    def _build(self) -> None:
        beside = QWidget()
        beside.setFixedWidth(_BESIDE)
        self._title, self._facts, self._problem = ElidedLabel("title"), label(""), label("", "warning")
        for text in (self._facts, self._problem):
            text.setWordWrap(True)
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._title, self._facts, self._problem):
            column.addWidget(widget)
        column.addStretch()
        fit = self._add(self.tr("Fit"), self._fit, ("F",), self._has_clip)
        self.pane = ClipPlayer(add=self._add, beside=beside, around=((), (fit,)))
        self.pane.lanes.hide()
        self.pane.timeline.setFixedHeight(_TIMELINE_HEIGHT)  # there are no scores in it
        self.pane.timeline.hideAxis("left")
        self.pane.shown.connect(self._frame_shown)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._build_list())
        self._splitter.addWidget(self.pane)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(GAP)
        self._splitter.setSizes([300, 860])
        kept = self.session.settings.value(_SPLITTER)
        if kept is not None:
            self._splitter.restoreState(kept)
        self._splitter.splitterMoved.connect(self._keep_sizes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(self._splitter)

    def _build_list(self) -> QWidget:
        side = QFrame()
        side.setObjectName("card")
        side.setMinimumWidth(240)
        self._name = ElidedLabel("title")
        self._counts = label("", "muted")
        self._counts.setWordWrap(True)
        self.group = combo_box(self.tr("Group of clips"), self._show_group)
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(self.rows.delegate)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Clips"))
        self.list.selectionModel().currentChanged.connect(self._row_changed)
        train = QPushButton(self.tr("Train a model"))
        train.setProperty("role", "primary")
        train.clicked.connect(self._to_train)
        column = QVBoxLayout(side)
        column.setSpacing(GAP // 2)
        for widget in (self._name, self._counts, self.group):
            column.addWidget(widget)
        column.addWidget(self.list, stretch=1)
        column.addWidget(train)
        return side

    def _add(
        self,
        text: str,
        run: Callable[[], object],
        keys: tuple[str, ...] = (),
        enabled: Callable[[], bool] | None = None,
    ) -> QAction:
        group = self.tr("Category of clips")
        return self.commands.add(self, text, run, group=group, shortcuts=keys, enabled=enabled)


def _extents(clips: Sequence[Clip]) -> Iterator[ClipExtentRead]:
    """Look at one clip after the other; what cannot be read is told with the clip."""
    for clip in clips:
        try:
            yield ClipExtentRead(clip.path, read_extent(clip.path))
        except InspectorError as error:
            yield ClipExtentRead(clip.path, str(error))
