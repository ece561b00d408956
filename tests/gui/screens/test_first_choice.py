"""What the Train screen offers first, with the network of inspector[features] and without."""

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit

from inspector.gui.train.images.source import ImageTrainSource
from inspector.store.models.weights import packaged_weights
from tests.gui.controls import control, is_shown, text_of


@pytest.fixture
def form(qtbot):
    form = ImageTrainSource().form
    qtbot.addWidget(form)
    form.show()
    return form


def choose(box: QComboBox, data: str) -> None:
    box.setCurrentIndex(box.findData(data))


@pytest.mark.skipif(packaged_weights() is None, reason="inspector[features] is not installed")
def test_the_installed_network_comes_first_and_asks_for_no_weights(form):
    method, preset = control(form, QComboBox, "Method"), control(form, QComboBox, "Preset")
    assert (method.currentData(), preset.currentData(), form.stem) == ("patchcore", "features", "patchcore-features")
    assert "is installed" in text_of(form, "preset-hint")
    assert not is_shown(form, QLineEdit, "Weights file")
    choose(preset, "cpu")
    assert is_shown(form, QLineEdit, "Weights file")
    preset.setCurrentIndex(0)
    choose(method, "riad")
    assert preset.currentData() == "cpu"
    assert not is_shown(form, QLineEdit, "Weights file")
    choose(method, "patchcore")
    assert preset.currentData() == "features"


def test_without_it_scattering_comes_first_and_the_preset_is_not_offered(without_features, form):
    method, preset = control(form, QComboBox, "Method"), control(form, QComboBox, "Preset")
    assert method.currentData() == "scattering"
    choose(method, "patchcore")
    assert [preset.itemData(place) for place in range(preset.count())] == ["cpu", "balanced", "paper"]
    assert is_shown(form, QLineEdit, "Weights file")
