"""The thresholds: drag them, see what they do, state a false-reject budget."""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.core.operating_point import OperatingPoint, ReadableScores, rounded_relative
from inspector.core.thresholds import choose_threshold
from inspector.gui.core_texts import remark_text
from inspector.gui.numbers import count, number, score_text
from inspector.gui.review.pictures.nearest_pictures import MOST, NearestItem, NearestPictures
from inspector.gui.review.threshold_outcome import ThresholdOutcome
from inspector.gui.review.threshold_proof import ThresholdProof
from inspector.gui.review.view import ThresholdWords
from inspector.gui.screen import GAP, label
from inspector.gui.theme import current_theme
from inspector.gui.widgets.fields import DoubleSpinBox
from inspector.gui.widgets.histogram import Fill, ScoreGroup, ThresholdHistogram
from inspector.gui.widgets.pictures.thumbnails import Thumbnails
from inspector.workflow.review.scores import LabelledScores

_PICTURES_MS = 150  # between two looks for the pictures near a line that moves
_TYPE_COLOURS = ("#d55e00", "#cc79a7", "#009e73", "#e69f00", "#56b4e9", "#8c6d31")  # told apart by the colour-blind


@dataclass(frozen=True, eq=False)
class ThresholdBasis:
    """What thresholds are set on.

    Attributes:
        point: in force.
        good_scores: (n,) of good images or video that the training has not seen; None where the model is not there.
        readable: how scores read at the thresholds in force; while one is dragged, the scale stays.
        crossed: the training has seen all of them, and each was judged by a model that learned the others.
        remarks: what the training found out, which a person must know who trusts the scores.
    """

    scores: LabelledScores
    point: OperatingPoint
    good_scores: np.ndarray | None
    readable: ReadableScores
    remarks: Sequence[str] = ()
    crossed: bool = False


class ThresholdPanel(QWidget):
    """Shows what an operating point makes of a run, while it is dragged; `point` is the one shown.

    Args:
        applied: a note beside the picture, which says that the thresholds in force stay those that it is shown by.

    Signals: `requested` (place among the scores) when a person clicks a picture near the line; `moved` when the
    thresholds leave those in force, or come back to them.
    """

    requested = Signal(int)
    moved = Signal()

    def __init__(
        self,
        words: ThresholdWords,
        thumbnails: Thumbnails,
        picture_key: Callable[[int], Hashable],
        *,
        applied: QLabel,
    ) -> None:
        super().__init__()
        self._applied = applied
        applied.hide()
        self._words = words
        self._basis: ThresholdBasis | None = None
        self._unchanged = False  # a budget was typed at which the threshold stays
        self._readable = ReadableScores.raw_scores()
        self._meaning = self.tr(
            "0 is a typical good part, 1 the reject threshold in force. Raw score, which is stored: {score}"
        )
        self.point = OperatingPoint(review=0, reject=0)
        self.histogram = ThresholdHistogram()
        self.histogram.setMinimumHeight(140)
        self.histogram.moved.connect(self.set_point)
        self.review = self._threshold_box(self.tr("Review threshold"), "review-threshold")
        self.reject = self._threshold_box(self.tr("Reject threshold"), "reject-threshold")
        self.review.valueChanged.connect(self._review_typed)
        self.reject.valueChanged.connect(self._reject_typed)
        self.budget = DoubleSpinBox()
        self.budget.setObjectName("false-reject-budget")
        self.budget.setRange(0.01, 50)
        self.budget.setDecimals(2)
        self.budget.setSuffix(" %")
        self.budget.setValue(1)
        self.budget.setKeyboardTracking(False)
        self.budget.setAccessibleName(self.tr("False-reject budget"))
        self.budget.valueChanged.connect(self._budget_typed)
        self.outcome = ThresholdOutcome(words)
        self.nearest = NearestPictures(thumbnails, picture_key)
        self.nearest.chosen.connect(self.requested)
        self._picturing = QTimer(self, interval=_PICTURES_MS, singleShot=True)
        self._picturing.timeout.connect(self._show_nearest)
        self.pictured = label("", "muted")
        self.pictured.setObjectName("pictured-parts")
        self.logarithmic = QCheckBox(self.tr("Log scale"))
        self.logarithmic.setObjectName("log-scale")
        self.logarithmic.setToolTip(self.tr("Logarithmic axes, to see few bad parts beside many good ones"))
        self.logarithmic.toggled.connect(self.histogram.set_logarithmic)
        self.by_type = QCheckBox(self.tr("By type"))
        self.by_type.setObjectName("by-type")
        self.by_type.setToolTip(self.tr("The scores of each type of defect apart, the six most frequent ones"))
        self.by_type.toggled.connect(self._redraw)
        self.by_type.hide()
        self.proof = ThresholdProof(words)
        self._remark, self._legend = label("", "warning"), label("")
        self._remark.setObjectName("remark")
        self._legend.setObjectName("score-legend")
        self._build()

    @property
    def changed(self) -> bool:
        """Whether the thresholds were moved away from those in force."""
        return self._basis is not None and self.point != self._basis.point

    def show_basis(self, basis: ThresholdBasis | None) -> None:
        """Another run, with the thresholds in force; None for none."""
        self._draw(basis)
        if basis is not None:
            self.set_point(basis.point)
            self._show_nearest()

    def update_basis(self, basis: ThresholdBasis) -> None:
        """The same run after a review: the thresholds stay where they were dragged to."""
        point = self.point
        self._draw(basis)
        self.set_point(point)

    def written(self, score: float) -> str:
        """A raw score as it reads here."""
        scaled = self._readable != ReadableScores.raw_scores()
        return score_text(self._readable.relative(score) if scaled else None, score)

    def reset(self) -> None:
        """Back to the thresholds in force."""
        if self._basis is not None:
            self.set_point(self._basis.point)

    def set_point(self, point: OperatingPoint) -> None:
        """Show these thresholds, as if they were dragged there; the pictures near the line follow a moment later."""
        before = self.changed
        self.point = point  # exact and raw, where the fields below round
        for box, value in ((self.review, point.review), (self.reject, point.reject)):
            box.blockSignals(True)
            if box is self.review:  # a typed one stops at the reject threshold instead of moving it
                box.setMaximum(self._readable.relative(point.reject))
            box.setValue(rounded_relative(self._readable.relative(value), box.decimals()))
            box.setToolTip(self._meaning.format(score=number(value)))
            box.blockSignals(False)
        self.histogram.set_point(point)
        self._show_outcome()
        self._say_applied()
        if self.changed != before:
            self.moved.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click beside the fields is one into the nearest: digits are then its own, and name no region."""
        place = event.position().toPoint()
        fields = (self.review, self.reject, self.budget)
        nearest = min(fields, key=lambda one: (one.geometry().center() - place).manhattanLength())
        nearest.setFocus(Qt.FocusReason.MouseFocusReason)
        nearest.selectAll()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._basis is not None:  # curves have the theme's colours
            self.update_basis(self._basis)

    def _draw(self, basis: ThresholdBasis | None) -> None:
        self._basis = basis
        remarks = () if basis is None else tuple(map(remark_text, basis.remarks))
        more = self.tr("{remark} (Models shows {n} more.)")
        first = next(iter(remarks), "")
        self._remark.setText(more.format(remark=first, n=count(len(remarks) - 1)) if len(remarks) > 1 else first)
        self._remark.setToolTip("\n".join(remarks))
        self._remark.setVisible(bool(remarks))
        self.setEnabled(basis is not None)
        if basis is None:
            self._say_applied()
            return
        found = basis.scores
        self._readable = basis.readable
        types = found.by_type(len(_TYPE_COLOURS))
        self.by_type.setVisible(bool(types))
        every = self._groups(basis, types if self.by_type.isChecked() else {})
        groups = [group for group in every if len(group.scores)]
        scored = found.scores[found.scored]
        spread = max(1e-6, float(np.std(scored)) / basis.readable.unit) if len(scored) else 1.0
        for box in (self.review, self.reject):
            box.setDecimals(max(2, 2 - math.floor(math.log10(spread))))
            box.setSingleStep(spread / 50)
        self.histogram.show_scores(groups, basis.point, readable=basis.readable)
        self._legend.setText(self._legend_text(groups))

    def _groups(self, basis: ThresholdBasis, types: Mapping[str, np.ndarray]) -> list[ScoreGroup]:
        """The scores of each kind of part, from the back to the front; those of a type apart."""
        theme, found = current_theme(), basis.scores
        rest = ~np.logical_or.reduce([np.zeros(len(found.scores), bool), *types.values()])

        def group(name: str, member: np.ndarray, colour: str, fill: Fill) -> ScoreGroup:
            return ScoreGroup(name, found.scores[member], colour, fill)

        rest &= found.tested
        groups = [group(self.tr("unknown"), found.scored & ~found.known & rest, theme.muted, Fill.DOTTED)]
        groups.append(group(self.tr("no test"), found.scored & ~found.tested, theme.muted, Fill.OUTLINE))
        if basis.good_scores is not None:
            groups.append(ScoreGroup(self.tr("good, from calibration"), basis.good_scores, theme.accent, Fill.OUTLINE))
        groups.append(group(self.tr("defective"), found.known & found.defective & rest, theme.ng, Fill.HATCHED))
        for (name, member), colour in zip(types.items(), _TYPE_COLOURS, strict=False):
            groups.append(group(name, member, colour, Fill.HATCHED))
        groups.append(group(self.tr("good"), found.known & ~found.defective & rest, theme.ok, Fill.SOLID))
        return groups

    def _legend_text(self, groups: Sequence[ScoreGroup]) -> str:
        return " &nbsp; ".join(
            f'<span style="white-space:nowrap"><span style="color:{group.colour}">{group.fill.value}</span>&nbsp;'
            f"{escape(group.name).replace(' ', '&nbsp;')}&nbsp;{len(group.scores)}</span>"
            for group in groups
        )

    def _redraw(self) -> None:
        if self._basis is not None:
            self.update_basis(self._basis)

    def _threshold_box(self, name: str, object_name: str) -> QDoubleSpinBox:
        box = DoubleSpinBox()
        box.setObjectName(object_name)
        box.setRange(-1e6, 1e6)
        box.setDecimals(4)
        box.setKeyboardTracking(False)
        box.setAccessibleName(name)
        return box

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        self._remark.setWordWrap(True)
        self._remark.hide()
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setWordWrap(True)
        both = QHBoxLayout()
        for text, box in ((self.tr("Review above"), self.review), (self.tr("Reject above"), self.reject)):
            column = QVBoxLayout()
            column.setSpacing(2)
            name = label(text, "muted")
            name.setToolTip(
                self.tr(
                    "Type a score as it reads on this screen: 0 is a typical good part, 1 the reject threshold in "
                    "force. Tables have it as '{relative}'. The raw score, '{raw}' in tables, is what is stored: the "
                    "tooltip of the field shows it."
                ).format(relative=self._words.relative_column, raw=self._words.raw_column)
            )
            name.setBuddy(box)
            column.addWidget(name)
            column.addWidget(box)
            both.addLayout(column)
        budget = QHBoxLayout()
        name = label(self.tr("False-reject budget"))
        name.setWordWrap(True)
        name.setBuddy(self.budget)
        budget.addWidget(name, stretch=1)
        budget.addWidget(self.budget)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Scores and thresholds"), "heading"), stretch=1)
        head.addWidget(self.logarithmic)
        layout.addLayout(head)
        layout.addWidget(self._remark)
        layout.addWidget(self.histogram, stretch=1)
        named = QHBoxLayout()
        named.addWidget(self._legend, stretch=1)
        named.addWidget(self.by_type, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(named)
        layout.addLayout(both)
        layout.addWidget(self.outcome)
        layout.addWidget(self.pictured)
        layout.addWidget(self.nearest)
        layout.addLayout(budget)
        layout.addWidget(self.proof)

    def _review_typed(self, value: float) -> None:
        typed = self._readable.raw(value)
        self.set_point(OperatingPoint(review=min(typed, self.point.reject), reject=self.point.reject))

    def _reject_typed(self, value: float) -> None:
        typed = self._readable.raw(value)
        self.set_point(OperatingPoint(review=min(typed, self.point.review), reject=typed))

    def _budget_typed(self, percent: float) -> None:
        good = None if self._basis is None else self._basis.good_scores
        if good is not None and len(good):
            chosen = choose_threshold(good, wish=percent / 100).threshold
            if chosen == self.point.reject:
                self._unchanged = True
            self.set_point(OperatingPoint(review=min(self.point.review, chosen), reject=chosen))
            self._unchanged = False

    def _say_applied(self) -> None:
        """That verdicts, colours and outlines do not follow the thresholds while these are moved."""
        self._applied.setVisible(self.changed)
        if self._basis is None or not self.changed:
            return
        text = self.tr(
            "Verdicts, colours and outlines are by the applied thresholds: review {review}, reject {reject}. The moved "
            "thresholds are not applied yet."
        )
        point = self._basis.point
        self._applied.setText(self.tr("Moved thresholds are not applied"))
        self._applied.setToolTip(text.format(review=self.written(point.review), reject=self.written(point.reject)))

    def _show_outcome(self) -> None:
        if self._basis is None:
            return
        found = self._basis.scores
        learned = int((found.scored & ~found.tested).sum())
        self.outcome.show_outcome(self._basis.scores.outcome(self.point), learned=learned)
        if not self._picturing.isActive():
            self._picturing.start()
        good, crossed, budget = self._basis.good_scores, self._basis.crossed, self.budget.value()
        self.proof.show_proof(good, self.point, budget=budget, crossed=crossed, unchanged=self._unchanged)

    def _show_nearest(self) -> None:
        """Say how many parts change side, and show those nearest to the line."""
        if self._basis is None:
            return
        found = self._basis.scores
        changed = found.changed(self._basis.point, self.point)
        self.pictured.setText(
            self.tr("Change side: {n}, nearest first").format(n=count(len(changed)))
            if changed
            else self.tr("Nearest to the reject threshold")
        )
        self.nearest.show_items(
            [
                NearestItem(place, f"{Path(found.names[place]).name}  {self.written(found.scores[place])}")
                for place in (changed[:MOST] or found.nearest(self.point.reject, MOST))
            ]
        )
