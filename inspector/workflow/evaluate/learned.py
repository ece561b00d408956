"""Parts that a model learned, or that set its thresholds: what it makes of them is no test of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector.core.errors import InspectorError
from inspector.store.models.model_folder import file_sha256


def learned_parts(
    card: Mapping[str, Any], parts: Iterable[tuple[str, Path]], *, digest: Callable[[Path], str] = file_sha256
) -> frozenset[str]:
    """Names of the parts or clips that a model learned or was calibrated on, such as those that people confirmed since.

    Reads the files of the few that may be among them, by their names; what is gone counts as learned, as nobody can
    tell any more.

    Args:
        card: of the model.
        parts: names, as a run or a category has them, and files.
        digest: the hash of a file, or of a folder of frames.
    """
    split = card.get("split", {})
    names = {_name(one) for one in (*split.get("training", ()), *split.get("calibration", ()))}
    hashes = ("training_sha256", "calibration_sha256", "clips_sha256")
    digests = {one for side in hashes for one in split.get(side, ())}
    files = set()  # names of those that people confirmed, which another run may have in another folder
    confirmed = card.get("confirmed")
    while confirmed is not None:
        digests |= {one["sha256"] for one in confirmed["images"]}
        files |= {Path(one["image"]).name for one in confirmed["images"]}
        confirmed = confirmed.get("earlier")
    return frozenset(
        name
        for name, path in parts
        if (name in names and _digest(path, digest) in {*digests, ""})
        or (Path(name).name in files and _digest(path, digest) in digests)
    )


def learned_text(number: int, *, unit: str = "image") -> str:
    """That so many are left out."""
    parts = f"1 {unit} was" if number == 1 else f"{number} {unit}s were"
    return (
        f"{parts} learned by this model as good, or set its thresholds: that is no test of it and is left out of the "
        "figures."
    )


def _name(side: str | Sequence[Any]) -> str:
    """Of an image, or of a stretch of a clip."""
    return side if isinstance(side, str) else str(side[0])


def _digest(path: Path, digest: Callable[[Path], str]) -> str:
    """Empty for what cannot be read."""
    try:
        return digest(path)
    except (OSError, InspectorError):
        return ""
