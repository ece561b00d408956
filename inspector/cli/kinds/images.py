"""`train`, `inspect` and `evaluate` with images."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.cli.console import counted, figure, note, percent, say, share
from inspector.cli.kinds.commands import InspectionOutput, KindCommands, Rows
from inspector.cli.options import TrainOptions
from inspector.core.errors import SettingError

if TYPE_CHECKING:
    from inspector.core.inspection import Inspection
    from inspector.core.thresholds import ThresholdChoice
    from inspector.data.category import Category
    from inspector.store.runs.image_run import ImageRun
    from inspector.workflow.advise.methods import Suggestion
    from inspector.workflow.evaluate.images import Evaluation
    from inspector.workflow.train.images import ImageTrainJob
    from inspector.workflow.train.learning import TrainDone


class _ImageOutput(InspectionOutput):
    resume_hint = "Every finished inspection is in {part}. Run the same command with --resume to continue."

    _run_id: str | None = None

    def show(self, update: object) -> None:
        from inspector.workflow.inspect.batch import RunOpened
        from inspector.workflow.inspect.images import Inspected

        if isinstance(update, RunOpened):
            self._run_id = update.about.get("id")
        if not isinstance(update, Inspected):
            return
        point = self.stored.operating_point
        missing = self.pictures.write_one(
            update.index, update.inspection, stored=self.stored, point=point, run_id=self._run_id
        )
        if missing is None:  # what could not be written is tried once more when the run is complete, and told then
            self.written.add(update.index)
        if not self.quiet:
            say(_line(update.inspection, self._relative))

    def _relative(self, score: float) -> float:
        return self.stored.score_scale.relative(score, self.stored.operating_point)

    def as_json(self, run: "ImageRun") -> dict[str, Any]:
        return {"inspections": [_as_json(run.record(index), run.relative) for index in run.finished()]}


_METHOD_OF_SETTINGS = "riad"  # of a preset or a setting without a method


class ImageCommands(KindCommands):
    calibrates_on_all = True
    decided, good = "part", "good images"
    reviewed, copied = ("part", "parts"), "images"
    output = _ImageOutput

    def train_job(self, category: "Category", options: TrainOptions) -> "ImageTrainJob":
        from inspector.workflow.train.images import ImageTrainJob

        return ImageTrainJob(
            category=category,
            mixed_sizes=options.mixed_sizes,
            calibrate=options.calibrate.value,
            **(_extending(options.extend, options) if options.extend is not None else _learning(category, options)),
            **options.common,
        )

    def suggestion_use(self, suggestion: "Suggestion") -> str:
        if suggestion.installed:
            return "recommended: with the pretrained network that is installed"
        if suggestion.pretrained:
            return "with pretrained weights (or --weights FILE instead of --download-weights)"
        return "to compare" if suggestion.comparison else "without weights"

    def proof_unit(self, _card: Mapping[str, Any], /) -> tuple[str, str]:
        return "good images", "of good parts are rejected"

    def training_json(self, done: "TrainDone") -> dict[str, Any]:
        from inspector.data.splits import images_to_add
        from inspector.store.models.card import read_card

        return {
            "false_reject_bound_95": done.reject.bound_95,
            "good_images_to_add": images_to_add(done.reject.more_images_needed),
            "calibrate": read_card(done.model)["split"].get("calibrate", "held-out"),
            "expected_false_reject": done.reject.expected,
            "calibration_images": done.calibrated_on,
            "calibration_groups": done.calibration_groups,
            "alignment": done.alignment,
        }

    def training_rows(self, done: "TrainDone") -> Rows:
        from inspector.core.calibration import fewest_to_normalise
        from inspector.core.methods import method_class
        from inspector.store.models.card import read_card

        rows = [self.promise(done)]
        if done.calibration_groups < done.calibrated_on:
            of_lots = _of_lots_in_turn if done.crossed else _of_lots
            rows.append(("", of_lots(done.reject, lots=done.calibration_groups)))
        if done.alignment is not None:
            how = "each place is judged by good images there" if done.normalised else "every place is judged alike"
            fewest = fewest_to_normalise(method_class(read_card(done.model)["method"]))
            too_few = not done.normalised and done.calibrated_on < fewest
            few = f"; to judge by place, {fewest} good images must calibrate" if too_few else ""
            rows.append(("Maps", f"{how} (alignment {done.alignment:.2f}; 1 is a fixed pose){few}"))
        return rows

    def promise(self, done: "TrainDone") -> tuple[str, str]:
        return promise(done.reject, crossed=done.crossed)

    def calibrating(self, count: int) -> str:
        return f"{count} to calibrate"

    def evaluation_rows(self, evaluation: "Evaluation") -> Rows:
        return [
            ("Images", f"{evaluation.n_good} good, {evaluation.n_defective} defective"),
            *([("", f"{evaluation.learned} more left out: the model knows them")] if evaluation.learned else []),
            ("Image AUROC", figure(evaluation.image_auroc)),
            ("Pixel AUROC", figure(evaluation.pixel_auroc, reason=evaluation.pixels_not_measured)),
            ("AUPRO", figure(evaluation.aupro, reason=evaluation.pixels_not_measured)),
            ("F1", figure(evaluation.f1)),
            ("False rejects", share(evaluation.false_reject, "of good images decided NG")),
            ("In review", share(evaluation.good_in_review, "of good images decided REVIEW")),
            ("Escapes", share(evaluation.escape, "of defective images decided OK")),
            *(
                (f"  {label}", f"{counted(defect.n, 'image')}: {defect.ng} NG, {defect.review} REVIEW, {defect.ok} OK")
                for label, defect in evaluation.per_defect.items()
            ),
        ]


def promise(choice: "ThresholdChoice", *, crossed: bool) -> tuple[str, str]:
    """What may be said of a threshold, as a row.

    Args:
        crossed: every good image was judged by a model that learned the others.
    """
    return ("Expected", _expectation(choice)) if crossed else ("Proven", _proof(choice))


def _proof(choice: "ThresholdChoice") -> str:
    """What good images prove about a threshold, in a sentence."""
    from inspector.data.splits import images_to_add

    sentence = (
        f"on {choice.images} good images that the training did not use: at most {percent(choice.bound_95)} of good "
        "parts are rejected (95 % confidence)"
    )
    if choice.proven:
        return sentence + "."
    return (
        f"{sentence}. To prove {percent(choice.wish)}, add {images_to_add(choice.more_images_needed)} good images to "
        "the category; a fifth of them is held out for calibration."
    )


def _expectation(choice: "ThresholdChoice") -> str:
    """What is to be expected of a threshold where every good image was judged by a model that learned the others."""
    return (
        f"on {choice.images} good images, each judged by a model that learned the others: about "
        f"{percent(choice.expected)} of good parts are rejected. This is expected and not proven; a proof needs good "
        "images that no training used."
    )


def _of_lots(choice: "ThresholdChoice", *, lots: int) -> str:
    """What follows from parts of one lot being alike."""
    from inspector.core.thresholds import false_reject_bound

    sentence = f"They are from {counted(lots, 'lot')}. Parts of one lot are alike, so the true bound is wider"
    if choice.rank > 1:
        return sentence + "."
    return f"{sentence}: counting each lot once, at most {percent(false_reject_bound(1, lots))}."


def _of_lots_in_turn(choice: "ThresholdChoice", *, lots: int) -> str:
    """The same where every lot was judged by a model that learned the others."""
    sentence = f"They are from {counted(lots, 'lot')}. Parts of one lot are alike, so it may be more"
    if choice.rank > 1:
        return sentence + "."
    return f"{sentence}: counting each lot once, about {percent(1 / (lots + 1))}."


def _learning(category: "Category", options: TrainOptions) -> dict[str, Any]:
    """The fields of a job that trains a model from the beginning."""
    from inspector.core.methods import create_method, method_class
    from inspector.data.properties import parse_tile
    from inspector.workflow.advise.tiles import tile_of

    begun = _interrupted(options)
    name, preset = _method_and_preset(options, begun)
    if options.backbone is not None and "backbone" not in method_class(name).config_type().model_fields:
        raise SettingError(
            "Method '{method}' learns without a pretrained network.", code="backbone.unused", method=name
        )
    settings = options.settings | ({} if options.backbone is None else {"backbone": options.backbone})
    properties = category.properties
    tile, locate = properties.tile, properties.locate
    if begun is not None:  # as it began, whatever is the default or stated by the category by now
        tile, locate = tile_of(begun), begun.get("locate", "off")
    return {
        "method": create_method(name, preset=preset, **settings),
        "variation": properties.variation.stated(
            flip=options.flip, rotation_degrees=options.rotation, light=options.light
        ),
        "group_by": options.group_by or properties.group_by,
        "tile": tile if options.tile is None else parse_tile(options.tile),
        "locate": options.locate or locate,
        "scoring": options.scoring,
        "weights": options.weights,
        "download_weights": options.download_weights,
    }


def _interrupted(options: TrainOptions) -> Mapping[str, Any] | None:
    """What the interrupted training that is to be resumed says of itself; None where there is none."""
    from inspector.store.models.model_folder import checkpoint_of, read_checkpoint_job

    checkpoint = checkpoint_of(options.common["output"])
    if not options.common["resume"] or not checkpoint.exists():
        return None
    return read_checkpoint_job(checkpoint)[1]


def _method_and_preset(options: TrainOptions, begun: Mapping[str, Any] | None) -> tuple[str, str]:
    """What is trained: as stated, or else what the installed packages allow.

    A preset or a setting without a method is one of `riad`, as it was before there were others, unless a single other
    method has a preset of that name. Weights or a backbone are of the method that has them, and without a preset of its
    preset `features` for the networks that this preset is made for, or else of `cpu`.
    """
    from inspector.workflow.kinds import IMAGES

    own_weights = (options.backbone, options.weights, options.download_weights or None)
    weights_stated = any(option is not None for option in own_weights)
    name = options.method
    if name is None and weights_stated:
        name = IMAGES.method_with_weights
    elif name is None:
        stated = options.preset is not None or bool(options.settings)
        name = _only_method_with(options.preset) or (_METHOD_OF_SETTINGS if stated else _default_method(begun))
    default = IMAGES.preset_with(options.backbone) if weights_stated else IMAGES.default_preset(name)
    return name, options.preset or default


def _only_method_with(preset: str | None) -> str | None:
    """The method that has a preset of this name; None where none has, or several."""
    from inspector.core.methods import METHODS, image_methods

    having = [name for name in image_methods() if preset in METHODS[name].presets]
    return having[0] if len(having) == 1 else None


def _default_method(begun: Mapping[str, Any] | None) -> str:
    """That of the interrupted training to resume, or else the best that is installed, which is reported."""
    from inspector.workflow.kinds import IMAGES

    if begun is not None:
        return str(begun["method"])
    name = IMAGES.default_method
    if name != IMAGES.method_without_weights:
        note(
            f"Method {name}, because inspector[features] is installed: it begins with a network trained on ImageNet. "
            f"--method {IMAGES.method_without_weights} learns without."
        )
    return name


def _extending(model: Path, options: TrainOptions) -> dict[str, Any]:
    """The fields of a job that extends a model."""
    from inspector.store.models.model_folder import read_model
    from inspector.workflow.train.extend import extension

    own = (options.method, options.preset, options.backbone, options.weights, options.flip, options.rotation)
    stated = (
        *own,
        options.light,
        options.group_by,
        options.tile,
        options.locate,
        options.scoring,
        options.settings or None,
        options.download_weights or None,
    )
    if any(option is not None for option in stated):
        raise SettingError(
            "A model is extended as it was trained: leave out --method, --preset, --set, --backbone, --weights, "
            "--download-weights, --flip, --rotation, --light, --group-by, --tile, --locate and --scoring.",
            code="option.extend_alone",
        )
    return extension(read_model(model))


def _line(inspection: "Inspection", relative: Callable[[float], float]) -> str:
    from inspector.core.operating_point import relative_text

    if inspection.score is None:
        return f"ERROR   {'':>8}  {inspection.name}  {inspection.error}"
    where = "" if inspection.doubt is None else f"  {inspection.doubt}"
    if inspection.regions:
        worst = inspection.regions[0]
        where += f"  {worst.width}×{worst.height} px at ({worst.left}, {worst.top})"
    score = relative_text(relative(inspection.score))
    return f"{inspection.decision:<7} {score:>8}  {inspection.name}{where}{_failed(inspection)}"


def _failed(inspection: "Inspection") -> str:
    """Which tasks failed, and of crops where; of a method with a single task only where. Then the same in words."""
    if not inspection.failed:
        return ""
    worst = inspection.failed[0]
    place = f"{worst.width}×{worst.height} px at ({worst.left}, {worst.top})"
    named = f"  fails {worst.task} in {place}" if worst.task else f"  worst crop {place}"
    if (worst.height, worst.width) == inspection.size:
        named = "  fails " + ", ".join(one.task for one in inspection.failed)
    return f"{named}: {inspection.failed_words}"


def _as_json(inspection: "Inspection", relative: Callable[[float], float | None]) -> dict[str, Any]:
    return {
        "image": inspection.name,
        "decision": inspection.decision,
        "score": inspection.score,
        "relative_score": None if inspection.score is None else relative(inspection.score),
        "regions": [asdict(region) for region in inspection.regions],
        "failed": [asdict(one) for one in inspection.failed],
        "failed_words": inspection.failed_words,
        "doubt": inspection.doubt,
        "light": inspection.light,
        "timings_ms": {stage: round(ms, 1) for stage, ms in inspection.timings_ms.items()},
        "error": inspection.error,
    }
