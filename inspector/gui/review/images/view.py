"""Review of a run of images: the worst first, each large with its heatmap."""

from collections.abc import Hashable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt
from PySide6.QtGui import QAction

from inspector.core.operating_point import Decision
from inspector.gui.commands import CommandGroup, needs
from inspector.gui.review.confirmed_parts import ConfirmedParts, LearningWords
from inspector.gui.review.decisions.words import review_word
from inspector.gui.review.defect_types.naming import TypeNaming
from inspector.gui.review.defect_types.pareto import ParetoWords
from inspector.gui.review.images.gallery import short_name
from inspector.gui.review.images.heat_thumbnail import HeatThumbnail, load_heat_thumbnail
from inspector.gui.review.images.list import InspectionList
from inspector.gui.review.images.pane import ImagePane
from inspector.gui.review.pictures.heat_scale import heat_scale
from inspector.gui.review.similar_dialog import SimilarItems, SimilarSource, SimilarWords
from inspector.gui.review.view import ReviewParts, ReviewSplitter, ThresholdWords, decision_commands
from inspector.gui.screen import EmptyState, button
from inspector.gui.widgets.focus import tab_into
from inspector.gui.widgets.pictures.judged_area import JudgedArea
from inspector.gui.widgets.pictures.thumbnails import Thumbnails
from inspector.gui.widgets.run_exports import RunExports
from inspector.store.records import ReviewDecision
from inspector.workflow.export.csv_file import CsvForm
from inspector.workflow.export.defects import export_defects
from inspector.workflow.export.reviews import export_image_reviews
from inspector.workflow.kinds import IMAGES
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.model import ReviewModel
from inspector.workflow.review.reviewed_run import Place
from inspector.workflow.review.similar import similar_parts
from inspector.workflow.review.type_proposals import region_proposer

_AHEAD = 3  # pictures decoded before they are asked for
_SIZES = (250, 700, 330)


class ImageReview(ReviewSplitter):
    """List, image and thresholds beside each other; `place` is that of the image that is shown."""

    def __init__(self, parts: ReviewParts) -> None:
        super().__init__(parts, settings_key="review")
        add = CommandGroup(parts.commands, self, self.tr("Review")).add
        self.words = self._words()
        self.thumbnails = Thumbnails(self, make=load_heat_thumbnail)
        source = SimilarSource(similar_parts, self.name_of, self.thumbnails, self.picture_key, parts.decide_group)
        self._similar = SimilarItems(self.session, self, source, self._similar_words(), place=lambda: self.place)
        self.run_counts = self.tr("{n} parts, {ng} NG")
        self._run: ReviewedImageRun | None = None
        self._model: ReviewModel | None = None
        self._exports = RunExports(self.session, self)
        self._area = JudgedArea()
        decisions = decision_commands(add, parts.decide, self._has_image)
        add(self.tr("Next part"), self.show_next, ("J", "Right", "Down"), self._has_image)
        add(self.tr("Previous part"), self.show_previous, ("K", "Left", "Up"), self._has_image)
        steps = (
            add(self.tr("Next defect"), self.show_next_defect, ("N",), self._has_image),
            add(self.tr("Previous defect"), self.show_previous_defect, ("P",), self._has_image),
            add(self.tr("Show similar parts …"), self._similar.show, ("L",), self._has_image),
        )
        self.list = InspectionList(self.thumbnails, self.picture_key, parts.runs)
        words = LearningWords(
            self.tr("Learning the confirmed parts"),
            self.tr("New model {name}: it knows the confirmed parts, and its reject threshold stays as it was."),
            self.tr("New model {name}: it knows the confirmed parts, and its thresholds are chosen anew."),
        )
        self._confirmed = ConfirmedParts(self.session, self, IMAGES, words=words, show_confirmed=self._show_confirmed)
        learn = add(self.tr("Learn the good parts"), self._confirmed.learn, (), self._confirmed.possible)
        learn.setToolTip(self.tr("Write a new model that also knows the parts confirmed to be good in this run"))
        self.list.add_button(button(learn))
        self.exports = (
            add(self.tr("Export defects as CSV …"), self.export_defects, (), self._has_image),
            add(self.tr("Export as a category …"), self.export_category, (), self._has_image),
        )
        self.exports[0].setToolTip(self.tr("One row per region of an image: place, size, type, and who named it"))
        self.exports[1].setToolTip(
            self.tr("Copy the decided parts into a new folder: train/good, test/good, test/<type>")
        )
        self.list.place_chosen.connect(self._place_chosen)
        self.pane = ImagePane(self.session, add=add, decisions=decisions, steps=steps, applied=parts.applied)
        self.naming = TypeNaming(
            self.session,
            self,
            add=add,
            name=parts.name_region,
            chosen=self._chosen_region,
            reads=self._reads_regions,
            filter_by=self.list.show_type,
            refresh_commands=parts.commands.refresh,
            words=ParetoWords(
                counted=self.tr("Regions"),
                parts=self.tr("Parts"),
                hint=self.tr("Return or a double click lists the parts of a type."),
                unnamed=self.tr("Rejected parts without a type: {n}."),
            ),
            narrow=False,
        )
        self.pane.add_line(self.naming.bar)
        tab_into(self.pane.view, self.naming.bar)
        self.pane.why.left.connect(self.take_focus)
        self.pane.region_changed.connect(self.naming.refresh)
        self.pane.picture_arrived.connect(parts.commands.refresh)
        self.list.gallery.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.gallery.customContextMenuRequested.connect(self._open_list_menu)
        for widget in (self.list, self.pane, parts.thresholds):
            self.addWidget(widget)
        self.setStretchFactor(1, 1)
        self.setSizes(_SIZES)
        self.restore()

    def export_reviews(self, run: Path, target: Path, /, *, form: CsvForm) -> Path:
        return export_image_reviews(run, target, form=form)

    def export_defects(self) -> None:
        """Ask where to, and write all regions with their types as a table."""
        if self._run is not None:
            self._exports.defects(self._run.path, partial(export_defects, self._run.path))

    def export_category(self) -> None:
        """Ask where to, and copy the decided parts into a new category."""
        if self._run is not None:
            self._exports.category(self._run.path, point=self._run.point)

    def empty_state(self, train: QAction, inspect: QAction) -> EmptyState:
        return EmptyState(
            self.tr("Nothing to review yet"),
            self.tr("Train a model or inspect a batch: its parts then appear here, worst first."),
            (train, inspect),
        )

    def show_run(self, run: ReviewedImageRun | None, model: ReviewModel | None, *, keep_place: bool) -> None:
        self._similar.show_run(run)
        self._run = run
        self._exports.other_thresholds = run is not None and run.other_thresholds
        if not keep_place:
            self._select(None)
        self._model = model
        self._area = JudgedArea() if model is None else JudgedArea.from_card(model.card)
        self.pane.view.shade.show_area(self._area)
        self.pane.show_run(self._run, model, keep_place=keep_place)
        self.naming.show_run(self._run, None if self._run is None else region_proposer(self._run))
        self._confirmed.show_run(self._run, model)
        self.list.show_run(self._run, keep_place=keep_place)

    def show_review(self, place: int) -> None:
        self.list.show_review(place)
        self.pane.show_facts()
        self.pane.show_notes()
        self.naming.records_changed()

    def advance(self, place: int) -> None:
        self.list.decided()
        if self.place == place:  # a filter may have taken it away already
            row = self.list.next_undecided()
            if row is None:
                self.session.said.emit(self.tr("Every listed part is decided."))
            else:
                self.list.go(row)

    def show_place(self, place: int) -> None:
        self.list.show_place(place)

    def name_of(self, place: int) -> str:
        return "" if self._run is None else short_name(self._run.names[place])

    def word_of(self, decision: ReviewDecision) -> str:
        return review_word(decision)

    def _show_confirmed(self) -> None:
        self.list.show_decided(ReviewDecision.ACCEPT)
        self.take_focus()

    def show_scored(self, place: int) -> None:
        self.list.show_place(place)

    def picture_key(self, place: int) -> Hashable:
        run, model = self._run, self._model
        if run is None:
            return None
        bits = None if model is None else model.bits
        return HeatThumbnail(run.image_path(place), place, heat_scale(model, run.point), bits, self._area, run)

    def take_focus(self) -> None:
        self.list.take_focus()

    def show_next(self) -> None:
        self.list.go(self.list.row() + 1)

    def show_previous(self) -> None:
        self.list.go(self.list.row() - 1)

    def show_next_defect(self) -> None:
        """The next region of the part, or the first of the next part that is not OK."""
        self._step_to_defect(1)

    def show_previous_defect(self) -> None:
        self._step_to_defect(-1)

    def _step_to_defect(self, step: int) -> None:
        run = self._run
        if run is None or self.pane.walk.step(step):
            return
        row = self.list.row() + step
        while 0 <= row < len(self.list.order) and run.decision(self.list.order[row]) in (None, Decision.OK):
            row += step
        if 0 <= row < len(self.list.order):
            self.list.go(row)
            self.pane.walk.want(step)
        else:
            self.session.said.emit(self.tr("No further defect in the listed parts."))

    def _open_list_menu(self, where: QPoint) -> None:
        gallery = self.list.gallery
        if gallery.indexAt(where).isValid():  # which the right button has selected
            self.pane.menu.popup(gallery.viewport().mapToGlobal(where))

    def _place_chosen(self, place: int) -> None:
        if place < 0:
            self.pane.show_nothing(self.tr("No part matches the filters."))
            self._select(None)
        else:
            self.pane.show_image(place, ahead=self.list.ahead(_AHEAD))
            self._select(place)

    def _chosen_region(self) -> tuple[Place, int] | None:
        return self.pane.region

    def _reads_regions(self) -> bool:
        return self.pane.reads_regions

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected part"))
    def _has_image(self) -> bool:
        return self.place is not None

    def _similar_words(self) -> SimilarWords:
        return SimilarWords(
            name="similar-parts",
            title=self.tr("Parts similar to {name}"),
            sheet=self.tr("Similar parts, the most similar first"),
            hint=self.tr("Click with Ctrl or Shift to select others. The decision is on every selected part."),
            incomparable=self.tr("This part has no region that others could be compared with."),
            alone=self.tr("No other part of this run has a region like this one."),
            decided=self.tr("{n} parts similar to {name} – {decision}"),
        )

    def _words(self) -> ThresholdWords:
        return ThresholdWords(
            good=self.tr("Good parts"),
            defective=self.tr("Defective parts"),
            unlabelled=self.tr("Unlabelled parts"),
            no_good=self.tr("no good parts are known"),
            no_defective=self.tr("no defective parts are known"),
            proof=self.tr("{n} good calibration images prove: at most {bound} % (95 % confidence)."),
            more=self.tr("To prove {wish} %, add {images} good images to the category, a fifth of which is held out."),
            no_review=self.tr("Both thresholds are the same: no part goes to REVIEW by its score."),
            raw_column="score",
            relative_column="relative_score",
        )
