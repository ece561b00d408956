"""From a folder of good images to a calibrated model."""

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from torch import Tensor, nn

from inspector.core.building import build_network
from inspector.core.errors import SettingError
from inspector.core.images.depth import DEEP, learned_depth
from inspector.core.methods import require_image_method
from inspector.core.methods.capabilities import KeepsShape, NeedsPretrained, PosesTasks, Remarks
from inspector.core.model import Model
from inspector.core.stages.framing import Framing
from inspector.core.stages.scoring import ScoringName
from inspector.data.category import Category, ImageRef
from inspector.data.images.batches import training_source
from inspector.data.properties import Locate, Tile
from inspector.data.splits import Split, check_group_by, split_crossed, split_good
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import StoredModel
from inspector.store.models.weights import load_pretrained
from inspector.workflow.advise.locating import choose_locator, locate_for, tile_of_located
from inspector.workflow.advise.tiles import TileChoice, choose_tiles, judged_size, resolution_card
from inspector.workflow.advise.variety import variety_findings
from inspector.workflow.progress import Warned
from inspector.workflow.train.calibrating import (
    calibrate_model,
    calibrates_on_all,
    check_judged,
    compared_images,
    folds_of,
    folds_of_learned,
    judge_held_out,
    judge_in_folds,
    some_of,
    suspects,
)
from inspector.workflow.train.extend import check_extendable, split_content, split_new
from inspector.workflow.train.image_reading import judged_places, learned_part_check, read_good
from inspector.workflow.train.job import TrainJob
from inspector.workflow.train.learning import (
    TrainUpdate,
    agreed_start,
    fingerprint,
    finish,
    learn,
    named_before,
)
from inspector.workflow.train.output import TrainingOutput
from inspector.workflow.train.preview import SHOWN, Previewer, defective_images, preview_image


@dataclass(frozen=True, kw_only=True)
class ImageTrainJob(TrainJob):
    """What to train on images.

    Raises:
        SettingError: as for every training, and if the method learns from clips.
        ModelError: if the model to extend cannot be extended.

    Attributes:
        group_by: how lots are named: `folder`, or a regular expression whose group is the lot.
        mixed_sizes: accept good images of very different shapes.
        scoring: how a map becomes a score; None for areas, or the maximum where the method's settings are its paper's.
        calibrate: on a fifth of the good images that is held out; or on all of them, each judged by a model that
            learned the others, which takes up to eleven trainings; `auto`: see :func:`calibrates_on_all`.
        weights: safetensors file with the backbone's pretrained weights, for methods that have a backbone.
        extend: a model that learns this category's new images; method, variation and group_by are to be its own
            (see :func:`inspector.workflow.train.extend.extension`).
        tile: whether images are judged in tiles, and how many pixels of an image a tile shows along its shorter side;
            an extended model keeps its own.
        locate: whether the part is found before it is judged; an extended model keeps its own way.
    """

    category: Category
    group_by: str | None
    mixed_sizes: bool = False
    scoring: ScoringName | None = None
    calibrate: Literal["auto", "held-out", "cross"] = "auto"
    weights: Path | None = None
    extend: StoredModel | None = None
    tile: Tile = "off"
    locate: Locate = "off"

    def __post_init__(self) -> None:
        super().__post_init__()
        require_image_method(self.method)
        if self.extend is not None:
            check_extendable(self.extend)
            if self.calibrate == "cross" and not is_crossed(self.extend.card):
                raise SettingError(
                    "A model that is extended is calibrated on held-out images, as it was before.",
                    code="training.extend_cross",
                )

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
    network, weights = _network(job)  # first, so that weights that do not fit are refused before anything is read
    locate = locate_for(job.locate, job.method)
    locator = yield from choose_locator(
        locate, job.category.train, bits=job.bits_per_sample, seed=job.seed, extend=job.extend
    )
    choice = choose_tiles(
        tile_of_located(job.tile, locator), job.method, job.category.train, bits=job.bits_per_sample, extend=job.extend
    )
    if choice is not None and job.tile == "auto":
        yield Warned(
            "At the network's input size these images would be distorted, so each is judged in about "
            f"{choice.count} tiles, and an inspection takes about that many times as long."
        )
    if isinstance(job.method, KeepsShape) and choice is None and job.extend is None:
        size = judged_size(job.category.train, locator, bits=job.bits_per_sample)
        if size is not None and (shaped := job.method.shaped_for(size)) is not job.method:
            job = replace(job, method=shaped)
            network, weights = _network(job)
    judged = yield from judged_places(job.category, job.method, None if choice is None else choice.picture_map)
    framing = Framing(job.method.config.image_size, locator, None if choice is None else choice.tiling)
    good, readable, digests = yield from read_good(
        job.category,
        framing=framing,
        bits=job.bits_per_sample,
        skip_unreadable=job.skip_unreadable,
        mixed_sizes=job.mixed_sizes or isinstance(job.tile, int),
    )
    unlearnable = tuple(finding.message for finding in variety_findings(readable, list(good.glances.values())))
    good.glances.clear()  # 4 KB of each image
    yield from map(Warned, unlearnable)
    crossed = calibrates_on_all(job, readable, tiled=framing.tiling is not None)
    job = replace(job, calibrate="cross" if crossed else "held-out")
    light = None
    if job.extend is None:
        if crossed:
            split = split_crossed(readable, digests=digests, group_by=job.group_by)
        else:
            split = split_good(readable, digests=digests, group_by=job.group_by, seed=job.seed)
    else:
        split, missing = split_new(job.extend, readable, digests, group_by=job.group_by, seed=job.seed)
        if missing is not None:
            yield Warned(missing)
        light = job.extend.model.light_reference  # what the old model remembers was taken under its light
    source = training_source(good, split.training, job.variation, light, method=job.method, seed=job.seed)

    identity = _identity(job, readable, digests, weights, judged, choice, None if locator is None else locate)
    state = agreed_start(job, identity)
    depth = learned_depth(list(good.depths.values())).of_sizes(good.picture_sizes.values())
    if job.extend is not None:
        depth = depth.together(job.extend.model.depth)
    model = Model(
        job.method,
        network,
        source.light_reference,
        calibration=None,
        judged=judged,
        depth=depth,
        locator=locator,
        tiling=framing.tiling,
        picture_map=None if choice is None else choice.picture_map,
    )
    check_judged(model, good, readable)
    previewer: Previewer | None = None
    if job.preview_interval_s is not None:
        defective = defective_images(job.category.test, model=model, bits=job.bits_per_sample)
        held_out_shown = split.calibration[: SHOWN - len(defective)]
        shown = [preview_image(readable[index], good.framed(index), model) for index in held_out_shown]
        previewer = Previewer(model, shown, defective, interval_s=job.preview_interval_s)
    learned = yield from learn(job, output, network, source, identity=identity, state=state, previewer=previewer)
    if not job.processes.first:
        return
    if previewer is not None:
        yield previewer.show(learned.steps)

    extended = None if job.extend is None else job.extend.model
    part_check = learned_part_check(good, len(readable), job.variation, seed=job.seed, extended=extended)
    model = replace(model, part_check=part_check)
    compared = compared_images(job, len(split.training), tiled=framing.tiling is not None)
    folds: list[list[int]] = []
    if crossed:
        folds = folds_of(readable, split.calibration, digests=digests, group_by=job.group_by, seed=job.seed)
    elif compared:
        chosen = some_of(split.training, compared)
        folds = folds_of_learned(readable, chosen, digests=digests, group_by=job.group_by, seed=job.seed)
    in_folds = yield from judge_in_folds(
        model,
        good,
        folds,
        untrained=lambda: _network(job)[0],
        variation=job.variation,
        seed=job.seed,
        steps=learned.steps,
        stage="Calibrating" if crossed else "Comparing",
    )
    calibration = yield from calibrate_model(
        model,
        # One image a pass, as inspection will judge them.
        in_folds if crossed else (judge_held_out(model, good.framed(index)) for index in split.calibration),
        total=len(split.calibration),
        normalise=job.normalise,
        scoring=job.scoring,
        learned=() if crossed else in_folds,
        known=None if extended is None else extended.calibration,
        crossed=crossed,
    )
    method = job.method
    remarks = method.remarks(network) if isinstance(method, Remarks) else ()
    remarks += unlearnable + suspects([readable[index].name for index in split.calibration], calibration)
    if isinstance(method, PosesTasks) and calibration.tasks is not None:
        remarks += calibration.tasks.remarks(method.tasks)
    yield from finish(
        job,
        output,
        replace(model, calibration=calibration),
        _data_card(job, readable, digests, split, weights, judged)
        | resolution_card(framing.tiling, job.category.properties.pixel_pitch_um),
        groups=split.calibration_groups,
        remarks=remarks,
        learned=learned,
        started=started,
    )


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


def _identity(
    job: ImageTrainJob,
    images: Sequence[ImageRef],
    digests: Sequence[str],
    weights: Mapping[str, Any] | None,
    judged: Tensor | None,
    choice: TileChoice | None,
    locate: Locate | None,
) -> dict[str, Any]:
    """What two trainings must have in common to end in the same model."""
    start = {} if weights is None else {"weights": weights["sha256"]}
    if job.extend is not None:
        start["extended model"] = job.extend.identity
    if job.calibrate != "held-out":
        start["calibrate"] = job.calibrate
    if job.bits_per_sample is not None:
        start["bits per sample"] = job.bits_per_sample
    if judged is not None:
        start["region of interest"] = job.category.properties.judged_places
    if locate is not None and job.extend is None:
        start["locate"] = locate
    if choice is not None:
        start["tiles"] = asdict(choice.tiling)
    return start | {
        "method": job.method.name,
        "config": job.method.config.model_dump(mode="json"),
        "seed": job.seed,
        "variation": job.variation.model_dump(mode="json"),
        "group_by": job.group_by,
        "images": fingerprint(images, digests),
    }


def _data_card(
    job: ImageTrainJob,
    images: Sequence[ImageRef],
    digests: Sequence[str],
    split: Split,
    weights: Mapping[str, Any] | None,
    judged: Tensor | None,
) -> dict[str, Any]:
    start = {} if weights is None else {"pretrained": dict(weights)}
    if job.extend is not None:
        start["extends"] = {"model": job.extend.identity, "folder": job.extend.folder.name}
    if judged is not None:
        share = round(judged.float().mean().item(), 4)
        start["judged"] = {**(job.category.properties.judged_places or {}), "share": share}
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
            **({} if job.calibrate == "held-out" else {"calibrate": job.calibrate}),
        },
        "variation": job.variation.model_dump(mode="json"),
    }
