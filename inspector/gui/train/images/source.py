"""Training on images: the methods, the job, and what is shown of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.core.errors import SettingError
from inspector.core.images.variation import Variation
from inspector.core.methods import image_methods, method_class, method_from_config
from inspector.data.category import Category
from inspector.gui.train.advice.texts import finding_text, proof_text
from inspector.gui.train.images.fields import ImageFields
from inspector.gui.train.method_form import MethodForm, MethodOffer
from inspector.gui.train.preview_grid import PREVIEW_INTERVAL_S, painted
from inspector.gui.train.source import AdviceWords, OutcomeWords, TrainSource, with_counts
from inspector.store.listing import CheckpointEntry
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.advise.properties import Properties
from inspector.workflow.advise.suggest import SuggestDone
from inspector.workflow.advise.tiles import tile_of
from inspector.workflow.device import choose_device
from inspector.workflow.evaluate.outcome import ImageTestCount
from inspector.workflow.kinds import IMAGES
from inspector.workflow.train.estimate import estimate_training
from inspector.workflow.train.images import ImageTrainJob

_RECOMMENDED = ("patchcore", "scattering", "riad", "multitask", "adacl")
_PRESETS = ("features", "cpu", "balanced", "paper")


@dataclass(frozen=True)
class ImageChoice:
    """What a checkpoint does not hold of a training on images."""

    device: str
    max_false_reject: float
    max_review: float
    weights: str
    download_weights: bool
    skip_unreadable: bool
    mixed_sizes: bool

    def job_fields(self) -> dict[str, Any]:
        """The fields of :class:`ImageTrainJob` that follow from it.

        Raises:
            SettingError: if there is no such device on this machine.
        """
        return {
            "device": choose_device(self.device),
            "max_false_reject": self.max_false_reject,
            "max_review": self.max_review,
            "weights": Path(self.weights) if self.weights else None,
            "download_weights": self.download_weights,
            "skip_unreadable": self.skip_unreadable,
            "mixed_sizes": self.mixed_sizes,
            "preview_interval_s": PREVIEW_INTERVAL_S,
        }


class ImageTrainSource(TrainSource[Category, ImageTrainJob]):
    """Its trainings show previews."""

    kind = IMAGES
    settings_key = "train"

    def __init__(self) -> None:
        translate = QCoreApplication.translate
        first = self.kind.default_method
        offer = MethodOffer(
            methods=(first, *(name for name in _RECOMMENDED if name != first)),
            comparison=[name for name in image_methods() if name not in _RECOMMENDED],
            presets=_presets,
            reject_tip=translate("ImageTraining", "The share of good parts that may be rejected"),
            review_tip=translate("ImageTraining", "The share of good parts that may be sent to review"),
        )
        self._fields = ImageFields()
        self.form = MethodForm(offer, self._fields)

    def choice(self) -> ImageChoice:
        form, fields = self.form, self._fields
        return ImageChoice(
            device=form.device.currentData(),
            max_false_reject=form.reject.value() / 100,
            max_review=form.review.value() / 100,
            weights=fields.weights.text().strip() if fields.needs_weights else "",
            download_weights=fields.needs_weights and fields.download.isChecked(),
            skip_unreadable=fields.skip_unreadable.isChecked(),
            mixed_sizes=fields.mixed_sizes.isChecked(),
        )

    def job(self, category: Category, output: Path) -> ImageTrainJob:
        return ImageTrainJob(
            category=category,
            output=output,
            method=self.form.chosen_method(),
            variation=category.properties.variation,
            group_by=category.properties.group_by,
            tile=category.properties.tile,
            locate=category.properties.locate,
            calibrate="cross" if self._fields.calibrate_on_all.isChecked() else "auto",
            seed=self.form.seed.value(),
            **self.choice().job_fields(),
        )

    def problem(self) -> str:
        return ""

    def files(self) -> Sequence[Path]:
        weights = self.choice().weights
        return [Path(weights)] if weights else []

    def interrupted_job(
        self, entry: CheckpointEntry, remembered: dict[str, Any] | None, category: Category
    ) -> tuple[ImageTrainJob, ImageChoice]:
        choice = self.choice() if remembered is None else ImageChoice(**remembered)
        assert entry.job is not None, "a checkpoint that cannot be read is not offered"
        if "extended model" in entry.job:
            raise SettingError(
                str(QT_TRANSLATE_NOOP("Errors", "{file} extends a model; only the command line can resume it.")),
                code="checkpoint.extends_model",
                file=entry.path,
            )
        job = ImageTrainJob(
            category=category,
            output=entry.output,
            method=method_from_config(entry.job["method"], entry.job["config"]),
            variation=Variation.model_validate(entry.job["variation"]),
            group_by=entry.job["group_by"],
            tile=tile_of(entry.job),
            locate=entry.job.get("locate", "off"),
            calibrate=entry.job.get("calibrate", "held-out"),
            seed=entry.job["seed"],
            resume=True,
            **choice.job_fields(),
        )
        return job, choice

    def updates(self, job: ImageTrainJob, run: Path) -> Iterator[object]:
        return painted(self.kind.train_and_test(job, run=run))

    def estimate(self, job: ImageTrainJob) -> Iterator[object]:
        return estimate_training(job)

    def advise(self, category: Category) -> Iterator[object]:
        return self.kind.suggest(category, weights=True, available=image_methods())

    def looking_text(self) -> str:
        return QCoreApplication.translate("ImageTraining", "Looking at the good images")

    def advice_words(self, found: SuggestDone[Properties]) -> AdviceWords:
        return AdviceWords(
            heading=QCoreApplication.translate("ImageTraining", "For these images"),
            finding=finding_text(found.properties, located=found.advice.located),
            proof=proof_text(found.properties, calibrates_on_all=found.advice.suggestions[0].calibrates_on_all),
        )

    def fill_in(self, suggestion: Suggestion) -> None:
        self._fields.accept(skip_unreadable=suggestion.skip_unreadable, mixed_sizes=suggestion.mixed_sizes)
        self.form.take(suggestion.method, suggestion.preset, suggestion.settings)

    def stages(self) -> Mapping[str, str]:
        translate = QCoreApplication.translate
        return {
            "Learning to locate": translate("ImageTraining", "Learning to locate the part"),
            "Reading": translate("ImageTraining", "Reading the good images"),
            "Training": translate("ImageTraining", "Training"),
            "Comparing": translate("ImageTraining", "Comparing good images with one another"),
            "Calibrating": translate("ImageTraining", "Calibrating on good images"),
            "Inspecting": translate("ImageTraining", "Inspecting the test images"),
        }

    def test_count(self, category: Category) -> ImageTestCount:
        return ImageTestCount(category.test)

    def outcome_words(self) -> OutcomeWords:
        translate = QCoreApplication.translate
        return OutcomeWords(
            untested=translate(
                "ImageTraining",
                "The model is finished. There was nothing to test it on: the results show the good images that set "
                "the thresholds.",
            ),
            all_good=translate("ImageTraining", "No defective part was tested, so nothing is known of what it finds."),
            all_found=translate("ImageTraining", "Finds all {defective} defects."),
            none_missed=translate(
                "ImageTraining", "Finds {found} of {defective} defects and sends {review} to review; misses none."
            ),
            missed=translate("ImageTraining", "Finds {found} of {defective} defects; misses {missed}."),
            missed_and_review=translate(
                "ImageTraining", "Finds {found} of {defective} defects and sends {review} to review; misses {missed}."
            ),
            rejected=translate("ImageTraining", "Rejects {rejected} of {good} good parts."),
            remedy=translate(
                "ImageTraining",
                "A larger input size shows finer defects, and more good images allow narrower thresholds.",
            ),
            learned_defect=translate(
                "ImageTraining",
                "A defect among the good images that were learned would widen the thresholds like this: look for it on "
                "the Category screen.",
            ),
            proven=translate(
                "ImageTraining",
                "{n} good images that were not learned prove: at most {bound} of good parts are rejected (95 % "
                "confidence).",
            ),
            expected=translate(
                "ImageTraining",
                "{n} good images, each judged by a model that learned the others: about {share} of good parts are "
                "expected to be rejected. Not proven.",
            ),
            no_review=translate("ImageTraining", "Both thresholds are the same: no part goes to REVIEW by its score."),
            way_to_review=translate(
                "ImageTraining",
                'Train again with "Always calibrate on all good images", below Advanced, or with more good images.',
            ),
            way_to_review_crossed=translate("ImageTraining", "Train again with more good images."),
        )

    def summary(self, category: Category) -> str:
        translate = QCoreApplication.translate
        text = translate(
            "ImageTraining",
            "{good} good images for training, from {folders}. Each image that sets the thresholds is judged by a model "
            "that has not learned it.",
        )
        test = (
            translate(
                "ImageTraining",
                "Afterwards, the new model inspects {test} test images and says how many defects it finds.",
            )
            if category.test
            else translate(
                "ImageTraining",
                "There are no test images. To find out how many defects the model finds, mark defective images on the "
                "screen Category, or inspect some afterwards.",
            )
        )
        return with_counts(f"{text}\n{test}", category)


def _presets(method: str) -> Sequence[str]:
    first = IMAGES.default_preset(method)
    offered = [preset for preset in _PRESETS if preset in method_class(method).presets]
    return [first, *(preset for preset in offered if preset not in (first, "features"))]
