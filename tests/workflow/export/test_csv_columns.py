"""The columns of a table of inspections are explained."""

import csv
import re
from pathlib import Path

from inspector.workflow.export.tables import write_csv

PAGE = Path(__file__).parents[3] / "docs" / "command-line.md"


def test_every_column_of_the_csv_table_is_explained(tmp_path):
    write_csv(tmp_path / "empty.csv", [], relative=lambda score: score)
    with (tmp_path / "empty.csv").open(encoding="utf-8-sig", newline="") as file:
        columns = next(csv.reader(file))
    table = PAGE.read_text("utf-8").partition("A CSV table has one row per image:")[2].partition("\nIn a CSV table")[0]
    first_cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("|")]
    explained = [name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)]
    assert explained == columns
