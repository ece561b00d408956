"""What a training consists of, and a guess how long each stage takes beside the others."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from inspector.core.errors import InspectorError
from inspector.workflow.advise.locating import locate_for
from inspector.workflow.job_progress import Phase
from inspector.workflow.train.calibrating import FOLDS_OF_LEARNED, calibrates_on_all, compared_images, learned_in_folds
from inspector.workflow.train.images import ImageTrainJob
from inspector.workflow.train.video import VideoTrainJob

# Seconds; only their proportions count once a training is measured.
_READ, _LEARN, _JUDGE = 0.03, 0.03, 0.05  # of an image
_OPEN_CLIP, _SAMPLE_CLIP, _JUDGE_CLIP = 0.5, 5.0, 20.0
_HELD_OUT = 0.2  # share of what is good
_FOLDS = 10


def image_phases(job: ImageTrainJob, *, tested: bool) -> Sequence[Phase]:
    """The stages of a training on images, and of the inspection that follows where it is `tested`."""
    good = len(job.category.train)
    training = job.method.config.training
    learning_s = training.total_steps(max(1, good)) * training.batch_size * _LEARN
    tiled = job.tile not in ("off", "auto")  # where `auto` chooses tiles, none are compared, and that stage never shows
    crossed = False
    with suppress(InspectorError):  # lots that cannot be named: the training says so
        crossed = calibrates_on_all(job, job.category.train, tiled=tiled)
        job = replace(job, calibrate="cross" if crossed else "held-out")
    crossed_s = learned_in_folds(job.method, _FOLDS, tiled=tiled) * learning_s + good * _JUDGE
    phases = [
        Phase("Reading", good * _READ, computes=False),
        Phase("Training", learning_s),
        Phase("Calibrating", crossed_s if crossed else max(1, round(_HELD_OUT * good)) * _JUDGE),
    ]
    compared = compared_images(job, round((1 - _HELD_OUT) * good), tiled=tiled)
    if compared:
        comparing_s = compared * (learned_in_folds(job.method, FOLDS_OF_LEARNED, tiled=tiled) * _LEARN + _JUDGE)
        phases.insert(2, Phase("Comparing", comparing_s))
    if locate_for(job.locate, job.method) != "off" and job.extend is None:
        phases.insert(0, Phase("Learning to locate", good * _READ, computes=False))
    if tested:
        phases.append(Phase("Inspecting", len(job.category.test) * _JUDGE))
    return phases


def video_phases(job: VideoTrainJob, *, tested: bool) -> Sequence[Phase]:
    """The same of a training on clips."""
    good, test = len(job.category.train), len(job.category.test)
    training = job.method.config.training
    phases = [
        Phase("Reading", good * _OPEN_CLIP, computes=False),
        Phase("Sampling", good * _SAMPLE_CLIP, computes=False),
        Phase("Training", training.total_steps(job.samples) * training.batch_size * _LEARN),
        Phase("Calibrating", _HELD_OUT * good * _JUDGE_CLIP),
    ]
    if tested and test:
        phases.append(Phase("Inspecting", test * _JUDGE_CLIP, parts=test))
    return phases
