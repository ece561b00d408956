"""Numbers and times as the screen shows them: in the writing of the desktop's language, and to few digits."""

import math
import re
from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from inspector.core.operating_point import relative_text
from inspector.data.contents import listed_counts
from inspector.workflow.report.times import clock

_MOST_DECIMALS = 12
_SCIENTIFIC_FROM = 1e6
_WEEKDAY = re.compile(r"[\s,،]*dddd?[\s,،]*")


def number(value: float, *, digits: int = 4) -> str:
    """A number to so many significant digits, trailing zeros left out: `0.1234`, `12.3`, `12,340`.

    Scientific notation begins at a million; below 10⁻¹² it is 0.
    """
    if not math.isfinite(value):
        return "–" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    locale = QLocale()
    if abs(value) >= _SCIENTIFIC_FROM:
        return locale.toString(float(value), "g", digits)
    rounded = float(f"{value:.{digits - 1}e}")
    exponent = math.floor(math.log10(abs(rounded))) if rounded else 0
    places = min(_MOST_DECIMALS, max(0, digits - 1 - exponent))
    decimals = len(f"{rounded:.{places}f}".rstrip("0").partition(".")[2]) if places else 0
    return locale.toString(rounded, "f", decimals)


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals."""
    return QLocale().toString(value, "f", decimals)


def score_text(relative: float | None, raw: float) -> str:
    """A score on the readable scale; the raw one where it has none, as in runs from before there was a scale."""
    if relative is None or not math.isfinite(relative):
        return number(raw)
    text = relative_text(relative)
    return fixed(float(text), len(text.partition(".")[2]))


def raw_score_text(score: float) -> str:
    """What the readable scale means, and the raw score, for a tool tip."""
    text = QCoreApplication.translate("Score", "0 is a typical good part; above 1 a part is NG. Raw score: {score}")
    return text.format(score=number(score))


def count(value: int) -> str:
    """A whole number, with separators: `12,340`."""
    return QLocale().toString(value)


def folders_text(counts: Mapping[str, int], *, most: int = 20) -> str:
    """Folders of a category with their counts: `lot1 (12), lot2 (8)`."""
    itself = QCoreApplication.translate("Folders", "the folder itself")
    return listed_counts({itself if name == "." else name: number for name, number in counts.items()}, most=most)


def percent(share: float, *, digits: int = 3) -> str:
    """A share in [0, 1] as a percentage: `1.25 %`."""
    return f"{number(100 * share, digits=digits)}\N{NO-BREAK SPACE}%"


def clock_text(seconds: float) -> str:
    """A moment of a clip, to tenths of a second: `2:03.4`."""
    return clock(seconds).replace(".", QLocale().decimalPoint())


def duration(seconds: float) -> str:
    """A time as people say it: 40 s, 3 min, 2 h 10 min."""
    if seconds < 60:
        return QCoreApplication.translate("ExpectedTime", "{s} s").format(s=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("ExpectedTime", "{min} min").format(min=minutes)
    return QCoreApplication.translate("ExpectedTime", "{h} h {min} min").format(h=minutes // 60, min=minutes % 60)


def moment_text(moment: datetime) -> str:
    """A day and a time with time zone, as this machine's clock had it: `28 Nov 2026, 14:05`."""
    local, locale = QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), QLocale()
    day = _WEEKDAY.sub("", locale.dateFormat(QLocale.FormatType.LongFormat)).replace("MMMM", "MMM")
    return f"{locale.toString(local.date(), day)}, {locale.toString(local.time(), QLocale.FormatType.ShortFormat)}"
