"""An evaluation of clips as a page for people: its figures, and each clip's timeline with what is labelled."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from inspector.core.metrics.video import frame_auroc
from inspector.core.operating_point import Decision
from inspector.core.thresholds import bound_for_threshold
from inspector.store.durable import replacing_file
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.evaluate.video import EvaluatedClip, EvaluateVideoDone, intervals_of
from inspector.workflow.report.language import ENGLISH, PageLanguage
from inspector.workflow.report.page import page_template
from inspector.workflow.report.video import ScoreAxis, Timeline, timeline


@dataclass(frozen=True)
class ClipLine:
    """A clip on the page.

    Attributes:
        frames, abnormal: how many frames were judged, and how many of these are abnormal.
        auroc: of its frames in streaming mode; None unless there are normal and abnormal ones.
        events, found: labelled intervals, and those with a frame that is NG.
        false_alarms: normal frames that are NG.
        highest: the highest score; None where no frame was judged.
    """

    name: str
    label: str
    frames: int
    abnormal: int
    auroc: float | None
    events: int
    found: int
    false_alarms: int
    highest: float | None
    lost: int
    still: int
    timeline: Timeline | None


def write_video_evaluation(
    path: Path,
    *,
    title: str,
    stored: StoredModel,
    done: EvaluateVideoDone,
    made: str,
    language: PageLanguage = ENGLISH,
) -> None:
    """One self-contained HTML page: it loads nothing, runs no script, and prints.

    Args:
        made: date and time as they shall be read, so that the page holds no clock of its own.

    Raises:
        StorageError: if it cannot be written.
    """
    point = stored.operating_point
    good_scores = stored.calibration.good_scores.numpy()
    axis = ScoreAxis.of([clip.scores.score for clip in done.clips], good_scores=good_scores, point=point)
    page = page_template("clip_evaluation.html.jinja", language).render(
        title=title,
        made=made,
        stored=stored,
        point=point,
        relative=partial(stored.score_scale.relative, point=point),
        evaluation=done.evaluation,
        lines=[_line(clip, axis) for clip in done.clips],
        axis=axis,
        good=len(good_scores),
        bound=bound_for_threshold(good_scores, point.reject),
    )
    with replacing_file(path) as part:
        part.write_bytes(page.encode("utf-8", errors="replace"))  # a file name may be no valid text


def _line(clip: EvaluatedClip, axis: ScoreAxis) -> ClipLine:
    scores, abnormal = clip.scores, clip.abnormal
    judged = np.isfinite(scores.score)
    ng = np.array([decision is Decision.NG for decision in scores.decisions], bool)
    events = intervals_of(abnormal[judged])
    return ClipLine(
        name=clip.clip.name,
        label=clip.clip.label,
        frames=int(judged.sum()),
        abnormal=int(abnormal[judged].sum()),
        auroc=frame_auroc([scores.score[judged]], [abnormal[judged]]).micro,
        events=len(events),
        found=sum(bool(ng[judged][start:end].any()) for start, end in events),
        false_alarms=int((ng & judged & ~abnormal).sum()),
        highest=float(scores.score[judged].max()) if judged.any() else None,
        lost=int(scores.lost.sum()),
        still=int(scores.still.sum()),
        timeline=timeline(scores, axis=axis, frame_rate=clip.frame_rate, abnormal=clip.clip.abnormal or ()),
    )
