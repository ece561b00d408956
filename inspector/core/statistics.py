"""Robust statistics of good images: of maps at each place, and of the errors of a method's tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from inspector.core.images.resizing import map_at

_MAD_TO_SIGMA = 1.4826
FLOOR_WEIGHT = 3.0
_TAIL = 0.99
_TASK_FLOOR = 0.05  # of the error when guessing
_NEAR_CHANCE, _TRIVIAL = 0.8, 0.01  # shares of it on good images


@dataclass(frozen=True)
class PixelStatistics:
    """Robust statistics of the anomaly maps of good images at each place, for aligned parts.

    Attributes:
        median, sigma: (H, W) float32; sigma = 1.4826·MAD + floor, where the floor is a multiple of the median of
            1.4826·MAD over places. A spread estimated from a few dozen images is itself uncertain, and edges, where
            the spread is largest, are also where parts break: the median is trusted, the spread only a little.
    """

    median: Tensor
    sigma: Tensor

    @classmethod
    def from_maps(cls, maps: Tensor, *, floor: float = FLOOR_WEIGHT) -> "PixelStatistics":
        """From maps (n, H, W) of good images. Source: METHODS "per-pixel robust z-score" on RIAD's map.

        Args:
            floor: the multiple of the median spread that is added to each.
        """
        median = median_over_images(maps)
        spread = _MAD_TO_SIGMA * median_over_images((maps - median).abs())
        return cls(median=median, sigma=spread + (floor * spread.median()).clamp_min(1e-6))

    def normalise(self, maps: Tensor) -> Tensor:
        """(…, H, W) maps in units of the good images' spread at the same place."""
        return (maps - self.median.to(maps.device)) / self.sigma.to(maps.device)

    def resized(self, size: tuple[int, int]) -> "PixelStatistics":
        """For maps of another size that show the same."""
        if tuple(self.median.shape[-2:]) == tuple(size):
            return self
        return PixelStatistics(map_at(self.median, size), map_at(self.sigma, size))

    def at(self, judged: Tensor) -> "PixelStatistics":
        """Statistics (P,) of the P judged places spread over (H, W); normalising leaves the other places unchanged."""
        median, sigma = torch.zeros(judged.shape), torch.ones(judged.shape)
        median[judged], sigma[judged] = self.median, self.sigma
        return PixelStatistics(median, sigma)


@dataclass(frozen=True)
class TaskStatistics:
    """How good images fail a method's tasks, at each of its P places.

    Attributes:
        median, sigma: (P, T) float32; sigma = 1.4826·MAD + floor, where the floor is a twentieth of the error when
            guessing, or three times the median spread for tasks without such a bound. Without the floor, a task that
            good images never fail would have no spread and dominate every score. By the tail (see `from_errors`), the
            99th percentile minus the median replaces 1.4826·MAD, and only tasks with a bound have the floor.
        weight: (T,) from 0 to 1: how far the median good image is from chance; halved for a trivially solved task.
        near_chance, trivial: (T,) bool. Near chance: the error of the median good image is above 80 % of that when
            guessing. Trivially solved: on 95 % of good images it is below 1 % of that, which low-level cues may
            explain. Source: the rule of Jézéquel et al., section 2.1.
    """

    median: Tensor
    sigma: Tensor
    weight: Tensor
    near_chance: Tensor
    trivial: Tensor

    @classmethod
    def from_errors(cls, tasks: Tensor, chance: Tensor | None, *, by_tail: bool = False) -> "TaskStatistics":
        """From the errors (n, P, T) of good images in each task.

        Args:
            chance: (T,) each task's error when guessing; NaN, or None for all tasks, if it has no bound.
            by_tail: measure by the worst hundredth of good images: for errors that are near zero on most and large on
                a few, such as the probability of a wrong answer, whose MAD carries no information. No task then counts
                as trivially solved.
        """
        if chance is None:
            chance = torch.full(tasks.shape[-1:], torch.nan)
        median = median_over_images(tasks)
        if by_tail:
            spread = torch.from_numpy(np.quantile(tasks.numpy(), _TAIL, axis=0)).float() - median
            usual = torch.tensor(1e-6)
        else:
            spread = _MAD_TO_SIGMA * median_over_images((tasks - median).abs())
            usual = (FLOOR_WEIGHT * spread.median(dim=0).values).clamp_min(1e-6)
        guessable = ~chance.isnan()
        relative = tasks.flatten(0, 1) / chance  # (n·P, T): 1 when guessing; NaN makes every comparison below false
        typical = median_over_images(relative)
        trivial = torch.from_numpy(np.quantile(relative.numpy(), 0.95, axis=0)) < _TRIVIAL
        if by_tail:
            trivial.fill_(False)
        weight = (1 - typical).clamp(0, 1) * torch.where(trivial, 0.5, 1.0)
        return cls(
            median=median,
            sigma=spread + torch.where(guessable, _TASK_FLOOR * chance, usual),
            weight=torch.where(guessable, weight, 1.0),
            near_chance=typical > _NEAR_CHANCE,
            trivial=trivial,
        )

    def remarks(self, names: Sequence[str]) -> tuple[str, ...]:
        """Sentences on the tasks that carry little information; scores made of tasks give them less weight."""
        if self.near_chance.all():
            return ("No task was learned better than by guessing, so the scores say little: train longer.",)
        findings = (
            (self.near_chance, "near chance on good parts, which look alike in its views: a calibrated score omits it"),
            (self.trivial, "trivially solved on good parts and may judge little: a calibrated score halves it"),
        )
        return tuple(
            f"The task {name} is {what}."
            for flags, what in findings
            for name, flag in zip(names, flags.tolist(), strict=True)
            if flag
        )

    def normalise(self, tasks: Tensor) -> Tensor:
        """(…, P, T): weighted, in units of the good images' spread at the same place."""
        weight = torch.where(self.near_chance, 0.0, self.weight)
        # If every weight is zero, use equal weights.
        weight = torch.where(weight.any(), weight, torch.ones_like(weight))
        median, sigma, share = (value.to(tasks.device) for value in (self.median, self.sigma, weight / weight.mean()))
        return (tasks - median) / sigma * share


def median_over_images(maps: Tensor) -> Tensor:
    """The median over the first axis; of an even count, the mean of the two middle values."""
    # torch.median gives the lower of two middle values, a bias against which every new image would stand out.
    return torch.from_numpy(np.median(maps.numpy(), axis=0))
