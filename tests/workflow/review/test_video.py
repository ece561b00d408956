import csv

import numpy as np
import pytest

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.inspection import ClipEvent, FrameRecord
from inspector.core.video.temporal import find_events
from inspector.store.records import ReviewDecision, record_review
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.store.runs.video_run_writer import VideoRunWriter
from inspector.workflow.export.reviews import export_event_reviews, export_image_reviews
from inspector.workflow.review.reviewed_run import NOT_NAMED, NOT_REVIEWED
from inspector.workflow.review.video import ClipFilter, ClipOrder, ReviewedVideoRun

POINT = OperatingPoint(review=1.0, reject=2.0)
RATE = 10.0
NAN = float("nan")


def scores_of(*stretches: tuple[int, float]) -> np.ndarray:
    return np.concatenate([np.full(frames, score) for frames, score in stretches])


SCORES = {
    "good": scores_of((60, 0.5)),
    "raised": scores_of((20, 0.5), (10, 1.5), (30, 0.5)),
    "thrown": scores_of((20, 0.5), (5, 1.5), (5, 3.0), (1, NAN), (29, 0.5)),
    "dark": scores_of((10, NAN)),
}


@pytest.fixture
def path(tmp_path):
    """Four clips: a good one, one to review, one with NG and a lost frame, and one that could not be judged."""
    path = tmp_path / "monday.clips"
    clips = [("good", "good"), ("raised", ""), ("thrown", "throw"), ("dark", "")]
    about = {"model": "m", "operating_point": vars(POINT)}
    with VideoRunWriter(path, clips=clips, about=about) as run:
        for clip, scores in enumerate(SCORES.values()):
            run.begin(clip, frame_rate=RATE, size=(8, 8))
            for index, score in enumerate(scores.tolist()):
                lost = np.isnan(score)
                boxes = np.array([(1, 2, 3, 4, 0 if lost else score)], np.float32)
                record = (None, None) if lost else (score, POINT.decide(score))
                run.frame(clip, FrameRecord(index, index / RATE, *record, boxes, error="lost" if lost else None))
            for event in find_events(np.nan_to_num(scores), POINT, min_gap=10):
                times = (event.start / RATE, event.end / RATE, event.peak_frame / RATE)
                run.event(clip, ClipEvent(event, *times, place=(5.0, 5.0, 6.0, 6.0)))
            run.end(clip, error=None)
    return path


@pytest.fixture
def run(path):
    with ReviewedVideoRun(path, category=None) as run:
        yield run


def spans(run):
    return [(event.clip, event.found.event.start, event.found.event.end, event.decision) for event in run.events]


def test_scores_of_clips_are_their_highest_and_labels_say_what_they_are(run):
    found = run.labelled_scores()
    assert found.names == ["good", "raised", "thrown", "dark"]
    assert found.scores[:3].tolist() == [0.5, 1.5, 3.0]
    assert np.isnan(found.scores[3])
    assert found.known.tolist() == [True, False, True, False]
    assert found.defective.tolist() == [False, False, True, False]
    assert found.nearest(1.4, 2) == [0, 1]
    outcome = found.outcome(POINT)
    assert outcome.counts.tolist() == [[1, 0, 0], [0, 0, 1]]
    assert (outcome.overkill.value, outcome.escape.value) == (0, 0)


def test_reviews_of_its_events_say_what_a_clip_without_a_label_is(run):
    run.review(0, ReviewDecision.ACCEPT)
    assert run.labelled_scores().known.tolist() == [True, True, True, False]
    assert not run.labelled_scores().defective[1]
    run.review(0, ReviewDecision.REJECT)
    assert run.labelled_scores().defective[1]
    run.review(0, ReviewDecision.UNSURE)
    assert not run.labelled_scores().known[1]


def test_other_thresholds_find_the_events_anew(run):
    assert spans(run) == [(1, 20, 30, Decision.REVIEW), (2, 20, 30, Decision.NG)]
    run.judge_by(OperatingPoint(review=2.0, reject=2.5))
    assert spans(run) == [(2, 25, 30, Decision.NG)]
    found = run.events[0].found
    assert (found.start_s, found.end_s, found.peak_s) == (2.5, pytest.approx(3.0), 2.5)
    assert found.place == (5, 5, 6, 6), "where the run's own event has it, which has the same peak"
    assert [run.decision(clip) for clip in range(4)] == [Decision.OK, Decision.OK, Decision.NG, None]
    assert set(run.scores(2).decisions) == {Decision.OK, Decision.NG, None}
    run.judge_by(OperatingPoint(review=0.1, reject=2.5))
    assert [(clip, start, end) for clip, start, end, _ in spans(run)] == [(0, 0, 60), (1, 0, 60), (2, 0, 60)]
    assert run.events[0].found.place == (1, 2, 3, 4), "the worst box of the peak"
    run.judge_by(POINT)
    assert spans(run) == [(1, 20, 30, Decision.REVIEW), (2, 20, 30, Decision.NG)]


def test_a_decision_stays_with_its_event_at_other_thresholds(run):
    run.review(1, ReviewDecision.REJECT)
    run.judge_by(OperatingPoint(review=2.0, reject=2.5))
    assert run.review_of(0).decision is ReviewDecision.REJECT
    assert run.reviewed() == 1
    run.review(0, ReviewDecision.UNSURE)
    assert run.review_of(0).decision is ReviewDecision.UNSURE


def test_a_run_of_the_file_judged_at_its_own_point_is_what_the_finder_gives(path, run):
    """The events that are found anew are those that the inspection would have found."""
    stored = [event.found.event for event in run.events]
    run.judge_by(OperatingPoint(review=POINT.review, reject=POINT.reject + 1e-9))
    assert [event.found.event for event in run.events] == stored


def test_a_clip_that_was_replaced_since_the_inspection_is_known(tmp_path):
    clips = [tmp_path / name for name in ("a.mp4", "b.mp4", "gone.mp4")]
    for clip in clips:
        clip.write_bytes(b"as inspected")
    path, about = tmp_path / "monday.clips", {"operating_point": vars(POINT), "base": str(tmp_path)}
    with VideoRunWriter(path, clips=[(clip.name, "") for clip in clips], about=about, sources=clips) as run:
        for clip in range(len(clips)):
            run.begin(clip, frame_rate=RATE, size=(8, 8))
            run.end(clip, error=None)
    clips[1].write_bytes(b"another day")
    clips[2].unlink()
    with ReviewedVideoRun(path, category=None) as run:
        assert [run.is_replaced(clip) for clip in range(len(clips))] == [False, True, False]


def test_reviews_of_events_as_a_table(path, tmp_path):
    record_review(path, image="raised#20", decision=ReviewDecision.REJECT, user="ann", reason="scratch")
    record_review(path, image="thrown#20", decision=ReviewDecision.ACCEPT, user="bob")
    record_review(path, image="thrown#20", decision=None, user="bob")
    rows = table(export_event_reviews(path, tmp_path / "reviews.csv"))
    assert [[*list(row.values())[:4], row["reason"], row["in_force"]] for row in rows] == [
        ["raised", "20", "reject", "ann", "scratch", "yes"],
        ["thrown", "20", "accept", "bob", "", "no"],
        ["thrown", "20", "withdrawn", "bob", "", "no"],
    ]
    assert all(row["time"].endswith("+00:00") for row in rows)


def test_reviews_of_images_as_a_table(tmp_path):
    path = tmp_path / "monday.h5"
    with ImageRunWriter(path, names=["a"], labels=[""], map_size=None, about={"operating_point": vars(POINT)}):
        pass
    record_review(path, image="a", decision=ReviewDecision.UNSURE, user="ann")
    record_review(path, image="a", decision=ReviewDecision.REJECT, user="ann", reason="scratch, deep")
    rows = table(export_image_reviews(path, tmp_path / "reviews.csv"))
    assert [(row["image"], row["decision"], row["reason"], row["in_force"]) for row in rows] == [
        ("a", "unsure", "", "no"),
        ("a", "reject", "scratch, deep", "yes"),
    ]


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_clips_and_events_are_listed_by_what_people_decided_and_in_the_order_that_is_wished(run):
    raised, thrown = (run.events_of(clip)[0] for clip in (1, 2))
    assert run.select(ClipFilter()) == {3: [], 2: [thrown], 1: [raised], 0: []}, "what could not be judged comes first"
    assert list(run.select(ClipFilter(order=ClipOrder.TIME))) == [0, 1, 2, 3]
    assert list(run.select(ClipFilter(order=ClipOrder.NAME))) == [3, 0, 1, 2]
    assert run.select(ClipFilter(decisions=(Decision.NG,))) == {2: [thrown]}
    run.review(raised, ReviewDecision.ACCEPT)
    assert run.select(ClipFilter(state=NOT_REVIEWED)) == {3: [], 2: [thrown], 0: []}, "no clip that failed is hidden"
    assert run.select(ClipFilter(state="accept")) == {1: [raised]}
    assert run.select(ClipFilter(state="reject")) == {}
    run.show_type(run.typed_name(thrown), 0, "scratch")
    assert run.select(ClipFilter(type="scratch")) == {2: [thrown]}
    assert run.select(ClipFilter(type=NOT_NAMED)) == {1: [raised]}
    assert run.select(ClipFilter(name="THROWN")) == {2: [thrown]}


def test_people_decide_on_a_whole_clip_in_which_nothing_was_found(run, path, tmp_path):
    """An escape of a clip is known as such, and a clip is good where nothing was found and somebody said so."""
    assert [run.clips[clip].name for clip in run.quiet] == ["good"], "one that was not judged is none"
    place = run.whole_place(0)
    assert (place, run.place_of("good#"), run.clip_at(place), run.decided(place)) == (2, 2, 0, Decision.OK)
    assert run.whole_place(1) is None
    assert (run.contradicted_label(place, ReviewDecision.REJECT), run.contradicted_label(place, None)) == ("good", "")
    assert {*run.select(ClipFilter(state=NOT_REVIEWED))} == {0, 1, 2, 3}
    run.review(place, ReviewDecision.ACCEPT)
    assert (run.review_of(place).decision, run.reviewed()) == (ReviewDecision.ACCEPT, 1)
    assert run.decided_clips() == {0: ReviewDecision.ACCEPT}
    assert {*run.select(ClipFilter(state=NOT_REVIEWED))} == {1, 2, 3}
    assert list(run.select(ClipFilter(state=str(ReviewDecision.ACCEPT)))) == [0]
    table = export_event_reviews(path, tmp_path / "reviews.csv")
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines())
    assert (row["clip"], row["start_frame"], row["part"]) == ("good", "", "good")


def test_a_clip_is_decided_once_nothing_in_it_is_undecided(run):
    run.review(0, ReviewDecision.UNSURE)
    assert run.decided_clips() == {1: ReviewDecision.UNSURE}
    run.review(0, ReviewDecision.ACCEPT)
    run.review(1, ReviewDecision.REJECT)
    assert run.decided_clips() == {1: ReviewDecision.ACCEPT, 2: ReviewDecision.REJECT}
    run.judge_by(OperatingPoint(review=5.0, reject=9.0))  # nothing is found any more
    assert run.decided_clips() == {2: ReviewDecision.REJECT}, "what was confirmed stays a defect"
    known = run.labelled_scores()
    assert known.known.tolist() == [True, False, True, False]
    run.review(run.whole_place(1), ReviewDecision.REJECT)
    known = run.labelled_scores()
    assert (bool(known.known[1]), bool(known.defective[1])) == (True, True), "an escape"
