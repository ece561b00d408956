"""What is asked before a model is exported for the line, and what is said of it after."""

from types import SimpleNamespace

from PySide6.QtWidgets import QDialog, QLabel, QRadioButton, QSpinBox, QWidget

from inspector.gui.models.export_dialog import ExportDialog, ExportedDialog
from inspector.workflow.export.models import ExportDone


def text_of(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_what_else_the_line_needs_is_named_before_and_after_an_export(qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    before = {one: ExportDialog("disc", images=8, in_stages=one, parent=parent) for one in (True, False)}
    report = SimpleNamespace(
        size_bytes=1, images=8, made_up=0, flips=0, largest_difference=0.0, exported_ms=1.0, model_ms=1.0, flipped=()
    )
    for in_stages, dialog in before.items():
        program = tmp_path / "inspect_onnx" if in_stages else None
        done = ExportDone(tmp_path / "disc.onnx", tmp_path / "disc.onnx.report.json", report, program)
        after = ExportedDialog(done, [], parent)
        assert ("Python program" in text_of(dialog)) is in_stages
        assert ("the folder inspect_onnx" in text_of(after)) is in_stages


def test_differing_verdicts_are_asked_for_with_8_bits_alone(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ExportDialog("disc", images=8, in_stages=False, parent=parent)
    exact, fast = dialog.findChildren(QRadioButton)
    allowed = dialog.findChild(QSpinBox)
    assert (dialog.int8, allowed.isEnabled()) == (False, False)
    fast.setChecked(True)
    allowed.setValue(3)
    assert (dialog.int8, dialog.allow_flips) == (True, 3)
    exact.setChecked(True)
    assert (dialog.int8, dialog.allow_flips) == (False, 0)
