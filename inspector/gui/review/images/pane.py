"""One image of a run, large: verdict, facts, heatmap, the evidence behind it, and how it is shown."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.core.regions import region_outlines
from inspector.data.category import Category
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.core_texts import core_name, core_text
from inspector.gui.numbers import fixed, raw_score_text, score_text
from inspector.gui.review.heat_scale import heat_scale
from inspector.gui.review.images.gallery import review_word
from inspector.gui.review.images.why_panel import WhyPanel
from inspector.gui.screen import ElidedLabel, button
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.heat_controls import AddCommand, HeatControls, toggle
from inspector.gui.widgets.pictures.heat_view import HeatView
from inspector.gui.widgets.verdict import VerdictBadge
from inspector.workflow.report.pictures import picture
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.model import ReviewModel

_READING = "review inspection"
_CACHE_BYTES = 400 * 1024**2


class ImagePane(QWidget):
    """Owns the pictures of the image it shows and of the ones likely to be next.

    Args:
        add: makes a command of the view.
        decisions: the buttons beside the verdict.
    """

    def __init__(self, session: Session, *, add: AddCommand, decisions: Sequence[QAction]) -> None:
        super().__init__()
        self._session = session
        self._run: ReviewedImageRun | None = None
        self._model: ReviewModel | None = None
        self._place: int | None = None
        self._inspection: Inspection | None = None
        self._pictures = PictureLoader(picture, self, cache_bytes=_CACHE_BYTES)
        self._pictures.loaded.connect(self._picture_loaded)
        self._build(add, decisions)

    def show_run(self, run: ReviewedImageRun | None, model: ReviewModel | None, *, keep_place: bool) -> None:
        """Another run, and the model it was made with where it is there; or the same run, decided anew."""
        self._run, self._model = run, model
        if keep_place:
            if self._place is not None:
                self.show_image(self._place, ahead=())
            return
        self._pictures.use(partial(picture, bits=None if model is None else model.bits))
        self.why.show_model(model)
        self.show_nothing("")

    def show_nothing(self, why: str) -> None:
        """No image is shown."""
        self._session.outdate(_READING)
        self._place = self._inspection = None
        self.view.show_part(None, keep_view=False)
        self.badge.hide()
        self.name.setText(why)
        self.facts.setText("")

    def show_image(self, place: int, *, ahead: Sequence[int]) -> None:
        """A place of the run; those `ahead` are likely to be asked for next."""
        run = self._run
        if run is None:
            return
        self._place, self._inspection = place, None
        self.show_facts()
        path = run.image_path(place)
        found = self._pictures.get(path, ahead=[run.image_path(other) for other in ahead])
        if found is not None:
            self._show_picture(found)
        self._session.latest(_READING, partial(run.inspection, place), self._inspection_read)
        self.why.show_image(path, run.names[place], run.labels[place])

    def show_facts(self) -> None:
        """Verdict, score and what a person decided, as they are now."""
        run, place, inspection = self._run, self._place, self._inspection
        if run is None or place is None:
            return
        decision, score = run.decision(place), run.scores[place]
        self.name.setText(run.names[place])
        self.name.setToolTip(str(run.image_path(place)))
        self.badge.show()
        self.badge.show_decision(decision, error=decision is None)
        if decision is None:
            self.facts.setText("" if inspection is None else inspection.error or "")
            return
        review = run.review_of(place)
        facts = [self.tr("score {score}").format(score=score_text(run.relative(score), score))]
        if run.doubtful[place]:
            facts.append(self.tr("No part here: the whole picture is unlike good parts."))
        if run.labels[place]:
            facts.append(self.tr("label: {label}").format(label=run.labels[place]))
        if review is not None and review.decision is not None:
            facts.append(review_word(review.decision) + f" ({review.user})")
        failed = () if inspection is None else inspection.failed
        tasks = ", ".join(core_name(one.task) for one in failed if one.task)
        if tasks:
            facts.append(self.tr("fails {tasks}").format(tasks=tasks))
        if inspection is not None and inspection.failed and inspection.size is not None:
            facts.append(" ".join(map(core_text, inspection.failed[0].words(inspection.size))))
        self.facts.setText(" · ".join(facts))
        self.facts.setToolTip(raw_score_text(score))

    def _inspection_read(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self.show_facts()
        self._show_heatmap()

    def _picture_loaded(self, path: Path, found: np.ndarray | Unavailable) -> None:
        if self._run is not None and self._place is not None and path == self._run.image_path(self._place):
            self._show_picture(found)

    def _show_picture(self, found: np.ndarray | Unavailable) -> None:
        if isinstance(found, Unavailable):
            self.view.show_part(None, keep_view=False)
            self.facts.setText(found.reason)
            return
        self.view.show_part(found, keep_view=True)
        self._show_heatmap()
        self._show_beside()

    def _show_heatmap(self) -> None:
        run, place, inspection = self._run, self._place, self._inspection
        if run is None or place is None or inspection is None or inspection.anomaly_map is None:
            return
        self.view.show_map(
            inspection.anomaly_map,
            scale=heat_scale(self._model, run.point),
            outlines=self._outlines(run, place, inspection.anomaly_map),
            notes=self._notes(inspection),
        )

    def _outlines(self, run: ReviewedImageRun, place: int, anomaly_map: np.ndarray) -> Sequence[np.ndarray]:
        outline = None if self._model is None else self._model.outline
        if outline is None or run.decision(place) in (None, Decision.OK):
            return ()
        return region_outlines(anomaly_map, outline=outline, peak=run.point.review)

    def _notes(self, inspection: Inspection) -> list[tuple[float, float, str]]:
        """Sizes of the regions, in pixels and, where the pixel pitch is known, in micrometres."""
        category = self._session.category
        pitch_um = category.properties.pixel_pitch_um if isinstance(category, Category) else None
        notes: list[tuple[float, float, str]] = []
        for region in inspection.regions:
            text = f"{region.width} × {region.height} px"
            if pitch_um is not None:
                text += f"  {fixed(region.width * pitch_um, 0)} × {fixed(region.height * pitch_um, 0)} µm"
            notes.append((region.left, region.top, text))
        return notes

    def _show_beside(self) -> None:
        explanation = self.why.explanation if self._beside.isChecked() else None
        reconstruction = residual = None
        if explanation is not None and explanation.reconstruction is not None:
            reconstruction = explanation.reconstruction
            if explanation.residual is not None:
                grey = (explanation.residual * 255).clip(0, 255).astype(np.uint8)
                residual = np.repeat(grey[..., None], 3, axis=2)
        self.view.show_beside(
            reconstruction,
            residual,
            titles=(self.tr("Part and heatmap"), self.tr("As the model would draw it"), self.tr("Difference")),
        )

    def _toggle_blink(self) -> None:
        self.view.set_blinking(self._blink.isChecked())

    def _toggle_beside(self) -> None:
        if self._beside.isChecked():
            self.why.request()
        self._show_beside()

    def _toggle_why(self) -> None:
        self.why.setVisible(self._why_shown.isChecked())
        if self._why_shown.isChecked():
            self.why.request()

    def _has_image(self) -> bool:
        return self._place is not None

    def _can_explain(self) -> bool:
        return self._place is not None and self._model is not None

    def _build(self, add: AddCommand, decisions: Sequence[QAction]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        self.badge = VerdictBadge()
        self.badge.setMinimumSize(0, 0)
        self.badge.setFixedSize(132, 40)
        head.addWidget(self.badge)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        self.name, self.facts = ElidedLabel("heading"), ElidedLabel("muted")
        self.name.setObjectName("image-name")
        self.facts.setObjectName("image-facts")
        for line in (self.name, self.facts):
            lines.addWidget(line)
        head.addLayout(lines, stretch=1)
        for action in decisions:
            head.addWidget(button(action, small=True))
        layout.addLayout(head)
        self.view = HeatView()
        layout.addWidget(self.view, stretch=1)
        self.why = WhyPanel(self._session)
        self.why.explained.connect(self._show_beside)
        self.why.hide()
        layout.addWidget(self.why)
        settings, shown = self._session.settings, self._has_image
        controls = HeatControls(self.view, add, shown, settings=settings, outlines=self.tr("Outlines"))
        self._blink = toggle(add(self.tr("Blink"), self._toggle_blink, ("B",), shown), on=False)
        self._beside = toggle(add(self.tr("Side by side"), self._toggle_beside, ("S",), self._can_explain), on=False)
        self._why_shown = toggle(add(self.tr("Why?"), self._toggle_why, ("W",), self._can_explain), on=False)
        row = QHBoxLayout()
        for action in (controls.heat, controls.outlines, self._blink, self._beside, self._why_shown, controls.fit):
            row.addWidget(button(action, small=True))
        row.addStretch()
        layout.addLayout(row)
        row = QHBoxLayout()
        for control in controls.lines():
            row.addLayout(control)
        row.addStretch(1)
        layout.addLayout(row)
