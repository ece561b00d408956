"""The slider back to the previews of earlier steps."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QLabel, QSlider

from inspector.core.fitting import FitStep
from inspector.gui.background.job import Snapshot
from inspector.gui.train.preview_grid import PaintedPicture, PaintedPreview, painted
from inspector.gui.train.preview_history import PreviewHistory
from inspector.gui.train.progress import TrainProgress
from inspector.gui.widgets.pictures.picture_view import PictureView
from inspector.workflow.train.preview import Preview, PreviewPicture
from tests.gui.controls import control, is_shown

RGB = QImage.Format.Format_RGB888


def step_text(step: int) -> str:
    """No score is shown, which would mean nothing before there are thresholds."""
    return f"Step {step} · no scores before the thresholds are chosen"


def test_the_slider_goes_back_to_earlier_previews_and_follows_again_at_its_end(qtbot):
    def preview(step: int) -> PaintedPreview:
        return PaintedPreview(step, (PaintedPicture("a.png", "good", QImage(8, 8, RGB), None, None),))

    history = PreviewHistory()
    qtbot.addWidget(history)
    history.show()
    for step in (10, 20, 30):
        history.add(preview(step))
    slider = control(history, QSlider, "Earlier previews")
    assert not slider.isHidden()
    assert is_shown(history, QLabel, step_text(30))
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    history.add(preview(40))
    assert is_shown(history, QLabel, step_text(20))  # what is looked at stays
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert is_shown(history, QLabel, step_text(40))
    for step in range(50, 900, 10):
        history.add(preview(step))
    assert is_shown(history, QLabel, step_text(890))
    assert slider.maximum() < 60
    history.end()
    assert is_shown(history, QLabel, "Step 890")


def test_what_is_not_judged_is_darker_and_has_no_heat():
    grey, hot = np.full((8, 8, 3), 200, np.uint8), np.full((8, 8), 9.0, np.float32)
    judged = np.zeros((8, 8), bool)
    judged[:, :4] = True
    picture = PreviewPicture("a.png", "good", grey, grey, hot, judged)
    *_, shown = painted(iter([Preview(3, (picture,), 1.0, 5.0)]))
    (part,) = shown.pictures
    for image in (part.image, part.reconstruction):
        assert [image.pixelColor(x, 4).getRgb()[:3] for x in (0, 7)] == [(200, 200, 200), (90, 90, 90)]
    inside, outside = (part.heatmap.pixelColor(x, 4) for x in (0, 7))
    assert inside.red() > inside.blue()
    assert outside.getRgb()[:3] == (90, 90, 90)


def test_the_box_of_messages_is_as_high_as_they_are(qtbot):
    progress = TrainProgress()
    qtbot.addWidget(progress)
    progress.resize(700, 500)
    progress.show()
    progress.say("Learning stops after this step.")
    line = progress.messages.fontMetrics().lineSpacing()
    assert line < progress.messages.height() <= 2 * line
    progress.say("A long warning that takes several lines. " * 9)
    assert progress.messages.height() >= 4 * line


def test_a_last_step_is_not_the_end_of_the_training(qtbot):
    """What follows it, such as the calibration, may be the larger part."""
    progress = TrainProgress()
    qtbot.addWidget(progress)
    progress.show()
    steps = next(label for label in progress.findChildren(QLabel) if label.accessibleName() == "Step")
    for step, shown in ((4, "4 / 5"), (5, "5, all done")):
        one = FitStep(step=step, steps=5, losses={"l2": 0.5}, learning_rate=1.0, snapshot=dict)
        progress.follow(Snapshot({}, (one,)))
        assert steps.text() == shown


def test_pictures_of_other_proportions_stand_without_bars_beside_them(qtbot):
    wide = QImage(64, 16, RGB)
    wide.fill(Qt.GlobalColor.red)
    history = PreviewHistory()
    qtbot.addWidget(history)
    history.resize(400, 400)
    history.clear()
    history.add(PaintedPreview(1, (PaintedPicture("a.png", "good", wide, None, None),)))
    history.show()
    (view,) = history.findChildren(PictureView)
    shown = view.grab().toImage()
    ground = history.palette().color(QPalette.ColorRole.Window)
    assert shown.pixelColor(view.width() // 2, 2) == ground
    assert shown.pixelColor(view.width() // 2, view.height() // 2) == QColor(Qt.GlobalColor.red)
