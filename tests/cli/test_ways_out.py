"""What the command line adds to an error: the options that help."""

import re
import sys
from pathlib import Path

import pytest

import inspector
from inspector.cli.ways_out import IN_BUNDLE, WAYS_OUT, sentence, way_out, with_way_out
from inspector.core.errors import ModelError


def test_every_way_out_belongs_to_an_error_that_is_raised() -> None:
    source = "\n".join(path.read_text("utf-8") for path in Path(inspector.__file__).parent.rglob("*.py"))
    raised = set(re.findall(r'code=f?"([\w.{}]+)"(?: if .* else "([\w.]+)")?', source))
    raised = {code for pair in raised for code in pair}
    raised |= {"option.only_images", "option.only_video"} if "option.only_{other}" in raised else set()
    assert set(WAYS_OUT) | set(IN_BUNDLE) <= raised


def test_a_sentence_ends_with_its_way_out() -> None:
    error = ModelError("{file} holds an interrupted training.", code="checkpoint.exists", file="m.part")
    assert sentence(error) == f"m.part holds an interrupted training. {WAYS_OUT['checkpoint.exists']}"


def test_an_error_without_a_way_out_stays_as_it_is() -> None:
    error = ModelError("It is so.", code="nothing.to_do")
    assert way_out(error) is None
    assert sentence(error) == "It is so."


def test_the_bundle_names_no_way_out_that_it_has_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no pip, and takes no packages."""
    install = {code for code, way in WAYS_OUT.items() if re.search(r"pip install|install '?inspector\[", way)}
    assert len(install) > 4
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for code in install:
        way = way_out(ModelError("{package} is not there.", code=code, package="timm"))
        assert way is not None
        assert "pip install" not in way
        assert "Install" not in way
        assert "or install" not in way


def test_a_remark_names_the_command_that_helps() -> None:
    suspects = "These good images score far above the others: 3.png."
    assert with_way_out(suspects, category=Path("bottle")).endswith("inspector-cli check bottle --suspects")
    assert with_way_out("Something else.", category=Path("bottle")) == "Something else."
