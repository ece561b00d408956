"""What is found in a category of clips before anything is learned from it."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inspector.data.video.category import Clip, scan_video
from inspector.workflow.advise.examine_video import examine_video
from inspector.workflow.advise.findings import ExamineDone, FindingKind, mixed_rates
from inspector.workflow.progress import Warned
from inspector.workflow.train.video_reading import survey
from tests.data.video.videos import write_folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number in range(3):
        write_folder(tmp_path / "training" / f"clip{number}", range(number, number + 6))
    write_folder(tmp_path / "testing" / "odd", range(4))
    return tmp_path


def examined(root: Path) -> ExamineDone:
    *_, done = examine_video(scan_video(root))
    assert isinstance(done, ExamineDone)
    return done


def test_sound_clips_are_counted(root: Path) -> None:
    done = examined(root)
    assert done.counts["train"] == {"good": 3}
    assert sum(done.sizes.values()) == 4
    assert done.bytes == sum(file.stat().st_size for file in root.rglob("*.png"))
    assert not [one for one in done.findings if one.kind is FindingKind.CORRUPT]


def test_a_clip_that_is_learned_and_tested_on_is_named_with_its_copy(root: Path) -> None:
    shutil.copytree(root / "training" / "clip1", root / "testing" / "copy")
    (overlap,) = [one for one in examined(root).findings if one.kind is FindingKind.TRAIN_TEST_OVERLAP]
    assert overlap.images == ("testing/copy", "training/clip1")
    assert "test clips" in overlap.message


def test_properties_without_effect_are_named(root: Path) -> None:
    assert not [one for one in examined(root).findings if one.kind is FindingKind.PROPERTY]
    stated = {
        "learn_from": ["training"], "region_of_interest": [0, 0, 0.5, 0.5], "tile": 256,
        "marks": {"testing/empty.mp4": "ignored"},
    }  # fmt: skip
    (root / "category.json").write_text(json.dumps(stated), "utf-8")

    (found,) = [one for one in examined(root).findings if one.kind is FindingKind.PROPERTY]

    assert "region_of_interest" in found.message
    assert "tile" in found.message
    assert "learn_from" not in found.message
    assert "marks" not in found.message


def test_what_cannot_be_read_is_corrupt_and_the_rest_is_examined(root: Path) -> None:
    (root / "training" / "clip2" / "002.png").write_bytes(b"damaged")
    (root / "testing" / "empty.mp4").write_bytes(b"")
    done = examined(root)
    corrupt = {one.images[0] for one in done.findings if one.kind is FindingKind.CORRUPT}
    assert {"testing/empty.mp4"} <= corrupt <= {"testing/empty.mp4", "training/clip2"}
    assert sum(done.sizes.values()) >= 3


def test_frames_of_twelve_bits_in_sixteen_are_noticed(root: Path) -> None:
    assert not [one for one in examined(root).findings if one.kind is FindingKind.DEPTH]
    for file in (root / "training").rglob("*.png"):
        Image.fromarray(np.asarray(Image.open(file).convert("L")).astype(np.uint16) * 16).save(file)
    (found,) = [one for one in examined(root).findings if one.kind is FindingKind.DEPTH]
    assert found.message.startswith("No sample of the sampled frames with 16 or more bits exceeds 4095 of 65535")
    *_, warned = [update for update in survey_of(root) if isinstance(update, Warned)]
    assert warned.message == found.message


def test_two_images_of_one_frame_number_are_reported(root: Path) -> None:
    assert not [one for one in examined(root).findings if one.kind is FindingKind.FRAME_NUMBERS]
    clip = root / "training" / "clip0"
    Image.open(clip / "003.png").save(clip / "3.jpg")
    (found,) = [one for one in examined(root).findings if one.kind is FindingKind.FRAME_NUMBERS]
    assert found.images == ("training/clip0",)
    assert found.message.startswith(
        "Images with the same frame number, such as 3.jpg and 003.png, count as two frames in training"
    )
    assert found.message in [update.message for update in survey_of(root) if isinstance(update, Warned)]


def test_images_of_two_cameras_are_no_images_of_one_frame_number(root: Path) -> None:
    for file in (root / "training" / "clip0").iterdir():
        file.rename(file.with_name(f"frame_{file.stem}_cam1.png"))
    assert not [one for one in examined(root).findings if one.kind is FindingKind.FRAME_NUMBERS]


def test_frames_without_numbers_are_reported(root: Path) -> None:
    for number, file in enumerate(sorted((root / "training" / "clip0").iterdir())):
        file.rename(file.with_name(f"{'abcdef'[number]}.png"))
    (found,) = [one for one in examined(root).findings if one.kind is FindingKind.FRAME_NUMBERS]
    assert found.message.startswith("The images in training/clip0 have no numbers in their names")


def survey_of(root: Path) -> list[object]:
    return list(survey(scan_video(root).train, folder_rate=10.0, some=4, skip_unreadable=False))


def test_a_clip_of_another_rate_stands_out() -> None:
    clips = [Clip(Path(name), name, "good") for name in ("a", "b", "slow")]
    (finding,) = mixed_rates(clips, [25.0, 24.0, 10.0])
    assert finding.images == ("slow",)
    assert "10, not 24 frames per second" in finding.message
    assert not list(mixed_rates(clips, [25.0, 24.0, 25.0]))
