"""What a training remarks, in the language of the screen; models hold it in English."""

from types import SimpleNamespace

import pytest
import torch
from PySide6.QtCore import QLocale, QTranslator

from inspector.core.methods import create_method
from inspector.core.statistics import TaskStatistics
from inspector.gui.core_texts import LANGUAGE, core_name, remark_text
from inspector.gui.error_templates.remarks import REMARKS
from inspector.resource_files import resource
from inspector.workflow.advise.locating import NOT_NEEDED
from inspector.workflow.train.calibrating import suspects
from inspector.workflow.train.images import CROSSED


@pytest.fixture
def german(qapp):
    """The application in German for one test."""
    translator = QTranslator(qapp)
    assert translator.load("inspector_de", str(resource("translations")))
    before = QLocale()
    qapp.installTranslator(translator)
    qapp.setProperty(LANGUAGE, "de")
    QLocale.setDefault(QLocale("de"))
    yield
    qapp.removeTranslator(translator)
    qapp.setProperty(LANGUAGE, "en")
    QLocale.setDefault(before)


def remarks() -> list[str]:
    """As the core and the workflow word them."""
    flags, zeros = torch.tensor([True, False]), torch.zeros(2)
    tasks = TaskStatistics(median=zeros, sigma=zeros, weight=zeros, near_chance=flags, trivial=~flags)
    guessed = TaskStatistics(median=zeros, sigma=zeros, weight=zeros, near_chance=flags | True, trivial=~flags)
    network = SimpleNamespace(active=[], told_apart=[torch.tensor(0.55)] * 20)
    scores = torch.cat([torch.linspace(1, 1.1, 30), torch.tensor([9.0])])
    return [
        *tasks.remarks(["rotation", "arrow_of_time"]),
        *guessed.remarks(["rotation", "jigsaw"]),
        *create_method("adacl", preset="cpu").remarks(network),
        *suspects([f"{i}.png" for i in range(31)], SimpleNamespace(good_scores=scores)),
        CROSSED,
        NOT_NEEDED,
    ]


def test_every_remark_is_said_in_german(german):
    said = {remark: remark_text(remark) for remark in remarks()}
    assert len(said) > 6
    assert [remark for remark, words in said.items() if words == remark] == []
    assert any("Zeitrichtung" in words for words in said.values())
    assert any("AUROC 0,55" in words for words in said.values())
    assert any("30.png" in words for words in said.values())


def test_in_english_a_remark_stays_as_it_is(qapp):
    assert [remark_text(remark) for remark in remarks()] == remarks()
    assert remark_text("Something that nobody has translated.") == "Something that nobody has translated."


def test_names_of_tasks_have_no_underscores(qapp, german):
    assert core_name("task arrow_of_time").endswith("Zeitrichtung")
    assert "_" not in core_name("task middle_frame_of_nobody")
    assert len(REMARKS) == len(set(map(str, REMARKS)))
