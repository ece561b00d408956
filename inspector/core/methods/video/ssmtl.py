"""SSMTL: four tasks about the frames around a moment, learned together by one 3-D network.

Which way time runs, whether frames were omitted, what the middle frame shows, and what a teacher network predicts for
it: whatever moves or looks unlike good video fails these tasks.

Source: M.-I. Georgescu, A. Bărbălău, R. T. Ionescu, F. S. Khan, M. Popescu, M. Shah, "Anomaly detection in video via
self-supervised and multi-task learning", CVPR 2021.
"""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal, cast, get_args

import torch
import torch.nn.functional as F
from pydantic import Field, model_validator
from torch import Tensor, nn

from inspector.core.errors import SettingError
from inspector.core.methods.base import Judgement
from inspector.core.methods.capabilities import TakesClips
from inspector.core.methods.config import MethodConfig, Training
from inspector.core.networks.video import SHRINKS, VideoNetwork, VideoTrunk, answer_head, picture_head
from inspector.core.video.windows import ClipBatch, Look, Windows

TaskName = Literal["arrow_of_time", "irregularity", "middle_frame", "distillation"]

_HALF_SPAN = 3  # frames to either side of the moment
_JUDGED = tuple(range(-_HALF_SPAN, _HALF_SPAN + 1))
_TWO_ANSWERS = ("arrow_of_time", "irregularity")  # as it is, or changed


class SsmtlConfig(MethodConfig):
    """Settings; the defaults are the paper's.

    Attributes:
        level: what is judged: each object that a detector finds, the whole frame, or both, each by its own network.
        image_size: (H, W) that whole frames are resized to, whatever their proportions.
        object_size: side in pixels that objects are resized to.
        depth, width, fold: of the trunks (see :class:`VideoTrunk`); the paper's four are 3 or 6 deep, 16 or 32 wide.
        asked: the tasks. Distillation is posed on objects, if there is a teacher.
        longest_gap: frames from one to the next, at most, when motion is made irregular.
        taught: D, how many numbers the teachers output for an object; 0 without a teacher.
        taught_weight: λ, of the loss of distillation.
        score: `paper` takes the probability of the wrong answer, which saturates where the right one is improbable;
            `log_probability` takes −log of the right one's.
    """

    image_size: tuple[int, int] = (128, 192)
    training: Training = Training(epochs=30, batch_size=64, optimizer="adam", learning_rate=1e-3)
    level: Literal["objects", "frame", "fusion"] = "objects"
    object_size: int = Field(default=64, ge=16, le=1024)
    depth: Literal[3, 6] = 6
    width: int = Field(default=32, ge=4, le=1024)
    fold: int = Field(default=1, ge=1, le=64)
    asked: tuple[TaskName, ...] = Field(default=get_args(TaskName), min_length=1)
    longest_gap: int = Field(default=4, ge=2, le=1000)
    taught: int = Field(default=0, ge=0, le=1000)
    taught_weight: float = Field(default=0.5, gt=0)
    score: Literal["log_probability", "paper"] = "paper"

    @model_validator(mode="after")
    def _consistent(self) -> "SsmtlConfig":
        shrinks = SHRINKS * self.fold
        for side in (*self.image_size, self.object_size):
            if side % shrinks or side < 2 * shrinks:
                raise ValueError(f"sides must be 2, 3, … times {shrinks} px ({SHRINKS} times fold), not {side} px")
        if set(self.asked) == {"distillation"} and (self.taught == 0 or self.level != "objects"):
            raise ValueError("distillation alone needs a teacher (taught), and objects to be taught of")
        return self


class Ssmtl(TakesClips[SsmtlConfig, nn.ModuleList]):
    """Four tasks about objects, frames, or both; see the module."""

    name = "ssmtl"
    title = "SSMTL: objects in motion, by four tasks"
    hint = (
        "For fixed cameras: finds things that move too fast, move the wrong way or look unlike those "
        "in good video, each in its box; needs a detector that finds them, and finds little wrong in "
        "what stands still."
    )
    texts: ClassVar = {
        "de": {
            title: "SSMTL: bewegte Objekte, anhand von vier Aufgaben",
            hint: (
                "Für feste Kameras: was sich zu schnell oder falsch herum bewegt oder anders aussieht als in guten "
                "Videos, jedes Objekt in seinem Rahmen; braucht einen Detektor, der sie findet, und sieht an "
                "Stillstehendem wenig."
            ),
            "arrow_of_time": "Zeitrichtung",
            "irregularity": "Unregelmäßigkeit",
            "middle_frame": "Mittelbild",
            "distillation": "Nachahmung",
        }
    }
    presets: ClassVar[Mapping[str, SsmtlConfig]] = {
        "paper": SsmtlConfig(),
        "cpu": SsmtlConfig(
            image_size=(96, 144),
            depth=3,
            width=16,
            fold=2,
            score="log_probability",
            training=Training(steps=400, batch_size=32, optimizer="adam", learning_rate=2e-3, schedule="one_cycle"),
        ),
    }

    @property
    def looks(self) -> tuple[Look, ...]:
        furthest = _HALF_SPAN * self.config.longest_gap
        learned = tuple(range(-furthest, furthest + 1))
        side = self.config.object_size
        every = {
            "objects": Look("objects", (side, side), judged=_JUDGED, learned=learned),
            "frame": Look("frame", self.config.image_size, judged=_JUDGED, learned=learned),
        }
        return tuple(look for level, look in every.items() if self.config.level in (level, "fusion"))

    def tasks_of(self, look: int) -> tuple[str, ...]:
        teacher = self.config.taught and self.looks[look].subject == "objects"
        chosen = (task for task in get_args(TaskName) if task in self.config.asked)
        return tuple(task for task in chosen if task != "distillation" or teacher)

    def chance_of(self, look: int) -> Tensor:
        """The error of guessing between two answers; NaN where the error has no bound."""
        guessed = 0.5 if self.config.score == "paper" else math.log(2)
        return torch.tensor([guessed if task in _TWO_ANSWERS else torch.nan for task in self.tasks_of(look)])

    def build(self, *, generator: torch.Generator) -> nn.ModuleList:
        return nn.ModuleList(self._build(look) for look in range(len(self.looks)))

    def _build(self, look: int) -> VideoNetwork:
        trunk = VideoTrunk(depth=self.config.depth, width=self.config.width, fold=self.config.fold)
        shrinks = SHRINKS * self.config.fold
        height, width = self.looks[look].size
        size = (height // shrinks, width // shrinks)
        answers = {"arrow_of_time": 2, "irregularity": 2, "distillation": self.config.taught}
        heads = {
            task: answer_head(trunk.features, size, answers=answers[task])
            if task in answers
            else picture_head(trunk.features, fold=self.config.fold)
            for task in self.tasks_of(look)
        }
        return VideoNetwork(trunk, heads)

    def learn(self, network: nn.ModuleList, batch: ClipBatch, *, generator: torch.Generator) -> Mapping[str, Tensor]:
        """The tasks' losses, that of distillation weighted by λ, for each look."""
        losses = {}
        for look, windows in enumerate(batch.looks):
            for task, (answers, truth) in self._pose(_own(network, look), look, windows, generator).items():
                loss = F.cross_entropy(answers, truth) if task in _TWO_ANSWERS else F.l1_loss(answers, truth)
                weight = self.config.taught_weight if task == "distillation" else 1.0
                losses[f"{self.looks[look].subject} {task}"] = weight * loss
        return losses

    @torch.inference_mode()
    def solved(
        self, network: nn.ModuleList, look: int, windows: Windows, *, generator: torch.Generator
    ) -> dict[str, Tensor]:
        """How well each task is solved on good windows that the training has not seen: (B,) per task.

        For tasks of two answers the share of right ones, over each window as it is and changed; for the others the
        mean absolute difference. Source: table 4 of the paper.
        """
        found = {}
        for task, (answers, truth) in self._pose(_own(network, look), look, windows, generator).items():
            if task in _TWO_ANSWERS:
                found[task] = (answers.argmax(dim=1) == truth).float().unflatten(0, (2, -1)).mean(dim=0)
            else:
                found[task] = (answers - truth).abs().flatten(1).mean(dim=1)
        return found

    def _pose(
        self, network: VideoNetwork, look: int, windows: Windows, generator: torch.Generator
    ) -> dict[str, tuple[Tensor, Tensor]]:
        """Each task's answers to windows to learn from, and the truth.

        Tasks of two answers are posed twice on every window: first on all as they are, then on all changed.
        """
        tasks = self.tasks_of(look)
        regular = regular_frames(windows.frames)
        changed = {}
        if "arrow_of_time" in tasks:
            changed["arrow_of_time"] = regular.flip(2)
        if "irregularity" in tasks:
            gaps = draw_gaps(len(regular), longest=self.config.longest_gap, generator=generator)
            changed["irregularity"] = irregular_frames(windows.frames, gaps)
        posed = {}
        if set(tasks) != {"middle_frame"}:
            first, *others = network.trunk(torch.cat([regular, *changed.values()])).split(len(regular))
            truth = torch.arange(2, device=regular.device).repeat_interleave(len(regular))
            for task, features in zip(changed, others, strict=True):
                posed[task] = network.heads[task](torch.cat([first, features])), truth
        if "middle_frame" in tasks:
            posed["middle_frame"] = network(around(regular), "middle_frame"), regular[:, :, _HALF_SPAN]
        if "distillation" in tasks:
            posed["distillation"] = network.heads["distillation"](first), _taught(windows)
        return posed

    def judge_look(self, network: nn.ModuleList, look: int, windows: Windows) -> Judgement:
        """Errors: how improbable it is that the window runs forward and that no frames were omitted, and the mean
        difference of the predicted from the real middle frame, and from the teachers' numbers; their mean is the score
        (eq. 6).

        `windows.taught` may hold only the first of the numbers, if the other teachers take too long.
        """
        own, tasks = _own(network, look), self.tasks_of(look)
        frames = windows.frames
        if not len(frames):  # pixels of no window cannot be folded
            return Judgement(frames.new_zeros(0), None, tasks=frames.new_zeros(0, 1, len(tasks)))
        features = own.trunk(frames) if set(tasks) != {"middle_frame"} else None  # the only task of other frames
        errors = []
        for task in tasks:
            if task == "middle_frame":
                predicted = own(around(frames), task)
                errors.append((predicted - frames[:, :, _HALF_SPAN]).abs().mean(dim=(1, 2, 3)))
                continue
            answers = own.heads[task](features)
            if task == "distillation":
                taught = _taught(windows)
                errors.append((answers[:, : taught.shape[1]] - taught).abs().mean(dim=1))
            else:
                log_p = answers.log_softmax(dim=1)
                errors.append(log_p[:, 1].exp() if self.config.score == "paper" else -log_p[:, 0])
        judged = torch.stack(errors, dim=1)
        return Judgement(judged.mean(dim=1), None, tasks=judged[:, None])


def regular_frames(frames: Tensor) -> Tensor:
    """The seven frames around the middle one of (B, 3, T, h, w)."""
    middle = frames.shape[2] // 2
    return frames[:, :, middle - _HALF_SPAN : middle + _HALF_SPAN + 1]


def around(frames: Tensor) -> Tensor:
    """Frames (B, 3, T, h, w) without the middle one."""
    middle = frames.shape[2] // 2
    return torch.cat([frames[:, :, :middle], frames[:, :, middle + 1 :]], dim=2)


def draw_gaps(count: int, *, longest: int, generator: torch.Generator) -> Tensor:
    """(count, 2, 3): how many frames on each next one is, going from the middle to the past and to what comes; 1 to
    `longest`, never 1 throughout."""
    gaps = torch.randint(1, longest + 1, (count, 2, _HALF_SPAN), generator=generator)
    regular = (gaps == 1).all(dim=(1, 2))
    gaps[regular, :, 0] = longest
    return gaps


def irregular_frames(frames: Tensor, gaps: Tensor) -> Tensor:
    """Seven frames of each window (B, 3, T, h, w) around its middle one, so far from each other as `gaps` says."""
    past, next_ones = gaps.to(frames.device).cumsum(dim=2).unbind(dim=1)  # (B, 3) offsets each
    offsets = torch.cat([-past.flip(1), torch.zeros_like(past[:, :1]), next_ones], dim=1)
    which = torch.arange(len(frames), device=frames.device)[:, None]
    return frames.transpose(1, 2)[which, frames.shape[2] // 2 + offsets].transpose(1, 2)


def _own(network: nn.ModuleList, look: int) -> VideoNetwork:
    """The network of one look."""
    return cast(VideoNetwork, network[look])


def _taught(windows: Windows) -> Tensor:
    if windows.taught is None:
        raise SettingError(
            "The model learned to predict a detector's classes of each object, and the objects come without classes.",
            code="detector.no_classes",
        )
    return windows.taught
