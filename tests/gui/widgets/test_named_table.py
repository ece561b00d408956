"""A table whose names stay readable where it is narrow."""

from PySide6.QtGui import QStandardItemModel

from inspector.gui.inspect.table import BatchTable


def test_names_keep_their_room_and_take_what_is_left(qtbot):
    model = QStandardItemModel(1, 3)
    model.setData(model.index(0, 0), "part_0001.png")
    table = BatchTable(model, name="Parts", widths=(200, 90))
    qtbot.addWidget(table)
    table.resize(320, 200)
    with qtbot.waitExposed(table):
        table.show()
    assert table.columnWidth(0) >= table.fontMetrics().horizontalAdvance("part_0001.png")
    table.resize(900, 200)
    qtbot.waitUntil(lambda: table.columnWidth(0) == table.viewport().width() - 290)
    table.setColumnWidth(1, 120)
    assert table.columnWidth(0) == table.viewport().width() - 210
