"""Inspect clips: a batch with a finished model, each clip with how far it is, each event as it is found, into a run."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector.core.video.inspection import ClipEvent
from inspector.data.video.reader import VIDEO_SUFFIXES
from inspector.gui.commands import Commands
from inspector.gui.inspect.page import BatchScreen, Words
from inspector.gui.inspect.table import BatchTable
from inspector.gui.inspect.video.batch import ClipInspecting
from inspector.gui.numbers import number
from inspector.gui.screen import label
from inspector.gui.session import Session
from inspector.gui.widgets.frame_rate_box import FrameRateBox
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.gui.widgets.video.clock import event_span
from inspector.store.listing import list_runs
from inspector.workflow.kinds import VIDEO

_ICON = 16


class ClipInspectScreen(BatchScreen):
    """The Inspect screen of clips."""

    _settings_key = "clip_inspect"
    _of_clips = True
    _inspecting = ClipInspecting
    _list_runs = staticmethod(partial(list_runs, kind="video"))

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.inspecting.found.connect(self._found)

    def choose_test(self) -> None:
        """The test clips of the category."""
        self.choose([clip.path for clip in self.session.clips.test])
        self.what.setText(self.tr("The test clips of the category: {n}").format(n=len(self.paths)))

    def choose_folder(self) -> None:
        self._choose_folder(self.tr("Inspect a folder of clips"))

    def choose_files(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))
        self._choose_files(self.tr("Inspect clips"), self.tr("Videos ({kinds})").format(kinds=kinds))

    def export_csv(self) -> None:
        run = self.inspecting.run
        self.exports.table(run, partial(VIDEO.export_table, run))

    def export_report(self) -> None:
        run, model = self.inspecting.run, self.inspecting.batch.stored.folder
        title = self.tr("Inspection {name}").format(name=run.stem)
        category = self.session.clips
        self.exports.report(run, partial(VIDEO.export_report, run, model=model, title=title, category=category))

    def _make_words(self) -> Words:
        return Words(
            group=self.tr("Inspecting clips"),
            no_model=self.tr("No model of clips yet: train one first."),
            nothing_chosen=self.tr("Choose videos or a folder with clips, or drop them here."),
            interrupted=self.tr("Interrupted: {name}, clips: {n}."),
        )

    def _begin(self, model: Path) -> None:
        self.inspecting.start(model, self.paths, folder_rate=self.rate.rate)

    def _model_chosen(self) -> None:
        super()._model_chosen()
        entry = self.model.currentData()
        if entry is not None:
            self.rate.setValue(entry.card["clips"]["frame_rate"] or 0)  # the model knows what it has learned at

    def _refresh(self) -> None:
        super()._refresh()
        self.rate.setEnabled(not self._at_work())

    def _progress_facts(self) -> list[str]:
        work = self.inspecting
        facts = [self.tr("{done} of {total} frames").format(done=work.done, total=work.total)] if work.batch else []
        if self._at_work() and work.frames_a_second is not None:
            facts.append(self.tr("{rate} frames per second").format(rate=number(work.frames_a_second, digits=3)))
        return facts

    def _found(self, clip: str, found: ClipEvent) -> None:
        event = found.event
        words = f"{verdict_word(event.decision)} · {clip} · {event_span(found)}"
        item = QListWidgetItem(self.tr("{event} · peak {peak}").format(event=words, peak=number(event.peak)))
        item.setIcon(QIcon(verdict_pixmap(event.decision, _ICON, ratio=2)))
        self.events.insertItem(0, item)

    def _clear(self) -> None:
        super()._clear()
        self.events.clear()

    def _has_test(self) -> bool:
        return self._can_choose() and bool(self.session.clips.test)

    def _add_choosing(self) -> list[QAction]:
        return [
            self._add(self.tr("Test clips"), self.choose_test, "Ctrl+T", enabled=self._has_test),
            self._add(self.tr("Folder …"), self.choose_folder, "Ctrl+D", enabled=self._can_choose),
            self._add(self.tr("Videos …"), self.choose_files, "Ctrl+I", enabled=self._can_choose),
        ]

    def _add_choices(self, column: QVBoxLayout) -> None:
        self.rate = FrameRateBox()
        named = label(self.tr("Frame rate of image sequences"), "muted")
        named.setBuddy(self.rate)
        row = QHBoxLayout()
        row.addWidget(named, stretch=1)
        row.addWidget(self.rate)
        column.addLayout(row)

    def _right(self) -> QWidget:
        self.table = BatchTable(self.inspecting.states, name=self.tr("Clips of the batch"), widths=(110, 130, 90, 110))
        self.events = QListWidget()
        self.events.setIconSize(QSize(_ICON, _ICON))
        self.events.setAccessibleName(self.tr("Events, newest first"))
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        named = label(self.tr("Events, newest first"), "heading")
        named.setBuddy(self.events)
        column.addWidget(named)
        column.addWidget(self.events)
        return self._split(self.table, below, stretches=(3, 2))
