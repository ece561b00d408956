"""What `inspect` writes besides the run never replaces a file that it did not make, and can be written again."""

import csv
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import StorageError
from inspector.data.category import collect_images
from inspector.store.models.model_folder import read_model
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.images import Inspected, inspect_batch
from inspector.workflow.kinds.images import Images


@pytest.fixture
def batch(category, tmp_path):
    """A camera's folder: the only copy of four images."""
    return shutil.copytree(category / "test" / "blob", tmp_path / "batch")


def contents(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.md5(path.read_bytes()).hexdigest() for path in files}


def interrupt(model_folder: Path, batch: Path, output: Path, *, after: int) -> None:
    """An inspection that stops after some images."""
    images = collect_images([batch])
    updates = inspect_batch(read_model(model_folder), images, output=output, device=torch.device("cpu"))
    judged = 0
    for update in updates:
        judged += isinstance(update, Inspected)
        if judged == after:
            updates.close()
            return


def test_a_resumed_run_calls_an_image_gone_and_a_link_that_leads_nowhere_what_it_is(cli, model_folder, batch, tmp_path):
    (batch / "zz.png").symlink_to(tmp_path / "nowhere.png")
    output = tmp_path / "r.h5"
    interrupt(model_folder, batch, output, after=1)
    (batch / "003.png").unlink()
    code, out, err = cli("inspect", model_folder, batch, "--output", output, "--resume")
    assert code == 3
    assert f"1 image of the interrupted run can no longer be found: {batch / '003.png'}." in err
    assert "zz.png cannot be read: expected an image file, found a link to" in out


def test_what_was_killed_while_it_wrote_the_outputs_of_a_whole_run_says_how_to_write_them(
    cli, model_folder, batch, tmp_path
):
    assert cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5")[0] == 0
    code, _, err = cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--resume")
    assert code == 3
    assert "r.h5 exists and is not interrupted, so there is nothing to resume. `inspector-cli export-run`" in err


@pytest.mark.parametrize("option", ["--heatmaps", "--maps"])
@pytest.mark.parametrize("place", ["itself", "link", "hard links"])
def test_pictures_never_replace_the_images_they_are_of(cli, model_folder, batch, tmp_path, option, place):
    if option == "--maps":  # whose names would be those of the images
        for path in sorted(batch.iterdir()):
            Image.open(path).save(path.with_name(f"{path.name}.tif"))
    before, target = contents(batch), batch
    if place == "link":
        target = tmp_path / "link"
        target.symlink_to(batch, target_is_directory=True)
    elif place == "hard links":
        target = tmp_path / "hard"
        target.mkdir()
        for path in batch.iterdir():
            (target / path.name).hardlink_to(path)
    code, out, stderr = cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5", option, target)
    assert code == 3
    assert "to be read" in stderr
    assert contents(batch) == before
    assert not out  # found before the first image
    assert not list(tmp_path.glob("r.h5*"))


@pytest.mark.parametrize("option", ["--heatmaps", "--maps"])
def test_pictures_are_not_written_where_they_would_be_learned_from(
    cli, model_folder, batch, category, tmp_path, option
):
    parts = shutil.copytree(category, tmp_path / "parts")
    code, _, stderr = cli(
        "inspect", model_folder, batch, "--output", tmp_path / "r.h5", option, parts / "train" / "good"
    )
    assert code == 3
    assert "would be taken for images later" in stderr
    assert contents(parts) == contents(category)


def test_a_second_run_keeps_the_pictures_of_the_first(cli, model_folder, batch, category, tmp_path):
    heat, maps = tmp_path / "heat", tmp_path / "maps"
    options = ["--heatmaps", heat, "--maps", maps]
    assert cli("inspect", model_folder, batch, "--output", tmp_path / "monday.h5", *options)[0] == 0
    before = contents(heat) | contents(maps)
    assert len(before) == 8
    other = shutil.copytree(category / "test" / "good", tmp_path / "tuesday")
    for path in sorted(other.iterdir()):
        path.rename(other / path.name.replace("1", "0"))
    code, _, stderr = cli("inspect", model_folder, batch, "--output", tmp_path / "tuesday.h5", *options, "--resume")
    assert code == 3
    assert "already exists" in stderr
    assert contents(heat) | contents(maps) == before


def test_each_image_has_a_picture_of_its_own(cli, model_folder, category, tmp_path):
    batch = tmp_path / "batch"
    batch.mkdir()
    long = "n" * 246
    good, bad = category / "test" / "good" / "000.png", category / "test" / "blob" / "000.png"
    Image.open(good).save(batch / "a.bmp")
    shutil.copy(bad, batch / "a.bmp.png")
    shutil.copy(bad, batch / f"{long}.png")
    code, _, stderr = cli(
        "inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--heatmaps", tmp_path / "heat"
    )
    assert (code, stderr.count("could not")) == (0, 0)
    names = sorted(path.name for path in (tmp_path / "heat").iterdir())
    assert len(names) == 3
    quiet, loud = (np.asarray(Image.open(tmp_path / "heat" / name)) for name in ("a.bmp-2.png", "a.bmp.png"))
    sound, faulty = (np.asarray(Image.open(batch / name)).astype(float) for name in ("a.bmp", "a.bmp.png"))
    assert abs(quiet - sound).mean() < abs(quiet - faulty).mean()
    assert abs(loud - faulty).mean() < abs(loud - sound).mean()
    assert names[2].startswith("n" * 180)


def test_resuming_a_run_goes_on_with_its_pictures(cli, model_folder, batch, tmp_path, monkeypatch):
    options = ["--output", tmp_path / "r.h5", "--heatmaps", tmp_path / "heat", "--maps", tmp_path / "maps"]
    judge, calls = inspect_module().inspect_image, []

    def interrupted(*arguments):
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return judge(*arguments)

    monkeypatch.setattr(inspect_module(), "inspect_image", interrupted)
    assert cli("inspect", model_folder, batch, *options)[0] == 130
    assert 0 < len(contents(tmp_path / "heat")) < 4
    monkeypatch.setattr(inspect_module(), "inspect_image", judge)
    code, _, stderr = cli("inspect", model_folder, batch, *options, "--resume")
    assert (code, stderr.strip()) == (0, "")
    assert len(contents(tmp_path / "heat")) == len(contents(tmp_path / "maps")) == 4


def inspect_module():
    import inspector.workflow.inspect.images

    return inspector.workflow.inspect.images


@pytest.mark.parametrize("damage", ["emptied", "deleted", "named and deleted"])
def test_an_image_that_is_gone_does_not_stop_the_outputs(cli, model_folder, batch, tmp_path, damage):
    interrupt(model_folder, batch, tmp_path / "r.h5", after=3)
    gone, *others = sorted(batch.iterdir())
    paths = [gone, *others] if damage == "named and deleted" else [batch]
    if damage == "emptied":
        gone.write_bytes(b"")
    else:
        gone.unlink()
    code, out, stderr = cli(
        "inspect", model_folder, *paths, "--output", tmp_path / "r.h5", "--resume", "--heatmaps", tmp_path / "heat",
        "--csv", tmp_path / "r.csv", "--report", tmp_path / "r.html", "--json",
    )  # fmt: skip
    assert code == 3
    assert gone.name in stderr
    result = json.loads(out)
    assert (result["NG"], result["errors"], result["pictures_missing"]) == (4, 0, 1)
    assert sorted(contents(tmp_path / "heat")) == [path.name for path in others]
    with (tmp_path / "r.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 4
    assert gone.name in (tmp_path / "r.html").read_text("utf-8")


def test_a_damaged_image_can_be_moved_away_and_the_run_be_exported_meanwhile(cli, model_folder, batch, tmp_path):
    interrupt(model_folder, batch, tmp_path / "r.h5", after=3)
    damaged = sorted(batch.iterdir())[0]
    damaged.write_bytes(damaged.read_bytes()[:300])
    resumed = ("inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--resume", "--csv", tmp_path / "r.csv")
    code, _, stderr = cli(*resumed)
    assert (code, "export-run" in stderr) == (3, True)
    assert cli("export-run", tmp_path / "r.h5", "--csv", tmp_path / "3.csv")[0] == 0
    assert len((tmp_path / "3.csv").read_text("utf-8-sig").splitlines()) == 1 + 3
    damaged.unlink()
    assert cli(*resumed)[0] == 0
    assert len((tmp_path / "r.csv").read_text("utf-8-sig").splitlines()) == 1 + 4


def test_an_image_that_is_gone_before_its_turn_becomes_an_error(cli, model_folder, batch, tmp_path):
    interrupt(model_folder, batch, tmp_path / "r.h5", after=2)
    sorted(batch.iterdir())[3].unlink()
    code, out, _ = cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--resume", "--json")
    assert (code, json.loads(out)["errors"]) == (3, 1)


def test_resuming_what_was_not_interrupted_is_said(cli, model_folder, batch, tmp_path):
    code, _, stderr = cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--resume")
    assert code in (0, 3)
    assert "There is no interrupted run" in stderr
    assert "so it begins anew" in stderr
    code, _, stderr = cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--resume")
    assert code == 3
    assert "begins anew" not in stderr, "it is complete, and nothing begins"


def test_what_came_later_does_not_keep_a_run_from_being_resumed_and_is_named(cli, model_folder, batch, tmp_path):
    interrupt(model_folder, batch, tmp_path / "r.h5", after=2)
    later = shutil.copy(min(batch.iterdir()), batch / "0 later.png")
    code, out, stderr = cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--resume", "--json")
    assert code == 0, stderr
    assert str(later) not in {one["image"] for one in json.loads(out)["inspections"]}
    assert f"1 file was added during the inspection and not inspected: {later}. Inspect it, too." in stderr


def test_images_in_place_of_others_are_of_another_batch(cli, model_folder, batch, tmp_path):
    interrupt(model_folder, batch, tmp_path / "r.h5", after=2)
    first = sorted(batch.iterdir())[0]
    first.rename(first.with_name("new.png"))
    code, _, stderr = cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--resume")
    assert code == 3
    assert "other files" in stderr


def test_outputs_are_made_again_from_the_run(cli, model_folder, batch, tmp_path):
    first = [tmp_path / name for name in ("1.csv", "1.html", "heat1", "maps1")]
    again = [tmp_path / name for name in ("2.csv", "2.html", "heat2", "maps2")]
    options = ("--csv", "--report", "--heatmaps", "--maps")
    cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5", *sum(zip(options, first, strict=True), ()))
    code, out, _ = cli("export-run", tmp_path / "r.h5", *sum(zip(options, again, strict=True), ()), "--json")
    assert code == 0
    assert json.loads(out)["pictures_missing"] == 0
    assert again[0].read_bytes() == first[0].read_bytes()
    assert [len(contents(folder)) for folder in again[2:]] == [4, 4]
    for before, after in ((first[2], again[2]), (first[3], again[3])):
        for path in before.iterdir():
            # The run keeps maps in half precision.
            assert np.allclose(np.asarray(Image.open(path)), np.asarray(Image.open(after / path.name)), atol=4)
    for page in (first[1], again[1]):
        assert page.read_text("utf-8").count("<img") == first[1].read_text("utf-8").count("<img")
    code, _, stderr = cli("export-run", tmp_path / "r.h5", "--csv", again[0])
    assert (code, "already exists" in stderr) == (3, True)


def test_a_picture_of_an_image_that_was_replaced_since_is_told(cli, model_folder, batch, tmp_path):
    cli("inspect", model_folder, batch, "--output", tmp_path / "r.h5")
    *_, replaced = sorted(batch.iterdir())
    Image.new("RGB", (48, 48)).save(replaced)
    code, _, stderr = cli("export-run", tmp_path / "r.h5", "--heatmaps", tmp_path / "heat")
    assert code == 0
    told = f"1 image has another size or time of change than when it was inspected, such as {replaced}."
    assert told in " ".join(stderr.split())
    assert "another size" not in cli("export-run", tmp_path / "r.h5", "--csv", tmp_path / "r.csv")[2]


def test_a_page_of_a_run_at_any_time_and_of_an_interrupted_one(cli, model_folder, batch, tmp_path):
    interrupt(model_folder, batch, tmp_path / "r.h5", after=2)
    code, out, _ = cli("report", tmp_path / "r.h5", "--json")
    assert code == 0
    assert json.loads(out)["interrupted"]
    assert "2 images" in (tmp_path / "r.html").read_text("utf-8")
    assert cli("report", tmp_path / "r.h5")[0] == 3  # is there already


def test_the_model_of_a_run_is_found_near_it_or_named(cli, model_folder, batch, tmp_path):
    model = shutil.copytree(model_folder, tmp_path / "then" / "disc")
    cli("inspect", model, batch, "--output", tmp_path / "runs" / "r.h5")
    run = tmp_path / "runs" / "r.h5"
    assert cli("report", run, "--output", tmp_path / "1.html")[0] == 0
    (tmp_path / "models").mkdir()
    model = shutil.move(model, tmp_path / "models")
    assert cli("report", run, "--output", tmp_path / "2.html")[0] == 0
    model = shutil.move(model, tmp_path / "elsewhere")
    code, _, stderr = cli("report", run, "--output", tmp_path / "3.html")
    assert (code, "--model" in stderr) == (3, True)
    assert cli("export-run", run, "--csv", tmp_path / "3.csv")[0] == 0  # for which no model is needed
    assert cli("report", run, "--output", tmp_path / "3.html", "--model", model)[0] == 0


def test_a_table_for_spreadsheets_with_decimal_commas(cli, model_folder, batch, tmp_path):
    cli(
        "inspect",
        model_folder,
        batch,
        "--output",
        tmp_path / "r.h5",
        "--csv",
        tmp_path / "r.csv",
        "--csv-format",
        "semicolon",
    )
    with (tmp_path / "r.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    with ImageRun(tmp_path / "r.h5") as run:
        assert [float(row["score"].replace(",", ".")) for row in rows] == pytest.approx([i.score for i in run])
    assert all("," in row["score"] for row in rows)


def test_a_run_that_could_not_be_opened_by_its_name_is_not_written(cli, model_folder, batch, tmp_path):
    code, _, stderr = cli("inspect", model_folder, batch, "--output", tmp_path / "r.clips")
    assert code == 2
    assert "the name of a run of images ends in .h5" in " ".join(stderr.split())
    assert not list(tmp_path.glob("r.clips*"))


@pytest.mark.parametrize("command", ["export-run", "inspect"])
def test_a_disk_that_is_full_in_the_middle_leaves_what_is_written_and_says_what_it_is(
    cli, model_folder, batch, tmp_path, monkeypatch, command
):
    def full(path: Path, *_arguments: object, **_values: object) -> None:
        raise StorageError("{file} cannot be written: the disk is full.", code="storage.full", file=str(path))

    run, table, page = (tmp_path / name for name in ("r.h5", "r.csv", "r.html"))
    whole, output = ["inspect", model_folder, batch], ["--csv", table, "--report", page, "--json"]
    if command == "export-run":
        assert cli(*whole, "--output", run)[0] == 0
    monkeypatch.setattr(Images, "write_report", lambda _self, path, *_arguments, **_values: full(path))
    code, out, stderr = cli(*(["export-run", run] if command == "export-run" else [*whole, "--output", run]), *output)
    assert code == 3
    assert f"Written before that: {table}." in stderr
    error = json.loads(out.splitlines()[-1])["error"]
    assert (error["code"], error["fields"]["written"]) == ("storage.full", str(table))
    assert table.exists()
    assert not page.exists()


def test_the_command_line_names_the_failed_tasks(tasked, cli, tmp_path):
    _, stored = tasked
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (64, 64), dtype=np.uint8)).save(tmp_path / "odd.png")
    code, shown, _ = cli("inspect", str(stored.folder), str(tmp_path / "odd.png"), "--output", str(tmp_path / "run.h5"))
    assert code == 0
    assert "  fails " in shown
    _, found, _ = cli(
        "inspect", str(stored.folder), str(tmp_path / "odd.png"), "--output", str(tmp_path / "r2.h5"), "--json",
        "--report", str(tmp_path / "page.html"),
    )  # fmt: skip
    (record,) = json.loads(found)["inspections"]
    assert record["failed"][0]["task"] in ("vertical", "horizontal", "rotation", "jigsaw")
    assert f"Fails {', '.join(one['task'] for one in record['failed'])}</p>" in (tmp_path / "page.html").read_text(
        "utf-8"
    )
