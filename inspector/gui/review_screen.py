"""Review: look through a run from the worst part down, decide, and set the thresholds."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListView,
    QSlider,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from inspector.core.calibration import Calibration, Decision, OperatingPoint
from inspector.core.errors import InspectorError
from inspector.core.inspection import Inspection
from inspector.core.regions import region_outlines
from inspector.gui.commands import Commands
from inspector.gui.gallery import GalleryModel
from inspector.gui.heat_view import COLOUR_MAPS, HeatView
from inspector.gui.job import Done, Ended, Failed, Job, once
from inspector.gui.picture_loader import PictureLoader
from inspector.gui.screen import GAP, EmptyState, Screen, Switch, button, card, label
from inspector.gui.session import Session
from inspector.gui.threshold_panel import ThresholdPanel
from inspector.gui.thumbnails import Thumbnails
from inspector.gui.verdict import VerdictBadge
from inspector.gui.why_panel import WhyPanel
from inspector.store.listing import list_models, list_runs
from inspector.store.model_file import StoredModel, read_model
from inspector.store.records import ReviewDecision
from inspector.workflow.pictures import HeatScale
from inspector.workflow.review import NOT_REVIEWED, Filter, ReviewedRun
from inspector.workflow.threshold import change_operating_point

_AHEAD = 3  # pictures decoded before they are asked for
_OPACITY_STEP = 10


class ReviewScreen(Screen):
    """Owns the run under review and the model it was made with."""

    key = "review"

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.run: ReviewedRun | None = None
        self.stored: StoredModel | None = None
        self.place: int | None = None
        self._order: list[int] = []
        self._inspection: Inspection | None = None
        self._opening: Job | None = None
        self._beside = False
        self._thumbnails = Thumbnails(self)
        self._pictures = PictureLoader(self)
        self._pictures.loaded.connect(self._picture_loaded)
        self._build()
        session.run_opened.connect(self.open_run)
        session.runs_changed.connect(self._list_runs)
        session.category_changed.connect(self._category_changed)
        session.undo.indexChanged.connect(self._after_undo)

    def title(self) -> str:
        return self.tr("Review")

    def entered(self) -> None:
        if self.run is None and self._opening is None and self.runs.count():
            self._run_chosen(0)
        self.gallery.setFocus()

    # Opening

    def open_run(self, path: Path) -> None:
        """Show a run; what cannot be read is told through the session."""
        if self._opening is None:
            self._opening = self.session.start(
                once(lambda: self._read(path)), title=self.tr("Opening a run"), ended=self._opened, quietly=True
            )

    def _read(self, path: Path) -> tuple[ReviewedRun, StoredModel | None]:
        run = ReviewedRun(path)
        workspace = self.session.workspace
        for entry in list_models(workspace) if workspace is not None else ():
            if entry.error is None and entry.card["sha256"] == run.about["model"]:
                return run, read_model(entry.folder)
        return run, None

    def _opened(self, ended: Ended) -> None:
        self._opening = None
        if not isinstance(ended, Done):
            return
        self._close_run()
        self.run, self.stored = ended.result
        if self.stored is not None:
            self.run.point = self.stored.operating_point
        self.session.undo.clear()
        self._fill_filters()
        self._show_run()
        index = self.runs.findData(str(self.run.path))
        if index >= 0:
            self.runs.setCurrentIndex(index)
        self._switch.show_content(True)
        self._why.show_run(self.stored)
        self._refill()
        self.commands.refresh()

    def _category_changed(self, _category: object) -> None:
        if self.run is not None and self.session.workspace is not None:
            if self.run.path.is_relative_to(self.session.workspace.folder):
                return
            self._close_run()

    def _close_run(self) -> None:
        if self.run is not None:
            self.run.close()
        self.run = self.stored = self.place = self._inspection = None
        self._pictures.forget()
        self._gallery_model.show(None, [])
        self._view.show_part(None, keep_view=False)
        self._thresholds.show_run(None, None)
        self._why.show_run(None)
        self._switch.show_content(False)

    def _list_runs(self) -> None:
        self.runs.blockSignals(True)
        self.runs.clear()
        workspace = self.session.workspace
        for entry in list_runs(workspace) if workspace is not None else ():
            if entry.error is None:
                name = self.tr("{name} (interrupted)").format(name=entry.name) if entry.interrupted else entry.name
                self.runs.addItem(name, str(entry.path))
        if self.run is not None:
            self.runs.setCurrentIndex(self.runs.findData(str(self.run.path)))
        self.runs.blockSignals(False)

    def _run_chosen(self, index: int) -> None:
        path = self.runs.itemData(index)
        if path is not None and (self.run is None or str(self.run.path) != path):
            self.open_run(Path(path))

    # What is shown

    def _show_run(self) -> None:
        good = None if self.stored is None else self.stored.model.calibration.good_scores.numpy()
        self._thresholds.show_run(self.run, good)

    def _refill(self) -> None:
        """Apply the filters again; stay on the part that is shown, where it passes."""
        if self.run is None:
            return
        chosen = [combo.currentData() for combo in (self._by_decision, self._by_label, self._by_state)]
        self._order = self.run.select(Filter(*chosen))
        self._gallery_model.show(self.run, self._order)
        self._counted.setText(
            self.tr("{shown} of {all} parts, {reviewed} reviewed").format(
                shown=len(self._order), all=len(self.run), reviewed=self.run.reviewed()
            )
        )
        if self._order:
            self._go(self._order.index(self.place) if self.place in self._order else 0)
        else:
            self.place = self._inspection = None
            self._view.show_part(None, keep_view=False)
            self._name.setText(self.tr("No part passes the filters."))
            self._facts.clear()
            self._badge.hide()

    def _go(self, row: int) -> None:
        index = self._gallery_model.index(row, 0)
        self.gallery.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.gallery.scrollTo(index)
        if self._order[row] != self.place or self._inspection is None:
            self._show_part(self._order[row])

    def _row_changed(self) -> None:
        row = self.gallery.currentIndex().row()
        if 0 <= row < len(self._order) and self._order[row] != self.place:
            self._show_part(self._order[row])

    def _show_part(self, place: int) -> None:
        self.place = place
        try:
            self._inspection = self.run.inspection(place)
        except InspectorError as error:
            self._inspection = None
            self.session.failed.emit(Failed.of(error))
            return
        self._show_words()
        row = self._order.index(place)
        ahead = [self.run.image_path(other) for other in self._order[row + 1 : row + 1 + _AHEAD]]
        path = self.run.image_path(place)
        found = self._pictures.get(path, next_ones=ahead)
        if found is not None:
            self._draw(found)
        self._why.show_part(path, self.run.names[place], self.run.labels[place])
        self.commands.refresh()

    def _show_words(self) -> None:
        inspection = self._inspection
        self._name.setText(inspection.name)
        self._name.setToolTip(str(self.run.image_path(self.place)))
        self._badge.show()
        self._badge.show_decision(self.run.decision(self.place), error=inspection.error is not None)
        if inspection.error is not None:
            self._facts.setText(inspection.error)
            return
        review = self.run.review_of(self.place)
        facts = [self.tr("score {score:.4g}").format(score=inspection.score)]
        if self.run.labels[self.place]:
            facts.append(self.tr("label: {label}").format(label=self.run.labels[self.place]))
        if review is not None:
            facts.append(self._review_words()[review.decision] + f" ({review.user})")
        if inspection.failed:
            facts.append(self.tr("fails {tasks}").format(tasks=", ".join(one.task for one in inspection.failed)))
        self._facts.setText("   ·   ".join(facts))

    def _review_words(self) -> dict[str, str]:
        return {
            ReviewDecision.ACCEPT: self.tr("accepted"),
            ReviewDecision.REJECT: self.tr("rejected"),
            ReviewDecision.UNSURE: self.tr("unsure"),
        }

    def _picture_loaded(self, path: Path, found: object) -> None:
        if self.run is not None and self.place is not None and path == self.run.image_path(self.place):
            self._draw(found)

    def _draw(self, found: object) -> None:
        if isinstance(found, str):
            self._view.show_part(None, keep_view=False)
            self._facts.setText(found)
            return
        self._view.show_part(found, keep_view=True)
        anomaly_map = self._inspection.anomaly_map
        if anomaly_map is not None:
            calibration = None if self.stored is None else self.stored.model.calibration
            self._view.show_map(
                anomaly_map,
                scale=_scale(calibration, self.run.point),
                outlines=self._outlines(anomaly_map, calibration),
                notes=self._notes(),
            )
        self._show_beside()

    def _outlines(self, anomaly_map: np.ndarray, calibration: Calibration | None) -> Sequence[np.ndarray]:
        if calibration is None or self.run.decision(self.place) in (None, Decision.OK):
            return ()
        return region_outlines(anomaly_map, outline=calibration.outline, peak=self.run.point.review)

    def _notes(self) -> list[tuple[float, float, str]]:
        """Sizes of the regions, in pixels and, where the pixel pitch is known, in millimetres."""
        category = self.session.category
        pitch = None if category is None else category.properties.pixel_pitch_um
        notes = []
        for region in self._inspection.regions:
            words = f"{region.width} × {region.height} px"
            if pitch is not None:
                words += f"  {region.width * pitch:.0f} × {region.height * pitch:.0f} µm"
            notes.append((region.left, region.top, words))
        return notes

    def _show_beside(self) -> None:
        explanation = self._why.explanation
        there = self._beside and explanation is not None and explanation.reconstruction is not None
        residual = None
        if there and explanation.residual is not None:
            residual = np.repeat((explanation.residual * 255).clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)
        self._view.show_beside(
            explanation.reconstruction if there else None,
            residual,
            titles=(self.tr("Part and heatmap"), self.tr("As the model would draw it"), self.tr("Difference")),
        )

    # What a person does

    def _decide(self, decision: ReviewDecision) -> None:
        row = self._order.index(self.place)
        self.session.undo.push(_Decide(self, self.place, decision))
        if row < len(self._order) and self._order[row] == self.place:  # still there: go on to the next
            self._go(min(row + 1, len(self._order) - 1))

    def keep_review(self, place: int, decision: ReviewDecision | None) -> None:
        """Record a decision and show it; for the undo commands."""
        try:
            self.run.review(place, decision)
        except InspectorError as error:
            self.session.failed.emit(Failed.of(error))
            return
        if self._by_state.currentData() is None:
            self._gallery_model.refresh(place)
            self._show_run_counts()
        else:
            row = self._order.index(place) if place in self._order else 0
            self._refill()
            if self._order:
                self._go(min(row, len(self._order) - 1))
        if not self.run.labels[place]:
            point = self._thresholds.point
            self._show_run()
            self._thresholds.set_point(point)

    def _show_run_counts(self) -> None:
        self._counted.setText(
            self.tr("{shown} of {all} parts, {reviewed} reviewed").format(
                shown=len(self._order), all=len(self.run), reviewed=self.run.reviewed()
            )
        )

    def _after_undo(self) -> None:
        if self._inspection is not None:
            self._show_words()

    def accept(self) -> None:
        self._decide(ReviewDecision.ACCEPT)

    def reject(self) -> None:
        self._decide(ReviewDecision.REJECT)

    def unsure(self) -> None:
        self._decide(ReviewDecision.UNSURE)

    def next_part(self) -> None:
        self._move(1)

    def previous_part(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        row = self._order.index(self.place) + by
        if 0 <= row < len(self._order):
            self._go(row)

    def toggle_heat(self) -> None:
        self._view.set_heat_visible(self._heat_action.isChecked())

    def toggle_outlines(self) -> None:
        self._view.set_outlined(self._outline_action.isChecked())

    def toggle_blink(self) -> None:
        self._view.set_blinking(self._blink_action.isChecked())

    def toggle_beside(self) -> None:
        self._beside = self._beside_action.isChecked()
        if self._beside:
            self._why.want()
        self._show_beside()

    def toggle_why(self) -> None:
        self._why.setVisible(self._why_action.isChecked())
        if self._why_action.isChecked():
            self._why.want()

    def weaker(self) -> None:
        self._opacity.setValue(self._opacity.value() - _OPACITY_STEP)

    def stronger(self) -> None:
        self._opacity.setValue(self._opacity.value() + _OPACITY_STEP)

    def zoom_in(self) -> None:
        self._view.zoom(1.25)

    def zoom_out(self) -> None:
        self._view.zoom(0.8)

    def _opacity_changed(self, percent: int) -> None:
        self._view.set_opacity(percent / 100)
        self.session.settings.setValue("review/opacity", percent)

    def _colours_chosen(self, index: int) -> None:
        self._view.set_colour_map(COLOUR_MAPS[index])
        self.session.settings.setValue("review/colours", index)

    def _near_wanted(self, place: int) -> None:
        if place not in self._order:
            for combo in (self._by_decision, self._by_label, self._by_state):
                combo.setCurrentIndex(0)
        self._go(self._order.index(place))

    def apply_thresholds(self) -> None:
        """Ask for a reason and record the thresholds that are shown."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Apply the thresholds"))
        dialog.setLabelText(
            self.tr("Review above {review:.4g}, reject above {reject:.4g}. Why? The reason is recorded.").format(
                review=self._thresholds.point.review, reject=self._thresholds.point.reject
            )
        )
        dialog.textValueSelected.connect(self._apply_because)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _apply_because(self, reason: str) -> None:
        if not reason.strip():
            self.session.said.emit(self.tr("The thresholds stay: a change needs a reason."))
            return
        change = _SetThresholds(self, self.run.point, self._thresholds.point, reason)
        self.session.undo.push(change)

    def keep_thresholds(self, point: OperatingPoint, reason: str) -> None:
        """Record an operating point and decide anew by it; for the undo commands."""
        try:
            change_operating_point(
                self.stored,
                review=point.review,
                reject=point.reject,
                max_false_reject=None,
                max_review=None,
                reason=reason,
            )
        except InspectorError as error:
            self.session.failed.emit(Failed.of(error))
            return
        self.run.point = point
        self.stored = read_model(self.stored.folder)
        self._show_run()
        self._refill()
        self._show_words()
        found = self._pictures.get(self.run.image_path(self.place)) if self.place is not None else None
        if found is not None:
            self._draw(found)
        self.session.models_changed.emit()
        self.session.said.emit(self.tr("The thresholds are in force and recorded with your reason."))
        self.commands.refresh()

    def reset_thresholds(self) -> None:
        self._thresholds.set_point(self.run.point)

    # Layout

    def _build(self) -> None:
        add = self._command
        judged = self._can_review
        train = add(self.tr("Train a model"), self._to_train, (), None)
        inspect = add(self.tr("Inspect images"), self._to_inspect, (), None)
        empty = EmptyState(
            self.tr("Nothing to review yet"),
            self.tr("Train a model or inspect a batch: its parts then appear here, the worst first."),
            (train, inspect),
        )
        self._switch = Switch(empty, self._content(add, judged))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(self._switch)

    def _command(self, text: str, run: Callable[[], object], keys: tuple[str, ...], enabled: object) -> object:
        return self.commands.add(self, text, run, group=self.title(), shortcuts=keys, enabled=enabled)

    def _content(self, add: Callable[..., object], judged: Callable[[], bool]) -> QWidget:
        accept = add(self.tr("Accept"), self.accept, ("A",), judged)
        reject = add(self.tr("Reject"), self.reject, ("R",), judged)
        unsure = add(self.tr("Unsure"), self.unsure, ("U",), judged)
        add(self.tr("Next part"), self.next_part, ("J", "Right", "Down"), judged)
        add(self.tr("Previous part"), self.previous_part, ("K", "Left", "Up"), judged)
        self._heat_action = self._toggle(add(self.tr("Heatmap"), self.toggle_heat, ("Space",), judged), on=True)
        self._outline_action = self._toggle(add(self.tr("Outlines"), self.toggle_outlines, ("O",), judged), on=True)
        self._blink_action = self._toggle(add(self.tr("Blink"), self.toggle_blink, ("B",), judged), on=False)
        self._beside_action = self._toggle(
            add(self.tr("Side by side"), self.toggle_beside, ("S",), self._can_explain), on=False
        )
        self._why_action = self._toggle(add(self.tr("Why?"), self.toggle_why, ("W",), self._can_explain), on=False)
        add(self.tr("Heatmap weaker"), self.weaker, ("[",), judged)
        add(self.tr("Heatmap stronger"), self.stronger, ("]",), judged)
        add(self.tr("Closer"), self.zoom_in, ("+", "="), judged)
        add(self.tr("Farther"), self.zoom_out, ("-",), judged)
        fit = add(self.tr("Whole part"), self._fit, ("F",), judged)
        self._apply_action = add(
            self.tr("Apply thresholds …"), self.apply_thresholds, ("Ctrl+Return",), self._can_apply
        )
        reset = add(self.tr("Back to those in force"), self.reset_thresholds, (), self._can_reset)

        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._left())
        splitter.addWidget(self._middle((accept, reject, unsure), fit))
        splitter.addWidget(self._right(reset))
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([250, 700, 330])
        return splitter

    def _toggle(self, action: object, *, on: bool) -> object:
        action.setCheckable(True)
        action.setChecked(on)
        return action

    def _left(self) -> QWidget:
        left = card()
        layout = QVBoxLayout(left)
        self.runs = self._combo(self.tr("Run"), self._run_chosen)
        self._by_decision = self._combo(self.tr("Verdict"), self._refill)
        self._by_label = self._combo(self.tr("Label"), self._refill)
        self._by_state = self._combo(self.tr("Review state"), self._refill)
        for combo in (self.runs, self._by_decision, self._by_label, self._by_state):
            layout.addWidget(combo)
        self._counted = label("", "muted")
        layout.addWidget(self._counted)
        self._gallery_model = GalleryModel(self._thumbnails, self)
        self.gallery = QListView()
        self.gallery.setModel(self._gallery_model)
        self.gallery.setItemDelegate(self._gallery_model.delegate)
        self.gallery.setUniformItemSizes(True)
        self.gallery.setAccessibleName(self.tr("Parts, the worst first"))
        self.gallery.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.gallery.selectionModel().currentChanged.connect(self._row_changed)
        layout.addWidget(self.gallery, stretch=1)
        left.setMinimumWidth(200)
        return left

    def _combo(self, name: str, chosen: Callable[..., object]) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(12)
        combo.activated.connect(chosen)
        return combo

    def _fill_filters(self) -> None:
        texts = {
            self._by_decision: [(self.tr("All verdicts"), None)]
            + [(str(decision), str(decision)) for decision in Decision]
            + [(self.tr("could not be judged"), "error")],
            self._by_label: [(self.tr("All labels"), None)]
            + [(name or self.tr("not known"), name) for name in sorted(set(self.run.labels))],
            self._by_state: [(self.tr("Reviewed or not"), None), (self.tr("not reviewed"), NOT_REVIEWED)]
            + [(words, str(decision)) for decision, words in self._review_words().items()],
        }
        for combo, items in texts.items():
            combo.clear()
            for words, data in items:
                combo.addItem(words, data)

    def _middle(self, decisions: Sequence[object], fit: object) -> QWidget:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        self._badge = VerdictBadge()
        self._badge.setFixedSize(118, 36)
        head.addWidget(self._badge)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name, self._facts = label("", "heading"), label("", "muted")
        for line in (self._name, self._facts):
            line.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            line.setSizePolicy(QLabel().sizePolicy().Policy.Ignored, QLabel().sizePolicy().Policy.Preferred)
            words.addWidget(line)
        head.addLayout(words, stretch=1)
        for action in decisions:
            head.addWidget(button(action))
        layout.addLayout(head)
        self._view = HeatView()
        layout.addWidget(self._view, stretch=1)
        self._why = WhyPanel(self.session)
        self._why.explained.connect(self._show_beside)
        self._why.hide()
        layout.addWidget(self._why)
        layout.addLayout(self._tools(fit))
        return middle

    def _tools(self, fit: object) -> QHBoxLayout:
        tools = QHBoxLayout()
        for action in (
            self._heat_action,
            self._outline_action,
            self._blink_action,
            self._beside_action,
            self._why_action,
        ):
            tools.addWidget(button(action))
        tools.addWidget(button(fit))
        tools.addStretch()
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._opacity.setRange(0, 100)
        self._opacity.setFixedWidth(110)
        self._opacity.setAccessibleName(self.tr("Opacity of the heatmap"))
        self._opacity.setToolTip(self.tr("Opacity of the heatmap ([ and ])"))
        self._opacity.valueChanged.connect(self._opacity_changed)
        self._opacity.setValue(int(self.session.settings.value("review/opacity", 100)))
        tools.addWidget(self._opacity)
        colours = self._combo(self.tr("Colours of the heatmap"), self._colours_chosen)
        colours.setMinimumContentsLength(8)
        colours.addItems([self.tr("Heat"), "Cividis", "CET-CBL2"])
        colours.setCurrentIndex(int(self.session.settings.value("review/colours", 0)))
        self._view.set_colour_map(COLOUR_MAPS[colours.currentIndex()])
        tools.addWidget(colours)
        return tools

    def _right(self, reset: object) -> QWidget:
        right = card()
        layout = QVBoxLayout(right)
        self._thresholds = ThresholdPanel(self._thumbnails)
        self._thresholds.wanted.connect(self._near_wanted)
        self._thresholds.moved.connect(self.commands.refresh)
        layout.addWidget(self._thresholds, stretch=1)
        row = QHBoxLayout()
        row.addWidget(button(reset))
        row.addWidget(button(self._apply_action, primary=True))
        layout.addLayout(row)
        right.setMinimumWidth(310)
        right.setMaximumWidth(460)
        return right

    def _fit(self) -> None:
        self._view.fit()

    def _to_train(self) -> None:
        self.session.screen_wanted.emit("train")

    def _to_inspect(self) -> None:
        self.session.screen_wanted.emit("inspect")

    def _can_review(self) -> bool:
        return self.run is not None and self.place is not None

    def _can_explain(self) -> bool:
        return self._can_review() and self.stored is not None

    def _can_apply(self) -> bool:
        return self.stored is not None and self._thresholds.changed

    def _can_reset(self) -> bool:
        return self._thresholds.changed


def _scale(calibration: Calibration | None, point: OperatingPoint) -> HeatScale:
    """The model's absolute scale; without the model, one from its thresholds alone."""
    if calibration is not None:
        return HeatScale.of(calibration, point)
    return HeatScale(point.review, 2 * point.reject - point.review)


class _Decide(QUndoCommand):
    """A person's decision on one part; undone, the one before holds again."""

    def __init__(self, screen: ReviewScreen, place: int, decision: ReviewDecision) -> None:
        super().__init__(screen.tr("review"))
        before = screen.run.review_of(place)
        self._screen, self._place, self._new = screen, place, decision
        self._old = None if before is None else before.decision

    def redo(self) -> None:
        self._screen.keep_review(self._place, self._new)

    def undo(self) -> None:
        self._screen.keep_review(self._place, self._old)


class _SetThresholds(QUndoCommand):
    """A change of thresholds; undoing it is a change of its own in the records."""

    def __init__(self, screen: ReviewScreen, old: OperatingPoint, new: OperatingPoint, reason: str) -> None:
        super().__init__(screen.tr("thresholds"))
        self._screen, self._old, self._new, self._reason = screen, old, new, reason

    def redo(self) -> None:
        self._screen.keep_thresholds(self._new, self._reason)

    def undo(self) -> None:
        self._screen.keep_thresholds(self._old, self._screen.tr("Undone: {reason}").format(reason=self._reason))
