"""What is known of the frame and the event that are shown, in words; and how the frame is drawn."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from inspector.core.operating_point import Decision
from inspector.core.video.inspection import ClipEvent
from inspector.gui.screen import GAP, ElidedLabel, button, card, combo_box, label
from inspector.gui.widgets.heat_view import COLOUR_MAPS
from inspector.gui.widgets.verdict import VerdictBadge, verdict_word
from inspector.gui.widgets.video.clock import ClipClock, event_span
from inspector.gui.widgets.video.frame_view import FrameView
from inspector.store.records import Review, ReviewDecision

_WIDTH = 244
_OPACITY_STEP = 10
Add = Callable[..., QAction]


def alarm_word(decision: ReviewDecision) -> str:
    """What a person found of an alarm, in the language of the screen."""
    return {
        ReviewDecision.ACCEPT: QCoreApplication.translate("ClipReview", "false alarm"),
        ReviewDecision.REJECT: QCoreApplication.translate("ClipReview", "confirmed"),
        ReviewDecision.UNSURE: QCoreApplication.translate("ClipReview", "unsure"),
    }[decision]


class EventPanel(QWidget):
    """To the right of the frame: the verdict on it, the event it is in, and what a person decided on that."""

    def __init__(self, *, decisions: Sequence[QAction], after: Sequence[QAction]) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self._badge = VerdictBadge()
        self._badge.setMinimumSize(0, 0)
        self._badge.setFixedHeight(44)
        self.score, self.state = label("", "heading"), label("", "warning")
        self.alarm, self.peak, self.review = ElidedLabel("heading"), ElidedLabel("muted"), label("")
        self.clip = ElidedLabel("title")
        self.about = label("", "muted")
        for text in (self.state, self.about):
            text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        for widget in (self.clip, self.about, self._badge, self.score, self.state):
            column.addWidget(widget)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(4)
        for widget in (self.alarm, self.peak, self.review):
            inside.addWidget(widget)
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, action in enumerate((*decisions, *after)):
            grid.addWidget(button(action, small=True), place // 2, place % 2)
        inside.addLayout(grid)
        column.addWidget(frame)
        column.addStretch()
        self._drawing = QVBoxLayout()
        self._drawing.setSpacing(4)
        column.addLayout(self._drawing)

    def add_drawing(self, view: FrameView, add: Add, enabled: Callable[[], bool], *, settings: QSettings) -> None:
        """The controls of how frames are drawn, at the bottom."""
        self._drawing_of = FrameDisplay(view, add, enabled, settings=settings)
        self._drawing.addWidget(self._drawing_of)

    def show_clip(self, name: str, about: str) -> None:
        """Another clip; `about` says what is known of it."""
        self.clip.setText(name)
        self.about.setText(about)

    def show_frame(self, score: float | None, decision: Decision | None, *, state: str, lost: bool) -> None:
        """The verdict on a frame.

        Args:
            state: why there is no score, or what is doubtful about the frame; empty where all is well.
        """
        self._badge.show_decision(decision, error=lost)
        self.score.setText("" if score is None else self.tr("score {score:.4g}").format(score=score))
        self.state.setText(state)
        self.state.setVisible(bool(state))

    def show_event(
        self, found: ClipEvent | None, review: Review | None, *, number: int, count: int, clock: ClipClock
    ) -> None:
        """The event the frame is in; None for none.

        Args:
            number: of the event, from 1, of `count` in the clip.
        """
        if found is None:
            self.alarm.setText(self.tr("No event at this moment"))
            self.peak.setText(self.tr("events in this clip: {count}").format(count=count))
            self.review.setText("")
            return
        event = found.event
        self.alarm.setText(f"{verdict_word(event.decision)} · {event_span(found)}")
        peak = self.tr("peak {peak} at {when} · {number} of {count}")
        self.peak.setText(
            peak.format(peak=f"{event.peak:.4g}", when=clock.text(event.peak_frame), number=number, count=count)
        )
        words = self.tr("not reviewed") if review is None else f"✔ {alarm_word(review.decision)} ({review.user})"
        self.review.setText(words)


class FrameDisplay(QWidget):
    """Heatmap and boxes on and off, opacity and colours; kept as those of images are."""

    def __init__(self, view: FrameView, add: Add, enabled: Callable[[], bool], *, settings: QSettings) -> None:
        super().__init__()
        self._view, self._settings = view, settings
        self._heat = _toggle(add(self.tr("Heatmap"), self._toggle_heat, ("Space",), enabled))
        self._boxes = _toggle(add(self.tr("Boxes"), self._toggle_boxes, ("O",), enabled))
        whole = add(self.tr("Fit"), view.fit, ("F",), enabled)
        add(self.tr("Heatmap weaker"), self._weaker, ("[",), enabled)
        add(self.tr("Heatmap stronger"), self._stronger, ("]",), enabled)
        add(self.tr("Closer"), self._closer, ("+", "="), enabled)
        add(self.tr("Farther"), self._farther, ("-",), enabled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(4)
        for action in (self._heat, self._boxes, whole):
            row.addWidget(button(action, small=True), stretch=1)
        column.addLayout(row)
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._opacity.setRange(0, 100)
        self._opacity.setAccessibleName(self.tr("Opacity of the heatmap"))
        self._opacity.setToolTip(self.tr("Opacity of the heatmap ([ and ])"))
        self._opacity.valueChanged.connect(self._opacity_changed)
        self._opacity.setValue(int(settings.value("review/opacity", 80)))
        colours = combo_box(self.tr("Colours of the heatmap"), self._colours_chosen)
        colours.setMinimumContentsLength(7)
        colours.addItems([self.tr("Heat"), "Cividis", "CET-CBL2"])
        colours.setCurrentIndex(int(settings.value("review/colours", 0)))
        view.set_colour_map(COLOUR_MAPS[colours.currentIndex()])
        for words, widget in ((self.tr("Opacity"), self._opacity), (self.tr("Colours"), colours)):
            line = QHBoxLayout()
            named: QLabel = label(words, "muted")
            named.setBuddy(widget)
            line.addWidget(named)
            line.addWidget(widget, stretch=1)
            column.addLayout(line)

    def _toggle_heat(self) -> None:
        self._view.set_heat_visible(self._heat.isChecked())

    def _toggle_boxes(self) -> None:
        self._view.set_outlined(self._boxes.isChecked())

    def _weaker(self) -> None:
        self._opacity.setValue(self._opacity.value() - _OPACITY_STEP)

    def _stronger(self) -> None:
        self._opacity.setValue(self._opacity.value() + _OPACITY_STEP)

    def _closer(self) -> None:
        self._view.zoom(1.25)

    def _farther(self) -> None:
        self._view.zoom(0.8)

    def _opacity_changed(self, percent: int) -> None:
        self._view.set_opacity(percent / 100)
        self._settings.setValue("review/opacity", percent)

    def _colours_chosen(self, index: int) -> None:
        self._view.set_colour_map(COLOUR_MAPS[index])
        self._settings.setValue("review/colours", index)


def _toggle(action: QAction) -> QAction:
    action.setCheckable(True)
    action.setChecked(True)
    return action
