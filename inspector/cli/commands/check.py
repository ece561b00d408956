"""`inspector-cli check`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli.console import (
    DEVICE,
    EXIT_BAD_INPUT,
    JSON,
    LEARN_FROM,
    PROPERTIES,
    counted,
    note,
    percent,
    print_json,
    print_rows,
    result_of,
    say,
)
from inspector.cli.options import refuse_other_options
from inspector.cli.ways_out import sentence
from inspector.core.errors import ImageError, SettingError, StorageError
from inspector.data.folders import storable

if TYPE_CHECKING:
    from inspector.data.category import Category
    from inspector.workflow.advise.findings import ExamineDone
    from inspector.workflow.advise.suspects import SuspectsDone

_LINES = 20  # of one kind; more are counted


def check(
    context: typer.Context,
    category: Annotated[Path, typer.Argument(help="Folder of good images or clips, plain or in MVTec layout.")],
    learn_from: list[str] | None = LEARN_FROM,
    properties: Path | None = PROPERTIES,
    suspects: Annotated[
        bool,
        typer.Option("--suspects", help="Also list good images that may show a defect; trains several models."),
    ] = False,
    heatmaps: Annotated[
        Path | None, typer.Option(help="With --suspects: folder for a picture of each, with its heatmap.")
    ] = None,
    device: str = DEVICE,
    json: bool = JSON,
) -> None:
    """Find corrupt, duplicated, blurred or badly exposed images.

    Reads every image or clip of a category and changes nothing.

    With --suspects, every good image is also judged by a model that learned the others; nothing is marked.

    Exits with 3 if one is corrupt, or a picture cannot be written.
    """
    from inspector.workflow.advise.findings import ExamineDone, FindingKind
    from inspector.workflow.kinds import kind_of_category

    kind = kind_of_category(category)
    refuse_other_options(context, kind, f"{category} holds")
    if heatmaps is not None and not suspects:
        raise SettingError("--heatmaps shows suspects; give --suspects, too.", code="option.heatmaps_alone")
    scanned = kind.scan(category, learn_from=learn_from or (), stated_in=properties)
    pictures = {} if heatmaps is None else _claimed_pictures(scanned, heatmaps)
    found = _suspects(scanned, device=device) if suspects else None
    done = result_of(kind.examine(scanned), ExamineDone)
    if json:
        sizes = [{"width_px": w, "height_px": h, f"{kind.unit}s": count} for (h, w), count in done.sizes.items()]
        named = {} if found is None else {"suspects": _as_json(found)}
        print_json({"category": scanned.name, **asdict(done), "sizes": sizes, **named})
    else:
        _report(done, ignored=scanned.ignored, unit=kind.unit)
        if found is not None:
            _report_suspects(found)
    if heatmaps is not None and found is not None and not found.suspects:
        note(f"No pictures are written to {heatmaps}, since no good image stands out.")
    missing = 0 if found is None else _write_pictures(found, pictures, scanned)
    if missing or any(finding.kind is FindingKind.CORRUPT for finding in done.findings):
        raise typer.Exit(EXIT_BAD_INPUT)


def _report(done: "ExamineDone", *, ignored: Sequence[object], unit: str) -> None:
    from inspector.data.contents import listed_counts

    rows = [
        (side.capitalize(), ", ".join(f"{count} {label}" for label, count in labels.items()))
        for side, labels in done.counts.items()
        if labels
    ]
    rows.append(("To learn", listed_counts(done.learned_from)))
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


def _claimed_pictures(category: "Category", heatmaps: Path) -> dict[Path, Path]:
    """Where the picture of each good image would be written, if it can be: found out before the work."""
    from inspector.store.targets import Targets
    from inspector.workflow.export.image_pictures import heatmap_paths
    from inspector.workflow.export.run_pictures import made_by, refuse_among_images

    paths = [image.path for image in category.train]
    pictures = dict(zip(paths, heatmap_paths(heatmaps, paths), strict=True))
    targets = Targets([*paths, *(image.path for image in (*category.test, *category.ignored))])
    for target in pictures.values():
        targets.claim(target, own=made_by(_made_here(category)))
    refuse_among_images(target.parent for target in pictures.values())
    return pictures


def _made_here(category: "Category") -> str:
    """What pictures of this category's suspects say in place of a run, so that a later check may replace them."""
    return f"suspects of {storable(str(category.root))}"


def _suspects(category: "Category", *, device: str) -> "SuspectsDone":
    from inspector.workflow.advise.suspects import SuspectsDone, find_suspects
    from inspector.workflow.device import choose_device

    return result_of(find_suspects(category, device=choose_device(device)), SuspectsDone)


def _write_pictures(done: "SuspectsDone", pictures: Mapping[Path, Path], category: "Category") -> int:
    """Write each for itself; returns how many could not be written, which are named."""
    from inspector.workflow.advise.suspects import suspect_picture
    from inspector.workflow.report.pictures import write_picture

    missing = 0
    for suspect in done.suspects if pictures else ():
        try:
            _, heated = suspect_picture(suspect, bits=category.properties.bits_per_sample)
            write_picture(pictures[suspect.image.path], heated, run_id=_made_here(category))
        except (ImageError, StorageError) as error:
            missing += 1
            note(f"Error: No picture of {suspect.image.name}: {sentence(error)}")
    return missing


def _report_suspects(done: "SuspectsDone") -> None:
    for suspect in done.suspects:
        x, y = suspect.place
        say(f"suspect: {suspect.image.name} stands out {suspect.times:.1f} times as far as the others, at ({x}, {y})")
    if not done.suspects:
        say(f"None of the {done.images} good images stands out from the others.")
    elif len(done.suspects) == 1:
        say("If it shows no good part, mark it as ignored or defective.")
    else:
        say("Mark those that show no good part as ignored or defective.")


def _as_json(done: "SuspectsDone") -> list[dict[str, object]]:
    return [
        {"image": one.image.name, "times": round(one.times, 3), "x": one.place[0], "y": one.place[1]}
        for one in done.suspects
    ]
