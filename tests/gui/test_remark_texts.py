"""What a training remarks, in the language of the screen; models hold it in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from PySide6.QtCore import QLocale, QTranslator

from inspector.core.errors import ImageError
from inspector.core.methods import create_method
from inspector.core.operating_point import Decision
from inspector.core.pretext.anomalies import ANOMALIES
from inspector.core.statistics import TaskStatistics
from inspector.gui.background.frames import ClipPictures
from inspector.gui.core_texts import LANGUAGE, core_name, remark_text, word_text
from inspector.gui.error_templates.remarks import REMARKS
from inspector.gui.error_texts import error_text
from inspector.resource_files import resource
from inspector.workflow.advise.locating import LOCATED
from inspector.workflow.inspect.images import drift, nearly_all_rejected
from inspector.workflow.train.calibrating import suspects
from inspector.workflow.train.images import train
from tests.conftest import small_job, write_category
from tests.data.video.videos import write_folder

WORKFLOW = Path(__file__).parents[2] / "inspector" / "workflow"
SAYING = [
    *WORKFLOW.joinpath("inspect").glob("*.py"),
    *WORKFLOW.joinpath("train").glob("*.py"),
    *WORKFLOW.joinpath("learn").glob("*.py"),
    WORKFLOW / "export" / "models.py",
    WORKFLOW / "report" / "event_video.py",
    *(
        WORKFLOW / "advise" / f"{name}.py"
        for name in ("contents", "findings", "frame_folders", "locating", "masks", "variety")
    ),
]


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


def written_sentences(path: Path) -> Iterator[str]:
    """The sentences that a module is able to say, `{}` for each of their fields; neither docstrings nor errors."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(keyword.arg == "code" for keyword in node.keywords):
            left_out.update(map(id, ast.walk(node)))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            left_out.update(id(piece) for piece in ast.walk(node) if piece is not node)
    for node in ast.walk(tree):
        pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(piece.value) if isinstance(piece, ast.Constant) else "{}" for piece in pieces)
        if id(node) not in left_out and text.endswith(".") and len(text.split()) > 3:
            yield text


def _sample(template: str) -> str:
    return re.sub(r"\{\w+\}", "{}", template)


def _alike(sentence: str, template: str) -> bool:
    """Whether a sentence is that of a template, whose words may be fields of the sentence."""
    return re.fullmatch("(.+: )?" + ".+?".join(map(re.escape, sentence.split("{}"))), template) is not None


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
        LOCATED,
    ]


def test_every_remark_is_said_in_german(german):
    said = {remark: remark_text(remark) for remark in remarks()}
    assert len(said) > 6
    assert [remark for remark, words in said.items() if words == remark] == []
    assert any("Zeitrichtung" in words for words in said.values())
    assert any("AUROC 0,55" in words for words in said.values())
    assert any("30.png" in words for words in said.values())


def test_in_english_a_remark_stays_as_it_is_and_names_the_button_that_helps(qapp):
    for remark in remarks():
        hint = " Find suspect images on the Category screen shows such images with their heatmaps."
        words = remark
        for change in ANOMALIES:
            words = words.replace(change, f"“{word_text(change)}”")
        assert remark_text(remark) == words + hint * ("score far above" in remark)
    assert remark_text("Something that nobody has translated.") == "Something that nobody has translated."


def test_every_sentence_of_the_lower_layers_has_a_template():
    """What trainings, inspections and checks say reaches a screen; errors have a catalogue of their own."""
    sentences = [sentence for path in SAYING for sentence in written_sentences(path)]
    assert len(sentences) > 25
    patterns = [_sample(str(template)) for template in REMARKS]
    unknown = [sentence for sentence in sentences if not any(_alike(sentence, pattern) for pattern in patterns)]
    assert unknown == []


def test_a_batch_of_nearly_only_ng_says_so_in_german(german):
    said = remark_text(nearly_all_rejected([Decision.NG] * 29 + [Decision.OK]))
    assert said.startswith("29 von 30 Bildern sind NG.")
    assert remark_text(drift([0.7] * 5)).startswith("Diese Bilder sind 30\N{NO-BREAK SPACE}% dunkler als")


def test_names_and_errors_in_a_sentence_are_said_in_german(german):
    text = "b/1.png, b/2.png and 3 more are the same file; keep one of them."
    assert remark_text(text) == "b/1.png, b/2.png und 3 weitere sind dieselbe Datei; behalten Sie eines davon."
    found = ImageError("{file}: there is no such file or folder.", code="path.missing", file="a.png")
    assert remark_text(f"{found} It is left out of the training.") == (
        f"{error_text(found)} Es bleibt beim Anlernen außen vor."
    )
    assert error_text(found) != str(found)


def test_several_unreadable_images_are_refused_in_german(german, tmp_path):
    root = write_category(tmp_path / "c")
    for name in ("a.png", "b.png", "c.png"):
        (root / "train" / "good" / name).write_bytes(b"")
    with pytest.raises(ImageError) as refused:
        list(train(small_job(root, tmp_path / "m")))
    assert "a.png" in str(refused.value)
    assert str(refused.value).endswith(" (2 more like it.)")
    said = error_text(refused.value)
    assert "a.png" in said
    assert said.endswith(" (2 weitere dieser Art.)")
    assert error_text(refused.value.fields["first"]) in said
    assert str(refused.value.fields["first"]) not in said


def test_what_good_parts_were_changed_by_is_said_in_words(qapp, german):
    said = remark_text(
        "Good parts look the same after cut_paste (AUROC 0.52 on good images kept aside); it was dropped."
    )
    assert "„ausgeschnitten und eingesetzt“" in said
    assert "cut_paste" not in said


def test_names_of_tasks_have_no_underscores(qapp, german):
    assert core_name("task arrow_of_time").endswith("Zeitrichtung")
    assert "_" not in core_name("task middle_frame_of_nobody")
    assert len(REMARKS) == len(set(map(str, REMARKS)))


def test_why_a_frame_is_not_shown_is_said_in_german(german, tmp_path):
    pictures = ClipPictures(write_folder(tmp_path / "clip", [0, 1, 3]))
    problem = pictures.read(2).problem
    pictures.close()
    assert problem.startswith("Video ")
    assert "fehlt" in problem
