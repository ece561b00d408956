"""What Inspect shows of a batch of clips."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector.core.video.inspection import ClipEvent
from inspector.data.video.category import VideoCategory
from inspector.data.video.reader import VIDEO_SUFFIXES
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.inspect.batch import Batch
from inspector.gui.inspect.item_view import ItemPicture, ItemView
from inspector.gui.inspect.table import BatchTable
from inspector.gui.inspect.video.content import VideoContent
from inspector.gui.inspect.video.event_picture import EventPicture, EventRequest, paint_event, problem_of
from inspector.gui.inspect.view import InspectSplitter, InspectWords, OperatorWords
from inspector.gui.numbers import count, number
from inspector.gui.screen import GAP, label
from inspector.gui.session import Session
from inspector.gui.widgets.frame_rate_box import FrameRateBox
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.workflow.kinds import VIDEO

_ICON = 16
_BADGE_HEIGHT = 56


class VideoInspectView(InspectSplitter):
    """The table of the clips, above the events, which appear as they are found, and the picture of the chosen one."""

    kind = VIDEO

    def __init__(self, session: Session) -> None:
        super().__init__(session, settings_key="clip_inspect")
        self.words = self._make_words()
        self.content = self._clips = VideoContent(self)
        self.table = BatchTable(self.content.table, name=self.tr("Clips in the batch"), widths=(110, 130, 90, 110))
        self.events = QListWidget()
        self.events.setIconSize(QSize(_ICON, _ICON))
        self.events.setAccessibleName(self.tr("Events, newest first"))
        self.events.currentItemChanged.connect(self._choose)
        self.item = ItemView(
            name=self.tr("The chosen event"),
            empty=self.tr("Choose an event to see its worst frame here."),
            badge_height=_BADGE_HEIGHT,
        )
        self._pictures = PictureLoader(paint_event, self, cache_bytes=0, queue=1)
        self._pictures.loaded.connect(self._painted)
        self._chosen: EventRequest | None = None
        self._caption = ""
        self.rate = FrameRateBox()
        self.options = self._named_rate()
        self._fill(self.table, self._named_events(), stretches=(2, 3))
        self._clips.found.connect(self._found)

    @property
    def folder_rate(self) -> float | None:
        return self.rate.rate

    def model_chosen(self, card: Mapping[str, Any]) -> None:
        learned = card["clips"]["frame_rate"]
        self.rate.setSpecialValueText(self.tr("unknown") if learned is None else self.tr("as learned"))
        self.rate.setValue(learned or 0)

    def test_paths(self, category: VideoCategory | None) -> Sequence[Path]:
        return [] if category is None else [clip.path for clip in category.test]

    def progress(self, batch: Batch) -> list[str]:
        if not batch.begun:
            return []
        done, total = count(self.content.done), count(self.content.total)
        facts = [self.tr("{done} of {total} frames").format(done=done, total=total)]
        if batch.job is not None and batch.pace.seconds and not batch.waiting:
            facts.append(self.tr("{rate} frames/s").format(rate=number(1 / batch.pace.seconds, digits=3)))
        return facts

    def item_view(self, *, badge_height: int, afar: bool = False) -> ItemView:
        return ItemView(
            name=self.tr("The worst event of the clip"),
            empty=self.tr("The worst event of the inspected clip appears here."),
            badge_height=badge_height,
            afar=afar,
        )

    def clear(self) -> None:
        self._chosen = None
        self._pictures.clear()
        self.events.clear()
        self.item.clear()

    def _found(self, place: int, found: ClipEvent) -> None:
        decision = found.event.decision
        caption = self._clips.caption(self._clips.states.clips[place].name, found)
        item = QListWidgetItem(f"{verdict_word(decision)} · {caption}")
        item.setData(Qt.ItemDataRole.UserRole, (place, found, caption))
        item.setIcon(QIcon(verdict_pixmap(decision, _ICON, ratio=2)))
        self.events.insertItem(0, item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        """Show the worst frame of an event with its heatmap."""
        if item is None:
            return
        place, found, self._caption = item.data(Qt.ItemDataRole.UserRole)
        self._chosen = self._clips.request_for(place, found)
        if self._chosen is not None:
            self.item.choose(True)
            self.item.show_item(ItemPicture(found.event.decision, False, None, "", self._caption))
            self._pictures.get(self._chosen)

    def _painted(self, request: EventRequest, picture: EventPicture | Unavailable) -> None:
        if request is self._chosen:
            image = picture.image if isinstance(picture, EventPicture) else None
            self.item.show_item(ItemPicture(request.decision, False, image, problem_of(picture), self._caption))

    def _named_rate(self) -> QWidget:
        named = label(self.tr("Frame rate of image sequences"), "muted")
        named.setBuddy(self.rate)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(named, stretch=1)
        row.addWidget(self.rate)
        return made

    def _named_events(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        named = label(self.tr("Events, newest first"), "heading")
        named.setBuddy(self.events)
        column.addWidget(named)
        across = QHBoxLayout()
        across.setSpacing(GAP)
        across.addWidget(self.events, stretch=1)
        across.addWidget(self.item, stretch=1)
        column.addLayout(across)
        return made

    def _make_words(self) -> InspectWords:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))
        return InspectWords(
            group=self.tr("Inspecting clips"),
            no_model=self.tr("No video model yet: train one first."),
            nothing_chosen=self.tr("Choose videos or a folder with clips, or drop them here."),
            interrupted=self.tr("Interrupted: {name}, clips: {n}."),
            test=self.tr("Test clips"),
            tests_chosen=self.tr("The test clips of the category: {n}"),
            watching=self.tr("Inspects what is in the folder and then every clip that arrives, until you stop."),
            waiting=self.tr("Waiting for the next clip"),
            files=self.tr("Videos …"),
            folder_title=self.tr("Inspect a folder of clips"),
            files_title=self.tr("Inspect clips"),
            file_types=self.tr("Videos ({kinds})").format(kinds=patterns),
            operator=OperatorWords(
                group=self.tr("Operator view (video)"),
                before=self.tr("Previous clip"),
                next=self.tr("Next clip"),
                newest=self.tr("Newest clip"),
                back=self.tr("Looking back: clip {n} of {all}"),
            ),
        )
