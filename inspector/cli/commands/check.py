"""`inspector-cli check`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli.console import (
    EXIT_BAD_INPUT,
    JSON,
    LEARN_FROM,
    counted,
    percent,
    print_json,
    print_rows,
    result_of,
    say,
)

if TYPE_CHECKING:
    from inspector.workflow.advise.findings import ExamineDone

_LINES = 20  # of one kind; more are counted


def check(
    category: Annotated[Path, typer.Argument(help="Folder of good images or clips, plain or in MVTec layout.")],
    learn_from: list[str] | None = LEARN_FROM,
    json: bool = JSON,
) -> None:
    """Find images or clips of a category that are corrupt, duplicated, blurred or badly exposed.

    Exits with 3 if one is corrupt.
    """
    from inspector.workflow.advise.findings import ExamineDone, FindingKind
    from inspector.workflow.kinds import kind_of_category

    kind = kind_of_category(category)
    scanned = kind.scan(category, learn_from=learn_from or ())
    done = result_of(kind.examine(scanned), ExamineDone)
    if json:
        sizes = [{"width_px": w, "height_px": h, f"{kind.unit}s": count} for (h, w), count in done.sizes.items()]
        print_json({"category": scanned.name, **asdict(done), "sizes": sizes})
    else:
        _report(done, ignored=scanned.ignored, unit=kind.unit)
    if any(finding.kind is FindingKind.CORRUPT for finding in done.findings):
        raise typer.Exit(EXIT_BAD_INPUT)


def _report(done: "ExamineDone", *, ignored: Sequence[object], unit: str) -> None:
    from inspector.data.contents import listed_counts

    rows = [
        (side.capitalize(), ", ".join(f"{count} {label}" for label, count in labels.items()))
        for side, labels in done.counts.items()
        if labels
    ]
    rows.append(("Learned", listed_counts(done.learned_from)))
    if ignored:
        rows.append(("Ignored", f"{len(ignored)}, as they are marked"))
    sizes = [f"{count} of {w}×{h} px" for (h, w), count in done.sizes.items()]
    more = f" and {len(sizes) - _LINES} other sizes" if len(sizes) > _LINES else ""
    rows.append(("Sizes", f"{', '.join(sizes[:_LINES])}{more}; {done.bytes / 1e6:.1f} MB in all"))
    if done.false_reject_bound_95 is not None:
        held_out = counted(done.held_out, f"{unit} held out", f"{unit}s held out")
        rows.append(
            (
                "Proof",
                f"{held_out} can prove at best that no more than {percent(done.false_reject_bound_95)} of good parts "
                "are falsely rejected (95 % confidence)",
            )
        )
    print_rows(rows)
    lines: Counter[str] = Counter()
    for finding in done.findings:
        lines[finding.kind] += 1
        if lines[finding.kind] <= _LINES:
            say(f"{finding.kind}: {finding.message}")
    for kind, count in lines.items():
        if count > _LINES:
            say(f"{kind}: {count - _LINES} more; --json lists all")
    if not done.findings:
        say("No problems found.")
