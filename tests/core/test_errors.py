import pickle

import pytest

from inspector.core.errors import CategoryError, ImageError, InspectorError


def test_the_sentence_is_the_template_with_its_fields():
    error = ImageError("{file} cannot be read: {reason}.", code="image.unreadable", file="a.png", reason="no pixels")
    assert str(error) == "a.png cannot be read: no pixels."
    assert error.code == "image.unreadable"
    assert error.worded("{file} ist nicht lesbar: {reason}.") == "a.png ist nicht lesbar: no pixels."


def test_braces_in_a_field_or_in_a_plain_sentence_stay():
    assert str(ImageError("{file} is empty.", code="image.empty", file="{0}.png")) == "{0}.png is empty."
    assert str(InspectorError("a {b}")) == "a {b}"


def test_an_error_crosses_to_another_process_whole():
    error = CategoryError("No {what} here.", code="category.none", what="images")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.code, copy.fields) == (CategoryError, str(error), error.code, error.fields)


def test_a_field_that_the_sentence_needs_must_be_given():
    with pytest.raises(KeyError):
        str(ImageError("{file} and {reason}", code="image.unreadable", file="a.png"))
