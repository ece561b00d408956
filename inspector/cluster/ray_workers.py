"""Workers on a Ray cluster, or on this machine's cores, that take one piece of work after the other.

Ray's own pools do not do what is promised here. `ray.util.ActorPool` neither replaces a worker that has died nor gives
its work to another. `max_restarts` and Ray Data do both, but silently: nobody learns that a worker was lost, and one
shard that kills every worker ends all of them instead of being left for the end. Neither passes on what a worker yields
in the middle of a piece of work. What is left to this module is the bookkeeping around `ray.wait`: who works on what,
and how many workers each piece of work has cost.
"""

import logging
import os
import secrets
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Generic, Protocol, TypeVar

from inspector.core.errors import InspectorError, RunError, SettingError

LOSSES = 3  # workers that one piece of work may cost
_STORE_BYTES = 100 * 2**20  # the answers of workers fit into Ray's smallest object store
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # or it warns of a change to come
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".*",  # it would report lost workers on stdout, where only results belong
}

Item = TypeVar("Item")


class Worker(Protocol):
    """What runs in a process of its own; it is made from one pickled value that all workers share."""

    def load(self, *, threads: int) -> None:
        """Prepare for the work, once, with so many threads."""

    def work(self, item: Any) -> Iterator[Any]:
        """Do one piece of work; what it yields is passed on at once. It may be done again after a loss."""


@dataclass(frozen=True)
class Answer(Generic[Item]):
    """What a worker has yielded on an item."""

    item: Item
    value: Any


@dataclass(frozen=True)
class WorkerLost(Generic[Item]):
    """A worker has ended without an answer, and another was started.

    Attributes:
        item: what it worked on; None while it loaded.
        given_up: the item has cost so many workers that it is not given to another.
    """

    item: Item | None
    reason: str
    given_up: bool


@dataclass(frozen=True)
class RayWorkers:
    """How many workers there are, and where.

    Attributes:
        count: None for one per GPU, or without GPUs one per machine.
        address: of a running cluster (`ray start --head` prints it); None for RAY_ADDRESS, or this machine.
    """

    count: int | None = None
    address: str | None = None

    def run(
        self, worker: type[Worker], common: Any, items: Iterable[Item], *, gpu: bool
    ) -> Iterator[Answer[Item] | WorkerLost[Item]]:
        """Let workers do every piece of work, in any order.

        Items are taken as workers become free, and no more are under way than there are workers.

        Args:
            common: what every worker is made with.
            gpu: give each a GPU of its own, where the cluster has any.

        Raises:
            SettingError: if Ray is not installed or not reached, or there are fewer cores than workers.
            InspectorError: what a worker raises.
            RunError: if no worker can be started.
        """
        with _connected(self.address) as ray:
            pool: _Pool[Item] = _Pool(ray, self.count, gpu=gpu)
            yield from pool.run(worker, common, items)


class _Pool(Generic[Item]):
    def __init__(self, ray: ModuleType, count: int | None, *, gpu: bool) -> None:
        self._ray = ray
        resources = ray.cluster_resources()
        cores, gpus = int(resources.get("CPU", 0)), int(resources.get("GPU", 0)) * gpu
        self.count = count or gpus or len(ray.nodes())
        if self.count > cores or (gpus and self.count > gpus):
            have = f"{gpus} GPUs and {cores} cores" if gpus else f"{cores} cores"
            raise SettingError(
                "{workers} workers need a GPU or a core each, and Ray has {found}.",
                code="worker.too_many",
                workers=self.count,
                found=have,
            )
        self._threads = max(1, cores // self.count)
        self._gpus = 1 if gpus else 0
        self._loading: dict[Any, Any] = {}  # the reply to `load`: worker
        self._lost_loading = 0
        self._busy: dict[Any, tuple[Any, Item, int]] = {}  # the answers of `work`: worker, item, losses so far
        self._returned: deque[tuple[Item, int]] = deque()

    def run(
        self, worker: type[Worker], common: Any, items: Iterable[Item]
    ) -> Iterator[Answer[Item] | WorkerLost[Item]]:
        self._waiting = ((item, 0) for item in items)
        remote = self._ray.remote(num_cpus=self._threads, num_gpus=self._gpus, max_restarts=0)(worker)
        self._make = lambda: remote.remote(common)
        try:
            for _ in range(self.count):
                self._start()
            while self._loading or self._busy:
                # One event of one worker; the others' wait where they are.
                (ready,), _ = self._ray.wait([*self._busy, *self._loading], num_returns=1, fetch_local=False)
                yield from self._loaded(ready) if ready in self._loading else self._heard(ready)
        finally:
            for actor in [*self._loading.values(), *(actor for actor, _, _ in self._busy.values())]:
                self._ray.kill(actor)

    def _start(self) -> None:
        actor = self._make()
        self._loading[actor.load.remote(threads=self._threads)] = actor

    def _loaded(self, reply: Any) -> Iterator[WorkerLost[Item]]:
        actor = self._loading.pop(reply)
        try:
            self._answer(reply)
        except _LostError as lost:
            self._lost_loading += 1
            if self._lost_loading == LOSSES:
                raise RunError(
                    "No worker can be started: {reason}.", code="worker.none_started", reason=str(lost)
                ) from lost
            self._start()
            yield WorkerLost(None, str(lost), given_up=False)
        else:
            self._assign(actor)

    def _heard(self, answers: Any) -> Iterator[Answer[Item] | WorkerLost[Item]]:
        actor, item, losses = self._busy[answers]
        try:
            yield Answer(item, self._answer(next(answers)))
        except StopIteration:
            del self._busy[answers]
            self._assign(actor)
        except _LostError as lost:
            del self._busy[answers]
            given_up = losses + 1 == LOSSES  # it seems to be what kills them
            if not given_up:
                self._returned.append((item, losses + 1))
            self._start()
            yield WorkerLost(item, str(lost), given_up)

    def _assign(self, actor: Any) -> None:
        following = self._returned.popleft() if self._returned else next(self._waiting, None)
        if following is None:
            self._ray.kill(actor)
        else:
            item, losses = following
            self._busy[actor.work.options(num_returns="streaming").remote(item)] = actor, item, losses

    def _answer(self, reference: Any) -> Any:
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
            raise _LostError(str(error).strip().splitlines()[0].rstrip(".")) from error


class _LostError(Exception):
    """A worker will not answer any more."""


@contextmanager
def _connected(address: str | None) -> Iterator[ModuleType]:
    """Ray, connected to a cluster; quietly, and without usage statistics."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    address = address or os.environ.get("RAY_ADDRESS")
    if not address and "ray" not in sys.modules:  # which reads these when it is imported
        # Ray runs what it is sent: only this user's processes, who know the token, may send it anything.
        os.environ.setdefault("RAY_AUTH_MODE", "token")
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    try:  # imported here: few jobs need it
        import ray
    except ImportError as error:
        raise SettingError("Workers need the package ray.", code="package.missing", package="ray") from error
    if ray.is_initialized():  # by the caller, who also ends it
        yield ray
        return
    own: dict[str, Any] = {}
    if not address:
        own = {
            "include_dashboard": False,
            "object_store_memory": _STORE_BYTES,
            "_node_ip_address": "127.0.0.1",
        }
    try:
        ray.init(address or "local", log_to_driver=False, logging_level=logging.ERROR, **own)
    except Exception as error:  # Ray raises bare ones, as when its start takes longer than it waits
        where = f"The Ray cluster {address}" if address else "Ray on this machine"
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise SettingError(
            "{where} cannot be reached or started ({reason}).", code="ray.unreachable", where=where, reason=reason
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()
