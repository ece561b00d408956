"""The good images of a training: each decoded once, and refused where they cannot be of one camera set-up."""

from collections.abc import Generator, Sequence

import torch
from torch import Tensor

from inspector.core.errors import CategoryError, ImageError
from inspector.core.images.depth import DEEP, Depth, noticed_bits
from inspector.core.images.part_check import MOST_IMAGES, PartCheck, learn_part_check, thumbnail
from inspector.core.images.variation import Variation
from inspector.core.inspection import OTHER_SCALE
from inspector.core.methods import AnyMethod
from inspector.core.model import Model
from inspector.core.seeding import generator_at
from inspector.core.stages.framing import Framing
from inspector.data.category import Category, ImageRef
from inspector.data.images.batches import GoodImages
from inspector.data.properties import judged_mask
from inspector.store.models.model_folder import file_sha256
from inspector.workflow.progress import Progress, Warned

_MIXED_SHAPES = 1.25  # ratio of aspect ratios from which images are not of one camera set-up
_MOST_NOT_FOUND = 0.2  # of the good images, in which the part may not be found


def read_good(
    category: Category, *, framing: Framing, bits: int | None, skip_unreadable: bool, mixed_sizes: bool
) -> Generator[Progress | Warned, None, tuple[GoodImages, list[ImageRef], list[str]]]:
    """Decode every good image once; returns the loaded images, their references and their files' hashes.

    Args:
        framing: what of an image is judged, and at which size.
        bits: bits per sample of deep files; None for what each states, or all.

    Raises:
        ImageError: if one cannot be read and is not to be left out, or none can.
        CategoryError: if in many the part is not found, or they are of very different shapes and that is not accepted.
    """
    images = category.train
    good = GoodImages([image.path for image in images], framing=framing, bits=bits)
    readable: list[int] = []
    sizes: list[tuple[int, int]] = []
    digests: list[str] = []
    refused: list[ImageError] = []
    lost: list[ImageRef] = []
    for index, image in enumerate(images):
        try:
            framed = good.load(index)
            if framed.placement is not None and not framed.placement.found:
                lost.append(image)
                continue
            sizes.append(framed.picture_size)
            digests.append(file_sha256(image.path))
            readable.append(index)
        except ImageError as error:
            refused.append(error)
        yield Progress("Reading", index + 1, len(images))
    if refused and (not skip_unreadable or not readable):
        raise _unreadable(refused)
    if lost:
        yield _not_found(lost, len(images))
    for problem in refused:
        yield Warned(f"{problem} It is left out of the training.")
    if not mixed_sizes:
        check_sizes([images[index] for index in readable], sizes)
    good.keep(readable)
    for remark in depth_remarks(list(good.depths.values())):
        yield Warned(remark)
    return good, [images[index] for index in readable], digests


def _not_found(images: Sequence[ImageRef], total: int) -> Warned:
    """What to say of good images in which the part is not found; they are left out.

    Raises:
        CategoryError: if they are too many to be odd ones.
    """
    names = ", ".join(image.name for image in images[:3]) + (", …" if len(images) > 3 else "")
    if len(images) > _MOST_NOT_FOUND * total:
        raise CategoryError(
            "In {count} of {total} good images the part is not found: {names}.",
            code="locate.many_not_found",
            count=len(images),
            total=total,
            names=names,
        )
    return Warned(f"In {len(images)} of {total} good images the part is not found; they are left out: {names}.")


def _unreadable(refused: Sequence[ImageError]) -> ImageError:
    """The first error, as one of the training; with the number of the others."""
    first, others = refused[0], len(refused) - 1
    if not others:
        return ImageError(first.template, code="training.unreadable_image", **first.fields)
    return ImageError("{first} ({others} more like it.)", code="training.unreadable_image", first=first, others=others)


def check_sizes(images: Sequence[ImageRef], sizes: Sequence[tuple[int, int]]) -> None:
    """Refuse good images that one camera set-up cannot have taken: they would be squeezed differently."""
    typical, differing = other_set_ups(sizes)
    for index in differing:
        height, width = sizes[index]
        raise CategoryError(
            "{file} is {width}×{height} px where the other good images are about {usual_width}×{usual_height} px: that "
            "is not one camera set-up.",
            code="category.mixed_sizes",
            file=images[index].path,
            width=width,
            height=height,
            usual_width=typical[1],
            usual_height=typical[0],
        )


def other_set_ups(sizes: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], list[int]]:
    """The typical of some sizes (H, W), and the indices of those that its camera set-up cannot have taken."""
    typical = sorted(sizes)[len(sizes) // 2]
    differing = []
    for index, (height, width) in enumerate(sizes):
        shape = (width / height) / (typical[1] / typical[0])
        scale = height / typical[0]
        if max(shape, 1 / shape) > _MIXED_SHAPES or max(scale, 1 / scale) > OTHER_SCALE:
            differing.append(index)
    return typical, differing


def depth_remarks(depths: Sequence[Depth]) -> list[str]:
    """What a person should know of the depth of good images, a sentence each."""
    remarks = []
    bits = noticed_bits(depths)
    if bits is not None:
        remarks.append(
            f"No sample of the good images with 16 or more bits exceeds {(1 << bits) - 1} of 65535, as if a camera of "
            f"{bits} bits had written them; they then look {65535 // ((1 << bits) - 1)} times too dark, and defects "
            f"are missed. If so, state {bits} bits per sample among the properties of the category."
        )
    deep = sum(depth.file_bits >= DEEP for depth in depths)
    if 0 < deep < len(depths):
        remarks.append(
            f"{deep} of the {len(depths)} good images have 16 or more bits per sample, the others 8: check that one "
            "camera set-up wrote them all."
        )
    stated = sorted({depth.white_bits for depth in depths if depth.white_bits is not None})
    if len(stated) > 1:
        several = " and ".join([", ".join(map(str, stated[:-1])), str(stated[-1])])
        remarks.append(
            f"The good images have {several} bits per sample, by what their files state: check that one camera set-up "
            "wrote them all."
        )
    return remarks


def learned_part_check(
    good: GoodImages, count: int, variation: Variation, *, seed: int, extended: Model | None = None
) -> PartCheck | None:
    """What good images 0 to `count` look like as a whole; None where they are too few to tell.

    Args:
        extended: a model that learned others, which may not be at hand.
    """
    chosen = [index * count // min(count, MOST_IMAGES) for index in range(min(count, MOST_IMAGES))]
    small = torch.cat([thumbnail(good.whole(index)[None]) for index in chosen])
    learned = learn_part_check(small, variation, generator=generator_at(seed, "part check"))
    if extended is None:
        return learned
    before = extended.part_check
    return before if before is None or learned is None else before.joined(learned)


def judged_places(
    category: Category, method: AnyMethod, size: tuple[int, int] | None
) -> Generator[Warned, None, Tensor | None]:
    """(H, W) bool at this size, or else the network's input size: the places that are judged; None where it is the
    whole image."""
    stated = category.properties
    if not method.has_map:
        if stated.judged_places is not None:
            yield Warned(
                f"Method '{method.name}' scores the whole image: the region of interest and the ignored "
                f"regions of {category.name} do not apply."
            )
        return None
    mask = judged_mask(stated, size or method.config.image_size)
    return None if mask is None else torch.from_numpy(mask)
