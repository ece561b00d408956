"""A category of the parts that people decided on."""

import json
import os

import pytest
from PIL import Image

from inspector.core.errors import RunError, StorageError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint
from inspector.data.category import scan_category
from inspector.store.records import ReviewDecision, record_defect_type, record_review
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.workflow.export.decided_category import CategoryWritten, export_category

_POINT = OperatingPoint(review=1.0, reject=2.0)


@pytest.fixture
def run(tmp_path):
    """Twelve parts: seven of lot a, five of lot b, with the same names in both."""
    names, labels = [], []
    for lot, count in (("a", 7), ("b", 5)):
        for number in range(count):
            names.append(f"{lot}/{number}.png")
            labels.append("scratch" if (lot, number) == ("b", 4) else "")
            path = tmp_path / "parts" / names[-1]
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (32, 32), (len(names), 0, 0)).save(path)
    path = tmp_path / "monday.h5"
    about = {
        "model": "none", "model_folder": "none", "method": "riad", "base": str(tmp_path / "parts"),
        "operating_point": {"review": _POINT.review, "reject": _POINT.reject}, "started": "2026-01-01T00:00:00+0000",
    }  # fmt: skip
    sources = [tmp_path / "parts" / name for name in names]
    with ImageRunWriter(path, names=names, labels=labels, map_size=None, about=about, sources=sources) as writer:
        for index, (name, label) in enumerate(zip(names, labels, strict=True)):
            writer.write(index, Inspection(name, label, score=0.5, decision=_POINT.decide(0.5), size=(32, 32)))
    return path


def decide(run, decision, *names):
    for name in names:
        record_review(run, image=name, decision=decision, user="somebody")


def test_the_decided_parts_are_copied_in_mvtec_layout(run, tmp_path):
    decide(run, ReviewDecision.ACCEPT, *(f"a/{number}.png" for number in range(5)), "b/0.png")
    decide(run, ReviewDecision.REJECT, "a/5.png", "b/4.png")
    decide(run, ReviewDecision.UNSURE, "a/6.png")
    target = tmp_path / "out" / "reviewed"
    *_, done = export_category(run, target)
    assert done == CategoryWritten(target, {"train/good": 5, "test/good": 1, "test/defective": 1, "test/scratch": 1})
    category = scan_category(target)
    assert len(category.train) == 5
    assert sorted(image.label for image in category.test) == ["defective", "good", "scratch"]
    copied = {path.read_bytes() for path in target.rglob("*.png")}
    decided = [*(f"a/{number}.png" for number in range(6)), "b/0.png", "b/4.png"]
    assert copied == {(tmp_path / "parts" / name).read_bytes() for name in decided}, "copied, and still there"


def test_defective_parts_go_to_the_folder_of_their_named_type(run, tmp_path):
    decide(run, ReviewDecision.REJECT, "a/5.png", "b/4.png")
    for region, name in ((2, "dent"), (1, "deep: scratch/left?")):
        record_defect_type(run, image="b/4.png", region=region, type_name=name, user="somebody")
    *_, done = export_category(run, tmp_path / "out")
    assert done.copied == {"test/defective": 1, "test/deep_ scratch_left_": 1}


def test_nothing_is_overwritten_and_nothing_undecided_is_exported(run, tmp_path):
    with pytest.raises(RunError):
        list(export_category(run, tmp_path / "out"))
    decide(run, ReviewDecision.ACCEPT, "a/0.png")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(StorageError):
        list(export_category(run, tmp_path / "out"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "name", ["OK", "Normal", "good", ".hidden", "@eaDir", "mask", "ground truth", "NUL", "con.txt", "é" * 300]
)
def test_a_type_of_any_name_is_one_of_defects(run, tmp_path, name):
    decide(run, ReviewDecision.REJECT, "b/0.png")
    decide(run, ReviewDecision.ACCEPT, "b/1.png")
    record_defect_type(run, image="b/0.png", region=1, type_name=name, user="somebody")
    list(export_category(run, tmp_path / "out"))
    category = scan_category(tmp_path / "out")
    assert (len(category.train), len(category.test), bool(category.left_out)) == (1, 1, False)
    assert category.test[0].label.startswith(("defective", "ééé"))


def test_images_that_are_gone_or_others_are_named_and_the_rest_is_copied(run, tmp_path, cli):
    decide(run, ReviewDecision.ACCEPT, "a/0.png", "a/1.png", "a/2.png")
    parts = tmp_path / "parts" / "a"
    (parts / "0.png").unlink()
    Image.new("RGB", (64, 64)).save(parts / "1.png")
    code, out, err = cli("export-run", run, "--category", tmp_path / "out", "--json")
    assert code == 3
    assert json.loads(out) == {"category": str(tmp_path / "out"), "images": {"train/good": 1}, "images_missing": 2}
    assert "0.png cannot be read" in err
    assert "1.png has another size or time of change" in err
    assert [path.name for path in (tmp_path / "out").rglob("*.png")] == ["2.png"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among files")
def test_a_pipe_in_place_of_an_image_is_not_waited_for(run, tmp_path):
    decide(run, ReviewDecision.ACCEPT, "a/0.png", "a/1.png")
    pipe = tmp_path / "parts" / "a" / "0.png"
    pipe.unlink()
    os.mkfifo(pipe)
    *_, done = export_category(run, tmp_path / "out")
    assert done.copied == {"train/good": 1}
    assert "found a pipe" in done.missing[0]


@pytest.mark.parametrize("other", ["csv", "defects", "report"])
def test_nothing_is_written_where_another_output_cannot_be(run, tmp_path, cli, other):
    decide(run, ReviewDecision.ACCEPT, "a/0.png")
    mine = tmp_path / "mine"
    mine.write_text("mine")
    code, out, err = cli("export-run", run, "--category", tmp_path / "out", f"--{other}", mine)
    assert (code, out, mine.read_text()) == (3, "", "mine")
    assert "already exists" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("below", ["a", "a/reviewed", "b/deep/er"])
def test_copies_are_not_put_among_the_images_of_the_run(run, tmp_path, below):
    decide(run, ReviewDecision.ACCEPT, "a/0.png")
    (tmp_path / "link").symlink_to(tmp_path / "parts")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StorageError) as refused:
        list(export_category(run, tmp_path / "link" / f"{below}/new"))
    assert refused.value.code == "output.among_images"
    assert sorted(tmp_path.rglob("*")) == before


def test_long_names_of_two_lots_are_both_copied(run, tmp_path):
    """A name that gets its folder's before it may be longer than a file system takes."""
    name = "n" * 250 + ".png"
    for lot in ("a", "b"):
        (tmp_path / "parts" / lot / "0.png").rename(tmp_path / "parts" / lot / name)
    names = [f"{lot}/{name}" for lot in ("a", "b")]
    again = tmp_path / "tuesday.h5"
    about = {
        "model": "none", "model_folder": "none", "method": "riad", "base": str(tmp_path / "parts"),
        "operating_point": {"review": _POINT.review, "reject": _POINT.reject}, "started": "2026-01-01T00:00:00+0000",
    }  # fmt: skip
    with ImageRunWriter(again, names=names, labels=["", ""], map_size=None, about=about) as writer:
        for index, one in enumerate(names):
            writer.write(index, Inspection(one, "", score=0.5, decision=_POINT.decide(0.5), size=(32, 32)))
    decide(again, ReviewDecision.REJECT, *names)
    *_, done = export_category(again, tmp_path / "out")
    assert done == CategoryWritten(tmp_path / "out", {"test/defective": 2})
    assert len({path.read_bytes() for path in (tmp_path / "out").rglob("*.png")}) == 2
