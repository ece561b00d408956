"""Many parts decided one after the other: what is listed, in which order, and what remains."""

import time

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint
from inspector.gui.theme import current_theme
from inspector.resource_files import resource
from inspector.store.records import ReviewDecision, current_reviews
from inspector.store.runs.image_run_writer import ImageRunWriter
from tests.gui.looking import label_text
from tests.gui.screens.review.looking import gallery, names, order, press, press_anywhere, row, settled

_PARTS = 100
_KEYS = {Qt.Key.Key_A: ReviewDecision.ACCEPT, Qt.Key.Key_R: ReviewDecision.REJECT, Qt.Key.Key_U: ReviewDecision.UNSURE}


@pytest.fixture
def queue(opened, category, qtbot):
    """A run of a hundred parts of which nobody knows anything, under review."""
    point = OperatingPoint(review=50.0, reject=80.0)
    about = {
        "model": "none", "model_folder": "none", "method": "riad", "base": str(category),
        "operating_point": {"review": point.review, "reject": point.reject}, "started": "2026-01-01T00:00:00+0000",
    }  # fmt: skip
    listed = [f"line/{number}.png" for number in range(_PARTS)]
    path = opened.session.workspace.runs / "monday.h5"
    path.parent.mkdir(exist_ok=True)
    with ImageRunWriter(path, names=listed, labels=[""] * _PARTS, map_size=None, about=about) as run:
        for index, name in enumerate(listed):
            score = float(37 * index % _PARTS)
            run.write(index, Inspection(name, "", score=score, decision=point.decide(score), size=(48, 48)))
    opened.activateWindow()
    opened.session.open_run(path)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None and screen.run.path == path)
    settled(opened, qtbot)
    qtbot.waitUntil(opened.isActiveWindow)  # keys of commands reach active windows only
    return screen


def test_a_hundred_parts_are_decided_in_a_hundred_seconds(queue, opened, qtbot):
    """Real key events to the window; every decision is on the part that was shown when its key was pressed."""
    expected, keys = {}, list(_KEYS)
    started = time.monotonic()
    for number in range(_PARTS):
        key = keys[number % 3]
        expected[label_text(queue, "image-name")] = _KEYS[key]
        press_anywhere(opened, key)
    settled(opened, qtbot)
    assert time.monotonic() - started < 100
    assert len(expected) == _PARTS, "each part was shown once"
    assert {name: review.decision for name, review in current_reviews(queue.run.path).items()} == expected
    assert order(queue) == []
    assert "0 left" in label_text(queue.view, "counted")


def test_what_is_decided_leaves_the_queue_and_comes_back_when_undone(queue, opened, qtbot):
    first = names(queue)[0]
    press(queue, Qt.Key.Key_R)
    assert first not in names(queue)
    assert "99 left" in label_text(queue.view, "counted")
    press(queue, *[Qt.Key.Key_A] * 5)
    assert "94 left, about" in label_text(queue.view, "counted")
    undo = next(action for action in opened.findChildren(QAction) if "Undo" in action.text())
    for _ in range(5):
        opened.session.undo.undo()
    assert undo.text() == "&Undo: line 27 – defective", first
    opened.session.undo.undo()
    assert names(queue)[0] == first == queue.run.names[queue.view.place]
    settled(opened, qtbot)


def test_names_are_sorted_as_people_count_and_searched(queue, qtbot):
    box = queue.view.findChild(QComboBox, "order")
    box.setCurrentIndex(box.findText("By name"))
    box.activated.emit(box.currentIndex())
    assert names(queue)[:12] == [f"line/{number}.png" for number in range(12)]
    box.setCurrentIndex(box.findText("Best first"))
    box.activated.emit(box.currentIndex())
    assert queue.run.scores[order(queue)[0]] == 0
    search = queue.view.findChild(QLineEdit, "filter-name")
    search.setFocus()
    QTest.keyClicks(search, "/1")
    assert len(names(queue)) == 11
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert gallery(queue).hasFocus(), "the keys are the part's again"


def test_the_next_part_is_one_that_nobody_has_decided_on(review, opened, qtbot):
    press(review, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_R)  # the third
    press(review, Qt.Key.Key_Home)
    press(review, Qt.Key.Key_R, Qt.Key.Key_R)
    assert review.view.place == order(review)[3], "the third was decided before"
    settled(opened, qtbot)


def test_the_list_shows_the_heat_of_each_part(review, opened, qtbot):
    thumbnails, place = review.view.thumbnails, order(review)[1]
    key = review.view.picture_key(place)
    qtbot.waitUntil(lambda: thumbnails.get(key) is not None)
    shown = thumbnails.get(key).toImage()
    coloured = sum(
        shown.pixelColor(x, y).saturation() > 120 for x in range(shown.width()) for y in range(shown.height())
    )
    assert coloured > 5


def test_the_decision_stands_first_with_a_sign_of_its_own(review, opened, qtbot):
    """The end of the line is cut where room is short."""
    assert label_text(review.view, "image-decision") == "no decision yet"
    place = order(review)[1]  # the first one cannot be read
    press(review, Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_U)
    settled(opened, qtbot)
    review.view.show_place(place)
    assert label_text(review.view, "image-decision").startswith("? unsure · decided by ")
    facts = label_text(review.view, "image-facts")
    assert facts.startswith("score ")
    assert facts.endswith(" · label: blob")


def test_a_decision_that_contradicts_the_label_says_so(review, opened, qtbot):
    said = []
    opened.session.said.connect(said.append)
    place = order(review)[1]
    name = review.view.name_of(place)
    for key, decision, contradicts in ((Qt.Key.Key_A, "✔ good", True), (Qt.Key.Key_R, "✖ defective", False)):
        said.clear()
        review.view.show_place(place)
        press(review, key)
        settled(opened, qtbot)
        review.view.show_place(place)
        wanted = f"You decided good, but {name} is labelled blob. Press Ctrl+Z to undo."
        assert (wanted in said) == contradicts
        decided = label_text(review.view, "image-decision")
        listed = gallery(review).model().index(order(review).index(place), 0)
        marked = f"⚠ {decision}, but labelled blob" if contradicts else decision
        assert decided.startswith(f"{marked} · decided by ")
        assert f" · {marked}" in listed.data(Qt.ItemDataRole.ToolTipRole)
        cell = gallery(review).visualRect(listed)
        shown = gallery(review).viewport().grab(cell).toImage()
        points = [(x, y) for x in range(shown.width()) for y in range(shown.height() // 2, shown.height())]
        painted = {shown.pixelColor(*point).name() for point in points}
        assert (current_theme().review in painted) == contradicts, "a contradiction is not painted as a good part is"
    good = next(place for place, label in enumerate(review.run.labels) if label == "good")
    assert review.run.contradicted_label(good, ReviewDecision.REJECT) == "good"
    assert not review.run.contradicted_label(good, ReviewDecision.ACCEPT)
    assert not review.run.contradicted_label(place, ReviewDecision.UNSURE)


@pytest.mark.parametrize("language", ["en", "de"])
def test_score_and_decision_are_in_sight_in_a_narrow_window(review, opened, language, qapp, qtbot):
    opened.resize(1280, 720)
    place = order(review)[1]
    words = QTranslator(qapp)
    if language == "de":
        assert words.load(str(resource("translations", "inspector_de.qm")))
        qapp.installTranslator(words)
    try:
        decide_good(review, opened, place, qtbot)
    finally:
        qapp.removeTranslator(words)
    contradiction = {"en": "⚠ ✔ good, but labelled blob", "de": "⚠ ✔ gut, aber Klasse blob"}[language]
    assert label_text(review.view, "image-decision").startswith(contradiction)
    for name, text in (("image-decision", contradiction), ("image-facts", label_text(review.view, "image-facts"))):
        line = review.view.findChild(QLabel, name)
        qtbot.waitUntil(lambda line=line, text=text: fits(line, text))


def fits(line, text):
    return line.fontMetrics().horizontalAdvance(text) <= line.contentsRect().width()


def decide_good(review, opened, place, qtbot):
    review.view.show_place(place)
    press(review, Qt.Key.Key_A)
    settled(opened, qtbot)
    review.view.show_place(place)
    qtbot.waitUntil(lambda: opened.width() == 1280)


def test_the_row_that_is_shown_stays_wholly_in_sight_when_the_list_gets_smaller(queue, qtbot):
    """The line above the list wraps once it says how long the rest takes."""
    shown, counted = gallery(queue), queue.view.findChild(QLabel, "counted")

    def row_is_in_sight() -> bool:
        return shown.viewport().rect().contains(shown.visualRect(shown.currentIndex()))

    while shown.visualRect(shown.model().index(row(queue) + 1, 0)).bottom() <= shown.viewport().height():
        press(queue, Qt.Key.Key_J)
    assert row_is_in_sight()
    height = shown.viewport().height()
    counted.setText(counted.text() + "\n\n\n\n\n")
    qtbot.waitUntil(lambda: shown.viewport().height() < height)
    qtbot.waitUntil(row_is_in_sight)
