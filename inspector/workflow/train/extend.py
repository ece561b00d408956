"""Teaching a model new good images: the old model stays as it is, and a new one that knows both is written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from inspector.core.errors import ModelError
from inspector.core.images.variation import Variation
from inspector.core.methods.capabilities import Memorises
from inspector.data.category import ImageRef
from inspector.data.splits import Split, split_added, split_added_crossed
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import StoredModel


def check_extendable(stored: StoredModel) -> None:
    """Refuse models that can only be trained anew.

    Raises:
        ModelError: if its method learns by gradient, or it does not say which images it knows.
    """
    method = stored.model.method
    if not (isinstance(method, Memorises) and method.extendable):
        raise ModelError(
            "{model}: method '{method}' learns from all images together and cannot be extended by new ones; train a "
            "new model on old and new images.",
            code="extend.not_by_method",
            model=stored.folder,
            method=method.name,
        )
    if "training_sha256" not in stored.card["split"]:
        raise ModelError(
            "{model} does not record which images it learned from; train a new model on old and new images.",
            code="extend.images_unknown",
            model=stored.folder,
        )


def extension(stored: StoredModel) -> dict[str, Any]:
    """What a :class:`ImageTrainJob` that extends a model takes over from it."""
    check_extendable(stored)
    return {
        "extend": stored,
        "method": stored.model.method,
        "variation": Variation.model_validate(stored.card["variation"]),
        "group_by": stored.card["split"]["group_by"],
        "scoring": "maximum" if stored.calibration.areas is None else "areas",
    }


def split_new(
    stored: StoredModel, images: Sequence[ImageRef], digests: Sequence[str], *, group_by: str | None, seed: int
) -> tuple[Split, str | None]:
    """The split of old and new images, and a sentence where images that the model was calibrated on are missing.

    A model that was calibrated on images that it learned remains one: its scores stay, and new lots add theirs.

    Raises:
        CategoryError: if nothing is left to learn or to calibrate with.
    """
    known = _known(stored)
    if is_crossed(stored.card):
        split = split_added_crossed(
            images, digests=digests, group_by=group_by, known=known["calibration"] | known["training"]
        )
        groups = stored.card["split"]["calibration_groups"] + split.calibration_groups
        return replace(split, calibration_groups=groups), None
    split = split_added(
        images,
        digests=digests,
        group_by=group_by,
        seed=seed,
        learned=known["training"],
        held_out=known["calibration"],
    )
    missing = known["calibration"].keys() - set(digests)
    if not missing:
        return split, None
    return split, (
        f"{len(missing)} of the {len(known['calibration'])} images that the old model was calibrated on are not in "
        f"this category; the thresholds rest on {len(split.calibration)} images."
    )


def split_content(
    split: Split, images: Sequence[ImageRef], digests: Sequence[str], *, extended: StoredModel | None
) -> dict[str, list[str]]:
    """The images on either side by name and by content, for the model's card: those of the extended model, too.

    A calibration image that was missing when a model was extended stays listed: it must never be learned.
    """
    content: dict[str, list[str]] = {}
    for side, indices in (("training", split.training), ("calibration", split.calibration)):
        sides = dict(_known(extended)[side]) if extended is not None else {}
        rows = [*((name, digest) for digest, name in sides.items())]
        rows += [(images[index].name, digests[index]) for index in indices if digests[index] not in sides]
        content[side] = [name for name, _ in rows]
        content[f"{side}_sha256"] = [digest for _, digest in rows]
    return content


def _known(stored: StoredModel) -> dict[str, dict[str, str]]:
    """The images a model has used on either side: digest to name."""
    split = stored.card["split"]
    return {side: dict(zip(split[f"{side}_sha256"], split[side], strict=True)) for side in ("training", "calibration")}
