"""Errors on the screen: every sentence can be translated, hints by code, and a button that mends it."""

import sys

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QMessageBox, QPushButton

from inspector.core.errors import ImageError
from inspector.gui.background.job import Failed
from inspector.gui.error_texts import Remedy, error_message, error_text, hint
from tests.gui.error_templates import LAYERS, catalogued, page_texts, templates


class Translator(QTranslator):
    """Translates the sentences it is given, in the context of errors."""

    def __init__(self, texts: dict[str, str], parent) -> None:
        super().__init__(parent)
        self._texts = texts

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return self._texts.get(source, "") if context == "Errors" else ""


@pytest.fixture
def translated(qapp):
    translator = Translator({"{file} is bad: {reason}.": "{file} ist schlecht: {reason}.", "bad": "{none}"}, qapp)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_catalogue_has_every_sentence(layer):
    assert catalogued(layer) == templates(layer), "run: python -m tests.gui.error_templates, then translate"


def test_the_catalogue_has_every_text_of_the_pages():
    assert catalogued("pages") == page_texts(), "run: python -m tests.gui.error_templates, then translate"


def test_an_error_is_worded_in_the_language_of_the_screen(translated):
    error = ImageError("{file} is bad: {reason}.", code="image.unreadable", file="a.png", reason="empty")
    assert str(error) == "a.png is bad: empty."
    assert error_text(error) == "a.png ist schlecht: empty."
    assert Failed.of(error).message == "a.png ist schlecht: empty."


def test_a_translation_with_other_fields_leaves_the_sentence_as_it_is(translated):
    assert error_text(ImageError("bad", code="x", file="a.png")) == "bad"


@pytest.mark.parametrize(
    "code", ["clip.no_pyav", "signature.no_library", "weights.no_package", "weights.package_changed"]
)
def test_the_bundle_names_no_hint_that_it_cannot_follow(code, monkeypatch):
    error = ImageError("{package} is not there.", code=code, package="timm")
    assert "nstall" in hint(error), "as it is without the bundle"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert hint(error)
    assert "pip install" not in hint(error)
    assert "extra" not in hint(error)


def test_the_hint_follows_the_sentence_and_unknown_errors_have_none():
    error = ImageError("{file} is there.", code="output.exists", file="a.csv")
    assert error_message(error) == "a.csv is there. Choose another name."
    assert error_message(ImageError("bad", code="no.such")) == "bad"
    assert error_message(KeyError("bug")) == "KeyError: 'bug'"
    assert not Failed.of(KeyError("bug")).expected


def test_the_dialog_offers_what_a_screen_can_do_about_the_error(window, qtbot):
    done = []
    window.session.remedies["image.unreadable"] = (Remedy("Leave out and train", done.append),)
    error = ImageError("{file} is bad.", code="image.unreadable", file="a.png")
    window.session.failed.emit(Failed.of(error))
    box = window.findChild(QMessageBox)
    (button,) = (one for one in box.findChildren(QPushButton) if one.text() == "Leave out and train")
    button.click()
    assert done == [error]


def test_the_way_out_is_a_paragraph_of_its_own(window):
    window.session.failed.emit(Failed.of(ImageError("{file} is there.", code="output.exists", file="a.csv")))
    assert window.findChild(QMessageBox).text() == "a.csv is there.\n\nChoose another name."
    window.findChild(QMessageBox).reject()


def test_closing_the_dialog_does_nothing(window, qtbot):
    done = []
    window.session.remedies["image.unreadable"] = (Remedy("Leave out and train", done.append),)
    window.session.failed.emit(Failed.of(ImageError("bad", code="image.unreadable")))
    window.findChild(QMessageBox).reject()
    assert done == []


def test_without_a_remedy_there_is_only_close(window):
    window.session.failed.emit(Failed.of(ImageError("bad", code="other")))
    box = window.findChild(QMessageBox)
    assert [box.buttonRole(button) for button in box.buttons()] == [QMessageBox.ButtonRole.RejectRole]
