"""Several processes that share the rows of each training batch.

Every process runs the method on the whole batch with the same random draws, but passes only its own share of the rows
through the networks, which are nearly all of the work. What they answer is gathered from all of them, and the loss is
therefore the whole batch's, the same in each process: no method needs to know. What is left to do is the mean of the
parameters' gradients over the processes, which is what engines for data-parallel training compute.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import torch
import torch.distributed as dist
from torch import Tensor, nn

from inspector.core.errors import SettingError
from inspector.core.networks import ROW_WISE


@contextmanager
def sharing_rows(network: nn.Module, group: dist.ProcessGroup) -> Iterator[None]:
    """While this lasts, the row-wise networks in `network` see only this process's share of the rows they are given.

    It applies to networks in training mode; in evaluation mode each process works for itself. In the gradients, what
    has passed a shared network is multiplied by the number of processes, what has not is the same in all of them: the
    mean over the processes is right for both.

    Raises:
        SettingError: if there is nothing in the network that can be shared; later, if a batch has fewer rows than
            there are processes.
    """
    shared = [module for module in network.modules() if isinstance(module, ROW_WISE)]
    if not shared:
        raise SettingError("This method has no network that several processes could share; train it in one process.")
    with ExitStack() as undo:
        for module in shared:
            undo.enter_context(_trained_by(module, partial(_shared_forward, module.forward, group)))
            for norm in module.modules():
                if isinstance(norm, nn.BatchNorm2d):
                    undo.enter_context(_trained_by(norm, _synchronised(norm, group)))
        yield


def shares(rows: int, processes: int) -> list[int]:
    """How many of the rows each process takes, alike within one.

    Raises:
        SettingError: if there is not a row for each.
    """
    if rows < processes:
        raise SettingError(
            f"{processes} processes cannot share a batch of {rows} rows; start fewer of them, or raise "
            "training.batch_size."
        )
    return [rows // processes + (rank < rows % processes) for rank in range(processes)]


@contextmanager
def _trained_by(module: nn.Module, forward: Callable[[Tensor], Tensor]) -> Iterator[None]:
    """The module with another forward pass in training mode."""
    own = module.forward
    module.forward = lambda x: (forward if module.training else own)(x)
    try:
        yield
    finally:
        del module.forward  # the class's is found again


def _shared_forward(forward: Callable[[Tensor], Tensor], group: dist.ProcessGroup, rows: Tensor) -> Tensor:
    counts = shares(len(rows), group.size())
    first = sum(counts[: group.rank()])
    return _GatheredRows.apply(forward(rows[first : first + counts[group.rank()]]), counts, group)


class _GatheredRows(torch.autograd.Function):
    """Every process's rows, in order: (counts[rank], …) to (Σ counts, …)."""

    @staticmethod
    def forward(ctx: torch.autograd.function.FunctionCtx, own: Tensor, counts: list[int], group: dist.ProcessGroup):
        ctx.counts, ctx.group = counts, group
        most = max(counts)
        padded = torch.cat([own, own.new_zeros(most - len(own), *own.shape[1:])]).contiguous()
        gathered = own.new_empty(most * len(counts), *own.shape[1:])
        dist.all_gather_into_tensor(gathered, padded, group)
        if min(counts) == most:
            return gathered
        return torch.cat([part[:count] for part, count in zip(gathered.split(most), counts, strict=True)])

    @staticmethod
    def backward(ctx: torch.autograd.function.FunctionCtx, gradient: Tensor):
        """The loss is the same in every process, and so is its gradient; the mean over them divides by their number."""
        return gradient.split(ctx.counts)[ctx.group.rank()] * len(ctx.counts), None, None


class _SumOverProcesses(torch.autograd.Function):
    @staticmethod
    def forward(ctx: torch.autograd.function.FunctionCtx, own: Tensor, group: dist.ProcessGroup) -> Tensor:
        ctx.group = group
        total = own.clone()
        dist.all_reduce(total, group=group)
        return total

    @staticmethod
    def backward(ctx: torch.autograd.function.FunctionCtx, gradient: Tensor):
        return _SumOverProcesses.apply(gradient, ctx.group), None


def _synchronised(norm: nn.BatchNorm2d, group: dist.ProcessGroup) -> Callable[[Tensor], Tensor]:
    """The forward pass of batch normalisation by the statistics of all processes' rows."""
    if norm.weight.device.type == "cpu":  # for which torch has none
        return partial(_batch_norm_on_cpu, norm, group)
    return nn.SyncBatchNorm.convert_sync_batchnorm(norm, group)  # has the same parameters and buffers


def _batch_norm_on_cpu(norm: nn.BatchNorm2d, group: dist.ProcessGroup, x: Tensor) -> Tensor:
    """(B, C, H, W) to the same; the running statistics follow.

    Source: means and squared deviations of parts are joined as in Chan, Golub, LeVeque, "Updating formulae and a
    pairwise algorithm for computing sample variances" (1979).
    """
    count = x.numel() / x.shape[1]
    variance, mean = torch.var_mean(x, dim=(0, 2, 3), correction=0)
    own = torch.cat([mean.new_tensor([count]), mean, variance * count])
    rows = [own if rank == group.rank() else torch.zeros_like(own) for rank in range(group.size())]
    parts = _SumOverProcesses.apply(torch.stack(rows), group)  # (processes, 1 + 2·C)
    counts, means, deviations = parts.split([1, len(mean), len(mean)], dim=1)
    total = counts.sum()
    mean = (counts * means).sum(dim=0) / total
    variance = (deviations + counts * (means - mean).square()).sum(dim=0) / total
    with torch.no_grad():
        norm.num_batches_tracked += 1
        norm.running_mean.lerp_(mean, norm.momentum)
        norm.running_var.lerp_(variance * total / (total - 1), norm.momentum)
    scale = norm.weight * (variance + norm.eps).rsqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + norm.bias[:, None, None]
