"""Frame permutation: recognise in which order the frames of a window are shown.

Source: Ali, Khan, Kyung, the video part: a trunk shared by the frames, and every order of them a class.
"""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal

import torch
from pydantic import Field, model_validator
from torch import Tensor, nn

from inspector.core.images.crops import crop_places, cut, cut_anywhere, spread
from inspector.core.methods.base import Judgement
from inspector.core.methods.capabilities import TakesClips
from inspector.core.methods.config import MethodConfig, Training
from inspector.core.networks.siamese import CaffeNet, OrderNetwork, SmallTrunk
from inspector.core.video.motion import MovingShare
from inspector.core.video.windows import ClipBatch, Look, Windows

_WINDOWS_PER_PASS = 32  # which bounds memory


class FramePermutationConfig(MethodConfig):
    """Settings; the defaults are the paper's.

    Attributes:
        frames: M, frames of a window; their M! orders are the classes.
        skip: frames omitted between two of them.
        trunk: `caffenet` or a `small` one.
        width: of the small trunk.
        units: features of a frame.
        show_path: the trunk sees each frame together with its difference from the mean of the window's frames, which
            shows what moves and along which path, but not in which order. The paper's sees the frame alone.
        orders_learned: orders of each window that are learned from in one step, drawn at random; 1 in the paper, None
            for all. All orders share the features of the frames, so that learning from all costs next to nothing.
        score: `mean` is over all orders, `single` takes one, drawn once, as in the paper.
        crop_side: judge overlapping square crops of so many pixels of the network's input, of which the worst is the
            score; None judges the frame as a whole.
        crop_draws: crops of each window that are learned from in one step, where crops are judged.
        full_share: share of a window or crop that must move for its error to count in full; less counts in proportion,
            since good video that barely moves is hard to put in order, too. 0 counts all motion alike.
    """

    image_size: tuple[int, int] = (225, 225)
    training: Training = Training(epochs=100, batch_size=10, optimizer="sgd", learning_rate=1e-3)
    frames: int = Field(default=5, ge=3, le=6)
    skip: int = Field(default=2, ge=0, le=1000)
    trunk: Literal["caffenet", "small"] = "caffenet"
    width: int = Field(default=16, ge=1, le=1024)
    units: int = Field(default=1024, ge=1, le=65_536)
    show_path: bool = False
    orders_learned: int | None = Field(default=1, ge=1)
    score: Literal["mean", "single"] = "mean"
    crop_side: int | None = Field(default=None, ge=16, le=4096)
    crop_draws: int = Field(default=1, ge=1, le=1000)
    full_share: float = Field(default=0.0, ge=0, le=1)

    @model_validator(mode="after")
    def _fits(self) -> "FramePermutationConfig":
        if self.crop_side is not None and self.crop_side > min(self.image_size):
            raise ValueError(f"crop_side {self.crop_side} is larger than the image, {min(self.image_size)} px")
        return self

    @property
    def channels(self) -> int:
        """Of the pictures that the trunk sees."""
        return 6 if self.show_path else 3


class FramePermutationNetwork(nn.Module):
    """The network that recognises orders, the measure of motion, and the order that `single` judges by."""

    def __init__(self, config: FramePermutationConfig, *, generator: torch.Generator) -> None:
        super().__init__()
        trunk: nn.Module
        if config.trunk == "caffenet":
            trunk = CaffeNet(channels=config.channels, units=config.units)
        else:
            trunk = SmallTrunk(channels=config.channels, width=config.width, units=config.units)
        self.order = OrderNetwork(trunk, features=config.units, frames=config.frames)
        self.moving = MovingShare()
        self.drawn: Tensor
        self.register_buffer(
            "drawn", torch.randint(len(self.order.orders), (1,), generator=generator, device=generator.device)
        )
        self._show_path = config.show_path

    def forward(self, frames: Tensor) -> Tensor:
        """Log-probabilities of every class for every order of frames (B, 3, M, h, w): (B, M!, M!)."""
        if self._show_path:
            frames = torch.cat([frames, frames - frames.mean(dim=2, keepdim=True)], dim=1)
        return self.order(frames).log_softmax(dim=-1)


class FramePermutation(TakesClips[FramePermutationConfig, FramePermutationNetwork]):
    """Which order the frames are shown in; see the module."""

    name = "frame_permutation"
    title = "Frame permutation: in which order frames were shuffled"
    hint = (
        "For video: learns how good motion continues and detects motion that it cannot put in order; "
        "says nothing where nothing moves, and little about things that move as usual and only look "
        "wrong."
    )
    texts: ClassVar = {
        "de": {
            title: "Bildfolge: in welcher Reihenfolge Bilder vertauscht wurden",
            hint: (
                "Für Videos: lernt, wie gute Bewegung weitergeht, und bemerkt Bewegung, die es nicht ordnen kann; "
                "sagt nichts, wo sich nichts bewegt, und wenig zu Dingen, die sich wie üblich bewegen und nur falsch "
                "aussehen."
            ),
            "order": "Reihenfolge",
        }
    }
    presets: ClassVar[Mapping[str, FramePermutationConfig]] = {
        "paper": FramePermutationConfig(),
        "cpu": FramePermutationConfig(
            image_size=(120, 180),
            trunk="small",
            width=16,
            units=128,
            show_path=True,
            orders_learned=None,
            crop_side=60,
            crop_draws=4,
            full_share=0.3,
            training=Training(steps=600, batch_size=8, optimizer="adam", learning_rate=2e-3, schedule="one_cycle"),
        ),
    }

    def __init__(self, config: FramePermutationConfig) -> None:
        super().__init__(config)
        self.has_map = config.crop_side is not None

    @property
    def looks(self) -> tuple[Look, ...]:
        """The frame, in a window with the moment in its middle."""
        step = self.config.skip + 1
        middle = (self.config.frames - 1) * step // 2
        offsets = tuple(step * place - middle for place in range(self.config.frames))
        return (Look("frame", self.config.image_size, judged=offsets, learned=offsets),)

    def tasks_of(self, look: int) -> tuple[str, ...]:
        return ("order",)

    def chance_of(self, look: int) -> Tensor:
        return torch.tensor([math.log(math.factorial(self.config.frames))])

    def places(self) -> list[tuple[int, int]]:
        """Top left corners of the crops, or of the frame."""
        side = self.config.crop_side
        return [(0, 0)] if side is None else crop_places(self.config.image_size, side)

    def build(self, *, generator: torch.Generator) -> FramePermutationNetwork:
        return FramePermutationNetwork(self.config, generator=generator)

    def learn(
        self, network: FramePermutationNetwork, batch: ClipBatch, *, generator: torch.Generator
    ) -> Mapping[str, Tensor]:
        """Cross-entropy of orders drawn for each window, or for crops of it, in which something moves."""
        frames = batch.looks[0].frames
        network.moving.learn(frames)
        if self.config.crop_side is not None:
            frames = cut_anywhere(frames, self.config.crop_side, count=self.config.crop_draws, generator=generator)
        moving = frames[network.moving(frames) > 0]
        if not len(moving):  # nothing can be learned
            return {"order": 0 * torch.stack([parameter.sum() for parameter in network.parameters()]).sum()}
        errors = -network(moving).diagonal(dim1=1, dim2=2)  # (B, M!): of each order
        drawn = torch.rand(errors.shape, generator=generator).argsort(dim=1)[:, : self.config.orders_learned]
        return {"order": errors.gather(1, drawn.to(errors.device)).mean()}

    def judge_look(self, network: FramePermutationNetwork, look: int, windows: Windows) -> Judgement:
        """Score by the error of what moves, as far as it does; with crops by the worst one's, and a map of all.

        Evidence: `still` (B,), whether nothing moves.
        """
        crops, side = self._crops(windows.frames), self.config.crop_side
        share = network.moving(crops)
        moves = share > 0
        errors = torch.zeros_like(share)
        errors[moves] = torch.cat([self._errors(network, some) for some in crops[moves].split(_WINDOWS_PER_PASS)])
        if self.config.full_share:
            errors = errors * (share / self.config.full_share).clamp_max(1)
        errors, moves = (values.unflatten(0, (len(windows.frames), -1)) for values in (errors, moves))
        scores = errors.amax(dim=1)
        maps = None if side is None else spread(errors, self.places(), side=side, size=self.config.image_size)
        return Judgement(scores, maps, {"still": ~moves.any(dim=1)}, tasks=scores[:, None, None])

    @torch.inference_mode()
    def solved(
        self, network: FramePermutationNetwork, look: int, windows: Windows, *, generator: torch.Generator
    ) -> dict[str, Tensor]:
        """The share of orders recognised, of each window or crop in which anything moves: (n,)."""
        crops = self._crops(windows.frames)
        shares = []
        for moving in crops[network.moving(crops) > 0].split(_WINDOWS_PER_PASS):
            answers = network(moving).argmax(dim=-1)  # (n, M!)
            shares.append((answers == torch.arange(answers.shape[1], device=answers.device)).float().mean(dim=1))
        return {"order": torch.cat(shares)}

    def _crops(self, frames: Tensor) -> Tensor:
        """The crops of windows (B, 3, M, h, w) that are judged, or the windows themselves."""
        side = self.config.crop_side
        return frames if side is None else cut(frames, self.places(), side)

    def _errors(self, network: FramePermutationNetwork, frames: Tensor) -> Tensor:
        """(B,): cross-entropy of windows or crops."""
        by_order = -network(frames).diagonal(dim1=1, dim2=2)  # (B, M!)
        return by_order[:, network.drawn].squeeze(1) if self.config.score == "single" else by_order.mean(dim=1)
