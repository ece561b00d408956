"""From a folder of good images to what they look like, and so to the method to try."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Generic, TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.calibration import ALIGNMENT_NEEDED, alignment
from inspector.core.errors import CategoryError, ImageError
from inspector.core.images.appearance import (
    colourfulness,
    contrast,
    detail_lost,
    evenness,
    light_gains,
    light_spread,
    periodicity,
    relief,
)
from inspector.core.images.light import correct_light
from inspector.core.images.pose import measure_pose
from inspector.core.images.resizing import resize
from inspector.core.images.variety import Glance, glance
from inspector.core.thresholds import false_reject_bound, images_needed
from inspector.data.category import Category, ImageRef
from inspector.data.images.duplicates import exact_duplicates
from inspector.data.images.reading import read_image
from inspector.data.splits import held_out_of, images_to_add
from inspector.store.models.weights import packaged_weights
from inspector.workflow.advise.contents import content_findings
from inspector.workflow.advise.findings import FindingKind
from inspector.workflow.advise.locating import LOCATOR_SAMPLE, learn_to_locate
from inspector.workflow.advise.methods import Advice, advise
from inspector.workflow.advise.properties import Properties
from inspector.workflow.advise.variety import variety_findings
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.image_reading import check_sizes

SAMPLE_IMAGES = 200  # more change no figure that is shown
SAMPLE_PIXELS = 200_000_000  # decoding them takes a few seconds; large images are sampled more thinly
SMALLEST_SAMPLE = 24
_SIDE = 128  # what the images are measured at, and the preset cpu's input size
_PAIRS = 100
_CELLS = 8  # a side
_FALSE_REJECT_WISH = 0.01  # the default of `train`


PropertiesT = TypeVar("PropertiesT")


@dataclass(frozen=True)
class SuggestDone(Generic[PropertiesT]):
    """What the good images or clips look like and what follows from it."""

    properties: PropertiesT
    advice: Advice


def suggest(
    category: Category, *, weights: bool, available: Collection[str]
) -> Iterator[Progress | Warned | SuggestDone[Properties]]:
    """Look at good training images, and at no others, and choose a method.

    Args:
        weights: pretrained weights are allowed.
        available: names of the methods to choose from.

    Raises:
        CategoryError: if fewer than two different good images can be read.
    """
    for finding in content_findings(category):
        if finding.kind is FindingKind.CLIP_LIKE:  # the others do not bear on the choice
            yield Warned(finding.message)
    refs: list[ImageRef] = []
    sizes: list[tuple[int, int]] = []
    small: list[Tensor] = []
    glances: list[Glance] = []
    crops: list[Tensor] = []  # at their own resolution, for textures finer than the small images show
    lost: list[float] = []
    refused: set[ImageRef] = set()
    chosen = _evenly(category.train, SAMPLE_IMAGES)
    done = 0
    while done < len(chosen):
        ref = chosen[done]
        done += 1
        try:
            image = read_image(ref.path, bits=category.properties.bits_per_sample)
        except ImageError as error:
            refused.add(ref)
            yield Warned(f"{error} It is left out here.")
            image = None
        if image is not None:
            if not refs:  # the first one tells how many there is time for
                affordable = max(SMALLEST_SAMPLE, SAMPLE_PIXELS // image[0].numel())
                chosen = chosen[:done] + _evenly(chosen[done:], affordable)
            refs.append(ref)
            sizes.append((image.shape[-2], image.shape[-1]))
            small.append(resize(image, (_SIDE, _SIDE)))
            glances.append(glance(image))
            if min(sizes[-1]) > _SIDE:
                crops.append(_centre(image, _SIDE))
                lost.append(detail_lost(image, side=_SIDE))
        yield Progress("Reading", done, len(chosen))

    yield Progress("Measuring", 0, 1)
    usable = [ref.path for ref in category.train if ref not in refused]
    copies = sum(len(group) - 1 for group in exact_duplicates(usable))
    if len(refs) < 2 or len(usable) - copies < 2:
        raise CategoryError(
            "{category}: comparing good images needs at least two different readable ones, found "
            "{found}. Add good images: about 20 for a first model, 100 or more for reliable thresholds.",
            code="category.too_few_images",
            category=category.root,
            found="one" if refs else "none",
        )
    mixed = False
    try:
        check_sizes(refs, sizes)
    except CategoryError as error:
        mixed = True
        yield Warned(str(error))
    properties = _measure(
        torch.stack(small), crops, images=len(usable), copies=copies, sizes=sizes, lost=lost,
        unreadable=len(refused), mixed=mixed,
    )  # fmt: skip
    yield Progress("Measuring", 1, 1)
    stated = category.properties.variation
    installed = packaged_weights() is not None
    locate = category.properties.locate
    locator = None
    if properties.may_need_locating and locate in ("auto", "off"):
        bits = category.properties.bits_per_sample
        locator = yield from learn_to_locate("auto", refs, bits=bits, seed=0, most=LOCATOR_SAMPLE)
    advice = advise(
        properties, stated=stated, weights=weights, installed=installed, available=available,
        locate=locate, locatable=locator is not None, tile=category.properties.tile,
        warnings=[finding.message for finding in variety_findings(refs, glances)],
    )  # fmt: skip
    yield SuggestDone(properties, advice)


def _measure(
    small: Tensor,
    crops: list[Tensor],
    *,
    images: int,
    copies: int,
    sizes: Sequence[tuple[int, int]],
    lost: Sequence[float],
    unreadable: int,
    mixed: bool,
) -> Properties:
    gains = light_gains(small)
    reliefs = relief(small, gains)
    half = F.avg_pool2d(reliefs[:, None], 2)[:, 0]  # edges that lie a pixel apart still meet
    height, width = sorted(sizes)[len(sizes) // 2]
    repeats = periodicity(reliefs)
    if crops:
        natural = torch.stack(crops)
        repeats = max(repeats, periodicity(relief(natural, light_gains(natural))))
    held_out = held_out_of(images)
    return Properties(
        images=images,
        measured=len(small),
        unreadable=unreadable,
        copies=copies,
        height_px=height,
        width_px=width,
        mixed_sizes=mixed,
        colourfulness=colourfulness(small),
        contrast=contrast(half),
        light_spread=light_spread(gains),
        alignment=alignment(half),
        aligned_share=_aligned_share(F.avg_pool2d(correct_light(small, gains).mean(dim=1, keepdim=True), 2)[:, 0]),
        evenness=evenness(half),
        periodicity=repeats,
        detail_lost_at_128_px=fmean(lost) if lost else 0.0,
        pose=measure_pose(half, pairs=_PAIRS, generator=torch.Generator().manual_seed(0)),
        held_out=held_out,
        false_reject_bound_95=false_reject_bound(1, held_out),
        more_images_for_1_percent=images_to_add(max(0, images_needed(_FALSE_REJECT_WISH) - held_out)),
    )


def _aligned_share(images: Tensor) -> float:
    """The share of 8×8 cells of grey images (n, h, w) in which the place explains most of what they show.

    How bright a whole cell is does not count: a part on a dark ground would make it aligned, whatever the part shows.
    """
    height, width = (max(2, side // _CELLS) for side in images.shape[1:])
    cells = images.unfold(1, height, height).unfold(2, width, width).flatten(3)
    cells = (cells - cells.mean(dim=3, keepdim=True)).flatten(1, 2)
    return fmean(alignment(cells[:, place]) > ALIGNMENT_NEEDED for place in range(cells.shape[1]))


def _evenly(refs: Sequence[ImageRef], count: int) -> list[ImageRef]:
    if len(refs) <= count:
        return list(refs)
    return [refs[i * len(refs) // count] for i in range(count)]


def _centre(image: Tensor, side: int) -> Tensor:
    top, left = (image.shape[-2] - side) // 2, (image.shape[-1] - side) // 2
    return image[:, top : top + side, left : left + side].clone()  # a view would keep the whole image
