"""Inspecting images: one by one, and as a batch that becomes a run."""

import math
import statistics
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch

from inspector.core.errors import ImageError, InspectorError
from inspector.core.explanation import FailedTask, failed_tasks
from inspector.core.inspection import Inspection, lacks_detail, shows_no_part
from inspector.core.methods.capabilities import PosesTasks
from inspector.core.model import Judge, aspect, calibration_of, least_px
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.regions import Region, regions_of
from inspector.data.category import ImageRef
from inspector.data.contents import NOTHING, LeftOut
from inspector.data.images.reading import read_picture
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.store.runs.sources import BatchItem
from inspector.workflow.advise.contents import left_out_sentences
from inspector.workflow.inspect.arrivals import Arrived, FolderWatch, Idle
from inspector.workflow.inspect.batch import RunOpened, run_about
from inspector.workflow.inspect.depth import bits_of, check_depth, check_shape, other_depth
from inspector.workflow.inspect.lanes import in_lanes, lanes_for
from inspector.workflow.progress import Progress, Warned

_NEARLY_ALL = 0.9
_FEWEST_FOR_A_CHANGE = 20  # images; a few may well be what somebody suspects
_DRIFT_NOTED = 0.04  # median change of brightness of a batch from which the user is warned


@dataclass(frozen=True)
class Inspected:
    """One image of the batch is done: `inspection` of the image at `index`."""

    index: int
    inspection: Inspection


@dataclass(frozen=True)
class InspectDone:
    run: Path


InspectUpdate = Progress | Warned | RunOpened | Arrived | Idle | Inspected | InspectDone


def nothing_judged(path: Path) -> ImageError:
    """The error of an image of which a model judges no place, so that no score says anything."""
    return ImageError(
        "{file}: nothing of this image is judged, because the part, or the whole image, lies outside of what the model "
        "looks at.",
        code="image.nothing_judged",
        file=path,
    )


def inspect_image(model: Judge, operating_point: OperatingPoint, image: ImageRef) -> Inspection:
    """Judge one image; whatever goes wrong with it becomes the inspection's `error`."""
    started = time.perf_counter()
    timings: dict[str, float] = {}

    def lap(stage: str) -> None:
        nonlocal started
        now = time.perf_counter()
        timings[stage] = (now - started) * 1000
        started = now

    try:
        picture = read_picture(image.path, bits=bits_of(model))
        check_depth(image.path, picture.depth, model.depth)
        size = (picture.samples.shape[-2], picture.samples.shape[-1])
        check_shape(image.path, size, aspect(model))
        framed = model.framing.frame(picture.samples)
        file_bits = picture.depth.file_bits
        del picture  # of a large image, gigabytes that nothing needs any more
        lap("decode")
        # One image a pass: the score then cannot depend on which other images are in the batch.
        judgement = model.judge_framed(framed)
        lap("model")
        score = judgement.scores[0].item()
        if score == -math.inf:
            raise nothing_judged(image.path)
        if not math.isfinite(score):
            raise ImageError(
                "{file}: the model returned no score for this image; check the image.",
                code="image.no_score",
                file=image.path,
            )
        unlike = None if judgement.unlike is None else judgement.unlike[0].item()
        located = None if framed.placement is None else framed.placement.found
        doubtful = shows_no_part(unlike) or located is False or lacks_detail(size, least_px(model))
        decision = operating_point.decide(score, doubtful=doubtful)
        calibration = calibration_of(model)
        regions: tuple[Region, ...] = ()
        failed: tuple[FailedTask, ...] = ()
        if judgement.tasks is not None and calibration.tasks is not None and score > operating_point.review:
            tasks = judgement.tasks[0]
            failed = failed_tasks(model.method, calibration.tasks, tasks, size=size, judged=model.judged)
        anomaly_map = None
        if judgement.maps is not None:
            lowest = judgement.maps.min().item() if calibration.lowest is None else calibration.lowest
            anomaly_map = framed.to_picture(judgement.maps[0], model.map_size, outside=lowest)
        del framed  # and of what is judged of it: outlining regions takes memory, too
        if anomaly_map is not None and calibration.outline is not None and score > operating_point.review:
            regions = regions_of(anomaly_map, size, outline=calibration.outline, peak=operating_point.review)
        lap("post")
    except InspectorError as error:
        return Inspection(image.name, image.label, timings_ms=timings, error=str(error))
    except Exception as error:  # one bad image must not end the batch
        message = f"{image.path}: could not be inspected ({type(error).__name__}: {error})."
        return Inspection(image.name, image.label, timings_ms=timings, error=message)
    return Inspection(
        image.name,
        image.label,
        score=score,
        decision=decision,
        regions=regions,
        failed=failed,
        size=size,
        anomaly_map=None if anomaly_map is None else anomaly_map.numpy(),
        unlike=unlike,
        located=located,
        least_px=least_px(model),
        light=None if judgement.light is None else judgement.light[0].item(),
        timings_ms=timings,
        file_bits=file_bits,
    )


def inspect_each(
    model: Judge, operating_point: OperatingPoint, images: Sequence[ImageRef]
) -> Generator[Inspection, None, None]:
    """Judge images in their order, several at a time; memory does not grow with their number."""
    lanes = image_lanes(model, len(images))
    yield from in_lanes(lambda image: inspect_image(model, operating_point, image), images, lanes=lanes)


def image_lanes(model: Judge, images: int) -> int:
    """How many of so many images :func:`inspect_each` judges side by side.

    The timings of an inspection are those of its lane, beside the others: per image, a folder takes that share of them.
    Large images, which a model judges in many tiles, are judged one after the other: two may not fit into memory.
    """
    tiling = model.framing.tiling
    return 1 if tiling is not None and tiling.stride > 1 else lanes_for(images)


def inspect_batch(
    stored: StoredModel,
    images: Sequence[ImageRef],
    *,
    output: Path,
    device: torch.device,
    resume: bool = False,
    base: Path | None = None,
    left_out: LeftOut = NOTHING,
    watch: FolderWatch[ImageRef] | None = None,
) -> Generator[InspectUpdate, None, None]:
    """Inspect images into a run, with one update per image.

    Stopped at any moment, the run holds every finished inspection; `resume` continues from there.

    Args:
        left_out: what lies beside them and is not inspected; the run says so.
        base: the folder that the images' names are relative to, kept in the run so that it finds them again; None
            for the current one. A run that is resumed keeps its own.
        watch: what brings more images, until the job is stopped; the run is complete then if none was at work.

    Raises:
        RunError, StorageError: if the run cannot be written or would replace another.
    """
    model = stored.model.to(device)
    about = run_about(stored, base=base, left_out=left_out)
    for sentence in left_out_sentences(left_out, unit="image"):
        yield Warned(sentence)
    if watch is not None and not images:
        images = yield from watch.wait()
    images = list(images)
    remarks = _Remarks(model)
    with ImageRunWriter(
        output,
        names=[image.name for image in images],
        labels=[image.label for image in images],
        map_size=model.map_size if model.method.has_map else None,
        tasks=model.method.tasks if isinstance(model.method, PosesTasks) else (),
        about=about,
        resume=resume,
        sources=[image.path for image in images],
        growing=watch is not None,
    ) as run:
        yield RunOpened(run.about)
        for caution in run.cautions:
            yield Warned(caution)
        while True:
            pending = run.pending()
            already = len(images) - len(pending)
            yield Progress("Inspecting", already, len(images))
            rest = [images[index] for index in pending]
            with closing(inspect_each(model, stored.operating_point, rest)) as inspections:
                for done, (index, inspection) in enumerate(zip(pending, inspections, strict=True), start=already + 1):
                    run.write(index, inspection)
                    remarks.add(inspection)
                    yield Inspected(index, inspection)
                    yield Progress("Inspecting", done, len(images))
            if watch is None or len(images) >= _FEWEST_FOR_A_CHANGE:
                for remark in remarks.new():
                    yield Warned(remark)
            if watch is None:
                break
            more = yield from watch.wait()
            run.grow([BatchItem(image.name, image.label, image.path) for image in more])
            images += more
    yield InspectDone(output)


class _Remarks:
    """What is to be said of a batch as a whole; each thing once, also while more images come."""

    def __init__(self, model: Judge) -> None:
        self._depth = model.depth
        self._decisions: list[Decision | None] = []
        self._lights: list[float] = []
        self._file_bits: list[int] = []
        self._said: set[int] = set()

    def add(self, inspection: Inspection) -> None:
        self._decisions.append(inspection.decision)
        if inspection.light is not None:
            self._lights.append(inspection.light)
        if inspection.file_bits is not None:
            self._file_bits.append(inspection.file_bits)

    def new(self) -> Iterator[str]:
        """The remarks that are true now and were not made before."""
        remarks = (
            nearly_all_rejected(self._decisions),
            drift(self._lights),
            other_depth(self._file_bits, self._depth),
        )
        for place, remark in enumerate(remarks):
            if remark is not None and place not in self._said:
                self._said.add(place)
                yield remark


def nearly_all_rejected(decisions: Sequence[Decision | None]) -> str | None:
    """A sentence for a batch of which so much is NG that the set-up may have changed; None for any other."""
    judged = [decision for decision in decisions if decision is not None]
    rejected = judged.count(Decision.NG)
    if len(judged) < _FEWEST_FOR_A_CHANGE or rejected < _NEARLY_ALL * len(judged):
        return None
    return (
        f"{rejected} of {len(judged)} images are NG. If most of them show good parts, camera, light or background have "
        "changed since the training: a few that a person confirms to be good can be learned by the model."
    )


def drift(lights: Sequence[float]) -> str | None:
    """A sentence for a batch whose light is not that of the training images, None where it is."""
    if not lights:
        return None
    change = statistics.median(lights) - 1
    if abs(change) < _DRIFT_NOTED:
        return None
    kind = "darker" if change < 0 else "brighter"
    return (
        f"These images are {abs(change) * 100:.0f} % {kind} than the training images; it was corrected for, "
        "but the lamp, exposure or aperture should be looked at."
    )
