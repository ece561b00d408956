import os

import pytest
from PIL import Image

from inspector.core.errors import CategoryError
from inspector.data.category import collect_images, image_files, scan_category
from inspector.data.splits import group_of, split_good


def put(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (4, 4)).save(path)
    return root


def named(refs):
    return [(ref.name, ref.label) for ref in refs]


def test_mvtec_layout(tmp_path):
    put(tmp_path, "train/good/b.png", "train/good/a.PNG", "test/good/x.png", "test/crack/y.jpg", "test/crack/z.tif")
    put(tmp_path, "ground_truth/crack/y_mask.png", "ground_truth/crack/z.png")
    category = scan_category(tmp_path)
    assert named(category.train) == [("train/good/a.PNG", "good"), ("train/good/b.png", "good")]
    assert named(category.test) == [
        ("test/crack/y.jpg", "crack"), ("test/crack/z.tif", "crack"), ("test/good/x.png", "good"),
    ]  # fmt: skip
    assert [ref.mask and ref.mask.name for ref in category.test] == ["y_mask.png", "z.png", None]
    assert [ref.defective for ref in category.test] == [True, True, False]


@pytest.mark.parametrize("good", ["ok", "OK", "Good"])
def test_ok_serves_for_good_in_any_case(tmp_path, good):
    put(tmp_path, f"Train/{good}/a.png", f"Test/{good}/b.png", "Test/bad/c.png")
    category = scan_category(tmp_path)
    assert named(category.train) == [(f"Train/{good}/a.png", "good")]
    assert {ref.label for ref in category.test} == {"good", "bad"}


def test_good_beside_defects(tmp_path):
    put(tmp_path, "good/a.png", "scratch/b.png", "ground_truth/scratch/b.png")
    category = scan_category(tmp_path)
    assert named(category.train) == [("good/a.png", "good")]
    assert named(category.test) == [("scratch/b.png", "scratch")]
    assert category.test[0].mask is not None


def test_a_plain_folder_with_sub_folders_is_all_good(tmp_path):
    put(tmp_path, "lot2/b.png", "lot1/a.png", "c.bmp")
    (tmp_path / "notes.txt").write_text("")
    put(tmp_path, ".hidden/d.png")
    (tmp_path / "._a.png").write_bytes(b"")
    category = scan_category(tmp_path)
    assert named(category.train) == [("c.bmp", "good"), ("lot1/a.png", "good"), ("lot2/b.png", "good")]
    assert category.test == ()


def test_folders_that_are_no_category(tmp_path):
    put(tmp_path, "file.png")
    (tmp_path / "empty").mkdir()
    for path, sentence in [("file.png", "found a file"), ("none", "found nothing"), ("empty", "no image in it")]:
        with pytest.raises(CategoryError, match=sentence):
            scan_category(tmp_path / path)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_folder_linked_into_itself_ends(tmp_path):
    put(tmp_path, "a.png")
    (tmp_path / "again").symlink_to(tmp_path)
    assert [path.name for path in image_files(tmp_path)] == ["a.png"]


def test_images_to_inspect_are_taken_once_each(tmp_path):
    put(tmp_path, "a.png", "sub/b.png")
    refs = collect_images([tmp_path / "sub" / "b.png", tmp_path, tmp_path / "a.png"])
    assert [ref.path.name for ref in refs] == ["b.png", "a.png"]
    with pytest.raises(CategoryError, match="no such file"):
        collect_images([tmp_path / "none.png"])


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode on Windows")
def test_a_name_that_is_no_unicode_can_be_printed(tmp_path):
    put(tmp_path, "a.png")
    (tmp_path / "a.png").rename(tmp_path / os.fsdecode(b"\xff.png"))
    (ref,) = collect_images([tmp_path])
    assert ref.name.endswith("\\udcff.png")
    assert ref.path.exists()


def good_refs(tmp_path, n=20):
    put(tmp_path, *(f"lot{i // 4}/{i:02d}.png" for i in range(n)))
    return scan_category(tmp_path).train


def test_the_split_depends_on_names_and_seed_alone(tmp_path):
    refs = good_refs(tmp_path)
    digests = [ref.name for ref in refs]
    first = split_good(refs, digests=digests, group_by=None, seed=0)
    assert first == split_good(refs, digests=digests, group_by=None, seed=0)
    assert first != split_good(refs, digests=digests, group_by=None, seed=1)
    assert sorted(first.training + first.calibration) == list(range(20))
    assert len(first.calibration) == 4


@pytest.mark.parametrize("group_by", ["folder", r"(lot\d)/"])
def test_groups_stay_together(tmp_path, group_by):
    refs = good_refs(tmp_path)
    split = split_good(refs, digests=[ref.name for ref in refs], group_by=group_by, seed=3)
    lots = [{refs[index].name.split("/")[0] for index in side} for side in (split.training, split.calibration)]
    assert not lots[0] & lots[1]
    assert split.calibration_groups == len(lots[1]) == 1


def test_the_group_is_what_the_expression_captures(tmp_path):
    ref = good_refs(tmp_path)[5]
    assert ref.name == "lot1/05.png"
    assert group_of(ref, None) == "lot1/05.png"
    assert group_of(ref, "folder") == "lot1"
    assert group_of(ref, r"lot\d") == "lot1"
    assert group_of(ref, r"lot(\d)/(\d)") == "1\x1f0"
    with pytest.raises(CategoryError, match="does not match"):
        group_of(ref, "specimen")
    with pytest.raises(CategoryError, match="not a regular expression"):
        group_of(ref, "(")


def test_identical_files_are_one_group(tmp_path):
    refs = good_refs(tmp_path)
    split = split_good(refs, digests=[str(i // 5) for i in range(20)], group_by=None, seed=0)
    contents = [{index // 5 for index in side} for side in (split.training, split.calibration)]
    assert not contents[0] & contents[1]


def test_one_lot_cannot_be_parted(tmp_path):
    refs = good_refs(tmp_path, 3)
    with pytest.raises(CategoryError, match="one lot"):
        split_good(refs, digests=["a", "b", "c"], group_by="folder", seed=0)
