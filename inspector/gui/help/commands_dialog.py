"""Every command with its keys, which a person can change."""

from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.commands import Command, Commands
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP, resize_on_screen, scrolled

_KEY_WIDTH = 150
_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
_LEAVING = [
    QKeyCombination(Qt.Key.Key_Tab),
    QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Backtab),  # Qt has it without Shift
]


class KeyField(QKeySequenceEdit):
    """A field for one key, framed while it has the focus: the field of text within it never has it."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)
        self.setClearButtonEnabled(True)
        self.setFixedWidth(_KEY_WIDTH)
        self.setFinishingKeyCombinations(_LEAVING)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._frame(focused=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._frame(focused=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Wait for a key beside the one that is held: Qt would forget the key that is set, as Shift+Tab begins.

        Esc closes the dialog, as it does everywhere, and is given to no command.
        """
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            event.ignore()
        elif event.key() in _HELD:
            event.accept()
        else:
            super().keyPressEvent(event)

    def _frame(self, *, focused: bool) -> None:
        for inside in self.findChildren(QLineEdit):
            inside.setProperty("framed", focused)
            inside.style().polish(inside)


@dataclass(frozen=True)
class _Row:
    """A command on the screen.

    Attributes:
        others: its keys after the first one.
    """

    command: Command
    title: QLabel
    edit: KeyField
    others: QLabel
    reset: QPushButton

    @property
    def is_changed(self) -> bool:
        """Whether a person has given it other keys."""
        return self.command.keys != self.command.default_keys


class CommandsDialog(QDialog):
    """The commands by screen, with a field for the first key of each; what is typed there holds at once.

    A key that another command has in the same place is not taken unless the person says so, and one that opens a menu
    of the window never is: neither of the two would work.
    """

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Commands and keys"))
        self._commands = commands
        menus = [menu for bar in parent.findChildren(QMenuBar) for menu in bar.actions()]
        self._menus = {QKeySequence.mnemonic(menu.text()).toString(): menu.text().replace("&", "") for menu in menus}
        self._rows: list[tuple[QLabel, list[_Row]]] = []
        self._by_control: dict[QObject, _Row] = {}
        self._wanted: tuple[_Row, str] | None = None
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Find a command or a key"))
        self._search.setAccessibleName(self.tr("Find a command or a key"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        how = label(self.tr("Click a key, then press the one that you want instead. Tab leaves the field."), "muted")
        self._nothing = label(self.tr("No command has these words in its name."), "muted")
        self._nothing.setObjectName("no-command")
        area = scrolled(self._build_rows(), across=False)
        area.setAccessibleName(self.tr("Commands and keys"))
        self._conflict = label("", "warning")
        self._conflict.setObjectName("key-conflict")
        self._conflict.setWordWrap(True)
        self._take = QPushButton(self.tr("Use it here"))
        self._take.clicked.connect(self._take_key)
        notice = QHBoxLayout()
        notice.addWidget(self._conflict, stretch=1)
        notice.addWidget(self._take)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        reset = buttons.addButton(self.tr("Reset all keys"), QDialogButtonBox.ButtonRole.ResetRole)
        reset.clicked.connect(self._reset_all)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addWidget(self._search)
        layout.addWidget(how)
        layout.addWidget(self._nothing)
        layout.addWidget(area, stretch=1)
        layout.addLayout(notice)
        layout.addWidget(buttons)
        resize_on_screen(self, 620, 640)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._show_conflict(None)
        self._filter("")
        self._search.setFocus()

    def _build_rows(self) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, GAP, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        place = 0
        for group, listed in self._commands.by_group().items():
            heading = label(group, "heading")
            heading.setContentsMargins(0, GAP, 0, 0)
            grid.addWidget(heading, place, 0, 1, 4)
            rows = [self._row(command) for command in listed]
            for row in rows:
                place += 1
                for column, widget in enumerate((row.title, row.edit, row.others, row.reset)):
                    grid.addWidget(widget, place, column)
            self._rows.append((heading, rows))
            place += 1
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(place, 1)
        return content

    def _row(self, command: Command) -> _Row:
        edit = KeyField()
        edit.setAccessibleName(f"{command.group}: {command.title}")
        reset = QPushButton(self.tr("Reset"))
        reset.setProperty("role", "tool")
        reset.setAccessibleName(self.tr("Reset {command}").format(command=command.title))
        row = _Row(command, label(command.title), edit, label("", "muted"), reset)
        row.title.setBuddy(edit)
        self._show_keys(row)
        edit.editingFinished.connect(self._typed)
        reset.clicked.connect(self._reset)
        self._by_control |= {edit: row, reset: row}
        return row

    def _show_keys(self, row: _Row) -> None:
        found = [QKeySequence(key) for key in row.command.keys]
        row.edit.setKeySequence(found[0] if found else QKeySequence())
        native = QKeySequence.SequenceFormat.NativeText
        row.others.setText(" · ".join(key.toString(native) for key in found[1:]))

    def _show_all_keys(self) -> None:
        for _, rows in self._rows:
            for row in rows:
                self._show_keys(row)
                row.reset.setVisible(not row.title.isHidden() and row.is_changed)

    def _typed(self) -> None:
        row = self._by_control[self.sender()]
        key, before = row.edit.keySequence().toString(), row.command.keys
        if key == (before[0] if before else ""):
            return
        if key in self._menus:
            self._refuse(row, key)
            self._show_keys(row)
            return
        if key and self._commands.with_key(key, row.command):
            self._show_conflict((row, key))
            self._show_keys(row)
            return
        self._set(row, key)

    def _set(self, row: _Row, key: str) -> None:
        others = [other for other in row.command.keys[1:] if other != key]
        self._commands.change_keys(row.command, [key, *others] if key else others)
        self._show_conflict(None)
        self._show_all_keys()

    def _refuse(self, row: _Row, key: str) -> None:
        self._show_conflict(None)
        native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        text = self.tr("{key} opens the menu “{menu}”, so “{command}” keeps its key.")
        self._conflict.setText(text.format(key=native, menu=self._menus[key], command=row.command.title))
        self._conflict.show()

    def _show_conflict(self, requested: tuple[_Row, str] | None) -> None:
        """Say which commands have the key that is wanted."""
        self._wanted = requested
        self._conflict.setVisible(requested is not None)
        self._take.setVisible(requested is not None)
        if requested is not None:
            row, key = requested
            taken = ", ".join(f"{other.group}: {other.title}" for other in self._commands.with_key(key, row.command))
            native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            text = self.tr("{key} belongs to “{other}”, so “{command}” keeps its key.")
            self._conflict.setText(text.format(key=native, other=taken, command=row.command.title))

    def _take_key(self) -> None:
        """Give the key to the command that it was typed for; the others lose it."""
        if self._wanted is not None:
            row, key = self._wanted
            for other in self._commands.with_key(key, row.command):
                self._commands.change_keys(other, [one for one in other.keys if one != key])
            self._set(row, key)

    def _reset(self) -> None:
        row = self._by_control[self.sender()]
        taken = [key for key in row.command.default_keys if self._commands.with_key(key, row.command)]
        if taken:
            self._show_conflict((row, taken[0]))
        else:
            self._commands.change_keys(row.command, row.command.default_keys)
            self._show_conflict(None)
            self._show_all_keys()

    def _reset_all(self) -> None:
        self._commands.reset_keys()
        self._show_conflict(None)
        self._show_all_keys()

    def _filter(self, text: str) -> None:
        """Show the commands in which every typed word occurs."""
        words = text.casefold().split()
        for heading, rows in self._rows:
            shown = [row for row in rows if all(word in _searched(row) for word in words)]
            heading.setVisible(bool(shown))
            for row in rows:
                for widget in (row.title, row.edit, row.others):
                    widget.setVisible(row in shown)
                row.reset.setVisible(row in shown and row.is_changed)
        self._nothing.setVisible(all(heading.isHidden() for heading, _ in self._rows))


def _searched(row: _Row) -> str:
    return f"{row.command.group} {row.command.title} {' '.join(row.command.keys)}".casefold()
