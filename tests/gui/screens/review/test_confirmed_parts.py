"""A new model from the parts that were confirmed in a run."""

import re
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from inspector.gui.dialogs import ErrorDialog, OutcomeDialog
from inspector.gui.job_bar import JobBar
from inspector.gui.review.confirmed_parts import as_read
from inspector.gui.review.threshold_panel import ThresholdBasis
from inspector.store.models.card import read_card
from inspector.workflow.learn.outliers import RejectChange, ScoredPart, defects_hidden, outliers_refused
from inspector.workflow.review.images import ReviewedImageRun
from tests.gui.controls import control
from tests.gui.looking import action_of, label_text
from tests.gui.screens.review.looking import gallery, order, press, row, settled


def test_confirmed_parts_become_part_of_a_new_model(review, opened, qtbot):
    learn = action_of(review, "Learn the good parts")
    assert not learn.isEnabled(), "nothing is confirmed yet"
    said = []
    opened.session.said.connect(said.append)
    name = review.run.names[order(review)[-1]]
    press(review, Qt.Key.Key_End, Qt.Key.Key_A)
    settled(opened, qtbot)
    assert learn.isEnabled()

    learn.trigger()

    models = opened.session.workspace.models
    qtbot.waitUntil(lambda: any("knows the confirmed parts" in text for text in said), timeout=20_000)
    assert [one["image"] for one in read_card(models / "disc-2")["confirmed"]["images"]] == [name]
    (warnings,) = review.findChildren(OutcomeDialog)
    card = read_card(models / "disc-2")
    with ReviewedImageRun(review.run.path) as run:
        known, tested = run.labelled_scores().known.sum(), run.labelled_scores().outcome(run.point)
        run.find_learned(card)
        assert run.learned == {name}
        assert run.labelled_scores().outcome(run.point).counts.sum() == tested.counts.sum() - 1 == known - 1
        run.find_learned(read_card(models / "disc"))
        assert run.learned == set()
    assert warnings.isVisible()
    heading = warnings.heading.text()
    assert any(text and heading.startswith(text) for text in said)
    assert "only the confirmed parts count (" in heading
    assert "chosen because they looked suspicious" in warnings.warnings.toPlainText()

    QTest.mouseClick(control(warnings, QPushButton, "Inspect with the new model"), Qt.MouseButton.LeftButton)

    inspect = opened.screens["inspect"]
    assert inspect.isVisible()
    qtbot.waitUntil(lambda: control(inspect, QComboBox, "Model").currentText() == "disc-2", timeout=20_000)


def test_the_learning_shows_how_far_it_is_and_can_be_stopped(review, opened, qtbot, monkeypatch):
    stopped, looked_at = threading.Event(), []

    def wait_at_the_second(*_):
        looked_at.append(1)
        if len(looked_at) == 2:  # so small a category is learned before anybody can stop it
            assert stopped.wait(60)

    monkeypatch.setattr("inspector.workflow.learn.confirmed_parts.refuse_unjudged", wait_at_the_second)
    learn = action_of(review, "Learn the good parts")
    said = []
    opened.session.said.connect(said.append)
    parts = gallery(review)
    for place in (-1, -2):
        parts.setCurrentIndex(parts.model().index(parts.model().rowCount() + place, 0))
        press(review, Qt.Key.Key_A)
        settled(opened, qtbot)
    bar = opened.findChild(JobBar)
    assert not bar.isVisible()

    learn.trigger()

    qtbot.waitUntil(lambda: any("%" in label.text() for label in bar.findChildren(QLabel)), timeout=20_000)
    qtbot.waitUntil(lambda: len(looked_at) == 2)  # and it stays there
    opened.session.jobs_changed.emit()  # as another job that nobody sees begins or ends
    assert any("%" in label.text() for label in bar.findChildren(QLabel))
    assert not learn.isEnabled(), "one learns already"
    stop = bar.findChild(QPushButton)
    qtbot.waitUntil(lambda: stop.height() >= stop.sizeHint().height())  # its word is not cut
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    stopped.set()
    qtbot.waitUntil(lambda: "Stopped: nothing was learned." in said, timeout=20_000)
    assert not bar.isVisible()
    assert learn.isEnabled()
    assert not (opened.session.workspace.models / "disc-2").exists()


@pytest.fixture
def odd(review, opened, qtbot):
    """The question that follows where the worst part is confirmed to be good, beside the best one."""
    press(review, Qt.Key.Key_End, Qt.Key.Key_A)
    settled(opened, qtbot)  # a decision goes on to another part
    press(review, Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_A)
    settled(opened, qtbot)
    assert review.run.review_of(order(review)[1]) is not None
    action_of(review, "Learn the good parts").trigger()
    qtbot.waitUntil(lambda: bool(opened.findChildren(ErrorDialog)), timeout=20_000)
    (dialog,) = opened.findChildren(ErrorDialog)
    return dialog


def test_odd_parts_among_the_confirmed_are_a_question(odd, review, opened, qtbot):
    models = opened.session.workspace.models
    assert "score far above the other good ones" in odd.text()
    assert review.run.names[order(review)[1]] in odd.text()
    assert not (models / "disc-2").exists()
    (leave_out,) = [button for button in odd.buttons() if button.text() == "Leave them out"]

    QTest.mouseClick(leave_out, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: bool(review.findChildren(OutcomeDialog)), timeout=20_000)
    (warnings,) = review.findChildren(OutcomeDialog)
    assert "are left out" in warnings.warnings.toPlainText()
    warnings.close()
    learned = {one["image"] for one in read_card(models / "disc-2")["confirmed"]["images"]}
    named = re.search("left out: (.*)[.]", warnings.warnings.toPlainText())[1]
    assert "raw" not in named
    shown = dict(re.findall(r"(\S+) \(([\d.]+)", named))
    worst = review.run.names[order(review)[1]]
    assert float(shown[worst]) > 1, "as the screen reads, where the reject threshold is 1"
    assert learned
    assert not [name for name in learned if name in named]


def test_odd_parts_can_be_looked_at_with_the_scores_of_the_screen(odd, review, opened, qtbot):
    place = order(review)[1]
    assert "Nothing has been learned yet." in odd.text()
    assert "and not 1.00, and defects" in odd.text()
    (look,) = [button for button in odd.buttons() if button.text() == "Look at them"]

    QTest.mouseClick(look, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(order(review)) == 2)
    assert order(review)[0] == place
    assert row(review) == 0
    opened.activateWindow()  # as a window manager does when a dialogue has closed
    qtbot.waitUntil(gallery(review).hasFocus)
    assert not (opened.session.workspace.models / "disc-2").exists()


def test_closing_the_question_learns_nothing(odd, opened, qtbot):
    QTest.keyClick(odd, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not opened.findChildren(ErrorDialog))
    assert opened.session.idle
    assert not (opened.session.workspace.models / "disc-2").exists()


def test_odd_parts_are_learned_where_a_person_says_so_twice(odd, review, opened, qtbot):
    (learn_all,) = [button for button in odd.buttons() if button.text() == "Learn all"]

    QTest.mouseClick(learn_all, Qt.MouseButton.LeftButton)

    def second_questions():
        words = "would no longer reject parts of it that are known to be defective"
        return [one for one in opened.findChildren(ErrorDialog) if words in one.text()]

    qtbot.waitUntil(lambda: bool(second_questions()), timeout=20_000)
    (second,) = second_questions()
    assert "Nothing has been learned yet." in second.text()
    assert not (opened.session.workspace.models / "disc-2").exists()
    (same,) = [button for button in second.buttons() if button.text() == "Learn all the same"]

    QTest.mouseClick(same, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: bool(review.findChildren(OutcomeDialog)), timeout=20_000)
    (warnings,) = review.findChildren(OutcomeDialog)
    assert warnings.warnings.toPlainText().startswith(("This model no longer rejects", "Confirmed parts that score"))
    assert "If one shows no good part, learn again from disc without it" in warnings.warnings.toPlainText()
    warnings.close()


def test_many_parts_in_question_are_counted_beyond_the_first_ones(review):
    reject = review.run.point.reject
    parts = [ScoredPart(f"{number}.png", reject, "") for number in range(30)]
    text = str(as_read(defects_hidden(parts, RejectChange(reject, 2 * reject), run="monday"), review.run))
    assert "known to be defective: 0.png (1.00), 1.png (1.00)" in text
    assert "7.png (1.00) and 22 more. The reject threshold would be" in text


def test_a_threshold_that_reads_the_same_stays_and_the_label_is_named(review):
    reject = review.run.point.reject
    error = outliers_refused([ScoredPart("a.png", reject, "hole")], RejectChange(reject, reject), run="monday")
    text = str(as_read(error, review.run))
    assert "a.png (1.00, labelled hole)" in text
    assert "the reject threshold would stay 1.00, but parts like these would be known as good" in text


def test_learned_parts_are_no_test_of_the_model(review):
    outcome, run = review.thresholds.outcome, review.run
    assert not outcome.learned.isVisible()
    run.learned = frozenset(name for name in run.names if name.startswith("test/good/"))
    review.thresholds.update_basis(ThresholdBasis(run.labelled_scores(), run.point, None, run.readable))
    assert outcome.learned.isVisible()
    assert f"Left out of these figures: {len(run.learned)} that this model learned" in outcome.learned.text()
    assert label_text(review.thresholds, "overkill") == "no good parts are known"
    assert "no&nbsp;test&nbsp;4" in label_text(review.thresholds, "score-legend")
