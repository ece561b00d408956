"""The model that Inspect inspects with, and what stands below it."""

import json
import shutil
from datetime import UTC, datetime

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea

from inspector.core.operating_point import OperatingPoint
from inspector.gui.numbers import number
from inspector.store.models.card import CARD_FILE, card_sha256
from inspector.store.models.model_folder import WEIGHTS_FILE, read_good_scores
from inspector.store.records import record_operating_point
from inspector.workflow.learn.remarks import no_longer_rejected
from tests.gui.controls import control, is_shown

LONG_MS = 60_000


def learned_copy(model_folder, to, *remarks):
    """A model of now, as of one that learned confirmed parts, with these remarks besides its own."""
    shutil.copytree(model_folder, to)
    card = json.loads((to / CARD_FILE).read_text("utf-8"))
    card |= {"created": datetime.now(UTC).isoformat(), "remarks": [*card["remarks"], *remarks]}
    (to / CARD_FILE).write_text(json.dumps(card | {"sha256": card_sha256(card)}), "utf-8")


def test_thresholds_read_as_scores_do_and_the_raw_ones_are_in_the_tool_tip(opened, qtbot, model_folder, stored):
    session, point = opened.session, stored.operating_point
    folder = shutil.copytree(model_folder, session.workspace.models / "disc-model")
    typical = float(np.median(read_good_scores(folder)))
    old, point = point, OperatingPoint(review=typical + 0.705 * (point.reject - typical), reject=point.reject)
    record_operating_point(folder, old=old, new=point, user="Ada", reason="doubts")
    session.models_changed.emit()
    opened.show_screen("inspect")
    page = opened.screens["inspect"].page
    qtbot.waitUntil(lambda: page.model.count() == 1 and session.idle, timeout=LONG_MS)
    shown = page.column.thresholds
    assert shown.text() == "Review above 0.70, reject above 1.00"
    assert shown.toolTip() == f"Review above {number(point.review)}, reject above {number(point.reject)} (raw scores)"
    (folder / WEIGHTS_FILE).write_bytes(b"damaged")
    session.models_changed.emit()
    qtbot.waitUntil(lambda: shown.text() == shown.toolTip(), timeout=LONG_MS)


def test_where_both_thresholds_are_the_same_only_one_is_named(opened, qtbot, model_folder, stored):
    session, point = opened.session, stored.operating_point
    folder = shutil.copytree(model_folder, session.workspace.models / "disc-model")
    same = OperatingPoint(review=point.reject, reject=point.reject)
    record_operating_point(folder, old=point, new=same, user="Ada", reason="no review")
    session.models_changed.emit()
    opened.show_screen("inspect")
    shown = opened.screens["inspect"].page.column.thresholds
    qtbot.waitUntil(lambda: shown.text() == "NG above 1.00; no score leads to REVIEW", timeout=LONG_MS)


def test_without_a_model_a_button_leads_to_train_and_one_put_into_the_folder_is_listed(opened, qtbot, model_folder):
    session = opened.session
    opened.show_screen("inspect")
    page = opened.screens["inspect"].page
    qtbot.waitUntil(lambda: session.idle, timeout=LONG_MS)
    assert str(session.workspace.models) in page.column.thresholds.text()
    qtbot.mouseClick(control(page, QPushButton, "Train a model"), Qt.MouseButton.LeftButton)
    assert opened.screens["train"].isVisible()
    shutil.copytree(model_folder, session.workspace.models / "from-elsewhere")
    opened.show_screen("inspect")
    qtbot.waitUntil(lambda: page.model.currentText() == "from-elsewhere", timeout=LONG_MS)
    assert not is_shown(page, QPushButton, "Train a model")


def test_the_table_has_the_focus_when_a_batch_that_could_be_stopped_ends(opened, qtbot, model_folder, category):
    session, page = opened.session, opened.screens["inspect"].page
    shutil.copytree(model_folder, session.workspace.models / "disc-model")
    session.models_changed.emit()
    opened.show_screen("inspect")
    opened.activateWindow()
    qtbot.waitUntil(lambda: page.model.count() == 1 and session.idle, timeout=LONG_MS)
    page.choose([category / "test" / "good"])
    qtbot.keyClick(page.model, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stop = control(page, QPushButton, "Stop")
    stop.setFocus()
    assert stop.hasFocus()
    qtbot.waitUntil(lambda: page.inspecting.job is None and session.idle, timeout=LONG_MS)
    qtbot.waitUntil(page.view.table.hasFocus)


def test_a_long_warning_scrolls_the_column_and_not_the_table(opened, qtbot):
    """Or the table's own bar would stand beside one that takes the table itself out of sight."""
    opened.resize(1280, 720)
    opened.show_screen("inspect")
    page = opened.screens["inspect"].page
    page.column.warn("All images are darker than those of the training. " * 6)
    around = next(area for area in opened.findChildren(QScrollArea) if area.isAncestorOf(page.view.table))
    beside = next(area for area in page.findChildren(QScrollArea) if area.isAncestorOf(page.column))
    qtbot.waitUntil(lambda: beside.verticalScrollBar().maximum() > 0)
    assert around.verticalScrollBar().maximum() == 0
    assert page.column.width() <= beside.viewport().width()


def test_a_model_that_passes_what_was_rejected_is_not_chosen_silently(opened, qtbot, model_folder):
    session, page = opened.session, opened.screens["inspect"].page
    models = session.workspace.models
    shutil.copytree(model_folder, models / "disc-model")
    session.models_changed.emit()
    opened.show_screen("inspect")
    qtbot.waitUntil(lambda: page.model.currentText() == "disc-model" and session.idle, timeout=LONG_MS)
    assert not page.column.passing.isVisible()
    remark = no_longer_rejected(["13.png", "45.png"], run="monday.h5")

    learned_copy(model_folder, models / "worse", remark)
    session.models_changed.emit()

    qtbot.waitUntil(lambda: page.model.count() == 2 and session.idle, timeout=LONG_MS)
    assert page.model.currentText() == "disc-model"
    page.model.choose("worse")
    assert page.column.passing.isVisible()
    assert page.column.passing.text() == remark
    assert page.column.passing.property("role") == "warning"
    page.operator.enter()
    assert page.operator.beware.isVisible()
    assert page.operator.beware.text() == "Parts that were NG before can pass with this model."
    page.operator.leave()
    page.model.choose("disc-model")
    assert not page.column.passing.isVisible()
    page.operator.refresh()
    assert not page.operator.beware.text()

    learned_copy(model_folder, models / "better")
    session.models_changed.emit()

    qtbot.waitUntil(lambda: page.model.count() == 3 and session.idle, timeout=LONG_MS)
    assert page.model.currentText() == "better", "nothing changed for the worse"


def test_the_first_model_that_is_offered_rejects_what_was_rejected(opened, qtbot, model_folder):
    session, page = opened.session, opened.screens["inspect"].page
    models = session.workspace.models
    shutil.copytree(model_folder, models / "disc-model")
    learned_copy(model_folder, models / "worse", no_longer_rejected(["13.png"], run="monday.h5"))
    session.models_changed.emit()
    opened.show_screen("inspect")
    qtbot.waitUntil(lambda: page.model.count() == 2 and session.idle, timeout=LONG_MS)
    assert page.model.entries[0].name == "worse", "the newest"
    assert page.model.currentText() == "disc-model"
