"""How things are laid out on all screens: cards, rows, splitters that remember their sizes, and empty states."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QStyle,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.widgets.controls import button
from inspector.gui.widgets.labels import label

GAP = 12
_BESIDE_BAR = 6  # pixels between a content and the bar that scrolls it
_NAME_LETTERS = 16


class EmptyState(QWidget):
    """What to do next, where there is nothing to show yet."""

    def __init__(self, title: str, text: str, actions: Sequence[QAction] = ()) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addStretch()
        self._title, self._text = label("", "title"), label("", "muted")
        for line in (self._title, self._text):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setWordWrap(True)
            layout.addWidget(line)
        self._buttons = [button(action, primary=place == 0) for place, action in enumerate(actions)]
        for one in self._buttons:
            layout.addWidget(one, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()
        self._awaited = ""
        self.say(title, text)

    def say(self, title: str, text: str) -> None:
        self._next = title, text
        self.show_awaited(self._awaited)

    def show_awaited(self, awaited: str) -> None:
        """Say what will be shown in a moment instead, while nothing has to be done; empty for nothing."""
        self._awaited = awaited
        title, text = (awaited, "") if awaited else self._next
        self._title.setText(title)
        self._text.setText(text)
        for one in self._buttons:
            one.setVisible(not awaited)

    def take_focus(self) -> None:
        """Let Return do what is to be done next."""
        if self._buttons and not self._awaited:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)


def resize_on_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog this size, or what its screen has room for beside a title bar."""
    room = dialog.screen().availableSize()
    frame = 2 * dialog.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    dialog.resize(min(width, room.width()), min(height, room.height() - frame))


class Switch(QWidget):
    """Shows one of two widgets: what to do next, or the content; it needs no more room than what it shows."""

    def __init__(self, empty: QWidget, content: QWidget) -> None:
        super().__init__()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(content)

    def show_content(self, there: bool) -> None:
        self._stack.setCurrentIndex(int(there))
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        shown = self._stack.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()


class SavedSplitter(QSplitter):
    """A splitter whose sizes are those that a person gave it the last time; `key` names them in the settings."""

    def __init__(self, orientation: Qt.Orientation, *, settings: QSettings, key: str) -> None:
        super().__init__(orientation)
        self._settings, self._key = settings, key
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._keep)

    def restore(self) -> None:
        """Take on those sizes; after all widgets are in it, which have their first sizes."""
        state = self._settings.value(self._key)
        if isinstance(state, QByteArray):
            self.restoreState(state)

    def _keep(self) -> None:
        self._settings.setValue(self._key, self.saveState())


class _AsSmallAsCanBe(QWidget):
    """Holds a widget for a scroll area, which would else give it the height that its wrapped texts would like best.

    Args:
        whole_texts: ask for the height at which no wrapped text is cut; a whole screen has panels that scroll instead.
    """

    def __init__(self, content: QWidget, *, whole_texts: bool) -> None:
        super().__init__()
        self._content, self._whole_texts = content, whole_texts
        content.setParent(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint: QSize = self._content.minimumSizeHint().expandedTo(self._content.minimumSize())
        layout = self._content.layout()
        if not self._whole_texts or layout is None or not layout.hasHeightForWidth():
            return hint
        return hint.expandedTo(QSize(0, layout.totalMinimumHeightForWidth(max(self.width(), hint.width()))))

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._content.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._content.setGeometry(self.rect())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the content needs another size
            self.updateGeometry()
        return super().event(event)


class _Scrolled(QScrollArea):
    """Shows a widget at its own smallest size where there is less room, and scrolls to what has the focus."""

    def __init__(self, content: QWidget, *, across: bool) -> None:
        super().__init__()
        self._content, self._across = content, across
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not across:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.verticalScrollBar().rangeChanged.connect(self._keep_off_bar)
        self.setWidget(_AsSmallAsCanBe(content, whole_texts=not across))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As small as can be; as wide as its content where it scrolls up and down alone."""
        if self._across:
            return QSize(0, 0)
        return QSize(
            self._content.minimumSizeHint().expandedTo(self._content.minimumSize()).width() + self._bar_width(), 0
        )

    def sizeHint(self) -> QSize:  # noqa: N802
        hint = self._content.sizeHint()
        return hint if self._across else QSize(self.minimumSizeHint().width(), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A content that needs more width gets it: Qt looks at its bars alone."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _bar_width(self) -> int:
        """The room for the bar; wrapped texts, whose height depends on the width, have it always."""
        layout = self._content.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        needed = wraps or self._content.minimumSizeHint().height() > self.height()
        return self.verticalScrollBar().sizeHint().width() + _BESIDE_BAR if needed else 0

    def _keep_off_bar(self, _lowest: int, highest: int) -> None:
        """Leave some room between the content and the bar, while there is one."""
        beside = _BESIDE_BAR if highest else 0
        if self.viewportMargins().right() != beside:
            self.setViewportMargins(0, 0, beside, 0)


def scrolled(content: QWidget, *, across: bool = True) -> QScrollArea:
    """A widget that scrolls where it has less room than it needs; `across` in both directions."""
    return _Scrolled(content, across=across)


class NamedTable(QTableView):
    """A table whose first column has names: it takes what the others leave, and never less than a name needs."""

    def fit_names_from_now_on(self) -> None:
        """Once the table has its model and its other columns their widths."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.sectionResized.connect(self._section_resized)
        self.fit_names()

    def least_name_width(self) -> int:
        return self.fontMetrics().averageCharWidth() * _NAME_LETTERS

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit_names()

    def fit_names(self) -> None:
        header = self.horizontalHeader()
        others = sum(header.sectionSize(column) for column in range(1, header.count()))
        if header.count():
            header.resizeSection(0, max(self.least_name_width(), self.viewport().width() - others))

    def _section_resized(self, column: int) -> None:
        if column:
            self.fit_names()


def card() -> QFrame:
    """A frame for things that belong together."""
    made = QFrame()
    made.setObjectName("card")
    return made


def row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    """Widgets beside each other, with the same stretch."""
    made = QHBoxLayout()
    for widget in widgets:
        made.addWidget(widget, stretch=1)
    return made
