"""What is said of a part's picture: of its regions, the part, and the evidence."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QCoreApplication

from inspector.core.inspection import Inspection
from inspector.gui.core_texts import core_name, core_text
from inspector.gui.numbers import fixed, score_text
from inspector.gui.review.decisions.words import marked_review
from inspector.gui.widgets.pictures.notes import Note
from inspector.workflow.review.images import ReviewedImageRun


def region_notes(
    inspection: Inspection, *, pitch_um: float | None, types: Mapping[int, str], chosen: int
) -> list[Note]:
    """Types and sizes of the regions, in pixels and, where the pixel pitch is known, in micrometres.

    Args:
        types: of the regions that a person named, by their numbers.
        chosen: the region that would be named now, which is marked where there are several.
    """
    notes: list[Note] = []
    if inspection.size is None:
        return notes
    height, width = inspection.size
    for place, region in sorted(enumerate(inspection.regions), key=lambda one: one[0] != chosen):  # it is shown first
        text = f"{region.width} × {region.height} px"
        if pitch_um is not None:
            text += f"  {fixed(region.width * pitch_um, 0)} × {fixed(region.height * pitch_um, 0)} µm"
        if place in types:
            text = f"{types[place]}  {text}"
        if place == chosen and len(inspection.regions) > 1:
            text = f"▸ {text}"
        notes.append((region.left / width, region.top / height, (region.top + region.height) / height, text))
    return notes


def shown_pitch_um(pitch_um: float | None, inspection: Inspection, pixels: np.ndarray | None) -> float | None:
    """Micrometres per pixel of the picture that is shown, (h, w, 3), which may be smaller than the image."""
    if pitch_um is None or pixels is None or inspection.size is None:
        return None
    return pitch_um * inspection.size[1] / pixels.shape[1]


def part_facts(run: ReviewedImageRun, place: int) -> str:
    """Score and label of a part that was judged."""
    score, label = run.scores[place], run.labels[place]
    translate = QCoreApplication.translate
    facts = [translate("Review", "score {score}").format(score=score_text(run.relative(score), score))]
    if label:
        facts.append(translate("Review", "label: {label}").format(label=label))
    return " · ".join(facts)


def part_decision(run: ReviewedImageRun, place: int) -> tuple[str, bool]:
    """What a person decided on a part, and whether it contradicts the label; an empty text where nobody did.

    Who decided comes last, as it is cut where room is short.
    """
    review = run.review_of(place)
    if review is None or review.decision is None:
        return "", False
    contradicted = run.contradicted_label(place, review.decision)
    by = QCoreApplication.translate("Review", "decided by {user}").format(user=review.user)
    return f"{marked_review(review.decision, label=contradicted)} · {by}", bool(contradicted)


def part_reasons(run: ReviewedImageRun, place: int, inspection: Inspection) -> str:
    """Why a part is in doubt, and what it fails, where its method says so; empty where there is nothing to say."""
    reasons = []
    if run.not_found[place]:
        reasons.append(
            QCoreApplication.translate(
                "Review", "Part not found: missing, cut off, not as good parts lie, or its angle is unclear."
            )
        )
    elif run.coarse[place]:
        reasons.append(QCoreApplication.translate("Review", "Too few pixels: far fewer than all good images have."))
    elif run.doubtful[place]:
        reasons.append(
            QCoreApplication.translate(
                "Review", "A large defect, or no part here: the whole picture is unlike good parts."
            )
        )
    if inspection.failed and inspection.size is not None:
        reasons.append(" ".join(map(core_text, inspection.failed[0].words(inspection.size))))
    tasks = ", ".join(core_name(one.task) for one in inspection.failed if one.task)
    if tasks:
        reasons.append(QCoreApplication.translate("Review", "fails {tasks}").format(tasks=tasks))
    return " · ".join(reasons)


def evidence_meaning(name: str) -> str:
    """What a picture or a map of the evidence shows, by its name; empty where that is not known."""
    kind, _, size = name.partition(" k=")
    if kind == "map":
        text = QCoreApplication.translate(
            "Evidence", "How unlike good parts each place is, judged by squares of {k}×{k} pixels."
        )
        return f"{text.format(k=size)} {_own_scale()}"
    if kind == "reconstruction":
        text = QCoreApplication.translate(
            "Evidence", "The part as the model redraws it from its surroundings, in squares of {k}×{k} pixels."
        )
        return text.format(k=size)
    if kind == "distance":
        text = QCoreApplication.translate(
            "Evidence", "How far each place is from the most similar place of all good parts."
        )
        return f"{text} {_own_scale()}"
    return ""


def _own_scale() -> str:
    return QCoreApplication.translate(
        "Evidence",
        "The brightest colour is the highest value of this part: a good part has bright places, too. The heatmap has "
        "one scale for all parts.",
    )


def task_meaning(name: str) -> str:
    """What a task asks of the network, by its name; empty where that is not known."""
    return {
        "vertical": QCoreApplication.translate("Evidence", "The model tells whether the part was moved up or down."),
        "horizontal": QCoreApplication.translate("Evidence", "The model tells whether the part was moved sideways."),
        "rotation": QCoreApplication.translate("Evidence", "The model tells by how much the part was turned."),
        "flip": QCoreApplication.translate("Evidence", "The model tells whether the part was mirrored."),
        "jigsaw": QCoreApplication.translate("Evidence", "The model tells how pieces of the part were rearranged."),
    }.get(name, "")
