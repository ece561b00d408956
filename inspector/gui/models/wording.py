"""What is said of a model of images in other words than of one of video, and what can be done with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from inspector.gui.numbers import count, percent
from inspector.gui.widgets.pictures.thumbnails import thumbnail_of_file
from inspector.gui.widgets.video.middle_frame import middle_frame

Card = Mapping[str, Any]


class ModelWording(Protocol):
    """The Models screen is handed the one of the open category's kind.

    Attributes:
        exports: whether a model can be exported for the line.
    """

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

    def two_selected(self) -> str:
        """How to compare two models."""

    def compared(self) -> str:
        """On how much two models were compared: `{count}`, of which both judge `{agree}` rightly, `{wrong}` wrongly."""

    def alike(self) -> str:
        """That two models agree everywhere."""

    def thumbnail(self, path: Path, *, side: int, bits: int | None) -> QImage:
        """The small picture of an image or a clip; for any thread.

        Raises:
            ImageError, VideoError: if it cannot be read.
        """


class ImageModelWording(QObject):
    """Models of images."""

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

    def two_selected(self) -> str:
        return self.tr("Two models are selected. Press C to compare them on the same images.")

    def compared(self) -> str:
        return self.tr("Images compared: {count}; both right: {agree}; both wrong: {wrong}.")

    def alike(self) -> str:
        return self.tr("The models agree on every image that both inspected.")

    def thumbnail(self, path: Path, *, side: int, bits: int | None) -> QImage:
        return thumbnail_of_file(path, side=side, bits=bits)


class VideoModelWording(QObject):
    """Models of video."""

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

    def alike(self) -> str:
        return self.tr("The models agree on every clip that both inspected.")

    def two_selected(self) -> str:
        return self.tr("Two models are selected. Press C to compare them on the same clips.")

    def thumbnail(self, path: Path, *, side: int, bits: int | None) -> QImage:  # noqa: ARG002
        return middle_frame(path, side=side)

    def compared(self) -> str:
        return self.tr("Clips compared by their worst frames: {count}; both right: {agree}; both wrong: {wrong}.")


def wordings() -> dict[str, ModelWording]:
    """By the name of the kind."""
    return {"images": ImageModelWording(), "video": VideoModelWording()}
