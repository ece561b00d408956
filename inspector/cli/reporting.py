"""Writing the HTML page that several commands offer."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from inspector.cli.console import note


def report_page(path: Path, *, images: Sequence[Any], **content: Any) -> None:
    """Write the page of :func:`inspector.workflow.report.images.write_report` and say where it is."""
    from inspector.workflow.report.images import write_report

    write_report(
        path,
        images={image.name: image for image in images},
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        **content,
    )
    note(f"Page       {path.resolve()}")
