from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import CategoryError
from inspector.data.category import scan_category
from inspector.data.demo import render_demo
from inspector.workflow.advise import suggest as module
from inspector.workflow.advise.properties import Kind
from inspector.workflow.advise.suggest import SuggestDone, suggest
from inspector.workflow.progress import Progress, Warned
from tests.core.stages.test_locate import poses
from tests.made_up import arrow, grains, photographs, places, stripes

ALL = ("riad", "patchcore", "multitask", "adacl")
N = 12


def write(folder: Path, scenes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for i, image in enumerate(photographs(scenes)):
        pixels = (image * 255).round().byte().permute(1, 2, 0).numpy()
        Image.fromarray(pixels).save(folder / f"{i:03d}.png")
    return folder


def events(folder):
    return list(suggest(scan_category(folder), weights=True, available=ALL))


def done(folder) -> SuggestDone:
    last = events(folder)[-1]
    assert isinstance(last, SuggestDone)
    return last


def learns_nothing(*_args, **_options):
    yield from ()


@pytest.mark.parametrize(
    ("scenes", "kind"),
    [
        ([arrow() for _ in range(N)], Kind.ALIGNED),
        ([arrow(**place) for place in places(N)], Kind.FREE_POSE),
        ([grains(seed) for seed in range(N)], Kind.STOCHASTIC_TEXTURE),
        ([stripes(phase=0.7 * i) for i in range(N)], Kind.REGULAR_TEXTURE),
    ],
)
def test_made_up_categories_are_what_they_are(tmp_path, monkeypatch, scenes, kind):
    monkeypatch.setattr(module, "learn_to_locate", learns_nothing)
    found = done(write(tmp_path, scenes))
    assert found.advice.kind is kind
    assert (found.properties.height_px, found.properties.width_px) == (64, 64)
    assert (found.properties.images, found.properties.measured, found.properties.held_out) == (N, N, 2)
    assert found.properties.false_reject_bound_95 == pytest.approx(1 - 0.05**0.5)
    assert found.properties.more_images_for_1_percent == 5 * (299 - 2)  # a fifth is held out


def test_locating_is_suggested_where_a_part_lies_anywhere_and_is_found(tmp_path):
    for index, picture in enumerate(poses(6)):
        pixels = (picture * 255).round().byte().permute(1, 2, 0).numpy()
        Image.fromarray(pixels).save(tmp_path / f"{index}.png")
    assert "located, they all show in one pose" in done(tmp_path).advice.notes[0]
    (tmp_path / "category.json").write_text('{"locate": "off"}')
    assert {suggestion.locate for suggestion in done(tmp_path).advice.suggestions} == {"auto"}


@pytest.mark.parametrize("stated", ["off", "rigid"])
def test_no_locator_is_learned_where_parts_lie_in_one_pose_or_are_located_already(tmp_path, monkeypatch, stated):
    monkeypatch.setattr(module, "learn_to_locate", None)  # calling it fails
    folder = write(tmp_path, [arrow(**place) for place in (places(N) if stated == "rigid" else [{}] * N)])
    (folder / "category.json").write_text(f'{{"locate": "{stated}"}}')
    assert {suggestion.locate for suggestion in done(folder).advice.suggestions} == {None}


def test_the_demonstration_is_an_aligned_part(tmp_path):
    list(render_demo(tmp_path / "demo", seed=0, train_good=12, test_good=1, per_defect=0, size_px=64))
    found = done(tmp_path / "demo")
    assert found.advice.kind is Kind.ALIGNED
    assert found.properties.pose.kept_turned_90 < 0.8


def test_blank_images_are_no_texture(tmp_path):
    for number in range(N):
        noise = np.random.default_rng(number).normal(120, 1.5, (256, 256))
        Image.fromarray(noise.round().astype("uint8")).save(tmp_path / f"{number}.png")
    found = done(tmp_path)
    assert "are blank" in found.advice.warnings[0]
    assert found.advice.kind is Kind.BLANK
    assert "hardly anything but noise" in found.advice.sentences[0]


@pytest.mark.parametrize(("name", "kind"), [("bottle", Kind.ALIGNED), ("paper/PA_BDP01_TL", Kind.STOCHASTIC_TEXTURE)])
def test_real_categories(real_data, monkeypatch, name, kind):
    monkeypatch.setattr(module, "SAMPLE_IMAGES", 24)
    found = done(real_data / name)
    assert found.advice.kind is kind
    # A round bottle, a paper without a grain.
    assert found.properties.passes(found.properties.pose.kept_turned_90)
    assert found.properties.passes(found.properties.pose.kept_turned_180)


def test_test_images_are_never_opened(tmp_path, monkeypatch):
    write(tmp_path / "train" / "good", [arrow() for _ in range(4)])
    write(tmp_path / "test" / "good", [arrow()])
    write(tmp_path / "test" / "bent", [arrow()])
    opened = []
    read = module.read_image
    monkeypatch.setattr(module, "read_image", lambda path, **options: opened.append(path) or read(path, **options))
    found = done(tmp_path)
    assert {path.parent for path in opened} == {tmp_path / "train" / "good"}
    assert found.properties.copies == 0  # the test images are copies of training images


def test_an_unreadable_file_is_noted_and_the_rest_goes_on(tmp_path):
    folder = write(tmp_path, [arrow() for _ in range(6)])
    (folder / "000.png").write_bytes(b"no image")  # the first, which tells the size
    (folder / "zz.png").write_bytes(b"no image")  # as broken as the other, and no copy of a good image
    found = events(folder)
    assert len([event for event in found if isinstance(event, Warned)]) == 2
    properties = found[-1].properties
    assert (properties.images, properties.unreadable, properties.copies) == (5, 2, 0)
    assert all(suggestion.skip_unreadable for suggestion in found[-1].advice.suggestions)


def test_mixed_sizes_are_noted(tmp_path):
    folder = write(tmp_path, [arrow() for _ in range(5)])
    Image.fromarray(np.full((40, 160, 3), 100, np.uint8)).save(folder / "wide.png")
    found = events(folder)
    assert any(isinstance(event, Warned) and "wide.png" in event.message for event in found)
    assert found[-1].properties.mixed_sizes


def test_folders_of_numbered_images_may_be_clips(tmp_path):
    for name in ("a", "b"):
        write(tmp_path / "train" / "good" / name, [arrow() for _ in range(4)])
    (warned,) = [event.message for event in events(tmp_path) if isinstance(event, Warned)]
    assert "train/good/a and train/good/b are numbered as the frames of clips are" in warned
    assert "move these folders into the folder 'train' itself" in warned


def test_copies_are_counted(tmp_path):
    folder = write(tmp_path, [arrow() for _ in range(4)])
    (folder / "again.png").write_bytes((folder / "000.png").read_bytes())
    assert done(folder).properties.copies == 1


def test_one_image_cannot_be_compared(tmp_path):
    folder = write(tmp_path, [arrow()])
    with pytest.raises(CategoryError, match="at least two different readable ones"):
        events(folder)
    (folder / "copy.png").write_bytes((folder / "000.png").read_bytes())
    with pytest.raises(CategoryError, match="at least two different readable ones"):
        events(folder)


def test_no_image_that_can_be_read(tmp_path):
    (tmp_path / "a.png").write_bytes(b"no image")
    with pytest.raises(CategoryError, match="found none"):
        events(tmp_path)


def test_black_images_are_no_reason_to_fail(tmp_path):
    folder = tmp_path
    for i in range(3):
        Image.fromarray(np.full((32, 32), i, np.uint8)).save(folder / f"{i}.png")
    assert any("hardly anything but noise" in note for note in done(folder).advice.notes)


def test_large_categories_are_sampled_evenly(tmp_path, monkeypatch):
    folder = write(tmp_path, [arrow() for _ in range(12)])
    monkeypatch.setattr(module, "SAMPLE_IMAGES", 4)
    found = events(folder)
    assert (found[-1].properties.images, found[-1].properties.measured) == (12, 4)
    reading = [event for event in found if isinstance(event, Progress) and event.stage == "Reading"]
    assert [event.done for event in reading] == [1, 2, 3, 4]


def test_large_images_are_sampled_more_thinly(tmp_path, monkeypatch):
    folder = write(tmp_path, [arrow() for _ in range(12)])
    monkeypatch.setattr(module, "SAMPLE_PIXELS", 64 * 64 * 5)
    monkeypatch.setattr(module, "SMALLEST_SAMPLE", 2)
    assert done(folder).properties.measured == 6  # the first, and those there is time for


def test_a_plank_is_aligned_at_its_outline_alone(tmp_path):
    """Its grain is in no other plank, though the dark ground beside it makes the place explain most of the variance."""
    planks = []
    for seed in range(N):
        plank = torch.full_like(grains(seed), 0.05)
        plank[..., 8:56] = 0.5 + 0.2 * grains(seed)[..., 8:56]
        planks.append(plank)
    found = done(write(tmp_path, planks))
    assert found.properties.alignment > 0.5
    assert found.properties.aligned_share < 0.5
    assert "elsewhere they differ, as texture or a ground does" in found.advice.sentences[0]
