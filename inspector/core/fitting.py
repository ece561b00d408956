"""The one training loop, a generator of progress.

Whoever runs it (command line, desktop, cluster) shows what it yields, and stops it by no longer asking for more.
Between two of these the network is in a consistent state.
"""

import math
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import torch
from torch import Tensor, nn

from inspector.core.errors import TrainingError
from inspector.core.images.checking import check_learned
from inspector.core.methods.base import AnyMethod, Batch, Method
from inspector.core.methods.capabilities import Memorises, Watches
from inspector.core.methods.config import Training
from inspector.core.networks.dropout import drawing_dropout
from inspector.core.seeding import generator_at

Produced = TypeVar("Produced", covariant=True)
Consumed = TypeVar("Consumed", contravariant=True)

_WARM_UP_SHARE = 0.15  # of a one_cycle schedule
_MOMENTUM = 0.9
_CYCLES = 5
_MOST_WATCHED = 150


class Source(Protocol[Produced]):
    """Where training batches come from: a number of images (or windows of clips), read in any order."""

    def __len__(self) -> int: ...

    def batch(self, indices: list[int], *, generator: torch.Generator) -> Produced:
        """Images (B, 3, H, W) float32 in [0, 1], or windows; the generator is for the variation of these."""


class Learn(Protocol[Consumed]):
    """:meth:`Method.learn` of one method and network."""

    def __call__(self, batch: Consumed, *, generator: torch.Generator) -> Mapping[str, Tensor]: ...


Learner = Callable[[AnyMethod, nn.Module], AbstractContextManager[Learn[Any]]]


@contextmanager
def one_process(method: AnyMethod, network: nn.Module) -> Iterator[Learn[Any]]:
    """The learner of a training in one process."""
    yield partial(method.learn, network)


@dataclass(frozen=True)
class TrainingState:
    """All that a training needs to continue: after `step` steps, tensors by name (network and optimizer)."""

    step: int
    tensors: Mapping[str, Tensor]


@dataclass(frozen=True)
class FitStarted:
    first_step: int
    steps: int


@dataclass(frozen=True)
class FitStep:
    """One step done: `losses` by name, and a function that copies the state after it."""

    step: int
    steps: int
    losses: Mapping[str, float]
    learning_rate: float
    snapshot: Callable[[], TrainingState]


@dataclass(frozen=True)
class FitDone:
    """The steps taken, and those that were planned: more where a person had enough before."""

    steps: int
    planned: int


FitEvent = FitStarted | FitStep | FitDone


def _never(_steps: int) -> bool:
    return False


def fit(
    method: Method[Any, Any, Batch],
    network: nn.Module,
    source: Source[Batch],
    *,
    seed: int,
    device: torch.device,
    resume: TrainingState | None = None,
    learner: Learner = one_process,
    enough: Callable[[int], bool] = _never,
) -> Generator[FitEvent, None, None]:
    """Train `network` in place, one event per step.

    A training resumed from a snapshot ends in the same weights as an uninterrupted one (on the same device with the
    same number of threads), because everything random depends on the seed and the step alone.

    Args:
        network: from :func:`inspector.core.build_network`; it is moved to `device`.
        source: batches of images (B, 3, H, W) float32 in [0, 1] at the method's `image_size`, or of windows of clips.
        resume: a snapshot to continue from; None to begin anew.
        learner: how the method learns from a batch: in this process alone, or together with others that make the same
            call.
        enough: whether to stop, given the steps taken; called after each step, and when a training is resumed.

    Raises:
        TrainingError: if the source is empty, its images are not in [0, 1], or the loss is not finite any more.
    """
    training = method.config.training
    if len(source) == 0:
        raise TrainingError("There is no image to learn from.", code="training.no_source")
    watched, learned = watched_images(method, len(source), seed=seed)
    per_epoch = training.steps_per_epoch(len(learned))
    steps = training.total_steps(len(learned))
    network.to(device).train()
    optimizer = _optimizer(training, network)
    first = 0
    if resume is not None:
        _restore(resume, network, optimizer)
        first = resume.step
    yield FitStarted(first_step=first, steps=steps)

    order: list[int] = []
    taken = first
    with learner(method, network) as learn:
        for step in range(first, steps):
            if taken and enough(taken):
                break
            epoch, place = divmod(step, per_epoch)
            if place == 0 or not order:
                places = torch.randperm(len(learned), generator=generator_at(seed, "order", epoch)).tolist()
                order = [learned[place] for place in places]
            indices = order[place * training.batch_size : (place + 1) * training.batch_size]
            generator = generator_at(seed, "step", step)
            batch = source.batch(indices, generator=generator).to(device)
            if isinstance(batch, Tensor):  # of objects of clips, the reader makes them
                check_learned(batch)
            rate = learning_rate(training, step=step, steps=steps)
            with drawing_dropout(network, generator_at(seed, "layers", step, device=device)):
                losses = learn(batch, generator=generator)
                if losses and optimizer is not None:
                    _descend(optimizer, losses, rate, step)
            if isinstance(method, Watches) and watched and (step + 1) % method.watch_interval == 0:
                generator = generator_at(seed, "watch", step)
                method.watch(network, source.batch(watched, generator=generator).to(device), generator=generator)
            taken = step + 1
            yield FitStep(
                step=taken,
                steps=steps,
                losses={name: value.item() for name, value in losses.items()},
                learning_rate=rate,
                snapshot=partial(_snapshot, taken, network, optimizer),
            )
    if isinstance(method, Memorises):
        method.finish(network, generator=generator_at(seed, "finish"))
    network.eval()
    yield FitDone(steps=taken, planned=steps)


def learning_rate(training: Training, *, step: int, steps: int) -> float:
    """The rate for a step, 0 to steps − 1; see :class:`Training` for the schedules."""
    peak = training.learning_rate
    if training.schedule == "step":
        return peak if step < training.step_at * steps else peak / 10
    if training.schedule == "one_cycle":
        rise = max(1, round(_WARM_UP_SHARE * steps))
        if step < rise:
            return peak * (step + 1) / rise
        return peak / 2 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))
    if training.schedule == "cyclic":
        cycle, place = divmod(_CYCLES * step / steps, 1)
        return peak * (0.1 + 0.9 * 0.5**cycle * (1 - abs(2 * place - 1)))
    return peak


def watched_images(method: AnyMethod, images: int, *, seed: int) -> tuple[list[int], list[int]]:
    """Indices of the images that the method only watches, none for most methods, and of those that it learns from."""
    every = torch.randperm(images, generator=generator_at(seed, "watched")).tolist()
    count = min(_MOST_WATCHED, max(1, images // 10)) if isinstance(method, Watches) and images > 1 else 0
    return sorted(every[:count]), sorted(every[count:])


def _optimizer(training: Training, network: nn.Module) -> torch.optim.Optimizer | None:
    if training.optimizer is None:
        return None
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    if training.optimizer == "sgd":
        return torch.optim.SGD(parameters, lr=training.learning_rate, momentum=_MOMENTUM, nesterov=True)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[training.optimizer]
    return kind(parameters, lr=training.learning_rate)


def _descend(optimizer: torch.optim.Optimizer, losses: Mapping[str, Tensor], rate: float, step: int) -> None:
    loss = torch.stack(list(losses.values())).sum()
    if not torch.isfinite(loss):
        terms = ", ".join(f"{name} {value.item():.3g}" for name, value in losses.items())
        raise TrainingError(
            "The training loss is not a finite number at step {step} ({terms}); the learning rate is {rate:.2g}.",
            code="training.loss_not_finite",
            step=step + 1,
            terms=terms,
            rate=rate,
        )
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


def _snapshot(step: int, network: nn.Module, optimizer: torch.optim.Optimizer | None) -> TrainingState:
    tensors = {f"network.{name}": value for name, value in network.state_dict().items()}
    if optimizer is not None:
        for index, slots in optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer.{index}.{name}": value for name, value in slots.items()}
    return TrainingState(step, {name: value.detach().cpu().clone() for name, value in tensors.items()})


def _restore(state: TrainingState, network: nn.Module, optimizer: torch.optim.Optimizer | None) -> None:
    weights: dict[str, Tensor] = {}
    slots: dict[int, dict[str, Tensor]] = {}
    for name, value in state.tensors.items():
        owner, rest = name.split(".", 1)
        if owner == "network":
            weights[rest] = value
        else:
            index, slot = rest.split(".", 1)
            slots.setdefault(int(index), {})[slot] = value
    network.load_state_dict(weights)
    if optimizer is not None:
        optimizer.load_state_dict({"state": slots, "param_groups": optimizer.state_dict()["param_groups"]})
