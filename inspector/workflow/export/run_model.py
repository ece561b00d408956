"""The model that a run was made with, wherever it is now, for the run's pictures and its page."""

from collections.abc import Iterator
from pathlib import Path

from inspector.core.errors import ModelError
from inspector.core.operating_point import OperatingPoint
from inspector.store.models.model_folder import StoredModel
from inspector.store.onnx.exported import open_model
from inspector.store.runs.lifecycle import StoredRun


def model_for_run(run: StoredRun, *, given: Path | None) -> StoredModel:
    """The model of a run; other thresholds may be in force for it by now than those of the run.

    Args:
        given: where it is; None to look where it was then and near the run.

    Raises:
        ModelError: if it is not found, is another, or cannot be read.
    """
    if given is not None:
        stored = open_model(given)
        if stored.identity != run.about.get("model"):
            raise ModelError(
                "{model} is not the model that {run} was made with.",
                code="run.not_its_model",
                model=given,
                run=run.path,
            )
        return stored
    name = str(run.about.get("model_folder", ""))
    for place in _places(run, name):
        if not place.exists():
            continue
        try:
            stored = open_model(place)
        except ModelError:
            continue
        if stored.identity == run.about.get("model"):
            return stored
    raise ModelError(
        "{run} was made with the model '{model}', which is neither where it was then nor near the run.",
        code="run.model_not_found",
        run=run.path,
        model=name,
    )


def point_in_force(run: StoredRun) -> OperatingPoint | None:
    """The thresholds in force for the model of a run; None where it is not found."""
    try:
        return model_for_run(run, given=None).operating_point
    except ModelError:
        return None


def _places(run: StoredRun, name: str) -> Iterator[Path]:
    if "model_path" in run.about:
        yield Path(run.about["model_path"])
    folder = run.path.absolute().parent
    if name:
        yield from (folder / name, folder / "models" / name, folder.parent / "models" / name, Path.cwd() / name)
