"""The form in which a person states what is known about a category."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.core.errors import CategoryError
from inspector.data.category import Category, ImageRef
from inspector.data.properties import CategoryProperties
from inspector.data.splits import GROUP_BY_FOLDER, group_of
from inspector.gui.category.images.properties_editor import PropertiesEditor
from inspector.gui.screen import label

_NONE, _FOLDER, _PATTERN = range(3)
_TYPING_PAUSE_MS = 150
_FIELD_HEIGHT = 28


class PropertiesForm(QWidget):
    """Shows what the keeper holds, and states each change as soon as it is made.

    Signal `region_wanted`: the person wants to draw what is judged.
    """

    region_wanted = Signal()

    def __init__(self, keeper: PropertiesEditor) -> None:
        super().__init__()
        self._keeper = keeper
        self._category: Category | None = None
        self._build()
        keeper.changed.connect(self._show)

    def set_category(self, category: Category) -> None:
        """Tell of which images lots are made."""
        self._category = category
        self._preview_lots()

    def _build(self) -> None:
        self._flip_horizontal = QCheckBox(self.tr("Mirrored left to right"))
        self._flip_vertical = QCheckBox(self.tr("Mirrored top to bottom"))
        self._light = QCheckBox(self.tr("Under light that varies"))
        self._rotation = _number(0, 180, decimals=1, prefix="± ", suffix=" °")
        self._pitch = _number(0, 100_000, decimals=3, suffix=" µm")
        self._pitch.setSpecialValueText(self.tr("not known"))
        self._lots = QComboBox()
        self._lots.addItems(
            [self.tr("Each image on its own"), self.tr("Each folder is a lot"), self.tr("By a pattern in the name")]
        )
        self._pattern = QLineEdit()
        self._pattern.setPlaceholderText(self.tr("such as lot(\\d+)"))
        self._pattern.setToolTip(self.tr("A regular expression: its first group, or all that it matches, is the lot."))
        self._preview = label("", "muted")
        self._preview.setWordWrap(True)
        self._region_text = label("", "muted")
        self._region_text.setWordWrap(True)
        self._region = QPushButton(self.tr("Draw region …"))
        self._region.clicked.connect(self.region_wanted)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(self.tr("Good parts may also come"), "muted"))
        for check in (self._flip_horizontal, self._flip_vertical, self._light):
            layout.addWidget(check)
            check.clicked.connect(self._state_variation)
        rows = QFormLayout()
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow(self.tr("Turned by"), self._rotation)
        rows.addRow(self.tr("Size of a pixel"), self._pitch)
        rows.addRow(self.tr("Lots"), self._lots)
        rows.addRow(self.tr("Pattern"), self._pattern)
        self._rows = rows
        layout.addLayout(rows)
        layout.addWidget(self._preview)
        layout.addWidget(label(self.tr("What is judged"), "heading"))
        layout.addWidget(self._region_text)
        layout.addWidget(self._region, alignment=Qt.AlignmentFlag.AlignLeft)

        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._preview_lots)
        self._rotation.editingFinished.connect(self._state_variation)
        self._pitch.editingFinished.connect(self._state_pitch)
        self._lots.activated.connect(self._choose_lots)
        self._pattern.textEdited.connect(self._typing.start)
        self._pattern.editingFinished.connect(self._state_pattern)
        only_when_focused = _WheelFilter(self)
        for field in (self._rotation, self._pitch, self._lots):
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(only_when_focused)
        for field, name in (
            (self._rotation, self.tr("Turned by up to, in degrees")),
            (self._pitch, self.tr("Size of a pixel on the part, in µm")),
            (self._lots, self.tr("How lots are named")),
            (self._pattern, self.tr("Pattern of the lot in an image's name")),
        ):
            field.setAccessibleName(name)

    def _show(self, properties: CategoryProperties) -> None:
        variation = properties.variation
        self._flip_horizontal.setChecked(variation.flip_horizontal)
        self._flip_vertical.setChecked(variation.flip_vertical)
        self._light.setChecked(variation.light_varies)
        self._rotation.setValue(variation.rotation_degrees)
        self._pitch.setValue(properties.pixel_pitch_um or 0)
        group_by = properties.group_by
        if not (group_by is None and self._lots.currentIndex() == _PATTERN and self._pattern.hasFocus()):
            self._lots.setCurrentIndex({None: _NONE, GROUP_BY_FOLDER: _FOLDER}.get(group_by, _PATTERN))
            self._pattern.setText("" if group_by in (None, GROUP_BY_FOLDER) else group_by)
        self._rows.setRowVisible(self._pattern, self._lots.currentIndex() == _PATTERN)
        self._region_text.setText(self._what_is_judged(properties))
        self._preview_lots()

    def _what_is_judged(self, properties: CategoryProperties) -> str:
        region = properties.region_of_interest
        if region is None:
            text = self.tr("The whole image.")
        else:
            text = self.tr("A region of {width} % × {height} % of the image.").format(
                width=round(100 * (region[2] - region[0])), height=round(100 * (region[3] - region[1]))
            )
        if properties.ignore:
            text += " " + self.tr("Rectangles left out: {count}.").format(count=len(properties.ignore))
        return text

    def _state_variation(self) -> None:
        variation = self._keeper.stated.variation
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
        self._keeper.state(self.tr("Change how good parts vary"), variation=variation)

    def _state_pitch(self) -> None:
        self._keeper.state(self.tr("Change the size of a pixel"), pixel_pitch_um=self._pitch.value() or None)

    def _choose_lots(self, choice: int) -> None:
        self._rows.setRowVisible(self._pattern, choice == _PATTERN)
        if choice == _PATTERN:
            self._pattern.setFocus(Qt.FocusReason.OtherFocusReason)
            self._preview_lots()
        else:
            group_by = GROUP_BY_FOLDER if choice == _FOLDER else None
            self._keeper.state(self.tr("Change the lots"), group_by=group_by)

    def _state_pattern(self) -> None:
        pattern = self._pattern.text()
        if self._lots.currentIndex() == _PATTERN and pattern and self._preview_lots():
            self._keeper.state(self.tr("Change the lots"), group_by=pattern)

    def _preview_lots(self) -> bool:
        """Say how many lots there would be; whether they can be told."""
        self._typing.stop()
        choice = self._lots.currentIndex()
        text, fine = "", choice != _PATTERN
        if self._category is not None and choice != _NONE:
            group_by = GROUP_BY_FOLDER if choice == _FOLDER else self._pattern.text()
            if not group_by:
                text = self.tr("Type which part of an image's name is its lot.")
            else:
                lots = tell_lots(self._category.train, group_by)
                fine = lots.fault is None and lots.without is None
                text = self._say(lots)
        self._preview.setText(text)
        self._preview.setVisible(bool(text))
        self._preview.setProperty("role", "muted" if fine or not self._pattern.text() else "warning")
        self._preview.style().polish(self._preview)
        return fine

    def _say(self, lots: "Lots") -> str:
        if lots.fault is not None:
            return self.tr("This is no valid pattern: {reason}.").format(reason=lots.fault)
        if lots.without is not None:
            return self.tr("{name} has no lot by this pattern.").format(name=lots.without)
        examples = ", ".join(lots.examples)
        return self.tr("Lots among the good images: {count} ({examples} …)").format(count=lots.count, examples=examples)


@dataclass(frozen=True)
class Lots:
    """What a way of naming lots makes of images.

    Attributes:
        fault: why the expression is not valid; None where it is.
        without: name of the first image that has no lot by it; None where all have.
    """

    count: int = 0
    examples: tuple[str, ...] = ()
    fault: str | None = None
    without: str | None = None


def tell_lots(images: Sequence[ImageRef], group_by: str) -> Lots:
    """How many lots `group_by` makes of the images."""
    try:
        re.compile(group_by)
    except re.error as error:
        return Lots(fault=str(error))
    found: dict[str, None] = {}
    for image in images:
        try:
            found[group_of(image, group_by)] = None
        except CategoryError:
            return Lots(without=image.name)
    return Lots(count=len(found), examples=tuple(lot.replace("\x1f", " ") for lot in list(found)[:3]))


class _WheelFilter(QObject):
    """Lets the wheel scroll the panel instead of changing a field that has no focus."""

    def eventFilter(self, field: QWidget, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Wheel and not field.hasFocus():
            event.ignore()
            return True
        return False


def _number(low: float, high: float, *, decimals: int, prefix: str = "", suffix: str = "") -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(low, high)
    field.setDecimals(decimals)
    field.setPrefix(prefix)
    field.setSuffix(suffix)
    field.setKeyboardTracking(False)
    field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    field.setMinimumHeight(_FIELD_HEIGHT)
    return field
