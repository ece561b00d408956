"""Parts that a model learned, or that set its thresholds: what it makes of them is no test of it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inspector.store.models.model_folder import file_sha256


def learned_parts(card: Mapping[str, Any], parts: Iterable[tuple[str, Path]]) -> frozenset[str]:
    """Names of the parts that a model learned or was calibrated on, such as those that people confirmed since.

    Reads the files of the few that may be among them, by their names; what is gone counts as learned, as nobody can
    tell any more.

    Args:
        card: of the model.
        parts: names, as a run or a category has them, and files.
    """
    split = card.get("split", {})
    names = {*split.get("training", ()), *split.get("calibration", ())}
    digests = {*split.get("training_sha256", ()), *split.get("calibration_sha256", ())}
    files = set()  # names of those that people confirmed, which another run may have in another folder
    confirmed = card.get("confirmed")
    while confirmed is not None:
        digests |= {one["sha256"] for one in confirmed["images"]}
        files |= {Path(one["image"]).name for one in confirmed["images"]}
        confirmed = confirmed.get("earlier")
    return frozenset(
        name
        for name, path in parts
        if (name in names and _sha256(path) in {*digests, ""})
        or (Path(name).name in files and _sha256(path) in digests)
    )


def learned_text(number: int) -> str:
    """That so many are left out."""
    images = "1 image was" if number == 1 else f"{number} images were"
    return (
        f"{images} learned by this model as good, or set its thresholds: that is no test of it and is left out of the "
        "figures."
    )


def _sha256(path: Path) -> str:
    """Empty for a file that cannot be read."""
    try:
        return file_sha256(path)
    except OSError:
        return ""
