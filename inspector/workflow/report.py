"""A batch as a page for people: verdict, figures, scores and pictures in one self-contained HTML file."""

import base64
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import jinja2
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from skimage.segmentation import find_boundaries

from inspector.core.calibration import Decision, OperatingPoint, bound_for_threshold
from inspector.core.errors import ImageError
from inspector.core.inspection import Inspection
from inspector.data.category import GOOD, ImageRef
from inspector.data.images import read_mask
from inspector.store.durable import replacing_file
from inspector.store.model_file import StoredModel
from inspector.workflow.evaluate import Evaluation
from inspector.workflow.inspect import drift, map_at
from inspector.workflow.pictures import HeatScale, overlay, picture

MOST_SHOWN = 200  # a page of more pictures opens slowly, and nobody looks at them all
_OK_SHOWN = 8  # from either end of the scores, where not all are shown
_PICTURE_SIDE = 320
_BINS = 40
_HEADROOM = 4.0  # the score axis goes on after reject for at most this many times the span before it
_GROUND_TRUTH = (255, 0, 200)  # a colour that hardly any part has
_KINDS = ("good", "defective", "unlabelled")


def write_report(
    path: Path,
    *,
    title: str,
    stored: StoredModel,
    inspections: Sequence[Inspection],
    images: Mapping[str, ImageRef],
    evaluation: Evaluation | None,
    made: str,
) -> None:
    """One self-contained HTML page: it loads nothing, runs no script, and prints.

    Args:
        images: by `Inspection.name`; one that is gone or unreadable by now leaves a placeholder.
        evaluation: its figures, or None where the labels are not known.
        made: date and time as they shall be read, so that the page holds no clock of its own.

    Raises:
        StorageError: if it cannot be written.
    """
    point, calibration = stored.operating_point, stored.model.calibration
    judged = [inspection for inspection in inspections if inspection.error is None]
    scores = {kind: np.array([i.score for i in judged if _kind(i) == kind], float) for kind in _KINDS}
    scale = None if calibration.outline is None else HeatScale.of(calibration, point)
    template = jinja2.Template(
        (files("inspector") / "resources/report.html.jinja").read_text("utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = template.render(
        score=_score,
        percent=_percent,
        count=_count,
        mistake=mistake,
        title=title,
        made=made,
        stored=stored,
        images=len(inspections),
        groups=list(_groups(inspections, images, outline=calibration.outline, scale=scale)),
        proof=proof(stored),
        notices=list(_notices(judged, stored)),
        evaluation=evaluation,
        histogram=score_histogram(scores, good_scores=calibration.good_scores.numpy(), operating_point=point),
        round_values=round_values,
        scale=scale,
        scale_picture=None if scale is None else _data_uri(_scale_picture(scale), "PNG"),
    )
    with replacing_file(path) as part:
        part.write_bytes(page.encode("utf-8", errors="replace"))  # a file name may be no valid text


def proof(stored: StoredModel) -> str:
    """What the held-out good images prove about false rejects at the operating point in force, as a sentence."""
    scores, reject = stored.model.calibration.good_scores.numpy(), stored.operating_point.reject
    bound = bound_for_threshold(scores, reject)
    text = (
        f"On {_count(len(scores), 'good image')} the training never saw: at most {_percent(bound)} of good "
        "parts rejected (95\u00a0% confidence)"
    )
    choice = stored.card.get("threshold_choice", {})
    if choice.get("threshold") != reject:  # changed since, and not for that wish
        return f"{text}."
    wish, more = choice["wish"], max(1, choice["images_needed"] - len(scores))
    if bound <= wish:
        return f"{text}; {_percent(wish)} was asked for."
    return f"{text}; {_percent(wish)} would need {_count(more, 'more good image')}."


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

    @property
    def highest(self) -> int:
        """Images in the fullest bin, and at least 1."""
        return max(1, int(sum(self.counts.values()).max()))

    def position(self, score: float) -> float:
        """Where a score is on the axis, 0 to 1; at its end when it is beyond."""
        return float(np.clip((score - self.edges[0]) / (self.edges[-1] - self.edges[0]), 0, 1))


def score_histogram(
    scores: Mapping[str, np.ndarray], *, good_scores: np.ndarray, operating_point: OperatingPoint
) -> ScoreHistogram:
    """A histogram in which the thresholds are well apart, whatever outliers there are.

    The axis is anchored to the held-out good scores and the thresholds, like the heatmaps' colours. One of its
    edges is the reject threshold.

    Args:
        scores: of the images, by kind.
        good_scores: of the held-out good images.
    """
    review, reject = operating_point.review, operating_point.reject
    every = np.concatenate([*scores.values(), good_scores, [review, reject]])
    low = min(good_scores.min(), review)
    span = reject - low or abs(reject) or 1.0
    low, high = max(every.min(), low - span), min(every.max(), reject + _HEADROOM * span)
    width = (high - low or span) / _BINS
    edges = reject + width * np.arange(-math.floor((reject - low) / width) - 1, math.ceil((high - reject) / width) + 1)
    counts = {}
    for kind, values in scores.items():
        inside = np.clip(values, edges[0] + width / 2, edges[-1] - width / 2)
        counts[kind] = np.histogram(-inside, -edges[::-1])[0][::-1]  # negated, to be open below
    images = np.concatenate(list(scores.values()))
    return ScoreHistogram(edges, counts, int((images < edges[0]).sum()), int((images > edges[-1]).sum()))


def round_values(low: float, high: float, *, most: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten from `low` to `high`, at most `most` steps, for an axis."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next((digit * power for digit in (1, 2, 5) if most * digit * power >= high - low), 10 * power)
    return [step * k for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


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


def mistake(inspection: Inspection) -> str | None:
    """`overkill` for a good image that is NG, `escape` for a defective one that is OK, else None."""
    wrong = {("good", Decision.NG): "overkill", ("defective", Decision.OK): "escape"}
    return wrong.get((_kind(inspection), inspection.decision))


def _groups(
    inspections: Sequence[Inspection], images: Mapping[str, ImageRef], *, outline: float | None, scale: HeatScale | None
) -> Iterator[Group]:
    ranked = sorted(inspections, key=lambda i: (-(i.score or 0.0), i.name))
    room = MOST_SHOWN
    for decision in (Decision.NG, Decision.REVIEW, Decision.OK, None):
        group = [inspection for inspection in ranked if inspection.decision is decision]
        shown = group[:room] if decision in (Decision.NG, Decision.REVIEW) else group[:MOST_SHOWN]
        room -= len(shown)
        if decision is Decision.OK and len(inspections) > MOST_SHOWN:
            inner = range(_OK_SHOWN, len(group) - _OK_SHOWN)
            shown = [i for n, i in enumerate(group) if n not in inner or mistake(i)][:MOST_SHOWN]
        cards = [_card(i, images.get(i.name), outline=outline, scale=scale) for i in shown]
        yield Group(decision, len(group), sum(mistake(i) is not None for i in group), cards)


def _card(inspection: Inspection, image: ImageRef | None, *, outline: float | None, scale: HeatScale | None) -> Card:
    if inspection.error is not None:
        return Card(inspection, problem=inspection.error)
    if image is None:
        return Card(inspection, problem="The image was not at hand when this page was made.")
    problem = heatmap = None
    try:
        pixels = picture(image.path, max_side=_PICTURE_SIDE)
    except ImageError as error:
        return Card(inspection, problem=str(error))
    if scale is not None and inspection.anomaly_map is not None:
        full = map_at(torch.from_numpy(inspection.anomaly_map.astype(np.float32)), pixels.shape[:2]).numpy()
        contour = outline if inspection.regions else None
        heatmap = _data_uri(overlay(pixels, full, scale=scale, contour_at=contour))
    try:
        if image.mask is not None:
            mask = read_mask(image.mask, size=inspection.size)
            # The maximum, not the mean: a defect of one pixel is still there in the small picture.
            small = F.adaptive_max_pool2d(mask[None].float(), pixels.shape[:2])[0].numpy() > 0
            pixels[find_boundaries(small, mode="inner")] = _GROUND_TRUTH
    except ImageError as error:
        problem = str(error)
    return Card(inspection, _data_uri(pixels), heatmap, problem)


def _notices(judged: Sequence[Inspection], stored: StoredModel) -> Iterator[str]:
    """What a reader must know before trusting the page."""
    point, born = stored.operating_point, stored.card.get("operating_point")
    if born is not None and OperatingPoint(**born) != point:
        yield "The thresholds were changed after the training."
    others = sum(inspection.decision is not point.decide(inspection.score) for inspection in judged)
    if others:
        yield f"{_count(others, 'decision')} made at another operating point than the one shown here."
    change = drift([inspection.light for inspection in judged if inspection.light is not None])
    if change is not None:
        yield change


def _kind(inspection: Inspection) -> str:
    if not inspection.label:
        return "unlabelled"
    return "good" if inspection.label == GOOD else "defective"


def _scale_picture(scale: HeatScale) -> np.ndarray:
    """The colour scale as heatmaps show it over a grey part, from its low end to its high one."""
    ramp = np.tile(np.linspace(scale.low, scale.high, 256), (16, 1))
    return overlay(np.full((16, 256, 3), 128, np.uint8), ramp, scale=scale, contour_at=None)


def _data_uri(pixels: np.ndarray, form: str = "JPEG") -> str:
    buffer = io.BytesIO()
    # Full colour resolution: outlines one pixel wide smear without.
    Image.fromarray(pixels).save(buffer, form, **({"quality": 85, "subsampling": 0} if form == "JPEG" else {}))
    return f"data:image/{form.lower()};base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _score(value: float) -> str:
    return f"{value:#.4g}".removesuffix(".")  # trailing zeros kept, so that thresholds and scores line up


def _percent(share: float) -> str:
    value = f"{100 * share:.1f}" if share >= 0.001 else f"{100 * share:.1g}"
    return f"{value.removesuffix('.0')}\u00a0%"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
