"""One image of a run, large: verdict, facts, heatmap, the evidence behind it, and how it is shown."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.core.regions import region_outlines
from inspector.data.category import Category
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.core_texts import core_name, core_text
from inspector.gui.numbers import raw_score_text, score_text
from inspector.gui.review.heat_scale import heat_scale
from inspector.gui.review.images.compared import HOLD_KEY, Compared
from inspector.gui.review.images.gallery import review_word
from inspector.gui.review.images.picture_menu import PictureMenu, ShownPicture
from inspector.gui.review.images.picture_words import pointer_text, region_notes
from inspector.gui.review.images.region_walk import RegionWalk
from inspector.gui.review.images.truth import Truth
from inspector.gui.review.images.why_panel import WhyPanel
from inspector.gui.screen import ElidedLabel, button
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.colour_bar import ColourBar
from inspector.gui.widgets.pictures.heat_controls import AddCommand, HeatControls, toggle
from inspector.gui.widgets.pictures.heat_view import HeatView, Pointed
from inspector.gui.widgets.verdict import VerdictBadge
from inspector.workflow.kinds import IMAGES
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
        steps: commands to the next defect and the one before, for the menu.
    """

    def __init__(
        self, session: Session, *, add: AddCommand, decisions: Sequence[QAction], steps: Sequence[QAction]
    ) -> None:
        super().__init__()
        self._steps = steps
        self._session = session
        self._run: ReviewedImageRun | None = None
        self._model: ReviewModel | None = None
        self._place: int | None = None
        self._inspection: Inspection | None = None
        self._pixels: np.ndarray | None = None
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
        self._compared.show_run(self._category, bits=None if model is None else model.bits)
        self._truth.show_category(self._category)
        self.show_nothing("")

    def show_nothing(self, why: str) -> None:
        """No image is shown."""
        self._session.outdate(_READING)
        self._place = self._inspection = self._pixels = None
        self.view.show_part(None, keep_view=False)
        self._compared.show_part(None, None)
        self.colour_bar.show_scale(None, None)
        self.badge.hide()
        self.name.setText(why)
        self.facts.setText("")

    def show_image(self, place: int, *, ahead: Sequence[int]) -> None:
        """A place of the run; those `ahead` are likely to be asked for next."""
        run = self._run
        if run is None:
            return
        if place != self._place:
            self.walk.leave_part()
        self._place, self._inspection, self._pixels = place, None, None
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
        if run.not_found[place]:
            facts.append(self.tr("Part not found: missing, cut off, or not as good parts lie."))
        elif run.doubtful[place]:
            facts.append(self.tr("No part here: the whole picture is unlike good parts."))
        if inspection is not None and inspection.failed and inspection.size is not None:
            facts.append(" ".join(map(core_text, inspection.failed[0].words(inspection.size))))
        if run.labels[place]:
            facts.append(self.tr("label: {label}").format(label=run.labels[place]))
        if review is not None and review.decision is not None:
            facts.append(review_word(review.decision) + f" ({review.user})")
        failed = () if inspection is None else inspection.failed
        tasks = ", ".join(core_name(one.task) for one in failed if one.task)
        if tasks:
            facts.append(self.tr("fails {tasks}").format(tasks=tasks))
        self.facts.setText(" · ".join(facts))
        self.facts.setToolTip(raw_score_text(score))

    def _inspection_read(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self.show_facts()
        self._show_heatmap()
        self.walk.show_part(self._inspection if self._pixels is not None else None)

    def _picture_loaded(self, path: Path, found: np.ndarray | Unavailable) -> None:
        if self._run is not None and self._place is not None and path == self._run.image_path(self._place):
            self._show_picture(found)

    def _show_picture(self, found: np.ndarray | Unavailable) -> None:
        run, place = self._run, self._place
        if run is None or place is None:
            return
        path = run.image_path(place)
        if isinstance(found, Unavailable):
            self._pixels = None
            self.view.show_part(None, keep_view=False)
            self._compared.show_part(path, None)
            self.facts.setText(found.reason)
            return
        self._pixels = found
        self.view.show_part(found, keep_view=True)
        self._show_heatmap()
        self._truth.show_part(path)
        self._compared.show_part(path, found)
        self.walk.show_part(self._inspection if self._pixels is not None else None)

    def _show_heatmap(self) -> None:
        run, place, inspection = self._run, self._place, self._inspection
        if run is None or place is None or inspection is None or inspection.anomaly_map is None:
            self.colour_bar.show_scale(None, None)
            return
        found = inspection.anomaly_map
        scale = heat_scale(self._model, run.point)
        contour = self._contour(run, place)
        above = self._model is not None and found.max() > run.point.reject
        self.view.show_map(
            found,
            scale=scale,
            outlines=() if contour is None else region_outlines(found, outline=contour[0], peak=contour[1]),
            reject=region_outlines(found, outline=run.point.reject, peak=run.point.reject) if above else (),
            notes=region_notes(inspection, pitch_um=self._pitch_um()),
        )
        self.view.set_pitch(self._shown_pitch(inspection))
        self.colour_bar.show_scale(scale, run.point, written=partial(_written, run))
        self._show_pointed(None)

    def _contour(self, run: ReviewedImageRun, place: int) -> tuple[float, float] | None:
        """Where the regions of the part end, and what they reach; None where it has none."""
        outline = None if self._model is None else self._model.outline
        if outline is None or run.decision(place) in (None, Decision.OK):
            return None
        return outline, run.point.review

    @property
    def _category(self) -> Category | None:
        return self._session.category_of(IMAGES)

    def _pitch_um(self) -> float | None:
        return None if self._category is None else self._category.properties.pixel_pitch_um

    def _shown_pitch(self, inspection: Inspection) -> float | None:
        """Micrometres per pixel of the picture that is shown, which may be smaller than the image."""
        pitch_um, pixels = self._pitch_um(), self._pixels
        if pitch_um is None or pixels is None or inspection.size is None:
            return None
        return pitch_um * inspection.size[1] / pixels.shape[1]

    def _show_pointed(self, pointed: Pointed | None) -> None:
        inspection, run = self._inspection, self._run
        self.colour_bar.point_at(None if pointed is None else pointed.value)
        size = None if inspection is None else inspection.size
        if size is None or run is None:
            self.readout.setText("")
        else:
            self.readout.setText(pointer_text(pointed, size=size, relative=partial(_beside_threshold, run)))

    def _shown_picture(self) -> ShownPicture | None:
        run, place, inspection = self._run, self._place, self._inspection
        if run is None or place is None or self._pixels is None:
            return None
        heat = inspection is not None and inspection.anomaly_map is not None and self._controls.heat.isChecked()
        return ShownPicture(
            run.image_path(place),
            self._category,
            self._pixels,
            anomaly_map=inspection.anomaly_map if heat and inspection is not None else None,
            scale=heat_scale(self._model, run.point) if heat else None,
            contour=self._contour(run, place) if self._controls.outlines.isChecked() else None,
        )

    def _explained(self) -> None:
        self._compared.show_explanation(self.why.explanation)

    def _toggle_blink(self) -> None:
        self.view.set_blinking(self._blink.isChecked())

    def _toggle_beside(self) -> None:
        if self._beside.isChecked():
            self.why.request()
        self._compared.set_beside(self._beside.isChecked())

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
        self.view, self.colour_bar = HeatView(), ColourBar()
        self.view.recoloured.connect(self._recoloured)
        self.view.pointed.connect(self._show_pointed)
        self._recoloured()
        self.walk = RegionWalk(self.view)
        self._compared = Compared(self._session, self.view)
        self._truth = Truth(self._session, self.view)
        pictures = QHBoxLayout()
        pictures.setSpacing(4)
        pictures.addWidget(self.view, stretch=1)
        pictures.addWidget(self.colour_bar)
        layout.addLayout(pictures, stretch=1)
        self.readout = ElidedLabel("muted")
        self.readout.setObjectName("pointer-readout")
        layout.addWidget(self.readout)
        self.why = WhyPanel(self._session)
        self.why.explained.connect(self._explained)
        self.why.hide()
        layout.addWidget(self.why)
        self._add_controls(layout, add)

    def _add_controls(self, layout: QVBoxLayout, add: AddCommand) -> None:
        settings, shown = self._session.settings, self._has_image
        self._controls = controls = HeatControls(self.view, add, shown, settings=settings, outlines=self.tr("Outlines"))
        controls.outlines.setToolTip(
            self.tr("Cyan: where a region ends. Black on white: where the map passes the reject threshold.")
        )
        truth = toggle(add(self.tr("Ground truth"), self._toggle_truth, ("T",), self._has_truth), on=False)
        truth.setToolTip(self.tr("What the category's masks say is defective, dashed in magenta"))
        self._truth_shown = truth
        self._blink = toggle(add(self.tr("Blink"), self._toggle_blink, ("B",), shown), on=False)
        self._beside = toggle(add(self.tr("Side by side"), self._toggle_beside, ("S",), self._can_explain), on=False)
        self._why_shown = toggle(add(self.tr("Why?"), self._toggle_why, ("W",), self._can_explain), on=False)
        worst = add(self.tr("Zoom to defect"), self.walk.go_to_worst, ("Z",), shown)
        hold = add(
            self.tr("Compare with a good part (hold)"), self._compared.hold, (QKeySequence(HOLD_KEY).toString(),), shown
        )
        hold.setAutoRepeat(False)
        view = (self._blink, controls.fit, worst, *self._steps, hold)
        self.menu = PictureMenu(self._session, self, add=add, view=view, shown=self._shown_picture).menu
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        row = QHBoxLayout()
        for action in (controls.heat, controls.outlines, truth, self._beside, self._why_shown):
            row.addWidget(button(action, small=True))
        more = QPushButton(self.tr("More"))
        more.setProperty("role", "tool")
        more.setMenu(self.menu)
        row.addWidget(more)
        row.addStretch()
        layout.addLayout(row)
        row = QHBoxLayout()
        for control in controls.lines():
            row.addLayout(control)
        row.addStretch(1)
        layout.addLayout(row)

    def _recoloured(self) -> None:
        self.colour_bar.set_colours(self.view.colour_table)

    def _open_menu(self, place: QPoint) -> None:
        self.menu.popup(self.view.mapToGlobal(place))

    def _toggle_truth(self) -> None:
        self._truth.set_visible(self._truth_shown.isChecked())

    def _has_truth(self) -> bool:
        return self._place is not None and self._truth.there


def _written(run: ReviewedImageRun, value: float) -> str:
    """A threshold as the scores of the run are written."""
    return score_text(run.relative(value), value)


def _beside_threshold(run: ReviewedImageRun, value: float) -> float | None:
    """A map value where 1 is the reject threshold; in runs from before there was a scale its share of that."""
    relative = run.relative(value)
    return value / run.point.reject if relative is None and run.point.reject > 0 else relative
