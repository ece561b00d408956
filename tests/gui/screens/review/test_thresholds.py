"""Thresholds in Review: dragged, typed and applied, and what they do."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pyqtgraph
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QInputDialog, QScrollArea

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef, scan_category
from inspector.gui.numbers import fixed, number
from inspector.gui.review.opened_run import threshold_basis
from inspector.gui.review.threshold_panel import ThresholdBasis, ThresholdPanel
from inspector.gui.widgets.histogram import Fill
from inspector.store.models.model_folder import read_model
from inspector.store.records import current_reviews, operating_point_history, record_operating_point
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.learn.remarks import no_longer_rejected
from tests.gui.looking import action_of, answer, drag, label_text
from tests.gui.screens.review.looking import gallery, order, outcome, press, settled


def laid_out(window, qtbot):
    """Wait for the pictures that a move of a threshold shows, a moment later, and for their room in the panel."""
    for _ in range(3):
        qtbot.wait(200)
        settled(window, qtbot)


def test_dragging_a_threshold_shows_what_it_does_and_changes_nothing(review, run, opened, qtbot, monkeypatch):
    monkeypatch.setitem(pyqtgraph.CONFIG_OPTIONS, "mouseRateLimit", -1)  # or quick moves would be left out
    panel, histogram = review.thresholds, review.thresholds.histogram
    labelled = review.run.labelled_scores()
    known, defective = labelled.known, labelled.defective
    scores = review.run.scores[known]
    panel.set_point(OperatingPoint(review=scores.min() - 1, reject=scores.min()))
    before = panel.point
    laid_out(opened, qtbot)

    def at(value):
        scene = histogram.plotItem.vb.mapViewToScene(QPointF(value, 0.5))
        return QPointF(histogram.mapFromScene(scene))

    drag(histogram.viewport(), at(before.reject), lambda: at(scores.max()))
    assert panel.point.reject == pytest.approx(scores.max(), abs=0.05 * np.ptp(scores))
    assert panel.point.review == before.review
    ng = scores > panel.point.reject
    assert outcome(review, "good", "NG") == str(sum(ng & ~defective[known]))
    assert outcome(review, "defective", "NG") == str(sum(ng & defective[known]))
    assert panel.changed
    middle = (scores.min() + scores.max()) / 2
    panel.set_point(OperatingPoint(review=middle, reject=scores.max()))
    laid_out(opened, qtbot)
    drag(histogram.viewport(), at(scores.max()), lambda: at(scores.min()))
    assert panel.point.review == panel.point.reject < middle, "one line pushes the other"
    assert operating_point_history(opened.session.workspace.models / "disc") == []


def test_a_wish_sets_the_threshold_that_proves_most_and_says_what_is_missing(review):
    panel = review.thresholds
    panel.set_point(OperatingPoint(review=0, reject=0))
    panel.budget.setFocus()
    panel.budget.selectAll()
    QTest.keyClicks(panel.budget, "2")
    QTest.keyClick(panel.budget, Qt.Key.Key_Return)
    good = review.model.good_scores
    assert panel.point.reject == good.max().item(), "exactly the largest good score, not what the field rounds it to"
    assert f"{len(good)} good calibration images" in label_text(panel, "threshold-proof")
    wanted = 149 - len(good)  # (1 − 0.02)^149 < 0.05
    assert f"add {5 * wanted} good images to the category" in label_text(panel, "threshold-proof")


def test_a_review_threshold_typed_too_high_stops_at_the_reject_threshold(review):
    panel = review.thresholds
    panel.set_point(OperatingPoint(review=0.1, reject=0.2))
    panel.review.setFocus()
    panel.review.selectAll()
    QTest.keyClicks(panel.review, panel.review.locale().toString(5.0))
    QTest.keyClick(panel.review, Qt.Key.Key_Return)
    assert panel.point.review <= panel.point.reject == 0.2
    panel.set_point(OperatingPoint(review=0.2, reject=0.2))
    assert "no part goes to REVIEW by its score" in label_text(panel, "no-review")


def test_thresholds_are_applied_with_a_reason_recorded_and_taken_back(review, opened, qtbot):
    folder = opened.session.workspace.models / "disc"
    before = review.run.point
    panel = review.thresholds
    worst_defect = max(score for score in review.run.scores if score == score)
    panel.set_point(OperatingPoint(review=worst_defect + 1, reject=worst_defect + 2))
    review.threshold_changes.apply()
    answer(qtbot, review, "  ")
    assert review.findChildren(QInputDialog)[-1].isVisible(), "it waits for a reason"
    assert operating_point_history(folder) == []
    answer(qtbot, review, "new lamp")
    settled(opened, qtbot)
    assert len(operating_point_history(folder)) == 1
    change = operating_point_history(folder)[-1]
    assert change.reason == "new lamp"
    assert change.new == panel.point
    assert review.run.decision(order(review)[1]) is Decision.OK
    assert not panel.changed
    opened.activateWindow()  # again, after the dialog
    qtbot.waitUntil(opened.isActiveWindow)
    QTest.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(opened, qtbot)
    assert operating_point_history(folder)[-1].new == before
    assert "new lamp" in operating_point_history(folder)[-1].reason
    assert review.run.point == before


def test_a_person_without_labels_makes_the_figures_by_reviewing(opened, run, category, qtbot):
    workspace = opened.session.workspace
    images = [ImageRef(image.path, str(image.path), "") for image in scan_category(category).test]
    path = workspace.runs / "monday.h5"
    list(inspect_batch(read_model(workspace.models / "disc"), images, output=path, device=torch.device("cpu")))
    opened.session.open_run(path)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None and screen.run.path == path)
    assert label_text(screen.thresholds, "overkill") == "no good parts are known"
    gallery(screen).setFocus()
    press(screen, Qt.Key.Key_End)
    press(screen, Qt.Key.Key_A)
    assert sum(int(outcome(screen, "good", decision)) for decision in Decision) == 1
    assert "%" in label_text(screen.thresholds, "overkill")


def test_a_run_whose_model_is_gone_can_be_reviewed_but_not_changed(opened, run, qtbot):
    shutil.rmtree(opened.session.workspace.models / "disc")
    opened.session.open_run(run)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None)
    gallery(screen).setFocus()
    press(screen, Qt.Key.Key_J, Qt.Key.Key_R)
    settled(opened, qtbot)
    assert len(current_reviews(run)) == 1
    assert "not in this workspace" in label_text(screen.thresholds, "threshold-proof")
    screen.thresholds.set_point(OperatingPoint(review=0, reject=1))
    assert not action_of(screen, "Apply thresholds …").isEnabled()


def test_applying_thresholds_reads_no_weights(review, opened, qtbot, monkeypatch):
    """The desktop stood still for as long as the whole model took to load."""
    weights = opened.session.workspace.models / "disc" / "model.safetensors"
    loaded = []
    monkeypatch.setattr("inspector.store.models.model_folder.load_file", lambda *arguments: loaded.append(arguments))
    review.thresholds.set_point(OperatingPoint(review=1.0, reject=2.0))
    QTest.keyClick(gallery(review), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    answer(qtbot, review, "new lamp")
    settled(opened, qtbot)
    assert operating_point_history(weights.parent)[-1].new == OperatingPoint(review=1.0, reject=2.0)
    assert loaded == []


def test_parts_without_a_label_count(review):
    point = OperatingPoint(review=-1e6, reject=-1e6)
    review.thresholds.set_point(point)
    expected = sum(
        not label and score == score for label, score in zip(review.run.labels, review.run.scores, strict=True)
    )
    assert outcome(review, "unlabelled", "NG") == str(expected)


def lines_of(histogram):
    return [item for item in histogram.getPlotItem().items if isinstance(item, pyqtgraph.InfiniteLine)]


@pytest.mark.parametrize("logarithmic", [False, True])
def test_the_lines_stay_in_view_and_are_both_seen_when_equal(review, logarithmic):
    panel, histogram = review.thresholds, review.thresholds.histogram
    box = panel.findChild(QCheckBox, "log-scale")
    if logarithmic:
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert box.isChecked() is logarithmic
    worst = np.nanmax(review.run.scores)
    for point in (OperatingPoint(review=worst * 3, reject=worst * 5), OperatingPoint(review=worst, reject=worst)):
        panel.set_point(point)
        left, right = histogram.viewRange()[0]
        assert all(left < line.value() < right for line in lines_of(histogram))
    review_line, reject_line = sorted(lines_of(histogram), key=lambda line: line.span)
    assert review_line.span[0] < reject_line.span[0], "the solid line leaves half of the dashed one to be seen"
    axes = [histogram.getAxis(name).labelText for name in ("bottom", "left")]
    assert axes == ["Score", "Number"]


def test_parts_that_change_side_are_listed(review, qtbot):
    panel = review.thresholds
    panel.set_point(review.run.point)
    assert label_text(panel, "pictured-parts") == "Nearest to the reject threshold"
    scores = review.run.scores
    worst = np.nanmax(scores)
    panel.set_point(OperatingPoint(review=worst, reject=worst))
    changed = sum(decision is not Decision.OK for decision in map(review.run.decision, range(len(review.run))))
    changed -= int(np.isnan(scores).sum())
    qtbot.waitUntil(lambda: label_text(panel, "pictured-parts") == f"Change side: {changed}, nearest first")


def test_a_wish_that_changes_nothing_says_why(review):
    panel = review.thresholds
    panel.set_point(OperatingPoint(review=0, reject=0))
    panel.budget.setValue(2)
    assert "The threshold stays" not in label_text(panel, "threshold-proof")
    panel.budget.setValue(0.5)
    assert "The threshold stays" in label_text(panel, "threshold-proof")
    assert panel.point.reject == review.model.good_scores.max().item()


def test_a_wish_that_changes_nothing_says_why_where_nothing_is_proven(review):
    panel = review.thresholds
    good = review.model.good_scores
    panel.update_basis(
        ThresholdBasis(review.run.labelled_scores(), review.run.point, good, review.run.readable, crossed=True)
    )
    type_into(panel.budget, 2)
    assert "Not proven" in label_text(panel, "threshold-proof")
    type_into(panel.budget, 0.5)
    assert "The threshold stays" in label_text(panel, "threshold-proof")


def test_of_several_remarks_what_passes_is_shown_first(review):
    named = "These good images score far above the others: a.png."
    passes = no_longer_rejected(["b.png"], run="monday.h5")
    model = replace(review.model, card=review.model.card | {"remarks": [named, passes]})
    review.thresholds.show_basis(threshold_basis(review.run, model))
    assert label_text(review.thresholds, "remark") == f"{passes} (Models shows 1 more.)"


def type_into(box, value):
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, box.locale().toString(float(value)))
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_thresholds_are_shown_as_scores_are_and_stored_raw(review):
    panel, run, before = review.thresholds, review.run, review.run.point
    assert panel.reject.value() == 1, "the reject threshold reads 1"
    assert panel.review.value() == pytest.approx(run.relative(before.review), abs=0.01)
    type_into(panel.reject, 3)
    typical = review.model.good_scores
    unit = before.reject - np.median(typical)
    assert panel.point.reject == pytest.approx(before.reject + 2 * unit), "raw"
    assert panel.reject.value() == 3, "while it is tried, the scale stays that of the thresholds in force"
    assert number(panel.point.reject) in panel.reject.toolTip(), "the raw score"
    assert panel.changed
    type_into(panel.reject, 1)
    assert panel.point.reject == before.reject, "exactly that in force"


@pytest.mark.parametrize("logarithmic", [False, True])
def test_the_axis_below_the_scores_has_readable_values(review, logarithmic):
    histogram, run = review.thresholds.histogram, review.run
    histogram.set_logarithmic(logarithmic)
    low, high = histogram.viewRange()[0]
    axis = histogram.getAxis("bottom")
    ticks = [(place, text) for _, level in axis.tickValues(low, high, 300) for place, text in
             zip(level, axis.tickStrings(level, 1, 1), strict=True)]  # fmt: skip
    assert len(ticks) >= 2
    for place, text in ticks:
        assert low <= place <= high
        assert run.relative(10**place if logarithmic else place) == pytest.approx(
            float(text.replace(",", "")), abs=1e-6
        )
    if logarithmic:
        assert {text: place for place, text in ticks}["1"] == pytest.approx(np.log10(run.point.reject))


def test_no_count_is_cut_where_the_panel_scrolls(review, opened, qtbot):
    *_, area = (one for one in opened.findChildren(QScrollArea) if one.isAncestorOf(review.thresholds))
    opened.resize(1280, 640)
    review.thresholds.setMinimumHeight(2000)
    qtbot.waitUntil(lambda: area.verticalScrollBar().isVisible())
    assert review.thresholds.width() <= area.viewport().width()


def test_a_threshold_reads_as_the_scores_beside_the_parts_do(review):
    panel, readable = review.thresholds, review.run.readable
    for relative, reads in ((0.159, 0.16), (1.231, 1.23), (1.001, 1.01), (0.9999, 0.99)):  # 1 is the threshold alone
        panel.set_point(OperatingPoint(review=readable.raw(relative), reject=readable.raw(max(1.5, relative))))
        step = 10 ** -panel.review.decimals()
        assert abs(panel.review.value() - relative) <= step
        assert (panel.review.value() > 1) is (relative > 1)
        assert panel.written(panel.point.review) == fixed(reads, 2)


def test_groups_of_scores_differ_without_their_colours(review):
    legend = label_text(review.thresholds, "score-legend")
    curves = review.thresholds.histogram.getPlotItem().listDataItems()
    patterns = {curve.opts["fillBrush"].style() for curve in curves}
    assert len(patterns) == len(curves) >= 3
    assert sum(fill.value in legend for fill in Fill) == len(curves)


def test_thresholds_that_were_moved_wait_for_their_run(review, run, opened, qtbot):
    other = shutil.copy(run, run.with_name("other.h5"))
    moved = OperatingPoint(review=review.run.point.review, reject=review.run.point.reject * 1.5)
    review.thresholds.set_point(moved)

    def open_run(path) -> str:
        opened.session.open_run(path)
        qtbot.waitUntil(lambda: str(review.run.path) == str(path))
        return opened.statusBar().currentMessage()

    assert "not applied" in open_run(other)
    assert not review.thresholds.changed
    assert "that you moved" in open_run(run)
    assert review.thresholds.point == moved
    assert action_of(review, "Apply thresholds …").isEnabled()
    open_run(other)
    folder = opened.session.workspace.models / "disc"
    record_operating_point(folder, old=review.run.point, new=OperatingPoint(review=1, reject=2), user="a", reason="b")
    assert "Other thresholds are in force" in open_run(run)
    assert review.thresholds.point == OperatingPoint(review=1, reject=2)


def test_thresholds_that_were_moved_outlive_the_window(review, run, opened, settings):
    review.thresholds.set_point(OperatingPoint(review=1, reject=2))
    opened.session.close()
    assert json.loads(settings.value("review/moved_thresholds"))[str(run)][:2] == [1, 2]


def test_closing_makes_no_page_that_nobody_needed(opened):
    screen = opened.screens["review"]
    assert not screen.findChildren(ThresholdPanel)
    opened.session.close()
    assert not screen.findChildren(ThresholdPanel)
