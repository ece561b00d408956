"""What is said of a model of images in other words than of one of video, and what can be done with it."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QObject

from inspector.gui.numbers import count, percent

Card = Mapping[str, Any]


class ModelWording(Protocol):
    """The Models screen is handed the one of the open category's kind.

    Attributes:
        compares: whether two models can be compared on the category's test set.
        exports: whether a model can be exported for the line.
    """

    compares: ClassVar[bool]
    exports: ClassVar[bool]

    def learned_count(self, card: Card) -> int:
        """How many images or frames the model learned from, as the table sorts them."""

    def learned_text(self, card: Card) -> str:
        """The same, as the table shows it."""

    def learned_from(self, card: Card) -> str:
        """What the model learned from."""

    def held_out(self, card: Card) -> str:
        """What was held out to set the thresholds."""

    def bound(self, share: float, card: Card) -> str:
        """What the good part that was held out proves of false rejects, with 95 % confidence."""


class ImageModelWording(QObject):
    """Models of images."""

    compares: ClassVar[bool] = True
    exports: ClassVar[bool] = True

    def learned_count(self, card: Card) -> int:
        return len(card["split"]["training"])

    def learned_text(self, card: Card) -> str:
        return count(self.learned_count(card))

    def learned_from(self, card: Card) -> str:
        return self.tr("{count} good images").format(count=self.learned_text(card))

    def held_out(self, card: Card) -> str:
        split = card["split"]
        words = [self.tr("{count} good images").format(count=count(len(split["calibration"])))]
        if split["group_by"]:
            words.append(self.tr("{lots} lots").format(lots=split["calibration_groups"]))
        return " · ".join(words)

    def bound(self, share: float, card: Card) -> str:
        return self.tr("at most {share} (95 % confidence, from {count} images)").format(
            share=percent(share), count=count(card["threshold_choice"]["images"])
        )


class VideoModelWording(QObject):
    """Models of video."""

    compares: ClassVar[bool] = False
    exports: ClassVar[bool] = False

    def learned_count(self, card: Card) -> int:
        return sum(end - start for _, start, end in card["split"]["training"])

    def learned_text(self, card: Card) -> str:
        return self.tr("{count} frames").format(count=count(self.learned_count(card)))

    def learned_from(self, card: Card) -> str:
        return self.tr("{frames} frames of good video").format(frames=count(self.learned_count(card)))

    def held_out(self, card: Card) -> str:
        stretches = card["threshold_choice"]["images"]
        return self.tr("{count} stretches of good video").format(count=count(stretches))

    def bound(self, share: float, card: Card) -> str:
        return self.tr("at most {share} (95 % confidence, from {count} stretches of video)").format(
            share=percent(share), count=count(card["threshold_choice"]["images"])
        )


def wordings() -> dict[str, ModelWording]:
    """By the name of the kind."""
    return {"images": ImageModelWording(), "video": VideoModelWording()}
