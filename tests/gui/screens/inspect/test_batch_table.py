"""The table of a batch while more comes."""

import pytest
from PySide6.QtCore import QObject

from inspector.core.operating_point import Decision
from inspector.gui.inspect.images.parts_model import Part, PartsModel
from inspector.gui.inspect.table import BatchTable


def parts(*places: int) -> list[Part]:
    return [Part(place, f"{place}.png", Decision.OK, 0.1) for place in places]


@pytest.mark.parametrize("row", [0, 1])
def test_a_part_is_chosen_once_and_not_again_when_others_come_before_it(qtbot, row):
    owner = QObject()
    model = PartsModel(owner)
    table = BatchTable(model, name="Parts", widths=(100, 100))
    qtbot.addWidget(table)
    model.add(parts(0, 1))
    chosen = []
    table.row_chosen.connect(chosen.append)
    table.selectRow(row)
    assert chosen == [row]
    model.add(parts(2))
    model.add(parts(3, 4))
    assert chosen == [row]
    assert [index.row() for index in table.selectionModel().selectedRows()] == [row + 3], "it is the same part"
    table.selectRow(1)
    assert chosen == [row, 1]
    owner.deleteLater()
