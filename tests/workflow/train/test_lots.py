"""Few images or lots: every good image calibrates, by models that learned the others."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.methods import create_method
from inspector.core.thresholds import choose_review, choose_threshold
from inspector.data.category import GOOD, ImageRef, scan_category
from inspector.data.splits import held_out_of
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import read_model
from inspector.workflow.train.calibrating import calibrates_on_all
from inspector.workflow.train.estimate import Estimate, estimate_training
from inspector.workflow.train.extend import extension
from inspector.workflow.train.images import ImageTrainJob, train
from inspector.workflow.train.learning import TrainDone
from inspector.workflow.training_phases import image_phases
from tests.conftest import part, small_job

LOT, IMAGE = r"(lot\d+)_", r"_(\d+)\.png$"


def job(category: Path, output: Path, **changes: object) -> ImageTrainJob:
    method = create_method("scattering", preset="cpu", image_size=(64, 64), scales=2, orientations=2, largest_bank=64)
    return small_job(category, output, **({"method": method} | changes))


def finish(job: ImageTrainJob) -> TrainDone:
    return next(event for event in train(job) if isinstance(event, TrainDone))


@pytest.fixture(scope="module")
def of_lots(category, made_once):
    return made_once("scattering/lots", lambda output: finish(job(category, output, group_by=LOT)))[0]


def test_every_image_calibrates_where_few_lots_would_be_held_out(category, of_lots):
    card = read_model(of_lots).card
    assert is_crossed(card)
    assert card["split"]["calibration_groups"] == 6
    assert len(card["split"]["calibration"]) == len(list((category / "train" / "good").iterdir()))


@pytest.mark.parametrize(("images", "all_calibrate"), [(2, True), (92, True), (93, False), (300, False)])
def test_every_image_calibrates_where_too_few_would_be_held_out_for_a_part_to_go_to_review(
    category, tmp_path, images, all_calibrate
):
    held_out = held_out_of(images)
    scores = np.arange(float(held_out))
    reject = choose_threshold(scores, wish=0.01).threshold
    assert (choose_review(scores, wish=0.05, reject=reject).threshold == reject) == all_calibrate
    good = [ImageRef(Path(f"{number}.png"), f"{number}.png", GOOD) for number in range(images)]
    assert calibrates_on_all(job(category, tmp_path / "m"), good, tiled=False) == all_calibrate


def test_the_threshold_does_not_rest_on_an_image_that_is_unlike_all_others(category, tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.core.thresholds.MOST_REJECTED", 0.1)  # of 24 images one then may be set aside
    root = shutil.copytree(category, tmp_path / "odd")
    odd = sorted((root / "train" / "good").iterdir())[3]
    Image.fromarray(255 - part(7)).save(odd)

    done = finish(job(root, tmp_path / "m"))
    held_out = finish(job(root, tmp_path / "n", calibrate="held-out"))

    scores = read_model(tmp_path / "m").calibration.good_scores.numpy()
    assert done.reject.rank == 2
    assert done.reject.expected == 2 / 25
    assert done.reject.threshold == np.sort(scores)[-2]
    assert any(odd.name in remark for remark in done.remarks)
    assert held_out.reject.rank == 1


def test_in_tiles_every_image_calibrates_only_where_few_lots_are_known(category, tmp_path):
    good = scan_category(category).train
    found = [
        calibrates_on_all(job(category, tmp_path / "m", group_by=pattern), good, tiled=True)
        for pattern in (None, IMAGE, LOT)
    ]
    assert found == [False, False, True]


@pytest.mark.parametrize(
    "changes",
    [
        {"tile": 32},
        {"calibrate": "held-out"},
        {"method": create_method("rotnet", preset="cpu", training={"steps": 1})},
    ],
)
def test_elsewhere_a_fifth_is_held_out(category, tmp_path, changes):
    finish(job(category, tmp_path / "m", **changes))
    split = read_model(tmp_path / "m").card["split"]
    assert not is_crossed({"split": split})
    assert not set(split["training"]) & set(split["calibration"])


@pytest.mark.parametrize(("new_lots", "calibrating"), [(2, 6), (1, 6), (0, 0)])
def test_new_lots_add_their_scores_and_the_old_ones_stay(category, of_lots, tmp_path, new_lots, calibrating):
    root = tmp_path / "new"  # the old images are gone
    root.mkdir()
    for number in range(6):
        Image.fromarray(part(800 + number)).save(root / f"lot00_{800 + number}.png")
        if new_lots:
            Image.fromarray(part(900 + number)).save(root / f"lot7{number % new_lots}_{900 + number}.png")
    old = read_model(of_lots)

    done = finish(small_job(root, tmp_path / "m", **extension(old)))

    new, before = read_model(tmp_path / "m"), old.calibration.good_scores
    assert is_crossed(new.card)
    assert torch.equal(new.calibration.good_scores[: len(before)], before)
    assert len(new.calibration.good_scores) == len(before) + calibrating == done.calibrated_on
    assert torch.isfinite(new.calibration.good_scores).all()
    assert done.calibration_groups == 6 + new_lots
    assert len(new.card["split"]["training"]) == 24 + 6 + 6 * (new_lots > 0)
    assert torch.equal(new.calibration.pixels.median, old.calibration.pixels.median)


def test_an_image_that_was_held_out_once_is_not_learned_later(category, tmp_path):
    """As after `learn`, which adds parts to a model whose held-out images it never learned."""
    finish(job(category, tmp_path / "m", calibrate="held-out"))
    stored = read_model(tmp_path / "m")
    stored.card["split"]["calibrate"] = "cross"
    root = shutil.copytree(category, tmp_path / "grown")
    Image.fromarray(part(900)).save(root / "train" / "good" / "lot90_900.png")

    finish(small_job(root, tmp_path / "n", **extension(stored)))

    split = read_model(tmp_path / "n").card["split"]
    assert set(split["training"]) & set(split["calibration"]) == {"train/good/lot90_900.png"}


def test_the_stages_and_the_estimate_know_of_it(category, tmp_path):
    by_lot = job(category, tmp_path / "m", group_by=LOT)
    by_image = job(category, tmp_path / "m", calibrate="held-out")
    stages = [[phase.stage for phase in image_phases(one, tested=False)] for one in (by_lot, by_image)]
    assert ["Comparing" in found for found in stages] == [False, True]
    expected_s = {phase.stage: phase.expected_s for phase in image_phases(by_lot, tested=False)}
    assert expected_s["Calibrating"] > expected_s["Training"]  # learned once for all folds, and each image is judged
    found = [next(one for one in estimate_training(each) if isinstance(one, Estimate)) for each in (by_lot, by_image)]
    assert found[0].steps == 3
    assert (found[0].comparing_s == 0, found[1].comparing_s > 0) == (True, True)
    for tile, compares in (("auto", True), (32, False)):
        phases = image_phases(replace(by_image, tile=tile), tested=False)
        assert ("Comparing" in [phase.stage for phase in phases]) == compares
    unnamed = job(category, tmp_path / "m", group_by="zzz")
    assert image_phases(unnamed, tested=False)
