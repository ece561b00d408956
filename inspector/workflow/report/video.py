"""A run of clips as a page for people: each clip's timeline, its events with pictures, and what went wrong."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from inspector.core.errors import VideoError
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.thresholds import bound_for_threshold
from inspector.core.video.inspection import ClipEvent
from inspector.data.video.category import Intervals
from inspector.data.video.reader import ClipReader
from inspector.store.durable import replacing_file
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import Review
from inspector.store.runs.sources import replaced
from inspector.store.runs.video_run import ClipRecord, ClipScores, VideoRun
from inspector.workflow.report.event_video import event_picture
from inspector.workflow.report.language import ENGLISH, PageLanguage
from inspector.workflow.report.other_events import OtherEvents, other_events
from inspector.workflow.report.page import (
    data_uri,
    other_thresholds,
    page_template,
    replaced_notice,
    round_values,
    scale_picture,
)
from inspector.workflow.report.pictures import HeatScale
from inspector.workflow.report.times import clock, moment, stretch
from inspector.workflow.review.defect_types import count_types, is_rejected, pareto
from inspector.workflow.review.event_names import event_name, event_of_name

MOST_CLIPS, MOST_PICTURES = 100, 100  # a page of more opens slowly, and nobody looks at them all
_COLUMNS = 600  # of a timeline
_PICTURE_SIDE = 720
_HEADROOM = 2.0  # the score axis continues above reject for at most this many times the span before it


def write_video_report(
    path: Path,
    *,
    title: str,
    stored: StoredModel,
    run: VideoRun,
    abnormal: Mapping[str, Intervals],
    made: str,
    types: Mapping[str, Mapping[int, str]] | None = None,
    reviews: Mapping[str, Review] | None = None,
    language: PageLanguage = ENGLISH,
) -> None:
    """One self-contained HTML page: it loads nothing, runs no script, and prints.

    Args:
        stored: the model that the run was made with.
        abnormal: the frames on which something is wrong, by the names of clips of which that is known.
        made: date and time as they shall be read, so that the page holds no clock of its own.
        types: of the events that a person named, by what the records call them; None for none.
        reviews: a person's decisions in force, likewise; see :func:`other_events` for those at other thresholds.

    Raises:
        RunError: if the run cannot be read.
        StorageError: if the page cannot be written.
    """
    point, calibration = run.operating_point, stored.calibration
    good_scores = calibration.good_scores.numpy()
    records = run.clips
    shown = _shown(records)
    axis = ScoreAxis.of([run.scores(clip).score for clip in shown], good_scores=good_scores, point=point)
    scale = None if calibration.outline is None else HeatScale.of(calibration, point)
    types = types or {}
    others = other_events(run, reviews=reviews or {}, named=types, in_force=lambda: stored.operating_point)
    reviews = others.reviews
    events = [
        (event_name(clip.name, one.event.start), one)
        for place, clip in enumerate(records)
        for one in others.all_of(run, place)
    ]
    counts = count_types(
        (list(types.get(name, {}).values()), is_rejected(one.event.decision, reviews.get(name))) for name, one in events
    )
    page = page_template("clip_report.html.jinja", language).render(
        title=title,
        made=made,
        stored=stored,
        point=point,
        relative=partial(stored.score_scale.relative, point=point),
        counts=run.counts(),
        summaries=[_summary(run, clip, language) for clip in range(len(records))],
        sections=list(_sections(run, shown, stored, abnormal, axis, others)),
        bound=bound_for_threshold(good_scores, point.reject),
        good=len(good_scores),
        notices=list(_notices(run, stored, language)),
        axis=axis,
        scale=scale,
        scale_picture=None if scale is None else scale_picture(scale),
        moment=partial(moment, language=language),
        stretch=partial(stretch, language=language),
        types={name: ", ".join(named.values()) for name, named in types.items()},
        reviews=reviews,
        event_reviews={name: one for name, one in reviews.items() if event_of_name(name)[1] is not None},
        event_name=event_name,
        pareto=pareto(counts),
        unnamed_events=sum(one.parts for one in counts if not one.name),
    )
    with replacing_file(path) as part:
        part.write_bytes(page.encode("utf-8", errors="replace"))


@dataclass(frozen=True)
class ScoreAxis:
    """The scores from the bottom of every timeline on a page to its top; the same in all, so that they compare."""

    low: float
    high: float

    @classmethod
    def of(cls, scores: Sequence[np.ndarray], *, good_scores: np.ndarray, point: OperatingPoint) -> "ScoreAxis":
        """An axis anchored to good video and the thresholds, in which these are well apart whatever outliers there are.

        Args:
            scores: of each clip, NaN where a frame has none.
        """
        low = min(float(good_scores.min()), point.review)
        span = point.reject - low
        if span <= 1e-6 * abs(point.reject):  # the good video held out all scores the same
            span = abs(point.reject) or 1.0
            low = point.reject - span
        highest = max([point.reject, *(float(np.nanmax(one)) for one in scores if np.isfinite(one).any())])
        return cls(low - 0.1 * span, min(max(highest, point.reject + 0.3 * span), point.reject + _HEADROOM * span))

    def height(self, score: float) -> float:
        """Where a score is, 0 at the bottom to 1 at the top; at an end when it is beyond."""
        return float(np.clip((score - self.low) / (self.high - self.low), 0, 1))


@dataclass(frozen=True)
class Timeline:
    """A clip's scores as they are drawn: `columns` of width 1 each from left to right, 100 high.

    Attributes:
        columns: each stands for the same number of frames, or for part of one.
        bars: SVG paths, by the decision of their columns' worst frames.
        lost: an SVG path over what was lost.
        still: an SVG path over where nothing moved.
        labelled: begin and width of the intervals that are known to be abnormal, shares of the whole.
        ticks: where the time, or the frame, is written, as shares of the whole.
    """

    columns: int
    bars: Mapping[Decision, str]
    lost: str
    still: str
    labelled: list[tuple[float, float]]
    ticks: list[tuple[float, str]]


def timeline(scores: ClipScores, *, axis: ScoreAxis, frame_rate: float | None, abnormal: Intervals) -> Timeline | None:
    """A clip's timeline, each column with the worst of its frames; None for a clip without frames."""
    if not len(scores):
        return None
    count = int(scores.index[-1]) + 1
    columns = min(_COLUMNS, count)
    column = scores.index * columns // count
    worst = np.full(columns, -np.inf)
    judged = ~np.isnan(scores.score)
    np.maximum.at(worst, column[judged], scores.score[judged])
    decided = np.full(columns, -1)
    codes = np.array([-1 if decision is None else list(Decision).index(decision) for decision in scores.decisions])
    np.maximum.at(decided, column, codes)
    bars = {
        decision: "".join(
            f"M{place} 100V{100 - max(1.0, 100 * axis.height(worst[place])):.1f}h1V100z"
            for place in np.flatnonzero(decided == code)
        )
        for code, decision in enumerate(Decision)
    }
    whole = count if frame_rate is None else count / frame_rate
    return Timeline(
        columns,
        bars,
        lost=_columns(column[scores.lost]),
        still=_columns(column[scores.still]),
        labelled=[(start / count, (min(end, count) - start) / count) for start, end in abnormal if start < count],
        ticks=[
            (value / whole, f"{value:.0f}" if frame_rate is None else clock(value).removesuffix(".0"))
            for value in round_values(0, whole, most=8)
        ],
    )


@dataclass(frozen=True)
class EventCard:
    """An event on the page: its picture as a data URI, or the `problem` when it is missing; neither where left out."""

    event: ClipEvent
    picture: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class ClipSection:
    """A clip on the page; `number` is its place in the run."""

    number: int
    record: ClipRecord
    timeline: Timeline | None
    labels_known: bool
    cards: list[EventCard]


@dataclass(frozen=True)
class ClipSummary:
    """A clip's line in the table of all; `highest` is its highest score."""

    record: ClipRecord
    events: Mapping[Decision, int]
    highest: float | None
    duration: str
    lost: int
    still: int
    doubtful: int


def _shown(records: Sequence[ClipRecord]) -> list[int]:
    """The clips that have a section: all, or those with errors and events first where there are too many."""
    ranks = {None: 0, Decision.NG: 1, Decision.REVIEW: 2, Decision.OK: 3}
    started = [clip for clip, record in enumerate(records) if record.finished or record.frames]
    ranked = sorted(started, key=lambda clip: 0 if records[clip].error is not None else ranks[records[clip].decision])
    return sorted(ranked[:MOST_CLIPS])


def _summary(run: VideoRun, clip: int, language: PageLanguage) -> ClipSummary:
    record, scores = run.clips[clip], run.scores(clip)
    events = [event.event.decision for event in run.events(clip)]
    judged = scores.score[~np.isnan(scores.score)]
    duration = language.count(record.frames, "frame")
    if record.frame_rate and len(scores):
        duration = language.numerals(clock((int(scores.index[-1]) + 1) / record.frame_rate))
    return ClipSummary(
        record,
        {decision: events.count(decision) for decision in Decision},
        float(judged.max()) if len(judged) else None,
        duration,
        int(scores.lost.sum()),
        int(scores.still.sum()),
        int(scores.doubtful.sum()),
    )


def _sections(
    run: VideoRun,
    shown: Sequence[int],
    stored: StoredModel,
    abnormal: Mapping[str, Intervals],
    axis: ScoreAxis,
    others: OtherEvents,
) -> Iterator[ClipSection]:
    left = MOST_PICTURES
    for clip in shown:
        record, scores, events = run.clips[clip], run.scores(clip), others.all_of(run, clip)
        intervals = abnormal.get(record.name)
        drawn = timeline(scores, axis=axis, frame_rate=record.frame_rate, abnormal=intervals or ())
        pictured = sorted(events, key=lambda event: -event.event.peak)[:left]
        left -= len(pictured)
        yield ClipSection(clip, record, drawn, intervals is not None, list(_cards(run, clip, events, pictured, stored)))


def _cards(
    run: VideoRun, clip: int, events: Sequence[ClipEvent], pictured: Sequence[ClipEvent], stored: StoredModel
) -> Iterator[EventCard]:
    record = run.clips[clip]
    with ExitStack() as opened:
        reader: ClipReader | None = None
        for event in events:
            if event not in pictured:
                yield EventCard(event)
                continue
            try:
                if reader is None:
                    reader = opened.enter_context(ClipReader(record.path, folder_rate=record.frame_rate))
                pixels = event_picture(
                    reader,
                    run,
                    clip,
                    event,
                    calibration=stored.calibration,
                    point=run.operating_point,
                    longest=_PICTURE_SIDE,
                )
                yield EventCard(event, picture=data_uri(pixels))
            except VideoError as error:
                yield EventCard(event, problem=str(error))


def _notices(run: VideoRun, stored: StoredModel, language: PageLanguage) -> Iterator[str]:
    """What a reader must know before trusting the page."""
    if run.operating_point != stored.operating_point:
        yield other_thresholds(language)
    others = replaced([clip.path for clip in run.clips], run.fingerprints())
    if others:
        yield replaced_notice([path.name for path in others], "clip", language)
    missing = sum(not record.finished for record in run.clips)
    if missing:
        yield language.text(
            "The run was interrupted: {n} clip is missing or incomplete here."
            if missing == 1
            else "The run was interrupted: {n} clips are missing or incomplete here.",
            n=missing,
        )


def _columns(places: np.ndarray) -> str:
    return "".join(f"M{place} 0v100h1v-100z" for place in np.unique(places).tolist())
