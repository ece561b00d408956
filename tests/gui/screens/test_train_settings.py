"""The settings of a method as a person fills them in."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pyqtgraph import PlotWidget
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QToolButton

from inspector.core.fitting import FitStep
from inspector.core.methods import METHODS
from inspector.gui.core_texts import setting_text, word_text
from inspector.gui.train.images.source import ImageTrainSource
from inspector.gui.train.loss_plot import LossPlot
from inspector.gui.train.method_form import MethodForm
from inspector.gui.train.settings.editors import editor
from inspector.gui.train.settings.form import SettingsForm
from inspector.resource_files import resource
from inspector.store.listing import CheckpointEntry
from inspector.workflow.setting_fields import SettingField, setting_fields
from tests.gui.controls import choose_method, control, is_shown, text_of


@pytest.mark.parametrize("method", METHODS)
def test_every_setting_has_a_label_and_one_sentence_in_english_and_german(qapp, method):
    german = QTranslator()
    assert german.load("inspector_de", str(resource("translations")))
    for field in setting_fields(METHODS[method].config_type()):
        text = setting_text(method, field.name)
        assert text.label
        assert text.explanation.endswith(".")
        assert ". " not in text.explanation
        for words in (text.label, text.explanation):
            assert german.translate("Settings", words), f"{words!r} has no German"


def test_every_choice_has_words_in_english_and_german(qapp):
    german = QTranslator()
    assert german.load("inspector_de", str(resource("translations")))
    names = {"float32", "bfloat16", "Adam", "AdamW", "SGD", "CaffeNet"}
    core = {word for cls in METHODS.values() for word in cls.texts_in("de")}
    for method, cls in METHODS.items():
        for field in setting_fields(cls.config_type()):
            choices = [choice for choice in field.choices if isinstance(choice, str)]
            if field.name == "level" or field.kind == "whole":  # which have fields of their own
                continue
            for choice in choices:
                words = word_text(choice)
                assert "_" not in words
                told = choice in core or words in names or german.translate("Settings", words)
                assert told, f"{choice!r} of {method} has no German"


def test_the_parts_of_a_loss_are_called_by_what_they_compare(qtbot):
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.add(
        [FitStep(step=1, steps=2, losses={"l2": 0.5, "msgms": 0.2, "ssim": 0.9}, learning_rate=1.0, snapshot=dict)]
    )
    (legend,) = [one.text() for one in plot.findChildren(QLabel) if "SSIM" in one.text()]
    assert "brightness (L2)" in legend
    assert "edges (MSGMS)" in legend


def test_steps_of_the_plot_are_whole_and_written_as_the_language_has_it(qtbot):
    plot = LossPlot()
    qtbot.addWidget(plot)
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    try:
        axis = plot.findChild(PlotWidget).getAxis("bottom")
        assert axis.tickStrings([0.5, 1.0, 1500.0], 1.0, 0.5) == ["", "1", "1.500"]
    finally:
        QLocale.setDefault(before)


def test_numbers_of_a_list_have_the_decimal_point_of_the_language(qtbot):
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    try:
        labels = editor(SettingField("good_labels", "list"), "")
        sizes = editor(SettingField("region_sizes", "list"), "")
        for one in (labels, sizes):
            qtbot.addWidget(one)
        labels.show_value([0.0, 0.25])
        sizes.show_value([4, 8, 16])
        assert labels.line.text() == "0,0; 0,25"
        assert sizes.line.text() == "4, 8, 16"
        assert (labels.value(), sizes.value()) == ([0.0, 0.25], [4, 8, 16])
        for typed, value in (("0,5; 1", [0.5, 1]), ("0,5, 0,75", [0.5, 0.75]), ("0.5;1", [0.5, 1]), ("0,5", [0.5])):
            labels.line.setText(typed)
            assert labels.value() == value, typed
        for typed in ("4,8", "4; 8", "4, 8", "4 8"):
            sizes.line.setText(typed)
            assert sizes.value() == [4, 8], typed
    finally:
        QLocale.setDefault(before)


@pytest.fixture
def screen(opened, qtbot):
    opened.show_screen("train")
    screen = opened.screens["train"]
    qtbot.waitUntil(lambda: control(screen, QLineEdit, "Model name").text() != "")
    choose_method(screen, "riad")
    fold = screen.findChild(SettingsForm).findChild(QToolButton)
    assert fold.text() == "Settings: as the preset"
    qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
    return screen


def labels(screen) -> set[str]:
    return {one.text() for one in screen.findChild(SettingsForm).findChildren(QLabel) if one.isVisible()}


def chosen(screen):
    (form,) = [form for form in screen.findChildren(MethodForm) if form.isVisible()]
    return form.chosen_method().config


def test_a_typed_setting_is_trained_with_and_said_to_differ(screen, qtbot):
    steps = control(screen, QSpinBox, "Steps")
    steps.selectAll()
    QTest.keyClicks(steps, "123")
    QTest.keyClick(steps, Qt.Key.Key_Return)
    assert chosen(screen).training.steps == 123
    fold = screen.findChild(SettingsForm).findChild(QToolButton)
    assert fold.text() == "Settings changed: 1"
    qtbot.mouseClick(control(screen, QPushButton, "Reset to the preset"), Qt.MouseButton.LeftButton)
    assert chosen(screen) == METHODS["riad"].presets["cpu"]
    assert fold.text() == "Settings: as the preset"


def test_all_good_images_calibrate_if_a_person_wants_it(opened, screen, tmp_path):
    source = ImageTrainSource()
    (check,) = [one for one in source.form.findChildren(QCheckBox) if "calibrate" in one.text()]
    category = opened.session.category
    assert source.job(category, tmp_path / "m").calibrate == "auto"
    check.setChecked(True)
    assert source.job(category, tmp_path / "m").calibrate == "cross"
    source.form.reset()  # for another category
    assert source.job(category, tmp_path / "m").calibrate == "auto"


@pytest.mark.parametrize("calibrate", ["cross", "held-out"])
def test_a_resumed_training_is_calibrated_as_it_was_begun(opened, screen, tmp_path, calibrate):
    """A patchcore of few images that was begun by hand with held-out ones would otherwise be refused."""
    source, category = ImageTrainSource(), opened.session.category
    begun = replace(source.job(category, tmp_path / "m"), calibrate=calibrate)
    config = begun.method.config.model_dump(mode="json")
    identity = {
        "method": begun.method.name, "config": config, "variation": begun.variation.model_dump(mode="json"),
        "group_by": None, "seed": 0, **({} if calibrate == "held-out" else {"calibrate": calibrate}),
    }  # fmt: skip
    entry = CheckpointEntry(tmp_path / "m.checkpoint", begun.output, datetime.now(UTC), step=3, job=identity)
    job, _ = source.interrupted_job(entry, None, category)
    assert job.calibrate == calibrate


def test_one_of_steps_and_epochs_is_the_budget(screen):
    steps, epochs = control(screen, QSpinBox, "Steps"), control(screen, QSpinBox, "Epochs")
    assert steps.text() != "–"
    assert epochs.text() == "–"
    epochs.setValue(5)
    assert steps.text() == "–"
    assert (chosen(screen).training.epochs, chosen(screen).training.steps) == (5, None)


def test_what_cannot_be_trained_is_said_at_once(screen):
    squares = control(screen, QLineEdit, "Removed squares")
    squares.setText("7")
    assert "region size 7" in text_of(screen, "train-problem")
    assert not control(screen, QPushButton, "Start").isEnabled()


def test_what_has_no_effect_is_hidden(screen):
    assert "Learning rate" in labels(screen)
    schedule = control(screen, QComboBox, "Schedule")
    schedule.setCurrentIndex(schedule.findData("step"))
    assert "Step down at" in labels(screen)
    schedule.setCurrentIndex(schedule.findData("constant"))
    assert "Step down at" not in labels(screen)
    choose_method(screen, "patchcore")
    assert "Learning rate" not in labels(screen)
    assert "Share remembered" in labels(screen)


def test_settings_do_not_carry_into_the_next_category(opened, screen, qtbot, category, tmp_path):
    control(screen, QSpinBox, "Steps").setValue(9)
    control(screen, QSpinBox, "Seed").setValue(4)
    with qtbot.waitSignal(opened.session.category_changed):
        opened.session.open_category(shutil.copytree(category, tmp_path / "other"))
    assert chosen(screen) == METHODS["riad"].presets["cpu"]
    assert control(screen, QSpinBox, "Seed").value() == 0
    assert not is_shown(screen, QPushButton, "Reset to the preset")


def test_a_new_property_of_the_same_category_keeps_what_was_typed(opened, screen, qtbot):
    control(screen, QSpinBox, "Steps").setValue(9)
    with qtbot.waitSignal(opened.session.category_changed):
        opened.session.replace_category(opened.session.category)
    assert chosen(screen).training.steps == 9


def test_a_number_may_be_a_word_or_none(screen):
    choose_method(screen, "multitask")
    side = control(screen, QLineEdit, "Crop side")
    for typed, value in (("32", 32), ("", None), ("auto", "auto")):
        side.selectAll()
        QTest.keyClick(side, Qt.Key.Key_Delete)
        QTest.keyClicks(side, typed)
        assert chosen(screen).crop_side == value


def test_a_typed_number_has_the_decimal_point_of_the_language(screen):
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    try:
        choose_method(screen, "scattering")
        whitening = control(screen, QLineEdit, "Whitening")
        assert whitening.text() == "0,01"
        assert chosen(screen).whitening == 0.01
        for typed in ("0,5", "0.5"):
            whitening.setText(typed)
            assert chosen(screen).whitening == 0.5
    finally:
        QLocale.setDefault(before)


def test_a_long_text_is_shown_from_its_beginning(qtbot):
    for kind, value in (("list", ["features.3", "features.4"]), ("text", "efficientnet_lite0")):
        one = editor(SettingField("layers", kind), "")
        qtbot.addWidget(one)
        one.show_value(value)
        assert one.line.text()
        assert one.line.cursorPosition() == 0


@pytest.mark.parametrize("method", METHODS)
def test_every_preset_is_shown_as_it_is(qtbot, method):
    form = SettingsForm()
    qtbot.addWidget(form)
    for preset in METHODS[method].presets:
        form.show_method(method, preset, without=())
        assert form.settings() == {}


def test_a_preset_says_how_its_method_learns(qtbot):
    form = ImageTrainSource().form
    qtbot.addWidget(form)
    hints = {}
    for method in ("riad", "patchcore"):
        form.method.setCurrentIndex(form.method.findData(method))
        form.preset.setCurrentIndex(form.preset.findData("cpu"))
        hints[method] = form.preset_hint.text()
    assert "minutes" in hints["riad"]
    assert "one pass over the good images" in hints["patchcore"]  # it descends no loss
    assert "minutes" not in hints["patchcore"]


def test_every_method_and_preset_says_what_it_is_good_for(screen):
    method, preset = control(screen, QComboBox, "Method"), control(screen, QComboBox, "Preset")
    for place in range(method.count()):
        if method.itemData(place) is not None:
            method.setCurrentIndex(place)
            assert text_of(screen, "method-hint")
            for other in range(preset.count()):
                preset.setCurrentIndex(other)
                assert text_of(screen, "preset-hint")
