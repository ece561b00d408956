"""`inspector-cli train` for a category of clips."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from inspector.cli.console import percent, print_json, proof_unit


def clip_job(
    category: Path,
    *,
    method: str | None,
    preset: str | None,
    settings: dict[str, Any],
    detector: str | None,
    detector_settings: Sequence[str],
    variation: Any,
    **options: Any,
) -> Any:
    """The job of a training on clips.

    Args:
        detector: `background`, a .onnx file, or the name of one of torchvision's detectors; None for the method's own.
        options: further ones of :class:`VideoTrainJob`, by their names there.
    """
    from inspector.core.methods import create_method, preset_for_video
    from inspector.data.video.category import scan_video
    from inspector.workflow.settings import parse_detector
    from inspector.workflow.train.video import VideoTrainJob

    name = method or "ssmtl"
    return VideoTrainJob(
        category=scan_video(category),
        method=create_method(name, preset=preset or preset_for_video(name), **settings),
        detector=parse_detector(detector, detector_settings),
        variation=variation,
        **options,
    )


def refuse_of_images(**options: Any) -> None:
    """Refuse options of `train` that say nothing of clips.

    Raises:
        SettingError: if one is given.
    """
    from inspector.core.errors import SettingError

    if given := _given(options):
        raise SettingError(f"A training on clips has no {given}; leave it out.")


def refuse_of_clips(category: Path, **options: Any) -> None:
    """Refuse options of `train` that say nothing of images.

    Raises:
        SettingError: if one is given.
    """
    from inspector.core.errors import SettingError

    if given := _given(options):
        raise SettingError(
            f"{given}: for clips, and {category} holds images. Where they are the frames of a clip, put their "
            "folder into a folder `training`, and name the one that holds it."
        )


def _given(options: dict[str, Any]) -> str:
    """The options that were given, as they are typed."""
    return ", ".join(f"--{name.replace('_', '-')}" for name, value in options.items() if value)


def report(done: Any, *, json: bool) -> None:
    """What came of a training on clips, on stdout."""
    from inspector.store.models.model_folder import read_card

    card = read_card(done.model)
    frames = card["clips"]["stretch"]
    reject = done.reject
    if json:
        print_json(
            {
                "model": str(done.model),
                "seconds": round(done.seconds, 1),
                "steps": done.steps,
                "thresholds": {"review": done.operating_point.review, "reject": done.operating_point.reject},
                "false_alarm_bound_95": reject.bound_95,
                "max_false_reject": reject.wish,
                "stretches": done.calibrated_on,
                "stretch_frames": frames,
                "stretches_to_add": reject.more_images_needed,
                "calibration_clips": done.calibration_groups,
                "samples": card["samples"],
                "normalised": done.normalised,
                "remarks": list(done.remarks),
            }
        )
        return
    point = done.operating_point
    unit, outcome = proof_unit(card["clips"])
    typer.echo(f"Model      {done.model} ({done.steps} steps, {done.seconds:.0f} s)")
    typer.echo(f"Thresholds review {point.review:.4g}, reject {point.reject:.4g}")
    sentence = (
        f"on {reject.images} {unit} that the training has not seen: at most {percent(reject.bound_95)} {outcome} "
        "(95 % confidence)"
    )
    if not reject.proven:
        sentence += (
            f"; for the {percent(reject.wish)} wished for, {reject.more_images_needed} more such stretches are to be "
            "held out, a fifth of the good video"
        )
    typer.echo(f"Proven     {sentence}.")
    for remark in done.remarks:
        typer.echo(f"Remark     {remark}")
