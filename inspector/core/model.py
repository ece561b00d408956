"""One training result, ready to judge images."""

from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inspector.core.calibration import Calibration
from inspector.core.images.checking import check_images
from inspector.core.images.depth import LearnedDepth
from inspector.core.images.light import correct_light, light_gain
from inspector.core.images.part_check import PartCheck
from inspector.core.images.resizing import overview, unit_range
from inspector.core.methods.base import AnyMethod, Judgement
from inspector.core.methods.capabilities import PosesTasks
from inspector.core.stages.framing import Framed, Framing
from inspector.core.stages.tiling import Tiling, judge_tiles
from inspector.core.video.knowledge import VideoKnowledge
from inspector.line.locate import Locator
from inspector.line.placement import in_canonical


class Judge(Protocol):
    """What judging an image needs of a model, whatever computes it; see :class:`Model` for each."""

    @property
    def method(self) -> AnyMethod: ...

    @property
    def calibration(self) -> Calibration | None: ...

    @property
    def judged(self) -> Tensor | None: ...

    @property
    def depth(self) -> LearnedDepth | None: ...

    @property
    def framing(self) -> Framing: ...

    @property
    def map_size(self) -> tuple[int, int]: ...

    def judge_framed(self, framed: Framed) -> Judgement: ...


def calibration_of(model: Judge) -> Calibration:
    """What held-out good images say about a model that is calibrated."""
    assert model.calibration is not None
    return model.calibration


def least_px(model: Judge) -> int | None:
    """The longer side of the smallest image that a model learned from.

    None where that is not known, and where tiles judge images of any size at one scale.
    """
    return None if model.depth is None or model.framing.tiling is not None else model.depth.least_px


def aspect(model: Judge) -> tuple[float, float] | None:
    """The least and the greatest width of the images that a model learned from, as a multiple of the height.

    None where that is not known, and where images are not brought as a whole to the network's input size.
    """
    whole = model.framing.tiling is None and model.framing.locator is None
    return model.depth.aspect if whole and model.depth is not None else None


@dataclass(frozen=True)
class Model:
    """A trained network with its method and what good images say about it.

    Attributes:
        light_reference: brightness quantiles of the training images; None where light does not vary, and an
            image is then judged at the brightness it has.
        calibration: None until the held-out good images have been judged.
        judged: (H, W) bool on the CPU, the places of the maps that are judged; None for all, and for methods
            without a map. The network still sees what lies outside.
        clips: what it knows of a camera's clips; None for a model of images.
        part_check: tells pictures without a part; None for models of clips, and for those from before there was one.
        depth: how the images that it learned from were stored; None for models that do not record it.
        locator: finds the part in a picture; None where pictures are judged as they lie.
        tiling: the resolution at which pictures are judged in tiles; None where each is brought to the network's input
            size.
        picture_map: (H, W) of an anomaly map that covers a whole picture; None for the network's input size.
    """

    method: AnyMethod
    network: nn.Module
    light_reference: Tensor | None
    calibration: Calibration | None
    judged: Tensor | None = None
    clips: VideoKnowledge | None = None
    part_check: PartCheck | None = None
    depth: LearnedDepth | None = None
    locator: Locator | None = None
    tiling: Tiling | None = None
    picture_map: tuple[int, int] | None = None

    @property
    def framing(self) -> Framing:
        """What of a picture it judges, and at which size."""
        return Framing(self.method.config.image_size, self.locator, self.tiling)

    @property
    def map_size(self) -> tuple[int, int]:
        """(H, W) of an anomaly map that covers a whole picture."""
        return self.picture_map or self.method.config.image_size

    @property
    def device(self) -> torch.device:
        """Where its network is; asked for every frame, so that the state is not gathered for it."""
        tensors = chain(self.network.parameters(), self.network.buffers())
        return next((tensor.device for tensor in tensors), torch.device("cpu"))

    @property
    def knowledge(self) -> VideoKnowledge:
        """What a model of clips knows of its camera; not of a model of images."""
        assert self.clips is not None, "this is a model of images"
        return self.clips

    def to(self, device: torch.device) -> "Model":
        """The same model on another device; the network itself moves."""
        return replace(self, network=self.network.to(device))

    def gain(self, images: Tensor) -> Tensor:
        """Brightness of images (B, 3, H, W) as a multiple of the training images': (B,)."""
        if self.light_reference is None:
            return torch.ones(len(images), device=images.device)
        return light_gain(images, self.light_reference.to(images.device))

    def judge_framed(self, framed: Framed, *, evidence: bool = False) -> Judgement:
        """Judge one picture that `self.framing.frame` framed; maps have the frame of `framed.samples`."""
        return self.judge(framed.samples[None], places=self.places(framed), evidence=evidence)

    def places(self, framed: Framed) -> Tensor | None:
        """(h, w) bool, at the size of the map, the places of a framed picture that are judged; None for all."""
        places = framed.inside
        if self.tiling is None:
            judged = self.judged
            if judged is not None and framed.placement is not None:  # it is stated in the image's frame
                judged = torch.from_numpy(in_canonical(judged.numpy(), framed.placement, framed.picture_size))
            return judged if places is None else places if judged is None else places & judged
        size = (framed.samples.shape[-2], framed.samples.shape[-1])
        tiling = self.tiling.bounded(size)
        if places is not None and tiling.stride > 1:
            places = F.max_pool2d(places[None].float(), tiling.stride, ceil_mode=True)[0] > 0
        if self.judged is None:
            return places
        whole = tiling.map_of(size)
        rows, columns = tiling.map_of(framed.content)  # of pictures of any size
        judged = F.interpolate(self.judged[None, None].float(), (rows, columns))[0, 0] > 0
        judged = F.pad(judged, (0, whole[1] - columns, 0, whole[0] - rows))
        return judged if places is None else places & judged

    @torch.inference_mode()
    def judge(self, images: Tensor, *, places: Tensor | None = None, evidence: bool = False) -> Judgement:
        """Judge images that are framed already; :meth:`judge_framed` does one picture of any size.

        Args:
            images: (B, 3, H, W) float32 in [0, 1] at the network's input size; with tiling (B, C, H, W) of at least
                that size, grey or RGB, uint8 or float32 in [0, 1].
            places: (h, w) bool, at the size of the maps, what is judged; None for the model's own places.
            evidence: whether the judgement also has the pictures that show why, such as what the method redrew.

        Light is corrected first. If the method judges by its tasks, they are compared with those of good images; if
        the calibration says so, maps are normalised by place, and the score is the normalised map's maximum or that of
        areas of several sizes. If only some places are judged, the score is made of them alone, and the map elsewhere
        has the lowest value of good parts, which shows as no heat and no region. Without a calibration, maps and scores
        are the method's own. The judgement is on the CPU.

        Raises:
            ImageError: if `images` has another shape, type or range.
        """
        tiled = self.tiling is not None
        size = self.method.config.image_size
        if images.ndim != 5:  # which windows of clips have
            check_images(images, channels=(1, 3) if tiled else (3,), size=size, larger=tiled)
        return self.assess(images.to(self.device), places=places, evidence=evidence).cpu()

    def assess(self, images: Tensor, *, places: Tensor | None = None, evidence: bool = False) -> Judgement:
        """What :meth:`judge` makes of images that are on the model's device; the judgement stays there.

        Tensors in and tensors out with no decision on their values, so that what is exported is this very path.
        """
        return self.calibrated(self.raw(images, evidence=evidence), places=places)

    def raw(self, images: Tensor, *, evidence: bool = False) -> Judgement:
        """The method's own judgement of images under the light of the training, not yet compared with good images'."""
        whole = images if self.tiling is None else overview(images)
        light = None if self.light_reference is None else self.gain(whole)
        unlike = None if self.part_check is None else self.part_check.unlike(whole)

        def judge(batch: Tensor, light: Tensor | None) -> Judgement:
            evened = batch if light is None else correct_light(batch, light)
            return self.method.judge(self.network, evened, evidence=evidence)

        def judge_some(tiles: Tensor) -> Judgement:
            of_tiles = None if light is None else light.repeat(len(tiles) // len(light))
            return judge(unit_range(tiles), of_tiles)

        if self.tiling is None:
            judgement = judge(images, light)
        else:
            tiling = self.tiling.bounded((images.shape[-2], images.shape[-1]))
            judgement = judge_tiles(judge_some, images, tiling, side=self.method.config.image_size)
        return replace(judgement, light=light, unlike=unlike)

    def calibrated(self, judgement: Judgement, *, places: Tensor | None = None) -> Judgement:
        """A raw judgement compared with what the calibration says; the same where there is none."""
        scores, maps, calibration = judgement.scores, judgement.maps, self.calibration
        if calibration is None:
            return judgement
        method, tasks = self.method, judgement.tasks
        if isinstance(method, PosesTasks) and method.judges_by_task and calibration.tasks and tasks is not None:
            scores, maps = method.combine(calibration.tasks.normalise(tasks))
        if maps is not None and calibration.pixels is not None:
            maps = calibration.pixels.resized((maps.shape[-2], maps.shape[-1])).normalise(maps)
            scores = maps.flatten(1).amax(dim=1)
        places = self.judged if places is None else places
        if maps is not None and places is not None and calibration.lowest is not None:
            judged = places.to(maps.device)
            scores = torch.where(judged, maps, -torch.inf).flatten(1).amax(dim=1)
            maps = torch.where(judged, maps, calibration.lowest)
        if maps is not None and calibration.areas is not None:
            scores = calibration.areas.score(maps, places)
        return replace(judgement, scores=scores, maps=maps)
