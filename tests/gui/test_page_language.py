"""A page that the German desktop writes is German."""

import re

import pytest

from inspector.core.errors import ImageError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.gui.core_texts import page_language, stored_text
from inspector.workflow.report.language import ENGLISH
from tests.gui.error_templates import page_texts
from tests.gui.test_remark_texts import german
from tests.workflow.report.test_images import EVALUATION, stored, write

__all__ = ["german", "stored", "write"]  # the fixtures

EMPTY = ImageError(
    "Image {file} cannot be read: expected image data, found an empty file (0 bytes).",
    code="image.empty",
    file="bad.png",
)


@pytest.mark.usefixtures("german")
def test_no_english_sentence_is_left_on_a_german_page(write):
    page = write(
        ("a.png", "good", 0.2), ("b.png", "hole", 0.9), ("c.png", "good", 0.95),
        inspections=[
            Inspection("doubt.png", "", score=0.5, decision=Decision.REVIEW, size=(20, 24), unlike=2.25),
            Inspection("bad.png", "", error=str(EMPTY)),
        ],
        evaluation=EVALUATION, gone=("b.png",), language=page_language(),
    )  # fmt: skip
    words = " ".join(page.text.split("\u00a0"))
    for text in page_texts():
        piece = max(re.split(r"\{\w+\}", text.replace("&nbsp;", " ")), key=len).strip(" .,;:()")
        assert " " not in piece or piece not in words, text
    assert '<html lang="de">' in page.source
    assert "5 Bilder:" in page.text
    assert "0,988" in page.text
    assert "2. Jan. 2025" in page.text
    assert "RIAD: Rekonstruktion verdeckter Stellen" in page.text
    assert (
        "Ein großer Fehler, oder hier ist kein Teil: Das ganze Bild ist Gutbildern 2,25-mal so unähnlich, wie "
        "erlaubt ist." in page.text
    )
    assert " ".join(stored_text(str(EMPTY)).split()) in page.text


@pytest.mark.usefixtures("german")
def test_an_error_of_a_run_is_shown_in_german():
    assert stored_text(str(EMPTY)) != str(EMPTY)
    assert stored_text("Nobody knows this sentence.") == "Nobody knows this sentence."


@pytest.mark.usefixtures("german")
def test_the_language_of_pages_stays_the_same_so_that_templates_are_compiled_once():
    assert page_language() == page_language()
    assert hash(page_language()) == hash(page_language())


def test_an_english_desktop_writes_the_page_of_the_command_line(qapp):
    assert page_language() is ENGLISH
