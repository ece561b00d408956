"""What is known of the frame and the event that are shown, in words, and how the frame is drawn."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from inspector.core.video.inspection import ClipEvent
from inspector.gui.numbers import raw_score_text
from inspector.gui.review.decisions.words import review_mark, review_word
from inspector.gui.review.video.words import FrameFacts
from inspector.gui.screen import GAP, ElidedLabel, button, card, label
from inspector.gui.widgets.labels import Notice
from inspector.gui.widgets.pictures.heat_controls import HeatControls
from inspector.gui.widgets.verdict import VerdictBadge, verdict_word
from inspector.gui.widgets.video.clock import ClipClock, event_span
from inspector.store.records import Review, ReviewDecision


def event_review_word(decision: ReviewDecision, *, event: bool = True) -> str:
    """What a person decided on an event, or on a clip without one, in the language of the screen."""
    if not event:
        return review_word(decision)
    return {
        ReviewDecision.ACCEPT: QCoreApplication.translate("ClipReview", "good: false alarm"),
        ReviewDecision.REJECT: QCoreApplication.translate("ClipReview", "defective: confirmed"),
        ReviewDecision.UNSURE: QCoreApplication.translate("ClipReview", "unsure"),
    }[decision]


class EventPanel(QWidget):
    """The clip, the verdict on the frame, the event the frame is in, and what a person decided on that.

    Args:
        decisions, after: commands for the event.
        controls: how frames are drawn.
    """

    def __init__(self, *, decisions: Sequence[QAction], after: Sequence[QAction], controls: HeatControls) -> None:
        super().__init__()
        self.badge = VerdictBadge()
        self.badge.setMinimumSize(0, 0)
        self.badge.setFixedHeight(44)
        self.clip, self.about, self.remark = ElidedLabel("title", middle=True), label("", "muted"), Notice("warning")
        self.score, self.state = label("", "heading"), label("", "warning")
        self.event_line, self.peak, self.review = ElidedLabel("heading"), ElidedLabel("muted"), label("")
        for text in (self.state, self.about):
            text.setWordWrap(True)
        for name, text in (
            ("clip-name", self.clip), ("clip-about", self.about), ("clip-remark", self.remark),
            ("frame-score", self.score), ("frame-state", self.state), ("event", self.event_line),
            ("event-peak", self.peak), ("event-review", self.review),
        ):  # fmt: skip
            text.setObjectName(name)
        column = QVBoxLayout(self)
        column.setSpacing(GAP // 2)
        for widget in (self.clip, self.about, self.remark, self.badge, self.score, self.state):
            column.addWidget(widget)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(4)
        for line in (self.event_line, self.peak, self.review):
            inside.addWidget(line)
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, action in enumerate((*decisions, *after)):
            grid.addWidget(button(action, small=True), place // 2, place % 2)
        inside.addLayout(grid)
        self._inside = inside
        column.addWidget(frame)
        column.addStretch()
        row = QHBoxLayout()
        row.setSpacing(4)
        for action in (controls.heat, controls.outlines, controls.fit):
            row.addWidget(button(action, small=True), stretch=1)
        column.addLayout(row)
        for controls_line in controls.lines():
            column.addLayout(controls_line)

    def add_line(self, line: QWidget) -> None:
        """A line below what is said of the event."""
        self._inside.addWidget(line)

    def show_nothing(self, why: str) -> None:
        """No clip is shown; `why`, where there is something to say."""
        self.clip.setText("")
        self.about.setText(why)
        for line in (self.score, self.event_line, self.peak, self.review):
            line.setText("")
            line.setToolTip("")
        self.remark.say("")
        self.badge.clear()
        self.show_state("")

    def show_clip(self, name: str, about: str, *, remark: str) -> None:
        """Another clip; `about` says what is known of it, `remark` what is doubtful."""
        self.clip.setText(name)
        self.about.setText(about)
        self.remark.say(remark)

    def show_frame(self, frame: FrameFacts, *, written: Callable[[float], str]) -> None:
        """The verdict on a frame, which :meth:`show_event` replaces by that on the event it is in.

        Args:
            written: a score as the screen writes it.
        """
        score, decision = frame.score, frame.decision
        self.badge.show_decision(decision, error=frame.lost)
        text = self.tr("this frame: {verdict}, score {score}")
        self.score.setText(
            ""
            if score is None or decision is None
            else text.format(verdict=verdict_word(decision), score=written(score))
        )
        self.score.setToolTip("" if score is None else raw_score_text(score))
        self.show_state(frame.state)

    def show_state(self, state: str) -> None:
        """Say something about the frame."""
        self.state.setText(state)
        self.state.setVisible(bool(state))

    def show_event(
        self,
        found: ClipEvent | None,
        review: Review | None,
        *,
        whole: bool = False,
        position: int,
        count: int,
        clock: ClipClock,
        written: Callable[[float], str],
    ) -> None:
        """The event the frame is in; None for none.

        Args:
            review: on the event, or on the clip as a whole.
            whole: there is no event in the clip, and people decide on all of it.
            position: of the event, from 1, of `count` in the clip.
            written: a score as the screen writes it.
        """
        if found is None:
            self.event_line.setText(self.tr("No event at this time"))
            self.peak.setText(self.tr("Events in this clip: {count}").format(count=count))
            self.review.setText("")
            if whole:
                self._show_review(review, event=False)
            return
        event = found.event
        self.badge.show_decision(event.decision, error=False)  # a quiet frame inside it is no reason to pass the event
        self.event_line.setText(f"{verdict_word(event.decision)} · {event_span(found)}")
        peak = self.tr("peak {peak} at {when} · {number} of {count}")
        self.peak.setText(
            peak.format(peak=written(event.peak), when=clock.text(event.peak_frame), number=position, count=count)
        )
        self.peak.setToolTip(raw_score_text(event.peak))
        self._show_review(review, event=True)

    def _show_review(self, review: Review | None, *, event: bool) -> None:
        if review is None or review.decision is None:
            self.review.setText(self.tr("not reviewed"))
        else:
            mark = review_mark(review.decision)
            self.review.setText(f"{mark} {event_review_word(review.decision, event=event)} ({review.user})")


def tabbed(pages: Sequence[tuple[str, QWidget]], *, name: str, widest: int, turned: Callable[[], None]) -> QWidget:
    """Pages one before the other, where there is no room for all; tabs that only Tab gives the focus.

    Args:
        turned: called when a click turned to another page; Qt would give the focus to the page's first button.
    """
    tabs, stack = QTabBar(), QStackedWidget()
    tabs.setAccessibleName(name)
    tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tabs.setExpanding(True)
    tabs.setDrawBase(False)
    for title, page in pages:
        tabs.addTab(title)
        stack.addWidget(page)

    def turn(page: int) -> None:
        stack.setCurrentIndex(page)
        if not tabs.hasFocus():
            turned()

    tabs.currentChanged.connect(turn)
    side = QWidget()
    side.setMaximumWidth(widest)
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(tabs)
    column.addWidget(stack, stretch=1)
    return side
