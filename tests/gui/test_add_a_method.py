"""A method that was added by one file and one line (see ../test_add_a_method.py) is offered on the screen."""

from PySide6.QtWidgets import QComboBox, QLabel

from inspector.gui.core_texts import LANGUAGE, core_name, core_text
from tests.mean_image import MeanImage


def test_the_method_box_offers_it_and_says_what_it_is_good_at(mean_image, opened):
    opened.show_screen("train")
    screen = opened.screens["train"]
    method = next(box for box in screen.findChildren(QComboBox) if box.findData("mean_image") >= 0)
    place = method.findData("mean_image")
    assert method.itemText(place) == MeanImage.title
    method.setCurrentIndex(place)
    assert MeanImage.hint in [label.text() for label in screen.findChildren(QLabel)]


def test_its_texts_are_in_the_language_of_the_screen(mean_image, qapp):
    qapp.setProperty(LANGUAGE, "de")
    try:
        assert core_text(MeanImage.title) == "Mittelbild: der Unterschied zu ihm"
        assert core_name("mean") == "Mittelbild"
    finally:
        qapp.setProperty(LANGUAGE, "en")
