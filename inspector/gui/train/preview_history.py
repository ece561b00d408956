"""The previews of a training, and a slider back to earlier ones."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.gui.numbers import count
from inspector.gui.train.preview_grid import PaintedPreview, PreviewGrid
from inspector.gui.widgets.fields import Slider
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP

_MOST = 60  # previews kept; of more, every second one of the earlier is let go


class PreviewHistory(QWidget):
    """Shows the latest preview until the slider is moved to an earlier one; at its end it follows the latest again."""

    def __init__(self) -> None:
        super().__init__()
        self._previews: list[PaintedPreview] = []
        self._learning = True
        self._grid = PreviewGrid()
        self._step = label("", "muted")
        self._slider = Slider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(self.tr("Earlier previews"))
        self._slider.setToolTip(self.tr("Back to what these images looked like at earlier steps"))
        self._slider.valueChanged.connect(self._show)
        self._slider.hide()
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._step)
        row.addWidget(self._slider, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self._grid, stretch=1)
        column.addLayout(row)

    def clear(self) -> None:
        self._previews.clear()
        self._learning = True
        self._slider.setRange(0, 0)
        self._slider.hide()
        self._grid.clear()
        self._step.clear()

    def add(self, preview: PaintedPreview) -> None:
        """Keep one more, and show it unless an earlier one is looked at."""
        shown = self._slider.value()
        latest = shown == self._slider.maximum()
        self._previews.append(preview)
        if len(self._previews) > _MOST:
            self._previews[:-1] = self._previews[:-1:2]
            shown //= 2
        self._slider.blockSignals(True)
        self._slider.setRange(0, len(self._previews) - 1)
        self._slider.setValue(len(self._previews) - 1 if latest else shown)
        self._slider.blockSignals(False)
        self._slider.setVisible(len(self._previews) > 1)
        if latest:
            self._show(self._slider.value())

    def end(self) -> None:
        """Nothing more is learned; there are thresholds now, with which Review shows scores."""
        self._learning = False
        self._show(self._slider.value())

    def _show(self, place: int) -> None:
        if self._previews:
            preview = self._previews[place]
            self._grid.show_preview(preview)
            before = self.tr("Step {step} · no scores before the thresholds are chosen")
            text = before if self._learning else self.tr("Step {step}")
            self._step.setText(text.format(step=count(preview.step)))
