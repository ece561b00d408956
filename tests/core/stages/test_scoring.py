"""From a map to a score."""

import pytest
import torch
from torch import Tensor

from inspector.core.calibration import MIN_IMAGES_FOR_AREAS, calibrate, default_scoring
from inspector.core.methods import Judgement, create_method
from inspector.core.model import Model
from inspector.core.stages.scoring import AreaStatistics, area_levels

SHARES = (0.04, 0.25)


def noise(count: int, seed: int, side: int = 40) -> Tensor:
    return torch.rand(count, side, side, generator=torch.Generator().manual_seed(seed))


def slow_levels(values: Tensor, places: Tensor, sides: tuple[int, ...]) -> list[float]:
    """The same by loops over every area that starts at a quarter of its side."""
    levels = [values[places].max().item()]
    for side in sides:
        step = max(1, side // 4)
        starts = range(0, len(values) - side + 1, step)
        areas = [(slice(y, y + side), slice(x, x + side)) for y in starts for x in starts]
        most = max(places[area].float().mean().item() for area in areas)
        enough = [area for area in areas if places[area].float().mean().item() >= 0.5 * most]
        levels.append(max(values[area][places[area]].mean().item() for area in enough))
    return levels


def test_levels_are_the_highest_means_of_areas() -> None:
    maps = noise(1, 0)
    found = area_levels(maps, None, shares=SHARES)

    everywhere = torch.ones(40, 40, dtype=torch.bool)
    slow = [slow_levels(values, everywhere, (8, 20)) for values in maps]
    torch.testing.assert_close(found, torch.tensor(slow))


@pytest.mark.parametrize("width", [30, 5])  # the second is narrower than the areas
def test_what_is_not_judged_has_no_part_in_the_levels(width: int) -> None:
    maps, places = noise(3, 1), torch.zeros(40, 40, dtype=torch.bool)
    places[:, :width] = True
    hot = torch.where(places, maps, 100.0)

    found = area_levels(hot, places, shares=SHARES)

    slow = [slow_levels(values, places, (8, 20)) for values in maps]
    torch.testing.assert_close(found, torch.tensor(slow))
    each = area_levels(hot, places.expand(3, 40, 40), shares=SHARES)
    assert torch.equal(found, each)


def test_an_area_larger_than_the_map_is_narrow_takes_another_shape() -> None:
    maps = torch.zeros(1, 4, 100)
    maps[0, :, :25] = 1.0

    assert area_levels(maps, None, shares=(0.25,)).tolist() == [[1.0, 1.0]]


def test_a_small_bright_place_scores_as_its_maximum_and_a_large_faint_one_more() -> None:
    good = noise(60, 2)
    statistics = AreaStatistics.from_levels(area_levels(good, None, shares=SHARES), SHARES)
    speck, stain = good[:1].clone(), good[:1].clone()
    speck[0, 3, 3] = 1.5
    stain[0, 10:30, 10:30] += 0.3  # no single place is as bright as that of the speck
    stain.clamp_(max=1)

    assert statistics.score(speck, None).item() == pytest.approx(1.5)
    assert statistics.score(stain, None).item() > statistics.score(good, None).max()


def test_good_images_that_are_all_alike_have_a_finite_score() -> None:
    levels = area_levels(torch.ones(5, 40, 40), None, shares=SHARES)
    statistics = AreaStatistics.from_levels(levels, SHARES)

    assert torch.isfinite(statistics.combine(levels)).all()


def test_scores_of_good_images_are_those_that_new_images_get() -> None:
    riad = create_method("riad", preset="cpu")
    good, new = noise(40, 3), noise(400, 4)

    calibration = calibrate(riad, Judgement(torch.zeros(40), good), normalise=False, scoring="areas")
    model = Model(riad, torch.nn.Identity(), None, calibration)
    scores = model.calibrated(Judgement(torch.zeros(400), new)).scores

    # Exchangeable: the share of new images above the k-th of n good ones is k / (n + 1) on average.
    above = (scores[:, None] > calibration.good_scores).float().mean()
    assert above.item() == pytest.approx(0.5, abs=0.12)
    assert (scores > calibration.good_scores.max()).float().mean() < 0.1


def test_scores_follow_the_paper_where_the_settings_are_its_own() -> None:
    assert default_scoring(create_method("riad", preset="cpu")) == "areas"
    assert default_scoring(create_method("riad", preset="paper", training={"steps": 5})) == "maximum"
    assert default_scoring(create_method("patchcore", preset="paper", neighbours=1)) == "areas"
    assert default_scoring(create_method("rotnet", preset="cpu")) == "maximum"  # it has no map


def test_a_few_images_do_not_tell_what_areas_reach() -> None:
    riad = create_method("riad", preset="cpu")
    for count, by_areas in ((MIN_IMAGES_FOR_AREAS - 1, False), (MIN_IMAGES_FOR_AREAS, True)):
        judgement = Judgement(torch.zeros(count), noise(count, 5))
        calibration = calibrate(riad, judgement, normalise=False, scoring="areas")
        assert (calibration.areas is not None) == by_areas


def test_where_nothing_is_judged_no_level_is_reached() -> None:
    nothing = torch.zeros(40, 40, dtype=torch.bool)
    levels = area_levels(noise(1, 0), nothing, shares=SHARES)
    assert levels.tolist() == [[-torch.inf] * 3]
    areas = AreaStatistics(torch.tensor([3.0, 2.0, 1.0]), torch.ones(3), SHARES)
    assert areas.combine(levels).tolist() == [-torch.inf]  # and not 3 above what an area of good images reaches
