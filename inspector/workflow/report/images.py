"""A batch as a page for people: verdict, figures, scores and pictures in one self-contained HTML file."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch.nn.functional as F
from skimage.segmentation import find_boundaries

from inspector.core.errors import ImageError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.thresholds import ThresholdChoice, bound_for_threshold
from inspector.data.category import GOOD, ImageRef
from inspector.data.images.masks import read_mask
from inspector.data.splits import images_to_add
from inspector.store.durable import replacing_file
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import Review
from inspector.workflow.evaluate.images import Evaluation
from inspector.workflow.inspect.depth import bits_of
from inspector.workflow.inspect.images import drift
from inspector.workflow.report.language import ENGLISH, PageLanguage
from inspector.workflow.report.page import (
    data_uri,
    other_thresholds,
    page_template,
    replaced_notice,
    scale_picture,
)
from inspector.workflow.report.pictures import HeatScale, heatmap, picture
from inspector.workflow.review.defect_types import count_types, is_rejected, pareto

MOST_SHOWN = 200  # a page of more pictures opens slowly, and nobody looks at them all
_OK_SHOWN = 8  # from either end of the scores, where not all are shown
_PICTURE_SIDE = 320
_BINS = 40
_HEADROOM = 4.0  # the score axis continues above reject for at most this many times the span before it
_GROUND_TRUTH = (255, 0, 200)  # a colour that hardly any part has


def write_report(
    path: Path,
    *,
    title: str,
    stored: StoredModel,
    point: OperatingPoint,
    inspections: Sequence[Inspection],
    images: Mapping[str, ImageRef],
    evaluation: Evaluation | None,
    learned: Collection[str] = (),
    made: str,
    with_map: Callable[[Inspection], Inspection] = lambda inspection: inspection,
    types: Mapping[str, Mapping[int, str]] | None = None,
    reviews: Mapping[str, Review] | None = None,
    replaced: Collection[Path] = (),
    language: PageLanguage = ENGLISH,
) -> None:
    """One self-contained HTML page: it loads nothing, runs no script, and prints.

    Args:
        point: that the decisions were made at; another may be in force for the model by now.
        images: by `Inspection.name`; one that is gone or unreadable by now leaves a placeholder.
        evaluation: its figures, or None where the labels are not known.
        learned: names of images that the model learned or was calibrated on, which no figure counts.
        made: date and time as they shall be read, so that the page holds no clock of its own.
        with_map: gives an inspection its anomaly map; asked for those shown, so that a large run's maps need not be
            in memory all at once.
        types: of the regions that a person named, by image and region; None for none.
        reviews: a person's decisions in force by image; None for none.
        replaced: the files that are others than were inspected.

    Raises:
        StorageError: if it cannot be written.
    """
    calibration = stored.calibration
    good_scores = calibration.good_scores.numpy()
    judged = [inspection for inspection in inspections if inspection.error is None]
    relative = partial(stored.score_scale.relative, point=point)
    scores = {
        kind: np.array(
            [relative(i.score) for i in judged if _kind(i) == kind and i.score is not None and i.name not in learned],
            float,
        )
        for kind in ("good", "defective", "unlabelled")
    }
    # The card speaks of the threshold that the training chose; another may be in force.
    choice = stored.card.get("threshold_choice")
    chosen = ThresholdChoice(**choice) if choice and choice["threshold"] == point.reject else None
    scale = None if calibration.outline is None else HeatScale.of(calibration, point)
    types, reviews = types or {}, reviews or {}
    counts = count_types(
        (list(types.get(one.name, {}).values()), is_rejected(one.decision, reviews.get(one.name)))
        for one in inspections
    )
    page = page_template("report.html.jinja", language).render(
        mistake=partial(mistake, learned=learned),
        types=types,
        reviews=reviews,
        pareto=pareto(counts),
        unnamed_parts=sum(one.parts for one in counts if not one.name),
        title=title,
        made=made,
        stored=stored,
        point=point,
        groups=list(_groups(inspections, images, stored, point, with_map, replaced, reviews, learned, language)),
        bound=bound_for_threshold(good_scores, point.reject),
        chosen=chosen,
        to_add=None if chosen is None else images_to_add(chosen.more_images_needed),
        notices=list(_notices(judged, stored, point, replaced, learned, language)),
        evaluation=evaluation,
        relative=relative,
        histogram=score_histogram(
            scores,
            good_scores=np.array([relative(score) for score in good_scores.tolist()]),
            operating_point=OperatingPoint(relative(point.review), relative(point.reject)),
        ),
        scale=scale,
        scale_picture=None if scale is None else scale_picture(scale),
    )
    with replacing_file(path) as part:
        part.write_bytes(page.encode("utf-8", errors="replace"))  # a file name may be no valid text


@dataclass(frozen=True)
class ScoreHistogram:
    """How many images have which score.

    Attributes:
        edges: (n + 1,); as in decisions, a bin's scores are above its lower edge and at most its upper one.
        counts: (n,) images of each kind.
        below, above: how many images lie beyond the axis; they are counted in its first and last bin.
    """

    edges: np.ndarray
    counts: Mapping[str, np.ndarray]
    below: int
    above: int

    def position(self, score: float) -> float:
        """Where a score is on the axis, 0 to 1; at its end when it is beyond."""
        return float(np.clip((score - self.edges[0]) / (self.edges[-1] - self.edges[0]), 0, 1))


def score_histogram(
    scores: Mapping[str, np.ndarray], *, good_scores: np.ndarray, operating_point: OperatingPoint
) -> ScoreHistogram:
    """A histogram in which the thresholds are well apart, whatever outliers there are.

    The axis is anchored to the held-out good images' scores and the thresholds, like the heatmaps' colours. The
    reject threshold is an edge. `scores` are the images', by kind.
    """
    review, reject = operating_point.review, operating_point.reject
    every = np.concatenate([*scores.values(), good_scores, [review, reject]])
    low = min(good_scores.min(), review)
    span = reject - low
    if span <= 1e-6 * abs(reject):  # the held-out good images all score the same
        span = abs(reject) or 1.0
    low, high = max(every.min(), low - span), min(every.max(), reject + _HEADROOM * span)
    if high - low < span / _BINS:
        low, high = low - span / 4, high + span / 4
    width = (high - low) / _BINS
    below, above = math.floor((reject - low) / width) + 1, math.ceil((high - reject) / width)
    edges = reject + width * np.arange(-below, above + 1)
    counts = {}
    for kind, values in scores.items():
        inside = np.clip(values, edges[0] + width / 2, edges[-1] - width / 2)
        counts[kind] = np.histogram(-inside, -edges[::-1])[0][::-1]  # negated, to be open below
    images = np.concatenate(list(scores.values()))
    return ScoreHistogram(edges, counts, int((images < edges[0]).sum()), int((images > edges[-1]).sum()))


@dataclass(frozen=True)
class Card:
    """One inspection in the gallery: pictures as data URIs, and the `problem` when one is missing."""

    inspection: Inspection
    image: str | None = None
    heatmap: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Group:
    """The inspections of one decision, worst first; without a decision those that were not judged."""

    decision: Decision | None
    total: int
    mistakes: int
    cards: list[Card]


def mistake(inspection: Inspection, *, learned: Collection[str] = ()) -> str | None:
    """`overkill` for a good image that is NG, `escape` for a defective one that is OK, else None.

    Args:
        learned: names of those that are no test of the model, and of which neither is said.
    """
    if inspection.name in learned:
        return None
    wrong: dict[tuple[str, Decision | None], str] = {
        ("good", Decision.NG): "overkill",
        ("defective", Decision.OK): "escape",
    }
    return wrong.get((_kind(inspection), inspection.decision))


def _groups(
    inspections: Sequence[Inspection],
    images: Mapping[str, ImageRef],
    stored: StoredModel,
    point: OperatingPoint,
    with_map: Callable[[Inspection], Inspection],
    replaced: Collection[Path],
    reviewed: Collection[str],
    learned: Collection[str],
    language: PageLanguage,
) -> Iterator[Group]:
    ranked = sorted(inspections, key=lambda i: (-(i.score or 0.0), i.name))
    decisions = (Decision.NG, Decision.REVIEW, Decision.OK, None)
    ng, review, ok, errors = ([i for i in ranked if i.decision is decision] for decision in decisions)
    middle = range(_OK_SHOWN, len(ok) - _OK_SHOWN) if len(inspections) > MOST_SHOWN else ()
    shown = (
        ng[: max(MOST_SHOWN // 2, MOST_SHOWN - len(review))],
        review[: max(MOST_SHOWN // 2, MOST_SHOWN - len(ng))],
        [i for n, i in enumerate(ok) if n not in middle or mistake(i, learned=learned) or i.name in reviewed][
            :MOST_SHOWN
        ],
        errors[:MOST_SHOWN],
    )
    for decision, group, chosen in zip(decisions, (ng, review, ok, errors), shown, strict=True):
        mistakes = sum(mistake(i, learned=learned) is not None for i in group)
        cards = [_card(with_map(i), images.get(i.name), stored, point, replaced, language) for i in chosen]
        yield Group(decision, len(group), mistakes, cards)


def _card(
    inspection: Inspection,
    image: ImageRef | None,
    stored: StoredModel,
    point: OperatingPoint,
    replaced: Collection[Path],
    language: PageLanguage,
) -> Card:
    if inspection.error is not None:
        return Card(inspection, problem=inspection.error)
    if image is None:
        return Card(inspection, problem=language.text("The image was missing when this page was made."))
    try:
        pixels = picture(image.path, max_side=_PICTURE_SIDE, bits=bits_of(stored.model))
    except ImageError as error:
        return Card(inspection, problem=str(error))
    heat = problem = None
    if image.path in replaced:
        problem = language.text("The file was changed or replaced after the inspection.")
    if inspection.anomaly_map is not None and stored.calibration.outline is not None:
        heat = data_uri(heatmap(pixels, inspection, calibration=stored.calibration, point=point))
    try:
        if image.mask is not None and inspection.size is not None:
            mask = read_mask(image.mask, size=inspection.size)
            # The maximum, not the mean: a defect of one pixel is still there in the small picture.
            small = F.adaptive_max_pool2d(mask[None].float(), pixels.shape[:2])[0].numpy() > 0
            pixels[find_boundaries(small, mode="inner")] = _GROUND_TRUTH
    except ImageError as error:
        problem = str(error)
    return Card(inspection, data_uri(pixels), heat, problem)


def _notices(
    judged: Sequence[Inspection],
    stored: StoredModel,
    point: OperatingPoint,
    replaced: Collection[Path],
    learned: Collection[str],
    language: PageLanguage,
) -> Iterator[str]:
    """What a reader must know before trusting the page."""
    at_training = stored.card.get("operating_point")
    if stored.operating_point != point:
        yield other_thresholds(language)
    elif at_training is not None and OperatingPoint(**at_training) != point:
        yield language.text("The thresholds were changed after the training.")
    others = sum(
        one.score is not None and one.decision is not point.decide(one.score, doubtful=one.doubtful) for one in judged
    )
    if others:
        yield language.text(
            "{decisions} on this page was made at another operating point than the one shown."
            if others == 1
            else "{decisions} on this page were made at another operating point than the one shown.",
            decisions=language.count(others, "decision"),
        )
    if learned:
        yield language.text(
            "This model learned {images} of this page as good, or they set its thresholds. They are no test of it: "
            "the histogram leaves them out, and no figure counts them.",
            images=language.count(len(learned), "image"),
        )
    if replaced:
        yield replaced_notice([path.name for path in replaced], "image", language)
    change = drift([inspection.light for inspection in judged if inspection.light is not None])
    if change is not None:
        yield language.sentence(change)


def _kind(inspection: Inspection) -> str:
    if not inspection.label:
        return "unlabelled"
    return "good" if inspection.label == GOOD else "defective"
