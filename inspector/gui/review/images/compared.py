"""What a part should look like, beside it: as the model would draw it, or else the good image most like it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from inspector.data.category import Category
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.heat_controls import AddCommand, toggle
from inspector.gui.widgets.pictures.heat_view import HeatView
from inspector.workflow.inspect.explain import Explanation
from inspector.workflow.report.pictures import picture
from inspector.workflow.review.likeness import GoodImages

_HOLD_KEY = Qt.Key.Key_C
_SEEKING = "review nearest good image"
_CACHE_BYTES = 100 * 1024**2
_BLINK_MS = 500
_ENDS = (QEvent.Type.MouseButtonPress, QEvent.Type.ApplicationDeactivate)


class Compared(QObject):
    """Fills the panes beside a part, and shows the nearest good part in its place while a key is held.

    Signal `replaced`: another picture is in the part's place, or the part is there again.
    """

    replaced = Signal()

    def __init__(self, session: Session, view: HeatView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self._good: GoodImages | None = None
        self._path: Path | None = None
        self._part: np.ndarray | None = None
        self._explanation: Explanation | None = None
        self.nearest: Path | None = None
        self._held = False
        self._pictures = PictureLoader(picture, self, cache_bytes=_CACHE_BYTES)
        self._pictures.loaded.connect(self._loaded)
        self._blink = QTimer(self, interval=_BLINK_MS)
        self._blink.timeout.connect(self._alternate)
        self._shows_good = False

    def add_commands(
        self, add: AddCommand, *, explain: Callable[[], None], explains: Callable[[], bool], shown: Callable[[], bool]
    ) -> tuple[QAction, QAction]:
        """The commands that show it beside the part, which can be switched off again, and in its place.

        Args:
            explain: asks for what the method makes of the part.
            explains: whether it can.
            shown: whether there is a part.
        """
        self._explain = explain
        self._beside = toggle(add(self.tr("Side by side"), self._toggle_beside, ("S",), explains), on=False)
        add(self.tr("Show the part alone"), self._leave_beside, ("Esc",), explains)
        key = QKeySequence(_HOLD_KEY).toString()
        hold = add(self.tr("Compare with a good part (hold)"), self.hold, (key,), shown)
        hold.setAutoRepeat(False)
        return self._beside, hold

    def show_run(self, category: Category | None, *, bits: int | None) -> None:
        """Another run, whose model reads deep files with so many bits per sample."""
        paths = [] if category is None else [image.path for image in category.train]
        self._good = GoodImages(paths, bits=bits)
        self._pictures.use(partial(picture, bits=bits))
        self.show_part(None, None)

    def show_part(self, path: Path | None, pixels: np.ndarray | None) -> None:
        """Another part; its picture (H, W, 3) uint8."""
        if path != self._path:
            self._session.outdate(_SEEKING)
            self._path, self.nearest, self._explanation = path, None, None
        self._part = pixels
        self.end_hold()
        self._show()

    def _toggle_beside(self) -> None:
        if self._beside.isChecked():
            self._explain()
        self._show()

    def _leave_beside(self) -> None:
        if self._beside.isChecked():
            self._beside.trigger()

    def show_explanation(self, explanation: Explanation | None) -> None:
        """What the method makes of the part that is shown."""
        self._explanation = explanation
        self._show()

    def hold(self) -> None:
        """Blink against the nearest good part until the key is released."""
        application = QCoreApplication.instance()
        if self._held or self._path is None or application is None:
            return
        self._held = True
        application.installEventFilter(self)
        self._seek()
        self._alternate()
        self._blink.start()

    def end_hold(self) -> None:
        application = QCoreApplication.instance()
        if self._held and application is not None:
            application.removeEventFilter(self)
            self._held = self._shows_good = False
            self._blink.stop()
            self._view.replace_part(None)
            self.replaced.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():  # whichever key it is by now
                self.end_hold()
        elif event.type() in _ENDS:  # of who chose it in a menu; or another program gets the release
            self.end_hold()
        return False

    def _alternate(self) -> None:
        good = self._good_picture()
        if good is not None:
            self._shows_good = not self._shows_good
            self._view.replace_part(good if self._shows_good else None)
            self.replaced.emit()

    @property
    def in_its_place(self) -> str:
        """The name of the picture that is in the part's place; empty for the part itself."""
        if not self._shows_good or self.nearest is None:
            return ""
        return self.tr("Most similar good part: {name}").format(name=self.nearest.name)

    def _show(self) -> None:
        found = self._explanation
        if self._part is None or not self._beside.isChecked() or found is None:
            self._view.show_beside((), title="")
            return
        self._seek()
        good = self._good_picture()
        nearest = [] if good is None else [(self.tr("Most similar good part"), good)]
        if found.reconstruction is None:
            beside = [(self.tr("Part"), self._part), *nearest]
        else:
            beside = [(self.tr("As the model would draw it"), found.reconstruction), *nearest]
            if found.residual is not None:
                grey = (found.residual * 255).clip(0, 255).astype(np.uint8)
                beside.append((self.tr("Difference"), np.repeat(grey[..., None], 3, axis=2)))
        self._view.show_beside(beside, title=self.tr("Part and heatmap"))

    def _seek(self) -> None:
        if self.nearest is None and self._good is not None and self._path is not None:
            self._session.latest(_SEEKING, partial(self._good.nearest, self._path), self._nearest_found)

    def _nearest_found(self, path: Path | None) -> None:
        self.nearest = path
        if path is not None and self._pictures.get(path) is not None:
            self._loaded(path, None)

    def _good_picture(self) -> np.ndarray | None:
        found = None if self.nearest is None else self._pictures.get(self.nearest)
        return None if found is None or isinstance(found, Unavailable) else found

    def _loaded(self, path: Path, _picture: object) -> None:
        if path == self.nearest:
            if self._held and not self._shows_good:
                self._alternate()
            if self._beside.isChecked():
                self._show()
