"""Folders shown in a file manager, which a script stands in for."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from inspector.gui.dialogs import OutcomeDialog
from inspector.gui.widgets.folders import FolderOpener
from tests.gui.controls import control

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no script opens folders")


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Lets the lines of a script be what opens folders."""

    def write(*lines):
        commands = tmp_path / "commands"
        commands.mkdir()
        if lines:
            (commands / "xdg-open").write_text("\n".join(("#!/bin/sh", *lines)), "utf-8")
            (commands / "xdg-open").chmod(0o755)
        monkeypatch.setenv("PATH", str(commands))

    return write


@pytest.fixture
def shown(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.mark.parametrize("lines", [(), ("exit 3",)], ids=["nothing opens folders", "no file manager"])
def test_the_path_of_a_folder_that_cannot_be_shown_is_there_to_be_copied(install, shown, qtbot, tmp_path, lines):
    install(*lines)
    FolderOpener(shown).open(tmp_path)
    qtbot.waitUntil(lambda: bool(shown.findChildren(OutcomeDialog)))
    (dialog,) = shown.findChildren(OutcomeDialog)
    assert "file manager" in dialog.heading.text()
    assert dialog.warnings.toPlainText() == str(tmp_path)
    QTest.mouseClick(control(dialog, QPushButton, "Copy path"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == str(tmp_path)


def test_a_folder_is_shown_in_the_file_manager(install, shown, qtbot, tmp_path):
    install(f'printf %s "$1" > "{tmp_path / "opened"}"')
    FolderOpener(shown).open(tmp_path)
    qtbot.waitUntil(lambda: (tmp_path / "opened").is_file() and bool((tmp_path / "opened").read_text("utf-8")))
    assert (tmp_path / "opened").read_text("utf-8") == str(tmp_path)
