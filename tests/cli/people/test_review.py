"""Decisions of people from the command line: the records that Review writes."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from inspector.data.category import ImageRef
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import ReviewDecision, current_reviews, record_review, review_history
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.export.reviews import export_image_reviews
from inspector.workflow.inspect.images import inspect_batch

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(cli: Cli, model_folder: Path, category: Path, tmp_path: Path) -> Path:
    """A run of good images, in a folder of its own."""
    images = sorted((category / "test" / "good").iterdir())[:3]
    run = tmp_path / "monday.h5"
    assert cli("inspect", model_folder, *images, "--output", run)[0] == 0
    return run


def names(run: Path) -> list[str]:
    with ImageRun(run) as opened:
        return opened.table().names


def decisions(run: Path) -> dict[str, tuple[ReviewDecision | None, str, str]]:
    return {name: (one.decision, one.user, one.reason) for name, one in current_reviews(run).items()}


def test_decisions_by_name_are_in_the_records(cli: Cli, run: Path) -> None:
    first, second, third = names(run)
    first_two = ("--accept", first, "--reject", second)
    code, out, _ = cli("review", run, *first_two, "--accept", third, "--reviewer", "anna", "--reason", "dent")

    assert code == 0
    assert "3 decisions recorded. 3 of 3 parts decided." in out
    assert decisions(run) == {
        first: (ReviewDecision.ACCEPT, "anna", "dent"),
        second: (ReviewDecision.REJECT, "anna", "dent"),
        third: (ReviewDecision.ACCEPT, "anna", "dent"),
    }


def test_a_decision_that_contradicts_the_label_is_noted(
    cli: Cli, stored: StoredModel, category: Path, tmp_path: Path
) -> None:
    first, second = sorted((category / "test" / "good").iterdir())[:2]
    images, run = [ImageRef(first, "a.png", "good"), ImageRef(second, "b.png", "scratch")], tmp_path / "monday.h5"
    list(inspect_batch(stored, images, output=run, device=torch.device("cpu"), base=first.parent))
    good, defective = names(run)

    code, out, err = cli("review", run, "--accept", defective, "--json")

    assert code == 0
    assert json.loads(out)["recorded"]
    assert f"Note: {defective} was decided to be good, but is labelled scratch." in " ".join(err.split())
    assert "labelled" not in cli("review", run, "--accept", good, "--reject", defective)[2]
    assert "labelled good" in " ".join(cli("review", run, "--reject", good)[2].split())


def test_a_later_decision_counts_and_one_is_withdrawn(cli: Cli, run: Path) -> None:
    first, second, _ = names(run)
    cli("review", run, "--accept", first, "--unsure", second, "--reviewer", "anna")
    code, out, _ = cli("review", run, "--reject", first, "--withdraw", second, "--reviewer", "bert")

    assert code == 0
    assert decisions(run) == {first: (ReviewDecision.REJECT, "bert", "")}
    assert [one.decision for one in review_history(run)] == ["accept", "unsure", "reject", None]
    assert f"withdrawn {second}" in out
    listed = json.loads(cli("review", run, "--json")[1])
    assert [one["image"] for one in listed["in_force"]] == [first]
    assert listed["recorded"] == []
    assert f"reject    {first}  bert" in cli("review", run)[1]


def test_an_unknown_name_is_refused_and_nothing_recorded(cli: Cli, run: Path) -> None:
    first, *_ = names(run)
    code, _, err = cli("review", run, "--accept", first, "--reject", "nobody.png")
    assert code == 3
    assert "monday.h5 has nothing named nobody.png; nothing was recorded." in " ".join(err.split())
    assert cli("review", run, "--accept", first, "--reject", first)[0] == 2
    assert decisions(run) == {}


def test_the_end_of_a_name_is_enough_where_it_fits_one_part(
    cli: Cli, run: Path, category: Path, model_folder: Path, tmp_path: Path
) -> None:
    first, *_ = names(run)
    assert "1 decision recorded" in cli("review", run, "--accept", first.rpartition("/")[2])[1]
    assert list(decisions(run)) == [first]
    code, _, err = cli("review", run, "--reject", first.removesuffix("00.png") + "O0.png")
    assert code == 3
    said = " ".join(err.split())
    assert "nothing was recorded. Similar names: " in said
    assert first in said

    several = []
    for folder in ("a", "b"):
        several.append(tmp_path / folder / "part.png")
        several[-1].parent.mkdir()
        shutil.copy(next((category / "test" / "good").iterdir()), several[-1])
    both = tmp_path / "both.h5"
    assert cli("inspect", model_folder, *several, "--output", both)[0] == 0
    code, _, err = cli("review", both, "--accept", "part.png")
    assert (code, decisions(both)) == (3, {})
    assert f"Similar names: {names(both)[0]}, {names(both)[1]}." in " ".join(err.split())


@pytest.mark.parametrize("form", ["comma", "semicolon"])
def test_the_table_of_results_with_its_column_filled_in_is_read(cli: Cli, run: Path, tmp_path: Path, form: str) -> None:
    table, filled = tmp_path / "monday.csv", tmp_path / "filled.csv"
    assert cli("export-run", run, "--csv", table, "--csv-format", form)[0] == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="," if form == "comma" else ";"))
    for row, decision, reviewer in zip(rows, ("good", "", "Reject"), ("", "", "carla"), strict=True):
        row |= {"review": decision, "reviewer": reviewer, "review_reason": "scratch" if decision else ""}
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter="," if form == "comma" else ";")
        writer.writeheader()
        writer.writerows(rows)

    assert "2 decisions recorded" in cli("review", run, "--from", filled)[1]

    found = decisions(run)
    assert [found[name][0] for name in names(run) if name in found] == ["accept", "reject"]
    assert found[names(run)[2]] == (ReviewDecision.REJECT, "carla", "scratch")
    assert "0 decisions recorded, 2 in force already" in cli("review", run, "--from", filled)[1]


def test_the_table_of_reviews_is_read_into_a_copy_of_the_run(cli: Cli, run: Path, tmp_path: Path) -> None:
    first, second, third = names(run)
    for name, decision in ((first, "accept"), (first, "reject"), (second, "accept"), (second, None), (third, "unsure")):
        chosen = None if decision is None else ReviewDecision(decision)
        record_review(run, image=name, decision=chosen, user="anna", reason="look")
    table = export_image_reviews(run, tmp_path / "reviews.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        words = [(row["decision"], row["part"]) for row in csv.DictReader(file)]
    assert words == [
        ("accept", "good"), ("reject", "defective"), ("accept", "good"), ("withdrawn", ""), ("unsure", "unsure"),
    ]  # fmt: skip
    (tmp_path / "other").mkdir()
    copy = Path(shutil.copy(run, tmp_path / "other" / "copy.h5"))

    assert cli("review", copy, "--from", table)[0] == 0

    assert (
        decisions(copy)
        == decisions(run)
        == {
            first: (ReviewDecision.REJECT, "anna", "look"),
            third: (ReviewDecision.UNSURE, "anna", "look"),
        }
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"image,score\na.png,1\n", "lacks columns: it needs image, and review or decision"),
        (b"image,review\na.png,fine\n", "line 2: 'fine' is no decision"),
        (b"image,review\na.png,accept\n", "has nothing named a.png"),
        ("image,review,reviewer\na.png,accept,Jürgen\n".encode("cp1252"), "is not text in UTF-8. Save it as"),
    ],
)
def test_a_table_that_is_none_is_refused(cli: Cli, run: Path, tmp_path: Path, content: bytes, said: str) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(content)
    code, _, err = cli("review", run, "--from", table)
    assert code == 3
    assert said in " ".join(err.split())
    assert decisions(run) == {}
