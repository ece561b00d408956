"""Settings that a full disk or a person spoilt are passed over: the window opens as at the first start."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSlider

ODD = {
    "geometry": "x",
    "review/opacity": "7%",
    "review/colours": "999",
    "recent": "\x00",
    "train/last": "3",
    "clip_train/last": "[1]",
    "splitter": "x",
    "keys": "{",
    "appearance": "[]",
    "language": "x/../y",
    "tour/shown": "x",
}


@pytest.fixture(params=["odd", "forms"])
def settings(request, tmp_path: Path) -> QSettings:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    for name, value in ODD.items() if request.param == "odd" else ():
        settings.setValue(name, value)
    for key in ("train", "clip_train"):
        if request.param == "forms":
            settings.setValue(f"{key}/last", '{"reject_percent": "x", "weights": 3, "method": [], "folder_rate": null}')
    return settings


def test_the_window_opens_and_every_screen_is_shown(window, qapp, qtbot, own_category):
    window.session.open_category(own_category)
    qtbot.waitUntil(lambda: window.session.category is not None, timeout=20_000)
    for screen in window.screens:
        window.show_screen(screen)
        qapp.processEvents()
    found = {slider.value() for slider in window.findChildren(QSlider, "heat-opacity")}
    assert found <= {80}
