"""The form in which a person states the properties of the parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.core.errors import CategoryError, SettingError
from inspector.data.category import ImageRef
from inspector.data.properties import LARGEST_TILE_PX, SMALLEST_TILE_PX, CategoryProperties, Locate, Tile, judged_mask
from inspector.data.splits import GROUP_BY_FOLDER, group_of
from inspector.gui.category.properties_editor import ImageProperties
from inspector.gui.numbers import count, percent
from inspector.gui.widgets.fields import ComboBox, DoubleSpinBox
from inspector.gui.widgets.labels import label

_NONE, _FOLDER, _PATTERN = range(3)
_LOCATE: tuple[Locate, ...] = ("auto", "off", "rigid", "similarity")
_WHERE_NEEDED, _NEVER, _ALWAYS = range(3)
_USUAL_TILE_PX = 256
_AS_STATED = 7  # below the fewest bits that can be stated
_TYPING_PAUSE_MS = 150
_FIELD_HEIGHT = 28
_SUMMARY_SIZE = (200, 200)  # at which the share of the image that is evaluated is counted


class PropertiesForm(QWidget):
    """Shows what the editor holds, and states each change as soon as it is made.

    Signals:
        region_requested: the person wants to draw the region of interest.
        locating_requested: the person wants to see how parts are located.
    """

    region_requested = Signal()
    locating_requested = Signal()

    def __init__(self, properties: ImageProperties) -> None:
        super().__init__()
        self._properties = properties
        self._build()
        properties.changed.connect(self._show)

    def _build(self) -> None:
        self._flip_horizontal = QCheckBox(self.tr("Mirrored left to right"))
        self._flip_vertical = QCheckBox(self.tr("Mirrored top to bottom"))
        self._light = QCheckBox(self.tr("Lighting varies"))
        self._rotation = _number(0, 180, decimals=1, prefix="± ", suffix=" °")
        self._pitch = _number(0, 100_000, decimals=3)
        self._pitch.setSpecialValueText(self.tr("unknown"))
        self._bits = _number(_AS_STATED, 16, decimals=0)
        self._bits.setSpecialValueText(self.tr("as each file states"))
        self._locate = ComboBox()
        self._locate.addItems(
            [self.tr("Where needed"), self.tr("As it lies"), self.tr("Turned"), self.tr("Turned and scaled")]
        )
        self._locate.setToolTip(
            self.tr(
                "Finds the part in each image and brings it to one pose before it is judged. A part that is not found "
                "is never OK."
            )
        )
        self._preview_locating = QPushButton(self.tr("Preview …"))
        self._preview_locating.setToolTip(self.tr("Shows where the part is found in good images"))
        self._preview_locating.clicked.connect(self.locating_requested)
        self._tiles = ComboBox()
        self._tiles.addItems([self.tr("Where needed"), self.tr("Never"), self.tr("Always")])
        self._tiles.setToolTip(
            self.tr(
                "In tiles, a large or long image keeps its resolution and its shape, and an inspection takes longer "
                "the more tiles there are. Otherwise each whole image is reduced to the size that the method sees."
            )
        )
        self._tile_px = _number(SMALLEST_TILE_PX, LARGEST_TILE_PX, decimals=0, suffix=" px")
        self._lots = ComboBox()
        self._lots.addItems([self.tr("No lots"), self.tr("One lot per folder"), self.tr("Pattern in the name")])
        self._pattern = QLineEdit()
        self._pattern.setPlaceholderText(self.tr("e.g. lot(\\d+)"))
        self._pattern.setToolTip(self.tr("A regular expression; its first group, or else the whole match, is the lot."))
        self._preview = label("", "muted")
        self._preview.setObjectName("lots-preview")
        self._preview.setWordWrap(True)
        self._region_text = label("", "muted")
        self._region_text.setObjectName("region-summary")
        self._region_text.setWordWrap(True)
        self._region = QPushButton(self.tr("Draw regions …"))
        self._region.clicked.connect(self.region_requested)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(self.tr("Good parts may be"), "muted"))
        for check in (self._flip_horizontal, self._flip_vertical, self._light):
            layout.addWidget(check)
            check.clicked.connect(self._state_variation)
        rows = QFormLayout()
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow(self.tr("Rotated by"), self._rotation)
        rows.addRow(self.tr("Pixel pitch (µm)"), self._pitch)
        rows.addRow(self.tr("Bits per sample"), self._bits)
        locating = QHBoxLayout()
        locating.addWidget(self._locate, stretch=1)
        locating.addWidget(self._preview_locating)
        rows.addRow(self.tr("Locate the part"), locating)
        rows.addRow(self.tr("Tiles"), self._tiles)
        rows.addRow(self.tr("A tile shows"), self._tile_px)
        rows.addRow(self.tr("Lots"), self._lots)
        rows.addRow(self.tr("Pattern"), self._pattern)
        self._rows = rows
        layout.addLayout(rows)
        layout.addWidget(self._preview)
        layout.addWidget(label(self.tr("Region of interest"), "heading"))
        layout.addWidget(self._region_text)
        layout.addWidget(self._region, alignment=Qt.AlignmentFlag.AlignLeft)

        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._preview_lots)
        self._rotation.editingFinished.connect(self._state_variation)
        self._pitch.editingFinished.connect(self._state_pitch)
        self._bits.editingFinished.connect(self._state_bits)
        self._locate.activated.connect(self._state_locate)
        self._tiles.activated.connect(self._choose_tiles)
        self._tile_px.editingFinished.connect(self._state_tile)
        self._lots.activated.connect(self._choose_lots)
        self._pattern.textEdited.connect(self._typing.start)
        self._pattern.editingFinished.connect(self._state_pattern)
        for field, name in (
            (self._rotation, self.tr("Rotated by up to, in degrees")),
            (self._pitch, self.tr("Pixel pitch on the part, in µm")),
            (self._bits, self.tr("Bits per sample of the camera, in files with room for 16 or more")),
            (self._locate, self.tr("Locate the part before it is judged")),
            (self._preview_locating, self.tr("Preview how parts are located")),
            (self._tiles, self.tr("Judge images in tiles")),
            (self._tile_px, self.tr("Pixels of the image along a side of a tile")),
            (self._lots, self.tr("Lots")),
            (self._pattern, self.tr("Pattern of the lot in the image name")),
        ):
            field.setAccessibleName(name)

    def _show(self, properties: CategoryProperties) -> None:
        variation = properties.variation
        self._flip_horizontal.setChecked(variation.flip_horizontal)
        self._flip_vertical.setChecked(variation.flip_vertical)
        self._light.setChecked(variation.light_varies)
        self._rotation.setValue(variation.rotation_degrees)
        self._pitch.setValue(properties.pixel_pitch_um or 0)
        self._bits.setValue(properties.bits_per_sample or _AS_STATED)
        self._locate.setCurrentIndex(_LOCATE.index(properties.locate))
        self._preview_locating.setEnabled(properties.locate != "off")
        always = isinstance(properties.tile, int)
        self._tiles.setCurrentIndex(_ALWAYS if always else _NEVER if properties.tile == "off" else _WHERE_NEEDED)
        if isinstance(properties.tile, int):
            self._tile_px.setValue(properties.tile)
        self._rows.setRowVisible(self._tile_px, always)
        group_by = properties.group_by
        if not (group_by is None and self._lots.currentIndex() == _PATTERN and self._pattern.hasFocus()):
            self._lots.setCurrentIndex({None: _NONE, GROUP_BY_FOLDER: _FOLDER}.get(group_by, _PATTERN))
            self._pattern.setText("" if group_by in (None, GROUP_BY_FOLDER) else group_by)
        self._rows.setRowVisible(self._pattern, self._lots.currentIndex() == _PATTERN)
        self._region_text.setText(self._region_summary(properties))
        self._preview_lots()

    def _region_summary(self, properties: CategoryProperties) -> str:
        try:
            judged = judged_mask(properties, _SUMMARY_SIZE)
        except SettingError:
            return self.tr("Nothing is left to evaluate. Remove an ignored region, or add one to evaluate.")
        if judged is None:
            return self.tr("The whole image is evaluated.")
        text = self.tr("Evaluated: {share} of the image.").format(share=percent(judged.mean(), digits=2))
        if properties.ignore:
            text += " " + self.tr("Ignored regions: {count}.").format(count=count(len(properties.ignore)))
        return text

    def _state_variation(self) -> None:
        variation = self._properties.current.variation
        light = self._light.isChecked()
        variation = variation.stated(
            flip=None,
            rotation_degrees=self._rotation.value(),
            light=light if light != variation.light_varies else None,
        ).model_copy(
            update={
                "flip_horizontal": self._flip_horizontal.isChecked(),
                "flip_vertical": self._flip_vertical.isChecked(),
            }
        )
        self._properties.change(self.tr("Change part properties"), variation=variation)

    def _state_pitch(self) -> None:
        self._properties.change(self.tr("Change the pixel pitch"), pixel_pitch_um=self._pitch.value() or None)

    def _state_bits(self) -> None:
        bits = round(self._bits.value())
        self._properties.change(
            self.tr("Change the bits per sample"), bits_per_sample=None if bits == _AS_STATED else bits
        )

    def _state_locate(self, choice: int) -> None:
        self._properties.change(self.tr("Change how parts are located"), locate=_LOCATE[choice])

    def _choose_tiles(self, choice: int) -> None:
        self._rows.setRowVisible(self._tile_px, choice == _ALWAYS)
        if choice == _ALWAYS:
            self._tile_px.setValue(_USUAL_TILE_PX)
            self._tile_px.setFocus(Qt.FocusReason.OtherFocusReason)
            self._state_tile()
        else:
            tile: Tile = "off" if choice == _NEVER else "auto"
            self._properties.change(self.tr("Change the tiles"), tile=tile)

    def _state_tile(self) -> None:
        if self._tiles.currentIndex() == _ALWAYS:
            self._properties.change(self.tr("Change the tiles"), tile=round(self._tile_px.value()))

    def _choose_lots(self, choice: int) -> None:
        self._rows.setRowVisible(self._pattern, choice == _PATTERN)
        if choice == _PATTERN:
            self._pattern.setFocus(Qt.FocusReason.OtherFocusReason)
            self._preview_lots()
        else:
            group_by = GROUP_BY_FOLDER if choice == _FOLDER else None
            self._properties.change(self.tr("Change the lots"), group_by=group_by)

    def _state_pattern(self) -> None:
        pattern = self._pattern.text()
        if self._lots.currentIndex() == _PATTERN and pattern and self._preview_lots():
            self._properties.change(self.tr("Change the lots"), group_by=pattern)

    def _preview_lots(self) -> bool:
        """Show how many lots there would be; whether the pattern makes any."""
        self._typing.stop()
        choice = self._lots.currentIndex()
        text, fine = "", choice != _PATTERN
        category = self._properties.category
        if category is not None and choice != _NONE:
            group_by = GROUP_BY_FOLDER if choice == _FOLDER else self._pattern.text()
            if not group_by:
                text = self.tr("Type a pattern that matches the lot in an image name.")
            else:
                lots = find_lots(category.train, group_by)
                fine = lots.invalid is None and lots.unmatched is None
                text = self._describe(lots)
        self._preview.setText(text)
        self._preview.setVisible(bool(text))
        self._preview.setProperty("role", "muted" if fine or not self._pattern.text() else "warning")
        self._preview.style().polish(self._preview)
        return fine

    def _describe(self, lots: "Lots") -> str:
        if lots.invalid is not None:
            return self.tr("Not a valid pattern: {reason}.").format(reason=lots.invalid)
        if lots.unmatched is not None:
            return self.tr("{name} does not match this pattern.").format(name=lots.unmatched)
        examples = ", ".join(lots.examples)
        return self.tr("Lots in the training images: {count} ({examples} …)").format(
            count=lots.count, examples=examples
        )


@dataclass(frozen=True)
class Lots:
    """What a way of naming lots makes of images.

    Attributes:
        invalid: why the expression is not valid; None where it is.
        unmatched: name of the first image that has no lot by it; None where all have.
    """

    count: int = 0
    examples: tuple[str, ...] = ()
    invalid: str | None = None
    unmatched: str | None = None


def find_lots(images: Sequence[ImageRef], group_by: str) -> Lots:
    """The lots that `group_by` makes of the images."""
    found: dict[str, None] = {}
    for image in images:
        try:
            found[group_of(image, group_by)] = None
        except CategoryError:
            return Lots(unmatched=image.name)
        except SettingError as error:
            return Lots(invalid=str(error.fields["reason"]))
    return Lots(count=len(found), examples=tuple(lot.replace("\x1f", " ") for lot in list(found)[:3]))


def _number(low: float, high: float, *, decimals: int, prefix: str = "", suffix: str = "") -> QDoubleSpinBox:
    field = DoubleSpinBox()
    field.setRange(low, high)
    field.setDecimals(decimals)
    field.setPrefix(prefix)
    field.setSuffix(suffix)
    field.setKeyboardTracking(False)
    field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    field.setMinimumHeight(_FIELD_HEIGHT)
    return field
