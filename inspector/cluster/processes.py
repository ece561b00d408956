"""The processes of one training: this one alone, or those that `torchrun` has started on one machine or several."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn

from inspector.cluster.row_sharing import sharing_rows
from inspector.core.errors import SettingError, TrainingError
from inspector.core.fitting import Learn
from inspector.core.methods import AnyMethod
from inspector.workflow.train.processes import OneProcess, Processes

T = TypeVar("T")


class SeveralProcesses:
    """Processes that share each batch (see :mod:`inspector.cluster.row_sharing`), launched by Lightning Fabric.

    Each of them reads the images and draws the same random numbers. The losses and the model are those of one process
    with the same batches, except for the order in which floating-point numbers are added.

    Args:
        kind: `cpu` or `cuda`, of which each process of a machine takes another GPU.

    Raises:
        SettingError: if Fabric is not installed, or there are fewer GPUs than processes.
    """

    def __init__(self, kind: str) -> None:
        here = int(os.environ["LOCAL_WORLD_SIZE"])
        if kind == "cuda" and torch.cuda.device_count() < here:
            raise SettingError(
                "{processes} processes were started on this machine, which has {gpus} usable GPUs.",
                code="process.too_few_gpus",
                processes=here,
                gpus=torch.cuda.device_count(),
            )
        try:  # imported here: only trainings of several processes need it
            from lightning_fabric import Fabric
        except ImportError as error:
            raise SettingError(
                "Training in several processes needs the package lightning-fabric.",
                code="package.missing",
                package="lightning-fabric",
            ) from error
        logging.getLogger("lightning_fabric").setLevel(logging.WARNING)  # it reports who has joined
        self._fabric = Fabric(
            accelerator=kind,
            strategy="ddp",
            devices=here,
            num_nodes=int(os.environ["WORLD_SIZE"]) // here,
        )
        with _others_must_live():
            self._fabric.launch()
        self.device = self._fabric.device
        self.count = self._fabric.world_size
        self.first = self._fabric.is_global_zero

    @contextmanager
    def learner(self, method: AnyMethod, network: nn.Module) -> Iterator[Learn[Any]]:
        with sharing_rows(network, _everyone()), _others_must_live():
            yield self._fabric.setup_module(_Learning(method, network), move_to_device=False)

    def broadcast(self, value: T) -> T:
        with _others_must_live():
            return self._fabric.broadcast(value)


def join_processes(device: torch.device) -> tuple[Processes, torch.device]:
    """The processes that `torchrun` has started, this one among them, and this one's device; else this one alone.

    Raises:
        SettingError: as for :class:`SeveralProcesses`.
    """
    if not dist.is_torchelastic_launched() or os.environ["WORLD_SIZE"] == "1":
        return OneProcess(), device
    several = SeveralProcesses(device.type)
    return several, several.device


class _Learning(nn.Module):
    """`method.learn` as a forward pass, which is what an engine wraps to keep gradients in step."""

    def __init__(self, method: AnyMethod, network: nn.Module) -> None:
        super().__init__()
        self._method, self.network = method, network

    def forward(self, batch: Tensor, *, generator: torch.Generator) -> Mapping[str, Tensor]:
        return self._method.learn(self.network, batch, generator=generator)


def _everyone() -> dist.ProcessGroup:
    group = dist.group.WORLD
    assert group is not None, "launch() has made it"
    return group


@contextmanager
def _others_must_live() -> Iterator[None]:
    """Report it as such when an operation fails that all processes take part in because another one has ended."""
    try:
        yield
    except RuntimeError as error:
        if not isinstance(error, dist.DistError) and "gloo" not in str(error):  # gloo has no error of its own
            raise
        raise TrainingError(
            "Another process of this training has ended; its own output says why.",
            code="process.other_ended",
        ) from error
