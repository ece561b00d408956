"""Why an image was judged as it was: what the method saw at each region size, or which task failed."""

import threading
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QWidget

from inspector.core.explanation import look_of
from inspector.data.category import ImageRef
from inspector.gui.commands import needs
from inspector.gui.core_texts import core_name, core_text
from inspector.gui.numbers import fixed
from inspector.gui.review.images.evidence_dialog import Evidence, EvidenceButton, EvidenceDialog
from inspector.gui.review.images.picture_words import evidence_meaning, task_meaning
from inspector.gui.screen import label
from inspector.gui.session import Session
from inspector.gui.widgets.labels import WrappedLabel
from inspector.gui.widgets.pictures.heat_controls import AddCommand
from inspector.gui.widgets.pictures.picture_view import to_image
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.workflow.device import choose_device
from inspector.workflow.inspect.explain import Explanation, explain
from inspector.workflow.report.pictures import colours
from inspector.workflow.review.model import ReviewModel

_SIDE = 104
_EXPLAINING = "review explanation"


class _Explainer:
    """A model with its weights, read when it is first asked; used by workers, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stored: StoredModel | None = None

    def explain(self, image: ImageRef) -> Explanation:
        with self._lock:
            if self._stored is None:
                self._stored = read_model(self._folder)
            return explain(self._stored, image, device=choose_device("auto"))


class WhyPanel(QScrollArea):
    """Judges the image again, with the evidence, in the background, once somebody wants to know.

    A click on a picture shows it large, as do Enter and Space, and the command from wherever the focus is.

    Args:
        add: makes the command.

    Signals:
        explained: `explanation` is there for the image that is shown.
        left: the large pictures are closed, and the keys are for the screen again.
    """

    explained = Signal()
    left = Signal()

    def __init__(self, session: Session, add: AddCommand) -> None:
        super().__init__()
        self._pictures: list[Evidence] = []
        self._large_wanted = False  # once the image is explained
        self._session = session
        self._explainer: _Explainer | None = None
        self._image: ImageRef | None = None
        self._follows = False  # explains each image that is shown
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
        add(self.tr("Show the pictures of Why? large"), self.enlarge, ("Shift+W",), self._can_explain)

    def show_model(self, model: ReviewModel | None) -> None:
        """Another run; the model that made it, where it is there."""
        self._session.outdate(_EXPLAINING)
        self._explainer = None if model is None else _Explainer(model.folder)
        self._image = self.explanation = None
        self._fill()

    def show_image(self, path: Path, name: str, label: str) -> None:
        """Another image; it is explained if somebody wanted that of one before."""
        if self._image is not None and self._image.name == name and self.explanation is not None:
            return  # the same at other thresholds
        self._session.outdate(_EXPLAINING)
        self._large_wanted = False
        self._image, self.explanation = ImageRef(path, name, label), None
        self._fill()
        if self._follows:
            self.request()

    def request(self) -> None:
        """Explain this image and the ones that are shown next."""
        self._follows = True
        if self._explainer is not None and self._image is not None and self.explanation is None:
            self._session.latest(_EXPLAINING, partial(self._explainer.explain, self._image), self._explained)

    def _explained(self, explanation: Explanation) -> None:
        self.explanation = explanation
        self._fill()
        self.explained.emit()
        large, self._large_wanted = self._large_wanted, False
        if large:
            self.enlarge()

    def _fill(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # which gives its focus away before it is gone
                widget.deleteLater()
        self._pictures = []
        found = self.explanation
        if found is None:
            self._row.addWidget(label(self.tr("The model is judging the part again …") if self._image else "", "muted"))
            return
        heats = {name: _heat(values, high=max(map(np.max, found.maps.values()))) for name, values in found.maps.items()}
        for name, pixels in (*found.pictures.items(), *heats.items()):
            self._pictures.append(Evidence(core_name(name), evidence_meaning(name), to_image(pixels)))
            button = EvidenceButton(self._pictures[-1], height=_SIDE)
            button.clicked.connect(partial(self._enlarge, len(self._pictures) - 1))
            self._row.addWidget(button)
        if len(self._pictures) == 1:  # there is room to say what it shows
            self._row.addWidget(WrappedLabel("muted", self._pictures[0].meaning), stretch=1)
        if found.excess:
            self._row.addWidget(self._tasks(found))
        if not (found.pictures or found.maps or found.excess):
            self._row.addWidget(label(self.tr("This method has no evidence beyond its heatmap."), "muted"))

    def enlarge(self) -> None:
        """Show the pictures large, one at a time, as soon as they are there."""
        if self.explanation is None:
            self._large_wanted = True
            self.request()
        elif self._pictures:
            self._enlarge(0)
        else:
            self._session.said.emit(self.tr("This method has no evidence beyond its heatmap."))

    def _enlarge(self, number: int) -> None:
        assert self.explanation is not None  # the pictures are of it
        dialog = EvidenceDialog(to_image(self.explanation.image), self._pictures, number, self)
        dialog.finished.connect(self.left)
        dialog.open()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs Why? with its pictures"))
    def _can_explain(self) -> bool:
        return self._image is not None and self._explainer is not None

    def _tasks(self, found: Explanation) -> QLabel:
        """Each task's error against that of good parts, worst first."""
        lines = []
        for name, excess in sorted(found.excess.items(), key=lambda item: -item[1]):
            bad = self.tr("{task} ({look}): {excess} spreads above good parts")
            words = bad if excess > 0 else self.tr("{task}: as on good parts")
            lines.append(words.format(task=core_name(name), look=core_text(look_of(name)), excess=fixed(excess, 1)))
        shown = label("\n".join(lines))
        meanings = {core_name(name): task_meaning(name) for name in found.excess}
        shown.setToolTip("\n".join(f"{name}: {meaning}" for name, meaning in meanings.items() if meaning))
        return shown


def _heat(values: np.ndarray, *, high: float) -> np.ndarray:
    return colours(np.clip(values / max(high, 1e-9), 0, 1)).astype(np.uint8)
