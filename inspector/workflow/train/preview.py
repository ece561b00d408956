"""What a network makes of a few images while it learns; for a person to look at, and choosing nothing."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.errors import ImageError
from inspector.core.fitting import FitStep
from inspector.core.model import Model
from inspector.core.stages.framing import Framed, Framing
from inspector.data.category import ImageRef
from inspector.data.images.reading import displayed, read_picture
from inspector.workflow.report.pictures import HeatScale

SHOWN = 6
DEFECTIVE_SHOWN = 4  # of these, where there are so many
_TILES_SHOWN = 2  # along each side of an image that is judged in tiles: all of them would take longer than the learning
LEARNING_S = 9.0  # between two previews, for each second that one takes
_QUIET_QUANTILE = 0.995  # of the good image's pixels, as for a calibrated model's scale


@dataclass(frozen=True)
class PreviewImage:
    """An image to be shown again and again, as it is judged.

    Attributes:
        judged: (h, w) bool, the pixels of `framed` that are judged; None for all.
    """

    name: str
    label: str
    framed: Framed
    judged: Tensor | None = None


@dataclass(frozen=True)
class PreviewPicture:
    """One image as the network sees it now, at the network's input size.

    Attributes:
        name, label: of the image, as in :class:`inspector.data.category.ImageRef`.
        image: (h, w, 3) uint8.
        reconstruction: (h, w, 3) uint8, of the image under the training's light; None for methods that redraw nothing.
        anomaly_map: (h, w) float32, uncalibrated; None for methods without a map.
        judged: (h, w) bool, what of the image is judged; None for all.
    """

    name: str
    label: str
    image: np.ndarray
    reconstruction: np.ndarray | None
    anomaly_map: np.ndarray | None
    judged: np.ndarray | None = None


@dataclass(frozen=True)
class Preview:
    """The same images after each of some steps: good ones that are not learned from, then defective ones.

    Attributes:
        low, high: the colour scale of this preview's maps, the same for its pictures and drawn from the good ones
            alone: 99.5 % of their judged pixels are below `low`, and their maximum lies half-way from `low` to `high`.
            None for methods without a map.
    """

    step: int
    pictures: tuple[PreviewPicture, ...]
    low: float | None
    high: float | None


class Previewer:
    """Makes the previews of one training, no more often than every `interval_s` seconds.

    They come less often where they would take more than a tenth of the time, but after every step where that is 0.

    Args:
        model: uncalibrated, with the network that is being trained.
        good: images that are not learned from, at least one.
        defective: shown after these.
    """

    def __init__(
        self, model: Model, good: Sequence[PreviewImage], defective: Sequence[PreviewImage], *, interval_s: float
    ) -> None:
        self._model = replace(model, calibration=None)
        self._good, self._images, self._interval_s = len(good), (*good, *defective), interval_s
        self._shown: float | None = None
        self._took_s = 0.0

    def due(self, step: FitStep) -> bool:
        """Whether to show one after this step. Not after the last, where the end of the learning follows; and of
        methods that remember there only, as they have nothing to judge by before."""
        if self._model.method.config.training.optimizer is None or step.step == step.steps:
            return False
        if self._shown is None or not self._interval_s:
            return True
        return time.monotonic() - self._shown >= max(self._interval_s, LEARNING_S * self._took_s)

    def show(self, step: int) -> Preview:
        """Judge the images with the network as it is; its mode is put back."""
        started = time.monotonic()
        network = self._model.network
        training = network.training
        network.eval()
        try:
            pictures = tuple(self._picture(image) for image in self._images)
        finally:
            network.train(training)
        low = high = None
        quiet = [_judged_values(picture) for picture in pictures[: self._good] if picture.anomaly_map is not None]
        if quiet:
            values = np.concatenate(quiet)
            scale = HeatScale.between(float(np.quantile(values, _QUIET_QUANTILE)), float(values.max()))
            low, high = scale.low, scale.high
        self._shown = time.monotonic()
        self._took_s = self._shown - started
        return Preview(step, pictures, low, high)

    def _picture(self, image: PreviewImage) -> PreviewPicture:
        judgement = self._model.judge_framed(image.framed, evidence=True)
        reconstruction = judgement.evidence.get("reconstruction")
        return PreviewPicture(
            name=image.name,
            label=image.label,
            image=displayed(image.framed.pixels),
            reconstruction=None if reconstruction is None else displayed(reconstruction[0]),
            anomaly_map=None if judgement.maps is None else judgement.maps[0].numpy(),
            judged=None if image.judged is None else image.judged.numpy(),
        )


def preview_image(image: ImageRef, framed: Framed, model: Model) -> PreviewImage:
    """An image for a preview, of which all or a part is shown.

    Args:
        model: says what of it is judged.
    """
    places, size = model.places(framed), framed.samples.shape[-2:]
    rows, columns = _shown_window(size, model.framing)
    judged = None if places is None else _at_size(places, size)[rows, columns].clone()
    if judged is not None and not judged.any():  # nothing of what is shown
        judged = None
    return PreviewImage(image.name, image.label, shown_part(framed, model.framing), judged)


def shown_part(framed: Framed, framing: Framing) -> Framed:
    """What previews show of an image: the middle of one that is judged in tiles, or else all."""
    if framing.tiling is None:
        return framed
    rows, columns = _shown_window(framed.samples.shape[-2:], framing)
    samples = framed.samples[:, rows, columns]
    # Of its own memory: the rest of the image is not kept through the whole training.
    content = (samples.shape[-2], samples.shape[-1])
    return replace(framed, samples=samples.clone(), inside=None, content=content)


def _shown_window(size: Sequence[int], framing: Framing) -> tuple[slice, slice]:
    """Rows and columns of a framed picture of this size that are shown."""
    if framing.tiling is None:
        return slice(None), slice(None)
    height, width = (min(side, _TILES_SHOWN * tile) for side, tile in zip(size, framing.image_size, strict=True))
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    return slice(top, top + height), slice(left, left + width)


def _at_size(places: Tensor, size: Sequence[int]) -> Tensor:
    """Places (h, w) of a map as those of one of another size."""
    return F.interpolate(places[None, None].float(), (size[0], size[1]))[0, 0] > 0


def _judged_values(picture: PreviewPicture) -> np.ndarray:
    """The values of its map where it is judged."""
    assert picture.anomaly_map is not None
    if picture.judged is None:
        return picture.anomaly_map.ravel()
    return picture.anomaly_map[_at_size(torch.from_numpy(picture.judged), picture.anomaly_map.shape).numpy()]


def in_turn(of_type: Mapping[str, Iterator[PreviewImage]]) -> tuple[PreviewImage, ...]:
    """The first few defective images: the first of each type before the second of any, and no more read than shown."""
    images = list(of_type.values())
    some = (next(one, None) for _ in range(DEFECTIVE_SHOWN) for one in images)
    return tuple(islice((image for image in some if image is not None), DEFECTIVE_SHOWN))


def defective_images(test: Iterable[ImageRef], *, model: Model, bits: int | None = None) -> tuple[PreviewImage, ...]:
    """The first few defective images that can be read, of different types where there are several.

    Args:
        model: says what of an image is judged, and at which size.
        bits: bits per sample of deep files; None for what each states, or all.
    """
    of_type: dict[str, list[ImageRef]] = {}
    for image in test:
        if image.defective:
            of_type.setdefault(image.label, []).append(image)
    return in_turn({label: _readable(images, model=model, bits=bits) for label, images in of_type.items()})


def _readable(images: Iterable[ImageRef], *, model: Model, bits: int | None) -> Iterator[PreviewImage]:
    for image in images:
        try:
            framed = model.framing.frame(read_picture(image.path, bits=bits).samples)
            yield preview_image(image, framed, model)
        except ImageError:
            continue
