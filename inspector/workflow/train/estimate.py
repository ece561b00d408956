"""How long a training will take, measured on this machine with this category in a few seconds."""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from statistics import median

import torch
from torch import nn

from inspector.core.building import build_network
from inspector.core.errors import ImageError
from inspector.core.fitting import FitEvent, fit, watched_images
from inspector.core.methods.capabilities import Memorises, Watches
from inspector.core.model import Model
from inspector.core.seeding import generator_at
from inspector.core.stages.framing import Framing
from inspector.data.category import ImageRef
from inspector.data.images.batches import GoodImages, TrainingImages, TrainingTiles, training_source
from inspector.data.images.duplicates import exact_duplicates
from inspector.data.splits import FOLDS, Split, split_crossed, split_good
from inspector.line.locate import Locator
from inspector.store.models.model_folder import file_sha256
from inspector.workflow.advise.locating import MOST_IMAGES, learn_to_locate, locate_for, tile_of_located
from inspector.workflow.advise.tiles import choose_tiles
from inspector.workflow.progress import Progress
from inspector.workflow.train.calibrating import FOLDS_OF_LEARNED, calibrates_on_all, compared_images, learned_in_folds
from inspector.workflow.train.extend import split_new
from inspector.workflow.train.images import ImageTrainJob
from inspector.workflow.train.job import TrainJob
from inspector.workflow.train.preview import DEFECTIVE_SHOWN, LEARNING_S, SHOWN, shown_part

_STAGE = "Estimating"
_LOCATED = 10  # images from which a locator is learned here
_READ, _LEARNED, _REMEMBERED, _JUDGED = 4, 4, 3, 3  # measured at most, the first of each to warm up
_READING_S, _LEARNING_S, _JUDGING_S = 1.5, 2.5, 1.0  # after which no further one starts


@dataclass(frozen=True)
class Estimate:
    """What a training will take on this machine.

    Attributes:
        seconds: of the whole job, with previews where it shows some.
        step_ms: of one step of learning.
        steps: as many as the training will have.
        reading_s, calibration_s: of reading all good images, and of judging those that calibrate, with the models that
            learned the others.
        comparing_s: of judging learned images by models of the others.
        phases_s: of the stages of the training, by their names.
        at_least: the method condenses at the end what it remembers of all images, which takes a time that is not known
            before: the training takes longer than `seconds`.
        sampling_s: of choosing windows of clips to learn from.
    """

    seconds: float
    step_ms: float
    steps: int
    reading_s: float
    calibration_s: float
    comparing_s: float
    at_least: bool
    sampling_s: float = 0.0

    @property
    def phases_s(self) -> Mapping[str, float]:
        before = {"Reading": self.reading_s, "Sampling": self.sampling_s}
        after = {"Comparing": self.comparing_s, "Calibrating": self.calibration_s}
        learning_s = self.seconds - sum(before.values()) - sum(after.values())
        return {**before, "Training": learning_s, **after}


def estimate_training(job: ImageTrainJob) -> Iterator[Progress | Estimate]:
    """Read a few good images, learn a few steps from them with a fresh network, and judge them.

    Takes some five seconds where a step takes less than one (a few more where parts are located), and writes nothing.
    The steps are those of `fit` on as many images as the training will have, in which the few that were read stand for
    all. Pretrained weights are not needed, since others take the same time. Unreadable images count as if they were
    read.

    Raises:
        ImageError: if no good image can be read.
        CategoryError: if the good images cannot be split.
        TrainingError: if the loss is not a number from the start.
    """
    method, total = job.method, _READ + _LEARNED + _JUDGED
    yield Progress(_STAGE, 0, total)
    paths = [image.path for image in job.category.train]
    locator, locating_s = yield from _locating(job)
    tile = tile_of_located(job.tile, locator)
    choice = choose_tiles(tile, job.method, job.category.train, bits=job.bits_per_sample, extend=job.extend)
    tiling = None if choice is None else choice.tiling
    crossed = calibrates_on_all(job, job.category.train, tiled=tiling is not None)
    job = replace(job, calibrate="cross" if crossed else "held-out")
    split = _split(job)
    framing = Framing(method.config.image_size, locator, tiling)
    good = GoodImages(paths, framing=framing, bits=job.bits_per_sample)
    loaded, read_s = yield from _read(good, job.category.train, total)

    reference = None if job.extend is None else job.extend.model.light_reference
    standing_in = [loaded[place % len(loaded)] for place in range(len(split.training))]
    source = training_source(good, standing_in, job.variation, reference, method=method, seed=job.seed)
    network = build_network(method, seed=job.seed)
    if job.extend is not None:
        network.load_state_dict(job.extend.model.network.state_dict())
    steps, step_s = yield from _learn(job, network, source, total)
    watching_s = _watching_s(job, network, source, steps)
    started = time.perf_counter()
    if isinstance(method, Memorises):
        method.finish(network, generator=generator_at(job.seed, "finish"))
    finish_s = time.perf_counter() - started

    model = Model(method, network.eval(), source.light_reference, calibration=None, locator=locator, tiling=tiling)
    judge_s = yield from _judge(model, good, loaded, total)
    learning_s = steps * step_s + watching_s
    reading_s = read_s * len(job.category.train)
    calibration_s = judge_s * len(split.calibration)
    if crossed:
        folds = min(FOLDS, split.calibration_groups)
        calibration_s += learned_in_folds(method, folds, tiled=tiling is not None) * learning_s + folds * finish_s
    compared = compared_images(job, len(split.training), tiled=tiling is not None)
    comparing_s = compared * judge_s + FOLDS_OF_LEARNED * finish_s * (compared > 0)
    learned = compared * learned_in_folds(method, FOLDS_OF_LEARNED, tiled=tiling is not None)
    comparing_s += learned / method.config.training.batch_size * step_s
    framed = good.framed(loaded[0])
    shown = shown_part(framed, good.framing).samples.numel() / framed.samples.numel()
    shown_s = seconds_shown(job, steps, learning_s, held_out=len(split.calibration), judge_s=judge_s * shown)
    yield Estimate(
        seconds=locating_s + reading_s + learning_s + finish_s + comparing_s + calibration_s + shown_s,
        step_ms=1000 * step_s,
        steps=steps,
        reading_s=reading_s,
        calibration_s=calibration_s,
        comparing_s=comparing_s,
        at_least=method.config.training.optimizer is None,
    )


def _locating(job: ImageTrainJob) -> Generator[Progress, None, tuple[Locator | None, float]]:
    """A locator from a few images, and the seconds for one from as many as the training will take."""
    if job.extend is not None:
        return job.extend.model.locator, 0.0
    locate = locate_for(job.locate, job.method)
    if locate == "off":
        return None, 0.0
    images = job.category.train
    started = time.perf_counter()
    locator = yield from learn_to_locate(locate, images, bits=job.bits_per_sample, seed=job.seed, most=_LOCATED)
    seconds = time.perf_counter() - started
    return locator, seconds * min(len(images), MOST_IMAGES) / min(len(images), _LOCATED)


def _split(job: ImageTrainJob) -> Split:
    """The split of the training, without reading files whole where their size and middle tell them apart."""
    images = job.category.train
    if job.extend is not None:
        digests = [_sha256_or_name(image) for image in images]
        return split_new(job.extend, images, digests, group_by=job.group_by, seed=job.seed)[0]
    groups = exact_duplicates([image.path for image in images])
    same = {path: str(group[0]) for group in groups for path in group}
    digests = [same.get(image.path, str(image.path)) for image in images]
    if job.calibrate == "cross":
        return split_crossed(images, digests=digests, group_by=job.group_by)
    return split_good(images, digests=digests, group_by=job.group_by, seed=job.seed)


def _sha256_or_name(image: ImageRef) -> str:
    try:
        return file_sha256(image.path)
    except OSError:
        return image.name


def _read(
    good: GoodImages, images: Sequence[ImageRef], total: int
) -> Generator[Progress, None, tuple[list[int], float]]:
    """Load some images from all over the category; returns which, and the seconds for one."""
    spread = range(0, len(images), max(1, len(images) // _READ))
    loaded: list[int] = []
    times: list[float] = []
    refused: ImageError | None = None
    for index in dict.fromkeys([*spread, *range(len(images))]):
        started = time.perf_counter()
        try:
            good.load(index)
            file_sha256(images[index].path)
        except ImageError as error:
            refused = error
        else:
            times.append(time.perf_counter() - started)
            loaded.append(index)
        yield Progress(_STAGE, len(loaded), total)
        if len(loaded) == _READ or (len(loaded) > 1 and sum(times) > _READING_S):
            break
    if not loaded:
        assert refused is not None  # there is at least one good image
        raise refused
    return loaded, median(times[1:] or times)


def _learn(
    job: ImageTrainJob, network: nn.Module, source: TrainingImages | TrainingTiles, total: int
) -> Generator[Progress, None, tuple[int, float]]:
    """The training's steps, and the seconds for one."""
    # Fewer where they are remembered: condensing them takes longer than a step.
    needed = _REMEMBERED if job.method.config.training.optimizer is None else _LEARNED
    times: list[float] = []
    with closing(fit(job.method, network, source, seed=job.seed, device=job.device)) as updates:
        steps = next(updates).steps
        for seconds in step_times(updates, count=min(needed, steps), device=job.device):
            times.append(seconds)
            yield Progress(_STAGE, _READ + len(times), total)
    return steps, median(times[1:] or times)


def step_times(updates: Iterator[FitEvent], *, count: int, device: torch.device) -> Iterator[float]:
    """Seconds of each of the next steps of a training, so many at most, and fewer where they take long."""
    taken, total = 0, 0.0
    while taken < count and total < _LEARNING_S:
        started = time.perf_counter()
        next(updates)
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        seconds = time.perf_counter() - started
        taken, total = taken + 1, total + seconds
        yield seconds


def _watching_s(job: ImageTrainJob, network: nn.Module, source: TrainingImages | TrainingTiles, steps: int) -> float:
    """Seconds of all looks at the images that are only watched; none for most methods."""
    method = job.method
    watched, _ = watched_images(method, len(source), seed=job.seed)
    if not isinstance(method, Watches) or not watched or steps < method.watch_interval:
        return 0.0
    generator = generator_at(job.seed, "watch")
    started = time.perf_counter()
    method.watch(network, source.batch(watched, generator=generator).to(job.device), generator=generator)
    return (steps // method.watch_interval) * (time.perf_counter() - started)


def _judge(model: Model, good: GoodImages, loaded: Sequence[int], total: int) -> Generator[Progress, None, float]:
    """The seconds for one image."""
    times: list[float] = []
    while len(times) < _JUDGED and sum(times) < _JUDGING_S:
        started = time.perf_counter()
        model.judge_framed(good.framed(loaded[len(times) % len(loaded)]))
        times.append(time.perf_counter() - started)
        yield Progress(_STAGE, total - _JUDGED + len(times), total)
    yield Progress(_STAGE, total, total)
    return median(times[1:] or times)


def seconds_shown(job: TrainJob, steps: int, learning_s: float, *, held_out: int, judge_s: float) -> float:
    """The time of the previews in the whole training.

    Args:
        judge_s: seconds for one image, or frame of a clip, as it is shown.
    """
    if job.preview_interval_s is None:
        return 0
    defective = min(DEFECTIVE_SHOWN, sum(image.defective for image in job.category.test))
    one_s = min(SHOWN, held_out + defective) * judge_s
    previews = 1.0
    if job.method.config.training.optimizer is not None and steps > 1:
        interval_s = job.preview_interval_s and max(job.preview_interval_s, LEARNING_S * one_s)
        previews = min(steps, 2 + learning_s / max(interval_s, 1e-3))
    return previews * one_s
