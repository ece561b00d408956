import json

import pytest

from tests.data.class_sets import write_npz

SMALL = (
    "--preset", "cpu", "--set", "image_size=32", "--set", "base_width=4", "--set", "depth=2",
    "--set", "region_sizes=4,8", "--set", "training.steps=2",
)  # fmt: skip
RECIPE = """
title = "Bars"
protocol = "one_vs_all"
classes = [0]

[[methods]]
name = "riad"
label = "small"

[[methods]]
name = "of_tomorrow"
"""


@pytest.fixture(scope="module")
def npz(tmp_path_factory):
    return write_npz(tmp_path_factory.mktemp("sets") / "bars.npz")


def test_options_alone_suffice(cli, npz, tmp_path):
    results = tmp_path / "r.json"
    asked = ("benchmark", "--protocol", "one_vs_all", "--method", "riad", *SMALL, "--data", npz, "--results", results)
    code, out, notes = cli(*asked, "--classes", "0, 2", "--seeds", "3", "--device", "cpu")
    assert code == 0
    assert out.startswith("# riad, one_vs_all")
    assert (tmp_path / "r.md").read_text("utf-8").rstrip() == out.rstrip()
    assert "Cell 2 of 2: riad, 2, seed 3" in notes
    assert "Cells: 2 computed, 0 kept, 0 failed" in notes
    code, out, _ = cli(*asked, "--classes", "0", "--seeds", "3,4", "--json", "--device", "cpu")
    result = json.loads(out)
    assert code == 0
    assert (result["computed"], result["kept"], result["failed"]) == (1, 1, 0)
    assert [(cell["class"], cell["seed"], cell["computed"]) for cell in result["cells"]] == [
        ("0", 3, False), ("0", 4, True),
    ]  # fmt: skip
    assert 0 <= result["cells"][1]["image_auroc"] <= 1


def test_the_table_never_replaces_another_file(cli, npz, tmp_path):
    (tmp_path / "notes.md").write_text("kept")
    asked = ("benchmark", "--protocol", "one_vs_all", "--method", "riad", *SMALL, "--data", npz, "--classes", "0")
    code, _, notes = cli(*asked, "--results", tmp_path / "notes.json")
    assert (code, "notes.md already exists" in notes, "Cell" in notes) == (3, True, False)
    assert (tmp_path / "notes.md").read_text() == "kept"
    code, _, notes = cli(*asked, "--results", tmp_path / "r.md")  # which would be the name of the table as well
    assert (code, "two results" in notes) == (3, True)


def test_a_mistake_in_a_recipe_costs_no_training(cli, npz, tmp_path):
    (tmp_path / "bars.toml").write_text(RECIPE)
    asked = ("benchmark", tmp_path / "bars.toml", "--data", npz, "--results", tmp_path / "r.json", *SMALL)
    code, out, notes = cli(*asked)
    assert (code, out) == (2, "")
    assert "Error: Bars, method 2 ('of_tomorrow'): There is no method 'of_tomorrow'" in notes
    assert "Cell" not in notes
    code, out, notes = cli(*asked, "--method", "small", "--limit", "4")
    assert code == 0
    assert "Limited to 4" in out
    assert (tmp_path / "r.limit4.md").exists()
    code, _, notes = cli(*asked, "--method", "small", "--classes", "1")
    assert code == 2
    assert "no method of the recipe is run on the class 1; choose among 0. Choose other --classes." in " ".join(
        notes.split()
    )


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ((), 2, "give both --protocol and --method"),
        (("--protocol", "one_vs_all"), 2, "give both --protocol and --method"),
        (("--protocol", "one_vs_some", "--method", "riad"), 2, "protocol"),
        (("--protocol", "one_vs_all", "--method", "riad", "--seeds", "0,x"), 2, "--seeds takes numbers"),
        (("--protocol", "one_vs_all", "--method", "riad", "--classes", "9"), 3, "no class '9'"),
        (("--protocol", "out_of_distribution", "--method", "riad"), 3, "Give each with --other"),
        (("--protocol", "category", "--method", "riad"), 3, "no such folder"),
        (
            ("--protocol", "one_vs_all", "--method", "riad", "--weights", "none.st"),
            3,
            "none.st: there is no such weights file",
        ),
        (("--protocol", "one_vs_all", "--method", "riad", "--set", "region_sizes=x"), 2, 'a whole number, found "x"'),
    ],
)
def test_what_is_missing_or_wrong_is_told(cli, npz, tmp_path, options, code, message):
    found, out, notes = cli("benchmark", "--data", npz, "--results", tmp_path / "r.json", *options)
    assert (found, out) == (code, "")
    assert message in notes
