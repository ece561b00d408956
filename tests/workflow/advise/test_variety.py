"""Blank good images, and copies of one photograph: said by check, by suggest and by the training, before it learns."""

import json

import numpy as np
import pytest
from PIL import Image

from inspector.data.category import scan_category
from inspector.workflow.advise.examine import examine
from inspector.workflow.advise.findings import ExamineDone, FindingKind
from inspector.workflow.advise.suggest import SuggestDone, suggest
from inspector.workflow.progress import Warned
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import part, small_job

BLANK = FindingKind.BLANK
NO_VARIETY = FindingKind.NO_VARIETY


def black(seed):
    return np.random.default_rng(seed).integers(0, 2, (48, 48, 3), np.uint8)


def written(root, images):
    folder = root / "train" / "good"
    folder.mkdir(parents=True)
    for index, pixels in enumerate(images):
        Image.fromarray(pixels).save(folder / f"{index:02d}.png")
    return root


def findings(root):
    done = list(examine(scan_category(root)))[-1]
    assert isinstance(done, ExamineDone)
    return {finding.kind: finding for finding in done.findings if finding.kind in (BLANK, NO_VARIETY)}


def advised(root):
    done = list(suggest(scan_category(root), weights=False, available=("riad",)))[-1]
    assert isinstance(done, SuggestDone)
    return done.advice.warnings


@pytest.fixture(scope="module")
def dark(tmp_path_factory):
    """The lamp was off."""
    return written(tmp_path_factory.mktemp("dark"), [black(seed) for seed in range(10)])


@pytest.fixture(scope="module")
def some_dark(tmp_path_factory):
    return written(tmp_path_factory.mktemp("some"), [*map(part, range(10)), black(0)])


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """One photograph, saved again and again, and two of other parts."""
    one = part(0).astype(int)
    images = [(one + (index == np.arange(48))[:, None, None]).clip(0, 255).astype(np.uint8) for index in range(8)]
    return written(tmp_path_factory.mktemp("copied"), [*images, part(1), part(2)])


def test_where_all_good_images_are_blank_it_is_said_by_name_and_number(dark):
    found = findings(dark)
    assert set(found) == {BLANK}
    assert found[BLANK].message.startswith(
        "All 10 good images are blank (train/good/00.png, train/good/01.png, train/good/02.png and 7 more)"
    )
    assert len(found[BLANK].images) == 10
    assert advised(dark) == (found[BLANK].message,)


def test_a_blank_image_among_good_ones_is_named(some_dark):
    found = findings(some_dark)
    assert set(found) == {BLANK}
    assert found[BLANK].message.startswith("1 of the 11 good images is blank (train/good/10.png)")
    assert advised(some_dark) == (found[BLANK].message,)


def test_copies_of_one_photograph_are_no_variety(copied):
    found = findings(copied)
    assert set(found) == {NO_VARIETY}
    assert found[NO_VARIETY].images == tuple(f"train/good/{index:02d}.png" for index in range(8))
    assert found[NO_VARIETY].message.startswith("8 of the 10 good images hardly differ")
    assert advised(copied) == (found[NO_VARIETY].message,)


def test_sound_images_are_neither(tmp_path):
    root = written(tmp_path, map(part, range(10)))
    assert findings(root) == {}
    assert advised(root) == ()


@pytest.mark.parametrize("made", ["dark", "some_dark", "copied"])
def test_the_training_says_it_before_it_learns_and_its_model_does_later(made, tmp_path, request):
    root = request.getfixturevalue(made)
    (finding,) = findings(root).values()
    events = list(train(small_job(root, tmp_path / "model", steps=2)))
    said = [place for place, event in enumerate(events) if isinstance(event, Warned)]
    assert [events[place].message for place in said] == [finding.message]
    assert all(not isinstance(event, TrainDone) for event in events[: said[0]])
    assert finding.message in json.loads((tmp_path / "model" / "model.json").read_text("utf-8"))["remarks"]
