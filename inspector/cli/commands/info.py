"""`inspector-cli info`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.cli.console import JSON, counted, percent, print_json, print_rows
from inspector.cli.kinds import commands_of

if TYPE_CHECKING:
    from inspector.core.images.shapes import Shape

_NAMED = 5  # images of what was learned from a run


def info(
    model: Annotated[Path, typer.Argument(help="Model folder, or a file exported from one.")], json: bool = JSON
) -> None:
    """Show what a model is and learned from, and its thresholds."""
    from inspector.store.models.card import is_crossed
    from inspector.store.onnx.exported import open_model
    from inspector.store.records import operating_point_history
    from inspector.workflow.kinds import kind_of_model

    stored = open_model(model)
    card, point = stored.card, stored.operating_point
    changes = operating_point_history(model)
    if json:
        print_json({**card, "operating_point_now": asdict(point), "changes": [asdict(change) for change in changes]})
        return
    training, split, choice = card["training"], card["split"], card["threshold_choice"]
    changed = f"changed {counted(len(changes), 'time')}" if changes else "never changed"
    exported = stored.runtime != "torch"
    clips = card.get("clips")
    commands = commands_of(kind_of_model(card))
    unit, outcome = commands.proof_unit(card)
    split_unit = " (stretches of clips)" if clips else ""
    rows = [
        *([("Exported", f"{stored.runtime}; what was compared is in {model.name}.report.json")] if exported else []),
        ("Method", f"{card['method']}, {'×'.join(map(str, card['config']['image_size']))} px"),
        *_settings(card),
        ("Category", _category(**card["category"])),
        *(("Detector", ", ".join(map(str, found.values()))) for found in (card.get("detector"),) if found),
        *(("Judged", _judged(**judged)) for judged in (card.get("judged"),) if judged),
        *([("Located", _located(**card["locator"]))] if "locator" in card else []),
        *([("Tiles", _tiles(card))] if "tiling" in card else []),
        *(("Depth", _depth(**depth)) for depth in (card.get("depth"),) if depth),
        *([] if clips else [("Scoring", _scoring(**card["calibration"]))]),
        ("Split", f"{len(split['training'])} to train, {len(split['calibration'])} to calibrate" + split_unit),
        (
            "Trained",
            f"{card['created']} by {card['user']}, {counted(training['steps'], 'step')}, {training['seconds']:.0f} s",
        ),
        *_confirmed(card.get("confirmed")),
        ("On", f"{training['device']}, {counted(training['threads'], 'thread')}, seed {training['seed']}"),
        ("Versions", ", ".join(f"{name} {version}" for name, version in card["versions"].items())),
        (
            "Thresholds",
            f"review {point.review:.6g}, reject {point.reject:.6g}, {changed}",
        ),
        *(("", sentence) for sentence in (commands.no_review(point, card),) if sentence),
        (
            "At training",
            ("the model: " if exported else "")
            + (
                f"on {choice['images']} {unit}, each judged by a model that learned the others, about "
                f"{percent(choice['expected'])} {outcome} (expected, not proven)"
                if is_crossed(card)
                else f"on {choice['images']} {unit}, at most {percent(choice['bound_95'])} {outcome} (95 % confidence)"
            ),
        ),
        *(("Remark", remark) for remark in card.get("remarks", [])),
        *(("Weights", f"{name}: {value}") for name, value in card.get("pretrained", {}).items()),
        ("sha256", f"{card['sha256']} (of the model)"),
    ]
    print_rows(rows)


def _settings(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """One a line, in words, with its name for `--set`; those without effect are left out."""
    from inspector.core.methods import method_from_config
    from inspector.workflow.setting_fields import idle_fields, setting_values
    from inspector.workflow.setting_texts.texts import setting_line, setting_text

    name = card["method"]
    values = setting_values(method_from_config(name, card["config"]).config)
    idle = {*idle_fields(values), "keep_shape"}  # which a training turns into the input's size
    lines = [
        f"{setting_line(setting, setting_text(name, setting), value)} ({_for_set(setting, value)})"
        for setting, value in values.items()
        if setting not in idle and value is not None
    ]
    return [("" if number else "Settings", line) for number, line in enumerate(lines)]


def _for_set(name: str, value: Any) -> str:
    """The name of a setting for `--set`; of the input's size, with the value, as it is given the height first."""
    from inspector.workflow.setting_fields import SIZE

    return f"{name}={','.join(map(str, value))}" if name == SIZE and isinstance(value, list) else name


def _confirmed(card: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """What `learn` added, one run a line, the earliest first."""
    lines = []
    while card is not None:
        images, before = card["images"], card.get("thresholds_before")
        people, days = sorted({one["by"] for one in images}), sorted({one["at"][:10] for one in images})
        names = ", ".join(one["image"] for one in images[:_NAMED])
        more = f" and {len(images) - _NAMED} more" if len(images) > _NAMED else ""
        confirmed = f"confirmed by {', '.join(people)} on {' and '.join(dict.fromkeys((days[0], days[-1])))}"
        reject = "" if before is None else f"; before, parts were rejected above {before['reject']:.6g}"
        lines.append(f"{counted(len(images), 'good part')} of {card['run']}, {confirmed}: {names}{more}{reject}")
        card = card.get("earlier")
    return [("" if number else "Learned", line) for number, line in enumerate(reversed(lines))]


def _category(name: str, images: int = 0, clips: int = 0, frames: int = 0, **_: object) -> str:
    if clips:
        return f"{name}, {counted(clips, 'good clip')} of {counted(frames, 'frame')}"
    return f"{name}, {counted(images, 'good image')}"


def _scoring(areas: Sequence[float] | None = None, **_: object) -> str:
    if areas is None:
        return "maximum: the method's own score, as published"
    return f"areas: the worst place, or area of {', '.join(percent(share) for share in areas)} of the map"


def _located(
    degrees: Sequence[float], scales: Sequence[float], least_quality: float, mark: object = None, **_: object
) -> str:
    low, high = degrees
    turned = (
        "not turned" if low == high else "at any angle" if high - low >= 360 else f"turned {low:.0f} to {high:.0f}°"
    )
    turned += "" if mark is None else ", which a mark shows"
    size = "" if scales[0] == scales[1] else f", in {scales[0]:.2f} to {scales[1]:.2f} times its size"
    return f"the part is found wherever it lies, {turned}{size}; not found below likeness {least_quality:.2f}"


def _tiles(card: Mapping[str, Any]) -> str:
    tiling, side = card["tiling"], min(card["config"]["image_size"])
    per_mm = card.get("px_per_mm")
    resolution = f"scale {tiling['scale']:.3g}" + ("" if per_mm is None else f", {per_mm:.3g} px per mm")
    return (
        f"each shows {side / tiling['scale']:.0f} px of the image along its shorter side ({resolution}), neighbours "
        f"overlap by {tiling['overlap_px'] / tiling['scale']:.0f} px"
    )


def _depth(bits_per_sample: int | None, file_bits: Sequence[int], **_: object) -> str:
    files = f"files of {' and '.join(map(str, file_bits))} bits"
    if bits_per_sample is None:
        return files
    return f"{files}, of which {bits_per_sample} bits per sample are used where there is room for more than 8"


def _judged(region_of_interest: object, ignore: Sequence[object], share: float) -> str:
    from inspector.core.images.shapes import all_shapes, parse_shape, parse_shapes

    judged = all_shapes(parse_shapes(region_of_interest))
    where = ["inside " + ", ".join(map(_shape, judged))] if judged else []
    if ignore:
        where.append("outside " + ", ".join(_shape(parse_shape(one)) for one in ignore))
    return f"{percent(share)} of the image: {', '.join(where)} (left top right bottom)"


def _shape(shape: "Shape") -> str:
    """Where a shape lies; a rectangle is called nothing."""
    from inspector.core.images.shapes import bounds

    kind = "" if isinstance(shape, tuple) else f"{type(shape).__name__.lower()} "
    return kind + " ".join(f"{share:.4g}" for share in bounds(shape))
