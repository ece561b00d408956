import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from torch import nn

from inspector.core.methods import create_method
from inspector.core.model import Model
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.inspection import ClipEvent
from inspector.core.video.knowledge import VideoKnowledge
from inspector.core.video.temporal import Event
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import Review, ReviewDecision
from inspector.store.runs.video_run import VideoRun
from inspector.store.runs.video_run_writer import VideoRunWriter
from inspector.workflow.export.tables import event_values, write_events_csv
from inspector.workflow.report import video as clip_report
from inspector.workflow.report.times import clock, moment, stretch
from inspector.workflow.report.video import ScoreAxis, timeline, write_video_report
from inspector.workflow.review.video import event_name
from tests.data.video.videos import write_folder, write_video
from tests.workflow.clip_runs import ABOUT, CALIBRATION, POINT, bump, made_up_run, write_clip
from tests.workflow.report.test_images import Page

AXIS = ScoreAxis(low=0.0, high=4.0)


@pytest.fixture
def stored():
    """A model as the page sees it; its network is never asked."""
    known = VideoKnowledge(looks=(), detector=None, background=None, frame_rate=10.0, stretch=50)
    model = Model(create_method("riad", preset="cpu"), nn.Identity(), None, CALIBRATION, clips=known)
    card = {"sha256": "0123456789abcdef" * 4, "category": {"name": "belt", "clips": 16, "frames": 1600}}
    return StoredModel(Path("models/belt"), model, card, POINT)


def page_of(tmp_path, run, stored, **content):
    out = tmp_path / "page.html"
    write_video_report(
        out, **({"title": "Clips <7>", "stored": stored, "run": run, "abnormal": {}, "made": "2026-11-22"} | content)
    )
    return Page(out.read_text("utf-8"))


def test_the_page_needs_nothing_else_and_shows_each_event(tmp_path, stored):
    clips = [(write_video(tmp_path / "a.mp4", "libx264"), ""), (write_folder(tmp_path / "b", range(50)), "")]
    with made_up_run(tmp_path / "r.clips", clips, [bump(50, 30), bump(50, 49, height=1.5)], lost=(3, 4)) as run:
        page = page_of(tmp_path, run, stored)
        (event,) = run.events(0)
    assert all(reference.startswith(("data:image/", "#")) for reference in page.references)
    assert len([reference for reference in page.references if reference.startswith("data:")]) == 1 + 2  # the scale
    assert not page.tags & {"script", "link", "iframe", "object", "form"}
    assert "2 clips: 1 NG , 1 REVIEW , 0 OK" in page.text
    assert "On 40 stretches of good video that the training did not use, 5 s each: at most 7.2" in page.text
    assert "50 frames, 0:05.0 at 10 per second, 64 × 48 px, 2 lost" in page.text.replace("\u2009", " ")
    assert "Worst at 0:03.0 (frame 30)" in page.text
    assert stretch(event) in page.text


def test_scores_read_as_in_review_with_the_raw_ones_as_tooltips(tmp_path, stored):
    with made_up_run(tmp_path / "r.clips", [(tmp_path / "gone", "")], [bump(50, 30)], boxes=False) as run:
        page = page_of(tmp_path, run, stored)
        (event,) = run.events(0)
    peak = event.event.peak
    assert peak == pytest.approx(3, abs=0.01)
    typical = float(np.median(CALIBRATION.good_scores))
    reads = f"{np.ceil(100 * (peak - typical) / (2 - typical)) / 100:.2f}"
    assert f"score {reads} " in page.text
    assert page.source.count(f'title="raw score {peak:#.4g}"') == 2, "in the table, and at the event"
    axis = page.source.split('<div class="chart time">')[1].split("</svg>")[0]
    assert ">1.00</text>" in axis


@pytest.mark.parametrize(("reject", "lines"), [(2.0, ["reject", "review"]), (1.0, ["reject"])])
def test_of_equal_thresholds_the_reject_line_is_drawn(tmp_path, stored, reject, lines):
    point = {"review": 1.0, "reject": reject}
    about = ABOUT | {"operating_point": point}
    with VideoRunWriter(tmp_path / "r.clips", clips=[("gone", "")], about=about) as writer:
        write_clip(writer, 0, bump(20, 10, height=0.9), boxes=False)
    with VideoRun(tmp_path / "r.clips") as run:
        source = page_of(tmp_path, run, replace(stored, operating_point=OperatingPoint(**point))).source
    chart = source.split('<div class="chart time">')[1].split("</div>")[0]
    assert re.findall(r'<line class="(reject|review)"', chart) == lines
    assert re.findall(r'<text class="(reject|review)"', chart) == lines


def test_named_events_have_their_type_and_are_counted(tmp_path, stored):
    clips = [(str(tmp_path / name), "") for name in ("a", "b")]
    with made_up_run(tmp_path / "r.clips", clips, [bump(50, 30), bump(50, 20)], boxes=False) as run:
        (event,) = run.events(0)
        page = page_of(tmp_path, run, stored, types={f"{clips[0][0]}#{event.event.start}": {0: "jam"}})
    assert "Defect types as people named the events, most frequent first" in page.text
    assert "Type jam" in page.text
    assert "Defect types" not in page_of(tmp_path, VideoRun(run.path), stored).text


def test_what_a_person_decided_stands_at_the_event_and_is_counted(tmp_path, stored):
    with made_up_run(tmp_path / "r.clips", [(str(tmp_path / "a"), "")], [bump(50, 30)], boxes=False) as run:
        name = event_name(str(tmp_path / "a"), run.events(0)[0].event.start)
        said = Review("2026-11-22T08:15:00+00:00", "ann", "belt <stopped>", name, ReviewDecision.ACCEPT)
        page = page_of(tmp_path, run, stored, reviews={name: said})
    assert "A person decided: Good , ann , 2026-11-22 08:15:00 UTC: belt <stopped>" in page.text
    assert "Reviewed 1 event: 0 defective, 1 good, 0 unsure" in page.text


def test_labelled_intervals_are_drawn_where_they_are_known(tmp_path, stored):
    clip = tmp_path / "gone.mp4"
    with made_up_run(tmp_path / "r.clips", [(clip, "cart")], [bump(50, 30)], boxes=False) as run:
        assert "labelled abnormal" not in page_of(tmp_path, run, stored).text
        page = page_of(tmp_path, run, stored, abnormal={str(clip): ((10, 20), (40, 99))})
    assert "labelled abnormal" in page.text
    assert page.source.count('<rect class="labelled"') == 2
    assert "label cart" in page.text
    assert "found no such file" in page.text  # in the place of the event's picture


def test_clips_that_break_off_cannot_be_read_or_are_empty(tmp_path, stored):
    names = [("broken.mp4", ""), ("gone.mp4", ""), ("empty", ""), ("lost", ""), ("later", "")]
    run = VideoRunWriter(tmp_path / "r.clips", clips=names, about=ABOUT)
    write_clip(run, 0, bump(20, 19), error="Clip broken.mp4 breaks off.")
    run.end(1, error="Clip gone.mp4 is missing.")
    write_clip(run, 2, np.zeros(0))
    write_clip(run, 3, np.zeros(4), lost=range(4))
    with pytest.raises(KeyboardInterrupt), run:
        raise KeyboardInterrupt
    with VideoRun(tmp_path / "r.clips") as run:
        page = page_of(tmp_path, run, stored)
        assert run.events(0)[0].event.end == 20  # an event at the very end
    assert "0 NG , 0 REVIEW , 0 OK ; 4 broke off or could not be read" in page.text
    assert "1 clip is missing or incomplete here" in page.text
    assert "Clip broken.mp4 breaks off. The frames before it count." in page.text
    assert "This clip has no frames." in page.text
    assert "4 frames, 0:00.4 at 10 per second, 64 × 48 px, 4 lost" in page.text.replace("\u2009", " ")


def test_thresholds_are_those_of_the_run(tmp_path, stored):
    changed = replace(stored, operating_point=OperatingPoint(review=5.0, reject=6.0))
    with made_up_run(tmp_path / "r.clips", [(tmp_path / "gone", "")], [bump(20, 10)]) as run:
        page = page_of(tmp_path, run, changed)
    typical = float(np.median(CALIBRATION.good_scores))
    review = f"{np.floor(100 * (1 - 1 / (2 - typical))) / 100:.2f}"  # a raw 1, where 0 is typical and 2 reads 1
    assert f"OK up to {review} (review threshold), REVIEW up to 1.00 (reject threshold), NG above" in page.text
    assert "raw scores 1.000 and 2.000" in page.text
    assert "thresholds were changed after this run" in page.text


def test_of_very_many_clips_and_events_the_worst_are_shown(tmp_path, stored, monkeypatch):
    monkeypatch.setattr(clip_report, "MOST_CLIPS", 2)
    monkeypatch.setattr(clip_report, "MOST_PICTURES", 1)
    clip = write_folder(tmp_path / "a", range(40))
    scores = np.maximum(bump(40, 8, height=1.5, width=1), bump(40, 25, height=3, width=1))
    clips = [(tmp_path / "ok", ""), (clip, ""), (tmp_path / "review", "")]
    with made_up_run(tmp_path / "r.clips", clips, [np.zeros(9), scores, bump(9, 4, height=1.5)]) as run:
        page = page_of(tmp_path, run, stored)
    assert "The page shows 2 of 3 clips" in page.text
    assert page.source.count('<section class="clip">') == 2
    assert page.source.count('<div class="pair wide">') == 1
    assert "Worst at 0:02.5" in page.source.split('<div class="pair wide">')[1].split("</article>")[0]


def test_a_name_is_no_markup(tmp_path, stored):
    with made_up_run(tmp_path / "r.clips", [(Path("<b>x</b>.mp4"), "")], [bump(20, 10)]) as run:
        page = page_of(tmp_path, run, stored)
    assert "<b>x" not in page.source
    assert "<b>x</b>.mp4" in page.text


def test_a_timeline_shows_the_worst_frame_of_each_column(tmp_path):
    scores = np.full(6000, 0.5)
    scores[4321] = 3.0
    with made_up_run(tmp_path / "r.clips", [(Path("a"), "")], [scores], boxes=False, maps=False) as run:
        drawn = timeline(run.scores(0), axis=AXIS, frame_rate=10.0, abnormal=((600, 1200), (9000, 9100)))
    assert drawn.columns == 600
    assert drawn.bars[Decision.NG] == "M432 100V25.0h1V100z"
    assert drawn.bars[Decision.REVIEW] == drawn.lost == drawn.still == ""
    assert drawn.bars[Decision.OK].count("M") == 599
    assert drawn.labelled == [(0.1, 0.1)]
    assert drawn.ticks[1] == (pytest.approx(1 / 6), "1:40")


def test_a_short_clip_has_a_column_a_frame_and_lost_ones_are_told(tmp_path):
    with made_up_run(tmp_path / "r.clips", [(Path("a"), "")], [np.zeros(5)], lost=(2, 4), rate=None) as run:
        drawn = timeline(run.scores(0), axis=AXIS, frame_rate=None, abnormal=())
    assert drawn.columns == 5
    assert drawn.lost == "M2 0v100h1v-100zM4 0v100h1v-100z"
    assert drawn.bars[Decision.OK].count("M") == 3
    assert drawn.ticks[0] == (0.0, "0")


def test_the_axis_keeps_the_thresholds_apart_whatever_outliers_there_are():
    good = CALIBRATION.good_scores.numpy()
    scores = [np.array([np.nan]), np.array([1e6, -1e6, np.nan])]
    axis = ScoreAxis.of(scores, good_scores=good, point=POINT)
    assert axis.height(POINT.reject) - axis.height(POINT.review) > 0.1
    assert axis.height(1e6) == 1
    assert axis.height(-1e6) == 0
    flat = ScoreAxis.of([], good_scores=np.zeros(3), point=OperatingPoint(0.0, 0.0))
    assert flat.low < 0 < flat.high


def test_events_as_csv(tmp_path):
    name = 'a,b"c;\n=1+1.mp4'
    with made_up_run(tmp_path / "r.clips", [(Path(name), ""), (Path("quiet"), "")], [bump(20, 19), np.zeros(5)]) as run:
        write_events_csv(tmp_path / "e.csv", run)
        (event,) = run.events(0)
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        assert ",".join(rows.fieldnames) == (
            "clip,start_frame,end_frame,start_s,end_s,peak_frame,peak_s,peak_score,decision,left,top,right,bottom,"
            "defect_type,review,reviewer,reviewed_at,review_reason,relative_peak,error"
        )
        row, quiet = rows
        assert {name: cell for name, cell in quiet.items() if cell} == {"clip": "quiet", "decision": "OK"}
        assert row["relative_peak"] == "", "a run from before there was a scale"
    assert (row["clip"], row["decision"], row["end_frame"], row["end_s"]) == (r'a,b"c;\n=1+1.mp4', "NG", "20", "2.000")
    assert (int(row["start_frame"]), int(row["peak_frame"])) == (event.event.start, 19)
    assert float(row["peak_score"]) == event.event.peak
    assert [float(row[side]) for side in ("left", "top", "right", "bottom")] == pytest.approx(event.place, abs=0.05)


def test_what_is_not_known_of_an_event_is_empty_or_null(tmp_path):
    values = event_values(ClipEvent(Event(1, 4, 2, 1.5, Decision.REVIEW), None, None, None, None))
    assert json.loads(json.dumps(values, allow_nan=False))["start_s"] is None
    with made_up_run(tmp_path / "r.clips", [(Path("a"), "")], [bump(20, 10)], rate=None, boxes=False) as run:
        write_events_csv(tmp_path / "e.csv", run)
    assert ",NG,,,,,,,,,," in (tmp_path / "e.csv").read_bytes().decode("utf-8-sig")


def test_moments_in_words():
    assert [clock(time_s) for time_s in (0, 9.96, 59.96, 3599.97, 7384.25)] == [
        "0:00.0", "0:10.0", "1:00.0", "1:00:00.0", "2:03:04.2",
    ]  # fmt: skip
    assert (moment(7, None), moment(7, 0.7)) == ("frame 7", "0:00.7")
    event = ClipEvent(Event(1, 4, 2, 1.5, Decision.NG), 0.1, 0.4, 0.2, None)
    assert stretch(event) == "0:00.1 to 0:00.4"
    assert stretch(replace(event, start_s=None)) == "frames 1 to 3"
