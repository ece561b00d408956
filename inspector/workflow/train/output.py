"""Where a training's model and checkpoint are written: owned by one process, and waited for when there is no room."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from torch import nn

from inspector.core.errors import ModelError, StorageError
from inspector.core.fitting import TrainingState
from inspector.core.methods import Method
from inspector.store.durable import storage_errors
from inspector.store.models.model_folder import checkpoint_of, refuse_existing, write_checkpoint
from inspector.store.owner import Claim, current_user
from inspector.workflow.progress import Waiting
from inspector.workflow.train.processes import Processes

WAIT_S = 1.0
_SLACK_BYTES = 2**20  # for the card and the file system's own
_MB = 2**20
_SLOTS = {"adam": 2, "adamw": 2, "sgd": 1, None: 0}  # tensors that an optimizer has for each parameter


class Job(Protocol):
    """What writes a model; see :class:`inspector.workflow.train.job.TrainJob`."""

    @property
    def output(self) -> Path: ...
    @property
    def method(self) -> Method: ...
    @property
    def processes(self) -> Processes: ...
    @property
    def resume(self) -> bool: ...


class TrainingOutput:
    """The output of a job, which nobody else writes to until it is left; to be used `with`.

    In all processes but the first it owns and writes nothing.

    Raises:
        ModelError: if something is there already, or an interrupted training that is not to be resumed.
        InUseError: if another process trains into it.
        StorageError: if nothing can be written there.
    """

    def __init__(self, job: Job) -> None:
        self._path, self._checkpoint, self._job = job.output, checkpoint_of(job.output), job
        self._claim: Claim | None = None

    def __enter__(self) -> "TrainingOutput":
        if not self._job.processes.first:
            return self
        refuse_existing(self._path)
        self._claim = Claim(self._path, user=current_user())
        try:
            refuse_existing(self._path)  # the owner before may have finished it a moment ago
            if self._checkpoint.exists() and not self._job.resume:
                raise ModelError(
                    "{file} holds an interrupted training.", code="checkpoint.exists", file=self._checkpoint
                )
        except BaseException:
            self._claim.release()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        if self._claim is not None:
            self._claim.release()

    def check(self) -> Iterator[Waiting]:
        """Notice at once that the folder is gone, and wait until it is there again.

        Raises:
            InUseError: if another process has taken the training over.
        """
        if self._claim is not None:
            self._claim.check()
            while not self._path.parent.is_dir():
                yield Waiting(
                    StorageError(
                        "{folder} is gone. The training waits until it is there again.",
                        code="training.folder_gone",
                        folder=str(self._path.parent),
                    )
                )
                time.sleep(WAIT_S)

    def check_space(self, network: nn.Module) -> None:
        """Find out before the work that there is no room for what it writes: a checkpoint, another in its place, and
        the model.

        Raises:
            StorageError: saying how much is needed.
        """
        if self._claim is None:
            return
        slots = _SLOTS[self._job.method.config.training.optimizer]
        learned = sum(one.nbytes for one in network.parameters() if one.requires_grad)
        needed = 2 * slots * learned + 3 * _size(network) + _SLACK_BYTES
        with storage_errors(self._path):
            needed -= self._checkpoint.stat().st_size if self._checkpoint.exists() else 0
            free = shutil.disk_usage(self._path.parent).free
        if free < needed:
            raise StorageError(
                "{folder}: the training needs {needed} MB there, and {free} MB are free.",
                code="training.no_space",
                folder=str(self._path.parent),
                needed=_in_mb(needed),
                free=free // _MB,
            )

    def write_checkpoint(self, state: TrainingState, identity: Mapping[str, Any]) -> None:
        """Write it now.

        Raises:
            StorageError: if it cannot be written.
        """
        write_checkpoint(self._checkpoint, state, job=identity)

    def keep_checkpoint(self, state: TrainingState, identity: Mapping[str, Any]) -> Iterator[Waiting]:
        """Write it as soon as there is room.

        Raises:
            StorageError: if it cannot be written for another reason than a full disk.
        """
        size = sum(tensor.nbytes for tensor in state.tensors.values())
        yield from self._when_there_is_room(lambda: self.write_checkpoint(state, identity), size)

    def write_model(self, write: Callable[[], None], network: nn.Module) -> Iterator[Waiting]:
        """Write the model as soon as there is room, and let the checkpoint go.

        Raises:
            StorageError: if it cannot be written for another reason than a full disk.
        """
        yield from self.check()
        yield from self._when_there_is_room(write, _size(network))
        try:
            self._checkpoint.unlink(missing_ok=True)
        except OSError:  # a model that is there is not lost for want of tidiness
            return

    def _when_there_is_room(self, write: Callable[[], None], size: int) -> Iterator[Waiting]:
        needed = size + _SLACK_BYTES
        while True:
            try:
                write()
                return
            except StorageError as error:
                if error.code != "storage.full":
                    raise
            yield self._no_room(needed)
            time.sleep(WAIT_S)
            while self._path.parent.is_dir() and shutil.disk_usage(self._path.parent).free < needed:
                yield self._no_room(needed)
                time.sleep(WAIT_S)

    def _no_room(self, needed: int) -> Waiting:
        return Waiting(
            StorageError(
                "{folder} is full. The training waits until {needed} MB are free there.",
                code="training.waits_for_space",
                folder=str(self._path.parent),
                needed=_in_mb(needed),
            )
        )


def _size(network: nn.Module) -> int:
    return sum(tensor.nbytes for tensor in network.state_dict().values())


def _in_mb(size: int) -> int:
    return -(-size // _MB)
