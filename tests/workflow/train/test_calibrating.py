"""Calibration on every good image, each judged by a model that learned the others."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import torch

from inspector.core.calibration import Calibration
from inspector.core.errors import CategoryError
from inspector.core.images.variation import Variation
from inspector.core.methods import Judgement, create_method
from inspector.core.model import Model
from inspector.core.stages.framing import Framing
from inspector.data.category import GOOD, ImageRef
from inspector.data.images.batches import GoodImages
from inspector.data.splits import folds_of_good, split_crossed
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import read_model
from inspector.workflow.job_progress import JobProgress, Phase
from inspector.workflow.progress import Progress
from inspector.workflow.train.calibrating import calibrate_model, judge_in_folds, suspects
from tests.conftest import small_job, trained
from tests.mean_image import MeanImage, MeanImageConfig, MeanImageNetwork


def refs(count: int) -> list[ImageRef]:
    return [ImageRef(Path(f"{i}.png"), f"lot{i // 4}/{i}.png", GOOD) for i in range(count)]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "There is one good image; at least two"), (3, "All 3 good images are")]
)
def test_good_images_of_one_content_are_too_few(count: int, words: str) -> None:
    with pytest.raises(CategoryError, match=words):
        split_crossed(refs(count), digests=["same"] * count, group_by=None)


@pytest.mark.parametrize("group_by", [None, "folder"])
def test_folds_hold_every_image_once_and_no_part_of_a_lot(group_by: str | None) -> None:
    images, digests = refs(30), [str(i) for i in range(30)]

    folds = folds_of_good(images, digests=digests, group_by=group_by, seed=0)

    assert sorted(index for fold in folds for index in fold) == list(range(30))
    assert max(map(len, folds)) - min(map(len, folds)) <= (4 if group_by else 0)
    if group_by:
        of_lot = [{fold for fold, members in enumerate(folds) for i in members if i // 4 == lot} for lot in range(8)]
        assert all(len(found) == 1 for found in of_lot)
    assert folds != folds_of_good(images, digests=digests, group_by=group_by, seed=1)
    assert split_crossed(images, digests=digests, group_by=group_by).calibration_groups == (8 if group_by else 30)


def test_identical_files_stay_together() -> None:
    folds = folds_of_good(refs(20), digests=["same"] * 2 + [str(i) for i in range(18)], group_by=None, seed=0)

    assert any({0, 1} <= set(fold) for fold in folds)


def judging_of_seven(category: Path, folds: list[list[int]]) -> tuple[GoodImages, Generator[Progress, None, Any]]:
    """Seven good images, and their judging in folds by the mean of the others."""
    paths = sorted((category / "train" / "good").iterdir())[:7]
    method = MeanImage(MeanImageConfig())
    good = GoodImages(paths, framing=Framing(method.config.image_size))
    for index in range(len(paths)):
        good.load(index)
    model = Model(method, MeanImageNetwork(method.config.image_size), None, None)
    never = Variation(gain=0, offset=0)

    def untrained() -> MeanImageNetwork:
        return MeanImageNetwork(method.config.image_size)

    return good, judge_in_folds(model, good, folds, untrained=untrained, variation=never, seed=0, steps=1000)


def test_every_image_is_judged_by_what_the_others_look_like(category: Path) -> None:
    folds = [[0, 3, 6], [1, 4], [2, 5]]
    good, judging = judging_of_seven(category, folds)
    try:
        while True:
            next(judging)
    except StopIteration as end:
        judgements = end.value

    for index, judgement in enumerate(judgements):
        others = [other for fold in folds if index not in fold for other in fold]
        difference = (good[index] - good.stack(others).mean(dim=0)).abs().mean(dim=0)
        torch.testing.assert_close(judgement.maps[0], difference)


def test_the_progress_counts_the_images_that_each_fold_learns_and_judges(category: Path) -> None:
    _, judging = judging_of_seven(category, [[0, 3, 6], [1, 4], [2, 5]])

    done = [progress.done for progress in judging if progress.total == 3 * 7]

    assert done[0] == 0
    assert done == sorted(set(done))  # each of them goes on
    assert {5, 6, 7, 13, 14, 20, 21} <= set(done)  # after each image that is judged


def test_the_time_left_is_known_while_images_are_judged(category: Path) -> None:
    """Learning takes no time here, and judging an image ten seconds."""
    _, judging = judging_of_seven(category, [[0, 3, 6], [1, 4], [2, 5]])
    job, now_s, left = JobProgress([Phase("Calibrating", 1.0)]), 0.0, []
    for progress in judging:
        now_s += 10.0 * (progress.done % 7 in (0, 5, 6) and progress.done > 0)
        job.follow(progress, now_s=now_s)
        left.append(job.left_s)

    assert None not in left[-8:]
    assert left[-1] == 0
    assert job.fraction == 1


def test_a_model_calibrated_on_all_good_images_says_so(category: Path, tmp_path: Path) -> None:
    done = trained(small_job(category, tmp_path / "m", steps=1, calibrate="cross"))

    stored = read_model(tmp_path / "m")
    images = len(list((category / "train" / "good").iterdir()))
    assert done.calibrated_on == done.calibration_groups == len(stored.calibration.good_scores) == images
    assert stored.card["split"]["training"] == stored.card["split"]["calibration"]
    assert is_crossed(stored.card)
    assert done.crossed
    assert not any("alibrated" in remark for remark in done.remarks)  # which warn, and this is no warning


def test_a_suspect_among_the_good_images_is_named() -> None:
    scores = torch.tensor([1.0, 1.1, 0.9, 1.0, 1.2, 0.8, 1.1, 1.0, 9.0])
    names = [f"{place}.png" for place in range(9)]

    (sentence,) = suspects(names, Calibration(scores, pixels=None, alignment=None, outline=None))

    assert "8.png" in sentence
    assert "0.png" not in sentence
    assert suspects(names[:8], Calibration(scores[:8], pixels=None, alignment=None, outline=None)) == ()


def test_images_of_which_everything_is_judged_count_beside_those_with_padding() -> None:
    maps = torch.rand(12, 20, 20, generator=torch.Generator().manual_seed(0))
    padded = torch.ones(1, 20, 20, dtype=torch.bool)
    padded[..., 15:] = False
    judgements = [
        Judgement(values.amax()[None], values[None], places=padded if place % 2 else None)
        for place, values in enumerate(maps)
    ]
    model = Model(create_method("riad", preset="cpu"), torch.nn.Identity(), None, None)

    judging = calibrate_model(model, judgements, total=12, normalise=False, scoring="areas")
    try:
        while True:
            next(judging)
    except StopIteration as end:
        calibration = end.value

    assert len(calibration.good_scores) == 12
    assert torch.isfinite(calibration.good_scores).all()
    assert calibration.areas is not None
