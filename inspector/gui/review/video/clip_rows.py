"""The rows of the list of clips: what they say, and the two columns that they stand in."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTreeWidget

from inspector.core.operating_point import Decision
from inspector.gui.core_texts import stored_text
from inspector.gui.review.decisions.words import marked_review
from inspector.gui.widgets.verdict import verdict_word
from inspector.workflow.review.video import ReviewedVideoRun

ROW, SHAPE, INDENT = 26, 18, 12


def clip_row(run: ReviewedVideoRun, clip: int, *, events: int, decision: Decision | None) -> tuple[str, str]:
    """The text of a clip's row, and all that is known of it.

    Args:
        events: how many of them are listed below it.
    """
    record = run.clips[clip]
    counted = QCoreApplication.translate("ClipList", "events: {n}").format(n=events)
    row, facts = [Path(record.name).name, counted], [record.name, verdict_word(decision), counted]
    for place in whole_of(run, clip):
        review = run.review_of(place)
        if review is not None and review.decision is not None:
            label = run.contradicted_label(place, review.decision)
            row.insert(1, f"{'⚠ ' if label else ''}{marked_review(review.decision, label='')}")  # there is little room
            facts.append(marked_review(review.decision, label=label))
        row += run.types_at(place).values()
        facts += run.types_at(place).values()
    if record.label:
        facts.append(QCoreApplication.translate("ClipList", "label: {label}").format(label=record.label))
    if record.error is not None:
        facts.append(stored_text(record.error))
    return "  ·  ".join(row), " · ".join(facts)


def whole_of(run: ReviewedVideoRun, clip: int) -> list[int]:
    """The place of a clip as a whole, where people decide on it so."""
    place = run.whole_place(clip)
    return [] if place is None else [place]


class ClipTree(QTreeWidget):
    """Two columns, of which the second never takes the room that the times in the first one need."""

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setIconSize(QSize(SHAPE, SHAPE))
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(0)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        header.setSectionResizeMode(1, header.ResizeMode.Fixed)

    def fit_columns(self) -> None:
        """Once the rows are others."""
        needed = self.fontMetrics().horizontalAdvance("0:00.0–0:00.0") + 2 * INDENT + SHAPE + ROW // 2
        wished = max(0, self.sizeHintForColumn(1)) + 2
        self.header().resizeSection(1, min(wished, max(0, self.viewport().width() - needed)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit_columns()
