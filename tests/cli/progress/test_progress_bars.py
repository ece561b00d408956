"""What the terminal shows of a job's progress."""

import io

from rich.console import Console

from inspector.cli import progress_bars
from inspector.cli.progress_bars import ProgressLines, WholeBar
from inspector.workflow.job_progress import Phase
from inspector.workflow.progress import Progress


def test_one_bar_shows_the_stage_the_whole_share_and_the_time_left(monkeypatch):
    clock = iter((0.0, 30.0))
    monkeypatch.setattr(progress_bars.time, "monotonic", lambda: next(clock))
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    bar = WholeBar((Phase("Training", 60), Phase("Calibrating", 40)), console)
    for done in (0, 50):
        bar.show(Progress("Training", done, 100))
    monkeypatch.undo()
    with console.capture() as captured:
        console.print(bar.columns.get_renderable())
    line = captured.get()
    assert "Training" in line
    assert "50/100" in line
    assert "30%" in line
    assert "ETA 0:01:10" in line


def test_in_a_file_there_is_a_line_every_half_minute_with_the_time_left(monkeypatch):
    clock, lines = iter((0.0, 0.0, 5.0, 12.0, 30.0, 50.0)), []
    monkeypatch.setattr(progress_bars.time, "monotonic", lambda: next(clock))
    bar = ProgressLines((Phase("Training", 60), Phase("Calibrating", 40)), lines.append)
    for done in (0, 10, 24, 60, 80):
        bar.show(Progress("Training", done, 100))
    assert lines == [
        "Training: 24 of 100, 14 % of the whole, about 0:01:11 left",
        "Training: 80 of 100, 48 % of the whole, about 0:00:54 left",
    ]


def test_a_job_without_phases_says_how_long_its_stage_takes(monkeypatch):
    clock, lines = iter((0.0, 0.0, 20.0, 21.0, 61.0)), []
    monkeypatch.setattr(progress_bars.time, "monotonic", lambda: next(clock))
    bar = ProgressLines(None, lines.append)
    for stage, done in (("Reading", 0), ("Reading", 10), ("Inspecting", 0), ("Inspecting", 40)):
        bar.show(Progress(stage, done, 40))
    assert lines == ["Reading: 10 of 40, about 0:01:00 left", "Inspecting: 40 of 40, about 0:00:00 left"]


def test_short_jobs_write_no_line():
    lines = []
    bar = ProgressLines(None, lines.append)
    with bar.columns:
        for done in range(5):
            bar.show(Progress("Reading", done, 4))
    assert lines == []
