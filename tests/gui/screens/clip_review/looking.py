"""What stands on the screen that reviews clips, and the keys that are pressed in it."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget

from inspector.core.operating_point import Decision
from tests.gui.clips import grey_of
from tests.gui.looking import label_text

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def reviewed(screen, run, qtbot):
    screen.session.open_run(run)
    qtbot.waitUntil(lambda: screen.run is not None and screen.run.path == run)
    settled(screen, qtbot)
    assert tree(screen).hasFocus(), "keys work without a click"
    return screen


def settled(screen, qtbot):
    """Wait until what was asked in the background is there, and the frame that is wanted is shown."""
    qtbot.waitUntil(lambda: screen.session.idle and not player(screen).loading, timeout=20_000)


def tree(screen):
    return screen.view.findChild(QTreeWidget, "clips")


def player(screen):
    return screen.view.player


def rows(screen):
    """Each clip that is listed with the times its events begin at."""
    clips = [tree(screen).topLevelItem(row) for row in range(tree(screen).topLevelItemCount())]
    return [(clip.text(0)[:2], [clip.child(row).text(0)[:6] for row in range(clip.childCount())]) for clip in clips]


def says(screen, name):
    """What a label of the screen says."""
    return label_text(screen.view, name)


def press(screen, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(tree(screen), key, modifier)


def shown_index(screen) -> int:
    """The index of the frame on the screen, told by its grey."""
    grey = int(player(screen).view.main.picture.image[0, 0, 0])
    return (grey - grey_of(0)) // (grey_of(1) - grey_of(0))


def mouse_move(widget, place):
    where = QPointF(place)
    return QMouseEvent(
        QEvent.Type.MouseMove, where, widget.viewport().mapToGlobal(where), Qt.MouseButton.NoButton, LEFT,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip


def outcome(screen):
    """The counts of good and of defective clips that are OK, REVIEW and NG."""
    return [
        [int(label_text(screen.thresholds, f"outcome-{row}-{decision}")) for decision in Decision]
        for row in ("good", "defective")
    ]
