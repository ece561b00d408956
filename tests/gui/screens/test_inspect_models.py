"""The model that Inspect inspects with, and what stands below it."""

import math
import shutil

import numpy as np

from inspector.gui.numbers import number
from inspector.store.models.model_folder import WEIGHTS_FILE, read_good_scores

LONG_MS = 60_000


def test_thresholds_read_as_scores_do_and_the_raw_ones_are_in_the_tool_tip(opened, qtbot, model_folder, stored):
    session, point = opened.session, stored.operating_point
    folder = shutil.copytree(model_folder, session.workspace.models / "disc-model")
    session.models_changed.emit()
    opened.show_screen("inspect")
    page = opened.screens["inspect"].page
    qtbot.waitUntil(lambda: page.model.count() == 1 and session.idle, timeout=LONG_MS)
    shown, typical = page.column.thresholds, float(np.median(read_good_scores(folder)))
    review = (point.review - typical) / (point.reject - typical)
    reads = f"{math.floor(round(100 * review, 3)) / 100:.2f}"  # below 1, scores are rounded down
    assert shown.text() == f"Review above {reads}, reject above 1.00"
    assert shown.toolTip() == f"Review above {number(point.review)}, reject above {number(point.reject)} (raw scores)"
    (folder / WEIGHTS_FILE).write_bytes(b"damaged")
    session.models_changed.emit()
    qtbot.waitUntil(lambda: shown.text() == shown.toolTip(), timeout=LONG_MS)
