"""The window as a person meets it: empty, then with a category open."""


def test_a_category_opens_and_becomes_the_most_recent_one(opened, category):
    assert opened.windowTitle() == f"{category.name} – Inspector"
    assert opened.session.recent[0] == category
