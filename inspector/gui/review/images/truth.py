"""The ground truth over a part: the outlines of its mask, where the category has one."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from inspector.core.regions import mask_outlines
from inspector.data.category import Category
from inspector.data.images.masks import read_mask
from inspector.data.images.reading import read_image
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.heat_controls import AddCommand, toggle
from inspector.gui.widgets.pictures.heat_view import HeatView

_READING = "review ground truth"


class Truth(QObject):
    """Reads the mask of a part in the background once somebody wants to see it.

    Attributes:
        there: whether the category has any masks.
    """

    def __init__(self, session: Session, view: HeatView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self._masks: Mapping[Path, Path] = {}
        self._path: Path | None = None
        self.there = False

    def add_command(self, add: AddCommand, *, enabled: Callable[[], bool]) -> QAction:
        """The command that shows it; once, before anything is shown."""
        self._shown = toggle(add(self.tr("Ground truth"), self._toggle, ("T",), enabled), on=False)
        self._shown.setToolTip(self.tr("What the category's masks say is defective, dashed in magenta"))
        return self._shown

    def show_category(self, category: Category | None) -> None:
        """Another run, perhaps of another category."""
        images = () if category is None else category.test
        self._masks = {image.path: image.mask for image in images if image.mask is not None}
        self.there = bool(self._masks)
        self._path = None

    def show_part(self, path: Path) -> None:
        self._path = path
        self._read()

    def _toggle(self) -> None:
        self._view.lines.set_truth_visible(self._shown.isChecked())
        self._read()

    def _read(self) -> None:
        self._session.outdate(_READING)
        mask = None if self._path is None else self._masks.get(self._path)
        if self._shown.isChecked() and self._path is not None and mask is not None:
            self._session.latest(_READING, partial(_outlines, self._path, mask), self._view.show_truth)


def _outlines(path: Path, mask: Path) -> list[np.ndarray]:
    """Run off the GUI thread."""
    height, width = read_image(path).shape[1:]
    return mask_outlines(read_mask(mask, size=(height, width)).numpy())
