"""`inspector-cli review`."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from inspector.cli.console import JSON, counted, note, print_json, say

_NAME = (
    "by its name in the run (an event of a clip as CLIP#FIRST_FRAME, a clip without an event as CLIP#); may be given "
    "several times."
)


def review(
    run: Annotated[Path, typer.Argument(help="Run file, complete or interrupted.")],
    accept: Annotated[list[str] | None, typer.Option(metavar="NAME", help=f"A part that is good, {_NAME}")] = None,
    reject: Annotated[list[str] | None, typer.Option(metavar="NAME", help=f"A part that is defective, {_NAME}")] = None,
    unsure: Annotated[list[str] | None, typer.Option(metavar="NAME", help=f"A part nobody is sure of, {_NAME}")] = None,
    withdraw: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=f"A part whose decision no longer counts, {_NAME}")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="CSV table with decisions: the table of a run with its column `review` filled in, or that of its "
            "reviews.",
        ),
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option(help="Who decided (default: as the table says, else the user).")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; for the decisions given as options.")] = "",
    json: bool = JSON,
) -> None:
    """Record or list people's decisions on the parts of a run.

    Decisions go to the records that Review on the desktop uses. Without a decision, the ones in force are listed.
    """
    from inspector.cli.kinds import commands_of
    from inspector.store.owner import current_user
    from inspector.store.records import ReviewDecision
    from inspector.workflow.kinds import kind_of_run
    from inspector.workflow.review.decisions import (
        PART_WORDS,
        WITHDRAWN,
        PartDecision,
        read_decisions,
        record_decisions,
    )

    by_option: tuple[tuple[ReviewDecision | None, Sequence[str] | None], ...] = (
        (ReviewDecision.ACCEPT, accept),
        (ReviewDecision.REJECT, reject),
        (ReviewDecision.UNSURE, unsure),
        (None, withdraw),
    )
    decisions = [
        PartDecision(name, decision, reason=reason.strip()) for decision, names in by_option for name in names or ()
    ]
    kind = kind_of_run(run)
    with kind.open_run(run) as opened:
        if table is not None:
            found = read_decisions(opened, table)
            decisions += [one if reviewer is None else replace(one, reviewer=reviewer) for one in found]
        done = record_decisions(opened, decisions, user=reviewer or current_user())
        places = opened.places
        for one in done.reviews:
            place = opened.place_of(one.image)
            label = "" if place is None else opened.contradicted_label(place, one.decision)
            if label and one.decision is not None:
                note(f"Note: {one.image} was decided to be {PART_WORDS[one.decision]}, but is labelled {label}.")
    if json:
        print_json(
            {
                "recorded": [asdict(one) for one in done.reviews],
                "in_force": [asdict(one) for one in done.in_force],
                "parts": places,
            }
        )
        return
    for one in done.reviews if decisions else done.in_force:
        because = f": {one.reason}" if one.reason else ""
        say(f"{one.decision or WITHDRAWN:<9} {one.image}  {one.user}, {one.time}{because}")
    unchanged = len({one.name for one in decisions}) - len(done.reviews)
    known = f", {unchanged} in force already" if unchanged else ""
    recorded = f"{counted(len(done.reviews), 'decision')} recorded{known}. " if decisions else ""
    say(f"{recorded}{len(done.in_force)} of {counted(places, *commands_of(kind).reviewed)} decided.")
