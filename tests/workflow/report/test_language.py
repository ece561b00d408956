"""Pages in another language: every text of theirs goes through it, and numbers are written as it writes them."""

import html
import re
from dataclasses import replace

import jinja2
import pytest
from jinja2 import nodes

from inspector.core.explanation import FailedTask
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.resource_files import resource
from inspector.workflow.report.language import ENGLISH, PageLanguage
from inspector.workflow.report.page import page_template
from tests.workflow.clip_runs import bump, made_up_run
from tests.workflow.report import test_video
from tests.workflow.report.test_images import EVALUATION, Page, stored, write

__all__ = ["stored", "write"]  # the fixtures

TEMPLATES = sorted(path.name for path in resource("templates").iterdir())
EVERYWHERE = {"NG", "REVIEW", "OK", "AUPRO", "RBDC", "TBDC", "px"}
WORD = r"[^\W\d_]{2,}"
SHOWN = r'(?:alt|title|aria-label)="([^"]*)"'


def marked(text: str) -> str:
    return f"⟦{text}⟧"


MARKED = PageLanguage("xx", marked, marked, marked, decimal_point="·", group_separator="’")


def untranslated(page: Page) -> set[str]:
    """The words that a reader sees outside what was translated, without names, paths and the hash."""
    source = re.sub(r'<bdi>.*?</bdi>|[^ ">]*/[^ "<]*\.mp4|\(0123456789ab\)', "", page.source)
    words = set()
    for text in map(html.unescape, [Page(source).text, *re.findall(SHOWN, source)]):
        while "⟦" in text:
            text, found = re.subn("⟦[^⟦⟧]*⟧", "", text)
            assert found, text
        words |= set(re.findall(WORD, text))
    return words


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_no_text_of_its_own(name):
    template = jinja2.Environment().parse(resource("templates", name).read_text("utf-8"))
    text = "".join(one.data for one in template.find_all(nodes.TemplateData))
    text = re.sub("<style>.*</style>", "", text, flags=re.DOTALL)
    shown = [re.sub("<[^>]*>", " ", text), *re.findall(SHOWN, text)]
    assert {word for one in shown for word in re.findall(WORD, html.unescape(one))} <= EVERYWHERE


def test_a_template_is_compiled_once_for_each_language():
    compiled = [page_template("report.html.jinja", language) for language in (MARKED, ENGLISH, replace(MARKED))]
    assert compiled[0] is compiled[2] is not compiled[1]


def test_every_word_of_a_page_of_images_is_in_its_language(write):
    failed = FailedTask("rotation", 3.0, 2, 2, 4, 4)
    inspections = [
        Inspection("doubt.png", "", score=0.5, decision=Decision.REVIEW, size=(20, 24), unlike=2.0, failed=(failed,)),
        Inspection("bad.png", "", error="Image bad.png is empty."),
    ]
    page = write(
        ("a.png", "good", 0.2), ("b.png", "hole", 0.9), ("c.png", "good", 0.95), ("d.png", "hole", 0.01),
        inspections=inspections, evaluation=replace(EVALUATION, n_good=2000), gone=("b.png",),
        types={"b.png": {0: "scratch"}}, language=MARKED,
    )  # fmt: skip
    assert untranslated(page) <= EVERYWHERE | {"Batch", "png", "UTC"}  # a title, `alt` of pictures, and a date
    assert '<html lang="xx">' in page.source
    assert "2’000 good images" in page.text
    assert "0·988" in page.text


def test_every_word_of_a_page_of_clips_is_in_its_language(tmp_path):
    clips = [(tmp_path / "a.mp4", "jam"), (tmp_path / "b.mp4", "")]
    with made_up_run(tmp_path / "r.clips", clips, [bump(50, 30), bump(50, 49, height=1.5)], lost=(3, 4)) as run:
        model = test_video.stored.__wrapped__()
        page = test_video.page_of(tmp_path, run, model, language=MARKED, abnormal={"a.mp4": ((20, 40),)})
    assert untranslated(page) <= EVERYWHERE | {"Clips"}  # of the title


def test_the_marks_of_numbers_are_all_that_another_language_changes_by_itself(write):
    judged = (("a.png", "good", 0.2), ("b.png", "hole", 0.9))
    english = write(*judged).source
    marks = replace(ENGLISH, code="xx", decimal_point="·", group_separator="’")
    assert write(*judged, language=ENGLISH).source == english
    other = write(*judged, language=marks).source
    assert other.count("·") > 10
    assert other.replace('lang="xx"', 'lang="en"').replace("·", ".").replace("’", ",") == english


def test_the_date_of_a_training_is_in_the_form_of_the_language():
    assert ENGLISH.time("2025-01-02T03:04:05+00:00") == "2025-01-02 03:04:05 UTC"
    assert ENGLISH.time(None) == "date not recorded"
    day = replace(ENGLISH, moment=lambda moment: f"{moment.day}. {moment.month}. {moment.year}")
    assert day.time("2025-01-02T03:04:05+00:00") == "2. 1. 2025"
    assert day.time("some day") == "some day"
