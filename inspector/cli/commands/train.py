"""`inspector-cli train`."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli.console import (
    DEVICE,
    FRAME_RATE,
    JSON,
    LEARN_FROM,
    MAX_FALSE_REJECT,
    MAX_REVIEW,
    PROPERTIES,
    SETTING,
    counted,
    note,
    print_json,
    print_rows,
    result_of,
    run_silently,
)
from inspector.cli.kinds import commands_of
from inspector.cli.options import Calibrate, Locating, Scoring, TrainOptions, refuse_other_options
from inspector.cli.ways_out import with_way_out

if TYPE_CHECKING:
    import torch

    from inspector.cli.kinds.commands import KindCommands
    from inspector.data.category import Category
    from inspector.data.video.category import VideoCategory
    from inspector.workflow.job_progress import Phase
    from inspector.workflow.train.learning import TrainDone
    from inspector.workflow.train.processes import Processes


def train(
    context: typer.Context,
    category: Annotated[Path, typer.Argument(help="Folder of good images or clips, plain or in MVTec layout.")],
    output: Annotated[Path, typer.Option(help="Folder to write the model to; must not exist yet.")],
    method: Annotated[
        str | None,
        typer.Option(
            help="Method to train; `inspector-cli methods` lists them.",
            show_default="patchcore where its features are installed, else scattering; ssmtl for clips",
        ),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            help="Preset of the method; `inspector-cli methods` lists them.",
            show_default="cpu; features where these are installed; for clips video where there is one",
        ),
    ] = None,
    setting: list[str] | None = SETTING,
    backbone: Annotated[
        str | None,
        typer.Option(
            help="Network whose features patchcore compares, such as squeezenet1_0 or timm/resnet18 (--set backbone=…)."
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(help="ImageNet weights of the backbone: a safetensors file with the network's own names."),
    ] = None,
    download_weights: Annotated[
        bool,
        typer.Option(
            "--download-weights",
            help="Download the ImageNet weights of the backbone, or those of the detector, from torchvision once.",
        ),
    ] = False,
    extend: Annotated[
        Path | None,
        typer.Option(help="Memory-bank model to extend by the good images that are new; --output names the new model."),
    ] = None,
    detector: Annotated[
        str | None,
        typer.Option(
            help="What finds objects in clips: background (difference to the empty scene), a YOLOX .onnx file, or the "
            "name of a torchvision detector.",
            show_default="background",
        ),
    ] = None,
    detector_setting: Annotated[
        list[str] | None,
        typer.Option(
            "--detector-set", metavar="NAME=VALUE", help="Change one setting of the detector: confidence=0.1."
        ),
    ] = None,
    frame_rate: float | None = FRAME_RATE,
    samples: Annotated[
        int | None,
        typer.Option(min=1, help="How many windows of clips to learn from, drawn at random.", show_default="6000"),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same model.")] = 0,
    device: str = DEVICE,
    learn_from: list[str] | None = LEARN_FROM,
    properties: Path | None = PROPERTIES,
    max_false_reject: float = MAX_FALSE_REJECT,
    max_review: float = MAX_REVIEW,
    group_by: Annotated[
        str | None,
        typer.Option(help="What names the lot of an image: `folder`, or a regular expression whose group is the lot."),
    ] = None,
    flip: Annotated[
        str | None, typer.Option(help="Good parts may be mirrored: none, horizontal, vertical or both.")
    ] = None,
    rotation: Annotated[
        float | None, typer.Option(min=0, max=180, help="Good parts may be rotated by up to this many degrees.")
    ] = None,
    light: Annotated[
        bool | None,
        typer.Option("--light/--no-light", help="Whether lighting varies between good images (default: it does)."),
    ] = None,
    normalise: Annotated[
        bool | None,
        typer.Option(
            "--normalise/--no-normalise",
            help="Compare each place with good images at that place, for aligned parts (default: the good images "
            "decide; always for clips).",
        ),
    ] = None,
    scoring: Annotated[
        Scoring | None,
        typer.Option(
            help="How an anomaly map becomes a score: its worst place or area of several sizes, or its maximum.",
            show_default="areas; maximum where the method's settings are its paper's",
        ),
    ] = None,
    calibrate: Annotated[
        Calibrate,
        typer.Option(
            help="Good images that set the thresholds. held-out: a fifth of them, which the model does not learn. "
            "cross: all of them, each judged by a model that learned the others; takes up to eleven times as long. "
            "auto: cross for a memory-bank method with fewer than 93 good images, or as many lots where lots are "
            "named; else held-out."
        ),
    ] = Calibrate.AUTO,
    resume: Annotated[bool, typer.Option(help="Resume an interrupted training.")] = False,
    stop_here: Annotated[
        bool,
        typer.Option(
            "--stop-here",
            help="Calibrate and save the model of an interrupted training as it is, without more training.",
        ),
    ] = False,
    skip_unreadable: Annotated[bool, typer.Option(help="Leave out good images or clips that cannot be read.")] = False,
    mixed_sizes: Annotated[bool, typer.Option(help="Accept good images of very different shapes.")] = False,
    tile: Annotated[
        str | None,
        typer.Option(
            help="Judge images in overlapping tiles instead of shrinking each whole image to the network's input: off, "
            "auto (only where shrinking distorts them), or the side of a tile in pixels of the image (16 to 16384).",
            show_default="as the category states, else auto",
        ),
    ] = None,
    locate: Annotated[
        Locating | None,
        typer.Option(
            help="Find the part and bring it to one pose before it is judged: off, rigid (it may lie anywhere, "
            "turned), similarity (also in another size), or auto (as the good images show).",
            show_default="as the category states, else auto",
        ),
    ] = None,
    json: bool = JSON,
) -> None:
    """Learn from good images or clips and write a model.

    The model is calibrated: good images that the training did not use set its thresholds.

    On several GPUs or machines: torchrun --nproc-per-node 2 -m inspector.cli train …
    """
    # Imported here: torch takes seconds to load, and --help should not wait for it.
    from inspector.core.errors import SettingError
    from inspector.store.models.model_folder import checkpoint_of, refuse_existing
    from inspector.workflow.device import choose_device
    from inspector.workflow.kinds import kind_of_category
    from inspector.workflow.settings import parse_settings

    refuse_existing(output)
    if stop_here and not checkpoint_of(output).exists():
        raise SettingError(
            "No training of {model} was interrupted, so there is nothing to save.",
            code="training.none_interrupted",
            model=output,
        )
    kind = kind_of_category(category)
    refuse_other_options(context, kind, f"{category} holds")
    scanned, commands = kind.scan(category, learn_from=learn_from or (), stated_in=properties), commands_of(kind)
    processes, own_device = _processes(choose_device(device))
    options = TrainOptions(
        method=method,
        preset=preset,
        settings=parse_settings(setting or []),
        backbone=backbone,
        weights=weights,
        download_weights=download_weights,
        extend=extend,
        detector=detector,
        detector_settings=tuple(detector_setting or ()),
        frame_rate=frame_rate,
        samples=samples,
        group_by=group_by,
        flip=flip,
        rotation=rotation,
        light=light,
        mixed_sizes=mixed_sizes,
        calibrate=calibrate,
        scoring=None if scoring is None else scoring.value,
        tile=tile,
        locate=None if locate is None else locate.value,
        common={
            "output": output,
            "seed": seed,
            "device": own_device,
            "max_false_reject": max_false_reject,
            "max_review": max_review,
            "normalise": normalise,
            "resume": resume or stop_here,
            "skip_unreadable": skip_unreadable,
            "processes": processes,
        },
    )
    job = commands.train_job(scanned, options)
    if stop_here:
        job.stop_here.set()
    updates = kind.train(job)
    if not processes.first:
        run_silently(updates)
        return
    _report(_result(updates, kind.phases(job, tested=False), output), commands, scanned, json=json)


def _processes(device: "torch.device") -> "tuple[Processes, torch.device]":
    """The processes that train together, and this one's device: alone, unless a launcher has started several."""
    from inspector.workflow.train.processes import OneProcess

    if "WORLD_SIZE" not in os.environ:
        return OneProcess(), device
    from inspector.cluster.processes import join_processes

    return join_processes(device)


def _result(updates: Iterator[object], phases: "Sequence[Phase]", output: Path) -> "TrainDone":
    from inspector.core.errors import StorageError
    from inspector.store.models.model_folder import checkpoint_of
    from inspector.workflow.train.learning import TrainDone

    try:
        return result_of(updates, TrainDone, phases=phases)
    except (KeyboardInterrupt, StorageError):
        if checkpoint_of(output).exists():
            note(
                "The training is saved. Run the same command with --resume to continue it, or with --stop-here to "
                "calibrate and save the model as it is."
            )
        raise


def _report(done: "TrainDone", commands: "KindCommands", category: "Category | VideoCategory", *, json: bool) -> None:
    from inspector.data.contents import listed_counts
    from inspector.store.models.card import read_card

    point = done.operating_point
    if json:
        print_json(
            {
                "model": str(done.model),
                "learned_from": category.learned_folders,
                "left_out": category.left_out.as_json(),
                "unmatched_marks": [name for names in category.unmatched_names.values() for name in names],
                "seconds": round(done.seconds, 1),
                "steps": done.steps,
                "thresholds": {"review": point.review, "reject": point.reject},
                "max_false_reject": done.reject.wish,
                "normalised": done.normalised,
                "remarks": list(done.remarks),
                **commands.training_json(done),
            }
        )
        return
    rows = [
        ("Model", f"{done.model} ({counted(done.steps, 'step')}, {done.seconds:.0f} s)"),
        ("From", listed_counts(category.learned_folders)),
        ("Thresholds", f"review {point.review:.4g}, reject {point.reject:.4g}"),
    ]
    if (sentence := commands.no_review(point, read_card(done.model))) is not None:
        rows.append(("", sentence))
    rows += commands.training_rows(done)
    rows += [("Remark", with_way_out(remark, category=category.root)) for remark in done.remarks]
    print_rows(rows)
