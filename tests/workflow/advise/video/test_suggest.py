"""What is measured on good clips, and the methods that follow from it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inspector.core.errors import CategoryError, VideoError
from inspector.core.methods import METHODS
from inspector.data.video.category import scan_video
from inspector.workflow.advise.suggest import SuggestDone
from inspector.workflow.advise.video.properties import ClipProperties, Scene
from inspector.workflow.advise.video.suggest import suggest_video
from inspector.workflow.progress import Progress, Warned
from tests import conveyor

SIZE = (48, 72)


def write(folder: Path, picture: Callable[[int], np.ndarray], *, frames: int = 60) -> None:
    """A clip of grey pictures (48, 72), made from the frames' indices."""
    folder.mkdir(parents=True)
    for index in range(frames):
        pixels = picture(index) + np.random.default_rng(index).normal(0, 1, SIZE)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).convert("RGB").save(folder / f"{index:03d}.png")


def ground() -> np.ndarray:
    """(48, 372) a rough ground, of which a camera that moves shows other parts."""
    coarse = np.random.default_rng(7).integers(40, 220, (8, 62)).astype(float)
    return np.kron(coarse, np.ones((6, 6)))


def standing(_index: int) -> np.ndarray:
    return ground()[:, :72]


def passing(index: int) -> np.ndarray:
    """A camera that moves on by four pixels a frame."""
    return ground()[:, 4 * index : 4 * index + 72]


def suggested(root: Path) -> SuggestDone[ClipProperties]:
    *_, done = suggest_video(scan_video(root), available=METHODS)
    assert isinstance(done, SuggestDone)
    return done


def category_of(root: Path, picture: Callable[[int], np.ndarray], **options: int) -> Path:
    for number in range(2):
        write(root / "train" / "good" / f"clip{number}", picture, **options)
    return root


def chosen(done: SuggestDone[ClipProperties]) -> list[tuple[str, dict[str, object]]]:
    return [(one.method, dict(one.settings)) for one in done.advice.suggestions]


@pytest.fixture(scope="module")
def belt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return conveyor.write_category(tmp_path_factory.mktemp("belt"))


def test_objects_that_move_on_a_picture_that_stands_are_for_ssmtl(belt: Path) -> None:
    done = suggested(belt)
    measured = done.properties
    assert (measured.clips, measured.frames, measured.unreadable) == (6, 360, 0)
    assert (measured.height_px, measured.width_px, measured.frame_rate) == (48, 72, None)
    assert measured.scene is Scene.OBJECTS
    assert measured.moving == 1
    assert measured.objects in (1, 2)  # of the two boxes
    assert chosen(done) == [("ssmtl", {}), ("adacl", {})]
    assert "needs a camera that does not move" in done.advice.sentences[1]
    assert "UCSD Ped2" in done.advice.notes[0]


def test_what_is_held_out_is_what_a_training_holds_out(belt: Path) -> None:
    """As `tests/cli/test_train_video.py` finds after a training of the same clips."""
    done = suggested(belt)
    assert done.properties.stretches == 2
    assert done.properties.false_alarm_bound_95 == pytest.approx(1 - 0.05**0.5)
    assert "the 2 stretches of good video that training holds out can prove" in done.advice.sentences[1]


def test_the_test_clips_change_nothing(belt: Path, tmp_path: Path) -> None:
    shutil.copytree(belt / "training", tmp_path / "training")
    write(tmp_path / "testing" / "01", passing)
    assert suggested(tmp_path) == suggested(belt)


def test_where_nothing_moves_frames_are_judged_by_themselves(tmp_path: Path) -> None:
    done = suggested(category_of(tmp_path, standing))
    assert done.advice.kind is Scene.STILL
    assert [name for name, _ in chosen(done)] == ["adacl", "riad"]
    assert "show nothing that moves in any of 24 sampled places" in done.advice.sentences[0]
    assert "is not measured" in done.advice.notes[0]


def test_a_moving_camera_is_asked_for_and_objects_are_not_looked_for(tmp_path: Path) -> None:
    done = suggested(category_of(tmp_path, passing))
    assert done.advice.kind is Scene.EVERYTHING_MOVES
    assert chosen(done) == [("ssmtl", {"level": "frame"}), ("frame_permutation", {})]
    (question,) = done.advice.questions
    assert question.kind == "moving camera"
    assert question.share > 0.9
    assert "is not measured" in done.advice.notes[0]


def test_a_camera_that_shakes_is_asked_for_and_one_that_stands_is_not(tmp_path: Path) -> None:
    def shaking(index: int) -> np.ndarray:
        left = int(np.random.default_rng(index).integers(0, 9))
        picture = np.full((48, 80), 200.0)
        picture[:, 20:23] = picture[:, 50:53] = 60
        return picture[:, left : left + 72]

    def with_box(index: int) -> np.ndarray:
        picture = standing(index)
        picture[20:32, index : index + 12] = 0
        return picture

    assert [one.kind for one in suggested(category_of(tmp_path / "a", shaking)).advice.questions] == ["moving camera"]
    steady = suggested(category_of(tmp_path / "b", with_box))
    assert steady.properties.camera_stands
    assert not steady.advice.questions
    assert "before a camera that stands still" in steady.advice.sentences[0]


def test_objects_with_more_edges_than_the_scene_raise_no_question(tmp_path: Path) -> None:
    def crowd(index: int) -> np.ndarray:
        """Striped objects pass before a plain scene with one line."""
        picture = np.full(SIZE, 120.0)
        picture[44:46] = 200
        for top in (2, 16, 30):
            left = (index * 2 + top * 5) % 84 - 12
            stripes = np.where(np.arange(12) % 4 < 2, 20, 220)
            picture[top : top + 12, max(0, left) : max(0, left + 12)] = stripes[:, None]
        return picture

    done = suggested(category_of(tmp_path, crowd))
    assert done.properties.moving == 1
    assert done.properties.camera_stands
    assert not done.advice.questions


def test_motion_in_which_no_object_is_found_is_for_whole_frames(tmp_path: Path) -> None:
    def flickering(index: int) -> np.ndarray:
        """A patch of the picture is never the same, so it is no object before an empty scene."""
        picture = standing(index)
        picture[12:24, 24:36] = np.random.default_rng(1000 + index).integers(0, 255)
        return picture

    done = suggested(category_of(tmp_path, flickering))
    assert done.advice.kind is Scene.MOTION
    assert chosen(done) == [("ssmtl", {"level": "frame"}), ("frame_permutation", {})]
    assert "too small or too faint, or the camera moves" in done.advice.sentences[0]


def test_clips_too_short_to_hold_some_out_are_a_finding(tmp_path: Path) -> None:
    done = suggested(category_of(tmp_path, passing, frames=20))
    assert done.properties.stretches == 0
    assert done.properties.false_alarm_bound_95 is None
    assert any("too short to learn from one part" in note for note in done.advice.notes)
    assert "can prove" not in done.advice.sentences[1]


def test_clips_shorter_than_a_window_say_nothing(tmp_path: Path) -> None:
    with pytest.raises(CategoryError, match="too short to learn from one part"):
        suggested(category_of(tmp_path, standing, frames=4))


def test_a_dark_scene_is_a_finding(tmp_path: Path) -> None:
    assert not any("dark" in note for note in suggested(category_of(tmp_path / "light", standing)).advice.notes)
    done = suggested(category_of(tmp_path / "dark", lambda index: standing(index) / 40))
    assert done.properties.too_dark
    assert any("so dark that noise hides" in note for note in done.advice.notes)


def test_a_covered_camera_is_a_finding(tmp_path: Path) -> None:
    category_of(tmp_path, standing)
    write(tmp_path / "train" / "good" / "covered", lambda _: np.full(SIZE, 9.0))
    done = suggested(tmp_path)
    assert done.properties.covered == pytest.approx(1 / 3)
    assert any("33 % of the sampled places show hardly anything" in note for note in done.advice.notes)


def test_what_cannot_be_read_is_left_out_and_the_training_too(belt: Path, tmp_path: Path) -> None:
    good = tmp_path / "train" / "good"
    shutil.copytree(belt / "training", good)
    (good / "07.mp4").write_bytes(b"no video")
    updates = list(suggest_video(scan_video(tmp_path), available=METHODS))
    (warned,) = [one for one in updates if isinstance(one, Warned)]
    assert "07.mp4" in warned.message
    done = updates[-1]
    assert isinstance(done, SuggestDone)
    assert (done.properties.clips, done.properties.unreadable) == (6, 1)
    assert all(one.skip_unreadable for one in done.advice.suggestions)
    for number in range(6):
        shutil.rmtree(good / f"{number + 1:02d}")
    with pytest.raises(VideoError, match="No frame of the good clips can be read"):
        suggested(tmp_path)


def test_the_progress_comes_to_its_end(belt: Path) -> None:
    whole = scan_video(belt)
    for of_clips in (1, 6):
        some = replace(whole, train=whole.train[:of_clips])
        updates = suggest_video(some, available=METHODS)
        read = [one for one in updates if isinstance(one, Progress) and one.stage == "Reading"]
        assert [one.done for one in read] == sorted(one.done for one in read)
        assert read[-1].done == read[-1].total == of_clips + 24


def test_of_few_methods_one_that_is_there_is_suggested(belt: Path) -> None:
    *_, done = suggest_video(scan_video(belt), available=["riad"])
    assert isinstance(done, SuggestDone)
    assert [one.method for one in done.advice.suggestions] == ["riad"]
