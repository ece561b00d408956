"""The commands that mark single images or clips, and how a mark looks."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from inspector.data.properties import Mark
from inspector.gui.commands import Commands
from inspector.gui.widgets.controls import KeysInToolTip
from inspector.gui.widgets.labels import ElidedLabel
from inspector.gui.widgets.layout import GAP
from inspector.gui.widgets.pictures.image_list import Badge, paint_badge

_BADGE = 16


class MarkBar(QWidget):
    """How many images or clips are selected, and a button for each mark.

    Args:
        listed: says how many there are, `{total}`.

    Signal `marked` (str, object): what undo calls it, and the mark, or None to remove it.
    """

    marked = Signal(str, object)

    def __init__(
        self, commands: Commands, owner: QWidget, *, group: str, enabled: Callable[[], bool], listed: str
    ) -> None:
        super().__init__()
        self._listed = listed
        self._selected = ElidedLabel("muted")
        self._selected.setObjectName("selected-count")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP // 2)
        row.addWidget(self._selected, stretch=1)
        self.actions_by_mark: dict[Mark | None, QAction] = {}
        marks: tuple[tuple[Mark | None, str, str, str], ...] = (
            ("good", self.tr("Mark as good"), self.tr("Good"), "G"),
            ("defective", self.tr("Mark as defective"), self.tr("Defective"), "D"),
            ("ignored", self.tr("Ignore"), self.tr("Ignore"), "I"),
            (None, self.tr("Remove mark"), self.tr("Remove mark"), "M"),
        )
        for mark, text, short, key in marks:
            run = partial(self.marked.emit, text, mark)
            action = commands.add(owner, text, run, group=group, shortcuts=(key,), enabled=enabled)
            action.setIconText(short)
            shown = QToolButton()
            shown.setDefaultAction(action)
            shown.setAccessibleName(text)
            shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            KeysInToolTip(shown, action)
            shown.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(shown)
            self.actions_by_mark[mark] = action
        self._paint_badges()

    def say(self, selected: int, total: int) -> None:
        """Show how many would be marked."""
        if selected:
            text = self.tr("Selected: {count} of {total}").format(count=selected, total=total)
        else:
            text = self._listed.format(total=total)
        self._selected.setText(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_badges()

    def _paint_badges(self) -> None:
        ratio = self.devicePixelRatio()
        for mark, action in self.actions_by_mark.items():
            if mark is None:
                continue
            picture = QPixmap(QSize(_BADGE + 8, _BADGE + 8) * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_badge(painter, QRect(4, 4, _BADGE, _BADGE), mark_badge(mark))
            painter.end()
            action.setIcon(QIcon(picture))


def mark_badge(mark: Mark) -> Badge:
    """How a mark looks on an image or a clip of a list."""
    if mark == "good":
        return Badge(QCoreApplication.translate("MarkBar", "marked as good"), "G", "circle", "ok")
    if mark == "defective":
        return Badge(QCoreApplication.translate("MarkBar", "marked as defective"), "D", "diamond", "ng")
    return Badge(QCoreApplication.translate("MarkBar", "ignored"), "I", "square", "muted")
