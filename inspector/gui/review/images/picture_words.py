"""What is said of a part's picture: of the place under the pointer, its regions, and the evidence."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from inspector.core.inspection import Inspection
from inspector.gui.numbers import fixed, number, score_text
from inspector.gui.widgets.pictures.heat_view import Pointed

Note = tuple[float, float, str]  # x and y as shares of width and height, and a text


def pointer_text(pointed: Pointed | None, *, size: tuple[int, int], relative: Callable[[float], float | None]) -> str:
    """Pixel, map value, and that beside the reject threshold; without a pointer, how large the image is.

    Args:
        size: (H, W) of the image.
        relative: a map value where 1 is the reject threshold; None where there is no such scale.
    """
    if pointed is None:
        return f"{size[1]} × {size[0]} px"
    words = [f"x {int(pointed.x * size[1])}, y {int(pointed.y * size[0])} px"]
    if pointed.value is not None:
        value = QCoreApplication.translate("Review", "map value {value}")
        words.append(value.format(value=number(pointed.value)))
        share = relative(pointed.value)
        if share is not None:
            text = QCoreApplication.translate("Review", "{share} (1 = reject threshold)")
            words.append(text.format(share=score_text(share, pointed.value)))
    return " · ".join(words)


def region_notes(inspection: Inspection, *, pitch_um: float | None) -> list[Note]:
    """Sizes of the regions, in pixels and, where the pixel pitch is known, in micrometres."""
    notes: list[Note] = []
    if inspection.size is None:
        return notes
    height, width = inspection.size
    for region in inspection.regions:
        text = f"{region.width} × {region.height} px"
        if pitch_um is not None:
            text += f"  {fixed(region.width * pitch_um, 0)} × {fixed(region.height * pitch_um, 0)} µm"
        notes.append((region.left / width, region.top / height, text))
    return notes


def evidence_meaning(name: str) -> str:
    """What a picture or a map of the evidence shows, by its name; empty where that is not known."""
    kind, _, size = name.partition(" k=")
    if kind == "map":
        text = QCoreApplication.translate(
            "Evidence", "How unlike good parts each place is, judged by squares of {k}×{k} pixels."
        )
        return text.format(k=size)
    if kind == "reconstruction":
        text = QCoreApplication.translate(
            "Evidence", "The part as the model redraws it from its surroundings, in squares of {k}×{k} pixels."
        )
        return text.format(k=size)
    if kind == "distance":
        return QCoreApplication.translate(
            "Evidence", "How far each place is from the most similar place of all good parts."
        )
    return ""


def task_meaning(name: str) -> str:
    """What a task asks of the network, by its name; empty where that is not known."""
    return {
        "vertical": QCoreApplication.translate("Evidence", "The model tells whether the part was moved up or down."),
        "horizontal": QCoreApplication.translate("Evidence", "The model tells whether the part was moved sideways."),
        "rotation": QCoreApplication.translate("Evidence", "The model tells by how much the part was turned."),
        "flip": QCoreApplication.translate("Evidence", "The model tells whether the part was mirrored."),
        "jigsaw": QCoreApplication.translate("Evidence", "The model tells how pieces of the part were rearranged."),
    }.get(name, "")
