"""Several processes that share the rows of each training batch.

Every process runs the method on the whole batch with the same random draws, but passes only its own share of the rows
through the networks, which are nearly all of the work. The outputs are gathered from all processes, and the loss is
therefore the whole batch's, the same in each: no method needs to know. The mean of the parameters' gradients over the
processes is then what engines for data-parallel training compute.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.nn.functional import all_gather

from inspector.core.errors import SettingError
from inspector.core.networks import ROW_WISE


@contextmanager
def sharing_rows(network: nn.Module, group: dist.ProcessGroup) -> Iterator[None]:
    """While this lasts, the row-wise networks in `network` see only this process's share of the rows they are given.

    It applies to networks in training mode; in evaluation mode each process works by itself. Gradients of what has
    passed a shared network are multiplied by the number of processes, other gradients are the same in all of them: the
    mean over the processes is right for both.

    Raises:
        SettingError: if there is nothing in the network that can be shared; later, if a batch has fewer rows than
            there are processes.
    """
    shared = [module for module in network.modules() if isinstance(module, ROW_WISE)]
    if not shared:
        raise SettingError(
            "This method has no network that several processes could share.", code="process.nothing_to_share"
        )
    with ExitStack() as undo:
        for module in shared:
            undo.enter_context(_trained_by(module, partial(_shared_forward, module.forward, group)))
            for norm in module.modules():
                if isinstance(norm, nn.BatchNorm2d):
                    undo.enter_context(_trained_by(norm, _synchronised(norm, group)))
        yield


def shares(rows: int, processes: int) -> list[int]:
    """The number of rows that each process takes; they differ by at most one.

    Raises:
        SettingError: if there are fewer rows than processes.
    """
    if rows < processes:
        raise SettingError(
            "{processes} processes cannot share a batch of {rows} rows.",
            code="process.batch_too_small",
            processes=processes,
            rows=rows,
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
    return _gathered(forward(rows[first : first + counts[group.rank()]]), counts, group)


def _gathered(own: Tensor, counts: list[int], group: dist.ProcessGroup) -> Tensor:
    """Every process's rows, in order: (counts[rank], …) to (Σ counts, …).

    The loss is the same in every process, so that the sum of its gradients, which `all_gather` returns to a process's
    rows, is the number of processes times the gradient; the mean over processes divides by it again.
    """
    most = max(counts)  # all_gather takes as many rows from each
    padded = torch.cat([own, own.new_zeros(most - len(own), *own.shape[1:])])
    parts = all_gather(padded, group)
    return torch.cat([part[:count] for part, count in zip(parts, counts, strict=True)])


def _synchronised(norm: nn.BatchNorm2d, group: dist.ProcessGroup) -> Callable[[Tensor], Tensor]:
    """The forward pass of batch normalisation by the statistics of all processes' rows."""
    if norm.weight.device.type == "cpu":  # SyncBatchNorm refuses tensors that are on no accelerator
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
    parts = torch.stack(all_gather(own, group))  # (processes, 1 + 2·C)
    counts, means, deviations = parts.split([1, len(mean), len(mean)], dim=1)
    total = counts.sum()
    mean = (counts * means).sum(dim=0) / total
    variance = (deviations + counts * (means - mean).square()).sum(dim=0) / total
    if norm.running_mean is not None and norm.running_var is not None and norm.num_batches_tracked is not None:
        assert norm.momentum is not None, "networks here have no cumulative average"
        with torch.no_grad():
            norm.num_batches_tracked.add_(1)
            norm.running_mean.lerp_(mean, norm.momentum)
            norm.running_var.lerp_(variance * total / (total - 1), norm.momentum)
    scale = norm.weight * (variance + norm.eps).rsqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + norm.bias[:, None, None]
