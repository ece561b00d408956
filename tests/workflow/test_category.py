import errno
import json
import os
from functools import partial
from pathlib import Path

import pytest

from inspector.core.errors import CategoryError, StorageError
from inspector.data.category import scan_category
from inspector.data.properties import CategoryProperties
from inspector.data.video.category import scan_video
from inspector.store.category_id import ID_FILE
from inspector.store.workspace import workspace_of
from inspector.workflow.category import open_category, save_properties, state_learned_folders
from tests.conftest import write_category
from tests.data.video.videos import write_folder


@pytest.fixture
def small(tmp_path):
    return scan_category(write_category(tmp_path / "disc", train_good=3, test_good=1, defective=1))


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def workspace(small, home):
    return workspace_of(small.root, home=home)


def test_what_is_saved_is_read_again(small, workspace):
    stated = CategoryProperties(
        marks={"train/good/lot00_000.png": "ignored"}, pixel_pitch_um=12.5, region_of_interest=(0.1, 0, 1, 0.9),
        ignore=((0, 0, 0.2, 0.2), (0.5, 0.5, 0.6, 0.7)),
    )  # fmt: skip
    saved = save_properties(small, stated, workspace=workspace)
    assert saved == scan_category(small.root)
    assert saved.properties == stated
    assert len(saved.train) == 2
    assert [path.name for path in small.root.glob(".*")] == [ID_FILE]


def test_only_what_was_stated_is_written(small, workspace):
    save_properties(small, small.properties.model_copy(update={"pixel_pitch_um": 3.0}), workspace=workspace)
    assert json.loads((small.root / "category.json").read_text()) == {"pixel_pitch_um": 3.0}


def test_a_mark_is_taken_back(small, workspace):
    marked = save_properties(small, CategoryProperties(marks={small.train[0].name: "defective"}), workspace=workspace)
    assert [image.label for image in marked.test] == ["blob", "good", "marked"]
    assert save_properties(marked, CategoryProperties(), workspace=workspace) == small


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
def test_what_cannot_be_is_not_written(small, workspace, changes, sentence):
    with pytest.raises(CategoryError, match=sentence):
        save_properties(small, small.properties.model_copy(update=changes), workspace=workspace)
    assert not (small.root / "category.json").exists()


@pytest.fixture
def not_writable(small, monkeypatch):
    """Nothing can be written in the category's folder until this is called; the superuser may write anywhere."""
    touch = Path.touch

    def refuse(path, *arguments, **options):
        if path.is_relative_to(small.root):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        touch(path, *arguments, **options)

    monkeypatch.setattr(Path, "touch", refuse)
    return partial(monkeypatch.setattr, Path, "touch", touch)


def test_what_is_stated_of_a_read_only_folder_is_kept_in_the_workspace(small, home, workspace, not_writable):
    marks = {small.train[0].name: "defective"}
    saved = save_properties(small, CategoryProperties(marks=marks), workspace=workspace)
    assert saved.stated_in == workspace.folder / "category.json"
    assert [image.label for image in saved.test] == ["blob", "good", "marked"]
    assert not (small.root / "category.json").exists()
    again, _ = open_category(small.root, home=home)
    assert again == saved
    assert state_learned_folders(small.root, ["train/good"], home=home) == small.root
    assert open_category(small.root, home=home)[0].properties.learn_from == ("train/good",)
    assert open_category(small.root, home=home)[0].properties.marks == marks
    not_writable()
    back = save_properties(again, again.properties, workspace=workspace)
    assert back.stated_in is None
    assert (
        open_category(small.root, home=home)[0].properties.marks == marks == scan_category(small.root).properties.marks
    )
    assert not saved.stated_in.exists()


def test_properties_that_others_changed_meanwhile_are_not_overruled(small, home, workspace, not_writable):
    path = small.root / "category.json"
    path.write_text('{"pixel_pitch_um": 1}')
    os.utime(path, (1, 1))
    save_properties(small, CategoryProperties(pixel_pitch_um=2), workspace=workspace)
    assert open_category(small.root, home=home)[0].properties.pixel_pitch_um == 2
    path.write_text('{"pixel_pitch_um": 3}')
    os.utime(path, (1, 1))  # as where an older file was copied over it
    with pytest.raises(CategoryError, match=r"was changed after other properties were kept in .*category\.json"):
        open_category(small.root, home=home)
    path.write_text('{"pixel_pitch_um": 2}')
    assert open_category(small.root, home=home)[0].stated_in is None


def test_properties_of_a_version_that_kept_no_digest_are_compared_by_time(small, home, workspace, not_writable):
    path = small.root / "category.json"
    path.write_text('{"pixel_pitch_um": 1}')
    saved = save_properties(small, CategoryProperties(pixel_pitch_um=2), workspace=workspace)
    (workspace.folder / "category.replaced").unlink()
    os.utime(path, (1, 1))
    assert open_category(small.root, home=home)[0].properties.pixel_pitch_um == 2
    os.utime(saved.stated_in, (0, 0))
    with pytest.raises(CategoryError, match="was changed after other properties"):
        open_category(small.root, home=home)


def test_a_file_that_appears_in_a_read_only_folder_does_not_lose_to_older_properties(
    small, home, workspace, not_writable
):
    save_properties(small, CategoryProperties(pixel_pitch_um=2), workspace=workspace)
    path = small.root / "category.json"
    path.write_text('{"pixel_pitch_um": 3}')
    os.utime(path, (1, 1))
    with pytest.raises(CategoryError, match="was changed after other properties"):
        open_category(small.root, home=home)


def test_a_folder_in_the_way_of_the_file(small, workspace):
    (small.root / "category.json").mkdir()
    with pytest.raises(StorageError, match=r"category\.json cannot be written"):
        save_properties(small, CategoryProperties(pixel_pitch_um=1), workspace=workspace)


def test_marks_of_clips_are_saved_and_read_again(tmp_path, home):
    for clip in ("training/01", "training/02"):
        write_folder(tmp_path / "belt" / clip, range(2))
    belt = scan_video(tmp_path / "belt")
    workspace = workspace_of(belt.root, home=home)
    saved = save_properties(belt, CategoryProperties(marks={"training/02": "ignored"}), workspace=workspace)
    assert [clip.name for clip in saved.ignored] == ["training/02"]
    assert open_category(belt.root, home=home)[0] == saved
    assert save_properties(saved, CategoryProperties(), workspace=workspace) == belt
