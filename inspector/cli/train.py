"""`inspector-cli train`."""

from collections.abc import Generator
from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.cli.console import (
    DEVICE,
    FRAME_RATE,
    JSON,
    counted,
    follow,
    no_review,
    note,
    percent,
    print_json,
    take_part,
)
from inspector.cli.train_video import clip_job, refuse_of_clips, refuse_of_images, report


def train(
    category: Annotated[Path, typer.Argument(help="Folder of good images or clips, plain or in MVTec layout.")],
    output: Annotated[Path, typer.Option(help="Folder to write the model to; must not exist yet.")],
    method: Annotated[
        str | None, typer.Option(help="See `inspector-cli methods`.", show_default="riad; for clips ssmtl")
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(help="See `inspector-cli methods`.", show_default="cpu; for clips video, where there is one"),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change one setting of the preset, such as region_sizes=4,8 or training.steps=300."),
    ] = None,
    backbone: Annotated[
        str | None,
        typer.Option(help="Network whose features patchcore compares, such as squeezenet1_0; --set backbone=…."),
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="ImageNet weights of the backbone: a safetensors file with torchvision's names.")
    ] = None,
    download_weights: Annotated[
        bool,
        typer.Option(
            "--download-weights",
            help="Fetch the backbone's ImageNet weights once, or the detector's, from torchvision.",
        ),
    ] = False,
    extend: Annotated[
        Path | None,
        typer.Option(help="Model that learns the new images among these; the new model is written to --output."),
    ] = None,
    detector: Annotated[
        str | None,
        typer.Option(
            help="What finds objects in clips: background (difference to the empty scene), a YOLOX .onnx file, or the "
            "name of one of torchvision's detectors.",
            show_default="background",
        ),
    ] = None,
    detector_setting: Annotated[
        list[str] | None, typer.Option("--detector-set", help="Change one setting of the detector: confidence=0.1.")
    ] = None,
    frame_rate: float | None = FRAME_RATE,
    samples: Annotated[
        int | None,
        typer.Option(
            min=1, help="Windows of clips to learn from, drawn at random from all there are.", show_default="6000"
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same model.")] = 0,
    device: str = DEVICE,
    max_false_reject: Annotated[
        float, typer.Option(help="Share of good parts that may be rejected, such as 0.01.")
    ] = 0.01,
    max_review: Annotated[float, typer.Option(help="Share of good parts that may be sent to review.")] = 0.05,
    group_by: Annotated[
        str | None,
        typer.Option(help="How lots are named: `folder`, or a regular expression whose group is the lot."),
    ] = None,
    flip: Annotated[
        str | None, typer.Option(help="Mirrored parts are good: none, horizontal, vertical or both.")
    ] = None,
    rotation: Annotated[
        float | None, typer.Option(min=0, max=180, help="Parts turned by up to so many degrees are good.")
    ] = None,
    light: Annotated[
        bool | None,
        typer.Option("--light/--no-light", help="The light varies between images of good parts (on by default)."),
    ] = None,
    normalise: Annotated[
        bool | None,
        typer.Option(
            "--normalise/--no-normalise",
            help="Judge each place by the good images' map there, for aligned parts (default: checked on good images; "
            "of clips it is done).",
        ),
    ] = None,
    resume: Annotated[bool, typer.Option(help="Go on with an interrupted training.")] = False,
    skip_unreadable: Annotated[bool, typer.Option(help="Leave unreadable good images out.")] = False,
    mixed_sizes: Annotated[bool, typer.Option(help="Accept good images of very different shapes.")] = False,
    json: bool = JSON,
) -> None:
    """Learn from the good images or clips of a category and write a calibrated model.

    On several GPUs or machines: torchrun --nproc-per-node 2 -m inspector.cli train …
    """
    # Imported here: torch takes seconds to load, and --help should not wait for it.
    from inspector.cluster.processes import join_processes
    from inspector.core.errors import SettingError
    from inspector.core.images.variation import Variation
    from inspector.core.methods import create_method
    from inspector.data.category import scan_category
    from inspector.data.video.category import holds_clips
    from inspector.store.models.model_folder import read_model
    from inspector.workflow.device import choose_device
    from inspector.workflow.settings import parse_settings
    from inspector.workflow.train.extend import extension
    from inspector.workflow.train.images import ImageTrainJob
    from inspector.workflow.train.images import train as run
    from inspector.workflow.train.video import SAMPLES, train_video

    if holds_clips(category):
        refuse_of_images(
            backbone=backbone,
            weights=weights,
            extend=extend,
            group_by=group_by,
            mixed_sizes=mixed_sizes,
        )
        processes, own_device = join_processes(choose_device(device))
        job = clip_job(
            category,
            method=method,
            preset=preset,
            settings=parse_settings(setting or []),
            detector=detector,
            detector_settings=detector_setting or [],
            variation=Variation().stated(flip=flip, rotation_degrees=rotation, light=light),
            output=output,
            seed=seed,
            device=own_device,
            folder_rate=frame_rate,
            samples=samples or SAMPLES,
            max_false_reject=max_false_reject,
            max_review=max_review,
            normalise=normalise,
            resume=resume,
            skip_unreadable=skip_unreadable,
            download_weights=download_weights,
            processes=processes,
        )
        if (done := _followed(train_video(job), output, processes)) is not None:
            report(done, json=json)
        return
    refuse_of_clips(
        category,
        detector=detector,
        detector_set=detector_setting,
        frame_rate=frame_rate,
        samples=samples,
    )
    scanned = scan_category(category)
    if extend is not None:
        own = (method, preset, setting, backbone, weights, download_weights or None, flip, rotation, light, group_by)
        if any(option is not None for option in own):
            raise SettingError(
                "A model is extended as it was trained: leave out --method, --preset, --set, --backbone, --weights, "
                "--flip, --rotation, --light and --group-by."
            )
        learning = extension(read_model(extend))
    else:
        settings = parse_settings(setting or []) | ({} if backbone is None else {"backbone": backbone})
        properties = scanned.properties
        learning = {
            "method": create_method(method or "riad", preset=preset or "cpu", **settings),
            "variation": properties.variation.stated(flip=flip, rotation_degrees=rotation, light=light),
            "group_by": group_by or properties.group_by,
            "weights": weights,
            "download_weights": download_weights,
        }
    processes, own_device = join_processes(choose_device(device))
    job = ImageTrainJob(
        category=scanned,
        output=output,
        **learning,
        seed=seed,
        device=own_device,
        max_false_reject=max_false_reject,
        max_review=max_review,
        normalise=normalise,
        resume=resume,
        skip_unreadable=skip_unreadable,
        mixed_sizes=mixed_sizes,
        processes=processes,
    )
    if (done := _followed(run(job), output, processes)) is not None:
        _report(done, json=json)


def _followed(events: Generator[Any, None, None], output: Path, processes: Any) -> Any:
    """What a training ends in; None in all processes but the first."""
    from inspector.core.errors import StorageError
    from inspector.store.models.model_folder import checkpoint_of
    from inspector.workflow.train.learning import TrainDone

    if not processes.first:
        take_part(events)
        return None
    done: TrainDone | None = None
    try:
        for event in follow(events):
            if isinstance(event, TrainDone):
                done = event
    except (KeyboardInterrupt, StorageError):
        if checkpoint_of(output).exists():
            note("The training is kept; run the same command with --resume to go on.")
        raise
    return done


def _report(done: Any, *, json: bool) -> None:
    from inspector.data.splits import images_to_add

    reject = done.reject
    if json:
        print_json(
            {
                "model": str(done.model),
                "seconds": round(done.seconds, 1),
                "steps": done.steps,
                "thresholds": {"review": done.operating_point.review, "reject": done.operating_point.reject},
                "false_reject_bound_95": reject.bound_95,
                "max_false_reject": reject.wish,
                "good_images_to_add": images_to_add(reject.more_images_needed),
                "calibration_images": done.calibrated_on,
                "calibration_groups": done.calibration_groups,
                "normalised": done.normalised,
                "alignment": done.alignment,
                "remarks": list(done.remarks),
            }
        )
        return
    typer.echo(f"Model      {done.model} ({done.steps} steps, {done.seconds:.0f} s)")
    typer.echo(f"Thresholds review {done.operating_point.review:.4g}, reject {done.operating_point.reject:.4g}")
    if (sentence := no_review(done.operating_point)) is not None:
        typer.echo(f"           {sentence}")
    typer.echo(f"Proven     {proof(reject)}")
    if done.calibration_groups < done.calibrated_on:
        typer.echo(
            f"           They are from {counted(done.calibration_groups, 'lot')}; parts of one lot resemble one "
            "another, so that the true bound is wider."
        )
    if done.alignment is not None:
        how = "each place is judged by good parts there" if done.normalised else "every place is judged alike"
        typer.echo(f"Maps       {how} (alignment {done.alignment:.2f})")
    for remark in done.remarks:
        typer.echo(f"Remark     {remark}")


def proof(choice: Any) -> str:
    """What good images prove about a threshold, in a sentence."""
    from inspector.data.splits import images_to_add

    sentence = (
        f"on {choice.images} good images the training has not seen: at most {percent(choice.bound_95)} of good parts "
        "are rejected (95 % confidence)"
    )
    if choice.proven:
        return sentence + "."
    return (
        f"{sentence}; for the {percent(choice.wish)} wished for, add {images_to_add(choice.more_images_needed)} good "
        "images to the category, a fifth of which is held out to calibrate on."
    )
