"""What is said of a part's picture: of the place under the pointer, and of its regions."""

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
