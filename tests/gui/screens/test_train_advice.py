"""What suits the images, taken at one click, and how good the model is afterwards."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from inspector.core.images.variety import glance
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.thresholds import choose_threshold
from inspector.data.category import ImageRef
from inspector.gui.train.advice.card import AdviceCard
from inspector.gui.train.advice.outcome_card import OutcomeCard
from inspector.gui.train.advice.texts import question_text, suggestion_text
from inspector.gui.train.expected_time import estimate_text
from inspector.gui.train.images.source import ImageTrainSource
from inspector.gui.train.method_form import MethodForm
from inspector.gui.train.video.source import VideoTrainSource
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.advise.remarks import Question
from inspector.workflow.advise.suggest import SuggestDone
from inspector.workflow.advise.variety import variety_findings
from inspector.workflow.inspect.images import InspectDone, Inspected
from inspector.workflow.train.estimate import Estimate
from inspector.workflow.train.learning import TrainDone
from tests.gui.controls import choose_method, control, is_shown, text_of
from tests.workflow.advise.test_methods import FREE, advice

pytestmark = pytest.mark.usefixtures("qapp")
LONG_MS = 180_000  # of a busy machine


@pytest.fixture
def screen(opened, qtbot):
    opened.show_screen("train")
    screen = opened.screens["train"]
    card = screen.findChild(AdviceCard)
    qtbot.waitUntil(lambda: bool(card.findChildren(QPushButton)), timeout=LONG_MS)
    qtbot.waitUntil(lambda: opened.session.idle, timeout=LONG_MS)  # what is measured meanwhile shows the advice again
    return screen


def said(card) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def test_the_images_are_looked_at_and_a_training_is_suggested(looked_at, screen):
    text = said(screen.findChild(AdviceCard))
    assert "These 24 good images show an aligned part" in text
    assert "All 24 good images set the thresholds" in text
    assert "A fifth of them, 5, could prove" in text
    assert "Needs weights trained on ImageNet" in text
    assert "With Input size: 48" in text  # which such small images are judged at
    assert "--" not in text  # no option of the command line


def test_where_parts_are_located_first_it_says_so(screen, qtbot):
    card = screen.findChild(AdviceCard)
    assert "located first" not in said(card)
    card.show_advice(SuggestDone(FREE, advice(FREE, locatable=True)), ImageTrainSource())
    qtbot.waitUntil(lambda: "each part is located first" in said(card))
    assert "what lies around it is not judged" in said(card)


def test_what_shows_nothing_is_called_no_texture(screen, qtbot):
    blank = replace(FREE, alignment=0.0, evenness=1.0, contrast=0.003)
    card = screen.findChild(AdviceCard)
    card.show_advice(SuggestDone(blank, advice(blank)), ImageTrainSource())
    qtbot.waitUntil(lambda: "show hardly anything but noise" in said(card))
    assert "irregular texture" not in said(card)


def test_what_keeps_a_training_from_learning_is_said_before_it(screen, qtbot):
    blank = next(
        variety_findings([ImageRef(Path("a.png"), "a.png", "good")] * 2, [glance(torch.zeros(3, 8, 8))] * 2)
    ).message
    card = screen.findChild(AdviceCard)
    assert "blank" not in said(card)
    card.show_advice(SuggestDone(FREE, advice(FREE, warnings=[blank])), ImageTrainSource())
    qtbot.waitUntil(lambda: "All 2 good images are blank" in said(card))


def test_settings_of_the_advice_read_as_those_of_the_form():
    text = suggestion_text(Suggestion(method="multitask", settings={"tasks": ["vertical", "jigsaw"], "fold": 1}))
    assert text.endswith("With Tasks: vertical, jigsaw; Pixel folding: 1 px.")


def test_a_question_names_the_axes_along_which_parts_are_mirrored():
    """One of them may be stated already, so that it is the other that is asked for."""
    text = question_text(Question("symmetric", 0.9, axes=("vertical", "horizontal")))
    assert "when mirrored (left to right, top to bottom)" in text


def test_the_parts_of_the_expected_time_make_up_the_whole():
    """A method that remembers learns for seconds and compares for minutes: no product of steps explains the whole."""
    estimate = Estimate(118.0, 402.0, 40, reading_s=10.0, calibration_s=0.4, comparing_s=92.0, at_least=True)
    assert estimate_text(estimate) == (
        "more than 2 min: reading 10 s, learning 16 s (40 steps of 402 ms), comparing good images 2 min"
    )
    slow = Estimate(1400.0, 2784.0, 500, reading_s=0.0, calibration_s=0.0, comparing_s=0.0, at_least=False)
    assert estimate_text(slow) == "about 23 min: learning 23 min (500 steps of 2.8 s)"
    located = Estimate(40.0, 1000.0, 5, reading_s=0.0, calibration_s=0.0, comparing_s=0.0, at_least=False)
    assert estimate_text(located) == "about 40 s: learning 40 s", "5 steps of 1 s are no 40 s"


def test_a_category_that_was_never_trained_has_the_suggested_method_chosen(screen):
    assert control(screen, QComboBox, "Method").currentData() == "scattering"
    card = screen.findChild(AdviceCard)
    assert "✔ Scattering is chosen" in said(card)
    assert not is_shown(card, QPushButton, "Use Scattering")


def test_what_a_person_chose_meanwhile_stays(opened, qtbot):
    opened.show_screen("train")
    screen = opened.screens["train"]
    choose_method(screen, "rotnet")
    card = screen.findChild(AdviceCard)
    qtbot.waitUntil(lambda: is_shown(card, QPushButton, "Use Scattering"), timeout=LONG_MS)
    assert control(screen, QComboBox, "Method").currentData() == "rotnet"
    assert "RotNet is chosen on the left. For these images, this is suggested:" in said(card)


@pytest.mark.parametrize("here", [True, False])
def test_the_method_of_the_last_training_is_for_its_own_category(opened, settings, qtbot, category, here):
    last = {"method": "rotnet", "preset": "cpu", "category": str(category if here else category.parent)}
    settings.setValue("train/last", json.dumps(last))
    opened.show_screen("train")
    screen = opened.screens["train"]
    card = screen.findChild(AdviceCard)
    qtbot.waitUntil(lambda: "is chosen" in said(card), timeout=LONG_MS)
    assert control(screen, QComboBox, "Method").currentData() == ("rotnet" if here else "scattering")


def test_one_click_takes_it(screen, qtbot):
    method = control(screen, QComboBox, "Method")
    method.setCurrentIndex(method.findData("rotnet"))
    qtbot.waitUntil(lambda: is_shown(screen, QPushButton, "Use Scattering"))
    qtbot.mouseClick(control(screen, QPushButton, "Use Scattering"), Qt.MouseButton.LeftButton)
    assert method.currentData() == "scattering"
    assert screen.focusWidget().text() == "Start"


def test_settings_come_with_it(screen):
    suggestion = Suggestion(method="multitask", settings={"image_size": 28, "fold": 1}, skip_unreadable=True)
    screen.findChild(AdviceCard).taken.emit(suggestion)
    (form,) = [form for form in screen.findChildren(MethodForm) if form.isVisible()]
    method = form.chosen_method()
    assert (method.name, method.config.image_size, method.config.fold) == ("multitask", (28, 28), 1)


def test_locating_that_is_suggested_is_stated_with_one_click_and_can_be_undone(own_category, screen, opened, qtbot):
    screen.findChild(AdviceCard).taken.emit(Suggestion(method="riad", locate="rigid"))
    qtbot.waitUntil(lambda: opened.session.category.properties.locate == "rigid")
    opened.session.undo.undo()
    qtbot.waitUntil(lambda: opened.session.category.properties.locate == "auto")


def test_a_category_too_small_for_advice_has_none(opened, qtbot, tmp_path, screen):
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "a.png").write_bytes(opened.session.category.train[0].path.read_bytes())
    with qtbot.waitSignal(opened.session.category_changed):
        opened.session.open_category(tmp_path / "few")
    qtbot.waitUntil(lambda: not screen.findChild(AdviceCard).isVisible(), timeout=LONG_MS)


class _Snapshot:
    latest = {}

    def __init__(self, decisions):
        self.events = [
            Inspected(place, Inspection(name, label, score=1.0, decision=decision))
            for place, (name, label, decision) in enumerate(decisions)
        ]


NG, REVIEW, OK = Decision.NG, Decision.REVIEW, Decision.OK


def test_each_kind_says_where_to_look_for_a_defect_that_was_learned():
    assert "look for it on the Category screen" in ImageTrainSource().outcome_words().learned_defect
    assert "play them on the Category screen" in VideoTrainSource().outcome_words().learned_defect


@pytest.mark.parametrize(
    ("crossed", "review", "words"),
    [
        (False, 1.0, "9 good images that were not learned prove: at most 28.3"),
        (True, 1.0, "9 good images, each judged by a model that learned the others: about 10"),
        (False, 2.0, 'by its score. Train again with "Always calibrate on all good images"'),
        (True, 2.0, "by its score. Train again with more good images."),
    ],
)
def test_what_its_good_images_prove_is_said_when_a_model_is_trained(qtbot, opened, tmp_path, crossed, review, words):
    card = OutcomeCard()
    qtbot.addWidget(card)
    card.begin(ImageTrainSource(), opened.session.category)
    reject = choose_threshold(np.linspace(0, 2, 9), wish=0.01)
    snapshot = _Snapshot([])
    snapshot.latest = {
        TrainDone: TrainDone(
            tmp_path, 1.0, 1, OperatingPoint(review, 2.0), reject, reject, 9, 9, False, None, (), crossed=crossed
        )
    }
    card.follow(snapshot)
    card.show_outcome(InspectDone(tmp_path), None)
    assert words in text_of(card, "train-promise")
    assert ("REVIEW" in text_of(card, "train-promise")) == (review == 2.0)


@pytest.mark.parametrize(
    ("defective", "good", "words", "offered"),
    [
        ((NG, NG), (OK, OK), "Finds all 2 defects. Rejects 0 of 2 good parts.", False),
        ((NG, OK), (NG, OK), "Finds 1 of 2 defects; misses 1. Rejects 1 of 2 good parts.", True),
        ((NG, REVIEW), (OK,), "sends 1 to review; misses none. Rejects 0 of 1 good parts.", False),
        ((), (OK,), "No defective part was tested", False),
        ((), (), "There was nothing to test it on", False),
    ],
)
def test_how_good_a_model_is_is_said_in_plain_words(qtbot, opened, tmp_path, defective, good, words, offered):
    category = opened.session.category
    bad_names = [image.name for image in category.test if image.defective]
    good_names = [image.name for image in category.test if not image.defective]
    card = OutcomeCard()
    qtbot.addWidget(card)
    card.begin(ImageTrainSource(), category)
    decisions = [(name, "blob", decision) for name, decision in zip(bad_names, defective, strict=False)]
    decisions += [(name, "good", decision) for name, decision in zip(good_names, good, strict=False)]
    decisions += [(category.train[0].name, "good", NG)]  # calibrated on: proves nothing
    card.follow(_Snapshot(decisions))
    card.show_outcome(InspectDone(tmp_path), Suggestion(method="patchcore", pretrained=True))
    assert words in text_of(card, "train-outcome")
    shown = [button for button in card.findChildren(QPushButton) if button.isVisible()]
    assert ("Use PatchCore" in [button.text() for button in shown]) == offered
    assert ("Try PatchCore" in said(card)) == offered
    assert ("A defect among the good images" in said(card)) == offered, "half of the defects are missed"
    assert shown[0].text() == ("Open test results" if defective or good else "Open the results")
    with qtbot.waitSignal(card.results_requested) as wanted:
        qtbot.mouseClick(shown[0], Qt.MouseButton.LeftButton)
    assert wanted.args == [tmp_path]


def test_the_next_steps_lead_on(screen, qtbot):
    card = screen.findChild(OutcomeCard)
    assert not card.isVisible()
    with qtbot.waitSignal(screen.session.screen_requested) as wanted:
        card.images_requested.emit()
    assert wanted.args == ["category"]


def test_every_stage_of_a_training_has_its_words(qtbot):
    source = ImageTrainSource()
    assert source.stages().keys() == {
        "Learning to locate", "Reading", "Training", "Comparing", "Calibrating", "Inspecting",
    }  # fmt: skip
