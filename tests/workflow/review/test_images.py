import shutil
from pathlib import Path

import numpy as np
import pytest

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.regions import region_outlines
from inspector.store.records import ReviewDecision, record_defect_type
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.workflow.export.reviews import export_image_reviews
from inspector.workflow.review.images import Filter, ReviewedImageRun
from inspector.workflow.review.reviewed_run import NOT_REVIEWED
from inspector.workflow.review.scores import outcome_at

POINT = OperatingPoint(review=1.0, reject=2.0)


def test_an_outcome_counted_by_hand():
    scores = np.array([0.5, 1.0, 1.5, 2.0, 2.5, 0.9, 2.1, 3.0])
    defective = np.array([0, 0, 0, 0, 0, 1, 1, 1], bool)
    outcome = outcome_at(scores, defective, POINT)
    # A score at a threshold is not above it: 1.0 is OK and 2.0 in REVIEW.
    assert outcome.counts.tolist() == [[2, 2, 1], [1, 0, 2]]
    assert (outcome.overkill.count, outcome.overkill.total) == (1, 5)
    assert (outcome.escape.count, outcome.escape.total) == (1, 3)
    assert (outcome.good_in_review.count, outcome.good_in_review.total) == (2, 5)


def test_without_parts_of_a_kind_its_share_is_not_measured():
    outcome = outcome_at(np.array([3.0]), np.array([True]), POINT)
    assert outcome.overkill is None
    assert outcome.escape.value == 0


@pytest.fixture
def reviewed(tmp_path):
    path = tmp_path / "monday.h5"
    scores = {"a": 0.5, "b": 1.5, "c": 3.0, "d": None, "e": 2.5}
    labels = ["good", "", "scratch", "", ""]
    about = {"model": "m", "operating_point": {"review": 1.0, "reject": 2.0}}
    with ImageRunWriter(path, names=list(scores), labels=labels, map_size=None, about=about) as run:
        for index, (name, score) in enumerate(scores.items()):
            error = "unreadable" if score is None else None
            decision = None if score is None else POINT.decide(score)
            run.write(index, Inspection(name, labels[index], score=score, decision=decision, size=(8, 8), error=error))
    return ReviewedImageRun(path)


def named(run, places):
    return "".join(run.names[place] for place in places)


def test_order_and_filters(reviewed):
    assert named(reviewed, reviewed.select(Filter())) == "dceba"
    assert named(reviewed, reviewed.select(Filter(decision="NG"))) == "ce"
    assert named(reviewed, reviewed.select(Filter(decision="error"))) == "d"
    assert named(reviewed, reviewed.select(Filter(label=""))) == "deb"
    reviewed.review(1, ReviewDecision.ACCEPT)
    assert named(reviewed, reviewed.select(Filter(state=NOT_REVIEWED))) == "dcea"
    assert named(reviewed, reviewed.select(Filter(state="accept"))) == "b"


def test_a_run_that_was_moved_or_renamed_keeps_what_people_decided(reviewed, tmp_path):
    """Decisions stay in the records where they were made; those of the new place go before them."""
    path = reviewed.path
    reviewed.review(1, ReviewDecision.ACCEPT)
    reviewed.review(2, ReviewDecision.ACCEPT)
    record_defect_type(path, image="c", region=0, type_name="dent", user="ann")
    reviewed.close()
    (tmp_path / "archive").mkdir()
    copy = Path(shutil.copy(path, tmp_path / "archive" / "copy.h5"))
    moved = path.rename(tmp_path / "archive" / "tuesday.h5")
    with ReviewedImageRun(moved) as run:
        assert run.review_of(1).decision is run.review_of(2).decision is ReviewDecision.ACCEPT
        assert run.types_at(2) == {0: "dent"}
        run.review(2, ReviewDecision.REJECT)
    with ReviewedImageRun(moved) as run:
        assert run.review_of(2).decision is ReviewDecision.REJECT
        assert run.reviewed() == 2
    lines = export_image_reviews(moved, tmp_path / "reviews.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [["b", "accept"], ["c", "accept"], ["c", "reject"]]
    shutil.copy(moved, path)
    with ReviewedImageRun(copy) as run:
        assert run.reviewed() == 0, "a copy is another run, whose original is still there"


def test_the_folder_tells_what_a_part_is_and_else_a_person(reviewed):
    assert named(reviewed, np.flatnonzero(reviewed.labelled_scores().known)) == "ac"
    reviewed.review(1, ReviewDecision.ACCEPT)
    reviewed.review(4, ReviewDecision.REJECT)
    reviewed.review(0, ReviewDecision.REJECT)  # against its folder, which counts for figures
    reviewed.review(3, ReviewDecision.REJECT)  # without a score there is nothing to count
    found = reviewed.labelled_scores()
    assert named(reviewed, np.flatnonzero(found.known)) == "abce"
    assert named(reviewed, np.flatnonzero(found.defective & found.known)) == "ce"
    reviewed.review(4, ReviewDecision.UNSURE)
    assert named(reviewed, np.flatnonzero(reviewed.labelled_scores().known)) == "abc"


def test_a_review_is_there_when_the_run_is_opened_again(reviewed):
    reviewed.review(1, ReviewDecision.REJECT)
    reviewed.review(2, ReviewDecision.ACCEPT)
    reviewed.review(2, None)
    again = ReviewedImageRun(reviewed.path)
    assert again.review_of(1).decision is ReviewDecision.REJECT
    assert again.review_of(2) is None
    assert again.reviewed() == 1


def test_verdicts_follow_the_point(reviewed):
    assert reviewed.decision(1) is Decision.REVIEW
    reviewed.judge_by(OperatingPoint(review=1.5, reject=2.0))
    assert reviewed.decision(1) is Decision.OK
    assert reviewed.decision(3) is None


def test_the_nearest_to_a_line(reviewed):
    assert named(reviewed, reviewed.labelled_scores().nearest(2.2, 2)) == "be"
    assert named(reviewed, reviewed.labelled_scores().nearest(2.2, 9)) == "abec"


def test_outlines_are_where_the_region_is():
    anomaly_map = np.zeros((10, 20), np.float32)
    anomaly_map[4:6, 8:12] = 1.0
    (line,) = region_outlines(anomaly_map, outline=0.5, peak=0.9)
    assert np.allclose(line[0], line[-1])
    assert np.allclose([line[:, 0].min(), line[:, 0].max()], [8 / 20, 12 / 20], atol=0.01)
    assert np.allclose([line[:, 1].min(), line[:, 1].max()], [4 / 10, 6 / 10], atol=0.01)
