"""Shows how parts are located in some good images, before anything is trained."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from inspector.core.errors import CategoryError
from inspector.data.category import Category
from inspector.data.natural_order import natural_order
from inspector.data.properties import CategoryProperties
from inspector.gui.background.job import Ended, Snapshot
from inspector.gui.category.dialog_job import NotPossible, busy_bar, run_while_open, saying_why
from inspector.gui.category.properties_editor import ImageProperties
from inspector.gui.numbers import count
from inspector.gui.session import Session
from inspector.gui.widgets.labels import ElidedLabel, label, set_role
from inspector.gui.widgets.layout import GAP, resize_on_screen, scrolled
from inspector.gui.widgets.pictures.picture_view import PictureView, to_image
from inspector.workflow.advise.locating import LocatedImage, preview_locating
from inspector.workflow.progress import Progress

_MOST_IMAGES, _COLUMNS = 20, 5
_THUMBNAIL = QSize(320, 240)  # painted; shown smaller or larger
_SMALLEST = QSize(140, 105)
_OUTLINE, _OUTLINE_EDGE = QColor("#00e0ff"), QColor("#003a44")  # seen on bright and on dark parts


@dataclass(frozen=True)
class PaintedImage:
    """A good image with the outline of its part, if that was found."""

    name: str
    found: bool
    image: QImage


def show_locating(session: Session, properties: ImageProperties, parent: QWidget) -> None:
    """Open the preview for the category as it is stated now."""
    category = properties.category
    if category is not None:
        LocatingPreview(session, category, properties.current, parent.window()).open()


class LocatingPreview(QDialog):
    """Shows what the job finds that locates; the job ends with it."""

    def __init__(self, session: Session, category: Category, properties: CategoryProperties, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("How parts are located"))
        resize_on_screen(self, 880, 600)
        self._shown = self._found = 0
        self._cells: dict[str, QWidget] = {}
        self._problem = ""
        self._status = label(self.tr("Learning from the good images where the part is …"))
        self._status.setObjectName("locating-status")
        self._status.setWordWrap(True)
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._meaning = label(
            self.tr("The line frames the field that is evaluated: it turns and moves with the part."), "muted"
        )
        self._meaning.setWordWrap(True)
        self._meaning.hide()  # until there is one
        self._bar = busy_bar(self.tr("Progress of locating"))
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, GAP // 2, 0)
        self._grid.setSpacing(GAP)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        area = scrolled(content, across=False)
        area.setAccessibleName(self.tr("Good images with the located part"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self._status)
        layout.addWidget(self._bar)
        layout.addWidget(self._meaning)
        layout.addWidget(area, stretch=1)
        layout.addWidget(buttons)
        events = partial(_updates, category, properties)
        run_while_open(self, session, events, updated=self._updated, ended=self._ended)

    def _updated(self, snapshot: Snapshot) -> None:
        progress = snapshot.latest.get(Progress)
        if progress is not None:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
        for event in snapshot.events:
            if isinstance(event, PaintedImage):
                self._add(event)
            elif isinstance(event, NotPossible):
                self._problem = event.message

    def _ended(self, _ended: Ended) -> None:
        self._bar.hide()
        if self._problem:
            self._status.setText(self._problem)
            set_role(self._status, "error")
        elif not self._shown:
            self._status.setText(
                self.tr(
                    "The good parts lie in one pose already, or no part stands out from its surroundings. Nothing is "
                    "located; images are judged as they are."
                )
            )
        else:
            self._say_found()
            self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _say_found(self) -> None:
        text = self.tr("Found in {found} of {shown} good images.").format(
            found=count(self._found), shown=count(self._shown)
        )
        if self._found < self._shown:
            text += " " + self.tr("An image in which the part is not found is left out of the training.")
        self._status.setText(text)

    def _add(self, painted: PaintedImage) -> None:
        said = self.tr("found") if painted.found else self.tr("not found")
        view = PictureView(f"{painted.name}: {said}", smallest=_SMALLEST)
        view.show_picture(painted.image)
        name = ElidedLabel("", middle=True)
        name.setText(painted.name.rpartition("/")[2])
        name.setToolTip(painted.name)
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(view, stretch=1)
        column.addWidget(name)
        column.addWidget(label(said, "muted" if painted.found else "error"))
        self._cells[painted.name] = cell
        for place, shown in enumerate(natural_order(self._cells, str)):
            self._grid.addWidget(self._cells[shown], place // _COLUMNS, place % _COLUMNS)
        self._shown += 1
        self._found += painted.found
        self._meaning.setVisible(self._found > 0)
        self._say_found()


def _updates(category: Category, properties: CategoryProperties) -> Iterator[object]:
    """Run off the GUI thread."""
    updates = preview_locating(
        properties.locate, category.train, bits=properties.bits_per_sample, seed=0, most=_MOST_IMAGES
    )
    for update in saying_why(updates, CategoryError):
        yield _painted(update) if isinstance(update, LocatedImage) else update


def _painted(located: LocatedImage) -> PaintedImage:
    pixels = (located.picture.permute(1, 2, 0) * 255).round().byte().numpy()
    image = to_image(pixels)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    shown = image.scaled(_THUMBNAIL, keep, smooth)
    if located.placement.found:
        across, down = shown.width() / image.width(), shown.height() / image.height()
        corners = [QPointF(x * across, y * down) for x, y in located.placement.outline().tolist()]
        painter = QPainter(shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((_OUTLINE_EDGE, 5), (_OUTLINE, 3)):
            painter.setPen(QPen(colour, width))
            painter.drawPolygon(QPolygonF(corners))
        painter.end()
    return PaintedImage(located.image.name, located.placement.found, shown)
