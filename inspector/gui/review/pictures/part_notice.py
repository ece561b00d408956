"""What is wrong with the picture of a part, above it."""

from PySide6.QtCore import QCoreApplication

from inspector.gui.core_texts import stored_text
from inspector.gui.widgets.labels import Notice


class PartNotice(Notice):
    """Why there is no picture or no verdict, or that the picture may be of another part; else why it is so judged."""

    def __init__(self) -> None:
        super().__init__("warning")
        self.setObjectName("image-failure")
        self.say("")

    def say(self, text: str) -> None:
        self._picture, self._record, self._reasons, self._replaced = text, "", "", False
        self._refresh()

    def say_of_record(self, error: str | None, *, reasons: str, replaced: bool) -> None:
        """Why the part was not judged, or judged so, and whether its file is another than was inspected."""
        self._record, self._reasons, self._replaced = stored_text(error or ""), reasons, replaced
        self._refresh()

    def _refresh(self) -> None:
        text = self._picture or self._record
        if not text:
            text = "\n".join(filter(None, (replaced_words() if self._replaced else "", self._reasons)))
        super().say(text)


def replaced_words() -> str:
    """What to know where a picture is read from another file than was inspected."""
    return QCoreApplication.translate(
        "Review",
        "The file was changed or replaced after the inspection. The verdict and the heatmap are of the picture as it "
        "was, and may not fit what is shown.",
    )
