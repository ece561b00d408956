"""The operator's view is left by the engineer's PIN alone, where one is set, and is read from afar."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from inspector.core.errors import StorageError
from inspector.gui.background.job import Failed
from inspector.gui.dialogs import ErrorDialog
from inspector.gui.inspect.pin_dialogs import LeaveDialog, SetPinDialog, stored_pin
from inspector.store.pin import hash_pin, is_pin

LONG_MS = 20_000


@pytest.fixture
def page(opened, qtbot):
    opened.show_screen("inspect")
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened.screens["inspect"].page


def fill(dialog: QDialog, page, qtbot, **texts: str) -> None:
    """Type into the fields of these names, and press Enter in the last."""
    fields = {field.accessibleName().replace(" ", "_"): field for field in dialog.findChildren(QLineEdit)}
    for name, text in texts.items():
        fields[name].clear()
        qtbot.keyClicks(fields[name], text)
    qtbot.keyClick(fields[name], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.session.idle, timeout=LONG_MS)


def set_pin(page, qtbot, **texts: str) -> SetPinDialog:
    SetPinDialog(page.session, page).open()
    dialog = page.findChildren(SetPinDialog)[-1]
    fill(dialog, page, qtbot, **texts)
    return dialog


@pytest.fixture
def locked(opened, page, qtbot):
    """The operator's view with the PIN 2468."""
    set_pin(page, qtbot, New_PIN="2468", New_PIN_again="2468")
    assert is_pin("2468", stored_pin(page.session), file="settings")
    view = page.operator
    view.enter()
    qtbot.waitUntil(view.isActiveWindow, timeout=LONG_MS)
    yield view
    page.session.lock(False)
    view.close()


def asked(view) -> LeaveDialog:
    dialogs = [dialog for dialog in view.findChildren(LeaveDialog) if dialog.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def test_the_pin_is_typed_at_once(locked, qtbot):
    qtbot.keyClick(locked, Qt.Key.Key_Escape)
    dialog = asked(locked)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=LONG_MS)
    qtbot.keyClicks(dialog.focusWidget(), "2468")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(locked.isHidden, timeout=LONG_MS)


def test_all_that_is_wrong_with_a_damaged_pin_can_be_read(locked, page, qtbot):
    page.session.settings.setValue("operator/pin", "damaged")
    qtbot.keyClick(locked, Qt.Key.Key_Escape)
    dialog = asked(locked)
    fill(dialog, page, qtbot, PIN="2468")
    message = dialog.message
    assert "settings.ini" in message.text()
    qtbot.waitUntil(lambda: message.height() >= message.heightForWidth(message.width()))


@pytest.mark.parametrize("screen", ["category", "review", "models"])
def test_the_key_of_the_operators_view_works_on_every_screen(opened, page, qtbot, screen):
    opened.show_screen(screen)
    qtbot.keyClick(opened.screens[screen], Qt.Key.Key_F11)
    view = page.operator
    qtbot.waitUntil(view.isActiveWindow, timeout=LONG_MS)
    qtbot.keyClick(view, Qt.Key.Key_F11)
    qtbot.waitUntil(view.isHidden, timeout=LONG_MS)
    assert opened.screens["inspect"].isVisible()


@pytest.mark.parametrize("leave", ["Esc", "F11", "Alt+F4"])
def test_nothing_but_the_pin_leaves_the_view(opened, page, locked, qtbot, leave):
    if leave == "Alt+F4":
        locked.close()
    else:
        qtbot.keyClick(locked, Qt.Key.Key_Escape if leave == "Esc" else Qt.Key.Key_F11)
    assert locked.isVisible()
    dialog = asked(locked)
    fill(dialog, page, qtbot, PIN="1357")
    assert dialog.message.text() == "This is not the PIN."
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert locked.isVisible()
    locked.leave()
    fill(asked(locked), page, qtbot, PIN="2468")
    assert not locked.isVisible()
    assert opened.isEnabled()


def test_the_window_behind_is_out_of_reach_until_then(opened, locked, qtbot):
    assert not opened.isEnabled()
    assert locked.isEnabled()
    opened.close()
    assert opened.isVisible()
    qtbot.keyClick(opened, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert opened.session.settings.value("screen") == "inspect"


def test_the_pin_is_changed_by_who_knows_it(page, locked, qtbot):
    dialog = set_pin(page, qtbot, Present_PIN="0000", New_PIN="9876", New_PIN_again="9876")
    assert dialog.message.text() == "The present PIN is another one."
    fill(dialog, page, qtbot, Present_PIN="2468", New_PIN="9876", New_PIN_again="9875")
    assert dialog.message.text() == "The two new PINs differ."
    fill(dialog, page, qtbot, New_PIN="98", New_PIN_again="98")
    assert dialog.message.text() == "A PIN has at least 4 characters."
    fill(dialog, page, qtbot, New_PIN="", New_PIN_again="")
    assert stored_pin(page.session) == ""


def test_a_pin_is_stored_so_that_nobody_reads_it():
    stored = hash_pin("2468")
    assert "2468" not in stored
    assert stored.startswith("$argon2id$")
    assert is_pin("2468", stored, file="settings")
    assert not is_pin("2469", stored, file="settings")


@pytest.mark.parametrize("damage", ["{:.93}", "{:.50}", "\0", "ü{}"])
def test_a_damaged_pin_opens_to_nobody_and_names_the_way_out(page, locked, qtbot, damage):
    settings = page.session.settings
    settings.setValue("operator/pin", damage.format(stored_pin(page.session)))
    locked.leave()
    dialog = asked(locked)
    fill(dialog, page, qtbot, PIN="2468")
    assert locked.isVisible()
    assert f"The PIN stored in {settings.fileName()} is damaged" in dialog.message.text()
    assert "remove the entry operator/pin" in dialog.message.text()
    dialog.reject()
    change = set_pin(page, qtbot, Present_PIN="2468", New_PIN="9876", New_PIN_again="9876")
    assert "is damaged" in change.message.text()
    change.reject()


def test_what_an_operator_reads_from_two_metres_is_large(page, qtbot):
    qtbot.keyClick(page.model, Qt.Key.Key_F11)
    view = page.operator
    qtbot.waitUntil(view.isVisible, timeout=LONG_MS)
    for text in (view.view.caption, view.view.picture, view.state, view.progress, view.back, view.message):
        assert text.font().pointSizeF() >= 2 * view.what.font().pointSizeF()
    view.close()


@pytest.mark.parametrize("pin", ["", "2468"])
def test_an_error_is_shown_over_the_operators_view_and_not_over_the_window_behind(opened, page, qtbot, tmp_path, pin):
    if pin:
        set_pin(page, qtbot, New_PIN=pin, New_PIN_again=pin)
    view = page.operator
    view.enter()
    qtbot.waitUntil(view.isActiveWindow, timeout=LONG_MS)
    with qtbot.waitSignal(page.session.failed, timeout=LONG_MS):
        page.session.failed.emit(Failed.of(StorageError("The disk is gone.", code="storage.gone")))
    (dialog,) = view.findChildren(ErrorDialog)
    assert not opened.findChildren(ErrorDialog, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert dialog.isEnabled(), "the window behind it may not be"
    (sentence,) = [one for one in dialog.findChildren(QLabel) if one.text() == dialog.text()]
    assert sentence.fontInfo().pixelSize() == view.state.fontInfo().pixelSize(), "it is read from afar"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(view.isActiveWindow, timeout=LONG_MS)
    page.session.lock(False)
    view.close()
    page.session.failed.emit(Failed.of(StorageError("The disk is gone.", code="storage.gone")))
    (dialog,) = opened.findChildren(ErrorDialog, options=Qt.FindChildOption.FindDirectChildrenOnly)
    dialog.close()


def test_the_operator_reads_what_is_missing_before_a_batch(opened, page, qtbot, tmp_path):
    view = page.operator
    view.enter()
    qtbot.waitUntil(view.isActiveWindow, timeout=LONG_MS)
    assert (view.state.text(), view.what.text()) == ("No model yet: train one first.", "")
    page.choose([tmp_path])
    assert view.what.text() == str(tmp_path)
    view.close()


def test_the_view_fits_a_low_screen(page):
    assert page.operator.minimumSizeHint().height() < 500, "or its lowest line, the name of the part, would be cut"


def test_a_long_warning_leaves_the_keys_in_sight(page, qtbot):
    view = page.operator
    view.enter()
    view.showNormal()
    view.resize(1280, 640)
    qtbot.waitUntil(lambda: view.size().toTuple() == (1280, 640), timeout=LONG_MS)
    page.inspecting.warned.emit("These images are 6 % darker than the training images; look at the lamp. " * 2)

    def whole(key: QLabel) -> bool:
        view.state.setText("Ready")  # as the models, which are listed meanwhile, say that there is none
        view.back.setText("Looking back: 5 of 6")
        return key.visibleRegion().boundingRect() == key.rect()

    for name in ("Start, stop or resume", "Leave"):
        (key,) = (line for line in view.findChildren(QLabel) if line.text() == name)
        qtbot.waitUntil(lambda key=key: whole(key), timeout=LONG_MS)
    assert view.message.visibleRegion().boundingRect() == view.message.rect()
    view.leave()
