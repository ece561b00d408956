"""What people named in Review is in every output of the command line."""

import csv
import re
import shutil

import pytest

from inspector.store.records import ReviewDecision, record_defect_type, record_review
from inspector.store.runs.image_run import ImageRun


@pytest.fixture
def run(cli, category, model_folder, tmp_path):
    """Four parts with a blob, two of them named."""
    batch = shutil.copytree(category / "test" / "blob", tmp_path / "batch")
    path = tmp_path / "run.h5"
    cli("inspect", model_folder, batch, "--output", path)
    with ImageRun(path) as opened:
        names = [record.name for record in map(opened.record, opened.finished()) if record.regions]
    assert len(names) >= 3
    for name, found in zip(names, ("scratch <deep>", "dent", "dent"), strict=False):
        record_defect_type(path, image=name, region=0, type_name=found, user="ann")
    record_review(path, image=names[1], decision=ReviewDecision.REJECT, user="bob", reason="cut <deep>")
    record_review(path, image=names[2], decision=ReviewDecision.ACCEPT, user="bob")
    record_review(path, image=names[2], decision=None, user="bob")
    return path


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_and_the_page_contain_the_types(cli, run, model_folder, tmp_path):
    table, defects, page = (tmp_path / name for name in ("run.csv", "defects.csv", "run.html"))
    code, out, _ = cli(
        "export-run", run, "--csv", table, "--defects", defects, "--report", page, "--model", model_folder
    )
    assert code == 0, out
    assert sorted(row["defect_types"] for row in rows(table))[-3:] == ["dent", "dent", "scratch <deep>"]
    with ImageRun(run) as opened:
        records = [opened.record(index) for index in opened.finished()]
    found = rows(defects)
    assert len(found) == sum(len(record.regions) for record in records)
    first = next(record for record in records if record.regions)
    worst = next(row for row in found if row["image"] == first.name)
    assert [int(worst[f"{side}_px"]) for side in ("left", "top", "width", "height", "area")] == list(
        vars(first.regions[0]).values()
    )[:5]
    assert (worst["region"], worst["type"], worst["named_by"], worst["review"]) == ("1", "scratch <deep>", "ann", "")
    assert [row["review"] for row in found if row["type"] == "dent" and row["region"] == "1"].count("reject") == 1
    decided = [row for row in rows(table) if row["review"]]
    said = [(row["review"], row["reviewer"], row["review_reason"]) for row in decided]
    assert said == [("reject", "bob", "cut <deep>")]
    assert decided[0]["image"] == next(row["image"] for row in found if row["review"])
    assert decided[0]["reviewed_at"].endswith("+00:00")
    text = page.read_text("utf-8")
    assert text.count("A person decided") == 1, "what was withdrawn is no decision"
    assert re.search(r"A person decided: <strong>Defective</strong>, <bdi>bob</bdi>.*<bdi>cut &lt;deep&gt;</bdi>", text)
    assert "1 image: 1 defective, 0 good, 0 unsure" in text
    assert "scratch &lt;deep&gt;" in text
    assert "<deep>" not in text
    dent, scratch = (text.index(f"<bdi>{name}</bdi></th>") for name in ("dent", "scratch &lt;deep&gt;"))
    assert dent < scratch, "the most frequent first"


def test_defects_alone_need_no_model(cli, run, tmp_path):
    code, out, _ = cli("export-run", run, "--defects", tmp_path / "defects.csv", "--csv-format", "semicolon")
    assert code == 0, out
    assert (tmp_path / "defects.csv").read_text("utf-8-sig").startswith("image;label;decision;review;region;")


def test_a_table_of_defects_never_replaces_an_image(cli, run, tmp_path):
    image = sorted((tmp_path / "batch").iterdir())[0]
    before = image.read_bytes()
    code, _, stderr = cli("export-run", run, "--defects", image)
    assert code == 3, stderr
    assert image.read_bytes() == before


def test_a_table_of_defects_never_replaces_a_file(cli, run, tmp_path):
    table = tmp_path / "monday.csv"
    table.write_text("mine")
    code, _, stderr = cli("export-run", run, "--defects", table)
    assert (code, table.read_text()) == (3, "mine")
    assert "already exists" in stderr
    code, _, stderr = cli("export-run", run, "--defects", tmp_path / "two.csv", "--csv", tmp_path / "two.csv")
    assert (code, (tmp_path / "two.csv").exists()) == (3, False)
    assert "named for two results" in stderr
