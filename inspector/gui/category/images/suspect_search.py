"""The search for good images that may show a defect, whose result holds until the category changes."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from inspector.core.errors import InspectorError
from inspector.data.category import Category
from inspector.gui.category.dialog_job import saying_why
from inspector.workflow.advise.suspects import SuspectsDone, find_suspects
from inspector.workflow.device import choose_device


@dataclass(frozen=True)
class Found:
    """What a search found, as long as the images and what is stated about them are the same.

    Attributes:
        state: of the category that was searched; see `_state_of`.
        good: names of suspects that show a good part, as a person said.
    """

    state: object
    done: SuspectsDone
    good: set[str] = field(default_factory=set)


def search(category: Category, earlier: Found | None) -> Iterator[object]:
    """What was found earlier, or what a new search finds where something has changed. Run off the GUI thread."""
    state = _state_of(category)
    if earlier is not None and earlier.state == state:
        yield earlier
        return
    for update in saying_why(find_suspects(category, device=choose_device("auto")), InspectorError):
        yield Found(state, update) if isinstance(update, SuspectsDone) else update


def _state_of(category: Category) -> object:
    """What a search depends on: the good images, as their files are now, and what is stated about the category."""
    files = []
    for image in category.train:
        with suppress(OSError):  # the search says what cannot be read
            status = image.path.stat()
            files.append((image.path, status.st_mtime_ns, status.st_size))
    return files, category.properties
