"""Light and dark: one set of named colours, the palette and the style sheet made of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Literal

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from inspector.core.operating_point import Decision
from inspector.resource_files import resource

Appearance = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Theme:
    """Named colours as #rrggbb. Texts have a contrast of 4.5 and more on `window` and `card` (WCAG AA)."""

    window: str
    card: str
    field: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selected: str
    ok: str
    review: str
    ng: str
    canvas: str

    def verdict(self, decision: Decision | None) -> str:
        """The colour of a verdict; that of an error for None."""
        if decision is None:
            return self.muted
        return {Decision.OK: self.ok, Decision.REVIEW: self.review, Decision.NG: self.ng}[decision]


# Teal, amber and crimson stay apart for the colour-blind; each also has a word and a shape wherever it is used.
LIGHT = Theme(
    window="#f3f4f6",
    card="#ffffff",
    field="#ffffff",
    border="#cfd4dc",
    text="#1b1f24",
    muted="#57606a",
    accent="#0b5cad",
    on_accent="#ffffff",
    selected="#dceafa",
    ok="#0a6e5c",
    review="#946200",
    ng="#9b0f22",
    canvas="#e7e9ed",
)
DARK = Theme(
    window="#17191d",
    card="#212429",
    field="#30353d",
    border="#3d434c",
    text="#e8eaed",
    muted="#a5adb8",
    accent="#6cb0ff",
    on_accent="#0b1a2b",
    selected="#26405e",
    ok="#4fd1b8",
    review="#e8b84a",
    ng="#ff8a80",
    canvas="#101215",
)

_STYLE = Template("""
* { font-size: ${size}pt; }
QToolTip { background: $card; color: $text; border: 1px solid $border; padding: 4px; }
QFrame#card, QGroupBox { background: $card; border: 1px solid $border; border-radius: 8px; }
QGroupBox { margin-top: ${heading}px; padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 2px; top: 2px; color: $muted; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="warning"] { color: $review; }
QLabel[role="error"] { color: $ng; font-weight: 600; }
QWidget[role="afar"], QDialog[role="afar"] QLabel,
QLabel[role="afar-warning"] { font-size: ${afar}pt; font-weight: 600; }
QLabel[role="afar-warning"] { color: $review; }
QLabel[role="number"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="large-number"] { font-size: ${large}pt; font-weight: 600; }
QPushButton { background: $card; color: $text; border: 1px solid $border; border-radius: 6px; padding: 6px 14px; }
QPushButton:hover { border-color: $accent; }
QPushButton:pressed, QPushButton:checked { background: $selected; border-color: $accent; }
QPushButton:disabled { color: $muted; background: $window; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:disabled { background: $border; color: $muted; border-color: $border; }
QPushButton[role="tool"] { padding: 5px 7px; }
QPushButton[role="line"] { padding: 1px 7px; }
QPushButton:focus, QToolButton:focus, QListView:focus, QTableView:focus, QPlainTextEdit:focus,
QTreeView:focus { border: 2px solid $accent; padding: 0; }
QPushButton:focus { padding: 5px 13px; }
QToolButton:focus { padding: 4px; }
QPlainTextEdit:focus { padding: 3px 5px; }
QLineEdit[framed="true"] { border: 2px solid $accent; border-radius: 4px; background: $field; }
QPushButton[role="tool"]:focus { padding: 4px 6px; }
QPushButton[role="line"]:focus { padding: 0px 6px; }
QPushButton[role="primary"]:focus, QPushButton:checked:focus { border-color: $text; }
QWidget#focus-ring { background: transparent; border: 2px solid $accent; border-radius: 4px; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px; }
QToolButton:hover { border-color: $border; }
QToolButton:checked { background: $selected; }
QFrame#rail { background: $card; border: 0; border-right: 1px solid $border; }
QFrame#rail QToolButton { padding: 8px 2px 6px 2px; border-radius: 8px; color: $muted; }
QFrame#rail QToolButton:focus { padding: 7px 1px 5px 1px; }
QFrame#rail QToolButton:checked { color: $accent; background: $selected; font-weight: 600; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: ${control}px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid $muted; border-radius: 4px; background: $field; }
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($tick); }
QCheckBox::indicator:focus { width: 13px; height: 13px; border: 2px solid $text; }
QCheckBox::indicator:disabled { border-color: $border; }
QRadioButton { spacing: 8px; }
QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid $muted; border-radius: 8px; background: $field; }
QRadioButton::indicator:checked { width: 7px; height: 7px; border: 5px solid $accent; }
QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:focus { border-color: $text; }
QRadioButton::indicator:disabled { border-color: $border; }
QPlainTextEdit {
    background: $field; color: $text; border: 1px solid $border; border-radius: 6px; padding: 4px 6px; }
QListView, QTableView, QTreeView {
    background: $card; border: 1px solid $border; padding: 1px; border-radius: 8px; outline: 0; }
QListView::item:selected, QTableView::item:selected, QTreeView::item:selected { background: $selected; color: $text; }
QTableView::item { padding: 0 5px; }
QHeaderView::section {
    background: $window; color: $muted; border: 0; border-bottom: 1px solid $border; padding: 5px 8px; }
QProgressBar { background: $window; border: 1px solid $border; border-radius: 5px; height: 10px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QSplitter::handle { background: transparent; }
QStatusBar { background: $card; border-top: 1px solid $border; }
QStatusBar::item { border: 0; }
QScrollArea { border: 0; background: transparent; }
QScrollArea > #qt_scrollarea_viewport > QWidget { background: transparent; }
""")


def current_theme() -> Theme:
    """The theme in force, told by the application's palette."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def apply_theme(application: QApplication, appearance: object) -> None:
    """Set palette, style sheet and the plots' colours.

    Args:
        appearance: `light` or `dark`; anything else follows the desktop.
    """
    dark = appearance == "dark" or (
        appearance != "light" and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    )
    theme = DARK if dark else LIGHT
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in (
        (roles.Window, theme.window),
        (roles.WindowText, theme.text),
        (roles.Base, theme.field),
        (roles.AlternateBase, theme.window),
        (roles.Text, theme.text),
        (roles.Button, theme.card),
        (roles.ButtonText, theme.text),
        (roles.BrightText, theme.ng),
        (roles.Highlight, theme.selected),
        (roles.HighlightedText, theme.text),
        (roles.Link, theme.accent),
        (roles.ToolTipBase, theme.card),
        (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.muted),
        (roles.Accent, theme.accent),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    application.setStyle("Fusion")
    application.setPalette(palette)
    size = 10
    tick = Path(str(resource("icons", f"tick-{'dark' if dark else 'light'}.svg"))).resolve().as_posix()
    application.setStyleSheet(
        _STYLE.substitute(
            vars(theme),
            size=size,
            title=size + 5,
            large=size * 3,
            afar=size * 2,
            heading=size * 2,
            control=size * 2 + 4,
            tick=tick,
        )
    )
    pyqtgraph.setConfigOptions(imageAxisOrder="row-major", background=theme.card, foreground=theme.text, antialias=True)


@contextmanager
def style_sheet_last(application: QApplication) -> Iterator[None]:
    """Build widgets without the style sheet, which Qt would work out anew for each of them as it gets its parent."""
    sheet = application.styleSheet()
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(sheet)
