"""The demonstration category as a whole: it appears when every image is there."""

import json
from collections.abc import Iterator
from pathlib import Path

from inspector.data.demo import DEMO_IMAGES, DEMO_LOT_PATTERN, render_demo
from inspector.data.properties import PROPERTIES_FILE
from inspector.store.durable import creating_folder
from inspector.workflow.progress import Progress


def render_category(root: Path, *, seed: int) -> Iterator[Progress]:
    """Render the demonstration into a new folder, with what is known about its lots.

    Raises:
        StorageError: if the folder exists or cannot be written.
    """
    with creating_folder(root) as part:
        for done, _ in enumerate(render_demo(part, seed=seed), start=1):
            yield Progress("Rendering", done, DEMO_IMAGES)
        (part / PROPERTIES_FILE).write_text(json.dumps({"group_by": DEMO_LOT_PATTERN}), "utf-8")
