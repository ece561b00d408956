"""Judging a part of the image only."""

import pytest
import torch
from torch import nn

from inspector.core.calibration import calibrate
from inspector.core.explanation import FailedTask, failed_tasks
from inspector.core.methods import Judgement, Method, MethodConfig, Multitask, Training, create_method
from inspector.core.model import Model
from inspector.core.regions import find_regions
from inspector.core.statistics import TaskStatistics

LEFT_HALF = torch.zeros(8, 8, dtype=torch.bool)
LEFT_HALF[:, :4] = True


CONFIG = MethodConfig(image_size=(16, 16), training=Training(steps=1, batch_size=1, optimizer=None))


class Brightness(Method[MethodConfig, nn.Module]):
    """A method whose map is the image's brightness and whose own score is something else."""

    def build(self, *, generator):
        return nn.Identity()

    def learn(self, network, batch, *, generator):
        raise NotImplementedError

    def judge(self, network, batch, *, evidence=False):
        return Judgement(scores=torch.full((len(batch),), 99.0), maps=batch.mean(dim=1))


def good_images(n=30):
    levels = torch.rand(8, 8, generator=torch.Generator().manual_seed(1)) * 0.4
    levels = torch.where(LEFT_HALF, levels, levels + 0.5)  # the worst good places lie on the right
    noise = torch.rand(n, 1, 8, 8, generator=torch.Generator().manual_seed(2)) * 0.05
    return (levels + noise).expand(-1, 3, -1, -1)


def trained(*, normalise, judged=LEFT_HALF):
    model = Model(Brightness(CONFIG), nn.Identity(), None, None, judged)
    calibration = calibrate(model.method, model.assess(good_images()), normalise=normalise, judged=judged)
    return Model(model.method, model.network, None, calibration, judged)


def with_defect(*, column):
    image = good_images(1).clone()
    image[..., 3, column] = 1.5
    return image


@pytest.mark.parametrize("normalise", [False, True])
def test_only_a_defect_on_a_judged_place_raises_the_score(normalise):
    model = trained(normalise=normalise)
    good = model.assess(good_images(1))
    outside, inside = (model.assess(with_defect(column=column)) for column in (6, 2))
    assert torch.equal(outside.scores, good.scores)
    assert torch.equal(outside.maps, good.maps)
    assert inside.scores > model.calibration.good_scores.max()
    assert inside.scores == inside.maps[0, 3, 2]


@pytest.mark.parametrize("normalise", [False, True])
def test_calibration_sees_judged_places_only(normalise):
    whole, left = trained(normalise=normalise, judged=None), trained(normalise=normalise)
    raw = good_images().mean(dim=1)[:, LEFT_HALF]
    if not normalise:
        torch.testing.assert_close(left.calibration.good_scores, raw.amax(dim=1))
        assert left.calibration.outline < 0.5 < whole.calibration.outline
        assert left.calibration.lowest == raw.min()
    # The right half may as well not be there.
    narrow = Judgement(raw.amax(dim=1), raw.unflatten(1, (8, 4)))
    alone = calibrate(Brightness(CONFIG), narrow, normalise=normalise)
    assert torch.equal(alone.good_scores, left.calibration.good_scores)
    assert (alone.outline, alone.alignment) == (left.calibration.outline, left.calibration.alignment)


def test_an_image_that_is_bad_everywhere_has_no_region_outside():
    model = trained(normalise=True)
    judgement = model.assess(torch.full((1, 3, 8, 8), 3.0))
    review = model.calibration.good_scores.max().item()
    regions = find_regions(judgement.maps[0].numpy(), outline=model.calibration.outline, peak=review)
    assert [(region.left, region.width, region.height) for region in regions] == [(0, 4, 8)]


def test_a_task_that_is_posed_outside_did_not_fail():
    method = create_method("multitask", preset="cpu", width=1, image_size=128, crop_side=64)
    good = torch.rand(40, 9, 4, generator=torch.Generator().manual_seed(0)) * 0.1
    statistics = TaskStatistics.from_errors(good, method.chance())
    bad = good[0].clone()
    bad[0, 3], bad[8, 2] = 20.0, 10.0  # crop 0 is at (0, 0), crop 8 at (64, 64)
    lower_right = torch.zeros(128, 128, dtype=torch.bool)
    lower_right[70:, 70:] = True
    (failed,) = failed_tasks(method, statistics, bad, size=(128, 128), judged=lower_right)
    assert (failed.task, failed.left, failed.top) == ("rotation", 64, 64)


@pytest.mark.parametrize(
    ("task", "box", "words"),
    [
        ("rotation", (0, 0, 40, 40), "the top left corner looks turned"),
        ("rotation", (260, 0, 40, 40), "the top right corner looks turned"),
        ("vertical", (40, 40, 120, 120), "the middle looks moved up or down"),  # its own middle at (100, 100)
        ("horizontal", (0, 40, 90, 120), "the left side looks moved sideways"),
        ("jigsaw", (110, 150, 90, 60), "the bottom looks put together wrongly"),
        ("jigsaw", (0, 0, 300, 210), "the whole part looks put together wrongly"),
        ("", (250, 160, 50, 50), "the bottom right corner looks unusual"),
    ],
)
def test_a_failed_task_is_said_in_plain_words(task, box, words):
    left, top, width, height = box
    failed = FailedTask(task, 5.0, left, top, width, height)
    assert " ".join(failed.words((210, 300))) == words


def test_plain_words_have_translations():
    for task in ("vertical", "rotation", ""):
        for left in range(0, 300, 60):
            for top in range(0, 210, 60):
                for word in FailedTask(task, 5.0, left, top, 60, 60).words((210, 300)):
                    assert word in Multitask.texts_in("de")
