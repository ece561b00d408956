"""The German texts: complete, of today's sources, and on the screen."""

import ast
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import torch
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QComboBox, QFrame, QToolButton

from inspector.core.building import build_network
from inspector.core.methods import METHODS, create_method
from inspector.core.methods.capabilities import Memorises, TakesClips
from inspector.gui.app import LANGUAGES, create_window
from inspector.gui.core_texts import core_name, core_text
from inspector.gui.numbers import fixed, number

SOURCES = sorted(
    path
    for folder in ("gui", "workflow/setting_texts")
    for path in (Path(__file__).parents[3] / "inspector" / folder).rglob("*.py")
)
GERMAN = Path(__file__).parents[3] / "resources" / "translations" / "inspector_de.ts"

WORDS = {
    r"\bTraining|(?<![Vv]or)trainier": "Anlernen",
    r"\bangelernte[rns]* (?:Gewicht|Netz)|(?<!\{)[Bb]ackbone": "vortrainiert, Grundnetz",
    r"\b[Gg]ute[rnsm]? (?:Bild|Teil)|Schlechtteil|defekt|Fehlerbild": "Gutbild, Gutteil, fehlerhaft",
    r"\bTyp(?! \{type\})|Fehlertyp|Sollmaske": "Fehlerart, Fehlermaske",
    r"\bClip|Zeitachse|Wärmebild|Objekterkennung": "Video, Zeitleiste, Heatmap, Detektor",
    r"\bMethode|\bL[aä]uf(?:e|en|s)?\b|\bStapel\b": "Verfahren, Prüflauf",
    r"Abtastwert|Bit (?:je|pro) Wert|Eingangsgröße": "Pixelwert, Bittiefe, Eingabegröße",
    r"\bbew[ie]+sen\b|\bbeleg(?:en|t)\b|zu 95": "nachweisen, Vertrauensniveau",
}
"""What is not said, and the word for it."""


@pytest.fixture
def german(in_german, qapp, qtbot, settings, tmp_path: Path) -> Iterator[object]:
    """A window in German."""
    excepthook = sys.excepthook
    window = create_window(qapp, settings, home=tmp_path / "home")
    sys.excepthook = excepthook  # errors in slots fail the test, as pytest-qt has it
    qtbot.addWidget(window)
    yield window
    window.session.close()
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)


def test_a_new_look_at_the_sources_finds_the_texts_of_the_file(tmp_path: Path):
    lupdate = shutil.which("pyside6-lupdate", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if lupdate is None:
        pytest.skip("pyside6-lupdate, which comes with PySide6, is not installed")
    found = Path(shutil.copy(GERMAN, tmp_path))
    subprocess.run([lupdate, *SOURCES, "-no-obsolete", "-ts", found], check=True, capture_output=True)
    here, there = set(_messages(found)), set(_messages(GERMAN))
    assert here - there == set(), "new: follow docs/developing.md, and translate them"
    assert there - here == set(), "vanished: follow docs/developing.md"


def test_lupdate_can_see_every_text():
    """It takes literals alone, and the class for the context."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "tr"
        if ast.unparse(call.func.value) != "self" or not isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_every_text_is_translated():
    for (context, source), translation in _messages(GERMAN).items():
        assert translation.get("type") is None, f"{context}: {source!r} is not finished"
        assert translation.text, f"{context}: {source!r} is empty"


def test_placeholders_are_those_of_the_source():
    for (context, source), translation in _messages(GERMAN).items():
        assert _placeholders(translation.text) == _placeholders(source), f"{context}: {source!r}"


def test_a_number_and_its_unit_stay_on_one_line():
    broken = re.compile(r"[}\d] (?:%|px|µm|mm|s|ms|min|h|kB|MB|GB|Bit|Byte)(?!\w)")
    texts = ["".join(found.itertext()) for found in _messages(GERMAN).values()]
    assert [text for text in texts if broken.search(text)] == []


def test_quotation_marks_are_german():
    texts = ["".join(found.itertext()) for found in _messages(GERMAN).values()]
    assert [text for text in texts if re.search(r"['\"]\{|\}['\"]|[“„]\w+”", text)] == []


def test_one_german_word_stands_for_one_thing():
    texts = ["".join(found.itertext()) for found in _messages(GERMAN).values()]
    texts += [text for method in METHODS.values() for text in method.texts_in("de").values()]
    for pattern, word in WORDS.items():
        assert [text for text in texts if re.search(pattern, text)] == [], f"the word is {word}"


def test_the_compiled_file_is_that_of_the_texts():
    compiled = QTranslator()
    assert compiled.load(str(GERMAN.with_suffix(".qm")))
    for (context, source), translation in _messages(GERMAN).items():
        assert compiled.translate(context, source) == translation.text, "run pyside6-lrelease, see docs/developing.md"


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_its_texts_in_every_language(name: str):
    for language in set(LANGUAGES) - {"en"}:
        texts = METHODS[name].texts_in(language)
        assert {METHODS[name].title, METHODS[name].hint, *_words(name)} <= set(texts)
        assert all(text.strip() for text in texts.values())


def _words(name: str) -> set[str]:
    """The words of a method's tasks and evidence; what has `=` in it is a value."""
    method = create_method(name, preset="cpu")
    if isinstance(method, TakesClips):
        return {task for look in range(len(method.looks)) for task in method.tasks_of(look)}
    network, image = build_network(method, seed=0).eval(), torch.rand(1, 3, *method.config.image_size)
    if isinstance(method, Memorises):
        method.learn(network, image, generator=torch.Generator())
    judgement = method.judge(network, image, evidence=True)
    return {word for evidence in judgement.evidence for word in evidence.split() if "=" not in word}


def test_a_window_in_german(german, category, qtbot):
    rail = german.findChild(QFrame, "rail").findChildren(QToolButton)
    assert [button.text() for button in rail] == ["Kategorie", "Anlernen", "Durchsicht", "Prüfen", "Modelle"]
    menus = [action.text() for action in german.menuBar().actions()]
    assert menus == ["&Datei", "&Bearbeiten", "&Ansicht", "&Hilfe"]
    with qtbot.waitSignal(german.session.category_changed):
        german.session.open_category(category)
    for menu in german.menuBar().actions():
        keys = [key.lower() for action in menu.menu().actions() for key in re.findall(r"&(\w)", action.text())]
        assert len(keys) == len(set(keys)), f"one letter twice in {menu.text()}"
    german.show_screen("train")
    methods = next(box for box in german.screens["train"].findChildren(QComboBox) if box.findData("patchcore") >= 0)
    assert methods.itemText(methods.findData("riad")) == "RIAD: Rekonstruktion verdeckter Stellen"
    assert core_text("nobody has translated this") == "nobody has translated this"
    assert core_name("map k=4") == "Karte k=4"
    assert rail[0].toolTip() == "Kategorie (Strg+1)"  # with Qt's own texts
    assert (fixed(0.5, 1), number(1234.0)) == ("0,5", "1.234")


def _messages(path: Path) -> dict[tuple[str, str], ET.Element]:
    """The translations by context and source."""
    return {
        (context.findtext("name"), message.findtext("source")): message.find("translation")
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }


def _placeholders(text: str) -> list[tuple[str, str]]:
    return sorted((name, how) for _, name, how, _ in Formatter().parse(text) if name is not None)
