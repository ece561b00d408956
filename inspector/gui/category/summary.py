"""How much a category holds."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.gui.numbers import count, number
from inspector.gui.widgets.labels import label
from inspector.workflow.advise.findings import ExamineDone

_SIZES = 2


class CategorySummary(QWidget):
    """Counts, known at once, and totals, known once every file was examined."""

    def __init__(self) -> None:
        super().__init__()
        self._counts, self._totals = label(""), label("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for text, name in ((self._counts, "category-counts"), (self._totals, "category-totals")):
            text.setWordWrap(True)
            text.setObjectName(name)
            column.addWidget(text)
        self.clear()

    def clear(self) -> None:
        self._counts.clear()
        self._totals.clear()
        self._totals.hide()

    def show_counts(self, lines: Sequence[str]) -> None:
        """What the category's kind counts, one line each."""
        self._counts.setText("\n".join(lines))
        if self._totals.isHidden():
            self._totals.setText("\n")  # the room that they will take, so that nothing moves then
            self._totals.show()

    def show_examined(self, examined: ExamineDone) -> None:
        """The commonest sizes, and the room that the files take."""
        sizes = [f"{width} × {height} px" for height, width in list(examined.sizes)[:_SIZES]]
        if len(examined.sizes) > _SIZES:
            sizes.append(self.tr("other sizes: {count}").format(count=count(len(examined.sizes) - _SIZES)))
        lines = [self.tr("Size: {sizes}").format(sizes=", ".join(sizes))] if sizes else []
        lines.append(self.tr("Total file size: {size} MB").format(size=number(examined.bytes / 1e6, digits=3)))
        self._totals.setText("\n".join(lines))
        self._totals.show()
