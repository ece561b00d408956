"""Images that are added to the folder while the category is open."""

import shutil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton

from inspector.gui.category.summary import CategorySummary
from inspector.workflow.advise.findings import ExamineDone
from tests.gui.controls import control
from tests.gui.screens.category.looking import groups, wait_for_check


def add_damaged_image(root):
    (root / "train" / "good" / "new.png").write_bytes(b"nothing")


def findings(screen) -> str:
    (listed,) = [one for one in screen.findChildren(QListWidget) if one.accessibleName() == "Findings"]
    return " ".join(listed.item(row).text() for row in range(listed.count()))


def test_f5_finds_new_images_and_checks_them(opened, qtbot, own_category):
    screen = opened.screens["category"]
    wait_for_check(screen, qtbot)
    label, before = groups(screen)[0]
    assert "Unreadable" not in findings(screen)
    add_damaged_image(own_category)
    opened.activateWindow()
    qtbot.keyClick(opened, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: groups(screen)[0] == (label, str(int(before) + 1)))
    qtbot.waitUntil(lambda: "Unreadable" in findings(screen), timeout=20_000)


def test_checking_again_looks_at_the_folder_as_it_is_now(opened, qtbot, own_category):
    screen = opened.screens["category"]
    wait_for_check(screen, qtbot)
    add_damaged_image(own_category)
    qtbot.mouseClick(control(screen, QPushButton, "Check again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Unreadable" in findings(screen), timeout=20_000)


def test_what_lies_below_the_findings_stays_where_it_is_during_a_check(opened, qtbot):
    screen = opened.screens["category"]
    below = control(screen, QPushButton, "Find suspect images …")
    wait_for_check(screen, qtbot)
    places = [below.mapTo(screen, below.rect().topLeft()).y()]
    qtbot.mouseClick(control(screen, QPushButton, "Check again"), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    places.append(below.mapTo(screen, below.rect().topLeft()).y())
    wait_for_check(screen, qtbot)
    places.append(below.mapTo(screen, below.rect().topLeft()).y())
    assert len(set(places)) == 1, places


def test_the_totals_take_the_room_that_was_kept_for_them(qtbot):
    summary = CategorySummary()
    qtbot.addWidget(summary)
    summary.show_counts(["Good images for training: 3"])
    summary.show()
    before = summary.sizeHint().height()
    summary.show_examined(ExamineDone({}, {}, {(512, 512): 3}, 1_620_000, 1, 0.9, ()))
    assert summary.sizeHint().height() == before


def test_a_folder_that_is_gone_is_reported_and_stays_open(opened, qtbot, own_category):
    wait_for_check(opened.screens["category"], qtbot)
    shutil.rmtree(own_category)
    with qtbot.waitSignal(opened.session.failed):
        opened.session.read_again()
    assert opened.session.category is not None
