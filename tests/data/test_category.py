import json
import os

import pytest
from PIL import Image

from inspector.core.errors import CategoryError, SettingError
from inspector.data.category import ImageRef, collect_images, image_files, scan_category
from inspector.data.properties import CategoryProperties, judged_mask
from inspector.data.splits import check_group_by, group_of, held_out_of, images_to_add, split_good


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
    for path, sentence in [("file.png", "found a file"), ("none", "found nothing"), ("empty", "contains no image")]:
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
    with pytest.raises(SettingError, match="not a regular expression"):
        group_of(ref, "(")


@pytest.mark.parametrize("images", [5, 6, 7, 24, 209])
def test_images_to_add_are_those_that_a_training_then_holds_out(images):
    held_out = held_out_of(images)
    assert held_out_of(images + images_to_add(299 - held_out)) == 299
    assert held_out_of(images + images_to_add(299 - held_out) - 5) < 299


def test_identical_files_are_one_group(tmp_path):
    refs = good_refs(tmp_path)
    split = split_good(refs, digests=[str(i // 5) for i in range(20)], group_by=None, seed=0)
    contents = [{index // 5 for index in side} for side in (split.training, split.calibration)]
    assert not contents[0] & contents[1]


def test_one_lot_cannot_be_parted(tmp_path):
    refs = good_refs(tmp_path, 3)
    with pytest.raises(CategoryError, match="one lot"):
        split_good(refs, digests=["a", "b", "c"], group_by="folder", seed=0)


def marked(tmp_path, **marks):
    put(tmp_path, "train/good/a.png", "train/good/b.png", "test/good/x.png", "test/crack/y.png", "test/crack/z.png")
    put(tmp_path, "ground_truth/crack/y_mask.png")
    names = {name.replace("_", "/") + ".png": mark for name, mark in marks.items()}
    return scan_category(tmp_path, properties=CategoryProperties(marks=names))


def test_images_marked_defective_or_ignored_are_not_learned(tmp_path):
    category = marked(tmp_path, train_good_a="defective", test_good_x="ignored")
    assert named(category.train) == [("train/good/b.png", "good")]
    assert named(category.test) == [
        ("test/crack/y.png", "crack"), ("test/crack/z.png", "crack"), ("train/good/a.png", "marked"),
    ]  # fmt: skip
    assert named(category.ignored) == [("test/good/x.png", "good")]
    assert [ref.lies_in for ref in category.test] == ["test", "test", "train"]


def test_a_test_image_is_what_it_is_marked(tmp_path):
    category = marked(tmp_path, test_good_x="defective", test_crack_y="good", test_crack_z="defective")
    assert named(category.test) == [
        ("test/crack/y.png", "good"), ("test/crack/z.png", "crack"), ("test/good/x.png", "marked"),
    ]  # fmt: skip
    assert category.test[0].mask is None


def test_an_ignored_image_keeps_its_label_and_mask(tmp_path):
    category = marked(tmp_path, test_crack_y="ignored", train_good_b="ignored")
    assert named(category.ignored) == [("train/good/b.png", "good"), ("test/crack/y.png", "crack")]
    assert category.ignored[1].mask is not None


def test_marks_that_say_nothing_new(tmp_path):
    stated = marked(tmp_path, train_good_a="good", train_good_gone="defective")
    assert (stated.train, stated.test, stated.ignored) == (scan_category(tmp_path).train, stated.test, ())


def test_properties_that_cannot_be_read_are_named(tmp_path):
    put(tmp_path, "a.png")
    (tmp_path / "category.json").write_text('{"region_of_interest": [0.2, 0.1, 0.1, 1]}')
    with pytest.raises(CategoryError, match=r"category\.json.*region_of_interest: .*left < right"):
        scan_category(tmp_path)


def test_judged_pixels_by_hand():
    # Centres of 4 pixels lie at 1/8, 3/8, 5/8 and 7/8.
    stated = CategoryProperties(region_of_interest=(0.3, 0, 1, 0.5), ignore=((0.6, 0.3, 0.7, 1),))
    judged = judged_mask(stated, (4, 4)).astype(int).tolist()
    assert judged == [[0, 1, 1, 1], [0, 1, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_the_whole_image_is_judged_where_nothing_is_left_out():
    assert judged_mask(CategoryProperties(), (3, 5)) is None
    assert judged_mask(CategoryProperties(region_of_interest=(0, 0, 1, 1)), (3, 5)) is None
    with pytest.raises(SettingError, match="nothing is left to inspect"):
        judged_mask(CategoryProperties(ignore=((0, 0, 0.5, 1), (0.5, 0, 1, 1))), (4, 4))


@pytest.mark.parametrize("pattern", ["(l|lo|o|t|.)+$^", "((((.{1,99}){1,99}){1,99}){1,99})$^"])
def test_an_expression_that_finds_no_end_is_refused(tmp_path, pattern):
    with pytest.raises(SettingError, match="takes too long"):
        group_of(ImageRef(tmp_path, "lot1/" + "lot" * 60, "good"), pattern)


def test_nested_groups_without_end_are_no_expression():
    with pytest.raises(SettingError, match="not a regular expression"):
        check_group_by("(" * 3000 + ")" * 3000)


MARKS = {"marks": {"train/good/a.png": "defective"}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_properties_are_read_in_any_utf(tmp_path, encoding):
    put(tmp_path, "train/good/a.png", "train/good/b.png")
    (tmp_path / "category.json").write_bytes(json.dumps(MARKS).encode(encoding))
    assert named(scan_category(tmp_path).train) == [("train/good/b.png", "good")]


@pytest.mark.parametrize(
    "text",
    ["null", "[]", "[{}]", "3", '"a"', "", "{", "[" * 100_000, '{"marks": ' + "[" * 500 + "]" * 500 + "}", "\0", "NaN"],
)
def test_properties_that_are_something_else_are_refused(tmp_path, text):
    put(tmp_path, "a.png")
    (tmp_path / "category.json").write_text(text)
    with pytest.raises(CategoryError, match="properties cannot be read"):
        scan_category(tmp_path)


def test_a_folder_of_the_name_of_the_properties_is_refused(tmp_path):
    put(tmp_path, "a.png", "category.json/b.png")
    with pytest.raises(CategoryError, match="it is not a file"):
        scan_category(tmp_path)


def test_properties_are_found_in_another_case(tmp_path):
    put(tmp_path, "train/good/a.png", "train/good/b.png")
    (tmp_path / "Category.JSON").write_text(json.dumps(MARKS))
    assert named(scan_category(tmp_path).train) == [("train/good/b.png", "good")]
    assert scan_category(tmp_path).left_out.files == ()


NFC, NFD = "geh\u00e4use.png", "geha\u0308use.png"


@pytest.mark.parametrize(
    ("file", "mark"),
    [
        (f"train/good/{NFD}", f"train/good/{NFC}"),
        (f"train/good/{NFC}", f"train/good/{NFD}"),
        ("train/good/a.png", "train\\\\good\\\\a.png"),
        ("train/good/a.PNG", "Train/Good/A.png"),
        ("train/good/a.png", "./train//good/a.png"),
    ],
)
def test_a_mark_is_about_the_image_that_people_see_in_it(tmp_path, file, mark):
    put(tmp_path, file, "train/good/other.png")
    category = scan_category(tmp_path, properties=CategoryProperties(marks={mark.replace("\\\\", "\\"): "defective"}))
    assert named(category.train) == [("train/good/other.png", "good")]
    assert named(category.test) == [(file, "marked")]
    assert category.properties.marks == {file: "defective"}
    assert category.unmatched_marks == ()


@pytest.mark.skipif(os.name == "nt", reason="the names are one file's on Windows")
def test_marks_of_no_image_or_of_several_are_told_and_stay(tmp_path):
    put(tmp_path, "train/good/A.png", "train/good/a.png", "train/good/b.png")
    if len(list((tmp_path / "train" / "good").iterdir())) < 3:
        pytest.skip("the names are one file's in this file system")
    marks = {"train/good/gone.png": "defective", "TRAIN/good/a.png": "ignored", "train/good/A.png": "ignored"}
    category = scan_category(tmp_path, properties=CategoryProperties(marks=marks))
    assert category.unmatched_marks == ("train/good/gone.png", "TRAIN/good/a.png")
    assert category.properties.marks == marks
    assert named(category.train) == [("train/good/a.png", "good"), ("train/good/b.png", "good")]


def test_masks_are_matched_as_people_see_their_names(tmp_path):
    put(tmp_path, "train/good/a.png", f"test/Crack/{NFD}", "test/Crack/B.PNG")
    put(tmp_path, f"ground_truth/crack/{NFC.replace('.', '_mask.')}", "Ground Truth/crack/b_Mask.png")
    category = scan_category(tmp_path)
    assert [image.mask is not None for image in category.test] == [True, True]
