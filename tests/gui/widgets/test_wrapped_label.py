"""Sentences beside other things in little room."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.gui.widgets.interrupted import Interrupted, InterruptedCard


def test_no_line_of_a_sentence_gives_way(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    card = InterruptedCard(lambda _path: None, lambda _path: None)
    column.addWidget(card)
    window.setFixedWidth(200)
    text = "Interrupted: Nov 29, 2026, 2:35 PM with a model of a long name, clips: 3."
    card.show_items([Interrupted(tmp_path, text, can_continue=True)] * 3)
    window.show()
    qtbot.waitExposed(window)
    window.resize(200, window.minimumSizeHint().height())
    labels = [one for one in card.findChildren(QWidget) if getattr(one, "wordWrap", lambda: False)()]
    assert len(labels) == 3
    qtbot.waitUntil(lambda: all(one.height() >= one.heightForWidth(one.width()) > 30 for one in labels))
