"""From a model folder to one ONNX file that is known to give the same verdicts."""

import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from inspector.core.errors import ExportError, SettingError
from inspector.core.model import calibration_of
from inspector.core.operating_point import Decision
from inspector.core.thresholds import bound_for_threshold
from inspector.data.category import ImageRef
from inspector.data.images.reading import read_image
from inspector.store.durable import replacing_file
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import StoredModel, file_sha256
from inspector.store.onnx.exported import file_content
from inspector.store.onnx.graph import scoring_graph
from inspector.store.onnx.program import PROGRAM, missing_files, write_files
from inspector.store.onnx.quantise import quantised
from inspector.store.onnx.stages import example_inputs, stages_text
from inspector.workflow.export.judging import judge_of
from inspector.workflow.export.parity import NOT_FOUND, Compared, compare, evenly, gate_images, spread_of, tolerance
from inspector.workflow.inspect.depth import bits_of
from inspector.workflow.kinds import kind_of_model
from inspector.workflow.progress import Progress, Warned

REPORT_SUFFIX = ".report.json"
_QUANTISED_ON = 32  # training images; with 8 the scores of bottle lay hardly farther from float32's
_SHOWN = 3


@dataclass(frozen=True)
class ExportJob:
    """What to export.

    Attributes:
        images: of the category, to compare on; the good ones that the model learned from are needed for `int8`.
        int8: the network in 8-bit integers; see :func:`inspector.store.onnx.quantise.quantised`.
        allow_flips: verdicts that may differ.

    Raises:
        SettingError: if the model is one of clips, there is no image, or fewer than no flips are allowed.
    """

    stored: StoredModel
    output: Path
    images: Sequence[ImageRef]
    int8: bool = False
    allow_flips: int = 0

    def __post_init__(self) -> None:
        kind_of_model(self.stored.card).check_exportable(self.stored.folder)
        if not self.images:
            raise SettingError(
                "An export is compared with its model on images of the category, and there are none.",
                code="export.no_images",
            )
        if self.allow_flips < 0:
            raise SettingError(
                "At least 0 verdicts may differ, not {count}.", code="export.flips", count=self.allow_flips
            )


@dataclass(frozen=True)
class ParityReport:
    """What the comparison of an exported file with its model found.

    Attributes:
        images, made_up: compared in all, and how many of these are given images under another light or with a patch
            laid over them.
        verdicts: the model's, counted.
        spread: of good images' scores, 1.4826 · MAD; differences are in this unit.
        largest_difference, median_difference: of scores.
        largest_map_difference: raw; None without maps.
        tolerance: how far scores may lie apart, in words; None where only verdicts must agree.
        outside_tolerance: images farther apart than two float32 computations may be.
        on_threshold: images whose score is a threshold to within that: their verdicts are uncertain, and do not count.
        not_found: images in which the model finds no part, where parts are located; such a verdict is never OK.
        flips: images whose verdict differs; `flipped` describes them.
        held_out: held-out good images among the given ones, of `held_out_of`.
        held_out_shift: median difference of their scores, signed.
        false_reject_bound_95: what the held-out good images prove about the exported file at the reject threshold,
            their calibrated scores moved by what was measured; None unless all of them were given.
        model_ms, exported_ms: median time of an image, from its pixels to the score, on `threads` threads.
    """

    file: str
    sha256: str
    method: str
    model_sha256: str
    precision: str
    quantised_on: int
    images: int
    made_up: int
    verdicts: dict[str, int]
    review_threshold: float
    reject_threshold: float
    spread: float
    largest_difference: float
    median_difference: float
    largest_map_difference: float | None
    tolerance: str | None
    outside_tolerance: int
    on_threshold: tuple[str, ...]
    not_found: int
    flips: int
    allowed_flips: int
    flipped: tuple[dict[str, Any], ...]
    held_out: int
    held_out_of: int
    held_out_shift: float | None
    false_reject_bound_95: float | None
    model_ms: float
    exported_ms: float
    threads: int
    size_bytes: int


@dataclass(frozen=True)
class ExportDone:
    """A file that passed, and what lies beside it.

    Attributes:
        program: the folder of the program without which the line cannot use the file, as the model locates parts or
            judges in tiles; None where the graph takes whole images.
    """

    output: Path
    report_file: Path
    report: ParityReport
    program: Path | None


ExportUpdate = Progress | Warned | ExportDone


def default_output(model: Path, *, int8: bool) -> Path:
    """Beside the model's folder, by its name."""
    return model.with_name(f"{model.name}{'-int8' if int8 else ''}.onnx")


def report_of(output: Path) -> Path:
    """Where the report of an exported file is."""
    return output.with_name(output.name + REPORT_SUFFIX)


def export_onnx(job: ExportJob) -> Iterator[ExportUpdate]:
    """Write the scoring as ONNX, compare it with the model, and keep it only if both say the same.

    Raises:
        ExportError: if the method cannot be exported, scores differ by more than rounding explains (float32), more
            verdicts differ than are allowed, or another program is where the line's would be written. Nothing is left
            behind then.
        ImageError: if an image cannot be read.
        StorageError: if the file cannot be written.
    """
    stored = job.stored
    model = stored.model.to(torch.device("cpu"))
    in_stages = stages_text(model) is not None
    program = missing_files(job.output.parent) if in_stages else {}
    yield Progress("Tracing", 0, 1)
    graph = scoring_graph(model)
    yield Progress("Tracing", 1, 1)
    digests = [file_sha256(image.path) for image in job.images]
    calibrated_on = 0
    if job.int8:
        graph, calibrated_on = yield from _quantise(job, graph, digests)
    precision = "int8" if job.int8 else "float32"
    content = file_content(graph, stored, precision=precision)

    exported = judge_of(content, stored.model)
    calibrated = set(stored.card["split"]["calibration_sha256"])
    sides: tuple[list[ImageRef], list[ImageRef]] = ([], [])
    for image, digest in zip(job.images, digests, strict=True):
        sides[digest not in calibrated].append(image)
    images = gate_images(*sides, moved=model.locator is not None)
    spread = spread_of(calibration_of(model).good_scores.numpy())
    compared: list[Compared] = []
    for one in compare(model, exported, images, point=stored.operating_point, spread=spread):
        compared.append(one)
        yield Progress("Comparing", len(compared), len(images))

    with replacing_file(job.output) as part:
        part.write_bytes(content)
        report = _report(
            job,
            compared,
            made_up=sum(way is not None for _, way in images),
            held_out=_held_out(stored, dict(zip((image.name for image in job.images), digests, strict=True)), compared),
            spread=spread,
            sha256=file_sha256(part),
            precision=precision,
            quantised_on=calibrated_on,
            size_bytes=len(content),
        )
        _check(report)
        # The report and the program first: a file that is there has passed.
        write_files(program)
        with replacing_file(report_of(job.output)) as beside:
            beside.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False), "utf-8")
    if min(report.verdicts[Decision.OK], report.verdicts[Decision.NG]) == 0:
        yield Warned(
            "The images lie on one side of the thresholds only, so flips across them could not show. Compare "
            "defective ones, too."
        )
    if report.made_up > report.images / 2:
        yield Warned(
            f"{report.made_up} of the {report.images} images that were compared were made up of the others; compare "
            "more of the category's."
        )
    some_missing = report.held_out < report.held_out_of  # an extended model has no bound, whatever is compared
    if report.false_reject_bound_95 is None and some_missing and not is_crossed(stored.card):
        yield Warned(
            f"{report.held_out} of the {report.held_out_of} good images that set the model's thresholds are among "
            "those compared. What they prove about false rejects holds for the file only if all of them are: compare "
            "the folder of good images, too."
        )
    line_program = job.output.with_name(PROGRAM) if in_stages else None
    yield ExportDone(job.output, report_of(job.output), report, line_program)


def _quantise(
    job: ExportJob, graph: onnx.ModelProto, digests: Sequence[str]
) -> Generator[Progress, None, tuple[onnx.ModelProto, int]]:
    """The graph in 8 bits, with ranges from images that the model learned from: those held out must stay unseen, or
    what they prove about false rejects would not hold for the exported file."""
    learned = set(job.stored.card["split"]["training_sha256"])
    training = [image for image, digest in zip(job.images, digests, strict=True) if digest in learned]
    if not training:
        raise ExportError(
            "Quantisation needs good images that the model learned from, and none of the given images is one of them.",
            code="export.no_training_images",
        )
    chosen = evenly(training, _QUANTISED_ON)
    model = job.stored.model
    pictures = (read_image(image.path, bits=bits_of(model)) for image in chosen)
    yield Progress("Quantising", 0, 1)
    small = quantised(graph, (inputs for picture in pictures for inputs in example_inputs(model, picture)))
    yield Progress("Quantising", 1, 1)
    return small, len(chosen)


@dataclass(frozen=True)
class _HeldOut:
    """Held-out good images among the compared: differences of their scores, and the bound where none is missing."""

    differences: list[float]
    total: int
    bound: float | None


def _held_out(stored: StoredModel, digest_of: dict[str, str], compared: Sequence[Compared]) -> _HeldOut:
    split, good = stored.card["split"], stored.calibration.good_scores.numpy()
    difference = {digest_of[one.image]: one.difference for one in compared if one.image in digest_of}
    order = split["calibration_sha256"]
    found = [difference[digest] for digest in order if digest in difference]
    bound = None
    # An extended model's card does not list them in the order of their scores; what a model has learned proves nothing.
    if len(found) == len(order) == len(good) and "extends" not in stored.card and not is_crossed(stored.card):
        reject = stored.operating_point.reject
        bound = bound_for_threshold(good + np.array(found), reject + tolerance(reject, spread_of(good)))
    return _HeldOut(found, len(order), bound)


def _report(
    job: ExportJob, compared: Sequence[Compared], *, made_up: int, held_out: _HeldOut, spread: float, **facts: Any
) -> ParityReport:
    stored, point = job.stored, job.stored.operating_point
    verdicts = {str(decision): sum(one.model_verdict is decision for one in compared) for decision in Decision}
    differences = [abs(one.difference) for one in compared]
    maps = [one.map_difference for one in compared if one.map_difference is not None]
    flipped = [one for one in compared if one.flipped]
    return ParityReport(
        file=job.output.name,
        method=stored.model.method.name,
        model_sha256=stored.identity,
        images=len(compared),
        made_up=made_up,
        verdicts=verdicts,
        review_threshold=point.review,
        reject_threshold=point.reject,
        spread=spread,
        largest_difference=max(differences) / spread,
        median_difference=float(np.median(differences)) / spread,
        largest_map_difference=max(maps) if maps else None,
        tolerance=None if job.int8 else "0.01 of the spread + 0.00001 of the score",
        # Written so that a difference that is no number is outside.
        outside_tolerance=sum(not abs(one.difference) <= tolerance(one.model_score, spread) for one in compared),
        on_threshold=tuple(one.image for one in compared if one.on_threshold),
        not_found=sum(not one.model_found for one in compared),
        flips=len(flipped),
        allowed_flips=job.allow_flips,
        flipped=tuple(
            {
                "image": one.image,
                "model": [one.model_score, one.model_verdict if one.model_found else NOT_FOUND],
                "exported": [one.exported_score, one.exported_verdict if one.exported_found else NOT_FOUND],
            }
            for one in flipped
        ),
        held_out=len(held_out.differences),
        held_out_of=held_out.total,
        held_out_shift=float(np.median(held_out.differences)) / spread if held_out.differences else None,
        false_reject_bound_95=held_out.bound,
        model_ms=float(np.median([one.model_ms for one in compared])),
        exported_ms=float(np.median([one.exported_ms for one in compared])),
        threads=torch.get_num_threads(),
        **facts,
    )


def _check(report: ParityReport) -> None:
    failures = []
    if report.tolerance is not None and report.outside_tolerance:
        failures.append(
            f"{report.outside_tolerance} of {report.images} scores differ by more than {report.tolerance}, the largest "
            f"difference being {report.largest_difference:.3g} of the spread of good images' scores"
        )
    if report.flips > report.allowed_flips:
        shown = "; ".join(
            f"{one['image']} {one['model'][0]:.6g} {one['model'][1]} → {one['exported'][0]:.6g} {one['exported'][1]}"
            for one in report.flipped[:_SHOWN]
        )
        failures.append(f"{report.flips} of {report.images} verdicts differ, {report.allowed_flips} allowed ({shown})")
    if failures:
        raise ExportError(
            "{file} is not saved: {failures}.",
            code="export.int8_differs" if report.precision == "int8" else "export.differs",
            file=report.file,
            failures=" and ".join(failures),
        )
