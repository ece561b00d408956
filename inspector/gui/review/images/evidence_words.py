"""What the names in the Why panel mean, in one sentence each."""

from PySide6.QtCore import QCoreApplication


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
