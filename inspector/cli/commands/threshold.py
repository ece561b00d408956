"""`inspector-cli threshold`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from inspector.cli.console import JSON, percent, print_json, say
from inspector.cli.kinds import commands_of

_FAR = 10  # ranges of the good parts' scores beyond the worst of them


def threshold(
    model: Annotated[Path, typer.Argument(help="Model folder.")],
    reject: Annotated[
        float | None,
        typer.Option(help="New reject threshold, a raw score ('score' in CSV, not 'relative_score'): NG above it."),
    ] = None,
    review: Annotated[
        float | None,
        typer.Option(help="New review threshold, a raw score ('score' in CSV, not 'relative_score'): REVIEW above it."),
    ] = None,
    max_false_reject: Annotated[
        float | None,
        typer.Option(help="Choose the reject threshold for this false-reject budget, above 0 and below 1."),
    ] = None,
    max_review: Annotated[
        float | None,
        typer.Option(help="Choose the review threshold for this share of good parts in review, above 0 and below 1."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; required for a change.")] = "",
    user: Annotated[str | None, typer.Option(help="Who decided (default: the logged-in user).")] = None,
    history: Annotated[bool, typer.Option(help="Only list earlier changes.")] = False,
    json: bool = JSON,
) -> None:
    """Change a model's thresholds, or list earlier changes.

    The model's records keep the time, the user and the reason of each change. Thresholds are raw
    scores, as in the column 'score' of CSV tables; the desktop shows 'relative_score', which is 1 at the reject
    threshold.
    """
    from inspector.core.thresholds import bound_for_threshold
    from inspector.store.models.card import is_crossed
    from inspector.store.models.model_folder import read_model
    from inspector.store.records import operating_point_history
    from inspector.workflow.kinds import kind_of_model
    from inspector.workflow.review.thresholds import change_operating_point

    stored = read_model(model)
    if history:
        changes = operating_point_history(model)
        if json:
            print_json({"changes": [asdict(change) for change in changes]})
        elif not changes:
            point = stored.operating_point
            say(f"No changes so far: review {point.review:.6g}, reject {point.reject:.6g} since the training.")
        for change in [] if json else changes:
            say(
                f"{change.time}  {change.user}  review {change.old.review:.6g} → {change.new.review:.6g}, "
                f"reject {change.old.reject:.6g} → {change.new.reject:.6g}  {change.reason}"
            )
        return
    change = change_operating_point(
        model,
        review=review,
        reject=reject,
        max_false_reject=max_false_reject,
        max_review=max_review,
        reason=reason,
        user=user,
    )
    good = stored.calibration.good_scores.numpy()
    bound = None if is_crossed(stored.card) else bound_for_threshold(good, change.new.reject)
    if json:
        print_json({**asdict(change), "false_reject_bound_95": bound})
        return
    say(f"Review threshold {change.old.review:.6g} → {change.new.review:.6g}")
    say(f"Reject threshold {change.old.reject:.6g} → {change.new.reject:.6g}")
    commands = commands_of(kind_of_model(stored.card))
    if (sentence := commands.no_review(change.new, stored.card)) is not None:
        say(sentence)
    rejected = int((good > change.new.reject).sum())
    reviewed = int((good > change.new.review).sum()) - rejected
    unit, outcome = commands.proof_unit(stored.card)
    if bound is None:
        say(
            f"Of {len(good)} {unit}, each judged by a model that learned the others, {rejected} would be rejected and "
            f"{reviewed} reviewed. That is expected and not proven."
        )
    else:
        say(
            f"Of {len(good)} {unit} that the training did not use, {rejected} would be rejected and {reviewed} "
            f"reviewed. Proven: at most {percent(bound)} {outcome} (95 % confidence)."
        )
    if rejected == len(good):
        say("Every one of them would be rejected: check the value, which is on the scale of the model's scores.")
    elif change.new.reject > good.max() + _FAR * (good.max() - good.min()):
        say("It lies far beyond the worst of them, so defects may pass: check the value.")
    if max_false_reject is not None and rejected == 0:
        say("It is the largest of their scores: with so few, a lower threshold cannot prove the budget.")
