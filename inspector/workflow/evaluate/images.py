"""How a model does on a category's test images."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import torch
import torch.nn.functional as F

from inspector.core.errors import CategoryError, ImageError
from inspector.core.images.resizing import map_at, within
from inspector.core.inspection import Inspection
from inspector.core.metrics.image import PixelMetrics, Rate, f1_score, image_auroc, rate
from inspector.core.operating_point import Decision
from inspector.core.regions import MOST_PIXELS
from inspector.data.category import Category, ImageRef
from inspector.data.images.masks import read_mask
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.advise.masks import MaskSurvey, mask_findings, survey_masks
from inspector.workflow.evaluate.common import Evaluated, Figures
from inspector.workflow.evaluate.learned import learned_parts, learned_text
from inspector.workflow.inspect.depth import other_depth
from inspector.workflow.inspect.images import Inspected, drift, inspect_each
from inspector.workflow.progress import Progress, Warned


@dataclass(frozen=True)
class DefectType:
    """What happened to the images of one defect type: `recall` is the share decided NG."""

    n: int
    ng: int
    review: int
    ok: int
    recall: Rate | None


@dataclass(frozen=True, kw_only=True)
class Evaluation(Figures):
    """Figures on raw scores and at the operating point; None where not measured.

    Attributes:
        image_auroc, pixel_auroc, aupro: on raw scores and maps; the pixel figures over good images and the
            defective ones that have a mask, of images of more than eight million pixels at so many.
        f1: of the decision NG.
        false_reject: share of good images decided NG (overkill).
        escape: share of defective images decided OK; those in REVIEW wait for a person and have not escaped.
        good_in_review: share of good images decided REVIEW.
        pixels_not_measured: why there are no pixel figures; None where there are.
        learned: how many test images the model learned or was calibrated on; they are in none of the figures.
    """

    image_auroc: float | None
    pixel_auroc: float | None
    aupro: float | None
    f1: float | None
    n_good: int
    n_defective: int
    n_with_mask: int
    per_defect: dict[str, DefectType]
    false_reject: Rate | None
    escape: Rate | None
    good_in_review: Rate | None
    pixels_not_measured: str | None = None
    learned: int = 0


@dataclass(frozen=True)
class EvaluateDone(Evaluated):
    """The evaluation, and the inspections it rests on, in the order of the test images.

    Attributes:
        learned: names of the images that are in none of the figures, see `Evaluation.learned`.
    """

    evaluation: Evaluation
    inspections: tuple[Inspection, ...]
    learned: frozenset[str] = frozenset()


EvaluateUpdate = Progress | Warned | Inspected | EvaluateDone


def evaluate(stored: StoredModel, category: Category, *, device: torch.device) -> Iterator[EvaluateUpdate]:
    """Inspect a category's test images and compare with their labels and masks.

    Raises:
        CategoryError: if the category has no test images.
    """
    if not category.test:
        raise CategoryError(
            "{category} has no test images to evaluate on. Put some into test/good and test/<defect>.",
            code="category.no_test_images",
            category=category.root,
        )
    learned = learned_parts(stored.card, ((image.name, image.path) for image in category.test))
    tested = [image for image in category.test if image.name not in learned]
    if learned:
        yield Warned(learned_text(len(learned)))
    for kind, defective in (("good", False), ("defective", True)):
        if all(image.defective != defective for image in tested):
            other = "other " if any(image.defective == defective for image in category.test) else ""
            yield Warned(f"{category.root}: has no {other}{kind} test images, so what needs them is not measured.")
    survey = yield from survey_masks(category.test)
    for finding in mask_findings(category, survey):
        yield Warned(finding.message)
    model = stored.model.to(device)
    pixels = PixelMetrics()
    inspections: list[Inspection] = []
    with_mask = 0
    judged = inspect_each(model, stored.operating_point, category.test)
    for index, (image, inspection) in enumerate(zip(category.test, judged, strict=True)):
        if inspection.anomaly_map is not None and inspection.size is not None:
            try:
                mask = _mask(image, inspection.size, survey)
                if mask is not None and image.name not in learned:
                    measured = within(inspection.size, most_pixels=MOST_PIXELS)
                    full = map_at(torch.from_numpy(inspection.anomaly_map), measured)
                    pixels.add(full.numpy(), _mask_at(mask, measured))
                    with_mask += image.defective
            except ImageError as error:
                yield Warned(f"{error} The image is left out of the pixel figures.")
        inspections.append(inspection)
        yield Inspected(index, inspection)
        yield Progress("Evaluating", index + 1, len(category.test))
    light = drift([inspection.light for inspection in inspections if inspection.light is not None])
    depth = other_depth([one.file_bits for one in inspections if one.file_bits is not None], model.depth)
    for remark in (light, depth):
        if remark is not None:
            yield Warned(remark)
    counted = [inspection for inspection in inspections if inspection.name not in learned]
    figures = replace(_figures(counted, pixels, with_mask), learned=len(learned))
    if not with_mask:
        figures = replace(figures, pixels_not_measured=_without_pixels(category, stored, survey))
    yield EvaluateDone(figures, tuple(inspections), learned)


def _mask(image: ImageRef, size: tuple[int, int], survey: MaskSurvey) -> np.ndarray | None:
    """True where defective: empty for a good image, None for a defective one whose ground truth marks no pixel."""
    if not image.defective:
        return np.zeros(size, bool)
    if image.mask is None or image.name in survey.problems or survey.share(image.name) == 0:
        return None
    marked = read_mask(image.mask, size=size).numpy()
    return ~marked if survey.inverted else marked


def _mask_at(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A mask (H, W) at a lower resolution, at which a defect keeps all of its pixels; the same at its own."""
    if mask.shape == size:
        return mask
    return F.adaptive_max_pool2d(torch.from_numpy(mask)[None].float(), size)[0].numpy() > 0


def _without_pixels(category: Category, stored: StoredModel, survey: MaskSurvey) -> str:
    """Why no pixel figure could be measured."""
    if not stored.model.method.has_map:
        return "the method scores the whole image"
    if not any(image.defective for image in category.test):
        return "there is no defective test image"
    if not survey.shares and not survey.problems:
        others = f", and {len(category.unmatched_masks)} masks fit none" if category.unmatched_masks else ""
        return f"no defective test image has a mask{others}"
    return "no mask can be used; see the notes on them"


def _figures(inspections: list[Inspection], pixels: PixelMetrics, with_mask: int) -> Evaluation:
    judged = [inspection for inspection in inspections if inspection.error is None]
    scores = np.array([inspection.score for inspection in judged])
    defective = np.array([inspection.label != "good" for inspection in judged], bool)
    ng = np.array([inspection.decision is Decision.NG for inspection in judged], bool)
    review = np.array([inspection.decision is Decision.REVIEW for inspection in judged], bool)
    bad = sorted((i for i in judged if i.label != "good"), key=lambda inspection: inspection.label)
    return Evaluation(
        image_auroc=image_auroc(scores, defective),
        pixel_auroc=pixels.auroc(),
        aupro=pixels.aupro(),
        f1=f1_score(ng, defective),
        n_good=int((~defective).sum()),
        n_defective=int(defective.sum()),
        n_with_mask=with_mask,
        per_defect={
            label: _of_type(list(group)) for label, group in groupby(bad, key=lambda inspection: inspection.label)
        },
        false_reject=rate(int((ng & ~defective).sum()), int((~defective).sum())),
        escape=rate(int((defective & ~ng & ~review).sum()), int(defective.sum())),
        good_in_review=rate(int((review & ~defective).sum()), int((~defective).sum())),
        errors=tuple(inspection.error for inspection in inspections if inspection.error is not None),
    )


def _of_type(inspections: list[Inspection]) -> DefectType:
    counts = {decision: sum(i.decision is decision for i in inspections) for decision in Decision}
    ng = counts[Decision.NG]
    return DefectType(
        n=len(inspections),
        ng=ng,
        review=counts[Decision.REVIEW],
        ok=counts[Decision.OK],
        recall=rate(ng, len(inspections)),
    )
