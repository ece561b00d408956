"""A panel that scrolls where it has too little room."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.gui.widgets.layout import resize_on_screen, scrolled


def test_its_bar_stands_beside_the_content_while_there_is_one(qtbot):
    content = QWidget()
    content.setFixedWidth(200)
    lines = QVBoxLayout(content)
    lines.setContentsMargins(0, 0, 0, 0)
    for number in range(30):
        lines.addWidget(QLabel(f"line {number}"))
    area = scrolled(content, across=False)
    qtbot.addWidget(area)
    area.resize(area.minimumSizeHint().width(), 120)
    area.show()
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.isVisible() and area.viewport().geometry().right() + 3 < bar.mapTo(area, QPoint()).x())
    assert area.viewport().width() + 2 * area.frameWidth() >= content.width(), "nothing is cut"
    area.resize(260, 2000)
    qtbot.waitUntil(lambda: not bar.isVisible() and area.viewport().width() + 2 * area.frameWidth() == area.width())


def test_a_dialog_is_no_larger_than_its_screen(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    resize_on_screen(dialog, 300, 200)
    assert dialog.size().toTuple() == (300, 200)
    resize_on_screen(dialog, 100_000, 100_000)
    room = dialog.screen().availableSize()
    assert dialog.width() <= room.width()
    assert dialog.height() < room.height()


def test_a_text_that_becomes_longer_gets_its_width(qtbot):
    window, content, text = QWidget(), QWidget(), QLabel("OK")
    QVBoxLayout(content).addWidget(text)
    area, beside = scrolled(content, across=False), QLabel("beside")
    row = QHBoxLayout(window)
    row.addWidget(area)
    row.addWidget(beside, stretch=1)
    qtbot.addWidget(window)
    window.resize(900, 100)
    with qtbot.waitExposed(window):
        window.show()
    text.setText("OK REVIEW NG and what else there is to say")
    qtbot.waitUntil(lambda: area.width() >= content.minimumSizeHint().width())
