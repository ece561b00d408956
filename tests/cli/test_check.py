import json
import re
import shutil

import pytest
from PIL import Image

from inspector.core.errors import StorageError
from inspector.workflow.advise import suspects
from inspector.workflow.report import pictures
from tests.mean_image import MeanImage, MeanImageConfig


def test_counts_sizes_and_findings(cli, category):
    code, out, _ = cli("check", category)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Train      24 good"
    assert lines[1] == "Test       4 blob, 4 good"
    assert lines[2] == "To learn   train/good (24)"
    assert lines[3].startswith("Sizes      32 of 48×48 px; ")
    assert lines[4].startswith("Proof      5 images held out can prove at best that no more than 45 %")
    assert lines[5:] == ["No problems found."]


def test_a_corrupt_image_ends_with_3(cli, category, tmp_path):
    root = shutil.copytree(category, tmp_path / "c")
    (root / "test" / "good" / "001.png").write_bytes(b"")
    (root / "category.json").write_text('{"marks": {"test/good/000.png": "ignored"}}')
    code, out, _ = cli("check", root)
    assert code == 3
    assert "Ignored    1, as they are marked" in out
    (line,) = [line for line in out.splitlines() if line.startswith("corrupt: ")]
    assert "001.png" in line


def test_properties_are_read_from_another_file(cli, category, tmp_path):
    """As the desktop keeps them where the category's folder cannot be written."""
    stated = tmp_path / "workspace.json"
    stated.write_text('{"marks": {"test/good/000.png": "ignored"}}')
    assert "Ignored    1, as they are marked" in cli("check", category, "--properties", stated)[1]
    code, _, err = cli("check", category, "--properties", tmp_path / "none.json")
    assert code == 3
    assert "none.json: the category's properties cannot be read" in " ".join(err.split())


def test_everything_is_one_json_object(cli, category, tmp_path):
    root = shutil.copytree(category, tmp_path / "c")
    for i in range(30):
        shutil.copy(root / f"train/good/lot0{i % 5}_{i % 5 * 4:03d}.png", root / f"train/good/z{i}.png")
    code, out, _ = cli("check", root, "--json")
    result = json.loads(out)
    assert code == 0
    assert result["counts"]["train"] == {"good": 54}
    assert result["learned_from"] == {"train/good": 54}
    assert result["sizes"] == [{"width_px": 48, "height_px": 48, "images": 62}]
    assert [finding["kind"] for finding in result["findings"]] == ["exact duplicate"] * 5
    assert len(result["findings"][0]["images"]) == 7


def test_many_findings_are_counted(cli, category, tmp_path):
    root = shutil.copytree(category, tmp_path / "c")
    for path in sorted((root / "train" / "good").iterdir()):
        shutil.copy(path, path.with_name(f"z{path.name}"))
    _, out, _ = cli("check", root)
    assert len([line for line in out.splitlines() if line.startswith("exact duplicate: train")]) == 20
    assert out.splitlines()[-1] == "exact duplicate: 4 more; --json lists all"


def test_bad_input_is_explained(cli, tmp_path):
    code, out, err = cli("check", tmp_path)
    assert (code, out) == (3, "")
    assert "contains no image" in err


def test_what_has_no_effect_and_what_is_left_out_is_named(cli, category, tmp_path):
    root = shutil.copytree(category, tmp_path / "c")
    (root / "train" / "good" / "notes.txt").touch()
    (root / "category.json").write_text('{"marks": {"train/good/gone.png": "defective"}}')
    (root / "ground_truth" / "blob" / "other_mask.png").write_bytes(b"")
    _, out, _ = cli("check", root)
    assert "mark without effect: category.json speaks of images that are not there" in out
    assert "train/good/gone.png" in out
    assert "left out: 1 file is no image and left out (1 .txt): train/good/notes.txt." in out
    assert "mask: 1 masks fit no image, or several: ground_truth/blob/other_mask.png" in out


def test_folders_of_defects_are_refused_until_they_are_named(cli, category, tmp_path):
    shutil.copytree(category / "train" / "good", tmp_path / "c" / "NG 2")
    shutil.copytree(category / "train" / "good", tmp_path / "c" / "lot 1")
    for command in (["check"], ["suggest"]):
        code, out, err = cli(*command, tmp_path / "c")
        assert (code, out) == (3, "")
        assert "NG 2 (24)" in err
        assert "--learn-from" in err
    code, out, _ = cli("check", tmp_path / "c", "--learn-from", "NG 2")
    assert "To learn   lot 1 (24), NG 2 (24)" in out


@pytest.fixture
def quick_suspects(monkeypatch):
    """Suspects are found with a method that needs no pretrained network."""
    monkeypatch.setattr(suspects, "suspects_method", lambda **_: MeanImage(MeanImageConfig()))


@pytest.fixture
def with_a_defect(category, tmp_path):
    """A copy of the category in which a good image hides a white square."""
    root = shutil.copytree(category, tmp_path / "c")
    path = sorted((root / "train" / "good").iterdir())[7]
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    image.paste((255, 255, 255), (30, 4, 42, 16))
    image.save(path)
    return root, f"train/good/{path.name}"


@pytest.mark.usefixtures("quick_suspects")
def test_suspects_are_listed_with_how_far_out_and_where(cli, with_a_defect, tmp_path):
    root, name = with_a_defect
    code, out, _ = cli("check", root, "--suspects", "--heatmaps", tmp_path / "h")
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.startswith("suspect: ")]
    assert re.fullmatch(rf"suspect: {name} stands out \d+\.\d times as far as the others, at \(\d+, \d+\)", line)
    (written,) = (tmp_path / "h").rglob("*.png")
    assert written.name == name.rpartition("/")[2]
    with Image.open(written) as heated, Image.open(root / name) as image:
        assert heated.size == image.size
    assert not (root / "category.json").exists()

    code, out, _ = cli("check", root, "--suspects", "--json")
    (suspect,) = json.loads(out)["suspects"]
    assert suspect["image"] == name
    assert suspect["times"] > 1
    assert 30 <= suspect["x"] < 42
    assert 4 <= suspect["y"] < 16


@pytest.mark.usefixtures("quick_suspects")
def test_without_suspects_it_says_so(cli, category):
    code, out, _ = cli("check", category, "--suspects")
    assert code == 0
    assert out.splitlines()[-1] == "None of the 24 good images stands out from the others."


@pytest.mark.usefixtures("quick_suspects")
def test_without_suspects_it_says_why_there_are_no_pictures(cli, category, tmp_path):
    code, _, err = cli("check", category, "--suspects", "--heatmaps", tmp_path / "h")
    assert code == 0
    assert f"No pictures are written to {tmp_path / 'h'}, since no good image stands out." in " ".join(err.split())
    assert not (tmp_path / "h").exists()


@pytest.mark.usefixtures("quick_suspects")
def test_pictures_of_suspects_replace_nothing_and_are_not_put_among_images(cli, with_a_defect, tmp_path):
    root, name = with_a_defect
    before = (root / name).read_bytes()
    assert cli("check", root, "--suspects", "--heatmaps", root / "train" / "good")[0] == 3
    (tmp_path / "h").mkdir()
    shutil.copy(root / name, tmp_path / "h" / "other.png")
    code, out, err = cli("check", root, "--suspects", "--heatmaps", tmp_path / "h")
    assert (code, out) == (3, "")
    assert "taken for images" in err
    assert (root / name).read_bytes() == before
    assert [path.name for path in (tmp_path / "h").iterdir()] == ["other.png"]


@pytest.mark.usefixtures("quick_suspects")
def test_pictures_of_suspects_replace_those_of_an_earlier_check_of_this_category_alone(cli, with_a_defect, tmp_path):
    root, name = with_a_defect
    target = tmp_path / "h" / name.rpartition("/")[2]
    assert cli("check", root, "--suspects", "--heatmaps", tmp_path / "h")[0] == 0
    before = target.stat().st_ino
    code, out, _ = cli("check", root, "--suspects", "--heatmaps", tmp_path / "h")
    assert code == 0
    assert f"suspect: {name} stands out" in out
    assert target.stat().st_ino != before
    moved = root.rename(root.with_name("other"))
    code, out, err = cli("check", moved, "--suspects", "--heatmaps", tmp_path / "h")
    assert (code, out) == (3, "")
    assert "already exists" in err


@pytest.mark.usefixtures("quick_suspects")
def test_suspects_are_listed_though_their_pictures_cannot_be_written(cli, with_a_defect, tmp_path, monkeypatch):
    root, name = with_a_defect

    def unwritable(path, *_arguments, **_options):
        raise StorageError("{file} cannot be written: the disk is full.", code="storage.full", file=str(path))

    monkeypatch.setattr(pictures, "write_picture", unwritable)
    code, out, err = cli("check", root, "--suspects", "--heatmaps", tmp_path / "h")
    assert code == 3
    assert f"suspect: {name} stands out" in out
    assert f"No picture of {name}" in err
    assert "Free some space." in err


def test_pictures_are_of_suspects_alone(cli, category, tmp_path):
    code, _, err = cli("check", category, "--heatmaps", tmp_path / "h")
    assert code == 2
    assert "--suspects" in err
