"""Decisions on events that other thresholds gave, in what is written of a run."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from torch import nn

from inspector.core.methods import create_method
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint
from inspector.core.video.knowledge import VideoKnowledge
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import ReviewDecision, current_reviews, record_defect_type
from inspector.workflow.export import tables
from inspector.workflow.export.tables import write_events_csv
from inspector.workflow.report.video import write_video_report
from inspector.workflow.review.video import ReviewedVideoRun
from tests.workflow.clip_runs import CALIBRATION, POINT, bump, made_up_run
from tests.workflow.report.test_images import Page

LOWER = OperatingPoint(review=0.7, reject=0.8)


@pytest.fixture
def run(tmp_path):
    """A clip with a high event and one that only lower thresholds give, and a clip with a high one."""
    scores = [np.maximum(bump(80, 20), bump(80, 60, height=0.9)), bump(50, 30)]
    with made_up_run(tmp_path / "r.clips", [("a", ""), ("b", "")], scores, boxes=False) as run:
        with ReviewedVideoRun(run.path, category=None) as reviewed:
            reviewed.judge_by(LOWER)
            assert [event.clip for event in reviewed.events] == [0, 0, 1]
            reviewed.review(1, ReviewDecision.REJECT, reason="leak")
            reviewed.review(2, ReviewDecision.ACCEPT)
            record_defect_type(run.path, image=reviewed.record_name(1), region=0, type_name="jam", user="ann")
            run.found_anew = reviewed.events[1].found.event
        yield run


def rows_of(run, tmp_path):
    write_events_csv(tmp_path / "events.csv", run)
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_events_that_people_decided_on_at_other_thresholds(run, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "point_in_force", lambda _: LOWER)
    rows, anew = rows_of(run, tmp_path), run.found_anew
    said = [(row["clip"], row["decision"], row["defect_type"], row["review"], row["review_reason"]) for row in rows]
    assert said == [
        ("a", "NG", "", "", ""),
        ("a", "OK", "jam", "reject", "leak"),
        ("b", "NG", "", "accept", ""),
    ], "the verdicts of the run's own thresholds, beside what people decided"
    assert (rows[1]["start_frame"], rows[1]["end_frame"], rows[1]["peak_frame"]) == (
        str(anew.start),
        str(anew.end),
        "60",
    )
    assert rows[2]["start_frame"] == str(run.events(1)[0].event.start), "an event of the run that begins earlier there"


def test_without_the_model_its_first_frame_stands_for_it(run, tmp_path):
    rows, anew = rows_of(run, tmp_path), run.found_anew
    (row,) = [row for row in rows if row["review"] == "reject"]
    assert (row["start_frame"], row["end_frame"]) == (str(anew.start), str(anew.start + 1))
    assert [row["review"] for row in rows].count("accept") == 1


def test_the_page_shows_them_and_says_that_other_thresholds_are_in_force(run, tmp_path):
    known = VideoKnowledge(looks=(), detector=None, background=None, frame_rate=10.0, stretch=50)
    model = Model(create_method("riad", preset="cpu"), nn.Identity(), None, CALIBRATION, clips=known)
    card = {"sha256": "0123456789abcdef" * 4, "category": {"name": "belt", "clips": 16, "frames": 1600}}
    stored = StoredModel(Path("models/belt"), model, card, POINT)
    out = tmp_path / "page.html"
    content = {"title": "t", "run": run, "abnormal": {}, "made": "2026-11-22", "reviews": current_reviews(run.path)}
    write_video_report(out, stored=replace(stored, operating_point=LOWER), **content)
    page = Page(out.read_text("utf-8"))
    assert "The model's thresholds were changed after this run" in page.text
    assert "A person decided: Defective" in page.text
    assert "A person decided: Good" in page.text
    assert "Reviewed 2 events: 1 defective, 1 good, 0 unsure" in page.text
    assert "2 clips: 2 NG , 0 REVIEW , 0 OK" in page.text
