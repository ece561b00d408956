"""One part of a run, large: verdict, facts, heatmap, the evidence behind it, and how it is shown."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from inspector.core.calibration import Calibration
from inspector.core.errors import InspectorError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.regions import region_outlines
from inspector.gui.background.job import Failed
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.core_texts import core_name
from inspector.gui.review.images.gallery import review_word
from inspector.gui.review.images.why_panel import WhyPanel
from inspector.gui.screen import GAP, ElidedLabel, button, combo_box, label
from inspector.gui.session import Session
from inspector.gui.widgets.heat_view import COLOUR_MAPS, HeatView
from inspector.gui.widgets.verdict import VerdictBadge
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.report.pictures import HeatScale, picture
from inspector.workflow.review.images import ReviewedImageRun

_OPACITY_STEP = 10
_CACHE_BYTES = 400 * 1024**2
Add = Callable[..., QAction]


class ImagePane(QWidget):
    """Owns the pictures of the part it shows and of the ones likely to be next.

    Args:
        add: makes a command of the screen from its text, what it does and its keys.
        decisions: the buttons beside the verdict.
    """

    def __init__(self, session: Session, *, add: Add, decisions: Sequence[QAction]) -> None:
        super().__init__()
        self._session = session
        self._run: ReviewedImageRun | None = None
        self._stored: StoredModel | None = None
        self._place: int | None = None
        self._inspection: Inspection | None = None
        self._pictures = PictureLoader(picture, self, cache_bytes=_CACHE_BYTES)
        self._pictures.loaded.connect(self._picture_loaded)
        self._build(add, decisions)

    def show_run(self, run: ReviewedImageRun | None, stored: StoredModel | None) -> None:
        """Another run, and the model it was made with where it is there."""
        self._run, self._stored = run, stored
        self._pictures.clear()
        self._why.show_run(stored)
        self.show_nothing("")

    def show_nothing(self, why: str) -> None:
        """No part is shown."""
        self._place = self._inspection = None
        self._view.show_part(None, keep_view=False)
        self._badge.hide()
        self._name.setText(why)
        self._facts.setText("")

    def show_part(self, place: int, *, ahead: Sequence[int]) -> None:
        """A place of the run; those `ahead` are likely to be asked for next."""
        self._place = place
        try:
            self._inspection = self._run.inspection(place)
        except InspectorError as error:
            self.show_nothing("")
            self._session.failed.emit(Failed.of(error))
            return
        self.show_words()
        path = self._run.image_path(place)
        found = self._pictures.get(path, ahead=[self._run.image_path(other) for other in ahead])
        if found is not None:
            self._draw(found)
        self._why.show_part(path, self._run.names[place], self._run.labels[place])

    def show_changed(self, stored: StoredModel) -> None:
        """The thresholds changed."""
        self._stored = stored
        if self._place is not None:
            self.show_part(self._place, ahead=())

    def show_words(self) -> None:
        """Verdict, score and what a person decided, as they are now."""
        inspection = self._inspection
        if inspection is None:
            return
        self._name.setText(inspection.name)
        self._name.setToolTip(str(self._run.image_path(self._place)))
        self._badge.show()
        self._badge.show_decision(self._run.decision(self._place), error=inspection.error is not None)
        if inspection.error is not None:
            self._facts.setText(inspection.error)
            return
        review = self._run.review_of(self._place)
        facts = [self.tr("score {score:.4g}").format(score=inspection.score)]
        if self._run.labels[self._place]:
            facts.append(self.tr("label: {label}").format(label=self._run.labels[self._place]))
        if review is not None:
            facts.append(review_word(review.decision) + f" ({review.user})")
        tasks = ", ".join(core_name(one.task) for one in inspection.failed if one.task)
        if tasks:
            facts.append(self.tr("fails {tasks}").format(tasks=tasks))
        self._facts.setText(" · ".join(facts))

    def _picture_loaded(self, path: Path, found: object) -> None:
        if self._run is not None and self._place is not None and path == self._run.image_path(self._place):
            self._draw(found)

    def _draw(self, found: object) -> None:
        if isinstance(found, Unavailable):
            self._view.show_part(None, keep_view=False)
            self._facts.setText(found.reason)
            return
        self._view.show_part(found, keep_view=True)
        anomaly_map = self._inspection.anomaly_map
        if anomaly_map is not None:
            calibration = None if self._stored is None else self._stored.model.calibration
            self._view.show_map(
                anomaly_map,
                scale=heat_scale(calibration, self._run.point),
                outlines=self._outlines(anomaly_map, calibration),
                notes=self._notes(),
            )
        self._show_beside()

    def _outlines(self, anomaly_map: np.ndarray, calibration: Calibration | None) -> Sequence[np.ndarray]:
        if calibration is None or self._run.decision(self._place) in (None, Decision.OK):
            return ()
        return region_outlines(anomaly_map, outline=calibration.outline, peak=self._run.point.review)

    def _notes(self) -> list[tuple[float, float, str]]:
        """Sizes of the regions, in pixels and, where the pixel pitch is known, in millimetres."""
        category = self._session.images
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
        there = self._beside_action.isChecked() and explanation is not None and explanation.reconstruction is not None
        residual = None
        if there and explanation.residual is not None:
            residual = np.repeat((explanation.residual * 255).clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)
        self._view.show_beside(
            explanation.reconstruction if there else None,
            residual,
            titles=(self.tr("Part and heatmap"), self.tr("As the model would draw it"), self.tr("Difference")),
        )

    def toggle_heat(self) -> None:
        self._view.set_heat_visible(self._heat_action.isChecked())

    def toggle_outlines(self) -> None:
        self._view.set_outlined(self._outline_action.isChecked())

    def toggle_blink(self) -> None:
        self._view.set_blinking(self._blink_action.isChecked())

    def toggle_beside(self) -> None:
        if self._beside_action.isChecked():
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
        self._session.settings.setValue("review/opacity", percent)

    def _colours_chosen(self, index: int) -> None:
        self._view.set_colour_map(COLOUR_MAPS[index])
        self._session.settings.setValue("review/colours", index)

    def fit(self) -> None:
        self._view.fit()

    def _has_part(self) -> bool:
        return self._place is not None

    def _can_explain(self) -> bool:
        return self._place is not None and self._stored is not None

    def _build(self, add: Add, decisions: Sequence[QAction]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        self._badge = VerdictBadge()
        self._badge.setMinimumSize(0, 0)
        self._badge.setFixedSize(132, 40)
        head.addWidget(self._badge)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name, self._facts = ElidedLabel("heading"), ElidedLabel("muted")
        for line in (self._name, self._facts):
            words.addWidget(line)
        head.addLayout(words, stretch=1)
        for action in decisions:
            head.addWidget(button(action, small=True))
        layout.addLayout(head)
        self._view = HeatView()
        layout.addWidget(self._view, stretch=1)
        self._why = WhyPanel(self._session)
        self._why.explained.connect(self._show_beside)
        self._why.hide()
        layout.addWidget(self._why)
        layout.addLayout(self._tools(add))
        layout.addLayout(self._colouring())

    def _tools(self, add: Add) -> QHBoxLayout:
        part, explained = self._has_part, self._can_explain
        self._heat_action = _toggle(add(self.tr("Heatmap"), self.toggle_heat, ("Space",), part), on=True)
        self._outline_action = _toggle(add(self.tr("Outlines"), self.toggle_outlines, ("O",), part), on=True)
        self._blink_action = _toggle(add(self.tr("Blink"), self.toggle_blink, ("B",), part), on=False)
        self._beside_action = _toggle(add(self.tr("Side by side"), self.toggle_beside, ("S",), explained), on=False)
        self._why_action = _toggle(add(self.tr("Why?"), self.toggle_why, ("W",), explained), on=False)
        add(self.tr("Heatmap weaker"), self.weaker, ("[",), part)
        add(self.tr("Heatmap stronger"), self.stronger, ("]",), part)
        add(self.tr("Closer"), self.zoom_in, ("+", "="), part)
        add(self.tr("Farther"), self.zoom_out, ("-",), part)
        whole = add(self.tr("Fit"), self.fit, ("F",), part)
        tools = QHBoxLayout()
        for action in (
            self._heat_action, self._outline_action, self._blink_action, self._beside_action, self._why_action, whole,
        ):  # fmt: skip
            tools.addWidget(button(action, small=True))
        tools.addStretch()
        return tools

    def _colouring(self) -> QHBoxLayout:
        row = QHBoxLayout()
        settings = self._session.settings
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._opacity.setRange(0, 100)
        self._opacity.setFixedWidth(140)
        self._opacity.setAccessibleName(self.tr("Opacity of the heatmap"))
        self._opacity.setToolTip(self.tr("Opacity of the heatmap ([ and ])"))
        self._opacity.valueChanged.connect(self._opacity_changed)
        self._opacity.setValue(int(settings.value("review/opacity", 80)))
        row.addWidget(label(self.tr("Opacity"), "muted"))
        row.addWidget(self._opacity)
        colours = combo_box(self.tr("Colours of the heatmap"), self._colours_chosen)
        colours.setMinimumContentsLength(7)
        colours.addItems([self.tr("Heat"), "Cividis", "CET-CBL2"])
        colours.setCurrentIndex(int(settings.value("review/colours", 0)))
        self._view.set_colour_map(COLOUR_MAPS[colours.currentIndex()])
        row.addSpacing(GAP)
        row.addWidget(label(self.tr("Colours"), "muted"))
        row.addWidget(colours)
        row.addStretch()
        return row


def _toggle(action: QAction, *, on: bool) -> QAction:
    action.setCheckable(True)
    action.setChecked(on)
    return action


def heat_scale(calibration: Calibration | None, point: OperatingPoint) -> HeatScale:
    """The model's absolute scale; without the model, one from its thresholds alone."""
    if calibration is not None and calibration.outline is not None:
        return HeatScale.of(calibration, point)
    return HeatScale(point.review, 2 * point.reject - point.review)
