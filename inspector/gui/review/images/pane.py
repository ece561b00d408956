"""One image of a run, large: verdict, facts, heatmap, the evidence behind it, and how it is shown."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.core.inspection import Inspection
from inspector.data.category import Category, ImageRef
from inspector.data.video.category import Clip
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.commands import needs
from inspector.gui.review.images.compared import Compared
from inspector.gui.review.images.part_head import PartHead
from inspector.gui.review.images.picture_words import part_reasons, region_notes, shown_pitch_um
from inspector.gui.review.images.region_walk import RegionWalk
from inspector.gui.review.images.truth import Truth
from inspector.gui.review.images.why_panel import WhyPanel
from inspector.gui.review.pictures.heat_scale import heat_scale
from inspector.gui.review.pictures.lined_part import LinedPart, read_lined_part
from inspector.gui.review.pictures.part_notice import PartNotice
from inspector.gui.review.pictures.picture_menu import PictureMenu, ShownPicture, item_at
from inspector.gui.review.pictures.pointer_words import beside_threshold, pointer_text, score_words
from inspector.gui.review.pictures.readout_line import readout_line
from inspector.gui.screen import ElidedLabel, button
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.colour_bar import ColourBar
from inspector.gui.widgets.pictures.heat_controls import AddCommand, HeatControls, toggle
from inspector.gui.widgets.pictures.heat_view import HeatView, Pointed
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
        applied: which thresholds it is shown by, while others are tried; beside the line below the picture.

    Signals: `region_changed` when another region is chosen, or there is none; `picture_arrived` when the picture of
    the place is there, or cannot be shown.
    """

    region_changed = Signal()
    picture_arrived = Signal()

    def __init__(
        self,
        session: Session,
        *,
        add: AddCommand,
        decisions: Sequence[QAction],
        steps: Sequence[QAction],
        applied: QWidget,
    ) -> None:
        super().__init__()
        self._steps = steps
        self._session = session
        self._run: ReviewedImageRun | None = None
        self._model: ReviewModel | None = None
        self._place: int | None = None
        self._read: LinedPart | None = None
        self._pixels: np.ndarray | None = None
        self._pictures = PictureLoader(picture, self, cache_bytes=_CACHE_BYTES)
        self._pictures.loaded.connect(self._picture_loaded)
        self._build(add, decisions, applied)

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
        self._place = self._read = self._pixels = None
        self.failure.say("")
        self.view.show_part(None, keep_view=False)
        self._compared.show_part(None, None)
        self.colour_bar.show_scale(None, None)
        self.head.show_nothing(why)
        self.region_changed.emit()

    def show_image(self, place: int, *, ahead: Sequence[int]) -> None:
        """A place of the run; those `ahead` are likely to be asked for next."""
        run = self._run
        if run is None:
            return
        if place != self._place:
            self.walk.leave_part()
        self._place, self._read, self._pixels = place, None, None
        self.failure.say("")
        self.region_changed.emit()
        self.show_facts()
        path = run.image_path(place)
        self.why.show_image(path, run.names[place], run.labels[place])
        found = self._pictures.get(path, ahead=[run.image_path(other) for other in ahead])
        if found is not None:
            self._show_picture(found)
        outline = None if self._model is None else self._model.outline
        read = partial(read_lined_part, run, place, outline=outline, point=run.point)
        self._session.latest(_READING, read, self._part_read)

    @property
    def region(self) -> tuple[tuple[int, int], int] | None:
        """The region that is chosen, the worst where none is, by part and number; and how many the part has."""
        place, inspection = self._place, self._inspection
        if place is None or inspection is None or not inspection.regions:
            return None
        return (place, max(self.walk.region, 0)), len(inspection.regions)

    @property
    def reads_regions(self) -> bool:
        """Whether the regions of the part are still to come."""
        return self._place is not None and self._inspection is None

    def add_line(self, line: QWidget) -> None:
        """A line below the picture."""
        self._below.addWidget(line)

    def show_facts(self) -> None:
        """Verdict, score and what a person decided, as they are now."""
        if self._run is not None and self._place is not None:
            self.head.show_part(self._run, self._place)

    def _part_read(self, read: LinedPart) -> None:
        self._read = read
        if self._run is not None and self._place is not None:
            reasons = part_reasons(self._run, self._place, read.inspection)
            self.failure.say_of_record(read.inspection.error, reasons=reasons, replaced=read.replaced)
        self._show_heatmap()
        self.walk.show_part(self._inspection if self._pixels is not None else None)
        self.region_changed.emit()

    def _region_moved(self) -> None:
        self.show_notes()
        self.region_changed.emit()

    def show_notes(self) -> None:
        """The regions with their types, as they are now."""
        run, place, inspection = self._run, self._place, self._inspection
        if run is not None and place is not None and inspection is not None and inspection.anomaly_map is not None:
            chosen, types = max(self.walk.region, 0), run.types_at(place)
            self.view.show_notes(region_notes(inspection, pitch_um=self._pitch_um(), types=types, chosen=chosen))

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
            self.failure.say(found.reason)
            self.picture_arrived.emit()
            return
        self._pixels = found
        self.picture_arrived.emit()
        self.view.show_part(found, keep_view=not self.walk.zoomed)  # a region's place says nothing of the next part
        self._show_heatmap()
        self._truth.show_part(path)
        self._compared.show_part(path, found)
        self._explained()  # which may have come before the picture
        self.walk.show_part(self._inspection if self._pixels is not None else None)

    def _show_heatmap(self) -> None:
        run, read, inspection = self._run, self._read, self._inspection
        if run is None or read is None or inspection is None or inspection.anomaly_map is None:
            self.colour_bar.show_scale(None, None)
            self._show_pointed(None)
            return
        found, scale = inspection.anomaly_map, heat_scale(self._model, run.point)
        self.view.show_map(found, scale=scale, outlines=read.outlines, reject=read.reject)
        self.show_notes()
        self.view.set_pitch(shown_pitch_um(self._pitch_um(), inspection, self._pixels))
        self.colour_bar.show_scale(scale, run.point, written=partial(score_words, run))
        self._show_pointed(None)

    @property
    def _inspection(self) -> Inspection | None:
        return None if self._read is None else self._read.inspection

    @property
    def _category(self) -> Category | None:
        return self._session.category_of(IMAGES)

    def _pitch_um(self) -> float | None:
        return None if self._category is None else self._category.properties.pixel_pitch_um

    def _show_pointed(self, pointed: Pointed | None) -> None:
        inspection, run = self._inspection, self._run
        self.colour_bar.point_at(None if pointed is None else pointed.value)
        size = None if inspection is None else inspection.size
        if size is None or run is None:
            self.readout.setText("")
        else:
            relative = partial(beside_threshold, run)
            text = pointer_text(pointed, size=size, relative=relative, with_map=self._has_map())
            self.readout.setText(self._compared.in_its_place or text)

    def _shown_picture(self) -> ShownPicture | None:
        run, place, inspection = self._run, self._place, self._inspection
        if run is None or place is None or self._pixels is None:
            return None
        heat = inspection is not None and inspection.anomaly_map is not None and self._controls.heat.isChecked()
        return ShownPicture(
            run.image_path(place),
            self._pixels,
            anomaly_map=inspection.anomaly_map if heat and inspection is not None else None,
            scale=heat_scale(self._model, run.point) if heat else None,
            regions=self._read.labels if self._read is not None and self._controls.outlines.isChecked() else None,
            rejected=self._read is not None and bool(self._read.reject),
        )

    def _marked_image(self) -> ImageRef | Clip | None:
        run, place = self._run, self._place
        return None if run is None or place is None else item_at(self._category, run.image_path(place))

    def _explained(self) -> None:
        self._compared.show_explanation(self.why.explanation)

    def _toggle_blink(self) -> None:
        self.view.set_blinking(self._blink.isChecked())

    def _toggle_why(self) -> None:
        self.why.setVisible(self._why_shown.isChecked())
        if self._why_shown.isChecked():
            self.why.request()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected part"))
    def _has_image(self) -> bool:
        return self._place is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a part with a heatmap"))
    def _has_map(self) -> bool:
        return self._place is not None and (self._model is None or self._model.outline is not None)

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected part and the run's model"))
    def _can_explain(self) -> bool:
        return self._place is not None and self._model is not None

    def _build(self, add: AddCommand, decisions: Sequence[QAction], applied: QWidget) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.head = PartHead(decisions)
        layout.addWidget(self.head)
        self.failure = PartNotice()
        layout.addWidget(self.failure)
        self.view, self.colour_bar = HeatView(), ColourBar()
        self.view.recoloured.connect(self._recoloured)
        self.view.pointed.connect(self._show_pointed)
        self._recoloured()
        self.walk = RegionWalk(self.view, self._region_moved)
        self.view.clicked.connect(self.walk.choose)
        self._compared = Compared(self._session, self.view)
        self._compared.replaced.connect(partial(self._show_pointed, None))
        self._truth = Truth(self._session, self.view)
        pictures = QHBoxLayout()
        pictures.setSpacing(4)
        pictures.addWidget(self.view, stretch=1)
        pictures.addWidget(self.colour_bar)
        layout.addLayout(pictures, stretch=1)
        self.readout = ElidedLabel("muted")
        self.readout.setObjectName("pointer-readout")
        layout.addLayout(readout_line(self.readout, applied))
        self._below = QVBoxLayout()
        layout.addLayout(self._below)
        self.why = WhyPanel(self._session, add)
        self.why.explained.connect(self._explained)
        self.why.hide()
        layout.addWidget(self.why)
        self._add_controls(layout, add)

    def _add_controls(self, layout: QVBoxLayout, add: AddCommand) -> None:
        settings, shown = self._session.settings, self._has_image
        outlines = self.tr("Outlines")
        self._controls = controls = HeatControls(
            self.view, add, shown, settings=settings, outlines=outlines, with_map=self._has_map
        )
        controls.outlines.setToolTip(
            self.tr("Cyan: where a region ends. Yellow: where the map passes the reject threshold.")
        )
        truth = self._truth.add_command(add, enabled=self._has_truth)
        self._blink = toggle(add(self.tr("Blink"), self._toggle_blink, ("B",), shown), on=False)
        beside, hold = self._compared.add_commands(
            add, explain=self.why.request, explains=self._can_explain, shown=shown
        )
        self._why_shown = toggle(add(self.tr("Why?"), self._toggle_why, ("W",), self._can_explain), on=False)
        worst = add(self.tr("Zoom to defect"), self.walk.go_to_worst, ("Z",), shown)
        view = (self._blink, controls.fit, worst, *self._steps, hold)
        self.menu = PictureMenu(
            self._session, self, add=add, view=view, shown=self._shown_picture, marked=self._marked_image
        ).menu
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        row = QHBoxLayout()
        for action in (controls.heat, controls.outlines, truth, beside, self._why_shown):
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

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a part with a ground truth"))
    def _has_truth(self) -> bool:
        return self._place is not None and self._truth.there
