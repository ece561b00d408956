import json
import os

import pytest

from inspector.core.errors import CategoryError, StorageError
from inspector.data.category import scan_category
from inspector.data.properties import CategoryProperties
from inspector.workflow.category import save_properties
from tests.conftest import write_category


@pytest.fixture
def small(tmp_path):
    return scan_category(write_category(tmp_path / "disc", train_good=3, test_good=1, defective=1))


def test_what_is_saved_is_read_again(small):
    stated = CategoryProperties(
        marks={"train/good/lot00_000.png": "ignored"}, pixel_pitch_um=12.5, region_of_interest=(0.1, 0, 1, 0.9),
        ignore=((0, 0, 0.2, 0.2), (0.5, 0.5, 0.6, 0.7)),
    )  # fmt: skip
    saved = save_properties(small, stated)
    assert saved == scan_category(small.root)
    assert saved.properties == stated
    assert len(saved.train) == 2
    assert not list(small.root.glob(".*"))


def test_only_what_was_stated_is_written(small):
    save_properties(small, small.properties.model_copy(update={"pixel_pitch_um": 3.0}))
    assert json.loads((small.root / "category.json").read_text()) == {"pixel_pitch_um": 3.0}


def test_a_mark_is_taken_back(small):
    marked = save_properties(small, CategoryProperties(marks={small.train[0].name: "defective"}))
    assert [image.label for image in marked.test] == ["blob", "good", "marked"]
    assert save_properties(marked, CategoryProperties()) == small


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pixel_pitch_um": 0.0}, "pixel_pitch_um"),
        ({"region_of_interest": (0.5, 0, 0.4, 1)}, "region_of_interest.*left, top, right, bottom"),
        ({"ignore": ((0, 0, 0.5, 1.2),)}, "value 1 of ignore"),
        ({"marks": {"a.png": "fine"}}, r"marks\.a\.png"),
        ({"marks": {f"train/good/lot00_00{i}.png": "ignored" for i in range(3)}}, "every good image is marked"),
    ],
)
def test_what_cannot_be_is_not_written(small, changes, sentence):
    with pytest.raises(CategoryError, match=sentence):
        save_properties(small, small.properties.model_copy(update=changes))
    assert not (small.root / "category.json").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder(small):
    small.root.chmod(0o555)
    try:
        with pytest.raises(StorageError, match=r"category\.json.*permission"):
            save_properties(small, CategoryProperties(pixel_pitch_um=1))
    finally:
        small.root.chmod(0o755)


def test_a_folder_in_the_way_of_the_file(small):
    (small.root / "category.json").mkdir()
    with pytest.raises(StorageError, match=r"category\.json cannot be written"):
        save_properties(small, CategoryProperties(pixel_pitch_um=1))
