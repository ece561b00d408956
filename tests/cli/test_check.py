import json
import shutil


def test_counts_sizes_and_findings(cli, category):
    code, out, _ = cli("check", category)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Train      24 good"
    assert lines[1] == "Test       4 blob, 4 good"
    assert lines[2].startswith("Sizes      32 of 48×48 px; ")
    assert lines[3].startswith("Proof      5 images held out can prove at best that no more than 45 %")
    assert lines[4:] == ["No problems found."]


def test_a_corrupt_image_ends_with_3(cli, category, tmp_path):
    root = shutil.copytree(category, tmp_path / "c")
    (root / "test" / "good" / "001.png").write_bytes(b"")
    (root / "category.json").write_text('{"marks": {"test/good/000.png": "ignored"}}')
    code, out, _ = cli("check", root)
    assert code == 3
    assert "Ignored    1, as they are marked" in out
    (line,) = [line for line in out.splitlines() if line.startswith("corrupt: ")]
    assert "001.png" in line


def test_everything_is_one_json_object(cli, category, tmp_path):
    root = shutil.copytree(category, tmp_path / "c")
    for i in range(30):
        shutil.copy(root / f"train/good/lot0{i % 5}_{i % 5 * 4:03d}.png", root / f"train/good/z{i}.png")
    code, out, _ = cli("check", root, "--json")
    result = json.loads(out)
    assert code == 0
    assert result["counts"]["train"] == {"good": 54}
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
