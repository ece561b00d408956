"""Tables as CSV files that spreadsheets show as they are meant, and execute nothing of."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from inspector.core.printable import printable
from inspector.store.durable import replacing_file

# What spreadsheets take for the beginning of a formula, in full width as well.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")


class CsvForm(StrEnum):
    """How numbers and columns are separated.

    Spreadsheets take both from the country they are set to: `COMMA` (1.5,2) in English-speaking ones, `SEMICOLON`
    (1,5;2) in Germany and others whose decimal sign is the comma.
    """

    COMMA = "comma"
    SEMICOLON = "semicolon"


class Figure(str):
    """A cell that is a number, as it is written with a decimal point."""

    __slots__ = ()


def figure(value: float | None, form: str) -> Figure:
    """A number by its format, such as `.3f`; empty where there is none."""
    return Figure("" if value is None else format(value, form))


@contextmanager
def csv_file(path: Path, *, form: CsvForm) -> Iterator[Callable[[Sequence[object]], None]]:
    """Takes the rows of a file that appears when the block ends well.

    Cells are :class:`Figure`, whole numbers, and text, which may come from outside: where it would be taken for a
    formula an apostrophe precedes it, and control characters and line breaks are escaped as by :func:`printable`.
    UTF-8 with a byte-order mark, so that spreadsheets show every name rightly.

    Raises:
        StorageError: if it cannot be written.
    """
    with replacing_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";" if form is CsvForm.SEMICOLON else ",")
        yield lambda row: rows.writerow([_cell(value, form) for value in row])


def _cell(value: object, form: CsvForm) -> str:
    if isinstance(value, Figure | int | float):
        return str(value).replace(".", ",") if form is CsvForm.SEMICOLON else str(value)
    return "" if value is None else cell_text(str(value))


def cell_text(text: str) -> str:
    """What a table holds for a text: printable, and nothing that a spreadsheet would take for a formula."""
    text = printable(text)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
