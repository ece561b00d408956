"""The window as a person meets it: empty, then with a category open."""


def test_a_category_opens_and_becomes_the_most_recent_one(opened, category):
    assert opened.windowTitle() == f"{category.name} – Inspector"
    assert opened.session.recent[0] == category


def test_a_category_without_runs_that_is_opened_from_review_is_shown(window, qtbot, category):
    window.show_screen("review")
    window.session.open_category(category)
    qtbot.waitUntil(window.screens["category"].isVisible)
    window.show_screen("review")
    window.session.replace_category(window.session.category)  # such as after a mark
    window.session.runs_changed.emit()
    qtbot.waitUntil(lambda: window.session.idle)
    assert window.screens["review"].isVisible()
