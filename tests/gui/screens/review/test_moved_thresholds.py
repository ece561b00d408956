"""While thresholds are moved in Review: what says so, and what stays where it is."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QToolButton

from inspector.core.operating_point import OperatingPoint
from inspector.gui.review.pictures.nearest_pictures import MOST
from inspector.gui.review.threshold_panel import ThresholdBasis
from tests.gui.looking import answer, label_text
from tests.gui.screens.review.looking import outcome, settled


def applied(review):
    return review.view.findChild(QLabel, "applied-thresholds")


def test_what_is_shown_by_the_applied_thresholds_says_so_while_others_are_tried(review, opened, qtbot):
    panel, before = review.thresholds, review.run.point
    assert applied(review).isHidden()
    panel.set_point(OperatingPoint(review=before.review, reject=before.reject + 1))
    assert applied(review).isVisible()
    assert applied(review).text() == "Moved thresholds are not applied"
    assert "Verdicts, colours and outlines are by the applied thresholds: review " in applied(review).toolTip()
    assert "reject 1.00" in applied(review).toolTip()
    panel.reset()
    assert applied(review).isHidden()
    panel.set_point(OperatingPoint(review=before.review, reject=before.reject + 1))
    review.threshold_changes.apply()
    answer(qtbot, review, "new lamp")
    settled(opened, qtbot)
    assert applied(review).isHidden(), "they are applied"


def test_the_fields_name_the_columns_of_tables_that_they_are_of(review):
    panel = review.thresholds
    for field in (panel.review, panel.reject):
        (name,) = (one for one in panel.findChildren(QLabel) if one.buddy() is field)
        assert "'relative_score'" in name.toolTip()
        assert "'score'" in name.toolTip()
        assert "inspector-cli" not in name.toolTip(), "who works on the screen types no commands"


def test_the_picture_stays_where_it_is_while_thresholds_are_tried(review, opened, qtbot):
    panel, before, view = review.thresholds, review.run.point, review.view.pane.view
    opened.resize(1280, 720)
    qtbot.waitUntil(lambda: opened.width() == 1280)
    qtbot.wait(1)  # for the layout
    shown = QRect(view.mapTo(opened, QPoint()), view.size())
    panel.set_point(OperatingPoint(review=before.review, reject=before.reject + 1))
    qtbot.waitUntil(applied(review).isVisible)
    qtbot.wait(1)
    assert QRect(view.mapTo(opened, QPoint()), view.size()) == shown
    assert applied(review).fontMetrics().horizontalAdvance(applied(review).text()) <= applied(review).width()
    scores = np.sort(review.run.scores[np.isfinite(review.run.scores)])
    panel.set_point(OperatingPoint(review=scores[-2], reject=scores[-2]))  # fewer pictures of parts that change side
    qtbot.waitUntil(lambda: sum(one.isVisible() for one in panel.nearest.findChildren(QToolButton)) < MOST)
    qtbot.wait(1)
    assert QRect(view.mapTo(opened, QPoint()), view.size()) == shown


def test_defective_parts_in_review_are_counted_beside_the_escapes(review):
    panel = review.thresholds
    panel.set_point(OperatingPoint(review=-1e6, reject=1e6))
    count = outcome(review, "defective", "REVIEW")
    assert int(count) > 0
    assert label_text(panel, "escape").startswith("0.0 %")
    assert label_text(panel, "escape").endswith(f", {count} in review")
    panel.set_point(OperatingPoint(review=-1e6, reject=-1e6))
    assert "review" not in label_text(panel, "escape")


@pytest.mark.parametrize("height", [700, 1000])
def test_nothing_moves_below_the_pointer_while_a_threshold_is_dragged(review, opened, height, qtbot):
    panel, run, worst = review.thresholds, review.run, np.nanmax(review.run.scores)
    opened.resize(1280, height)
    panel.show_basis(ThresholdBasis(run.labelled_scores(), run.point, review.model.good_scores, run.readable))
    qtbot.wait(1)  # for the layout
    equal = run.point

    def places():
        qtbot.wait(1)
        return [widget.mapTo(panel, QPoint(0, widget.height())) for widget in (panel.histogram, panel.review)]

    panel.set_point(OperatingPoint(equal.reject, equal.reject))
    before = places()
    assert not panel.findChild(QLabel, "no-review").isHidden()
    for review_score, reject in ((-1e6, worst), (0.0, worst * 2), (equal.reject, equal.reject)):
        panel.set_point(OperatingPoint(review_score, reject))
        assert places() == before
