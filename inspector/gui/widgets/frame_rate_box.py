"""How many frames a second folders of frames have, which do not say it."""

from inspector.gui.widgets.fields import DoubleSpinBox

_HIGHEST = 1000.0


class FrameRateBox(DoubleSpinBox):
    """A number of frames a second, or that it is not known."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, _HIGHEST)
        self.setDecimals(2)
        self.setSpecialValueText(self.tr("unknown"))
        self.setAccessibleName(self.tr("Frame rate of image sequences"))
        self.setToolTip(self.tr("For clips that are folders of images; video files state their own"))

    @property
    def rate(self) -> float | None:
        """Frames a second; None where it is not known."""
        return self.value() or None
