"""How many images a category has, and how large they are."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.data.category import Category
from inspector.gui.screen import label
from inspector.workflow.advise.findings import ExamineDone

_SIZES = 2


class CategorySummary(QWidget):
    """Counts, known at once, and sizes, known once every image was looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.counts, self.sizes = label(""), label("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for text in (self.counts, self.sizes):
            text.setWordWrap(True)
            column.addWidget(text)
        self.clear()

    def clear(self) -> None:
        self.counts.clear()
        self.sizes.clear()
        self.sizes.hide()

    def show_category(self, category: Category) -> None:
        """Count the images."""
        defective = [image for image in category.test if image.defective]
        lines = [
            self.tr("Good images to learn from: {count}").format(count=len(category.train)),
            self.tr("Images to test on: {good} good, {defective} defective").format(
                good=len(category.test) - len(defective), defective=len(defective)
            ),
        ]
        if defective:
            lines.append(
                self.tr("Types of defects: {types}; with a drawn outline: {masks}").format(
                    types=len({image.label for image in defective}),
                    masks=sum(image.mask is not None for image in defective),
                )
            )
        if category.ignored:
            lines.append(self.tr("Ignored: {count}").format(count=len(category.ignored)))
        self.counts.setText("\n".join(lines))

    def show_examined(self, done: ExamineDone) -> None:
        """Tell the commonest sizes."""
        sizes = [f"{width} × {height} px" for height, width in list(done.sizes)[:_SIZES]]
        if len(done.sizes) > _SIZES:
            sizes.append(self.tr("other sizes: {count}").format(count=len(done.sizes) - _SIZES))
        lines = [self.tr("Size: {sizes}").format(sizes=", ".join(sizes))] if sizes else []
        lines.append(self.tr("All files: {size} MB").format(size=round(done.bytes / 1e6, 1)))
        self.sizes.setText("\n".join(lines))
        self.sizes.show()
