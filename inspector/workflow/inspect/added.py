"""What comes into a folder while it is inspected, and so has no verdict."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from inspector.core.errors import CategoryError
from inspector.data.category import ImageRef
from inspector.data.contents import Collected
from inspector.data.video.category import Clip
from inspector.workflow.advise.findings import listed
from inspector.workflow.inspect.images import InspectDone
from inspector.workflow.progress import Warned

Item = TypeVar("Item", ImageRef, Clip)
Update = TypeVar("Update")


def naming_added(
    updates: Iterator[Update],
    items: Sequence[Item],
    collect: Callable[[], Collected[Item]],
    *,
    outputs: Collection[Path] = (),
) -> Iterator[Update | Warned]:
    """Pass on the updates of an inspection, and warn before its end of what was added to its folders meanwhile.

    Args:
        items: that are inspected.
        collect: finds what there is to inspect now.
        outputs: folders that the inspection itself writes to.
    """
    with closing(updates):  # type: ignore[type-var]
        for update in updates:
            if isinstance(update, InspectDone):
                yield from _added(items, collect, {folder.absolute() for folder in outputs})
            yield update


def _added(
    items: Sequence[Item], collect: Callable[[], Collected[Item]], outputs: Collection[Path]
) -> Iterator[Warned]:
    known = {item.path.absolute() for item in items}
    names: list[str] = []
    with suppress(CategoryError):  # of a folder that is gone by now
        added = [item for item in collect().items if item.path.absolute() not in known]
        names = [item.name for item in added if not any(folder in outputs for folder in item.path.absolute().parents)]
    if len(names) == 1:
        yield Warned(f"1 file was added during the inspection and not inspected: {names[0]}. Inspect it, too.")
    elif names:
        yield Warned(
            f"{len(names)} files were added during the inspection and not inspected: {listed(names)}. "
            "Inspect them, too."
        )
