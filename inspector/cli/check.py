"""`inspector-cli check`."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.cli.console import EXIT_BAD_INPUT, JSON, follow, percent, print_json

_LINES = 20  # of one kind; more are counted


def check(
    category: Annotated[Path, typer.Argument(help="Folder of good images, plain or in MVTec layout.")],
    json: bool = JSON,
) -> None:
    """Look at every image of a category: which are corrupt, twice there, blurred or badly exposed. Ends with 3 if
    one is corrupt."""
    from inspector.data.category import scan_category
    from inspector.data.video.category import refuse_clips
    from inspector.workflow.advise.examine import ExamineDone, examine
    from inspector.workflow.advise.findings import FindingKind

    refuse_clips(category, what="check looks at")
    scanned = scan_category(category)
    done = next(event for event in follow(examine(scanned)) if isinstance(event, ExamineDone))
    if json:
        sizes = [{"width_px": w, "height_px": h, "images": count} for (h, w), count in done.sizes.items()]
        print_json({"category": scanned.name, **asdict(done), "sizes": sizes})
    else:
        _report(done, ignored=len(scanned.ignored))
    if any(finding.kind is FindingKind.CORRUPT for finding in done.findings):
        raise typer.Exit(EXIT_BAD_INPUT)


def _report(done: Any, *, ignored: int) -> None:
    for side, labels in done.counts.items():
        if labels:
            typer.echo(f"{side.capitalize():<11}{', '.join(f'{count} {label}' for label, count in labels.items())}")
    if ignored:
        typer.echo(f"Ignored    {ignored}, as they are marked")
    sizes = [f"{count} of {w}×{h} px" for (h, w), count in done.sizes.items()]
    more = f" and {len(sizes) - _LINES} other sizes" if len(sizes) > _LINES else ""
    typer.echo(f"Sizes      {', '.join(sizes[:_LINES])}{more}; {done.bytes / 1e6:.1f} MB in all")
    if done.false_reject_bound_95 is not None:
        typer.echo(
            f"Proof      {done.held_out} images held out prove at best that {percent(done.false_reject_bound_95)} of "
            "good parts are falsely rejected or fewer (95 % confidence)"
        )
    shown: Counter[str] = Counter()
    for finding in done.findings:
        shown[finding.kind] += 1
        if shown[finding.kind] <= _LINES:
            typer.echo(f"{finding.kind}: {finding.message}")
    for kind, count in shown.items():
        if count > _LINES:
            typer.echo(f"{kind}: {count - _LINES} more; --json has all")
    if not done.findings:
        typer.echo("Nothing stands out.")
