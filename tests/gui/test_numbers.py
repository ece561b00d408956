"""Numbers on the screen: few digits, the writing of the language, no exponents below a million."""

import math
from datetime import datetime

import pytest
from PySide6.QtCore import QLocale

from inspector.gui.numbers import clock_text, count, fixed, moment_text, number, percent


@pytest.fixture(params=["en_GB", "de_DE"])
def locale(request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def read(text: str, locale: str) -> str:
    """The text as English writes it."""
    return text.translate(str.maketrans(".,", ",.")) if locale == "de_DE" else text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.12345, "0.1235"),
        (0.5, "0.5"),
        (12.3, "12.3"),
        (99999.6, "100,000"),
        (12345.6, "12,350"),
        (999_949.0, "999,900"),
        (0.000012346, "0.00001235"),
        (-3.10, "-3.1"),
        (1e-15, "0"),
        (1.0, "1"),
    ],
)
def test_a_number_has_few_digits_and_no_exponent(locale, value, text):
    assert read(number(value), locale).replace("−", "-") == text


def test_the_exponent_begins_at_a_million(locale):
    assert "e" not in number(999_999.0).lower()
    assert "e" in number(12_345_678.0).lower()


def test_what_is_no_number_has_a_sign_of_its_own():
    assert [number(value) for value in (math.nan, math.inf, -math.inf)] == ["–", "∞", "−∞"]


def test_counts_shares_and_fixed_decimals(locale):
    assert [read(text, locale) for text in (count(12340), percent(0.0125), fixed(2.5, 2))] == [
        "12,340",
        "1.25\N{NO-BREAK SPACE}%",
        "2.50",
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en_GB", "28 Nov 2026, 14:05"), ("en_US", "Nov 28, 2026, 2:05 PM"), ("de_DE", "28. Nov. 2026, 14:05")],
)
def test_a_moment_is_written_as_the_locale_does(language, text):
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        shown = moment_text(datetime(2026, 11, 28, 14, 5).astimezone())
    finally:
        QLocale.setDefault(before)
    assert shown.replace("\u202f", " ") == text


def test_a_moment_of_a_clip_has_the_decimal_point_of_the_language(locale):
    assert read(clock_text(123.44), locale) == "2:03.4"
