"""The losses of a training while it runs."""

from collections.abc import Iterable

import pyqtgraph
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor

from inspector.core.fitting import FitStep
from inspector.gui.theme import current_theme

_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


class LossPlot(pyqtgraph.PlotWidget):
    """One line a loss term over the steps; logarithmic as long as every loss is positive."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Losses by step"))
        self.setMinimumHeight(130)
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setDownsampling(auto=True, mode="mean")
        self.setClipToView(True)
        self._legend = self.addLegend(offset=(-8, 4))
        self._lines: dict[str, tuple[list[int], list[float], pyqtgraph.PlotDataItem]] = {}
        self._logarithmic = True
        self.restart()

    def restart(self) -> None:
        """Forget what was drawn."""
        for _, _, line in self._lines.values():
            self.removeItem(line)
        self._lines = {}
        self._logarithmic = True
        self._paint()

    def add(self, steps: Iterable[FitStep]) -> None:
        """Append steps, in their order."""
        changed = set()
        for step in steps:
            for name, value in step.losses.items():
                if name not in self._lines:
                    self._lines[name] = ([], [], self.plot(name=name))
                    self._paint()
                self._lines[name][0].append(step.step)
                self._lines[name][1].append(value)
                changed.add(name)
                self._logarithmic &= value > 0
        for name in changed:
            places, values, line = self._lines[name]
            line.setData(places, values)
        if changed:
            self.setLogMode(x=False, y=self._logarithmic)

    def lines(self) -> dict[str, int]:
        """How many points each line has, by the name of its loss."""
        return {name: len(places) for name, (places, _, _) in self._lines.items()}

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            self._paint()

    def _paint(self) -> None:
        theme = current_theme()
        self.setBackground(theme.card)
        for side in ("left", "bottom"):
            self.getAxis(side).setPen(theme.border)
            self.getAxis(side).setTextPen(theme.muted)
        self.setLabel("bottom", self.tr("Step"))
        self.setLabel("left", self.tr("Loss"))
        self._legend.setLabelTextColor(theme.text)
        colours = (theme.accent, theme.review, theme.ok, theme.text)
        for place, (_, _, line) in enumerate(self._lines.values()):
            pen = pyqtgraph.mkPen(QColor(colours[place % len(colours)]), width=1.5, style=_STYLES[place % len(_STYLES)])
            line.setPen(pen)
