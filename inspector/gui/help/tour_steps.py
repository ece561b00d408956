"""What the tour says, and what it points at."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class Step:
    """One stop of the tour.

    Attributes:
        screen: the key of the screen.
        target: object name of what it points at there; where that cannot be seen, it points at the screen's button.
    """

    screen: str
    target: str
    title: str
    text: str


def tour_steps() -> tuple[Step, ...]:
    """The five stops, in the language of the screen."""
    translate = QCoreApplication.translate
    return (
        Step(
            "category",
            "groups",
            translate("Tour", "Good images are enough"),
            translate(
                "Tour",
                "This demonstration holds good bearing covers to learn from, and defective ones to test with. On the "
                "right: what may be wrong with the images, and what you state about the parts.",
            ),
        ),
        Step(
            "train",
            "train-start",
            translate("Tour", "Train a model"),
            translate(
                "Tour",
                "The card on the right says which method suits these images, and why. Start learns from the good "
                "images alone, sets the thresholds, and tests the model.",
            ),
        ),
        Step(
            "review",
            "inspections",
            translate("Tour", "See what is wrong, and where"),
            translate(
                "Tour",
                "After a training, the test images stand here, worst first, with their heatmaps. Decide on each with "
                "one key; the thresholds on the right follow your limits.",
            ),
        ),
        Step(
            "inspect",
            "inspect-model",
            translate("Tour", "Inspect a batch"),
            translate(
                "Tour",
                "Choose a model and a folder, or drop images anywhere in the window. The worst parts are shown while "
                "the batch runs; the operator view shows one part at a time, large.",
            ),
        ),
        Step(
            "models",
            "models",
            translate("Tour", "Compare and export models"),
            translate(
                "Tour",
                "Every training is kept here. Compare two models on the same parts, or export one for the line. The "
                "menu Help lists all commands with their keys.",
            ),
        ),
    )
