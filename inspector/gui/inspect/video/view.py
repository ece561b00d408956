"""What Inspect shows of a batch of clips."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector.core.video.inspection import ClipEvent
from inspector.data.video.category import VideoCategory
from inspector.data.video.reader import VIDEO_SUFFIXES
from inspector.gui.inspect.batch import Batch
from inspector.gui.inspect.item_view import ItemView
from inspector.gui.inspect.table import BatchTable
from inspector.gui.inspect.video.content import VideoContent
from inspector.gui.inspect.view import InspectSplitter, InspectWords, OperatorWords
from inspector.gui.numbers import count, number
from inspector.gui.screen import label
from inspector.gui.session import Session
from inspector.gui.widgets.frame_rate_box import FrameRateBox
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.workflow.kinds import VIDEO

_ICON = 16


class VideoInspectView(InspectSplitter):
    """The table of the clips, above the events, which appear as they are found."""

    kind = VIDEO

    def __init__(self, session: Session) -> None:
        super().__init__(session, settings_key="clip_inspect")
        self.words = self._make_words()
        self.content = self._clips = VideoContent(self)
        self.table = BatchTable(self.content.table, name=self.tr("Clips in the batch"), widths=(110, 130, 90, 110))
        self.events = QListWidget()
        self.events.setIconSize(QSize(_ICON, _ICON))
        self.events.setAccessibleName(self.tr("Events, newest first"))
        self.rate = FrameRateBox()
        self.options = self._named_rate()
        self._fill(self.table, self._named_events(), stretches=(3, 2))
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
        if batch.job is not None and batch.pace.seconds:
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
        self.events.clear()

    def _found(self, clip: str, found: ClipEvent) -> None:
        decision = found.event.decision
        item = QListWidgetItem(f"{verdict_word(decision)} · {self._clips.caption(clip, found)}")
        item.setIcon(QIcon(verdict_pixmap(decision, _ICON, ratio=2)))
        self.events.insertItem(0, item)

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
        column.addWidget(self.events)
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
