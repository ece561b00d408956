"""Events like the one that is shown: found over all clips, decided on together, and taken back in one step."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from inspector.store.records import ReviewDecision, current_reviews
from tests.gui.looking import action_of, label_text
from tests.gui.screens.clip_review.looking import press, settled, tree


def test_a_group_of_events_is_decided_and_undone_in_one_step(review, qtbot):
    assert review.run.events[review.view.place].clip == 1
    press(review, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: bool(review.findChildren(QListWidget, "similar-events")), timeout=20_000)
    sheet = review.findChildren(QListWidget, "similar-events")[-1]
    qtbot.waitUntil(sheet.hasFocus)
    names = [sheet.item(row).toolTip() for row in range(sheet.count())]
    assert names[0] == "testing/02#22"
    assert len(names) == 3, "of other clips, too: all lie at one place"
    qtbot.waitUntil(lambda: not sheet.item(1).icon().isNull(), timeout=20_000)
    assert sheet.window().windowTitle().startswith("Events similar to 02 ")
    QTest.keyClick(sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert label_text(sheet.window(), "similar-chosen") == "3 of 3 selected"
    QTest.keyClick(sheet, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: review.session.undo.count() == 1)
    settled(review, qtbot)
    decided = {name: one.decision for name, one in current_reviews(review.run.path).items()}
    assert decided == dict.fromkeys(names, ReviewDecision.REJECT)
    assert review.session.undo.undoText().startswith("3 events similar to 02 ")
    review.session.undo.undo()
    settled(review, qtbot)
    assert current_reviews(review.run.path) == {}


def test_on_a_clip_without_an_event_nothing_is_compared(review, qtbot):
    similar = action_of(review.view, "Show similar events …")
    assert similar.isEnabled()
    assert similar in review.view.picture.menu.actions()
    for row in range(tree(review).topLevelItemCount()):
        if tree(review).topLevelItem(row).text(0).startswith("03"):
            tree(review).setCurrentItem(tree(review).topLevelItem(row))
    settled(review, qtbot)
    assert not similar.isEnabled()
