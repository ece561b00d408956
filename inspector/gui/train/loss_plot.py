"""The losses of a training while it runs."""

import math
from collections.abc import Iterable, Sequence

import pyqtgraph
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.core.fitting import FitStep
from inspector.gui.core_texts import word_text
from inspector.gui.numbers import count, number
from inspector.gui.theme import current_theme
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.painting import paint_axes

_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_SAMPLES = ("━━", "━ ━", "┅┅", "━ ┅")
_LABEL_HEIGHT = 26


class LossPlot(QWidget):
    """One line per loss term over the steps; logarithmic as long as every loss is positive."""

    def __init__(self) -> None:
        super().__init__()
        self._plot = pyqtgraph.PlotWidget(
            axisItems={"left": _LogAxis("left"), "bottom": _StepAxis("bottom")}, enableMenu=False
        )
        self._plot.setAccessibleName(self.tr("Losses by step"))
        self._plot.setMinimumHeight(90)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.hideButtons()
        self._plot.setDownsampling(auto=True, mode="mean")
        self._plot.setClipToView(True)
        self._legend = label("")
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Losses by step"), "muted"))
        head.addStretch()
        head.addWidget(self._legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._plot, stretch=1)
        self._lines: dict[str, tuple[list[int], list[float], pyqtgraph.PlotDataItem]] = {}
        self._logarithmic = True
        self.restart()

    def restart(self) -> None:
        """Remove every line."""
        for _, _, line in self._lines.values():
            self._plot.removeItem(line)
        self._lines = {}
        self._logarithmic = True
        self._paint()

    def add(self, steps: Iterable[FitStep]) -> None:
        """Append steps, in their order."""
        changed = set()
        for step in steps:
            for name, value in step.losses.items():
                if name not in self._lines:
                    self._lines[name] = ([], [], self._plot.plot())
                    self._paint()
                self._lines[name][0].append(step.step)
                self._lines[name][1].append(value)
                changed.add(name)
                self._logarithmic &= value > 0
        for name in changed:
            places, values, line = self._lines[name]
            line.setData(places, values)
        if changed:
            self._plot.setLogMode(x=False, y=self._logarithmic)

    def lines(self) -> dict[str, int]:
        """How many points each line has, by the name of its loss."""
        return {name: len(places) for name, (places, _, _) in self._lines.items()}

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            self._paint()

    def _paint(self) -> None:
        theme = current_theme()
        paint_axes(self._plot, theme)
        colours = (theme.accent, theme.review, theme.ok, theme.text)
        entries = []
        for place, (name, (_, _, line)) in enumerate(self._lines.items()):
            colour, style = colours[place % len(colours)], place % len(_STYLES)
            line.setPen(pyqtgraph.mkPen(QColor(colour), width=1.5, style=_STYLES[style]))
            entries.append(f'<span style="color: {colour}">{_SAMPLES[style]}</span> {word_text(name)}')
        self._legend.setText("&nbsp;&nbsp;&nbsp;".join(entries))


class _StepAxis(pyqtgraph.AxisItem):
    """Labels at whole steps alone, in the writing of the desktop's language."""

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:  # noqa: N802
        return [count(int(value)) if value == int(value) else "" for value in values]


class _LogAxis(pyqtgraph.AxisItem):
    """Labels at 1, 2 and 5 times powers of ten where it is logarithmic, as far as there is room for them."""

    def logTickValues(self, low: float, high: float, size: float, _standard: object) -> list:  # noqa: N802
        most = max(2, int(size / _LABEL_HEIGHT))
        decades = range(math.floor(low), math.ceil(high) + 1)
        for digits in ((1, 2, 5), (1, 3), (1,)):
            ticks = [decade + math.log10(digit) for decade in decades for digit in digits]
            ticks = [tick for tick in ticks if low <= tick <= high]
            if len(ticks) <= most:
                break
        return [(None, ticks[:: math.ceil(len(ticks) / most) or 1])]

    def logTickStrings(self, places: Sequence[float], scale: float, _spacing: object) -> list[str]:  # noqa: N802
        return [number(scale * 10**place, digits=2) for place in places]
