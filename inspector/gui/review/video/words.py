"""What is said of clips and their frames."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from inspector.core.operating_point import Decision
from inspector.core.video.inspection import FrameRecord
from inspector.gui.core_texts import stored_text
from inspector.gui.numbers import count, number
from inspector.gui.review.confirmed_parts import LearningWords
from inspector.gui.review.defect_types.pareto import ParetoWords
from inspector.gui.review.similar_dialog import SimilarWords
from inspector.gui.review.view import ThresholdWords
from inspector.store.runs.video_run import ClipScores
from inspector.workflow.review.video import ReviewedVideoRun


def about_clip(run: ReviewedVideoRun, clip: int) -> str:
    """What is known of a clip, or why it could not be inspected."""
    record = run.clips[clip]
    if record.error is not None:
        return stored_text(record.error)
    facts = [] if record.finished else [QCoreApplication.translate("ClipReview", "interrupted")]
    if record.lost:
        facts.append(QCoreApplication.translate("ClipReview", "lost frames: {n}").format(n=count(record.lost)))
    if record.doubtful:
        facts.append(QCoreApplication.translate("ClipReview", "doubtful frames: {n}").format(n=count(record.doubtful)))
    if record.label:
        facts.append(QCoreApplication.translate("ClipReview", "label: {label}").format(label=record.label))
    if record.frame_rate is not None:
        facts.append(
            QCoreApplication.translate("ClipReview", "{rate} frames per second").format(rate=number(record.frame_rate))
        )
    if record.size is not None:
        facts.append(f"{record.size[1]} × {record.size[0]} px")
    return " · ".join(facts)


@dataclass(frozen=True)
class FrameFacts:
    """What is known of a frame.

    Attributes:
        score, decision: None where there are none.
        state: why there is no score, or what is doubtful about the frame; empty where all is well.
        lost: it, or its clip, could not be judged.
    """

    score: float | None
    decision: Decision | None
    state: str
    lost: bool


def frame_facts(run: ReviewedVideoRun, clip: int, scores: ClipScores, frame: int) -> FrameFacts:
    """What a run knows of a frame of a clip."""
    row = int(np.searchsorted(scores.index, frame))
    recorded = row < len(scores) and scores.index[row] == frame
    judged = recorded and bool(np.isfinite(scores.score[row]))
    return FrameFacts(
        float(scores.score[row]) if judged else None,
        scores.decisions[row] if judged else None,
        state=frame_state(scores, row, recorded=recorded),
        lost=(not judged and run.failed(clip)) or (recorded and bool(scores.lost[row])),
    )


def frame_state(scores: ClipScores, row: int, *, recorded: bool) -> str:
    """Why a frame has no score, or what is doubtful about it; empty where all is well.

    Args:
        row: of the frame in `scores`, where it is `recorded` there.
    """
    if recorded and scores.lost[row]:
        return QCoreApplication.translate(
            "ClipReview", "This frame could not be judged: it is damaged, missing, of another size, or shows nothing."
        )
    if recorded and scores.doubtful[row]:
        return QCoreApplication.translate(
            "ClipReview", "A frame before this one is lost: the picture may show an earlier moment."
        )
    if recorded and scores.still[row]:
        return QCoreApplication.translate("ClipReview", "Nothing moves here, so the method gives no verdict.")
    if not recorded or not np.isfinite(scores.score[row]):
        return QCoreApplication.translate(
            "ClipReview", "This frame has no score: the method needs more frames around it."
        )
    return ""


def no_map_text(run: ReviewedVideoRun, record: FrameRecord | None) -> str:
    """Why a frame that is above the review threshold by now has no heatmap; empty where there is nothing to say."""
    if record is None or record.score is None or record.anomaly_map is not None or record.decision is not Decision.OK:
        return ""
    if run.point.decide(record.score) is Decision.OK:
        return ""
    return QCoreApplication.translate(
        "ClipReview", "no heatmap: this frame was OK when it was inspected; inspect the clip anew to see one"
    )


def clip_threshold_words() -> ThresholdWords:
    """What the threshold panel says of clips."""
    return ThresholdWords(
        good=QCoreApplication.translate("ClipReview", "Good clips"),
        defective=QCoreApplication.translate("ClipReview", "Defective clips"),
        unlabelled=QCoreApplication.translate("ClipReview", "Unlabelled clips"),
        no_good=QCoreApplication.translate("ClipReview", "no good clips are known"),
        no_defective=QCoreApplication.translate("ClipReview", "no defective clips are known"),
        proof=QCoreApplication.translate(
            "ClipReview",
            "{n} calibration stretches of good video prove: at most {bound} % of such stretches raise a "
            "false alarm (95 % confidence).",
        ),
        more=QCoreApplication.translate(
            "ClipReview", "To prove {wish} %, add good clips to the category until {more} more stretches are held out."
        ),
        no_review=QCoreApplication.translate("ClipReview", "Both thresholds are the same: no event goes to REVIEW."),
        raw_column="peak_score",
        relative_column="relative_peak",
    )


def learning_words() -> LearningWords:
    """What is said of the learning of confirmed clips."""
    translate = QCoreApplication.translate
    return LearningWords(
        translate("ClipReview", "Learning the confirmed clips"),
        translate(
            "ClipReview",
            "New model {name}: it is calibrated on the confirmed clips, too, and its reject threshold stays as it was.",
        ),
        translate(
            "ClipReview",
            "New model {name}: it is calibrated on the confirmed clips, too, and its thresholds are chosen anew.",
        ),
    )


def similar_words() -> SimilarWords:
    """What is said of events that are like one of them."""
    translate = QCoreApplication.translate
    return SimilarWords(
        name="similar-events",
        title=translate("ClipReview", "Events similar to {name}"),
        sheet=translate("ClipReview", "Similar events, the most similar first"),
        hint=translate(
            "ClipReview",
            "Compared by place, size, duration and peak. Click with Ctrl or Shift to select others. The decision is on "
            "every selected event.",
        ),
        incomparable=translate(
            "ClipReview",
            "The method of this run records no place of this event, by which others could be compared with it.",
        ),
        alone=translate("ClipReview", "No other event of this run is like this one."),
        decided=translate("ClipReview", "{n} events similar to {name} – {decision}"),
    )


def event_type_words() -> ParetoWords:
    """What the Pareto chart says of the types of events."""
    return ParetoWords(
        counted=QCoreApplication.translate("ClipReview", "Events"),
        parts="",
        hint=QCoreApplication.translate("ClipReview", "Return or a double click lists the events of a type."),
        unnamed=QCoreApplication.translate("ClipReview", "Rejected events without a type: {n}."),
    )


def no_event_text(sign: int, *, in_list: bool) -> str:
    """That there is no event further on, or further back with sign -1, in time or in the list."""
    if in_list and sign > 0:
        return QCoreApplication.translate("ClipReview", "No event further down the list.")
    if in_list:
        return QCoreApplication.translate("ClipReview", "No event further up the list.")
    if sign > 0:
        return QCoreApplication.translate("ClipReview", "No later event in the listed clips.")
    return QCoreApplication.translate("ClipReview", "No earlier event in the listed clips.")
