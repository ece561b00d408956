"""A walk over the dialogs and the operator's view, as the walk over the screens: sizes, names, roles, contrast."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QDialog, QKeySequenceEdit, QWidget

from inspector.core.errors import StorageError
from inspector.gui.background.job import Failed
from inspector.gui.dialogs import ErrorDialog
from inspector.gui.help.commands_dialog import CommandsDialog
from inspector.gui.help.palette import CommandPalette
from inspector.gui.inspect.pin_dialogs import LeaveDialog, SetPinDialog
from inspector.gui.models.export_dialog import ExportDialog
from inspector.gui.review.defect_types.pareto import ParetoDialog, ParetoWords
from inspector.gui.theme import apply_theme
from inspector.gui.train.cancel_dialog import CancelDialog
from inspector.workflow.review.defect_types import TypeCount
from tests.gui.window.walking import (
    controls,
    described,
    hard_to_read,
    in_view,
    is_control,
    is_cut,
    measured,
    name_of,
    said,
    without_role,
)

BROKEN = StorageError("The file /parts/bottle/model.json is damaged.", code="model.damaged")


TYPES = [TypeCount("scratch", 5, 4), TypeCount("dent", 2, 2), TypeCount("", 1, 1)]
WORDS = ParetoWords("Regions", "Parts", "Double-click a type to list its parts.", "{n} rejected parts have no type.")


def opened_by(window, key: str, title: str) -> QWidget:
    """The dialog that a command opens on the screen it belongs to."""
    window.show_screen(key)
    (command,) = (
        command
        for commands in window.commands.by_group().values()
        for command in commands
        if command.title == title and command.owner.isVisible()
    )
    command.action.trigger()
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


DIALOGS: dict[str, Callable[[QWidget], QWidget]] = {
    "palette": lambda window: CommandPalette(window.commands, window),
    "keys": lambda window: CommandsDialog(window.commands, window),
    "set PIN": lambda window: SetPinDialog(window.session, window),
    "leave by PIN": lambda window: LeaveDialog(window.session, window),
    "error": lambda window: ErrorDialog(Failed.of(BROKEN), window),
    "unexpected error": lambda window: ErrorDialog(Failed.of(OSError("No space left on device")), window),
    "export a model": lambda window: ExportDialog("disc-model", images=14, in_stages=True, parent=window),
    "types of defects": lambda window: ParetoDialog(window, TYPES, WORDS),
    "cancel a training": lambda window: CancelDialog("disc-model", window),
    "suspects": partial(opened_by, key="category", title="Find suspect images …"),
    "a type of defect": partial(opened_by, key="review", title="New type …"),
    "operator": lambda window: operator_view(window),
}


def operator_view(window) -> QWidget:
    view = window.screens["inspect"].page.operator
    view.refresh()
    view.resize(1280, 720)
    return view


@pytest.fixture
def shown(qtbot) -> Iterator[Callable[[QWidget], QWidget]]:
    """Shows a dialog, and closes it at the end."""
    dialogs = []

    def show(dialog: QWidget) -> QWidget:
        dialogs.append(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    yield show
    for dialog in dialogs:
        dialog.close()


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_can_be_read_named_and_seen(with_run, qtbot, qapp, shown, name):
    dialog = shown(DIALOGS[name](with_run))
    faults = [f"cut: {described(one)}" for one in measured(dialog) if is_cut(one) or not in_view(one)]
    faults += [f"no name: {said(one)}" for one in controls(dialog) if is_control(one) and not name_of(one)]
    roleless = [one for one in without_role(dialog) if not isinstance(one, QKeySequenceEdit)]  # Qt gives it none
    faults += [f"no role: {said(one)}" for one in roleless]
    for look in ("dark", "light"):
        apply_theme(qapp, look)
        qtbot.wait(1)
        faults += [f"{look}: {text}" for text in hard_to_read(dialog)]
    assert len(measured(dialog)) >= 1
    assert faults == []
