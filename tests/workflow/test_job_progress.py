"""One fraction and the seconds left of a job of several phases, by a hand-made clock."""

import pytest

from inspector.workflow.job_progress import JobProgress, Phase, timed
from inspector.workflow.progress import Progress

GUESSED = (
    Phase("Reading", 10, computes=False),
    Phase("Training", 60),
    Phase("Calibrating", 10),
    Phase("Inspecting", 20),
)
MEASURED = timed(GUESSED, {"Reading": 10, "Training": 60, "Calibrating": 10})


def follow(whole: JobProgress, stage: str, *updates: tuple[int, int, float]) -> None:
    """Updates of a stage: done, total, and the time on the clock."""
    for done, total, now_s in updates:
        whole.follow(Progress(stage, done, total), now_s=now_s)


def test_nothing_is_said_before_the_first_update():
    assert JobProgress(GUESSED).left_s is None
    assert JobProgress(GUESSED).fraction == 0
    assert JobProgress(MEASURED).left_s == 100


def test_what_was_measured_holds_from_the_start():
    whole = JobProgress(MEASURED)
    follow(whole, "Reading", (0, 10, 0.0), (5, 10, 5.0))
    assert whole.left_s == pytest.approx(95)
    assert whole.fraction == pytest.approx(0.05)


def test_guesses_say_nothing_of_time_until_learning_is_measured():
    whole = JobProgress(GUESSED)
    follow(whole, "Reading", (0, 10, 0.0), (10, 10, 40.0))
    assert whole.left_s is None
    assert whole.fraction == pytest.approx(0.1)  # of the guesses, although reading took four times as long
    follow(whole, "Training", (0, 60, 41.0))
    assert whole.left_s is None
    # 2 s a step, so 120 s for the 60 steps: twice the guess, as calibrating (20 s) and inspecting (40 s) will take
    follow(whole, "Training", (30, 60, 101.0))
    assert whole.left_s == pytest.approx(30 * 2 + 20 + 40)


def test_a_pace_that_is_found_to_be_another_counts_for_the_rest():
    whole = JobProgress(MEASURED)
    follow(whole, "Reading", (10, 10, 10.0))
    follow(whole, "Training", (0, 60, 10.0), (30, 60, 70.0))
    assert whole.left_s == pytest.approx(60 + 20 + 40)
    follow(whole, "Training", (60, 60, 130.0))
    follow(whole, "Calibrating", (0, 5, 130.0), (1, 5, 131.0))  # 1 s each, half of what training let expect
    assert whole.left_s == pytest.approx(4 + 10)


def test_time_left_falls_between_two_units():
    whole = JobProgress(MEASURED)
    follow(whole, "Training", (0, 6, 0.0), (1, 6, 10.0), (1, 6, 14.0))
    assert whole.left_s == pytest.approx(46 + 10 + 20)


def test_a_phase_that_takes_longer_than_its_pace_leaves_the_time_open():
    whole = JobProgress(MEASURED)
    follow(whole, "Training", (0, 6, 0.0), (6, 6, 60.0))
    assert whole.left_s == pytest.approx(30)
    follow(whole, "Training", (6, 6, 62.0))
    assert whole.left_s == pytest.approx(30)
    follow(whole, "Training", (6, 6, 180.0))  # condensing what it remembers, say
    assert whole.left_s is None
    follow(whole, "Calibrating", (1, 5, 181.0))
    assert whole.left_s is not None


def test_a_bar_does_not_restart_for_every_clip():
    whole = JobProgress((Phase("Inspecting", 30, parts=3),))
    follow(whole, "Inspecting", (1, 10, 0.0), (10, 10, 9.0))
    assert whole.fraction == pytest.approx(1 / 3)
    follow(whole, "Inspecting", (1, 40, 10.0))
    assert whole.fraction == pytest.approx((1 + 1 / 40) / 3)
    follow(whole, "Inspecting", (40, 40, 19.0), (1, 10, 20.0), (10, 10, 29.0))
    assert whole.fraction == pytest.approx(1)
    assert whole.left_s == 0


def test_the_fraction_never_falls_and_ends_at_one():
    whole = JobProgress(GUESSED)
    fractions = []
    clock = 0.0
    for stage, seconds in (("Reading", 1.0), ("Training", 0.1), ("Calibrating", 30.0), ("Inspecting", 2.0)):
        for done in range(11):
            follow(whole, stage, (done, 10, clock))
            fractions.append(whole.fraction)
            clock += seconds
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1)


def test_a_pause_takes_no_time():
    whole = JobProgress(MEASURED)
    follow(whole, "Training", (0, 60, 0.0), (10, 60, 10.0))
    whole.rest()
    follow(whole, "Training", (10, 60, 1000.0), (20, 60, 1010.0))
    assert whole.left_s == pytest.approx(40 + 10 + 20)


def test_a_resumed_training_begins_where_it_was():
    whole = JobProgress(MEASURED)
    follow(whole, "Training", (30, 60, 0.0), (31, 60, 1.0))
    assert whole.left_s == pytest.approx(29 + 30)
    assert whole.fraction == pytest.approx((10 + 31) / 100)


def test_a_stage_that_was_not_expected_changes_nothing():
    whole = JobProgress(MEASURED)
    follow(whole, "Reading", (10, 10, 0.0))
    before = whole.fraction
    follow(whole, "Writing", (1, 2, 1.0))
    assert whole.fraction == before


def test_phases_that_follow_a_measured_one_go_by_its_ratio():
    phases = timed(GUESSED, {"Reading": 1, "Training": 30, "Calibrating": 30})
    assert [phase.expected_s for phase in phases] == [1, 30, 30, 60]
    assert all(phase.measured for phase in phases)
