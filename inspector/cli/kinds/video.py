"""`train`, `inspect` and `evaluate` with clips."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspector.cli.console import counted, figure, note, percent, say, share
from inspector.cli.kinds.commands import InspectionOutput, KindCommands, Rows
from inspector.cli.options import TrainOptions

if TYPE_CHECKING:
    from inspector.core.metrics.video import FrameAuroc
    from inspector.core.video.inspection import ClipEvent
    from inspector.data.video.category import VideoCategory
    from inspector.store.runs.video_run import VideoRun
    from inspector.workflow.advise.methods import Suggestion
    from inspector.workflow.evaluate.video import VideoEvaluation
    from inspector.workflow.train.learning import TrainDone
    from inspector.workflow.train.video import VideoTrainJob


class _VideoOutput(InspectionOutput):
    resume_hint = (
        "What was judged is in {part}. Run the same command with --resume to continue: finished clips are kept, the "
        "unfinished one starts anew."
    )

    _judged = _lost = _doubtful = _events = 0  # frames and events of the clip at work
    _reason: str | None = None  # why the first of its lost frames is lost

    def show(self, update: object) -> None:
        """Events go to stdout, unless a machine reads there, and what went wrong with clips to stderr."""
        from inspector.workflow.inspect.video_progress import ClipEnded, EventFound, FrameJudged

        if isinstance(update, FrameJudged):
            self._judged += update.record.score is not None
            self._lost += update.record.error is not None
            self._reason = self._reason or update.record.error
            self._doubtful += update.record.doubtful
        elif isinstance(update, EventFound):
            self._events += 1
            if not self.quiet:
                say(_line(self.items[update.clip].name, update.event))
        elif isinstance(update, ClipEnded):
            name = self.items[update.clip].name
            if update.error is None and self._judged and self._lost + self._doubtful and not self._events | self.quiet:
                say(f"{'REVIEW':<7} {'':>10}  {name}  no event, but not all of it was seen")
            if update.error is not None:
                note(f"ERROR  {update.error}")
            elif not self._judged:
                note(f"ERROR  {name}: none of its frames could be judged.")
            if self._lost:
                lost = counted(self._lost, "frame")
                note(f"Note: {name}: {lost} could not be judged, so the clip is not OK. The first: {self._reason}")
            if self._doubtful:
                doubtful = counted(self._doubtful, "frame")
                note(f"Note: {name}: {doubtful} may show an earlier moment, since frames before are lost; not OK.")
            self._judged = self._lost = self._doubtful = self._events = 0
            self._reason = None

    def as_json(self, run: "VideoRun") -> dict[str, Any]:
        return {"clips": [_as_json(run, clip) for clip in range(len(run))]}


class VideoCommands(KindCommands):
    decided, good = "event", "good video"
    reviewed, copied = ("event or clip without one", "events and clips without one"), "copied_clips"
    output = _VideoOutput

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

    def suggestion_use(self, suggestion: "Suggestion") -> str:
        return "to compare" if suggestion.comparison else "recommended"

    def proof_unit(self, card: Mapping[str, Any], /) -> tuple[str, str]:
        stretch = card["clips"]["stretch"]
        return f"stretches of {stretch} frames of good video", "of such stretches raise a false alarm"

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
        return [self.promise(done)]

    def promise(self, done: "TrainDone") -> tuple[str, str]:
        from inspector.store.models.card import read_card

        reject = done.reject
        unit, outcome = self.proof_unit(read_card(done.model))
        sentence = (
            f"on {reject.images} {unit} that the training did not use: at most {percent(reject.bound_95)} {outcome} "
            "(95 % confidence)"
        )
        if not reject.proven:
            sentence += (
                f". To prove {percent(reject.wish)}, add good video: a fifth of it is held out for calibration, and "
                f"{reject.more_images_needed} more such stretches are needed there"
            )
        return "Proven", sentence + "."

    def calibrating(self, count: int) -> str:
        return f"{counted(count, 'stretch', 'stretches')} of them to calibrate"

    def evaluation_rows(self, evaluation: "VideoEvaluation") -> Rows:
        return [
            (
                "Clips",
                f"{evaluation.clips} with {counted(evaluation.frames, 'frame')}, "
                f"{evaluation.abnormal} of them abnormal",
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


def _line(name: str, event: "ClipEvent") -> str:
    from inspector.workflow.report.times import moment, stretch

    found = event.event
    where = ""
    if event.place is not None:
        left, top, right, bottom = event.place
        where = f"  {right - left:.0f}×{bottom - top:.0f} px at ({left:.0f}, {top:.0f})"
    worst = moment(found.peak_frame, event.peak_s)
    return f"{found.decision:<7} {found.peak:>10.4g}  {name}  {stretch(event)}, worst at {worst}{where}"


def _as_json(run: "VideoRun", clip: int) -> dict[str, Any]:
    from inspector.workflow.export.tables import event_values

    record = run.clips[clip]
    return {
        "clip": record.name,
        "decision": record.decision,
        "frames": record.frames,
        "lost": record.lost,
        "doubtful": record.doubtful,
        "frame_rate": record.frame_rate,
        "error": record.error,
        "events": [event_values(event) for event in run.events(clip)],
    }
