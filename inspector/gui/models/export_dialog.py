"""Exporting a model for the line: what to write, and what the comparison with the model found."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.numbers import fixed, number
from inspector.gui.screen import GAP, label
from inspector.gui.widgets.fields import SpinBox
from inspector.gui.widgets.folders import FolderOpener
from inspector.gui.widgets.labels import Notice
from inspector.workflow.export.models import ExportDone

_WIDTH = 520


class ExportDialog(QDialog):
    """Asks how a model is to be exported.

    Args:
        images: to compare on.
        in_stages: whether the model locates parts or judges in tiles, for which the line needs a program.
    """

    def __init__(self, model: str, *, images: int, in_stages: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export {name} for the line").format(name=model))
        self._exact = QRadioButton(self.tr("Exact: 32-bit, the model's own scores"))
        self._fast = QRadioButton(self.tr("Fast without a GPU: 8-bit"))
        self._exact.setChecked(True)
        self._flips = SpinBox()
        self._flips.setRange(0, images)
        self._flips.setAccessibleName(self.tr("Verdicts that may differ"))
        self._flips.setEnabled(False)
        self._fast.toggled.connect(self._flips.setEnabled)
        flips = QHBoxLayout()
        flips.setContentsMargins(2 * GAP, 0, 0, 0)
        flips.addWidget(label(self.tr("Verdicts that may differ from the model's:")))
        flips.addWidget(self._flips)
        flips.addStretch()
        if in_stages:
            text = self.tr(
                "One ONNX file holds the scoring and the thresholds in force. As this model locates parts or judges in "
                "tiles, the line also needs the Python program that is written beside it, NumPy and ONNX Runtime. The "
                "file is saved only if its verdicts on the category's images match the model's.",
            )
        else:
            text = self.tr(
                "One ONNX file holds the scoring and the thresholds in force. A program on the line needs only ONNX "
                "Runtime. The file is saved only if its verdicts on the category's images match the model's.",
            )
        what = label(text, "muted")
        what.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        agree = buttons.addButton(self.tr("Export …"), QDialogButtonBox.ButtonRole.AcceptRole)
        agree.setProperty("role", "primary")
        agree.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addWidget(what)
        layout.addWidget(self._exact)
        layout.addWidget(self._fast)
        layout.addLayout(flips)
        layout.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)

    @property
    def int8(self) -> bool:
        return self._fast.isChecked()

    @property
    def allow_flips(self) -> int:
        return self._flips.value() if self.int8 else 0


class ExportedDialog(QDialog):
    """Reports how an exported file compares with its model, and what the export warned of."""

    def __init__(self, done: ExportDone, warnings: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Exported"))
        self._folder, self._folders = done.output.parent, FolderOpener(self)
        report = done.report
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GAP)
        size = self.tr("{megabytes} MB").format(megabytes=fixed(report.size_bytes / 1e6, 1))
        rows = [
            (self.tr("File"), f"{done.output.name}, {size}"),
            (
                self.tr("Compared on"),
                self.tr("{images} images, {made_up} of them derived from the others").format(
                    images=report.images, made_up=report.made_up
                ),
            ),
            (
                self.tr("Verdicts"),
                self.tr("{flips} of {images} differ from the model's").format(flips=report.flips, images=report.images),
            ),
            (
                self.tr("Scores"),
                self.tr("differ by at most {largest} of the spread of good parts' scores").format(
                    largest=number(report.largest_difference, digits=2)
                ),
            ),
            (
                self.tr("Time per image"),
                self.tr("{exported} ms; the model: {model} ms").format(
                    exported=fixed(report.exported_ms, 0), model=fixed(report.model_ms, 0)
                ),
            ),
            *(
                (self.tr("Differs"), f"{one['image']}: {one['model'][1]} → {one['exported'][1]}")
                for one in report.flipped
            ),
            (self.tr("Report"), done.report_file.name),
        ]
        if done.program is not None:
            needed = self.tr("the folder {name}, which the line needs, too").format(name=done.program.name)
            rows.append((self.tr("Program"), needed))
        for name, value in rows:
            text = label(value)
            text.setWordWrap(True)
            form.addRow(label(name, "muted"), text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        show = buttons.addButton(self.tr("Open folder"), QDialogButtonBox.ButtonRole.ActionRole)
        show.clicked.connect(self._open_folder)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        warned = Notice("warning")
        warned.setObjectName("export-warnings")
        warned.say("\n".join(warnings))
        layout.addWidget(warned)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)

    def _open_folder(self) -> None:
        self._folders.open(self._folder)
