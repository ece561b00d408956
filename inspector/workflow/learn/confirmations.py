"""What people confirmed to be good in a run, and a model does not know."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.core.errors import ModelError, RunError
from inspector.data.layout import GOOD
from inspector.store.models.card import read_card
from inspector.store.models.model_folder import StoredModel, file_sha256
from inspector.store.records import Review, ReviewDecision, current_reviews
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.progress import Progress, Warned


@dataclass(frozen=True)
class Confirmed:
    """One image or clip that a person confirmed to be good, whatever its label says; empty for none."""

    path: Path
    name: str
    label: str
    digest: str
    review: Review


def new_confirmations(
    stored: StoredModel, run_path: Path, *, other_model: bool
) -> Generator[Progress | Warned, None, list[Confirmed]]:
    """The images of a run that people confirmed and the model does not know.

    Args:
        other_model: accept a run of a model that shares no good image with this one.

    Raises:
        RunError: if the run cannot be read, is of a model of other parts, or no new image is confirmed in it.
    """
    split = stored.card["split"]
    known = {*split.get("training_sha256", ()), *split.get("calibration_sha256", ())}
    with ImageRun(run_path) as run:
        reviews = current_reviews(run_path, moved_from=run.moved_from)
        table, about = run.table(), run.about
        names = reviews.keys() & set(table.names)
        paths = {name: run.path_of(name) for name in names}
        replaced = {name for name in names if run.is_replaced(name)}
    if about["model"] not in ancestry(stored):
        if not other_model and not of_the_same_parts(stored, about):
            raise RunError(
                "{run} was made with another model, {other}, which shares no good image with {model}, so its images "
                "may show other parts.",
                code="learn.other_model",
                run=run_path.name,
                other=about.get("model_folder", ""),
                model=stored.folder.name,
            )
        yield Warned(
            f"{run_path.name} was made with another model, {about['model_folder']}: make sure that its images show the "
            f"parts that {stored.folder.name} inspects."
        )
    judged = {name for name, decision in zip(table.names, table.decisions, strict=True) if decision is not None}
    accepted = [name for name in table.names if name in judged and _accepts(reviews.get(name))]
    reviewed = len(judged & reviews.keys())
    if reviewed < len(judged):
        yield Warned(
            f"{reviewed} of the {len(judged)} images of {run_path.name} were reviewed. If these were chosen because "
            "they looked suspicious, the thresholds come out too high: review a whole run, or a random part of it."
        )
    labels = dict(zip(table.names, table.labels, strict=True))
    contradicted = [name for name in accepted if labels[name] not in ("", GOOD)]
    if contradicted:
        yield Warned(
            f"Images of {run_path.name} that were confirmed to be good lie among the defective ones: "
            f"{', '.join(contradicted)}. If one shows a defect, defects like it will pass: learn again without it."
        )
    found: dict[str, Confirmed] = {}
    for done, name in enumerate(accepted, start=1):
        if name in replaced:
            yield Warned(
                f"{paths[name]} has another size or time of change than when it was inspected, so nobody confirmed "
                "what it shows now. It is left out."
            )
            continue
        try:
            digest = file_sha256(paths[name])
        except OSError as error:
            yield Warned(f"{paths[name]} cannot be read ({error.strerror or error}). It is left out.")
            continue
        if digest not in known:
            found.setdefault(digest, Confirmed(paths[name], name, labels[name], digest, reviews[name]))
        yield Progress("Reading", done, len(accepted))
    if replaced and not found:
        raise RunError(
            "The images confirmed in {run} have another size or time of change than when they were inspected.",
            code="learn.replaced",
            run=run_path,
        )
    if not found:
        raise RunError(
            "{run} holds no image that a person confirmed to be good and that the model does not know yet."
            if accepted
            else "{run} holds no image that a person confirmed to be good.",
            code="learn.nothing_confirmed",
            run=run_path,
        )
    return list(found.values())


def ancestry(stored: StoredModel) -> set[str]:
    """A model, and the one that it extends, by their identities."""
    return {stored.identity, *({stored.card["extends"]["model"]} if "extends" in stored.card else ())}


def of_the_same_parts(stored: StoredModel, about: Mapping[str, Any]) -> bool:
    """Whether the model that made a run knows a good image or clip that this one knows; False where it is gone."""
    known = _good_images(stored.card)
    for folder in (Path(about.get("model_path", "")), stored.folder.parent / about.get("model_folder", "")):
        try:
            card = read_card(folder)
        except ModelError:
            continue
        if card["sha256"] == about["model"]:
            return not known.isdisjoint(_good_images(card))
    return False


def _good_images(card: Mapping[str, Any]) -> set[str]:
    """What a model learned and was calibrated on: hashes, and one of all, which early cards have alone."""
    split = card["split"]
    return {
        card["category"]["fingerprint"],
        *split.get("training_sha256", ()),
        *split.get("calibration_sha256", ()),
        *split.get("clips_sha256", ()),
    }


def _accepts(review: Review | None) -> bool:
    return review is not None and review.decision is ReviewDecision.ACCEPT
