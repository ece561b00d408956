"""A defect that was confirmed by mistake does not let parts pass that people rejected, or were NG, in silence."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from inspector.core.operating_point import Decision
from inspector.data.category import ImageRef
from inspector.store.models.card import read_card
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import ReviewDecision, record_review
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.learn import confirmed_parts
from inspector.workflow.learn.remarks import remarks_on_passing
from tests.conftest import part
from tests.workflow.learn.test_confirmed_parts import CPU

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def defective(
    stored: StoredModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> tuple[Path, Sequence[str]]:
    """A run of good parts and of defective ones that are NG, and the names of the latter, the worst first.

    A parameter is the label of the defective ones, which have none otherwise.

    None of them is far enough above the threshold to be refused for that.
    """
    monkeypatch.setattr(confirmed_parts, "outliers_among", lambda *_: [])
    images = []
    for number in range(10):
        path = tmp_path / f"{number}.png"
        Image.fromarray(part(2000 + number, defect=number >= 4)).save(path)
        images.append(ImageRef(path, path.name, getattr(request, "param", "") if number >= 4 else ""))
    run = tmp_path / "tuesday.h5"
    for _ in inspect_batch(stored, images, output=run, device=CPU, base=tmp_path):
        pass
    with ImageRun(run) as opened:
        table = opened.table()
    rows = zip(table.scores, table.names, table.decisions, strict=True)
    names = [name for _, name, decision in sorted(rows, reverse=True) if decision is Decision.NG]
    assert len(names) >= 3
    return run, names


def decide(run: Path, decision: ReviewDecision, *names: str) -> None:
    for name in names:
        record_review(run, image=name, decision=decision, user="anna", reason="")


def test_what_a_person_rejected_does_not_pass(
    stored: StoredModel, defective: tuple[Path, Sequence[str]], tmp_path: Path, cli: Cli
) -> None:
    run, (mistaken, *_, rejected) = defective
    decide(run, ReviewDecision.ACCEPT, mistaken)
    decide(run, ReviewDecision.REJECT, rejected)
    arguments = ("learn", stored.folder, run, "--output", tmp_path / "new")

    code, out, _ = cli(*arguments, "--json")

    assert (code, (tmp_path / "new").exists()) == (3, False)
    error = json.loads(out)["error"]
    assert error["code"] == "learn.hides_defects"
    assert error["fields"]["parts"].startswith(f"{rejected} (")
    code, _, err = cli(*arguments, "--outliers", "learn")
    assert code == 0
    assert f"no longer rejects these parts of tuesday.h5, which were NG: {rejected}" in " ".join(err.split())


@pytest.mark.parametrize("defective", ["scratch"], indirect=True)
def test_what_lies_among_the_defective_parts_does_not_pass(
    stored: StoredModel, defective: tuple[Path, Sequence[str]], tmp_path: Path, cli: Cli
) -> None:
    run, (mistaken, *others) = defective
    decide(run, ReviewDecision.ACCEPT, mistaken)
    decide(run, ReviewDecision.UNSURE, others[0])

    code, out, _ = cli("learn", stored.folder, run, "--output", tmp_path / "new", "--json")

    assert (code, (tmp_path / "new").exists()) == (3, False)
    error = json.loads(out)["error"]
    assert error["code"] == "learn.hides_defects"
    labelled = [name for name in others[1:] if int(Path(name).stem) >= 4]
    assert all(f"{name} (" in error["fields"]["parts"] for name in labelled)
    assert ", labelled scratch)" in error["fields"]["parts"]
    assert f"{others[0]} (" not in error["fields"]["parts"]


def test_what_was_ng_and_passes_is_named(
    stored: StoredModel, defective: tuple[Path, Sequence[str]], tmp_path: Path, cli: Cli
) -> None:
    run, (mistaken, *others) = defective
    decide(run, ReviewDecision.ACCEPT, mistaken)

    code, _, err = cli("learn", stored.folder, run, "--output", tmp_path / "new")

    assert code == 0
    note = " ".join(err.split())
    card = read_card(tmp_path / "new")
    (remark,) = remarks_on_passing(card)
    assert remark == card["remarks"][len(stored.card["remarks"])], "what matters comes first"
    assert remark in note
    named, more = re.fullmatch(r".* which were NG: (.*?)(?: and (\d+) more)?\. Unless.*", remark).groups()
    assert len(set(named.replace(" and ", ", ").split(", ")) & set(others)) + int(more or 0) == len(others)
    assert len(named.split(", ")) <= 3
    assert mistaken not in remark


def test_where_nothing_passes_nothing_is_said(
    stored: StoredModel, defective: tuple[Path, Sequence[str]], tmp_path: Path, cli: Cli
) -> None:
    run, (worst, *_, mildest) = defective
    decide(run, ReviewDecision.ACCEPT, mildest)
    decide(run, ReviewDecision.REJECT, worst)

    code, _, err = cli("learn", stored.folder, run, "--output", tmp_path / "new")

    assert code == 0
    assert worst not in err
    assert not remarks_on_passing(read_card(tmp_path / "new"))
