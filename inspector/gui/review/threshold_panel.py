"""The thresholds: drag them, see what they do, wish for a share of false rejects, apply with a reason."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector.core.metrics.image import Rate
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.thresholds import bound_for_threshold, choose_threshold
from inspector.data.splits import images_to_add
from inspector.gui.screen import GAP, label
from inspector.gui.theme import current_theme
from inspector.gui.widgets.histogram import ThresholdHistogram
from inspector.gui.widgets.thumbnails import Thumbnails
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.scores import outcome_at

_NEAREST = 6
_NEAREST_PX = 44


class ThresholdPanel(QWidget):
    """Shows what an operating point makes of a run, while it is dragged; `point` is the one shown.

    Signals: `wanted` (a place of the run) when a person clicks a part near the line; `moved` when other thresholds
    are shown.
    """

    wanted = Signal(int)
    moved = Signal()

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._run: ReviewedImageRun | None = None
        self._good: np.ndarray | None = None
        self._remarks: Sequence[str] = ()
        self.point = OperatingPoint(review=0, reject=0)
        self._thumbnails = thumbnails
        thumbnails.ready.connect(self._thumbnail_ready)
        self.histogram = ThresholdHistogram()
        self.histogram.setMinimumHeight(130)
        self.histogram.moved.connect(self._moved)
        self.review = self._spin(self.tr("Review threshold"))
        self.reject = self._spin(self.tr("Reject threshold"))
        self.review.valueChanged.connect(self._review_typed)
        self.reject.valueChanged.connect(self._reject_typed)
        self.wish = QDoubleSpinBox()
        self.wish.setRange(0.01, 50)
        self.wish.setDecimals(2)
        self.wish.setSuffix(" %")
        self.wish.setValue(1)
        self.wish.setKeyboardTracking(False)
        self.wish.setAccessibleName(self.tr("Wish for the share of good parts that are rejected"))
        self.wish.valueChanged.connect(self._wished)
        self._proof = label("", "muted")
        self._proof.setWordWrap(True)
        self._build()

    @property
    def changed(self) -> bool:
        """Whether the thresholds were moved away from those in force."""
        return self._run is not None and self.point != self._run.point

    def show_run(self, run: ReviewedImageRun | None, good_scores: np.ndarray | None, *, remarks: Sequence[str]) -> None:
        """Another run, or the same after a review or a change of thresholds.

        Args:
            good_scores: (n,) of good images that the training has not seen; None where the model is not there.
            remarks: what the training found out about the part, which a person must know who trusts the scores.
        """
        self._run, self._good, self._remarks = run, good_scores, remarks
        self._remark.setText(remarks[0] if remarks else "")
        self._remark.setToolTip("\n".join(remarks))
        self._remark.setVisible(bool(remarks))
        self.setEnabled(run is not None)
        if run is None:
            return
        theme = current_theme()
        found = run.labelled_scores()
        known, defective = found.known, found.defective
        scored = ~np.isnan(run.scores)
        self._scores, self._defective = run.scores[known], defective[known]
        kinds = [(run.scores[scored & ~known], theme.muted)]
        if good_scores is not None:
            kinds.append((good_scores, theme.accent))
        kinds += [(run.scores[known & defective], theme.ng), (run.scores[known & ~defective], theme.ok)]
        spread = max(1e-6, float(np.std(run.scores[scored]))) if scored.any() else 1.0
        for spin in (self.review, self.reject):
            spin.setDecimals(max(2, 2 - math.floor(math.log10(spread))))
            spin.setSingleStep(spread / 50)
        self.histogram.show_scores([kind for kind in kinds if len(kind[0])], run.point)
        self._legend.setText(self._legend_text(kinds))
        self.set_point(run.point)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._run is not None:  # the kinds have the theme's colours
            point = self.point
            self.show_run(self._run, self._good, remarks=self._remarks)
            self.set_point(point)

    def set_point(self, point: OperatingPoint) -> None:
        """Show these thresholds, as if they were dragged there."""
        self.point = point  # exact, where the fields below round
        for spin, value in ((self.review, point.review), (self.reject, point.reject)):
            spin.blockSignals(True)
            if spin is self.review:  # a typed one stops at the reject threshold instead of moving it
                spin.setMaximum(point.reject)
            spin.setValue(value)
            spin.blockSignals(False)
        self.histogram.set_point(point)
        self._show_outcome()
        self.moved.emit()

    def _legend_text(self, kinds: Sequence[tuple[np.ndarray, str]]) -> str:
        theme = current_theme()
        names = {
            theme.ok: self.tr("good"),
            theme.ng: self.tr("defective"),
            theme.accent: self.tr("good, from the calibration"),
            theme.muted: self.tr("not known"),
        }
        return " &nbsp; ".join(
            f'<span style="white-space:nowrap"><span style="color:{colour}">■</span>&nbsp;'
            f"{names[colour].replace(' ', '&nbsp;')}&nbsp;{len(scores)}</span>"
            for scores, colour in kinds
            if len(scores)
        )

    def _spin(self, name: str) -> QDoubleSpinBox:
        spin = QDoubleSpinBox()
        spin.setRange(-1e6, 1e6)
        spin.setDecimals(4)
        spin.setKeyboardTracking(False)
        spin.setAccessibleName(name)
        return spin

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(label(self.tr("Scores and thresholds"), "heading"))
        self._remark = label("", "warning")
        self._remark.setWordWrap(True)
        self._remark.hide()
        layout.addWidget(self._remark)
        layout.addWidget(self.histogram, stretch=1)
        self._legend = label("")
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setWordWrap(True)
        layout.addWidget(self._legend)
        both = QHBoxLayout()
        for words, spin in ((self.tr("Review above"), self.review), (self.tr("Reject above"), self.reject)):
            column = QVBoxLayout()
            column.setSpacing(2)
            name = label(words, "muted")
            name.setBuddy(spin)
            column.addWidget(name)
            column.addWidget(spin)
            both.addLayout(column)
        layout.addLayout(both)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(GAP)
        self._table.setVerticalSpacing(2)
        self._cells: dict[tuple[int, int], QLabel] = {}
        for column, decision in enumerate(Decision, start=1):
            self._table.addWidget(label(decision, "muted"), 0, column, Qt.AlignmentFlag.AlignRight)
        for row, words in enumerate((self.tr("Good parts"), self.tr("Defective parts")), start=1):
            self._table.addWidget(label(words), row, 0)
            for column in range(1, 4):
                cell = label("", "heading")
                self._cells[row, column] = cell
                self._table.addWidget(cell, row, column, Qt.AlignmentFlag.AlignRight)
        self._table.setColumnStretch(0, 1)
        layout.addLayout(self._table)
        self._overkill, self._escape = label(""), label("")
        for line in (self._overkill, self._escape):
            line.setWordWrap(True)
        rates = QFormLayout()
        rates.setVerticalSpacing(2)
        rates.addRow(label(self.tr("Overkill"), "muted"), self._overkill)
        rates.addRow(label(self.tr("Escape"), "muted"), self._escape)
        layout.addLayout(rates)
        layout.addWidget(label(self.tr("Nearest to the reject threshold"), "muted"))
        row = QHBoxLayout()
        row.setSpacing(4)
        self._near: list[QToolButton] = []
        self._near_places: list[int] = []
        for index in range(_NEAREST):
            shown = QToolButton()
            shown.setFixedSize(_NEAREST_PX + 4, _NEAREST_PX + 4)
            shown.setIconSize(shown.size() * 0.9)
            shown.setProperty("index", index)
            shown.clicked.connect(self._near_clicked)
            self._near.append(shown)
            row.addWidget(shown)
        row.addStretch()
        layout.addLayout(row)
        wish = QHBoxLayout()
        words = label(self.tr("At most so many good parts rejected"))
        words.setWordWrap(True)
        words.setBuddy(self.wish)
        wish.addWidget(words, stretch=1)
        wish.addWidget(self.wish)
        layout.addLayout(wish)
        layout.addWidget(self._proof)

    def _moved(self, point: OperatingPoint) -> None:
        self.set_point(point)

    def _review_typed(self, value: float) -> None:
        self.set_point(OperatingPoint(review=min(value, self.point.reject), reject=self.point.reject))

    def _reject_typed(self, value: float) -> None:
        self.set_point(OperatingPoint(review=min(value, self.point.review), reject=value))

    def _wished(self, percent: float) -> None:
        if self._good is not None and len(self._good):
            chosen = choose_threshold(self._good, wish=percent / 100).threshold
            self.set_point(OperatingPoint(review=min(self.point.review, chosen), reject=chosen))

    def _show_outcome(self) -> None:
        if self._run is None:
            return
        theme = current_theme()
        outcome = outcome_at(self._scores, self._defective, self.point)
        bad = {(1, 3): theme.ng, (2, 1): theme.ng}  # false rejects and escapes
        for (row, column), cell in self._cells.items():
            count = int(outcome.counts[row - 1, column - 1])
            cell.setText(str(count))
            wrong = bad.get((row, column)) if count else None
            cell.setStyleSheet("" if wrong is None else f"color: {wrong};")
        self._overkill.setText(self._share(outcome.overkill, self.tr("no good part is known")))
        self._escape.setText(self._share(outcome.escape, self.tr("no defective part is known")))
        self._show_nearest()
        self._show_proof()

    def _share(self, share: Rate | None, none: str) -> str:
        if share is None:
            return none
        return self.tr("{share:.1f} %  (95 %: {low:.1f} to {high:.1f} %)").format(
            share=100 * share.value, low=100 * share.low, high=100 * share.high
        )

    def _show_nearest(self) -> None:
        self._near_places = self._run.labelled_scores().nearest(self.point.reject, _NEAREST)
        for index, shown in enumerate(self._near):
            there = index < len(self._near_places)
            shown.setVisible(there)
            if there:
                place = self._near_places[index]
                pixmap = self._thumbnails.get(self._run.image_path(place))
                if pixmap is not None:
                    shown.setIcon(pixmap)
                words = f"{Path(self._run.names[place]).name}  {self._run.scores[place]:.4g}"
                shown.setToolTip(words)
                shown.setAccessibleName(words)

    def _thumbnail_ready(self, path: Path) -> None:
        if self._run is not None and any(self._run.image_path(place) == path for place in self._near_places):
            self._show_nearest()

    def _near_clicked(self) -> None:
        self.wanted.emit(self._near_places[self.sender().property("index")])

    def _show_proof(self) -> None:
        if self._good is None or not len(self._good):
            self._proof.setText(self.tr("The model is not in this workspace, so nothing can be proven or changed."))
            return
        bound = bound_for_threshold(self._good, self.point.reject)
        choice = choose_threshold(self._good, wish=self.wish.value() / 100)
        text = self.tr("Proven by {n} good images of the calibration: at most {bound:.1f} % (95 % confidence).").format(
            n=len(self._good), bound=100 * bound
        )
        if not choice.proven:
            text += " " + self.tr(
                "To prove {wish:g} %, add {more} good images to the category, a fifth of which is held out."
            ).format(wish=self.wish.value(), more=images_to_add(choice.more_images_needed))
        if self.point.review == self.point.reject:
            text += " " + self.tr("Both thresholds are the same: no part goes to REVIEW.")
        self._proof.setText(text)
