"""`inspector-cli learn`."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli.console import (
    DEVICE,
    JSON,
    MAX_FALSE_REJECT,
    MAX_REVIEW,
    counted,
    percent,
    print_json,
    print_rows,
    result_of,
)

if TYPE_CHECKING:
    from inspector.workflow.learn.learned_model import ConfirmedAlone
    from inspector.workflow.learn.outliers import ScoredPart


class OutlierChoice(StrEnum):
    """The names in `inspector.workflow.learn.outliers`."""

    REFUSE = "refuse"
    LEAVE_OUT = "leave-out"
    LEARN = "learn"


def learn(
    model: Annotated[Path, typer.Argument(help="Model folder; it stays as it is.")],
    run: Annotated[Path, typer.Argument(help="Run in which people confirmed good parts or clips.")],
    output: Annotated[Path, typer.Option(help="Folder to write the new model to; must not exist yet.")],
    max_false_reject: float = MAX_FALSE_REJECT,
    max_review: float = MAX_REVIEW,
    seed: Annotated[int, typer.Option(help="The same seed holds out the same images.")] = 0,
    other_model: Annotated[
        bool,
        typer.Option("--other-model", help="Accept a run of a model that shares no good image or clip with this one."),
    ] = False,
    outliers: Annotated[
        OutlierChoice,
        typer.Option(
            help="What to do with confirmed parts that score far above the other good ones and would let similar "
            "defects pass: refuse to learn, leave them out, or learn them all, as after a change of the camera or the "
            "light, even if parts that people rejected would then pass."
        ),
    ] = OutlierChoice.REFUSE,
    device: str = DEVICE,
    json: bool = JSON,
) -> None:
    """Add good parts or clips that people confirmed in a run to a model.

    Writes a new model without a new training: a memory-bank model remembers the parts, and every model is calibrated
    on them.
    """
    from inspector.cli.kinds import commands_of
    from inspector.store.models.card import read_card
    from inspector.store.models.model_folder import read_model, refuse_existing
    from inspector.workflow.device import choose_device
    from inspector.workflow.kinds import kind_of_run
    from inspector.workflow.learn.learned_model import LearnDone, LearnJob
    from inspector.workflow.learn.outliers import parts_text

    kind = kind_of_run(run)
    refuse_existing(output)
    job = LearnJob(
        stored=read_model(model),
        run=run,
        output=output,
        seed=seed,
        device=choose_device(device),
        max_false_reject=max_false_reject,
        max_review=max_review,
        other_model=other_model,
        outliers=outliers.value,
        pass_defects=outliers is OutlierChoice.LEARN,
    )
    done = result_of(kind.learn(job), LearnDone)
    card, point, old = read_card(output), done.operating_point, done.before
    before = job.stored.card["split"]
    confirmed = len(card["confirmed"]["images"])
    learned, calibrating = (len(card["split"][side]) - len(before[side]) for side in ("training", "calibration"))
    if json:
        print_json(
            {
                "model": str(done.model),
                "confirmed": confirmed,
                "learned": learned,
                "held_out": confirmed - learned,
                "thresholds": {"review": point.review, "reject": point.reject},
                "thresholds_before": {"review": old.review, "reject": old.reject},
                "raised_by": _as_json(done.raised_by),
                "left_out": _as_json(done.left_out),
                "false_reject_bound_95": done.reject.bound_95,
                "calibration_images": done.calibrated_on,
                "expected_false_reject_of_confirmed": None if done.alone is None else done.alone.expected,
                "remarks": list(done.remarks),
            }
        )
        return
    print_rows(
        [
            ("Model", str(done.model)),
            (
                "Confirmed",
                f"{counted(confirmed, f'new {kind.unit}')}: {learned} learned, "
                + commands_of(kind).calibrating(calibrating),
            ),
            (
                "Thresholds",
                f"review {point.review:.4g}, reject {point.reject:.4g} "
                f"(before: review {old.review:.4g}, reject {old.reject:.4g})",
            ),
            *(
                [
                    ("Raised by", f"{parts_text(done.raised_by)}, NG before. Parts that score like them now pass:"),
                    ("", "look once more whether they are good."),
                ]
                if done.raised_by
                else []
            ),
            commands_of(kind).promise(done),
            *([] if done.alone is None else [("", _alone(done.alone))]),
            *(("Remark", remark) for remark in done.remarks),
        ]
    )


def _as_json(parts: Sequence["ScoredPart"]) -> list[dict[str, object]]:
    return [{"image": one.name, "score": one.score, "label": one.label} for one in parts]


def _alone(alone: "ConfirmedAlone") -> str:
    """What counts where the other good images are of another day."""
    return (
        "If the other good images are of another day or lot, only the confirmed parts count, "
        f"{counted(alone.parts, 'part')}: about {percent(alone.expected)} are expected to be rejected."
    )
