"""`inspector-cli inspect` with a model of clips."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from inspector.cli.archive import exit_by, summary
from inspector.cli.console import counted, follow, note, output_names, print_json, refuse_overwriting


def inspect_to_video_run(
    stored: Any,
    paths: Sequence[Path],
    *,
    output: Path | None,
    csv: Path | None,
    heatmaps: Path | None,
    videos: Path | None,
    report: Path | None,
    frame_rate: float | None,
    device: str,
    resume: bool,
    fail_on_defect: bool,
    json: bool,
) -> None:
    """Inspect clips into one run, one line an event, and write what else is asked for."""
    from inspector.core.errors import SettingError
    from inspector.data.video.category import collect_clips
    from inspector.store.runs.video_run import VideoRun
    from inspector.workflow.device import choose_device
    from inspector.workflow.export.tables import write_events_csv
    from inspector.workflow.inspect.video import inspect_video

    clips = collect_clips(paths)
    output = output or Path(f"run-{datetime.now():%Y%m%d-%H%M%S}.clips")
    if output.is_dir():
        raise SettingError(f"{output}: is a folder, and a run is one file; choose another --output.")
    refuse_overwriting(output, csv, report)
    events = inspect_video(
        stored, clips, output=output, device=choose_device(device), folder_rate=frame_rate, resume=resume
    )
    try:
        _tell(events, [clip.name for clip in clips], quiet=json)
    except KeyboardInterrupt:
        note(
            f"What was judged is in {output}.part; run the same command with --resume to go on: clips that ended are "
            "kept, the one it was at begins anew."
        )
        raise
    with VideoRun(output) as run:
        names = output_names([clip.path for clip in clips])
        if heatmaps is not None:
            _follow_all(_pictures(stored, run, lambda clip, suffix: heatmaps / f"{names[clip]}{suffix}"))
        if videos is not None:
            _follow_all(_videos(stored, run, lambda clip, suffix: videos / f"{names[clip]}{suffix}"))
        if csv is not None:
            write_events_csv(csv, run)
        if report is not None:
            _page(report, stored, run)
        counts = {str(decision or "errors"): count for decision, count in run.counts().items()}
        if json:
            print_json({"run": str(output), **counts, "clips": [_as_json(run, clip) for clip in range(len(run))]})
        else:
            typer.echo(f"{summary(counts, 'clip')} Run: {output}")
    exit_by(counts, fail_on_defect=fail_on_defect)


def _tell(events: Any, names: Sequence[str], *, quiet: bool) -> None:
    """Run the inspection: events on stdout, unless a machine reads there, and what went wrong with clips on stderr."""
    from inspector.workflow.inspect.video_progress import ClipEnded, EventFound, FrameJudged

    judged = lost = 0
    for event in follow(events):
        if isinstance(event, FrameJudged):
            judged += event.record.score is not None
            lost += event.record.error is not None
        elif isinstance(event, EventFound) and not quiet:
            typer.echo(_line(names[event.clip], event.event))
        elif isinstance(event, ClipEnded):
            if event.error is not None:
                note(f"ERROR  {event.error}")
            elif not judged:
                note(f"ERROR  {names[event.clip]}: none of its frames could be judged.")
            if lost:
                note(f"Note: {names[event.clip]}: {counted(lost, 'frame')} could not be read.")
            judged = lost = 0


def _line(name: str, event: Any) -> str:
    from inspector.workflow.report.times import moment, stretch

    found = event.event
    where = ""
    if event.place is not None:
        left, top, right, bottom = event.place
        where = f"  {right - left:.0f}×{bottom - top:.0f} px at ({left:.0f}, {top:.0f})"
    worst = moment(found.peak_frame, event.peak_s)
    return f"{found.decision:<7} {found.peak:>10.4g}  {name}  {stretch(event)}, worst at {worst}{where}"


def _pictures(stored: Any, run: Any, target: Callable[[int, str], Path]) -> Iterator[Any]:
    """The worst frame of each event as a picture."""
    from inspector.core.errors import VideoError
    from inspector.data.video.reader import ClipReader
    from inspector.workflow.progress import Progress, Warned
    from inspector.workflow.report.event_video import event_picture
    from inspector.workflow.report.pictures import write_picture

    judged = {"calibration": stored.model.calibration, "point": run.operating_point}
    for clip, record in enumerate(run.clips):
        events = run.events(clip)
        if not events:
            continue
        try:
            with ClipReader(record.path, folder_rate=record.frame_rate) as reader:
                for number, event in enumerate(events, start=1):
                    pixels = event_picture(reader, run, clip, event, **judged)
                    write_picture(target(clip, f"-{number:03d}-{event.event.decision}.png"), pixels)
                    yield Progress("Pictures", number, len(events))
        except VideoError as error:
            yield Warned(str(error))


def _videos(stored: Any, run: Any, target: Callable[[int, str], Path]) -> Iterator[Any]:
    """Each event as a video."""
    from inspector.core.errors import VideoError
    from inspector.workflow.progress import Warned
    from inspector.workflow.report.event_video import export_event

    judged = {"calibration": stored.model.calibration, "point": run.operating_point}
    for clip in range(len(run)):
        for number, event in enumerate(run.events(clip), start=1):
            path = target(clip, f"-{number:03d}-{event.event.decision}.mp4")
            try:
                yield from export_event(run, clip, event, path, **judged)
            except VideoError as error:
                yield Warned(str(error))


def _follow_all(events: Iterator[Any]) -> None:
    """Run a job to its end; what it warns of is said once, however many events of a clip it is true of."""
    from inspector.workflow.progress import Warned

    said: set[str] = set()

    def once() -> Iterator[Any]:
        for event in events:
            if isinstance(event, Warned):
                if event.message in said:
                    continue
                said.add(event.message)
            yield event

    for _ in follow(once()):
        pass


def _page(path: Path, stored: Any, run: Any) -> None:
    from inspector.workflow.report.video import write_video_report

    write_video_report(
        path,
        title=f"Inspection of {counted(len(run), 'clip')}",
        stored=stored,
        run=run,
        abnormal={},
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
    )
    note(f"Page       {path.resolve()}")


def _as_json(run: Any, clip: int) -> dict[str, Any]:
    from inspector.workflow.export.tables import event_values

    record = run.clips[clip]
    return {
        "clip": record.name,
        "decision": record.decision,
        "frames": record.frames,
        "lost": int(run.scores(clip).lost.sum()),
        "frame_rate": record.frame_rate,
        "error": record.error,
        "events": [event_values(event) for event in run.events(clip)],
    }
