"""The engine `ray`: shards of an archive are inspected by workers on a Ray cluster, or on this machine's cores."""

import logging
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from inspector.core.errors import InspectorError, RunError, SettingError
from inspector.store.archive import shard_file
from inspector.workflow.archive import Shard, ShardInspector, ShardProgress, Task
from inspector.workflow.events import Warned

_LOSSES = 3  # workers that one shard may cost
_STORE_BYTES = 100 * 2**20  # what workers tell fits into Ray's smallest object store


@dataclass(frozen=True)
class RayEngine:
    """Workers that hold the model and inspect a shard at a time; no more shards are under way than there are workers.

    A worker that is lost loses nothing: what it has finished stands in the shard's file, where another goes on. The
    model, the images and the archive must lie at the same paths on every machine.

    Attributes:
        workers: how many; None for one a GPU, or without GPUs one a machine.
        address: of a running cluster (`ray start --head` tells it); None for RAY_ADDRESS, or this machine.
    """

    workers: int | None = None
    address: str | None = None

    def __call__(self, task: Task, shards: Iterable[Shard]) -> Iterator[ShardProgress | Warned]:
        """Inspect the shards in any order.

        Raises:
            SettingError: if Ray is not installed or not reached, or there are fewer cores than workers.
            InspectorError: what a worker raises.
            RunError: if a shard has cost several workers; after all others were inspected.
        """
        with _connected(self.address) as ray:
            yield from _Workers(ray, task, self.workers).inspect(shards)


class _Workers:
    def __init__(self, ray: ModuleType, task: Task, count: int | None) -> None:
        self._ray = ray
        resources = ray.cluster_resources()
        cores, gpus = int(resources.get("CPU", 0)), int(resources.get("GPU", 0))
        if task.device == "cpu":
            gpus = 0
        self.count = count or gpus or len(ray.nodes())
        if self.count > cores or (gpus and self.count > gpus):
            have = f"{gpus} GPUs and {cores} cores" if gpus else f"{cores} cores"
            raise SettingError(f"{self.count} workers need a GPU or a core each, and Ray has {have}; name fewer.")
        threads = max(1, cores // self.count)
        self._task = replace(task, threads=threads)
        self._make = ray.remote(num_cpus=threads, num_gpus=1 if gpus else 0, max_restarts=0)(ShardInspector)
        self._losses: Counter[int] = Counter()
        self._loading: dict[Any, Any] = {}  # the reply to `load`: worker
        self._busy: dict[Any, tuple[Any, Shard]] = {}  # the progress of `inspect`: worker and shard
        self._given_back: deque[Shard] = deque()
        self._given_up: list[str] = []

    def inspect(self, shards: Iterable[Shard]) -> Iterator[ShardProgress | Warned]:
        self._waiting = iter(shards)
        try:
            for _ in range(self.count):
                self._start()
            while self._loading or self._busy:
                # One event of one worker; the others' stay where they are, and no worker is more than a shard ahead.
                (ready,), _ = self._ray.wait([*self._busy, *self._loading], num_returns=1, fetch_local=False)
                yield from self._loaded(ready) if ready in self._loading else self._heard(ready)
        finally:
            for worker in [*self._loading.values(), *(worker for worker, _ in self._busy.values())]:
                self._ray.kill(worker)  # at any moment: what is finished is in the shards' files
        if self._given_up:
            raise RunError(" ".join(self._given_up))

    def _start(self) -> None:
        worker = self._make.remote(self._task)
        self._loading[worker.load.remote()] = worker

    def _loaded(self, reply: Any) -> Iterator[Warned]:
        worker = self._loading.pop(reply)
        try:
            self._told(reply)
        except _LostError as lost:
            yield from self._lost(lost, None)
        else:
            self._assign(worker)

    def _heard(self, progress: Any) -> Iterator[ShardProgress | Warned]:
        worker, shard = self._busy[progress]
        try:
            yield self._told(next(progress))
        except StopIteration:
            del self._busy[progress]
            self._assign(worker)
        except _LostError as lost:
            del self._busy[progress]
            yield from self._lost(lost, shard)

    def _assign(self, worker: Any) -> None:
        shard = self._given_back.popleft() if self._given_back else next(self._waiting, None)
        if shard is None:
            self._ray.kill(worker)
        else:
            self._busy[worker.inspect.options(num_returns="streaming").remote(shard)] = worker, shard

    def _lost(self, lost: "_LostError", shard: Shard | None) -> Iterator[Warned]:
        """Start another worker, and let the shard be inspected again unless it seems to be what kills them."""
        number = -1 if shard is None else shard.number
        self._losses[number] += 1
        if shard is None:
            if self._losses[number] > _LOSSES * self.count:
                raise RunError(f"No worker can be started: {lost}")
            yield Warned(f"A worker was lost while it loaded the model ({lost}); another is started.")
        elif self._losses[number] < _LOSSES:
            self._given_back.append(shard)
            yield Warned(f"A worker was lost in shard {number} ({lost}); another goes on where it stopped.")
        else:
            part = f"{shard_file(self._task.folder, number)}.part"
            self._given_up.append(
                f"{part}: {_LOSSES} workers were lost while they inspected these images, the last because: {lost} Look "
                "at the first image that has no record, then go on with --resume."
            )
            yield Warned(f"Shard {number} has cost {_LOSSES} workers and is left for the end.")
        self._start()

    def _told(self, reference: Any) -> Any:
        """What a worker has answered; its InspectorErrors are raised here, and its end as `_LostError`."""
        errors = self._ray.exceptions
        try:
            return self._ray.get(reference)
        except errors.RayTaskError as error:
            if isinstance(error.cause, InspectorError):
                raise error.cause from None
            raise
        except (
            errors.RayActorError,
            errors.WorkerCrashedError,
            errors.OutOfMemoryError,
            errors.NodeDiedError,
        ) as error:
            raise _LostError(str(error).strip().splitlines()[0]) from error


class _LostError(Exception):
    """A worker that will not answer any more."""


@contextmanager
def _connected(address: str | None) -> Iterator[ModuleType]:
    """Ray, connected to a cluster; quietly, and without telling its makers."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:  # imported here: only this engine needs it
        import ray
    except ImportError as error:
        raise SettingError("The engine 'ray' needs Ray: python -m pip install 'inspector[cluster]'.") from error
    if ray.is_initialized():  # by the caller, who also ends it
        yield ray
        return
    address = address or os.environ.get("RAY_ADDRESS")
    own = {} if address else {"include_dashboard": False, "object_store_memory": _STORE_BYTES}
    try:
        ray.init(address or "local", log_to_driver=False, logging_level=logging.ERROR, **own)
    except Exception as error:  # Ray raises bare ones, as when its start takes longer than it waits
        where = f"The Ray cluster {address}" if address else "Ray on this machine"
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise SettingError(
            f"{where} cannot be reached or started ({reason}); see `ray status`, or try again."
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()
