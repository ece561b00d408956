"""Runs of clips in a comparison of two models: the verdict on a clip is that on its worst frame."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector.core.errors import CategoryError
from inspector.core.operating_point import OperatingPoint
from inspector.data.video.reader import ClipReader
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.evaluate.learned import learned_parts
from inspector.workflow.report.event_video import judged_frame
from inspector.workflow.review.comparison.models import ComparedModel, VerdictPicture
from inspector.workflow.review.comparison.verdicts import Verdicts
from inspector.workflow.train.video_reading import clip_digest

_LONGEST_SIDE = 1280


class ComparingClips:
    """As :class:`inspector.workflow.review.comparison.models.Comparing` has it."""

    def no_test_set(self, category: Path) -> CategoryError:
        return CategoryError(
            "{category} has no test clips to compare models on. Put some into test/good and test/<defect>.",
            code="category.no_test_clips",
            category=category,
        )

    def verdicts(self, run: VideoRun, point: OperatingPoint) -> Verdicts:
        """Without the clips that broke off, or of which no frame could be judged."""
        return {
            clip.name: (clip.label, point.decide(peak[1], doubtful=clip.is_doubtful))
            for clip, peak in zip(run.clips, run.peaks(), strict=True)
            if peak is not None and clip.error is None
        }

    def learned(self, card: Mapping[str, Any], parts: Sequence[tuple[str, Path]]) -> frozenset[str]:
        return learned_parts(card, parts, digest=clip_digest)

    def path_of(self, run: VideoRun, name: str) -> Path:
        return run.clips[_place(run, name)].path

    def picture(self, run: VideoRun, name: str, judge: ComparedModel) -> VerdictPicture:
        place = _place(run, name)
        clip, peak = run.clips[place], run.peaks()[place]
        assert peak is not None  # both models have judged it
        frame, score = peak
        with ClipReader(clip.path, folder_rate=clip.frame_rate) as reader:
            pixels = judged_frame(
                reader, run, place, frame, calibration=judge.calibration, point=judge.point, longest=_LONGEST_SIDE
            )
        record = run.frame(place, frame)
        decision = judge.point.decide(score, doubtful=clip.is_doubtful)
        return VerdictPicture(name, decision, score, pixels, frame, None if record is None else record.time_s)


def _place(run: VideoRun, name: str) -> int:
    return next(place for place, clip in enumerate(run.clips) if clip.name == name)
