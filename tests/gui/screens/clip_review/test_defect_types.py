"""Types of defects of events: typed once, then given by a digit, proposed, filtered by, undone, and in the table."""

import csv

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableWidget

from inspector.core.operating_point import OperatingPoint
from inspector.store.records import current_defect_types, current_reviews
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.export.tables import write_events_csv
from inspector.workflow.review import type_proposals
from tests.gui.controls import type_a_name
from tests.gui.screens.clip_review.looking import press, rows, says, settled, tree


def types(run):
    return {name: found for name, found in current_defect_types(run).items() if found}


def test_events_are_named_by_keys_filtered_by_type_undone_and_written(review, run, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(type_proposals, "LEAST_NAMED", 2)
    monkeypatch.setattr(type_proposals, "LEAST_RIGHT", 0)
    type_a_name(review, qtbot, "jam", listed=tree(review))
    assert "jam" in says(review, "type-legend")
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    assert says(review, "clip-name") == "01"
    type_a_name(review, qtbot, "cart", listed=tree(review))
    settled(review, qtbot)
    assert types(run) == {"testing/02#22": {0: "jam"}, "testing/01#10": {0: "cart"}}
    accept = review.view.findChild(QPushButton, "accept-type")
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    qtbot.waitUntil(accept.isVisible)
    proposed = accept.text().removeprefix("Y  ").rstrip("?")
    press(review, Qt.Key.Key_Y)
    settled(review, qtbot)
    assert types(run)["testing/01#50"] == {0: proposed}
    press(review, Qt.Key.Key_1)
    settled(review, qtbot)
    assert types(run)["testing/01#50"] == {0: "jam"}
    assert current_reviews(run) == {}, "a type is no decision"
    by_type = review.view.findChild(QComboBox, "filter-type")
    assert by_type.isVisible()
    by_type.setCurrentIndex(by_type.findText("cart"))
    by_type.activated.emit(by_type.currentIndex())
    assert [name for name, _ in rows(review)] == ["01"]
    by_type.setCurrentIndex(0)
    by_type.activated.emit(0)
    with VideoRun(run) as stored:
        write_events_csv(tmp_path / "events.csv", stored)
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        events = [row for row in csv.DictReader(file) if row["start_frame"]]
    written = {(row["clip"], row["start_frame"]): row["defect_type"] for row in events}
    assert written == {("testing/01", "10"): "cart", ("testing/01", "50"): "jam", ("testing/02", "22"): "jam"}
    review.session.undo.undo()
    settled(review, qtbot)
    assert types(run)["testing/01#50"] == {0: proposed}


def test_the_type_of_an_event_is_read_in_the_list_without_a_tool_tip(review, run, qtbot):
    type_a_name(review, qtbot, "loose cap", listed=tree(review))
    settled(review, qtbot)
    listed = tree(review)
    event = listed.currentItem()
    assert event.text(0) == "0:02.2 · loose cap"
    icon, margins = listed.iconSize().width() + 4, 6
    room = listed.columnWidth(0) - 2 * listed.indentation() - icon - margins
    assert listed.fontMetrics().horizontalAdvance(event.text(0)) <= room


def test_a_type_lists_its_events_alone_and_keys_stay_among_them(review, run, qtbot):
    type_a_name(review, qtbot, "jam", listed=tree(review))  # the event of clip 02
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    type_a_name(review, qtbot, "cart", listed=tree(review))  # the first of clip 01
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    press(review, Qt.Key.Key_1)  # the second of clip 01
    settled(review, qtbot)
    by_type = review.view.findChild(QComboBox, "filter-type")
    by_type.setCurrentIndex(by_type.findText("jam"))
    by_type.activated.emit(by_type.currentIndex())
    assert rows(review) == [("02", ["0:02.2"]), ("01", ["0:05.0"])]
    settled(review, qtbot)
    tree(review).setCurrentItem(tree(review).topLevelItem(0).child(0))
    settled(review, qtbot)
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    assert tree(review).currentItem().text(0) == "0:05.0 · jam"


def test_the_pareto_chart_of_clips_counts_events(review, run, qtbot):
    type_a_name(review, qtbot, "jam", listed=tree(review))
    menu = review.view.findChild(QPushButton, "type-menu").menu()
    (pareto,) = [action for action in menu.actions() if action.text() == "Pareto chart of the types …"]
    pareto.trigger()
    qtbot.waitUntil(lambda: bool(review.findChildren(QTableWidget, "pareto-types")))
    table = review.findChildren(QTableWidget, "pareto-types")[-1]
    shown = [column for column in range(table.columnCount()) if not table.isColumnHidden(column)]
    titles = [table.horizontalHeaderItem(column).text() for column in shown]
    assert titles == ["Type", "Events", "Share", "Cumulative"]
    assert [table.item(0, column).text() for column in shown[:2]] == ["jam", "1"]
    qtbot.waitUntil(table.window().isActiveWindow)
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [name for name, _ in rows(review)] == ["02"])


def test_the_keys_of_types_are_whole_beside_a_proposal(review, run, qtbot, monkeypatch):
    monkeypatch.setattr(type_proposals, "LEAST_NAMED", 2)
    monkeypatch.setattr(type_proposals, "LEAST_RIGHT", 0)
    review.resize(1280, 700)
    for name in ("conveyor jam", "loose cart"):
        type_a_name(review, qtbot, name, listed=tree(review))
        press(review, Qt.Key.Key_J)
        settled(review, qtbot)
    accept = review.view.findChild(QPushButton, "accept-type")
    qtbot.waitUntil(accept.isVisible)
    legend = review.view.findChild(QLabel, "type-legend")
    lines = legend.fontMetrics().boundingRect(legend.rect(), Qt.TextFlag.TextWordWrap, legend.text())
    assert "2\N{NO-BREAK SPACE}loose\N{NO-BREAK SPACE}cart" in legend.text()
    assert lines.width() <= legend.width()
    assert lines.height() <= legend.height()


def test_at_other_thresholds_the_type_goes_to_the_runs_own_event(review, run, qtbot):
    press(review, Qt.Key.Key_J)
    settled(review, qtbot)
    review.run.judge_by(OperatingPoint(review=3.2, reject=4.0))  # the event now begins later
    place = next(place for place, event in enumerate(review.run.events) if event.clip == 0)
    assert review.run.record_name(place) != "testing/01#10"
    assert review.run.typed_name(place) == "testing/01#10"
    review.run.show_type("testing/01#10", 0, "cart")
    assert review.run.types_at(place) == {0: "cart"}
    assert review.run.named_places[place, 0] == "cart"
