"""A new model from the parts that were confirmed in a run."""

from PySide6.QtCore import Qt

from inspector.gui.dialogs import WarningsDialog
from inspector.store.models.card import read_card
from tests.gui.looking import action_of
from tests.gui.screens.review.looking import order, press, settled


def test_confirmed_parts_become_part_of_a_new_model(review, opened, qtbot):
    learn = action_of(review, "Learn the good parts")
    assert not learn.isEnabled(), "nothing is confirmed yet"
    said = []
    opened.session.said.connect(said.append)
    press(review, Qt.Key.Key_J, Qt.Key.Key_A)
    name = review.run.names[order(review)[1]]
    settled(opened, qtbot)
    assert learn.isEnabled()

    learn.trigger()

    models = opened.session.workspace.models
    qtbot.waitUntil(lambda: any("knows the confirmed parts" in text for text in said), timeout=20_000)
    assert [one["image"] for one in read_card(models / "disc-2")["confirmed"]["images"]] == [name]
    (warnings,) = review.findChildren(WarningsDialog)
    assert warnings.isVisible()
    assert warnings.text() in said
    assert "chosen because they looked suspicious" in warnings.informativeText()
    warnings.close()
