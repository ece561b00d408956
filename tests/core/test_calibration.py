import numpy as np
import pytest
import torch

from inspector.core.calibration import MIN_IMAGES_FOR_RELATIVE_MAPS, alignment, calibrate
from inspector.core.errors import SettingError
from inspector.core.methods import Judgement, create_method
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.statistics import PixelStatistics
from inspector.core.thresholds import (
    bound_for_threshold,
    choose_review,
    choose_threshold,
    false_reject_bound,
    far_out,
    images_needed,
    set_aside,
)

RIAD = create_method("riad", preset="cpu")  # of a method that poses no tasks, calibration asks nothing


@pytest.mark.parametrize(("images", "bound"), [(20, 0.139), (60, 0.049), (100, 0.0295), (300, 0.0099)])
def test_bound_at_the_largest_score(images, bound):
    # 1 − 0.05^(1/n)
    assert false_reject_bound(1, images) == pytest.approx(1 - 0.05 ** (1 / images))
    assert false_reject_bound(1, images) == pytest.approx(bound, rel=0.01)


@pytest.mark.parametrize(("share", "images"), [(0.01, 299), (0.05, 59), (0.001, 2995)])
def test_images_a_wish_needs(share, images):
    assert images_needed(share) == images


def test_the_bound_holds_for_new_parts():
    # The promise itself, by simulation: in at least 95 % of trainings the true share is within the bound.
    rng = np.random.default_rng(0)
    kept = 0
    for _ in range(2000):
        choice = choose_threshold(rng.normal(size=80), wish=0.1)
        kept += (rng.normal(size=4000) > choice.threshold).mean() <= choice.bound_95
    assert kept / 2000 > 0.94


def test_enough_images_give_a_threshold_below_the_largest_score():
    choice = choose_threshold(np.arange(473), wish=0.01)  # 473 images prove 1 % at rank 2
    assert (choice.rank, choice.threshold, choice.proven) == (2, 471, True)
    assert choice.more_images_needed == 0


def test_too_few_images_give_the_largest_score_and_say_so():
    choice = choose_threshold(np.array([3.0, 1.0, 2.0]), wish=0.01)
    assert (choice.threshold, choice.rank, choice.proven) == (3.0, 1, False)
    assert choice.more_images_needed == 296


def test_of_good_parts_the_expected_share_lies_between_the_thresholds():
    choice = choose_review(np.arange(99), wish=0.05, reject=96)  # rank 3: five of 100 places more
    assert (choice.threshold, choice.rank, choice.expected) == (91, 8, 0.08)


@pytest.mark.parametrize(
    ("reject", "review"),
    [(18, 17), (17.5, 17), (100, 18), (0, 0), (-1, -1)],
    ids=["the largest", "between two", "above all", "the smallest", "below all"],
)
def test_review_begins_below_a_reject_threshold_that_was_set_by_hand(reject, review):
    assert choose_review(np.arange(19), wish=0.05, reject=reject).threshold == review


def test_a_threshold_does_not_rest_on_scores_that_are_set_aside():
    scores = np.array([*np.linspace(1, 2, 40), 9.0, 8.0])
    aside = set_aside(scores)
    assert scores[aside].tolist() == [9.0]  # two would be one in 14 above the third largest
    choice = choose_threshold(scores, wish=0.01, aside=aside)
    assert (choice.threshold, choice.rank, choice.images) == (8.0, 2, 42)
    assert choice.expected == 2 / 43
    longer = np.array([*np.linspace(1, 2, 70), 9.0, 8.0])
    choice = choose_threshold(longer, wish=0.01, aside=set_aside(longer))
    assert (choice.threshold, choice.rank) == (2.0, 3)


def test_scores_that_are_set_aside_count_among_those_that_the_wish_allows():
    scores = np.arange(473.0)  # of which two may be above the threshold for 1 %, see above
    assert choose_threshold(scores, wish=0.01, aside=scores > 471).rank == 2


def test_too_few_scores_set_none_aside():
    assert not set_aside(np.array([*np.linspace(1, 2, 20), 9.0])).any()
    assert not set_aside(np.linspace(1, 2, 60)).any()


def test_too_few_images_leave_no_room_for_review():
    assert choose_review(np.arange(18), wish=0.05, reject=17).threshold == 17
    assert choose_review(np.arange(18), wish=0.05, reject=30).threshold == 17  # no good part was seen above it


@pytest.mark.parametrize("wish", [0, 1, -0.1, 2])
def test_impossible_wishes(wish):
    with pytest.raises(SettingError):
        choose_threshold(np.ones(5), wish=wish)
    with pytest.raises(SettingError):
        choose_review(np.ones(5), wish=wish, reject=1)


def test_no_images():
    with pytest.raises(SettingError):
        choose_threshold(np.array([]), wish=0.1)


def test_bound_of_a_threshold_set_by_hand():
    good = np.arange(100)
    assert bound_for_threshold(good, 1000) == pytest.approx(1 - 0.05 ** (1 / 100))
    assert bound_for_threshold(good, 89) == pytest.approx(false_reject_bound(11, 100))  # ten above it
    assert bound_for_threshold(good, -1) == 1


def test_decisions_at_the_edges():
    point = OperatingPoint(review=1.0, reject=2.0)
    decisions = [point.decide(score) for score in (0.5, 1.0, 1.0001, 2.0, 2.0001)]
    assert decisions == [Decision.OK, Decision.OK, Decision.REVIEW, Decision.REVIEW, Decision.NG]


@pytest.mark.parametrize(("review", "reject"), [(2, 1), (float("nan"), 1), (0, float("inf"))])
def test_senseless_operating_points(review, reject):
    with pytest.raises(SettingError):
        OperatingPoint(review=review, reject=reject)


def aligned_maps(n, seed, size=24):
    """Maps of aligned good parts: each place has its own level, and every image a little noise."""
    levels = torch.rand(size, size, generator=torch.Generator().manual_seed(99))
    noise = torch.randn(n, size, size, generator=torch.Generator().manual_seed(seed))
    return levels + 0.1 * noise


def test_alignment_is_high_for_aligned_parts_and_none_for_noise():
    assert alignment(aligned_maps(40, 0)) > 0.8
    assert alignment(torch.rand(40, 24, 24, generator=torch.Generator().manual_seed(0))) < 0.05
    assert alignment(torch.rand(1, 24, 24)) == 0


def test_the_check_normalises_aligned_parts_only_and_the_user_overrules_it():
    aligned, texture = aligned_maps(40, 0), torch.rand(40, 24, 24, generator=torch.Generator().manual_seed(0))
    scores = torch.zeros(40)
    assert calibrate(RIAD, Judgement(scores, aligned), normalise=None).pixels is not None
    assert calibrate(RIAD, Judgement(scores, texture), normalise=None).pixels is None
    assert calibrate(RIAD, Judgement(scores, aligned), normalise=False).pixels is None
    assert calibrate(RIAD, Judgement(scores, texture), normalise=True).pixels is not None
    assert calibrate(RIAD, Judgement(scores, aligned[:10]), normalise=None).pixels is None  # too few to trust
    assert torch.isfinite(calibrate(RIAD, Judgement(scores[:1], aligned[:1]), normalise=True).good_scores).all()


def test_pixel_statistics_by_hand():
    maps = torch.tensor([1.0, 2.0, 3.0, 4.0, 10.0])[:, None, None].expand(5, 1, 1)
    statistics = PixelStatistics.from_maps(maps)
    # median 3, MAD of (2, 1, 0, 1, 7) is 1; the floor is three times the median spread, which is this one's
    assert statistics.median.item() == 3
    assert statistics.sigma.item() == pytest.approx(1.4826 * 4)
    assert statistics.normalise(torch.tensor([[9.0]])).item() == pytest.approx(6 / (1.4826 * 4))


def test_cross_fitted_scores_are_those_of_new_images():
    # Scores of images normalised by statistics they are part of would be too low, the threshold with them.
    maps = aligned_maps(7, 1)
    calibration = calibrate(RIAD, Judgement(torch.zeros(7), maps), normalise=True)
    new = calibration.pixels.normalise(aligned_maps(400, 2)).flatten(1).amax(dim=1)
    naive = calibration.pixels.normalise(maps).flatten(1).amax(dim=1)
    assert naive.mean() < 0.9 * new.mean()
    assert calibration.good_scores.mean() > 0.95 * new.mean()


def test_a_method_without_a_map_has_scores_only():
    calibration = calibrate(RIAD, Judgement(torch.tensor([1.0, 2.0]), None), normalise=None)
    assert calibration.pixels is None
    assert calibration.outline is None
    assert calibration.good_scores.tolist() == [1, 2]


def test_outline_lies_above_995_of_1000_good_pixels():
    maps = torch.arange(10_000.0).view(1, 100, 100)
    assert calibrate(RIAD, Judgement(torch.zeros(1), maps), normalise=False).outline == pytest.approx(9949, abs=2)


def test_distances_to_good_parts_are_normalised_in_any_pose_where_areas_score():
    generator = torch.Generator().manual_seed(0)
    aligned = torch.rand(1, 8, 8, generator=generator) + 0.01 * torch.rand(30, 8, 8, generator=generator)
    for maps, riad_normalises in ((aligned, True), (torch.rand(30, 8, 8, generator=generator), False)):
        judgement = Judgement(torch.zeros(30), maps)
        assert (calibrate(RIAD, judgement, normalise=None, scoring="areas").pixels is not None) == riad_normalises
        patchcore = create_method("patchcore", preset="cpu")
        assert calibrate(patchcore, judgement, normalise=None, scoring="areas").pixels is not None
        assert calibrate(patchcore, judgement, normalise=False, scoring="areas").pixels is None
        # as published, unless the user says so
        assert calibrate(patchcore, judgement, normalise=None).pixels is None
        assert calibrate(patchcore, judgement, normalise=True).pixels is not None


def test_few_good_images_do_not_say_what_is_usual_at_a_place():
    patchcore = create_method("patchcore", preset="cpu")
    for count in (MIN_IMAGES_FOR_RELATIVE_MAPS - 1, MIN_IMAGES_FOR_RELATIVE_MAPS):
        maps = torch.rand(count, 8, 8, generator=torch.Generator().manual_seed(0))
        calibration = calibrate(patchcore, Judgement(torch.zeros(count), maps), normalise=None, scoring="areas")
        assert (calibration.pixels is not None) == (count == MIN_IMAGES_FOR_RELATIVE_MAPS)


def test_learned_images_say_what_is_usual_and_held_out_ones_what_good_images_score():
    patchcore = create_method("patchcore", preset="cpu")
    generator = torch.Generator().manual_seed(0)
    usual = torch.rand(8, 8, generator=generator)
    learned = usual + 0.1 * torch.rand(30, 8, 8, generator=generator)
    held_out = usual + 0.1 * torch.rand(3, 8, 8, generator=generator)
    held_out[1, 4, 4] += 1
    calibration = calibrate(
        patchcore,
        Judgement(torch.zeros(3), held_out),
        normalise=None,
        scoring="areas",
        learned=Judgement(torch.zeros(30), learned),
    )
    assert calibration.compared == 30
    assert calibration.pixels is not None
    assert calibration.areas is not None  # three held-out images alone would not say
    torch.testing.assert_close(calibration.pixels.median, torch.from_numpy(np.median(learned.numpy(), axis=0)))
    normalised = (held_out - calibration.pixels.median) / calibration.pixels.sigma
    torch.testing.assert_close(calibration.good_scores, calibration.areas.score(normalised, None))
    assert calibration.good_scores.argmax() == 1


@pytest.mark.parametrize(("method", "trusted"), [("patchcore", True), ("riad", False)])
def test_the_spread_of_images_judged_in_turn_is_trusted_as_that_of_learned_ones(method, trusted):
    maps = torch.rand(64, 8, 8, generator=torch.Generator().manual_seed(0))
    found = [
        calibrate(
            create_method(method, preset="cpu"),
            Judgement(maps.flatten(1).amax(dim=1), maps),
            normalise=True,
            scoring="areas",
            crossed=crossed,
        ).pixels.sigma
        for crossed in (False, True)
    ]
    values = maps.numpy()
    spread = 1.4826 * np.median(np.abs(values - np.median(values, axis=0)), axis=0)
    # 3 times the median spread for held-out images, 8 / √64 times for learned ones
    expected = [torch.from_numpy(spread + floor * np.median(spread)) for floor in (3, 1 if trusted else 3)]
    torch.testing.assert_close(found, expected, check_dtype=False, rtol=0.02, atol=0)


def test_places_that_are_not_judged_say_nothing_of_learned_images_either():
    patchcore = create_method("patchcore", preset="cpu")
    generator = torch.Generator().manual_seed(0)
    learned, held_out = torch.rand(30, 8, 8, generator=generator), torch.rand(5, 8, 8, generator=generator)
    judged = torch.zeros(8, 8, dtype=torch.bool)
    judged[2:6, 1:7] = True

    def calibrated(outside):
        maps = [torch.where(judged, values, outside * values) for values in (held_out, learned)]
        of_both = [Judgement(values.flatten(1).amax(dim=1), values) for values in maps]
        return calibrate(
            patchcore, of_both[0], normalise=None, judged=judged, scoring="areas", learned=of_both[1]
        ).good_scores

    torch.testing.assert_close(calibrated(1.0), calibrated(50.0))


def test_what_lies_far_above_the_other_good_scores_is_found():
    scores = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 20.0, 2.5, 3.5, 12.0])  # quartiles 2.5 and 5, so beyond 12.5

    assert far_out(scores) == [5]
    assert far_out(scores[:7]) == []  # too few to tell
    assert far_out(np.ones(20)) == []


def test_far_out_seldom_names_a_good_image():
    rng = np.random.default_rng(0)
    named = [len(far_out(rng.normal(size=40))) for _ in range(300)]

    assert np.mean(named) < 0.05
