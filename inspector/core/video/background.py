"""Objects as what differs from the empty scene of a fixed camera: no weights, no classes."""

from collections.abc import Iterable, Iterator
from statistics import fmean

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import binary_dilation
from skimage.measure import label, regionprops
from skimage.segmentation import watershed
from torch import Tensor

from inspector.core.errors import TrainingError, VideoError
from inspector.core.video.detection import Detections, DetectorSettings, as_set

_LONGEST_PX = 384  # of the background
_SAMPLE = 128  # frames that a background is learned from, at most
_MAD_TO_SIGMA = 1.4826
_LEAST_SPREAD = 1.5 / 255  # what 8 bits and compression make of a pixel that does not change
_DARKEST, _BRIGHTEST = 0.04, 0.98  # outside, noise and saturation say nothing about the lamp
_WEAK = 0.5  # of the contrast: enough for a pixel that touches an object
_LEAST_PX = 3  # of an object's shorter side, in pixels of the background
_CLOSED_PX = 1  # by which clear pixels are widened to be one object, in pixels of the background
_AS_WELL = 0.98  # of the best shift's fit: along a line, chance makes others fit as well as the place itself
_SHAKE_PX = 0.25  # by which edges may move
_NEAR_PX = 4  # a fragment is this close to what it belongs to, in pixels of the background,
_ALIKE = 0.5  # shares that much of the greater width or height,
_SMALLER = 0.6  # and has at most that much of its area
_STEP = 1 / 255 / 8  # by which a pixel of the background follows each frame
_STEP_UNDER_OBJECTS = 1 / 255 / 250  # at 25 frames a second an object of contrast 0.1 stands for four minutes
_MUCH = 0.5  # of the pixels: more than this differ where light or camera changed
_PATIENCE = 25  # frames of such a change, after which their median is the new background


def median_background(frames: Iterable[Tensor]) -> Tensor:
    """The empty scene: median and spread of each pixel over good frames, however many there are.

    Memory is bounded: it holds at most 128 evenly spaced frames at the background's size, 8 bits per value.
    An object that stays at one place in more than half of them becomes part of the scene.

    Args:
        frames: (3, H, W) RGB float32 in [0, 1] each, of one camera; they may be of several clips.

    Returns:
        (2, 3, h, w): the medians, and the spreads as standard deviations of a normal distribution; the longest side is
        at most 384 pixels. Brightness is that of the median frame.

    Raises:
        TrainingError: if there is no frame.
        VideoError: if a frame has other proportions than the first.
    """
    sample = _evenly_spaced(_at_background_size(frames))
    if not sample:
        raise TrainingError("The background is learned from good clips, and there is none.", code="clips.no_good")
    stack = torch.stack(sample)
    reference = _pixel_median(stack)
    for frame in stack:  # in place: the frames as they would be in one light
        values = frame.float() / 255
        frame.copy_((values / _gain(values, reference) * 255).round_().clamp_(0, 255))
    median = _pixel_median(stack)
    levels = (median * 255).round().to(torch.int16)
    distances = (stack.to(torch.int16) - levels).abs_().to(torch.uint8)
    return torch.stack([median, _MAD_TO_SIGMA * _pixel_median(distances)])


def dark_share(background: Tensor) -> float:
    """The share of an empty scene, as of :func:`median_background`, whose noise says nothing about the lamp."""
    return (background[0].mean(dim=0) <= _DARKEST).float().mean().item()


def standing_share(frames: Iterable[Tensor], background: Tensor) -> float | None:
    """The share of the frames in which the empty scene lies where it lay in the others: all, where the camera stands.

    In such a frame no shift by whole pixels puts more of the frame's edges on edges of the scene. Objects that pass add
    edges but fit no shift, however many they are. An edge is a step in brightness as large as the least that makes an
    object. Where the camera always moves, hardly any are left in the scene, as where it is plain.

    Args:
        frames: that the background was learned from, or some of them.
        background: (2, 3, h, w) of :func:`median_background`.

    Returns:
        None where no frame has edges.
    """
    least = DetectorSettings().contrast * _LEAST_SPREAD
    scene = _centred(_steps(background[0]) > least)
    spectrum = torch.fft.rfft2(scene).conj()
    standing = []
    for frame in frames:
        edges = _steps(_resized(frame, (background.shape[2], background.shape[3]))) > least
        if edges.any():
            shifted = torch.fft.irfft2(torch.fft.rfft2(_centred(edges)) * spectrum, s=scene.shape)
            standing.append(bool(shifted[0, 0] > _AS_WELL * shifted.max()))
    return fmean(standing) if standing else None


def _centred(edges: Tensor) -> Tensor:
    return edges.double() - edges.double().mean()


def _steps(image: Tensor) -> Tensor:
    """(3, h, w) to (h − 1, w − 1): how much brighter or darker the next pixel is, to the right or below."""
    grey = image.mean(dim=0)
    return torch.maximum(grey.diff(dim=0)[:, :-1].abs(), grey.diff(dim=1)[:-1].abs())


def _at_background_size(frames: Iterable[Tensor]) -> Iterator[Tensor]:
    size = None
    for frame in frames:
        if size is None:
            size = _background_size(*frame.shape[1:])
        yield (_resized(frame, size) * 255).round().to(torch.uint8)


def _evenly_spaced(frames: Iterable[Tensor]) -> list[Tensor]:
    """Every n-th frame, n the smallest power of two that leaves few enough."""
    sample: list[Tensor] = []
    every = 1
    for index, frame in enumerate(frames):
        if index % every == 0:
            if len(sample) == _SAMPLE:
                del sample[1::2]
                every *= 2
            sample.append(frame)
    return sample


def same_proportions(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two sizes (H, W) have the same proportions, but for a pixel of rounding."""
    return abs(one[0] * other[1] - one[1] * other[0]) <= max(one) + max(other)


def _pixel_median(frames: Tensor) -> Tensor:
    """(T, 3, h, w) uint8 to (3, h, w) float32 in [0, 1]."""
    return frames.median(dim=0).values.float() / 255


def _background_size(height: int, width: int) -> tuple[int, int]:
    scale = min(1.0, _LONGEST_PX / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def _resized(frame: Tensor, size: tuple[int, int]) -> Tensor:
    height, width = frame.shape[1:]
    if (height, width) == size:
        return frame
    if not same_proportions((height, width), size):
        raise VideoError(
            "Frames of {width}×{height} px have other proportions than those the model learned, {expected_width}×"
            "{expected_height} px.",
            code="clip.other_proportions",
            width=width,
            height=height,
            expected_width=size[1],
            expected_height=size[0],
        )
    return F.interpolate(frame[None], size=size, mode="bilinear", antialias=True, align_corners=False)[0]


def _gain(frame: Tensor, background: Tensor) -> Tensor:
    """Brightness as a multiple of the background's.

    The median over pixels: a fixed camera allows to compare each pixel with itself, which objects disturb less than
    `core.light` is by them, as long as they cover less than half of the frame.
    """
    now, usual = frame.mean(dim=0), background.mean(dim=0)
    usable = (now > _DARKEST) & (now < _BRIGHTEST) & (usual > _DARKEST) & (usual < _BRIGHTEST)
    return (now[usable] / usual[usable]).median() if usable.any() else torch.ones(())


def _whole(boxes: np.ndarray, areas: np.ndarray, means: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Boxes (N, 4) and mean differences (N,) where each fragment has become part of what it lies beside.

    A fragment lies close to something larger that is as wide, or beside it and as high: of a person before a kerb as
    bright as the trousers, the legs. A fragment of a fragment goes where that goes.
    """
    sides = boxes[:, 2:] - boxes[:, :2]
    shared = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:]) - np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    alike = shared >= _ALIKE * np.maximum(sides[:, None], sides[None])  # (N, N, 2): in width, in height
    close = (alike & (shared[..., ::-1] >= -_NEAR_PX)).any(axis=-1)
    larger = close & (areas[:, None] <= _SMALLER * areas)
    whole = np.arange(len(boxes))
    for one in np.argsort(-areas, kind="stable"):  # the largest first: what a fragment belongs to is settled before it
        if larger[one].any():
            whole[one] = whole[np.where(larger[one], shared[one].min(axis=-1), -np.inf).argmax()]
    members = [whole == one for one in np.unique(whole)]
    return (
        np.array([[*boxes[group, :2].min(axis=0), *boxes[group, 2:].max(axis=0)] for group in members]),
        np.array([np.average(means[group], weights=areas[group]) for group in members]),
    )


class BackgroundDifference:
    """Finds whatever differs from the empty scene of a fixed camera: a :class:`Detector` without classes.

    A global change of light is divided out, by the median over pixels. A pixel belongs to an object if it differs from
    the background by `contrast` times its spread, or by half as much where that leads up to such a pixel; fragments
    that lie close together are one object. The background follows each frame by a small step (an approximate running
    median), a smaller one under objects, so that what stands still is found for minutes. If more than half of the
    frame differs for a second, light or camera changed, and the scene is learned anew. Times are those of 25 frames a
    second. Nothing is found that is smaller than 3 pixels of the background.

    The confidence is 1 − contrast / mean difference in spreads, at least 0: how clearly an object differs.

    Args:
        background: (2, 3, h, w) of :func:`median_background`.
    """

    classes = None

    def __init__(self, background: Tensor, settings: DetectorSettings) -> None:
        self._learned, spread = background.float()
        self._spread = spread.clamp_min(_LEAST_SPREAD)
        self._settings = settings
        self.restart()

    def restart(self) -> None:
        self._begin(self._learned)

    def _begin(self, background: Tensor) -> None:
        self._background = background
        highest = F.max_pool2d(background[None], 3, stride=1, padding=1)[0]
        lowest = -F.max_pool2d(-background[None], 3, stride=1, padding=1)[0]
        # Edges that move by a part of a pixel change a value by that part of what is around it.
        self._shake = _SHAKE_PX * (highest - lowest)
        self._changed: list[Tensor] = []

    @torch.no_grad()
    def detect(self, frame: Tensor) -> Detections:
        """The objects of one frame (3, H, W), RGB float32 in [0, 1], most confident first.

        Raises:
            VideoError: if the frame has other proportions than the background.
        """
        height, width = self._background.shape[1:]
        small = _resized(frame, (height, width))
        gain = _gain(small, self._background)
        small = small / gain
        # What is made brighter has more noise.
        found, mask = self._objects(self._difference(small) * gain.clamp_max(1))
        self._follow(small, mask)
        size = frame.shape[1], frame.shape[2]
        found.boxes.mul_(torch.tensor([size[1] / width, size[0] / height] * 2))
        return as_set(found, self._settings, size=size)

    def _difference(self, frame: Tensor) -> Tensor:
        """(h, w) distance from the background in spreads, of the channel that differs most."""
        distance = (frame - self._background).abs() - self._shake
        spreads = (distance.clamp_min(0) / self._spread).amax(dim=0)
        return F.avg_pool2d(spreads[None], 3, stride=1, padding=1, count_include_pad=False)[0]

    def _objects(self, difference: Tensor) -> tuple[Detections, Tensor]:
        """Objects in pixels of the background, and where they are, (h, w) bool."""
        contrast = self._settings.contrast
        clear = difference > contrast
        width = 2 * _CLOSED_PX + 1
        closed = binary_dilation(clear.numpy(), np.ones((width, width), bool))
        seeds = np.where(clear.numpy(), label(closed, connectivity=2), 0)
        # Each pixel that differs at all goes to the object it leads up to, so that people who walk close stay apart.
        weak = difference > _WEAK * contrast
        values = difference.numpy()
        labels = watershed(-values, seeds, connectivity=2, mask=weak.numpy())
        places = regionprops(labels, intensity_image=values)
        if not places:
            return Detections.none(), torch.zeros_like(weak)
        boxes, means = _whole(
            np.array([[left, top, right, bottom] for top, left, bottom, right in (place.bbox for place in places)]),
            np.array([place.area for place in places]),
            np.array([place.intensity_mean for place in places]),
        )
        large = (boxes[:, 2:] - boxes[:, :2]).min(axis=1) >= _LEAST_PX
        boxes, confidence = boxes[large], 1 - contrast / np.maximum(means[large], contrast)
        return Detections(torch.from_numpy(boxes).float(), torch.from_numpy(confidence).float()), torch.from_numpy(
            labels > 0
        )

    def _follow(self, frame: Tensor, mask: Tensor) -> None:
        if mask.float().mean() <= _MUCH:
            self._changed.clear()
        else:
            self._changed.append(frame)
        if len(self._changed) == _PATIENCE:
            self._begin(torch.stack(self._changed).median(dim=0).values)
            return
        step = torch.where(mask, _STEP_UNDER_OBJECTS, _STEP)
        towards = frame - self._background
        self._background = self._background + towards.clamp(-step, step)
