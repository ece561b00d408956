"""Writing the HTML page that several commands offer."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from inspector.cli.console import note


def report_page(
    path: Path, *, title: str, stored: Any, inspections: Sequence[Any], images: Sequence[Any], evaluation: Any
) -> None:
    """Write the page and say where it is."""
    from inspector.workflow.report import write_report

    write_report(
        path,
        title=title,
        stored=stored,
        inspections=inspections,
        images={image.name: image for image in images},
        evaluation=evaluation,
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
    )
    note(f"Page       {path.resolve()}")
