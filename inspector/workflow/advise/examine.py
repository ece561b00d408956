"""Looking at every image of a category before anything is learned from it."""

from collections import Counter, deque
from collections.abc import Collection, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import torch

from inspector.core.errors import ImageError
from inspector.core.images.depth import Depth
from inspector.core.images.near_duplicates import NEIGHBOURS, near_copies, nearest_others
from inspector.core.images.quality import Quality, measure_quality
from inspector.core.images.variety import Glance, glance
from inspector.core.thresholds import false_reject_bound
from inspector.data.category import Category, ImageRef
from inspector.data.images.duplicates import exact_duplicates
from inspector.data.images.reading import read_picture
from inspector.data.splits import held_out_of
from inspector.workflow.advise.contents import content_findings
from inspector.workflow.advise.findings import (
    ExamineDone,
    Finding,
    FindingKind,
    duplicates,
    mixed_sizes,
    taken_badly,
    too_few,
)
from inspector.workflow.advise.masks import mask_findings, survey_masks
from inspector.workflow.advise.variety import variety_findings
from inspector.workflow.progress import Progress
from inspector.workflow.train.image_reading import depth_remarks

_READERS = 2  # one decodes while the other's image is measured
_AHEAD = 4  # images in work at most, however many there are
_COMPARED_AT_ONCE = 256


@dataclass(frozen=True)
class _Look:
    """What is kept of an image once it was looked at."""

    image: ImageRef
    size: tuple[int, int]
    quality: Quality
    glance: Glance
    depth: Depth


def examine(category: Category) -> Iterator[Progress | Finding | ExamineDone]:
    """Look once at each image that is learned from or tested on, in the order of their names.

    Memory does not grow with the images' sizes; of each, 4 KB are kept.
    """
    images = sorted((*category.train, *category.test), key=lambda image: image.name)
    learned = frozenset(image.name for image in category.train)
    looks: list[_Look] = []
    findings = list(content_findings(category))
    yield from findings
    for done, (image, look) in enumerate(_looks(images, bits=category.properties.bits_per_sample), start=1):
        if isinstance(look, str):
            findings.append(Finding(FindingKind.CORRUPT, look, (image.name,)))
            yield findings[-1]
        else:
            looks.append(look)
        yield Progress("Reading", done, len(images))

    survey = yield from survey_masks(category.test)
    copies = _exact(looks)
    repeated = {image.name for group in copies for image in _but_one(group, learned)}
    different = [look for look in looks if look.image.name not in repeated]
    alike = yield from _alike(different)
    good_images = sum(look.image.name in learned for look in different)
    good = [look for look in looks if not look.image.defective]
    to_learn = [look for look in looks if look.image.name in learned]
    compared = [
        *mask_findings(category, survey),
        *too_few(good_images),
        *variety_findings([look.image for look in to_learn], [look.glance for look in to_learn]),
        *mixed_sizes([look.image for look in looks], [look.size for look in looks]),
        *(duplicates(group, learned=learned, exact=True) for group in copies),
        *(duplicates(group, learned=learned, exact=False) for group in alike),
        *(Finding(FindingKind.DEPTH, remark) for remark in depth_remarks([look.depth for look in good])),
        *taken_badly([look.image for look in good], [look.quality for look in good]),
    ]
    findings += compared
    yield from compared
    yield ExamineDone(
        counts={
            side: dict(sorted(Counter(image.label for image in of_side).items()))
            for side, of_side in (("train", category.train), ("test", category.test))
        },
        learned_from=category.learned_folders,
        sizes=dict(Counter(look.size for look in looks).most_common()),
        bytes=sum(_bytes(image) for image in images),
        held_out=held_out_of(good_images) if good_images else 0,
        false_reject_bound_95=false_reject_bound(1, held_out_of(good_images)) if good_images else None,
        findings=tuple(findings),
    )


def _but_one(group: Sequence[ImageRef], learned: Collection[str]) -> Sequence[ImageRef]:
    """All copies but one, which is one that is learned from, if there is any."""
    return sorted(group, key=lambda image: image.name not in learned)[1:]


def _looks(images: Sequence[ImageRef], *, bits: int | None) -> Iterator[tuple[ImageRef, _Look | str]]:
    """Each image with its look, or the reason why there is none, in their order."""
    waiting: deque[tuple[ImageRef, Future[_Look | str]]] = deque()
    with ThreadPoolExecutor(_READERS, thread_name_prefix="examine") as readers:
        for image in images:
            waiting.append((image, readers.submit(_look, image, bits)))
            if len(waiting) == _AHEAD:
                first, look = waiting.popleft()
                yield first, look.result()
        for first, look in waiting:
            yield first, look.result()


def _look(image: ImageRef, bits: int | None) -> _Look | str:
    try:
        picture = read_picture(image.path, bits=bits)
    except ImageError as error:
        return str(error)
    pixels = picture.pixels
    size = (pixels.shape[-2], pixels.shape[-1])
    return _Look(image, size, measure_quality(pixels), glance(pixels), picture.depth)


def _exact(looks: Sequence[_Look]) -> list[list[ImageRef]]:
    by_path = {look.image.path: look.image for look in looks}
    return [[by_path[path] for path in group] for group in exact_duplicates(list(by_path))]


def _alike(looks: Sequence[_Look]) -> Generator[Progress, None, list[list[ImageRef]]]:
    """Groups of images, no two the same file, that are the same photograph."""
    if len(looks) <= NEIGHBOURS:
        return []
    signatures = torch.stack([look.glance.signature for look in looks])
    parts = []
    for start in range(0, len(looks), _COMPARED_AT_ONCE):
        parts.append(nearest_others(signatures, slice(start, start + _COMPARED_AT_ONCE)))
        yield Progress("Comparing", min(start + _COMPARED_AT_ONCE, len(looks)), len(looks))
    distances, others = (torch.cat(part) for part in zip(*parts, strict=True))
    contrasts = torch.tensor([look.glance.contrast for look in looks])
    return [[looks[index].image for index in group] for group in near_copies(distances, others, contrasts)]


def _bytes(image: ImageRef) -> int:
    try:
        return image.path.stat().st_size
    except OSError:
        return 0
