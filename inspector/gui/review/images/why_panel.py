"""Why a part was judged as it was: what the method saw at each region size, or which task failed."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.data.category import ImageRef
from inspector.gui.background.job import BackgroundJob, Done, Ended
from inspector.gui.core_texts import core_name
from inspector.gui.screen import label
from inspector.gui.session import Session
from inspector.gui.widgets.picture_view import to_image
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.device import choose_device
from inspector.workflow.inspect.explain import Explanation, explain
from inspector.workflow.report.pictures import colours

_SIDE = 104


class WhyPanel(QScrollArea):
    """Asks the model again, with its evidence, in the background, once somebody wants to know.

    Signals: `explained` when `explanation` is there for the part that is shown.
    """

    explained = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stored: StoredModel | None = None
        self._image: ImageRef | None = None
        self._job: BackgroundJob | None = None
        self._asked: ImageRef | None = None
        self._wanted = False
        self.explanation: Explanation | None = None
        self.setWidgetResizable(True)
        self.setFixedHeight(_SIDE + 54)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._row = QHBoxLayout(self._content)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setWidget(self._content)

    def show_run(self, stored: StoredModel | None) -> None:
        self._stored, self._image, self.explanation = stored, None, None
        self._fill()

    def show_part(self, path: Path, name: str, label: str) -> None:
        """Another part; it is explained if the panel is open or was wanted."""
        self._image, self.explanation = ImageRef(path, name, label), None
        self._fill()
        if self.isVisible() or self._wanted:
            self.want()

    def want(self) -> None:
        """Explain this part and the ones that are shown next."""
        self._wanted = True
        if self._stored is None or self._image is None or self._job is not None or self.explanation is not None:
            return
        stored, image = self._stored, self._image
        self._asked = image
        self._job = self._session.start(
            lambda: iter((explain(stored, image, device=choose_device("auto")),)),
            title=self.tr("Explaining"),
            ended=self._ended,
            quietly=True,
        )

    def _ended(self, ended: Ended) -> None:
        self._job = None
        if self._asked != self._image:
            self.want()
        elif isinstance(ended, Done):
            self.explanation = ended.result
            self._fill()
            self.explained.emit()

    def _fill(self) -> None:
        while self._row.count():
            self._row.takeAt(0).widget().deleteLater()
        found = self.explanation
        if found is None:
            self._row.addWidget(label(self.tr("The model is asked …") if self._image else "", "muted"))
            return
        for name, pixels in found.pictures.items():
            self._row.addWidget(_picture(core_name(name), pixels))
        for name, values in found.maps.items():
            self._row.addWidget(_picture(core_name(name), _heat(values, high=max(map(np.max, found.maps.values())))))
        if found.excess:
            self._row.addWidget(self._tasks(found))
        if not (found.pictures or found.maps or found.excess):
            self._row.addWidget(label(self.tr("This method shows all it knows in its map."), "muted"))

    def _tasks(self, found: Explanation) -> QLabel:
        """Each task's error against that of good parts, the worst first."""
        lines = []
        for name, excess in sorted(found.excess.items(), key=lambda item: -item[1]):
            bad = self.tr("{task}: {excess:.1f} spreads above good parts")
            words = bad if excess > 0 else self.tr("{task}: as on good parts")
            lines.append(words.format(task=core_name(name), excess=excess))
        return label("\n".join(lines))


def _heat(values: np.ndarray, *, high: float) -> np.ndarray:
    return colours(np.clip(values / max(high, 1e-9), 0, 1)).astype(np.uint8)


def _picture(name: str, pixels: np.ndarray) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 4, 0)
    column.setSpacing(2)
    shown = QLabel()
    pixmap = QPixmap.fromImage(to_image(pixels))
    shown.setPixmap(pixmap.scaledToHeight(_SIDE, Qt.TransformationMode.SmoothTransformation))
    shown.setAccessibleName(name)
    column.addWidget(shown)
    column.addWidget(label(name, "muted"))
    return made
