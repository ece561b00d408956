"""`train`, `inspect` and `evaluate` with clips."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.cli.console import counted, figure, follow, note, output_names, percent, proof_unit, say, share
from inspector.cli.kinds.commands import InspectionOutput, KindCommands, Rows
from inspector.cli.options import InspectOutputs, TrainOptions

if TYPE_CHECKING:
    from inspector.core.metrics.video import FrameAuroc
    from inspector.core.video.inspection import ClipEvent
    from inspector.data.video.category import Clip, VideoCategory
    from inspector.store.models.model_folder import StoredModel
    from inspector.store.runs.video_run import VideoRun
    from inspector.workflow.evaluate.video import VideoEvaluation
    from inspector.workflow.progress import Progress, Warned
    from inspector.workflow.train.learning import TrainDone
    from inspector.workflow.train.video import VideoTrainJob

Target = Callable[[int, str], Path]


class VideoCommands(KindCommands):
    def train_job(self, category: "VideoCategory", options: TrainOptions) -> "VideoTrainJob":
        from inspector.core.images.variation import Variation
        from inspector.core.methods import create_method
        from inspector.workflow.kinds import VIDEO
        from inspector.workflow.settings import parse_detector
        from inspector.workflow.train.video import SAMPLES, VideoTrainJob

        name = options.method or VIDEO.default_method
        return VideoTrainJob(
            category=category,
            method=create_method(name, preset=options.preset or VIDEO.default_preset(name), **options.settings),
            detector=parse_detector(options.detector, options.detector_settings),
            variation=Variation().stated(flip=options.flip, rotation_degrees=options.rotation, light=options.light),
            folder_rate=options.frame_rate,
            samples=options.samples or SAMPLES,
            download_weights=options.download_weights,
            **options.common,
        )

    def training_json(self, done: "TrainDone") -> dict[str, Any]:
        from inspector.store.models.card import read_card

        card = read_card(done.model)
        return {
            "false_alarm_bound_95": done.reject.bound_95,
            "stretches": done.calibrated_on,
            "stretch_frames": card["clips"]["stretch"],
            "stretches_to_add": done.reject.more_images_needed,
            "calibration_clips": done.calibration_groups,
            "samples": card["samples"],
        }

    def training_rows(self, done: "TrainDone") -> Rows:
        from inspector.store.models.card import read_card

        reject = done.reject
        unit, outcome = proof_unit(read_card(done.model).get("clips"))
        sentence = (
            f"on {reject.images} {unit} that the training did not use: at most {percent(reject.bound_95)} {outcome} "
            "(95 % confidence)"
        )
        if not reject.proven:
            sentence += (
                f". To prove {percent(reject.wish)}, add good video: a fifth of it is held out for calibration, and "
                f"{reject.more_images_needed} more such stretches are needed there"
            )
        return [("Proven", sentence + ".")]

    def output(
        self, stored: "StoredModel", items: "Sequence[Clip]", outputs: InspectOutputs, *, quiet: bool
    ) -> InspectionOutput:
        return _VideoOutput(stored, items, outputs, quiet=quiet)

    def evaluation_rows(self, evaluation: "VideoEvaluation") -> Rows:
        return [
            (
                "Clips",
                f"{evaluation.clips} with {evaluation.frames} frames, {evaluation.abnormal} of them abnormal",
            ),
            ("Frame AUROC, streaming", _auroc(evaluation.streaming)),
            ("Frame AUROC, offline", _auroc(evaluation.offline)),
            ("  each clip scaled by its own range", _auroc(evaluation.offline_scaled)),
            ("RBDC", figure(evaluation.rbdc)),
            ("TBDC", f"{figure(evaluation.tbdc)} (tracks linked by overlap)"),
            ("Events found", share(evaluation.events_found, "of the labelled intervals have an alarm")),
            ("False alarms", share(evaluation.false_alarms, "of normal frames are NG")),
        ]


def _auroc(auroc: "FrameAuroc") -> str:
    left_out = f", {auroc.left_out} without both kinds of frames" if auroc.left_out else ""
    return f"micro {figure(auroc.micro)}, macro {figure(auroc.macro)} ({counted(auroc.clips, 'clip')}{left_out})"


class _VideoOutput(InspectionOutput):
    resume_hint = (
        "What was judged is in {part}. Run the same command with --resume to continue: finished clips are kept, the "
        "unfinished one starts anew."
    )

    def __init__(self, stored: "StoredModel", clips: "Sequence[Clip]", outputs: InspectOutputs, *, quiet: bool) -> None:
        self._stored, self._outputs, self._quiet = stored, outputs, quiet
        self._clips = [clip.name for clip in clips]
        self._names = output_names([clip.path for clip in clips])
        self._judged = self._lost = 0

    def show(self, update: object) -> None:
        """Events go to stdout, unless a machine reads there, and what went wrong with clips to stderr."""
        from inspector.workflow.inspect.video_progress import ClipEnded, EventFound, FrameJudged

        if isinstance(update, FrameJudged):
            self._judged += update.record.score is not None
            self._lost += update.record.error is not None
        elif isinstance(update, EventFound) and not self._quiet:
            say(_line(self._clips[update.clip], update.event))
        elif isinstance(update, ClipEnded):
            name = self._clips[update.clip]
            if update.error is not None:
                note(f"ERROR  {update.error}")
            elif not self._judged:
                note(f"ERROR  {name}: none of its frames could be judged.")
            if self._lost:
                note(f"Note: {name}: {counted(self._lost, 'frame')} could not be read.")
            self._judged = self._lost = 0

    def finish(self, run: "VideoRun") -> None:
        for folder, write in ((self._outputs.heatmaps, _pictures), (self._outputs.clips, _videos)):
            if folder is not None:
                _follow_all(write(self._stored, run, self._below(folder)))

    def as_json(self, run: "VideoRun") -> dict[str, Any]:
        return {"clips": [_as_json(run, clip) for clip in range(len(run))]}

    def _below(self, folder: Path) -> Target:
        return lambda clip, suffix: folder / f"{self._names[clip]}{suffix}"


def _line(name: str, event: "ClipEvent") -> str:
    from inspector.workflow.report.times import moment, stretch

    found = event.event
    where = ""
    if event.place is not None:
        left, top, right, bottom = event.place
        where = f"  {right - left:.0f}×{bottom - top:.0f} px at ({left:.0f}, {top:.0f})"
    worst = moment(found.peak_frame, event.peak_s)
    return f"{found.decision:<7} {found.peak:>10.4g}  {name}  {stretch(event)}, worst at {worst}{where}"


def _pictures(stored: "StoredModel", run: "VideoRun", target: Target) -> "Iterator[Progress | Warned]":
    """The worst frame of each event as a picture."""
    from inspector.core.errors import VideoError
    from inspector.data.video.reader import ClipReader
    from inspector.workflow.progress import Progress, Warned
    from inspector.workflow.report.event_video import event_picture
    from inspector.workflow.report.pictures import write_picture

    calibration, point = stored.calibration, run.operating_point
    for clip, record in enumerate(run.clips):
        events = run.events(clip)
        if not events:
            continue
        try:
            with ClipReader(record.path, folder_rate=record.frame_rate) as reader:
                for number, event in enumerate(events, start=1):
                    pixels = event_picture(reader, run, clip, event, calibration=calibration, point=point)
                    write_picture(target(clip, f"-{number:03d}-{event.event.decision}.png"), pixels)
                    yield Progress("Pictures", number, len(events))
        except VideoError as error:
            yield Warned(str(error))


def _videos(stored: "StoredModel", run: "VideoRun", target: Target) -> "Iterator[Progress | Warned]":
    """Each event as a video."""
    from inspector.core.errors import VideoError
    from inspector.workflow.progress import Warned
    from inspector.workflow.report.event_video import export_event

    calibration, point = stored.calibration, run.operating_point
    for clip in range(len(run)):
        for number, event in enumerate(run.events(clip), start=1):
            path = target(clip, f"-{number:03d}-{event.event.decision}.mp4")
            try:
                yield from export_event(run, clip, event, path, calibration=calibration, point=point)
            except VideoError as error:
                yield Warned(str(error))


def _follow_all(updates: "Iterator[Progress | Warned]") -> None:
    """Run a job to its end; what it warns of is said once, however many events of a clip it is true of."""
    from inspector.workflow.progress import Warned

    warnings: set[str] = set()

    def once() -> "Iterator[Progress | Warned]":
        for update in updates:
            if isinstance(update, Warned):
                if update.message in warnings:
                    continue
                warnings.add(update.message)
            yield update

    for _ in follow(once()):
        pass


def _as_json(run: "VideoRun", clip: int) -> dict[str, Any]:
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
