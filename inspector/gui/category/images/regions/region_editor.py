"""The bar with which regions are drawn: tools, and the selected region in numbers."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector.core.images.shapes import Box, Ellipse, Polygon, Shape, bounds
from inspector.gui.category.images.regions.drawing import Drawing, Tool
from inspector.gui.category.images.regions.image_box import ImageBox
from inspector.gui.category.images.regions.region_list import within_image
from inspector.gui.icons import icon
from inspector.gui.theme import current_theme
from inspector.gui.widgets.fields import ComboBox, DoubleSpinBox
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP

_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_FIRST_JUDGED: Box = (0.1, 0.1, 0.9, 0.9)  # shares of what can be seen of the image
_FIRST_IGNORED: Box = (0.4, 0.4, 0.6, 0.6)
_FIELD = QSize(64, 28)
_ICON = QSize(20, 20)


class RegionEditor(QWidget):
    """Shows and changes a `Drawing`.

    Signals:
        added: a region, which arrow keys move now.
        located_requested: the person wants a region where parts are located.
        tool_chosen: another tool, or another use for what is drawn.
        ended: the person is done.
    """

    added = Signal()
    located_requested = Signal()
    tool_chosen = Signal()
    ended = Signal()

    def __init__(self, drawing: Drawing, box: ImageBox) -> None:
        super().__init__()
        self._drawing, self._box = drawing, box
        self._build()
        drawing.shown.connect(self._show)
        drawing.sketched.connect(self._show_numbers)
        self.paint_icons()
        self._show()

    def begin(self) -> None:
        """Offer what is most likely to be drawn next; a drag draws."""
        if self._drawing.tool is Tool.SELECT:
            self._tools[Tool.RECTANGLE].setChecked(True)
        ignored = bool(self._drawing.regions.area.judged)
        (self._ignore if ignored else self._judge).click()

    def allow_located(self, why_not: str) -> None:
        """Whether a region can be made of where parts are located; the reason where it cannot."""
        self._located.setEnabled(not why_not)
        self._located.setToolTip(why_not or self.tr("Add the area in which the part lies in up to 20 good images"))

    def paint_icons(self) -> None:
        """In the colours of now."""
        theme = current_theme()
        for tool, button in self._tools.items():
            button.setIcon(icon(f"tool-{tool.value}", colour=theme.text, checked=theme.accent))

    def _build(self) -> None:
        words = {
            Tool.SELECT: self.tr("Select and move"),
            Tool.RECTANGLE: self.tr("Rectangle"),
            Tool.ELLIPSE: self.tr("Ellipse"),
            Tool.POLYGON: self.tr("Polygon"),
            Tool.BRUSH: self.tr("Brush"),
        }
        self._tools: dict[Tool, QToolButton] = {}
        tools, uses = QHBoxLayout(), QButtonGroup(self)
        tools.setSpacing(GAP // 3)
        group = QButtonGroup(self)
        for tool, text in words.items():
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(tool is self._drawing.tool)
            button.setIconSize(_ICON)
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.clicked.connect(self._tool_clicked)
            group.addButton(button)
            tools.addWidget(button)
            self._tools[tool] = button
        self._brush = self._field(self.tr("Brush size, as a share of the image's shorter side"), self._brush_changed)
        brush_percent = 100 * self._drawing.brush
        self._brush.setRange(0.5, 50)
        self._brush.setValue(brush_percent)
        tools.addWidget(self._brush)
        tools.addSpacing(GAP // 2)
        self._judge = self._use(self.tr("Evaluate"), self.tr("What you draw is evaluated, and the rest is not"))
        self._ignore = self._use(self.tr("Ignore"), self.tr("What you draw is not evaluated"))
        for use in (self._judge, self._ignore):
            uses.addButton(use)
            tools.addWidget(use)
        tools.addStretch(1)
        done = self._button(self.tr("Done"), self.ended.emit)
        done.setProperty("role", "primary")
        tools.addWidget(done)
        self._hint = label("", "muted")
        self._hint.setObjectName("region-hint")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint.setFixedHeight(2 * self._hint.fontMetrics().lineSpacing() + 2)  # or the image would jump
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(tools)
        column.addLayout(self._build_numbers())
        column.addLayout(self._build_buttons())

    def _build_numbers(self) -> QHBoxLayout:
        numbers = QHBoxLayout()
        numbers.setSpacing(GAP // 3)
        self._which = ComboBox()
        self._which.setAccessibleName(self.tr("Region"))
        self._which.setPlaceholderText(self.tr("None selected"))
        self._which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._which.setMinimumContentsLength(10)
        self._which.currentIndexChanged.connect(self._chosen)
        numbers.addWidget(self._which, stretch=1)
        self._fields: list[QDoubleSpinBox] = []
        for text in (self.tr("&Left"), self.tr("&Top"), self.tr("&Right"), self.tr("&Bottom")):
            field = self._field(text.replace("&", ""), self._typed)
            buddy = QLabel(text)
            buddy.setBuddy(field)
            buddy.setMinimumWidth(buddy.sizeHint().width() + 4)  # underlined, it is wider than it says
            numbers.addWidget(buddy)
            numbers.addWidget(field)
            self._fields.append(field)
        return numbers

    def _build_buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP // 3)
        buttons.addWidget(self._hint, stretch=1)
        self._add = self._button(self.tr("Add"), self._added)
        self._add.setToolTip(self.tr("Add a region of the chosen form in the middle of the image"))
        self._located = self._button(self.tr("From the part"), self.located_requested.emit)
        self._remove = self._button(self.tr("Remove"), self._drawing.remove_selected)
        for button in (self._add, self._located, self._remove):
            button.setProperty("role", "tool")
            buttons.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        self._located.setAccessibleName(self.tr("Add a region from the located part"))
        self._remove.setAccessibleName(self.tr("Remove the region"))
        return buttons

    def _field(self, name: str, changed: Callable[[], None]) -> QDoubleSpinBox:
        field = DoubleSpinBox()
        field.setRange(0, 100)
        field.setDecimals(1)
        field.setSuffix(" %")
        field.setKeyboardTracking(False)
        field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        field.setFixedSize(_FIELD)
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.valueChanged.connect(changed)
        return field

    def _button(self, text: str, run: Callable[[], object]) -> QPushButton:
        made = QPushButton(text)
        made.clicked.connect(run)
        return made

    def _use(self, text: str, explanation: str) -> QPushButton:
        made = self._button(text, self._tool_clicked)
        made.setCheckable(True)
        made.setToolTip(explanation)
        made.setProperty("role", "tool")
        return made

    def _tool_clicked(self) -> None:
        self._drawing.tool = next(tool for tool, button in self._tools.items() if button.isChecked())
        self._drawing.judged = self._judge.isChecked()
        self._show_hint()
        self.tool_chosen.emit()

    def _brush_changed(self) -> None:
        self._drawing.brush = self._brush.value() / 100

    def _show(self) -> None:
        """List the regions, and show the selected one in numbers."""
        rows = self._drawing.regions.rows
        self._which.blockSignals(True)
        self._which.clear()
        counts = {True: 0, False: 0}
        for judged, _ in rows:
            counts[judged] += 1
            text = self.tr("Region {number}") if judged else self.tr("Ignored {number}")
            self._which.addItem(text.format(number=counts[judged]))
        selected = self._drawing.selected
        self._which.setCurrentIndex(-1 if selected is None else selected)
        self._which.setEnabled(bool(rows))
        self._which.blockSignals(False)
        self._remove.setEnabled(selected is not None)
        self._show_numbers()
        self._show_hint()

    def _show_numbers(self) -> None:
        row, rows = self._drawing.selected, self._drawing.shown_regions.rows
        box = _WHOLE if row is None or row >= len(rows) else bounds(rows[row][1])
        for field, share in zip(self._fields, box, strict=True):
            field.blockSignals(True)
            field.setValue(100 * share)
            field.blockSignals(False)
            field.setEnabled(row is not None)

    def _show_hint(self) -> None:
        tool = self._drawing.tool
        self._brush.setVisible(tool is Tool.BRUSH)
        self._add.setEnabled(tool not in (Tool.SELECT, Tool.BRUSH))
        if self._drawing.selected is not None:
            text = self.tr("Arrow keys move it, with Shift they resize it, with Ctrl by one pixel. Del removes it.")
        elif tool is Tool.SELECT:
            text = self.tr("Click a region to select it, drag to move it. What is darkened is not evaluated.")
        elif tool is Tool.POLYGON:
            text = self.tr("Click each corner, then Enter or the first corner; or draw the outline with a drag.")
        elif tool is Tool.BRUSH:
            text = self.tr("Drag to paint. What is darkened is not evaluated.")
        else:
            text = self.tr("Drag to draw, click a region to select it. What is darkened is not evaluated.")
        self._hint.setText(text)

    def _chosen(self, row: int) -> None:
        self._drawing.select(row if row >= 0 else None)

    def _typed(self) -> None:
        left, top, right, bottom = (field.value() / 100 for field in self._fields)
        self._drawing.fit_selected(left, top, right, bottom)
        self._show_numbers()  # as they were where nothing would be left of it

    def _added(self) -> None:
        box = self._in_sight(_FIRST_JUDGED if self._drawing.judged else _FIRST_IGNORED)
        self._drawing.add(_shape_in(box, self._drawing.tool))
        self.added.emit()

    def _in_sight(self, box: Box) -> Box:
        """A box in shares of what can be seen of the image, in shares of the whole image."""
        visible, size = self._box.visible_part(), self._drawing.size
        if visible is None or size is None:
            return box
        width, height = size
        there = QRectF(
            visible.x() + box[0] * visible.width(),
            visible.y() + box[1] * visible.height(),
            (box[2] - box[0]) * visible.width(),
            (box[3] - box[1]) * visible.height(),
        )
        return (
            within_image(there.left() / width, there.top() / height, there.right() / width, there.bottom() / height)
            or box
        )


def _shape_in(box: Box, tool: Tool) -> Shape:
    if tool is Tool.ELLIPSE:
        return Ellipse(box)
    if tool is Tool.POLYGON:
        left, top, right, bottom = box
        return Polygon(((left, top), (right, top), (right, bottom), (left, bottom)))
    return box
