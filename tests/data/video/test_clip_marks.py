"""What a person says of single clips in `category.json`."""

import json
from pathlib import Path

import pytest

from inspector.core.errors import CategoryError
from inspector.data.properties import CategoryProperties
from inspector.data.video.category import scan_video
from tests.data.video.videos import write_folder


@pytest.fixture
def belt(tmp_path) -> Path:
    """Two good clips, and three to test: one with abnormal frames and masks, a good one, and one without a label."""
    for clip in ("training/01", "training/02", "testing/03", "testing/04", "testing/05", "ground_truth/03"):
        write_folder(tmp_path / clip, range(4))
    rows = [f"03,{frame},{int(frame < 2)}" for frame in range(4)] + [f"04,{frame},0" for frame in range(4)]
    (tmp_path / "frame_labels.csv").write_text("\n".join(["clip,frame,abnormal", *rows]))
    return tmp_path


def mark(root: Path, **marks: str):
    stated = {name.replace("_", "/"): mark for name, mark in marks.items()}
    (root / "category.json").write_text(json.dumps({"marks": stated}))
    return scan_video(root)


def shown(clips):
    return [(clip.name, clip.label, clip.abnormal, clip.masks is not None) for clip in clips]


def test_an_ignored_clip_is_on_no_side(belt):
    found = mark(belt, training_02="ignored", testing_03="ignored")
    assert [clip.name for clip in found.train] == ["training/01"]
    assert [clip.name for clip in found.test] == ["testing/04", "testing/05"]
    assert shown(found.ignored) == [("training/02", "good", (), False), ("testing/03", "abnormal", ((0, 2),), True)]
    assert found.unused_properties == found.unmatched_marks == found.unmatched_labels == ()


def test_a_mark_overrides_the_folder_and_the_frame_labels(belt):
    found = mark(belt, training_02="defective", testing_03="good", testing_04="defective", testing_05="good")
    assert [clip.name for clip in found.train] == ["training/01"]
    assert shown(found.test) == [
        ("testing/03", "good", (), False),
        ("testing/04", "marked", None, False),
        ("testing/05", "good", (), False),
        ("training/02", "marked", None, False),
    ]


def test_a_mark_that_says_what_is_known_changes_nothing(belt):
    before = scan_video(belt)
    found = mark(belt, training_01="good", testing_03="defective", testing_04="good")
    assert (found.train, found.test, found.ignored) == (before.train, before.test, ())


def test_names_in_marks_and_frame_labels_that_fit_no_clip_are_told_apart(belt):
    with (belt / "frame_labels.csv").open("a") as file:
        file.write("\n09,0,1")
    found = mark(belt, training_07="ignored", TRAINING_02="ignored")
    assert found.unmatched_names == {"category.json": ("training/07",), "frame_labels.csv": ("09",)}
    assert [clip.name for clip in found.ignored] == ["training/02"]
    assert found.properties.marks == {"training/07": "ignored", "training/02": "ignored"}


def test_a_category_whose_good_clips_are_all_marked_otherwise_is_refused(belt):
    with pytest.raises(CategoryError, match="every good clip is marked") as refused:
        mark(belt, training_01="ignored", training_02="defective")
    assert refused.value.code == "category.no_good_clip_left"


def test_properties_may_be_handed_in(belt):
    found = scan_video(belt, properties=CategoryProperties(marks={"training/01": "ignored"}, pixel_pitch_um=3))
    assert [clip.name for clip in found.train] == ["training/02"]
    assert found.unused_properties == ("pixel_pitch_um",)
