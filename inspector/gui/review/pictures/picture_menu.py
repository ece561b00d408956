"""What can be done with one picture of a run: copy it, save it, show where it lies, mark it in the category."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from inspector.core.images.resizing import map_at
from inspector.data.category import Category, ImageRef
from inspector.data.video.category import Clip, VideoCategory
from inspector.gui.background.job import Done, Ended, once
from inspector.gui.commands import needs
from inspector.gui.session import Session
from inspector.gui.widgets.folders import FolderOpener
from inspector.gui.widgets.pictures.heat_controls import AddCommand
from inspector.gui.widgets.pictures.picture_view import to_image
from inspector.store.targets import refuse_input
from inspector.workflow.report.pictures import HeatScale, overlay, write_picture

_COPYING, _FOLDER = "review copy", "export/folder"


@dataclass(frozen=True, eq=False)
class ShownPicture:
    """A part as it is shown, for others to draw.

    Attributes:
        path: of the image, or of the clip.
        pixels: (H, W, 3) uint8.
        anomaly_map, scale: of its heat; None where none is shown.
        regions: labels (h, w) of its regions at any resolution; None for no outlines.
        rejected: whether its map passes the reject threshold, which is outlined, too.
        name: by which a file of it is called; the image's own where none is given.
    """

    path: Path
    pixels: np.ndarray
    anomaly_map: np.ndarray | None
    scale: HeatScale | None
    regions: np.ndarray | None
    rejected: bool = False
    name: str | None = None

    def drawn(self) -> np.ndarray:
        """(H, W, 3) uint8 with what lies over it; for any thread."""
        if self.anomaly_map is None or self.scale is None:
            return self.pixels
        full = map_at(torch.from_numpy(self.anomaly_map), (self.pixels.shape[0], self.pixels.shape[1])).numpy()
        return overlay(self.pixels, full, scale=self.scale, regions=self.regions, rejected=self.rejected)


class PictureMenu(QObject):
    """The commands on the picture that is shown; `menu` holds them after those that are handed in.

    Args:
        shown: the picture as it is shown now; None where there is none.
        marked: the image or clip of the category that a mark is about; None for one from elsewhere.
    """

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        *,
        add: AddCommand,
        view: Sequence[QAction],
        shown: Callable[[], ShownPicture | None],
        marked: Callable[[], ImageRef | Clip | None],
    ) -> None:
        super().__init__(parent)
        self._session, self._parent, self._shown, self._marked = session, parent, shown, marked
        self._folders = FolderOpener(parent)
        self.menu = QMenu(parent)
        self.menu.addActions(list(view))
        self.menu.addSeparator()
        for text, run, keys, enabled in (
            (self.tr("Copy picture"), self.copy, ("Ctrl+C",), self._has_picture),
            (self.tr("Save picture …"), self.save, ("Ctrl+Shift+S",), self._has_picture),
            (self.tr("Show in folder"), self.show_in_folder, (), self._has_picture),
        ):
            self.menu.addAction(add(text, run, keys, enabled))
        marks = self.menu.addMenu(self.tr("Mark in the category"))
        for text, mark in (
            (self.tr("as good"), "good"),
            (self.tr("as defective"), "defective"),
            (self.tr("to be ignored"), "ignored"),
            (self.tr("Remove mark"), None),
        ):
            marks.addAction(text, partial(self._mark, mark))
        self.menu.aboutToShow.connect(self._refresh)
        self._marks = marks

    def copy(self) -> None:
        """The picture as it is shown, to the clipboard."""
        shown = self._shown()
        if shown is not None:
            self._session.latest(_COPYING, partial(_drawn, shown), self._copied)

    def save(self) -> None:
        """Ask where to, and write the picture as it is shown."""
        shown = self._shown()
        if shown is None:
            return
        folder = str(self._session.settings.value(_FOLDER, "") or Path.home())
        stem = shown.name or shown.path.stem
        name = str(Path(folder, f"{stem}-heatmap.png" if shown.scale else f"{stem}-picture.png"))
        chosen, _ = QFileDialog.getSaveFileName(self._parent, self.tr("Save picture"), name, self.tr("Picture (*.png)"))
        if chosen:
            target = Path(chosen)
            self._session.settings.setValue(_FOLDER, str(target.parent))
            title = self.tr("Writing {name}").format(name=target.name)
            self._session.start(once(partial(_write, shown, target)), title=title, ended=self._saved)

    def show_in_folder(self) -> None:
        shown = self._shown()
        if shown is not None:
            self._folders.open(shown.path.parent)

    def _mark(self, mark: str | None) -> None:
        item = self._marked()
        if item is not None:
            text = self.tr("Remove mark") if mark is None else self.tr("Mark in the category")
            self._session.mark_requested.emit(f"{text}: {item.path.name}", item.name, mark)
            self._session.said.emit(self._mark_words(mark).format(name=item.path.name))

    def _mark_words(self, mark: str | None) -> str:
        return {
            "good": self.tr("{name} is marked as good in the category."),
            "defective": self.tr("{name} is marked as defective in the category."),
            "ignored": self.tr("{name} is ignored in the category from now on."),
            None: self.tr("{name} has no mark in the category."),
        }[mark]

    def _refresh(self) -> None:
        self._marks.setEnabled(self._marked() is not None)

    def _copied(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._session.said.emit(self.tr("The picture is in the clipboard."))

    def _saved(self, ended: Ended) -> None:
        if isinstance(ended, Done):
            self._session.said.emit(self.tr("Written: {path}").format(path=ended.result))

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a picture"))
    def _has_picture(self) -> bool:
        return self._shown() is not None


def item_at(category: Category | VideoCategory | None, path: Path) -> ImageRef | Clip | None:
    """The image or clip of a category that is a file or folder; None where it is of none."""
    every = () if category is None else (*category.train, *category.test, *category.ignored)
    return next((item for item in every if item.path == path.absolute()), None)


def _drawn(shown: ShownPicture) -> QImage:
    """Run off the GUI thread."""
    return to_image(shown.drawn())


def _write(shown: ShownPicture, target: Path) -> Path:
    """Run off the GUI thread."""
    refuse_input(target, [shown.path])
    write_picture(target, shown.drawn())
    return target
