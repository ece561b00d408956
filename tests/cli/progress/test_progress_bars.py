"""What the terminal shows of a job's progress."""

import io

from rich.console import Console

from inspector.cli import progress_bars
from inspector.cli.progress_bars import WholeBar
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
