"""The layouts of public datasets, as small trees of made-up pictures: what is learned, what is tested, which masks."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inspector.core.errors import CategoryError
from inspector.data.category import Category, scan_category
from inspector.data.video.category import holds_clips

EMPTY = np.zeros((4, 4), np.uint8)
MARKED = np.array([[0, 0, 0, 0], [0, 255, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], np.uint8)


def put(root: Path, *names: str, pixels: np.ndarray = EMPTY + 90) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path)


def numbers(place: str, count: int, *, start: int = 0) -> list[str]:
    return [place.format(f"{number:03d}") for number in range(start, start + count)]


def learned(category: Category) -> dict[str, int]:
    assert not holds_clips(category.root)
    return category.learned_folders


def labels_of(category: Category) -> dict[str, int]:
    return dict(Counter(image.label for image in category.test))


def masked(category: Category) -> dict[str, str]:
    return {
        image.name: image.mask.relative_to(category.root).as_posix()
        for image in category.test
        if image.mask is not None
    }


def test_visa_as_downloaded(tmp_path):
    put(tmp_path, *numbers("Data/Images/Normal/{}.JPG", 5), *numbers("Data/Images/Anomaly/{}.JPG", 3))
    put(tmp_path, *numbers("Data/Masks/Anomaly/{}.png", 3), pixels=MARKED)
    (tmp_path / "image_anno.csv").write_text("")
    category = scan_category(tmp_path)
    assert learned(category) == {"Data/Images/Normal": 5}
    assert labels_of(category) == {"Anomaly": 3}
    assert masked(category) == {f"Data/Images/Anomaly/{n:03d}.JPG": f"Data/Masks/Anomaly/{n:03d}.png" for n in range(3)}
    assert category.left_out.files == ("image_anno.csv",)
    assert learned(scan_category(tmp_path / "Data")) == {"Images/Normal": 5}


def test_anomalibs_folders(tmp_path):
    put(tmp_path, *numbers("normal/{}.png", 6), *numbers("normal_test/{}.png", 2), *numbers("abnormal/{}.png", 3))
    put(tmp_path, *numbers("mask/{}.png", 3), pixels=MARKED)
    category = scan_category(tmp_path)
    assert learned(category) == {"normal": 6}
    assert labels_of(category) == {"good": 2, "abnormal": 3}
    assert masked(category) == {f"abnormal/{n:03d}.png": f"mask/{n:03d}.png" for n in range(3)}
    assert category.unmatched_masks == ()


@pytest.mark.parametrize(("good", "bad"), [("OK", "NG"), ("IO", "NIO"), ("Good", "Bad"), ("Normal", "Scratch")])
def test_good_beside_defective(tmp_path, good, bad):
    put(tmp_path, *numbers(good + "/{}.png", 4), *numbers(bad + "/{}.png", 2))
    category = scan_category(tmp_path)
    assert learned(category) == {good: 4}
    assert labels_of(category) == {bad: 2}


def test_kolektor_where_masks_alone_say_which_parts_are_good(tmp_path):
    for number in range(6):
        put(tmp_path, f"kos{number:02d}/Part0.jpg", f"kos{number:02d}/Part1.jpg")
        put(tmp_path, f"kos{number:02d}/Part0_label.bmp", pixels=MARKED if number >= 4 else EMPTY)
        put(tmp_path, f"kos{number:02d}/Part1_label.bmp")
        Image.fromarray(EMPTY).save(tmp_path / f"kos{number:02d}/Part1_label.bmp")
    category = scan_category(tmp_path)
    assert sum(learned(category).values()) == 10
    assert labels_of(category) == {"defect": 2}
    assert masked(category) == {f"kos{n:02d}/Part0.jpg": f"kos{n:02d}/Part0_label.bmp" for n in (4, 5)}


def test_kolektor_2_and_dagm_with_images_directly_in_train_and_test(tmp_path):
    put(tmp_path / "k", *numbers("train/{}.png", 4), *numbers("test/{}.png", 3, start=100))
    put(tmp_path / "k", *numbers("train/{}_GT.png", 3), *numbers("test/{}_GT.png", 2, start=100), pixels=EMPTY)
    put(tmp_path / "k", "train/003_GT.png", "test/102_GT.png", pixels=MARKED)
    put(tmp_path / "d", *numbers("Train/{}.PNG", 4), *numbers("Test/{}.PNG", 3))
    put(tmp_path / "d", "Train/Label/003_label.PNG", "Test/Label/002_label.PNG", pixels=MARKED)
    for root, train, test in (("k", "train", "test/102.png"), ("d", "Train", "Test/002.PNG")):
        category = scan_category(tmp_path / root)
        assert learned(category) == {train: 3}
        assert labels_of(category) == {"good": 2, "defect": 2}
        assert set(masked(category)) == {f"{train}/003{Path(test).suffix}", test}


def test_normal_and_defect_below_train_and_test(tmp_path):
    put(tmp_path, *numbers("train/normal/{}.png", 5), *numbers("train/defect/{}.png", 2))
    put(tmp_path, *numbers("test/normal/{}.png", 3), *numbers("test/defect/{}.png", 4))
    category = scan_category(tmp_path)
    assert learned(category) == {"train/normal": 5}
    assert labels_of(category) == {"good": 3, "defect": 6}


def test_mvtec_loco_with_a_folder_of_masks_for_each_image(tmp_path):
    put(tmp_path, *numbers("train/good/{}.png", 4), *numbers("validation/good/{}.png", 2))
    put(tmp_path, *numbers("test/good/{}.png", 2))
    put(tmp_path, *numbers("test/logical_anomalies/{}.png", 2), *numbers("test/structural_anomalies/{}.png", 2))
    for kind in ("logical", "structural"):
        place = f"ground_truth/{kind}_anomalies/"
        put(tmp_path, place + "000/000.png", place + "000/001.png", place + "001/000.png", pixels=MARKED)
    category = scan_category(tmp_path)
    assert learned(category) == {"train/good": 4, "validation/good": 2}
    assert labels_of(category) == {"good": 2, "logical_anomalies": 2, "structural_anomalies": 2}
    assert masked(category) == {
        f"test/{kind}_anomalies/{n:03d}.png": f"ground_truth/{kind}_anomalies/{n:03d}"
        for kind in ("logical", "structural")
        for n in range(2)
    }
    assert category.unmatched_masks == ()


@pytest.mark.parametrize("depth", [True, False])
def test_mvtec_3d_with_colour_depth_and_masks(tmp_path, depth):
    for place, count in (("train/good", 4), ("validation/good", 1), ("test/good", 2), ("test/crack", 3)):
        put(tmp_path, *numbers(place + "/rgb/{}.png", count), *numbers(place + "/xyz/{}.tiff", count * depth))
        if place.startswith("test"):
            put(tmp_path, *numbers(place + "/gt/{}.png", count), pixels=MARKED if "crack" in place else EMPTY)
    category = scan_category(tmp_path)
    assert learned(category) == {"train/good/rgb": 4, "validation/good/rgb": 1}
    assert labels_of(category) == {"good": 2, "crack": 3}
    assert masked(category) == {f"test/crack/rgb/{n:03d}.png": f"test/crack/gt/{n:03d}.png" for n in range(3)}
    assert len(category.left_out.images) == 10 * depth


def test_mvtec_ad_2_with_masks_below_the_test_folder(tmp_path):
    put(tmp_path, *numbers("train/good/{}_regular.png", 3), *numbers("validation/good/{}_regular.png", 1))
    put(tmp_path, *numbers("test_public/good/{}_regular.png", 2), *numbers("test_public/bad/{}_regular.png", 2))
    put(tmp_path, *numbers("test_public/ground_truth/bad/{}_regular_mask.png", 2), pixels=MARKED)
    put(tmp_path, *numbers("test_private/{}.png", 2))
    category = scan_category(tmp_path)
    assert learned(category) == {"train/good": 3, "validation/good": 1}
    assert labels_of(category) == {"good": 2, "bad": 2}
    assert len(masked(category)) == 2
    assert category.left_out.images == ("test_private/000.png", "test_private/001.png")


def test_btad_with_ok_ko_and_bmp_masks(tmp_path):
    put(tmp_path, *numbers("train/ok/{}.bmp", 3), *numbers("test/ok/{}.bmp", 1), *numbers("test/ko/{}.bmp", 2))
    put(tmp_path, *numbers("ground_truth/ko/{}.png", 2), pixels=MARKED)
    category = scan_category(tmp_path)
    assert learned(category) == {"train/ok": 3}
    assert labels_of(category) == {"good": 1, "ko": 2}
    assert len(masked(category)) == 2


def test_a_validation_folder_with_defects_is_tested(tmp_path):
    put(tmp_path, *numbers("train/good/{}.png", 3), *numbers("val/good/{}.png", 1), *numbers("val/crack/{}.png", 2))
    category = scan_category(tmp_path)
    assert learned(category) == {"train/good": 3}
    assert labels_of(category) == {"good": 1, "crack": 2}


def test_the_folder_above_a_category_is_that_category(tmp_path):
    put(tmp_path, *numbers("bottle/train/good/{}.png", 3), "bottle/test/crack/000.png")
    put(tmp_path, "bottle/ground_truth/crack/000_mask.png", pixels=MARKED)
    category = scan_category(tmp_path)
    assert learned(category) == {"bottle/train/good": 3}
    assert masked(category) == {"bottle/test/crack/000.png": "bottle/ground_truth/crack/000_mask.png"}


@pytest.mark.parametrize(
    "names",
    [
        ("a.png", "defect/b.png"),
        ("lot1/a.png", "lot2/NG/b.png"),
        ("lot1/a.png", "anomalies_2/b.png"),
        ("Abnormal/a.png",),
        ("a.png", "not ok/b.png"),
        ("bottle/train/good/a.png", "cable/train/good/b.png", "cable/test/bent/c.png"),
        ("a_mask.png", "b_mask.png"),
        ("train/good/a.png", "train/good/reject bin/b.png"),
    ],
)
def test_folders_whose_names_speak_against_it_are_not_learned_from(tmp_path, names):
    put(tmp_path, *names)
    with pytest.raises(CategoryError, match="would be learned as good") as refused:
        scan_category(tmp_path)
    stated = refused.value.fields["names"]
    accepted = scan_category(tmp_path, learn_from=stated)
    assert {image.name for image in accepted.train} == set(names)


@pytest.mark.parametrize("name", ["no_defect", "defect-free", "without defects", "lot 5", "stockings", "goodness"])
def test_folders_whose_names_only_seem_to_speak_of_defects_are_learned_from(tmp_path, name):
    put(tmp_path, "lot1/a.png", f"{name}/b.png")
    assert f"{name}/b.png" in [image.name for image in scan_category(tmp_path).train]


@pytest.mark.parametrize("names", [("masks/a.png",), ("test/good/a.png", "test/crack/b.png"), ("gt/1/a.png",)])
def test_only_masks_or_tests_are_no_category(tmp_path, names):
    put(tmp_path, *names)
    with pytest.raises(CategoryError, match="no folder is named as one of good parts"):
        scan_category(tmp_path)


def test_a_stated_folder_must_exist(tmp_path):
    put(tmp_path, "a.png")
    with pytest.raises(CategoryError, match="has no folder lot7"):
        scan_category(tmp_path, learn_from=["lot7"])


def test_a_defect_type_may_be_called_label(tmp_path):
    put(tmp_path, "train/good/a.png", "test/good/b.png", "test/label/c.png")
    put(tmp_path, "ground_truth/label/c_mask.png", pixels=MARKED)
    category = scan_category(tmp_path)
    assert labels_of(category) == {"good": 1, "label": 1}
    assert masked(category) == {"test/label/c.png": "ground_truth/label/c_mask.png"}


def test_a_folder_of_defects_by_its_own_path(tmp_path):
    root = tmp_path / "NG"
    put(root, *numbers("{}.png", 4))
    with pytest.raises(CategoryError, match=r"what is in NG \(4\) would be learned as good") as refused:
        scan_category(root)
    assert refused.value.code == "category.suspicious"
