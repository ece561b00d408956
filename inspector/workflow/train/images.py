"""From a folder of good images to a calibrated model."""

import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inspector.core.building import build_network
from inspector.core.calibration import Calibration, calibrate, default_scoring
from inspector.core.errors import SettingError
from inspector.core.images.depth import DEEP, learned_depth
from inspector.core.images.part_check import MOST_IMAGES, PartCheck, learn_part_check, thumbnail
from inspector.core.methods import Judgement
from inspector.core.methods.capabilities import NeedsPretrained, PosesTasks, Remarks, TakesClips
from inspector.core.model import Model
from inspector.core.seeding import generator_at
from inspector.core.stages.framing import Framed, Framing
from inspector.core.stages.scoring import AREAS, ScoringName, area_levels
from inspector.data.category import Category, ImageRef
from inspector.data.images.batches import GoodImages, TrainingImages
from inspector.data.properties import judged_mask
from inspector.data.splits import Split, check_group_by, split_good
from inspector.store.models.model_folder import StoredModel
from inspector.store.models.weights import load_pretrained
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.extend import check_extendable, split_content, split_new
from inspector.workflow.train.image_reading import read_good
from inspector.workflow.train.job import TrainJob
from inspector.workflow.train.learning import (
    TrainUpdate,
    agreed_start,
    contents_hash,
    finish,
    learn,
    named_before,
)
from inspector.workflow.train.output import TrainingOutput
from inspector.workflow.train.preview import Previewer, PreviewImage, defective_images


@dataclass(frozen=True, kw_only=True)
class ImageTrainJob(TrainJob):
    """What to train on images.

    Raises:
        SettingError: as for every training; if the interval is negative, or the method learns from clips.
        ModelError: if the model to extend cannot be extended.

    Attributes:
        group_by: how lots are named: `folder`, or a regular expression whose group is the lot.
        mixed_sizes: accept good images of very different shapes.
        scoring: how a map becomes a score; None for areas, or the maximum where the method's settings are its paper's.
        weights: safetensors file with the backbone's pretrained weights, for methods that have a backbone.
        extend: a model that learns this category's new images; method, variation and group_by are to be its own
            (see :func:`inspector.workflow.train.extend.extension`).
        preview_interval_s: show what the network makes of a few images about every so many seconds; None for never.
    """

    category: Category
    group_by: str | None
    mixed_sizes: bool = False
    scoring: ScoringName | None = None
    weights: Path | None = None
    extend: StoredModel | None = None
    preview_interval_s: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.preview_interval_s is not None and not self.preview_interval_s >= 0:
            raise SettingError(
                "Previews need an interval of 0 s or more, not {interval_s}.",
                code="training.preview_interval",
                interval_s=self.preview_interval_s,
            )
        if isinstance(self.method, TakesClips):
            raise SettingError(
                "Method '{method}' learns from clips, and {category} holds images; choose a method for images.",
                code="method.takes_clips",
                method=self.method.name,
                category=self.category.root,
            )
        if self.extend is not None:
            check_extendable(self.extend)

    @property
    def bits_per_sample(self) -> int | None:
        """How deep files are read: as the extended model reads them, else as the category says."""
        if self.extend is not None:
            depth = self.extend.model.depth
            return DEEP if depth is None else depth.bits_per_sample
        return self.category.properties.bits_per_sample


def train(job: ImageTrainJob) -> Generator[TrainUpdate, None, None]:
    """Train, calibrate and write a model.

    Closing the generator between updates keeps a checkpoint, as does every half minute and the last step; a job with
    `resume` continues from it and ends in the model that an uninterrupted training would have given. A training whose
    calibration or writing fails therefore has only these to repeat. Previews change nothing in that model.

    In several processes the first alone writes, calibrates and reports; the others end when there is nothing more to
    learn.

    Raises:
        CategoryError, ImageError: if the good images cannot be used, or are not the same in all processes.
        InUseError: if another process trains into the same output.
        ModelError, StorageError: if the model cannot be written there, or the checkpoint does not fit.
        SettingError: if `group_by` does not name the lots, or the category's region of interest and ignored rectangles
            leave nothing to judge.
        TrainingError: if the loss is no longer a number.
    """
    check_group_by(job.group_by)
    with TrainingOutput(job) as output:
        yield from _train(job, output)


def _train(job: ImageTrainJob, output: TrainingOutput) -> Generator[TrainUpdate, None, None]:
    started = time.monotonic()
    if job.processes.first:
        yield from named_before(job)
    judged = yield from _judged(job)
    network, weights = _network(job)
    framing = Framing(job.method.config.image_size)
    good, readable, digests = yield from read_good(
        job.category,
        framing=framing,
        bits=job.bits_per_sample,
        skip_unreadable=job.skip_unreadable,
        mixed_sizes=job.mixed_sizes,
    )
    if job.extend is None:
        split = split_good(readable, digests=digests, group_by=job.group_by, seed=job.seed)
        source = TrainingImages(good, split.training, job.variation)
    else:
        split, missing = split_new(job.extend, readable, digests, group_by=job.group_by, seed=job.seed)
        if missing is not None:
            yield Warned(missing)
        # What the old model remembers was taken under its light.
        source = TrainingImages(good, split.training, job.variation, job.extend.model.light_reference)

    identity = _identity(job, readable, digests, weights, judged)
    state = agreed_start(job, identity)
    depth = learned_depth(list(good.depths.values()))
    if job.extend is not None:
        depth = depth.together(job.extend.model.depth)
    model = Model(job.method, network, source.light_reference, calibration=None, judged=judged, depth=depth)
    previewer: Previewer | None = None
    if job.preview_interval_s is not None:
        first = split.calibration[0]
        good_image = PreviewImage(readable[first].name, readable[first].label, good.framed(first))
        shown = (good_image, *defective_images(job.category.test, framing=framing, bits=job.bits_per_sample))
        previewer = Previewer(model, shown, interval_s=job.preview_interval_s)
    steps = yield from learn(job, output, network, source, identity=identity, state=state, previewer=previewer)
    if not job.processes.first:
        return
    if previewer is not None:
        yield previewer.show(steps)

    model = replace(model, part_check=_part_check(job, good, len(readable)))
    # One image a pass, as inspection will judge them.
    held_out = (_of_held_out(model, good.framed(index)) for index in split.calibration)
    calibration = yield from calibrate_model(
        model, held_out, total=len(split.calibration), normalise=job.normalise, scoring=job.scoring
    )
    method = job.method
    remarks = method.remarks(network) if isinstance(method, Remarks) else ()
    if isinstance(method, PosesTasks) and calibration.tasks is not None:
        remarks += calibration.tasks.remarks(method.tasks)
    yield from finish(
        job,
        output,
        replace(model, calibration=calibration),
        _data_card(job, readable, digests, split, weights) | _judged_card(job, judged),
        groups=split.calibration_groups,
        remarks=remarks,
        steps=steps,
        started=started,
    )


def _judged(job: ImageTrainJob) -> Generator[Warned, None, Tensor | None]:
    """(H, W) bool at the network's input size: the places that are judged; None where it is the whole image."""
    stated = job.category.properties
    if not job.method.has_map:
        if stated.judged_places is not None:
            yield Warned(
                f"Method '{job.method.name}' scores the whole image: the region of interest and the ignored "
                f"rectangles of {job.category.name} do not apply."
            )
        return None
    mask = judged_mask(stated, job.method.config.image_size)
    return None if mask is None else torch.from_numpy(mask)


def _network(job: ImageTrainJob) -> tuple[nn.Module, dict[str, Any] | None]:
    """The network to train, and where its pretrained weights are from; None where it has none."""
    network = build_network(job.method, seed=job.seed)
    if job.extend is not None:
        network.load_state_dict(job.extend.model.network.state_dict())
        return network, job.extend.card.get("pretrained")
    method = job.method
    if isinstance(method, NeedsPretrained):
        return network, load_pretrained(method.backbone(network), file=job.weights, download=job.download_weights)
    if job.weights is not None or job.download_weights:
        raise SettingError(
            "Method '{method}' learns without pretrained weights.", code="weights.unused", method=job.method.name
        )
    return network, None


def _part_check(job: ImageTrainJob, good: GoodImages, count: int) -> PartCheck | None:
    """What the good images look like as a whole; those of an extended model, too, which may not be at hand."""
    chosen = [index * count // min(count, MOST_IMAGES) for index in range(min(count, MOST_IMAGES))]
    small = torch.cat([thumbnail(good[index][None]) for index in chosen])
    learned = learn_part_check(small, job.variation, generator=generator_at(job.seed, "part check"))
    if job.extend is None or learned is None:
        return learned
    before = job.extend.model.part_check
    return None if before is None else before.joined(learned)


def calibrate_model(
    model: Model,
    held_out: Iterable[Judgement],
    *,
    total: int,
    normalise: bool | None,
    scoring: ScoringName | None = None,
) -> Generator[Progress, None, Calibration]:
    """What the model's judgements of `total` held-out good images say, one or more images at a time."""
    judgements = []
    done = 0
    for judgement in held_out:
        judgements.append(judgement)
        done += len(judgement.scores)
        yield Progress("Calibrating", done, total)
    one_size = len({None if one.maps is None else one.maps.shape for one in judgements}) == 1
    levels = None
    if not one_size:
        maps = ((one.maps, one.places) for one in judgements if one.maps is not None)
        levels = torch.cat([area_levels(values, places, shares=AREAS) for values, places in maps])
        judgements = _of_one_size(judgements)
    return calibrate(
        model.method,
        Judgement.together(judgements),
        normalise=normalise if one_size else False,  # a place of one image is another in the next
        judged=model.judged if model.tiling is None else None,
        scoring=scoring or default_scoring(model.method),
        levels=levels,
    )


def _of_held_out(model: Model, framed: Framed) -> Judgement:
    """The judgement of a good image, whose places that are not judged are as low as its lowest: they say nothing."""
    judgement, places = model.judge_framed(framed), model.places(framed)
    if judgement.maps is None or places is None:
        return judgement
    lowest = torch.where(places, judgement.maps, torch.inf).amin()
    maps = torch.where(places, judgement.maps, lowest)
    return replace(judgement, scores=maps.flatten(1).amax(dim=1), maps=maps, places=places[None])


def _of_one_size(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Judgements whose maps are brought to the smallest height and width among them, with their maxima kept."""
    maps = [one.maps for one in judgements if one.maps is not None]
    size = (min(one.shape[-2] for one in maps), min(one.shape[-1] for one in maps))
    pooled = (F.adaptive_max_pool2d(values, size) for values in maps)
    return [replace(one, maps=values, places=None) for one, values in zip(judgements, pooled, strict=True)]


def _identity(
    job: ImageTrainJob,
    images: Sequence[ImageRef],
    digests: Sequence[str],
    weights: Mapping[str, Any] | None,
    judged: Tensor | None,
) -> dict[str, Any]:
    """What two trainings must have in common to end in the same model."""
    start = {} if weights is None else {"weights": weights["sha256"]}
    if job.extend is not None:
        start["extended model"] = job.extend.identity
    if job.bits_per_sample is not None:
        start["bits per sample"] = job.bits_per_sample
    if judged is not None:
        start["region of interest"] = job.category.properties.judged_places
    return start | {
        "method": job.method.name,
        "config": job.method.config.model_dump(mode="json"),
        "seed": job.seed,
        "variation": job.variation.model_dump(mode="json"),
        "group_by": job.group_by,
        "images": fingerprint(images, digests),
    }


def fingerprint(images: Sequence[ImageRef], digests: Sequence[str]) -> str:
    """One hash of images' names and contents, in their order."""
    return contents_hash([image.name for image in images], digests)


def _judged_card(job: ImageTrainJob, judged: Tensor | None) -> dict[str, Any]:
    if judged is None:
        return {}
    return {
        "judged": {**(job.category.properties.judged_places or {}), "share": round(judged.float().mean().item(), 4)}
    }


def _data_card(
    job: ImageTrainJob,
    images: Sequence[ImageRef],
    digests: Sequence[str],
    split: Split,
    weights: Mapping[str, Any] | None,
) -> dict[str, Any]:
    start = {} if weights is None else {"pretrained": dict(weights)}
    if job.extend is not None:
        start["extends"] = {"model": job.extend.identity, "folder": job.extend.folder.name}
    return start | {
        "category": {
            "name": job.category.name,
            "fingerprint": fingerprint(images, digests),
            "images": len(images),
        },
        "split": {
            "group_by": job.group_by,
            **split_content(split, images, digests, extended=job.extend),
            "calibration_groups": split.calibration_groups,
        },
        "variation": job.variation.model_dump(mode="json"),
    }
