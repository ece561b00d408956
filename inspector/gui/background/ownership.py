"""One window at a time changes a workspace; the others look."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from inspector.core.errors import InUseError, StorageError
from inspector.store.owner import Claim, current_user
from inspector.store.workspace import Workspace


class Ownership:
    """Whether this window may change the workspace that is open. All of it is called off the GUI thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workspace: Workspace | None = None
        self._claim: Claim | None = None

    def take(self, workspace: Workspace) -> None:
        """Own another workspace instead of the one before.

        Raises:
            InUseError: if another process works on it; it may be looked at then.
        """
        self.release()
        with self._lock:
            self._workspace = workspace
        self.require()

    def release(self) -> None:
        """Let others change the workspace."""
        with self._lock:
            if self._claim is not None:
                self._claim.release()
            self._workspace = self._claim = None

    def require(self) -> None:
        """Make sure that this window may change the workspace: it is its owner, or becomes it now.

        Raises:
            InUseError: if another process works on it.
        """
        with self._lock:
            if self._claim is not None:
                self._claim.check()
            elif self._workspace is not None:
                with suppress(StorageError):  # where nothing can be written, whatever is tried says so
                    self._claim = _claim(self._workspace)

    def changing(self, work: Callable[[], Any]) -> Any:
        """What `work` returns, which changes the workspace.

        Raises:
            InUseError: if another process works on it.
        """
        self.require()
        return work()

    def changing_events(self, events: Callable[[], Iterable[Any]]) -> Iterator[Any]:
        """The events of a job that changes the workspace.

        Raises:
            InUseError: if another process works on it.
        """
        self.require()
        yield from events()


def _claim(workspace: Workspace) -> Claim:
    try:
        return Claim(workspace.folder, user=current_user())
    except InUseError as error:
        raise InUseError(
            "{name} is open in another window: {user} has been working on it on {host} since {since} (process "
            "{process}). Here it can be looked at, but not changed.",
            code="workspace.in_use",
            **error.fields | {"name": workspace.folder.name},
        ) from error
