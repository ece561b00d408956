"""How a heatmap is drawn: on or off, with its outlines, how strongly, in which colours, how near."""

import re
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout

from inspector.gui.screen import combo_box, label
from inspector.gui.widgets.fields import Slider
from inspector.gui.widgets.pictures.heat_view import COLOUR_MAPS, HeatView

_OPACITY_STEP = 10
_ZOOM = 1.25
_OPACITY_WIDTH = 140
_OPACITY_KEY, _COLOURS_KEY = "review/opacity", "review/colours"  # of the settings, the same for every view


class AddCommand(Protocol):
    """Makes a command of a screen from its text, what it does, its keys and when it can be done."""

    def __call__(
        self,
        text: str,
        run: Callable[[], object],
        keys: tuple[str, ...] = (),
        enabled: Callable[[], bool] | None = None,
    ) -> QAction: ...


class HeatControls(QObject):
    """The commands and controls of one heat view; its owner puts them where there is room.

    Attributes:
        heat, outlines, fit: commands, the first two checkable.
        opacity, colours: controls whose values are kept in the settings.
    """

    def __init__(
        self,
        view: HeatView,
        add: AddCommand,
        enabled: Callable[[], bool],
        *,
        settings: QSettings,
        outlines: str,
        with_map: Callable[[], bool],
    ) -> None:
        """
        Args:
            outlines: what the lines over the picture are called.
            with_map: whether there are heatmaps at all.
        """
        super().__init__(view)
        self._view, self._settings = view, settings
        self.heat = toggle(add(self.tr("Heatmap"), self._toggle_heat, ("Space",), with_map), on=True)
        self.outlines = toggle(add(outlines, self._toggle_outlines, ("O",), with_map), on=True)
        self.fit = add(self.tr("Zoom to fit"), view.fit, ("F",), enabled)
        add(self.tr("Fainter heatmap"), self._weaker, ("[",), enabled)
        add(self.tr("Stronger heatmap"), self._stronger, ("]",), enabled)
        add(self.tr("Zoom in"), self._zoom_in, ("+", "="), enabled)
        add(self.tr("Zoom out"), self._zoom_out, ("-",), enabled)
        self.opacity = Slider(Qt.Orientation.Horizontal)
        self.opacity.setObjectName("heat-opacity")
        self.opacity.setRange(0, 100)
        self.opacity.setMaximumWidth(_OPACITY_WIDTH)
        self.opacity.setAccessibleName(self.tr("Opacity of the heatmap"))
        self.opacity.setToolTip(self.tr("Opacity of the heatmap ([ and ])"))
        self.opacity.valueChanged.connect(self._opacity_changed)
        self.opacity.setValue(_stored_number(settings, _OPACITY_KEY, 80))
        self.colours = combo_box(self.tr("Colours of the heatmap"), self._colours_chosen)
        self.colours.setMinimumContentsLength(7)
        self.colours.addItems([self.tr("Heat"), "Cividis", "CET-CBL2"])
        self.colours.setCurrentIndex(min(_stored_number(settings, _COLOURS_KEY, 0), len(COLOUR_MAPS) - 1))
        view.set_colour_map(COLOUR_MAPS[self.colours.currentIndex()])

    def lines(self) -> tuple[QHBoxLayout, QHBoxLayout]:
        """The two controls, each with its name before it; to be called once."""
        opacity, colours = QHBoxLayout(), QHBoxLayout()
        for line, text, control in (
            (opacity, self.tr("Opacity"), self.opacity),
            (colours, self.tr("Colours"), self.colours),
        ):
            name = label(text, "muted")
            name.setBuddy(control)
            line.addWidget(name)
            line.addWidget(control)
        return opacity, colours

    def _toggle_heat(self) -> None:
        self._view.set_heat_visible(self.heat.isChecked())

    def _toggle_outlines(self) -> None:
        self._view.set_outlined(self.outlines.isChecked())

    def _weaker(self) -> None:
        self.opacity.setValue(self.opacity.value() - _OPACITY_STEP)

    def _stronger(self) -> None:
        self.opacity.setValue(self.opacity.value() + _OPACITY_STEP)

    def _zoom_in(self) -> None:
        self._view.zoom(_ZOOM)

    def _zoom_out(self) -> None:
        self._view.zoom(1 / _ZOOM)

    def _opacity_changed(self, percent: int) -> None:
        self._view.set_opacity(percent / 100)
        self._settings.setValue(_OPACITY_KEY, percent)

    def _colours_chosen(self, index: int) -> None:
        self._view.set_colour_map(COLOUR_MAPS[index])
        self._settings.setValue(_COLOURS_KEY, index)


def toggle(action: QAction, *, on: bool) -> QAction:
    """Make a command one that is switched on and off."""
    action.setCheckable(True)
    action.setChecked(on)
    return action


def _stored_number(settings: QSettings, key: str, otherwise: int) -> int:
    """A number of up to three digits in the settings, which a person or a full disk may have spoilt."""
    text = str(settings.value(key, otherwise))
    return int(text) if re.fullmatch("[0-9]{1,3}", text) else otherwise
