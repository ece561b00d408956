"""What is known of one clip, in words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.data.video.category import Clip
from inspector.data.video.extent import ClipExtent
from inspector.gui.category.video.clip_list import frames_text, label_text, length_text
from inspector.gui.category.video.extents import ClipExtentRead
from inspector.gui.widgets.labels import ElidedLabel, label
from inspector.gui.widgets.video.clock import ClipClock


class ClipFacts(QWidget):
    """Name, label, length, size and labelled intervals of the clip that is shown, and what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._facts, self._problem = ElidedLabel("heading"), label(""), label("", "warning")
        for text, name in ((self._name, "clip-name"), (self._facts, "clip-facts"), (self._problem, "clip-problem")):
            text.setObjectName(name)
        for text in (self._facts, self._problem):
            text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (self._name, self._facts, self._problem):
            column.addWidget(widget)
        self.clear()

    def clear(self) -> None:
        """No clip is shown."""
        self._name.setText("–")
        self._facts.clear()
        self._facts.hide()
        self.show_problem("")

    def show_clip(self, clip: Clip, read: ClipExtentRead | None) -> None:
        """Describe a clip, with its extent where that was read."""
        self._name.setText(clip.name)
        self._facts.setText("\n".join(self._lines(clip, None if read is None else read.extent)))
        self._facts.show()
        self.show_problem("" if read is None else read.problem)

    def show_problem(self, text: str) -> None:
        """Why the clip, or the frame that is shown, cannot be seen; empty where all is well."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def _lines(self, clip: Clip, extent: ClipExtent | None) -> list[str]:
        lines = [label_text(clip.label)]
        if extent is not None:
            lines += [text for text in (frames_text(extent), length_text(extent)) if text]
            if extent.size is not None:
                lines.append(f"{extent.size[1]} × {extent.size[0]} px")
            clock = ClipClock(extent.frame_rate, frames=extent.frames.number if extent.frames else 0)
            lines += [
                self.tr("abnormal: {start} – {end}").format(start=clock.text(start), end=clock.text(end))
                for start, end in clip.abnormal or ()
            ]
        if clip.masks is not None:
            lines.append(self.tr("with masks"))
        return lines
