"""Good clips that people confirmed in a run calibrate a model: a new one is written, the old one stays as it is.

The network and the units of its scores stay. Each stretch of a confirmed clip counts as one more stretch of good video
that the training did not use, by its highest score, see :func:`inspector.core.video.calibration.calibrate_video`; the
thresholds are chosen on all of them. Scores of the same network are taken from the run, others are made once more.
"""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from inspector.core.errors import RunError, VideoError
from inspector.core.thresholds import choose_review, choose_threshold
from inspector.data.layout import GOOD
from inspector.data.video.reader import ClipReader
from inspector.store.records import Review, ReviewDecision, current_reviews
from inspector.store.runs.video_run import ClipRecord
from inspector.workflow.inspect.frame_rates import rate_of_folders
from inspector.workflow.inspect.video import detector_of, judged_frames
from inspector.workflow.learn.confirmations import Confirmed, ancestry, of_the_same_parts
from inspector.workflow.learn.learned_model import LearnDone, Learned, LearnJob, write_learned
from inspector.workflow.learn.outliers import (
    RejectChange,
    ScoredPart,
    defects_hidden,
    outliers_among,
    outliers_left_out,
    outliers_refused,
)
from inspector.workflow.progress import Progress, Waiting, Warned
from inspector.workflow.review.event_names import event_of_name
from inspector.workflow.review.video import ReviewedVideoRun
from inspector.workflow.train.output import TrainingOutput
from inspector.workflow.train.video_reading import clip_digest

_NOTHING = "learn.nothing_confirmed"


@dataclass(frozen=True, eq=False)
class _ScoredClip:
    """A confirmed clip with the scores of its frames.

    Attributes:
        frames, scores: (n,) of the frames that could be judged.
    """

    confirmed: Confirmed
    frames: np.ndarray
    scores: np.ndarray

    @property
    def worst(self) -> float:
        return float(self.scores.max())

    def stretches(self, length: int) -> list[tuple[int, int, float]]:
        """Begin, end and highest score of its stretches, of at least so many frames, or all that there are."""
        pieces = np.array_split(np.arange(len(self.frames)), max(1, len(self.frames) // length))
        return [
            (int(self.frames[one[0]]), int(self.frames[one[-1]]) + 1, float(self.scores[one].max())) for one in pieces
        ]


def learn_confirmed_clips(job: LearnJob) -> Generator[Progress | Warned | Waiting | LearnDone, None, None]:
    """Write a model that is calibrated on the clips of a run that people confirmed to be good, too.

    A clip is confirmed where :meth:`ReviewedVideoRun.decided_clips` says so, by the thresholds in force for the model.
    On a full disk it waits until there is room for the model.

    Raises:
        RunError: if the run cannot be read, is of a model of another camera, or no new clip is confirmed in it; if
            outliers among the confirmed would raise the reject threshold, or clips known to be defective would pass,
            and nobody said what to do.
        ModelError: if the output exists, or the model is one of images.
        InUseError: if another process writes it.
        StorageError: if the model cannot be written.
    """
    with TrainingOutput(job) as output:
        yield from _learn(job, output)


def _learn(job: LearnJob, output: TrainingOutput) -> Generator[Progress | Warned | Waiting | LearnDone, None, None]:
    started = time.monotonic()
    stored, before = job.stored, job.stored.operating_point
    detector_of(stored)  # refused now, where it is a model of images
    with ReviewedVideoRun(job.run, category=None) as run:
        run.judge_by(before)
        yield from _compared(job, run.about)
        clips = yield from _scored(job, run, (yield from _new_confirmations(job, run)))
        known, stretch = stored.calibration.good_scores, stored.model.knowledge.stretch
        left_out: list[ScoredPart] = []
        while True:
            peaks = [peak for clip in clips for *_, peak in clip.stretches(stretch)]
            good_scores = torch.cat([known, torch.tensor(peaks, dtype=known.dtype)])
            reject = choose_threshold(good_scores.numpy(), wish=job.max_false_reject)
            raises = reject.threshold > before.reject
            places = outliers_among(known.numpy(), np.array([clip.worst for clip in clips]), before) if raises else []
            outliers = [_part(clips[place]) for place in places]
            if not outliers or job.outliers == "learn":
                break
            if job.outliers == "refuse" or len(outliers) == len(clips):
                raise outliers_refused(outliers, RejectChange(before.reject, reject.threshold), run=job.run.name)
            yield outliers_left_out(outliers)
            left_out += outliers
            clips = [clip for place, clip in enumerate(clips) if place not in places]
        passing = yield from _passing(job, run, reject.threshold)
    split = dict(stored.card["split"])
    split["calibration"] = [
        *split["calibration"],
        *([clip.confirmed.name, start, end] for clip in clips for start, end, _ in clip.stretches(stretch)),
    ]
    if "clips_sha256" in split:
        split["clips_sha256"] = [*split["clips_sha256"], *(clip.confirmed.digest for clip in clips)]
    above = sorted((clip for clip in clips if clip.worst > before.reject), key=lambda clip: -clip.worst)
    learned = Learned(
        model=replace(stored.model, calibration=replace(stored.calibration, good_scores=good_scores)).to(job.device),
        reject=reject,
        review=choose_review(good_scores.numpy(), wish=job.max_review, reject=reject.threshold),
        steps=0,
        split=split,
        groups=len({name for name, *_ in split["calibration"]}),
        confirmed=[clip.confirmed for clip in clips],
        outliers=outliers,
        left_out=left_out,
        passing=passing,
        raised_by=[_part(clip) for clip in above] if raises else [],
    )
    yield from write_learned(job, output, learned, started=started)


def _compared(job: LearnJob, about: Mapping[str, Any]) -> Iterator[Warned]:
    """Make sure that a run is of the model, or of one of the same camera.

    Raises:
        RunError: if it is not, and nobody said that it may be.
    """
    if about["model"] in ancestry(job.stored):
        return
    if not job.other_model and not of_the_same_parts(job.stored, about):
        raise RunError(
            "{run} was made with another model, {other}, which shares no good clip with {model}, so its clips may be "
            "of another camera.",
            code="learn.other_model",
            run=job.run.name,
            other=about.get("model_folder", ""),
            model=job.stored.folder.name,
        )
    yield Warned(
        f"{job.run.name} was made with another model, {about.get('model_folder', '')}: make sure that its clips are of "
        f"the camera that {job.stored.folder.name} inspects."
    )


def _new_confirmations(
    job: LearnJob, run: ReviewedVideoRun
) -> Generator[Progress | Warned, None, list[tuple[int, Confirmed]]]:
    """The clips that people confirmed and the model does not know, by their places in the run."""
    decided, reviews = run.decided_clips(), current_reviews(job.run, moved_from=run.moved_from)
    accepted = [clip for clip, decision in decided.items() if decision is ReviewDecision.ACCEPT]
    judged = [clip for clip in range(len(run.clips)) if run.decision(clip) is not None]
    if len(decided) < len(judged):
        yield Warned(
            f"{len(decided)} of the {len(judged)} clips of {job.run.name} were reviewed to their end. If these were "
            "chosen because they looked suspicious, the thresholds come out too high: review a whole run, or a random "
            "part of it."
        )
    if not accepted:
        raise RunError("{run} holds no clip that people confirmed to be good.", code=_NOTHING, run=job.run)
    contradicted = [run.clips[clip].name for clip in accepted if run.clips[clip].label not in ("", GOOD)]
    if contradicted:
        yield Warned(
            f"Clips of {job.run.name} that were confirmed to be good lie among the defective ones: "
            f"{', '.join(contradicted)}. If one shows a defect, defects like it will pass: learn again without it."
        )
    digests, names = _known(job.stored.card)
    found: dict[str, tuple[int, Confirmed]] = {}
    for done, clip in enumerate(accepted, start=1):
        record = run.clips[clip]
        if run.is_replaced(clip):
            yield Warned(
                f"{record.path} has another size or time of change than when it was inspected, so nobody confirmed "
                "what it shows now. It is left out."
            )
        elif record.name not in names:
            try:
                digest = clip_digest(record.path)
            except (OSError, VideoError) as error:
                yield Warned(
                    f"{record.path} cannot be read ({getattr(error, 'strerror', None) or error}). It is left out."
                )
                continue
            if digest not in digests:
                review = _newest(reviews, record)
                found.setdefault(digest, (clip, Confirmed(record.path, record.name, record.label, digest, review)))
        yield Progress("Reading", done, len(accepted))
    if not found:
        raise RunError(
            "{run} holds no clip that people confirmed to be good and that the model does not know yet.",
            code=_NOTHING, run=job.run,
        )  # fmt: skip
    return list(found.values())


def _known(card: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Hashes of the clips that a model learned or was calibrated on, and names where it has no hashes."""
    split, digests = card["split"], set[str]()
    confirmed = card.get("confirmed")
    while confirmed is not None:
        digests |= {one["sha256"] for one in confirmed["images"]}
        confirmed = confirmed.get("earlier")
    if "clips_sha256" in split:
        return digests | {*split["clips_sha256"]}, set()
    return digests, {name for name, *_ in (*split["training"], *split["calibration"])}


def _newest(reviews: Mapping[str, Review], record: ClipRecord) -> Review:
    """The last of the decisions that a confirmation follows from."""
    of_clip = [review for name, review in reviews.items() if event_of_name(name)[0] == record.name]
    return max(of_clip, key=lambda review: review.time)


def _scored(
    job: LearnJob, run: ReviewedVideoRun, confirmed: Sequence[tuple[int, Confirmed]]
) -> Generator[Progress | Warned, None, list[_ScoredClip]]:
    """The clips with their scores, but for those that cannot be judged, or are too short to say anything."""
    least = job.stored.model.knowledge.stretch // 2
    clips = []
    for done, (clip, one) in enumerate(confirmed, start=1):
        try:
            frames, scores = yield from _scores(job, run, clip)
        except VideoError as error:
            yield Warned(f"{error} It is left out.")
            continue
        if len(frames) < max(1, least):
            yield Warned(f"{one.name} is shorter than half a stretch of good video. It is left out.")
        else:
            clips.append(_ScoredClip(one, frames, scores))
        yield Progress("Calibrating", done, len(confirmed))
    if not clips:
        raise RunError(
            "None of the clips that were confirmed in {run} can be used.", code="learn.unreadable", run=job.run
        )
    return clips


def _scores(
    job: LearnJob, run: ReviewedVideoRun, clip: int
) -> Generator[Progress, None, tuple[np.ndarray, np.ndarray]]:
    """The frames of a clip that have a score, and the scores: as in the run, where the same network made them.

    Raises:
        VideoError: if the clip cannot be read.
    """
    if run.about["model"] in ancestry(job.stored):
        recorded = run.scores(clip)
        judged = np.isfinite(recorded.score)
        return recorded.index[judged], recorded.score[judged]
    frames, scores = [], []
    model, point = job.stored.model.to(job.device), job.stored.operating_point
    rate = run.about.get("folder_rate") or rate_of_folders(model)
    detector = detector_of(job.stored)
    with ClipReader(run.clips[clip].path, folder_rate=rate) as reader:
        for _, record, _ in judged_frames(model, detector, reader, modes=("streaming",), point=point):
            if record.score is not None:
                frames.append(record.index)
                scores.append(record.score)
            yield Progress("Inspecting", record.index + 1, max(record.index + 1, run.clips[clip].frames))
    return np.array(frames, int), np.array(scores, float)


def _passing(job: LearnJob, run: ReviewedVideoRun, reject: float) -> Generator[Progress, None, list[str]]:
    """Names of the clips of the run that are NG and would no longer be, those known to be defective first.

    Raises:
        RunError: if one is known to be defective, unless somebody wants the confirmed clips to be learned even so.
    """
    before, decided = job.stored.operating_point.reject, run.decided_clips()
    own = run.about["model"] in ancestry(job.stored)
    rejected = before if own else run.own_point.reject
    if reject <= before:
        return []
    passing: list[ScoredPart] = []
    defective: list[ScoredPart] = []
    for clip, record in enumerate(run.clips):
        said = decided.get(clip)
        if run.peak(clip) <= rejected or said is ReviewDecision.ACCEPT or run.is_replaced(clip):
            continue
        try:
            _, scores = yield from _scores(job, run, clip)
        except VideoError:
            continue
        worst = float(scores.max(initial=-np.inf))
        if before < worst <= reject:
            known = said is ReviewDecision.REJECT or (said is None and record.label not in ("", GOOD))
            (defective if known else passing).append(ScoredPart(record.name, worst, record.label))
        yield Progress("Comparing", clip + 1, len(run.clips))
    if defective and not job.pass_defects:
        raise defects_hidden(defective, RejectChange(before, reject), run=job.run.name)
    return [one.name for one in (*defective, *passing)]


def _part(clip: _ScoredClip) -> ScoredPart:
    return ScoredPart(clip.confirmed.name, clip.worst, clip.confirmed.label)
