"""Decisions on the events of clips that come from a table or by name."""

import csv
from pathlib import Path

import pytest

from inspector.core.errors import RunError
from inspector.store.records import ReviewDecision, current_reviews
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.export.tables import write_events_csv
from inspector.workflow.review.decisions import PartDecision, read_decisions, record_decisions
from inspector.workflow.review.video import ReviewedVideoRun
from tests.workflow.review.test_video import path

__all__ = ["path"]  # the fixture


def test_events_are_decided_by_name_and_by_the_table_of_the_run(path: Path, tmp_path: Path) -> None:
    with ReviewedVideoRun(path, category=None) as run:
        first, second, whole = (run.record_name(place) for place in range(run.places))
        record_decisions(run, [PartDecision(first, ReviewDecision.REJECT, reason="thrown")], user="anna")
        with pytest.raises(RunError, match="raised#7"):
            record_decisions(run, [PartDecision("raised#7", ReviewDecision.ACCEPT)], user="anna")
    assert (first, second, whole) == ("raised#20", "thrown#20", "good#")
    table = tmp_path / "events.csv"
    with VideoRun(path) as events:
        write_events_csv(table, events)
    head, *rows = table.read_text("utf-8-sig").splitlines()
    columns, last = head.split(","), next(row for row in rows if row.startswith("thrown")).split(",")
    last[columns.index("review")] = "accept"
    quiet = next(row for row in rows if row.startswith("good")).split(",")
    quiet[columns.index("review")] = "defective"
    table.write_text("\n".join([head, rows[0], ",".join(last), ",".join(quiet)]), "utf-8")

    with ReviewedVideoRun(path, category=None) as run:
        done = record_decisions(run, read_decisions(run, table), user="bert")

    assert [(one.image, one.user) for one in done.reviews] == [(second, "bert"), (whole, "bert")]
    in_force = {name: (one.decision, one.user) for name, one in current_reviews(path).items()}
    assert in_force == {
        first: (ReviewDecision.REJECT, "anna"),
        second: (ReviewDecision.ACCEPT, "bert"),
        whole: (ReviewDecision.REJECT, "bert"),
    }
    with VideoRun(path) as events:
        write_events_csv(table, events)
    (row,) = (line for line in csv.DictReader(table.read_text("utf-8-sig").splitlines()) if line["clip"] == "good")
    assert (row["start_frame"], row["decision"], row["review"], row["reviewer"]) == ("", "OK", "reject", "bert")
