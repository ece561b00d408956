"""Small pictures of what lies nearest to a threshold; a click shows it large."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from inspector.gui.theme import current_theme
from inspector.gui.widgets.painting import with_border
from inspector.gui.widgets.pictures.thumbnails import Thumbnails

MOST = 6
_SIDE = 44


@dataclass(frozen=True)
class NearestItem:
    """An image or a clip by its place in the run, and what is said of it."""

    place: int
    text: str


class NearestPictures(QWidget):
    """At most `MOST` buttons in a row.

    Args:
        picture_key: by which the thumbnails know what is at a place.

    Signals: `chosen` (int): the place of the picture that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, thumbnails: Thumbnails, picture_key: Callable[[int], Hashable]) -> None:
        super().__init__()
        self._thumbnails, self._picture_key = thumbnails, picture_key
        self._items: Sequence[NearestItem] = ()
        self._keys: list[Hashable] = []
        self._buttons: list[QToolButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for number in range(MOST):
            button = QToolButton()
            button.setFixedSize(_SIDE + 4, _SIDE + 4)
            button.setIconSize(button.size() * 0.9)
            room = button.sizePolicy()
            room.setRetainSizeWhenHidden(True)  # or the panel grows narrower, and the part beside it moves
            button.setSizePolicy(room)
            button.clicked.connect(partial(self._clicked, number))
            self._buttons.append(button)
            row.addWidget(button)
        row.addStretch()
        thumbnails.ready.connect(self._ready)

    def show_items(self, items: Sequence[NearestItem]) -> None:
        self._items = items
        self._keys = [self._picture_key(item.place) for item in items]
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(items))
            if number < len(items):
                self._show_picture(number)
                button.setToolTip(items[number].text)
                button.setAccessibleName(items[number].text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:  # borders have the theme's colours
            self.show_items(self._items)

    def _show_picture(self, number: int) -> None:
        picture = self._thumbnails.get(self._keys[number])
        if picture is not None:
            self._buttons[number].setIcon(with_border(picture, current_theme()))

    def _ready(self, key: Hashable) -> None:
        if key in self._keys:
            self._show_picture(self._keys.index(key))

    def _clicked(self, number: int) -> None:
        self.chosen.emit(self._items[number].place)
